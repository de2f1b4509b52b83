package slacktest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Form is a dialogue that is open before somebody.
type Form struct {
	Title, Submit string
	Fields        []FormField

	id, meta, callback string
	raw                json.RawMessage
	values             map[string]string
}

// FormField is one value that a dialogue asks for.
type FormField struct {
	Label, Hint, Value string
	Flaw               string   // what the app said is wrong with what was sent off
	Kind               string   // "text", "lines", "choice", "channel", "channels", whose value is ids separated by commas
	Labels             []string // of choices
	Optional           bool

	block, action string
	values        []string
}

// trigger gives out what a dialogue may be opened by, for three seconds and once. The lock must be held.
func (s *Server) trigger(user string) string {
	id := random()
	if s.triggers == nil {
		s.triggers = map[string]triggered{}
	}
	s.triggers[id] = triggered{user, time.Now()}
	return id
}

type triggered struct {
	user string
	at   time.Time
}

type modal struct {
	Type     string          `json:"type"`
	Title    json.RawMessage `json:"title"`
	Submit   json.RawMessage `json:"submit"`
	Blocks   []inputBlock    `json:"blocks"`
	Meta     string          `json:"private_metadata"`
	Callback string          `json:"callback_id"`
}

type inputBlock struct {
	Type     string          `json:"type"`
	ID       string          `json:"block_id"`
	Label    json.RawMessage `json:"label"`
	Hint     json.RawMessage `json:"hint"`
	Optional bool            `json:"optional"`
	Element  json.RawMessage `json:"element"`
}

type inputElement struct {
	Type         string        `json:"type"`
	ActionID     string        `json:"action_id"`
	Multiline    bool          `json:"multiline"`
	Value        string        `json:"initial_value"`
	Options      []inputOption `json:"options"`
	Option       *inputOption  `json:"initial_option"`
	Conversation string        `json:"initial_conversation"`
	Several      []string      `json:"initial_conversations"`
	Max          int           `json:"max_length"`
}

type inputOption struct {
	Text  json.RawMessage `json:"text"`
	Value string          `json:"value"`
}

// openView answers views.open.
func (s *Server) openView(v url.Values) answer {
	t, ok := s.triggers[v.Get("trigger_id")]
	switch {
	case !ok:
		return answer{Error: "invalid_trigger_id"}
	case time.Since(t.at) > Deadline:
		return answer{Error: "expired_trigger_id"}
	}
	delete(s.triggers, v.Get("trigger_id"))
	raw := json.RawMessage(v.Get("view"))
	f, problems := readModal(raw)
	if chars(string(raw)) > maxView {
		problems = append(problems, "[ERROR] view is too large [json-pointer:/view]")
	}
	if len(problems) > 0 {
		return answer{Error: "invalid_arguments", Meta: &answerMeta{Messages: problems}}
	}
	f.id = "V" + random()
	if s.forms == nil {
		s.forms = map[string]*Form{}
	}
	s.forms[t.user] = f
	s.stir()
	return answer{}
}

// readModal checks a dialogue against what Slack takes, and returns it as it is shown.
func readModal(raw json.RawMessage) (*Form, []string) {
	l := &linter{}
	var m modal
	if json.Unmarshal(raw, &m) != nil || m.Type != "modal" {
		l.bad("/view/type", "must be a modal view")
		return nil, l.problems
	}
	l.keys("/view", raw, "type", "title", "submit", "close", "blocks", "private_metadata", "callback_id", "clear_on_close", "notify_on_close", "external_id", "submit_disabled")
	l.text("/view/title", m.Title, 24, false)
	l.text("/view/submit", m.Submit, 24, false)
	l.length(m.Meta, 0, 3000, "/view/private_metadata")
	l.length(m.Callback, 0, 255, "/view/callback_id")
	l.between(len(m.Blocks), 1, 100, "/view/blocks", "items")
	f := &Form{Title: plainOf(m.Title), Submit: plainOf(m.Submit), meta: m.Meta, callback: m.Callback, raw: raw, values: map[string]string{}}
	var blocks struct {
		Blocks []json.RawMessage `json:"blocks"`
	}
	_ = json.Unmarshal(raw, &blocks)
	ids := map[string]bool{}
	for i, b := range m.Blocks {
		at := fmt.Sprintf("/view/blocks/%d", i)
		if b.Type != "input" {
			l.bad(at+"/type", "the stand-in knows input blocks alone")
			continue
		}
		l.keys(at, blocks.Blocks[i], "type", "block_id", "label", "hint", "optional", "element", "dispatch_action")
		l.length(b.ID, 0, 255, at+"/block_id")
		if ids[b.ID] {
			l.bad(at+"/block_id", "block_id already exists")
		}
		ids[b.ID] = true
		l.text(at+"/label", b.Label, 2000, false)
		if b.Hint != nil {
			l.text(at+"/hint", b.Hint, 2000, false)
		}
		f.Fields = append(f.Fields, l.element(at+"/element", b))
	}
	return f, l.problems
}

