package discord

import (
	"slices"
	"strings"

	"briefbot/bot"
)

// Split cuts a message into parts that each fit Discord's limits. See bot.Renderer. Image and buttons go with the first
// part, the footer with the last; a section that is cut says its heading again. A headline longer than 400 characters is
// shortened; a plain line or a lead of any length is continued.
func (a *Adapter) Split(m bot.Message) []bot.Message { return split(m) }

func split(m bot.Message) []bot.Message {
	m = trim(m.Clean())
	leads := pieces(m.Lead, maxPlain)
	p := packer{frame: m}
	p.open(m.Title, leads[0])
	p.part.Image, p.part.File, p.part.Actions, p.part.Tags = m.Image, m.File, m.Actions, m.Tags
	p.room -= furniture(m)
	if m.File != nil {
		p.text -= bot.Length(escape(m.File.Instead)) // it may not be taken
	}
	if m.Image != nil {
		p.text -= bot.Length(drawing(*m.Image)) // even when it is not in words: it may have to be
	}
	for _, lead := range leads[1:] {
		p.open("", lead)
	}
	for _, s := range m.Sections {
		p.section(s)
	}
	p.footer(m.Footer)
	return p.done
}

// between is the most characters that stand between two lines.
const between = 2

// packer fills one part after the other.
type packer struct {
	frame bot.Message // what every part has: thread and language
	done  []bot.Message
	part  *bot.Message // the last of done
	text  int          // characters left in it
	room  int          // components left in it
}

// open begins a new part.
func (p *packer) open(title, lead string) {
	p.done = append(p.done, bot.Message{Title: title, Lead: lead, Thread: p.frame.Thread, Language: p.frame.Language, Private: p.frame.Private})
	p.part = &p.done[len(p.done)-1]
	p.text = maxText - bot.Length(head(title, lead))
	p.room = maxComponents - 2 // container and head
}

// section puts a section into the current part and, where it ends, into the next.
func (p *packer) section(s bot.Section) {
	cost := bot.Length(heading(s.Heading)) + 1
	if len(s.Lines) > 0 {
		cost += bot.Length(line(s.Lines[0])) + between
	}
	if p.room < 2 || p.text < cost {
		p.open("", "")
	}
	p.begin(s.Heading)
	for _, l := range s.Lines {
		cost := bot.Length(line(l)) + between
		menu := menuFor(*p.last(), l)
		if p.text < cost || p.room < menu {
			p.open("", "")
			p.begin(s.Heading)
			menu = menuFor(*p.last(), l)
		}
		p.room -= menu
		last := p.last()
		last.Lines = append(last.Lines, l)
		p.text -= cost
	}
}

// last is the section that is being filled.
func (p *packer) last() *bot.Section { return &p.part.Sections[len(p.part.Sections)-1] }

// menuFor counts the components that a line adds to a section because it can be acted on.
func menuFor(s bot.Section, l bot.Line) int {
	if len(l.Actions) == 0 || choosable(s) {
		return 0
	}
	return menuRoom
}

func (p *packer) begin(h string) {
	p.part.Sections = append(p.part.Sections, bot.Section{Heading: h})
	p.text -= bot.Length(heading(h)) + 1
	p.room -= 2 // separator and text
}

func (p *packer) footer(s string) {
	if s == "" {
		return
	}
	cost := bot.Length(footer(s)) + 1
	if p.text < cost || p.room < footerRoom {
		p.open("", "")
	}
	p.part.Footer = s
}

// footerRoom counts the components of a footer: separator and text.
const footerRoom = 2

// furniture counts the components of image, buttons and footer.
func furniture(m bot.Message) int {
	n := footerRoom
	if m.Image != nil || m.File != nil {
		n++
	}
	if len(m.Actions) > 0 {
		n += 1 + min(len(m.Actions), 5)
	}
	return n
}

// trim shortens what has its own limit, drops what says nothing and turns addresses that no button holds into lines.
func trim(m bot.Message) bot.Message {
	m.Title, m.Footer, m.Thread = bot.Cut(m.Title, maxTitle), bot.Cut(m.Footer, maxTitle), bot.Cut(m.Thread, maxTitle)
	sections := make([]bot.Section, 0, len(m.Sections))
	for _, s := range m.Sections {
		s = bot.Section{Heading: bot.Cut(s.Heading, maxTitle), Lines: lines(s.Lines)}
		if s.Heading != "" || len(s.Lines) > 0 {
			sections = append(sections, s)
		}
	}
	var actions []bot.Action
	var rest []bot.Line
	for _, act := range m.Actions[:min(len(m.Actions), 5)] {
		if bot.Length(act.URL) > maxURL {
			rest = append(rest, bot.Line{Text: bot.Cut(act.Label, maxLinked), URL: act.URL})
			continue
		}
		actions = append(actions, act)
	}
	if len(rest) > 0 {
		sections = append(sections, bot.Section{Lines: rest})
	}
	m.Sections, m.Actions = sections, actions
	return m
}

func lines(in []bot.Line) []bot.Line {
	var out []bot.Line
	for _, l := range in {
		l.Note = bot.Cut(l.Note, maxNote)
		switch {
		case l.Text == "" && l.Note == "" && l.URL == "" && l.At.IsZero():
		case l.URL != "":
			l.Text = bot.Cut(l.Text, maxLinked)
			out = append(out, l)
		default:
			parts := pieces(l.Text, maxPlain)
			for _, text := range parts[:len(parts)-1] {
				out = append(out, bot.Line{Text: text})
			}
			l.Text = parts[len(parts)-1]
			out = append(out, l)
		}
	}
	return out
}

// pieces cuts a text into pieces of at most limit, at spaces where there are some. There is at least one piece.
func pieces(s string, limit int) []string {
	var out []string
	begin, end, space, n := 0, 0, 0, 0
	flush := func(at int) {
		out = append(out, strings.TrimSpace(s[begin:at]))
		begin, space, n = at, 0, bot.Length(s[at:end])
	}
	for _, c := range characters(s) {
		size := bot.Length(c)
		if n+size > limit {
			if space > begin+(end-begin)/2 {
				flush(space)
			} else {
				flush(end)
			}
		}
		end, n = end+len(c), n+size
		if strings.TrimSpace(c) == "" {
			space = end
		}
	}
	return append(out, strings.TrimSpace(s[begin:]))
}

// characters is bot.Characters with what no reader takes for one character, such as a letter under a hundred accents, in
// runes.
func characters(s string) []string {
	out := bot.Characters(s)
	for i := 0; i < len(out); i++ {
		if c := out[i]; len(c) > 256 {
			out = slices.Replace(out, i, i+1, strings.Split(c, "")...)
		}
	}
	return out
}
