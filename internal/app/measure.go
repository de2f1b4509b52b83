package app

import (
	"context"
	"time"

	"briefbot/internal/metrics"
	"briefbot/internal/store"
)

// measure makes the metrics and has the router counted.
func (a *App) measure() {
	a.metrics = metrics.New(metrics.Source{
		Version: Version, Leads: a.leader.Leads, Terms: a.leader.Terms, DatabaseErrors: a.store.Errors, Ledger: a.figures,
	})
	a.router.Observe(a.metrics.Asked)
}

// figures reads what all instances share.
func (a *App) figures(ctx context.Context) (metrics.Figures, error) {
	now := a.now()
	var f metrics.Figures
	var err error
	if f.Counts, err = a.store.Counts(ctx, now.Add(-24*time.Hour)); err != nil {
		return f, err
	}
	if !f.Counts.Oldest.IsZero() {
		f.Oldest = max(now.Sub(f.Counts.Oldest), 0)
	}
	list, err := a.store.Instances.Seen(ctx, store.Gone)
	for _, in := range list {
		f.Instances++
		if in.Leads {
			f.Leaders++
		}
	}
	return f, err
}
