package admin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/internal/settings"
	"briefbot/internal/store"
	"briefbot/internal/store/storetest"
)

const ours, rivals = "slack:T1", "slack:T2"

var noon = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)

// ground is a deployment without schedules, with one topic.
type ground struct{}

func (ground) Taken(string, string) bool { return false }
func (ground) Topic(id string) bool      { return id == "china-cloud-ai" }

func open(t testing.TB, at string) *Settings {
	t.Helper()
	db, err := store.Open(context.Background(), at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s, err := Open(context.Background(), db.Settings, Options{
		Ground: ground{}, Operated: func(string) bool { return false }, Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// each runs a test with the name of an empty database in a file and of PostgreSQL.
func each(t *testing.T, f func(t *testing.T, at string)) {
	t.Run("file", func(t *testing.T) { f(t, filepath.Join(t.TempDir(), "b.db")) })
	t.Run("postgres", func(t *testing.T) { f(t, storetest.Postgres(t)) })
}

// boss is an admin by the platform.
func boss(workspace string) settings.Actor {
	return settings.Actor{Workspace: workspace, ID: "boss", Name: "Ada", Wide: bot.Admin, Place: bot.Address{Platform: "slack", Workspace: workspace[6:], Channel: "C1"}}
}

func daily(when string, topics ...string) settings.Schedule {
	return settings.Schedule{When: when, Channels: []string{"slack:T1/C1"}, Topics: topics}
}

func put(kind settings.Kind, name string, record any) func(*settings.Space) ([]settings.Edit, error) {
	return func(sp *settings.Space) ([]settings.Edit, error) {
		return []settings.Edit{sp.Put(kind, name, record)}, nil
	}
}

func drop(kind settings.Kind, name string) func(*settings.Space) ([]settings.Edit, error) {
	return func(sp *settings.Space) ([]settings.Edit, error) {
		return []settings.Edit{sp.Drop(kind, name)}, nil
	}
}

// done returns the id of a change that was made.
func done(t testing.TB) func([]settings.Change, error) string {
	return func(changes []settings.Change, err error) string {
		t.Helper()
		if err != nil || len(changes) == 0 {
			t.Fatalf("%v, %v", changes, err)
		}
		return changes[0].ID
	}
}

func refused(t testing.TB, what string, err error, want settings.Code) {
	t.Helper()
	var r *settings.Refusal
	if !errors.As(err, &r) || r.Code != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

func TestChangesAreKeptAndLogged(t *testing.T) {
	each(t, func(t *testing.T, at string) {
		ctx, s := t.Context(), open(t, at)
		first := done(t)(s.Change(ctx, boss(ours), put(settings.KindSchedule, "s", daily("daily 9:00"))))
		second := done(t)(s.Change(ctx, boss(ours), put(settings.KindSchedule, "s", daily("daily 8:00"))))
		if _, err := s.Change(ctx, boss(ours), put(settings.KindSchedule, "s", daily("daily 8:00"))); err == nil {
			t.Error("what changes nothing is a change")
		}
		again := open(t, at) // another process, or after a restart
		for _, one := range []*Settings{s, again} {
			if got := one.Space(ours).Schedules["s"].When; got != "daily 8:00" {
				t.Errorf("kept: %q", got)
			}
			if n := len(one.Space(rivals).Schedules); n != 0 {
				t.Errorf("another workspace has %d schedules", n)
			}
		}
		log, err := again.History(ctx, ours, 0, 10)
		if err != nil || len(log) != 2 || log[0].ID != second || log[1].ID != first {
			t.Fatalf("log: %+v, %v", log, err)
		}
		c := log[0]
		if c.By != "slack:T1/boss" || c.Called != "Ada" || c.Place != "slack:T1/C1" || !c.At.Equal(noon) || c.Before != log[1].After || log[1].Before != "" {
			t.Errorf("logged: %+v", c)
		}
		if log, _ := again.History(ctx, rivals, 0, 10); len(log) != 0 {
			t.Errorf("another workspace reads the log: %+v", log)
		}
		if older, _ := again.History(ctx, ours, c.Seq, 10); len(older) != 1 {
			t.Errorf("before %d: %+v", c.Seq, older)
		}
	})
}

func TestUndo(t *testing.T) {
	each(t, func(t *testing.T, at string) {
		ctx, s := t.Context(), open(t, at)
		when := func(want string) {
			t.Helper()
			if got := s.Space(ours).Schedules["s"].When; got != want {
				t.Errorf("now %q, want %q", got, want)
			}
		}
		made := done(t)(s.Change(ctx, boss(ours), put(settings.KindSchedule, "s", daily("daily 9:00"))))
		edited := done(t)(s.Change(ctx, boss(ours), put(settings.KindSchedule, "s", daily("daily 8:00"))))
		_, err := s.Undo(ctx, boss(ours), made)
		refused(t, "what was changed since", err, settings.ChangedSince)
		_, err = s.Undo(ctx, boss(rivals), edited)
		refused(t, "another workspace's", err, settings.NoChange)
		_, err = s.Undo(ctx, boss(rivals), "")
		refused(t, "the last, of nobody", err, settings.NotYours)
		_, err = s.Undo(ctx, settings.Actor{Workspace: ours, ID: "eve", Wide: bot.Editor}, edited)
		refused(t, "without the right", err, settings.Denied)
		back := done(t)(s.Undo(ctx, boss(ours), ""))
		when("daily 9:00")
		_, err = s.Undo(ctx, boss(ours), edited)
		refused(t, "a second time", err, settings.AlreadyDone)
		done(t)(s.Undo(ctx, boss(ours), back))
		when("daily 8:00")
		done(t)(s.Undo(ctx, boss(ours), "")) // the edit again, which stands again
		when("daily 9:00")
		done(t)(s.Undo(ctx, boss(ours), ""))
		when("")
		_, err = s.Undo(ctx, boss(ours), "")
		refused(t, "when all is undone", err, settings.NotYours)
		removed := done(t)(s.Change(ctx, boss(ours), put(settings.KindTopic, "chips", settings.Topic{Where: "chip"})))
		done(t)(s.Change(ctx, boss(ours), put(settings.KindSchedule, "t", daily("daily 7:00", "chips"))))
		_, err = s.Undo(ctx, boss(ours), removed)
		refused(t, "a topic that came into use", err, settings.TopicUsed)
	})
}

func TestLastAdmin(t *testing.T) {
	ctx, s := t.Context(), open(t, store.Memory)
	named := settings.Actor{Workspace: ours, ID: "ann"}
	grant := func(a settings.Actor, who, access string) error {
		_, err := s.Change(ctx, a, put(settings.KindRole, who, settings.Role{Who: who, Access: access}))
		return err
	}
	if err := grant(boss(ours), "user:ann", settings.Admin); err != nil {
		t.Fatal(err)
	}
	_, err := s.Change(ctx, named, drop(settings.KindRole, "user:ann"))
	refused(t, "the only one by name takes it from herself", err, settings.LastAdmin)
	if err := grant(named, "user:boss", settings.Viewer); err != nil {
		t.Errorf("who is named demotes whom the platform grants it: %v", err)
	}
	refused(t, "who was demoted", grant(boss(ours), "user:ann", settings.Viewer), settings.Denied)
	if err := grant(named, "role:9", settings.Admin); err != nil {
		t.Fatal(err)
	}
	refused(t, "a role is no person", grant(named, "user:ann", settings.Editor), settings.LastAdmin)
	if err := grant(named, "user:ben", settings.Admin); err != nil {
		t.Fatal(err)
	}
	if err := grant(named, "user:ann", settings.Editor); err != nil {
		t.Errorf("with another admin by name: %v", err)
	}
	_, err = s.Undo(ctx, settings.Actor{Workspace: ours, ID: "ben"}, "")
	refused(t, "nothing of one's own", err, settings.NotYours)
	repair := settings.Actor{Workspace: ours, ID: "op", Operator: true}
	if err := grant(repair, "user:ben", settings.Viewer); err != nil {
		t.Errorf("an operator: %v", err)
	}
	s.Operated = func(w string) bool { return w == ours }
	if err := grant(repair, "user:ann", settings.Admin); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Change(ctx, named, drop(settings.KindRole, "user:ann")); err != nil {
		t.Errorf("where an operator can repair: %v", err)
	}
}

func TestProposals(t *testing.T) {
	each(t, func(t *testing.T, at string) {
		ctx, s := t.Context(), open(t, at)
		now := noon
		s.Now = func() time.Time { return now }
		propose := func() string {
			t.Helper()
			sp := s.Space(ours)
			id, err := s.Propose(ctx, boss(ours), []settings.Edit{sp.Put(settings.KindSchedule, "s", daily(fmt.Sprint(len(sp.Refs()), sp.Schedules["s"].When)))})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		confirm := func(a settings.Actor, id string) error { _, err := s.Confirm(ctx, a, id); return err }
		id := propose()
		if len(s.Space(ours).Schedules) != 0 {
			t.Error("what is proposed is there already")
		}
		other := boss(ours)
		other.ID = "eve"
		refused(t, "by somebody else", confirm(other, id), settings.Expired)
		refused(t, "in another workspace", confirm(boss(rivals), id), settings.Expired)
		fallen := boss(ours)
		fallen.Wide = bot.Everyone
		stale := propose()
		if err := confirm(boss(ours), id); err != nil {
			t.Error(err)
		}
		refused(t, "twice", confirm(boss(ours), id), settings.Expired)
		refused(t, "what was changed meanwhile", confirm(boss(ours), stale), settings.ChangedSince)
		refused(t, "without the rights any more", confirm(fallen, propose()), settings.Denied)
		late := propose()
		now = now.Add(patience + time.Second)
		refused(t, "an hour later", confirm(boss(ours), late), settings.Expired)
		propose() // sweeps
		if _, err := s.Propose(ctx, fallen, []settings.Edit{s.Space(ours).Drop(settings.KindSchedule, "s")}); err == nil {
			t.Error("a proposal without rights")
		}
	})
}

// TestReplicas has two processes change the same at once: every change stands upon the one before, and both see all.
func TestReplicas(t *testing.T) {
	each(t, func(t *testing.T, at string) {
		ctx := t.Context()
		a, b := open(t, at), open(t, at)
		const each = 10
		var group sync.WaitGroup
		for i, s := range []*Settings{a, b} {
			group.Go(func() {
				for n := range each {
					_, err := s.Change(ctx, boss(ours), func(sp *settings.Space) ([]settings.Edit, error) {
						next := daily("daily 9:00")
						next.MaxStories = sp.Schedules["s"].MaxStories + 1
						return []settings.Edit{sp.Put(settings.KindSchedule, "s", next)}, nil
					})
					if err != nil {
						t.Errorf("process %d, change %d: %v", i, n, err)
					}
				}
			})
		}
		group.Wait()
		told := make(chan bool, 1)
		b.OnChange(func() {
			select {
			case told <- true:
			default:
			}
		})
		serving, stop := context.WithCancel(ctx)
		go b.Serve(serving, time.Millisecond)
		defer stop()
		done(t)(a.Change(ctx, boss(ours), put(settings.KindTopic, "chips", settings.Topic{Where: "chip"})))
		for late := time.After(10 * time.Second); len(b.Space(ours).Topics) == 0; { // it may be told of those before first
			select {
			case <-told:
			case <-late:
				t.Fatal("the other process was not told")
			}
		}
		if n := b.Space(ours).Schedules["s"].MaxStories; n != 2*each || len(b.Space(ours).Topics) != 1 {
			t.Errorf("%d of %d changes stand", n, 2*each)
		}
	})
}
