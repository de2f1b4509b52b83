package discord_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord"
)

var (
	signer = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	public = hex.EncodeToString(signer.Public().(ed25519.PublicKey))
)

func endpoint(t testing.TB) *discord.Adapter {
	t.Helper()
	a, err := discord.New(discord.Options{Token: testToken, ApplicationID: "123", PublicKey: public, Mode: discord.HTTP, APIURL: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	a.Hurry()
	return a
}

// request is signed rightly for a body and a time.
func request(body string, at time.Time) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/interactions", strings.NewReader(body))
	stamp := fmt.Sprint(at.Unix())
	r.Header.Set("X-Signature-Timestamp", stamp)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(signer, []byte(stamp+body))))
	return r
}

func TestEndpointRefuses(t *testing.T) {
	const ping = `{"id":"1","type":1,"token":"t"}`
	command := `{"id":"2","type":2,"token":"t","channel_id":"3","data":{"name":"quick"}}`
	for _, c := range []struct {
		name   string
		change func(r *http.Request) *http.Request
		status int
	}{
		{"ping", func(r *http.Request) *http.Request { return r }, 200},
		{"no signature", func(r *http.Request) *http.Request { r.Header.Del("X-Signature-Ed25519"); return r }, 401},
		{"no timestamp", func(r *http.Request) *http.Request { r.Header.Del("X-Signature-Timestamp"); return r }, 401},
		{"another timestamp", func(r *http.Request) *http.Request {
			r.Header.Set("X-Signature-Timestamp", fmt.Sprint(time.Now().Unix()-1))
			return r
		}, 401},
		{"short signature", func(r *http.Request) *http.Request { r.Header.Set("X-Signature-Ed25519", "abcd"); return r }, 401},
		{"signature of letters", func(r *http.Request) *http.Request {
			r.Header.Set("X-Signature-Ed25519", strings.Repeat("z", 128))
			return r
		}, 401},
		{"stale", func(*http.Request) *http.Request { return request(ping, time.Now().Add(-6*time.Minute)) }, 401},
		{"from the future", func(*http.Request) *http.Request { return request(ping, time.Now().Add(6*time.Minute)) }, 401},
		{"another body", func(r *http.Request) *http.Request {
			other := request(command, time.Now())
			other.Header = r.Header
			return other
		}, 401},
		{"too long", func(*http.Request) *http.Request { return request(strings.Repeat(" ", 1<<20)+ping, time.Now()) }, 413},
		{"no JSON", func(*http.Request) *http.Request { return request(`{"id":`, time.Now()) }, 400},
		{"no kind", func(*http.Request) *http.Request { return request(`{}`, time.Now()) }, 400},
		{"a modal", func(*http.Request) *http.Request { return request(`{"id":"2","type":5,"token":"t"}`, time.Now()) }, 400},
		{"a token with a path", func(*http.Request) *http.Request {
			return request(`{"id":"2","type":2,"token":"../../users","channel_id":"3"}`, time.Now())
		}, 400},
		{"not serving", func(*http.Request) *http.Request { return request(command, time.Now()) }, 503},
		{"GET", func(*http.Request) *http.Request { return httptest.NewRequest(http.MethodGet, "/", nil) }, 405},
	} {
		w := httptest.NewRecorder()
		endpoint(t).Handler().ServeHTTP(w, c.change(request(ping, time.Now())))
		if w.Code != c.status {
			t.Errorf("%s: status %d %q, want %d", c.name, w.Code, w.Body, c.status)
		}
		if c.status == 200 && strings.TrimSpace(w.Body.String()) != `{"type":1}` {
			t.Errorf("%s: %q", c.name, w.Body)
		}
	}
}

// serving is an endpoint whose commands are answered. Nothing listens where it would register them, which it survives.
func serving(t testing.TB) *discord.Adapter {
	t.Helper()
	a := endpoint(t)
	router, err := bot.NewRouter(samples(), words{}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, router) }()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	for range 500 {
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, request(`{"id":"1","type":2,"token":"t","channel_id":"3","data":{"name":"quick"}}`, time.Now()))
		if w.Code != http.StatusServiceUnavailable {
			return a
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("it does not serve")
	return nil
}

func TestEndpointAnswers(t *testing.T) {
	a := serving(t)
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, request(`{"id":"10","type":2,"token":"t","channel_id":"3","locale":"fr","user":{"id":"5","username":"ada"},
		"data":{"name":"brief","options":[{"type":1,"name":"quick","options":[{"type":3,"name":"name","value":"alpha"}]}]}}`, time.Now()))
	for _, want := range []string{`"type":4`, `The letter is alpha.`, `"allowed_mentions":{"parse":[]}`, `"flags":32836`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s is not in %d %s", want, w.Code, w.Body)
		}
	}
}

// FuzzEndpoint signs whatever comes: the endpoint must not crash, and answer with a status that Discord knows.
func FuzzEndpoint(f *testing.F) {
	for _, s := range []string{
		`{"id":"1","type":1}`, `{}`, `[]`, `null`, "\xff",
		`{"id":"1","type":2,"token":"t","channel_id":"3","data":{"name":"brief","options":[{"type":2,"name":"pair","options":[{"type":1,"name":"up","options":[{"type":3,"name":"text","value":"x"}]}]}]}}`,
		`{"id":"2","type":3,"token":"t","channel_id":"3","message":{"id":"9"},"data":{"custom_id":"b0p:quick alpha"}}`,
		`{"id":"3","type":4,"token":"t","channel_id":"3","member":{"permissions":"x"},"data":{"name":"quick","options":[{"type":3,"name":"name","value":4,"focused":true}]}}`,
		`{"id":"4","type":3,"token":"t","channel_id":"3","channel":{"type":11,"parent_id":"7"},"data":{"custom_id":""}}`,
	} {
		f.Add(s)
	}
	a := serving(f)
	f.Fuzz(func(t *testing.T, body string) {
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, request(body, time.Now()))
		switch w.Code {
		case 200, 400, 409, 503:
		default:
			t.Errorf("status %d", w.Code)
		}
	})
}
