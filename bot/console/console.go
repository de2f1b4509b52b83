// Package console carries the bot's conversation to a terminal: what others read in a channel is printed, what they type is read line by line.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"briefbot/bot"
)

// Platform is the first part of every console address, and Workspace the only workspace there is.
const (
	Platform  = "console"
	Workspace = "local"
)

// Color says when to use colour and hyperlinks.
type Color int

// The choices of colour.
const (
	Auto   Color = iota // on a terminal, unless NO_COLOR is set or TERM is "dumb"
	Always              // even into a file
	Never
)

// Words are what the console says by itself, in the reader's language. An empty word is not shown.
type Words struct {
	Thread string // begins the line above the replies of a thread, with its own punctuation, such as "thread:"
	Public string // stands above an answer that the whole channel would see, such as "posted to the channel"
	Edited string // stands above a message that is printed again after a change, such as "edited"
	Wait   string // shown on a terminal while a command takes more than a second
}

// Options say where the conversation takes place. The zero value of each field has a use.
type Options struct {
	In  io.Reader // typed lines; nil: none
	Out io.Writer // printed messages; nil: nowhere

	Color  Color
	Width  int    // columns; zero: the terminal's, at most 100, or 80 where there is none
	Prompt string // printed only when In and Out are both terminals
	Words  Words

	Channel  string // the channel in which lines are typed; empty: "terminal"
	Umbrella string // a first word that may be left out, with or without a slash; empty: "brief"
	Leave    []string
	User     bot.User // who types; without an id: "you"
	Access   bot.Access
	Lang     string // the locale of who types, such as "fr"

	Zone *time.Location   // for the times of lines; nil: each line's own
	Now  func() time.Time // nil: time.Now

	Transcript *Transcript // what was said so far; nil: a new one
	Log        *slog.Logger
}

// Adapter is the terminal as a chat platform with one person. It implements bot.Adapter and bot.Renderer.
type Adapter struct {
	o      Options
	in, tt terminal // what In and Out are

	mu      sync.Mutex // guards the output and what follows
	thread  bot.Address
	asking  bool // the prompt stands at the beginning of the cursor's line
	written bool
}

