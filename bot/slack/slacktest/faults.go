package slacktest

import (
	"net/http"
	"strconv"
	"time"
)

// Kind tells the ways of failing apart.
type Kind int

// The ways in which a method can fail. After means that the request was carried out first.
const (
	Fine          Kind = iota // no fault: the fault after it strikes one call later
	RateLimited               // 429 with Retry-After
	ServerBefore              // 500 with an HTML page, nothing carried out
	ServerAfter               // carried out, then 502
	CutAfter                  // carried out, then the connection is cut without an answer
	TruncateAfter             // carried out, then half an answer
	InternalError             // {"ok":false,"error":"internal_error"} after having carried it out
	SlowAfter                 // carried out, then an answer that comes after five seconds
)

type fault struct {
	kind   Kind
	method string
	retry  time.Duration
}

// Fail makes the next so many calls of the method fail. The time to wait is for RateLimited, in whole seconds.
func (s *Server) Fail(method string, kind Kind, times int, retry time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range times {
		s.faults = append(s.faults, fault{kind: kind, method: method, retry: retry})
	}
}

// fault takes the next fault of a method; one of kind 0 is none.
func (s *Server) fault(method string) fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.method == method {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			return f
		}
	}
	return fault{}
}

// before plays a fault that keeps the request from being carried out, and reports whether it did.
func (f fault) before(w http.ResponseWriter) bool {
	switch f.kind {
	case RateLimited:
		w.Header().Set("Retry-After", strconv.Itoa(int(f.retry/time.Second)))
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = w.Write([]byte(`{"ok":false,"error":"ratelimited"}`))
	case ServerBefore:
		http.Error(w, "<html><body>Server error</body></html>", http.StatusInternalServerError)
	default:
		return false
	}
	return true
}

// after plays a fault that spoils the answer, and reports whether it did.
func (f fault) after(w http.ResponseWriter) bool {
	switch f.kind {
	case ServerAfter:
		http.Error(w, "<html><body>Bad gateway</body></html>", http.StatusBadGateway)
	case CutAfter:
		cut(w, "")
	case TruncateAfter:
		cut(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"ok\":true,\"chan")
	case InternalError:
		_, _ = w.Write([]byte(`{"ok":false,"error":"internal_error"}`))
	case SlowAfter:
		time.Sleep(5 * time.Second)
		return false
	default:
		return false
	}
	return true
}

// cut writes what is given to the bare connection and closes it.
func cut(w http.ResponseWriter, text string) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		return
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		return
	}
	_, _ = conn.Write([]byte(text))
	_ = conn.Close()
}
