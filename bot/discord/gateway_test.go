package discord_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

// served is a serving adapter with what it logs.
type served struct {
	*bench
	t       *testing.T
	adapter *discord.Adapter
	log     *logBuffer
	ended   chan error
	stop    context.CancelFunc
}

type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serve starts a hurried adapter with the commands and checks at the end that it stops and told no secret.
func serve(t *testing.T, b *bench, commands []bot.Command) *served {
	t.Helper()
	return serveWith(t, b, commands, func(*discord.Options) {})
}

func serveWith(t *testing.T, b *bench, commands []bot.Command, change func(*discord.Options)) *served {
	t.Helper()
	s := &served{bench: b, t: t, log: &logBuffer{}, ended: make(chan error, 1)}
	log := slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	opts := b.options(log)
	change(&opts)
	s.adapter = b.adapterWith(t, opts)
	s.adapter.Hurry()
	router, err := bot.NewRouter(commands, words{}, nil, log)
	if err != nil {
		t.Fatal(err)
	}
	var ctx context.Context
	ctx, s.stop = context.WithCancel(context.Background())
	go func() { s.ended <- s.adapter.Serve(ctx, router) }()
	t.Cleanup(func() {
		s.stop()
		select {
		case <-s.ended:
		case <-time.After(10 * time.Second):
			t.Error("Serve does not end")
		}
		for _, secret := range s.Secrets() {
			if strings.Contains(s.log.String(), secret) {
				t.Errorf("a secret is in the log:\n%s", s.log)
			}
		}
		if t.Failed() {
			t.Logf("log:\n%s", s.log)
		}
	})
	return s
}

func (s *served) await() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.ready(ctx); err != nil {
		s.t.Fatal(err)
	}
}

func (s *served) asks(line string) discordtest.Answer {
	s.t.Helper()
	return s.asksAs(discordtest.Person{Name: "ada"}, line)
}

func (s *served) asksAs(who discordtest.Person, line string) discordtest.Answer {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	a, err := s.Ask(ctx, who, s.channel.Channel, line)
	if err != nil {
		s.t.Fatalf("asking %q: %v", line, err)
	}
	return a
}

// until waits for something that should happen soon.
func (s *served) until(what string, holds func() bool) {
	s.t.Helper()
	for end := time.Now().Add(10 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("not within 10 s: %s", what)
		}
	}
}

func samples() []bot.Command { return bottest.NewSamples(50 * time.Millisecond).Commands() }

// words is a bot.Wording of one word each.
type words struct{}

func (words) Unknown(_ bot.Invocation, word string, _ []bot.Command) bot.Message {
	return bot.Message{Lead: "unknown " + word}
}
func (words) Misused(bot.Invocation, bot.Command, bot.Problem) bot.Message {
	return bot.Message{Lead: "misused"}
}
func (words) Denied(bot.Invocation, bot.Command) bot.Message { return bot.Message{Lead: "denied"} }
func (words) Failed(bot.Invocation, string) bot.Message      { return bot.Message{Lead: "failed"} }

func TestGatewayResumesAndRecovers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name            string
		trouble         func(s *served)
		resumes, idents int // at least so many after the trouble
	}{
		{"cut", func(s *served) { s.CutSockets() }, 1, 1},
		{"op 7", func(s *served) { s.Send(7) }, 1, 1},
		{"op 9", func(s *served) { s.Send(9) }, 0, 2},
		{"op 9 first after a resume", func(s *served) { s.FirstAfterResume(9); s.CutSockets() }, 0, 2},
		{"op 7 first after a resume, on which the library hangs", func(s *served) { s.FirstAfterResume(7); s.CutSockets() }, 0, 2},
		{"no more acknowledgements", func(s *served) {
			s.SetZombie(true)
			s.until("the dead session is left", func() bool { return strings.Contains(s.log.String(), "session is dead") })
			s.SetZombie(false)
		}, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, newBench(t, discord.Gateway), samples())
			s.await()
			s.asks("brief quick alpha")
			c.trouble(s)
			s.until("the session is back", func() bool {
				i, r := s.Sessions()
				return i >= c.idents && r >= c.resumes
			})
			s.await()
			if a := s.asks("brief quick beta"); a.Text != "The letter is beta." {
				t.Errorf("answer %q", a.Text)
			}
		})
	}
}

func TestGatewayFatalCloseCodes(t *testing.T) {
	for code, want := range map[int]string{4004: "token is refused", 4013: "intents are invalid", 4014: "not allowed"} {
		b := newBench(t, discord.Gateway)
		b.CloseOnIdentify(code)
		s := serve(t, b, samples())
		select {
		case err := <-s.ended:
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), b.Token()) {
				t.Errorf("code %d: %v", code, err)
			}
			s.ended <- nil // for the cleanup
		case <-time.After(8 * time.Second):
			t.Errorf("code %d: Serve goes on", code)
		}
	}
}

func TestServeRefusesABadToken(t *testing.T) {
	b := newBench(t, discord.Gateway)
	o := b.options(nil)
	o.Token = "wrong"
	a, err := discord.New(o)
	if err != nil {
		t.Fatal(err)
	}
	router, err := bot.NewRouter(samples(), words{}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := a.Serve(ctx, router); err == nil || !strings.Contains(err.Error(), "token is refused") {
		t.Errorf("Serve: %v", err)
	}
}

// TestGatewayAsksForGuildsOnly is enforced by the stand-in, which closes with 4014 otherwise; here it is seen that transient
// close codes are survived.
func TestGatewaySurvivesTransientCloseCodes(t *testing.T) {
	b := newBench(t, discord.Gateway)
	b.CloseOnIdentify(4000)
	s := serve(t, b, samples())
	s.until("it tries again", func() bool { return strings.Count(s.log.String(), "no gateway session") >= 2 })
	b.CloseOnIdentify(0)
	s.await()
	s.asks("quick alpha")
}
