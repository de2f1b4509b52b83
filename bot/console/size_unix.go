//go:build unix

package console

import (
	"os"

	"golang.org/x/sys/unix"
)

// size returns the terminal's columns; zero when it does not say.
func size(f *os.File) int {
	columns := 0
	control(f, func(fd uintptr) {
		if w, err := unix.IoctlGetWinsize(int(fd), unix.TIOCGWINSZ); err == nil {
			columns = int(w.Col)
		}
	})
	return columns
}
