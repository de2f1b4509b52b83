package discord

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"briefbot/bot"
)

// Component types and limits of dialogues.
const (
	typeInput    = 4
	typeChannels = 8
	typeLabel    = 18

	inputLine  = 1
	inputLines = 2

	maxCustomID = 100
	maxChannels = 25   // that can be chosen at once
	formPrefix  = "f:" // of the custom id, before what the form is for
)

// postable are the channels that a digest can go to: text, announcements, forums.
var postable = []int{0, 5, 15}

// dialogue is the body of a dialogue, which is Discord's modal.
type dialogue struct {
	CustomID   string    `json:"custom_id"`
	Title      string    `json:"title"`
	Components []labeled `json:"components"`
}

// labeled is one value that is asked for, with its words.
type labeled struct {
	Type        int    `json:"type"`
	Label       string `json:"label"`
	Description string `json:"description,omitempty"`
	Component   input  `json:"component"`
}

// input is what one value is given in.
type input struct {
	Type      int      `json:"type"`
	CustomID  string   `json:"custom_id"`
	Required  bool     `json:"required"`             // absent, it would be
	Least     *int     `json:"min_values,omitempty"` // of what is chosen; absent, it would be 1, and what is chosen before could not be taken away
	Style     int      `json:"style,omitempty"`
	Value     string   `json:"value,omitempty"`
	MaxLength int      `json:"max_length,omitempty"`
	Options   []option `json:"options,omitempty"`
	Kinds     []int    `json:"channel_types,omitempty"`
	Defaults  []preset `json:"default_values,omitempty"`
	MaxValues int      `json:"max_values,omitempty"` // absent: 1
}

// preset is a channel that is chosen before anybody chooses.
type preset struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// filledIn is one value as a dialogue brings it back.
type filledIn struct {
	Component struct {
		CustomID string   `json:"custom_id"`
		Value    string   `json:"value"`
		Values   []string `json:"values"`
	} `json:"component"`
}

// draw turns a form into a dialogue; false for one that Discord would not take: over HTTP nobody is told that it was refused. Channels
// can be chosen in servers alone.
func draw(f bot.Form, server bool) (dialogue, bool) {
	d := dialogue{CustomID: formPrefix + f.Line(), Title: f.Title}
	params := map[string]bool{}
	for _, x := range f.Fields {
		in := input{Type: typeInput, CustomID: x.Param, Required: x.Required}
		switch {
		case x.Channel && server:
			in.Type, in.Kinds = typeChannels, postable
			if x.Several {
				in.MaxValues = maxChannels
			}
			for _, id := range x.Chosen() {
				if p := (preset{id, "channel"}); snowflakeRule.MatchString(id) && len(in.Defaults) < max(in.MaxValues, 1) && !slices.Contains(in.Defaults, p) {
					in.Defaults = append(in.Defaults, p)
				}
			}
		case len(x.Choices) > 0:
			in.Type = typeSelect
			for _, c := range x.Choices {
				in.Options = append(in.Options, option{Label: c.Label, Value: c.Value, Default: c.Value == x.Value})
			}
		case x.Lines:
			in.Style, in.Value, in.MaxLength = inputLines, x.Value, bot.MaxFieldValue
		default:
			in.Style, in.Value, in.MaxLength = inputLine, bot.CleanLine(x.Value), bot.MaxFieldValue
		}
		if in.Style == 0 && !x.Required {
			in.Least = new(int)
		}
		if params[x.Param] || bot.Length(x.Param) > maxCustomID || twice(in.Options) {
			return dialogue{}, false
		}
		params[x.Param] = true
		d.Components = append(d.Components, labeled{Type: typeLabel, Label: x.Label, Description: x.Hint, Component: in})
	}
	return d, bot.Length(d.CustomID) <= maxCustomID
}

// twice reports whether two options have one value.
func twice(options []option) bool {
	values := map[string]bool{}
	for _, o := range options {
		if values[o.Value] {
			return true
		}
		values[o.Value] = true
	}
	return false
}

