package keeping

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
)

// record begins the records of one change. Its name follows from who made it, when, and upon which state: no two are the same.
func (s *Shelf) record(workspace, by string, did facts.Deed, why string) facts.Record {
	at := s.now().UTC().Truncate(time.Millisecond)
	name := config.LongFactID(fmt.Sprintf("change %s %s %d %d", workspace, by, at.UnixMilli(), s.books.Load().seq), 7)
	return facts.Record{Workspace: workspace, Change: "c" + strings.ToLower(name[1:]), At: at, By: by, Did: did, Why: why}
}

// Add keeps a fact that an editor has read somewhere. It is compared as those of a file are.
func (s *Shelf) Add(ctx context.Context, e facts.Editor, f briefs.Fact) (facts.Edited, error) {
	var out facts.Edited
	err := s.change(ctx, e.Workspace, func(book *facts.Book) ([]facts.Record, error) {
		made := s.record(e.Workspace, e.By, facts.Added, "")
		f.Row = fmt.Sprintf("%s %s", e.By, made.At.Format(time.RFC3339Nano))
		f.ID = config.FactID(f.Row)
		if err := book.Check(&f); err != nil {
			return nil, err
		}
		draft := book.Draft()
		v := draft.Compare(f)
		if !v.Keep() {
			out = facts.Edited{Verdict: v, After: v.Fact}
			return nil, nil
		}
		identify(&v.Fact, draft, e.Workspace)
		out = facts.Edited{Change: made.Change, Verdict: v, After: v.Fact, Records: []facts.Record{of(made, v.Fact, facts.Added, explained(v))}}
		for _, g := range v.Changes {
			out.Records = append(out.Records, of(made, g, deed(v.Outcome), "against "+v.Fact.ID))
		}
		return out.Records, nil
	})
	return out, err
}

// of returns the record of one fact of a change.
func of(made facts.Record, f briefs.Fact, did facts.Deed, why string) facts.Record {
	made.Fact, made.Did, made.Why = f, did, why
	return made
}

// Fix puts a corrected quantity in place of a fact's. The wrong one is kept, rejected, as a guard: it does not come back by reading its
// page again. The corrected one is another fact, with the same sources.
func (s *Shelf) Fix(ctx context.Context, e facts.Editor, id string, q briefs.Quantity, why string) (facts.Edited, error) {
	return s.edit(ctx, e, id, func(made facts.Record, book *facts.Book, before briefs.Fact) (facts.Edited, error) {
		if reflect.DeepEqual(before.Quantity, q) {
			return facts.Edited{}, facts.ErrNothing
		}
		wrong, right := before, before
		right.Quantity, right.Review, right.Rank = q, briefs.Approved, briefs.Normal
		right.Row = fmt.Sprintf("%s %s", before.ID, made.At.Format(time.RFC3339Nano))
		right.ID, right.As = config.FactID(right.Row), nil // conversions were those of the wrong one
		identify(&right, book.Draft(), e.Workspace)
		wrong.Review, wrong.Rank, wrong.Reason = briefs.Rejected, briefs.Deprecated, "Corrected by "+right.ID
		if why != "" {
			wrong.Reason += ": " + why
		}
		return facts.Edited{Before: before, After: right, Records: []facts.Record{
			of(made, wrong, facts.Corrected, why), of(made, right, facts.Added, "corrects "+before.ID),
		}}, nil
	})
}

// Rank prefers, deprecates or puts back a fact.
func (s *Shelf) Rank(ctx context.Context, e facts.Editor, id string, rank briefs.Rank, why string) (facts.Edited, error) {
	return s.edit(ctx, e, id, func(made facts.Record, _ *facts.Book, before briefs.Fact) (facts.Edited, error) {
		after := before
		after.Rank, after.Reason = rank, why
		return changed(before, of(made, after, facts.Ranked, why))
	})
}

// Review approves, rejects or disputes a fact. Who approves one has ruled: those that it contradicts are rejected in the same change, and
// kept as guards.
func (s *Shelf) Review(ctx context.Context, e facts.Editor, id string, review briefs.Review, why string) (facts.Edited, error) {
	return s.edit(ctx, e, id, func(made facts.Record, book *facts.Book, before briefs.Fact) (facts.Edited, error) {
		if before.Review == review {
			return facts.Edited{}, facts.ErrNothing
		}
		out, err := changed(before, reviewed(made, before, review, why))
		if err != nil || review != briefs.Approved {
			return out, err
		}
		for _, rival := range book.Contested(id) {
			out.Records = append(out.Records, reviewed(made, rival, briefs.Rejected, "in favour of "+id))
		}
		return out, nil
	})
}

// reviewed is the record of a review. What spoke against a fact goes with its approval; why it was approved is for editors, in the record.
func reviewed(made facts.Record, f briefs.Fact, review briefs.Review, why string) facts.Record {
	switch f.Review = review; {
	case review == briefs.Approved:
		f.Reason = ""
	case why != "":
		f.Reason = why
	}
	return of(made, f, facts.Reviewed, why)
}

