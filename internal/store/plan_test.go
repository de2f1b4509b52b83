package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/briefs"
)

// spy is a connection that notes the statements that pass.
type spy struct {
	driver.Conn
	notes *notes
}

type notes struct {
	mu   sync.Mutex
	list []note
}

type note struct {
	statement string
	args      []any
}

func (n *notes) add(statement string, args []driver.NamedValue) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var values []any
	for _, a := range args {
		values = append(values, a.Value)
	}
	n.list = append(n.list, note{statement, values})
}

func (s spy) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Rows, error) {
	s.notes.add(q, args)
	return s.Conn.(driver.QueryerContext).QueryContext(ctx, q, args)
}

func (s spy) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Result, error) {
	s.notes.add(q, args)
	return s.Conn.(driver.ExecerContext).ExecContext(ctx, q, args)
}

func (s spy) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	return s.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
}

// spied is a connector to a database whose statements are noted.
type spied struct {
	path  string
	under driver.Driver
	notes *notes
}

func (c spied) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.under.Open(dsn(c.path, false))
	return spy{conn, c.notes}, err
}

func (c spied) Driver() driver.Driver { return c.under }

// TestHotStatementsUseIndexes runs every statement that the bot runs again and again, and has the database explain how it
// finds its rows: none may read a whole table.
func TestHotStatementsUseIndexes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.db")
	s := open(t, path)
	seen := &notes{}
	db := sql.OpenDB(spied{path, s.db.write.Driver(), seen})
	defer db.Close()
	s.db.read, s.db.write = db, db
	s.db.prepare = false // the spy hears the texts

	ctx := context.Background()
	check := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	feeds := []string{"https://feed.example/rss"}
	check(s.Articles.Add(ctx, noon, []Item{item("https://a.example/1", "1", "One", noon)}))
	check(nil, s.Articles.Place(ctx, []Placement{{Article: briefs.ArticleID("https://a.example/1", "", "", ""), Published: noon, Story: "s", Names: []string{"alibaba"}}}))
	check(s.Articles.Since(ctx, noon, 5))
	check(s.Articles.Between(ctx, briefs.Span{From: noon, To: noon.Add(time.Hour)}, nil))
	check(s.Articles.Between(ctx, briefs.Span{From: noon, To: noon.Add(time.Hour)}, feeds))
	check(s.Articles.Unplaced(ctx, briefs.Span{From: noon, To: noon.Add(time.Hour)}, nil, noon))
	check(s.Articles.Unplaced(ctx, briefs.Span{From: noon, To: noon.Add(time.Hour)}, feeds, noon))
	check(s.Articles.Latest(ctx, "", noon, 5, nil))
	check(s.Articles.Latest(ctx, "alibaba", noon, 5, feeds))
	check(s.Articles.Story(ctx, "s", feeds))
	_, _, err := s.Articles.ByAddress(ctx, "https://a.example/1")
	check(nil, err)
	_, _, err = s.Articles.ByID(ctx, "a")
	check(nil, err)
	_, _, err = s.Articles.Newest(ctx)
	check(nil, err)
	check(s.Articles.Expire(ctx, noon))
	_, _, err = s.Feeds.Load(ctx, "u")
	check(nil, err)
	check(nil, s.Feeds.Save(ctx, FeedState{URL: "u", NextPoll: noon}))
	check(nil, s.Schedules.Save(ctx, ScheduleState{ScheduleID: morning}))
	check(nil, s.Schedules.Forget(ctx, morning))
	check(nil, s.Pauses.Put(ctx, Pause{ScheduleID: morning}))
	check(s.Pauses.Stop(ctx, Pause{ScheduleID: morning, Place: "p"}))
	check(s.Pauses.Of(ctx, morning))
	check(s.Pauses.End(ctx, morning, noon))
	check(nil, s.Pauses.Forget(ctx, morning))
	check(s.Runs.Start(ctx, parisRun))
	check(s.Runs.Unfinished(ctx))
	check(s.Runs.Of(ctx, "w", "m", 5))
	check(nil, s.Runs.End(ctx, parisRun))
	_, _, err = s.Runs.LastDone(ctx, "w", "m", "p", noon)
	check(nil, err)
	check(nil, s.Runs.Mark(ctx, parisRun, RunPlace{Place: "p", Outcome: Posted}))
	check(s.Runs.Places(ctx, parisRun))
	for _, of := range []string{"", "m"} {
		_, _, err = s.Runs.Recent(ctx, "w", of, 5)
		check(nil, err)
	}
	check(s.Runs.Parts(ctx, parisRun))
	check(s.Runs.Waiting(ctx, parisRun, "p", noon))
	check(s.Runs.Rejected(ctx, noon, 3))
	check(s.Runs.allRefused(ctx, &Rejected{ScheduleID: morning, Place: "p"}, 3))
	check(s.Runs.Expire(ctx, noon))
	check(s.Deliveries.Plan(ctx, noon, []Delivery{delivery(0)}, []ShownArticle{{Article: "a", Story: "s"}}))
	check(s.Deliveries.HasRun(ctx, "w", "m", "n", "z", "p"))
	check(s.Deliveries.OpenPlaces(ctx, noon))
	_, _, err = s.Deliveries.NextAt(ctx, "p", noon)
	check(nil, err)
	_, _, err = s.Deliveries.NextOpen(ctx, noon)
	check(nil, err)
	by, _, err := s.Deliveries.Acquire(ctx, "slack:T1/C1", "process", Sender{})
	check(nil, err)
	check(s.Deliveries.Sender(ctx, "slack:T1/C1"))
	check(s.Deliveries.Claim(ctx, by, delivery(0), Claim{At: noon, Since: noon}))
	check(true, s.Deliveries.Release(ctx, by))
	check(s.Deliveries.Held(ctx, "w", 5))
	check(s.Deliveries.Unnoticed(ctx, "w", noon, 5))
	check(s.Deliveries.Arrived(ctx, delivery(0), "", "", noon))
	check(s.Deliveries.Again(ctx, Delivery{Key: "k", State: Held}, "", noon))
	check(s.Deliveries.Settle(ctx, delivery(0), Outcome{State: Sent}))
	_, _, err = s.Deliveries.Get(ctx, "k")
	check(nil, err)
	check(s.Deliveries.OfRun(ctx, "w", "m", "n"))
	check(s.Deliveries.Expire(ctx, noon))
	check(s.Shown.Since(ctx, "w", "p", noon))
	check(s.Shown.Anchors(ctx, "w", "p", noon))
	check(s.Shown.Where(ctx, "w", "a"))
	check(s.Shown.Headlines(ctx, "w", []string{"a", "b"}))
	check(s.Deliveries.Closed(ctx, "k"))
	_, _, err = s.Deliveries.Current(ctx, delivery(0).Key)
	check(nil, err)
	check(s.Deliveries.Superseded(ctx, delivery(0)))
	check(s.Deliveries.Follow(ctx, noon, []Delivery{delivery(7)}, []ShownArticle{{Article: "f", Story: "s"}}, map[string]int{"k": 0}))
	check(s.Articles.Changes(ctx, noon))
	check(s.Articles.ChangesOf(ctx, "a"))
	check(s.Articles.Carried(ctx, "a"))
	check(s.StoryEdits.Of(ctx, "w"))
	check(nil, s.StoryEdits.Add(ctx, StoryEdit{Workspace: "w", ID: "E1", At: noon, Did: Muted, Story: "s"}))
	check(s.Shown.Expire(ctx, noon))
	s.Leases.alone = nil
	epoch, _, err := s.Leases.Acquire(ctx, "l", "a", time.Minute)
	check(nil, err)
	f := Fence{"l", "a", epoch}
	check(s.Leases.Renew(ctx, f, time.Minute))
	check(nil, s.Under(f).Schedules.Save(ctx, ScheduleState{ScheduleID: ScheduleID{"w", "m"}}))
	check(nil, s.Leases.Release(ctx, f))
	_, _, err = s.Leases.Get(ctx, "l")
	check(nil, err)
	check(nil, s.Instances.Beat(ctx, Instance{ID: "a"}))
	check(nil, s.Instances.Leave(ctx, "a"))
	check(s.Events.Claim(ctx, "a", "slack", "1"))
	check(nil, s.Events.Settle(ctx, "a", "slack", "1", true))
	check(nil, s.Events.Settle(ctx, "a", "slack", "1", false))
	check(s.Events.Expire(ctx))
	check(s.Counts(ctx, noon))
	_, _, err = s.Deliveries.At(ctx, "slack:T1", "slack:T1/C1/1.1")
	check(nil, err)
	check(s.Feeds.Told(ctx, "slack:T1"))
	check(nil, s.Feeds.Tell(ctx, "slack:T1", []string{"a"}, []string{"b"}, noon))
	check(s.Drafts.Open(ctx, "slack:T1", noon))

	noted := slices.Clone(seen.list)
	if len(noted) < 50 {
		t.Fatalf("%d statements were noted, want 50 or more", len(noted))
	}
	for _, n := range noted {
		for _, step := range planOf(t, db, n) {
			if wholeTable(n.statement, step) {
				t.Errorf("%s\nreads a whole table: %s", n.statement, step)
			}
		}
	}
}

