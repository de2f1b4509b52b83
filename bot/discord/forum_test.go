package discord_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

// forum is an adapter at a stand-in with a forum.
func forum(t *testing.T, required bool) (*discordtest.Server, *discord.Adapter, bot.Address) {
	t.Helper()
	s, err := discordtest.Start(discordtest.Config{Burst: 100})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, connected(t, s), bot.Address{Platform: discord.Name, Workspace: s.Guild(), Channel: s.AddForum("cloud", required, "Alibaba", "English", "阿里巴巴")}
}

func connected(t *testing.T, s *discordtest.Server) *discord.Adapter {
	t.Helper()
	a, err := discord.New(discord.Options{Token: s.Token(), ApplicationID: s.Application(), APIURL: s.URL()})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func storyOf(title string, tags ...string) bot.Message {
	return bot.Message{Thread: title, Tags: tags, Language: "en", Sections: []bot.Section{{Lines: []bot.Line{{Text: title, URL: "https://a.example/" + fmt.Sprint(len(title)), Note: "Alpha"}}}}}
}

// TestForum has a forum get a post for each message, with tags of its own; replies and edits find it also after a restart, when it is
// archived, and are refused for good when it is locked or gone.
func TestForum(t *testing.T) {
	ctx := context.Background()
	s, a, place := forum(t, false)
	at, err := a.Post(ctx, place, "k1", storyOf("Qwen 4 is out", "alibaba", "Nobody", "English"))
	if err != nil {
		t.Fatal(err)
	}
	seen := s.Seen(place.Channel)
	if len(seen) != 1 || seen[0].ThreadName != "Qwen 4 is out" || fmt.Sprint(s.Tags(at.Channel)) != "[Alibaba English]" || seen[0].Pings > 0 {
		t.Fatalf("%+v, tags %q", seen, s.Tags(at.Channel))
	}
	if is, err := a.Forum(ctx, place); !is || err != nil || a.Repeatable(place) != 0 || a.Repeatable(at) == 0 {
		t.Errorf("forum %v, %v; repeatable %v, a reply %v", is, err, a.Repeatable(place), a.Repeatable(at))
	}
	if got, err := a.Find(ctx, place, "k1", time.Now()); got != at || err != nil {
		t.Errorf("found %v, %v, want %v", got, err, at)
	}
	if _, err := a.Find(ctx, place, "k2", time.Now()); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("another key: %v", err)
	}
	s.Archive(at.Channel, false)
	a = connected(t, s) // a restart
	if got, err := a.Find(ctx, place, "k1", time.Now()); got != at || err != nil {
		t.Errorf("archived: found %v, %v", got, err)
	}
	if err := a.Edit(ctx, at, "k1", storyOf("Qwen 4 is out, says Alibaba")); err != nil {
		t.Errorf("edit of an archived post: %v", err)
	}
	s.Archive(at.Channel, false)
	if _, err := a.Post(ctx, at, "k3", bot.Message{Lead: "more", Thread: "Qwen 4 is out"}); err != nil {
		t.Errorf("reply in an archived post: %v", err)
	}
	if seen := s.Seen(place.Channel); len(seen) != 2 || !strings.Contains(seen[0].Text, "says Alibaba") || seen[1].Thread != at.Channel {
		t.Errorf("%+v", seen)
	}
	s.Archive(at.Channel, true)
	for name, err := range map[string]error{"edit": a.Edit(ctx, at, "k1", storyOf("x")), "reply": second(a.Post(ctx, at, "k4", storyOf("x")))} {
		if bot.ClassOf(err) != bot.Refused || !errors.Is(err, bot.ErrGone) {
			t.Errorf("%s in a locked post: %v", name, err)
		}
	}
	s.DeleteChannel(at.Channel)
	if _, err := a.Post(ctx, at, "k5", storyOf("x")); bot.ClassOf(err) != bot.Refused || !errors.Is(err, bot.ErrGone) {
		t.Errorf("reply in a deleted post: %v", err)
	}
	if bad := s.Violations(); len(bad) > 0 {
		t.Errorf("against the specification: %q", bad)
	}
}

func second[T any](_ T, err error) error { return err }

// TestForumWantsTag has the forum's own rule kept, by the first tag where none fits.
func TestForumWantsTag(t *testing.T) {
	s, a, place := forum(t, true)
	at, err := a.Post(context.Background(), place, "k1", storyOf("Some story", "Nobody"))
	if err != nil || fmt.Sprint(s.Tags(at.Channel)) != "[Alibaba]" {
		t.Errorf("%v, tags %q", err, s.Tags(at.Channel))
	}
}

// TestForumUnknown has a post to a forum whose answer never came found by looking, and not made twice.
func TestForumUnknown(t *testing.T) {
	ctx := context.Background()
	s, a, place := forum(t, false)
	if is, err := a.Forum(ctx, place); !is || err != nil {
		t.Fatal(is, err)
	}
	s.Fail(discordtest.Fault{Kind: discordtest.BrokenAfter})
	_, err := a.Post(ctx, place, "k1", storyOf("Qwen 4 is out"))
	if bot.ClassOf(err) != bot.Unknown {
		t.Fatalf("%v", err)
	}
	if at, err := a.Find(ctx, place, "k1", time.Now()); err != nil || at.Channel == place.Channel {
		t.Errorf("found %v, %v", at, err)
	}
	if n := len(s.Seen(place.Channel)); n != 1 {
		t.Errorf("%d posts", n)
	}
}
