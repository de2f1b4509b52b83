package discordtest

import (
	"html/template"
	"strconv"
	"time"
)

// html shows markdown as the reader understands it.
func html(markdown string) template.HTML {
	var r reader
	r.read(markdown)
	return template.HTML(r.page.String()) // the reader escapes all words
}

// open begins a link on the page.
func (r *reader) open(address string) {
	r.tag(`<a href="` + template.HTMLEscapeString(address) + `">`)
}

// bare is a link that shows its address.
func (r *reader) bare(address string) {
	r.links = append(r.links, address)
	r.open(address)
	r.say(address)
	r.tag("</a>")
}

// alive is what a client shows in place of a mention or an emoji.
func (r *reader) alive(written, shown string) {
	r.live = append(r.live, written)
	r.tag(`<span class="mention">`)
	r.say(shown)
	r.tag("</span>")
}

// tags returns what stands around emphasised words.
func tags(mark string) (start, stop string) {
	switch mark {
	case "**":
		return "<b>", "</b>"
	case "***":
		return "<b><i>", "</i></b>"
	case "*", "_":
		return "<i>", "</i>"
	case "__":
		return "<u>", "</u>"
	case "~~":
		return "<s>", "</s>"
	case "||":
		return `<span class="spoiler">`, "</span>"
	}
	return "<code>", "</code>"
}

// clock shows a timestamp as a British client in this machine's zone would; the style is one of Discord's letters.
func clock(seconds, style string) string {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n > 1<<42 || n < -1<<42 { // further than a client's calendar goes
		return "Invalid Date"
	}
	form := map[string]string{
		"t": "15:04", "T": "15:04:05", "d": "02/01/2006", "D": "2 January 2006", "F": "Monday 2 January 2006 15:04",
	}[style]
	if form == "" { // also for relative times, which would be wrong by the time somebody looks
		form = "2 January 2006 15:04"
	}
	return time.Unix(n, 0).Format(form)
}
