// Package period reads the periods that people type: "2024q4", "T4 2024", "h1 2025", 2025年一季度, "latest".
package period

import (
	"strings"

	"briefbot/briefs"
)

// Asked is what somebody wants to know about: the latest there is, or one period.
type Asked struct {
	Latest bool          // said in so many words; the period is then zero
	Period briefs.Period // zero when nothing was said
}

// IsZero reports whether nothing was said about when.
func (a Asked) IsZero() bool { return !a.Latest && a.Period.IsZero() }

// maxText is the longest text that is looked at, in bytes; nobody asks in more.
const maxText = 2000

// Parse reads a text that is a period and nothing else; false when it is anything else, or names a period without its
// year, or one that does not exist, such as a fifth quarter. It knows
//
//   - years from 1990 to 2099, and several: 2024, 2024年, 2023-2028, 2023..2028
//   - quarters: 2024q4, q4 2024, 4q24, t4 2024, 4e trimestre 2024, fourth quarter of 2024, 2024年四季度, 2024年第4季度
//   - half-years: h1 2025, 1h25, s1 2025, premier semestre 2025, first half of 2025, 2025年上半年
//   - months: 2024-03, 03/2024, march 2024, mars 2024, 2024年3月
//   - days: 2024-03-31, 31 march 2024, 31 mars 2024, march 31 2024, 2024年3月31日
//   - latest, dernier, 最新 and the like
//
// Width, case, accents and spaces do not matter.
func Parse(text string) (Asked, bool) {
	var room [usualTokens]token
	tokens := scan(room[:0], text)
	asked, n := at(tokens, 0)
	if n == 0 || n != len(tokens) {
		return Asked{}, false
	}
	return asked, true
}

// Find reads the first period in a text and returns what the text says without it. Of periods that begin at the same
// place the longest counts, and a number that is part of a word ("GPT-2024x") is none. It returns false, and the text as
// it was, when there is no period.
func Find(text string) (asked Asked, rest string, ok bool) {
	var room [usualTokens]token
	tokens := scan(room[:0], text)
	for i := range tokens {
		if !startsFree(tokens, i) {
			continue
		}
		asked, n := at(tokens, i)
		if n == 0 || !endsFree(tokens, i+n) {
			continue
		}
		before, after := strings.TrimSpace(text[:tokens[i].start]), strings.TrimSpace(text[tokens[i+n-1].end:])
		if before == "" || after == "" {
			return asked, before + after, true
		}
		return asked, before + " " + after, true
	}
	return Asked{}, text, false
}

// WithoutYear reports whether the text names a quarter or a half-year, and not of which year.
func WithoutYear(text string) bool {
	var room [usualTokens]token
	tokens := scan(room[:0], text)
	if len(tokens) == 0 {
		return false
	}
	_, n := part(tokens, 0)
	return n > 0 && n == len(tokens)
}

// startsFree reports whether a period may begin at token i: it is no continuation of a word or number.
func startsFree(tokens []token, i int) bool {
	if i == 0 || tokens[i].spaced {
		return true
	}
	return tokens[i-1].kind == han || tokens[i-1].kind == mark && !joins(tokens[i-1].text)
}

// endsFree reports whether a period may end before token i.
func endsFree(tokens []token, i int) bool {
	if i >= len(tokens) || tokens[i].spaced || tokens[i].kind == han {
		return true
	}
	if tokens[i].kind != mark {
		return false
	}
	return !joins(tokens[i].text) || i+1 >= len(tokens) || tokens[i+1].spaced
}

// joins reports whether the mark makes one word of what stands on both sides of it.
func joins(mark string) bool { return strings.Contains("-._/+%", mark) }
