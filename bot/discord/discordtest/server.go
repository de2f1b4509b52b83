// Package discordtest is an honest stand-in for Discord: its API, its gateway and its people, over real sockets.
package discordtest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Config says what the stand-in is like. The zero value is a server with one channel that takes posts.
type Config struct {
	Token       string        // the bot's token; "stand-in.token.for-tests" when empty
	Application string        // the application's id; made up when empty
	Guild       string        // the server's id; made up when empty
	Heartbeat   time.Duration // the gateway's interval; 41.25 s when zero
	Burst       int           // posts in a channel per Window; 5 when zero
	Window      time.Duration // 5 s when zero
	Deadline    time.Duration // for first answers; 3 s when zero
	TokenLife   time.Duration // for follow-ups; 15 min when zero
	NonceLife   time.Duration // how long a nonce is remembered; 3 min when zero
	Spec        string        // path of Discord's OpenAPI specification; requests are not checked against it when empty
}

func (c Config) complete() Config {
	set := func(s *string, v string) {
		if *s == "" {
			*s = v
		}
	}
	span := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	set(&c.Token, "stand-in.token.for-tests")
	set(&c.Application, "1100000000000000001")
	set(&c.Guild, "1200000000000000001")
	span(&c.Heartbeat, 41250*time.Millisecond)
	span(&c.Window, 5*time.Second)
	span(&c.Deadline, 3*time.Second)
	span(&c.TokenLife, 15*time.Minute)
	span(&c.NonceLife, 3*time.Minute)
	if c.Burst == 0 {
		c.Burst = 5
	}
	return c
}

// Request is one request that reached the stand-in.
type Request struct {
	Method, Path string // without the version's prefix
	Body         []byte // the JSON, also of a form with files
	Status       int    // of the answer; 0 when the connection was cut
}

// Server is the stand-in. All methods may be called from several goroutines.
type Server struct {
	config Config
	bot    string // the bot's user id
	key    ed25519.PrivateKey
	web    *httptest.Server
	spec   *spec

	mu           sync.Mutex
	lastID       uint64
	theirs       map[string][]byte // files that people sent, by id
	channels     map[string]*channel
	commands     map[string][]registered // by guild id, "" for all
	interactions map[string]*interaction // by token
	forms        map[string]*Form        // the open dialogues, by person
	requests     []Request
	violations   []string
	faults       []Fault
	limits       map[string]*limit
	sockets      map[*socket]bool
	sessions     map[string]*session
	closeWith    int
	firstAfter   int
	zombie       bool
	identifies   int
	resumes      int
	endpoint     string         // of the bot, for interactions over HTTP; empty for the gateway
	last         map[string]any // the last interaction that was delivered
}

// Start starts a stand-in on a free port of the loopback address.
func Start(config Config) (*Server, error) {
	s, err := New(config)
	if err != nil {
		return nil, err
	}
	s.web = httptest.NewServer(s)
	return s, nil
}

// New returns a stand-in that is an http.Handler and has no port of its own.
func New(config Config) (*Server, error) {
	config = config.complete()
	seed := sha256.Sum256([]byte("stand-in " + config.Token))
	s := &Server{
		config: config, bot: "1300000000000000001", key: ed25519.NewKeyFromSeed(seed[:]),
		theirs: map[string][]byte{}, channels: map[string]*channel{}, commands: map[string][]registered{}, interactions: map[string]*interaction{}, forms: map[string]*Form{},
		limits: map[string]*limit{}, sockets: map[*socket]bool{}, sessions: map[string]*session{},
	}
	if config.Spec != "" {
		var err error
		if s.spec, err = loadSpec(config.Spec); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// URL is the address to give to the bot in place of https://discord.com.
func (s *Server) URL() string { return s.web.URL }

// Close stops the stand-in.
func (s *Server) Close() {
	s.CutSockets()
	s.web.CloseClientConnections()
	s.web.Close()
}

// Token, Application, Guild, Bot and PublicKey say who the bot is here.

// Token returns the bot's token.
func (s *Server) Token() string { return s.config.Token }

// Application returns the application's id.
func (s *Server) Application() string { return s.config.Application }

// Guild returns the server's id.
func (s *Server) Guild() string { return s.config.Guild }

// Bot returns the bot's user id.
func (s *Server) Bot() string { return s.bot }

// PublicKey returns the key that interactions over HTTP are signed with, as hexadecimal digits.
func (s *Server) PublicKey() string {
	return hex.EncodeToString(s.key.Public().(ed25519.PublicKey))
}

// Deadline returns how long the stand-in waits for a first answer.
func (s *Server) Deadline() time.Duration { return s.config.Deadline }

// Requests returns all requests so far, oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Posts returns how many requests that could create a message in a channel have come.
func (s *Server) Posts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, r := range s.requests {
		if isPost(r.Method, r.Path) {
			n++
		}
	}
	return n
}

func isPost(method, path string) bool {
	p := strings.Split(path, "/")
	return method == http.MethodPost && len(p) == 4 && p[1] == "channels" && (p[3] == "messages" || p[3] == "threads")
}

// Violations returns what accepted requests did against Discord's specification.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.violations...)
}

