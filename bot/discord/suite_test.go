package discord_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

func TestGateway(t *testing.T) {
	bottest.Run(t, func(t *testing.T) bottest.Platform { return newBench(t, discord.Gateway).platform() })
}

func TestHTTP(t *testing.T) {
	bottest.Run(t, func(t *testing.T) bottest.Platform { return newBench(t, discord.HTTP).platform() })
}

// bench is a stand-in with what is needed to put adapters to it.
type bench struct {
	*discordtest.Server
	mode     discord.Mode
	channel  bot.Address
	closed   bot.Address
	refusing atomic.Int32 // how many connections are refused
	client   *http.Client
	endpoint atomic.Pointer[http.Handler]
	web      *httptest.Server
}

// specification is the path of Discord's OpenAPI document; empty where it is absent.
func specification(t testing.TB) string {
	t.Helper()
	root := os.Getenv("BRIEFBOT_TESTDATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(root, "platform", "discord-openapi.json")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

func newBench(t testing.TB, mode discord.Mode) *bench {
	t.Helper()
	return benchWith(t, mode, discordtest.Config{Burst: 6, Window: 300 * time.Millisecond, Heartbeat: 200 * time.Millisecond})
}

func benchWith(t testing.TB, mode discord.Mode, config discordtest.Config) *bench {
	t.Helper()
	config.Spec = specification(t)
	server, err := discordtest.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	b := &bench{Server: server, mode: mode}
	b.channel = b.address(server.AddChannel("news", 0))
	b.closed = b.address(server.AddChannel("closed", discordtest.PermSend))
	b.client = &http.Client{Transport: &http.Transport{DialContext: b.dial}}
	t.Cleanup(b.client.CloseIdleConnections)
	t.Cleanup(func() {
		for _, v := range b.Violations() {
			t.Errorf("against Discord's specification: %.300s", v)
		}
		b.checkMentions(t)
	})
	if mode == discord.HTTP {
		b.web = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if h := b.endpoint.Load(); h != nil {
				(*h).ServeHTTP(w, r)
			}
		}))
		t.Cleanup(b.web.Close)
	}
	return b
}

// checkMentions looks at every request that said something: none may leave mentions alive.
func (b *bench) checkMentions(t testing.TB) {
	t.Helper()
	for _, r := range b.Requests() {
		if strings.HasPrefix(string(r.Body), `{"type":9,`) {
			continue // a dialogue is no message, and has no such field
		}
		says := strings.Contains(string(r.Body), `"components"`) || strings.Contains(string(r.Body), `"content"`)
		if says && !strings.Contains(string(r.Body), `"allowed_mentions":{"parse":[]}`) {
			t.Errorf("%s %s leaves mentions alive: %s", r.Method, r.Path, r.Body)
		}
	}
}

// dial connects, or to a port where nobody listens while connections are to be refused.
func (b *bench) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	if b.refusing.Add(-1) >= 0 {
		address = "127.0.0.1:1"
	}
	return d.DialContext(ctx, network, address)
}

func (b *bench) address(channel string) bot.Address {
	return bot.Address{Platform: discord.Name, Workspace: b.Guild(), Channel: channel}
}

func (b *bench) options(log *slog.Logger) discord.Options {
	return discord.Options{Token: b.Token(), ApplicationID: b.Application(), PublicKey: b.PublicKey(), Mode: b.mode,
		APIURL: b.URL(), Guilds: []string{b.Guild()}, Logger: log, HTTP: b.client}
}

func (b *bench) adapter(t testing.TB, log *slog.Logger) *discord.Adapter {
	t.Helper()
	return b.adapterWith(t, b.options(log))
}

func (b *bench) adapterWith(t testing.TB, opts discord.Options) *discord.Adapter {
	t.Helper()
	a, err := discord.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	h := a.Handler()
	b.endpoint.Store(&h)
	return a
}

func (b *bench) ready(ctx context.Context) error {
	if err := b.Registered(ctx); err != nil {
		return err
	}
	if b.mode == discord.HTTP {
		return b.UseEndpoint(ctx, b.web.URL)
	}
	return b.Connected(ctx)
}