// element checks what one value is given in.
func (l *linter) element(at string, b inputBlock) FormField {
	out := FormField{Label: plainOf(b.Label), Hint: plainOf(b.Hint), Optional: b.Optional, block: b.ID}
	var e inputElement
	if json.Unmarshal(b.Element, &e) != nil {
		l.bad(at, "missing")
		return out
	}
	out.action = e.ActionID
	l.length(e.ActionID, 0, 255, at+"/action_id")
	switch e.Type {
	case "plain_text_input":
		l.keys(at, b.Element, "type", "action_id", "multiline", "initial_value", "min_length", "max_length", "placeholder", "focus_on_load", "dispatch_action_config")
		l.between(e.Max, 0, 3000, at+"/max_length", "")
		if out.Kind = "text"; e.Multiline {
			out.Kind = "lines"
		}
		out.Value = e.Value
	case "static_select":
		l.keys(at, b.Element, "type", "action_id", "options", "initial_option", "placeholder", "focus_on_load", "confirm")
		l.between(len(e.Options), 1, 100, at+"/options", "items")
		out.Kind = "choice"
		for i, o := range e.Options {
			l.text(fmt.Sprintf("%s/options/%d/text", at, i), o.Text, 75, false)
			l.length(o.Value, 1, 150, fmt.Sprintf("%s/options/%d/value", at, i))
			out.Labels, out.values = append(out.Labels, plainOf(o.Text)), append(out.values, o.Value)
		}
		if e.Option != nil {
			i := slices.Index(out.values, e.Option.Value)
			if i < 0 || out.Labels[i] != plainOf(e.Option.Text) {
				l.bad(at+"/initial_option", "is none of the options")
			} else {
				out.Value = out.Labels[i]
			}
		}
	case "conversations_select":
		l.keys(at, b.Element, "type", "action_id", "initial_conversation", "default_to_current_conversation", "filter", "placeholder", "focus_on_load", "response_url_enabled", "confirm")
		out.Kind, out.Value = "channel", e.Conversation
	case "multi_conversations_select":
		l.keys(at, b.Element, "type", "action_id", "initial_conversations", "default_to_current_conversation", "filter", "placeholder", "focus_on_load", "max_selected_items", "confirm")
		out.Kind, out.Value = "channels", strings.Join(e.Several, ",")
	default:
		l.bad(at+"/type", "unsupported type: "+e.Type)
	}
	return out
}

func plainOf(raw json.RawMessage) string {
	var t textObject
	_ = json.Unmarshal(raw, &t)
	return t.Text
}

// form returns the dialogue that is open before somebody; nil for none.
func (s *Server) form(user string) *Form {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.forms[user]
}

// OpenForm returns the dialogue that is open before somebody; false for none.
func (s *Server) OpenForm(user string) (Form, bool) {
	f := s.form(person(user))
	if f == nil {
		return Form{}, false
	}
	return *f, true
}

// CloseForm has somebody close the dialogue that is open before him.
func (s *Server) CloseForm(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.forms, person(user))
}

