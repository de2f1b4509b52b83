package lexicon

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"briefbot/briefs"
)

// The kinds of numbers.
const (
	Money   = "money"
	Percent = "percent"
	Points  = "points"  // percentage points
	Quake   = "quake"   // how strong an earthquake is, with a fraction
	Count   = "count"   // a number with a scale or of four digits and more, without a currency
	Quarter = "quarter" // of a year, 1 to 4, calendar or fiscal as printed
)

// Number is a number in a text, multiplied out: 460亿美元, US$46 bn and 46 milliards de dollars are the same Number.
type Number struct {
	Kind       string
	Unit       string // of money: "usd", "cny", "eur", "hkd", "twd", "jpy", "krw", "gbp"; else empty
	Value      briefs.Decimal
	Start, End int // bytes of the text as given
}

// Key returns a text that is equal for equal numbers, such as "money:usd:46000000000".
func (n Number) Key() string {
	return n.Kind + ":" + n.Unit + ":" + n.Value.Trim().String()
}

// Numbers returns the amounts, percentages, counts and quarters of a text, in order, precisely enough to compare headlines;
// extracting facts needs more. lang decides what "billion" (10^12 in French) and a comma mean; unknown languages count as
// English. Plain small numbers, years, dates and versions are left out.
func Numbers(text, lang string) []Number { return NumbersIn(Fold(text), lang) }

// NumbersIn is Numbers for a folded text.
func NumbersIn(f Folded, lang string) []Number {
	s := scanner{text: f.Text, french: lang == "fr"}
	var out []Number
	for s.at < len(s.text) {
		start := s.at
		n, ok := s.number()
		if !ok {
			s.at = start + 1 // no number begins within a rune
			continue
		}
		n.Start, n.End = f.Origin(n.Start), f.Origin(n.End)
		out = append(out, n)
	}
	return out
}

// scanner reads a folded text from left to right and never goes back beyond the start of the number it is at.
type scanner struct {
	text   string
	at     int
	french bool
}

// numberStarts are the bytes with which a number, a currency or a quarter begins; others are passed over at once.
var numberStarts = func() (set [256]bool) {
	for c := '0'; c <= '9'; c++ {
		set[c] = true
	}
	for _, p := range prefixes {
		set[p.text[0]] = true
	}
	for _, q := range quarters {
		set[q.text[0]] = true
	}
	for _, other := range []string{"百分之", "magnitude", "q", "t"} {
		set[other[0]] = true
	}
	return set
}()

func (s *scanner) number() (Number, bool) {
	if !numberStarts[s.text[s.at]] {
		return Number{}, false
	}
	start := s.at
	if start > 0 && (isLatin(lastRune(s.text[:start])) || isDigit(rune(s.text[start-1]))) {
		return Number{}, false
	}
	if q, ok := s.quarter(); ok {
		return q, true
	}
	unit := s.prefix()
	chinesePercent := unit == "" && s.take("百分之")
	quake := unit == "" && s.take("magnitude")
	if quake {
		s.gap()
	}
	value, digits, ok := s.decimal()
	if !ok {
		return Number{}, false
	}
	if chinesePercent {
		return Number{Kind: Percent, Value: value, Start: start, End: s.at}, true
	}
	if quake || value.Places() > 0 && s.magnitude() {
		return Number{Kind: Quake, Value: value, Start: start, End: s.at}, value.Places() > 0
	}
	if kind := s.percent(); kind != "" && unit == "" {
		return Number{Kind: kind, Value: value, Start: start, End: s.at}, true
	}
	power := s.scale(unit != "")
	if unit == "" {
		unit = s.suffix()
	}
	value, fits := value.Shift(power)
	n := Number{Kind: Money, Unit: unit, Value: value, Start: start, End: s.at}
	if unit == "" {
		n.Kind = Count
	}
	return n, fits && (unit != "" || power >= 4 || digits >= 5) && s.border()
}

// border reports whether the number ends here instead of going on as a word.
func (s *scanner) border() bool {
	r, _ := utf8.DecodeRuneInString(s.text[s.at:])
	return s.at == len(s.text) || !isLatin(r) || isHan(lastRune(s.text[:s.at]))
}

// prefix takes the currency before a number.
func (s *scanner) prefix() string {
	for _, c := range prefixes {
		if s.text[s.at] == c.text[0] && s.take(c.text) {
			s.spaces()
			return c.unit
		}
	}
	return ""
}

