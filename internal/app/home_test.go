package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
	"briefbot/internal/commands"
	"briefbot/internal/present"
)

// shortcutsOf are what the Slack app offers on messages, as its manifest says them.
func shortcutsOf(t *testing.T) []slacktest.Shortcut {
	t.Helper()
	var out []slacktest.Shortcut
	for _, c := range commands.All(commands.Deps{Words: present.Router{Umbrella: "brief"}, Trail: trail{}}) {
		if len(c.Shortcut) > 0 {
			out = append(out, slacktest.Shortcut{Callback: c.Name, Name: c.Shortcut.In("en")})
		}
	}
	if len(out) != 2 {
		t.Fatalf("%d shortcuts", len(out))
	}
	return out
}

// TestHomeAndShortcuts has a digest posted on both platforms, and people look at how things stand, change it with buttons, and ask about
// messages, also in threads.
func TestHomeAndShortcuts(t *testing.T) {
	t.Parallel()
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, map[string][]byte{"retold": []byte(retold)})
	w.slack.Administer("boss")
	w.clock.set(time.Date(2026, 2, 2, 8, 50, 0, 0, shanghai))
	a, _ := w.start(t)
	eventually(t, "the feed is read", func() bool { return w.read(t, a) })
	w.clock.set(time.Date(2026, 2, 2, 9, 0, 1, 0, shanghai))
	a.Poke()
	eventually(t, "the digest is posted everywhere", func() bool { return w.settled(t, a, "2026-02-02T09:00") })
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	w.homes(ctx, t)
	w.shortcuts(ctx, t)
	w.status(ctx, t)
	if bad := append(w.slack.Complaints(), w.discord.Violations()...); len(bad) > 0 {
		t.Errorf("the platforms complain: %q", bad)
	}
}

