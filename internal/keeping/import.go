package keeping

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/factfile"
)

// Import is what an import did or would do, with every row by its line.
type Import struct {
	Read        int // rows
	New         int // facts that nobody knew, beside others of the same or not
	Corroborate int // another page that prints what is known
	Revise      int // later vintages, and records that change what is known
	Conflict    int // rows that contradict what is known or raise a doubt: nobody is told before an editor has looked
	Known       int // rows that change nothing: their pages are known, or were ruled out
	Bad         int // rows that cannot be taken over
	Rows        []ImportedRow
	Change      string // the change that keeps them, for undoing; empty where nothing is kept
}

// ImportedRow is what became of one row.
type ImportedRow struct {
	Line    int
	Verdict facts.Verdict // of a row that is a fact
	Err     error         // why it is none
}

// Source is where an import comes from.
type Source struct {
	Workspace string // whose facts they are; empty: shared by all. Records say it themselves
	By        string // who imports: "file:facts.csv"
	Records   bool   // the rows are the store's records, as they are, rather than a table of what was read
	Rows      []factfile.Row
}

// ErrBadRows is the error of an import with rows that cannot be taken over: nothing of it is kept.
var ErrBadRows = errors.New("some rows are bad; nothing was imported")

// Import takes rows in as one change, all or none. A dry run keeps nothing and says what would be.
func (s *Shelf) Import(ctx context.Context, src Source, dry bool) (Import, error) {
	var out Import
	err := s.change(ctx, src.Workspace, func(book *facts.Book) ([]facts.Record, error) {
		var records []facts.Record
		var err error
		if src.Records {
			out, records, err = s.restore(ctx, book, src)
		} else {
			out, records = s.compare(book, src)
		}
		switch {
		case err != nil:
			return nil, err
		case out.Bad > 0 && !dry:
			return nil, ErrBadRows
		case dry || len(records) == 0:
			return nil, nil
		}
		out.Change = records[len(records)-1].Change
		return records, nil
	})
	return out, err
}

// compare takes the rows of a table one after the other, each compared with what is known and with the rows before it.
func (s *Shelf) compare(book *facts.Book, src Source) (Import, []facts.Record) {
	var out Import
	var records []facts.Record
	made := s.record(src.Workspace, src.By, facts.Imported, "")
	draft := book.Draft()
	for _, row := range src.Rows {
		out.Read++
		if row.Err == nil {
			row.Err = book.Check(&row.Record.Fact)
		}
		if row.Err != nil {
			out.Bad++
			out.Rows = append(out.Rows, ImportedRow{Line: row.Line, Err: row.Err})
			continue
		}
		v := compared(draft, row)
		if v.Keep() {
			if v.Against != v.Fact.ID {
				identify(&v.Fact, draft, src.Workspace)
			}
			draft.Put(v.Fact)
			records = append(records, of(made, v.Fact, facts.Imported, explained(v)))
			for _, g := range v.Changes {
				draft.Put(g)
				records = append(records, of(made, g, deed(v.Outcome), "against "+v.Fact.ID))
			}
		}
		out.count(v)
		out.Rows = append(out.Rows, ImportedRow{Line: row.Line, Verdict: v})
	}
	return out, records
}

// compared compares a row with what is known. What an editor has decided before it was written into its file is not decided anew; but
// what was ruled out here since does not come back.
func compared(draft *facts.Draft, row factfile.Row) facts.Verdict {
	f := row.Record.Fact
	v := draft.Compare(f)
	if !row.Decided || v.Outcome == facts.Guarded {
		return v
	}
	if v.Outcome != facts.Repeated {
		return facts.Verdict{Outcome: facts.Novel, Fact: f}
	}
	have, _ := draft.Fact(v.Against)
	f.ID = have.ID
	if !reflect.DeepEqual(have, f) {
		v.Outcome, v.Fact = facts.Revision, f
	}
	return v
}

// deed is what an outcome does to the facts that were known before.
func deed(o facts.Outcome) facts.Deed {
	if o == facts.Revision {
		return facts.Closed
	}
	return facts.Reviewed
}

