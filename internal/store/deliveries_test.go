package store

import (
	"context"
	"strings"
	"testing"
	"time"
)

func delivery(part int) Delivery {
	d := Delivery{Workspace: "slack:T1", Schedule: "m", Nominal: "2026-03-29T09:00", Zone: "Europe/Paris", Place: "slack:T1/C1", Part: part, Payload: []byte(`{}`)}
	return d.keyed()
}

func (d Delivery) keyed() Delivery {
	d.Key = DeliveryKey(d.Workspace, d.Schedule, d.Nominal+" "+d.Zone, d.Place, d.Part)
	return d
}

func planned(t *testing.T, s *Store, list ...Delivery) {
	t.Helper()
	if first, err := s.Deliveries.Plan(context.Background(), noon, list, nil); err != nil || !first {
		t.Fatal(first, err)
	}
}

// next returns the message that is to be worked on, or one with an empty key.
func next(t *testing.T, s *Store, place string, now time.Time) Delivery {
	t.Helper()
	d, _, err := s.Deliveries.NextAt(context.Background(), place, now)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sender makes somebody the sender of a channel, whoever is.
func sender(t *testing.T, s *Store, place string) Sender {
	t.Helper()
	seen, err := s.Deliveries.Sender(context.Background(), place)
	if err != nil {
		t.Fatal(err)
	}
	by, ok, err := s.Deliveries.Acquire(context.Background(), place, "process", seen)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return by
}

// claim has somebody claim a message.
func claim(t *testing.T, s *Store, d Delivery) (bool, error) {
	t.Helper()
	return claimAs(t, s, d, false)
}

// claimAs is claim of a message whose platform gave no answer before, or of one whose sender died.
func claimAs(t *testing.T, s *Store, d Delivery, silent bool) (bool, error) {
	t.Helper()
	return s.Deliveries.Claim(context.Background(), sender(t, s, d.Place), d, Claim{At: noon, Since: noon, Silent: silent})
}

func TestLedgerGivesPartsInOrderAndOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		list := []Delivery{delivery(0), delivery(1), delivery(2)}
		if first, err := s.Deliveries.Plan(ctx, noon, list, []ShownArticle{{Article: "a1", Story: "s1"}}); !first || err != nil {
			t.Fatal(first, err)
		}
		for part := range 3 {
			open := next(t, s, "slack:T1/C1", noon)
			if open.Key == "" || open.Part != part {
				t.Fatalf("part %d: open %+v", part, open)
			}
			first, err := claim(t, s, open)
			second, err2 := claim(t, s, open)
			if !first || second || err != nil || err2 != nil {
				t.Fatalf("claims: %v %v %v %v", first, second, err, err2)
			}
			claimed := next(t, s, "slack:T1/C1", noon)
			if claimed.State != Claimed || claimed.Attempts != 1 || !claimed.Claimed.Equal(noon) || !claimed.Since.Equal(noon) {
				t.Errorf("what an earlier sender left: %+v", claimed)
			}
			if ok, err := s.Deliveries.Settle(ctx, claimed, Outcome{State: Sent, Address: "slack:T1/C1/1.0"}); !ok || err != nil {
				t.Fatal(ok, err)
			}
			if ok, err := s.Deliveries.Settle(ctx, claimed, Outcome{State: Unknown}); ok || err != nil {
				t.Errorf("a message that was sent was settled again: %v %v", ok, err)
			}
		}
		shown, err := s.Shown.Since(ctx, "slack:T1", "slack:T1/C1", noon.Add(-time.Hour))
		if err != nil || len(shown) != 1 || shown[0].Article != "a1" || shown[0].Story != "s1" {
			t.Errorf("shown: %v %v", shown, err)
		}
		for _, other := range [][2]string{{"slack:T2", "slack:T1/C1"}, {"slack:T1", "slack:T1/C2"}} {
			if articles, _ := s.Shown.Since(ctx, other[0], other[1], noon.Add(-time.Hour)); len(articles) != 0 {
				t.Errorf("%v sees what another was shown", other)
			}
		}
		if of, err := s.Deliveries.OfRun(ctx, "slack:T1", "m", "2026-03-29T09:00"); err != nil || len(of) != 3 {
			t.Errorf("of run: %d, %v", len(of), err)
		}
		if of, err := s.Deliveries.OfRun(ctx, "slack:T2", "m", "2026-03-29T09:00"); err != nil || len(of) != 0 {
			t.Errorf("another workspace sees the run: %d, %v", len(of), err)
		}
	})
}

