package discordtest

import (
	"html/template"
	"regexp"
	"strings"
	"unicode"
)

// Text is what a client makes of markdown.
type Text struct {
	Visible string // all words, in order, without characters of no width
	Links   []string
	Live    []string // mentions, timestamps and emoji, as written
}

// Read reads markdown as Discord's clients do: escapes, links in brackets, bare addresses, mentions, timestamps, emoji by
// name, emphasis, code, spoilers, headings, lists, quotes. What a client hides or replaces is missing from Visible.
func Read(s string) Text {
	var r reader
	r.read(s)
	visible := strings.Map(func(c rune) rune {
		if c == '\u200b' || c == '\u2060' || c == '\ufeff' {
			return -1
		}
		return c
	}, r.out.String())
	return Text{Visible: visible, Links: r.links, Live: r.live}
}

type reader struct {
	out   strings.Builder
	page  strings.Builder // the same as HTML
	links []string
	live  []string
}

func (r *reader) read(s string) {
	s = strings.ToValidUTF8(s, "\ufffd")
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		if m := fenceRule.FindStringSubmatch(s[i:]); m != nil {
			if i > 0 {
				r.lines(strings.TrimSuffix(s[:i], "\n"))
				r.out.WriteByte('\n')
			}
			r.tag("<pre>")
			r.say(m[1])
			r.tag("</pre>")
			if s = strings.TrimPrefix(s[i+len(m[0]):], "\n"); s != "" {
				r.out.WriteByte('\n')
				r.read(s)
			}
			return
		}
	}
	r.lines(s)
}

func (r *reader) lines(s string) {
	for i, l := range strings.Split(s, "\n") {
		if i > 0 {
			r.out.WriteByte('\n')
		}
		r.line(l)
	}
}

// say shows words, and tag only what the page needs around them.
func (r *reader) say(words string) {
	r.out.WriteString(words)
	r.page.WriteString(template.HTMLEscapeString(words))
}

func (r *reader) tag(html string) { r.page.WriteString(html) }

