package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/topics"
	"briefbot/internal/delivery"
	"briefbot/internal/store"
)

// secret is in whatever the first workspace has and nobody elsewhere may read.
const secret = "Zanzibar"

// TestNothingOfOthers fills one workspace with one of everything, and then has an admin of another give every command and press every
// button with every id that there is: nothing of the first may be seen, and nothing of it changed.
func TestNothingOfOthers(t *testing.T) {
	notRaced(t)
	k := governed(t)
	k.repeats = &repeats{core: k, courier: k.courier, poke: make(chan struct{}, 1), log: k.log}
	ids, lines := k.furnish(t)
	before := k.held(t)
	if n := strings.Count(before, secret); n < 8 {
		t.Fatalf("only %d secrets are kept: %s", n, before)
	}
	rival := bot.User{ID: "URIVAL00", Name: "Rival"}
	asked := 0
	ask := func(line string) {
		t.Helper()
		asked++
		for _, channel := range []string{"CRIVAL000", "CSECRET00", "URIVAL00"} { // the second is a channel of the first workspace, the third the rival's own home tab
			if m := k.hear(t, rival, bot.Admin, "T2", channel, line); leaks(m) && !strings.Contains(line, secret) {
				t.Errorf("%s shows what another workspace has:\n%s", line, m.Plain())
			}
		}
	}
	fill := func(line string, values map[string]string) { // a form that a client made up
		t.Helper()
		asked++
		from := bot.Address{Platform: "slack", Workspace: "T2", Channel: "CSECRET00"}
		m, _ := k.router.Fill(t.Context(), bot.Invocation{User: rival, Access: bot.Admin, From: from, Locale: "en"}, line, values)
		if leaks(m) && !strings.Contains(fmt.Sprint(line, values), secret) {
			t.Errorf("%q filled in with %q shows what another workspace has:\n%s", line, values, m.Plain())
		}
	}
	for _, line := range lines {
		ask(line) // the buttons of the first workspace, and what was typed there
	}
	for _, c := range k.router.Commands() {
		ask(c.Name)
		ask(c.Example)
		for _, id := range ids {
			args := map[string]string{}
			for _, p := range c.Params {
				args[p.Name] = id
				if len(p.Choices) > 0 {
					args[p.Name] = p.Choices[0].Value
				}
				ask(c.Line(map[string]string{p.Name: args[p.Name]}))
			}
			ask(c.Line(args))
			fill(c.Name, args)
			fill(c.Line(args), args)
			for _, p := range c.Params {
				fill(c.Name, map[string]string{p.Name: id, p.Name + ".2": id})
			}
		}
		for _, p := range c.Params {
			in := bot.Invocation{Command: c.Name, From: bot.Address{Platform: "slack", Workspace: "T2", Channel: "CSECRET00"}, Access: bot.Admin, User: rival}
			for _, ch := range k.router.Complete(t.Context(), in, p.Name, "") {
				if strings.Contains(ch.Label+ch.Value, secret) || slices.Contains(ids, ch.Value) {
					t.Errorf("%s proposes %s %q of another workspace", c.Name, p.Name, ch.Value)
				}
			}
		}
	}
	if asked < 500 {
		t.Errorf("only %d lines were asked", asked)
	}
	if after := k.held(t); after != before {
		t.Errorf("what the first workspace has was changed:\n%s\nwas\n%s", after, before)
	}
}

// leaks reports whether an answer holds a secret.
func leaks(m bot.Message) bool {
	all := m.Plain()
	for _, a := range buttonsOf(m) {
		all += "\n" + a.Label + " " + a.Line
	}
	if f, ok := m.Dialogue(); ok {
		all += fmt.Sprintf("\n%+v", f)
	}
	return strings.Contains(all, secret)
}

// buttonsOf returns all buttons of an answer.
func buttonsOf(m bot.Message) []bot.Action {
	out := slices.Clone(m.Actions)
	for _, s := range m.Sections {
		for _, l := range s.Lines {
			out = append(out, l.Actions...)
		}
	}
	return out
}

