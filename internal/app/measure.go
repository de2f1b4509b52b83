package app

import (
	"context"
	"time"

	"briefbot/bot"
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

// watched returns the adapters so that each post is told of.
func watched(adapters []bot.Adapter, told func(platform string, err error, took time.Duration)) []bot.Adapter {
	out := make([]bot.Adapter, len(adapters))
	for i, a := range adapters {
		w := watch{a, told}
		if r, ok := a.(bot.Renderer); ok {
			out[i] = struct {
				watch
				bot.Renderer
			}{w, r}
			continue
		}
		out[i] = w
	}
	return out
}

// watch is an adapter whose posts are told of.
type watch struct {
	bot.Adapter
	told func(platform string, err error, took time.Duration)
}

// Post implements bot.Adapter.
func (w watch) Post(ctx context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	begin := time.Now()
	at, err := w.Adapter.Post(ctx, to, key, m)
	w.told(w.Name(), err, time.Since(begin))
	return at, err
}