// open shows the form of an answer as a dialogue in its place; false when the answer has none or it did not open. Discord opens none in
// answer to another.
func (r *reply) open(in bot.Invocation, m bot.Message) bool {
	f, ok := m.Dialogue()
	if !ok || r.it.Type == kindFilled {
		return false
	}
	if in.Via == bot.Button {
		r.a.forms.fill(r.asker(in), &f)
	}
	d, ok := draw(f, r.it.GuildID != "")
	if !ok {
		return false
	}
	data, err := json.Marshal(d)
	if err != nil {
		return false
	}
	r.a.forms.opened(r.asker(in), f)
	return r.send(callback{Type: answerDialogue, Data: data})
}

// fill answers a dialogue that was sent off. Where something of it was turned down, a button opens it again.
func (r *reply) fill(in bot.Invocation) {
	line, values := r.filled()
	r.answer(in, r.publicLine(press{line: line}), func(ctx context.Context) bot.Message {
		m, flaw := r.service.router.Fill(ctx, in, line, values)
		if !flaw.Refused {
			return m
		}
		if again, ok := r.a.forms.refused(r.asker(in), line, values); ok {
			m.Actions = append(m.Actions[:len(m.Actions):len(m.Actions)], again)
		}
		return m
	})
}

// asker names who fills in dialogues, and where.
func (r *reply) asker(in bot.Invocation) string { return in.From.Workspace + "/" + in.User.ID }

// filled returns what a dialogue brought back: what it is for, nothing for one of some other version of the program, and the values by
// param.
func (r *reply) filled() (line string, values map[string]string) {
	if rest, ours := strings.CutPrefix(r.it.Data.CustomID, formPrefix); ours {
		line = rest
	}
	values = map[string]string{}
	for _, c := range r.it.Data.Components {
		if c := c.Component; c.CustomID != "" {
			values[c.CustomID] = or(c.Value, strings.Join(c.Values, ","))
		}
	}
	return line, values
}

// Dialogues are remembered for as long as somebody may take to correct one.
const (
	formLife = 15 * time.Minute
	maxForms = 1000
)

// forms remembers what people filled in and what was turned down: Discord shows no errors in a dialogue, so that it is opened again with
// what stood there. It holds one dialogue of each person and use.
type forms struct {
	mu    sync.Mutex
	known map[formKey]*remembered
}

type formKey struct{ asker, line string }

type remembered struct {
	again  string // what the button is called that opens it again
	values map[string]string
	at     time.Time
}

// opened notes that a dialogue opens before somebody.
func (f *forms) opened(asker string, form bot.Form) {
	if form.Again == "" {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	for k, v := range f.known {
		if now.Sub(v.at) > formLife {
			delete(f.known, k)
		}
	}
	if f.known == nil || len(f.known) >= maxForms {
		f.known = map[formKey]*remembered{}
	}
	f.known[formKey{asker, form.Line()}] = &remembered{again: form.Again, at: now}
}

// refused keeps what somebody filled in, and returns the button that opens the dialogue again; false when it is not known any more.
func (f *forms) refused(asker, line string, values map[string]string) (bot.Action, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	k, ok := f.known[formKey{asker, line}]
	if !ok {
		return bot.Action{}, false
	}
	k.values, k.at = values, time.Now()
	return bot.Action{Label: k.again, Line: line}, true
}

// fill puts what somebody filled in before, and was turned down, into the same form.
func (f *forms) fill(asker string, form *bot.Form) {
	f.mu.Lock()
	defer f.mu.Unlock()
	k, ok := f.known[formKey{asker, form.Line()}]
	if !ok || k.values == nil || time.Since(k.at) > formLife {
		return
	}
	for i, x := range form.Fields {
		if v, ok := k.values[x.Param]; ok {
			form.Fields[i].Value = v
		}
	}
}
