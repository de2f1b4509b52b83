package keeping

import (
	"context"
	"iter"

	"briefbot/briefs/facts"
)

// Export returns the records of all facts, of every workspace: first the starter's, as they came with the program, then those of the
// store in the order of writing. Reading stops at the first error, which is put where failed points to, if it is not nil.
func (s *Shelf) Export(ctx context.Context, failed *error) iter.Seq[facts.Record] {
	return func(yield func(facts.Record) bool) {
		for f := range s.starter.Facts {
			if !yield(facts.Record{Did: facts.Imported, By: Starter, Fact: *f}) {
				return
			}
		}
		records, err := s.records.Since(ctx, 0)
		if err != nil && failed != nil {
			*failed = err
		}
		for _, r := range records {
			if !yield(r) {
				return
			}
		}
	}
}
