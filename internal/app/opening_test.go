package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

// TestPatientStart: what needs the database at the start is done again, all of it, while it fails in a way that may pass, and no longer than there is
// patience; what does not pass ends the start at once.
func TestPatientStart(t *testing.T) {
	stopping := fmt.Errorf("settings: %w", io.ErrUnexpectedEOF)
	broken := errors.New("the file is no database")
	for _, c := range []struct {
		name  string
		fails []error // of the attempts, one after the other; then they succeed
		want  error
		tries int
		after time.Duration
	}{
		{"at once", nil, nil, 1, 0},
		{"after a restart of the server", []error{stopping, stopping}, nil, 3, 2 * time.Second},
		{"broken", []error{stopping, broken, nil}, broken, 2, time.Second},
		{"never", []error{stopping, stopping, stopping, stopping, stopping, stopping, stopping}, io.ErrUnexpectedEOF, 5, 4 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			begun, tries := time.Now(), 0
			err := opening{patience: 3500 * time.Millisecond}.patiently(t.Context(), slog.New(slog.DiscardHandler), func() error {
				if tries++; tries <= len(c.fails) {
					return c.fails[tries-1]
				}
				return nil
			})
			if !errors.Is(err, c.want) || tries != c.tries || time.Since(begun) != c.after {
				t.Errorf("%s: %v after %d attempts and %v, want %v after %d and %v", c.name, err, tries, time.Since(begun), c.want, c.tries, c.after)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		err := opening{patience: time.Hour}.patiently(ctx, slog.New(slog.DiscardHandler), func() error { return stopping })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a start that is given up: %v", err)
		}
	})
}
