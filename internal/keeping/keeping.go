// Package keeping holds the facts that each team may be told, as the store has them, and changes them.
package keeping

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/store"
)

// Records is what keeping needs of the store.
type Records interface {
	Last(ctx context.Context) (int64, error)
	Load(ctx context.Context, last int64, yield func(*store.Loaded)) error
	Since(ctx context.Context, after int64) ([]facts.Record, error)
	Add(ctx context.Context, after int64, records []facts.Record) (int64, error)
	History(ctx context.Context, workspace, id string) ([]facts.Record, error)
	Change(ctx context.Context, workspace, change string) ([]facts.Record, error)
	LastChanges(ctx context.Context, workspace, by string, limit int) ([]facts.Record, error)
}

// Shelf holds a book for every team: the shared facts, and over them its own. It is safe for use by many.
type Shelf struct {
	records Records
	starter *facts.Book
	now     func() time.Time
	log     *slog.Logger

	mu    sync.Mutex // held while the books are replaced
	books atomic.Pointer[books]
	fresh chan struct{} // wakes the rebuilding
}

// books are all books at one moment. They never change.
type books struct {
	seq    int64 // the newest record that they know
	shared *facts.Book
	teams  map[string]team
}

// team is what is a workspace's own.
type team struct {
	own  []briefs.Fact // the newest of each id
	book *facts.Book
}

// Open reads all facts of the store, to lie beside those of the starter book.
func Open(ctx context.Context, starter *facts.Book, records Records, now func() time.Time, log *slog.Logger) (*Shelf, error) {
	s := &Shelf{records: records, starter: starter, now: now, log: log, fresh: make(chan struct{}, 1)}
	last, err := records.Last(ctx)
	if err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	b := &books{seq: last, shared: starter, teams: map[string]team{}}
	if last > 0 {
		if b, err = s.load(ctx, last); err != nil {
			return nil, fmt.Errorf("facts: %w", err)
		}
	}
	s.books.Store(b)
	return s, nil
}

// load builds all books from the store.
func (s *Shelf) load(ctx context.Context, last int64) (*books, error) {
	// Room for the starter's facts as well, which come beside them.
	piles := map[string]*facts.Pile{"": facts.NewPile(nil, int(last)+s.starter.Len())}
	err := s.records.Load(ctx, last, func(l *store.Loaded) {
		if piles[l.Workspace] == nil {
			piles[l.Workspace] = facts.NewPile(nil, 0)
		}
		piles[l.Workspace].Put(&l.Fact)
	})
	if err != nil {
		return nil, err
	}
	b := &books{seq: last, teams: map[string]team{}}
	if b.shared, err = s.over(piles[""]); err != nil {
		return nil, err
	}
	return b, b.set(piles)
}

// over returns the starter's facts with those of the store: a layer where those are few, else one whole book.
func (s *Shelf) over(p *facts.Pile) (*facts.Book, error) {
	if len(p.List()) < s.starter.Len()/2 {
		return s.starter.With(p.List()...)
	}
	return s.starter.Rebuilt(p)
}

// set gives each team a book over the shared one.
func (b *books) set(own map[string]*facts.Pile) error {
	for w, p := range own {
		if w == "" {
			continue
		}
		book, err := b.shared.With(p.List()...)
		if err != nil {
			return fmt.Errorf("workspace %s: %w", w, err)
		}
		b.teams[w] = team{p.List(), book}
	}
	return nil
}

// piles returns what is each team's own.
func (b *books) piles() map[string]*facts.Pile {
	out := map[string]*facts.Pile{"": facts.NewPile(nil, 0)}
	for w, t := range b.teams {
		out[w] = facts.NewPile(t.own, 0)
	}
	return out
}

// Book returns what the people of a workspace may be told; of an empty one, what is shared by all.
func (s *Shelf) Book(workspace string) *facts.Book {
	b := s.books.Load()
	if t, ok := b.teams[workspace]; ok {
		return t.book
	}
	return b.shared
}

