package slack_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"briefbot/bot/bottest"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

const command = "command=%2Fquick&text=alpha&team_id=T0STANDIN&channel_id=C0NEWSROOM&user_id=U1&trigger_id=t1"

func TestEndpoints(t *testing.T) {
	r := newRig(t, slack.HTTP, slacktest.Options{})
	logged, _ := r.served(bottest.NewSamples(0))
	long := strings.Repeat("x", 1<<20)
	for _, c := range []struct {
		name, method, path, body string
		age                      time.Duration
		change                   func(http.Header)
		status                   int
		want                     string
	}{
		{name: "a command", path: slack.PathCommands, body: command, status: 200},
		{name: "the certificate check", path: slack.PathCommands, body: "ssl_check=1&token=x", status: 200},
		{name: "the certificate check by GET", method: "GET", path: slack.PathCommands + "?ssl_check=1&token=x", status: 200},
		{name: "another GET", method: "GET", path: slack.PathCommands, status: 405},
		{name: "GET of events", method: "GET", path: slack.PathEvents, status: 405},
		{name: "another path", path: "/slack/other", body: command, status: 404},
		{name: "the challenge", path: slack.PathEvents, body: `{"type":"url_verification","challenge":"<b>3eZbrw"}`, status: 200, want: "<b>3eZbrw"},
		{name: "unsigned", path: slack.PathCommands, body: command, status: 401,
			change: func(h http.Header) { h.Del("X-Slack-Signature"); h.Del("X-Slack-Request-Timestamp") }},
		{name: "unsigned challenge", path: slack.PathEvents, body: `{"type":"url_verification","challenge":"x"}`, status: 401,
			change: func(h http.Header) { h.Del("X-Slack-Signature") }},
		{name: "signed otherwise", path: slack.PathCommands, body: command, status: 401,
			change: func(h http.Header) { h.Set("X-Slack-Signature", "v0="+strings.Repeat("ab", 32)) }},
		{name: "short signature", path: slack.PathCommands, body: command, status: 401,
			change: func(h http.Header) { h.Set("X-Slack-Signature", "v0=") }},
		{name: "signature of no version", path: slack.PathCommands, body: command, status: 401,
			change: func(h http.Header) { h.Set("X-Slack-Signature", h.Get("X-Slack-Signature")[3:]) }},
		{name: "another time than the signed", path: slack.PathCommands, body: command, status: 401,
			change: func(h http.Header) {
				h.Set("X-Slack-Request-Timestamp", strconv.FormatInt(time.Now().Unix()-1, 10))
			}},
		{name: "four minutes old", path: slack.PathCommands, body: command, age: 4 * time.Minute, status: 200},
		{name: "six minutes old", path: slack.PathCommands, body: command, age: 6 * time.Minute, status: 401},
		{name: "six minutes ahead", path: slack.PathCommands, body: command, age: -6 * time.Minute, status: 401},
		{name: "too large", path: slack.PathCommands, body: command + long, status: 413},
		{name: "a broken form", path: slack.PathCommands, body: "%zz", status: 400},
		{name: "no command", path: slack.PathCommands, body: "text=alpha", status: 400},
		{name: "a broken interaction", path: slack.PathInteractions, body: "payload=%7B", status: 400},
		{name: "no interaction", path: slack.PathInteractions, body: "x=1", status: 400},
		{name: "another kind of interaction", path: slack.PathInteractions, body: "payload=" + url.QueryEscape(`{"type":"view_closed"}`), status: 200},
		{name: "no JSON", path: slack.PathEvents, body: "x", status: 400},
		{name: "a list", path: slack.PathEvents, body: "[]", status: 400},
		{name: "another event", path: slack.PathEvents, body: `{"type":"event_callback","event":{"type":"message"}}`, status: 200},
		{name: "an event of another shape", path: slack.PathEvents, body: `{"type":"event_callback","event":[1]}`, status: 200},
		{name: "a bot's mention", path: slack.PathEvents, body: `{"type":"event_callback","event":{"type":"app_mention","bot_id":"B1","user":"U1","channel":"C0NEWSROOM","text":"x"}}`, status: 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, err := r.Signed(r.handler.URL+c.path, c.body)
			if err != nil {
				t.Fatal(err)
			}
			if c.method != "" {
				req.Method, req.Body = c.method, nil
			}
			r.Sign(req.Header, c.body, time.Now().Add(-c.age))
			if c.change != nil {
				c.change(req.Header)
			}
			begin := time.Now()
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil || resp.StatusCode != c.status || c.status == 200 && string(body) != c.want {
				t.Errorf("status %d, body %q, %v; want %d, %q", resp.StatusCode, body, err, c.status, c.want)
			}
			if took := time.Since(begin); took > 2*time.Second {
				t.Errorf("answered after %v", took)
			}
			if c.want != "" && !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain") {
				t.Errorf("content type %q", resp.Header.Get("Content-Type"))
			}
			r.hushed(string(body))
		})
	}
	r.hushed(logged.String())
	if n := len(r.Messages(slacktest.News)); n != 0 {
		t.Errorf("%d messages came of it", n)
	}
}

