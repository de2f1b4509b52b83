package keeping

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/datatest"
	"briefbot/internal/factfile"
	"briefbot/internal/starter"
	"briefbot/internal/store"
	"briefbot/internal/store/storetest"
)

var noon = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)

const ours, rivals = "slack:T1", "discord:9"

var ann = facts.Editor{Workspace: ours, By: "slack:T1/U1"}

// world is a shelf over a database, with the files' vocabulary.
type world struct {
	*Shelf
	store *store.Store
	words *factfile.Vocabulary
}

// starterBook returns the built-in facts, or none of them.
func starterBook(t testing.TB, with bool) (*config.Starter, *facts.Book) {
	t.Helper()
	s, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	book, err := starter.Book(s)
	if err == nil && !with {
		book, err = facts.New(starter.Entities(s), starter.Markets(s), starter.Metrics(s), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, book
}

func open(t testing.TB, at string, withStarter bool) *world {
	t.Helper()
	s, book := starterBook(t, withStarter)
	db, err := store.Open(context.Background(), at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	shelf, err := Open(context.Background(), book, db.Facts, func() time.Time { return noon }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return &world{shelf, db, factfile.NewVocabulary(s, book)}
}

// given returns the table of facts that were seen in print.
func (w *world) given(t testing.TB) Source {
	t.Helper()
	data, err := os.ReadFile(datatest.Dir(t, "facts", "facts.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return w.table(t, data)
}

func (w *world) table(t testing.TB, data []byte) Source {
	t.Helper()
	rows, err := w.words.ReadTable(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return Source{By: "file:facts.csv", Rows: rows}
}

func (w *world) mustImport(t testing.TB, src Source) Import {
	t.Helper()
	got, err := w.Import(t.Context(), src, false)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// all returns every fact that a workspace may be told, by id.
func (w *world) all(workspace string) []briefs.Fact {
	var out []briefs.Fact
	for f := range w.Book(workspace).Facts {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b briefs.Fact) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	return out
}

var exact = cmp.AllowUnexported(briefs.Decimal{})

func counts(i Import) [7]int {
	return [7]int{i.Read, i.New, i.Corroborate, i.Revise, i.Conflict, i.Known, i.Bad}
}

func TestImportGiven(t *testing.T) {
	for name, c := range map[string]struct {
		starter     bool
		first, then [7]int
	}{
		"into nothing":       {false, [7]int{491, 456, 32, 1, 2, 0, 0}, [7]int{491, 0, 0, 0, 0, 491, 0}},
		"beside the starter": {true, [7]int{491, 0, 0, 0, 0, 491, 0}, [7]int{491, 0, 0, 0, 0, 491, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, store.Memory, c.starter)
			dry, err := w.Import(t.Context(), w.given(t), true)
			if last, _ := w.store.Facts.Last(t.Context()); err != nil || last != 0 || counts(dry) != c.first {
				t.Errorf("a dry run: %v, keeps %d, %v", counts(dry), last, err)
			}
			if got := w.mustImport(t, w.given(t)); counts(got) != c.first {
				t.Errorf("the first time: %v, want %v", counts(got), c.first)
				for _, r := range got.Rows {
					if c.starter && r.Verdict.Keep() {
						t.Logf("line %d: %s %s %v", r.Line, r.Verdict.Outcome, r.Verdict.Against, r.Verdict.Doubts)
					}
				}
			}
			if got := w.mustImport(t, w.given(t)); counts(got) != c.then {
				t.Errorf("the second time: %v, want %v", counts(got), c.then)
			}
		})
	}
}

func TestBadRowsKeepNothing(t *testing.T) {
	w := open(t, store.Memory, false)
	src := w.given(t)
	src.Rows[3].Err = errors.New("value is no number")
	got, err := w.Import(t.Context(), src, false)
	if !errors.Is(err, ErrBadRows) || got.Bad != 1 || got.Read != 491 || w.Book("").Len() != 0 {
		t.Errorf("%v, %v, %d facts", counts(got), err, w.Book("").Len())
	}
	if last, _ := w.store.Facts.Last(t.Context()); last != 0 {
		t.Errorf("%d records are kept", last)
	}
}

// edited changes this and that in a team's facts and in the shared ones.
func (w *world) edited(t *testing.T) {
	t.Helper()
	nobody := facts.Editor{By: "slack:T1/U1"}
	value, _ := briefs.ParseDecimal("8.25")
	id := config.FactID("F0077")
	if _, err := w.Fix(t.Context(), nobody, id, briefs.Quantity{Value: value, Unit: "percent"}, "a table has the decimals"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Rank(t.Context(), nobody, config.FactID("F0001"), briefs.Preferred, "first hand"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Review(t.Context(), nobody, config.FactID("F0002"), briefs.Rejected, `it "never" said so, {"x":1}`); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Rank(t.Context(), ann, config.FactID("F0003"), briefs.Deprecated, ""); err != nil {
		t.Fatal(err)
	}
}

// TestExportIsImportBackwards: what one store writes another reads as the same, after corrections, ranks, revisions and disputes.
func TestExportIsImportBackwards(t *testing.T) {
	from := open(t, store.Memory, false)
	from.mustImport(t, from.given(t))
	from.edited(t)
	t.Run("records", func(t *testing.T) {
		var file bytes.Buffer
		if err := factfile.WriteLines(&file, from.Export(t.Context(), nil)); err != nil {
			t.Fatal(err)
		}
		to := open(t, filepath.Join(t.TempDir(), "b.db"), false)
		rows, err := factfile.ReadLines(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		to.mustImport(t, Source{By: "file:x", Records: true, Rows: rows})
		for _, workspace := range []string{"", ours, rivals} {
			if diff := cmp.Diff(from.all(workspace), to.all(workspace), exact); diff != "" {
				t.Errorf("%q: %s", workspace, diff)
			}
		}
		was, _ := from.History(t.Context(), ours, config.FactID("F0077"))
		is, err := to.History(t.Context(), ours, config.FactID("F0077"))
		for i := range was {
			was[i].Seq, is[i].Seq = 0, 0
		}
		if diff := cmp.Diff(was, is, exact); diff != "" || err != nil {
			t.Errorf("its history: %v %s", err, diff)
		}
		var again bytes.Buffer
		if err := factfile.WriteLines(&again, to.Export(t.Context(), nil)); err != nil || again.String() != file.String() {
			t.Errorf("exported again it differs (%v)", err)
		}
		if got := to.mustImport(t, Source{By: "file:x", Records: true, Rows: rows}); got.Known != got.Read {
			t.Errorf("imported again: %v", counts(got))
		}
	})
	t.Run("table", func(t *testing.T) {
		for _, workspace := range []string{"", ours} {
			want := from.all(workspace)
			var file bytes.Buffer
			if err := from.words.WriteTable(&file, want); err != nil {
				t.Fatal(err)
			}
			rows, err := from.words.ReadTable(bytes.NewReader(file.Bytes()))
			if err != nil || len(rows) != len(want) {
				t.Fatalf("%d rows, want %d, %v", len(rows), len(want), err)
			}
			if workspace == "" {
				to := open(t, store.Memory, false)
				to.mustImport(t, Source{By: "file:x", Rows: rows})
				if diff := cmp.Diff(want, to.all(""), exact); diff != "" {
					t.Errorf("imported elsewhere: %s", diff)
				}
			}
			for i, r := range rows {
				if diff := cmp.Diff(want[i], r.Record.Fact, exact); diff != "" || r.Err != nil {
					t.Errorf("%s: %v %s", want[i].ID, r.Err, diff)
				}
			}
		}
	})
}

// TestCorrectionsGuard: a corrected value does not come back with its row, nor as news from another page.
func TestCorrectionsGuard(t *testing.T) {
	w := open(t, store.Memory, false)
	w.mustImport(t, w.given(t))
	if _, err := w.Rank(t.Context(), facts.Editor{By: "x"}, config.FactID("F0077"), briefs.Preferred, "so written into the file"); err != nil {
		t.Fatal(err)
	}
	var old bytes.Buffer
	if err := w.words.WriteTable(&old, w.all("")); err != nil {
		t.Fatal(err)
	}
	w.edited(t)
	now := w.all("")
	w.mustImport(t, w.table(t, old.Bytes()))
	if f, _ := w.Book("").Fact(config.FactID("F0077")); f.Review != briefs.Rejected {
		t.Errorf("an old file brings back what was corrected: %s", f.Review)
	}
	if diff := cmp.Diff(now, w.all(""), exact); diff != "" {
		t.Logf("an old file decides: %s", diff)
	}
	got := w.mustImport(t, w.given(t))
	if counts(got) != [7]int{491, 0, 0, 0, 0, 491, 0} {
		t.Errorf("the same file again: %v", counts(got))
	}
	row := w.given(t).Rows[76] // F0077
	if row.Record.Fact.Row != "F0077" {
		t.Fatalf("row %s", row.Record.Fact.Row)
	}
	row.Record.Fact.Row, row.Record.Fact.Sources = "elsewhere", slices.Clone(row.Record.Fact.Sources)
	row.Record.Fact.Sources[0].URL = "https://copy.example.org/"
	got = w.mustImport(t, Source{By: "file:copy.csv", Rows: []factfile.Row{row}})
	v := got.Rows[0].Verdict
	if got.Conflict != 1 || v.Fact.Review != briefs.Candidate || v.Doubts[0].Code != facts.RuledOut {
		t.Errorf("another page with the wrong value: %v, %s, %v", counts(got), v.Fact.Review, v.Doubts)
	}
	a, _ := w.Book("").Best(facts.Query{Subject: "baidu-ai-cloud", Metric: facts.Share, Market: "m-cn-infra", Period: briefs.QuarterOf(2021, 3)})
	if a.Fact.Quantity.Value.String() != "8.25" {
		t.Errorf("the answer is %s", a.Fact.Quantity.Value)
	}
}

// TestTeamsAreApart: what a team adds, corrects or ranks is told to its people alone.
func TestTeamsAreApart(t *testing.T) {
	w := open(t, filepath.Join(t.TempDir(), "b.db"), true)
	id := config.FactID("F0054")
	before := w.all("")
	if _, err := w.Rank(t.Context(), ann, id, briefs.Deprecated, "ours is better"); err != nil {
		t.Fatal(err)
	}
	f, _ := w.Book("").Fact(id)
	f.Sources = []briefs.Source{{Publisher: "Our own desk", URL: "https://desk.example.org"}}
	added, err := w.Add(t.Context(), ann, f)
	if err != nil || len(added.After.ID) <= 5 {
		t.Fatalf("%q, %v", added.After.ID, err)
	}
	for _, workspace := range []string{"", rivals, "slack:T10", "slack:"} {
		if diff := cmp.Diff(before, w.all(workspace), exact); diff != "" {
			t.Errorf("%q: %s", workspace, diff)
		}
		if _, err := w.History(t.Context(), workspace, added.After.ID); !errors.Is(err, facts.ErrNoFact) {
			t.Errorf("%q sees the history of it: %v", workspace, err)
		}
		if _, err := w.Undo(t.Context(), facts.Editor{Workspace: workspace, By: ann.By}, added.Change); !errors.Is(err, facts.ErrNoChange) {
			t.Errorf("%q undoes it: %v", workspace, err)
		}
	}
	if got, _ := w.Book(ours).Fact(id); got.Rank != briefs.Deprecated || w.Book(ours).Len() != len(before)+1 {
		t.Errorf("the team has %d facts, and its own rank is %v", w.Book(ours).Len(), got.Rank)
	}
}

func TestUndo(t *testing.T) {
	w := open(t, store.Memory, true)
	before := w.all(ours)
	id := config.FactID("F0054")
	steps := []func() (facts.Edited, error){
		func() (facts.Edited, error) { return w.Rank(t.Context(), ann, id, briefs.Preferred, "because") },
		func() (facts.Edited, error) {
			return w.Fix(t.Context(), ann, id, briefs.Quantity{Value: briefs.DecimalOf(365, 1), Unit: "percent"}, "typo")
		},
	}
	for i, do := range steps {
		if out, err := do(); err != nil || out.Change == "" {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	for range steps {
		if _, err := w.Undo(t.Context(), ann, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Undo(t.Context(), ann, ""); !errors.Is(err, facts.ErrNoChange) {
		t.Errorf("undone more than was done: %v", err)
	}
	after := slices.DeleteFunc(w.all(ours), func(f briefs.Fact) bool { return f.Reason == "Withdrawn" && f.Review == briefs.Rejected })
	if diff := cmp.Diff(before, after, exact); diff != "" {
		t.Error(diff)
	}
	ranked, err := w.Rank(t.Context(), ann, id, briefs.Deprecated, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Rank(t.Context(), facts.Editor{Workspace: ours, By: "slack:T1/U2"}, id, briefs.Preferred, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Undo(t.Context(), ann, ranked.Change); !errors.Is(err, facts.ErrChangedSince) {
		t.Errorf("undoing what somebody else has changed since: %v", err)
	}
	if _, err := w.Rank(t.Context(), ann, id, briefs.Preferred, ""); !errors.Is(err, facts.ErrNothing) {
		t.Errorf("the same rank again: %v", err)
	}
	if _, err := w.Rank(t.Context(), ann, "FZZZZ", briefs.Preferred, ""); !errors.Is(err, facts.ErrNoFact) {
		t.Errorf("a fact that there is not: %v", err)
	}
	history, err := w.History(t.Context(), ours, id)
	if err != nil || len(history) != 7 || history[0].By != Starter {
		t.Errorf("%d records, %v", len(history), err)
	}
}

// TestUndoImport: an import is one change; what it closed is open again, and its file can be imported once more.
func TestUndoImport(t *testing.T) {
	w := open(t, store.Memory, false)
	got := w.mustImport(t, w.given(t))
	if _, err := w.Undo(t.Context(), facts.Editor{By: "file:facts.csv"}, got.Change); err != nil {
		t.Fatal(err)
	}
	for _, f := range w.all("") {
		if f.Review != briefs.Rejected {
			t.Fatalf("%s is still %s", f.ID, f.Review)
		}
	}
	if again := w.mustImport(t, w.given(t)); counts(again) != counts(got) {
		t.Errorf("imported again: %v, at first %v", counts(again), counts(got))
	}
}

// TestReplicasSeeChanges: what one process changes, others on the database answer within two seconds, and teams stay apart.
func TestReplicasSeeChanges(t *testing.T) {
	for name, at := range map[string]func(t *testing.T) string{
		"file": func(t *testing.T) string { return filepath.Join(t.TempDir(), "b.db") }, "postgres": func(t *testing.T) string { return storetest.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			place := at(t)
			a, b := open(t, place, true), open(t, place, true)
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan error)
			go func() { done <- b.Serve(ctx, Every) }()
			id := config.FactID("F0054")
			if _, err := a.Rank(t.Context(), ann, id, briefs.Preferred, ""); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			for f, _ := b.Book(ours).Fact(id); f.Rank != briefs.Preferred; f, _ = b.Book(ours).Fact(id) {
				if time.Since(began) > 10*time.Second {
					t.Fatal("the other replica does not see it")
				}
				time.Sleep(10 * time.Millisecond)
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("the other replica saw it after %v", took)
			}
			if f, _ := b.Book(rivals).Fact(id); f.Rank != briefs.Normal {
				t.Errorf("the others see it as well")
			}
			if _, err := b.Rank(t.Context(), ann, id, briefs.Deprecated, ""); err != nil { // a does not know yet that it may not know
				t.Fatal(err)
			}
			if _, err := a.Undo(t.Context(), ann, ""); err != nil {
				t.Fatal(err)
			}
			if f, _ := a.Book(ours).Fact(id); f.Rank != briefs.Preferred {
				t.Errorf("undone on the other replica it is %v", f.Rank)
			}
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRestart: a shelf that is opened again answers as the one before, whichever way it is built.
func TestRestart(t *testing.T) {
	for _, withStarter := range []bool{true, false} {
		at := filepath.Join(t.TempDir(), "b.db")
		w := open(t, at, withStarter)
		w.mustImport(t, w.given(t))
		w.edited(t)
		if err := w.rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		again := open(t, at, withStarter)
		for _, workspace := range []string{"", ours, rivals} {
			if diff := cmp.Diff(w.all(workspace), again.all(workspace), exact); diff != "" {
				t.Errorf("%v %q: %s", withStarter, workspace, diff)
			}
		}
		if shared, own := again.Size(); shared < 491 || own != 1 {
			t.Errorf("%d shared, %d of teams", shared, own)
		}
	}
}

// TestApprovalRulesOutWhatItContradicts approves a disputed value: the other of the same publisher goes, in one change that can be undone.
func TestApprovalRulesOutWhatItContradicts(t *testing.T) {
	w := open(t, store.Memory, false)
	q := briefs.QuarterOf(2024, 4)
	first, err := w.Add(t.Context(), ann, shareOf(t, q, "36"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := w.Add(t.Context(), ann, shareOf(t, q, "39.1"))
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Book(ours).Pending(); other.After.Review != briefs.Disputed || len(got) == 0 {
		t.Fatalf("a contradiction is %s; pending: %v", other.After.Review, got)
	}
	done, err := w.Review(t.Context(), ann, other.After.ID, briefs.Approved, "read in the report")
	if err != nil || len(done.Records) < 2 {
		t.Fatalf("approved: %v, %+v", err, done.Records)
	}
	reviews := func() (of [2]briefs.Review) {
		for i, id := range []string{first.After.ID, other.After.ID} {
			f, _ := w.Book(ours).Fact(id)
			of[i] = f.Review
		}
		return of
	}
	if got := reviews(); got != [2]briefs.Review{briefs.Rejected, briefs.Approved} {
		t.Errorf("after the ruling: %v", got)
	}
	if _, err := w.Review(t.Context(), ann, other.After.ID, briefs.Approved, "again"); !errors.Is(err, facts.ErrNothing) {
		t.Errorf("approved twice: %v", err)
	}
	if _, err := w.Undo(t.Context(), ann, done.Change); err != nil {
		t.Fatal(err)
	}
	if got := reviews(); got != [2]briefs.Review{briefs.Approved, briefs.Disputed} && got != [2]briefs.Review{briefs.Disputed, briefs.Disputed} {
		t.Errorf("after undoing: %v", got)
	}
}

// shareOf is a vendor's share of a quarter as one firm measured it.
func shareOf(t *testing.T, q briefs.Period, percent string) briefs.Fact {
	t.Helper()
	value, err := briefs.ParseDecimal(percent)
	if err != nil {
		t.Fatal(err)
	}
	return briefs.Fact{
		Subject: "alibaba-cloud", Metric: facts.Share, Market: "m-cn-infra", Geography: "geo:cn", Period: q, Nature: briefs.Estimate, Review: briefs.Approved,
		Quantity: briefs.Quantity{Value: value, Unit: "percent"}, Known: briefs.Span{From: noon},
		Sources: []briefs.Source{{Publisher: "Canalys", Title: "A report", URL: "https://report.example/" + percent}},
	}
}