func (b *bench) platform() bottest.Platform {
	p := bottest.Platform{
		New:     func(t testing.TB, log *slog.Logger) bot.Adapter { return b.adapter(t, log) },
		Channel: b.channel,
		Closed:  b.closed,
		Ready:   b.ready,
		Seen:    b.seen,
		Ask:     b.ask,
		Press:   b.press,
		Choose: func(ctx context.Context, user string, on bot.Address, name string) (bottest.Answer, error) {
			return b.answer(b.Server.Choose(ctx, who(user), on.Channel, on.Message, name))
		},
		Submit: func(ctx context.Context, user string, values map[string]string) (bottest.Answer, map[string]string, error) {
			a, err := b.answer(b.Submit(ctx, who(user), values))
			return a, nil, err
		},
		Complete: b.complete,
		Fail:     b.fail,
		Requests: b.Posts,
		Deadline: b.Deadline(),

		NoPictures: func() { b.Deny(b.channel.Channel, discordtest.PermAttachFiles) },
		Admin:      "root",
		Secrets:    []string{b.Token(), "interaction-token-"},
	}
	p.Lacks = map[string]string{
		"Mention":  "Discord sends messages over the gateway only, not over HTTP interactions",
		"OpenHome": "an application on Discord has no page of its own for each person",
	}
	if b.mode == discord.Gateway {
		p.Mention = func(ctx context.Context, user, line string) (bottest.Answer, error) {
			return b.answer(b.Mention(ctx, who(user), b.channel.Channel, line))
		}
		p.Drop = func(ctx context.Context) error {
			b.CutSockets()
			return b.Connected(ctx)
		}
	}
	return p
}

func (b *bench) seen(channel bot.Address) []bottest.Seen {
	var out []bottest.Seen
	for _, m := range b.Server.Seen(channel.Channel) {
		at := b.address(m.Channel)
		at.Message = m.ID
		out = append(out, bottest.Seen{At: at, Thread: m.Thread, Text: m.Text, Links: m.Links, Labels: m.Labels, Pings: m.Pings, Edited: m.Edited,
			Images: images(m.Images)})
	}
	return out
}

func images(in []discordtest.Image) []bottest.Image {
	var out []bottest.Image
	for _, i := range in {
		out = append(out, bottest.Image(i))
	}
	return out
}

func who(name string) discordtest.Person {
	return discordtest.Person{Name: name, Admin: name == "root"}
}

func (b *bench) ask(ctx context.Context, user, line string) (bottest.Answer, error) {
	own, isOwn := strings.CutPrefix(line, "/")
	if !isOwn {
		own = "brief " + line
	}
	a, err := b.Ask(ctx, who(user), b.channel.Channel, own)
	if !isOwn && errors.Is(err, discordtest.ErrCannotType) { // what not everybody may
		a, err = b.Ask(ctx, who(user), b.channel.Channel, "brief-admin "+line)
	}
	return b.answer(a, err)
}

func (b *bench) answer(a discordtest.Answer, err error) (bottest.Answer, error) {
	if errors.Is(err, discordtest.ErrCannotType) {
		return bottest.Answer{}, bottest.ErrCannotType
	}
	out := bottest.Answer{Text: a.Text, Private: a.Private, Links: a.Links, Labels: a.Labels, Pings: a.Pings, First: a.First, ID: a.ID, Images: images(a.Images),
		Thread: a.Thread}
	if a.Form != nil {
		out.Form = &bottest.Form{Title: a.Form.Title}
		for _, x := range a.Form.Fields {
			out.Form.Labels, out.Form.Values = append(out.Form.Labels, x.Label), append(out.Form.Values, x.Value)
		}
	}
	if !a.Private {
		out.At = b.address(a.Channel)
		out.At.Message = a.ID
	}
	return out, err
}

func (b *bench) press(ctx context.Context, user string, under bottest.Answer, label string) (bottest.Answer, error) {
	channel, id := b.channel.Channel, under.ID
	if id == "" {
		channel, id = under.At.Channel, under.At.Message
	}
	return b.answer(b.Press(ctx, who(user), channel, id, label))
}

func (b *bench) complete(ctx context.Context, user, command, param, typed string) ([]string, error) {
	return b.Complete(ctx, who(user), b.channel.Channel, "brief "+command, param, typed)
}

func (b *bench) fail(f bottest.Fault) {
	kinds := map[bottest.FaultKind]discordtest.FaultKind{
		bottest.RateLimited: discordtest.RateLimited, bottest.BrokenBefore: discordtest.BrokenBefore,
		bottest.BrokenAfter: discordtest.BrokenAfter, bottest.CutAfter: discordtest.CutAfter,
	}
	kind, ok := kinds[f.Kind]
	if !ok {
		b.client.CloseIdleConnections()
		b.refusing.Store(int32(f.Times))
		return
	}
	b.Fail(discordtest.Fault{Kind: kind, Times: f.Times, RetryAfter: f.RetryAfter})
}
