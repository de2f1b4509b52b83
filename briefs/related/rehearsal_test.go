package related

import (
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"briefbot/briefs/lexicon"
	"briefbot/briefs/related/agree"
	"briefbot/briefs/related/relatedtest"
)

// rehearsal is a corpus whose articles are read and compared once, so that it can be grouped again and again by other weights.
type rehearsal struct {
	*corpus
	scenes   []*scene
	language map[string]string
}

// scene is an article with its candidates.
type scene struct {
	d      *document // nil for an article that came before
	twin   *document
	others []other
}

// other is a candidate with its comparison.
type other struct {
	member *document
	hard   bool
	x      [features]float32
}

// rehearse prepares a corpus.
func rehearse(l *lexicon.Lexicon, c *corpus) *rehearsal {
	r := &rehearsal{corpus: c, language: map[string]string{}}
	e := New(l, Options{})
	var working sync.WaitGroup
	free := make(chan bool, 3)
	for _, a := range c.articles {
		if e.known[a.ID] != nil {
			continue
		}
		r.language[a.ID] = a.Language
		s := &scene{d: e.read(a)}
		if !s.d.roundUp {
			s.twin = e.twin(s.d)
			candidates := e.candidates(s.d)
			free <- true
			working.Go(func() {
				s.meet(candidates)
				<-free
			})
		}
		r.scenes = append(r.scenes, s)
		e.hold(s.d, nil)
	}
	working.Wait()
	return r
}

// meet compares the article with its candidates.
func (s *scene) meet(candidates []*document) {
	s.others = make([]other, len(candidates))
	var l lens
	var p pair
	l.look(s.d)
	for i, m := range candidates {
		p.compare(&l, m)
		s.others[i].member, s.others[i].hard = m, p.hard
		for k, v := range p.x {
			s.others[i].x[k] = float32(v)
		}
	}
}

// rehearsals prepares the field and the public sets, the field first.
func rehearsals(t testing.TB, l *lexicon.Lexicon) []*rehearsal {
	all := append([]*corpus{field(t)}, abroad(t)...)
	out := make([]*rehearsal, len(all))
	var working sync.WaitGroup
	for i, c := range all {
		working.Go(func() { out[i] = rehearse(l, c) })
	}
	working.Wait()
	return out
}

// neighbours are the candidates as the engine sees them by a model.
func (s *scene) neighbours(m *model) []neighbour {
	out := make([]neighbour, len(s.others))
	for i, o := range s.others {
		p := pair{hard: o.hard}
		for k, v := range o.x {
			p.x[k] = float64(v)
		}
		out[i] = neighbour{o.member, p, p.logit(m)}
	}
	return out
}

// replay groups the corpus by a model, as the engine does. see, which may be nil, is called with each article's stories to choose
// from, none where there is no choice, and the members of all stories, and returns the label under which the article belongs whatever the model says; empty for none.
func (r *rehearsal) replay(m *model, see func(d *document, tried []belonging, members map[*story][]*document) string) map[string]string {
	var c climate
	out, members, led := map[string]string{}, map[*story][]*document{}, map[string]*story{}
	for i := range r.scenes {
		s := r.scenes[i]
		var into *story
		var tried []belonging
		loose := false
		switch {
		case s.d.roundUp:
		case s.twin != nil:
			into, loose = s.twin.storyAt, s.twin.loose
		default:
			tried = m.judge(s.d, s.neighbours(m), c.dense(), nil)
			if best := m.choose(tried, 0); best != nil {
				into, loose = best.story, best.loosely(best.logit, s.d.hours)
			}
		}
		label := ""
		if see != nil {
			label = see(s.d, tried, members)
		}
		if label != "" {
			into = led[label]
		}
		if into == nil {
			into = newStory(s.d)
		}
		s.d.loose = loose && label == ""
		if label != "" {
			led[label] = into
		}
		if s.twin == nil && !s.d.roundUp {
			c.note(into.count > 0)
		}
		into.take(s.d)
		members[into] = append(members[into], s.d)
		out[s.d.id] = into.id
	}
	return out
}

// pairs are the examples of the first stage.
func (r *rehearsal) pairs() []example {
	var out []example
	for i := range r.scenes {
		s := r.scenes[i]
		for rank, o := range s.others {
			x, ok := r.verdict(s.d, o.member)
			if !ok && r.sampled(s.d.id) && (rank >= farDown || s.d.hours-o.member.hours > recentHours) {
				x, ok = example{count: farWeight}, true
			}
			if !ok || o.hard || r.apart == nil && (rank+i)%3 != 0 { // a third of the public pairs is enough
				continue
			}
			for k, v := range o.x {
				x.x[k] = float64(v)
			}
			out = append(out, x)
		}
	}
	balance(out)
	return out
}

// taughtStories is of how many stories an article gives examples: those down its list teach little but how many there are.
const taughtStories = 24

