package discord_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

// instance starts a replica: an adapter with claims that it shares with others.
func instance(t *testing.T, b *bench, name string, claims *bottest.Claims, commands []bot.Command) *served {
	t.Helper()
	before, _ := b.Sessions()
	s := serveWith(t, b, commands, func(o *discord.Options) { o.Once = claims.As(name) })
	s.await()
	if b.mode == discord.Gateway {
		s.until("a session of "+name, func() bool {
			now, _ := b.Sessions()
			return now > before
		})
	}
	return s
}

// callbacks returns how often first answers were tried to be given.
func (b *bench) callbacks() (n int) {
	for _, r := range b.Server.Requests() {
		if strings.HasSuffix(r.Path, "/callback") {
			n++
		}
	}
	return n
}

// TestReplicasAnswerOnce has two replicas connected with one token: Discord sends both everything.
func TestReplicasAnswerOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, discord.Gateway)
	claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
	instance(t, b, "one", claims, samples.Commands())
	two := instance(t, b, "two", claims, samples.Commands())
	const times = 30
	for range times {
		if a := two.asks("brief slow"); a.Text != "At last the slow answer." {
			t.Errorf("%+v", a)
		}
	}
	time.Sleep(100 * time.Millisecond) // for what comes twice
	if samples.Runs() != times || b.callbacks() != times {
		t.Errorf("%d questions ran %d times and were answered %d times", times, samples.Runs(), b.callbacks())
	}
	two.until("all is settled", func() bool { return claims.Open() == 0 })
}

// TestReplayAfterRestart has an interaction come again to a process that was started after it had been answered.
func TestReplayAfterRestart(t *testing.T) {
	t.Parallel()
	for _, mode := range []discord.Mode{discord.Gateway, discord.HTTP} {
		t.Run(string(mode), func(t *testing.T) {
			b := newBench(t, mode)
			claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
			before := instance(t, b, "before", claims, samples.Commands())
			before.asks("brief slow")
			before.stop()
			before.ended <- <-before.ended
			after := instance(t, b, "after", claims, samples.Commands())
			status, err := b.Again(t.Context())
			if err != nil || mode == discord.HTTP && status != http.StatusConflict {
				t.Errorf("status %d, %v", status, err)
			}
			time.Sleep(100 * time.Millisecond)
			if samples.Runs() != 1 {
				t.Errorf("ran %d times", samples.Runs())
			}
			if a := after.asks("brief slow"); a.Text != "At last the slow answer." {
				t.Errorf("the next question: %+v", a)
			}
		})
	}
}

// TestInOtherHands has an interaction be claimed by an instance that dies over it: this one keeps away, and Discord tells who asked.
func TestInOtherHands(t *testing.T) {
	t.Parallel()
	b := benchWith(t, discord.Gateway, discordtest.Config{Heartbeat: 200 * time.Millisecond, Deadline: 700 * time.Millisecond})
	claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
	s := instance(t, b, "one", claims, samples.Commands())
	claims.Hold(1)
	if a, err := s.Ask(t.Context(), discordtest.Person{Name: "ada"}, s.channel.Channel, "brief slow"); !errors.Is(err, discordtest.ErrNoAnswer) {
		t.Errorf("%+v, %v", a, err)
	}
	if samples.Runs() != 0 || b.callbacks() != 0 {
		t.Errorf("ran %d times, answered %d times", samples.Runs(), b.callbacks())
	}
}

// TestClaimsOutOfReach has the database not answer: questions are answered all the same and in time, what changes things is not.
func TestClaimsOutOfReach(t *testing.T) {
	t.Parallel()
	for what, trouble := range map[string]func(*bottest.Claims){
		"it fails": func(c *bottest.Claims) { c.Trouble(0, errors.New("database: gone")) },
		"it hangs": func(c *bottest.Claims) { c.Trouble(time.Hour, nil) },
	} {
		t.Run(what, func(t *testing.T) {
			b := newBench(t, discord.HTTP)
			claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
			trouble(claims)
			s := instance(t, b, "one", claims, samples.Commands())
			if a := s.asks("brief quick alpha"); !strings.HasPrefix(a.Text, "The letter is alpha.") || a.First > 2*time.Second {
				t.Errorf("%+v after %v", a, a.First)
			}
			if a := s.asksAs(discordtest.Person{Name: "root", Admin: true}, "brief-admin secret add"); !strings.HasPrefix(a.Text, "failed") {
				t.Errorf("an admin's command: %+v", a)
			}
			if !strings.Contains(s.log.String(), "nobody can tell whether this was done already") {
				t.Errorf("the log does not say why: %s", s.log)
			}
		})
	}
}
