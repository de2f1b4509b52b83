package commands_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/briefs/facts"
	"briefbot/internal/commands"
	"briefbot/internal/present"
)

// TestWhoIsToldNamesOfChannels: what a channel is called may be a secret of its members, so that only who helps to run the bot is told, alone.
func TestWhoIsToldNamesOfChannels(t *testing.T) {
	book, other := starterBook(t), bot.Address{Platform: "console", Workspace: "W", Channel: "C2"}
	d := commands.Deps{
		Names: names(t), Facts: func() *facts.Book { return book }, Articles: newShelf(names(t)),
		Called: func(_ context.Context, places []string) map[string]string {
			out := map[string]string{}
			for _, p := range places {
				out[p] = "#secret"
			}
			return out
		},
		Words: present.Router{Umbrella: "brief"}, Zone: func(bot.Address) *time.Location { return shanghai }, Now: func() time.Time { return now },
		Feeds: func(bot.Address) []string { return nil },
	}
	ran := &desk{runs: []present.Ran{{Schedule: "morning", Due: now, Zone: time.UTC, In: []present.RanPlace{{Place: other, State: present.RanPosted, Messages: 1}}}}}
	d.Desk, d.Keeper, d.Records = ran, ran, ran
	router, err := bot.NewRouter(commands.All(d), d.Words, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		access, here bot.Access
		public       bool
		want         string
	}{
		{bot.Everyone, bot.Everyone, false, "posted in C2"}, {bot.Editor, bot.Everyone, false, "posted in #secret"},
		{bot.Everyone, bot.Admin, false, "posted in C2"}, {bot.Editor, bot.Editor, false, "posted in #secret"}, {bot.Admin, bot.Admin, true, "posted in C2"},
	} {
		in := bot.Invocation{From: bot.Address{Platform: "console", Workspace: "W", Channel: "C1"}, Access: c.access, Here: c.here, Public: c.public, Locale: "en"}
		if got := router.DoLine(t.Context(), in, "history").Plain(); !strings.Contains(got, c.want) {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