// Submit has somebody send off the dialogue that is open before him: values by label, of choices a label, of channels an id. What is not
// named stays as it is. With flaws the dialogue stays open; else the first answer comes back.
func (s *Server) Submit(ctx context.Context, user string, values map[string]string) (a Answer, flaws map[string]string, err error) {
	raw, b, err := s.submission(user, values)
	if err != nil {
		return Answer{}, nil, err
	}
	before := s.published(user)
	ack, said, err := s.tell(interactive(raw))
	if err != nil {
		return Answer{}, nil, err
	}
	if flaws, err = s.flaws(user, said); err != nil || len(flaws) > 0 {
		return Answer{Ack: ack}, flaws, err
	}
	if b == nil {
		a = Answer{Ack: ack, Private: true}
		a.View, err = s.republished(ctx, user, before, s.form(person(user)))
		return a, nil, err
	}
	if err := s.until(ctx, func() bool { return b.last != nil && b.last != b.seen }); err != nil {
		return Answer{Ack: ack}, nil, fmt.Errorf("slacktest: sent off, but no answer: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b.seen = b.last
	return Answer{Message: *b.last, Private: b.last.For != "", Ack: ack}, nil, nil
}

// submission is what the app is told of a dialogue that is sent off, and the response_url on which the answer may come.
func (s *Server) submission(user string, values map[string]string) (json.RawMessage, *back, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.forms[person(user)]
	if f == nil {
		return nil, nil, fmt.Errorf("slacktest: no dialogue is open before %s", user)
	}
	type state struct {
		Type         string       `json:"type"`
		Value        *string      `json:"value,omitempty"`
		Option       *inputOption `json:"selected_option,omitempty"`
		Conversation *string      `json:"selected_conversation,omitempty"`
		Several      *[]string    `json:"selected_conversations,omitempty"`
	}
	all := map[string]map[string]state{}
	for i := range f.Fields {
		x := &f.Fields[i]
		if v, ok := values[x.Label]; ok {
			x.Value = v
		}
		if x.Value == "" && !x.Optional {
			return nil, nil, fmt.Errorf("slacktest: %q is to be filled in", x.Label)
		}
		var v state
		switch x.Kind {
		case "choice":
			v.Type = "static_select"
			if n := slices.Index(x.Labels, x.Value); n >= 0 {
				text, _ := json.Marshal(textObject{Type: "plain_text", Text: x.Labels[n]})
				v.Option = &inputOption{text, x.values[n]}
			} else if x.Value != "" {
				return nil, nil, fmt.Errorf("slacktest: %q is none of %q", x.Value, x.Labels)
			}
		case "channel":
			if v.Type = "conversations_select"; x.Value != "" {
				v.Conversation = &x.Value
			}
		case "channels":
			several := strings.FieldsFunc(x.Value, func(r rune) bool { return r == ',' })
			v.Type, v.Several = "multi_conversations_select", &several
		default:
			sent := escape(x.Value) // as Slack sends what is typed elsewhere; that it does so here was not verified
			v.Type, v.Value = "plain_text_input", &sent
		}
		all[x.block] = map[string]state{x.action: v}
	}
	type sent struct {
		Type     string          `json:"type"`
		ID       string          `json:"id"`
		Callback string          `json:"callback_id"`
		Meta     string          `json:"private_metadata"`
		Blocks   json.RawMessage `json:"blocks"`
		State    any             `json:"state"`
	}
	var view struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	_ = json.Unmarshal(f.raw, &view)
	raw, err := json.Marshal(struct {
		Type    string `json:"type"`
		Trigger string `json:"trigger_id"`
		App     string `json:"api_app_id"`
		Team    named  `json:"team"`
		User    named  `json:"user"`
		View    sent   `json:"view"`
	}{"view_submission", s.trigger(person(user)), AppID, named{ID: Team, Domain: "standin"}, named{ID: person(user), Name: user, User: user, Team: Team},
		sent{"modal", f.id, f.callback, f.meta, view.Blocks, struct {
			Values any `json:"values"`
		}{all}}})
	for _, b := range s.back {
		if b.id != "" && strings.Contains(f.meta, b.url(s)) {
			return raw, b, err
		}
	}
	return raw, nil, err
}

// flaws reads what the app said with its acknowledgement. Without a word the dialogue closes.
func (s *Server) flaws(user string, said json.RawMessage) (map[string]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.forms[person(user)]
	var told struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
	}
	if len(said) == 0 || string(said) == "null" {
		delete(s.forms, person(user))
		return nil, nil
	}
	if json.Unmarshal(said, &told) != nil || told.Action != "errors" || len(told.Errors) == 0 {
		return nil, fmt.Errorf("slacktest: not an answer to a dialogue: %.200s", said)
	}
	out := map[string]string{}
	for i := range f.Fields {
		x := &f.Fields[i]
		x.Flaw = told.Errors[x.block]
		if x.Flaw != "" {
			out[x.Label] = x.Flaw
			delete(told.Errors, x.block)
		}
	}
	if len(told.Errors) > 0 {
		return nil, fmt.Errorf("slacktest: errors of blocks that are not there: %v", told.Errors)
	}
	return out, nil
}
