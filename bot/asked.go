package bot

import (
	"context"
	"log/slog"
	"time"
)

// Outcome says how a command went. The values are part of the metrics.
type Outcome string

// The outcomes.
const (
	OutcomeOK      Outcome = "ok"
	OutcomeRefused Outcome = "refused" // arguments that do not fit, or something that the command itself turned down with a reason
	OutcomeDenied  Outcome = "denied"  // the asker lacks the rights
	OutcomeFailed  Outcome = "failed"  // the command broke, or did not end in time
	OutcomeUnknown Outcome = "unknown" // there is no such command
)

// Asked is a command that was answered, for those who count.
type Asked struct {
	Command  string // the name of one of the router's commands; empty when it is unknown which was meant
	Platform string
	Outcome  Outcome
	Took     time.Duration
}

// Observe has f called after each command. It must be called before the router is used, and f must be quick.
func (r *Router) Observe(f func(Asked)) { r.observe = f }

// asking is a command while it is answered.
type asking struct {
	in      Invocation
	begin   time.Time
	outcome Outcome
	flaw    string // the param whose value was turned down
}

// answer has a command answered, whatever happens in it, and tells that it was.
func (r *Router) answer(in Invocation, do func(*asking) Message) (m Message) {
	a := &asking{in: in, begin: time.Now(), outcome: OutcomeOK}
	if a.in.ID == "" {
		a.in.ID = NewID()
	}
	defer r.over(a)
	defer r.rescue(a, &m)
	a.in = r.prepare(a.in)
	return do(a)
}

func (r *Router) over(a *asking) {
	told := Asked{Platform: a.in.From.Platform, Outcome: a.outcome, Took: time.Since(a.begin)}
	if c, ok := r.byName[a.in.Command]; ok {
		told.Command = c.Name
	}
	if r.observe != nil {
		r.observe(told)
	}
	if !r.log.Enabled(context.Background(), slog.LevelDebug) {
		return
	}
	r.log.Debug("command answered", "code", a.in.ID, "command", told.Command, "outcome", told.Outcome, "took", told.Took, "from", a.in.From.String())
}

// say ends a command with an answer of the router itself.
func (a *asking) say(o Outcome, m Message) Message {
	a.outcome = o
	return finish(a.in, m, true)
}
