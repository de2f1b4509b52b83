package bot

import (
	"context"
	"errors"
	"io"
)

// ErrFenced is the error of a request that was stopped because the right to make it has passed to somebody else.
var ErrFenced = errors.New("this process has waited too long: another one may be posting by now")

type fenceKey struct{}

// WithFence returns a context whose requests ask open before each part of their body is written. A process that was stopped for a
// while finds out there, at the last moment, that it may not post any more.
func WithFence(ctx context.Context, open func() bool) context.Context {
	return context.WithValue(ctx, fenceKey{}, open)
}

// Fenced returns a request's body that heeds the fence of ctx; adapters put it into every request that could create a message. A body
// that was cut off by the fence is incomplete, so that no platform takes it for a message.
func Fenced(ctx context.Context, body io.ReadCloser) io.ReadCloser {
	open, ok := ctx.Value(fenceKey{}).(func() bool)
	if !ok || body == nil {
		return body
	}
	return fenced{body, open}
}

type fenced struct {
	io.ReadCloser
	open func() bool
}

// Read reads as the body does. The end of it passes: nothing follows that could be held back.
func (f fenced) Read(p []byte) (int, error) {
	n, err := f.ReadCloser.Read(p)
	if n > 0 && !f.open() {
		return 0, ErrFenced
	}
	return n, err
}
