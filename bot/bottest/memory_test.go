package bottest_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
)

const token = "xoxb-4711-secret"

// world is a platform in memory with a made-up network. A defect is the name of something that its adapter does wrong.
type world struct {
	defect string

	mu       sync.Mutex
	messages []message
	faults   []bottest.Fault
	requests int
	online   *adapter // who is serving
	router   *bot.Router
	work     context.Context
	answers  sync.WaitGroup
	homes    map[string]bottest.Answer
}

type message struct {
	bottest.Seen
	key     string
	posted  time.Time
	actions []bot.Action
}

var channel = bot.Address{Platform: "memory", Workspace: "w", Channel: "c"}

func (w *world) platform() bottest.Platform {
	return bottest.Platform{
		New: func(_ testing.TB, log *slog.Logger) bot.Adapter {
			if w.defect == "token in the log" {
				log.Info("connecting", "token", token)
			}
			return &adapter{w: w, known: map[string]bot.Address{}}
		},
		Channel: channel,
		Closed:  bot.Address{Platform: "memory", Workspace: "w", Channel: "closed"},
		Ready:   w.ready,
		Seen:    w.seen,
		Ask:     w.ask,
		Press:   w.press,
		Mention: w.mention,

		Choose: w.choose, OpenHome: w.openHome, PressHome: w.pressHome,
		Complete: w.complete,
		Fail: func(f bottest.Fault) {
			w.mu.Lock()
			defer w.mu.Unlock()
			for range f.Times {
				w.faults = append(w.faults, f)
			}
		},
		Drop: func(ctx context.Context) error {
			if w.defect == "stays offline" {
				return errors.New("it never came back")
			}
			return w.ready(ctx)
		},
		Requests: func() int {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.requests
		},
		Deadline: 100 * time.Millisecond,
		Secrets:  []string{token},
	}
}

