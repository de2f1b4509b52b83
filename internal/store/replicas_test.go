package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"briefbot/internal/store/storetest"
)

// replicas opens a database several times, as processes do that share it.
func replicas(t *testing.T, at string, n int) []*Store {
	t.Helper()
	out := make([]*Store, n)
	var group sync.WaitGroup
	for i := range out {
		group.Go(func() {
			s, err := Open(context.Background(), at)
			if err != nil {
				t.Errorf("replica %d: %v", i, err)
				return
			}
			out[i] = s
			t.Cleanup(func() { s.Close() })
		})
	}
	group.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return out
}

// atOnce has several goroutines of each replica do the same at the same moment and returns how many say that it was them.
func atOnce(t *testing.T, stores []*Store, do func(s *Store) (bool, error)) int {
	t.Helper()
	var wins atomic.Int32
	var group sync.WaitGroup
	start := make(chan struct{})
	for _, s := range stores {
		for range 4 {
			group.Go(func() {
				<-start
				won, err := do(s)
				if err != nil {
					t.Error(err)
				}
				if won {
					wins.Add(1)
				}
			})
		}
	}
	close(start)
	group.Wait()
	return int(wins.Load())
}

// TestReplicasStartTogether has replicas find an empty database at the same moment: one makes the tables, all can work.
func TestReplicasStartTogether(t *testing.T) {
	for _, s := range replicas(t, storetest.Postgres(t), 6) {
		known, err := provider(s.db)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := applied(context.Background(), s.db); err != nil || v != newest(known) || s.Version() != v {
			t.Errorf("version %d, %d, %v", v, s.Version(), err)
		}
	}
}

// TestReplicasShareTheWork holds that of all who want to, one plans a run, one starts it, one claims each message and one settles it.
func TestReplicasShareTheWork(t *testing.T) {
	shared(t, func(t *testing.T, at string) {
		stores := []*Store{open(t, at), open(t, at)}
		ctx := context.Background()
		for i := range 25 {
			run := parisRun
			run.Nominal = fmt.Sprintf("2026-03-29T09:%02d", i)
			if n := atOnce(t, stores, func(s *Store) (bool, error) { return s.Runs.Start(ctx, run) }); n != 1 {
				t.Fatalf("run %d was started %d times", i, n)
			}
			// Each replica composes other messages, more or fewer.
			var made atomic.Int32
			if n := atOnce(t, stores, func(s *Store) (bool, error) {
				var list []Delivery
				mine := int(made.Add(1))
				for part := range mine%3 + 1 {
					d := delivery(part)
					d.Nominal, d.Payload = run.Nominal, fmt.Appendf(nil, `{"by":%d}`, mine)
					list = append(list, d.keyed())
				}
				return s.Deliveries.Plan(ctx, noon, list, []ShownArticle{{Article: fmt.Sprint("a", i), Story: "s"}})
			}); n != 1 {
				t.Fatalf("run %d was planned %d times", i, n)
			}
			messages, err := stores[0].Deliveries.OfRun(ctx, run.Workspace, "m", run.Nominal)
			if err != nil || len(messages) == 0 {
				t.Fatal(len(messages), err)
			}
			for _, m := range messages {
				if string(m.Payload) != string(messages[0].Payload) {
					t.Errorf("run %d is of several replicas: %s and %s", i, m.Payload, messages[0].Payload)
				}
				seen, err := stores[0].Deliveries.Sender(ctx, m.Place)
				if err != nil {
					t.Fatal(err)
				}
				var mu sync.Mutex
				var senders []Sender
				if n := atOnce(t, stores, func(s *Store) (bool, error) {
					by, mine, err := s.Deliveries.Acquire(ctx, m.Place, fmt.Sprintf("%p", s), seen)
					mu.Lock()
					defer mu.Unlock()
					if mine {
						senders = append(senders, by)
					}
					return mine, err
				}); n != 1 {
					t.Fatalf("%d became the sender of %s", n, m.Place)
				}
				for _, other := range []Sender{{Place: m.Place, Holder: senders[0].Holder, Epoch: senders[0].Epoch - 1}, {Place: m.Place, Holder: "other", Epoch: senders[0].Epoch}} {
					if ok, err := stores[0].Deliveries.Claim(ctx, other, m, Claim{At: noon, Since: noon}); ok || err != nil {
						t.Fatalf("a deposed sender claims: %v, %v", ok, err)
					}
				}
				if n := atOnce(t, stores, func(s *Store) (bool, error) {
					return s.Deliveries.Claim(ctx, senders[0], m, Claim{At: noon, Since: noon})
				}); n != 1 {
					t.Fatalf("part %d of run %d was claimed %d times", m.Part, i, n)
				}
				// The sender as it was before the claim, with no beat.
				if _, mine, err := stores[0].Deliveries.Acquire(ctx, m.Place, "other", senders[0]); mine || err != nil {
					t.Fatalf("a sender that has just posted was deposed: %v, %v", mine, err)
				}
				if err := stores[0].Deliveries.Release(ctx, senders[0]); err != nil {
					t.Fatal(err)
				}
				m.State, m.Attempts = Claimed, m.Attempts+1
				if n := atOnce(t, stores, func(s *Store) (bool, error) {
					return s.Deliveries.Settle(ctx, m, Outcome{State: Sent, Address: "slack:T1/C1/1"})
				}); n != 1 {
					t.Fatalf("part %d of run %d was settled %d times", m.Part, i, n)
				}
			}
		}
	})
}

