// Package consoletest runs conversations written down as text files: what is typed, and what the bot must print.
package consoletest

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefbot/bot"
	"briefbot/bot/console"
)

var update = flag.Bool("update", false, "write what conversations print into their files")

// Conversation is what a script talks to.
type Conversation struct {
	Router  *bot.Router
	Options console.Options // Out is set by Run, and without a width 80 columns; there is never colour unless Color asks for it

	// Begin, if not nil, posts what is there before the first line is typed.
	Begin func(ctx context.Context, a *console.Adapter) error
}

// Run plays every script that the pattern finds, such as "testdata/*.txt", each as a subtest against a conversation of
// its own.
//
// A script begins with lines of comment, "// …". What Begin prints follows, then lines that are typed, "> share alibaba",
// each followed by what the bot must print. Empty lines around a block do not count; neither do spaces at the end of a
// line. The flag -update writes what was printed into the scripts.
func Run(t *testing.T, pattern string, start func(t *testing.T) Conversation) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("consoletest: no scripts %s (%v)", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, start(t), string(script))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(lines(tidy(string(script))), lines(got)); diff != "" && !*update {
				t.Errorf("%s: the conversation differs (-want +got); -update accepts it:\n%s", file, diff)
			}
		})
	}
}

// play returns the script with what the bot prints now.
func play(t *testing.T, c Conversation, script string) string {
	t.Helper()
	var printed bytes.Buffer
	c.Options.Out = &printed
	if c.Options.Width == 0 {
		c.Options.Width = 80
	}
	a := console.New(c.Options)
	var out strings.Builder
	block := func() {
		if text := tidy(printed.String()); text != "" {
			out.WriteString(text + "\n")
		}
		printed.Reset()
	}
	comments, typed := split(script)
	for _, s := range comments {
		out.WriteString(s + "\n")
	}
	if c.Begin != nil {
		if err := c.Begin(t.Context(), a); err != nil {
			t.Fatalf("consoletest: before the first line: %v", err)
		}
		if len(comments) > 0 {
			out.WriteByte('\n')
		}
		block()
	}
	for _, line := range typed {
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(line + "\n")
		if err := a.Type(t.Context(), c.Router, strings.TrimPrefix(line, ">")); err != nil {
			t.Fatalf("consoletest: %s: %v", line, err)
		}
		block()
	}
	return out.String()
}

// split returns a script's comments at its beginning and its typed lines, both with their marks. A line that the bot
// printed must not begin with "> ".
func split(script string) (comments, typed []string) {
	for _, line := range lines(tidy(script)) {
		switch {
		case strings.HasPrefix(line, "//") && len(typed) == 0:
			comments = append(comments, line)
		case line == ">" || strings.HasPrefix(line, "> "):
			typed = append(typed, line)
		}
	}
	return comments, typed
}

// tidy drops carriage returns, spaces at ends of lines, and empty lines at both ends.
func tidy(s string) string {
	all := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i := range all {
		all[i] = strings.TrimRight(all[i], " \t")
	}
	return strings.Trim(strings.Join(all, "\n"), "\n")
}

func lines(s string) []string { return strings.Split(strings.TrimRight(s, "\n"), "\n") }
