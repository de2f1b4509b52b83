package console

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"briefbot/bot"
)

// columns returns how many columns a text takes on a terminal: two for Chinese, Japanese, Korean and most emoji, none for
// marks (UAX 11; ambiguous characters count as narrow).
func columns(s string) int {
	n := 0
	for _, c := range bot.Characters(s) {
		n += cell(c)
	}
	return n
}

// cell returns the columns of one character as people see it.
func cell(c string) int {
	r, _ := utf8.DecodeRuneInString(c)
	switch {
	case strings.ContainsRune(c, '\ufe0f'), r >= 0x1f1e6 && r <= 0x1f1ff:
		return 2
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// notFirst may not begin a line, notLast not end one, in Chinese setting.
const (
	notFirst = "，。、；：？！）》」』】〉”’…,.;:?!)]}%"
	notLast  = "（《「『【〈“‘([{"
)

// wrap breaks a text into lines of at most so many columns: at spaces, between wide characters, and inside a word only
// when it is longer than a line.
func wrap(s string, limit int) []string {
	limit = max(limit, 8)
	var lines []string
	line, used := "", 0
	flush := func() {
		lines = append(lines, strings.TrimRight(line, " "))
		line, used = "", 0
	}
	for _, piece := range pieces(s) {
		n := columns(strings.TrimRight(piece, " "))
		if used+n > limit && used > 0 {
			flush()
		}
		if n > limit {
			for _, c := range bot.Characters(piece) {
				if used+cell(c) > limit && used > 0 {
					flush()
				}
				line, used = line+c, used+cell(c)
			}
			continue
		}
		line, used = line+piece, used+columns(piece)
	}
	if strings.TrimSpace(line) != "" || len(lines) == 0 {
		flush()
	}
	return lines
}

// pieces splits a text where a line may end; spaces stay at the end of the piece before.
func pieces(s string) []string {
	var out []string
	start, at := 0, 0
	before := ""
	for _, c := range bot.Characters(s) {
		if at > start && mayBreak(before, c) {
			out = append(out, s[start:at])
			start = at
		}
		at += len(c)
		before = c
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

func mayBreak(before, next string) bool {
	switch {
	case next == " " || glued(before) || glued(next):
		return false
	case before == " ":
		return true
	case strings.Contains(notFirst, next) || strings.Contains(notLast, before):
		return false
	}
	return cell(before) == 2 || cell(next) == 2
}

// glued reports whether a character keeps together what stands beside it: no-break spaces and the word joiner.
func glued(c string) bool { return c == "\u00a0" || c == "\u202f" || c == "\u2060" }

// cutColumns shortens a line to so many columns.
func cutColumns(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	n := 0
	for i, c := range bot.Characters(s) {
		if n += columns(c); n >= width {
			return strings.Join(bot.Characters(s)[:i], "") + "…"
		}
	}
	return s
}
