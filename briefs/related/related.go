// Package related places each article, as it comes, into the story that it tells, and says why.
package related

import (
	"cmp"
	"math"
	"slices"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// Options set how eagerly articles join. The zero value is what was measured best.
type Options struct {
	Reach     time.Duration // how long after an article another may still join it, ever more alike; 0 is 400 days
	Threshold float64       // log-odds above which an article joins, besides the measured default; usually 0
	Held      int           // articles held at most, the oldest go first; 0 is 40,000
}

// Engine groups articles into stories, one by one. It is not safe for concurrent use.
type Engine struct {
	lexicon *lexicon.Lexicon
	events  *lexicon.Lexicon // what happens, is talked of and where, see lexicon.Events, News and Places
	options Options
	model   *model
	climate climate
	seen    *frequencies
	index   *index
	known   map[string]*document // by article id
	titles  map[uint64]*document // by the hash of the title
	strings map[string]string
	symbols symbols
	tails   tails
	edits   edits
	links   links
	near    []neighbour // room for those of one article
	tried   []belonging // the same
	lens    lens
	room    [readings]counts
	newest  float64 // hours; what time it is in the stream
}

// Placement says where an article belongs.
type Placement struct {
	Story   string // the id of the story's first article
	Joined  bool   // false when the article opens the story
	Loose   bool   // it joined, and may tell another event than the story
	RoundUp bool   // it tells many events and stays alone
	Score   float64
	Reasons []Reason // what carried the join, strongest first; empty when not joined
	Earlier []string // stories of the same actor that it might follow on, likeliest first; never its own
}

// New returns an engine that holds no articles.
func New(l *lexicon.Lexicon, o Options) *Engine {
	o.Reach, o.Held = cmp.Or(o.Reach, 400*24*time.Hour), min(cmp.Or(o.Held, 40_000), heldMost-1)
	return &Engine{lexicon: l, events: lexicon.New(nil, slices.Concat(lexicon.Events(), lexicon.News(), lexicon.Places())), options: o, model: &measured, seen: newFrequencies(),
		index: newIndex(), known: map[string]*document{}, titles: map[uint64]*document{}, strings: map[string]string{}, symbols: newSymbols(), tails: tails{}, edits: newEdits(), links: links{}}
}

// Add places an article. An article that is held already keeps its place. Articles should come roughly by time; one that
// is older than the reach behind the newest opens a story of its own.
func (e *Engine) Add(a briefs.Article) Placement {
	if d, ok := e.known[a.ID]; ok {
		return Placement{Story: d.storyAt.id, Joined: d.storyAt.id != a.ID, Loose: d.loose}
	}
	d := e.read(a)
	p := Placement{Story: a.ID, RoundUp: d.roundUp}
	var into *story
	if !d.roundUp {
		into = e.place(d, &p)
	}
	d.loose = p.Loose
	e.hold(d, into)
	return p
}

// place returns the story that a document joins, nil for a new one, and says why.
func (e *Engine) place(d *document, p *Placement) *story {
	if same := e.twin(d); same != nil {
		p.Story, p.Joined, p.Loose, p.Score, p.Reasons = same.storyAt.id, true, same.loose, math.Inf(1), e.reasons(d, same)
		return same.storyAt
	}
	tried := e.model.judge(d, e.neighbours(d), e.climate.dense(), e.tried)
	e.tried = tried
	best := e.model.choose(tried, e.options.Threshold)
	e.climate.note(best != nil)
	if best != nil {
		p.Story, p.Joined, p.Score, p.Reasons = best.story.id, true, best.logit, e.reasons(d, best.nearest)
		p.Loose = best.loosely(best.logit-e.options.Threshold, d.hours)
	}
	p.Earlier = e.model.earlier(tried, best)
	if best == nil {
		return nil
	}
	return best.story
}

// Load enters an article whose story is known from before, without judging it: how a restarted program takes up its work.
func (e *Engine) Load(a briefs.Article, storyID string) {
	if _, ok := e.known[a.ID]; ok {
		return
	}
	d := e.read(a)
	d.loose = a.Loose
	s := e.find(storyID)
	if !d.roundUp && e.twin(d) == nil {
		e.climate.note(s != nil)
	}
	if s == nil {
		s = newStory(d)
		s.id = storyID
	}
	e.hold(d, s)
}

// find returns the open story with an id.
func (e *Engine) find(id string) *story {
	id = e.edits.now(id)
	if d, ok := e.known[id]; ok && d.storyAt.id == id {
		return d.storyAt
	}
	return e.edits.open[id]
}

// hold keeps a document in a story, a new one when s is nil, and forgets what is over.
func (e *Engine) hold(d *document, s *story) {
	if s == nil {
		s = newStory(d)
	}
	s.take(d)
	e.enter(d)
	e.forget()
}

// enter lists a document that has its story.
func (e *Engine) enter(d *document) {
	s := d.storyAt
	e.known[d.id] = d
	e.index.add(d)
	if !d.roundUp {
		e.titles[titleKey(d.title)] = d
	}
	if s.id != d.id {
		e.edits.open[s.id] = s
	}
	e.newest = max(e.newest, d.hours)
}

// forget drops articles that no story can need: older than the reach behind the newest, or over the limit.
func (e *Engine) forget() {
	horizon := e.newest - e.options.Reach.Hours() - 24
	for len(e.index.docs) > e.options.Held || len(e.index.docs) > 0 && e.index.docs[0].hours < horizon {
		d := e.index.drop()
		delete(e.known, d.id)
		e.links.forget(d.id)
		if key := titleKey(d.title); e.titles[key] == d {
			delete(e.titles, key)
		}
		if d.storyAt.held--; d.storyAt.held == 0 {
			delete(e.edits.open, d.storyAt.id)
		}
	}
}

// Held returns how many articles the engine holds.
func (e *Engine) Held() int { return len(e.index.docs) }

// Newest returns when the newest article that was added was published.
func (e *Engine) Newest() time.Time { return time.Unix(int64(e.newest*3600), 0).UTC() }

// Near is an article that is related to another.
type Near struct {
	Article, Story string
	Score          float64 // above 0; higher is nearer
	Linked         bool    // a publisher's page points from the one to the other
}

// relatedTerms is by how many of an article's rarest words and names its related ones are found.
const relatedTerms = 16

// Related returns the n held articles that share most with the rarest words and names of a held one, best first; whatever their
// stories.
func (e *Engine) Related(article string, n int) []Near {
	d, ok := e.known[article]
	if !ok || d.roundUp {
		return nil
	}
	q := d.telling().heaviest(relatedTerms)
	near := e.withLinked(d, q, e.index.nearest(q, d, n), n)
	out := make([]Near, 0, len(near))
	for _, s := range near {
		out = append(out, Near{s.id, s.storyAt.id, float64(s.score) / (fullWeight * fullWeight), e.links.between(d.id, s.id)})
	}
	return out
}

// Replay groups articles as a stream in the order of their time, those of one instant by id, and returns, in the order given, where each was placed,
// without the reasons.
func Replay(l *lexicon.Lexicon, o Options, articles []briefs.Article) []Placement {
	order := make([]int, len(articles))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(articles[a].Published.Compare(articles[b].Published), cmp.Compare(articles[a].ID, articles[b].ID))
	})
	e := New(l, o)
	out := make([]Placement, len(articles))
	for _, i := range order {
		p := e.Add(articles[i])
		p.Reasons, p.Earlier = nil, nil
		out[i] = p
	}
	return out
}
