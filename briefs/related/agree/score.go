// Package agree measures how well a grouping of articles agrees with labels.
package agree

import (
	"fmt"
	"slices"
	"time"
)

// Label says which story an article tells.
type Label struct {
	Article, Story, Language string
	Firm                     bool // else doubtful, and counted only where it says so
}

// Apart are two articles that look alike and tell different events.
type Apart struct {
	A, B  string
	Gap   time.Duration // between their publications
	Near  bool          // a near miss rather than two other labelled stories
	Story string        // whose near miss it is
}

// Score is precision and recall over counted decisions.
type Score struct{ Right, Wrong, Missed float64 }

// Precision is the share of what was linked that is right; 1 when nothing was.
func (s Score) Precision() float64 { return ratio(s.Right, s.Wrong) }

// Recall is the share of what is right that was linked; 1 when nothing is.
func (s Score) Recall() float64 { return ratio(s.Right, s.Missed) }

// F1 is the harmonic mean of both.
func (s Score) F1() float64 { return harmonic(s.Precision(), s.Recall()) }

// String returns the three figures in percent and the counts behind them.
func (s Score) String() string {
	return fmt.Sprintf("P %5.1f R %5.1f F1 %5.1f (%g right, %g wrong, %g missed)", 100*s.Precision(), 100*s.Recall(), 100*s.F1(), s.Right, s.Wrong, s.Missed)
}

// Links counts pairs of firmly labelled articles for which include holds, as linked by story ids against labels.
// stories maps articles to the grouping's stories; articles without one count as alone.
func Links(labels []Label, stories map[string]string, include func(a, b Label) bool) Score {
	var s Score
	for i, a := range labels {
		for _, b := range labels[:i] {
			if !a.Firm || !b.Firm || a.Article == b.Article || !include(a, b) {
				continue
			}
			together := stories[a.Article] != "" && stories[a.Article] == stories[b.Article]
			switch {
			case together && a.Story == b.Story:
				s.Right++
			case together:
				s.Wrong++
			case a.Story == b.Story:
				s.Missed++
			}
		}
	}
	return s
}

// BCubed returns the mean precision, recall and their F1 over labelled articles: how pure and how whole the stories are as
// each article sees it. Only labelled articles count.
func BCubed(labels []Label, stories map[string]string) (precision, recall, f1 float64) {
	both, grouped, labelled := map[[2]string]float64{}, map[string]float64{}, map[string]float64{}
	n := 0.0
	for _, l := range labels {
		both[[2]string{l.Story, stories[l.Article]}]++
		grouped[stories[l.Article]]++
		labelled[l.Story]++
		n++
	}
	for key, count := range both {
		precision += count * count / grouped[key[1]] / n
		recall += count * count / labelled[key[0]] / n
	}
	return precision, recall, harmonic(precision, recall)
}

// Kept counts the pairs that a grouping keeps apart, of those for which include holds and both articles were placed.
func Kept(pairs []Apart, stories map[string]string, include func(Apart) bool) (kept, all int) {
	for _, p := range pairs {
		a, b := stories[p.A], stories[p.B]
		if a == "" || b == "" || !include(p) {
			continue
		}
		all++
		if a != b {
			kept++
		}
	}
	return kept, all
}

func ratio(right, other float64) float64 {
	if right+other == 0 {
		return 1
	}
	return right / (right + other)
}

func harmonic(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

// BCubedAcross is BCubed that looks only at articles in other languages than each article's own: precision over the articles
// that have one in their group, recall over those whose labelled story has one.
func BCubedAcross(labels []Label, stories, language map[string]string) (precision, recall, f1 float64) {
	groups, truth := map[string][]Label{}, map[string][]Label{}
	for _, l := range labels {
		groups[stories[l.Article]] = append(groups[stories[l.Article]], l)
		truth[l.Story] = append(truth[l.Story], l)
	}
	var grouped, labelled float64
	for _, l := range labels {
		if share, ok := otherLanguage(groups[stories[l.Article]], l, language, func(m Label) bool { return m.Story == l.Story }); ok {
			precision, grouped = precision+share, grouped+1
		}
		if share, ok := otherLanguage(truth[l.Story], l, language, func(m Label) bool { return stories[m.Article] == stories[l.Article] }); ok {
			recall, labelled = recall+share, labelled+1
		}
	}
	precision, recall = precision/max(grouped, 1), recall/max(labelled, 1)
	return precision, recall, harmonic(precision, recall)
}

// otherLanguage returns the share of members in other languages for which right holds; ok is false where there are none.
func otherLanguage(members []Label, l Label, language map[string]string, right func(Label) bool) (share float64, ok bool) {
	var n, good float64
	for _, m := range members {
		if language[m.Article] == language[l.Article] {
			continue
		}
		n++
		if right(m) {
			good++
		}
	}
	return good / max(n, 1), n > 0
}

// Firm returns the firm labels.
func Firm(labels []Label) []Label {
	var out []Label
	for _, l := range labels {
		if l.Firm {
			out = append(out, l)
		}
	}
	return out
}

// WithoutLargest drops the story with the most firm labels.
func WithoutLargest(labels []Label) []Label {
	count, largest := map[string]int{}, ""
	for _, l := range Firm(labels) {
		if count[l.Story]++; count[l.Story] > count[largest] || count[l.Story] == count[largest] && l.Story < largest {
			largest = l.Story
		}
	}
	var out []Label
	for _, l := range labels {
		if l.Story != largest {
			out = append(out, l)
		}
	}
	return out
}

// Shape is how large a grouping's stories are.
type Shape struct {
	Joined float64 // share of articles that joined one before them
	Large  float64 // share of articles in stories of 50 and more
	Sizes  []int   // of the largest six
}

// ShapeOf measures a grouping.
func ShapeOf(stories map[string]string) Shape {
	size := map[string]int{}
	for _, s := range stories {
		size[s]++
	}
	var out Shape
	n := float64(len(stories))
	for _, s := range size {
		out.Joined += float64(s-1) / n
		if s >= 50 {
			out.Large += float64(s) / n
		}
		out.Sizes = append(out.Sizes, s)
	}
	slices.SortFunc(out.Sizes, func(a, b int) int { return b - a })
	out.Sizes = out.Sizes[:min(6, len(out.Sizes))]
	return out
}
