package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"briefbot/bot"
)

// firstAnswer is what goes back in the HTTP answer to an interaction; written is closed when it is on its way.
type firstAnswer struct {
	callback callback
	repeated bool // there is none: somebody else answers
	written  chan struct{}
}

// reply answers one interaction, once.
type reply struct {
	a        *Adapter
	service  *service
	it       interaction
	http     chan<- firstAnswer // nil over the gateway
	received time.Time
	code     string
	log      *slog.Logger
}

// answer runs the command and says its answer: at once when it is ready soon, else after a notice that it is on its way.
func (r *reply) answer(in bot.Invocation, public bool, do func(context.Context) bot.Message) {
	ctx, cancel := context.WithTimeout(r.service.ctx, r.a.pace.limit)
	defer cancel()
	done := make(chan bot.Message, 1)
	go func() { done <- do(ctx) }()
	soon := time.NewTimer(time.Until(r.received.Add(r.a.pace.first)))
	defer soon.Stop()
	select {
	case m := <-done:
		if r.open(in, m) {
			return
		}
		if m.Image == nil && m.File == nil {
			r.atOnce(m)
			return
		}
		done <- m // a picture goes the long way, which can carry files
	case <-soon.C:
	}
	if !r.first(answerDeferred, payload{Flags: private(!public)}) {
		return
	}
	r.late(r.wait(ctx, in, done), public)
}

// wait returns the answer, or the router's word of failure when the command does not end.
func (r *reply) wait(ctx context.Context, in bot.Invocation, done <-chan bot.Message) bot.Message {
	select {
	case m := <-done:
		return m
	case <-ctx.Done():
	}
	select {
	case m := <-done: // a command that heeds its context ends now
		return m
	case <-time.After(500 * time.Millisecond):
		return r.service.router.Overdue(in)
	}
}

func private(yes bool) int {
	if yes {
		return flagPrivate
	}
	return 0
}

// atOnce gives the answer as the first sign of life; what does not fit follows.
func (r *reply) atOnce(m bot.Message) {
	parts := r.parts(m)
	p := r.body(parts[0])
	if r.first(answerMessage, p) {
		r.follow(parts[1:])
	}
}

// late puts the answer in the place of the notice. The notice was private or not before the answer was known; where they
// differ, the notice goes and the answer comes anew.
func (r *reply) late(m bot.Message, public bool) {
	parts := r.parts(m)
	original := r.webhook() + "/messages/@original"
	if m.Private != public {
		r.insist(http.MethodPatch, original, r.body(parts[0]))
	} else {
		if !r.insist(http.MethodDelete, original, payload{}) {
			return // a follow-up would take the notice's place, and with it be seen by the wrong people
		}
		r.insist(http.MethodPost, r.webhook()+"?wait=true", r.body(parts[0]))
	}
	r.follow(parts[1:])
}

// parts splits an answer into the messages that show it.
func (r *reply) parts(m bot.Message) []bot.Message {
	parts, dropped := fit(m)
	if dropped > 0 {
		r.log.Debug("discord: an answer is too long and its last lines are left out", "lines", dropped)
	}
	return parts
}

// follow says the further parts.
func (r *reply) follow(parts []bot.Message) {
	for _, part := range parts {
		r.insist(http.MethodPost, r.webhook()+"?wait=true", r.body(part))
	}
}

// body renders a part of an answer. What cannot be rendered is only the empty message.
func (r *reply) body(m bot.Message) payload {
	p, err := render(m, "")
	if err != nil {
		p, _ = render(bot.Message{Lead: "…"}, "")
	}
	p.Flags |= private(m.Private)
	if p.image != nil {
		words := r.body(inWords(m))
		words.Attachments = []attachment{}
		p.words = &words
	}
	return p
}

// webhook returns the path of follow-ups. Deliveries say whose they are.
func (r *reply) webhook() string {
	app := r.it.App
	if !snowflakeRule.MatchString(app) {
		app, _ = r.a.application(r.service.ctx) // without one, the request that follows fails and is logged
	}
	return "/webhooks/" + app + "/" + r.it.Token
}

