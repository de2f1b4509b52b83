package slack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

// safe is a bytes.Buffer for several goroutines.
type safe struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safe) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safe) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// served starts an adapter with the sample commands and returns the log and the function that stops it.
func (r *rig) served(samples *bottest.Samples) (*safe, func() error) {
	r.t.Helper()
	logged := &safe{}
	log := slog.New(slog.NewTextHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	a := r.new(log)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	router := samples.Router(r.t, log)
	go func() { ended <- a.Serve(ctx, router) }()
	stop := sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	r.t.Cleanup(func() {
		if err := stop(); err != nil {
			r.t.Errorf("Serve: %v", err)
		}
		r.hushed(logged.String())
	})
	if err := r.ready(soon(r.t)); err != nil {
		r.t.Fatalf("not ready: %v", err)
	}
	return logged, stop
}

// hushed fails the test when a secret is in the text.
func (r *rig) hushed(text string) {
	r.t.Helper()
	for _, secret := range append(r.ResponseURLs(), r.BotToken, r.AppToken, r.SigningSecret, "ticket=") {
		if strings.Contains(text, secret) {
			r.t.Errorf("the secret %s… is in: %s", secret[:8], text)
		}
	}
}

func TestRefusedCredentials(t *testing.T) {
	for _, c := range []struct {
		token, code, want string
	}{
		{"bot", "invalid_auth", "the bot token is refused (invalid_auth)"},
		{"bot", "account_inactive", "the app was removed"},
		{"bot", "token_revoked", "the token was revoked"},
		{"app", "invalid_auth", "check the app token"},
		{"app", "token_revoked", "check the app token"},
		{"app", "missing_scope", "connections:write"},
		{"app", "not_allowed_token_type", "connections:write"},
		{"app", "token_expired", "the token has expired"},
	} {
		t.Run(c.token+" "+c.code, func(t *testing.T) {
			r := newRig(t, slack.Socket, slacktest.Options{})
			r.Refuse(map[string]string{"bot": r.BotToken, "app": r.AppToken}[c.token], c.code)
			err := r.new(quiet()).Serve(soon(t), bottest.NewSamples(0).Router(t, quiet()))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.code) {
				t.Fatalf("Serve: %v, want %q", err, c.want)
			}
			r.hushed(err.Error())
		})
	}
}

func TestWrongAddress(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{})
	o := r.options(quiet())
	o.APIURL = r.URL + "/nothing/"
	a, err := slack.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Serve(soon(t), bottest.NewSamples(0).Router(t, quiet())); err == nil || !strings.Contains(err.Error(), "api_url") {
		t.Errorf("an API address that answers 404: %v", err)
	}
}

func TestStopWhileUnreachable(t *testing.T) {
	var logged safe
	a, err := slack.New(slack.Options{BotToken: "xoxb-hush", AppToken: "xapp-hush", APIURL: "http://127.0.0.1:1/", Logger: slog.New(slog.NewTextHandler(&logged, nil))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 700*time.Millisecond)
	defer cancel()
	if err := a.Serve(ctx, bottest.NewSamples(0).Router(t, quiet())); err != nil {
		t.Errorf("a stop while Slack cannot be reached: %v", err)
	}
	if text := logged.String(); !strings.Contains(text, "cannot connect yet") || strings.Contains(text, "hush") {
		t.Errorf("log: %s", text)
	}
}

func TestRefreshAndGarbage(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{})
	r.served(bottest.NewSamples(0))
	for range 3 {
		if err := r.Refresh(soon(t)); err != nil {
			t.Fatalf("after a refresh: %v", err)
		}
		r.says(r.Type(soon(t), "ada", slacktest.News, "/quick", "alpha"))
	}
	for _, text := range []string{`{"type":`, "", "[]", `{"type":"hello"}`, `{"type":"new_kind"}`, `"x"`, strings.Repeat("[", 20000)} {
		r.Garble(text)
	}
	r.says(r.Type(soon(t), "ada", slacktest.News, "/quick", "alpha"))
	for kind, payload := range map[string]string{
		"events_api":     `{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"brand_new_thing"}}`,
		"slash_commands": `{"command":7}`,
		"interactive":    `{"type":"block_actions","actions":[{"type":"button","action_id":"open-0"}],"response_url":"x"}`,
		"brand_new":      `{}`,
	} {
		if took, err := r.Envelope(kind, json.RawMessage(payload)); err != nil {
			t.Errorf("an envelope of type %s was not acknowledged: %v after %v", kind, err, took)
		}
	}
	for _, payload := range []string{
		`{"type":"view_submission","trigger_id":"1"}`, `{"type":"block_actions"}`, `{"type":"message_action","trigger_id":"2"}`,
		`{"type":"block_actions","actions":[{"type":"button","action_id":"ask-0","value":"%zz"}]}`,
	} {
		if _, err := r.Envelope("interactive", json.RawMessage(payload)); err != nil {
			t.Errorf("%s was not acknowledged: %v", payload, err)
		}
	}
}