// wholeTable reports whether a step reads or sorts more than it needs. Reading the whole of an index that holds open work alone
// is meant, and so is the first entry of one.
func wholeTable(statement, step string) bool {
	if strings.HasSuffix(strings.TrimRight(step, "0123456789 "), "SCALAR SUBQUERY") {
		return false // what it does follows as steps of their own
	}
	if strings.HasSuffix(statement, "ORDER BY due DESC LIMIT 1") || strings.HasSuffix(statement, "ORDER BY due DESC LIMIT $3") {
		return !strings.HasPrefix(step, "SEARCH")
	}
	if strings.HasSuffix(statement, "FROM articles ORDER BY published DESC LIMIT 1") {
		return step != "SCAN articles USING COVERING INDEX articles_published"
	}
	return strings.HasPrefix(step, "SCAN ") && !meant.MatchString(step)
}

var meant = regexp.MustCompile(`^SCAN (newest|opening|\(subquery-\d+\)|CONSTANT ROW|\w+ USING (COVERING )?INDEX (deliveries_open|deliveries_refused|deliveries_wrong|runs_unfinished))$`)

func planOf(t *testing.T, db *sql.DB, n note) []string {
	t.Helper()
	rows, err := db.Query("EXPLAIN QUERY PLAN "+n.statement, n.args...)
	if err != nil {
		t.Fatalf("%s: %v", n.statement, err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		out = append(out, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestReferencesHaveIndexes holds that removing a row does not read the whole of the tables that refer to it.
func TestReferencesHaveIndexes(t *testing.T) {
	s := open(t, Memory)
	scan := func(r row) (a [3]string, err error) { return a, r.Scan(&a[0], &a[1], &a[2]) }
	list, err := all(context.Background(), s.db, scan, `SELECT m.name, f."table", f."from" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`)
	if err != nil || len(list) < 2 {
		t.Fatal(list, err)
	}
	for _, ref := range list {
		plan := planOf(t, s.db.write, note{statement: fmt.Sprintf(`SELECT 1 FROM %s WHERE %s = 'x'`, ref[0], ref[2])})
		if !strings.HasPrefix(plan[0], "SEARCH") {
			t.Errorf("%s.%s refers to %s: %v", ref[0], ref[2], ref[1], plan)
		}
	}
}
