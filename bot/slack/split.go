package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// Split implements bot.Renderer. The buttons and the picture stay with the first part, the footer ends the last one, and a
// section that goes on in the next part repeats its heading. A single text longer than its place is cut, with an ellipsis.
func (a *Adapter) Split(m bot.Message) []bot.Message { return split(m.Clean()) }

func split(m bot.Message) []bot.Message {
	m = shorten(m)
	first := m
	first.Sections, first.Footer = nil, ""
	s := &splitting{part: first, rest: bot.Message{Thread: m.Thread, Language: m.Language, Private: m.Private}}
	for _, section := range m.Sections {
		s.begin(bot.Section{Heading: section.Heading})
		for _, l := range section.Lines {
			s.line(l)
		}
	}
	s.footer(m.Footer)
	return append(s.done, s.part)
}

// shorten cuts every single text to its place, so that measuring the message again and again stays cheap.
func shorten(m bot.Message) bot.Message {
	m.Title, m.Lead, m.Footer = bot.Cut(m.Title, maxHeader), bot.Cut(m.Lead, maxText), bot.Cut(m.Footer, maxFooter)
	sections := make([]bot.Section, len(m.Sections))
	for i, s := range m.Sections {
		lines := make([]bot.Line, len(s.Lines))
		for j, l := range s.Lines {
			l.Text, l.Note = bot.Cut(l.Text, maxLine), bot.Cut(l.Note, maxNote)
			lines[j] = l
		}
		sections[i] = bot.Section{Heading: bot.Cut(s.Heading, maxHeading), Lines: lines}
	}
	m.Sections = sections
	return m
}

// splitting fills one part after the other.
type splitting struct {
	done []bot.Message
	part bot.Message
	rest bot.Message // how each further part begins
}

// next closes the part and begins another.
func (s *splitting) next(sections ...bot.Section) {
	s.done = append(s.done, s.part)
	s.part = s.rest
	s.part.Sections = sections
}

// withdraw takes the last section back if it has no line yet.
func (s *splitting) withdraw() {
	last := len(s.part.Sections) - 1
	if len(s.part.Sections[last].Lines) == 0 {
		s.part.Sections = s.part.Sections[:last]
	}
}

// fits reports whether Slack takes the part as it is, with its picture as a file or in words.
func (s *splitting) fits() bool {
	return fits(blocks(s.part, "", "")) && (s.part.Image == nil || fits(blocks(s.part, "", "F00000000000")))
}

// begin opens a section, in the next part when its heading no longer fits.
func (s *splitting) begin(section bot.Section) {
	s.part.Sections = append(s.part.Sections, section)
	if !s.fits() {
		s.withdraw()
		s.next(section)
	}
}

// line adds a line to the last section, which goes on in the next part when the line no longer fits. A part that holds
// nothing else takes any line: the limits of a single one see to that.
func (s *splitting) line(l bot.Line) {
	last := &s.part.Sections[len(s.part.Sections)-1]
	last.Lines = append(last.Lines, l)
	if s.fits() {
		return
	}
	heading := last.Heading
	last.Lines = last.Lines[:len(last.Lines)-1]
	s.withdraw()
	s.next(bot.Section{Heading: heading, Lines: []bot.Line{l}})
}

func (s *splitting) footer(text string) {
	s.part.Footer = text
	if text != "" && !s.fits() {
		s.part.Footer = ""
		s.next()
		s.part.Footer = text
	}
}

// rendered is a message as Slack takes it.
type rendered struct {
	Blocks []slack.Block
	Text   string // what screen readers, notices and the search see
	file   string // of the picture; empty when it is said in words
}

// render is where every outgoing message passes: it cleans, cuts what nobody has split, and draws.
func render(m bot.Message, key, file string) (rendered, error) {
	parts := split(m.Clean())
	out := rendered{Blocks: blocks(parts[0], key, file), Text: fallback(parts[0]), file: file}
	if len(parts) > 1 {
		out.Blocks = append(out.Blocks, slack.NewContextBlock("", textObject("…")))
	}
	if len(out.Blocks) == 0 {
		return rendered{}, fmt.Errorf("the message is empty: give it a title or a text")
	}
	return out, nil
}

// fallback says the message in sentences without addresses, escaped. It holds no markup: it is sent with mrkdwn off, and
// the three characters that could make a mention are escaped.
func fallback(m bot.Message) string {
	stop, and := ". ", ", "
	if m.Language == "zh" {
		stop, and = "。", "，"
	}
	var b strings.Builder
	say := func(words ...string) {
		words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
		if len(words) == 0 {
			return
		}
		sentence := strings.Join(words, and)
		b.WriteString(sentence)
		if last, _ := utf8.DecodeLastRuneInString(sentence); !strings.ContainsRune(".!?…:。！？：", last) {
			b.WriteString(stop)
			return
		}
		b.WriteString(" ")
	}
	say(m.Title)
	say(m.Lead)
	for _, s := range m.Sections {
		say(s.Heading)
		for _, l := range s.Lines {
			say(l.Text, l.Note, l.Clock())
		}
	}
	if m.Image != nil {
		say(m.Image.Alt)
	}
	say(m.Footer)
	if b.Len() == 0 {
		for _, a := range m.Actions {
			say(a.Label)
		}
	}
	if b.Len() == 0 {
		b.WriteString("…") // lines of nothing but an address
	}
	return escapeCut(strings.TrimSpace(b.String()), maxFallback)
}

// eventType names the metadata that marks our messages.
const eventType = "briefbot_delivery"

// payload is the body of chat.postMessage.
type payload struct {
	Channel     string              `json:"channel"`
	ThreadTS    string              `json:"thread_ts,omitempty"`
	Text        string              `json:"text"`
	Blocks      []slack.Block       `json:"blocks"`
	Metadata    slack.SlackMetadata `json:"metadata"`
	Mrkdwn      bool                `json:"mrkdwn"`
	UnfurlLinks bool                `json:"unfurl_links"`
	UnfurlMedia bool                `json:"unfurl_media"`
}

// Payload implements bot.Renderer. The body goes out as a form of the same fields; blocks and metadata are JSON in both. A
// picture is in words: its file gets an id when it is uploaded.
func (a *Adapter) Payload(to bot.Address, key string, m bot.Message) ([]byte, error) {
	r, err := render(m, key, "")
	if err != nil {
		return nil, fmt.Errorf("slack: payload for %s: %w", to.Channel, err)
	}
	return json.Marshal(payload{
		Channel: to.Channel, ThreadTS: a.parent(to), Text: r.Text, Blocks: r.Blocks, Metadata: metadata(key),
	})
}

func metadata(key string) slack.SlackMetadata {
	return slack.SlackMetadata{EventType: eventType, EventPayload: map[string]any{"key": key}}
}
