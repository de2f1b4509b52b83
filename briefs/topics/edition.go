package topics

import (
	"slices"

	"briefbot/briefs"
)

// Drafted is a story as the draft of a digest showed it.
type Drafted struct {
	Story string `json:"story"`          // its id
	Lead  string `json:"lead"`           // id of the article that stood for it: stories may be regrouped meanwhile
	More  bool   `json:"more,omitempty"` // it was over the limit
}

// What an editor may do with a draft: to one of its stories, or to the whole.
const (
	DraftDrop  = "drop"
	DraftKeep  = "keep" // takes back that it was dropped or merged
	DraftPin   = "pin"  // to the top, above all that is not pinned
	DraftUnpin = "unpin"
	DraftUp    = "up"
	DraftDown  = "down"
	DraftMerge = "merge" // with the story before it

	DraftPost = "post" // on time, as it is
	DraftSend = "send" // now
	DraftStop = "stop" // not at all
)

// Edition is a draft with what editors decided so far.
type Edition struct {
	Stories []Drafted
	Order   []int        // of those that are shown, by their number in Stories; the pinned ones first
	Pinned  map[int]bool // by number
	Into    map[int]int  // a merged story to that into which it went
	Decided bool         // somebody did something
	Sent    bool         // to be posted now
	Stopped bool         // not to be posted
}

// NewEdition returns a draft on which nothing was decided yet.
func NewEdition(stories []Drafted) *Edition {
	e := &Edition{Stories: stories, Pinned: map[int]bool{}, Into: map[int]int{}}
	for i, s := range stories {
		if !s.More {
			e.Order = append(e.Order, i)
		}
	}
	return e
}

// Do has an editor do something, to the story of a number where it is done to one, and reports whether that changes the digest. Whatever
// is done counts as a decision.
func (e *Edition) Do(did string, n int) bool {
	e.Decided = true
	switch did {
	case DraftPost, DraftSend, DraftStop:
		before := [2]bool{e.Sent, e.Stopped}
		e.Sent, e.Stopped = did == DraftSend, did == DraftStop
		return before != [2]bool{e.Sent, e.Stopped}
	}
	at := slices.Index(e.Order, n)
	if did == DraftKeep {
		return at < 0 && e.keep(n)
	}
	if at < 0 {
		return false
	}
	switch did {
	case DraftDrop:
		e.Order = slices.Delete(e.Order, at, at+1)
		return true
	case DraftPin:
		return e.pin(at)
	case DraftUnpin:
		return e.unpin(at)
	case DraftUp:
		return e.swap(at-1, at)
	case DraftDown:
		return e.swap(at, at+1)
	case DraftMerge:
		return e.merge(at)
	}
	return false
}

// keep shows a story again, where the draft had it.
func (e *Edition) keep(n int) bool {
	if n < 0 || n >= len(e.Stories) || e.Stories[n].More {
		return false
	}
	delete(e.Into, n)
	at := slices.IndexFunc(e.Order, func(o int) bool { return !e.Pinned[o] && (e.Pinned[n] || o > n) })
	if at < 0 {
		at = len(e.Order)
	}
	e.Order = slices.Insert(e.Order, at, n)
	return true
}

// pins returns how many stories are pinned: they stand first.
func (e *Edition) pins() int {
	n := 0
	for _, o := range e.Order {
		if e.Pinned[o] {
			n++
		}
	}
	return n
}

func (e *Edition) pin(at int) bool {
	n := e.Order[at]
	if e.Pinned[n] {
		return false
	}
	e.Order = slices.Delete(e.Order, at, at+1)
	e.Order = slices.Insert(e.Order, e.pins(), n)
	e.Pinned[n] = true
	return true
}

func (e *Edition) unpin(at int) bool {
	n := e.Order[at]
	if !e.Pinned[n] {
		return false
	}
	e.Pinned[n] = false
	e.Order = slices.Delete(e.Order, at, at+1)
	e.Order = slices.Insert(e.Order, e.pins(), n)
	return true
}

// swap exchanges two neighbours; a pinned story stays above those that are not.
func (e *Edition) swap(at, next int) bool {
	if at < 0 || next >= len(e.Order) || e.Pinned[e.Order[at]] != e.Pinned[e.Order[next]] {
		return false
	}
	e.Order[at], e.Order[next] = e.Order[next], e.Order[at]
	return true
}

func (e *Edition) merge(at int) bool {
	if at == 0 {
		return false
	}
	e.Into[e.Order[at]] = e.Order[at-1]
	e.Order = slices.Delete(e.Order, at, at+1)
	return true
}

// Holds returns the numbers of the stories that were merged into one, also by way of another.
func (e *Edition) Holds(n int) []int {
	var out []int
	for i := range e.Stories {
		into, ok := e.Into[i]
		for range e.Stories {
			if !ok || into == n {
				break
			}
			into, ok = e.Into[into]
		}
		if ok && into == n {
			out = append(out, i)
		}
	}
	return out
}

// Edit returns a digest as its editors decided: the stories of the draft that are still there, in their order and merged as they said;
// after them those that are worth a headline and came in since, marked. What the draft had over the limit stays there.
func (e *Edition) Edit(d briefs.Digest) briefs.Digest {
	all := slices.Concat(d.Stories, d.More)
	number := make([]int, len(all)) // of the drafted story that each entry is; -1: it is new
	for i, entry := range all {
		number[i] = slices.IndexFunc(e.Stories, func(s Drafted) bool { return s.is(entry) })
	}
	find := func(n int) (briefs.Entry, bool) {
		i := slices.Index(number, n)
		if i < 0 {
			return briefs.Entry{}, false
		}
		return all[i], true
	}
	out := d
	out.Stories, out.More = nil, nil
	for _, n := range e.Order {
		entry, ok := find(n)
		for _, m := range e.Holds(n) {
			switch other, there := find(m); {
			case there && ok:
				entry = absorb(entry, other)
			case there: // that into which it went is gone
				entry, ok = other, true
			}
		}
		if ok {
			out.Stories = append(out.Stories, entry)
		}
	}
	for i, entry := range all {
		switch {
		case number[i] >= 0 && !e.Stories[number[i]].More: // decided on
		case number[i] < 0 && i < len(d.Stories):
			entry.New = true
			out.Stories = append(out.Stories, entry)
		default:
			out.More = append(out.More, entry)
		}
	}
	return out
}

// is reports whether an entry is the drafted story, under its id or another.
func (s Drafted) is(e briefs.Entry) bool {
	return e.Story.ID == s.Story || slices.ContainsFunc(e.Story.Articles, func(a briefs.Article) bool { return a.ID == s.Lead })
}

// absorb makes one story of two, told as the first one is.
func absorb(into, other briefs.Entry) briefs.Entry {
	into.Story.Articles = slices.Concat(into.Story.Articles, other.Story.Articles)
	titles := map[string]bool{TitleKey(into.Lead): true}
	related := slices.Concat(into.Related, []briefs.Article{other.Lead}, other.Related)
	into.Related = nil
	for _, a := range related {
		if key := TitleKey(a); !titles[key] {
			titles[key] = true
			into.Related = append(into.Related, a)
		}
	}
	return into
}
