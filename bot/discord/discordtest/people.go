package discordtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
)

// Person is somebody in the server.
type Person struct {
	Name   string
	Admin  bool // may manage the server
	Keeper bool // may manage the channels
	Roles  []string
	Locale string // "en-US" when empty
}

func (p Person) id() string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(p.Name))
	return fmt.Sprintf("14%017d", h.Sum32())
}

// ID returns the id of the person.
func (p Person) ID() string { return p.id() }

func (p Person) locale() string {
	if p.Locale == "" {
		return "en-US"
	}
	return p.Locale
}

func (p Person) permissions() string {
	switch {
	case p.Admin:
		return "32"
	case p.Keeper:
		return "2064"
	}
	return "2048"
}

// Answer is what the asker sees.
type Answer struct {
	Message
	Private bool
	First   time.Duration // from asking to the first answer
	Delayed bool          // a notice came first
	Form    *Form         // a dialogue that opened in the place of a message; nil for none
}

// Errors of asking.
var (
	ErrCannotType = errors.New("discordtest: the client offers no such command or value")
	ErrNoAnswer   = errors.New("discordtest: the application did not respond")
)

// Ask types a slash command into a channel, without the slash, such as "brief share alibaba in:china": the client knows
// the registered commands, fills in the options in their order or by name, and takes no value that is not a choice.
func (s *Server) Ask(ctx context.Context, who Person, channel, line string) (Answer, error) {
	return s.AskWith(ctx, who, channel, line, "", nil)
}

// AskWith is Ask with a file for the option of the command that takes one.
func (s *Server) AskWith(ctx context.Context, who Person, channel, line, name string, content []byte) (Answer, error) {
	data, err := s.typed(line)
	if err == nil && name != "" {
		err = s.upload(line, data, name, content)
	}
	if err != nil {
		return Answer{}, err
	}
	it, event := s.begin(2, channel, who, data, nil)
	return s.outcome(ctx, it, event)
}

// Press presses the button with that label under a message.
func (s *Server) Press(ctx context.Context, who Person, channel, messageID, label string) (Answer, error) {
	s.mu.Lock()
	var under *message
	if c := s.channels[channel]; c != nil {
		under = c.find(messageID)
	}
	var data map[string]any
	if under != nil {
		data = under.body.press(label)
	}
	s.mu.Unlock()
	if data == nil {
		return Answer{}, fmt.Errorf("%w: no button %q under message %s", ErrCannotType, label, messageID)
	}
	it, event := s.begin(3, channel, who, data, under)
	return s.outcome(ctx, it, event)
}

// press is the data of pressing the button with that label, or of choosing it in a menu; nil when there is none.
func (b *body) press(label string) map[string]any {
	for _, c := range b.pressable() {
		if c.Type == 2 && c.Label == label && c.CustomID != "" {
			return map[string]any{"custom_id": c.CustomID, "component_type": 2}
		}
		for _, o := range c.Options {
			if o.Label == label {
				return map[string]any{"custom_id": c.CustomID, "component_type": 3, "values": []string{o.Value}}
			}
		}
	}
	return nil
}

// Choose chooses a message command, by its English name, on a message. Threads are channels of their own here as on Discord.
func (s *Server) Choose(ctx context.Context, who Person, channel, messageID, name string) (Answer, error) {
	s.mu.Lock()
	known := slices.ContainsFunc(s.offered(), func(c registered) bool { return c.Type == typeMessage && c.Name == name })
	var on *message
	if c := s.channels[channel]; c != nil {
		on = c.find(messageID)
	}
	var data map[string]any
	if known && on != nil {
		data = map[string]any{"id": "1500000000000000002", "name": name, "type": typeMessage, "target_id": messageID,
			"resolved": map[string]any{"messages": map[string]any{messageID: on.json(false)}}}
	}
	s.mu.Unlock()
	if data == nil {
		return Answer{}, fmt.Errorf("%w: no %q on message %s", ErrCannotType, name, messageID)
	}
	it, event := s.begin(2, channel, who, data, nil)
	return s.outcome(ctx, it, event)
}

// typeMessage is the type of a command that is chosen on a message.
const typeMessage = 3

// Complete types into an option of a command and returns the labels proposed.
func (s *Server) Complete(ctx context.Context, who Person, channel, path, option, typed string) ([]string, error) {
	s.mu.Lock()
	data, last, err := s.path(strings.Fields(path))
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	last.set([]map[string]any{{"type": 3, "name": option, "value": typed, "focused": true}})
	it, event := s.begin(4, channel, who, data, nil)
	if _, err := s.outcome(ctx, it, event); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, ch := range it.choices {
		out = append(out, ch.Name)
	}
	return out, nil
}

