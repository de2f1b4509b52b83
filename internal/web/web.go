// Package web is the HTTP side of the bot: health, and the endpoints that platforms call.
package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Check says in a word how one part of the program is, or with an error that it does not work; both are shown to operators and hold no
// secret.
type Check struct {
	Name string
	Ask  func(ctx context.Context) (string, error)
}

// Server answers operators and platforms.
type Server struct {
	mux    *http.ServeMux
	checks []Check
	log    *slog.Logger
}

// New returns a server with /healthz, which answers while the program runs, and /readyz, which answers with what each check says, as
// JSON, and 503 while one fails.
func New(checks []Check, log *slog.Logger) *Server {
	s := &Server{mux: http.NewServeMux(), checks: checks, log: log}
	s.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	s.mux.HandleFunc("GET /readyz", s.ready)
	return s
}

// Mount hands all requests of a pattern, such as "/slack/" for all below that path, to a handler.
func (s *Server) Mount(path string, h http.Handler) { s.mux.Handle(path, h) }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	status, said := http.StatusOK, map[string]string{}
	for _, c := range s.checks {
		says, err := c.Ask(ctx)
		if err != nil {
			says, status = err.Error(), http.StatusServiceUnavailable
		}
		said[c.Name] = says
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(said); err != nil {
		s.log.Debug("readiness could not be written", "error", err)
	}
}

// grace is how long requests under way may go on when the program is stopped.
const grace = 5 * time.Second

// Serve listens until ctx ends, then finishes what is under way, for a moment. The listener is closed when it returns.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	select {
	case err := <-done:
		return fmt.Errorf("web: serve on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := server.Shutdown(stop)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("web: requests under way were cut off by the stop")
		err = server.Close()
	}
	if served := <-done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	if err != nil {
		return fmt.Errorf("web: stop: %w", err)
	}
	return nil
}
