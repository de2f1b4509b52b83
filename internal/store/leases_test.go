package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/store/storetest"
)

const (
	lead = "lead"
	long = time.Hour
	soon = 300 * time.Millisecond
)

// acquired has a holder try to take the lease, and holds that the outcome is a term's number, or 0 for none.
func acquired(t *testing.T, s *Store, holder string, ttl time.Duration, want int64) Fence {
	t.Helper()
	epoch, ok, err := s.Leases.Acquire(context.Background(), lead, holder, ttl)
	if err != nil || epoch != want || ok != (want > 0) {
		t.Fatalf("%s got term %d, %v, %v; want term %d", holder, epoch, ok, err, want)
	}
	return Fence{lead, holder, epoch}
}

// TestLease holds that one at a time has a lease: it is renewed, released, lost to another when it has run out, and its terms count up.
func TestLease(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		s.Leases.alone = nil // other processes are played by one
		a := acquired(t, s, "a", long, 1)
		acquired(t, s, "b", long, 0)
		if ok, err := s.Leases.Renew(ctx, a, long); !ok || err != nil {
			t.Fatal(ok, err)
		}
		if l, ok, err := s.Leases.Get(ctx, lead); !ok || err != nil || l.Holder != "a" || l.Epoch != 1 || l.Left > long || l.Left < long-time.Minute {
			t.Errorf("the lease is %+v, %v, %v", l, ok, err)
		}
		if err := s.Leases.Release(ctx, a); err != nil {
			t.Fatal(err)
		}
		b := acquired(t, s, "b", soon, 2)
		acquired(t, s, "a", soon, 0)
		time.Sleep(soon + 50*time.Millisecond)
		if ok, err := s.Leases.Renew(ctx, b, soon); !ok || err != nil {
			t.Errorf("a lease that ran out and that nobody took cannot be renewed: %v, %v", ok, err)
		}
		time.Sleep(soon + 50*time.Millisecond)
		acquired(t, s, "a", long, 3)
		if ok, err := s.Leases.Renew(ctx, b, long); ok || err != nil {
			t.Errorf("who lost the lease renewed it: %v, %v", ok, err)
		}
		if err := s.Leases.Release(ctx, b); err != nil {
			t.Fatal(err)
		}
		acquired(t, s, "c", long, 0) // what b released was not its own
		acquired(t, s, "a", long, 4) // who lost sight of its term begins another
		// The clock of the database was set back by a day since.
		if _, err := s.db.exec(ctx, `UPDATE leases SET until = until + 86400000`); err != nil {
			t.Fatal(err)
		}
		acquired(t, s, "c", long, 5)
	})
}

