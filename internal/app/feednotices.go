package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"briefbot/internal/delivery"
	"briefbot/internal/feed"
	"briefbot/internal/present"
)

// feedsEvery is how often feeds are looked through for what admins should hear: seldom, so that one notice tells of several.
const feedsEvery = time.Hour

// tellOfFeeds tells the admins of each workspace once of feeds that have failed for a day, and once of those that work again, while this
// process leads.
func (a *App) tellOfFeeds(ctx context.Context) error {
	ticker := time.NewTicker(feedsEvery)
	defer ticker.Stop()
	for {
		if err := a.tellOfFeedsOnce(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("admins could not be told of feeds that fail; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

func (a *App) tellOfFeedsOnce(ctx context.Context) error {
	states, err := a.feedStates(ctx)
	if err != nil {
		return err
	}
	var failures []error
	for _, workspace := range a.overseen() {
		failures = append(failures, a.tellOfFeedsIn(ctx, workspace, states))
	}
	return errors.Join(failures...)
}

// tellOfFeedsIn plans one notice for the admins of a workspace, of all of its feeds at once. What they were told is noted after that: a crash
// in between plans the same notice again, of which the ledger keeps one.
func (a *App) tellOfFeedsIn(ctx context.Context, workspace string, states map[string]feed.State) error {
	known, err := a.store.Feeds.Told(ctx, workspace)
	if err != nil {
		return err
	}
	var failing, again []present.Source
	var told, over []string
	h := sha256.New()
	for _, s := range a.sourced().in(workspace, a.feeds) {
		st, ok := states[s.url]
		if !ok || s.paused {
			continue
		}
		st.Noticed = known[s.url]
		delete(known, s.url)
		notice := st.Notice(a.now())
		switch notice {
		case feed.NoticeFailing, feed.NoticeGone:
			failing, told = append(failing, s.seen(st)), append(told, s.url)
		case feed.NoticeRecovered:
			again, over = append(again, s.seen(st)), append(over, s.url)
		default:
			continue
		}
		fmt.Fprintln(h, notice, s.url, st.FirstFailed.UnixMilli(), st.LastOK.UnixMilli())
	}
	for url := range known { // no longer of the workspace, or paused there: nobody is to hear more of it
		over = append(over, url)
	}
	slices.Sort(over)
	if len(failing)+len(again) > 0 {
		run := delivery.Run{Workspace: workspace, Nominal: "feeds " + hex.EncodeToString(h.Sum(nil))[:16], Zone: "UTC"}
		for _, place := range a.noticesFor(workspace) {
			m := present.In(a.languageOf(place), a.zoneOf(place)).FeedNotice(failing, again)
			if err := a.courier.Plan(ctx, run, place, m, nil, nil); err != nil {
				return err
			}
		}
	}
	if len(told)+len(over) == 0 {
		return nil
	}
	return a.store.Feeds.Tell(ctx, workspace, told, over, a.now())
}
