package present

import (
	"regexp"
	"strings"
	"time"

	"briefbot/bot"
)

// Paused answers who paused a schedule; resume is the line that undoes it, empty when no button can carry it.
func (v Voice) Paused(s Schedule, resume string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("pause-done", "Name", short(s.Name)), Lead: v.Say("pause-lead")}
	if !s.Until.IsZero() {
		m.Title = v.Say("pause-done-until", "Name", short(s.Name), "At", In(v.lang, s.Zone).Moment(s.Until))
	}
	if resume != "" {
		m.Actions = []bot.Action{{Label: v.Say("pause-resume"), Line: resume}}
	}
	return m
}

// Resumed answers who resumed a schedule.
func (v Voice) Resumed(s Schedule, now time.Time) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("resume-done", "Name", short(s.Name)), Lead: v.Say("resume-never")}
	if !s.Next.IsZero() {
		m.Lead = v.Say("resume-next", "At", In(v.lang, s.Zone).Moment(s.Next), "Ahead", v.Ahead(s.Next.Sub(now)))
	}
	return m
}

// StoppedNotice tells admins, in a channel of theirs, that a schedule does not post into another channel any more; resume is the line
// that undoes it, empty when no button can carry it.
func (v Voice) StoppedNotice(schedule string, at, here bot.Address, why, resume string) bot.Message {
	m := bot.Message{
		Language: v.lang, Title: v.Say("stopped-notice", "Name", short(schedule), "Place", v.channel(at, here)), Lead: v.Say("stopped-what-to-do", "Why", v.refusal(why)),
	}
	if resume != "" {
		m.Actions = []bot.Action{{Label: v.Say("pause-resume"), Line: resume}}
	}
	return m
}

// reasons are what platforms say, by the words for it. Slack's codes are words, Discord's are numbers.
var reasons = []struct {
	said *regexp.Regexp
	id   string
}{
	{regexp.MustCompile(`\b(channel_not_found|10003|10004)\b`), "refusal-gone"},
	{regexp.MustCompile(`\b(is_archived|50083)\b`), "refusal-archived"},
	{regexp.MustCompile(`\b(not_in_channel|50001)\b`), "refusal-outside"},
	{regexp.MustCompile(`\b(restricted_action\w*|missing_scope|no_permission|access_denied|ekm_access_denied|team_access_not_granted|posting_to_\w+|50013)\b`), "refusal-forbidden"},
	{regexp.MustCompile(`\b(invalid_auth|not_authed|account_inactive|token_\w+|not_allowed_token_type|status 401)\b`), "refusal-token"},
	{regexp.MustCompile(`\b(invalid_\w+|msg_\w+|no_text|too_many_\w+|50035|50006)\b`), "refusal-message"},
}

// Vanished reports whether what the ledger or a platform said of a refused message means that the channel is deleted or archived, or that the
// bot is not in it any more.
func Vanished(said string) bool {
	for _, r := range reasons {
		if r.said.MatchString(said) {
			return r.id == "refusal-gone" || r.id == "refusal-archived" || r.id == "refusal-outside"
		}
	}
	return false
}

// RemovedNotice tells admins, in a channel of theirs, that what was set for another channel is removed; undo is the line that takes it back.
func (v Voice) RemovedNotice(at, here bot.Address, why, undo string) bot.Message {
	return bot.Message{
		Language: v.lang, Title: v.Say("removed-notice", "Place", v.channel(at, here)), Lead: v.Say("removed-what-to-do", "Why", v.refusal(why)),
		Actions: []bot.Action{{Label: v.Say("settings-undo"), Line: undo}},
	}
}

// refusal says in plain words why the ledger or a platform has not posted a message; what has no words of its own stays as it is.
func (v Voice) refusal(said string) string {
	if said == "" {
		return v.Say("refusal-unsaid")
	}
	if worded, ok := v.cause(said); ok {
		return worded
	}
	for _, r := range reasons {
		if r.said.MatchString(said) {
			return v.Say(r.id)
		}
	}
	for _, class := range []string{"refused: ", "unknown: ", "not sent: "} {
		said = strings.TrimPrefix(said, class)
	}
	return bot.Cut(bot.CleanLine(said), 120)
}
