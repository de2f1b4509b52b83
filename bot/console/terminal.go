package console

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-isatty"
)

// widest is how many columns a text uses on a terminal that has more: longer lines are hard to read.
const widest = 100

// terminal is what a stream is, when it is a terminal.
type terminal struct {
	file *os.File // nil for everything else
}

func terminalOf(stream any) terminal {
	f, ok := stream.(*os.File)
	if !ok || f == nil {
		return terminal{}
	}
	is := false
	control(f, func(fd uintptr) { is = isatty.IsTerminal(fd) || isatty.IsCygwinTerminal(fd) })
	if !is {
		return terminal{}
	}
	return terminal{f}
}

// control calls the function with the file's descriptor. Fd would make the file blocking, and reading from it could no
// longer be interrupted.
func control(f *os.File, do func(fd uintptr)) {
	if conn, err := f.SyscallConn(); err == nil {
		_ = conn.Control(do) // fails only for a closed file, which is no terminal
	}
}

func (t terminal) is() bool { return t.file != nil }

// columns returns how many columns to use: the terminal may change its size at any time.
func (t terminal) columns() int {
	if t.is() {
		if n := size(t.file); n > 0 {
			return min(n, widest)
		}
	}
	return 80
}

// colored reports whether to print colours and hyperlinks, after no-color.org.
func (a *Adapter) colored() bool {
	switch a.o.Color {
	case Always:
		return true
	case Never:
		return false
	}
	return a.tt.is() && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// clickable reports whether the terminal is known to make hyperlinks of OSC 8 sequences; elsewhere they would hide addresses.
// Terminals say so in no common way; what they set instead is in their documentation. tmux and screen drop the sequences of
// what runs in them unless told otherwise.
func (a *Adapter) clickable() bool {
	if a.o.Color == Always {
		return true
	}
	env := os.Getenv
	if term := env("TERM"); env("TMUX") != "" || strings.HasPrefix(term, "screen") || strings.HasPrefix(term, "tmux") {
		return false
	}
	if v, err := strconv.Atoi(env("VTE_VERSION")); err == nil && v >= 5000 { // GNOME and others, from 0.50
		return true
	}
	return slices.Contains([]string{"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby"}, env("TERM_PROGRAM")) ||
		slices.Contains([]string{"xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm"}, env("TERM")) ||
		env("WT_SESSION") != "" || env("KONSOLE_VERSION") != ""
}

// Interactive reports whether somebody types at a terminal and reads from one.
func (a *Adapter) Interactive() bool { return a.prompting() }

// prompting reports whether to ask for the next line.
func (a *Adapter) prompting() bool { return a.in.is() && a.tt.is() && a.o.Prompt != "" }

// Note writes a remark that is no part of the conversation: on a terminal set to its width, quietly, and with an empty line
// below; else on one line.
func Note(w io.Writer, text string) {
	a := New(Options{Out: w})
	if !a.tt.is() {
		fmt.Fprintln(w, text)
		return
	}
	p := a.page(a.colored())
	p.para(dim, "", text)
	p.blank()
	fmt.Fprint(w, p.String())
}
