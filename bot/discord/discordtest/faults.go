package discordtest

import (
	"fmt"
	"math"
	"net/http"
	"time"
)

// Fault is a way in which the next posts to channels fail.
type Fault struct {
	Kind       FaultKind
	Times      int
	RetryAfter time.Duration // for RateLimited
}

// FaultKind tells faults apart.
type FaultKind int

// The faults.
const (
	RateLimited  FaultKind = iota // 429, nothing accepted
	BrokenBefore                  // 503, nothing accepted
	BrokenAfter                   // accepted, then 502
	CutAfter                      // accepted, then the connection is cut without an answer
	HalfAnswer                    // accepted, then an answer that breaks off in its middle
)

// Fail makes the next posts fail. Other requests are not touched.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range max(f.Times, 1) {
		s.faults = append(s.faults, f)
	}
}

func (s *Server) fault(method, path string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults) == 0 || !isPost(method, path) {
		return Fault{}, false
	}
	f := s.faults[0]
	s.faults = s.faults[1:]
	return f, true
}

func (s *Server) playBefore(w http.ResponseWriter, f Fault) bool {
	switch f.Kind {
	case RateLimited:
		w.Header().Set("Retry-After", fmt.Sprint(math.Ceil(f.RetryAfter.Seconds())))
		w.Header().Set("X-RateLimit-Scope", "user")
		fail(w, trouble{status: http.StatusTooManyRequests, message: "You are being rate limited."})
	case BrokenBefore:
		http.Error(w, "upstream connect error", http.StatusServiceUnavailable)
	default:
		return false
	}
	return true
}

func (s *Server) playAfter(w http.ResponseWriter, f Fault) bool {
	switch f.Kind {
	case BrokenAfter:
		http.Error(w, "bad gateway", http.StatusBadGateway)
	case CutAfter:
		panic(http.ErrAbortHandler)
	case HalfAnswer:
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte(`{"id":"13`))
		panic(http.ErrAbortHandler)
	default:
		return false
	}
	return true
}

// limit is what is left of a rate limit.
type limit struct {
	left  int
	reset time.Time
}

// limit counts posts to a channel and says so in the headers, as Discord does.
func (s *Server) limit(w http.ResponseWriter, method, path string) error {
	if !isPost(method, path) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	l := s.limits[path]
	if l == nil || now.After(l.reset) {
		l = &limit{left: s.config.Burst, reset: now.Add(s.config.Window)}
		s.limits[path] = l
	}
	wait := l.reset.Sub(now).Seconds()
	h := w.Header()
	h.Set("X-RateLimit-Limit", fmt.Sprint(s.config.Burst))
	h.Set("X-RateLimit-Remaining", fmt.Sprint(max(l.left-1, 0)))
	h.Set("X-RateLimit-Reset", fmt.Sprintf("%.3f", float64(l.reset.UnixMilli())/1000))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", wait))
	h.Set("X-RateLimit-Bucket", "posts")
	if l.left == 0 {
		h.Set("Retry-After", fmt.Sprintf("%.3f", wait))
		h.Set("X-RateLimit-Scope", "user")
		return trouble{status: http.StatusTooManyRequests, message: "You are being rate limited."}
	}
	l.left--
	return nil
}