// TestLeaseHasOneHolder has replicas take a lease at the same moment.
func TestLeaseHasOneHolder(t *testing.T) {
	shared(t, func(t *testing.T, at string) {
		stores := replicas(t, at, 3)
		for _, s := range stores {
			s.Leases.alone = nil
		}
		for round := range 10 {
			var who atomic.Int64
			var holder atomic.Value
			n := atOnce(t, stores, func(s *Store) (bool, error) {
				me := fmt.Sprint(who.Add(1))
				epoch, ok, err := s.Leases.Acquire(context.Background(), lead, me, long)
				if ok {
					holder.Store(Fence{lead, me, epoch})
				}
				return ok, err
			})
			if n != 1 {
				t.Fatalf("round %d: %d hold the lease", round, n)
			}
			if err := stores[round%3].Leases.Release(context.Background(), holder.Load().(Fence)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestDeadLeaderIsKnown holds that the lease of a process of the same machine that died is taken at once where SQLite is, and that of
// one that lives is not.
func TestDeadLeaderIsKnown(t *testing.T) {
	at := filepath.Join(t.TempDir(), "b.db")
	first, err := Open(context.Background(), at)
	if err != nil {
		t.Fatal(err)
	}
	second := open(t, at)
	acquired(t, first, "a", long, 1)
	acquired(t, second, "b", long, 0)
	first.Close() // the system takes its locks as from the dead; the lease stays
	acquired(t, second, "b", long, 2)
}

// TestDeposedWritesNothing holds that writes of a term that has ended are refused, all of them, and leave nothing behind.
func TestDeposedWritesNothing(t *testing.T) {
	shared(t, func(t *testing.T, at string) {
		ctx := context.Background()
		s, other := open(t, at), open(t, at)
		s.Leases.alone, other.Leases.alone = nil, nil
		old := s.Under(acquired(t, s, "a", time.Millisecond, 1))
		kept := item("https://a.example/1", "1", "One", noon)
		if _, err := old.Articles.Add(ctx, noon, []Item{kept}); err != nil {
			t.Fatalf("a lease that ran out and that nobody took keeps its holder from writing: %v", err)
		}
		time.Sleep(5 * time.Millisecond)
		acquired(t, other, "b", long, 2)
		id := briefs.ArticleID("https://a.example/1", "", "", "")
		_, errAdd := old.Articles.Add(ctx, noon, []Item{item("https://a.example/2", "2", "Two", noon)})
		_, errStart := old.Runs.Start(ctx, parisRun)
		for what, err := range map[string]error{
			"Articles.Add": errAdd, "Runs.Start": errStart,
			"Articles.Place":   old.Articles.Place(ctx, []Placement{{Article: id, Published: noon, Story: "s"}}),
			"Feeds.Save":       old.Feeds.Save(ctx, FeedState{URL: "u", State: []byte("{}")}),
			"Schedules.Save":   old.Schedules.Save(ctx, ScheduleState{ScheduleID: ScheduleID{"w", "m"}}),
			"Schedules.Forget": old.Schedules.Forget(ctx, ScheduleID{"w", "m"}),
			"Runs.End":         old.Runs.End(ctx, parisRun),
			"Runs.Mark":        old.Runs.Mark(ctx, parisRun, RunPlace{Place: "p", Outcome: Posted}),
		} {
			if !errors.Is(err, ErrDeposed) {
				t.Errorf("%s of a deposed leader: %v", what, err)
			}
		}
		for _, table := range []string{"runs", "feeds", "schedules"} {
			if n := count(t, s, table); n != 0 {
				t.Errorf("%d rows in %s", n, table)
			}
		}
		if a, ok, err := s.Articles.ByID(ctx, id); !ok || err != nil || a.Story != "" || count(t, s, "articles") != 1 {
			t.Errorf("%+v, %v, %v and %d articles", a, ok, err, count(t, s, "articles"))
		}
		if s.Errors() != 0 {
			t.Errorf("a deposed leader counts as %d errors of the database", s.Errors())
		}
	})
}

func count(t *testing.T, s *Store, table string) (n int) {
	t.Helper()
	if err := s.db.read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTakeoverWaitsForWrites holds that who takes a lease sees all that the one before wrote: a write that looked at its fence
// before the lease changed hands is finished first.
func TestTakeoverWaitsForWrites(t *testing.T) {
	ctx := context.Background()
	at := storetest.Postgres(t)
	s, other := open(t, at), open(t, at)
	f := acquired(t, s, "a", time.Millisecond, 1)
	time.Sleep(5 * time.Millisecond)
	looked, taken := make(chan struct{}), make(chan int64, 1)
	go func() {
		<-looked
		epoch, _, err := other.Leases.Acquire(ctx, lead, "b", long)
		if err != nil {
			t.Error(err)
		}
		taken <- epoch
	}()
	err := s.db.tx(ctx, articleTables, func(tx txn) error {
		if _, err := tx.exec(ctx, `UPDATE leases SET epoch = epoch WHERE name = $1 AND epoch = $2`, f.Lease, f.Epoch); err != nil {
			return err
		}
		close(looked)
		select {
		case <-taken:
			return errors.New("the lease changed hands between looking at the fence and the end of the write")
		case <-time.After(300 * time.Millisecond):
			return nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if epoch := <-taken; epoch != 2 {
		t.Errorf("term %d after the write", epoch)
	}
}

func TestInstances(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		for _, in := range []Instance{{ID: "a", Host: "one", Version: "1", Started: noon}, {ID: "b", Host: "two", Version: "2", Started: noon.Add(time.Minute)}} {
			for range 2 {
				if err := s.Instances.Beat(ctx, in); err != nil {
					t.Fatal(err)
				}
			}
		}
		acquired(t, s, "b", long, 1)
		list, err := s.Instances.Seen(ctx, time.Minute)
		if err != nil || len(list) != 2 || list[0].ID != "a" || list[0].Host != "one" || !list[0].Started.Equal(noon) || list[0].Leads || !list[1].Leads || list[0].Ago > 10*time.Second {
			t.Fatalf("%+v, %v", list, err)
		}
		if err := s.Instances.Leave(ctx, "a"); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Instances.Expire(ctx, time.Hour); n != 0 || err != nil {
			t.Errorf("%d forgotten, %v", n, err)
		}
		old(t, s, `UPDATE instances SET seen = seen - 3700000`)
		if n, err := s.Instances.Expire(ctx, time.Hour); n != 1 || err != nil {
			t.Errorf("%d forgotten, %v", n, err)
		}
	})
}

// old makes rows older than they are.
func old(t *testing.T, s *Store, statement string) {
	t.Helper()
	if _, err := s.db.exec(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

// TestClaims holds what becomes of a delivery that comes again: while it is answered, when it was, when its process has died,
// and when it is long ago.
func TestClaims(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		claim := func(what, instance, event string, want bot.Claim) {
			t.Helper()
			if got, err := s.Events.Claim(ctx, instance, "slack", event); err != nil || got != want {
				t.Errorf("%s: %v, %v; want %v", what, got, err, want)
			}
		}
		for _, id := range []string{"a", "b"} {
			if err := s.Instances.Beat(ctx, Instance{ID: id}); err != nil {
				t.Fatal(err)
			}
		}
		claim("new", "a", "1", bot.First)
		claim("again, to the same", "a", "1", bot.InHand)
		claim("again, to another", "b", "1", bot.InHand)
		if got, err := s.Events.Claim(ctx, "b", "discord", "1"); err != nil || got != bot.First {
			t.Errorf("of another platform: %v, %v", got, err)
		}
		if err := s.Events.Settle(ctx, "b", "slack", "1", true); err != nil { // not its own
			t.Fatal(err)
		}
		claim("answered by nobody", "b", "1", bot.InHand)
		if err := s.Events.Settle(ctx, "a", "slack", "1", true); err != nil {
			t.Fatal(err)
		}
		claim("answered", "b", "1", bot.Answered)
		if err := s.Events.Settle(ctx, "a", "slack", "1", false); err != nil { // too late
			t.Fatal(err)
		}
		claim("answered", "b", "1", bot.Answered)
		claim("not answered for certain", "a", "3", bot.First)
		if err := s.Events.Settle(ctx, "a", "slack", "3", false); err != nil {
			t.Fatal(err)
		}
		claim("again", "b", "3", bot.First)
		claim("another", "a", "2", bot.First)
		old(t, s, `UPDATE instances SET seen = seen - 31000 WHERE id = 'a'`)
		if n, err := s.Events.Abandoned(ctx); err != nil || n["slack"] != 1 || n["discord"] != 0 {
			t.Errorf("abandoned: %v, %v", n, err)
		}
		claim("its process died", "b", "2", bot.First)
		claim("its process died after it had answered", "b", "1", bot.Answered)
		old(t, s, `UPDATE events SET at = at - 3600001`)
		claim("an hour later", "b", "1", bot.First)
		if n, err := s.Events.Expire(ctx); err != nil || n != 3 {
			t.Errorf("%d forgotten, %v; want 3", n, err)
		}
		claim("expired", "b", "2", bot.First)
	})
}

// TestClaimOnce has replicas be given one delivery at the same moment.
func TestClaimOnce(t *testing.T) {
	shared(t, func(t *testing.T, at string) {
		stores := replicas(t, at, 3)
		for i := range 20 {
			n := atOnce(t, stores, func(s *Store) (bool, error) {
				c, err := s.Events.Claim(context.Background(), fmt.Sprintf("%p", s), "discord", fmt.Sprint(i))
				return c == bot.First, err
			})
			if n < 1 { // nobody has a heartbeat, so that one may take it from another
				t.Fatalf("delivery %d was taken by nobody", i)
			}
		}
		for _, s := range stores {
			if err := s.Instances.Beat(context.Background(), Instance{ID: fmt.Sprintf("%p", s)}); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 20 {
			n := atOnce(t, stores, func(s *Store) (bool, error) {
				c, err := s.Events.Claim(context.Background(), fmt.Sprintf("%p", s), "discord", fmt.Sprint("alive", i))
				return c == bot.First, err
			})
			if n != 1 {
				t.Fatalf("delivery %d was taken %d times", i, n)
			}
		}
	})
}

func TestCounts(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		if c, err := s.Counts(ctx, noon); err != nil || len(c.Messages) != 0 || c.Unfinished != 0 || !c.Oldest.IsZero() {
			t.Fatalf("nothing: %+v, %v", c, err)
		}
		states := []string{Planned, Planned, Claimed, Unknown, Sent, Refused, Held, Held}
		var list []Delivery
		for i := range states {
			list = append(list, delivery(i))
		}
		planned(t, s, list...)
		for i, state := range states {
			old(t, s, fmt.Sprintf(`UPDATE deliveries SET state = '%s' WHERE key = '%s'`, state, list[i].Key))
		}
		if _, err := s.Runs.Start(ctx, parisRun); err != nil {
			t.Fatal(err)
		}
		c, err := s.Counts(ctx, noon.Add(-time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, m := range c.Messages {
			got[m.Platform+" "+m.State] = m.Count
		}
		want := map[string]int{"slack planned": 2, "slack claimed": 1, "slack unknown": 1, "slack sent": 1, "slack refused": 1, "slack held": 2}
		if fmt.Sprint(got) != fmt.Sprint(want) || c.Unfinished != 1 || !c.Oldest.Equal(noon) {
			t.Errorf("%v, %d unfinished, oldest %v; want %v", got, c.Unfinished, c.Oldest, want)
		}
		if c, err := s.Counts(ctx, noon.Add(time.Hour)); err != nil || len(c.Messages) != 5 {
			t.Errorf("an hour later: %+v, %v", c, err)
		}
	})
}