// New returns an adapter for the conversation that the options describe.
func New(o Options) *Adapter {
	if o.Out == nil {
		o.Out = io.Discard
	}
	if o.Channel == "" {
		o.Channel = "terminal"
	}
	if o.Umbrella == "" {
		o.Umbrella = "brief"
	}
	if o.User.ID == "" {
		o.User.ID = "you"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transcript == nil {
		o.Transcript = NewTranscript()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Adapter{o: o, in: terminalOf(o.In), tt: terminalOf(o.Out)}
}

// Name returns "console".
func (a *Adapter) Name() string { return Platform }

// Channel returns the address of the channel in which lines are typed.
func (a *Adapter) Channel() bot.Address {
	return bot.Address{Platform: Platform, Workspace: Workspace, Channel: a.o.Channel}
}

// Post prints a message. A reply is indented under a line that names its thread.
func (a *Adapter) Post(ctx context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	if err := a.accepts(ctx, to); err != nil {
		return bot.Address{}, err
	}
	e, err := a.say(Entry{At: to.Place(), Key: key, Thread: to.Message, Message: m.Clean()})
	if err != nil {
		return bot.Address{}, &bot.PostError{Class: bot.Unknown, Err: fmt.Errorf("console: post to %s: %w", to, err)}
	}
	return e.At, nil
}

// accepts refuses addresses that no terminal has.
func (a *Adapter) accepts(ctx context.Context, to bot.Address) error {
	if to.Platform != Platform || to.Workspace != Workspace || to.Channel == "" {
		return &bot.PostError{Class: bot.Refused, Reason: "unknown_channel",
			Err: fmt.Errorf("console: there is no %s here; addresses begin with %s:%s/", to, Platform, Workspace)}
	}
	if err := ctx.Err(); err != nil {
		return &bot.PostError{Class: bot.NotSent, Err: fmt.Errorf("console: post to %s: %w", to, err)}
	}
	return nil
}

// Find looks the key up in the transcript, which ends with the program.
func (a *Adapter) Find(_ context.Context, to bot.Address, key string, since time.Time) (bot.Address, error) {
	if e, ok := a.o.Transcript.find(to, key, since); ok {
		return e.At, nil
	}
	return bot.Address{}, bot.ErrNotFound
}

// Edit prints the message again when it has changed: a terminal cannot take back what it printed.
func (a *Adapter) Edit(ctx context.Context, at bot.Address, _ string, m bot.Message) error {
	if err := a.accepts(ctx, at); err != nil {
		return err
	}
	e, ok := a.o.Transcript.at(at)
	if !ok {
		return &bot.PostError{Class: bot.Refused, Reason: "message_not_found", Err: fmt.Errorf("console: edit %s: there is no such message", at)}
	}
	m = m.Clean()
	if e.shows(m) {
		return nil
	}
	e.Message, e.Edited = m, true
	if _, err := a.say(e); err != nil {
		return &bot.PostError{Class: bot.Unknown, Err: fmt.Errorf("console: edit %s: %w", at, err)}
	}
	return nil
}

// Split returns the message whole: a terminal has no limits.
func (a *Adapter) Split(m bot.Message) []bot.Message { return []bot.Message{m} }

// Payload returns the text that Post would print, without colour.
func (a *Adapter) Payload(to bot.Address, _ string, m bot.Message) ([]byte, error) {
	if err := a.accepts(context.Background(), to); err != nil {
		return nil, err
	}
	p := a.page(false)
	number := 0
	p.message(m.Clean(), func(bot.Action) int { number++; return number })
	return []byte(p.String()), nil
}

// say prints an entry and puts it into the transcript, both or neither.
func (a *Adapter) say(e Entry) (Entry, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	again := e.Edited
	if !again {
		e.At.Message, e.Posted = a.o.Transcript.id(), a.o.Now()
	}
	p := a.page(a.colored())
	a.markers(p, e)
	p.message(e.Message, func(action bot.Action) int { return a.o.Transcript.button(e.At, action) })
	e.Text = p.String()
	if err := a.print(e.Text + "\n"); err != nil {
		return e, err
	}
	a.thread = bot.Address{}
	if e.Thread != "" {
		a.thread = threadOf(e)
	}
	a.o.Transcript.keep(e)
	return e, nil
}

func threadOf(e Entry) bot.Address {
	at := e.At
	at.Message = e.Thread
	return at
}

// markers says where the entry stands when that is not plain from what was printed last. The caller holds the lock.
func (a *Adapter) markers(p *page, e Entry) {
	if e.At.Channel != a.o.Channel && (e.Thread == "" || a.thread != threadOf(e)) {
		p.para(dim, "", "#"+bot.CleanLine(e.At.Channel))
	}
	switch {
	case e.Edited && a.o.Words.Edited != "":
		p.para(dim, "", "~ "+a.o.Words.Edited)
	case e.Answer && !e.Private && a.o.Words.Public != "":
		p.para(dim, "", "» "+a.o.Words.Public)
	}
	if e.Thread == "" {
		return
	}
	if a.thread != threadOf(e) {
		name := e.Message.Thread
		if parent, ok := a.o.Transcript.at(threadOf(e)); ok && name == "" {
			name = parent.Message.Title
		}
		p.marker(a.o.Words.Thread, bot.Cut(name, 120))
	}
	p.indent = "  "
}

// print writes text above the prompt, if there is one. The caller holds the lock.
func (a *Adapter) print(text string) error {
	if a.asking {
		text = a.erase() + text + a.o.Prompt
	}
	n, err := io.WriteString(a.o.Out, text)
	a.written = a.written || n > 0
	if err == nil && n < len(text) {
		err = io.ErrShortWrite
	}
	return err
}

// erase returns what frees the prompt's line for other text.
func (a *Adapter) erase() string {
	if a.colored() {
		return "\r\x1b[K"
	}
	return "\n"
}

// errNoInput tells that Serve was called without anything to read.
var errNoInput = errors.New("console: there is no input to serve")