// Size returns how many facts the shelf holds: the shared ones, and those of teams.
func (s *Shelf) Size() (shared, own int) {
	b := s.books.Load()
	for _, t := range b.teams {
		own += len(t.own)
	}
	return b.shared.Len(), own
}

// Refresh takes over what was recorded since, here or by another process.
func (s *Shelf) Refresh(ctx context.Context) error {
	last, err := s.records.Last(ctx)
	if err != nil || last == s.books.Load().seq {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.catchUp(ctx)
}

// catchUp is Refresh for those who hold the lock.
func (s *Shelf) catchUp(ctx context.Context) error {
	have := s.books.Load()
	records, err := s.records.Since(ctx, have.seq)
	if err != nil || len(records) == 0 {
		return err
	}
	next, err := have.with(records)
	if err != nil {
		return err
	}
	s.books.Store(next)
	if next.shared.Own() > heavy(next.shared) {
		select {
		case s.fresh <- struct{}{}:
		default:
		}
	}
	return nil
}

// heavy is how many facts a layer may hold before it is worth being made one with the book below it.
func heavy(b *facts.Book) int { return max(2_000, b.Len()/20) }

// with returns the books after some records.
func (b *books) with(records []facts.Record) (*books, error) {
	out := &books{seq: records[len(records)-1].Seq, teams: map[string]team{}}
	piles := b.piles()
	for _, r := range records {
		if piles[r.Workspace] == nil {
			piles[r.Workspace] = facts.NewPile(nil, 0)
		}
		piles[r.Workspace].Put(&r.Fact)
	}
	var err error
	if out.shared, err = b.shared.With(piles[""].List()...); err != nil {
		return nil, err
	}
	return out, out.set(piles)
}

// Every is how often the store is asked whether there is something new: others see a change within two seconds.
const Every = time.Second

// Serve keeps the books as the store has them until ctx ends. It asks the store as often as given: Every, outside tests.
func (s *Shelf) Serve(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	failing := false
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			err = s.Refresh(ctx)
		case <-s.fresh:
			err = s.rebuild(ctx)
		}
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && !failing {
			s.log.Error("facts could not be read again; what was known is answered meanwhile", "error", err)
		}
		failing = err != nil
	}
}

// rebuild makes one whole book of the shared layers. The old one answers meanwhile.
func (s *Shelf) rebuild(ctx context.Context) error {
	have := s.books.Load()
	whole, err := have.shared.Rebuilt(facts.NewPile(nil, have.shared.Len()))
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	next := &books{seq: have.seq, shared: whole, teams: map[string]team{}}
	if err := next.set(have.piles()); err != nil {
		return err
	}
	later, err := s.records.Since(ctx, have.seq)
	if err != nil {
		return err
	}
	if len(later) > 0 {
		if next, err = next.with(later); err != nil {
			return err
		}
	}
	s.books.Store(next)
	return nil
}

// tries is how often a change is decided anew when others change facts meanwhile.
const tries = 8

// change decides upon the newest book and keeps what was decided. What decide returns may depend on nothing but the book, for it is asked
// again when somebody else was quicker.
func (s *Shelf) change(ctx context.Context, workspace string, decide func(*facts.Book) ([]facts.Record, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range tries {
		if err := s.catchUp(ctx); err != nil {
			return err
		}
		records, err := decide(s.Book(workspace))
		if err != nil || len(records) == 0 {
			return err
		}
		if _, err := s.books.Load().with(numbered(records, s.books.Load().seq)); err != nil {
			return err // nobody could read it back
		}
		_, err = s.records.Add(ctx, s.books.Load().seq, records)
		if err == nil {
			return s.catchUp(ctx)
		}
		if !errors.Is(err, store.ErrStale) {
			return err
		}
	}
	return fmt.Errorf("facts: %w, again and again", store.ErrStale)
}

// numbered returns the records as they would be numbered after one.
func numbered(records []facts.Record, seq int64) []facts.Record {
	out := append([]facts.Record(nil), records...)
	for i := range out {
		seq++
		out[i].Seq = seq
	}
	return out
}
