package discord_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

func en(s string) bot.Text { return bot.Text{"en": s} }

// odd are commands that ask for what the suite's samples do not.
func odd(runs *atomic.Int32, over <-chan struct{}) []bot.Command {
	run := func(f func(ctx context.Context, in bot.Invocation) (bot.Message, error)) func(context.Context, bot.Invocation) (bot.Message, error) {
		return func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			runs.Add(1)
			return f(ctx, in)
		}
	}
	return []bot.Command{
		{Name: "stuck", Summary: en("heeds nothing"), Run: run(func(context.Context, bot.Invocation) (bot.Message, error) {
			<-over
			return bot.Message{Lead: "too late"}, nil
		})},
		{Name: "patient", Summary: en("heeds its context"), Run: run(func(ctx context.Context, _ bot.Invocation) (bot.Message, error) {
			<-ctx.Done()
			return bot.Message{}, ctx.Err()
		})},
		{Name: "wrong", Summary: en("is public, but fails late"), Public: true, Run: run(func(context.Context, bot.Invocation) (bot.Message, error) {
			time.Sleep(300 * time.Millisecond)
			return bot.Message{}, errors.New("cause")
		})},
		{Name: "long", Summary: en("says much"), Run: run(func(context.Context, bot.Invocation) (bot.Message, error) {
			var lines []bot.Line
			for range 300 {
				lines = append(lines, bot.Line{Text: strings.Repeat("word ", 40)})
			}
			return bot.Message{Title: "Much", Sections: []bot.Section{{Lines: lines}}, Footer: "the very end", Actions: []bot.Action{{Label: "Post", Line: "help"}}}, nil
		})},
		{Name: "chart", Summary: en("shows a picture"), Run: run(func(context.Context, bot.Invocation) (bot.Message, error) {
			return bot.Message{Title: "Picture", Image: &bot.Image{Name: "c.png", PNG: []byte("png")}}, nil
		})},
		{Name: "whoami", Summary: en("says who asks"), Top: true, Run: run(func(_ context.Context, in bot.Invocation) (bot.Message, error) {
			right := map[bot.Access]string{bot.Everyone: "everyone", bot.Admin: "admin"}[in.Access]
			return bot.Message{Lead: strings.Join([]string{in.User.Name, in.Locale, right, in.From.String()}, " | ")}, nil
		})},
	}
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	for _, mode := range []discord.Mode{discord.Gateway, discord.HTTP} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			var runs atomic.Int32
			over := make(chan struct{})
			t.Cleanup(func() { close(over) })
			s := serve(t, newBench(t, mode), odd(&runs, over))
			s.await()
			for _, line := range []string{"brief stuck", "brief patient"} {
				if a := s.asks(line); a.Text != "failed" || !a.Private {
					t.Errorf("%s: %+v", line, a)
				}
			}
			if a := s.asks("brief wrong"); a.Text != "failed" || !a.Private {
				t.Errorf("a private answer after a public notice: %+v", a)
			}
			if seen := s.Server.Seen(s.channel.Channel); len(seen) != 0 {
				t.Errorf("the channel shows %+v", seen)
			}
			if a := s.asks("brief chart"); len(a.Images) == 0 || !a.Private {
				t.Errorf("picture: %+v", a)
			}
			if a := s.asks("brief long"); !strings.HasPrefix(a.Text, "Much") {
				t.Errorf("long answer: %.80q", a.Text)
			}
			s.until("the rest of the long answer follows", func() bool {
				n := 0
				for _, r := range s.Requests() {
					if r.Method == "POST" && strings.HasPrefix(r.Path, "/webhooks/") && r.Status == 200 && strings.Contains(string(r.Body), "word") {
						n++
					}
				}
				return n >= 4
			})
			if requests := s.Requests(); !strings.Contains(string(requests[len(requests)-1].Body), "the very end") || !strings.Contains(string(requests[len(requests)-1].Body), "custom_id") {
				t.Errorf("the last part of the long answer is %s", requests[len(requests)-1].Body)
			}
			if !strings.Contains(s.log.String(), "last lines are left out") {
				t.Errorf("log:\n%s", s.log)
			}
			root := discordtest.Person{Name: "Ágnes 王", Admin: true, Locale: "zh-CN"}
			if a := s.asksAs(root, "whoami"); a.Text != "Ágnes 王 | zh-CN | admin | "+s.channel.String() {
				t.Errorf("invocation: %q", a.Text)
			}
			if a := s.asks("brief whoami"); !strings.HasPrefix(a.Text, "ada | en-US | everyone | ") {
				t.Errorf("invocation: %q", a.Text)
			}
		})
	}
}

// TestDeliveredTwice sees that a delivery that comes again is answered once and runs once.
func TestDeliveredTwice(t *testing.T) {
	for _, mode := range []discord.Mode{discord.Gateway, discord.HTTP} {
		var runs atomic.Int32
		s := serve(t, newBench(t, mode), odd(&runs, nil))
		s.await()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if _, err := s.DeliverTwice(ctx, discordtest.Person{Name: "ada"}, s.channel.Channel, "whoami"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
		if n := runs.Load(); n != 1 {
			t.Errorf("%s: the command ran %d times", mode, n)
		}
	}
}

// TestInAThread sees that something asked in a thread comes from the message that the thread hangs on.
func TestInAThread(t *testing.T) {
	var runs atomic.Int32
	s := serve(t, newBench(t, discord.Gateway), odd(&runs, nil))
	s.await()
	ctx := context.Background()
	parent, err := s.adapter.Post(ctx, s.channel, "p", bot.Message{Title: "Parent"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.adapter.Post(ctx, parent, "r", bot.Message{Title: "Reply"}); err != nil {
		t.Fatal(err)
	}
	a, err := s.Ask(ctx, discordtest.Person{Name: "ada"}, parent.Message, "whoami")
	if err != nil || !strings.HasSuffix(a.Text, "| "+parent.String()) {
		t.Errorf("%q, %v, want it from %s", a.Text, err, parent)
	}
}

// TestExpiredToken sees that an answer that comes too late is given up, with a log line that holds no token.
func TestExpiredToken(t *testing.T) {
	t.Parallel()
	b := benchWith(t, discord.Gateway, discordtest.Config{TokenLife: 100 * time.Millisecond})
	var runs atomic.Int32
	s := serve(t, b, odd(&runs, nil))
	s.await()
	ctx, cancel := context.WithTimeout(context.Background(), 1200*time.Millisecond)
	defer cancel()
	if a, err := s.Ask(ctx, discordtest.Person{Name: "ada"}, s.channel.Channel, "brief wrong"); !errors.Is(err, discordtest.ErrNoAnswer) {
		t.Errorf("answer %+v, %v", a, err)
	}
	s.until("it is logged", func() bool { return strings.Contains(s.log.String(), "an answer was not shown") })
}

// TestUnknownButton sees that a button of another version asks for help rather than nothing.
func TestOldButton(t *testing.T) {
	s := serve(t, newBench(t, discord.Gateway), samples())
	s.await()
	at, err := s.adapter.Post(context.Background(), s.channel, "k", bot.Message{Title: "T", Actions: []bot.Action{{Label: "Go", Line: "nonsense here"}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	a, err := s.Press(ctx, discordtest.Person{Name: "ada"}, at.Channel, at.Message, "Go")
	if err != nil || a.Text != "unknown nonsense" || !a.Private {
		t.Errorf("%+v, %v", a, err)
	}
}
