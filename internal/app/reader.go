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

	"golang.org/x/sync/errgroup"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/config"
	"briefbot/internal/feed"
	"briefbot/internal/page"
	"briefbot/internal/store"
)

// firstPoll is the time over which the first fetches of a new installation are spread, for each feed.
const firstPoll = 500 * time.Millisecond

const (
	// oldNews is how old an item without a date is taken to be when its feed is read for the first time.
	oldNews = 7 * 24 * time.Hour
	// overdue is how long after its time a feed is read at the latest when all goes well: they are read a few at a time.
	overdue = 3 * time.Minute
	// longestPause is longer than anything makes a feed wait: seven days of a server's Retry-After and what is added to that.
	longestPause = 9 * 24 * time.Hour
)

// reader polls the feeds and hands what they bring to the intake.
type reader struct {
	core    *core
	poller  *feed.Poller
	loaded  func()                            // is called when the states were read: runs may wait for that
	kept    func(language string, opens bool) // is called for each article that was placed, with whether it opens a story; may be nil
	pages   *page.Reader
	every   time.Duration // between two looks for pages that are to be asked for again
	changed func()        // is called when articles were withdrawn; may be nil

	// of the term under way; see restart
	feeds    *store.Feeds
	articles *store.Articles
	intake   *intake

	mu     sync.Mutex
	states map[string]feed.State // by the configured address; nil until they are read
}

func newReader(k *core, c *config.Config, opts feed.PollerOptions, loaded func()) *reader {
	r := &reader{core: k, loaded: loaded, pages: newPages(k), every: pagesEvery, feeds: k.store.Feeds, articles: k.store.Articles, intake: k.intake}
	opts.Parallel, opts.Now, opts.Log = c.Fetch.Parallel, k.now, k.log
	r.poller = feed.NewPoller(newFetcher(c, k.now), r, r.handle, opts)
	return r
}

// newFetcher returns the fetcher that a config asks for, behind the address guard.
func newFetcher(c *config.Config, now func() time.Time) *feed.Fetcher {
	return feed.NewFetcher(fetcherOptions(c, now))
}

func fetcherOptions(c *config.Config, now func() time.Time) feed.FetcherOptions {
	guard := feed.Guard{Loopback: c.Fetch.AllowLoopback}
	for _, p := range c.Fetch.Ports {
		guard.Ports = append(guard.Ports, uint16(p))
	}
	return feed.FetcherOptions{Client: guard.Client(), UserAgent: feed.UserAgent(Version, c.Fetch.Contact), Now: now, Interval: c.Fetch.Interval}
}

// restart forgets what it knows, before a term in which it writes to s.
func (r *reader) restart(s *store.Store) {
	r.feeds, r.articles, r.intake = s.Feeds, s.Articles, newIntake(s.Articles, r.core.names)
	r.intake.kept, r.intake.look = r.kept, r.look
	r.core.places.Store(r.intake)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.states = nil
}

// serve takes up the grouping of articles where the database has it, and polls until ctx ends.
func (r *reader) serve(ctx context.Context) error {
	if err := r.intake.resume(ctx, r.core.now()); err != nil {
		return unless(ctx, fmt.Errorf("take up the grouping of articles: %w", err))
	}
	states, err := r.core.feedStates(ctx)
	if err != nil {
		return unless(ctx, err)
	}
	r.mu.Lock()
	r.states = states
	r.mu.Unlock()
	r.loaded()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return unless(ctx, r.poller.Run(ctx)) })
	group.Go(func() error { return r.watchPages(ctx) })
	return group.Wait()
}

// unless returns the error, or nil when ctx has ended: then it is the end's.
func unless(ctx context.Context, err error) error {
	if ended(ctx) {
		return nil
	}
	return err
}

func ended(ctx context.Context) bool { return ctx.Err() != nil }

