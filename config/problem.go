package config

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Problem is one mistake or oddity, with its place.
type Problem struct {
	File    string // the config file; empty when the place is an environment variable
	Line    int    // from 1; 0 when the problem has no line
	Column  int    // in characters, from 1
	Path    string // the setting, such as schedules[0].zone; or the environment variable
	Text    string // what is wrong and what to do
	Excerpt string // the line of the file, secrets hidden; empty when there is none
}

// String writes the place and the text, and below it the line with a caret under the place.
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File + ":")
		if p.Line > 0 {
			fmt.Fprintf(&b, "%d:%d:", p.Line, p.Column)
		}
		b.WriteString(" ")
	}
	if p.Path != "" {
		b.WriteString(p.Path + ": ")
	}
	b.WriteString(p.Text)
	if p.Excerpt != "" {
		fmt.Fprintf(&b, "\n%5d | %s\n      | %s^", p.Line, p.Excerpt, pad(p.Excerpt, p.Column-1))
	}
	return b.String()
}

// pad is as wide as the first n characters of a line: a wide blank for a wide character.
func pad(line string, n int) string {
	var b strings.Builder
	for _, r := range line {
		if n--; n < 0 {
			break
		}
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || (r >= 0xff01 && r <= 0xff60) {
			b.WriteRune('　')
		} else {
			b.WriteByte(' ')
		}
	}
	b.WriteString(strings.Repeat(" ", max(n, 0)))
	return b.String()
}

// maxPrinted is how many problems an Error prints; all of them stay in Problems.
const maxPrinted = 40

// Error is every mistake of a config file, in the order of its lines.
type Error struct {
	Problems []Problem
}

// Error writes all problems, one below the other.
func (e *Error) Error() string {
	var parts []string
	for _, p := range e.Problems[:min(len(e.Problems), maxPrinted)] {
		parts = append(parts, p.String())
	}
	if more := len(e.Problems) - maxPrinted; more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(parts, "\n")
}

func sortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// secrets are the shapes that must not be printed, even where somebody put them in the wrong place.
var secrets = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(?:token|secret|passw\w*|passwd|api_?key|dsn)["']?\s*[:=]\s*(".*|'.*|[^\s,}]+)`),
	regexp.MustCompile(`(?i)\burl["']?\s*:\s*["']?(postgres\S*)`),
	regexp.MustCompile(`((?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w-]{3,})`),
	regexp.MustCompile(`://([^/\s]*)@`),
	regexp.MustCompile(`([\w-]{18,}\.[\w-]{4,}\.[\w-]{18,})`),
	regexp.MustCompile(`([A-Za-z0-9+_=]{28,})`),
}

// redact hides whatever looks like a secret.
func redact(s string) string {
	for _, shape := range secrets {
		var b strings.Builder
		last := 0
		for _, m := range shape.FindAllStringSubmatchIndex(s, -1) {
			if found := s[m[2]:m[3]]; !strings.HasPrefix(found, "env:") && !strings.HasPrefix(found, "file:") {
				b.WriteString(s[last:m[2]] + hidden)
				last = m[3]
			}
		}
		s = b.String() + s[last:]
	}
	return s
}
