package date

import (
	"strings"
	"unicode"
)

type kind uint8

const (
	number kind = iota
	word
	sign // one character of punctuation
)

// token is one piece of a date; blanks are dropped but remembered.
type token struct {
	kind   kind
	text   string // in lower case
	value  int    // of a number of at most 15 digits
	digits int
	spaced bool // a blank stood before it
}

func (t token) is(s string) bool { return t.text == s }

// split cuts text into numbers, words and signs. Full-width digits count as digits; each Han or Hangul character that marks
// a part of a date is a word of its own.
func split(text string) []token {
	var tokens []token
	runes := []rune(strings.ToLower(text))
	spaced := false
	for i := 0; i < len(runes); {
		r := normal(runes[i])
		start := i
		switch {
		case unicode.IsSpace(r):
			spaced = true
			i++
			continue
		case '0' <= r && r <= '9':
			value := 0
			for i < len(runes) && isDigit(normal(runes[i])) {
				if i-start < 15 {
					value = value*10 + int(normal(runes[i])-'0')
				}
				i++
			}
			tokens = append(tokens, token{number, string(runes[start:i]), value, i - start, spaced})
		case marker(r) != "":
			i++
			tokens = append(tokens, token{kind: word, text: marker(r), spaced: spaced})
		case unicode.IsLetter(r):
			for i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsMark(runes[i]) || runes[i] == '\'') && marker(runes[i]) == "" {
				i++
			}
			tokens = append(tokens, token{kind: word, text: string(runes[start:i]), spaced: spaced})
		default:
			i++
			tokens = append(tokens, token{kind: sign, text: string(r), spaced: spaced})
		}
		spaced = false
	}
	return tokens
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// normal maps full-width forms and typographic dashes to ASCII.
func normal(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return unicode.ToLower(r - '！' + '!')
	case r == '‐' || r == '‑' || r == '–' || r == '—' || r == '−':
		return '-'
	}
	return r
}

// marker names the part of a date or time that an East Asian character stands after.
func marker(r rune) string {
	switch r {
	case '年', '년':
		return "年"
	case '月', '월':
		return "月"
	case '日', '号', '號', '일':
		return "日"
	case '时', '時', '点', '點', '시':
		return "时"
	case '分', '분':
		return "分"
	case '秒', '초':
		return "秒"
	}
	return ""
}