// first gives the first answer and reports whether the platform has it.
func (r *reply) first(kind int, p payload) bool {
	data, err := json.Marshal(p)
	if kind == answerDeferred {
		data, err = json.Marshal(struct {
			Flags int `json:"flags"`
		}{p.Flags})
	}
	if err != nil {
		r.log.Error("discord: answer not written", "error", err)
		return false
	}
	return r.send(callback{Type: kind, Data: data})
}

// send gives the first answer over HTTP or over the API. Trying again is safe there: a second one is refused.
func (r *reply) send(c callback) bool {
	if r.http != nil {
		first := firstAnswer{callback: c, written: make(chan struct{})}
		r.http <- first
		select {
		case <-first.written:
			return true
		case <-time.After(3 * time.Second): // the requester went away
			return false
		}
	}
	body, err := json.Marshal(c)
	if err != nil {
		return false
	}
	// The platform forgets the interaction after 3 s.
	ctx, cancel := context.WithDeadline(r.service.ctx, r.received.Add(2900*time.Millisecond))
	defer cancel()
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		x := r.a.do(ctx, call{method: http.MethodPost, path: "/interactions/" + r.it.ID + "/" + r.it.Token + "/callback",
			bucket: bucket("callback", r.it.ID), body: body, patience: time.Second})
		if x.ok() || x.refusal().Code == alreadyAnswered {
			return true
		}
		if x.class() == bot.Refused || !sleep(ctx, wait) {
			r.log.Error("discord: an interaction got no answer", "error", x.failure("answer"))
			return false
		}
	}
}

// insist makes a request that belongs to an answer already begun, tries again where that cannot say things twice, and
// reports whether it succeeded.
func (r *reply) insist(method, path string, p payload) bool {
	ctx, cancel := context.WithDeadline(r.service.ctx, r.received.Add(14*time.Minute)) // the token lives 15
	defer cancel()
	for wait, tries := 200*time.Millisecond, 0; ; wait, tries = 2*wait, tries+1 {
		var x *exchange
		if b := bucket("webhook", r.it.ID); method == http.MethodDelete {
			x = r.a.do(ctx, call{method: method, path: path, bucket: b, patience: 30 * time.Second})
		} else {
			x = r.a.send(ctx, method, path, b, p)
		}
		if x.ok() {
			return true
		}
		class := x.class()
		if class == bot.Refused && p.words != nil && (x.status == http.StatusForbidden || x.status == http.StatusRequestEntityTooLarge) {
			p = *p.words // pictures are not allowed here
			continue
		}
		again := class == bot.NotSent || class == bot.Unknown && method != http.MethodPost ||
			x.status == http.StatusNotFound && r.http != nil // the platform may not have read the HTTP answer yet
		wait = max(wait, min(x.retryAfter(x.refusal()), time.Minute))
		if !again || tries >= 5 || !sleep(ctx, wait) {
			r.log.Error("discord: an answer was not shown", "error", x.failure("answer"))
			return false
		}
	}
}

// completeWithin is how long proposals are waited for; they come from memory.
const completeWithin = 1500 * time.Millisecond

// complete answers with values for the option that is being typed, at most 25 of at most 100 characters.
func (r *reply) complete(in bot.Invocation) {
	path, options := r.it.path()
	in.Command, in.Args = or(r.service.names[path], path), map[string]string{}
	param, typed := "", ""
	for _, o := range options {
		if o.Focused {
			param, typed = o.Name, o.text()
			continue
		}
		in.Args[o.Name] = o.text()
	}
	ctx, cancel := context.WithTimeout(r.service.ctx, completeWithin)
	defer cancel()
	done := make(chan []bot.Choice, 1)
	go func() { done <- r.service.router.Complete(ctx, in, param, typed) }()
	var proposed []bot.Choice
	select {
	case proposed = <-done:
	case <-ctx.Done():
	}
	choices := make([]choice, 0, maxChoices)
	for _, c := range proposed {
		label := bot.Cut(bot.CleanLine(or(c.Label, c.Value)), 100)
		if c.Value != "" && bot.Length(c.Value) <= 100 && label != "" && len(choices) < maxChoices {
			choices = append(choices, choice{label, c.Value})
		}
	}
	data, err := json.Marshal(struct {
		Choices []choice `json:"choices"`
	}{choices})
	if err == nil {
		r.send(callback{Type: answerComplete, Data: data})
	}
}
