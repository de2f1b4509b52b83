package facts

import (
	"cmp"
	"slices"
	"sort"
)

// topic is all that is said of one subject under one metric.
type topic struct {
	lines   []*line
	moments []moment // the facts of all lines, those first whose periods begin last
}

// moment is a fact of a topic in the order of time. What stands beside an answer is found in one stretch of them: it is not looked for in
// one line after another.
type moment struct {
	place
	fact, line int32 // indexes of the fact, and of its line in the topic
	reach      int32 // the latest end of a period from this one on
}

// topicOf returns the topic of lines that are in order.
func (b *Book) topicOf(lines []*line) topic {
	n := 0
	for _, l := range lines {
		n += len(l.facts)
	}
	moments := make([]moment, 0, n)
	for k, l := range lines {
		for _, i := range l.facts {
			moments = append(moments, moment{place: *b.placeAt(i), fact: int32(i), line: int32(k)})
		}
	}
	slices.SortFunc(moments, func(x, y moment) int { return cmp.Or(cmp.Compare(y.start, x.start), cmp.Compare(x.line, y.line)) })
	reach := int32(0)
	for n := range slices.Backward(moments) {
		reach = max(reach, moments[n].end)
		moments[n].reach = reach
	}
	return topic{lines, moments}
}

// overlapping adds the best fact of each line of a topic, of whatever publisher and nature, about the period of a query or a part of it; all
// facts are of one subject.
func (b *Book) overlapping(out []beside, t topic, subject string, q *Query) []beside {
	if q.Period.IsZero() {
		for _, l := range t.lines {
			if i := b.bestOfLine(l, q); i >= 0 {
				out = append(out, beside{place: b.placeAt(i), i: i, subject: subject, line: l})
			}
		}
		return out
	}
	var room [20]*moment
	best := room[:min(len(t.lines), len(room))]
	if len(t.lines) > len(room) {
		best = make([]*moment, len(t.lines))
	}
	asked := spanOf(q.Period)
	for n := t.before(asked.end); n < len(t.moments) && t.moments[n].reach > asked.start; n++ {
		m := &t.moments[n]
		if m.end <= asked.start || !b.accepts(&m.place, int(m.fact), q) {
			continue
		}
		if have := best[m.line]; have == nil || b.outranks(&m.place, &have.place, int(m.fact), int(have.fact)) < 0 {
			best[m.line] = m
		}
	}
	for k, m := range best {
		if m != nil {
			out = append(out, beside{place: &m.place, i: int(m.fact), subject: subject, line: t.lines[k]})
		}
	}
	return out
}

// before returns the first moment whose period begins before a day.
func (t topic) before(day int32) int {
	return sort.Search(len(t.moments), func(n int) bool { return t.moments[n].start < day })
}
