// Package plain turns HTML, and text that may or may not be HTML, into plain text: tags gone, entities decoded, blanks in order.
package plain

import (
	"strings"
	"unicode/utf8"
)

// Line returns s as one line. It is for titles, names and categories, where a '<' may just as well be a character: only
// what is a tag of HTML goes, and entities escaped once too often are decoded too.
func Line(s string) string {
	if tidy(s) {
		return s
	}
	once := convert(s, true, false)
	if strings.IndexByte(once, '&') < 0 {
		return once
	}
	w := writer{}
	w.text(once)
	return w.String()
}

// Summary returns the text of an HTML fragment as one line.
func Summary(s string) string {
	if tidy(s) {
		return s
	}
	return convert(s, false, false)
}

// Text returns the text of an HTML fragment with a line for each paragraph, item or heading.
func Text(s string) string {
	if tidy(s) {
		return s
	}
	return convert(s, false, true)
}

// Cut shortens s to at most limit bytes, at a blank where one is near and never inside a character.
func Cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	s = s[:limit]
	if i := strings.LastIndexAny(s, " \n"); i > limit-40 && i > 0 {
		s = s[:i]
	}
	return s
}

// tidy reports whether s is plain already: most titles are, and need no copy.
func tidy(s string) bool {
	blank := true // at the start and after a blank
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '<' || c == '&' || c < ' ' || c == 0x7F:
			return false
		case c == ' ':
			if blank {
				return false
			}
			blank = true
		case c == 0xC2 || c == 0xE2 || c == 0xEF: // C1 controls, odd blanks, byte-order marks may begin here
			return false
		default:
			blank = false
		}
	}
	return (!blank || s == "") && utf8.ValidString(s)
}

// converter walks an HTML fragment once.
type converter struct {
	in       string
	out      writer
	cautious bool // only known elements are tags
	// What a search to the end of the input has shown not to follow; searching again would make the walk quadratic.
	noClose, noComment, oddQuotes bool
	noEnd                         map[string]bool
}

func convert(s string, cautious, lines bool) string {
	c := converter{in: s, cautious: cautious, out: writer{lines: lines}}
	c.out.b.Grow(len(s))
	c.walk()
	return c.out.String()
}

func (c *converter) walk() {
	for i := 0; i < len(c.in); {
		next := strings.IndexByte(c.in[i:], '<')
		if next < 0 {
			c.out.text(c.in[i:])
			return
		}
		c.out.text(c.in[i : i+next])
		i += next
		if n := c.markup(i); n > 0 {
			i += n
			continue
		}
		c.out.text("<")
		i++
	}
}

// markup reads what begins with the '<' at i and returns its length, or 0 if it is a character and no markup.
func (c *converter) markup(i int) int {
	rest := c.in[i:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		return c.comment(i)
	case strings.HasPrefix(rest, "<![CDATA["):
		return len("<![CDATA[")
	case len(rest) > 9 && strings.EqualFold(rest[:9], "<!doctype"), strings.HasPrefix(rest, "<?xml"):
		return c.tagLength(i, 2)
	}
	from := 1
	if strings.HasPrefix(rest, "</") {
		from = 2
	}
	name := tagName(rest[from:])
	if name == "" || !c.isTag(name, rest[from+len(name):]) {
		return 0
	}
	n := c.tagLength(i, from+len(name))
	if n == 0 {
		return 0
	}
	name = strings.ToLower(name)
	c.out.tag(name)
	if from == 1 && silent(name) && rest[n-2] != '/' {
		return n + c.skipElement(i+n, name)
	}
	return n
}

func (c *converter) isTag(name, after string) bool {
	if after != "" && !strings.ContainsRune(" \t\r\n/>", rune(after[0])) {
		return false
	}
	if strings.HasPrefix(after, "/") && !strings.HasPrefix(after, "/>") {
		return false
	}
	return !c.cautious || known(strings.ToLower(name))
}

func tagName(s string) string {
	i := 0
	for i < len(s) && i < 40 {
		ch := s[i]
		letter := 'a' <= ch && ch <= 'z' || 'A' <= ch && ch <= 'Z'
		if !letter && (i == 0 || !('0' <= ch && ch <= '9' || ch == '-' || ch == ':')) {
			break
		}
		i++
	}
	return s[:i]
}

// tagLength returns the length of the tag at i whose attributes begin at i+from, or 0 if it has no end.
func (c *converter) tagLength(i, from int) int {
	if c.noClose {
		return 0
	}
	if !c.oddQuotes {
		quote := byte(0)
		for j := i + from; j < len(c.in); j++ {
			switch ch := c.in[j]; {
			case quote != 0:
				if ch == quote {
					quote = 0
				}
			case (ch == '"' || ch == '\'') && c.in[j-1] == '=':
				quote = ch
			case ch == '>':
				return j + 1 - i
			}
		}
		c.oddQuotes = true
	}
	end := strings.IndexByte(c.in[i:], '>')
	if end < 0 {
		c.noClose = true
		return 0
	}
	return end + 1
}

func (c *converter) comment(i int) int {
	if !c.noComment {
		if end := strings.Index(c.in[i+4:], "-->"); end >= 0 {
			return end + 7
		}
		c.noComment = true
	}
	return c.tagLength(i, 4)
}

// skipElement returns how much to leave out up to the end tag of an element whose inside is not text.
func (c *converter) skipElement(i int, name string) int {
	if c.noEnd[name] {
		return 0
	}
	for j := i; ; {
		k := strings.Index(c.in[j:], "</")
		if k < 0 {
			break
		}
		j += k
		if len(c.in) >= j+2+len(name) && strings.EqualFold(c.in[j+2:j+2+len(name)], name) {
			return j - i
		}
		j += 2
	}
	if c.noEnd == nil {
		c.noEnd = make(map[string]bool)
	}
	c.noEnd[name] = true
	return 0
}
