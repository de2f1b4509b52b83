package console

import (
	"fmt"
	"strings"
	"time"

	"briefbot/bot"
)

// look is how a text appears where there is colour.
type look int

const (
	plain look = iota
	bold
	dim
	button1 // a button's number
)

// sgr are the terminal's codes of the looks (ECMA-48, select graphic rendition).
var sgr = [...]string{plain: "", bold: "\x1b[1m", dim: "\x1b[2m", button1: "\x1b[36m"}

// page sets messages as lines of text.
type page struct {
	strings.Builder
	color  bool
	links  bool // the terminal makes addresses clickable, so they need not be shown
	width  int
	indent string
	zone   *time.Location
	now    time.Time
}

func (a *Adapter) page(color bool) *page {
	w := a.o.Width
	if w <= 0 {
		w = a.tt.columns()
	}
	return &page{color: color, links: color && a.clickable(), width: w, zone: a.o.Zone, now: a.o.Now()}
}

// style gives a text its look and, where there is colour, its link.
func (p *page) style(l look, s, url string) string {
	if !p.color || s == "" {
		return s
	}
	if url != "" && p.links {
		s = "\x1b]8;;" + ascii(url) + "\x1b\\" + s + "\x1b]8;;\x1b\\"
	}
	if l == plain {
		return s
	}
	return sgr[l] + s + "\x1b[0m"
}

