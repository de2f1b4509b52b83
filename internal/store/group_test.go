package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// TestGroupedWrites has many writers come at once: all are on disk when they are told so, those that fail alone fail alone, and those
// that gave up before their turn write nothing.
func TestGroupedWrites(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		broken := errors.New("broken")
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		var group sync.WaitGroup
		for i := range 300 {
			name := fmt.Sprintf("s%03d", i)
			group.Go(func() {
				ctx := context.Background()
				if i%10 == 8 {
					ctx = gone
				}
				err := s.db.grouped(ctx, name, func(tx txn) error {
					if _, err := tx.exec(ctx, `INSERT INTO schedules (workspace, name, rule, created, since, handled) VALUES ('w', $1, '', 0, 0, 0)`, name); err != nil {
						return err
					}
					if i%10 == 7 {
						return broken
					}
					return nil
				})
				switch want := map[int]error{7: broken, 8: context.Canceled}[i%10]; {
				case !errors.Is(err, want):
					t.Errorf("%s: %v, want %v", name, err, want)
				case err == nil:
					if all, err := s.Schedules.All(context.Background()); err != nil || all[ScheduleID{"w", name}].Name != name {
						t.Errorf("%s is not there when its writer is told so: %v", name, err)
					}
				}
			})
		}
		group.Wait()
		if all, err := s.Schedules.All(context.Background()); err != nil || len(all) != 240 {
			t.Errorf("%d were written, %v, want 240", len(all), err)
		}
	})
}

// BenchmarkLedger posts to many channels at the same time, as far as the ledger goes: a claim and an outcome each. "alone" gives each
// write a commit of its own, which is what a disk allows without sharing.
func BenchmarkLedger(b *testing.B) {
	for _, shared := range []bool{true, false} {
		b.Run(map[bool]string{true: "shared", false: "alone"}[shared], func(b *testing.B) {
			s, err := Open(context.Background(), filepath.Join(b.TempDir(), "b.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			ctx := context.Background()
			write := func(order string, f func(txn) error) error {
				if shared {
					return s.db.grouped(ctx, order, f)
				}
				return s.db.tx(ctx, "", f)
			}
			var list []Delivery
			for i := range 64 {
				d := delivery(0)
				d.Place = fmt.Sprint("slack:T1/C", i)
				list = append(list, d.keyed())
				if _, err := s.Deliveries.Plan(ctx, noon, list[i:], nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ResetTimer()
			var group sync.WaitGroup
			for w := range 64 {
				group.Go(func() {
					for n := w; n < b.N; n += 64 {
						for _, state := range []string{Claimed, Sent} {
							if err := write(list[w].Place, func(tx txn) error {
								_, err := tx.exec(ctx, `UPDATE deliveries SET state = $2 WHERE key = $1`, list[w].Key, state)
								return err
							}); err != nil {
								b.Error(err)
							}
						}
					}
				})
			}
			group.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
		})
	}
}
