package campaigntest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
)

// asked is how people's questions ended.
type asked struct {
	mu                          sync.Mutex
	answered, failed, unnoticed int
	first                       error // of those that were noticed
}

func (a *asked) note(err error, visible bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case err == nil:
		a.answered++
	case visible:
		a.failed++
	default:
		a.unnoticed++
		if a.first == nil {
			a.first = err
		}
	}
}

// TestSocketsInTrouble drops, refreshes and confuses the sockets of both platforms while people ask and digests come due: each question is
// answered once or fails visibly, and each digest is posted once.
func TestSocketsInTrouble(t *testing.T) {
	t.Parallel()
	rounds := *kills
	if testing.Short() {
		rounds = min(rounds, 12)
	}
	slack := ownSlack(t)
	slack.direct = true
	w := newWorldWith(t, slack, "", 1, usual, 1)
	w.meet()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	s := w.slack.own
	if err := s.Connected(ctx); err != nil {
		t.Fatal(err)
	}
	healthy := func() {
		t.Helper()
		w.eventually("both platforms answer", 60*time.Second, func() bool {
			_, err := w.discord.Ask(ctx, discordtest.Person{Name: "ada"}, w.channel, "brief help")
			_, err2 := s.Type(ctx, "ada", slacktest.News, "/brief", "help")
			return err == nil && err2 == nil
		})
	}
	troubles := []func() error{
		func() error { return s.Drop(ctx) },
		func() error { return s.Refresh(ctx) },
		func() error { s.Garble("{"); s.Twice(2); return nil },
		func() error { w.discord.CutSockets(); return nil },
		func() error { w.discord.Send(7); return nil },
		func() error { w.discord.Send(9); return nil },
		func() error { w.discord.FirstAfterResume(7); w.discord.CutSockets(); return nil },
	}
	var onSlack, onDiscord asked
	var people sync.WaitGroup
	day := 0
	healthy()
	for n := range rounds {
		if n%4 == 0 {
			at := first.AddDate(0, 0, day)
			if before := at.AddDate(0, 0, -1); day > 0 {
				w.eventually("the digest of "+nominal(before), 60*time.Second, func() bool { return w.done(before) })
			}
			w.seed(at)
			w.set(at.Add(time.Second))
			day++
		}
		for i := range 3 {
			who := fmt.Sprintf("p%d", n*3+i)
			patience, bored := context.WithTimeout(ctx, 20*time.Second) // who has no answer by then has seen nothing at all
			defer bored()
			people.Go(func() {
				_, err := s.Type(patience, who, slacktest.News, "/brief", "schedules") // an answer of one message
				onSlack.note(err, errors.Is(err, slacktest.ErrTimeout) || errors.Is(err, slacktest.ErrDispatch))
			})
			people.Go(func() {
				_, err := w.discord.Ask(patience, discordtest.Person{Name: who}, w.channel, "brief schedules")
				onDiscord.note(err, errors.Is(err, discordtest.ErrNoAnswer))
			})
		}
		time.Sleep(time.Duration(w.dice.Int64N(int64(20 * time.Millisecond)))) // before, amid or after their questions
		if err := troubles[w.dice.IntN(len(troubles))](); err != nil {
			t.Fatal(err)
		}
		healthy()
	}
	people.Wait()
	for n := range day {
		at := first.AddDate(0, 0, n)
		w.eventually("the digest of "+nominal(at), 60*time.Second, func() bool { return w.done(at) })
	}
	w.killAll()
	for i := range rounds * 3 {
		if n := len(s.Private(slacktest.Person(fmt.Sprintf("p%d", i)))); n > 1 {
			t.Errorf("p%d was answered %d times", i, n)
		}
	}
	for name, a := range map[string]*asked{"slack": &onSlack, "discord": &onDiscord} {
		t.Logf("%s: %d answered, %d failed visibly, %d without a sign", name, a.answered, a.failed, a.unnoticed)
		if a.unnoticed > 0 || a.answered == 0 {
			t.Errorf("%s: %d questions got neither an answer nor a visible error, such as: %v", name, a.unnoticed, a.first)
		}
	}
	w.verdict(tally{})
	if t.Failed() {
		t.Log(w.log.tail(60))
	}
}
