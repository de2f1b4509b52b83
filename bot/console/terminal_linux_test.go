package console_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/console"
)

// screen is the far side of a pseudo-terminal: it types, and sees what a person would see.
type screen struct {
	t    *testing.T
	far  *os.File
	seen chan string
	all  string
}

// open returns a pseudo-terminal of that many columns and its screen.
func open(t *testing.T, columns uint16) (*os.File, *screen) {
	t.Helper()
	far, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("there are no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { far.Close() })
	fd := int(far.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Skipf("there are no pseudo-terminals here: %v", err)
	}
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Col: columns, Row: 24}); err != nil {
		t.Fatal(err)
	}
	near, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { near.Close() })
	s := &screen{t: t, far: far, seen: make(chan string, 100)}
	go func() {
		defer close(s.seen)
		b := make([]byte, 4096)
		for {
			n, err := far.Read(b)
			if n > 0 {
				s.seen <- string(b[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	return near, s
}

// until waits for a text on the screen and returns all that came before it and with it.
func (s *screen) until(text string) string {
	s.t.Helper()
	timeout := time.After(10 * time.Second)
	for {
		if i := strings.Index(s.all, text); i >= 0 {
			out := s.all[:i+len(text)]
			s.all = s.all[i+len(text):]
			return strings.ReplaceAll(out, "\r\n", "\n")
		}
		select {
		case more := <-s.seen:
			s.all += more
		case <-timeout:
			s.t.Fatalf("%q does not appear; the screen shows %q", text, s.all)
		}
	}
}

func (s *screen) typed(line string) {
	s.t.Helper()
	if _, err := s.far.WriteString(line); err != nil {
		s.t.Fatal(err)
	}
}

func TestTerminal(t *testing.T) {
	for name, c := range map[string]struct {
		noColor, term string
		color, links  bool
	}{
		"color": {"", "xterm-256color", true, false}, "links": {"", "alacritty", true, true}, "tmux": {"", "tmux-256color", true, false},
		"NO_COLOR": {"1", "alacritty", false, false}, "dumb": {"", "dumb", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("NO_COLOR", c.noColor)
			for _, v := range []string{"TMUX", "VTE_VERSION", "TERM_PROGRAM", "WT_SESSION", "KONSOLE_VERSION"} {
				t.Setenv(v, "") // the terminal of who runs the tests
			}
			t.Setenv("TERM", c.term)
			near, screen := open(t, 40)
			samples := bottest.NewSamples(1500 * time.Millisecond)
			a := console.New(console.Options{In: near, Out: near, Prompt: "ask> ", Words: console.Words{Wait: "one moment"}})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ended := make(chan error, 1)
			go func() { ended <- a.Serve(ctx, samples.Router(t, nil)) }()

			screen.until("ask> ")
			m := bot.Message{Title: "A digest", Lead: strings.Repeat("word ", 20), Sections: []bot.Section{{Lines: []bot.Line{{Text: "A headline", URL: "https://example.com/"}}}}}
			if _, err := a.Post(t.Context(), a.Channel(), "k", m); err != nil {
				t.Fatal(err)
			}
			got := screen.until("ask> ")
			for _, line := range strings.Split(got, "\n") {
				if len(line) > 40 && !strings.Contains(line, "\x1b") {
					t.Errorf("a line of %d columns on a terminal of 40: %q", len(line), line)
				}
			}
			if has := strings.Contains(got, "\x1b[1mA digest\x1b[0m"); has != c.color {
				t.Errorf("colour is %v, want %v: %q", has, c.color, got)
			}
			if has := strings.Contains(got, "\x1b]8;;https://example.com/\x1b\\A headline"); has != c.links {
				t.Errorf("hyperlinks are %v, want %v: %q", has, c.links, got)
			}
			if shown := strings.Count(got, "https://example.com/"); shown != 1 {
				t.Errorf("the address stands there %d times: %q", shown, got)
			}
			if !c.color && strings.ContainsRune(got, '\x1b') {
				t.Errorf("escape sequences where there should be none: %q", got)
			}
			screen.typed("quick alpha\n")
			if got := screen.until("ask> "); !strings.HasSuffix(got, "\nThe letter is alpha.\n\nask> ") {
				t.Errorf("the screen shows %q", got)
			}
			screen.typed("\n")
			screen.until("ask> ")
			screen.typed("slow\n")
			screen.until("one moment")
			screen.until("At last the slow answer.\r\n\r\nask> ")
			if name == "dumb" {
				screen.typed("\x04") // the end of input
			} else {
				cancel() // what Ctrl-C does
			}
			select {
			case err := <-ended:
				if err != nil {
					t.Errorf("Serve: %v", err)
				}
			case <-time.After(5 * time.Second):
				t.Fatal("Serve does not stop")
			}
			if got := screen.until("\n"); got != "\n" {
				t.Errorf("at the end the screen shows %q", got)
			}
		})
	}
}

func TestNote(t *testing.T) {
	text := "There is no network here, so this is the bundled sample."
	var plain strings.Builder
	console.Note(&plain, text)
	if plain.String() != text+"\n" {
		t.Errorf("into a file: %q", plain.String())
	}
	t.Setenv("NO_COLOR", "1")
	near, screen := open(t, 30)
	console.Note(near, text)
	if got := screen.until("sample.\r\n\r\n"); got != "There is no network here, so\nthis is the bundled sample.\n\n" {
		t.Errorf("on a terminal of 30 columns: %q", got)
	}
}
