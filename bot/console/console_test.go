package console_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/console"
)

func samples(t *testing.T) *bot.Router {
	return bottest.NewSamples(200*time.Millisecond).Router(t, slog.New(slog.DiscardHandler))
}

// serve runs a whole conversation and returns what was printed.
func serve(t *testing.T, o console.Options, in io.Reader) string {
	t.Helper()
	var out bytes.Buffer
	o.In, o.Out = in, &out
	if err := console.New(o).Serve(t.Context(), samples(t)); err != nil {
		t.Errorf("Serve: %v", err)
	}
	return out.String()
}

func TestServeReadsUntilTheEnd(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"empty lines", "\n  \n\r\n", ""},
		{"lines", "quick alpha\nquick beta\n", "The letter is alpha.\n\nThe letter is beta.\n\n"},
		{"Windows line ends", "quick alpha\r\n", "The letter is alpha.\n\n"},
		{"no last line end", "quick alpha", "The letter is alpha.\n\n"},
		{"slash", "/quick alpha", "The letter is alpha.\n\n"},
		{"umbrella", "brief quick alpha\n/brief shout quick", "The letter is alpha.\n\nYou said: quick\n\n"},
		{"escape sequences", "quick al\x1b\x1bpha\x07\n", "The letter is alpha.\n\n"},
		{"broken UTF-8", "quick al\xffpha\n", "The letter is alpha.\n\n"},
		{"leave", "quick alpha\nQUIT\nquick beta\n", "The letter is alpha.\n\n"},
		{"no such button", "7", "There is no command 7. Similar: .\n\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := serve(t, console.Options{Leave: []string{"quit"}, Prompt: "never> "}, strings.NewReader(c.in)); got != c.want {
				t.Errorf("printed %q, want %q", got, c.want)
			}
			if got := serve(t, console.Options{Leave: []string{"quit"}}, iotest.OneByteReader(strings.NewReader(c.in))); got != c.want {
				t.Errorf("read byte by byte, printed %q, want %q", got, c.want)
			}
		})
	}
}

func TestServeHelp(t *testing.T) {
	if got := serve(t, console.Options{}, strings.NewReader("help\nbrief\n")); strings.Count(got, "The samples are") != 2 {
		t.Errorf("printed %q", got)
	}
}

func TestServeBoundsLines(t *testing.T) {
	long := "shout " + strings.Repeat("word ", 1<<20) + "\nquick alpha\n"
	got := serve(t, console.Options{Width: 80}, strings.NewReader(long))
	if len(got) > 40<<10 || !strings.HasSuffix(got, "The letter is alpha.\n\n") {
		t.Errorf("a line of 5 MB printed %d bytes, ending in %q", len(got), got[max(0, len(got)-60):])
	}
	for _, line := range strings.Split(got, "\n") {
		if len(line) > 80 {
			t.Fatalf("a line of %d columns was printed", len(line))
		}
	}
}

func TestServeWithoutInput(t *testing.T) {
	if err := console.New(console.Options{}).Serve(t.Context(), samples(t)); err == nil {
		t.Error("serving nothing is no error")
	}
}

func TestServeReportsBrokenInput(t *testing.T) {
	var logged bytes.Buffer
	o := console.Options{In: iotest.ErrReader(errors.New("the cable is out")), Log: slog.New(slog.NewTextHandler(&logged, nil))}
	if err := console.New(o).Serve(t.Context(), samples(t)); err != nil {
		t.Errorf("Serve: %v", err)
	}
	if !strings.Contains(logged.String(), "the cable is out") {
		t.Errorf("the log says %q", logged.String())
	}
}

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// short is an output that loses half without saying so.
type short struct{}

func (short) Write(p []byte) (int, error) { return len(p) / 2, nil }

func TestBrokenOutput(t *testing.T) {
	for _, out := range []io.Writer{full{}, short{}} {
		transcript := console.NewTranscript()
		a := console.New(console.Options{In: strings.NewReader("quick alpha\n"), Out: out, Transcript: transcript})
		if err := a.Serve(t.Context(), samples(t)); err == nil {
			t.Errorf("%T: Serve goes on", out)
		}
		_, err := a.Post(t.Context(), a.Channel(), "k", bot.Message{Lead: "lost"})
		if err == nil || bot.ClassOf(err) != bot.Unknown {
			t.Errorf("%T: Post: %v", out, err)
		}
		if n := len(transcript.Entries()); n != 0 {
			t.Errorf("%T: %d messages are remembered that nobody saw", out, n)
		}
	}
}

