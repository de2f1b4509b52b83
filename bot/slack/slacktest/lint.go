package slacktest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"unicode/utf8"
)

// check refuses a message that Slack would refuse, counting its limits the stricter way.
func check(m *Message) answer {
	if !utf8.ValidString(m.Text) {
		return answer{Error: "invalid_text"}
	}
	if chars(m.Text) > 40_000 {
		return answer{Error: "msg_too_long"}
	}
	if m.Metadata != nil {
		var meta struct {
			Type    string          `json:"event_type"`
			Payload json.RawMessage `json:"event_payload"`
		}
		if json.Unmarshal(m.Metadata, &meta) != nil || meta.Type == "" || len(meta.Payload) == 0 || meta.Payload[0] != '{' {
			return answer{Error: "invalid_metadata_format"}
		}
	}
	if m.Blocks == nil {
		if m.Text == "" {
			return answer{Error: "no_text"}
		}
		return answer{}
	}
	if chars(string(m.Blocks)) > 13_200 {
		return answer{Error: "msg_blocks_too_long"}
	}
	if problems := Lint(m.Blocks); len(problems) > 0 {
		return answer{Error: "invalid_blocks", Meta: &answerMeta{Messages: problems}}
	}
	return answer{}
}

// chars counts the larger of code points and UTF-16 units.
func chars(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// Lint returns what is wrong with the blocks of a message, in Slack's manner: a complaint and where.
func Lint(raw json.RawMessage) []string { return lint(raw, 50, 11_000) }

// lint checks at most so many blocks, with at most so many characters in all.
func lint(raw json.RawMessage, most, characters int) []string {
	l := &linter{}
	var blocks []json.RawMessage
	if json.Unmarshal(raw, &blocks) != nil {
		return []string{"[ERROR] must be an array of blocks [json-pointer:/blocks]"}
	}
	l.between(len(blocks), 1, most, "/blocks", "items")
	ids := map[string]bool{}
	total := 0
	for i, b := range blocks {
		at := fmt.Sprintf("/blocks/%d", i)
		var parsed block
		if json.Unmarshal(b, &parsed) != nil {
			l.bad(at, "not a block")
			continue
		}
		if parsed.ID != "" {
			l.length(parsed.ID, 1, 255, at+"/block_id")
			if ids[parsed.ID] {
				l.bad(at+"/block_id", "block_id already exists")
			}
			ids[parsed.ID] = true
		}
		l.block(at, b, parsed)
		total += weigh(b)
	}
	if total > characters {
		l.bad("/blocks", "too many characters in all")
	}
	return l.problems
}

// linter collects complaints.
type linter struct{ problems []string }

func (l *linter) bad(at, what string) {
	l.problems = append(l.problems, fmt.Sprintf("[ERROR] %s [json-pointer:%s]", what, at))
}

func (l *linter) between(n, low, high int, at, what string) {
	if n < low || n > high {
		l.bad(at, fmt.Sprintf("must have %d to %d %s, has %d", low, high, what, n))
	}
}

func (l *linter) length(s string, low, high int, at string) {
	l.between(chars(s), low, high, at, "characters")
}

// keys complains about properties that a thing of that type does not have.
func (l *linter) keys(at string, raw json.RawMessage, allowed ...string) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		l.bad(at, "must be an object")
		return
	}
	for name, value := range fields {
		if !slices.Contains(allowed, name) {
			l.bad(at+"/"+name, "additional property")
		}
		if string(value) == "null" {
			l.bad(at+"/"+name, "must not be null")
		}
	}
}

func (l *linter) block(at string, raw json.RawMessage, b block) {
	switch b.Type {
	case "header":
		l.keys(at, raw, "type", "text", "block_id", "level")
		l.text(at+"/text", b.Text, 150, false)
	case "section":
		l.keys(at, raw, "type", "text", "block_id", "fields", "expand")
		if b.Text != nil || len(b.Fields) == 0 {
			l.text(at+"/text", b.Text, 3000, true)
		}
		l.between(len(b.Fields), 0, 10, at+"/fields", "items")
		for i := range b.Fields {
			l.text(fmt.Sprintf("%s/fields/%d", at, i), b.Fields[i], 2000, true)
		}
	case "context":
		l.keys(at, raw, "type", "elements", "block_id")
		l.between(len(b.Elements), 1, 10, at+"/elements", "items")
		for i, e := range b.Elements {
			l.text(fmt.Sprintf("%s/elements/%d", at, i), e, 3000, true)
		}
	case "actions":
		l.keys(at, raw, "type", "elements", "block_id")
		l.actions(at, b)
	case "rich_text":
		l.keys(at, raw, "type", "elements", "block_id")
		l.between(len(b.Elements), 1, 1000, at+"/elements", "items")
		for i, e := range b.Elements {
			l.rich(fmt.Sprintf("%s/elements/%d", at, i), e)
		}
	case "image":
		l.keys(at, raw, "type", "image_url", "slack_file", "alt_text", "title", "block_id")
		l.image(at, b)
	case "divider":
		l.keys(at, raw, "type", "block_id")
	default:
		l.bad(at+"/type", fmt.Sprintf("unsupported type: %s", b.Type))
	}
}

