package present

import (
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"briefbot/bot"
)

// Undecided is a message of which nobody knows whether it arrived.
type Undecided struct {
	Key      string
	Title    string
	Schedule string
	Nominal  string    // civil time of the run, "2026-03-29T09:00"
	Place    string    // the channel's address
	Reason   string    // as the ledger says it
	At       time.Time // when it was last posted; zero: never
}

// Held lists messages of which nobody knows whether they arrived, with what to do about the newest.
func (v Voice) Held(list []Undecided) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("held-title")}
	if len(list) == 0 {
		m.Lead = v.Say("held-none")
		return m
	}
	m.Lead = v.Say("held-what-to-do")
	var lines []bot.Line
	for _, d := range list {
		lines = append(lines, bot.Line{Text: v.Headline(d), Note: v.Reason(d.Reason) + " · " + d.Key, At: d.At})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	m.Actions = v.decisions(list[0])
	if len(list) > 1 {
		m.Footer = v.Say("held-buttons-newest")
	}
	return m
}

// HeldNotice tells admins of a message of which nobody knows whether it arrived.
func (v Voice) HeldNotice(d Undecided) bot.Message {
	return bot.Message{
		Language: v.lang, Title: v.Say("held-notice"), Lead: v.Say("held-what-to-do"),
		Sections: []bot.Section{{Lines: []bot.Line{{Text: v.Headline(d), Note: v.Reason(d.Reason), At: d.At}}}},
		Actions:  v.decisions(d), Footer: d.Key,
	}
}

func (v Voice) decisions(d Undecided) []bot.Action {
	return []bot.Action{
		{Label: v.Say("held-button-arrived"), Line: "held arrived " + d.Key, Public: true},
		{Label: v.Say("held-button-again"), Line: "held again " + d.Key, Public: true},
	}
}

// Headline says in one line which message of the ledger it is: its title, its run and its channel.
func (v Voice) Headline(d Undecided) string {
	parts := []string{v.Say("held-run", "Schedule", d.Schedule, "At", strings.Replace(d.Nominal, "T", " ", 1)), d.Place}
	if d.Title != "" {
		parts = append([]string{bot.Cut(d.Title, 80)}, parts...)
	}
	return strings.Join(parts, " · ")
}

// Reason words why a message is not posted: in the voice's language where the bot itself decided so, else in the platform's words.
func (v Voice) Reason(reason string) string {
	if worded, ok := v.cause(reason); ok {
		return worded
	}
	return bot.Cut(bot.CleanLine(reason), 200)
}

// cause words a reason for which the bot itself decided; false for others. A cause without words of its own is not one: a test holds
// that each has some.
func (v Voice) cause(reason string) (string, bool) {
	word, text, ok := strings.Cut(reason, ": ")
	if !ok {
		return "", false
	}
	worded, err := v.say.Localize(&i18n.LocalizeConfig{MessageID: "cause-" + word, TemplateData: args{"Text": v.marked(text)}})
	return v.joined(worded), err == nil
}

// Decided says what an admin has decided about a message.
func (v Voice) Decided(id, who string, d Undecided) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say(id, "Who", who), Lead: v.Headline(d)}
}

// Refusal is one sentence of the catalogue as the whole answer.
func (v Voice) Refusal(id string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say(id)}
}
