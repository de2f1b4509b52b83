package slacktest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// reader turns Slack's markup into what a person in a time zone sees.
type reader struct {
	zone *time.Location
	now  time.Time
}

// emoji stands for any picture that a code such as :tada: became.
const emoji = "\u25a2"

var (
	emojiCode = regexp.MustCompile(`:[a-z0-9_+'-]+:`)
	angles    = regexp.MustCompile(`<([^<>\n]+)>`)
	bareLink  = regexp.MustCompile(`https?://[^\s<>|]+`)
	styles    = []struct {
		marked *regexp.Regexp
		set    func(*span)
	}{
		{regexp.MustCompile("(^|[^`])`([^`\n]+)`"), func(s *span) { s.code = true }},
		{regexp.MustCompile(`(^|[\s(>"'_~])\*([^*\s][^*\n]*?)\*`), func(s *span) { s.bold = true }},
		{regexp.MustCompile(`(^|[\s(>"'*~])_([^_\s][^_\n]*?)_`), func(s *span) { s.italic = true }},
		{regexp.MustCompile(`(^|[\s(>"'*_])~([^~\s][^~\n]*?)~`), func(s *span) { s.strike = true }},
	}
)

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// text reads mrkdwn. Bare means that styles and emoji are off, as with mrkdwn=false; what stands in angle brackets is
// live even then.
func (r *reader) text(t textObject, bare bool) []span {
	var out []span
	rest := t.Text
	for rest != "" {
		at := angles.FindStringIndex(rest)
		if at == nil {
			return append(out, r.words(rest, t.Verbatim, bare)...)
		}
		if at[0] > 0 {
			out = append(out, r.words(rest[:at[0]], t.Verbatim, bare)...)
		}
		out = append(out, r.special(rest[at[0]+1:at[1]-1]))
		rest = rest[at[1]:]
	}
	return out
}

// special reads what stood in angle brackets.
func (r *reader) special(s string) span {
	target, label, labelled := strings.Cut(s, "|")
	switch {
	case strings.HasPrefix(target, "!date^"):
		return r.date(target, label)
	case strings.HasPrefix(target, "!subteam^"), strings.HasPrefix(target, "@"):
		return span{text: "@" + strings.TrimLeft(target, "@!"), ping: true}
	case target == "!channel", target == "!here", target == "!everyone", target == "!group":
		return span{text: "@" + target[1:], ping: true}
	case strings.HasPrefix(target, "#"):
		return span{text: "#" + label}
	case strings.HasPrefix(target, "http://"), strings.HasPrefix(target, "https://"), strings.HasPrefix(target, "mailto:"):
		if !labelled {
			label = target
		}
		return span{text: unescape(label), link: unescape(target)}
	}
	return span{text: unescape("<" + s + ">")}
}

// date reads <!date^seconds^format^link|fallback>.
func (r *reader) date(target, fallback string) span {
	fields := strings.Split(target, "^")
	seconds, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil || len(fields) < 3 {
		return span{text: fallback}
	}
	at := time.Unix(seconds, 0).In(r.zone)
	day := at.Format("Jan 2, 2006")
	pretty := day
	switch today := r.now.In(r.zone); day {
	case today.Format("Jan 2, 2006"):
		pretty = "today"
	case today.AddDate(0, 0, -1).Format("Jan 2, 2006"):
		pretty = "yesterday"
	}
	text := strings.NewReplacer("{date_num}", at.Format("2006-01-02"), "{date_short_pretty}", pretty, "{date_short}", day,
		"{date_pretty}", pretty, "{date}", at.Format("January 2, 2006"), "{time}", at.Format("3:04 PM"),
		"{time_secs}", at.Format("3:04:05 PM")).Replace(fields[2])
	if text != "" {
		text = strings.ToUpper(text[:1]) + text[1:]
	}
	sp := span{text: text}
	if len(fields) > 3 {
		sp.link = fields[3]
	}
	return sp
}

// words reads text without angle brackets: styles, emoji codes and bare addresses, then the three escapes.
func (r *reader) words(s string, verbatim, bare bool) []span {
	if bare {
		return []span{{text: unescape(s)}}
	}
	s = emojiCode.ReplaceAllString(s, emoji)
	for _, style := range styles {
		if m := style.marked.FindStringSubmatchIndex(s); m != nil {
			inner := span{text: unescape(s[m[4]:m[5]])}
			style.set(&inner)
			out := r.words(s[:m[4]-1], verbatim, false)
			return append(append(out, inner), r.words(s[m[1]:], verbatim, false)...)
		}
	}
	if at := bareLink.FindStringIndex(s); at != nil && !verbatim {
		link := span{text: unescape(s[at[0]:at[1]]), link: unescape(s[at[0]:at[1]])}
		return append(append(r.words(s[:at[0]], false, false), link), r.words(s[at[1]:], false, false)...)
	}
	if s == "" {
		return nil
	}
	return []span{{text: unescape(s)}}
}
