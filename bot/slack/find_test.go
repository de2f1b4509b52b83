package slack_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

func TestFindPages(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{Page: 4})
	a := r.new(quiet())
	begin := time.Now()
	want, err := a.Post(soon(t), address(slacktest.News), key, hello)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 15 {
		r.Say("ada", slacktest.News, fmt.Sprint("chatter ", i))
	}
	if at, err := a.Find(soon(t), address(slacktest.News), key, begin); err != nil || at != want {
		t.Errorf("on the fourth page: %s, %v, want %s", at, err, want)
	}
	for i := range 5 {
		r.Say("ada", slacktest.News, fmt.Sprint("more chatter ", i))
	}
	if _, err := a.Find(soon(t), address(slacktest.News), key, begin); !errors.Is(err, bot.ErrCannotLook) {
		t.Errorf("behind five pages: %v, want ErrCannotLook", err)
	}
	if _, err := a.Find(soon(t), address(slacktest.News), key, time.Now().Add(time.Hour)); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("later: %v, want ErrNotFound", err)
	}
}

func TestFindWaitsBetweenPages(t *testing.T) {
	t.Parallel()
	r := newRig(t, slack.Socket, slacktest.Options{Page: 1})
	a := r.new(quiet())
	begin := time.Now()
	want, err := a.Post(soon(t), address(slacktest.News), key, hello)
	if err != nil {
		t.Fatal(err)
	}
	r.Fail("conversations.history", slacktest.RateLimited, 1, 9*time.Second)
	var pe *bot.PostError
	if _, err := a.Find(soon(t), address(slacktest.News), key, begin); !errors.As(err, &pe) || pe.Class != bot.NotSent || pe.RetryAfter != 9*time.Second {
		t.Errorf("busy at once: %v, want class not sent with the time to wait", err)
	}
	r.Say("ada", slacktest.News, "chatter")
	r.Fail("conversations.history", slacktest.Fine, 1, 0)
	r.Fail("conversations.history", slacktest.RateLimited, 1, time.Second)
	before, asked := time.Now(), r.Requests("conversations.history")
	if at, err := a.Find(soon(t), address(slacktest.News), key, begin); err != nil || at != want {
		t.Errorf("busy at the second page: %s, %v, want %s", at, err, want)
	}
	if took, n := time.Since(before), r.Requests("conversations.history")-asked; took < time.Second || n != 3 {
		t.Errorf("%d requests in %v, want 3 with a second between", n, took)
	}
	r.Fail("conversations.history", slacktest.Fine, 1, 0)
	r.Fail("conversations.history", slacktest.RateLimited, 1, time.Minute)
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if _, err := a.Find(ctx, address(slacktest.News), key, begin); !errors.As(err, &pe) || pe.RetryAfter != time.Minute {
		t.Errorf("no time to wait: %v", err)
	}
}

func TestFindTrustsNobodyElse(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{})
	a := r.new(quiet())
	r.Forge(slacktest.News, "UEVIL", `{"event_type":"briefbot_delivery","event_payload":{"key":"`+key+`"}}`,
		`[{"type":"header","block_id":"briefbot-`+key+`","text":{"type":"plain_text","text":"x"}}]`)
	if at, err := a.Find(soon(t), address(slacktest.News), key, time.Now()); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("somebody else's message was taken for ours: %s, %v", at, err)
	}
	if _, err := a.Find(soon(t), bot.Address{Platform: "slack", Workspace: "T0OTHER", Channel: slacktest.News}, key, time.Now()); !errors.Is(err, bot.ErrCannotLook) {
		t.Errorf("another workspace: %v", err)
	}
	if _, err := a.Find(soon(t), address(slacktest.Lobby), key, time.Now()); !errors.Is(err, bot.ErrCannotLook) {
		t.Errorf("a channel without the bot: %v", err)
	}
}

func TestFindByBlockAlone(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{})
	a := r.new(quiet())
	want, err := a.Post(soon(t), address(slacktest.News), key, hello)
	if err != nil {
		t.Fatal(err)
	}
	r.Forget(slacktest.News, want.Message)
	if at, err := a.Find(soon(t), address(slacktest.News), key, time.Now()); err != nil || at != want {
		t.Errorf("without metadata: %s, %v, want %s", at, err, want)
	}
	parent := want
	r.Remove(slacktest.News, want.Message)
	if _, err := a.Find(soon(t), parent, key, time.Now()); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("in a thread that is gone: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := a.Find(ctx, address(slacktest.News), key, time.Now()); err == nil || errors.Is(err, bot.ErrNotFound) {
		t.Errorf("with an ended context: %v", err)
	}
}
