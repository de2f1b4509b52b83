// Package related places each article, as it comes, into the story that it tells, and says why.
package related

import (
	"cmp"
	"slices"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// Options set how eagerly articles join. The zero value is what was measured best.
type Options struct {
	Window    time.Duration // how long after its last article a story still takes one; 0 is four days
	Life      time.Duration // how long after its first article; 0 is ten days
	Threshold float64       // log-odds above which an article joins, besides the measured default; usually 0
	Held      int           // articles held at most, the oldest go first; 0 is 120,000
}

// Engine groups articles into stories, one by one. It is not safe for concurrent use.
type Engine struct {
	lexicon *lexicon.Lexicon
	events  *lexicon.Lexicon // what happens, see lexicon.Events
	options Options
	model   *model
	seen    *frequencies
	index   map[uint32][]posting // by feature of the title; oldest first
	held    []*document          // oldest first
	known   map[string]*story    // by article id
	titles  map[string]*document // by folded title
	touched []*document          // scratch of candidates
	round   uint64               // of looking for candidates: scores of earlier ones are void
	newest  float64              // hours; what time it is in the stream
}

// story is the open form of a briefs.Story.
type story struct {
	id          string
	members     []*document // the last of them, see membersKept
	count       int
	first, last float64 // hours
}

// membersKept is how many of a story's articles an article is compared with.
const membersKept = 40

// Placement says where an article belongs.
type Placement struct {
	Story   string // the id of the story's first article
	Joined  bool   // false when the article opens the story
	RoundUp bool   // it tells many events and stays alone
	Score   float64
	Reasons []Reason // what carried the join, strongest first; empty when not joined
}

// Reason is one thing that an article shares with its story.
type Reason struct {
	Kind string // "title", "name", "model", "amount", "term" or "word"
	Text string // as the joining article prints it; of "title": the other title
}

// New returns an engine that holds no articles.
func New(l *lexicon.Lexicon, o Options) *Engine {
	o.Window, o.Life, o.Held = cmp.Or(o.Window, 96*time.Hour), cmp.Or(o.Life, 10*24*time.Hour), cmp.Or(o.Held, 120_000)
	return &Engine{lexicon: l, events: lexicon.New(nil, lexicon.Events()), options: o, model: &measured, seen: newFrequencies(), index: map[uint32][]posting{}, known: map[string]*story{}, titles: map[string]*document{}}
}

// Add places an article. An article that is held already keeps its place. Articles should come roughly by time; one that
// is older than the window behind the newest opens a story of its own.
func (e *Engine) Add(a briefs.Article) Placement {
	if s, ok := e.known[a.ID]; ok {
		return Placement{Story: s.id, Joined: s.id != a.ID}
	}
	d := e.read(a)
	p := Placement{Story: a.ID, RoundUp: d.roundUp}
	var into *story
	if !d.roundUp {
		if best, score, with := e.best(d); best != nil {
			into, p.Joined, p.Score, p.Story = best, true, score, best.id
			p.Reasons = e.reasons(d, with)
		}
	}
	e.hold(d, into)
	return p
}

// Load enters an article whose story is known from before, without judging it: how a restarted program takes up its work.
func (e *Engine) Load(a briefs.Article, storyID string) {
	if _, ok := e.known[a.ID]; ok {
		return
	}
	e.hold(e.read(a), e.find(storyID))
	e.known[a.ID].id = storyID
}

func (e *Engine) find(storyID string) *story {
	if s, ok := e.known[storyID]; ok && s.id == storyID {
		return s
	}
	for _, d := range e.held {
		if d.storyAt.id == storyID {
			return d.storyAt
		}
	}
	return nil
}

// hold keeps a document in a story, a new one when s is nil, and forgets what is over.
func (e *Engine) hold(d *document, s *story) {
	if s == nil {
		s = &story{id: d.article.ID, first: d.hours, last: d.hours}
	}
	d.storyAt = s
	s.members = append(s.members, d)
	s.count++
	if len(s.members) > membersKept {
		s.members = slices.Delete(s.members, 1, 2) // the first one says what the story is about
	}
	s.first, s.last = min(s.first, d.hours), max(s.last, d.hours)
	e.known[d.article.ID] = s
	e.held = append(e.held, d)
	if !d.roundUp {
		e.titles[titleKey(d.title)] = d
		for _, v := range []vector{d.headline, d.ideas} {
			for _, w := range v {
				e.index[w.id] = append(e.index[w.id], posting{d, w.weight})
			}
		}
	}
	e.newest = max(e.newest, d.hours)
	e.forget()
}

// forget drops articles that no story can need: older than the window behind the newest, or over the limit.
func (e *Engine) forget() {
	horizon := e.newest - e.options.Window.Hours() - 24
	n := 0
	for n < len(e.held) && (e.held[n].hours < horizon || len(e.held)-n > e.options.Held) {
		e.drop(e.held[n])
		n++
	}
	if n > 0 {
		e.held = slices.Delete(e.held, 0, n)
	}
}

func (e *Engine) drop(d *document) {
	delete(e.known, d.article.ID)
	if key := titleKey(d.title); e.titles[key] == d {
		delete(e.titles, key)
	}
	for _, v := range []vector{d.headline, d.ideas} {
		for _, w := range v {
			e.unlist(w.id, d)
		}
	}
}

func (e *Engine) unlist(id uint32, d *document) {
	list := e.index[id]
	at := slices.IndexFunc(list, func(p posting) bool { return p.document == d })
	switch {
	case at < 0:
	case len(list) == 1:
		delete(e.index, id)
	case at == 0:
		list[0] = posting{} // the array lives on
		e.index[id] = list[1:]
	default:
		e.index[id] = slices.Delete(list, at, at+1)
	}
}

// Held returns how many articles the engine holds.
func (e *Engine) Held() int { return len(e.held) }

// Placed is an article with the story that it was placed into.
type Placed struct {
	Article briefs.Article
	Story   string
}

// Snapshot returns what is held, oldest first, for Restore.
func (e *Engine) Snapshot() []Placed {
	out := make([]Placed, len(e.held))
	for i, d := range e.held {
		out[i] = Placed{d.article, d.storyAt.id}
	}
	return out
}

// Restore enters a snapshot into an empty engine. How common words are is learnt anew from the held articles.
func (e *Engine) Restore(held []Placed) {
	for _, p := range held {
		e.Load(p.Article, p.Story)
	}
}

// Replay groups articles as a stream in the order of their time, those of one instant by id, and returns, in the order given, the id of each one's story.
func Replay(l *lexicon.Lexicon, o Options, articles []briefs.Article) []string {
	order := make([]int, len(articles))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(articles[a].Published.Compare(articles[b].Published), cmp.Compare(articles[a].ID, articles[b].ID))
	})
	e := New(l, o)
	out := make([]string, len(articles))
	for _, i := range order {
		out[i] = e.Add(articles[i]).Story
	}
	return out
}
