package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/bot/console"
	"briefbot/config"
	"briefbot/internal/store"
)

// Question is one line for the bot, asked on the command line.
type Question struct {
	Config   *config.Config
	Kept     bool // use the config's database; else the starter content in memory
	Line     string
	Language string // empty: the config's
	JSON     bool
	Out      io.Writer
}

// databaseOf returns the config's database, as store.Open takes it. It may hold a password: it goes nowhere else.
func databaseOf(c *config.Config) string {
	if c.Database.URL.IsSet() {
		return c.Database.URL.Reveal()
	}
	return c.Database.Path
}

// missing reports whether the config's database is a file that was never made.
func missing(c *config.Config) bool { return !c.Database.URL.IsSet() && !exists(c.Database.Path) }

// readFrom returns the database to answer from: the config's, or one in memory, also where the config's was never made.
func readFrom(c *config.Config, kept bool) string {
	if kept && !missing(c) {
		return databaseOf(c)
	}
	return store.Memory
}

// bare takes off what people type before a command in a chat: the slash, and the word that holds all commands.
func bare(line, umbrella string) string {
	line = strings.TrimPrefix(strings.TrimSpace(line), "/")
	if first, rest, _ := strings.Cut(line, " "); first == cmp.Or(umbrella, "brief") {
		return strings.TrimSpace(rest)
	}
	return line
}

// Ask prints the answer to a question. An answer that is a refusal is printed as well.
func Ask(ctx context.Context, q Question) error {
	if q.Language != "" && bot.Language(q.Language) == "" {
		return fmt.Errorf("language %q: briefbot speaks en, fr and zh", q.Language)
	}
	k, err := newCore(ctx, q.Config, readFrom(q.Config, q.Kept), time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer k.Close()
	lang := q.Language
	if lang == "" {
		lang = q.Config.Language
	}
	from := bot.Address{Platform: console.Platform, Workspace: console.Workspace, Channel: "terminal"}
	m := k.router.DoLine(ctx, bot.Invocation{User: bot.User{ID: "you"}, Access: bot.Admin, From: from, Locale: lang}, bare(q.Line, q.Config.Slack.Command))
	if q.JSON {
		enc := json.NewEncoder(q.Out)
		enc.SetEscapeHTML(false)
		return enc.Encode(answerJSON(m))
	}
	m.Actions = nil // nobody is there to press them
	terminal := console.New(console.Options{Out: q.Out, Lang: lang, Zone: k.zoneOf(from)})
	_, err = terminal.Post(ctx, terminal.Channel(), "ask", m)
	return err
}

// The stable shape of "ask --json".
type (
	answer struct {
		Message messageShape `json:"message"`
		Facts   []string     `json:"facts"`
	}
	messageShape struct {
		Title    string         `json:"title"`
		Lead     string         `json:"lead"`
		Sections []sectionShape `json:"sections"`
		Footer   string         `json:"footer"`
		Private  bool           `json:"private"`
	}
	sectionShape struct {
		Heading string      `json:"heading"`
		Lines   []lineShape `json:"lines"`
	}
	lineShape struct {
		Text string `json:"text"`
		URL  string `json:"url"`
		Note string `json:"note"`
	}
)

func answerJSON(m bot.Message) answer {
	out := answer{Facts: append([]string{}, m.Refs...)}
	m = m.Clean()
	out.Message = messageShape{Title: m.Title, Lead: m.Lead, Footer: m.Footer, Private: m.Private, Sections: []sectionShape{}}
	for _, s := range m.Sections {
		section := sectionShape{Heading: s.Heading, Lines: []lineShape{}}
		for _, l := range s.Lines {
			section.Lines = append(section.Lines, lineShape{l.Text, l.URL, l.Note})
		}
		out.Message.Sections = append(out.Message.Sections, section)
	}
	return out
}
