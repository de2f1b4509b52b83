package slack

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// Slack's published limits, less about 5 %: Slack does not say whether it counts code points or UTF-16 units, so
// bot.Length counts the stricter way and some air stays. Texts are measured after escaping.
const (
	maxBlocks  = 47   // of 50 in a message
	maxHeader  = 142  // of 150 in a header block
	maxButton  = 71   // of 75 on a button
	maxText    = 2850 // of 3,000 in one text object, used for a paragraph and for an address
	maxActions = 5    // as bot.Message promises; Slack takes 25 in a block

	// maxTotal bounds all texts and addresses of a message together, and maxJSON its blocks as JSON. Slack documents
	// neither limit; messages have been seen to fail (msg_blocks_too_long) from 11,000 characters.
	maxTotal = 7600
	maxJSON  = 10500

	// maxFallback bounds the text beside the blocks. Slack recommends at most 4,000.
	maxFallback = 2850

	// Our own, so that any single line fits into a message of its own: a headline is never that long.
	maxLine      = 1000
	maxNote      = 500
	maxHeading   = 300
	maxAlt       = 300 // of a picture's words where they are shown
	maxAltText   = 900 // and where they are its alternative text: of 2,000 in a block
	maxFooter    = 1000
	maxButtonURL = 300 // of 3,000
)

// control holds the three characters that Slack wants escaped in text objects, and no others.
var control = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape makes s safe for a text object. A rich text element is taken literally and must not be escaped.
func escape(s string) string { return control.Replace(s) }

// unescape is the inverse of escape, for what Slack sends.
func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// escapeCut escapes s and cuts it so that the result, not s, keeps to the limit; it never cuts inside an escape or a
// character as people see it.
func escapeCut(s string, limit int) string {
	if e := escape(s); bot.Length(e) <= limit {
		return e
	}
	var b strings.Builder
	n := 0
	for _, c := range bot.Characters(s) {
		c = escape(c)
		if n += bot.Length(c); n > limit-1 {
			break
		}
		b.WriteString(c)
	}
	return strings.TrimRight(b.String(), " \n") + "…"
}

// size measures blocks against the limits of a whole message: characters of all texts and addresses, and characters
// of the JSON.
func size(blocks []slack.Block) (texts, encoded int) {
	var raw bytes.Buffer
	encoder := json.NewEncoder(&raw)
	encoder.SetEscapeHTML(false)
	var tree any
	if encoder.Encode(blocks) != nil || json.Unmarshal(raw.Bytes(), &tree) != nil {
		return maxTotal + 1, maxJSON + 1
	}
	return measure("", tree), bot.Length(raw.String())
}

// measure adds up the strings of a decoded JSON value that people can see or follow.
func measure(name string, v any) int {
	n := 0
	switch v := v.(type) {
	case string:
		if name == "text" || name == "url" {
			n = bot.Length(v)
		}
	case []any:
		for _, e := range v {
			n += measure(name, e)
		}
	case map[string]any:
		for k, e := range v {
			n += measure(k, e)
		}
	}
	return n
}

// fits reports whether Slack takes the blocks as one message.
func fits(blocks []slack.Block) bool {
	texts, encoded := size(blocks)
	return len(blocks) <= maxBlocks && texts <= maxTotal && encoded <= maxJSON
}
