package console_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/console"
)

func TestConformance(t *testing.T) {
	for name, color := range map[string]console.Color{"plain": console.Never, "color": console.Always} {
		t.Run(name, func(t *testing.T) {
			bottest.Run(t, func(t *testing.T) bottest.Platform { return terminal(t, color) })
		})
	}
}

// person sits at a terminal: types into a socket and reads what the transcript says was printed.
type person struct {
	mu         sync.Mutex // one line at a time
	keyboard   io.WriteCloser
	transcript *console.Transcript
}

func terminal(t *testing.T, color console.Color) bottest.Platform {
	p := &person{transcript: console.NewTranscript()}
	channel := bot.Address{Platform: console.Platform, Workspace: console.Workspace, Channel: "terminal"}
	return bottest.Platform{
		New: func(t testing.TB, log *slog.Logger) bot.Adapter {
			typed, in := net.Pipe()
			t.Cleanup(func() { typed.Close() })
			p.keyboard = typed
			return console.New(console.Options{
				In: in, Out: io.Discard, Color: color, Width: 160, Transcript: p.transcript, Log: log,
				Words: console.Words{Thread: "thread:", Public: "for all to see", Edited: "edited"},
			})
		},
		Channel: channel,
		Closed:  bot.Address{Platform: console.Platform, Workspace: "elsewhere", Channel: "terminal"},
		Lacks: map[string]string{
			"Mention": "in a terminal every line is for the bot", "Choose": "nobody can point at a line of a terminal", "OpenHome": "a terminal is one page",
			"Submit": "a terminal has no dialogues: the answer says how to type the line",
		},
		Ready:    func(context.Context) error { return nil },
		Seen:     p.seen,
		Ask:      p.ask,
		Press:    p.press,
		Requests: func() int { return len(p.seen(channel)) },
	}
}

func (p *person) seen(channel bot.Address) []bottest.Seen {
	var out []bottest.Seen
	for _, e := range p.transcript.Entries() {
		if e.Private || e.At.Place() != channel {
			continue
		}
		text, links := read(e.Text)
		out = append(out, bottest.Seen{At: e.At, Thread: e.Thread, Text: text, Links: links, Labels: labels(text), Edited: e.Edited})
	}
	return out
}

var (
	hyperlink = regexp.MustCompile(`\x1b\]8;;([^\x1b]+)\x1b\\`)
	sequence  = regexp.MustCompile(`\x1b\]8;;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m`)
	address   = regexp.MustCompile(`(?m)^ *(https?://\S+)$`)
	numbered  = regexp.MustCompile(`(?m)\[(\d+)\] (.+?)(?:  |$)`)
)

// read returns what a terminal makes of its input: the text and the links in it.
func read(printed string) (text string, links []string) {
	for _, m := range hyperlink.FindAllStringSubmatch(printed, -1) {
		if !slices.Contains(links, m[1]) { // a headline of two lines has the link on both
			links = append(links, m[1])
		}
	}
	text = sequence.ReplaceAllString(printed, "")
	for _, m := range address.FindAllStringSubmatch(text, -1) {
		links = append(links, m[1])
	}
	return text, links
}

func labels(text string) []string {
	var out []string
	for _, m := range numbered.FindAllStringSubmatch(text, -1) {
		out = append(out, m[2])
	}
	return out
}

func (p *person) ask(ctx context.Context, _, line string) (bottest.Answer, error) {
	if line == "" {
		return bottest.Answer{}, bottest.ErrCannotType
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	begin, before := time.Now(), len(p.answers())
	if _, err := fmt.Fprintln(p.keyboard, line); err != nil {
		return bottest.Answer{}, err
	}
	for len(p.answers()) == before {
		select {
		case <-ctx.Done():
			return bottest.Answer{}, fmt.Errorf("no answer to %q: %w", line, ctx.Err())
		case <-time.After(time.Millisecond):
		}
	}
	e := p.answers()[before]
	text, links := read(e.Text)
	return bottest.Answer{Text: text, Private: e.Private, Links: links, Labels: labels(text), First: time.Since(begin), ID: e.At.String(), At: e.At}, nil
}

func (p *person) answers() []console.Entry {
	var out []console.Entry
	for _, e := range p.transcript.Entries() {
		if e.Answer {
			out = append(out, e)
		}
	}
	return out
}

func (p *person) press(ctx context.Context, user string, under bottest.Answer, label string) (bottest.Answer, error) {
	for _, e := range p.transcript.Entries() {
		text, _ := read(e.Text)
		for _, m := range numbered.FindAllStringSubmatch(text, -1) {
			if e.At == under.At && strings.TrimSpace(m[2]) == label {
				return p.ask(ctx, user, m[1])
			}
		}
	}
	return bottest.Answer{}, fmt.Errorf("there is no button %q under %s", label, under.At)
}
