package discord_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord"
)

// asked counts the requests of a kind that the stand-in answered.
func (b *bench) asked(method, path string) (n int) {
	for _, r := range b.Requests() {
		if r.Method == method && r.Path == path && r.Status == http.StatusOK {
			n++
		}
	}
	return n
}

// TestApplicationIsAsked sees that a config needs no application id, and that it is asked for once.
func TestApplicationIsAsked(t *testing.T) {
	for _, mode := range []discord.Mode{discord.Gateway, discord.HTTP} {
		var runs atomic.Int32
		s := serveWith(t, newBench(t, mode), odd(&runs, nil), func(o *discord.Options) { o.ApplicationID = "" })
		s.await()
		if a := s.asks("brief chart"); len(a.Images) == 0 { // a picture goes by the application's webhook
			t.Errorf("%s: %+v", mode, a)
		}
		if n := s.asked("GET", "/applications/@me"); n != 1 {
			t.Errorf("%s: the application was asked for %d times", mode, n)
		}
	}
}

// TestApplicationIsAskedAgain sees that trouble at the start is overcome: answers of nonsense, of failure, and without an id.
func TestApplicationIsAskedAgain(t *testing.T) {
	t.Parallel()
	for _, deliveryKnows := range []bool{true, false} {
		b := newBench(t, discord.HTTP)
		var asked, webhooks atomic.Int32
		front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/applications/@me"):
				if n := asked.Add(1); n < 4 {
					w.WriteHeader([]int{http.StatusOK, http.StatusBadGateway, http.StatusOK}[n-1])
					fmt.Fprint(w, []string{"<html>", "{}", "{}"}[n-1])
					return
				}
			case strings.Contains(r.URL.Path, "/webhooks/"+b.Application()+"/"):
				webhooks.Add(1)
			}
			b.ServeHTTP(w, r)
		}))
		t.Cleanup(front.Close)
		var runs atomic.Int32
		s := serveWith(t, b, odd(&runs, nil), func(o *discord.Options) { o.ApplicationID, o.APIURL = "", front.URL })
		s.await()
		if n := asked.Load(); n != 4 || !strings.Contains(s.log.String(), "trying again") {
			t.Errorf("asked %d times", n)
		}
		app := ""
		if deliveryKnows {
			app = `"application_id":"` + b.Application() + `",`
		}
		body := `{"id":"77","type":2,"token":"t",` + app + `"channel_id":"3","data":{"name":"brief","options":[{"type":1,"name":"chart"}]}}`
		if status, answer, err := b.Signed(context.Background(), b.web.URL, []byte(body), time.Now(), true); err != nil || status != http.StatusOK {
			t.Fatalf("status %d %s %v", status, answer, err)
		}
		s.until("the answer follows", func() bool { return webhooks.Load() > 0 })
		if n := asked.Load(); n != 4 {
			t.Errorf("asked %d times in all", n)
		}
	}
}

// TestTokenRefusedWithoutApplication sees one clear sentence where the first question is refused.
func TestTokenRefusedWithoutApplication(t *testing.T) {
	b := newBench(t, discord.Gateway)
	opts := b.options(nil)
	opts.Token, opts.ApplicationID = testToken, ""
	a := b.adapterWith(t, opts)
	router, err := bot.NewRouter(samples(), words{}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	const want = "discord: the token is refused; copy it again from the Bot page of the developer portal"
	if err := a.Serve(ctx, router); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestMovedRegistration sees that commands do not stay behind when a registration moves between a server and all of them.
func TestMovedRegistration(t *testing.T) {
	b := newBench(t, discord.HTTP)
	all := "/applications/" + b.Application() + "/commands"
	server := "/applications/" + b.Application() + "/guilds/" + b.Guild() + "/commands"
	run := func(guilds ...string) {
		t.Helper()
		looked := b.asked("GET", all) + b.asked("GET", server)
		s := serveWith(t, b, samples(), func(o *discord.Options) { o.Guilds = guilds })
		s.until("it looks in both places", func() bool { return b.asked("GET", all)+b.asked("GET", server) >= looked+2 })
		time.Sleep(100 * time.Millisecond) // for the removal, if one follows
		s.stop()
		if err := <-s.ended; err != nil {
			t.Fatal(err)
		}
		s.ended <- nil
	}
	expect := func(when string, inAll, inServer int) {
		t.Helper()
		if n := b.asked("PUT", all); n != inAll {
			t.Errorf("%s: %d registrations for all, want %d", when, n, inAll)
		}
		if n := b.asked("PUT", server); n != inServer {
			t.Errorf("%s: %d registrations in the server, want %d", when, n, inServer)
		}
		seen := map[string]bool{}
		for _, name := range b.Commands() {
			if seen[name] {
				t.Errorf("%s: people see %q twice", when, name)
			}
			seen[name] = true
		}
		if len(seen) == 0 {
			t.Errorf("%s: there are no commands", when)
		}
	}
	run(b.Guild())
	expect("first in the server", 0, 1)
	run()
	expect("then for all", 1, 2)
	run(b.Guild())
	expect("back to the server", 2, 3)
	run(b.Guild())
	expect("nothing moved", 2, 3)
}

// TestNothingIsRemovedWithoutARegistration sees that commands for all stay while none could be registered in the server.
func TestNothingIsRemovedWithoutARegistration(t *testing.T) {
	b := newBench(t, discord.HTTP)
	s := serveWith(t, b, samples(), func(o *discord.Options) { o.Guilds = nil })
	s.await()
	s.stop()
	<-s.ended
	s.ended <- nil
	s = serveWith(t, b, samples(), func(o *discord.Options) { o.Guilds = []string{"42"} })
	s.until("it is refused", func() bool { return strings.Contains(s.log.String(), "was the bot invited") })
	time.Sleep(100 * time.Millisecond)
	if n := b.asked("PUT", "/applications/"+b.Application()+"/commands"); n != 1 || len(b.Commands()) == 0 {
		t.Errorf("%d registrations for all, want 1; %d commands", n, len(b.Commands()))
	}
}