func (r *rig) says(a slacktest.Answer, err error) {
	r.t.Helper()
	if err != nil || !strings.Contains(a.View.Text, "The letter is alpha.") {
		r.t.Errorf("answer %q, %v", a.View.Text, err)
	}
	if a.Ack > slacktest.Deadline {
		r.t.Errorf("acknowledged after %v", a.Ack)
	}
}

func TestRepeatedDeliveries(t *testing.T) {
	for _, mode := range []slack.Mode{slack.Socket, slack.HTTP} {
		t.Run(string(mode), func(t *testing.T) {
			r := newRig(t, mode, slacktest.Options{})
			samples := bottest.NewSamples(0)
			r.served(samples)
			r.Twice(3)
			ask := func(n int, a slacktest.Answer, err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
				if samples.Runs() != n {
					t.Errorf("asked %d times, ran %d times", n, samples.Runs())
				}
			}
			a, err := r.Type(soon(t), "ada", slacktest.News, "/brief", "slow")
			ask(1, a, err)
			a, err = r.Mention(soon(t), "ada", slacktest.News, "", "slow")
			ask(2, a, err)
			at, err := r.new2().Post(soon(t), address(slacktest.News), key, bot.Message{Lead: "x", Actions: []bot.Action{{Label: "Go", Line: "slow"}}})
			if err != nil {
				t.Fatal(err)
			}
			a, err = r.Press(soon(t), "ada", slacktest.News, at.Message, "Go")
			ask(3, a, err)
			time.Sleep(100 * time.Millisecond)
			answered := 0 // in the thread of the mention
			for _, m := range r.Messages(slacktest.News) {
				if m.User == slacktest.BotUser && strings.Contains(m.View.Text, "At last the slow answer.") {
					answered++
				}
			}
			if private := len(r.Private(slacktest.Person("ada"))); samples.Runs() != 3 || private != 2 || answered != 1 {
				t.Errorf("%d runs, %d private answers and %d to the mention, want 3, 2 and 1", samples.Runs(), private, answered)
			}
		})
	}
}

// new2 returns a second adapter for posting, beside the one that serves.
func (r *rig) new2() *slack.Adapter {
	r.t.Helper()
	a, err := slack.New(r.options(quiet()))
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

func TestMentions(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{})
	r.served(bottest.NewSamples(0))
	a, err := r.Mention(soon(t), "ada", slacktest.News, "", "quick alpha")
	if r.says(a, err); a.Private || a.ThreadTS == "" {
		t.Errorf("the answer to a mention: %+v", a)
	}
	a, err = r.Mention(soon(t), "ada", slacktest.News, "", "quikc alpha")
	if err != nil || !a.Private || a.ThreadTS != "" {
		t.Errorf("the correction of a mention: %+v, %v", a, err)
	}
	a, err = r.Mention(soon(t), "ada", slacktest.News, "", "shout R&D <3 https://example.com/x")
	if err != nil || a.Private || a.View.Text != "You said: R&D <3 https://example.com/x" {
		t.Errorf("the public answer to a mention: %q, %v", a.View.Text, err)
	}
	if a.ThreadTS == "" {
		t.Errorf("the public answer stands outside the thread")
	}
	thread := a.ThreadTS
	a, err = r.Mention(soon(t), "ben", slacktest.News, thread, "shout two")
	if err != nil || a.ThreadTS != thread {
		t.Errorf("a mention in a thread is answered in %q, %v", a.ThreadTS, err)
	}
	a, err = r.Mention(soon(t), "ben", slacktest.News, thread, "quikc alpha")
	if err != nil || !a.Private || a.ThreadTS != thread {
		t.Errorf("a private answer in a thread: %+v, %v", a, err)
	}
}

