package store

import (
	"context"
	"fmt"
	"time"
)

// Leases say which process may do what one alone does. Time is that of the database, so that clocks of machines may differ.
type Leases struct {
	db    *pool
	alone *alone
}

// Lease is a lease as it stands.
type Lease struct {
	Holder string
	Epoch  int64
	Left   time.Duration // until it ends; zero or less when it has
}

// Acquire takes a lease that nobody holds, or that the holder itself lost sight of, and returns the number of the term that
// begins; false when another holds it. A lease that ends later than any can was taken before the clock was set back, and counts
// as ended. With SQLite a lease counts as ended, too, when its holder is known to be dead.
func (l *Leases) Acquire(ctx context.Context, name, holder string, ttl time.Duration) (epoch int64, ok bool, err error) {
	const take = `INSERT INTO leases (name, holder, epoch, until) VALUES ($1, $2, 1, %[1]s + $3)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = leases.epoch + 1, until = excluded.until
			WHERE leases.until <= %[1]s OR leases.until > %[1]s + 2 * $3 OR leases.holder = $2 OR $4 = 1
		RETURNING epoch`
	dead := 0
	if l.alone.enter() {
		dead = 1
	}
	scan := func(r row) (n int64, err error) { return n, r.Scan(&n) }
	epoch, ok, err = returning(ctx, l.db, scan, fmt.Sprintf(take, l.db.now), name, holder, ttl.Milliseconds(), dead)
	if err != nil {
		err = fmt.Errorf("store: take the lease %s: %w", name, err)
	}
	if !ok {
		l.alone.leave()
	}
	return epoch, ok && err == nil, err
}

// Renew makes a lease last from now on, and reports whether the term still lasts.
func (l *Leases) Renew(ctx context.Context, f Fence, ttl time.Duration) (bool, error) {
	n, err := l.db.exec(ctx, fmt.Sprintf(`UPDATE leases SET until = %s + $4 WHERE name = $1 AND holder = $2 AND epoch = $3`, l.db.now),
		f.Lease, f.Holder, f.Epoch, ttl.Milliseconds())
	if err != nil {
		return false, fmt.Errorf("store: renew the lease %s: %w", f.Lease, err)
	}
	if n == 1 {
		l.alone.enter() // whoever was frozen when it was taken may be dead by now
	}
	return n == 1, nil
}

// Release ends a term, so that another can begin at once. It does nothing to a term that has ended.
func (l *Leases) Release(ctx context.Context, f Fence) error {
	l.alone.leave()
	_, err := l.db.exec(ctx, `UPDATE leases SET until = 0 WHERE name = $1 AND holder = $2 AND epoch = $3`, f.Lease, f.Holder, f.Epoch)
	if err != nil {
		return fmt.Errorf("store: release the lease %s: %w", f.Lease, err)
	}
	return nil
}

// Get returns a lease; false when it was never taken.
func (l *Leases) Get(ctx context.Context, name string) (Lease, bool, error) {
	scan := func(r row) (Lease, error) {
		var lease Lease
		var left int64
		err := r.Scan(&lease.Holder, &lease.Epoch, &left)
		lease.Left = time.Duration(left) * time.Millisecond
		return lease, err
	}
	return one(ctx, l.db, scan, fmt.Sprintf(`SELECT holder, epoch, until - %s FROM leases WHERE name = $1`, l.db.now), name)
}
