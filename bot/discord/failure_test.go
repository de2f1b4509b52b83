package discord_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

const testToken = "MTk4NjIyNDgzNDcx.stand-in.secret"

func TestNewRefusesInOneSentence(t *testing.T) {
	good := discord.Options{Token: testToken, ApplicationID: "123", PublicKey: strings.Repeat("ab", 32)}
	for _, c := range []struct {
		change func(*discord.Options)
		want   string
	}{
		{func(o *discord.Options) {}, ""},
		{func(o *discord.Options) { o.Token = "" }, "the token is empty"},
		{func(o *discord.Options) { o.Token = "Bot abc" }, `without "Bot "`},
		{func(o *discord.Options) { o.ApplicationID = "briefbot" }, "application id"},
		{func(o *discord.Options) { o.Mode = "webhook" }, "want gateway or http"},
		{func(o *discord.Options) { o.Mode, o.PublicKey = discord.HTTP, "" }, "needs the public key"},
		{func(o *discord.Options) { o.PublicKey = "abc" }, "64 hexadecimal digits"},
		{func(o *discord.Options) { o.PublicKey = strings.Repeat("zz", 32) }, "64 hexadecimal digits"},
		{func(o *discord.Options) { o.Umbrella = "Brief" }, "lower-case"},
		{func(o *discord.Options) { o.Names = map[string]string{"share": "two words"} }, "lower-case"},
		{func(o *discord.Options) { o.Names = map[string]string{"share": "brief"} }, "is given to both"},
		{func(o *discord.Options) { o.Guilds = []string{"my server"} }, "server id"},
		{func(o *discord.Options) { o.APIURL = "localhost:80" }, "api_url"},
		{func(o *discord.Options) { o.APIURL = "http://user:hunter2@localhost" }, "api_url"},
	} {
		o := good
		c.change(&o)
		_, err := discord.New(o)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("got %v, want %q", err, c.want)
		}
		if err != nil && (strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), testToken)) {
			t.Errorf("%q is not one sentence without secrets", err)
		}
	}
}

// scripted is an adapter before a server that answers every request in one way.
func scripted(t *testing.T, answer http.HandlerFunc) (*discord.Adapter, *bytes.Buffer) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	var log bytes.Buffer
	a, err := discord.New(discord.Options{Token: testToken, ApplicationID: "123", APIURL: server.URL,
		Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		HTTP:   &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}})
	if err != nil {
		t.Fatal(err)
	}
	return a, &log
}

func TestClasses(t *testing.T) {
	says := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}
	}
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		class  bot.Class
		reason string
		after  time.Duration
	}{
		{"missing access", says(403, `{"code":50001,"message":"Missing Access"}`), bot.Refused, "50001", 0},
		{"missing permissions", says(403, `{"code":50013,"message":"Missing Permissions"}`), bot.Refused, "50013", 0},
		{"unknown channel", says(404, `{"code":10003,"message":"Unknown Channel"}`), bot.Refused, "10003", 0},
		{"invalid form", says(400, `{"code":50035,"message":"Invalid Form Body","errors":{"content":{}}}`), bot.Refused, "50035", 0},
		{"bad token", says(401, `{"code":0,"message":"401: Unauthorized"}`), bot.Refused, "401", 0},
		{"too large", says(413, `payload too large`), bot.Refused, "413", 0},
		{"redirect", says(302, ``), bot.Refused, "302", 0},
		{"rate limit", says(429, `{"message":"slow","retry_after":2.5,"global":false}`), bot.NotSent, "429", 2500 * time.Millisecond},
		{"rate limit without a body", says(429, `<html>`), bot.NotSent, "429", time.Second},
		{"rate limit of nonsense", says(429, `{"retry_after":1e300}`), bot.NotSent, "429", time.Second},
		{"rate limit by header", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "9")
			w.WriteHeader(429)
		}, bot.NotSent, "429", 9 * time.Second},
		{"a no in half", says(400, `{"message":"A thread has already been cre`), bot.NotSent, "400", 0},
		{"a no of somebody before Discord", says(403, `<html>`), bot.NotSent, "403", 0},
		{"broken", says(500, `{"code":0,"message":"500: Internal Server Error"}`), bot.Unknown, "500", 0},
		{"bad gateway", says(502, `<html>`), bot.Unknown, "502", 0},
		{"overloaded", says(503, ``), bot.Unknown, "503", time.Second},
		{"time-out upstream", says(504, ``), bot.Unknown, "504", 0},
		{"success without JSON", says(200, `<html>`), bot.Unknown, "", 0},
		{"success without an id", says(200, `{}`), bot.Unknown, "", 0},
		{"broken off", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "99")
			fmt.Fprint(w, `{"id":"1`)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, bot.Unknown, "200", 0},
		{"odd limit headers after success", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-RateLimit-Remaining", "many")
			w.Header().Set("X-RateLimit-Reset-After", "soon")
			fmt.Fprint(w, `{"id":"77"}`)
		}, -1, "", 0},
		{"cut", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, bot.Unknown, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var requests atomic.Int32
			a, log := scripted(t, func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				_, _ = io.Copy(io.Discard, r.Body)
				c.answer(w, r)
			})
			at, err := a.Post(context.Background(), bot.Address{Platform: "discord", Workspace: "1", Channel: "2"}, "abc", bot.Message{Title: "T"})
			if c.class < 0 {
				if err != nil || at.Message != "77" {
					t.Fatalf("%v, %v", at, err)
				}
				return
			}
			var pe *bot.PostError
			if !errors.As(err, &pe) || pe.Class != c.class || pe.Reason != c.reason || pe.RetryAfter != c.after {
				t.Errorf("got %+v (%v), want %v %q %v", pe, err, c.class, c.reason, c.after)
			}
			if n := requests.Load(); n != 1 {
				t.Errorf("%d requests", n)
			}
			if strings.Contains(fmt.Sprintf("%+v", err)+log.String(), testToken) {
				t.Error("the token is shown")
			}
		})
	}
}