func changed(before briefs.Fact, r facts.Record) (facts.Edited, error) {
	if reflect.DeepEqual(before, r.Fact) {
		return facts.Edited{}, facts.ErrNothing
	}
	return facts.Edited{Before: before, After: r.Fact, Records: []facts.Record{r}}, nil
}

// edit changes one fact that the editor's people may be told.
func (s *Shelf) edit(ctx context.Context, e facts.Editor, id string, do func(facts.Record, *facts.Book, briefs.Fact) (facts.Edited, error)) (facts.Edited, error) {
	var out facts.Edited
	err := s.change(ctx, e.Workspace, func(book *facts.Book) ([]facts.Record, error) {
		before, ok := book.Fact(id)
		if !ok {
			return nil, facts.ErrNoFact
		}
		made := s.record(e.Workspace, e.By, "", "")
		var err error
		if out, err = do(made, book, before); err != nil {
			return nil, err
		}
		out.Change = made.Change
		return out.Records, nil
	})
	return out, err
}

// History returns what a fact was, the oldest first: for the starter's own as it came with the program.
func (s *Shelf) History(ctx context.Context, workspace, id string) ([]facts.Record, error) {
	if _, ok := s.Book(workspace).Fact(id); !ok {
		return nil, facts.ErrNoFact
	}
	records, err := s.records.History(ctx, workspace, id)
	if err != nil {
		return nil, err
	}
	if f, ok := s.starter.Fact(id); ok {
		records = slices.Insert(records, 0, facts.Record{Did: facts.Imported, By: Starter, Fact: f})
	}
	return records, nil
}

// Starter is who brought the facts that came with the program.
const Starter = "starter"

// Undo puts all facts of a change back as they were before: of the last change of the editor's own that was not undone, when no change is
// named. It refuses when one of the facts has been changed again since.
func (s *Shelf) Undo(ctx context.Context, e facts.Editor, change string) (facts.Edited, error) {
	var out facts.Edited
	err := s.change(ctx, e.Workspace, func(book *facts.Book) ([]facts.Record, error) {
		if change == "" {
			var err error
			if change, err = s.undoable(ctx, e); err != nil {
				return nil, err
			}
		}
		records, err := s.records.Change(ctx, e.Workspace, change)
		if err != nil {
			return nil, err
		}
		if len(records) == 0 {
			return nil, facts.ErrNoChange
		}
		made := s.record(e.Workspace, e.By, facts.Undone, undoes+change)
		out = facts.Edited{Change: change}
		for _, id := range idsOf(records) {
			back, err := s.before(ctx, book, made, slices.DeleteFunc(slices.Clone(records), func(r facts.Record) bool { return r.Fact.ID != id }))
			if err != nil {
				return nil, err
			}
			out.Records = append(out.Records, back)
		}
		out.Before, _ = book.Fact(out.Records[0].Fact.ID)
		out.After = out.Records[0].Fact
		return out.Records, nil
	})
	return out, err
}

func idsOf(records []facts.Record) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range records {
		if !seen[r.Fact.ID] {
			seen[r.Fact.ID] = true
			out = append(out, r.Fact.ID)
		}
	}
	return out
}

// undoes begins the reason of records that undo a change.
const undoes = "undoes "

// undoable returns the newest change of an editor that is no undoing and was not undone.
func (s *Shelf) undoable(ctx context.Context, e facts.Editor) (string, error) {
	const looked = 50
	last, err := s.records.LastChanges(ctx, e.Workspace, e.By, looked)
	if err != nil {
		return "", err
	}
	undone := map[string]bool{}
	for _, r := range last {
		if other, ok := strings.CutPrefix(r.Why, undoes); ok {
			undone[other] = true
		} else if !undone[r.Change] {
			return r.Change, nil
		}
	}
	return "", facts.ErrNoChange
}

// before returns the record that puts one fact back as it was before a change, given its records of that.
func (s *Shelf) before(ctx context.Context, book *facts.Book, made facts.Record, records []facts.Record) (facts.Record, error) {
	first, last := records[0], records[len(records)-1]
	if now, ok := book.Fact(last.Fact.ID); !ok || !reflect.DeepEqual(now, last.Fact) {
		return last, facts.ErrChangedSince
	}
	history, err := s.records.History(ctx, first.Workspace, first.Fact.ID)
	if err != nil {
		return last, err
	}
	back, found := s.starter.Fact(first.Fact.ID)
	for _, h := range history {
		if h.Seq < first.Seq {
			back, found = h.Fact, true
		}
	}
	if found {
		return of(made, back, facts.Undone, made.Why), nil
	}
	// It was nowhere. What is withdrawn names neither source nor row, so that it is no guard: its page may be read again.
	back = last.Fact
	back.Review, back.Sources, back.Row, back.Reason = briefs.Rejected, nil, "", "Withdrawn"
	return of(made, back, facts.Retracted, made.Why), nil
}
