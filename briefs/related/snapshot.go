package related

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"slices"

	"briefbot/briefs/lexicon"
)

// snapshotFormat changes with the features of documents: an older snapshot then is of no use.
const snapshotFormat = "briefbot stories 7"

// ErrSnapshot says that a snapshot is of another version of the program or was written with another vocabulary.
var ErrSnapshot = errors.New("related: snapshot of another version or vocabulary")

// frozen is an engine as written down.
type frozen struct {
	Format    string
	Lexicon   uint64
	Total     uint32
	Read      uint32
	Seen      map[uint32]uint32
	Tails     map[string]int
	Edits     []Edit
	Moved     map[string]string
	Symbols   []string
	Stories   []frozenStory
	Documents []frozenDocument
	Links     map[string][]string
	Climate   [2]float64 // see climate
}

type frozenStory struct {
	ID          string
	Count       int
	First, Last float64
	LastNumber  uint32
	Sums        [][]weighted // in the order of centroids.all; none of a story of one
	Language    string
	Cores       []frozenCore
}

type frozenCore struct {
	Language string
	Count    int
	Sums     [][]weighted // in the order of said.all
}

type frozenDocument struct {
	ID, Title, Language  string
	Hours                float64
	Number, Outlet, Part uint32
	Doer                 uint32
	RoundUp, Bare, HowTo bool
	Loose, Local         bool
	Terms                []term
	Ends                 [vectors]uint16
	Lengths              [4]float32
	Shingles             []uint16
	Signs                []uint32
	SignEnds             [signKinds]uint16
	Heading              [2]string // subject and folded title
	Story                int
}

// Save writes the engine down, for Restore: what it holds, and what it learnt of how common words are.
func (e *Engine) Save(w io.Writer) error {
	f := frozen{Format: snapshotFormat, Lexicon: e.vocabulary(), Total: e.seen.total, Read: e.seen.read, Seen: map[uint32]uint32{}, Tails: e.tails, Edits: e.edits.made, Moved: e.edits.moved, Links: e.links, Symbols: e.symbols.names,
		Climate: [2]float64{e.climate.joined, e.climate.count}}
	for id, n := range e.seen.seen {
		if n > 0 {
			f.Seen[uint32(id)] = n
		}
	}
	at := map[*story]int{}
	for _, d := range e.index.docs {
		s := d.storyAt
		if _, ok := at[s]; !ok {
			at[s] = len(f.Stories)
			f.Stories = append(f.Stories, s.freeze())
		}
		f.Documents = append(f.Documents, d.freeze(at[s]))
	}
	b := bufio.NewWriter(w)
	if err := gob.NewEncoder(b).Encode(f); err != nil {
		return fmt.Errorf("related: write snapshot: %w", err)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("related: write snapshot: %w", err)
	}
	return nil
}

// vocabulary is a number that differs, in all likelihood, between engines that read other words in a text.
func (e *Engine) vocabulary() uint64 {
	return e.lexicon.Fingerprint() ^ e.events.Fingerprint() ^ lexicon.Senses().Fingerprint()
}

// Restore takes up a snapshot in place of all that the engine holds. After an error the engine is as it was.
func (e *Engine) Restore(r io.Reader) error {
	var f frozen
	if err := gob.NewDecoder(bufio.NewReader(r)).Decode(&f); err != nil {
		return fmt.Errorf("related: read snapshot: %w", err)
	}
	if f.Format != snapshotFormat || f.Lexicon != e.vocabulary() {
		return fmt.Errorf("%w: %q", ErrSnapshot, f.Format)
	}
	fresh := New(e.lexicon, e.options)
	fresh.seen.total, fresh.seen.read = f.Total, f.Read
	fresh.climate = climate{f.Climate[0], f.Climate[1]}
	for id, n := range f.Seen {
		fresh.seen.seen[id%slots] = n
	}
	if f.Tails != nil {
		fresh.tails = f.Tails
	}
	fresh.edits.made = f.Edits
	if f.Moved != nil {
		fresh.edits.moved = f.Moved
	}
	for _, name := range f.Symbols {
		fresh.symbols.id(name)
	}
	if !slices.Equal(fresh.symbols.names, f.Symbols) {
		return fmt.Errorf("%w: its symbols are others", ErrSnapshot)
	}
	stories := make([]*story, len(f.Stories))
	for i, s := range f.Stories {
		stories[i] = s.thaw()
	}
	for _, d := range f.Documents {
		if d.Story < 0 || d.Story >= len(stories) || int(d.Ends[vectors-1]) > len(d.Terms) || int(d.SignEnds[signKinds-1]) > len(d.Signs) {
			return fmt.Errorf("related: read snapshot: article %s is broken", d.ID)
		}
		fresh.resume(d, stories[d.Story])
	}
	for from, to := range f.Links {
		fresh.Point(from, to)
	}
	*e = *fresh
	return nil
}

