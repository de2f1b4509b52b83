// Package slacktest is an honest stand-in for Slack: the parts of the Web API, Socket Mode and the signed HTTP requests that a
// bot uses, refusing what Slack refuses, with people who type, press and read.
package slacktest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options say what the workspace is like.
type Options struct {
	Commands  []string // the slash commands that the app has registered, without the slash
	Scopes    []string // what the bot token may do; nil means all that are known here
	Paced     bool     // one message a second in a channel, then 429
	Page      int      // messages on one page of history at most; 0 means 200
	Scan      int      // how many messages that show a new file are refused before Slack has looked at it
	Zone      *time.Location
	Now       func() time.Time
	Shortcuts []Shortcut        // what the app offers on messages
	Locales   map[string]string // languages of people's clients, by name: "fr-FR"
	Zones     map[string]string // IANA zones of people, by name
	Admins    []string          // names of the people who administer the workspace
}

// Ids that every workspace here has.
const (
	Team     = "T0STANDIN"
	BotUser  = "U0BRIEFBOT"
	BotID    = "B0BRIEFBOT"
	AppID    = "A0BRIEFBOT"
	News     = "C0NEWSROOM" // public, the bot is a member
	Random   = "C0RANDOM"   // public, the bot is a member
	Lobby    = "C0LOBBY"    // public, the bot is no member
	Archived = "C0ARCHIVED" // archived
	Locked   = "C0LOCKED"   // only some people may post
	Secret   = "G0SECRET"   // private, the bot is no member and cannot see it
)

// Server is the stand-in. Its exported fields are fixed once it runs.
type Server struct {
	URL           string // of the whole stand-in; the Web API is at APIURL
	APIURL        string
	BotToken      string
	AppToken      string
	SigningSecret string

	options Options
	http    *http.Server
	done    chan struct{}

	mu         sync.Mutex
	changed    chan struct{} // closed and replaced whenever something becomes visible or a socket comes or goes
	channels   map[string]*channel
	messages   []*Message // visible to all, oldest first
	private    []*Message // visible to one person
	last       int64      // the latest timestamp given out, in microseconds
	posted     map[string]time.Time
	scopes     map[string]bool
	refusals   map[string]string // token to the code that it is refused with
	faults     []fault
	requests   map[string]int
	complaints []string
	back       map[string]*back
	homes      map[string]*home     // by person
	triggers   map[string]triggered // what dialogues may be opened by
	forms      map[string]*Form     // the open dialogues, by person
	said       json.RawMessage      // with the last acknowledgement
	groups     map[string][]string  // user groups, to ids of people
	files      map[string]*file     // by id
	tickets    map[string]bool
	sockets    map[*socket]bool
	waiting    map[string]chan struct{} // envelopes that were not acknowledged yet
	handlerURL string
	double     int      // deliveries yet to be made twice
	latest     delivery // the last one made
	deliveries int
}

type channel struct {
	ID, Name                        string
	Member, Private, Archived, Lock bool
	With                            string // the person, of a direct conversation
}

