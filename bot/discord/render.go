package discord

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path"
	"strings"

	"briefbot/bot"
)

// Discord allows 4,000 characters in all text displays and 40 components, nested ones counted; 5 % are kept in reserve.
const (
	maxText       = 3800
	maxComponents = 38
	accent        = 0x2f6fde
)

// The most characters of each text, before escaping, which at worst doubles it.
const (
	maxTitle  = 240
	maxNote   = 200
	maxLinked = 400
	maxPlain  = 1200
	maxLabel  = 76 // Discord: 80
	maxURL    = 512
)

// lead, heading and the others are the markdown of each part of a message; empty for what is not there.

func head(title, lead string) string {
	var parts []string
	if title != "" {
		parts = append(parts, "## "+escape(title))
	}
	if lead != "" {
		parts = append(parts, escape(lead))
	}
	return strings.Join(parts, "\n")
}

func heading(s string) string {
	if s == "" {
		return ""
	}
	return "**" + escape(s) + "**"
}

func footer(s string) string {
	if s == "" {
		return ""
	}
	return "-# " + escape(s)
}

// below is a line that belongs to the one before it.
func below(l bot.Line) string {
	l.Sub = false
	return "-# ↳ " + strings.ReplaceAll(strings.ReplaceAll(line(l), "\n-# ", " · "), "\n", " ")
}

// line is a headline with its quieter note and local time below.
func line(l bot.Line) string {
	if l.Sub {
		return below(l)
	}
	text := escape(l.Text)
	if l.URL != "" {
		text = link(l.Text, l.URL)
	}
	var quiet []string
	if l.Note != "" {
		quiet = append(quiet, escape(l.Note))
	}
	if !l.At.IsZero() {
		quiet = append(quiet, fmt.Sprintf("<t:%d:f>", l.At.Unix()))
	}
	if len(quiet) == 0 {
		return text
	}
	return strings.TrimPrefix(text+"\n-# "+strings.Join(quiet, " · "), "\n")
}

// render writes a message that Split has made fit.
func render(m bot.Message, key string) (payload, error) {
	var inside []component
	text := func(s string) {
		if s != "" {
			inside = append(inside, component{Type: typeText, Content: s})
		}
	}
	apart := func(divider bool) {
		if len(inside) > 0 {
			inside = append(inside, component{Type: typeSeparator, Divider: &divider, Spacing: 1})
		}
	}
	text(head(m.Title, m.Lead))
	for i, blocks := range spread(m.Sections, maxComponents-2-furniture(m)) {
		apart(true)
		for _, b := range blocks {
			text(b)
		}
		if row, ok := menu(m.Sections[i], i); ok {
			inside = append(inside, row)
		}
	}
	p := payload{Flags: flagComponents | flagNoEmbeds}
	switch {
	case m.File != nil && len(m.File.Content) > 0:
		inside = append(inside, component{Type: typeFile, File: &media{"attachment://" + p.attachFile(*m.File, path.Ext(m.File.Name))}})
	case m.File != nil:
		text(escape(m.File.Instead))
	case m.Image == nil:
	case len(m.Image.PNG) > 0:
		p.attach(*m.Image)
		inside = append(inside, component{Type: typeGallery, Items: []item{{
			Media: media{"attachment://" + p.Attachments[0].Filename}, Description: p.Attachments[0].Description}}})
	default:
		text(drawing(*m.Image))
	}
	if m.Footer != "" {
		apart(false) // or it reads as the note of the last line
		text(footer(m.Footer))
	}
	if row := buttons(m.Actions); len(row) > 0 {
		inside = append(inside, component{Type: typeRow, Components: row})
	}
	if len(inside) == 0 {
		return payload{}, errEmpty
	}
	p.Components = []component{{Type: typeContainer, Accent: accent, Components: inside}}
	if key != "" {
		p.mark(key)
	}
	return p, nil
}

// spread returns the texts of each section. Clients leave some air between text displays, so each story gets one of its own,
// as long as the room, in components, is enough for all of them. Else each section is one text, with empty lines between the
// stories.
func spread(sections []bot.Section, room int) [][]string {
	out, need := make([][]string, len(sections)), 0
	for i, s := range sections {
		out[i] = blocks(s)
		need += 1 + len(out[i]) // with the separator
		if choosable(s) {
			need += menuRoom
		}
	}
	if need > room {
		for i, b := range out {
			out[i] = []string{strings.Join(b, "\n\n")}
		}
	}
	return out
}

// blocks returns what belongs together in a section: a line with its note below stands by itself, lines of only a text stay
// together, and the heading stays with what comes first.
func blocks(s bot.Section) []string {
	var out []string
	before := heading(s.Heading) // what the next line is joined to; empty after a note
	flush := func() {
		if before != "" {
			out = append(out, before)
		}
		before = ""
	}
	for i, l := range s.Lines {
		if l.Sub && before == "" && len(out) > 0 {
			out[len(out)-1] += "\n" + below(l)
			continue
		}
		text := line(l)
		noted := strings.Contains(text, "\n")
		if noted && i > 0 {
			flush()
		}
		before = strings.TrimPrefix(before+"\n"+text, "\n")
		if noted {
			flush()
		}
	}
	flush()
	return out
}

// buttons returns at most five. Each custom id holds the position, since ids must differ within a message.
func buttons(actions []bot.Action) []component {
	var out []component
	for i, a := range actions[:min(len(actions), 5)] {
		b := component{Type: typeButton, Style: stylePlain, Label: bot.Cut(a.Label, maxLabel)}
		if a.URL != "" {
			b.Style, b.URL = styleLink, a.URL
		} else {
			b.CustomID = press{public: a.Public, line: a.Line}.id(i)
		}
		out = append(out, b)
	}
	return out
}

// press is what a button's custom id says.
type press struct {
	public bool
	line   string
}

// id is at most 5 + bot.MaxActionLine bytes; Discord allows 100 characters.
func (p press) id(position int) string {
	who := "e"
	if p.public {
		who = "p"
	}
	return fmt.Sprintf("b%d%s:%s", position, who, p.line)
}

func parsePress(id string) (press, bool) {
	first, line, ok := strings.Cut(id, ":")
	if !ok || len(first) != 3 || first[0] != 'b' || first[2] != 'e' && first[2] != 'p' {
		return press{}, false
	}
	return press{public: first[2] == 'p', line: line}, true
}

func (p *payload) attach(image bot.Image) {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return -1
	}, strings.TrimSuffix(image.Name, ".png"))
	name = or(name[:min(len(name), 60)], "image") + ".png"
	p.image = image.PNG
	p.Attachments = []attachment{{ID: "0", Filename: name, Description: bot.Cut(image.Alt, 900)}}
}

// mark gives the message its key: as the nonce, which Discord compares for a few minutes, and in the ids of the first two
// components, which stay with the message and are read back. 60 bits of its hash tell one key from another.
func (p *payload) mark(key string) {
	p.Nonce, p.EnforceNonce = key, true
	p.Components[0].ID, p.Components[0].Components[0].ID = marks(key)
}

// marks returns two different ids in [2³⁰, 2³¹), far above those that Discord counts out by itself.
func marks(key string) (first, second int) {
	sum := sha256.Sum256([]byte("briefbot " + key))
	first = int(binary.BigEndian.Uint32(sum[:])>>2) | 1<<30
	second = int(binary.BigEndian.Uint32(sum[4:])>>2) | 1<<30
	if first == second {
		second ^= 1
	}
	return first, second
}