// homes looks at the home tab of somebody without rights and of an admin, who pauses there.
func (w *world) homes(ctx context.Context, t *testing.T) {
	t.Helper()
	open := func(user string) slacktest.View {
		t.Helper()
		v, err := w.slack.OpenHome(ctx, user)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	v := open("mei")
	for _, want := range []string{"How things stand", "1 schedule", "morning", "posted in", "next:"} {
		if !strings.Contains(v.Text, want) {
			t.Errorf("the home tab of a viewer lacks %q:\n%s", want, v.Text)
		}
	}
	if labels := labelsOf(v); slices.Contains(labels, "Pause") || slices.Contains(labels, "Test") || strings.Contains(v.Text, "notices") {
		t.Errorf("a viewer is offered %q:\n%s", labels, v.Text)
	}
	if v = open("boss"); !slices.Contains(labelsOf(v), "Pause") || !strings.Contains(v.Text, "channel set notices:yes") {
		t.Fatalf("an admin is offered %q:\n%s", labelsOf(v), v.Text)
	}
	press := func(label, want, then string) {
		t.Helper()
		v, err := w.slack.PressHome(ctx, "boss", label)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(v.Text, want) || !strings.Contains(v.Text, then) || v.Pings > 0 {
			t.Errorf("after %s the home tab says:\n%s", label, v.Text)
		}
	}
	press("Pause", "“morning” is paused.", "1 paused or stopped")
	if v = open("mei"); slices.Contains(labelsOf(v), "Resume") || !strings.Contains(v.Text, "paused") {
		t.Errorf("a viewer is offered %q:\n%s", labelsOf(v), v.Text)
	}
	press("Resume", "“morning” posts again.", "next:")
	press("Test", "China cloud", "How things stand")
	if _, err := w.slack.PressHome(ctx, "boss", "Add a schedule"); err != nil {
		t.Error(err)
	}
	if _, ok := w.slack.OpenForm("boss"); !ok {
		t.Error("no form opens for a new schedule")
	}
	w.slack.CloseForm("boss")
	if v, err := w.slack.PressHome(ctx, "boss", "Refresh"); err != nil || strings.Count(v.Text, "How things stand") != 1 {
		t.Errorf("refreshed: %v:\n%s", err, v.Text)
	}
	if err := w.slack.OpenMessages("mei"); err != nil {
		t.Error(err)
	}
	if n := len(w.slack.Messages(slacktest.News)); n == 0 || strings.Contains(w.slack.Messages(slacktest.News)[n-1].View.Text, "How things stand") {
		t.Error("what a home tab says is in the channel")
	}
}

func labelsOf(v slacktest.View) []string {
	var out []string
	for _, b := range v.Buttons {
		out = append(out, b.Label)
	}
	return out
}

// shortcuts asks about the digest, about a reply in its thread, and about what somebody else wrote, on both platforms.
func (w *world) shortcuts(ctx context.Context, t *testing.T) {
	t.Helper()
	const none = "This message holds no article of a digest"
	list := w.slack.Messages(slacktest.News)
	foreign := w.slack.Say("mei", slacktest.News, "https://retold.example/1 look")
	for _, c := range []struct{ ts, name, want string }{
		{list[0].TS, "Find related", "halves the price"}, {list[0].TS, "Why was this posted?", "as a headline"},
		{list[1].TS, "Why was this posted?", "halves the price"}, {foreign, "Find related", none}, {foreign, "Why was this posted?", none},
	} {
		a, err := w.slack.Choose(ctx, "mei", slacktest.News, c.ts, c.name)
		if err != nil {
			t.Fatal(err)
		}
		if !a.Private || !strings.Contains(a.View.Text, c.want) || a.View.Pings > 0 {
			t.Errorf("Slack: %s on %s: private %v: %s", c.name, c.ts, a.Private, a.View.Text)
		}
		if inside := c.ts == list[1].TS; (a.ThreadTS != "") != inside {
			t.Errorf("Slack: %s on %s is answered in thread %q", c.name, c.ts, a.ThreadTS)
		}
	}
	link := "https://standin.slack.com/archives/" + slacktest.News + "/p" + strings.Replace(list[1].TS, ".", "", 1) + "?thread_ts=" + list[0].TS
	if a, err := w.slack.Type(ctx, "mei", slacktest.News, "/brief", "why "+link); err != nil || !strings.Contains(a.View.Text, "halves the price") {
		t.Errorf("a link to a message: %v: %s", err, a.View.Text)
	}
	seen := w.discord.Seen(w.channel)
	link = "https://discord.com/channels/" + w.discord.Guild() + "/" + seen[1].Channel + "/" + seen[1].ID
	if a, err := w.discord.Ask(ctx, discordtest.Person{Name: "luc"}, w.channel, "brief related what:"+link); err != nil || !strings.Contains(a.Text, "the price") {
		t.Errorf("a link to a message: %v: %s", err, a.Text)
	}
	said := w.discord.Say(discordtest.Person{Name: "luc"}, w.channel, "look")
	for _, c := range []struct{ channel, id, name, want string }{
		{w.channel, seen[0].ID, "Find related", "halves the price"}, {seen[1].Channel, seen[1].ID, "Why was this posted?", "halves the price"},
		{w.channel, said, "Why was this posted?", "Ce message ne contient aucun article d’une revue"},
	} {
		a, err := w.discord.Choose(ctx, discordtest.Person{Name: "luc", Locale: "fr"}, c.channel, c.id, c.name)
		if err != nil {
			t.Fatal(err)
		}
		if !a.Private || !strings.Contains(a.Text, c.want) || a.Pings > 0 {
			t.Errorf("Discord: %s on %s/%s: private %v: %s", c.name, c.channel, c.id, a.Private, a.Text)
		}
	}
}

// status looks at the same overview on Discord, where what may be done is in menus; who may not do it is refused.
func (w *world) status(ctx context.Context, t *testing.T) {
	t.Helper()
	boss, luc := discordtest.Person{Name: "boss", Admin: true}, discordtest.Person{Name: "luc"}
	a, err := w.discord.Ask(ctx, luc, w.channel, "brief status")
	if err != nil || !a.Private || !strings.Contains(a.Text, "How things stand") || slices.Contains(a.Labels, "Pause · morning") {
		t.Fatalf("%v, private %v, offers %q: %s", err, a.Private, a.Labels, a.Text)
	}
	if a, err = w.discord.Ask(ctx, boss, w.channel, "brief status"); err != nil || !slices.Contains(a.Labels, "Pause · morning") {
		t.Fatalf("%v, an admin is offered %q: %s", err, a.Labels, a.Text)
	}
	denied, err := w.discord.Press(ctx, luc, w.channel, a.ID, "Pause · morning")
	if err != nil || !strings.Contains(denied.Text, "admin") || !denied.Private {
		t.Errorf("somebody without rights: %v: %s", err, denied.Text)
	}
	paused, err := w.discord.Press(ctx, boss, w.channel, a.ID, "Pause · morning")
	if err != nil || !strings.Contains(paused.Text, "“morning” is paused.") || !paused.Private {
		t.Errorf("an admin: %v, private %v: %s", err, paused.Private, paused.Text)
	}
}

// TestDraftsGoToAdmins shows drafts in the channel in which admins are told what needs them, also when that was set from the chat.
func TestDraftsGoToAdmins(t *testing.T) {
	k := governed(t)
	ada := bot.User{ID: "UADA0000"}
	save := func(line string) {
		t.Helper()
		m := k.hear(t, ada, bot.Admin, "T1", "C00000001", line)
		if len(m.Actions) == 0 {
			t.Fatalf("%s: %s", line, m.Plain())
		}
		k.hear(t, ada, bot.Admin, "T1", "C00000001", m.Actions[0].Line)
	}
	save("channel set notices:yes in:C0ADMINS1")
	save("schedule add daily 9:00 UTC name:morning draft:20m")
	p, ok := k.scheduled().find("slack:T1", "morning")
	if !ok || len(p.draftTo) != 1 || p.draftTo[0].Channel != "C0ADMINS1" {
		t.Errorf("drafts go to %v", p.draftTo)
	}
	save("schedule edit morning draft-to:C0EDITORS")
	if p, _ = k.scheduled().find("slack:T1", "morning"); len(p.draftTo) != 1 || p.draftTo[0].Channel != "C0EDITORS" {
		t.Errorf("drafts go to %v", p.draftTo)
	}
	keeper := bot.User{ID: "UKEEPER0"} // administers the channel alone: what admins are told is of the whole workspace
	in := bot.Invocation{From: bot.Address{Platform: "slack", Workspace: "T1", Channel: "C00000002"}, User: keeper, Here: bot.Admin, Locale: "en"}
	m := k.router.DoLine(t.Context(), in, "channel set notices:yes")
	if len(m.Actions) > 0 {
		m = k.router.DoLine(t.Context(), in, m.Actions[0].Line)
	}
	if len(k.noticesFor("slack:T1")) != 1 {
		t.Errorf("the admin of a channel has notices of the workspace sent there: %s", m.Plain())
	}
}

// TestPublicStatus shows nothing to all that not all may see, whoever asks.
func TestPublicStatus(t *testing.T) {
	k := governed(t)
	k.repeats = &repeats{core: k, courier: k.courier, poke: make(chan struct{}, 1), log: k.log}
	k.furnish(t)
	in := bot.Invocation{From: bot.Address{Platform: "slack", Workspace: "T1", Channel: "CSECRET00"}, User: bot.User{ID: "UOWNER00"}, Access: bot.Admin, Locale: "en"}
	if m := k.router.DoLine(t.Context(), in, "status"); !strings.Contains(m.Plain(), "May not have arrived") || !strings.Contains(m.Plain(), "Drafts") {
		t.Errorf("an admin alone: %s", m.Plain())
	}
	in.Public = true
	if m := k.router.DoLine(t.Context(), in, "status"); strings.Contains(m.Plain(), "May not have arrived") || strings.Contains(m.Plain(), "Drafts") || !strings.Contains(m.Plain(), "Schedules") {
		t.Errorf("in front of all: %s", m.Plain())
	}
}