func (i *Import) count(v facts.Verdict) {
	switch {
	case !v.Keep():
		i.Known++
	case len(v.Doubts) > 0:
		i.Conflict++
	case v.Outcome == facts.Corroborates:
		i.Corroborate++
	case v.Outcome == facts.Revision:
		i.Revise++
	case v.Outcome == facts.Novel, v.Outcome == facts.Coexists:
		i.New++
	default:
		i.Conflict++
	}
}

// explained says for editors why a fact was kept as it was.
func explained(v facts.Verdict) string {
	var parts []string
	if v.Outcome != facts.Novel {
		parts = append(parts, strings.TrimSpace(string(v.Outcome)+" "+v.Against))
	}
	for _, d := range v.Doubts {
		parts = append(parts, strings.TrimSpace(string(d.Code)+" "+d.Against))
	}
	return strings.Join(parts, "; ")
}

// The characters of ids: teams have longer ones, so that no later shared fact gets the same.
const (
	sharedID = 4
	teamID   = 6
)

// identify gives a fact the id of its row, unless it brings one of its own; a longer one where another fact has that already. A row that
// is known with other contents becomes another row.
func identify(f *briefs.Fact, draft *facts.Draft, workspace string) {
	shortest := sharedID
	if own := f.ID != config.FactID(f.Row); f.ID != "" && (own || workspace == "") {
		if _, taken := draft.Fact(f.ID); !taken {
			return
		}
	}
	if workspace != "" {
		shortest = teamID
	}
	row := f.Row
	for n := 1; ; n++ {
		if n > 1 {
			f.Row = fmt.Sprintf("%s#%d", row, n)
		}
		for characters := shortest; characters <= 2*teamID; characters++ {
			f.ID = config.LongFactID(f.Row, characters)
			other, taken := draft.Fact(f.ID)
			if !taken {
				return
			}
			if other.Row == f.Row {
				break
			}
		}
	}
}

// restore takes records over as they are: what one store has said, another says as well. Records that are there already are left out.
func (s *Shelf) restore(ctx context.Context, book *facts.Book, src Source) (Import, []facts.Record, error) {
	var out Import
	var records []facts.Record
	now := s.record(src.Workspace, src.By, facts.Imported, "")
	drafts := map[string]*facts.Draft{}
	for _, row := range src.Rows {
		out.Read++
		r := row.Record
		if row.Err == nil {
			row.Err = book.Check(&r.Fact)
		}
		if row.Err != nil {
			out.Bad++
			out.Rows = append(out.Rows, ImportedRow{Line: row.Line, Err: row.Err})
			continue
		}
		if drafts[r.Workspace] == nil {
			drafts[r.Workspace] = s.Book(r.Workspace).Draft()
		}
		r = completed(r, now)
		v, err := s.restored(ctx, drafts[r.Workspace], r)
		if err != nil {
			return out, nil, err
		}
		if v.Keep() {
			drafts[r.Workspace].Put(r.Fact)
			records = append(records, r)
		}
		out.count(v)
		out.Rows = append(out.Rows, ImportedRow{Line: row.Line, Verdict: v})
	}
	return out, records, nil
}

// completed returns a record with what it does not say itself.
func completed(r, now facts.Record) facts.Record {
	if r.At.IsZero() {
		r.At = now.At
	}
	if r.By == "" {
		r.By = now.By
	}
	if r.Did == "" {
		r.Did = now.Did
	}
	if r.Change == "" {
		r.Change = now.Change
	}
	return r
}

// restored says whether a record is new, changes a fact, or is there already.
func (s *Shelf) restored(ctx context.Context, draft *facts.Draft, r facts.Record) (facts.Verdict, error) {
	have, ok := draft.Fact(r.Fact.ID)
	v := facts.Verdict{Outcome: facts.Novel, Fact: r.Fact}
	if !ok {
		return v, nil
	}
	v.Outcome, v.Against = facts.Revision, r.Fact.ID
	if reflect.DeepEqual(have, r.Fact) {
		v.Outcome = facts.Repeated
		return v, nil
	}
	history, err := s.records.History(ctx, r.Workspace, r.Fact.ID)
	if err != nil {
		return v, err
	}
	for _, h := range history {
		if h.At.Equal(r.At) && h.Did == r.Did && h.By == r.By && reflect.DeepEqual(h.Fact, r.Fact) {
			v.Outcome = facts.Repeated
		}
	}
	return v, nil
}
