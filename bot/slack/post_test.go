package slack_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

const key = "0123456789abcdef01234567"

var hello = bot.Message{Title: "Hello", Lead: "World."}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func soon(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestNew(t *testing.T) {
	good := slack.Options{BotToken: "xoxb-1", AppToken: "xapp-1", SigningSecret: "s3cr3t"}
	for _, c := range []struct {
		name   string
		change func(*slack.Options)
		want   string // in the error; empty for none
	}{
		{"as it should be", func(*slack.Options) {}, ""},
		{"http", func(o *slack.Options) { o.Mode, o.AppToken = slack.HTTP, "" }, ""},
		{"no bot token", func(o *slack.Options) { o.BotToken = "" }, "bot token must begin with xoxb-"},
		{"user token", func(o *slack.Options) { o.BotToken = "xoxp-hush" }, "bot token must begin with xoxb-"},
		{"line break in the token", func(o *slack.Options) { o.BotToken = "xoxb-hush\n" }, "bot token must begin with xoxb-"},
		{"tokens swapped", func(o *slack.Options) { o.AppToken = "xoxb-hush" }, "app token that begins with xapp-"},
		{"http without a secret", func(o *slack.Options) { o.Mode, o.SigningSecret = slack.HTTP, " " }, "signing secret"},
		{"mode", func(o *slack.Options) { o.Mode = "rtm" }, `mode "rtm": want socket or http`},
		{"api address", func(o *slack.Options) { o.APIURL = "slack.com/api" }, "API address must be"},
		{"api address with a query", func(o *slack.Options) { o.APIURL = "https://x.example/?hush" }, "API address must be"},
		{"umbrella", func(o *slack.Options) { o.Umbrella = "/brief" }, `"/brief": want a lower-case word`},
		{"upper case", func(o *slack.Options) { o.Names = map[string]string{"share": "Share"} }, `"Share" for share: want a lower-case`},
		{"too long", func(o *slack.Options) { o.Names = map[string]string{"share": strings.Repeat("a", 32)} }, "at most 31"},
		{"twice", func(o *slack.Options) { o.Names = map[string]string{"share": "brief"} }, "used for both share and the umbrella"},
		{"Chinese", func(o *slack.Options) { o.Umbrella = "简报" }, ""},
	} {
		o := good
		c.change(&o)
		_, err := slack.New(o)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hush")):
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// scripted is an API that says who the bot is and answers everything else as told.
func scripted(t *testing.T, respond http.HandlerFunc) (*slack.Adapter, *atomic.Int32, *bytes.Buffer) {
	t.Helper()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/auth.test" {
			_, _ = io.WriteString(w, `{"ok":true,"team_id":"T0STANDIN","user_id":"U1","bot_id":"B1"}`)
			return
		}
		calls.Add(1)
		respond(w, r)
	}))
	t.Cleanup(server.Close)
	var logged bytes.Buffer
	a, err := slack.New(slack.Options{BotToken: "xoxb-hush", AppToken: "xapp-hush", APIURL: server.URL + "/api",
		Logger: slog.New(slog.NewTextHandler(&logged, nil)), Client: &http.Client{Timeout: time.Second, Transport: server.Client().Transport}})
	if err != nil {
		t.Fatal(err)
	}
	return a, &calls, &logged
}

