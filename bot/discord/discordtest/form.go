package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Form is a dialogue that is open before somebody.
type Form struct {
	Title  string
	Fields []FormField

	custom, channel string
	under           *message // that a button of was pressed; nil where a command opened it
}

// FormField is one value that a dialogue asks for.
type FormField struct {
	Label, Hint, Value string
	Kind               string   // "text", "lines", "choice", "channel", "channels", whose value is ids separated by commas
	Labels             []string // of choices
	Optional           bool

	custom string
	values []string
	max    int
	kinds  []int
	stays  bool // one is always chosen once one is
}

// modal is the body of a dialogue.
type modal struct {
	Title      string `json:"title"`
	CustomID   string `json:"custom_id"`
	Components []struct {
		Type        int         `json:"type"`
		Label       string      `json:"label"`
		Description string      `json:"description"`
		Component   *modalInput `json:"component"`
	} `json:"components"`
}

type modalInput struct {
	Type     int         `json:"type"`
	CustomID string      `json:"custom_id"`
	Required *bool       `json:"required"`
	Style    int         `json:"style"`
	Value    string      `json:"value"`
	Min      int         `json:"min_length"`
	Max      *int        `json:"max_length"`
	Least    *int        `json:"min_values"`
	Options  []modalPick `json:"options"`
	Kinds    []int       `json:"channel_types"`
	Most     *int        `json:"max_values"`
	Defaults []struct {
		ID   string `json:"id"`
		Type string `json:"type"`
	} `json:"default_values"`
}

type modalPick struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default"`
}

// readModal refuses what Discord refuses, and returns the dialogue as it is shown.
func readModal(raw json.RawMessage) (*Form, error) {
	var m modal
	switch {
	case json.Unmarshal(raw, &m) != nil:
		return nil, invalid("data: not a modal")
	case count(m.Title) < 1 || count(m.Title) > 45:
		return nil, invalid("data.title: must be between 1 and 45 in length")
	case count(m.CustomID) < 1 || count(m.CustomID) > 100:
		return nil, invalid("data.custom_id: must be between 1 and 100 in length")
	case len(m.Components) < 1 || len(m.Components) > 5:
		return nil, invalid("data.components: must be between 1 and 5 in length")
	}
	f, ids := &Form{Title: m.Title, custom: m.CustomID}, map[string]bool{}
	for _, c := range m.Components {
		switch {
		case c.Type != 18 || c.Component == nil:
			return nil, invalid("data.components: only labels with a component are known here")
		case count(c.Label) < 1 || count(c.Label) > 45 || count(c.Description) > 100:
			return nil, invalid("data.components.label: must be between 1 and 45 in length, its description 100 or fewer")
		case count(c.Component.CustomID) < 1 || count(c.Component.CustomID) > 100 || ids[c.Component.CustomID]:
			return nil, invalid("data.components.custom_id: must be between 1 and 100 in length, and not duplicated")
		}
		ids[c.Component.CustomID] = true
		field, err := c.Component.field()
		if err != nil {
			return nil, err
		}
		field.Label, field.Hint = c.Label, c.Description
		f.Fields = append(f.Fields, field)
	}
	return f, nil
}

// field checks what one value is given in.
func (c *modalInput) field() (FormField, error) {
	out := FormField{custom: c.CustomID, Optional: c.Required != nil && !*c.Required, max: 4000, stays: c.Least == nil || *c.Least > 0}
	if !out.stays && !out.Optional {
		return out, invalid("data.components.min_values: 0 is for what is not required")
	}
	switch c.Type {
	case 4:
		if c.Max != nil {
			out.max = *c.Max
		}
		out.Value, out.Kind = c.Value, "text"
		if c.Style == 2 {
			out.Kind = "lines"
		}
		if c.Style != 1 && c.Style != 2 || out.max < 1 || out.max > 4000 || c.Min < 0 || c.Min > out.max || count(c.Value) > out.max {
			return out, invalid("data.components: not a text input that can be filled in")
		}
	case 3:
		out.Kind = "choice"
		if len(c.Options) < 1 || len(c.Options) > 25 {
			return out, invalid("data.components.options: must be between 1 and 25 in length")
		}
		for _, o := range c.Options {
			switch {
			case count(o.Label) < 1 || count(o.Label) > 100 || count(o.Value) < 1 || count(o.Value) > 100:
				return out, invalid("data.components.options: labels and values must be between 1 and 100 in length")
			case slices.Contains(out.values, o.Value):
				return out, invalid("data.components.options: the value %q is already used", o.Value)
			case o.Default && out.Value != "":
				return out, invalid("data.components.options: more than one is chosen")
			case o.Default:
				out.Value = o.Label
			}
			out.Labels, out.values = append(out.Labels, o.Label), append(out.values, o.Value)
		}
	case 8:
		out.Kind, out.kinds = "channel", c.Kinds
		most := 1
		if c.Most != nil {
			most, out.Kind = *c.Most, "channels"
		}
		if most < 1 || most > 25 || len(c.Defaults) > most {
			return out, invalid("data.components.default_values: must be %d or fewer in length, at most 25", most)
		}
		var ids []string
		for _, d := range c.Defaults {
			if d.Type != "channel" {
				return out, invalid("data.components.default_values: not a channel")
			}
			ids = append(ids, d.ID)
		}
		out.Value = strings.Join(ids, ",")
	default:
		return out, invalid("data.components: type %d is not known here", c.Type)
	}
	return out, nil
}

