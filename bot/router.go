package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Wording says what the router itself has to say. Its methods return messages in the invocation's language.
type Wording interface {
	// Unknown answers a line whose first word is no command; similar holds the commands that look like it.
	Unknown(in Invocation, word string, similar []Command) Message
	// Misused answers arguments that do not fit the command.
	Misused(in Invocation, c Command, p Problem) Message
	// Denied answers somebody who lacks the rights.
	Denied(in Invocation, c Command) Message
	// Failed answers when the command broke; the code stands in one log line, which says why.
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
	byName   map[string]*Command
	groups   map[string]bool // first words of names of two
	wording  Wording
	defaults func(Invocation) Invocation
	observe  func(Asked)                                  // may be nil
	rank     func(context.Context, Invocation) Invocation // may be nil
	log      *slog.Logger
}

// NewRouter checks the commands and returns their router. The prepare function, if not nil, completes each invocation before
// it is looked at: the channel's language, the asker's rights.
func NewRouter(commands []Command, w Wording, prepare func(Invocation) Invocation, log *slog.Logger) (*Router, error) {
	if w == nil {
		return nil, errors.New("bot: a router needs a wording")
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	r := &Router{commands: slices.Clone(commands), byName: map[string]*Command{}, groups: map[string]bool{}, wording: w, defaults: prepare, log: log}
	for i := range r.commands {
		c := &r.commands[i]
		if err := c.check(); err != nil {
			return nil, err
		}
		for _, n := range c.names() {
			if other, ok := r.byName[n]; ok {
				return nil, fmt.Errorf("bot: commands %q and %q share the name %q", other.Name, c.Name, n)
			}
			r.byName[n] = c
			if group, _, two := strings.Cut(n, " "); two {
				r.groups[group] = true
			}
		}
	}
	return r, nil
}

// Commands returns all commands, in the order in which help shows them.
func (r *Router) Commands() []Command { return r.commands }

// Command returns the command of that name in any language.
func (r *Router) Command(name string) (Command, bool) {
	if c, ok := r.byName[name]; ok {
		return *c, true
	}
	return Command{}, false
}

// DoLine answers a typed line, such as "share alibaba 2024q4", or what a button carries. An empty line asks for
// the command "help". The invocation's Command and Args are set from the line.
func (r *Router) DoLine(ctx context.Context, in Invocation, line string) Message {
	return r.answer(in, func(a *asking) Message { return r.line(ctx, a, strings.ToValidUTF8(line, "")) })
}

func (r *Router) line(ctx context.Context, a *asking, line string) Message {
	c, rest, ok := r.find(line)
	if !ok {
		first, _ := cutWord(line)
		return a.say(OutcomeUnknown, r.wording.Unknown(a.in, shown(first), r.similar(a.in, first)))
	}
	a.in.Command = c.Name
	if !r.may(ctx, a, c) {
		return a.say(OutcomeDenied, r.wording.Denied(a.in, *c))
	}
	args, problem := c.Parse(rest)
	if problem != nil {
		return a.say(OutcomeRefused, r.wording.Misused(a.in, *c, *problem))
	}
	a.in.Args = args
	return r.run(ctx, a, c)
}

// Do answers an invocation whose Command and Args the platform has already told apart.
func (r *Router) Do(ctx context.Context, in Invocation) Message {
	return r.answer(in, func(a *asking) Message {
		c, ok := r.byName[a.in.Command]
		if !ok {
			return a.say(OutcomeUnknown, r.wording.Unknown(a.in, shown(a.in.Command), r.similar(a.in, a.in.Command)))
		}
		a.in.Command = c.Name
		return r.run(ctx, a, c)
	})
}

// Complete proposes values for one param; nil when it proposes none. It never fails.
func (r *Router) Complete(ctx context.Context, in Invocation, param, typed string) (out []Choice) {
	defer func() {
		if v := recover(); v != nil {
			r.log.Error("completion panicked", "command", in.Command, "param", param, "panic", v, "stack", string(debug.Stack()))
			out = nil
		}
	}()
	in = r.prepare(in)
	c, ok := r.byName[in.Command]
	if !ok {
		return nil
	}
	p := c.param(param)
	asked := &asking{in: in}
	if p == nil || !r.may(ctx, asked, c) {
		return nil
	}
	in = asked.in
	typed = CleanLine(typed)
	var all []Choice
	if p.Complete != nil {
		all = p.Complete(ctx, in, typed)
	}
	for _, ch := range p.Choices {
		if begins(ch.Label, typed) || begins(ch.Value, typed) {
			all = append(slices.Clip(all), ch)
		}
	}
	for _, ch := range all {
		ch.Label = Cut(CleanLine(ch.Label), MaxChoice)
		if ch.Label != "" && ch.Value != "" && Length(ch.Value) <= MaxChoice && len(out) < MaxChoices {
			out = append(out, ch)
		}
	}
	return out
}

func begins(s, start string) bool {
	return strings.HasPrefix(strings.ToLower(s), strings.ToLower(start))
}

// Rank has f work out what askers may do and keep in Told what platforms say, for commands that not everybody may give and for help, which lists them. It must be called
// before the router is used. Without it they may do what adapters say.
func (r *Router) Rank(f func(context.Context, Invocation) Invocation) { r.rank = f }

// may reports whether somebody may give a command.
func (r *Router) may(ctx context.Context, a *asking, c *Command) bool {
	if r.rank != nil && !a.in.Ranked && (c.Access > Everyone || c.Name == "help") {
		a.in = r.rank(ctx, a.in)
		a.in.Ranked = true
	}
	return a.in.allows(c)
}

func (r *Router) prepare(in Invocation) Invocation {
	if r.defaults != nil {
		return r.defaults(in)
	}
	return in
}

// rescue turns a panic into an answer.
func (r *Router) rescue(a *asking, m *Message) {
	if v := recover(); v != nil {
		*m = r.failed(a, "panic", v, "stack", string(debug.Stack()))
	}
}

// failed logs why a command broke and returns the answer, both with the id of the invocation as their code.
func (r *Router) failed(a *asking, attrs ...any) Message {
	r.log.Error("command failed", append([]any{"code", a.in.ID, "command", a.in.Command, "from", a.in.From.String()}, attrs...)...)
	return a.say(OutcomeFailed, r.wording.Failed(a.in, a.in.ID))
}

var errUnsure = errors.New("nobody can tell whether this was done already, and it changes things: the database did not answer")

func (r *Router) run(ctx context.Context, a *asking, c *Command) Message {
	switch {
	case !r.may(ctx, a, c):
		return a.say(OutcomeDenied, r.wording.Denied(a.in, *c))
	case a.in.Unsure && (c.Access > Everyone || c.Pressed):
		return r.failed(a, "error", errUnsure)
	}
	args, problem := c.verify(a.in.Args)
	if problem != nil {
		a.flaw = problem.Param
		return a.say(OutcomeRefused, r.wording.Misused(a.in, *c, *problem))
	}
	a.in.Args = args
	m, err := c.Run(ctx, a.in)
	var shown *UserError
	switch {
	case errors.As(err, &shown):
		a.flaw = shown.Param
		return a.say(OutcomeRefused, shown.Message)
	case err != nil:
		return r.failed(a, "error", err)
	}
	return finish(a.in, m, !a.in.Public && (!c.Public || m.Private))
}

func finish(in Invocation, m Message, private bool) Message {
	m.Private = private
	if m.Language == "" {
		m.Language = in.Language()
	}
	return m
}

// TakesFile reports whether the command that a line gives takes a file.
func (r *Router) TakesFile(line string) bool {
	c, _, ok := r.find(line)
	return ok && c.File != nil
}

// find returns the command that the line begins with, by one word or two, and the rest of the line.
func (r *Router) find(line string) (*Command, string, bool) {
	first, rest := cutWord(line)
	if first == "" {
		c, ok := r.byName["help"]
		return c, "", ok
	}
	first = strings.ToLower(first)
	if r.groups[first] {
		second, after := cutWord(rest)
		if c, ok := r.byName[first+" "+strings.ToLower(second)]; ok {
			return c, after, true
		}
	}
	if c, ok := r.byName[first]; ok {
		return c, rest, true
	}
	if c, rest, ok := r.glued(line); ok {
		return c, rest, true
	}
	return r.inside(line)
}

// inside returns the loose command whose name is one of the words of the line; none where there are several such names.
func (r *Router) inside(line string) (found *Command, rest string, ok bool) {
	words := strings.Fields(line)
	for i, w := range words {
		c, known := r.byName[strings.ToLower(w)]
		switch {
		case !known || !c.Loose:
		case ok && c.Name != found.Name:
			return nil, "", false
		case !ok:
			found, rest, ok = c, " "+strings.Join(slices.Delete(slices.Clone(words), i, i+1), " "), true
		}
	}
	return found, rest, ok
}

// glued returns the command whose Chinese name begins or ends the line's first word, where no space parts it from what is asked about:
// "份额阿里云", "阿里云份额".
func (r *Router) glued(line string) (c *Command, rest string, ok bool) {
	first, after := cutWord(line)
	longest := ""
	for name, command := range r.byName {
		letter, _ := utf8.DecodeRuneInString(name)
		if !unicode.Is(unicode.Han, letter) || len(name) < len(longest) || len(name) == len(longest) && name > longest {
			continue
		}
		about, begins := strings.CutPrefix(first, name)
		if !begins {
			var ends bool
			if about, ends = strings.CutSuffix(first, name); !ends {
				continue
			}
		}
		c, rest, ok, longest = command, about+after, true, name
	}
	return c, rest, ok
}

// cutWord returns the first word of a line and what follows it.
func cutWord(line string) (first, rest string) {
	line = strings.TrimSpace(line)
	if i := strings.IndexFunc(line, unicode.IsSpace); i >= 0 {
		return line[:i], line[i:]
	}
	return line, ""
}
