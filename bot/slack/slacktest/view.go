package slacktest

import (
	"encoding/json"
	"strings"
)

// View is what people see of a message.
type View struct {
	Text    string // all visible words, a line for each line on the screen
	Links   []string
	Buttons []Button
	Pings   int // people and groups that it notifies, those of the fallback text included
	Images  []Image
	parts   []part
}

// Image is a picture in a message.
type Image struct {
	Alt string // what a screen reader says
	PNG []byte

	file string
}

// Button is one under a message.
type Button struct {
	Label, URL string

	actionID, blockID, value string
}

// ID tells the button from others of its message with the same label.
func (b Button) ID() string { return b.actionID + " " + b.value }

// part is one block on the screen.
type part struct {
	kind    string // header, text, drawn, quiet, buttons, picture, rule
	image   Image
	spans   []span
	buttons []Button
}

// span is a piece of text in one style.
type span struct {
	text, link                      string
	bold, italic, strike, code, gap bool
	ping                            bool
}

// block, element and textObject are what is needed of Slack's JSON.
type block struct {
	Type     string            `json:"type"`
	ID       string            `json:"block_id"`
	Text     json.RawMessage   `json:"text"`
	Fields   []json.RawMessage `json:"fields"`
	Elements []json.RawMessage `json:"elements"`
	Alt      string            `json:"alt_text"`
	Image    string            `json:"image_url"`
	File     *slackFile        `json:"slack_file"`
}

type element struct {
	Type     string            `json:"type"`
	Text     json.RawMessage   `json:"text"`
	URL      string            `json:"url"`
	Value    string            `json:"value"`
	ActionID string            `json:"action_id"`
	Name     string            `json:"name"`
	UserID   string            `json:"user_id"`
	Range    string            `json:"range"`
	Elements []json.RawMessage `json:"elements"`
	Style    json.RawMessage   `json:"style"`
}

type textObject struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Emoji    *bool  `json:"emoji"`
	Verbatim bool   `json:"verbatim"`
}

// plain returns a text that is a bare string.
func (e element) plain() string {
	var s string
	_ = json.Unmarshal(e.Text, &s)
	return s
}

// view reads a message as a client would show it. Blocks, where there are any, stand in place of the text; a mention in
// the text notifies all the same. The lock must be held.
func (s *Server) view(m *Message) View {
	r := &reader{zone: s.options.Zone, now: s.options.Now()}
	fallback := r.text(textObject{Type: "mrkdwn", Text: m.Text, Verbatim: !m.Mrkdwn}, !m.Mrkdwn)
	var v View
	for _, sp := range fallback {
		if sp.ping {
			v.Pings++
		}
	}
	var blocks []block
	if m.Blocks == nil || json.Unmarshal(m.Blocks, &blocks) != nil {
		v.parts = []part{{kind: "text", spans: fallback}}
		v.Pings = 0
	}
	for _, b := range blocks {
		p := r.block(b)
		if p.kind == "picture" && b.File != nil && m.For == "" {
			if f := s.files[b.File.ID]; f != nil {
				p.image = Image{Alt: b.Alt, PNG: f.content, file: f.id}
			}
		}
		v.parts = append(v.parts, p)
	}
	var lines []string
	for _, p := range v.parts {
		lines = append(lines, v.add(p))
	}
	v.Text = strings.Join(lines, "\n")
	return v
}

// add collects what a part shows and returns its words.
func (v *View) add(p part) string {
	var b strings.Builder
	for _, sp := range p.spans {
		b.WriteString(sp.text)
		if sp.link != "" {
			v.Links = append(v.Links, sp.link)
		}
		if sp.ping {
			v.Pings++
		}
	}
	if p.image.file != "" {
		v.Images = append(v.Images, p.image)
	}
	for _, button := range p.buttons {
		v.Buttons = append(v.Buttons, button)
		if button.URL != "" {
			v.Links = append(v.Links, button.URL)
		}
	}
	return b.String()
}

func (r *reader) block(b block) part {
	switch b.Type {
	case "header":
		return part{kind: "header", spans: r.object(b.Text)}
	case "section":
		p := part{kind: "text"}
		for _, raw := range append([]json.RawMessage{b.Text}, b.Fields...) {
			p.spans = append(p.spans, r.object(raw)...)
		}
		return p
	case "context":
		p := part{kind: "quiet"}
		for i, raw := range b.Elements {
			if i > 0 {
				p.spans = append(p.spans, span{text: " ", gap: true})
			}
			p.spans = append(p.spans, r.object(raw)...)
		}
		return p
	case "rich_text":
		p := part{kind: "text"}
		for i, raw := range b.Elements {
			var e element
			if json.Unmarshal(raw, &e) == nil && e.Type == "rich_text_preformatted" {
				p.kind = "drawn"
			}
			if i > 0 {
				p.spans = append(p.spans, span{text: "\n"})
			}
			p.spans = append(p.spans, r.rich(raw)...)
		}
		return p
	case "actions":
		return part{kind: "buttons", buttons: r.buttons(b)}
	case "image":
		return part{kind: "picture"} // nothing, until somebody may see its file
	}
	return part{kind: "rule"}
}

func (r *reader) buttons(b block) []Button {
	var out []Button
	for _, raw := range b.Elements {
		var e element
		if json.Unmarshal(raw, &e) != nil {
			continue
		}
		label := ""
		for _, sp := range r.object(e.Text) {
			label += sp.text
		}
		out = append(out, Button{Label: label, URL: e.URL, actionID: e.ActionID, blockID: b.ID, value: e.Value})
	}
	return out
}

// rich reads a rich text element: literally, whatever it looks like.
func (r *reader) rich(raw json.RawMessage) []span {
	var e element
	if json.Unmarshal(raw, &e) != nil {
		return nil
	}
	var style struct{ Bold, Italic, Strike, Code bool }
	if len(e.Style) > 0 && e.Style[0] == '{' {
		_ = json.Unmarshal(e.Style, &style)
	}
	sp := span{text: e.plain(), bold: style.Bold, italic: style.Italic, strike: style.Strike, code: style.Code}
	switch e.Type {
	case "text":
	case "link":
		sp.link = e.URL
		if sp.text == "" {
			sp.text = e.URL
		}
	case "user":
		sp.text, sp.ping = "@"+e.UserID, true
	case "usergroup", "broadcast":
		sp.text, sp.ping = "@"+e.Range, true
	case "emoji":
		sp.text = emoji
	default:
		var out []span
		for i, inner := range e.Elements {
			if i > 0 && e.Type == "rich_text_list" {
				out = append(out, span{text: "\n"})
			}
			out = append(out, r.rich(inner)...)
		}
		return out
	}
	return []span{sp}
}

// object reads a text object.
func (r *reader) object(raw json.RawMessage) []span {
	var t textObject
	if len(raw) == 0 || json.Unmarshal(raw, &t) != nil {
		return nil
	}
	if t.Type == "mrkdwn" {
		return r.text(t, false)
	}
	text := unescape(t.Text)
	if t.Emoji == nil || *t.Emoji {
		text = emojiCode.ReplaceAllString(text, emoji)
	}
	return []span{{text: text}}
}