// TestForeignResponseURL checks that an answer never leaves for a host that is not Slack's.
func TestForeignResponseURL(t *testing.T) {
	r := newRig(t, slack.HTTP, slacktest.Options{})
	var hits int
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits++ }))
	defer elsewhere.Close()
	samples := bottest.NewSamples(0)
	_, stop := r.served(samples)
	for _, address := range []string{elsewhere.URL, "https://slack.com.evil.example/x", "https://evilslack.com/x", "http://hooks.slack.com/x", "file:///etc/passwd", "%", ""} {
		body := strings.Replace(command, "quick", "slow", 1) + "&response_url=" + url.QueryEscape(address)
		req, err := r.Signed(r.handler.URL+slack.PathCommands, body)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%q: status %d", address, resp.StatusCode)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if hits != 0 || samples.Runs() != 0 {
		t.Errorf("%d answers went elsewhere, %d commands ran", hits, samples.Runs())
	}
}

func TestNotServing(t *testing.T) {
	r := newRig(t, slack.HTTP, slacktest.Options{})
	r.new(quiet())
	if _, err := r.Type(soon(t), "ada", slacktest.News, "/quick", "alpha"); !errors.Is(err, slacktest.ErrDispatch) {
		t.Errorf("before Serve: %v", err)
	}
}

func FuzzEndpoints(f *testing.F) {
	f.Add(0, command, "")
	f.Add(1, "payload="+url.QueryEscape(`{"type":"block_actions","team":{"id":"T"},"actions":[{"type":"button","action_id":"ask-0","value":"share+x"}]}`), "v0=00")
	f.Add(2, `{"type":"event_callback","event_id":"E","event":{"type":"app_mention","user":"U","channel":"C","text":"<@U0BRIEFBOT> <http://x|y> &lt;"}}`, "v0=")
	f.Add(2, `{"type":"url_verification","challenge":"x"}`, "x")
	s, err := slacktest.Start(slacktest.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	a, err := slack.New(slack.Options{BotToken: s.BotToken, SigningSecret: s.SigningSecret, Mode: slack.HTTP, APIURL: s.APIURL, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		f.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	router := bottest.NewSamples(0).Router(f, slog.New(slog.DiscardHandler))
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, router) }()
	f.Cleanup(func() {
		cancel()
		<-ended
	})
	for w := (*httptest.ResponseRecorder)(nil); w == nil || w.Code == http.StatusServiceUnavailable; {
		const body = `{"type":"event_callback"}`
		req := httptest.NewRequest(http.MethodPost, slack.PathEvents, strings.NewReader(body))
		s.Sign(req.Header, body, time.Now())
		w = httptest.NewRecorder()
		a.Handler().ServeHTTP(w, req)
	}
	paths := []string{slack.PathCommands, slack.PathInteractions, slack.PathEvents}
	f.Fuzz(func(t *testing.T, path int, body, signature string) {
		for _, genuine := range []bool{true, false} {
			req := httptest.NewRequest(http.MethodPost, paths[uint(path)%3], strings.NewReader(body))
			s.Sign(req.Header, body, time.Now())
			if !genuine {
				req.Header.Set("X-Slack-Signature", signature)
			}
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, req)
			if !genuine && w.Code != http.StatusUnauthorized && w.Code != http.StatusRequestEntityTooLarge {
				t.Fatalf("signature %q passed: %d", signature, w.Code)
			}
			if genuine && w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
				t.Fatalf("status %d", w.Code)
			}
		}
	})
}