// blocked is an input like a keyboard that nobody touches, which cannot be interrupted.
type blocked struct{ end chan struct{} }

func (b blocked) Read([]byte) (int, error) {
	<-b.end
	return 0, io.EOF
}

func TestServeStopsWhileNobodyTypes(t *testing.T) {
	in := blocked{make(chan struct{})}
	defer close(in.end)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- console.New(console.Options{In: in}).Serve(ctx, samples(t)) }()
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Serve: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Serve does not stop")
	}
}

func TestServeCutsWhatDoesNotEnd(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	for name, command := range map[string]func(context.Context, bot.Invocation) (bot.Message, error){
		"heeds its context": func(ctx context.Context, _ bot.Invocation) (bot.Message, error) {
			<-ctx.Done()
			return bot.Message{}, ctx.Err()
		},
		"does not": func(context.Context, bot.Invocation) (bot.Message, error) {
			<-never
			return bot.Message{}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			started := make(chan struct{})
			commands := append(bottest.NewSamples(0).Commands(), bot.Command{Name: "endless", Summary: bot.Text{"en": "never ends"},
				Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
					close(started)
					return command(ctx, in)
				}})
			router, err := bot.NewRouter(commands, failing{}, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error)
			go func() {
				ended <- console.New(console.Options{In: strings.NewReader("endless\nquick alpha\n"), Out: &out}).Serve(ctx, router)
			}()
			<-started
			begin := time.Now()
			cancel()
			if err := <-ended; err != nil {
				t.Errorf("Serve: %v", err)
			}
			if took := time.Since(begin); took < time.Second || took > 8*time.Second {
				t.Errorf("stopping took %v, want the few seconds of grace", took)
			}
			if out.String() != "it failed\n\n" {
				t.Errorf("printed %q", out.String())
			}
		})
	}
}

// failing is a wording for what fails.
type failing struct{ bot.Wording }

func (failing) Failed(bot.Invocation, string) bot.Message { return bot.Message{Lead: "it failed"} }