func TestClasses(t *testing.T) {
	say := func(status int, body string, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	type row struct {
		name   string
		do     http.HandlerFunc
		class  bot.Class
		reason string
		retry  time.Duration
	}
	rows := []row{
		{"429", say(429, `{"ok":false,"error":"ratelimited"}`, "Retry-After", "30"), bot.NotSent, "ratelimited", 30 * time.Second},
		{"429 without a time", say(429, ""), bot.NotSent, "http_429", 0},
		{"429 with an odd time", say(429, "", "Retry-After", "soon"), bot.NotSent, "http_429", 0},
		{"429 with a negative time", say(429, "", "Retry-After", "-3"), bot.NotSent, "http_429", 0},
		{"500", say(500, "<html>xoxb-hush"), bot.Unknown, "http_500", 0},
		{"502", say(502, ""), bot.Unknown, "http_502", 0},
		{"503", say(503, "", "Retry-After", "9"), bot.Unknown, "http_503", 0},
		{"504", say(504, ""), bot.Unknown, "http_504", 0},
		{"408", say(408, ""), bot.Unknown, "http_408", 0},
		{"403", say(403, "blocked"), bot.Refused, "http_403", 0},
		{"404", say(404, ""), bot.Refused, "http_404", 0},
		{"a redirection", say(307, "", "Location", "https://evil.example/"), bot.Refused, "http_307", 0},
		{"half an answer", say(200, `{"ok":true,"chan`), bot.Unknown, "", 0},
		{"no JSON", say(200, "<html>"), bot.Unknown, "", 0},
		{"neither yes nor no", say(200, "{}"), bot.Unknown, "", 0},
		{"no without a reason", say(200, `{"ok":false}`), bot.Unknown, "", 0},
		{"cut", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, bot.Unknown, "", 0},
		{"too slow", func(w http.ResponseWriter, r *http.Request) { time.Sleep(1500 * time.Millisecond) }, bot.Unknown, "", 0},
	}
	for class, codes := range map[bot.Class][]string{
		bot.Unknown: {"internal_error", "fatal_error", "service_unavailable"},
		bot.NotSent: {"ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout", "team_added_to_org"},
		bot.Refused: {"channel_not_found", "not_in_channel", "is_archived", "invalid_blocks", "invalid_blocks_format", "msg_too_long",
			"msg_blocks_too_long", "no_text", "restricted_action", "restricted_action_thread_locked", "cannot_reply_to_message",
			"missing_scope", "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission",
			"ekm_access_denied", "invalid_arguments", "metadata_too_large", "something_new"},
	} {
		for _, code := range codes {
			rows = append(rows, row{code, say(200, fmt.Sprintf(`{"ok":false,"error":%q}`, code)), class, code, 0})
		}
	}
	for _, c := range rows {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, calls, logged := scripted(t, c.do)
			_, err := a.Post(soon(t), address(slacktest.News), key, hello)
			var pe *bot.PostError
			if !errors.As(err, &pe) {
				t.Fatalf("%T: %v", err, err)
			}
			if pe.Class != c.class || pe.Reason != c.reason || pe.RetryAfter != c.retry {
				t.Errorf("class %v, reason %q, retry %v (%v); want %v, %q, %v", pe.Class, pe.Reason, pe.RetryAfter, err, c.class, c.reason, c.retry)
			}
			if n := calls.Load(); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
			if text := fmt.Sprintf("%v %+v %#v", err, err, pe.Err) + logged.String(); strings.Contains(text, "hush") {
				t.Errorf("a secret is in %s", text)
			}
			if err := a.Edit(soon(t), bot.Address{Platform: "slack", Workspace: slacktest.Team, Channel: "C1", Message: "1.2"}, key, hello); bot.ClassOf(err) != c.class || err == nil {
				t.Errorf("edit: %v, want class %v", err, c.class)
			}
		})
	}
}

func TestNotSentWithoutConnection(t *testing.T) {
	for _, api := range []string{"http://127.0.0.1:1/api/", "http://no-such-host.invalid/api/"} {
		a, err := slack.New(slack.Options{BotToken: "xoxb-hush", AppToken: "xapp-hush", APIURL: api, Logger: quiet()})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Post(soon(t), address(slacktest.News), key, hello); bot.ClassOf(err) != bot.NotSent || err == nil {
			t.Errorf("%s: %v, want class not sent", api, err)
		}
	}
	a, _, _ := scripted(t, func(http.ResponseWriter, *http.Request) {})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := a.Post(ctx, address(slacktest.News), key, hello); bot.ClassOf(err) != bot.NotSent || !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
}

