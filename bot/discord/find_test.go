package discord_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

// TestFindWithoutHistory sees that an empty answer is not taken for an empty channel: Discord gives one to whoever may not
// read the history.
func TestFindWithoutHistory(t *testing.T) {
	b := newBench(t, discord.Gateway)
	a := b.adapter(t, nil)
	if _, err := a.Post(context.Background(), b.channel, "k1", bot.Message{Title: "There"}); err != nil {
		t.Fatal(err)
	}
	find := func(to bot.Address) error {
		_, err := a.Find(context.Background(), to, "k2", time.Now())
		return err
	}
	if err := find(b.channel); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("with the permission: %v", err)
	}
	b.Deny(b.channel.Channel, discordtest.PermReadHistory)
	if err := find(b.channel); !errors.Is(err, bot.ErrCannotLook) {
		t.Errorf("without the permission: %v", err)
	}
	b.Deny(b.channel.Channel, discordtest.PermView)
	if err := find(b.channel); !errors.Is(err, bot.ErrCannotLook) {
		t.Errorf("without access: %v", err)
	}
	empty := b.address(b.AddChannel("empty", 0))
	if err := find(empty); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("an empty channel: %v", err)
	}
	if err := find(b.address("99")); !errors.Is(err, bot.ErrCannotLook) {
		t.Errorf("no such channel: %v", err)
	}
}

// TestFindAmongMany finds the message on a later page.
func TestFindAmongMany(t *testing.T) {
	b := newBench(t, discord.Gateway)
	a := b.adapter(t, nil)
	since := time.Now()
	for i := range 230 {
		b.Write(b.channel.Channel, fmt.Sprint("chatter ", i))
	}
	at, err := a.Post(context.Background(), b.channel, "k1", bot.Message{Title: "There"})
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		b.Write(b.channel.Channel, "more")
	}
	if got, err := a.Find(context.Background(), b.channel, "k1", since); err != nil || got != at {
		t.Errorf("%v, %v, want %v", got, err, at)
	}
	if _, err := a.Find(context.Background(), b.channel, "k2", since); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("another key: %v", err)
	}
}

func TestReplies(t *testing.T) {
	b := newBench(t, discord.Gateway)
	a := b.adapter(t, nil)
	ctx := context.Background()
	post := func(to bot.Address, key, title string) bot.Address {
		t.Helper()
		at, err := a.Post(ctx, to, key, bot.Message{Title: title, Thread: "Related: " + title})
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	parent := post(b.channel, "p", "Parent")
	reply := post(parent, "r", "Reply")
	if reply.Channel != parent.Message {
		t.Errorf("the reply stands at %s, want it in thread %s", reply, parent.Message)
	}
	// A reply to a reply goes into the same thread, by an adapter that remembers nothing too.
	for i, a2 := range []*discord.Adapter{a, b.adapter(t, nil)} {
		a = a2
		if at := post(reply, fmt.Sprint("rr", i), "Deeper"); at.Channel != parent.Message {
			t.Errorf("the reply to the reply stands at %s", at)
		}
		if at, err := a.Find(ctx, reply, fmt.Sprint("rr", i), time.Now()); err != nil || at.Channel != parent.Message {
			t.Errorf("finding it: %v, %v", at, err)
		}
	}
	if seen := b.Server.Seen(b.channel.Channel); seen[1].ThreadName != "Related: Reply" {
		t.Errorf("the thread is called %q", seen[1].ThreadName)
	}
	b.DeleteMessage(b.channel.Channel, parent.Message)
	if _, err := b.adapter(t, nil).Post(ctx, parent, "later", bot.Message{Title: "Later"}); err != nil {
		t.Errorf("the parent is gone but its thread is not: %v", err)
	}
	threaded := post(b.channel, "t", "Threaded")
	b.DeleteChannel(post(threaded, "t1", "First").Channel)
	if _, err := a.Post(ctx, threaded, "t2", bot.Message{Title: "Second"}); bot.ClassOf(err) != bot.NotSent {
		t.Errorf("into a thread that somebody deleted: %v, want class not sent", err)
	}
	post(threaded, "t2", "Second")
	gone := post(b.channel, "g", "Gone")
	b.DeleteMessage(b.channel.Channel, gone.Message)
	if _, err := a.Post(ctx, gone, "reply", bot.Message{Title: "Late"}); bot.ClassOf(err) != bot.Refused {
		t.Errorf("a reply to a deleted message: %v", err)
	}
	b.Deny(b.channel.Channel, discordtest.PermCreateThreads)
	lonely := post(b.channel, "l", "Lonely")
	var pe *bot.PostError
	if _, err := a.Post(ctx, lonely, "reply2", bot.Message{Title: "No"}); !errors.As(err, &pe) || pe.Class != bot.Refused || pe.Reason != "50013" {
		t.Errorf("no permission to create threads: %v", err)
	}
}

func TestImage(t *testing.T) {
	b := newBench(t, discord.Gateway)
	a := b.adapter(t, nil)
	m := bot.Message{Title: "Shares", Image: &bot.Image{Name: "市场 share.png", Alt: "A line chart", PNG: []byte("\x89PNG")}}
	at, err := a.Post(context.Background(), b.channel, bottest.Key("image"), m)
	if err != nil {
		t.Fatal(err)
	}
	if seen := b.Server.Seen(b.channel.Channel); len(seen) != 1 || len(seen[0].Images) != 1 {
		t.Errorf("seen %+v", seen)
	}
	m.Image = nil
	if err := a.Edit(context.Background(), at, bottest.Key("image"), m); err != nil {
		t.Fatal(err)
	}
	if seen := b.Server.Seen(b.channel.Channel); len(seen[0].Images) != 0 || !seen[0].Edited {
		t.Errorf("after the edit %+v", seen)
	}
	for _, bad := range []bot.Address{b.channel, {Platform: "discord", Workspace: "1", Channel: at.Channel, Message: "5"}} {
		if err := a.Edit(context.Background(), bad, "k", m); bot.ClassOf(err) != bot.Refused {
			t.Errorf("editing %s: %v", bad, err)
		}
	}
}