// stories are the examples of the second stage: each article and the stories from which it chooses while the labelled articles are put
// where they belong and the model groups the others (led), or while the model groups all.
func (r *rehearsal) stories(m *model, led bool, use func(example) bool) []storyExample {
	var out []storyExample
	r.replay(m, func(d *document, tried []belonging, members map[*story][]*document) string {
		for _, b := range tried[:min(len(tried), taughtStories)] {
			x, ok := r.majority(d, members[b.story])
			if !ok && r.sampled(d.id) && b.far {
				x, ok = example{count: farWeight}, true
			}
			if ok && !b.hard && use(x) {
				out = append(out, storyExample{b.x, b.regime, x.same, x.count})
			}
		}
		if x := (example{stories: [2]string{r.labels[d.id].Story}}); led && use(x) {
			return x.stories[0]
		}
		return ""
	})
	return out
}

// result is how a grouping of the field agrees with labels.
type result struct {
	links, across                agree.Score
	kept, pairs, near, nearPairs int
	right, alike, wrong, other   int // of pairs that were read: joined of those that are alike, and of the others
	firmRight, firmWrong         int // of those joined, without those in doubt
}

func (r *result) add(o result) {
	for _, s := range []struct{ to, from *agree.Score }{{&r.links, &o.links}, {&r.across, &o.across}} {
		s.to.Right, s.to.Wrong, s.to.Missed = s.to.Right+s.from.Right, s.to.Wrong+s.from.Wrong, s.to.Missed+s.from.Missed
	}
	r.kept, r.pairs, r.near, r.nearPairs = r.kept+o.kept, r.pairs+o.pairs, r.near+o.near, r.nearPairs+o.nearPairs
	r.right, r.alike, r.wrong, r.other = r.right+o.right, r.alike+o.alike, r.wrong+o.wrong, r.other+o.other
	r.firmRight, r.firmWrong = r.firmRight+o.firmRight, r.firmWrong+o.firmWrong
}

// String returns the figures in percent.
func (r result) String() string {
	return fmt.Sprintf("links %v; across languages %v; hard negatives kept apart %.1f %% of %d, within three days %.1f %% of %d; read as alike, joined %.1f %% of %d; as different %.1f %% of %d; without doubt %.1f %% and %.1f %%",
		r.links, r.across, percent(r.kept, r.pairs), r.pairs, percent(r.near, r.nearPairs), r.nearPairs, percent(r.right, r.alike), r.alike, percent(r.wrong, r.other), r.other, percent(r.firmRight, r.alike), percent(r.firmWrong, r.other))
}

func percent(n, of int) float64 { return 100 * float64(n) / math.Max(float64(of), 1) }

// result measures the labels of the stories that count.
func (r *rehearsal) result(t testing.TB, stories map[string]string, counts func(story string) bool) result {
	var out result
	out.links = agree.Links(r.gold, stories, func(a, b agree.Label) bool { return counts(a.Story) })
	out.across = agree.Links(r.gold, stories, func(a, b agree.Label) bool { return counts(a.Story) && a.Language != b.Language })
	for _, h := range relatedtest.Hard(t) {
		if !counts(h.Story) || stories[h.A] == "" || stories[h.B] == "" {
			continue
		}
		apart := int(boolean(stories[h.A] != stories[h.B]))
		out.kept, out.pairs = out.kept+apart, out.pairs+1
		if h.Gap <= 72*time.Hour {
			out.near, out.nearPairs = out.near+apart, out.nearPairs+1
		}
	}
	loose := map[string]bool{}
	for _, s := range r.scenes {
		loose[s.d.id] = s.d.loose
	}
	for p, same := range r.judged {
		joined := int(boolean(stories[p[0]] == stories[p[1]]))
		switch {
		case !counts(readKey(p[0], p[1])) || stories[p[0]] == "" || stories[p[1]] == "":
		case same:
			out.right, out.alike = out.right+joined, out.alike+1
			out.firmRight += joined * int(boolean(!loose[p[0]] && !loose[p[1]]))
		default:
			out.wrong, out.other = out.wrong+joined, out.other+1
			out.firmWrong += joined * int(boolean(!loose[p[0]] && !loose[p[1]]))
		}
	}
	return out
}

// report describes a grouping over the labels that count.
func (r *rehearsal) report(t testing.TB, stories map[string]string, counts func(story string) bool) string {
	if r.apart != nil {
		shape := agree.ShapeOf(stories)
		return fmt.Sprintf("%v; %.1f %% joined, %.2f %% in stories of 50 and more", r.result(t, stories, counts), 100*shape.Joined, 100*shape.Large)
	}
	by := map[string][]agree.Label{}
	for _, g := range r.gold {
		if counts(g.Story) {
			by[""] = append(by[""], g)
			by[r.language[g.Article]] = append(by[r.language[g.Article]], g)
		}
	}
	out := ""
	for _, language := range []string{"en", "fr", "zh"} {
		if len(by[language]) > 0 {
			p, rec, f1 := agree.BCubed(by[language], stories)
			out += fmt.Sprintf("%s B-cubed P %.1f R %.1f F1 %.1f; ", language, 100*p, 100*rec, 100*f1)
		}
	}
	p, rec, f1 := agree.BCubedAcross(by[""], stories, r.language)
	return out + fmt.Sprintf("across P %.1f R %.1f F1 %.1f", 100*p, 100*rec, 100*f1)
}