// Secrets returns what must never be logged: the token, and the tokens of interactions so far.
func (s *Server) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []string{s.config.Token}
	for token := range s.interactions {
		out = append(out, token)
	}
	return out
}

// id makes a new id, later than all before, as Discord makes them of the time.
func (s *Server) id() string {
	s.lastID = max(s.lastID+1, uint64(time.Now().UnixMilli()-1420070400000)<<22)
	return strconv.FormatUint(s.lastID, 10)
}

// trouble is an answer of refusal.
type trouble struct {
	status  int
	code    int
	message string
	errors  string // what is wrong where, in a word
}

func (t trouble) Error() string {
	return fmt.Sprintf("%d %d %s %s", t.status, t.code, t.message, t.errors)
}

func invalid(format string, args ...any) error {
	return trouble{http.StatusBadRequest, 50035, "Invalid Form Body", fmt.Sprintf(format, args...)}
}

// ServeHTTP answers the API under /api/v9 and /api/v10, the gateway under /socket, and a page to look at under /.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/socket"):
		s.serveSocket(w, r)
	case strings.HasPrefix(r.URL.Path, "/api/v9/"), strings.HasPrefix(r.URL.Path, "/api/v10/"):
		s.serveAPI(w, r, "/"+strings.SplitN(r.URL.Path, "/", 4)[3])
	case r.URL.Path == "/":
		s.servePage(w)
	case strings.HasPrefix(r.URL.Path, "/attachment/"):
		s.serveAttachment(w, r)
	case strings.HasPrefix(r.URL.Path, "/picture/"):
		s.servePicture(w, r)
	case r.URL.Path == "/type" && r.Method == http.MethodPost:
		s.serveType(w, r)
	case r.URL.Path == "/press" && r.Method == http.MethodPost:
		s.servePress(w, r)
	case r.URL.Path == "/submit" && r.Method == http.MethodPost:
		s.serveSubmit(w, r)
	case r.URL.Path == "/choose" && r.Method == http.MethodPost:
		s.serveChoose(w, r)
	default:
		http.NotFound(w, r)
	}
}

const maxBody = 25 << 20 // bytes; Discord's limit for files is of this order

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, path string) {
	body, files, err := readBody(w, r)
	request := Request{Method: r.Method, Path: path, Body: body}
	defer func() {
		s.mu.Lock()
		s.requests = append(s.requests, request)
		s.mu.Unlock()
	}()
	if err != nil {
		request.Status = fail(w, invalid("%v", err))
		return
	}
	fault, faulty := s.fault(r.Method, path)
	if faulty && s.playBefore(w, fault) {
		return
	}
	var answer any
	status := http.StatusOK
	if err = s.authorised(r, path); err == nil {
		err = s.limit(w, r.Method, path)
	}
	if err == nil {
		status, answer, err = s.route(r, path, body, files)
	}
	if faulty && s.playAfter(w, fault) {
		return
	}
	if err != nil {
		request.Status = fail(w, err)
		return
	}
	request.Status = status
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if status != http.StatusNoContent {
		_ = json.NewEncoder(w).Encode(answer) // the client went away
	}
}

func fail(w http.ResponseWriter, err error) int {
	var t trouble
	if !errors.As(err, &t) {
		t = trouble{status: http.StatusInternalServerError, message: "500: Internal Server Error"}
	}
	body := map[string]any{"message": t.message, "code": t.code}
	if t.errors != "" {
		body["errors"] = map[string]any{"_errors": []map[string]string{{"code": "INVALID", "message": t.errors}}}
	}
	if t.status == http.StatusTooManyRequests {
		seconds, _ := strconv.ParseFloat(w.Header().Get("Retry-After"), 64)
		body = map[string]any{"message": t.message, "retry_after": seconds, "global": false}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(t.status)
	_ = json.NewEncoder(w).Encode(body)
	return t.status
}

// authorised checks the token where Discord wants one; interactions bring their own.
func (s *Server) authorised(r *http.Request, path string) error {
	if path == "/gateway" || strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/") {
		return nil
	}
	if r.Header.Get("Authorization") != "Bot "+s.config.Token {
		return trouble{http.StatusUnauthorized, 0, "401: Unauthorized", ""}
	}
	return nil
}
