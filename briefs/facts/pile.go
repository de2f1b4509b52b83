package facts

import (
	"errors"
	"fmt"

	"briefbot/briefs"
)

// Pile is the newest of each fact, in the order in which they first came.
type Pile struct {
	list []briefs.Fact
	at   map[string]int
}

// NewPile returns a pile of the facts of a list, with room for more.
func NewPile(list []briefs.Fact, room int) *Pile {
	p := &Pile{make([]briefs.Fact, 0, len(list)+room), make(map[string]int, len(list)+room)}
	for i := range list {
		p.Put(&list[i])
	}
	return p
}

// Put adds a fact, or puts it in place of the one with its id.
func (p *Pile) Put(f *briefs.Fact) {
	if i, ok := p.at[f.ID]; ok {
		p.list[i] = *f
		return
	}
	p.at[f.ID] = len(p.list)
	p.list = append(p.list, *f)
}

// List returns the facts. They are the pile's own.
func (p *Pile) List() []briefs.Fact { return p.list }

// Rebuilt returns one whole book of the pile's facts and those of this book whose ids the pile does not have. The pile belongs to the book
// from then on. Its errors are those of New.
func (b *Book) Rebuilt(p *Pile) (*Book, error) {
	for f := range b.Facts {
		if _, ok := p.at[f.ID]; !ok {
			p.Put(f)
		}
	}
	out := newBook(b.with(p.list), p.list)
	out.byID = p.at
	var bad []error
	for i := range p.list {
		if err := out.Check(&p.list[i]); err != nil {
			bad = append(bad, fmt.Errorf("facts: fact %d, %q: %w", i+1, p.list[i].ID, err))
		}
	}
	if len(bad) > 0 {
		return nil, errors.Join(bad...)
	}
	out.index()
	return out, nil
}