var (
	fenceRule     = regexp.MustCompile("^(?s)```(?:[A-Za-z0-9_+.#-]+\n)?\n*([^\n].*?)\n*```") // a block of code, literally
	blockRule     = regexp.MustCompile(`^ *(#{1,3} +|-# +|>>> |> |[-*] +|\d+\. +)`)
	autolinkRule  = regexp.MustCompile(`^https?://[^\s<]+[^<.,:;"'\]\s]`)
	angleRule     = regexp.MustCompile(`^<(https?://[^\s>]+)>`)
	mentionRule   = regexp.MustCompile(`^<(@!?\d+|@&\d+|#\d+|/[^:>]+:\d+|a?:\w+:\d+|id:\w+)>`)
	timestampRule = regexp.MustCompile(`^<t:(-?\d+)(:[tTdDfFR])?>`)
	emojiRule     = regexp.MustCompile(`^:[a-zA-Z0-9_+-]+:`)
	pingRule      = regexp.MustCompile(`^@(everyone|here)\b`)
	targetRule    = regexp.MustCompile(`^\(\s*(?:<([^<>\s]*)>|([^\s()<>]*))\s*\)`)
	escapable     = func(r rune) bool {
		return !unicode.IsSpace(r) && (r > 127 || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	}
)

// line reads a heading, a piece of a list or a quote, small print, or a line of nothing special.
func (r *reader) line(l string) {
	m := blockRule.FindString(l)
	mark := strings.TrimSpace(m)
	class := map[string]string{"#": "h1", "##": "h2", "###": "h3", "-#": "small", ">": "quote", ">>>": "quote"}[mark]
	r.tag(`<div class="l ` + class + `">`)
	if mark == "-" || mark == "*" {
		r.say("• ")
	}
	r.inline(l[len(m):], true)
	r.tag("</div>")
}

// inline reads a line; links are off inside the text of a link.
func (r *reader) inline(s string, links bool) {
	for s != "" {
		rest, ok := r.special(s, links)
		if !ok {
			c := []rune(s[:min(len(s), 8)])[0]
			r.say(string(c))
			rest = s[len(string(c)):]
		}
		s = rest
	}
}

// special reads one construct at the start of s.
func (r *reader) special(s string, links bool) (rest string, ok bool) {
	switch s[0] {
	case '\\':
		if c := []rune(s[1:min(len(s), 9)]); len(c) > 0 && escapable(c[0]) {
			r.say(string(c[0]))
			return s[1+len(string(c[0])):], true
		}
	case '[':
		if text, address, rest, ok := maskedLink(s); ok && links {
			r.links = append(r.links, address)
			r.open(address)
			r.inline(text, false)
			r.tag("</a>")
			return rest, true
		}
	case 'h':
		if m := autolinkRule.FindString(s); m != "" && links {
			r.bare(m)
			return s[len(m):], true
		}
	case '<':
		return r.angle(s, links)
	case '@':
		if m := pingRule.FindString(s); m != "" {
			r.alive(m, m)
			return s[len(m):], true
		}
	case ':':
		if m := emojiRule.FindString(s); m != "" {
			r.alive(m, "🙂")
			return s[len(m):], true
		}
	case '*', '_', '~', '|', '`':
		return r.emphasis(s, links)
	}
	return s, false
}

func (r *reader) angle(s string, links bool) (string, bool) {
	if m := timestampRule.FindStringSubmatch(s); m != nil {
		r.out.WriteString("⟨" + m[1] + "⟩") // each reader sees another time here
		r.tag(`<span class="time">` + clock(m[1], strings.TrimPrefix(m[2], ":")) + `</span>`)
		return s[len(m[0]):], true
	}
	if m := mentionRule.FindString(s); m != "" {
		r.alive(m, "@mention")
		return s[len(m):], true
	}
	if m := angleRule.FindStringSubmatch(s); m != nil && links {
		r.bare(m[1])
		return s[len(m[0]):], true
	}
	return s, false
}

// emphasis drops a pair of marks and reads what stands between them, except in code.
func (r *reader) emphasis(s string, links bool) (string, bool) {
	for _, mark := range []string{"```", "***", "**", "__", "~~", "||", "*", "_", "`"} {
		if !strings.HasPrefix(s, mark) {
			continue
		}
		end := closing(s[len(mark):], mark)
		if end <= 0 {
			continue
		}
		inner := s[len(mark) : len(mark)+end]
		start, stop := tags(mark)
		r.tag(start)
		if mark[0] == '`' {
			r.say(inner)
		} else {
			r.inline(inner, links)
		}
		r.tag(stop)
		return s[len(mark)+end+len(mark):], true
	}
	return s, false
}

// closing returns where the mark stands next without a backslash before it; 0 or less when nowhere.
func closing(s, mark string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && mark[0] != '`' {
			i++
			continue
		}
		if strings.HasPrefix(s[i:], mark) {
			return i
		}
	}
	return -1
}

// maskedLink reads [text](address). As in the parser that Discord's clients are built on, a backslash does not hide a bracket
// inside the text: it may hold pairs of brackets, and a closing one only when another follows before any opening one.
func maskedLink(s string) (text, address, rest string, ok bool) {
	i := 1
	best := -1
	for i < len(s) {
		switch s[i] {
		case '[':
			end := strings.IndexByte(s[i+1:], ']')
			if end < 0 {
				i = len(s)
				continue
			}
			i += end + 2
			continue
		case ']':
			if targetRule.MatchString(s[i+1:]) {
				best = i // the parser is greedy: the last fit counts
			}
			next := strings.IndexAny(s[i+1:], "[]")
			if next < 0 || s[i+1+next] == '[' {
				i = len(s)
				continue
			}
		}
		i++
	}
	if best < 0 {
		return "", "", "", false
	}
	m := targetRule.FindStringSubmatch(s[best+1:])
	address = m[1] + m[2]
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return "", "", "", false
	}
	text = s[1:best]
	if autolinkRule.MatchString(text) || strings.Contains(text, "://") {
		return "", "", "", false // clients refuse a text that looks like an address
	}
	return text, address, s[best+1+len(m[0]):], true
}
