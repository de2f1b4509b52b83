package store

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// Bounds of a commit that several writers share.
const (
	mostGrouped = 256
	groupTime   = time.Minute
)

// group lets writers that come at the same time share one commit, so that each need not wait for a disk of its own: who finds nobody
// at work writes for all who came meanwhile. The zero value is ready.
type group struct {
	mu      sync.Mutex
	waiting []*grouped
	busy    bool
}

// grouped is what one writer wants written.
type grouped struct {
	order string // those of one order wait for each other in the database; all are written in the order of this text
	ctx   context.Context
	write func(txn) error
	err   error
	turn  chan bool // false: it is written; true: the turn to write for all has come
}

// do runs a write in a transaction that it may share with others, and returns when it is on disk or has failed. Two writes of one
// order never run at the same time. The write may run twice: a transaction that fails is undone, and each of its writes then gets one
// of its own.
func (g *group) do(ctx context.Context, p *pool, order string, write func(txn) error) error {
	mine := &grouped{order: order, ctx: ctx, write: write, turn: make(chan bool, 1)}
	g.mu.Lock()
	g.waiting = append(g.waiting, mine)
	lead := !g.busy
	g.busy = true
	g.mu.Unlock()
	if !lead && !<-mine.turn {
		return mine.err
	}
	g.mu.Lock() // the turn came to the first that waits, which is mine
	n := min(len(g.waiting), mostGrouped)
	batch := slices.Clone(g.waiting[:n])
	g.waiting = slices.Delete(g.waiting, 0, n)
	g.mu.Unlock()
	commit(p, batch)
	g.mu.Lock()
	g.busy = len(g.waiting) > 0
	if g.busy {
		g.waiting[0].turn <- true
	}
	g.mu.Unlock()
	for _, w := range batch {
		if w != mine {
			w.turn <- false
		}
	}
	return mine.err
}

// commit writes a batch in one transaction or, if that fails, each write in one.
func commit(p *pool, batch []*grouped) {
	// All processes write in one order, so that none waits for one that waits for it.
	slices.SortStableFunc(batch, func(a, b *grouped) int { return cmp.Compare(a.order, b.order) })
	if len(batch) > 1 && together(p, batch) == nil {
		return
	}
	for _, w := range batch {
		if err := together(p, []*grouped{w}); err != nil {
			w.err = err
		}
	}
}

// together writes a batch in one transaction. Who does not want it any more is told so and left out.
func together(p *pool, batch []*grouped) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(batch[0].ctx), groupTime)
	defer cancel()
	return p.tx(ctx, "", func(tx txn) error {
		for _, w := range batch {
			if w.err = w.ctx.Err(); w.err != nil {
				continue
			}
			if err := w.write(tx); err != nil {
				return err
			}
		}
		return nil
	})
}
