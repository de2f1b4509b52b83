package slack

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// blockPrefix begins the id of the first block of a message that bears a delivery key.
const blockPrefix = "briefbot-"

// blocks draws a clean message: the title as header, texts and linked headlines as rich text, quiet lines as context.
//
// Rich text elements are literal: Slack looks for no markup, mention or emoji code in them. Everything else that holds a
// foreign text is a plain_text object, whose three control characters are escaped. The only mrkdwn is the local time,
// which is made of digits.
//
// The picture is an uploaded file with that id. Without one, its drawing and its words stand there.
func blocks(m bot.Message, key, file string) []slack.Block {
	d := &drawing{}
	d.header(m.Title)
	d.rich(plain(bot.Cut(m.Lead, maxText)))
	for _, s := range m.Sections {
		d.section(s)
	}
	d.picture(m.Image, file)
	d.actions(m.Actions)
	d.context(maxFooter, m.Footer, "")
	if key != "" && len(d.out) > 0 {
		mark(d.out[0], blockPrefix+key)
	}
	return d.out
}

// drawing collects blocks.
type drawing struct {
	out  []slack.Block
	open *slack.RichTextSection // takes further lines without a note; nil after anything else
}

func (d *drawing) add(b slack.Block) { d.out, d.open = append(d.out, b), nil }

func (d *drawing) header(text string) {
	if text != "" {
		d.add(slack.NewHeaderBlock(textObject(escapeCut(text, maxHeader))))
	}
}

// rich adds a rich text block of one paragraph.
func (d *drawing) rich(elements ...slack.RichTextSectionElement) *slack.RichTextSection {
	if len(elements) == 1 && elements[0] == nil {
		return nil
	}
	section := slack.NewRichTextSection(elements...)
	d.add(slack.NewRichTextBlock("", section))
	return section
}

// context adds a quiet line: a text, a local time, or both.
func (d *drawing) context(limit int, text, clock string) {
	var elements []slack.MixedElement
	if text != "" {
		elements = append(elements, textObject(escapeCut(text, limit)))
		if clock != "" {
			clock = "· " + clock
		}
	}
	if clock != "" {
		elements = append(elements, slack.NewTextBlockObject(slack.MarkdownType, clock, false, true))
	}
	if len(elements) > 0 {
		d.add(slack.NewContextBlock("", elements...))
	}
}

func (d *drawing) section(s bot.Section) {
	if s.Heading != "" {
		d.rich(styled(bot.Cut(s.Heading, maxHeading), true))
	}
	d.open = nil
	for _, l := range s.Lines {
		d.line(l)
	}
}

// line draws a headline with its quiet line and its buttons; lines without either share a block.
func (d *drawing) line(l bot.Line) {
	d.words(l)
	d.actions(l.Actions)
}

func (d *drawing) words(l bot.Line) {
	if l.Sub && l.Text != "" {
		d.below(l)
		return
	}
	quiet := l.Note != "" || !l.At.IsZero()
	element := headline(l, quiet && l.URL != "")
	if element != nil && !quiet && d.open != nil && length(d.open)+bot.Length(l.Text) < maxText {
		d.open.Elements = append(d.open.Elements, styled("\n", false), element)
		return
	}
	var section *slack.RichTextSection
	if element != nil {
		section = d.rich(element)
	}
	if quiet {
		d.context(maxNote, l.Note, localTime(l))
		return
	}
	d.open = section
}

// below draws a line that belongs to the one before it; several share a block. It has no time: only quiet lines can hold one.
func (d *drawing) below(l bot.Line) {
	elements := []slack.RichTextSectionElement{styled("↳ ", false), headline(l, false)}
	if l.Note != "" {
		elements = append(elements, styled(" · "+bot.Cut(l.Note, maxNote), false))
	}
	if d.open != nil && length(d.open)+bot.Length(l.Text)+bot.Length(l.Note) < maxText {
		d.open.Elements = append(append(d.open.Elements, styled("\n", false)), elements...)
		return
	}
	d.open = d.rich(elements...)
}