// suffix takes the currency behind a number.
func (s *scanner) suffix() string {
	before := s.at
	s.spaces()
	for _, joint := range []string{"de ", "d'", "of "} {
		if s.take(joint) {
			break
		}
	}
	for _, c := range suffixes {
		if s.takeWord(c.text) {
			return c.unit
		}
	}
	s.at = before
	return ""
}

func (s *scanner) percent() string {
	before := s.at
	s.spaces()
	for _, p := range percents {
		if s.takeWord(p.text) {
			return p.unit
		}
	}
	s.at = before
	return ""
}

// magnitude takes what says behind a number that it is the strength of an earthquake.
func (s *scanner) magnitude() bool {
	before := s.at
	if s.take("级") {
		return true
	}
	s.gap()
	if s.takeWord("magnitude") {
		return true
	}
	s.at = before
	return false
}

// gap takes a space or hyphen.
func (s *scanner) gap() {
	if s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '-') {
		s.at++
	}
}

// scale takes a power of ten; single letters count only glued to the number and with a currency before it or "bn" and the like.
func (s *scanner) scale(money bool) int {
	before := s.at
	glued := s.at < len(s.text) && s.text[s.at] != ' '
	s.spaces()
	for _, w := range scales {
		if w.letter && (!glued || !money) || w.french && !s.french || w.english && s.french {
			continue
		}
		if s.takeWord(w.text) {
			return w.power
		}
	}
	s.at = before
	return 0
}

// decimal reads digits with grouping and a fraction, as the language writes them.
func (s *scanner) decimal() (briefs.Decimal, int, bool) {
	start := s.at
	var digits strings.Builder
	whole, point := 0, false
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case isDigit(rune(c)):
			digits.WriteByte(c)
			if !point {
				whole++
			}
		case s.grouping(c, point, s.at-start):
		case (c == '.' || c == ',') && !point && s.digitAt(s.at+1):
			digits.WriteByte('.')
			point = true
		default:
			goto done
		}
		s.at++
	}
done:
	if whole == 0 {
		s.at = start
		return briefs.Decimal{}, 0, false
	}
	d, err := briefs.ParseDecimal(digits.String())
	return d, whole, err == nil
}

// grouping reports whether the byte at the scanner sets thousands apart: a comma in English and Chinese, a space in French,
// before exactly three digits.
func (s *scanner) grouping(c byte, point bool, read int) bool {
	if point || read == 0 || !s.digitAt(s.at+1) || !s.digitAt(s.at+2) || !s.digitAt(s.at+3) || s.digitAt(s.at+4) {
		return false
	}
	if s.french {
		return c == ' ' && read <= 3 || c == ' ' && s.text[s.at-4] == ' '
	}
	return c == ','
}

func (s *scanner) digitAt(i int) bool { return i < len(s.text) && isDigit(rune(s.text[i])) }

func (s *scanner) spaces() {
	for s.at < len(s.text) && s.text[s.at] == ' ' {
		s.at++
	}
}

func (s *scanner) take(word string) bool {
	if !strings.HasPrefix(s.text[s.at:], word) {
		return false
	}
	s.at += len(word)
	return true
}

// takeWord takes a word that does not go on as a longer Latin word.
func (s *scanner) takeWord(word string) bool {
	rest := s.text[s.at:]
	if !strings.HasPrefix(rest, word) {
		return false
	}
	if isLatin(lastRune(word)) {
		if after, _ := utf8.DecodeRuneInString(rest[len(word):]); len(rest) > len(word) && (isLatin(after) || isDigit(after)) {
			return false
		}
	}
	s.at += len(word)
	return true
}

func (s *scanner) quarter() (Number, bool) {
	start := s.at
	rest := s.text[start:]
	for _, q := range quarters {
		if rest[0] == q.text[0] && s.takeWord(q.text) {
			return Number{Kind: Quarter, Value: briefs.DecimalOf(int64(q.power), 0), Start: start, End: s.at}, true
		}
	}
	if len(rest) >= 2 && (rest[0] == 'q' || rest[0] == 't' && s.french) && rest[1] >= '1' && rest[1] <= '4' && !s.digitAt(start+2) {
		n, _ := strconv.Atoi(rest[1:2])
		s.at = start + 2
		return Number{Kind: Quarter, Value: briefs.DecimalOf(int64(n), 0), Start: start, End: s.at}, true
	}
	return Number{}, false
}
