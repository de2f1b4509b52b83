package feed

import (
	"errors"
	"fmt"
	"time"
	"unicode"

	"briefbot/internal/feed/xmlscan"
)

// Limits bound what one feed may cost. A document beyond Body, Ratio, Depth or Elements is refused; items and texts beyond
// theirs are left out with a Problem.
type Limits struct {
	Body     int64         // bytes after decompression
	Ratio    int64         // decompressed bytes for each compressed one
	Depth    int           // nested elements, or nested values in JSON
	Elements int           // elements in all, or values in JSON
	Items    int           // items kept, newest first
	Text     int           // bytes of one field
	Time     time.Duration // for one fetch in all, redirects and reading included
}

// DefaultLimits are generous for every feed seen and small for a machine.
var DefaultLimits = Limits{Body: 10 << 20, Ratio: 200, Depth: 256, Elements: 200_000, Items: 2000, Text: 1 << 20, Time: 20 * time.Second}

func (l Limits) orDefault() Limits {
	d := DefaultLimits
	set(&d.Body, l.Body)
	set(&d.Ratio, l.Ratio)
	set(&d.Depth, l.Depth)
	set(&d.Elements, l.Elements)
	set(&d.Items, l.Items)
	set(&d.Text, l.Text)
	set(&d.Time, l.Time)
	return d
}

func set[T ~int | ~int64](to *T, value T) {
	if value > 0 {
		*to = value
	}
}

// RefusedError reports a document that was not read, in one sentence for people. Class tells health what kind of failure it is.
type RefusedError struct {
	Class  Class
	Reason string
	Status int // of the HTTP answer that says so; 0 when it is said otherwise
}

// HTTPStatus returns the Status.
func (e *RefusedError) HTTPStatus() int { return e.Status }

func (e *RefusedError) Error() string { return "feed: " + e.Reason }

func refuse(class Class, format string, args ...any) error {
	return &RefusedError{Class: class, Reason: fmt.Sprintf(format, args...)}
}

// refuseLimit words a limit that the scanner met.
func refuseLimit(err error) error {
	var limit *xmlscan.LimitError
	if errors.As(err, &limit) {
		return refuse(Malformed, "refused: the document has more than %s %s; no real feed does", thousands(limit.Limit), limit.What)
	}
	return err
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		if unicode.IsDigit(rune(s[i-1])) {
			s = s[:i] + "," + s[i:]
		}
	}
	return s
}
