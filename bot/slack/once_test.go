package slack_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

// instance starts a replica: an adapter with claims that it shares with others, serving the router, until stop is called.
func (r *rig) instance(name string, claims *bottest.Claims, router *bot.Router, log *slog.Logger) (stop func()) {
	r.t.Helper()
	sockets := r.Sockets()
	o := r.options(log)
	o.Once = claims.As(name)
	a, err := slack.New(o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.mu.Lock()
	r.adapter = a
	r.mu.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, router) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			r.t.Errorf("%s: %v", name, err)
		}
	})
	r.t.Cleanup(stop)
	if r.mode == slack.HTTP {
		if err := r.ready(soon(r.t)); err != nil {
			r.t.Fatal(err)
		}
		return stop
	}
	r.eventually("a socket of "+name, func() bool { return r.Sockets() > sockets })
	return stop
}

func (r *rig) eventually(what string, holds func() bool) {
	r.t.Helper()
	for end := time.Now().Add(10 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			r.t.Fatalf("not within 10 s: %s", what)
		}
	}
}

// answers returns how many answers Ada has got.
func (r *rig) answers() int {
	n := len(r.Private(slacktest.Person("ada")))
	for _, m := range r.Messages(slacktest.News) {
		if m.User == slacktest.BotUser && m.ThreadTS != "" { // to a mention
			n++
		}
	}
	return n
}

// TestReplicasAnswerOnce has two replicas connected, and every delivery come three times to whichever.
func TestReplicasAnswerOnce(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{})
	claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
	router := samples.Router(t, quiet())
	r.instance("one", claims, router, quiet())
	r.instance("two", claims, router, quiet())
	const times = 25
	r.Twice(times)
	for i := range times {
		ask := func() (slacktest.Answer, error) { return r.Type(soon(t), "ada", slacktest.News, "/slow", "") }
		if i%2 == 1 {
			ask = func() (slacktest.Answer, error) { return r.Mention(soon(t), "ada", slacktest.News, "", "slow") }
		}
		if _, err := ask(); err != nil {
			t.Fatal(err)
		}
	}
	if samples.Runs() != times || r.answers() != times || claims.Open() != 0 {
		t.Errorf("%d deliveries ran %d times, were answered %d times, and %d are open", times, samples.Runs(), r.answers(), claims.Open())
	}
}

// TestRetryAfterRestart has a delivery come again to a process that was started after it had been answered.
func TestRetryAfterRestart(t *testing.T) {
	for _, mode := range []slack.Mode{slack.Socket, slack.HTTP} {
		t.Run(string(mode), func(t *testing.T) {
			r := newRig(t, mode, slacktest.Options{})
			claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
			stop := r.instance("before", claims, samples.Router(t, quiet()), quiet())
			if _, err := r.Mention(soon(t), "ada", slacktest.News, "", "slow"); err != nil {
				t.Fatal(err)
			}
			stop()
			r.eventually("no socket", func() bool { return r.Sockets() == 0 })
			r.instance("after", claims, samples.Router(t, quiet()), quiet())
			if took, err := r.Again(); err != nil {
				t.Errorf("the retry was not acknowledged: %v after %v", err, took)
			}
			if samples.Runs() != 1 || r.answers() != 1 {
				t.Errorf("ran %d times, answered %d times", samples.Runs(), r.answers())
			}
		})
	}
}

// TestInOtherHands has a replica be given what another one is answering: it leaves it alone, unacknowledged, so that Slack tells who
// asked should nobody answer; and answers it when it comes again after the other has died.
func TestInOtherHands(t *testing.T) {
	for _, mode := range []slack.Mode{slack.Socket, slack.HTTP} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, mode, slacktest.Options{})
			claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
			r.instance("one", claims, samples.Router(t, quiet()), quiet())
			claims.Hold(1)
			_, err := r.Type(soon(t), "ada", slacktest.News, "/slow", "")
			if !errors.Is(err, slacktest.ErrTimeout) && !errors.Is(err, slacktest.ErrDispatch) {
				t.Errorf("nobody told Ada: %v", err)
			}
			if _, err := r.Again(); err == nil {
				t.Error("it was acknowledged while somebody else had it")
			}
			if samples.Runs() != 0 {
				t.Errorf("ran %d times", samples.Runs())
			}
			claims.Die(bottest.Elsewhere)
			for range 2 {
				if _, err := r.Again(); err != nil {
					t.Errorf("after its holder died: %v", err)
				}
			}
			if samples.Runs() != 1 || r.answers() != 1 {
				t.Errorf("ran %d times, answered %d times", samples.Runs(), r.answers())
			}
		})
	}
}