func (w *world) ready(ctx context.Context) error {
	for {
		w.mu.Lock()
		online := w.online
		w.mu.Unlock()
		if online != nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
}

func (w *world) seen(at bot.Address) []bottest.Seen {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []bottest.Seen
	for _, m := range w.messages {
		if m.At.Place() == at.Place() {
			out = append(out, m.Seen)
		}
	}
	return out
}

func (w *world) ask(ctx context.Context, _, line string) (bottest.Answer, error) {
	return w.run(ctx, bot.Invocation{From: channel}, strings.TrimPrefix(line, "/"))
}

// mention asks from a message of somebody's, which nobody sees here.
func (w *world) mention(ctx context.Context, user, line string) (bottest.Answer, error) {
	from := channel
	from.Message = fmt.Sprintf("%s-%d", user, time.Now().UnixNano())
	return w.run(ctx, bot.Invocation{From: from, Via: bot.Mention, Public: w.defect != "mentions are answered in private"}, line)
}

func (w *world) press(ctx context.Context, _ string, under bottest.Answer, label string) (bottest.Answer, error) {
	w.mu.Lock()
	var found *bot.Action
	for _, m := range w.messages {
		for _, a := range m.actions {
			if a.Label == label && (m.At == under.At || m.At.String() == under.ID) {
				found = &a
			}
		}
	}
	w.mu.Unlock()
	if found == nil {
		return bottest.Answer{}, fmt.Errorf("no button %q", label)
	}
	return w.run(ctx, bot.Invocation{From: under.At, Via: bot.Button, Public: found.Public && w.defect != "button is never public"}, found.Line)
}

func (w *world) complete(ctx context.Context, _, command, param, typed string) ([]string, error) {
	var out []string
	for _, c := range w.router.Complete(ctx, bot.Invocation{Command: command}, param, typed) {
		out = append(out, c.Label)
	}
	if w.defect == "no proposals" {
		return nil, nil
	}
	return out, nil
}

// run lets the serving adapter answer: a first sign at once, the answer when it is there.
func (w *world) run(ctx context.Context, in bot.Invocation, line string) (bottest.Answer, error) {
	if err := w.ready(ctx); err != nil {
		return bottest.Answer{}, err
	}
	begin := time.Now()
	w.answers.Add(1)
	defer w.answers.Done()
	m := w.router.DoLine(w.work, in, line).Clean()
	if w.defect == "runs twice" {
		m = w.router.DoLine(w.work, in, line).Clean()
	}
	first := time.Millisecond
	if w.defect == "no acknowledgement" {
		first = time.Since(begin)
	}
	place := channel
	if m.Private && w.defect != "private answers are public" {
		place.Channel = "private"
	}
	if in.Via == bot.Mention && !m.Private && w.defect != "mentions are answered outside the thread" {
		place.Message = in.From.Message
	}
	kept := w.put(message{Seen: show(w.defect, m), actions: acts(w.defect, m)}, place, "")
	if in.Via == bot.Mention && w.defect == "mentions are answered twice" {
		kept = w.put(message{Seen: show(w.defect, m), actions: acts(w.defect, m)}, place, "")
	}
	return bottest.Answer{Thread: kept.Thread, Text: kept.Text, Private: m.Private, Links: kept.Links, Labels: kept.Labels, Pings: kept.Pings, First: first, ID: kept.At.String(), At: kept.At}, nil
}

// put keeps a message under a new address.
func (w *world) put(m message, to bot.Address, key string) message {
	w.mu.Lock()
	defer w.mu.Unlock()
	m.Thread, m.key, m.posted = to.Message, key, time.Now()
	m.At = to
	m.At.Message = fmt.Sprint(len(w.messages) + 1)
	w.messages = append(w.messages, m)
	return m
}

// acts returns all buttons of a message; those of lines name their line.
func acts(defect string, m bot.Message) []bot.Action {
	out := slices.Clone(m.Actions)
	for _, s := range m.Sections {
		for _, l := range s.Lines {
			for _, a := range l.Actions {
				if a.Label += " · " + l.Text; defect != "buttons of lines are lost" {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// show renders a message as a client would.
func show(defect string, m bot.Message) bottest.Seen {
	var s bottest.Seen
	parts := []string{m.Title, m.Lead}
	for _, section := range m.Sections {
		parts = append(parts, section.Heading)
		for _, l := range section.Lines {
			parts = append(parts, l.Text, l.Note, l.Clock())
			if l.URL != "" {
				s.Links = append(s.Links, l.URL)
			}
		}
	}
	for _, a := range acts(defect, m) {
		if a.URL != "" {
			s.Links = append(s.Links, a.URL)
		}
		s.Labels = append(s.Labels, a.Label)
	}
	if m.Image != nil { // it shows no pictures
		parts = append(parts, m.Image.Drawing, m.Image.Alt)
	}
	s.Text = strings.Join(append(parts, m.Footer), "\n")
	switch defect {
	case "pings":
		s.Pings = strings.Count(s.Text, "@everyone")
	case "markup":
		s.Text = strings.ReplaceAll(s.Text, "*", "")
	case "links in texts":
		if strings.Contains(s.Text, "](https://evil.example)") {
			s.Links = append(s.Links, "https://evil.example")
		}
	}
	return s
}

// adapter speaks to the world.
type adapter struct {
	w     *world
	mu    sync.Mutex
	known map[string]bot.Address
}

func (a *adapter) Name() string { return "memory" }

func (a *adapter) Serve(ctx context.Context, r *bot.Router) error {
	w := a.w
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	w.mu.Lock()
	w.online, w.router, w.work = a, r, work
	w.mu.Unlock()
	<-ctx.Done()
	w.mu.Lock()
	w.online = nil
	w.mu.Unlock()
	switch w.defect {
	case "abandons answers":
		cancel()
	case "leaves a goroutine":
		go func() { time.Sleep(30 * time.Second) }()
	case "stop is an error":
		return ctx.Err()
	}
	w.answers.Wait()
	return nil
}

func (a *adapter) Post(_ context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	w := a.w
	fail := func(c bot.Class, after time.Duration, reason string) (bot.Address, error) {
		err := errors.New("memory: " + reason)
		if w.defect == "token in an error" {
			err = fmt.Errorf("memory: POST with %s: %s", token, reason)
		}
		if w.defect == "wrong classes" {
			c = (c + 1) % 3
		}
		return bot.Address{}, &bot.PostError{Class: c, RetryAfter: after, Reason: reason, Err: err}
	}
	fault := w.next()
	switch {
	case fault != nil && fault.Kind == bottest.RateLimited && w.defect == "repeats by itself":
		return a.Post(context.Background(), to, key, m)
	case fault != nil && fault.Kind == bottest.RateLimited:
		return fail(bot.NotSent, fault.RetryAfter, "ratelimited")
	case fault != nil && fault.Kind == bottest.BrokenBefore:
		return fail(bot.Unknown, 0, "500")
	case fault != nil && fault.Kind == bottest.UnreachedOnly:
		return fail(bot.NotSent, 0, "refused")
	case to.Channel == "closed":
		return fail(bot.Refused, 0, "closed")
	}
	if w.defect == "replies in the channel" {
		to = to.Place()
	}
	m = m.Clean()
	kept := w.put(message{Seen: show(w.defect, m), actions: acts(w.defect, m)}, to, key)
	if w.defect == "posts twice" || fault != nil && w.defect == "repeats by itself" {
		w.put(message{Seen: show(w.defect, m)}, to, key)
	}
	a.mu.Lock()
	a.known[key] = kept.At
	a.mu.Unlock()
	if fault != nil {
		return fail(bot.Unknown, 0, "cut")
	}
	return kept.At, nil
}

// next counts a request and returns the fault that it meets.
func (w *world) next() *bottest.Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	var f *bottest.Fault
	if len(w.faults) > 0 {
		f, w.faults = &w.faults[0], w.faults[1:]
	}
	if f == nil || f.Kind != bottest.UnreachedOnly {
		w.requests++
	}
	return f
}

func (a *adapter) Find(_ context.Context, to bot.Address, key string, since time.Time) (bot.Address, error) {
	if a.w.defect == "finds only what it remembers" {
		if at, ok := a.known[key]; ok && at.Place() == to.Place() {
			return at, nil
		}
		return bot.Address{}, bot.ErrNotFound
	}
	a.w.mu.Lock()
	defer a.w.mu.Unlock()
	for _, m := range a.w.messages {
		here := m.At.Place() == to.Place() && m.Thread == to.Message
		if m.key == key && (here || a.w.defect == "finds anywhere") && !m.posted.Before(since) {
			return m.At, nil
		}
	}
	return bot.Address{}, bot.ErrNotFound
}

func (a *adapter) Edit(_ context.Context, at bot.Address, key string, m bot.Message) error {
	if a.w.defect == "edit posts again" {
		_, err := a.Post(context.Background(), at.Place(), key, m)
		return err
	}
	a.w.mu.Lock()
	defer a.w.mu.Unlock()
	for i := range a.w.messages {
		if old := &a.w.messages[i]; old.At == at {
			s := show(a.w.defect, m.Clean())
			s.At, s.Thread, s.Edited = at, old.Thread, true
			old.Seen, old.actions = s, m.Actions
			return nil
		}
	}
	return &bot.PostError{Class: bot.Refused, Reason: "gone"}
}

func (a *adapter) Split(m bot.Message) []bot.Message {
	if n := len(m.Sections); n > 1 && a.w.defect == "loses lines" {
		m.Sections = m.Sections[:n-1]
	}
	return []bot.Message{m}
}

func (a *adapter) Payload(_ bot.Address, _ string, m bot.Message) ([]byte, error) {
	return []byte(show("", m.Clean()).Text), nil
}
