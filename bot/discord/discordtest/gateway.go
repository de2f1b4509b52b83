package discordtest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// packet is one message of the gateway.
type packet struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int             `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
}

// socket is one connection.
type socket struct {
	conn    *websocket.Conn
	mu      sync.Mutex // for writing
	session *session   // nil before identify
}

// session outlives its connections, so that it can be resumed.
type session struct {
	id      string
	seq     int
	sent    []packet
	at      *socket // nil while the connection is gone
	intents int
}

// Gateway intents that need no approval.
const (
	intentGuilds   = 1 << 0
	intentMessages = 1 << 9
)

func (k *socket) write(p packet) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.conn.WriteJSON(p)
}

func (k *socket) close(code int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	_ = k.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	_ = k.conn.Close()
}

// serveSocket speaks the gateway's part of one connection.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	k := &socket{conn: conn}
	s.mu.Lock()
	s.sockets[k] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.sockets, k)
		if k.session != nil && k.session.at == k {
			k.session.at = nil
		}
		s.mu.Unlock()
		_ = conn.Close() // it may be closed already
	}()
	hello := fmt.Sprintf(`{"heartbeat_interval":%d}`, s.config.Heartbeat.Milliseconds())
	if k.write(packet{Op: 10, Data: json.RawMessage(hello)}) != nil {
		return
	}
	for {
		var p packet
		if err := conn.ReadJSON(&p); err != nil {
			return
		}
		if code := s.hear(k, p); code != 0 {
			k.close(code)
			return
		}
	}
}

// hear takes one packet and returns a close code, or 0.
func (s *Server) hear(k *socket, p packet) (code int) {
	switch p.Op {
	case 1:
		s.mu.Lock()
		zombie := s.zombie
		s.mu.Unlock()
		if !zombie {
			_ = k.write(packet{Op: 11})
		}
	case 2:
		return s.identify(k, p.Data)
	case 6:
		return s.resume(k, p.Data)
	default:
		return 4001
	}
	return 0
}

func (s *Server) identify(k *socket, data json.RawMessage) int {
	var d struct {
		Token   string `json:"token"`
		Intents int    `json:"intents"`
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closeWith != 0:
		return s.closeWith
	case json.Unmarshal(data, &d) != nil:
		return 4002
	case strings.TrimPrefix(d.Token, "Bot ") != s.config.Token:
		return 4004
	case d.Intents&^(intentGuilds|intentMessages) != 0:
		return 4014 // this application is allowed nothing privileged, and asks for nothing that it does not need
	case k.session != nil:
		return 4005
	}
	s.identifies++
	ss := &session{id: rand.Text(), at: k, intents: d.Intents}
	s.sessions[ss.id], k.session = ss, ss
	ready := encode(map[string]any{
		"v": 9, "session_id": ss.id, "resume_gateway_url": "ws://resume.invalid/", "user": map[string]any{"id": s.bot, "username": "briefbot", "bot": true},
		"guilds": []any{map[string]any{"id": s.config.Guild, "unavailable": true}}, "application": map[string]any{"id": s.config.Application, "flags": 0},
	})
	ss.send("READY", ready)
	return 0
}

func (s *Server) resume(k *socket, data json.RawMessage) int {
	var d struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int    `json:"seq"`
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if json.Unmarshal(data, &d) != nil || strings.TrimPrefix(d.Token, "Bot ") != s.config.Token {
		return 4004
	}
	if s.firstAfter != 0 { // what comes first after a resume is played
		op := s.firstAfter
		s.firstAfter = 0
		delete(s.sessions, d.Session)
		_ = k.write(packet{Op: op, Data: json.RawMessage("false")})
		return 0
	}
	ss := s.sessions[d.Session]
	if ss == nil {
		_ = k.write(packet{Op: 9, Data: json.RawMessage("false")})
		return 0
	}
	s.resumes++
	ss.at, k.session = k, ss
	for _, p := range ss.sent {
		if p.Seq > d.Seq {
			_ = k.write(p)
		}
	}
	ss.send("RESUMED", json.RawMessage("{}"))
	return 0
}

// send numbers an event, keeps it for a resume and writes it.
func (ss *session) send(kind string, data json.RawMessage) {
	ss.seq++
	p := packet{Data: data, Seq: ss.seq, Type: kind}
	ss.sent = append(ss.sent, p)
	if ss.at != nil {
		_ = ss.at.write(p) // a dead connection is found by its reader
	}
}

// dispatch sends an event to all of the bot's sessions: each that is open with its token receives everything.
func (s *Server) dispatch(kind string, data json.RawMessage) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.zombie {
		return nil // as if sent
	}
	sent := false
	for _, ss := range s.sessions {
		if ss.at != nil {
			ss.send(kind, data)
			sent = true
		}
	}
	if !sent {
		return fmt.Errorf("%w: no gateway session", ErrNoAnswer)
	}
	return nil
}

// Connected waits until the bot has a gateway session.
func (s *Server) Connected(ctx context.Context) error {
	return s.until(ctx, func() bool {
		for _, ss := range s.sessions {
			if ss.at != nil {
				return true
			}
		}
		return false
	}, "the bot has no gateway session")
}

// Registered waits until commands are registered.
func (s *Server) Registered(ctx context.Context) error {
	return s.until(ctx, func() bool { return len(s.offered()) > 0 }, "no commands are registered")
}

func (s *Server) until(ctx context.Context, holds func() bool, otherwise string) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		s.mu.Lock()
		ok := holds()
		s.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(errors.New("discordtest: "+otherwise), ctx.Err())
		case <-tick.C:
		}
	}
}

// CutSockets cuts all gateway connections without a word.
func (s *Server) CutSockets() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k := range s.sockets {
		_ = k.conn.NetConn().Close()
		if k.session != nil {
			k.session.at = nil
		}
	}
}

// Send sends an op without data, such as 7 (reconnect) or 9 (invalid session), to all connections.
func (s *Server) Send(op int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k := range s.sockets {
		if op == 9 && k.session != nil {
			delete(s.sessions, k.session.id)
			k.session = nil
		}
		_ = k.write(packet{Op: op, Data: json.RawMessage("false")})
	}
}

// SetZombie stops or resumes acknowledging heartbeats and sending events, while connections stay open.
func (s *Server) SetZombie(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zombie = on
}

// CloseOnIdentify makes every identify end with a close code; 0 ends that.
func (s *Server) CloseOnIdentify(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closeWith = code
}

// FirstAfterResume makes an op the first packet after the next resume.
func (s *Server) FirstAfterResume(op int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.firstAfter = op
}

// Sessions returns how often the bot identified and resumed.
func (s *Server) Sessions() (identifies, resumes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.identifies, s.resumes
}
