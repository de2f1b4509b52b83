package discord_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

// TestDirect opens conversations with people, posts there, and looks for what was posted; somebody who takes nothing is refused for good.
func TestDirect(t *testing.T) {
	b := newBench(t, discord.Gateway)
	a := b.adapter(t, nil)
	ctx, ann := context.Background(), discordtest.Person{Name: "ann"}
	c, err := a.Direct(ctx, b.Guild(), ann.ID())
	if err != nil || c.Address.Workspace != b.Guild() || c.Address.Channel != b.Server.Direct(ann) {
		t.Fatalf("%+v, %v", c, err)
	}
	if again, err := a.Direct(ctx, "42", ann.ID()); err != nil || again.Address.Channel != c.Address.Channel || again.Address.Workspace != "42" {
		t.Errorf("for another server: %+v, %v", again, err)
	}
	key := bottest.Key("d")
	at, err := a.Post(ctx, c.Address, key, bot.Message{Title: "For you"})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := a.Find(ctx, c.Address, key, time.Now().Add(-time.Minute)); err != nil || found != at {
		t.Errorf("found %v, %v; want %v", found, err, at)
	}
	b.Block(ann)
	var pe *bot.PostError
	if _, err := a.Post(ctx, c.Address, bottest.Key("e"), bot.Message{Title: "For you"}); !errors.As(err, &pe) || pe.Class != bot.Refused || pe.Reason != "50007" {
		t.Errorf("to who takes nothing: %v", err)
	}
	for _, user := range []string{"", "ann", "1/../2"} {
		if _, err := a.Direct(ctx, b.Guild(), user); bot.ClassOf(err) != bot.Refused {
			t.Errorf("%q: %v", user, err)
		}
	}
}
