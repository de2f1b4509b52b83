package app

import (
	"context"
	"time"
)

// How long things are kept. What a channel was shown matters while an article of it can still come in late.
const (
	keepArticles = 400 * 24 * time.Hour
	keepRuns     = 400 * 24 * time.Hour
	keepMessages = 90 * 24 * time.Hour
	keepShown    = 90 * 24 * time.Hour
)

// tidy removes what is too old to matter, once a day.
func (a *App) tidy(ctx context.Context) error {
	for {
		if err := a.removeGone(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("channels that are gone could not be removed; it is tried again tomorrow", "error", err)
		}
		if err := a.tidyOnce(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("old records could not be removed; it is tried again tomorrow", "error", err)
		}
		timer := time.NewTimer(24 * time.Hour)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
	}
}

func (a *App) tidyOnce(ctx context.Context) error {
	now, ok, err := a.today(ctx)
	if err != nil || !ok {
		return err
	}
	for _, kind := range []struct {
		name   string
		keep   time.Duration
		remove func(context.Context, time.Time) (int64, error)
	}{
		{"articles", keepArticles, a.store.Articles.Expire},
		{"runs", keepRuns, a.store.Runs.Expire},
		{"messages", keepMessages, a.store.Deliveries.Expire},
		{"headlines shown", keepShown, a.store.Shown.Expire},
		{"drafts", keepMessages, a.store.Drafts.Expire},
	} {
		n, err := kind.remove(ctx, now.Add(-kind.keep))
		if err != nil {
			return err
		}
		if n > 0 {
			a.log.Info("old records removed", "kind", kind.name, "count", n)
		}
	}
	return nil
}

// today returns the time by which things are old: by the clock, but at most two days after the newest article, so that a clock that
// is a year ahead does not have everything removed. It returns false when there are no articles.
func (a *App) today(ctx context.Context) (time.Time, bool, error) {
	newest, ok, err := a.store.Articles.Newest(ctx)
	now := a.now()
	if latest := newest.Add(48 * time.Hour); latest.Before(now) {
		now = latest
	}
	return now, ok, err
}