// outcome hands the event over and waits until the answer is there.
func (s *Server) outcome(ctx context.Context, it *interaction, event map[string]any) (Answer, error) {
	if err := s.deliver(ctx, it, event); err != nil {
		return Answer{}, err
	}
	tick := time.NewTicker(3 * time.Millisecond)
	defer tick.Stop()
	for {
		if a, done, err := s.state(it); done {
			return a, err
		}
		select {
		case <-ctx.Done():
			return Answer{}, fmt.Errorf("%w: %w", ErrNoAnswer, ctx.Err())
		case <-tick.C:
		}
	}
}

func (s *Server) state(it *interaction) (a Answer, done bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case it.answered.IsZero() && time.Since(it.asked) > s.config.Deadline:
		return a, true, fmt.Errorf("%w within %v; refused: %v", ErrNoAnswer, s.config.Deadline, it.refused)
	case it.form != nil && !it.answered.IsZero():
		shown := *it.form
		return Answer{First: it.answered.Sub(it.asked), Private: true, Form: &shown}, true, nil
	case it.answered.IsZero(), it.kind != 4 && (it.original == nil || it.original.loading):
		return a, false, nil
	}
	a.First = it.answered.Sub(it.asked)
	if it.kind != 4 {
		a.Message = it.original.seen(s.channels[it.channel])
		a.Private = it.original.ephemeral != ""
		a.Edited = false
	}
	return a, true, nil
}

// slot is where the options of a command go.
type slot struct{ in map[string]any }

func (s slot) set(options []map[string]any) {
	if len(options) > 0 {
		s.in["options"] = options
	}
}

// path finds the command that the words begin with.
func (s *Server) path(words []string) (map[string]any, slotted, error) {
	for _, c := range s.offered() {
		if len(words) == 0 || c.Name != words[0] || c.Type == typeMessage {
			continue
		}
		data := map[string]any{"id": "1500000000000000001", "name": c.Name, "type": 1}
		at, used := slot{data}, 1
		for len(c.Options) > 0 && c.Options[0].Type <= 2 {
			i := -1
			if used < len(words) {
				i = slices.IndexFunc(c.Options, func(o registered) bool { return o.Name == words[used] })
			}
			if i < 0 {
				return nil, slotted{}, fmt.Errorf("%w: %q", ErrCannotType, strings.Join(words, " "))
			}
			c, used = c.Options[i], used+1
			inner := map[string]any{"type": c.Type, "name": c.Name}
			at.set([]map[string]any{inner})
			at = slot{inner}
		}
		return data, slotted{at, c, words[used:]}, nil
	}
	return nil, slotted{}, fmt.Errorf("%w: %q", ErrCannotType, strings.Join(words, " "))
}

// slotted is the command found, its place, and the words that are left.
type slotted struct {
	slot
	command registered
	rest    []string
}

// typed is the data of a slash command as the client fills it in.
func (s *Server) typed(line string) (map[string]any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, at, err := s.path(strings.Fields(line))
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	var free []string
	for _, w := range at.rest {
		name, value, ok := strings.Cut(w, ":")
		if ok && slices.ContainsFunc(at.command.Options, func(o registered) bool { return o.Name == name }) {
			values[name] = value
			continue
		}
		free = append(free, w)
	}
	var options []map[string]any
	for _, o := range at.command.Options {
		if o.Type == 11 {
			continue // no words fill it in
		}
		if values[o.Name] == "" && len(free) > 0 && (o.Required || len(o.Choices) == 0) {
			values[o.Name] = free[0]
			if free = free[1:]; o.Name == at.command.Options[len(at.command.Options)-1].Name {
				values[o.Name], free = strings.Join(append([]string{values[o.Name]}, free...), " "), nil
			}
		}
		v := values[o.Name]
		if v == "" && !o.Required {
			continue
		}
		if v == "" || len(o.Choices) > 0 && !slices.ContainsFunc(o.Choices, func(c choice) bool { return c.Value == v }) {
			return nil, fmt.Errorf("%w: %s:%s", ErrCannotType, o.Name, v)
		}
		options = append(options, map[string]any{"type": o.Type, "name": o.Name, "value": v})
	}
	if len(free) > 0 {
		return nil, fmt.Errorf("%w: %q is too much", ErrCannotType, free)
	}
	at.set(options)
	return data, nil
}

func encode(event map[string]any) json.RawMessage {
	b, err := json.Marshal(event)
	if err != nil {
		panic(err) // the stand-in's own values
	}
	return b
}