// echo answers with what the router was told.
func echo(t testing.TB) *bot.Router {
	t.Helper()
	run := func(_ context.Context, in bot.Invocation) (bot.Message, error) {
		return bot.Message{Lead: fmt.Sprintf("%s|%s|%s|%s|%v", in.From, in.User.ID, in.User.Name, in.Args["text"], in.Via == bot.Button),
			Actions: []bot.Action{{Label: "Again", Line: "echo again"}, {Label: "Post", Line: "echo post", Public: true}}}, nil
	}
	text := []bot.Param{{Name: "text", Summary: bot.Text{"en": "text"}, Rest: true}}
	commands := []bot.Command{
		{Name: "help", Summary: bot.Text{"en": "help"}, Run: run},
		{Name: "echo", Summary: bot.Text{"en": "echo"}, Run: run, Top: true, Params: text},
		{Name: "echo loud", Summary: bot.Text{"en": "echo"}, Run: run, Top: true, Public: true, Params: text},
	}
	router, err := bot.NewRouter(commands, terse{}, nil, quiet())
	if err != nil {
		t.Fatal(err)
	}
	return router
}

func TestInvocations(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{Commands: []string{"echo-loud", "écho"}})
	o := r.options(quiet())
	o.Names = map[string]string{"echo": "écho"}
	a, err := slack.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	router := echo(t)
	go func() { ended <- a.Serve(ctx, router) }()
	defer func() {
		cancel()
		<-ended
	}()
	if err := r.Connected(soon(t)); err != nil {
		t.Fatal(err)
	}
	place := "slack:" + slacktest.Team + "/" + slacktest.News
	ada := slacktest.Person("ada")
	ask := func(slash, text, want string) slacktest.Answer {
		t.Helper()
		got, err := r.Type(soon(t), "ada", slacktest.News, slash, text)
		if err != nil || got.View.Text != want+"\n" {
			t.Errorf("%s %s: %q, %v, want %q", slash, text, got.View.Text, err, want)
		}
		return got
	}
	ask("/brief", "echo <@U1> & “co”", place+"|"+ada+"|ada|<@U1> & co|false")
	ask("/écho", " two  words ", place+"|"+ada+"|ada|two words|false")
	if got := ask("/echo-loud", "x", place+"|"+ada+"|ada|x|false"); got.Private || got.ThreadTS != "" {
		t.Errorf("public: %+v", got)
	}
	if _, err := r.Type(soon(t), "ada", slacktest.News, "/echo", "x"); err == nil {
		t.Error("the command's old name still works")
	}
	answer := ask("/brief", "echo", place+"|"+ada+"|ada||false")
	got, err := r.Press(soon(t), "ada", slacktest.News, answer.TS, "Again")
	if want := place + "|" + ada + "|ada|again|true"; err != nil || got.View.Text != want+"\n" || !got.Private {
		t.Errorf("pressed under a private answer: %q, %v, want %q", got.View.Text, err, want)
	}
	parent, err := a.Post(soon(t), address(slacktest.News), key, bot.Message{Lead: "parent", Actions: []bot.Action{{Label: "P", Line: "echo p"}}})
	if err != nil {
		t.Fatal(err)
	}
	reply, err := a.Post(soon(t), parent, key, bot.Message{Lead: "reply", Actions: []bot.Action{{Label: "P", Line: "echo p", Public: true}}})
	if err != nil {
		t.Fatal(err)
	}
	got, err = r.Press(soon(t), "ben", slacktest.News, parent.Message, "P")
	if want := parent.String() + "|" + slacktest.Person("ben") + "|ben|p|true"; err != nil || got.View.Text != want+"\n" || got.ThreadTS != "" || !got.Private {
		t.Errorf("pressed under the head of a thread: %q in %q, %v, want %q", got.View.Text, got.ThreadTS, err, want)
	}
	got, err = r.Press(soon(t), "ben", slacktest.News, reply.Message, "P")
	if err != nil || !strings.HasPrefix(got.View.Text, reply.String()+"|") || got.ThreadTS != parent.Message || got.Private {
		t.Errorf("pressed inside a thread: %q in %q, %v", got.View.Text, got.ThreadTS, err)
	}
}

func TestAnswersInFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind    slacktest.Kind
		times   int
		arrives bool
		error   bool // Slack tells who asked that it failed
	}{
		{slacktest.RateLimited, 1, true, false},
		{slacktest.RateLimited, 9, false, true},
		{slacktest.ServerBefore, 1, false, true}, // it may have arrived: never twice
		{slacktest.CutAfter, 1, true, true},      // nobody knows that it has
	} {
		r := newRig(t, slack.Socket, slacktest.Options{})
		logged, _ := r.served(bottest.NewSamples(0))
		r.Fail("response_url", c.kind, c.times, 0)
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		a, err := r.Type(ctx, "ada", slacktest.News, "/quick", "alpha")
		cancel()
		if errors.Is(err, slacktest.ErrTimeout) != c.error || (err == nil) == c.error {
			t.Errorf("fault %d, %d times: %+v, %v", c.kind, c.times, a.View, err)
		}
		if n := len(r.Private(slacktest.Person("ada"))); n > 1 || (n == 1) != c.arrives {
			t.Errorf("fault %d: the answer arrived %d times", c.kind, n)
		}
		if want := c.kind != slacktest.RateLimited || !c.arrives; want {
			for n := 0; n < 100 && !strings.Contains(logged.String(), "an answer did not arrive"); n++ {
				time.Sleep(20 * time.Millisecond)
			}
			if !strings.Contains(logged.String(), "an answer did not arrive") {
				t.Errorf("fault %d, %d times: nothing was logged", c.kind, c.times)
			}
		}
	}
}

// TestBusy fills the desk: what cannot be taken is not acknowledged, and taken once there is room again.
func TestBusy(t *testing.T) {
	r := newRig(t, slack.HTTP, slacktest.Options{})
	block := make(chan struct{})
	var running atomic.Int32
	run := func(ctx context.Context, _ bot.Invocation) (bot.Message, error) {
		running.Add(1)
		select {
		case <-block:
		case <-ctx.Done():
		}
		return bot.Message{Lead: "The letter is alpha."}, nil
	}
	router, err := bot.NewRouter([]bot.Command{{Name: "help", Summary: bot.Text{"en": "x"}, Run: run}}, terse{}, nil, quiet())
	if err != nil {
		t.Fatal(err)
	}
	a := r.new(quiet())
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, router) }()
	if err := r.ready(soon(t)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var answered, dispatched atomic.Int32
	for range 120 {
		wg.Go(func() {
			_, err := r.Type(soon(t), "ada", slacktest.News, "/brief", "help")
			switch {
			case err == nil:
				answered.Add(1)
			case errors.Is(err, slacktest.ErrDispatch):
				dispatched.Add(1)
			default:
				t.Errorf("typing: %v", err)
			}
		})
	}
	for running.Load() < 100 || dispatched.Load() < 20 {
		time.Sleep(5 * time.Millisecond)
	}
	close(block)
	wg.Wait()
	if answered.Load() != 100 || dispatched.Load() != 20 {
		t.Errorf("%d answered, %d told to come again", answered.Load(), dispatched.Load())
	}
	r.says(r.Type(soon(t), "ada", slacktest.News, "/brief", "help"))
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := r.Type(soon(t), "ada", slacktest.News, "/brief", "help"); !errors.Is(err, slacktest.ErrDispatch) {
		t.Errorf("after the end: %v", err)
	}
}

func TestServesOnce(t *testing.T) {
	r := newRig(t, slack.HTTP, slacktest.Options{})
	r.served(bottest.NewSamples(0))
	r.mu.Lock()
	a := r.adapter
	r.mu.Unlock()
	if err := a.Serve(soon(t), bottest.NewSamples(0).Router(t, quiet())); err == nil || !strings.Contains(err.Error(), "serving already") {
		t.Errorf("a second Serve: %v", err)
	}
}

// terse is a bot.Wording of few words.
type terse struct{}

func (terse) Unknown(_ bot.Invocation, word string, _ []bot.Command) bot.Message {
	return bot.Message{Lead: "unknown " + word}
}
func (terse) Misused(_ bot.Invocation, c bot.Command, _ bot.Problem) bot.Message {
	return bot.Message{Lead: "misused " + c.Name}
}
func (terse) Denied(_ bot.Invocation, c bot.Command) bot.Message {
	return bot.Message{Lead: "denied " + c.Name}
}
func (terse) Failed(_ bot.Invocation, code string) bot.Message {
	return bot.Message{Lead: "failed " + code}
}
