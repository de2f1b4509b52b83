package store

import (
	"context"
	"fmt"
	"time"
)

// Instances are the processes that use the database, each with a heartbeat.
type Instances struct{ db *pool }

// Instance is one process.
type Instance struct {
	ID      string // new at each start
	Host    string
	Version string
	Started time.Time     // by the clock of its machine
	Ago     time.Duration // since its last heartbeat
	Leads   bool          // holds a lease that has not ended
}

// Gone is how long after its last heartbeat an instance counts as dead: three of them.
const Gone = 30 * time.Second

// Beat records that an instance runs.
func (i *Instances) Beat(ctx context.Context, in Instance) error {
	_, err := i.db.exec(ctx, fmt.Sprintf(`INSERT INTO instances (id, host, version, started, seen) VALUES ($1, $2, $3, $4, %s)
		ON CONFLICT (id) DO UPDATE SET seen = excluded.seen`, i.db.now), in.ID, in.Host, in.Version, millis(in.Started))
	if err != nil {
		return fmt.Errorf("store: heartbeat: %w", err)
	}
	return nil
}

// Leave removes an instance that stops.
func (i *Instances) Leave(ctx context.Context, id string) error {
	if _, err := i.db.exec(ctx, `DELETE FROM instances WHERE id = $1`, id); err != nil {
		return fmt.Errorf("store: leave: %w", err)
	}
	return nil
}

// Seen returns the instances with a heartbeat within a time, the longest running first.
func (i *Instances) Seen(ctx context.Context, within time.Duration) ([]Instance, error) {
	return all(ctx, i.db, scanInstance, fmt.Sprintf(seenInstances, i.db.now), within.Milliseconds())
}

const seenInstances = `SELECT id, host, version, started, %[1]s - seen, EXISTS (SELECT 1 FROM leases WHERE holder = id AND until > %[1]s)
	FROM instances WHERE seen > %[1]s - $1 ORDER BY started, id`

func scanInstance(r row) (Instance, error) {
	var in Instance
	var started, ago int64
	err := r.Scan(&in.ID, &in.Host, &in.Version, &started, &ago, &in.Leads)
	in.Started, in.Ago = fromMillis(started), max(time.Duration(ago)*time.Millisecond, 0)
	return in, err
}

// Expire forgets instances without a heartbeat for a time and returns how many.
func (i *Instances) Expire(ctx context.Context, after time.Duration) (int64, error) {
	n, err := i.db.exec(ctx, fmt.Sprintf(`DELETE FROM instances WHERE seen < %s - $1`, i.db.now), after.Milliseconds())
	if err != nil {
		return 0, fmt.Errorf("store: forget instances: %w", err)
	}
	return n, nil
}
