package leader

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// table is a lease in memory, as a database keeps it, by the clock of the test.
type table struct {
	mu     sync.Mutex
	holder string
	epoch  int64
	until  time.Time
	broken bool // answers only with errors
}

// seat is what one process sees of it.
type seat struct {
	*table
	name   string
	frozen chan struct{} // not nil: the process is stopped, and its requests wait until it is closed
}

var errBroken = errors.New("database: gone")

func (s *seat) enter() error {
	s.mu.Lock()
	frozen := s.frozen
	s.mu.Unlock()
	if frozen != nil {
		<-frozen
	}
	s.mu.Lock()
	if s.broken {
		s.mu.Unlock()
		return errBroken
	}
	return nil
}

func (s *seat) Acquire(_ context.Context, ttl time.Duration) (int64, bool, error) {
	if err := s.enter(); err != nil {
		return 0, false, err
	}
	defer s.mu.Unlock()
	if time.Now().Before(s.until) && s.holder != s.name {
		return 0, false, nil
	}
	s.holder, s.epoch, s.until = s.name, s.epoch+1, time.Now().Add(ttl)
	return s.epoch, true, nil
}

func (s *seat) Renew(_ context.Context, epoch int64, ttl time.Duration) (bool, error) {
	if err := s.enter(); err != nil {
		return false, err
	}
	defer s.mu.Unlock()
	if s.holder != s.name || s.epoch != epoch {
		return false, nil
	}
	s.until = time.Now().Add(ttl)
	return true, nil
}

func (s *seat) Release(_ context.Context, epoch int64) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.mu.Unlock()
	if s.holder == s.name && s.epoch == epoch {
		s.until = time.Time{}
	}
	return nil
}

// office is a few processes with one table and a list of who led when.
type office struct {
	t     *testing.T
	table *table
	begin time.Time
	mu    sync.Mutex
	terms []string // "a 1 from 0s", "a 1 to 20s"
	leads int      // at this moment
}

func newOffice(t *testing.T) *office { return &office{t: t, table: &table{}, begin: time.Now()} }

// process runs a leader until stop is called.
func (o *office) process(name string, fails ...error) (*seat, *Leader, func()) {
	s := &seat{table: o.table, name: name}
	l := New(s, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() {
		err := l.Run(ctx, func(ctx context.Context, epoch int64) error {
			o.note(1, "%s %d from %v", name, epoch)
			defer o.note(-1, "%s %d to %v", name, epoch)
			if len(fails) > 0 {
				err := fails[0]
				fails = fails[1:]
				return err
			}
			<-ctx.Done()
			return ctx.Err()
		})
		if err != nil {
			o.t.Error(err)
		}
	})
	return s, l, func() {
		cancel()
		group.Wait()
	}
}

func (o *office) note(change int, format string, name string, epoch int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.leads += change
	if o.leads > 1 {
		o.t.Errorf("%d lead at the same time", o.leads)
	}
	o.terms = append(o.terms, fmt.Sprintf(format, name, epoch, time.Since(o.begin)))
}

func (o *office) want(want ...string) {
	o.t.Helper()
	synctest.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	if !slices.Equal(o.terms, want) {
		o.t.Errorf("terms:\n got %q\nwant %q", o.terms, want)
	}
}

func TestOneLeadsAndHandsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		_, a, stopA := o.process("a")
		time.Sleep(time.Second)
		_, b, stopB := o.process("b")
		time.Sleep(99 * time.Second)
		o.want("a 1 from 0s")
		if !a.Leads() || b.Leads() || a.Terms() != 1 || b.Terms() != 0 {
			t.Errorf("a leads %v, b leads %v, terms %d and %d", a.Leads(), b.Leads(), a.Terms(), b.Terms())
		}
		stopA() // a clean stop hands over at the other's next look
		time.Sleep(10 * time.Second)
		o.want("a 1 from 0s", "a 1 to 1m40s", "b 2 from 1m41s")
		stopB()
		o.want("a 1 from 0s", "a 1 to 1m40s", "b 2 from 1m41s", "b 2 to 1m50s")
	})
}

// TestKilledLeaderIsReplaced holds that a leader that vanishes is replaced within two leases.
func TestKilledLeaderIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.table.holder, o.table.epoch, o.table.until = "dead", 7, time.Now().Add(15*time.Second)
		_, _, stop := o.process("b")
		time.Sleep(30 * time.Second)
		o.want("b 8 from 15s")
		stop()
	})
}

// TestFrozenLeaderStopsBeforeItIsReplaced has requests of the leader hang, as when it is cut off from the database or stopped: its
// term ends before another's begins, and it follows when it is back.
func TestFrozenLeaderStopsBeforeItIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		a, _, stopA := o.process("a")
		time.Sleep(time.Second)
		_, _, stopB := o.process("b")
		time.Sleep(9*time.Second + time.Millisecond) // a has renewed at 5 s and 10 s
		thaw := make(chan struct{})
		a.mu.Lock()
		a.frozen = thaw
		a.mu.Unlock()
		time.Sleep(50 * time.Second)
		o.want("a 1 from 0s", "a 1 to 22s", "b 2 from 26s") // 10 s and four fifths of 15 s; then the whole lease, at b's next look
		a.mu.Lock()
		a.frozen = nil
		a.mu.Unlock()
		close(thaw)
		time.Sleep(time.Minute)
		o.want("a 1 from 0s", "a 1 to 22s", "b 2 from 26s")
		stopA()
		stopB()
	})
}

// TestDatabaseAway holds that a leader survives an outage that is shorter than its lease, and takes up again after a longer one.
func TestDatabaseAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		_, _, stop := o.process("a")
		set := func(broken bool) {
			o.table.mu.Lock()
			defer o.table.mu.Unlock()
			o.table.broken = broken
		}
		time.Sleep(4 * time.Second)
		set(true)
		time.Sleep(7 * time.Second) // over the look at 5 s and at 10 s; the lease would end at 12 s
		set(false)
		time.Sleep(time.Minute)
		o.want("a 1 from 0s", "a 1 to 12s", "a 2 from 19.5s")
		stop()
	})
}

// TestFailedTermIsTriedAgain holds that one whose work fails lets go, and tries again.
func TestFailedTermIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		_, _, stop := o.process("a", errBroken, nil)
		time.Sleep(20 * time.Second)
		o.want("a 1 from 0s", "a 1 to 0s", "a 2 from 5s", "a 2 to 5s", "a 3 from 10s")
		stop()
	})
}
