package bot

import (
	"context"
	"slices"
	"strings"
)

// Languages that briefbot speaks, in the order in which it falls back.
var languages = [...]string{"en", "fr", "zh"}

// Languages returns the codes of the languages that briefbot speaks, the default one first.
func Languages() []string { return slices.Clone(languages[:]) }

// Text is one wording per language, by code. English is always there.
type Text map[string]string

// In returns the wording for a locale such as "fr", "fr-CA", "zh-CN" or "zh_TW"; English when there is none.
func (t Text) In(locale string) string {
	if s := t[Language(locale)]; s != "" {
		return s
	}
	return t["en"]
}

// Language returns the code of the language that the bot speaks to somebody with this locale; empty when the locale is
// empty or of another language.
func Language(locale string) string {
	if len(locale) > 2 && (locale[2] == '-' || locale[2] == '_') {
		locale = locale[:2]
	}
	for _, l := range languages {
		if locale == l || strings.EqualFold(locale, l) {
			return l
		}
	}
	return ""
}

// Command is one thing that people can ask. Help, Discord's registration, Slack's manifest, the console and the README's
// table are all derived from it.
type Command struct {
	Name     string   // a lower-case ASCII word; or two, "schedule add", which makes a group
	Names    Text     // the name in other languages, where the platform can show one; single words
	Short    string   // what it is called in a group of commands that begin with its name, where a platform has groups; "show" when empty
	Aliases  []string // other words that people type for it, in any language; lower-case single words, shown nowhere
	Summary  Text     // one line, at most 100 characters
	File     Text     // what a file holds that may be sent with it, at most 100 characters; nil: it takes none
	Example  string   // a true line, such as "share alibaba 2024q4"
	Params   []Param
	Access   Access // the least that the asker must have
	Top      bool   // also offered as a slash command of its own, not only under the umbrella command
	Public   bool   // the answer is for the whole channel, unless it says otherwise
	Pressed  bool   // it is what buttons say: it can be typed, but neither platforms nor help offer it
	Local    bool   // rights in the channel where it is asked are enough; Run checks those in whatever else it touches
	Shortcut Text   // what it is called as something to do with a message: its first param is then the address of that message
	Loose    bool   // in a typed line its name may stand anywhere: "alibaba share" is "share alibaba"

	// Run answers. It must heed ctx. An error that is not a *UserError is shown as an internal error.
	Run func(ctx context.Context, in Invocation) (Message, error)
}

// Param is one argument of a command.
type Param struct {
	Name     string // a lower-case ASCII word
	Names    Text   // the name in other languages
	Summary  Text   // at most 100 characters
	Required bool
	Rest     bool     // in a typed line, takes all words that remain; only the last param
	Keyed    bool     // in a typed line, given only as "name:value"
	Raw      bool     // with Rest: takes what was typed as it is, with its quotes and line breaks; the only param of a typed line
	Choices  []Choice // at most 25; anything else is refused

	// Complete proposes values for what was typed so far, at most 25, best first. It answers from memory.
	Complete func(ctx context.Context, in Invocation, typed string) []Choice
}

// Choice is a value with the label that people see.
type Choice struct {
	Label string // at most 100 characters
	Value string // at most 100 characters
}

// Via says how a command was asked.
type Via int

// The ways to ask.
const (
	Slash   Via = iota // a slash command or a typed line
	Button             // a button under a message
	Mention            // a message that mentions the bot: the answer is a reply, for all to see
	Filled             // a form that was filled in
)

// names returns what the command is called in any language, the plain name first.
func (c Command) names() []string {
	out := []string{c.Name}
	for _, l := range languages {
		if n := c.Names[l]; n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return append(out, c.Aliases...)
}

// Invocation is one asking of a command.
type Invocation struct {
	Command string            // the name of the command
	Args    map[string]string // by the name of the param; absent and empty mean the same
	User    User
	Access  Access // what the asker may do in the workspace; as adapters fill it, as far as the platform itself says
	Here    Access // the same for the channel where it is asked; what holds in the workspace holds here too
	Ranked  bool   // both have been worked out, and Told keeps what adapters filled in
	Told    Told
	From    Address // the channel, or for a button the message, where it was asked
	Locale  string  // the asker's, such as "fr" or "zh-CN"; empty when the platform does not say
	Via     Via
	Public  bool      // the asker wants the answer in the channel
	File    *Attached // sent with the command, if that takes one; nil: none
	ID      string    // names this asking in log lines, and is the code that people see when it fails; given by the router when empty
	Unsure  bool      // it may have been answered before: only commands that everybody may give are, for they change nothing
}

// Told is what a platform says of somebody's rights, before anything that admins of the bot set.
type Told struct{ Access, Here Access }

// May reports whether the asker has the rights that the command needs.
func (in Invocation) May(c Command) bool { return in.allows(&c) }

func (in *Invocation) allows(c *Command) bool {
	return in.Access >= c.Access || c.Local && in.Here >= c.Access
}

// Language returns the language to answer in; English when the asker's is not known.
func (in Invocation) Language() string {
	if l := Language(in.Locale); l != "" {
		return l
	}
	return languages[0]
}
