package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/related"
	"briefbot/internal/feed"
	"briefbot/internal/page"
	"briefbot/internal/store"
)

const (
	pageBody   = 5 << 20          // bytes of a page at most
	pageTime   = 10 * time.Second // for one page in all
	pageApart  = 2 * time.Second  // between two pages of one host
	pagesMost  = 12               // pages read of what one fetch of a feed brings
	pagesTime  = 40 * time.Second // for all of them: grouping waits for it
	pagesAge   = 48 * time.Hour   // what is older is in no digest any more
	pagesEvery = 10 * time.Minute // between two looks for pages that are to be asked for again
	pagesAgain = 30               // pages asked for again in one look
)

// newPages returns what reads the pages of articles, behind the address guard and as the sites want it.
func newPages(k *core) *page.Reader {
	o := fetcherOptions(k.config, k.now)
	o.Accept, o.Limits, o.Spacing = page.Accept, feed.Limits{Body: pageBody, Time: pageTime}, pageApart
	return page.NewReader(feed.NewFetcher(o), k.now)
}

// look reads the pages of new articles whose sources ask for it, as far as a digest could show them, and completes their texts. What cannot
// be read is grouped by what its feed says.
func (r *reader) look(ctx context.Context, added []briefs.Article) {
	if !slices.ContainsFunc(added, func(a briefs.Article) bool { _, ok := r.core.reads(a.Feed); return ok }) {
		return
	}
	within, cancel := context.WithTimeout(ctx, pagesTime)
	defer cancel()
	var kept []store.ReadPage
	wanted := r.core.wanted()
	asked := 0
	for i := range added {
		a := &added[i]
		s, ok := r.core.reads(a.Feed)
		if !ok || asked == pagesMost || a.URL == "" || a.Published.Before(r.core.now().Add(-pagesAge)) || related.IsRoundUp(a.Title) || !wanted(*a) {
			continue
		}
		asked++
		p, err := r.pages.Fetch(within, a.URL, page.Options{Zone: s.location()})
		if err == nil && !tells(p, a.Title) {
			err = errors.New("it does not tell what the headline says")
		}
		if err != nil {
			r.core.log.Info("the page of an article was not read", "source", s.name, "article", a.ID, "reason", err)
			continue
		}
		if len(p.Text) > len(a.Text) {
			a.Text = p.Text
		}
		kept = append(kept, readPage(a.ID, p))
	}
	if err := r.articles.KeepPages(ctx, r.core.now(), kept); err != nil && ctx.Err() == nil {
		r.core.log.Error("what was read of pages could not be kept", "pages", len(kept), "error", err)
	}
}

// reads returns the source of a feed whose articles' pages are read; false when they are not.
func (k *core) reads(url string) (source, bool) {
	read := k.sourced().read
	i := slices.IndexFunc(read, func(s source) bool { return s.url == url && s.pages })
	if i < 0 {
		return source{}, false
	}
	return read[i], true
}

// wanted returns which articles some schedule could show, by its topics and filters.
func (k *core) wanted() func(a briefs.Article) bool {
	var means []func(a briefs.Article) bool
	known := map[string]bool{} // most schedules want the same
	fresh := func(parts ...string) bool {
		key := strings.Join(parts, "\n")
		defer func() { known[key] = true }()
		return !known[key]
	}
	for _, p := range k.scheduled().list {
		if fresh(p.topics...) {
			matcher := k.desk.Topic(p.topics)
			means = append(means, func(a briefs.Article) bool {
				if matcher == nil {
					return true
				}
				ok, _ := matcher.Match(a)
				return ok
			})
		}
		for _, w := range p.workspaces() {
			if !fresh(append([]string{"in", w}, p.topics...)...) {
				continue
			}
			if also := k.filter(w, p.topics); also != nil {
				means = append(means, func(a briefs.Article) bool { return also(a, 1) })
			}
		}
	}
	return func(a briefs.Article) bool {
		return slices.ContainsFunc(means, func(m func(briefs.Article) bool) bool { return m(a) })
	}
}

// tells reports whether a page is that of a headline: at least half of its words are there. Pages that ask for a consent or a
// password are not.
func tells(p page.Page, title string) bool {
	words := related.TitleWords(title)
	there := map[string]bool{}
	for _, w := range related.TitleWords(p.Title + "\n" + p.Text) {
		there[w] = true
	}
	found := 0
	for _, w := range words {
		if there[w] {
			found++
		}
	}
	return p.Text != "" && 2*found >= len(words)
}

// readPage is what is kept of a page.
func readPage(article string, p page.Page) store.ReadPage {
	out := store.ReadPage{Article: article, Text: p.Text}
	for _, l := range p.Related {
		if canonical, ok := briefs.CanonicalURL(l.URL); ok {
			out.Links = append(out.Links, store.PageLink{Address: canonical, URL: l.URL, Title: l.Title})
		}
	}
	return out
}

// watchPages asks again, until ctx ends, for pages of articles that channels were shown, whether they are still there.
func (r *reader) watchPages(ctx context.Context) error {
	ticker := time.NewTicker(r.every)
	defer ticker.Stop()
	for {
		if err := r.askAgain(ctx); err != nil && ctx.Err() == nil {
			r.core.log.Warn("pages could not be asked for again; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// askAgain looks once. When most of several pages of one site are gone at once the site is at fault, and nothing is concluded.
func (r *reader) askAgain(ctx context.Context) error {
	now := r.core.now()
	due, err := r.articles.PagesDue(ctx, now.Add(-corrected), now, pagesAgain)
	if err != nil {
		return err
	}
	missing, asked, gone := map[string]bool{}, map[string]int{}, map[string]int{}
	var answered []briefs.Article
	for _, a := range due {
		if _, ok := r.core.reads(a.Feed); !ok {
			continue
		}
		_, err := r.pages.Fetch(ctx, a.URL, page.Options{})
		if ctx.Err() != nil {
			return nil
		}
		answered = append(answered, a)
		asked[a.Feed]++
		if page.Gone(err) {
			missing[a.ID] = true
			gone[a.Feed]++
		}
	}
	for _, a := range answered {
		fault := asked[a.Feed] > 1 && 2*gone[a.Feed] > asked[a.Feed]
		withdrew, err := r.articles.Answered(ctx, now, a.ID, missing[a.ID] && !fault)
		if err != nil {
			return err
		}
		if withdrew {
			r.core.log.Info("an article is withdrawn: its page is gone", "article", a.ID, "source", a.Outlet)
			r.changed()
		}
	}
	return nil
}
