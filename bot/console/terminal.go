package console

import (
	"os"

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

// Interactive reports whether somebody types at a terminal and reads from one.
func (a *Adapter) Interactive() bool { return a.prompting() }

func (a *Adapter) prompting() bool { return a.in.is() && a.tt.is() && a.o.Prompt != "" }
