package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestServer(t *testing.T) {
	broken := errors.New("database: disk full")
	var fault error
	s := New([]Check{{"database", func(context.Context) (string, error) { return "ok", fault }}}, slog.New(slog.DiscardHandler))
	s.Mount("/slack/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "slack "+r.URL.Path) }))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	base := "http://" + l.Addr().String()

	for _, c := range []struct {
		path   string
		fault  error
		status int
		body   string
	}{
		{"/healthz", broken, 200, "ok"},
		{"/readyz", nil, 200, `"database":"ok"`},
		{"/readyz", broken, 503, "disk full"},
		{"/slack/commands", nil, 200, "slack /slack/commands"},
		{"/elsewhere", nil, 404, ""},
	} {
		fault = c.fault
		resp, err := http.Get(base + c.path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != c.status || !strings.Contains(string(body), c.body) {
			t.Errorf("%s: %d %q, want %d %q", c.path, resp.StatusCode, body, c.status, c.body)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := http.Get(base + "/healthz"); err == nil {
		t.Error("it still listens after the stop")
	}
}

// start serves on a free port and returns its address and the function that stops it and waits.
func start(t *testing.T, s *Server) (address string, stop func() error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	return l.Addr().String(), func() error {
		cancel()
		return <-done
	}
}

// TestSlowClientsAreCutOff has a client that sends a header and no end of it, and one that sends half a body.
func TestSlowClientsAreCutOff(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for real time-outs")
	}
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := New(nil, slog.New(slog.DiscardHandler))
	address, stop := start(t, s)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	conn.SetReadDeadline(begin.Add(12 * time.Second))
	if _, err := io.ReadAll(conn); err != nil || time.Since(begin) < 4*time.Second {
		t.Errorf("a header without an end was cut off after %v with %v, want about 5 s", time.Since(begin), err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestOversizedHeaderIsRefused holds that nobody makes the bot hold megabytes of a header.
func TestOversizedHeaderIsRefused(t *testing.T) {
	address, stop := start(t, New(nil, slog.New(slog.DiscardHandler)))
	defer stop()
	req, _ := http.NewRequest(http.MethodGet, "http://"+address+"/healthz", nil)
	req.Header.Set("X-Big", strings.Repeat("x", 1<<20))
	resp, err := http.DefaultClient.Do(req)
	if err == nil {
		resp.Body.Close()
		if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("status %d", resp.StatusCode)
		}
	}
}

// TestStopCutsOffWhatHangs holds that a handler that never ends delays the stop for some seconds only. It runs in virtual
// time over a connection in memory.
func TestStopCutsOffWhatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(nil, slog.New(slog.DiscardHandler))
		s.Mount("/hang", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
		l := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Serve(ctx, l) }()
		client, server := net.Pipe()
		l.conns <- server
		go io.WriteString(client, "GET /hang HTTP/1.1\r\nHost: x\r\n\r\n")
		synctest.Wait()
		begin := time.Now()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if took := time.Since(begin); took < grace || took > grace+time.Second {
			t.Errorf("the stop took %v", took)
		}
		client.Close()
	})
}

// pipeListener hands out connections in memory.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