// furnish puts one of everything into the workspace T1, and returns the ids of it all and the lines of its buttons.
func (k *core) furnish(t *testing.T) (ids, lines []string) {
	t.Helper()
	owner := bot.User{ID: "UOWNER00", Name: secret}
	place := bot.Address{Platform: "slack", Workspace: "T1", Channel: "CSECRET00"}
	do := func(line string) bot.Message {
		t.Helper()
		m := k.hear(t, owner, bot.Admin, "T1", place.Channel, line)
		for _, a := range buttonsOf(m) {
			lines = append(lines, a.Line)
		}
		return m
	}
	save := func(line string) {
		t.Helper()
		m := do(line)
		if len(m.Actions) == 0 || !strings.HasPrefix(m.Actions[0].Line, "confirm ") {
			t.Fatalf("%s: %s", line, m.Plain())
		}
		if m = do(m.Actions[0].Line); m.Title != "Saved" {
			t.Fatalf("%s: %s", line, m.Plain())
		}
	}
	save("schedule add daily 9:00 Africa/Nairobi name:" + secret)
	save("schedule add daily 10:00 Africa/Nairobi name:plan-b")
	save("role set <@U0000077|" + secret + "> editor")
	save("channel set lang:en zone:Africa/Nairobi watch:alibaba,deepseek")
	save("schedule add daily 12:00 Africa/Nairobi name:plan-c draft:20m draft-to:CSECRET00 silence:drop")
	for _, line := range furniture {
		save(line)
	}
	save("follow topic hidden in:CSECRET00")
	do("schedule pause " + secret)
	if m := do("follow alibaba at:\"daily 7:00 Africa/Nairobi\""); len(m.Actions) == 0 {
		t.Fatalf("nothing is followed: %s", m.Plain())
	}
	do("mute source Filed News")
	save("follow deepseek in:CSECRET00")
	do("schedule edit plan-b daily 11:00") // is waiting for its button
	if m := do(`fact add "Alibaba Cloud" 99% 2021q1 by:` + secret + ` url:https://example.com/x`); len(m.Refs) == 0 {
		t.Log(m.Plain())
	}
	if m := do(`share alibaba schedule:"monthly on the 1st 9:00"`); len(m.Actions) == 0 {
		t.Fatalf("no question is kept: %s", m.Plain())
	}
	run := delivery.Run{Workspace: "slack:T1", Schedule: secret, Nominal: "2026-06-14T09:00", Zone: "Africa/Nairobi"}
	if err := k.courier.Plan(t.Context(), run, place, bot.Message{Title: secret}, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := k.courier.Pump(t.Context()); err != nil { // nobody serves Slack here: it is held
		t.Fatal(err)
	}
	began := store.Run{Workspace: "slack:T1", Schedule: secret, Nominal: "2026-06-14T09:00", Zone: "Africa/Nairobi", Due: quiet.Add(-25 * time.Hour), Started: quiet, Outcome: store.Going}
	if _, err := k.store.Runs.Start(t.Context(), began); err != nil {
		t.Fatal(err)
	}
	item := store.Item{Article: briefs.Article{
		URL: "https://secret.example/1", Title: secret + " of Alibaba Cloud", Outlet: secret, Feed: "https://secret.example/feed.xml", Language: "en", Published: quiet.Add(-time.Hour),
	}}
	if _, err := k.intake.take(t.Context(), quiet, []store.Item{item}); err != nil {
		t.Fatal(err)
	}
	if m := do("latest alibaba"); !leaks(m) {
		t.Fatalf("the workspace itself does not see its article: %s", m.Plain())
	}
	if m := do("now"); !leaks(m) {
		t.Fatalf("the workspace itself does not get its article: %s", m.Plain())
	}
	article, _, err := k.store.Articles.ByAddress(t.Context(), "https://secret.example/1")
	if err != nil {
		t.Fatal(err)
	}
	k.furnishDraft(t, place)
	do("draft dsecret pin 1")
	posted := k.stands(t, place, article.ID)
	for _, line := range []string{"why " + posted.String(), "related " + posted.String(), "status"} { // what a shortcut on a message asks, and the home tab
		if m := do(line); !leaks(m) {
			t.Fatalf("%s: the workspace itself does not see what it has: %s", line, m.Plain())
		}
	}
	held, err := k.store.Deliveries.Held(t.Context(), "slack:T1", 10)
	if err != nil || len(held) != 1 {
		t.Fatal(held, err)
	}
	repeated, err := k.store.Questions.Of(t.Context(), "slack:T1")
	if err != nil || len(repeated) != 1 {
		t.Fatal(repeated, err)
	}
	ids = []string{posted.String(), secret, "plan-b", held[0].Key, repeated[0].ID, place.String(), place.Channel, "<#CSECRET00>", "slack:T1/CSECRET00", "<@U0000077>", "user:U0000077", "U0000077",
		"https://secret.example/feed.xml", "https://secret.example/1", article.ID, article.Story, "dsecret", "plan-c", k.readers.now().list[0].ID, store.PrivateSchedule + k.readers.now().list[0].ID, "DUOWNER00", "slack:T1/DUOWNER00", "UOWNER00"}
	changes, err := k.settings.History(t.Context(), "slack:T1", 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		ids = append(ids, c.ID, fmt.Sprint(c.Seq))
	}
	records, err := k.store.Facts.Since(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		ids = append(ids, r.Fact.ID, r.Change)
	}
	return ids, lines
}

// furnishDraft makes a draft that waits for its editors.
func (k *core) furnishDraft(t *testing.T, place bot.Address) {
	t.Helper()
	doc := drafted{
		Places: []bot.Address{place}, Stories: []topics.Drafted{{Story: "s1", Lead: "a1"}}, Lines: []bot.Line{{Text: secret}}, Main: bot.Message{Title: secret}, Lang: "en", Zone: "UTC",
	}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	dr := store.Draft{
		Workspace: "slack:T1", Schedule: "plan-c", Nominal: "2026-06-15T12:00", Zone: "Africa/Nairobi", ID: "dsecret", Due: quiet.Add(90 * time.Minute), Made: quiet, Doc: string(text),
	}
	if err := k.store.Drafts.Put(t.Context(), dr); err != nil {
		t.Fatal(err)
	}
}

// stands has a message with an article stand in a channel, as the ledger knows it.
func (k *core) stands(t *testing.T, place bot.Address, article string) bot.Address {
	t.Helper()
	m := bot.Message{Title: secret, Sections: []bot.Section{{Lines: []bot.Line{{Text: secret, Ref: article}}}}}
	run := delivery.Run{Workspace: workspaceOf(place), Schedule: secret, Nominal: "2026-06-13T09:00", Zone: "Africa/Nairobi"}
	if err := k.courier.Plan(t.Context(), run, place, m, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := k.courier.Pump(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := k.store.Deliveries.OfRun(t.Context(), run.Workspace, run.Schedule, run.Nominal)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	place.Message = "1718350000.000100"
	if ok, err := k.store.Deliveries.Arrived(t.Context(), list[0], place.String(), "seen", quiet); !ok || err != nil {
		t.Fatal(ok, err)
	}
	return place
}

// furniture are further lines that each save something.
var furniture = []string{"source add https://secret.example/feed.xml weight:5 name:" + secret, "filter set hidden " + secret}

// held returns all that the workspace T1 has, as text.
func (k *core) held(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	var out []string
	kept, err := k.store.Settings.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range kept {
		if s.Workspace == "slack:T1" {
			out = append(out, fmt.Sprint(s))
		}
	}
	changes, err := k.settings.History(ctx, "slack:T1", 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	pauses, err := k.store.Pauses.Of(ctx, store.ScheduleID{Workspace: "slack:T1", Name: secret})
	if err != nil {
		t.Fatal(err)
	}
	held, err := k.store.Deliveries.Held(ctx, "slack:T1", 100)
	if err != nil {
		t.Fatal(err)
	}
	dr, _, err := k.store.Drafts.Get(ctx, "slack:T1", "dsecret")
	if err != nil {
		t.Fatal(err)
	}
	readers, err := k.store.Readers.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readers {
		if r.Workspace == "slack:T1" {
			out = append(out, fmt.Sprint(r))
		}
	}
	questions, err := k.store.Questions.Of(ctx, "slack:T1")
	if err != nil {
		t.Fatal(err)
	}
	records, err := k.store.Facts.Since(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if r.Workspace == "slack:T1" {
			out = append(out, fmt.Sprint(r.Seq, r.Did, r.Fact.ID, r.Fact.Sources))
		}
	}
	return strings.Join(append(out, fmt.Sprint(changes), fmt.Sprint(pauses), fmt.Sprint(held), fmt.Sprint(questions), fmt.Sprint(dr)), "\n")
}
