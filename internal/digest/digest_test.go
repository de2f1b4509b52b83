package digest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/topics"
	"briefbot/internal/digest"
	"briefbot/internal/store"
)

var nine = time.Date(2025, 1, 28, 9, 0, 0, 0, time.UTC)

// shelf keeps articles in memory, and hands out those that have come in by its clock.
type shelf struct {
	list []store.Placed
	now  time.Time
	err  error
}

func (s *shelf) Between(_ context.Context, span briefs.Span, feeds []string) ([]store.Placed, error) {
	var out []store.Placed
	for _, a := range s.list {
		in := !a.Published.Before(span.From) && a.Published.Before(span.To) && !a.Fetched.After(s.now)
		if in && (len(feeds) == 0 || slices.Contains(feeds, a.Feed)) {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b store.Placed) int { return a.Published.Compare(b.Published) })
	return out, s.err
}

// memory is what channels were shown, by workspace and place.
type memory struct {
	seen map[string]map[string]time.Time
	err  error
}

func (m *memory) Since(_ context.Context, workspace, place string, t time.Time) (articles, stories map[string]bool, err error) {
	articles = map[string]bool{}
	for id, at := range m.seen[workspace+" "+place] {
		if !at.Before(t) {
			articles[id] = true
		}
	}
	return articles, nil, m.err
}

// show notes that a channel was shown a digest, and returns what of it the channel had seen before.
func (m *memory) show(workspace, place string, d briefs.Digest, at time.Time) []string {
	key := workspace + " " + place
	if m.seen == nil {
		m.seen = map[string]map[string]time.Time{}
	}
	if m.seen[key] == nil {
		m.seen[key] = map[string]time.Time{}
	}
	var twice []string
	for _, id := range articles(d) {
		if _, ok := m.seen[key][id]; ok {
			twice = append(twice, id)
		}
		m.seen[key][id] = at
	}
	return twice
}

// articles returns the ids of all articles in a digest, those of the thread included.
func articles(d briefs.Digest) []string {
	var out []string
	for _, e := range append(slices.Clone(d.Stories), d.More...) {
		out = append(out, e.Lead.ID)
		for _, a := range e.Related {
			out = append(out, a.ID)
		}
	}
	return out
}

// article makes one that was published and came in so long before nine; its title shares no word with others.
func article(id, story, feed string, published, fetched time.Duration) store.Placed {
	return store.Placed{
		Article: briefs.Article{
			ID: id, URL: "https://example.org/" + id, Title: strings.ToUpper(id), Outlet: feed, Feed: feed, Language: "en", Published: nine.Add(-published),
		},
		Story: story, Fetched: nine.Add(-fetched),
	}
}

func desk(s *shelf, m *memory) digest.Desk {
	return digest.Desk{
		Articles: s, Shown: m, Topic: func([]string) *topics.Matcher { return nil }, Weight: func(string) int { return 3 },
	}
}

func TestMake(t *testing.T) {
	s := &shelf{now: nine, list: []store.Placed{
		article("old", "s0", "a", 30*time.Hour, 29*time.Hour),
		article("late", "s1", "a", 26*time.Hour, 2*time.Hour),
		article("one", "s2", "a", 20*time.Hour, 20*time.Hour),
		article("two", "s2", "b", 19*time.Hour, 19*time.Hour),
		article("alone", "", "b", 3*time.Hour, 3*time.Hour),
		article("fresh", "s3", "c", time.Hour, time.Hour),
		article("ahead", "s4", "c", -time.Hour, 0),
	}}
	day := digest.Request{Workspace: "w", Place: "p", Span: briefs.Span{From: nine.Add(-24 * time.Hour), To: nine}, Limit: 10}
	with := func(change func(*digest.Request)) digest.Request {
		r := day
		change(&r)
		return r
	}
	for _, c := range []struct {
		name          string
		request       digest.Request
		shown         []string
		want          []string // sorted
		stories, more int
		read, sources int
	}{
		{"the span", day, nil, []string{"alone", "fresh", "one", "two"}, 3, 0, 4, 3},
		{"late ones", with(func(r *digest.Request) { r.Late = true }), nil, []string{"alone", "fresh", "late", "one", "two"}, 4, 0, 5, 3},
		{"shown before", day, []string{"one", "fresh"}, []string{"alone", "two"}, 2, 0, 4, 3},
		{"again", with(func(r *digest.Request) { r.Again = true }), []string{"one", "fresh"}, []string{"alone", "fresh", "one", "two"}, 3, 0, 4, 3},
		{"another channel", with(func(r *digest.Request) { r.Place = "q" }), []string{"one"}, []string{"alone", "fresh", "one", "two"}, 3, 0, 4, 3},
		{"another workspace", with(func(r *digest.Request) { r.Workspace = "v" }), []string{"one"}, []string{"alone", "fresh", "one", "two"}, 3, 0, 4, 3},
		{"a limit", with(func(r *digest.Request) { r.Limit = 1 }), nil, []string{"alone", "fresh", "one", "two"}, 1, 2, 4, 3},
		{"feeds", with(func(r *digest.Request) { r.Feeds = []string{"b"} }), nil, []string{"alone", "two"}, 2, 0, 2, 1},
		{"all shown", day, []string{"alone", "fresh", "one", "two"}, nil, 0, 0, 4, 3},
	} {
		m := &memory{seen: map[string]map[string]time.Time{"w p": {}}}
		for _, id := range c.shown {
			m.seen["w p"][id] = nine.Add(-48 * time.Hour)
		}
		made, err := desk(s, m).Make(t.Context(), c.request)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := articles(made)
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if len(made.Stories) != c.stories || len(made.More) != c.more || made.Read != c.read || made.Sources != c.sources {
			t.Errorf("%s: %d stories and %d more, of %d articles from %d sources; want %d, %d, %d, %d",
				c.name, len(made.Stories), len(made.More), made.Read, made.Sources, c.stories, c.more, c.read, c.sources)
		}
		if made.Span != c.request.Span {
			t.Errorf("%s: the digest is of %v, want what was asked", c.name, made.Span)
		}
	}
}