func TestRefusalsSayWhatIsWrong(t *testing.T) {
	a, _, _ := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":false,"error":"missing_scope","needed":"chat:write","provided":"commands","response_metadata":{"messages":["[ERROR] bad\u0007 [json-pointer:/blocks/0]"]}}`)
	})
	_, err := a.Post(soon(t), address(slacktest.News), key, hello)
	for _, want := range []string{"C0NEWSROOM", "missing_scope", "needs the scope chat:write", "json-pointer:/blocks/0"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{})
	a := r.new(quiet())
	for _, c := range []struct {
		name, channel, reason string
	}{
		{"no member", slacktest.Lobby, ""}, // chat:write.public was granted
		{"archived", slacktest.Archived, "is_archived"},
		{"locked", slacktest.Locked, "restricted_action"},
		{"private", slacktest.Secret, "channel_not_found"},
		{"nowhere", "C404", "channel_not_found"},
	} {
		_, err := a.Post(soon(t), address(c.channel), key, hello)
		var pe *bot.PostError
		errors.As(err, &pe)
		if c.reason == "" && err != nil || c.reason != "" && (pe == nil || pe.Reason != c.reason || pe.Class != bot.Refused) {
			t.Errorf("%s: %v, want %q", c.name, err, c.reason)
		}
	}
	r.Grant("commands", "chat:write")
	var pe *bot.PostError
	if _, err := a.Post(soon(t), address(slacktest.Lobby), key, hello); !errors.As(err, &pe) || pe.Reason != "not_in_channel" {
		t.Errorf("without chat:write.public: %v", err)
	}
	for _, c := range []struct {
		to     bot.Address
		m      bot.Message
		reason string
	}{
		{bot.Address{Platform: "slack", Workspace: "T0OTHER", Channel: slacktest.News}, hello, "other_workspace"},
		{bot.Address{Platform: "discord", Workspace: slacktest.Team, Channel: slacktest.News}, hello, "invalid_address"},
		{bot.Address{Platform: "slack", Workspace: slacktest.Team}, hello, "invalid_address"},
		{address(slacktest.News), bot.Message{}, "no_text"},
	} {
		before := r.Requests("chat.postMessage")
		if _, err := a.Post(soon(t), c.to, key, c.m); !errors.As(err, &pe) || pe.Reason != c.reason || pe.Class != bot.Refused {
			t.Errorf("%s: %v, want %s", c.to, err, c.reason)
		}
		if r.Requests("chat.postMessage") != before {
			t.Errorf("%s: it was sent", c.to)
		}
	}
	if err := a.Edit(soon(t), address(slacktest.News), key, hello); !errors.As(err, &pe) || pe.Reason != "no_message" {
		t.Errorf("editing a channel: %v", err)
	}
	gone := address(slacktest.News)
	gone.Message = "1.000001"
	if err := a.Edit(soon(t), gone, key, hello); !errors.As(err, &pe) || pe.Reason != "message_not_found" {
		t.Errorf("editing what is gone: %v", err)
	}
}

func TestThreads(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{})
	var logged bytes.Buffer
	a := r.new(slog.New(slog.NewTextHandler(&logged, nil)))
	parent, err := a.Post(soon(t), address(slacktest.News), key, hello)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := a.Post(soon(t), parent, key, hello)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Post(soon(t), reply, key, hello); err != nil {
		t.Fatalf("a reply to a reply: %v", err)
	}
	for _, m := range r.Messages(slacktest.News)[1:] {
		if m.ThreadTS != parent.Message {
			t.Errorf("a reply stands in thread %q, want %q", m.ThreadTS, parent.Message)
		}
	}
	r.Remove(slacktest.News, parent.Message)
	if _, err := a.Post(soon(t), parent, key, hello); err != nil || !strings.Contains(logged.String(), "the thread is gone") {
		t.Errorf("a reply to what was deleted: %v, log %s", err, logged.String())
	}
}

func TestPace(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{Paced: true})
	a := r.new(quiet())
	if _, err := a.Post(soon(t), address(slacktest.News), key, hello); err != nil {
		t.Fatal(err)
	}
	var pe *bot.PostError
	if _, err := a.Post(soon(t), address(slacktest.News), key, hello); !errors.As(err, &pe) || pe.Class != bot.NotSent || pe.RetryAfter != time.Second {
		t.Errorf("the second post within a second: %v", err)
	}
	if _, err := a.Post(soon(t), address(slacktest.Random), key, hello); err != nil {
		t.Errorf("another channel: %v", err)
	}
}

func TestScopesAreMissed(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{Scopes: []string{"chat:write", "commands", "channels:read"}})
	var logged bytes.Buffer
	a := r.new(slog.New(slog.NewTextHandler(&logged, nil)))
	if _, err := a.Post(soon(t), address(slacktest.News), key, hello); err != nil {
		t.Fatal(err)
	}
	for _, scope := range []string{"channels:history", "files:write"} {
		if !strings.Contains(logged.String(), "scope="+scope) {
			t.Errorf("nobody was told of the missing %s: %s", scope, logged.String())
		}
	}
	if strings.Contains(logged.String(), "scope=chat:write ") {
		t.Errorf("a granted scope is missed: %s", logged.String())
	}
	if _, err := a.Find(soon(t), address(slacktest.News), key, time.Now()); !errors.Is(err, bot.ErrCannotLook) {
		t.Errorf("Find without the scope: %v", err)
	}
}
