package app

import (
	"bytes"
	"strings"
	"testing"

	"briefbot/bot"
	"briefbot/internal/admin"
	"briefbot/internal/delivery"
)

// TestDecisionsAreLogged: who settles a held message, and who sets up or stops a question on a timetable, stands in the audit, and is taken
// back where it can be.
func TestDecisionsAreLogged(t *testing.T) {
	k := governed(t)
	k.repeats = &repeats{core: k, courier: k.courier, poke: make(chan struct{}, 1), log: k.log}
	ada := bot.User{ID: "UADA0000", Name: "Ada"}
	do := func(line string) bot.Message {
		t.Helper()
		return k.hear(t, ada, bot.Admin, "T1", "C00000001", line)
	}
	want := func(line string, texts ...string) bot.Message {
		t.Helper()
		m := do(line)
		for _, text := range texts {
			if !strings.Contains(m.Plain(), text) {
				t.Errorf("%s lacks %q: %s", line, text, m.Plain())
			}
		}
		return m
	}
	asked := func() string {
		t.Helper()
		list, err := k.store.Questions.Of(t.Context(), "slack:T1")
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, q := range list {
			out = append(out, q.ID+" "+q.Line+" "+q.Timing+" "+q.Place)
		}
		return strings.Join(out, "; ")
	}
	place := bot.Address{Platform: "slack", Workspace: "T1", Channel: "C00000001"}
	for _, nominal := range []string{"2026-06-14T09:00", "2026-06-15T09:00"} {
		if err := k.courier.Plan(t.Context(), delivery.Run{Workspace: "slack:T1", Schedule: "morning", Nominal: nominal, Zone: "UTC"}, place, bot.Message{Title: "Digest"}, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.courier.Pump(t.Context()); err != nil {
		t.Fatal(err)
	}
	held, err := k.store.Deliveries.Held(t.Context(), "slack:T1", 10)
	if err != nil || len(held) != 2 {
		t.Fatal(held, err)
	}
	want("held arrived "+held[0].Key, "Ada saw it")
	m := want("audit", "message “morning 2026-06-15 09:00” counted as posted", "Ada", "name: Digest")
	if strings.Contains(m.Plain(), held[0].Key) {
		t.Errorf("the audit shows a key: %s", m.Plain())
	}
	want("held again "+held[1].Key, "sent again")
	want("audit", "message “morning 2026-06-14 09:00” sent again")
	changes, err := k.settings.History(t.Context(), "slack:T1", 0, 10)
	if err != nil || len(changes) != 2 {
		t.Fatal(changes, err)
	}
	want("undo "+changes[0].ID, "cannot be taken back")
	want("undo", "There is no change of yours to take back")

	want(`rank schedule:"daily 9:00"`, "on a timetable")
	first := asked()
	want("audit", "question “rank” added", "when: daily 9:00")
	id, _, _ := strings.Cut(first, " ")
	if got := k.hear(t, ada, bot.Admin, "T2", "C00000001", "repeat stop "+id).Plain(); !strings.Contains(got, "no such") && asked() != first {
		t.Errorf("another workspace stopped it: %s", got)
	}
	want("repeat stop " + id)
	if got := asked(); got != "" {
		t.Errorf("after it was stopped: %s", got)
	}
	want("audit", "question “rank” removed")
	want("undo", "Taken back")
	if got := asked(); got != first {
		t.Errorf("brought back: %s, was %s", got, first)
	}
	var file, again bytes.Buffer
	if err := k.settings.Export(&file); err != nil {
		t.Fatal(err)
	}
	fresh := governed(t)
	f, err := admin.ReadFile(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	plan := fresh.settings.Plan(f)
	if err := fresh.judge(plan); err != nil {
		t.Fatal(err)
	}
	for w, edits := range plan {
		if _, err := fresh.settings.Apply(t.Context(), w, "file", edits); err != nil {
			t.Fatal(err)
		}
	}
	if err := fresh.settings.Export(&again); err != nil || again.String() != file.String() {
		t.Errorf("exported, applied and exported again: %v\n%s\nwas\n%s", err, again.String(), file.String())
	}
	if list, err := fresh.store.Questions.Of(t.Context(), "slack:T1"); err != nil || len(list) != 1 || list[0].ID != id {
		t.Errorf("in another installation: %+v %v", list, err)
	}
}