// Start runs a stand-in on a free port of the loopback interface.
func Start(o Options) (*Server, error) {
	s, err := listen("127.0.0.1:0", o)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Serve runs a stand-in at the address until ctx ends. It calls ready, if not nil, once it can be reached.
func Serve(ctx context.Context, addr string, o Options, ready func(*Server)) error {
	s, err := listen(addr, o)
	if err != nil {
		return err
	}
	if ready != nil {
		ready(s)
	}
	<-ctx.Done()
	return s.Close()
}

func listen(addr string, o Options) (*Server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("slacktest: listen on %s: %w", addr, err)
	}
	s := &Server{
		URL: "http://" + l.Addr().String(), options: o, done: make(chan struct{}), changed: make(chan struct{}),
		BotToken: "xoxb-" + random(), AppToken: "xapp-1-" + random(), SigningSecret: random(),
		channels: map[string]*channel{}, posted: map[string]time.Time{}, refusals: map[string]string{}, requests: map[string]int{},
		back: map[string]*back{}, files: map[string]*file{}, homes: map[string]*home{}, groups: map[string][]string{}, tickets: map[string]bool{}, sockets: map[*socket]bool{}, waiting: map[string]chan struct{}{},
	}
	s.APIURL = s.URL + "/api/"
	if o.Now == nil {
		s.options.Now = time.Now
	}
	if o.Zone == nil {
		s.options.Zone = time.UTC
	}
	for _, c := range []channel{
		{ID: News, Name: "china-cloud", Member: true}, {ID: Random, Name: "random", Member: true}, {ID: Lobby, Name: "lobby"},
		{ID: Archived, Name: "old-news", Member: true, Archived: true}, {ID: Locked, Name: "announcements", Member: true, Lock: true},
		{ID: Secret, Name: "board", Private: true},
	} {
		s.channels[c.ID] = &c
	}
	s.Grant(o.Scopes...)
	s.http = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.done)
		_ = s.http.Serve(l)
	}()
	return s, nil
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("GET /link", s.serveSocket)
	mux.HandleFunc("POST /response/{id}", s.serveBack)
	mux.HandleFunc("POST /upload/{ticket}", s.serveUpload)
	mux.HandleFunc("GET /file/{id}", s.serveFile)
	mux.HandleFunc("GET /{$}", s.servePage)
	mux.HandleFunc("POST /type", s.serveType)
	mux.HandleFunc("POST /press", s.servePress)
	mux.HandleFunc("GET /home", s.serveHome)
	mux.HandleFunc("POST /choose", s.serveChoose)
	mux.HandleFunc("POST /submit", s.serveSubmit)
	return mux
}

// Close ends the stand-in and all its connections.
func (s *Server) Close() error {
	s.mu.Lock()
	for c := range s.sockets {
		_ = c.conn.Close()
	}
	s.mu.Unlock()
	err := s.http.Close()
	<-s.done
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Deliver switches from Socket Mode to signed HTTP requests to the address before /slack/commands and the others.
func (s *Server) Deliver(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlerURL = strings.TrimRight(url, "/")
}

// knownScopes are those that a method here asks for.
var knownScopes = [...]string{
	"commands", "chat:write", "channels:read", "channels:history", "users:read", "app_mentions:read", "groups:read", "groups:history",
	"chat:write.public", "files:write", "files:read", "im:write", "im:history", "usergroups:read",
}

// Scopes returns all scopes that a method here asks for.
func Scopes() []string { return append([]string(nil), knownScopes[:]...) }

// Grant sets the scopes of the bot token; none means all.
func (s *Server) Grant(scopes ...string) {
	if len(scopes) == 0 {
		scopes = knownScopes[:]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scopes = map[string]bool{}
	for _, name := range scopes {
		s.scopes[name] = true
	}
}

// Refuse makes Slack refuse a token from now on with the code, such as "token_revoked".
func (s *Server) Refuse(token, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals[token] = code
}

// Requests returns how often a method was called, whatever came of it.
func (s *Server) Requests(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests[method]
}

// Complaints returns what the app did that Slack would quietly ignore or punish, such as acknowledging twice.
func (s *Server) Complaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.complaints...)
}

func (s *Server) complain(format string, args ...any) {
	s.complaints = append(s.complaints, fmt.Sprintf(format, args...))
}

// stir wakes everybody who waits for a change. The lock must be held.
func (s *Server) stir() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// until waits until the condition, called with the lock held, is true.
func (s *Server) until(ctx context.Context, met func() bool) error {
	for {
		s.mu.Lock()
		ok, changed := met(), s.changed
		s.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// stamp returns the next timestamp in Slack's form, later than all before. The lock must be held.
func (s *Server) stamp() string {
	s.last = max(s.options.Now().UnixMicro(), s.last+1)
	return fmt.Sprintf("%d.%06d", s.last/1e6, s.last%1e6)
}

func random() string {
	b := make([]byte, 12)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
