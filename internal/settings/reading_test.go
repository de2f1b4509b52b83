package settings

import (
	"errors"
	"testing"
	"time"

	"briefbot/bot"
)

// TestReadings says who may choose what a channel reads, and which topics may be named.
func TestReadings(t *testing.T) {
	space, err := NewSpace(map[Ref]string{
		{KindRole, "user:ED@slack:T1/C1"}: Encode(Role{Who: "user:ED", Channel: "slack:T1/C1", Access: Editor}),
		{KindRole, "user:AD@slack:T1/C1"}: Encode(Role{Who: "user:AD", Channel: "slack:T1/C1", Access: Admin}),
		{KindTopic, "prices"}:             Encode(Topic{Where: "price"}),
		{KindReading, "slack:T1/C1"}:      Encode(Reading{Topics: []string{"prices"}}),
	})
	if err != nil {
		t.Fatal(err)
	}
	here := bot.Address{Platform: "slack", Workspace: "T1", Channel: "C1"}
	actor := func(id string) Actor { return Actor{Workspace: "slack:T1", ID: id, Place: here} }
	reading := func(place string) Edit { return space.Put(KindReading, place, Reading{Follow: []string{"alibaba"}}) }
	drafted := space.Put(KindSchedule, "a", Schedule{When: "daily 9:00", Channels: []string{"slack:T1/C1"}, Draft: "20m", DraftTo: []string{"slack:T1/C2"}})
	for _, c := range []struct {
		who  string
		edit Edit
		may  bool
	}{
		{"ED", reading("slack:T1/C1"), true}, {"ED", reading("slack:T1/C2"), false}, {"ED", reading("slack:T2/C1"), false}, {"ED", reading("nowhere"), false},
		{"XX", reading("slack:T1/C1"), false}, {"AD", reading("slack:T1/C1"), true}, {"ED", space.Put(KindChannel, "slack:T1/C1", Channel{Watch: []string{"x"}}), false},
		{"AD", drafted, false}, // its draft would go where they administer nothing
	} {
		if got := space.May(actor(c.who), c.edit); got != c.may {
			t.Errorf("%s, %s %s: %v", c.who, c.edit.Kind, c.edit.Name, got)
		}
	}
	for _, c := range []struct {
		edit Edit
		want Code
	}{
		{space.Drop(KindTopic, "prices"), TopicUsed}, {space.Put(KindReading, "slack:T1/C2", Reading{Topics: []string{"gone"}}), TopicUnknown},
		{space.Put(KindReading, "slack:T1/C2", Reading{Topics: []string{"china-cloud-ai", "prices"}}), ""},
	} {
		next, err := space.With(c.edit)
		if err != nil {
			t.Fatal(err)
		}
		var refused *Refusal
		if err := next.Check("slack:T1", ground{}, []Edit{c.edit}); errors.As(err, &refused) != (c.want != "") || refused != nil && refused.Code != c.want {
			t.Errorf("%s %s: %v, want %s", c.edit.Kind, c.edit.Name, err, c.want)
		}
	}
	if after, err := space.With(Edit{Kind: KindDraft, Name: "a", After: "{}"}); err != nil || len(after.Refs()) != len(space.Refs()) {
		t.Errorf("a decision on a draft became a setting: %v", err)
	}
}

func TestDraftBefore(t *testing.T) {
	for text, want := range map[string]time.Duration{"": 0, "20m": 20 * time.Minute, "1h30m": 90 * time.Minute, "12h": 12 * time.Hour, "4m": -1, "13h": -1, "5m30s": -1, "soon": -1, "-20m": -1} {
		got, err := DraftBefore(text)
		if want < 0 != (err != nil) || want >= 0 && got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}
