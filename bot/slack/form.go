package slack

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

const (
	formCallback = "form"
	fieldPrefix  = "field "                // of the ids of blocks
	openWithin   = 2500 * time.Millisecond // Slack opens a dialogue within 3 s of what it answers
	maxMetadata  = 3000                    // characters of private_metadata
	maxFlawText  = 250                     // characters shown under a field
)

// carried is what a dialogue brings back: what the form is for, and where its answer goes.
type carried struct {
	Line    string `json:"l"`
	Back    string `json:"b,omitempty"` // the response_url of what opened it
	Channel string `json:"c,omitempty"`
	Message string `json:"m,omitempty"`
	Thread  string `json:"t,omitempty"`
	Home    bool   `json:"h,omitempty"`
}

// open shows the form of an answer as a dialogue; false when the answer has none or it is too late, so that the answer is shown.
func (d *desk) open(ctx context.Context, q asked, m bot.Message) bool {
	f, ok := m.Dialogue()
	if !ok || q.trigger == "" || time.Since(q.received) > openWithin {
		return false
	}
	meta, err := json.Marshal(carried{f.Line(), q.back, q.from.Channel, q.from.Message, q.thread, q.home})
	if err != nil || len(meta) > maxMetadata {
		return false
	}
	_, err = d.a.api.OpenViewContext(ctx, q.trigger, dialogue(f, string(meta)))
	if err != nil {
		d.a.log.Warn("slack: a dialogue did not open; the answer is shown instead", "code", q.code, "error", d.a.hush(err))
	}
	return err == nil
}

// dialogue draws a form.
func dialogue(f bot.Form, meta string) slack.ModalViewRequest {
	view := slack.ModalViewRequest{Type: slack.VTModal, CallbackID: formCallback, PrivateMetadata: meta, Title: plainText(f.Title), Submit: plainText(or(f.Submit, "OK"))}
	for _, x := range f.Fields {
		block := &slack.InputBlock{Type: slack.MBTInput, BlockID: fieldPrefix + x.Param, Label: plainText(x.Label), Optional: !x.Required, Element: element(x)}
		if x.Hint != "" {
			block.Hint = plainText(x.Hint)
		}
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, block)
	}
	return view
}

// element draws what one value is given in.
func element(x bot.Field) slack.BlockElement {
	channels := slices.DeleteFunc(x.Chosen(), func(id string) bool { return !strings.HasPrefix(id, "C") && !strings.HasPrefix(id, "G") }) // what the filter lets through
	filter := &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true}
	switch {
	case x.Channel && x.Several:
		e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeConversations, nil, x.Param)
		e.InitialConversations, e.Filter = channels, filter
		return e
	case x.Channel:
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, nil, x.Param)
		if e.Filter = filter; len(channels) == 1 {
			e.InitialConversation = channels[0]
		}
		return e
	case len(x.Choices) > 0:
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, x.Param)
		for _, c := range x.Choices {
			o := slack.NewOptionBlockObject(c.Value, plainText(c.Label), nil)
			if e.Options = append(e.Options, o); c.Value == x.Value {
				e.InitialOption = o
			}
		}
		return e
	}
	e := slack.NewPlainTextInputBlockElement(nil, x.Param)
	e.InitialValue, e.Multiline, e.MaxLength = x.Value, x.Lines, bot.MaxFieldValue
	return e
}

func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// filledIn turns a dialogue that was sent off into what was asked; false for one that is not ours.
func (d *desk) filledIn(c slack.InteractionCallback) (asked, bool) {
	var brought carried
	if c.View.CallbackID != formCallback || json.Unmarshal([]byte(c.View.PrivateMetadata), &brought) != nil || !plainID(c.Team.ID) || !plainID(c.User.ID) {
		return asked{}, false
	}
	q := asked{
		id: delivery("form", c.TriggerID), line: brought.Line, via: bot.Filled, back: brought.Back, thread: brought.Thread, home: brought.Home,
		user: bot.User{ID: c.User.ID, Name: c.User.Name}, said: &acknowledgement{}, values: map[string]string{},
		from: bot.Address{Platform: Platform, Workspace: c.Team.ID, Channel: brought.Channel, Message: brought.Message},
	}
	if q.home {
		q.from = homeAddress(c.Team.ID, c.User.ID)
	} else if !plainID(brought.Channel) || brought.Message != "" && !plainID(brought.Message) {
		return asked{}, false
	}
	for _, b := range c.View.Blocks.BlockSet {
		if param, ok := strings.CutPrefix(b.ID(), fieldPrefix); ok {
			q.fields = append(q.fields, param)
		}
	}
	if c.View.State == nil {
		return q, true
	}
	for block, actions := range c.View.State.Values {
		param, ok := strings.CutPrefix(block, fieldPrefix)
		if action, has := actions[param]; ok && has {
			q.values[param] = unescape(or(action.Value, or(action.SelectedOption.Value, or(action.SelectedConversation, strings.Join(action.SelectedConversations, ",")))))
		}
	}
	return q, true
}

// acknowledgement is what Slack is told beside that a delivery has arrived.
type acknowledgement struct {
	mu   sync.Mutex
	gone bool
	body any
}

// offer has the acknowledgement say something; false when it has gone already.
func (k *acknowledgement) offer(body any) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.gone {
		k.body = body
	}
	return !k.gone
}

// take returns what the acknowledgement says, which goes now; nil for nothing.
func (k *acknowledgement) take() any {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.gone = true
	return k.body
}

// flawed is the acknowledgement that keeps a dialogue open and says under a field what is wrong.
type flawed struct {
	Action string            `json:"response_action"`
	Errors map[string]string `json:"errors"`
}

// fill answers a dialogue that was sent off. What was turned down is said in the dialogue while that is open; true when it was.
func (d *desk) fill(ctx context.Context, q asked) (m bot.Message, inside bool) {
	m, flaw := d.router.Fill(ctx, bot.Invocation{User: q.user, From: q.from, Locale: d.a.tongueOf(ctx, q.from.Workspace, q.user.ID), ID: q.code, Unsure: q.unsure}, q.line, q.values)
	if !flaw.Refused || len(q.fields) == 0 {
		return m, false
	}
	at := flaw.Among(q.fields)
	text := m.Clean()
	gap := " "
	if strings.HasSuffix(text.Title, "。") { // Chinese sets none
		gap = ""
	}
	why := bot.CleanLine(text.Title + gap + text.Lead)
	if text.Title != "" && bot.Length(why) > maxFlawText {
		why = text.Title // half of what to do helps nobody
	}
	why = bot.Cut(why, maxFlawText)
	return m, why != "" && q.said.offer(flawed{"errors", map[string]string{fieldPrefix + at: why}})
}
