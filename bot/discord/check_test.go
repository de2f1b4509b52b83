package discord_test

import (
	"testing"

	"briefbot/bot"
	"briefbot/bot/discord"
)

// TestCheckAndCalled: text channels and forums can be posted into and have names; those of other servers are told of neither way.
func TestCheckAndCalled(t *testing.T) {
	b := newBench(t, discord.Gateway)
	a := b.adapter(t, nil)
	elsewhere := b.channel
	elsewhere.Workspace = "1"
	for _, c := range []struct {
		at   bot.Address
		may  bool
		name string
	}{
		{b.channel, true, "#news"}, {b.address(b.AddForum("digests", false)), true, "#digests"}, {b.closed, false, "#closed"},
		{b.address(b.AddVoiceChannel("talk")), false, "#talk"}, {elsewhere, false, ""}, {b.address("77"), false, ""},
	} {
		if err := a.Check(t.Context(), c.at); (err == nil) != c.may || err != nil && bot.ClassOf(err) != bot.Refused {
			t.Errorf("check of %s: %v", c.name, err)
		}
		if got := a.Called(t.Context(), c.at); got != c.name {
			t.Errorf("%s is called %q, want %q", c.at, got, c.name)
		}
	}
}
