package console

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"briefbot/bot"
)

// The limits of a conversation.
const (
	maxLine   = 16 << 10        // bytes of a typed line that count
	maxAnswer = 2 * time.Minute // for a command before it is cut
	grace     = 3 * time.Second // for the answer under way when the conversation ends
	deaf      = time.Second     // for a command to notice that its time is over
)

// Serve answers typed lines until the input or ctx ends; both are a clean stop. It fails when the output is broken.
//
// A Read of In that does not return is left behind when ctx ends, unless In has SetReadDeadline, as sockets and most
// pipes do.
func (a *Adapter) Serve(ctx context.Context, router *bot.Router) error {
	if a.o.In == nil {
		return errNoInput
	}
	lines, ended := a.read(ctx)
	defer ended()
	for {
		a.prompt()
		select {
		case <-ctx.Done():
			return a.leave()
		case line, ok := <-lines:
			if !ok || slices.Contains(a.o.Leave, strings.ToLower(line)) {
				return a.leave()
			}
			a.entered()
			if err := a.Type(ctx, router, line); err != nil {
				return err
			}
			if ctx.Err() != nil {
				return a.leave()
			}
		}
	}
}

// Type answers one line as if it had been typed, and returns when the answer is printed. A line that is a button's number
// presses the button; an empty one does nothing. Its error is that of the output.
func (a *Adapter) Type(ctx context.Context, router *bot.Router, line string) error {
	line = bot.CleanLine(line)
	if line == "" {
		return nil
	}
	in := bot.Invocation{User: a.o.User, Access: a.o.Access, From: a.Channel(), Locale: a.o.Lang}
	if n, err := strconv.Atoi(strings.Trim(line, "[]")); err == nil {
		if b, ok := a.o.Transcript.press(n); ok {
			in.From, in.Via, in.Public = b.under, bot.Button, b.action.Public
			return a.answer(ctx, router, in, b.action.Line)
		}
	}
	return a.answer(ctx, router, in, a.command(router, line))
}

// command takes the slash and the umbrella's name off a line, unless they are what a command is called.
func (a *Adapter) command(router *bot.Router, line string) string {
	line = strings.TrimPrefix(line, "/")
	first, rest, _ := strings.Cut(line, " ")
	second, _, _ := strings.Cut(rest, " ")
	_, one := router.Command(first)
	_, two := router.Command(first + " " + second)
	if first == a.o.Umbrella && !one && !two {
		return rest
	}
	return line
}

// answer runs a command and prints what it says. When ctx ends, the command has a short while left.
func (a *Adapter) answer(ctx context.Context, router *bot.Router, in bot.Invocation, line string) error {
	work, cancel := context.WithTimeout(context.WithoutCancel(ctx), maxAnswer)
	defer cancel()
	defer context.AfterFunc(ctx, func() {
		select {
		case <-time.After(grace):
			cancel()
		case <-work.Done():
		}
	})()
	if a.prompting() && a.o.Words.Wait != "" {
		wait := time.AfterFunc(time.Second, a.wait)
		defer wait.Stop()
	}
	m := a.run(work, router, in, line)
	_, err := a.say(Entry{At: in.From.Place(), Message: m.Clean(), Answer: true, Private: m.Private})
	return err
}

// run asks the router, and answers in place of a command that does not heed the end of its context.
func (a *Adapter) run(ctx context.Context, router *bot.Router, in bot.Invocation, line string) bot.Message {
	done := make(chan bot.Message, 1)
	go func() { done <- router.DoLine(ctx, in, line) }()
	select {
	case m := <-done:
		return m
	case <-ctx.Done():
	}
	select {
	case m := <-done:
		return m
	case <-time.After(deaf):
		return router.Overdue(in)
	}
}

func (a *Adapter) wait() {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.page(a.colored())
	p.para(dim, "", a.o.Words.Wait)
	if err := a.print(p.String()); err != nil {
		a.o.Log.Debug("console: the output is gone", "error", err)
	}
}

// prompt asks for the next line.
func (a *Adapter) prompt() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.prompting() || a.asking {
		return
	}
	if err := a.print(a.o.Prompt); err == nil {
		a.asking = true
	}
}

// entered notes that the person's own line break has ended the prompt's line.
func (a *Adapter) entered() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asking = false
}

// leave ends the prompt's line, so that the shell begins on its own.
func (a *Adapter) leave() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.asking {
		return nil
	}
	a.asking = false
	return a.print("\n")
}

// read hands over the lines of the input, one at a time, until it or ctx ends. The function frees the reader.
func (a *Adapter) read(ctx context.Context) (<-chan string, func()) {
	lines := make(chan string)
	ctx, cancel := context.WithCancel(ctx)
	deadline, ok := a.o.In.(interface{ SetReadDeadline(time.Time) error })
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		defer close(lines)
		in := bufio.NewReader(a.o.In)
		for {
			line, err := readLine(in)
			if line != "" || err == nil {
				select {
				case lines <- line:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				if !errors.Is(err, io.EOF) && ctx.Err() == nil {
					a.o.Log.Warn("console: reading the input", "error", err)
				}
				return
			}
		}
	}()
	return lines, func() {
		cancel()
		if ok && deadline.SetReadDeadline(time.Unix(1, 0)) == nil {
			select {
			case <-stopped:
			case <-time.After(time.Second): // a file in blocking mode takes a deadline and ignores it
			}
			if err := deadline.SetReadDeadline(time.Time{}); err != nil {
				a.o.Log.Debug("console: the input takes no deadline back", "error", err)
			}
		}
	}
}

// readLine returns the next line without its end, cut to maxLine bytes.
func readLine(in *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if room := maxLine - len(line); room > 0 {
			line = append(line, part[:min(len(part), room)]...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return strings.TrimRight(string(line), "\r\n"), err
		}
	}
}
