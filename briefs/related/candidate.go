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
	oldCandidates    = 32  // those that are not recent
	wider            = 3   // times as many are found, before stories are thinned out
	recentMembers    = 6   // articles of one story among the recent ones
	oldMembers       = 1   // and among the others
	candidateStories = 40  // of all these
	listRead         = 600 // newest articles read under one feature
	sameTitleHours   = 96  // within which one title is one article
)

// candidates returns the articles that share the most, and the rarest, of an article's telling features: the recent ones, and older ones,
// each best first, so that what went on for months does not crowd out what goes on. They are more than are looked at, see thinned.
func (e *Engine) candidates(d *document) (recent, old ranking) {
	x := e.index
	if len(x.docs) == 0 {
		return nil, nil
	}
	x.begin()
	var room [1]posting
	for _, t := range d.telling() {
		list, _ := x.list(t.id(), &room)
		x.count(list[max(0, len(list)-listRead):], t.weight())
	}
	recent, old = make(ranking, 0, wider*recentCandidates+1), make(ranking, 0, wider*oldCandidates+1)
	reach := e.options.Reach.Hours()
	for _, place := range x.touched {
		at := x.ring(place)
		score := uint64(x.score[at].score)
		switch gap := math.Abs(x.hours[at] - d.hours); {
		case gap <= recentHours:
			if recent.admits(score, wider*recentCandidates) {
				recent = recent.with(scored{x.at(place), score}, wider*recentCandidates)
			}
		case gap <= reach && old.admits(score, wider*oldCandidates):
			old = old.with(scored{x.at(place), score}, wider*oldCandidates)
		}
	}
	return recent, old
}

// thinned calls keep with the places of the candidates that are looked at: the best ones with a few of each story, so that a large story
// does not hide the others.
func thinned(recent, old ranking, keep func(candidate *document, at int)) {
	members := map[*story]int{}
	at := 0
	for _, part := range []struct {
		all        ranking
		most, each int
	}{{recent, recentCandidates, recentMembers}, {old, oldCandidates, oldMembers}} {
		kept := 0
		clear(members)
		for i, m := range part.all {
			s := m.storyAt
			if kept < part.most && members[s] < part.each {
				members[s]++
				kept++
				keep(m.document, at+i)
			}
		}
		at += len(part.all)
	}
}

// neighbours compares a document with its candidates. The result is good until the next call.
func (e *Engine) neighbours(d *document) []neighbour {
	e.near = slices.Grow(e.near[:0], recentCandidates+oldCandidates)
	recent, old := e.candidates(d)
	thinned(recent, old, func(c *document, _ int) {
		e.near = e.near[:len(e.near)+1]
		n := &e.near[len(e.near)-1]
		n.member = c
		n.pair.compare(d, c)
		n.logit = n.pair.logit(e.model)
	})
	return e.near
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
