package discord

import (
	"net/url"
	"strings"
	"unicode"

	"briefbot/bot"
)

// gap shows nothing, but keeps what stands on both sides from being read as one thing.
const gap = "\u200b"

// escape returns markdown that shows the clean text to the letter: no emphasis, heading, list, quote, code, spoiler, link,
// bare address, mention, timestamp or emoji.
//
// Discord lets any punctuation be escaped with a backslash. Addresses and "@everyone" are looked for by their letters
// alone, some of it on the server, so those are broken with a character of no width as well.
func escape(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/4)
	runes := []rune(s)
	start := true // at the start of a line, where lists, headings and quotes begin
	for i, r := range runes {
		if special(r, runes, i, start) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		if broken(runes, i) {
			b.WriteString(gap)
		}
		start = r == '\n' || start && unicode.IsDigit(r)
	}
	return b.String()
}

func special(r rune, runes []rune, i int, start bool) bool {
	switch r {
	case '\\', '*', '_', '~', '|', '`', '<', '>', '[', ']', '@':
		return true
	case '#', '-', '+', '.', ')':
		return start
	case '(':
		return i > 0 && runes[i-1] == ']'
	case ':':
		return i+1 < len(runes) && !unicode.IsSpace(runes[i+1])
	}
	return false
}

// broken reports whether a gap must follow the rune at i: inside "://", "@everyone" and "@here".
func broken(runes []rune, i int) bool {
	rest := runes[i+1 : min(len(runes), i+9)]
	switch runes[i] {
	case ':':
		return strings.HasPrefix(string(rest), "//")
	case '@':
		word := strings.ToLower(string(rest))
		return strings.HasPrefix(word, "everyone") || strings.HasPrefix(word, "here")
	}
	return false
}

// maxLink is the longest address, in characters, that is worth its room in a message.
const maxLink = 1500

// link returns markdown for a clean text that leads to a safe address. Clients do not agree on how escaped brackets inside
// a link's text are read, so a text with brackets stands in front of its link.
func link(text, address string) string {
	target := target(address)
	switch {
	case target == "":
		return escape(text)
	case text == "":
		return "[" + escape(host(address)) + "](<" + target + ">)"
	case strings.ContainsAny(text, "[]"):
		return escape(text) + " [↗](<" + target + ">)"
	}
	return "[" + escape(text) + "](<" + target + ">)"
}

// target returns the address as it may stand between "(<" and ">)"; empty when it is too long.
func target(address string) string {
	address = strings.NewReplacer("[", "%5B", "]", "%5D").Replace(address)
	for _, word := range []string{"@everyone", "@here"} {
		address = strings.ReplaceAll(address, word, "%40"+word[1:])
	}
	if bot.Length(address) > maxLink {
		return ""
	}
	return address
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "link"
	}
	return bot.Cut(bot.CleanLine(u.Hostname()), 100)
}
