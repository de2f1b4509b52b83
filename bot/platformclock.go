package bot

import (
	"net/http"
	"sync"
	"time"
)

// PlatformClock knows a platform's time from its answers. A look back for a message goes by that time: this machine's clock may have
// been wrong when the message was posted, and right since. The zero value knows nothing yet.
type PlatformClock struct {
	mu    sync.Mutex
	said  time.Time // by the platform
	heard time.Time // with the steady clock's reading
}

// Note takes the header Date of an answer.
func (c *PlatformClock) Note(h http.Header) {
	said, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said, c.heard = said, time.Now()
}

// Now returns the platform's time, to about a second; false before the first answer.
func (c *PlatformClock) Now() (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.said.IsZero() {
		return time.Time{}, false
	}
	return c.said.Add(time.Since(c.heard)), true
}
