package bot

import (
	"slices"
	"strings"
	"time"
)

// Message is what the bot says, without any platform's markup: everything in it is plain text, and adapters
// escape it. A field that is empty is not shown.
type Message struct {
	Title    string    // one line
	Lead     string    // a short paragraph under the title
	Sections []Section // in order
	Image    *Image
	File     *File    // of an answer; not together with an image
	Actions  []Action // at most MaxActions are shown
	Form     *Form    // asked for in a dialogue in the place of the message, where the platform can open one; the message says how to type it
	Footer   string   // one quiet line
	Private  bool     // only the asker sees it; of no effect on Post
	Thread   string   // what its thread is called, on platforms that name threads; of a reply: the thread that it is in
	Tags     []string // names of what it is about, most important first, for channels that sort messages by tags of their own
	Refs     []string // ids of the facts that the message cites, for programs; not shown
	Language string   // "en", "fr" or "zh": what the words are in; adapters may need a full sentence of their own
}

// Section is a part of a message under an optional heading.
type Section struct {
	Heading string
	Lines   []Line
}

// Line is one item: a text that may link somewhere, with a quieter note.
type Line struct {
	Text string
	URL  string    // http or https; anything else is shown without a link
	Note string    // for example outlets and counts
	At   time.Time // shown after the note, in the reader's own zone where the platform can, else in At's location
	Sub  bool      // belongs to the line before it, and is quieter: of no use without a text and an address
	Ref  string    // id of the article that it shows, for programs; not shown

	// Actions are what may be done about this line alone: at most MaxActions, without URLs. Where a platform has no room for
	// buttons between lines, they are one menu at the end of the section.
	Actions []Action `json:",omitempty"`
}

// Image is a picture that belongs to a message. Where it cannot be shown, Drawing and Alt stand in its place.
type Image struct {
	Name    string // file name with ending
	Alt     string // what it shows, in words: for screen readers and where files cannot be posted
	PNG     []byte
	Drawing string // the same in characters of one width, a few lines; shown only where the picture is not
}

// MaxActions is how many buttons a message shows at most: the width of a row on Discord.
const MaxActions = 5

// MaxActionLine is the most bytes the line of an action may have: a Discord button carries no more.
const MaxActionLine = 80

// Action is a button. Pressing it does as if the presser had typed Line, or opens URL.
type Action struct {
	Label  string
	Line   string // a command line as typed after "/brief", such as "share alibaba 2024q4"; at most MaxActionLine bytes
	URL    string // instead of Line: opens a page
	Public bool   // the answer goes to the channel, for all to see
}

// Plain returns the message as text without markup, one line a paragraph: what a screen reader, a push notice or a log shows.
func (m Message) Plain() string {
	var b strings.Builder
	add := func(parts ...string) {
		first := true
		for _, p := range parts {
			if p == "" {
				continue
			}
			if first && b.Len() > 0 {
				b.WriteByte('\n')
			} else if !first {
				b.WriteString(" · ")
			}
			first = false
			b.WriteString(p)
		}
	}
	add(m.Title)
	add(m.Lead)
	for _, s := range m.Sections {
		add(s.Heading)
		for _, l := range s.Lines {
			add(l.Text, l.Note, l.Clock(), l.URL)
		}
	}
	if m.Image != nil {
		add(m.Image.Alt)
	}
	add(m.Footer)
	return b.String()
}

// Clock returns At as date and time in its own location, in digits that every language reads; empty without At.
func (l Line) Clock() string {
	if l.At.IsZero() {
		return ""
	}
	return l.At.Format("2006-01-02 15:04")
}

// Clean returns the message as it can be shown: every text made safe (see the function Clean), every address that is not
// http or https removed, and without lines, sections and buttons that would show nothing. Adapters call it first, in one
// place, for whatever they send.
func (m Message) Clean() Message {
	m.Title, m.Lead, m.Footer = CleanLine(m.Title), Clean(m.Lead), CleanLine(m.Footer)
	m.Thread = CleanLine(m.Thread)
	var sections []Section
	for _, s := range m.Sections {
		if s = s.clean(); s.Heading != "" || len(s.Lines) > 0 {
			sections = append(sections, s)
		}
	}
	m.Sections = sections
	if m.Image != nil {
		image := *m.Image
		image.Name, image.Alt, image.Drawing = CleanLine(image.Name), CleanLine(image.Alt), cleanDrawing(image.Drawing)
		m.Image = &image
	}
	m.Actions = cleanActions(m.Actions)
	return m
}

// cleanActions returns those that do something, at most MaxActions.
func cleanActions(all []Action) []Action {
	var out []Action
	for _, a := range all {
		if a = a.clean(); a.Label != "" && (a.URL != "" || a.Line != "") && len(out) < MaxActions {
			out = append(out, a)
		}
	}
	return out
}

func (s Section) clean() Section {
	out := Section{Heading: CleanLine(s.Heading)}
	for _, l := range s.Lines {
		l.Text, l.URL, l.Note = CleanLine(l.Text), SafeURL(l.URL), CleanLine(l.Note)
		if l.Text == "" { // a link needs words, and a note something to be quieter than
			l.Text = l.URL
		}
		if l.Text == "" {
			l.Text, l.Note = l.Note, ""
		}
		if l.Text != "" {
			l.Actions = slices.DeleteFunc(cleanActions(l.Actions), func(a Action) bool { return a.Line == "" })
			out.Lines = append(out.Lines, l)
		}
	}
	return out
}

// clean leaves the action with a safe URL or a line, not both.
func (a Action) clean() Action {
	a.Label, a.URL, a.Line = CleanLine(a.Label), SafeURL(a.URL), Clean(a.Line)
	if a.URL != "" || len(a.Line) > MaxActionLine {
		a.Line = ""
	}
	return a
}
