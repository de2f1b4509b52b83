package commands_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/briefs/facts"
	"briefbot/internal/commands"
	"briefbot/internal/present"
)

// TestRelatedShowsWhatIsNear lists what shares most with an article: neither what is of its story or repeats a title, nor what the workspace does not read,
// nor what is not kept any more; and nothing twice.
func TestRelatedShowsWhatIsNear(t *testing.T) {
	book, shelf := starterBook(t), newShelf(names(t))
	lead := shelf.list[0]
	repeat := shelf.list[3]
	repeat.ID, repeat.Story = "repeat", ""
	shelf.list = append(shelf.list, repeat)
	var asked string
	d := commands.Deps{
		Names: shelf.names, Facts: func() *facts.Book { return book }, Articles: shelf, Desk: &desk{},
		Near: func(article string, _ int) []string {
			asked = article
			return []string{shelf.list[1].ID, shelf.list[3].ID, "gone", "repeat", shelf.list[4].ID, shelf.list[6].ID}
		},
		Words: present.Router{Umbrella: "brief"}, Zone: func(bot.Address) *time.Location { return shanghai }, Now: func() time.Time { return now },
		Feeds: func(bot.Address) []string { return []string{"Cloud Courier", "云端日报"} },
	}
	router, err := bot.NewRouter(commands.All(d), d.Words, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	text := router.DoLine(t.Context(), bot.Invocation{From: bot.Address{Platform: "console", Workspace: "W", Channel: "C"}, User: bot.User{ID: "u"}, Locale: "en"}, "related "+lead.URL).Plain()
	if asked != lead.ID {
		t.Errorf("asked about %q", asked)
	}
	_, near, ok := strings.Cut(text, "Much in common with it")
	if !ok {
		t.Fatal(text)
	}
	for title, want := range map[string]int{shelf.list[3].Title: 1, shelf.list[6].Title: 1, shelf.list[1].Title: 0, shelf.list[4].Title: 0} {
		if got := strings.Count(near, title); got != want {
			t.Errorf("%q stands there %d times, want %d:\n%s", title, got, want, text)
		}
	}
}
