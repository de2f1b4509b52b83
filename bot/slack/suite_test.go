package slack_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

func TestSuiteOverSocket(t *testing.T) {
	bottest.Run(t, func(t *testing.T) bottest.Platform { return newRig(t, slack.Socket, slacktest.Options{}).platform() })
}

func TestSuiteOverHTTP(t *testing.T) {
	bottest.Run(t, func(t *testing.T) bottest.Platform { return newRig(t, slack.HTTP, slacktest.Options{}).platform() })
}

// rig is a stand-in with what is needed to point adapters at it.
type rig struct {
	*slacktest.Server
	t         testing.TB
	mode      slack.Mode
	transport *http.Transport
	handler   *httptest.Server

	mu      sync.Mutex
	refuse  int // dials yet to be refused
	adapter *slack.Adapter
}

func newRig(t testing.TB, mode slack.Mode, o slacktest.Options) *rig {
	t.Helper()
	o.Commands = append(o.Commands, "brief", "quick", "slow", "shout")
	o.Shortcuts = append(o.Shortcuts, slacktest.Shortcut{Callback: "about", Name: "Tell me about it"})
	s, err := slacktest.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{Server: s, t: t, mode: mode}
	r.transport = &http.Transport{DialContext: r.dial}
	t.Cleanup(func() {
		r.transport.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Errorf("closing the stand-in: %v", err)
		}
		for _, c := range s.Complaints() {
			t.Errorf("the stand-in complains: %s", c)
		}
	})
	if mode == slack.HTTP {
		r.handler = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			r.mu.Lock()
			a := r.adapter
			r.mu.Unlock()
			a.Handler().ServeHTTP(w, req)
		}))
		t.Cleanup(r.handler.Close)
		s.Deliver(r.handler.URL)
	}
	return r
}

// dial connects, or really fails to.
func (r *rig) dial(ctx context.Context, network, address string) (net.Conn, error) {
	r.mu.Lock()
	if r.refuse > 0 {
		r.refuse--
		address = "127.0.0.1:1"
	}
	r.mu.Unlock()
	var d net.Dialer
	return d.DialContext(ctx, network, address)
}

func (r *rig) options(log *slog.Logger) slack.Options {
	return slack.Options{
		BotToken: r.BotToken, AppToken: r.AppToken, SigningSecret: r.SigningSecret, Mode: r.mode, APIURL: r.APIURL, Home: "desk",
		Logger: log, Client: &http.Client{Transport: r.transport, Timeout: 10 * time.Second},
	}
}

func (r *rig) new(log *slog.Logger) *slack.Adapter {
	r.t.Helper()
	a, err := slack.New(r.options(log))
	if err != nil {
		r.t.Fatal(err)
	}
	r.mu.Lock()
	r.adapter = a
	r.mu.Unlock()
	return a
}

func (r *rig) platform() bottest.Platform {
	p := bottest.Platform{
		New:      func(_ testing.TB, log *slog.Logger) bot.Adapter { return r.new(log) },
		Channel:  address(slacktest.News),
		Closed:   address(slacktest.Archived),
		Ready:    r.ready,
		Seen:     r.seen,
		Ask:      r.ask,
		Press:    r.press,
		Mention:  r.mention,
		Choose:   r.choose,
		OpenHome: func(ctx context.Context, user string) (bottest.Answer, error) { return homely(r.OpenHome(ctx, user)) },
		PressHome: func(ctx context.Context, user, label string) (bottest.Answer, error) {
			return homely(r.PressHome(ctx, user, label))
		},
		Submit: func(ctx context.Context, user string, values map[string]string) (bottest.Answer, map[string]string, error) {
			a, flaws, err := r.Submit(ctx, user, values)
			return r.answer(a), flaws, err
		},
		Fail:     r.fail,
		Requests: func() int { return r.Requests("chat.postMessage") },
		Deadline: slacktest.Deadline,

		NoPictures: func() { r.Grant(without("files:write")...) }, OpenPictures: true,
		Secrets: []string{r.BotToken, r.AppToken, r.SigningSecret, r.URL + "/response/"},
	}
	if r.mode == slack.Socket {
		p.Drop = r.Drop
	}
	return p
}

func address(channel string) bot.Address {
	return bot.Address{Platform: "slack", Workspace: slacktest.Team, Channel: channel}
}

