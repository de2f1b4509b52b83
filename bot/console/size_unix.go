//go:build unix

package console

import (
	"os"

	"golang.org/x/sys/unix"
)

// size returns the terminal's columns; zero when it does not say.
func size(f *os.File) int {
	w, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0
	}
	return int(w.Col)
}