func TestClassesWithoutAnAnswer(t *testing.T) {
	to := bot.Address{Platform: "discord", Workspace: "1", Channel: "2"}
	post := func(ctx context.Context, a *discord.Adapter) error {
		_, err := a.Post(ctx, to, "abc", bot.Message{Title: "T"})
		return err
	}
	reached, over := make(chan struct{}, 1), make(chan struct{})
	slow, _ := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		reached <- struct{}{}
		<-over
	})
	t.Cleanup(func() { close(over) }) // before the server is closed, which waits for its handlers
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-reached
		cancel()
	}()
	if err := post(ctx, slow); bot.ClassOf(err) != bot.Unknown {
		t.Errorf("cancelled after the request was written: %v", err)
	}
	if err := post(ctx, slow); bot.ClassOf(err) != bot.NotSent {
		t.Errorf("cancelled before: %v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	nobody, err := discord.New(discord.Options{Token: testToken, ApplicationID: "1", APIURL: "http://" + listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	if err := post(context.Background(), nobody); bot.ClassOf(err) != bot.NotSent || strings.Contains(err.Error(), testToken) {
		t.Errorf("nobody listens: %v", err)
	}
}

func TestPostRefusesBadAddressesAndKeys(t *testing.T) {
	a, _ := scripted(t, func(http.ResponseWriter, *http.Request) { t.Error("a request was made") })
	good := bot.Address{Platform: "discord", Workspace: "1", Channel: "2"}
	for _, c := range []struct {
		to  bot.Address
		key string
		m   bot.Message
	}{
		{bot.Address{Platform: "slack", Workspace: "1", Channel: "2"}, "abc", bot.Message{Title: "T"}},
		{bot.Address{Platform: "discord", Workspace: "1", Channel: "../users"}, "abc", bot.Message{Title: "T"}},
		{bot.Address{Platform: "discord", Workspace: "1", Channel: "2", Message: "3/x"}, "abc", bot.Message{Title: "T"}},
		{good, "", bot.Message{Title: "T"}},
		{good, strings.Repeat("a", 25), bot.Message{Title: "T"}},
		{good, "ABC", bot.Message{Title: "T"}},
		{good, "abc", bot.Message{Title: "\u200b"}},
	} {
		if _, err := a.Post(context.Background(), c.to, c.key, c.m); bot.ClassOf(err) != bot.Refused || err == nil {
			t.Errorf("%v %q: %v", c.to, c.key, err)
		}
	}
}

// TestRateLimitIsKept sees that posts beyond the limit are not sent at all, and that the answer says for how long.
func TestRateLimitIsKept(t *testing.T) {
	b := benchWith(t, discord.Gateway, discordtest.Config{Burst: 2, Window: 30 * time.Second})
	a := b.adapter(t, nil)
	for i := range 10 {
		_, err := a.Post(context.Background(), b.channel, bottest.Key(fmt.Sprint(i)), bot.Message{Title: "T"})
		var pe *bot.PostError
		switch {
		case i < 2 && err != nil:
			t.Fatal(err)
		case i >= 2 && (!errors.As(err, &pe) || pe.Class != bot.NotSent || pe.RetryAfter < 20*time.Second):
			t.Fatalf("post %d: %v", i, err)
		}
	}
	if n := b.Posts(); n != 2 {
		t.Errorf("%d posts reached the platform, want 2", n)
	}
}

// TestNonceKeepsOne sees that repeating the identical post soon returns the message that is there.
func TestNonceKeepsOne(t *testing.T) {
	b := newBench(t, discord.Gateway)
	b.Fail(discordtest.Fault{Kind: discordtest.HalfAnswer, Times: 1})
	m := bot.Message{Title: "Only once"}
	_, err := b.adapter(t, nil).Post(context.Background(), b.channel, "k1", m)
	if bot.ClassOf(err) != bot.Unknown {
		t.Fatal(err)
	}
	at, err := b.adapter(t, nil).Post(context.Background(), b.channel, "k1", m)
	if err != nil {
		t.Fatal(err)
	}
	if seen := b.seen(b.channel); len(seen) != 1 || seen[0].At != at {
		t.Errorf("seen %+v, want one at %s", seen, at)
	}
}
