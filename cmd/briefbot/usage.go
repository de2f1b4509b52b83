package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"briefbot/bot"
	"briefbot/config"
)

// exitUsage is the exit code for a command line that is not understood; 1 is for everything else that fails.
const exitUsage = 2

// usageError is a mistake in the command line that only the subcommand itself could see.
type usageError struct{ error }

// language is the value of --lang: a language's code, or a locale of that language.
type language string

// UnmarshalText reads en, fr or zh, also as fr_FR or zh-CN.
func (l *language) UnmarshalText(text []byte) error {
	code := bot.Language(string(text))
	if code == "" {
		return fmt.Errorf("briefbot speaks en, fr and zh, not %q", text)
	}
	*l = language(code)
	return nil
}

// zone is the value of --zone.
type zone struct{ *time.Location }

// UnmarshalText reads the IANA name of a time zone.
func (z *zone) UnmarshalText(text []byte) error {
	at, err := time.LoadLocation(string(text))
	if err != nil || len(text) == 0 {
		return fmt.Errorf("there is no time zone %q; write one such as Europe/Paris or Asia/Shanghai", text)
	}
	z.Location = at
	return nil
}

// moment is the value of --at.
type moment struct{ time.Time }

// UnmarshalText reads an instant with its offset.
func (m *moment) UnmarshalText(text []byte) error {
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("%q is not a moment; write it like 2025-01-28T09:00:00+08:00", text)
	}
	m.Time = at
	return nil
}

// wordings say in our words what the parser says in its own.
var wordings = []struct {
	says *regexp.Regexp
	ours string
}{
	{regexp.MustCompile(`^expected "<([\w-]+)>(?: \.\.\.)?.*"$`), `<$1> is missing`},
	{regexp.MustCompile(`^expected (?:one of )?("[a-z].*)$`), `a subcommand is missing: $1`},
	{regexp.MustCompile(`^missing flags: (.*)$`), `$1 is missing`},
	{regexp.MustCompile(`^(\S+) must be one of (.*) but got (".*")$`), `$1 is one of $2, not $3`},
	{regexp.MustCompile(`^(--[\w-]+): expected (?:a valid \d+ bit int|int value) but got ("[^"]*").*$`), `$1 takes a whole number, not $2`},
	{regexp.MustCompile(`^(--[\w-]+): expected \S+ value but got "EOL".*$`), `$1 needs a value`},
	{regexp.MustCompile(`^(--[\w-]+): expected \S+ value but got ("[^"]*").*$`), `$1 needs a value before $2`},
	{regexp.MustCompile(`^unexpected argument (.*)$`), `this is one argument too many: $1`},
}

// misused words a command line that was not understood as one line that says where to look.
func misused(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	where := commandOf(err)
	if word, ok := strings.CutPrefix(text, "unexpected argument "); ok && groups[where] {
		text = "there is no subcommand " + word
	}
	for _, w := range wordings {
		if w.says.MatchString(text) {
			text = w.says.ReplaceAllString(text, w.ours)
			break
		}
	}
	if strings.HasSuffix(text, "?") {
		return fmt.Sprintf("%s See briefbot %s--help", text, where)
	}
	return fmt.Sprintf("%s; see briefbot %s--help", text, where)
}

// groups are the commands that only hold others, as commandOf names them.
var groups = map[string]bool{"": true, "feed ": true, "schedule ": true, "stories ": true, "page ": true, "facts ": true}

// commandOf names the subcommand that a mistake was made in, with a space after it.
func commandOf(err error) string {
	var pe *kong.ParseError
	if errors.As(err, &pe) && pe.Context != nil {
		if c := pe.Context.Command(); c != "" {
			word, _, _ := strings.Cut(c, " <")
			return word + " "
		}
	}
	return ""
}

// oneLine keeps an error on one line, except a config's, whose excerpts need their lines.
func oneLine(err error) string {
	var mistakes *config.Error
	if errors.As(err, &mistakes) {
		return mistakes.Error()
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}
