package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/config"
	"briefbot/internal/feed"
	"briefbot/internal/store"
)

// firstPoll is the time over which the first fetches of a new installation are spread, for each feed.
const firstPoll = 500 * time.Millisecond

// oldNews is how old an item without a date is taken to be when its feed is read for the first time.
const oldNews = 7 * 24 * time.Hour

// reader polls the feeds and hands what they bring to the intake.
type reader struct {
	core   *core
	poller *feed.Poller

	mu     sync.Mutex
	states map[string]feed.State // by the configured address
}

func newReader(k *core, c *config.Config, opts feed.PollerOptions) *reader {
	r := &reader{core: k, states: map[string]feed.State{}}
	opts.Parallel, opts.Now, opts.Log = c.Fetch.Parallel, k.now, k.log
	r.poller = feed.NewPoller(newFetcher(c, k.now), r, r.handle, opts)
	return r
}

// newFetcher returns the fetcher that a config asks for, behind the address guard.
func newFetcher(c *config.Config, now func() time.Time) *feed.Fetcher {
	guard := feed.Guard{Loopback: c.Fetch.AllowLoopback}
	for _, p := range c.Fetch.Ports {
		guard.Ports = append(guard.Ports, uint16(p))
	}
	return feed.NewFetcher(feed.FetcherOptions{
		Client: guard.Client(), UserAgent: feed.UserAgent(Version, c.Fetch.Contact), Now: now, Interval: c.Fetch.Interval,
	})
}

// serve polls until ctx ends.
func (r *reader) serve(ctx context.Context) error {
	states, err := r.core.feedStates(ctx)
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.states = states
	r.mu.Unlock()
	if err := r.poller.Run(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

// feedStates reads what is remembered of the feeds, by the configured address.
func (k *core) feedStates(ctx context.Context) (map[string]feed.State, error) {
	kept, err := k.store.Feeds.All(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]feed.State{}
	for _, s := range kept {
		var st feed.State
		if err := json.Unmarshal(s.State, &st); err != nil {
			return nil, fmt.Errorf("what is remembered of the feed %s cannot be read: %w", s.URL, err)
		}
		out[s.URL] = st
	}
	return out, nil
}

// Due implements feed.States.
func (r *reader) Due(_ context.Context, now time.Time, limit int) ([]feed.Polled, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var due []feed.Polled
	for _, s := range r.core.feeds {
		st, ok := r.states[s.url]
		if !ok {
			st = feed.NewState(s.url, now, firstPoll*time.Duration(len(r.core.feeds)))
			r.states[s.url] = st
		}
		if st.Due(now) {
			due = append(due, feed.Polled{Key: s.url, State: st, Source: feed.Source{Zone: s.location(), Language: s.language}})
		}
	}
	slices.SortStableFunc(due, func(a, b feed.Polled) int { return a.State.NextPoll.Compare(b.State.NextPoll) })
	return due[:min(len(due), limit)], nil
}

// Save implements feed.States.
func (r *reader) Save(ctx context.Context, key string, st feed.State) error {
	text, err := json.Marshal(st)
	if err != nil {
		return err
	}
	if err := r.core.store.Feeds.Save(ctx, store.FeedState{URL: key, NextPoll: st.NextPoll, State: text}); err != nil {
		return err
	}
	r.mu.Lock()
	r.states[key] = st
	r.mu.Unlock()
	return nil
}

// handle keeps what a fetch brought.
func (r *reader) handle(ctx context.Context, p feed.Polled, result feed.Result, err error) error {
	if err != nil || result.Document == nil {
		return nil
	}
	i := slices.IndexFunc(r.core.feeds, func(s source) bool { return s.url == p.Key })
	if i < 0 {
		return nil
	}
	now := r.core.now()
	undated := now
	if p.State.LastOK.IsZero() {
		undated = now.Add(-oldNews) // of a feed read for the first time nobody knows what is new
	}
	n, err := r.core.intake.take(ctx, now, itemsOf(result.Document, r.core.feeds[i], now, undated))
	if err == nil && n > 0 {
		r.core.log.Info("new articles", "source", r.core.feeds[i].name, "count", n)
	}
	return err
}

// itemsOf turns a document into what the store keeps. Items without a date get the one given. Items without a title are left
// out: there would be no headline to show.
func itemsOf(doc *feed.Document, s source, now, undated time.Time) []store.Item {
	identities := feed.Identify(doc.Items)
	out := make([]store.Item, 0, len(doc.Items))
	for i, it := range doc.Items {
		if it.Title == "" {
			continue
		}
		published := it.Published
		if published.IsZero() {
			published = undated
		} else if published.After(now) {
			published = now
		}
		out = append(out, store.Item{
			Article: briefs.Article{
				URL: it.URL, Title: it.Title, Outlet: cmp.Or(s.name, doc.Title), Feed: s.url,
				Language: languageOf(it.Title, s.language, doc.Language), Published: published, Summary: it.Summary, Text: it.Text,
			},
			ItemID: identities[i].ID, Canonical: identities[i].URL, NoAddress: identities[i].URL == "",
		})
	}
	return out
}

// languageOf returns the language of a headline: as it shows itself, else the source's, else the feed's. Latin letters of
// which nobody says anything are taken for English, which most are.
func languageOf(title, source, document string) string {
	if l := cmp.Or(lexicon.Language(title), source); l != "" {
		return l
	}
	if len(document) >= 2 {
		return strings.ToLower(document[:2])
	}
	if strings.ContainsFunc(title, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) {
		return ""
	}
	return "en"
}
