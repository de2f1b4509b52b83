package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"strings"
)

// Wording says what the router itself has to say. Its methods return messages in the invocation's language.
type Wording interface {
	// Unknown answers a line whose first word is no command; similar holds the commands that look like it.
	Unknown(in Invocation, word string, similar []Command) Message
	// Misused answers arguments that do not fit the command.
	Misused(in Invocation, c Command, p Problem) Message
	// Denied answers somebody who lacks the rights.
	Denied(in Invocation, c Command) Message
	// Failed answers when the command broke; the code leads to the log line.
	Failed(in Invocation, code string) Message
}

// Problem is what is wrong with a command's arguments.
type Problem struct {
	Kind  ProblemKind
	Param string // the param it is about; empty for TooMany
	Value string // what was given
}

// ProblemKind tells problems with arguments apart.
type ProblemKind int

// The problems with arguments.
const (
	Missing   ProblemKind = iota // a required argument is not there
	TooMany                      // words remain that no param takes
	NotChoice                    // the value is none of the param's choices
	NoSuchKey                    // name:value with a name that the command does not have
)

// Router finds the command that was asked for, checks rights and arguments, and turns every outcome into a message.
type Router struct {
	commands []Command
	byName   map[string]Command
	wording  Wording
	defaults func(Invocation) Invocation
	log      *slog.Logger
}