// feedStates reads what is remembered of the feeds, by the configured address. A feed of which it cannot be read is read anew.
func (k *core) feedStates(ctx context.Context) (map[string]feed.State, error) {
	kept, err := k.store.Feeds.All(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]feed.State{}
	for _, s := range kept {
		var st feed.State
		if err := json.Unmarshal(s.State, &st); err != nil || st.URL == "" {
			k.log.Warn("what is remembered of a feed cannot be read; it is read anew", "url", s.URL, "error", err)
			continue
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
	for _, s := range r.core.sourced().read {
		st, ok := r.states[s.url]
		if !ok {
			st = feed.NewState(s.url, now, firstPoll*time.Duration(len(r.core.sourced().read)))
			r.states[s.url] = st
		}
		if st.Due(now) || !st.Gone && ahead(st, now) {
			due = append(due, feed.Polled{Key: s.url, State: st, Source: feed.Source{Zone: s.location(), Language: s.language}})
		}
	}
	slices.SortStableFunc(due, func(a, b feed.Polled) int { return a.State.NextPoll.Compare(b.State.NextPoll) })
	return due[:min(len(due), limit)], nil
}

// ahead reports whether a state was written under a clock that has been set back since, so that its next poll means nothing.
func ahead(st feed.State, now time.Time) bool {
	soon := now.Add(time.Minute)
	return st.LastOK.After(soon) || st.FirstFailed.After(soon) || st.NextPoll.After(now.Add(longestPause))
}

// behind reports whether there are feeds that should have been read minutes ago, as after a start or a sleep of the machine.
func (r *reader) behind() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.states == nil {
		return true // they have not been read yet
	}
	due := r.core.now().Add(-overdue)
	return slices.ContainsFunc(r.core.sourced().read, func(s source) bool {
		st, ok := r.states[s.url]
		return ok && st.Due(due)
	})
}

// Save implements feed.States.
func (r *reader) Save(ctx context.Context, key string, st feed.State) error {
	text, err := json.Marshal(st)
	if err != nil {
		return err
	}
	if err := r.feeds.Save(ctx, store.FeedState{URL: key, NextPoll: st.NextPoll, State: text}); err != nil {
		return err
	}
	r.mu.Lock()
	r.states[key] = st
	r.mu.Unlock()
	return nil
}

// handle keeps what a fetch brought; a fetch that failed brought nothing.
func (r *reader) handle(ctx context.Context, p feed.Polled, result feed.Result, _ error) error {
	if result.Document == nil {
		return nil
	}
	read := r.core.sourced().read
	i := slices.IndexFunc(read, func(s source) bool { return s.url == p.Key })
	if i < 0 {
		return nil
	}
	from, now := read[i], r.core.now()
	undated := now
	if p.State.LastOK.IsZero() {
		undated = now.Add(-oldNews) // of a feed read for the first time nobody knows what is new
	}
	items := itemsOf(result.Document, from, now, undated)
	items = slices.DeleteFunc(items, func(it store.Item) bool { return it.Article.Published.Before(now.Add(-keepArticles)) })
	if p.State.LastOK.IsZero() {
		for i := range items { // what it held before it was read is no news, and nothing of it came in late
			items[i].Came, items[i].Backlog = items[i].Article.Published, !from.backfill
		}
	}
	n, err := r.intake.take(ctx, now, items)
	if err != nil {
		return err
	}
	if n > 0 {
		r.core.log.Info("new articles", "source", from.name, "count", n)
	}
	return r.delete(ctx, from, result.Document.Deleted)
}

// delete withdraws the articles of entries that a feed says it deleted.
func (r *reader) delete(ctx context.Context, from source, entries []string) error {
	if len(entries) == 0 {
		return nil
	}
	n, err := r.articles.Deleted(ctx, r.core.now(), from.url, entries)
	if err == nil && n > 0 {
		r.core.log.Info("articles are withdrawn: their feed says that it deleted them", "source", from.name, "count", n)
		r.changed()
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