func (r *rig) ready(ctx context.Context) error {
	if r.mode == slack.Socket {
		return r.Connected(ctx)
	}
	const body = `{"type":"event_callback","event":{"type":"nothing"}}`
	for ctx.Err() == nil {
		req, err := r.Signed(r.handler.URL+slack.PathEvents, body)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		_ = resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return ctx.Err()
}

func (r *rig) seen(channel bot.Address) []bottest.Seen {
	var out []bottest.Seen
	for _, m := range r.Messages(channel.Channel) {
		if m.User != slacktest.BotUser {
			continue
		}
		if m.Unfurled {
			r.t.Errorf("link previews are not switched off: %s", m.Text)
		}
		at := channel
		at.Message = m.TS
		out = append(out, bottest.Seen{
			At: at, Thread: m.ThreadTS, Text: m.View.Text, Links: m.View.Links, Labels: labels(m.View), Pings: m.View.Pings, Edited: m.Edited,
			Images: images(m.View),
		})
	}
	return out
}

func images(v slacktest.View) []bottest.Image {
	var out []bottest.Image
	for _, i := range v.Images {
		out = append(out, bottest.Image{Alt: i.Alt, PNG: i.PNG})
	}
	return out
}

// without returns all scopes but one.
func without(name string) []string {
	return slices.DeleteFunc(slacktest.Scopes(), func(s string) bool { return s == name })
}

func labels(v slacktest.View) []string {
	var out []string
	for _, b := range v.Buttons {
		out = append(out, b.Label)
	}
	return out
}

func (r *rig) ask(ctx context.Context, user, line string) (bottest.Answer, error) {
	slash, text := "/brief", line
	if strings.HasPrefix(line, "/") {
		slash, text, _ = strings.Cut(line, " ")
	}
	a, err := r.Type(ctx, user, slacktest.News, slash, text)
	if errors.Is(err, slacktest.ErrNoCommand) {
		return bottest.Answer{}, bottest.ErrCannotType
	}
	return r.answer(a), err
}

func (r *rig) answer(a slacktest.Answer) bottest.Answer {
	out := bottest.Answer{
		Text: a.View.Text, Private: a.Private, Links: a.View.Links, Labels: labels(a.View), Pings: a.View.Pings, First: a.Ack, ID: a.TS,
		Images: images(a.View),
		Thread: a.ThreadTS,
	}
	if a.Form != nil {
		out.Form = &bottest.Form{Title: a.Form.Title}
		for _, x := range a.Form.Fields {
			out.Form.Labels, out.Form.Values = append(out.Form.Labels, x.Label), append(out.Form.Values, x.Value)
		}
	}
	if !a.Private {
		out.At = address(a.Channel)
		out.At.Message = a.TS
	}
	return out
}

func (r *rig) press(ctx context.Context, user string, under bottest.Answer, label string) (bottest.Answer, error) {
	channel, ts := slacktest.News, under.ID
	if !under.At.IsZero() {
		channel, ts = under.At.Channel, under.At.Message
	}
	a, err := r.Press(ctx, user, channel, ts, label)
	return r.answer(a), err
}

func (r *rig) mention(ctx context.Context, user, line string) (bottest.Answer, error) {
	a, err := r.Mention(ctx, user, slacktest.News, "", line)
	return r.answer(a), err
}

func (r *rig) choose(ctx context.Context, user string, on bot.Address, name string) (bottest.Answer, error) {
	a, err := r.Choose(ctx, user, on.Channel, on.Message, name)
	return r.answer(a), err
}

func homely(v slacktest.View, err error) (bottest.Answer, error) {
	return bottest.Answer{Text: v.Text, Private: true, Links: v.Links, Labels: labels(v), Pings: v.Pings}, err
}

func (r *rig) fail(f bottest.Fault) {
	kinds := map[bottest.FaultKind]slacktest.Kind{
		bottest.RateLimited: slacktest.RateLimited, bottest.BrokenBefore: slacktest.ServerBefore,
		bottest.BrokenAfter: slacktest.ServerAfter, bottest.CutAfter: slacktest.CutAfter,
	}
	if f.Kind == bottest.UnreachedOnly {
		r.mu.Lock()
		r.refuse = f.Times
		r.mu.Unlock()
		r.transport.CloseIdleConnections()
		return
	}
	kind, ok := kinds[f.Kind]
	if !ok {
		panic(fmt.Sprintf("unknown fault %d", f.Kind))
	}
	r.Fail("chat.postMessage", kind, f.Times, f.RetryAfter)
}