var nameRule = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}( [a-z][a-z0-9-]{0,31})?$`)

// NewRouter checks the commands and returns their router. The prepare function, if not nil, completes each invocation before
// it is looked at: the channel's language, the asker's rights.
func NewRouter(commands []Command, w Wording, prepare func(Invocation) Invocation, log *slog.Logger) (*Router, error) {
	r := &Router{commands: commands, byName: map[string]Command{}, wording: w, defaults: prepare, log: log}
	for _, c := range commands {
		if err := c.check(); err != nil {
			return nil, err
		}
		names := []string{c.Name}
		for _, n := range c.Names {
			names = append(names, n)
		}
		for _, n := range names {
			if other, ok := r.byName[n]; ok && other.Name != c.Name {
				return nil, fmt.Errorf("bot: commands %q and %q share the name %q", other.Name, c.Name, n)
			}
			r.byName[n] = c
		}
	}
	return r, nil
}

func (c Command) check() error {
	switch {
	case !nameRule.MatchString(c.Name):
		return fmt.Errorf("bot: command name %q: want one or two lower-case words", c.Name)
	case c.Summary.In("en") == "" || Length(c.Summary.In("en")) > 100:
		return fmt.Errorf("bot: command %s: the summary must have 1 to 100 characters", c.Name)
	case c.Run == nil:
		return fmt.Errorf("bot: command %s has no Run", c.Name)
	case len(c.Params) > 25:
		return fmt.Errorf("bot: command %s has more than 25 params", c.Name)
	}
	for i, p := range c.Params {
		switch {
		case !nameRule.MatchString(p.Name) || strings.Contains(p.Name, " "):
			return fmt.Errorf("bot: command %s: param name %q: want a lower-case word", c.Name, p.Name)
		case p.Summary.In("en") == "" || Length(p.Summary.In("en")) > 100:
			return fmt.Errorf("bot: command %s, param %s: the summary must have 1 to 100 characters", c.Name, p.Name)
		case p.Rest && i != len(c.Params)-1 && !allKeyed(c.Params[i+1:]):
			return fmt.Errorf("bot: command %s, param %s: only the last param by position can take the rest", c.Name, p.Name)
		case len(p.Choices) > 25:
			return fmt.Errorf("bot: command %s, param %s has more than 25 choices", c.Name, p.Name)
		}
	}
	return nil
}

func allKeyed(params []Param) bool {
	for _, p := range params {
		if !p.Keyed {
			return false
		}
	}
	return true
}

// Commands returns all commands, in the order in which help shows them.
func (r *Router) Commands() []Command { return r.commands }

// Command returns the command of that name in any language.
func (r *Router) Command(name string) (Command, bool) {
	c, ok := r.byName[name]
	return c, ok
}

// DoLine answers a typed line, such as "share alibaba 2024q4", or what a button carries. An empty line asks for
// the command "help". The invocation's Command and Args are set from the line.
func (r *Router) DoLine(ctx context.Context, in Invocation, line string) Message {
	in = r.prepare(in)
	c, rest, ok := r.find(line)
	if !ok {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		return r.finish(in, r.wording.Unknown(in, Cut(CleanLine(word), 60), r.similar(word)), true)
	}
	in.Command = c.Name
	args, problem := c.parse(rest)
	if problem != nil {
		return r.finish(in, r.wording.Misused(in, c, *problem), true)
	}
	in.Args = args
	return r.run(ctx, in, c)
}

// Do answers an invocation whose Command and Args the platform has already told apart.
func (r *Router) Do(ctx context.Context, in Invocation) Message {
	in = r.prepare(in)
	c, ok := r.byName[in.Command]
	if !ok {
		return r.finish(in, r.wording.Unknown(in, in.Command, r.similar(in.Command)), true)
	}
	in.Command = c.Name
	return r.run(ctx, in, c)
}

// Complete proposes values for one param; nil when it proposes none. It never fails.
func (r *Router) Complete(ctx context.Context, in Invocation, param, typed string) (out []Choice) {
	in = r.prepare(in)
	defer func() {
		if v := recover(); v != nil {
			r.log.Error("completion broke", "command", in.Command, "param", param, "panic", v)
			out = nil
		}
	}()
	c := r.byName[in.Command]
	for _, p := range c.Params {
		if p.Name != param || in.Access < c.Access {
			continue
		}
		if p.Complete != nil {
			out = p.Complete(ctx, in, typed)
		}
		for _, ch := range p.Choices {
			if strings.HasPrefix(strings.ToLower(ch.Label), strings.ToLower(typed)) {
				out = append(out, ch)
			}
		}
	}
	return out[:min(len(out), 25)]
}

func (r *Router) prepare(in Invocation) Invocation {
	if r.defaults != nil {
		return r.defaults(in)
	}
	return in
}

func (r *Router) run(ctx context.Context, in Invocation, c Command) (m Message) {
	defer func() {
		if v := recover(); v != nil {
			r.log.Error("command panicked", "command", c.Name, "panic", v, "stack", string(debug.Stack()))
			m = r.finish(in, r.wording.Failed(in, "panic"), true)
		}
	}()
	if in.Access < c.Access {
		return r.finish(in, r.wording.Denied(in, c), true)
	}
	if p := c.verify(in.Args); p != nil {
		return r.finish(in, r.wording.Misused(in, c, *p), true)
	}
	m, err := c.Run(ctx, in)
	var shown *UserError
	switch {
	case errors.As(err, &shown):
		return r.finish(in, shown.Message, true)
	case err != nil:
		code := fmt.Sprintf("%s-%s", c.Name, in.From.Platform)
		r.log.Error("command failed", "command", c.Name, "from", in.From.String(), "code", code, "error", err)
		return r.finish(in, r.wording.Failed(in, code), true)
	}
	return r.finish(in, m, !c.Public && !in.Public)
}

func (r *Router) finish(in Invocation, m Message, private bool) Message {
	m.Private = private
	if m.Language == "" {
		m.Language = in.Language()
	}
	return m
}

// find returns the command that the line begins with and the rest of the line.
func (r *Router) find(line string) (Command, string, bool) {
	line = strings.TrimSpace(line)
	if line == "" {
		c, ok := r.byName["help"]
		return c, "", ok
	}
	first, rest, _ := strings.Cut(line, " ")
	second, after, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if c, ok := r.byName[strings.ToLower(first)+" "+strings.ToLower(second)]; ok && second != "" {
		return c, after, true
	}
	c, ok := r.byName[strings.ToLower(first)]
	return c, rest, ok
}