// openForm shows a dialogue to who asked.
func (s *Server) openForm(it *interaction, data json.RawMessage) error {
	if it.kind != 2 && it.kind != 3 {
		return invalid("type: a modal opens only for a command or a button")
	}
	f, err := readModal(data)
	if err != nil {
		return err
	}
	f.channel, f.under = it.channel, it.under
	it.form, s.forms[it.user] = f, f
	return nil
}

// OpenForm returns the dialogue that is open before somebody; false for none.
func (s *Server) OpenForm(who Person) (Form, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.forms[who.id()]
	if f == nil {
		return Form{}, false
	}
	return *f, true
}

// CloseForm has somebody close the dialogue that is open before him.
func (s *Server) CloseForm(who Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.forms, who.id())
}

// Submit has somebody send off the dialogue that is open before him: values by label, of choices a label, of channels an id. What is not
// named stays as it is. The client closes it whatever the answer is.
func (s *Server) Submit(ctx context.Context, who Person, values map[string]string) (Answer, error) {
	s.mu.Lock()
	f := s.forms[who.id()]
	if f == nil {
		s.mu.Unlock()
		return Answer{}, fmt.Errorf("%w: no dialogue is open before %s", ErrCannotType, who.Name)
	}
	data, err := f.fill(s, values)
	if err == nil {
		delete(s.forms, who.id())
	}
	s.mu.Unlock()
	if err != nil {
		return Answer{}, err
	}
	it, event := s.begin(5, f.channel, who, data, f.under)
	return s.outcome(ctx, it, event)
}

// SubmitRaw has somebody's client send off what it likes.
func (s *Server) SubmitRaw(ctx context.Context, who Person, channel, custom string, values map[string]string) (Answer, error) {
	var all []any
	for name, v := range values {
		all = append(all, map[string]any{"type": 18, "component": map[string]any{"type": 4, "custom_id": name, "value": v}})
	}
	it, event := s.begin(5, channel, who, map[string]any{"custom_id": custom, "components": all}, nil)
	return s.outcome(ctx, it, event)
}

// fill returns what the client sends of a dialogue.
func (f *Form) fill(s *Server, values map[string]string) (map[string]any, error) {
	for label := range values {
		if !slices.ContainsFunc(f.Fields, func(x FormField) bool { return x.Label == label }) {
			return nil, fmt.Errorf("%w: the dialogue does not ask for %q", ErrCannotType, label)
		}
	}
	var all []any
	for i := range f.Fields {
		x := &f.Fields[i]
		if v, ok := values[x.Label]; ok {
			if v == "" && x.Value != "" && x.stays && (x.Kind == "choice" || x.Kind == "channel") {
				return nil, fmt.Errorf("%w: what is chosen of %q cannot be taken away", ErrCannotType, x.Label)
			}
			x.Value = v
		}
		sent := map[string]any{"id": 2*i + 2, "custom_id": x.custom}
		n := slices.Index(x.Labels, x.Value)
		switch {
		case x.Value == "" && !x.Optional:
			return nil, fmt.Errorf("%w: %q is to be filled in", ErrCannotType, x.Label)
		case x.Kind == "choice" && x.Value != "" && n < 0:
			return nil, fmt.Errorf("%w: %q is none of %q", ErrCannotType, x.Value, x.Labels)
		case x.Kind == "choice" && n >= 0:
			sent["type"], sent["values"] = 3, []string{x.values[n]}
		case x.Kind == "choice":
			sent["type"], sent["values"] = 3, []string{}
		case x.Kind == "channel", x.Kind == "channels":
			chosen := append([]string{}, strings.FieldsFunc(x.Value, func(r rune) bool { return r == ',' })...)
			for _, id := range chosen {
				c := s.channels[id]
				if c == nil || len(x.kinds) > 0 && !slices.Contains(x.kinds, c.kind) || x.Kind == "channel" && len(chosen) > 1 {
					return nil, fmt.Errorf("%w: no channel %s to choose", ErrCannotType, id)
				}
			}
			sent["type"], sent["values"] = 8, chosen
		case count(x.Value) > x.max:
			return nil, fmt.Errorf("%w: %q takes %d characters", ErrCannotType, x.Label, x.max)
		default:
			sent["type"], sent["value"] = 4, x.Value
		}
		all = append(all, map[string]any{"type": 18, "id": 2*i + 1, "component": sent})
	}
	return map[string]any{"custom_id": f.custom, "components": all}, nil
}
