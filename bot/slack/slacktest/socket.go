package slacktest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Deadline is how long Slack waits for an acknowledgement.
const Deadline = 3 * time.Second

// socket is one WebSocket of the app.
type socket struct {
	conn  *websocket.Conn
	write sync.Mutex
}

func (c *socket) send(v any) error {
	c.write.Lock()
	defer c.write.Unlock()
	_ = c.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return c.conn.WriteJSON(v)
}

type hello struct {
	Type        string `json:"type"`
	Connections int    `json:"num_connections"`
	Info        struct {
		AppID string `json:"app_id"`
	} `json:"connection_info"`
}

type envelope struct {
	Type    string          `json:"type"`
	ID      string          `json:"envelope_id"`
	Payload json.RawMessage `json:"payload"`
	Accepts bool            `json:"accepts_response_payload"`
	Attempt int             `json:"retry_attempt,omitempty"`
	Reason  string          `json:"retry_reason,omitempty"`
}

type disconnect struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	valid := s.tickets[ticket]
	delete(s.tickets, ticket) // good for one connection
	s.mu.Unlock()
	if !valid {
		http.Error(w, "ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &socket{conn: conn}
	s.mu.Lock()
	greeting := hello{Type: "hello", Connections: len(s.sockets) + 1}
	s.mu.Unlock()
	greeting.Info.AppID = AppID
	if c.send(greeting) != nil {
		_ = conn.Close()
		return
	}
	s.mu.Lock()
	s.sockets[c] = true
	s.stir()
	s.mu.Unlock()
	stop := make(chan struct{})
	go c.ping(stop)
	s.acks(c)
	close(stop)
	_ = conn.Close()
	s.mu.Lock()
	delete(s.sockets, c)
	s.stir()
	s.mu.Unlock()
}

// ping keeps the connection alive, as Slack does.
func (c *socket) ping(stop chan struct{}) {
	for {
		c.write.Lock()
		err := c.conn.WriteControl(websocket.PingMessage, []byte("standin"), time.Now().Add(time.Second))
		c.write.Unlock()
		if err != nil {
			return
		}
		select {
		case <-stop:
			return
		case <-time.After(5 * time.Second):
		}
	}
}

// acks takes acknowledgements until the connection ends.
func (s *Server) acks(c *socket) {
	for {
		_, raw, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.ack(raw)
		s.mu.Unlock()
	}
}

// ack takes one acknowledgement. The lock must be held.
func (s *Server) ack(raw []byte) {
	var ack struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	if len(raw) >= 20<<10 {
		s.complain("an acknowledgement of %d bytes was dropped", len(raw))
		return
	}
	if json.Unmarshal(raw, &ack) != nil || ack.ID == "" {
		s.complain("not an acknowledgement: %.100s", raw)
		return
	}
	waiting, ok := s.waiting[ack.ID]
	if !ok {
		s.complain("acknowledged an unknown envelope, or one twice")
		return
	}
	s.said = ack.Payload
	close(waiting)
	delete(s.waiting, ack.ID)
}

// Errors that people see when an app fails them.
var (
	ErrTimeout  = errors.New("slacktest: operation_timeout: the app did not acknowledge within three seconds")
	ErrDispatch = errors.New("slacktest: dispatch_failed: the app is not connected or refused the delivery")
)

// overSocket delivers a payload on one of the connections and returns how long the acknowledgement took.
func (s *Server) overSocket(kind, id string, payload json.RawMessage, attempt int) (time.Duration, error) {
	s.mu.Lock()
	var c *socket
	for c = range s.sockets {
		break
	}
	if c == nil {
		s.mu.Unlock()
		return 0, ErrDispatch
	}
	done := make(chan struct{})
	s.waiting[id] = done
	s.mu.Unlock()
	e := envelope{Type: kind, ID: id, Payload: payload, Accepts: kind != "events_api", Attempt: attempt}
	if attempt > 0 {
		e.Reason = "timeout"
	}
	begin := time.Now()
	if err := c.send(e); err != nil {
		return 0, ErrDispatch
	}
	select {
	case <-done:
		return time.Since(begin), nil
	case <-time.After(Deadline):
		s.mu.Lock()
		delete(s.waiting, id)
		s.mu.Unlock()
		return Deadline, ErrTimeout
	}
}

// Connected waits until the app has at least one socket.
func (s *Server) Connected(ctx context.Context) error {
	return s.until(ctx, func() bool { return len(s.sockets) > 0 })
}

// Sockets returns how many sockets the app has open.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// Drop cuts all sockets without a word and waits until the app is back.
func (s *Server) Drop(ctx context.Context) error {
	s.mu.Lock()
	old := s.live()
	for _, c := range old {
		_ = c.conn.UnderlyingConn().Close()
	}
	s.mu.Unlock()
	return s.replaced(ctx, old)
}

// Refresh asks the app to connect anew, as Slack does every few hours, and waits until it has.
func (s *Server) Refresh(ctx context.Context) error {
	s.mu.Lock()
	old := s.live()
	s.mu.Unlock()
	for _, c := range old {
		_ = c.send(disconnect{Type: "disconnect", Reason: "refresh_requested"})
	}
	return s.replaced(ctx, old)
}

// Garble sends a text that is no envelope on every socket.
func (s *Server) Garble(text string) {
	s.mu.Lock()
	all := s.live()
	s.mu.Unlock()
	for _, c := range all {
		c.write.Lock()
		_ = c.conn.WriteMessage(websocket.TextMessage, []byte(text))
		c.write.Unlock()
	}
}

// Envelope delivers a payload of any type on a socket and waits for the acknowledgement.
func (s *Server) Envelope(kind string, payload json.RawMessage) (time.Duration, error) {
	return s.overSocket(kind, random(), payload, 0)
}

// live returns the sockets. The lock must be held.
func (s *Server) live() []*socket {
	var out []*socket
	for c := range s.sockets {
		out = append(out, c)
	}
	return out
}

// replaced waits until the old sockets are gone and there is a new one.
func (s *Server) replaced(ctx context.Context, old []*socket) error {
	return s.until(ctx, func() bool {
		for _, c := range old {
			if s.sockets[c] {
				return false
			}
		}
		return len(s.sockets) > 0
	})
}