func TestPostRefuses(t *testing.T) {
	a := console.New(console.Options{})
	for _, to := range []string{"slack:T1/C1", "console:elsewhere/terminal"} {
		at, err := bot.ParseAddress(to)
		if err != nil {
			t.Fatal(err)
		}
		var pe *bot.PostError
		if _, err := a.Post(t.Context(), at, "k", bot.Message{Lead: "x"}); !errors.As(err, &pe) || pe.Class != bot.Refused || pe.Reason == "" {
			t.Errorf("Post to %s: %v", to, err)
		}
		if _, err := a.Payload(at, "k", bot.Message{Lead: "x"}); bot.ClassOf(err) != bot.Refused {
			t.Errorf("Payload to %s: %v", to, err)
		}
	}
	gone := a.Channel()
	gone.Message = "99"
	if err := a.Edit(t.Context(), gone, "k", bot.Message{Lead: "x"}); bot.ClassOf(err) != bot.Refused {
		t.Errorf("Edit of what is not there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Post(ctx, a.Channel(), "k", bot.Message{Lead: "x"}); bot.ClassOf(err) != bot.NotSent {
		t.Errorf("Post after the end: %v", err)
	}
}

func TestOtherChannelsAndEdits(t *testing.T) {
	var out bytes.Buffer
	a := console.New(console.Options{Out: &out, Channel: "news", Words: console.Words{Thread: "thread:", Edited: "edited"}})
	post := func(to bot.Address, m bot.Message) bot.Address {
		at, err := a.Post(t.Context(), to, "k", m)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	other := bot.Address{Platform: console.Platform, Workspace: console.Workspace, Channel: "other"}
	at := post(other, bot.Message{Title: "There"})
	post(a.Channel(), bot.Message{Title: "Here"})
	post(at, bot.Message{Lead: "one"})
	post(at, bot.Message{Lead: "two"})
	for range 2 {
		if err := a.Edit(t.Context(), at, "k", bot.Message{Title: "Changed"}); err != nil {
			t.Fatal(err)
		}
	}
	want := "#other\nThere\n\nHere\n\n#other\n└ thread: There\n  one\n\n  two\n\n#other\n~ edited\nChanged\n\n"
	if out.String() != want {
		t.Errorf("printed %q, want %q", out.String(), want)
	}
}

func TestColor(t *testing.T) {
	m := bot.Message{
		Title: "Title",
		Sections: []bot.Section{{Heading: "Heading", Lines: []bot.Line{
			{Text: "A headline of two lines", URL: "https://example.com/云?a=b;c", Note: "Outlet"},
			{Text: "Value", Note: "2024"},
		}}},
		Actions: []bot.Action{{Label: "Press", Line: "x"}, {Label: "Open", URL: "https://example.com/"}},
		Footer:  "Footer",
	}
	link := func(s string) string {
		return "\x1b]8;;https://example.com/%E4%BA%91?a=b;c\x1b\\" + s + "\x1b]8;;\x1b\\"
	}
	want := "\x1b[1mTitle\x1b[0m\n\n\x1b[1mHeading\x1b[0m\n" + link("A headline of") + "\n" + link("two lines") + "\n  \x1b[2mOutlet\x1b[0m\n" +
		"Value  \x1b[2m2024\x1b[0m\n\n\x1b[2mFooter\x1b[0m\n\x1b[36m[1] \x1b[0mPress\n→ \x1b]8;;https://example.com/\x1b\\Open\x1b]8;;\x1b\\\n\n"
	var out bytes.Buffer
	a := console.New(console.Options{Out: &out, Color: console.Always, Width: 16})
	if _, err := a.Post(t.Context(), a.Channel(), "k", m); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("printed\n%q, want\n%q", out.String(), want)
	}
	payload, err := a.Payload(a.Channel(), "k", m)
	if err != nil || bytes.ContainsRune(payload, '\x1b') || !strings.Contains(string(payload), "  https://example.com/%E4%BA%91?a=b;c\n") {
		t.Errorf("Payload: %q, %v", payload, err)
	}
	t.Setenv("NO_COLOR", "")
	out.Reset()
	plain := console.New(console.Options{Out: &out})
	if _, err := plain.Post(t.Context(), plain.Channel(), "k", m); err != nil || strings.ContainsRune(out.String(), '\x1b') {
		t.Errorf("what is no terminal gets colour: %q, %v", out.String(), err)
	}
}

func TestTimes(t *testing.T) {
	paris := time.FixedZone("CET", 3600)
	at := time.Date(2025, 1, 28, 1, 30, 0, 0, shanghai)
	for _, c := range []struct {
		zone *time.Location
		now  time.Time
		want string
	}{
		{nil, time.Date(2025, 1, 28, 9, 0, 0, 0, shanghai), "01:30"},
		{nil, time.Date(2025, 1, 29, 9, 0, 0, 0, shanghai), "2025-01-28 01:30"},
		{paris, time.Date(2025, 1, 28, 9, 0, 0, 0, shanghai), "2025-01-27 18:30"},
		{paris, time.Date(2025, 1, 27, 23, 0, 0, 0, paris), "18:30"},
	} {
		a := console.New(console.Options{Zone: c.zone, Now: func() time.Time { return c.now }})
		b, err := a.Payload(a.Channel(), "", bot.Message{Sections: []bot.Section{{Lines: []bot.Line{{Text: "x", At: at}}}}})
		if got := string(b); err != nil || got != "x  "+c.want+"\n" {
			t.Errorf("in %v at %v: %q, want %s", c.zone, c.now, got, c.want)
		}
	}
}

func TestTranscriptIsBounded(t *testing.T) {
	transcript := console.NewTranscript()
	a := console.New(console.Options{Transcript: transcript})
	var first, last bot.Address
	for i := range 1200 {
		at, err := a.Post(t.Context(), a.Channel(), fmt.Sprint(i), bot.Message{Lead: "x", Actions: []bot.Action{{Label: "b", Line: "help"}}})
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = at
		}
		last = at
	}
	if n := len(transcript.Entries()); n != 1000 {
		t.Errorf("%d messages are remembered", n)
	}
	if at, err := a.Find(t.Context(), a.Channel(), "0", time.Time{}); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("the first message %s is found: %s, %v", first, at, err)
	}
	if at, err := a.Find(t.Context(), a.Channel(), "1199", time.Time{}); err != nil || at != last {
		t.Errorf("the last message: %s, %v", at, err)
	}
}
