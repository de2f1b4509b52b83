package delivery

import (
	"crypto/rand"
	"strings"
)

// newHolder names this process for others that share its database: first where it runs, as far as that tells a living process from a
// dead one, then a part that no other process ever has.
func newHolder() string { return here() + " " + strings.ToLower(rand.Text()[:10]) }

// Gone reports whether a holder is certainly dead: it ran on this machine, since its last start, and no process of its number is left.
// It says no whenever it cannot be sure.
func Gone(holder string) bool {
	where, _, _ := strings.Cut(holder, " ")
	return where != "" && where != here() && goneFrom(where)
}
