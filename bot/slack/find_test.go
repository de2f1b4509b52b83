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
	found := make(chan error, 1)
	go func() {
		at, err := a.Find(soon(t), address(slacktest.News), key, begin)
		if err == nil && at != want {
			err = fmt.Errorf("found %s, want %s", at, want)
		}
		found <- err
	}()
	for r.Requests("conversations.history") < 2 {
		time.Sleep(time.Millisecond)
	}
	r.Fail("conversations.history", slacktest.RateLimited, 1, time.Second)
	if err := <-found; err != nil {
		t.Errorf("busy at the second page: %v", err)
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
