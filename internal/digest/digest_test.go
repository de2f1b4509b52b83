package digest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/topics"
	"briefbot/internal/store"
)

var nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// desk returns a desk over a database in memory that holds the given articles. Topic "all" wants everything.
func desk(t *testing.T, list ...store.Item) (Desk, *store.Store) {
	t.Helper()
	s, err := store.Open(context.Background(), store.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, it := range list {
		if _, err := s.Articles.Add(context.Background(), it.Came, []store.Item{it}); err != nil {
			t.Fatal(err)
		}
	}
	return Desk{
		Articles: s.Articles, Shown: s.Shown, Topic: func([]string) *topics.Matcher { return nil },
		Weight: func(_, feed string) int { return map[string]int{"heavy": 5, "light": 1}[feed] },
	}, s
}

// article is one that was published and came in so long before nine.
func article(title string, published, came time.Duration) store.Item {
	return store.Item{
		Article: briefs.Article{URL: "https://a.example/" + title, Title: title, Outlet: "A", Feed: "https://a.example/rss", Language: "en", Published: nine.Add(-published)},
		Came:    nine.Add(-came),
	}
}

func titles(d briefs.Digest) string {
	var out []string
	for _, e := range d.Stories {
		out = append(out, e.Lead.Title)
	}
	return strings.Join(out, " ")
}

func day(late bool) Request {
	return Request{Workspace: "slack:T1", Place: "slack:T1/C1", Span: briefs.Span{From: nine.Add(-24 * time.Hour), To: nine}, Late: late}
}

// TestEachArticleHasOneChance says which digest of a daily schedule takes an article, by when it was published and came in.
func TestEachArticleHasOneChance(t *testing.T) {
	const h = time.Hour
	for _, c := range []struct {
		name            string
		published, came time.Duration // before nine today
		today, tomorrow bool
	}{
		{"of the night", 3 * h, 3 * h, true, false},
		{"as the span begins", 24 * h, 24 * h, true, false},
		{"of the day before", 25 * h, 25 * h, false, false},
		{"just before the run, read after it", 30 * time.Second, -5 * time.Minute, true, true}, // it was there when nobody had read it
		{"as the run is due", 0, 0, false, true},
		{"published before the last run and read after it", 25 * h, 23 * h, true, false},
		{"of yesterday's date without a time, read in yesterday's afternoon", 33 * h, 17 * h, true, false},
		{"of an outlet that was unreachable for a day", 50 * h, 2 * h, true, false},
		{"of an outlet that was unreachable for three days", 90 * h, 2 * h, false, false},
		{"old, of a feed that was read for the first time", 30 * h, 30 * h, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, _ := desk(t, article("x", c.published, c.came))
			for _, run := range []struct {
				day  string
				at   time.Time
				want bool
			}{{"today", nine, c.today}, {"tomorrow", nine.Add(24 * h), c.tomorrow}} {
				r := day(true)
				r.Span = briefs.Span{From: run.at.Add(-24 * h), To: run.at}
				made, err := d.Make(context.Background(), r)
				if got := titles(made) == "x"; err != nil || got != run.want {
					t.Errorf("%s: chosen %v, %v, want %v", run.day, got, err, run.want)
				}
			}
		})
	}
}

// TestFirstDigestTakesNothingLate holds that a new schedule begins with its own span.
func TestFirstDigestTakesNothingLate(t *testing.T) {
	d, _ := desk(t, article("late", 30*time.Hour, time.Hour), article("fresh", 2*time.Hour, time.Hour))
	made, err := d.Make(context.Background(), day(false))
	if err != nil || titles(made) != "fresh" || made.Read != 1 {
		t.Errorf("%s, read %d, %v", titles(made), made.Read, err)
	}
}

// TestChannelsAreIndependent holds that what one channel saw is left out there, and nowhere else.
func TestChannelsAreIndependent(t *testing.T) {
	d, s := desk(t, article("seen", 2*time.Hour, time.Hour), article("new", 2*time.Hour, time.Hour))
	list, err := s.Articles.Between(context.Background(), briefs.Span{From: nine.Add(-24 * time.Hour), To: nine}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var was store.ShownArticle
	for _, a := range list {
		if a.Title == "seen" {
			was.Article = a.ID
		}
	}
	m := store.Delivery{Key: "k", Workspace: "slack:T1", Schedule: "m", Nominal: "n", Place: "slack:T1/C1", Payload: []byte(`{}`)}
	if _, err := s.Deliveries.Plan(context.Background(), nine, []store.Delivery{m}, []store.ShownArticle{was}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		workspace, place string
		again            bool
		want             int
	}{
		{"slack:T1", "slack:T1/C1", false, 1}, {"slack:T1", "slack:T1/C1", true, 2}, {"slack:T1", "slack:T1/C2", false, 2},
		{"slack:T2", "slack:T1/C1", false, 2}, {"discord:1", "discord:1/2", false, 2},
	} {
		r := day(true)
		r.Workspace, r.Place, r.Again = c.workspace, c.place, c.again
		made, err := d.Make(context.Background(), r)
		if err != nil || len(made.Stories) != c.want || made.Read != 2 || made.Sources != 1 {
			t.Errorf("%+v: %q, read %d of %d sources, %v", c, titles(made), made.Read, made.Sources, err)
		}
	}
}

// TestStoriesAreKeptTogether holds that articles of one story are one entry, and those without a story one each.
func TestStoriesAreKeptTogether(t *testing.T) {
	var items []store.Item
	for i := range 6 {
		items = append(items, article(fmt.Sprint("t", i), time.Duration(i+1)*time.Hour, time.Hour))
	}
	d, s := desk(t, items...)
	list, err := s.Articles.Between(context.Background(), briefs.Span{From: nine.Add(-24 * time.Hour), To: nine}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range list[:4] {
		if err := s.Articles.Place(context.Background(), []store.Placement{{Article: a.ID, Published: a.Published, Story: fmt.Sprint("s", i/3)}}); err != nil {
			t.Fatal(err)
		}
	}
	r := day(true)
	r.Limit = 3
	made, err := d.Make(context.Background(), r)
	if err != nil || len(made.Stories) != 3 || len(made.More) != 1 {
		t.Fatalf("%d stories and %d more, %v", len(made.Stories), len(made.More), err)
	}
	if made.Span != r.Span {
		t.Errorf("span %v, want the request's", made.Span)
	}
	sizes := map[int]int{}
	for _, e := range append(made.Stories, made.More...) {
		sizes[len(e.Story.Articles)]++
	}
	if sizes[3] != 1 || sizes[1] != 3 {
		t.Errorf("stories by size: %v", sizes)
	}
}

// broken fails as a database does.
type broken struct{ err error }

func (b broken) Between(context.Context, briefs.Span, []string) ([]store.Placed, error) {
	return nil, b.err
}

func (b broken) Since(context.Context, string, string, time.Time) ([]store.ShownArticle, error) {
	return nil, b.err
}

func TestTroubleIsReported(t *testing.T) {
	full := broken{errors.New("the disk is full")}
	d, _ := desk(t)
	for name, broke := range map[string]Desk{
		"articles": {Articles: full, Shown: d.Shown, Topic: d.Topic, Weight: d.Weight},
		"shown":    {Articles: d.Articles, Shown: full, Topic: d.Topic, Weight: d.Weight},
	} {
		if _, err := broke.Make(context.Background(), day(true)); !errors.Is(err, full.err) || !strings.HasPrefix(err.Error(), "digest: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