// TestReplicasDrainTheLedger has replicas work on many channels as couriers do, and counts the requests that would be made.
func TestReplicasDrainTheLedger(t *testing.T) {
	shared(t, func(t *testing.T, at string) {
		stores := []*Store{open(t, at), open(t, at)}
		const channels, parts = 12, 3
		for c := range channels {
			var list []Delivery
			for p := range parts {
				d := delivery(p)
				d.Place = fmt.Sprint("slack:T1/C", c)
				list = append(list, d.keyed())
			}
			planned(t, stores[0], list...)
		}
		var mu sync.Mutex
		sent := map[string][]int{}
		atOnce(t, stores, func(s *Store) (bool, error) {
			ctx := context.Background()
			for {
				places, err := s.Deliveries.OpenPlaces(ctx, noon)
				if err != nil {
					return false, err
				}
				mu.Lock()
				done := 0
				for _, list := range sent {
					done += len(list)
				}
				mu.Unlock()
				if done >= channels*parts {
					return true, nil
				}
				for _, place := range places {
					seen, err := s.Deliveries.Sender(ctx, place)
					if err != nil {
						return false, err
					}
					if seen.Holder != "" {
						continue
					}
					by, mine, err := s.Deliveries.Acquire(ctx, place, fmt.Sprintf("%p", s), seen)
					if err != nil {
						return false, err
					}
					if !mine {
						continue
					}
					d, ok, err := s.Deliveries.NextAt(ctx, place, noon)
					if err == nil && ok {
						if ok, err = s.Deliveries.Claim(ctx, by, d, Claim{At: noon, Since: noon}); err == nil && !ok {
							err = errors.New("the sender may not claim")
						}
						mu.Lock()
						sent[place] = append(sent[place], d.Part)
						mu.Unlock()
						d.State, d.Attempts = Claimed, d.Attempts+1
					}
					if err == nil && ok {
						if ok, err := s.Deliveries.Settle(ctx, d, Outcome{State: Sent}); err != nil || !ok {
							return false, fmt.Errorf("settled %v: %w", ok, err)
						}
					}
					if err = errors.Join(err, s.Deliveries.Release(ctx, by)); err != nil {
						return false, err
					}
				}
			}
		})
		for place, list := range sent {
			if fmt.Sprint(list) != "[0 1 2]" {
				t.Errorf("%s was sent parts %v", place, list)
			}
		}
		if len(sent) != channels {
			t.Errorf("%d of %d channels were served", len(sent), channels)
		}
	})
}

// TestReplicasReadTheSameFeeds has replicas bring the same articles in different orders: each is new once, and nobody fails.
func TestReplicasReadTheSameFeeds(t *testing.T) {
	shared(t, func(t *testing.T, at string) {
		stores := []*Store{open(t, at), open(t, at)}
		const articles = 40
		var turn, added atomic.Int32
		atOnce(t, stores, func(s *Store) (bool, error) {
			shift := int(turn.Add(1)) * 7
			var items []Item
			for i := range articles {
				id := fmt.Sprint((i + shift) % articles)
				items = append(items, item("https://a.example/"+id, id, "Article "+id, noon))
			}
			got, err := s.Articles.Add(context.Background(), noon, items)
			added.Add(int32(len(got)))
			return true, err
		})
		if n := added.Load(); n != articles {
			t.Errorf("%d articles were new, want %d", n, articles)
		}
	})
}
