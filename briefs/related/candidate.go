package related

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"briefbot/briefs/lexicon"
)

const (
	vetoed           = -5  // log-odds at most between articles that conflict
	recentHours      = 120 // within which a candidate is recent
	recentCandidates = 48  // articles looked at closely for one article
	oldCandidates    = 24  // those that are not recent; twice as many for an article that names nobody watched, whose sagas last longer
	candidateStories = 40  // of all these
	listRead         = 600 // newest articles read under one feature
	sameTitleHours   = 96  // within which one title is one article
)

// candidates returns the articles that share the most, and the rarest, of an article's telling features: first the recent ones,
// then older ones, each best first, so that what went on for months does not crowd out what goes on.
func (e *Engine) candidates(d *document) []*document {
	x := e.index
	if len(x.docs) == 0 {
		return nil
	}
	x.begin()
	for _, s := range x.latest(d.telling()) {
		x.count(s.postings, s.weight)
	}
	older := oldCandidates
	if len(d.signs.of(signActors)) == 0 {
		older *= 2
	}
	recent, old := make(ranking, 0, recentCandidates+1), make(ranking, 0, older+1)
	reach := e.options.Reach.Hours()
	for _, t := range x.touched {
		score := uint64(t.score)
		late, early := recent.admits(score, recentCandidates), old.admits(score, older)
		if !late && (!early || x.near(t.place, d.hours, recentHours)) {
			continue
		}
		switch gap := math.Abs(x.hours[x.ring(t.place)] - d.hours); {
		case gap <= recentHours:
			if late {
				recent = recent.with(scored{x.at(t.place), score}, recentCandidates)
			}
		case gap <= reach && early:
			old = old.with(scored{x.at(t.place), score}, older)
		}
	}
	out := make([]*document, 0, len(recent)+len(old))
	for _, m := range append(recent, old...) {
		out = append(out, m.document)
	}
	return out
}

// neighbours compares a document with its candidates. The result is good until the next call.
func (e *Engine) neighbours(d *document) []neighbour {
	all := e.candidates(d)
	e.near = slices.Grow(e.near[:0], len(all))[:len(all)]
	e.lens.look(d)
	fetch(all)
	for i, c := range all {
		n := &e.near[i]
		n.member = c
		n.pair.compare(&e.lens, c)
		n.logit = n.pair.logit(e.model)
	}
	return e.near
}

// latest returns the features of a vector with the newest of their postings. All lists are looked up before one is read: they lie anywhere in memory, and
// the processor gets several at once this way.
func (x *index) latest(q vector) []search {
	all := make([]search, len(q))
	rooms := make([][1]posting, len(q))
	for i, t := range q {
		list, _ := x.list(t.id(), &rooms[i])
		all[i] = search{postings: list[max(0, len(list)-listRead):], weight: t.weight()}
	}
	return all
}

// fetch reads a little of all documents. They lie anywhere in memory: the processor gets many at once this way, and would wait for each when it
// is compared. The sum is of no use, but without it nothing would be read.
//
//go:noinline
func fetch(all []*document) (sum uint32) {
	const line = 64 // bytes that come at once
	for _, d := range all {
		for i := 0; i < len(d.terms); i += line / 4 {
			sum += uint32(d.terms[i])
		}
		for i := 0; i < len(d.shingles); i += line / 2 {
			sum += uint32(d.shingles[i])
		}
		for i := 0; i < len(d.signs.all); i += line / 4 {
			sum += d.signs.all[i]
		}
		sum += d.number + d.storyAt.lastNumber
	}
	return sum
}

// twin returns a recent article of the same title.
func (e *Engine) twin(d *document) *document {
	if same := e.titles[titleKey(d.title)]; same != nil && math.Abs(same.hours-d.hours) <= sameTitleHours && runes(d.title) >= 8 {
		return same
	}
	return nil
}

// titleKey is the hash of a title under which copies of one article meet.
func titleKey(title string) uint64 {
	h := fnv.New64a()
	for _, word := range strings.Fields(lexicon.FoldString(title)) {
		h.Write([]byte(word))
		h.Write([]byte{' '})
	}
	return h.Sum64()
}
