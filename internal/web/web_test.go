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
)

func TestServer(t *testing.T) {
	broken := errors.New("database: disk full")
	var fault error
	s := New([]Check{{"database", func(context.Context) error { return fault }}}, slog.New(slog.DiscardHandler))
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