func TestForgetting(t *testing.T) {
	s := &shelf{now: nine, list: []store.Placed{article("one", "s1", "a", time.Hour, time.Hour)}}
	m := &memory{seen: map[string]map[string]time.Time{"w p": {"one": nine.AddDate(0, 0, -61)}}}
	made, err := desk(s, m).Make(t.Context(), digest.Request{Workspace: "w", Place: "p", Span: briefs.Span{From: nine.Add(-24 * time.Hour), To: nine}, Limit: 5})
	if err != nil || len(made.Stories) != 1 {
		t.Errorf("what was shown 61 days ago still counts: %d stories (%v)", len(made.Stories), err)
	}
}

func TestFailures(t *testing.T) {
	broken := errors.New("broken")
	request := digest.Request{Workspace: "w", Place: "p", Span: briefs.Span{From: nine.Add(-time.Hour), To: nine}}
	if _, err := desk(&shelf{err: broken}, &memory{}).Make(t.Context(), request); !errors.Is(err, broken) {
		t.Errorf("articles: %v", err)
	}
	if _, err := desk(&shelf{}, &memory{err: broken}).Make(t.Context(), request); !errors.Is(err, broken) {
		t.Errorf("what was shown: %v", err)
	}
	request.Again = true
	if _, err := desk(&shelf{}, &memory{err: broken}).Make(t.Context(), request); err != nil {
		t.Errorf("who shows all again need not know what was shown: %v", err)
	}
}

// TestNeverTwice runs digests one after the other, of any lengths and while articles keep coming in late: no channel sees an article
// twice, and none misses one that came in before it was too late.
func TestNeverTwice(t *testing.T) {
	const tooLate = 6 * time.Hour // the desk looks back at least so far
	rapid.Check(t, func(t *rapid.T) {
		s, m := &shelf{}, &memory{}
		for i := range rapid.IntRange(0, 30).Draw(t, "articles") {
			published := time.Duration(rapid.IntRange(0, 96).Draw(t, "published")) * time.Hour
			lag := time.Duration(rapid.IntRange(0, 48).Draw(t, "lag")) * time.Hour
			story := rapid.SampledFrom([]string{"", "s1", "s2", "s3"}).Draw(t, "story")
			s.list = append(s.list, article(fmt.Sprintf("a%d", i), story, "feed", published, published-lag))
		}
		at := nine.Add(-100 * time.Hour)
		for at.Before(nine) {
			from := at
			at = at.Add(time.Duration(rapid.IntRange(1, 40).Draw(t, "hours")) * time.Hour)
			s.now = at
			for _, place := range []string{"p", "q"} {
				made, err := desk(s, m).Make(context.Background(), digest.Request{
					Workspace: "w", Place: place, Span: briefs.Span{From: from, To: at}, Late: true, Limit: rapid.IntRange(1, 5).Draw(t, "limit"),
				})
				if err != nil {
					t.Fatal(err)
				}
				if twice := m.show("w", place, made, at); len(twice) > 0 {
					t.Fatalf("%s sees %v twice", place, twice)
				}
			}
		}
		for _, a := range s.list {
			lag := a.Fetched.Sub(a.Published)
			_, seen := m.seen["w p"][a.ID]
			if !seen && lag <= tooLate && a.Published.Before(at) && !a.Fetched.After(at) {
				t.Errorf("%s, published at %v and here %v later, was never shown", a.ID, a.Published, lag)
			}
		}
	})
}