// TestInOtherHandsForAMoment has the replica that has a delivery be done with it before Slack gives up: Slack need not ask again.
func TestInOtherHandsForAMoment(t *testing.T) {
	t.Parallel()
	r := newRig(t, slack.Socket, slacktest.Options{})
	claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
	r.instance("one", claims, samples.Router(t, quiet()), quiet())
	claims.Hold(1)
	time.AfterFunc(300*time.Millisecond, func() { claims.Die(bottest.Elsewhere) })
	if a, err := r.Type(soon(t), "ada", slacktest.News, "/slow", ""); err != nil || samples.Runs() != 1 {
		t.Errorf("acknowledged after %v, %v, ran %d times", a.Ack, err, samples.Runs())
	}
}

// TestCertainFailureMayComeAgain has an answer be turned away for sure: Slack tells who asked, and when it delivers again it is answered.
func TestCertainFailureMayComeAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, slack.Socket, slacktest.Options{})
	claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
	r.instance("one", claims, samples.Router(t, quiet()), quiet())
	r.Fail("response_url", slacktest.RateLimited, 3, 0) // as often as it is tried
	if _, err := r.Type(soon(t), "ada", slacktest.News, "/slow", ""); !errors.Is(err, slacktest.ErrTimeout) {
		t.Errorf("nobody told Ada: %v", err)
	}
	if r.answers() != 0 || claims.Open() != 0 {
		t.Errorf("%d answers, %d claims open", r.answers(), claims.Open())
	}
	if _, err := r.Again(); err != nil || r.answers() != 1 {
		t.Errorf("again: %v, %d answers", err, r.answers())
	}
}

// TestSlowCommandIsAcknowledged has a command take longer than Slack waits: it is acknowledged before its answer, with slow claims
// as well, and a repetition meanwhile is answered with nothing.
func TestSlowCommandIsAcknowledged(t *testing.T) {
	t.Parallel()
	r := newRig(t, slack.Socket, slacktest.Options{})
	claims, samples := bottest.NewClaims(), bottest.NewSamples(4*time.Second)
	claims.Trouble(250*time.Millisecond, nil)
	r.instance("one", claims, samples.Router(t, quiet()), quiet())
	r.Twice(1)
	a, err := r.Type(soon(t), "ada", slacktest.News, "/slow", "")
	if err != nil || a.Ack > 2800*time.Millisecond || a.Ack < 2*time.Second {
		t.Errorf("acknowledged after %v, %v", a.Ack, err)
	}
	if samples.Runs() != 1 || r.answers() != 1 {
		t.Errorf("ran %d times, answered %d times", samples.Runs(), r.answers())
	}
}

// TestClaimsOutOfReach has the database not answer: questions are answered all the same and in time, what changes things is not.
func TestClaimsOutOfReach(t *testing.T) {
	for what, trouble := range map[string]func(*bottest.Claims){
		"it fails": func(c *bottest.Claims) { c.Trouble(0, errors.New("database: gone")) },
		"it hangs": func(c *bottest.Claims) { c.Trouble(time.Hour, nil) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, slack.Socket, slacktest.Options{})
			claims, samples, logged := bottest.NewClaims(), bottest.NewSamples(0), &safe{}
			log := slog.New(slog.NewTextHandler(logged, nil))
			admin := func(in bot.Invocation) bot.Invocation {
				in.Access = bot.Admin
				return in
			}
			router, err := bot.NewRouter(samples.Commands(), terse{}, admin, log)
			if err != nil {
				t.Fatal(err)
			}
			trouble(claims)
			r.instance("one", claims, router, log)
			a, err := r.Type(soon(t), "ada", slacktest.News, "/quick", "alpha")
			if r.says(a, err); a.Ack > time.Second {
				t.Errorf("acknowledged after %v", a.Ack)
			}
			a, err = r.Type(soon(t), "ada", slacktest.News, "/brief", "secret add")
			code, failed := strings.CutPrefix(strings.TrimSpace(a.View.Text), "failed ")
			if err != nil || !failed || !strings.Contains(logged.String(), fmt.Sprintf(`msg="command failed" code=%s`, code)) {
				t.Errorf("an admin's command was answered with %q, %v; log: %s", a.View.Text, err, logged)
			}
		})
	}
}