// ascii escapes what may not stand in a hyperlink sequence.
func ascii(url string) string {
	var b strings.Builder
	for _, c := range []byte(url) {
		if c <= ' ' || c > '~' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// para sets paragraphs; the lines after the first of each are set under the end of lead.
func (p *page) para(l look, lead, text string) { p.linked(l, lead, text, "") }

func (p *page) linked(l look, lead, text, url string) {
	if text == "" {
		return
	}
	hang := strings.Repeat(" ", columns(lead))
	for _, paragraph := range strings.Split(text, "\n") {
		for _, line := range wrap(paragraph, p.width-len(p.indent)-len(hang)) {
			if line != "" {
				p.WriteString(p.indent + lead + p.style(l, line, url))
			}
			p.WriteByte('\n')
			lead = hang
		}
	}
}

// blank sets an empty line between blocks.
func (p *page) blank() {
	if p.Len() > 0 && !strings.HasSuffix(p.String(), "\n\n") {
		p.WriteByte('\n')
	}
}

// marker sets the line above a thread's replies.
func (p *page) marker(word, name string) {
	if word != "" && name != "" && !strings.HasSuffix(word, "：") { // the Chinese colon is as wide as two characters
		word += " "
	}
	word += name
	p.para(dim, "└ ", word)
	if word == "" {
		p.WriteString("└\n")
	}
}

// message sets a clean message. The function number says which number presses a button.
func (p *page) message(m bot.Message, number func(bot.Action) int) {
	body := p.Len()
	p.para(bold, "", m.Title)
	p.para(plain, "", m.Lead)
	for i, section := range m.Sections {
		untitled := section.Heading == ""
		if p.Len() > body && (!untitled || len(section.Lines) > 0) && !(i == 0 && untitled && m.Lead == "") {
			p.blank()
		}
		p.para(bold, "", section.Heading)
		p.lines(section, number)
	}
	p.picture(m.Image)
	p.file(m.File)
	if m.Footer != "" && p.Len() > body {
		p.blank()
	}
	p.para(dim, "", m.Footer)
	p.actions(m.Actions, number)
}

// file sets a file line by line, as it would be saved.
func (p *page) file(f *bot.File) {
	if f == nil {
		return
	}
	p.blank()
	p.para(dim, "▤ ", f.Name)
	for _, line := range strings.Split(strings.TrimRight(string(f.Content), "\n"), "\n") {
		p.WriteString(p.indent + bot.Clean(line) + "\n")
	}
}

// picture sets the drawing that stands for a picture, each of its lines on one, and its words.
func (p *page) picture(image *bot.Image) {
	if image == nil {
		return
	}
	if image.Drawing != "" {
		p.blank()
		for _, line := range strings.Split(image.Drawing, "\n") {
			p.WriteString(p.indent + cutColumns(line, p.width-len(p.indent)) + "\n")
		}
	}
	p.para(dim, "▣ ", image.Alt)
}

// lines sets the lines of a section. Where several have links, these are set apart: by numbers, so that people can speak of
// them, or under a heading by dots.
func (p *page) lines(s bot.Section, number func(bot.Action) int) {
	links, n := 0, 0
	for _, l := range s.Lines {
		if l.URL != "" && !l.Sub {
			links++
		}
	}
	for _, l := range s.Lines {
		lead := ""
		switch {
		case l.Sub:
			lead = strings.Repeat(" ", max(2, len(fmt.Sprint(links))+2)) + "↳ "
		case l.URL == "" || links < 2:
		case s.Heading != "":
			lead = "• "
		default:
			n++
			lead = fmt.Sprintf("%*d. ", len(fmt.Sprint(links)), n)
		}
		p.line(lead, l)
		p.beside(l.Actions, number)
	}
}

// beside sets the buttons of one line in a row under it.
func (p *page) beside(actions []bot.Action, number func(bot.Action) int) {
	row := ""
	flush := func() {
		if row != "" {
			p.WriteString(p.indent + "  " + row + "\n")
		}
		row = ""
	}
	width := 0
	for _, a := range actions {
		num := fmt.Sprintf("[%d] ", number(a))
		size := len(num) + columns(a.Label) + 2
		if row != "" && len(p.indent)+2+width+size > p.width {
			flush()
		}
		if row == "" {
			width = 0
		} else {
			row += "  "
		}
		row, width = row+p.style(button1, num, "")+a.Label, width+size
	}
	flush()
}

// line sets one line of a section: with a link, its note stands under it; without, beside it where there is room.
func (p *page) line(lead string, l bot.Line) {
	var quiet []string
	for _, s := range []string{l.Note, p.clock(l.At)} {
		if s != "" {
			quiet = append(quiet, s)
		}
	}
	note, hang := strings.Join(quiet, " · "), "  "
	if lead != "" {
		hang = strings.Repeat(" ", columns(lead))
	}
	if l.URL == "" && note != "" && len(p.indent)+columns(lead+l.Text+note)+2 <= p.width && l.Text != "" {
		p.WriteString(p.indent + lead + l.Text + "  " + p.style(dim, note, "") + "\n")
		return
	}
	if l.Text == "" {
		l.Text = l.URL
	}
	p.linked(plain, lead, l.Text, l.URL)
	p.quiet(hang, note)
	if l.URL != "" && !p.links && l.Text != l.URL {
		p.address(hang, l.URL)
	}
}

// quiet sets what stands under a line. Where it takes several lines they end between its parts, if they can.
func (p *page) quiet(lead, note string) {
	const between = " · "
	line := ""
	for _, part := range strings.Split(note, between) {
		joined := part
		if line != "" {
			joined = line + between + part
		}
		if line != "" && len(p.indent)+columns(lead+joined) > p.width {
			p.para(dim, lead, line)
			joined = part
		}
		line = joined
	}
	p.para(dim, lead, line)
}

// address sets an address on a line of its own, never broken, so that it can be copied.
func (p *page) address(lead, url string) {
	p.WriteString(p.indent + lead + p.style(dim, url, "") + "\n")
}

// clock returns a line's time for the reader: the hour alone when it is of today.
func (p *page) clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if p.zone != nil {
		t = t.In(p.zone)
	}
	if t.Format(time.DateOnly) == p.now.In(t.Location()).Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("2006-01-02 15:04")
}

// actions sets the buttons: a number to type, or an address.
func (p *page) actions(actions []bot.Action, number func(bot.Action) int) {
	for _, a := range actions[:min(len(actions), 5)] {
		switch {
		case a.URL == "":
			num := fmt.Sprintf("[%d] ", number(a))
			text := wrap(a.Label, p.width-len(p.indent)-len(num))
			for i, s := range text {
				if i == 0 {
					p.WriteString(p.indent + p.style(button1, num, "") + s + "\n")
				} else {
					p.WriteString(p.indent + strings.Repeat(" ", len(num)) + s + "\n")
				}
			}
		case p.links:
			p.linked(plain, "→ ", a.Label, a.URL)
		default:
			p.para(plain, "→ ", a.Label)
			p.address("  ", a.URL)
		}
	}
}