func (d *document) freeze(story int) frozenDocument {
	f := frozenDocument{ID: d.id, Title: d.title, Language: d.language, Hours: d.hours, Number: d.number, Outlet: d.outlet, Part: d.part, Doer: d.doer, HowTo: d.howTo, Loose: d.loose, Local: d.local, RoundUp: d.roundUp,
		Bare: d.bare, Terms: d.terms, Ends: d.ends, Lengths: [4]float32{d.headlineLength, d.namesLength, d.spokenLength, d.gistLength}, Shingles: d.shingles,
		Signs: d.signs.all, SignEnds: d.signs.ends, Story: story}
	if d.heading != nil {
		f.Heading = [2]string{d.heading.subject, d.heading.title}
	}
	return f
}

// resume holds a document of a snapshot in its story, which knows of it already.
func (e *Engine) resume(f frozenDocument, s *story) {
	d := &document{id: f.ID, title: f.Title, language: e.shared(f.Language), hours: f.Hours, number: f.Number, outlet: f.Outlet, part: f.Part, doer: f.Doer, howTo: f.HowTo, loose: f.Loose, local: f.Local, roundUp: f.RoundUp,
		bare: f.Bare, terms: f.Terms, ends: f.Ends, headlineLength: f.Lengths[0], namesLength: f.Lengths[1],
		spokenLength: f.Lengths[2], gistLength: f.Lengths[3], shingles: f.Shingles, signs: signs{f.Signs, f.SignEnds}, storyAt: s}
	d.cut = d.cutOf()
	if f.Heading[0] != "" {
		d.heading = &heading{f.Heading[0], f.Heading[1]}
	}
	if s.centroid == nil {
		s.only = d
	}
	s.held++
	e.enter(d)
}

func (s *story) freeze() frozenStory {
	f := frozenStory{ID: s.id, Count: s.count, First: s.first, Last: s.last, LastNumber: s.lastNumber, Language: s.language}
	if s.centroid != nil {
		f.Sums = sums(s.centroid.all())
	}
	for i := range s.cores {
		c := &s.cores[i]
		said := c.all()
		f.Cores = append(f.Cores, frozenCore{c.language, c.count, sums(said[:])})
	}
	return f
}

func (f frozenStory) thaw() *story {
	s := &story{id: f.ID, count: f.Count, first: f.First, last: f.Last, lastNumber: f.LastNumber, language: f.Language}
	if len(f.Sums) > 0 {
		s.centroid = &centroids{}
		thawAll(s.centroid.all(), f.Sums)
	}
	for _, c := range f.Cores {
		fresh := core{language: c.Language, count: c.Count}
		said := fresh.all()
		thawAll(said[:], c.Sums)
		s.cores = append(s.cores, fresh)
	}
	return s
}

func sums(all []*centroid) (out [][]weighted) {
	for _, c := range all {
		out = append(out, c.sum)
	}
	return out
}

// thawAll makes centroids those that were written down.
func thawAll(all []*centroid, sums [][]weighted) {
	for i, c := range all {
		if i < len(sums) {
			c.sum = sums[i]
		}
		c.measure()
	}
}