// fileID is the form of a file's id in blocks.
var fileID = regexp.MustCompile(`^F[A-Z0-9]{8,}$`)

func (l *linter) image(at string, b block) {
	l.length(b.Alt, 1, 2000, at+"/alt_text")
	switch {
	case b.Image != "" && b.File == nil:
		l.url(at+"/image_url", b.Image)
	case b.File == nil || b.Image != "" || (b.File.ID == "") == (b.File.URL == ""):
		l.bad(at, "must define one of image_url and slack_file, and of that one of id and url")
	case b.File.ID != "" && !fileID.MatchString(b.File.ID):
		l.bad(at+"/slack_file/id", "input must match regex pattern: "+fileID.String())
	}
}

func (l *linter) text(at string, raw json.RawMessage, most int, markup bool) {
	var t textObject
	if raw == nil || json.Unmarshal(raw, &t) != nil {
		l.bad(at, "missing or no text object")
		return
	}
	switch {
	case t.Type == "plain_text":
		l.keys(at, raw, "type", "text", "emoji")
	case t.Type == "mrkdwn" && markup:
		l.keys(at, raw, "type", "text", "verbatim")
	default:
		l.bad(at+"/type", fmt.Sprintf("unsupported type: %s", t.Type))
	}
	l.length(t.Text, 1, most, at+"/text")
}

func (l *linter) actions(at string, b block) {
	l.between(len(b.Elements), 1, 25, at+"/elements", "items")
	ids := map[string]bool{}
	for i, raw := range b.Elements {
		at := fmt.Sprintf("%s/elements/%d", at, i)
		var e element
		if json.Unmarshal(raw, &e) != nil || e.Type != "button" {
			l.bad(at+"/type", "unsupported element")
			continue
		}
		l.keys(at, raw, "type", "text", "action_id", "url", "value", "style", "accessibility_label")
		l.text(at+"/text", e.Text, 75, false)
		l.length(e.ActionID, 0, 255, at+"/action_id")
		l.length(e.Value, 0, 2000, at+"/value")
		if e.URL != "" {
			l.url(at+"/url", e.URL)
		}
		if ids[e.ActionID] {
			l.bad(at+"/action_id", "action_id already exists")
		}
		ids[e.ActionID] = true
	}
}

func (l *linter) url(at, s string) {
	l.length(s, 1, 3000, at)
	if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		l.bad(at, "invalid url")
	}
}

func (l *linter) rich(at string, raw json.RawMessage) {
	var section element
	if json.Unmarshal(raw, &section) != nil {
		l.bad(at, "no element")
		return
	}
	switch section.Type {
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		l.keys(at, raw, "type", "elements", "border")
		for i, e := range section.Elements {
			l.inline(fmt.Sprintf("%s/elements/%d", at, i), e)
		}
	case "rich_text_list":
		l.keys(at, raw, "type", "elements", "border", "style", "indent", "offset")
		for i, e := range section.Elements {
			l.rich(fmt.Sprintf("%s/elements/%d", at, i), e)
		}
	default:
		l.bad(at+"/type", fmt.Sprintf("unsupported type: %s", section.Type))
	}
}

func (l *linter) inline(at string, raw json.RawMessage) {
	var e element
	if json.Unmarshal(raw, &e) != nil {
		l.bad(at, "no element")
		return
	}
	switch e.Type {
	case "text":
		l.keys(at, raw, "type", "text", "style")
		l.length(e.plain(), 1, 3000, at+"/text")
	case "link":
		l.keys(at, raw, "type", "url", "text", "style", "unsafe")
		l.url(at+"/url", e.URL)
		l.length(e.plain(), 0, 3000, at+"/text")
	case "user", "usergroup", "channel", "broadcast", "emoji", "date":
	default:
		l.bad(at+"/type", fmt.Sprintf("unsupported type: %s", e.Type))
	}
}

// weigh counts all texts and addresses in a piece of JSON.
func weigh(raw json.RawMessage) int {
	var list []json.RawMessage
	var fields map[string]json.RawMessage
	n := 0
	switch {
	case json.Unmarshal(raw, &list) == nil:
		for _, e := range list {
			n += weigh(e)
		}
	case json.Unmarshal(raw, &fields) == nil:
		for name, e := range fields {
			var s string
			if json.Unmarshal(e, &s) != nil {
				n += weigh(e)
			} else if name == "text" || name == "url" {
				n += chars(s)
			}
		}
	}
	return n
}