// TestRunIsPlannedOnce holds that composing a run again, with other words and more parts, changes nothing.
func TestRunIsPlannedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		planned(t, s, delivery(0))
		again := []Delivery{delivery(0), delivery(1)}
		again[0].Payload = []byte(`{"Title":"other"}`)
		if first, err := s.Deliveries.Plan(ctx, noon, again, []ShownArticle{{Article: "late", Story: "s"}}); first || err != nil {
			t.Errorf("planned twice: %v %v", first, err)
		}
		if of, _ := s.Deliveries.OfRun(ctx, "slack:T1", "m", "2026-03-29T09:00"); len(of) != 1 || string(of[0].Payload) != `{}` {
			t.Errorf("the ledger holds %+v", of)
		}
		if articles, _ := s.Shown.Since(ctx, "slack:T1", "slack:T1/C1", noon.Add(-time.Hour)); len(articles) != 0 {
			t.Errorf("headlines that nobody will see count as shown: %v", articles)
		}
		for _, other := range []func(*Delivery){
			func(d *Delivery) { d.Place = "slack:T1/C2" }, func(d *Delivery) { d.Zone = "Asia/Shanghai" }, func(d *Delivery) { d.Schedule = "evening" },
			func(d *Delivery) { d.Nominal = "2026-03-30T09:00" }, func(d *Delivery) { d.Workspace = "slack:T2" },
		} {
			d := delivery(0)
			other(&d)
			has, err := s.Deliveries.HasRun(ctx, d.Workspace, d.Schedule, d.Nominal, d.Zone, d.Place)
			if has || err != nil {
				t.Errorf("%+v is taken for planned, %v", d, err)
			}
			planned(t, s, d.keyed())
			if has, _ = s.Deliveries.HasRun(ctx, d.Workspace, d.Schedule, d.Nominal, d.Zone, d.Place); !has {
				t.Errorf("%+v is not found", d)
			}
		}
	})
}

// TestClockSetBack holds that no message waits for a clock that was ahead when it was written.
func TestClockSetBack(t *testing.T) {
	for _, back := range []time.Duration{24 * time.Hour, 400 * 24 * time.Hour} {
		each(t, func(t *testing.T, s *Store) {
			ctx := context.Background()
			waits, claimed := delivery(0), delivery(0)
			claimed.Place = "slack:T1/C2"
			claimed = claimed.keyed()
			planned(t, s, waits)
			planned(t, s, claimed)
			if ok, err := s.Deliveries.Settle(ctx, next(t, s, waits.Place, noon), Outcome{State: Planned, NotBefore: noon.Add(LongestWait)}); !ok || err != nil {
				t.Fatal(ok, err)
			}
			if ok, err := claim(t, s, next(t, s, claimed.Place, noon)); !ok || err != nil {
				t.Fatal(ok, err)
			}
			if d := next(t, s, waits.Place, noon.Add(time.Minute)); d.Key != "" {
				t.Error("it does not wait")
			}
			places, err := s.Deliveries.OpenPlaces(ctx, noon.Add(-back))
			if err != nil || strings.Join(places, " ") != waits.Place+" "+claimed.Place {
				t.Errorf("set back by %v: open in %v, %v", back, places, err)
			}
		})
	}
}

func TestNextOpen(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		want := func(what string, at time.Time) {
			t.Helper()
			got, ok, err := s.Deliveries.NextOpen(ctx, noon)
			if err != nil || ok != !at.IsZero() || ok && !got.Equal(at) {
				t.Errorf("%s: %v %v %v, want %v", what, got, ok, err, at)
			}
		}
		want("nothing planned", time.Time{})
		planned(t, s, delivery(0), delivery(1))
		want("planned: it is open already", time.Time{})
		if _, err := claim(t, s, next(t, s, "slack:T1/C1", noon)); err != nil {
			t.Fatal(err)
		}
		want("claimed: its sender knows, and what is behind it waits for that", time.Time{})
		d, _, _ := s.Deliveries.Get(ctx, delivery(0).Key)
		if _, err := s.Deliveries.Settle(ctx, d, Outcome{State: Unknown, NotBefore: noon.Add(30 * time.Second)}); err != nil {
			t.Fatal(err)
		}
		want("unknown: not at once because of the part behind it", noon.Add(30*time.Second))
		d.State = Unknown
		if _, err := s.Deliveries.Settle(ctx, d, Outcome{State: Held}); err != nil {
			t.Fatal(err)
		}
		want("held: the part behind it is open", time.Time{})
	})
}

// TestClaimsAreCounted holds that requests made after looking in vain are told from those that never arrived.
func TestClaimsAreCounted(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		planned(t, s, delivery(0))
		for i, c := range []struct {
			silent                 bool
			then                   string
			attempts, again, quiet int
		}{{true, Planned, 1, 0, 0}, {false, Unknown, 2, 0, 0}, {true, Unknown, 3, 1, 1}, {false, Planned, 4, 2, 1}, {true, Planned, 5, 2, 1}} {
			if ok, err := claimAs(t, s, next(t, s, "slack:T1/C1", noon), c.silent); !ok || err != nil {
				t.Fatal(i, ok, err)
			}
			d, _, _ := s.Deliveries.Get(ctx, delivery(0).Key)
			if d.Attempts != c.attempts || d.Again != c.again || d.Silent != c.quiet {
				t.Errorf("claim %d: %d attempts, %d again, %d silent, want %d, %d and %d", i, d.Attempts, d.Again, d.Silent, c.attempts, c.again, c.quiet)
			}
			if ok, err := s.Deliveries.Settle(ctx, d, Outcome{State: c.then}); !ok || err != nil {
				t.Fatal(i, ok, err)
			}
		}
	})
}

func TestSettledMessagesExpire(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		planned(t, s, delivery(0), delivery(1))
		d := next(t, s, "slack:T1/C1", noon)
		if _, err := s.Deliveries.Settle(ctx, d, Outcome{State: Sent, Address: "slack:T1/C1/1"}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			before time.Time
			n      int64
		}{{noon, 0}, {noon.Add(time.Second), 1}, {noon.Add(time.Second), 0}} {
			if n, err := s.Deliveries.Expire(ctx, c.before); n != c.n || err != nil {
				t.Errorf("%d removed, %v, want %d", n, err, c.n)
			}
		}
	})
}