// headline returns a line's text, linked if it can be; nil when the line has neither text nor address.
func headline(l bot.Line, bold bool) slack.RichTextSectionElement {
	text := bot.Cut(l.Text, maxLine)
	if bot.Length(l.URL) > maxText {
		l.URL = "" // a cut address would lead elsewhere
	}
	switch {
	case l.URL != "":
		var style *slack.RichTextSectionTextStyle
		if bold {
			style = &slack.RichTextSectionTextStyle{Bold: true}
		}
		return slack.NewRichTextSectionLinkElement(l.URL, text, style)
	case text != "":
		return styled(text, bold)
	}
	return nil
}

// picture shows an uploaded file or, without one, its drawing with its words below.
func (d *drawing) picture(image *bot.Image, file string) {
	switch {
	case image == nil:
	case file != "":
		alt := bot.Cut(image.Alt, maxAltText)
		if alt == "" {
			alt = "…" // Slack wants one
		}
		d.add(slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: file}, alt, "", nil))
	default:
		if image.Drawing != "" {
			d.add(slack.NewRichTextBlock("", &slack.RichTextPreformatted{
				Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{styled(image.Drawing, false)},
			}))
		}
		d.context(maxAlt, image.Alt, "")
	}
}

func length(s *slack.RichTextSection) int {
	n := 0
	for _, e := range s.Elements {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			n += bot.Length(e.Text)
		case *slack.RichTextSectionLinkElement:
			n += bot.Length(e.Text)
		}
	}
	return n
}

// localTime returns mrkdwn that each reader's client turns into their own zone, with the sender's as a fallback.
func localTime(l bot.Line) string {
	if l.At.IsZero() || l.At.Unix() < 0 {
		return ""
	}
	return fmt.Sprintf("<!date^%d^{date_short_pretty} {time}|%s>", l.At.Unix(), l.Clock())
}

// Ids of the three kinds of button, each followed by its place in the row.
const (
	actionAsk  = "ask-"  // the answer is private
	actionPost = "post-" // the answer is for the channel
	actionOpen = "open-" // opens a page
)

func (d *drawing) actions(actions []bot.Action) {
	var row []slack.BlockElement
	for _, a := range actions {
		if len(row) == maxActions {
			break
		}
		if button := button(a, len(row)); button != nil {
			row = append(row, button)
		}
	}
	if len(row) > 0 {
		d.add(slack.NewActionBlock("", row...))
	}
}

// button returns nil for an action that Slack cannot carry. The line travels percent-encoded, since Slack does not say
// whether it returns a value with its control characters escaped.
func button(a bot.Action, i int) slack.BlockElement {
	text := textObject(escapeCut(a.Label, maxButton))
	switch {
	case a.URL != "" && bot.Length(a.URL) > maxButtonURL:
		return nil
	case a.URL != "":
		b := slack.NewButtonBlockElement(fmt.Sprint(actionOpen, i), "", text)
		b.URL = a.URL
		return b
	case a.Public:
		return slack.NewButtonBlockElement(fmt.Sprint(actionPost, i), url.QueryEscape(a.Line), text)
	default:
		return slack.NewButtonBlockElement(fmt.Sprint(actionAsk, i), url.QueryEscape(a.Line), text)
	}
}

// pressed reads a button back: the line and whether the answer is for all; false for a button that asks nothing.
func pressed(actionID, value string) (line string, public, ok bool) {
	line, err := url.QueryUnescape(value)
	public = strings.HasPrefix(actionID, actionPost)
	return line, public, err == nil && line != "" && (public || strings.HasPrefix(actionID, actionAsk))
}

// textObject returns plain text that is already escaped; emoji codes in it stay as they are written.
func textObject(escaped string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, escaped, false, false)
}

func styled(text string, bold bool) slack.RichTextSectionElement {
	var style *slack.RichTextSectionTextStyle
	if bold {
		style = &slack.RichTextSectionTextStyle{Bold: true}
	}
	return slack.NewRichTextSectionTextElement(text, style)
}

// plain returns a text element, nil for no text.
func plain(text string) slack.RichTextSectionElement {
	if text == "" {
		return nil
	}
	return styled(text, false)
}

// mark gives a block its id. The types are those that can come first.
func mark(b slack.Block, id string) {
	switch b := b.(type) {
	case *slack.HeaderBlock:
		b.BlockID = id
	case *slack.RichTextBlock:
		b.BlockID = id
	case *slack.ContextBlock:
		b.BlockID = id
	case *slack.ActionBlock:
		b.BlockID = id
	case *slack.ImageBlock:
		b.BlockID = id
	}
}
