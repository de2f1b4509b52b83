package digest

import (
	"slices"

	"briefbot/briefs"
	"briefbot/briefs/topics"
)

// Taste is what was chosen for a channel besides what its schedule says; of a conversation with one person, what that person chose. The
// zero value chose nothing.
type Taste struct {
	Only    bool            // nothing is wanted but what is followed
	Watch   *topics.Matcher // names whose stories stand higher; nil: none
	Follow  *topics.Matcher // names whose stories are taken too; nil: none
	Topics  []string        // ids that are followed too
	Feeds   []string        // addresses of feeds that are muted
	Stories []string        // ids of stories that are muted
}

func (d Desk) taste(r Request) Taste {
	if d.Taste == nil {
		return Taste{}
	}
	return d.Taste(r.Workspace, r.Place)
}

// wants returns what a channel takes: a topic, of which nil means everything, and what it takes besides, which may be nil.
func (d Desk) wants(r Request, t Taste) (*topics.Matcher, func(a briefs.Article, outlets int) bool) {
	if t.Only && len(t.Topics) == 0 {
		return t.Follow, nil
	}
	ids := r.Topics
	if t.Only {
		ids = t.Topics
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var more []func(a briefs.Article, outlets int) bool
	named := func(m *topics.Matcher) {
		if m != nil {
			more = append(more, func(a briefs.Article, _ int) bool { ok, _ := m.Match(a); return ok })
		}
	}
	named(t.Follow)
	if !t.Only {
		named(d.Topic(t.Topics))
	}
	if d.Filter != nil {
		if f := d.Filter(r.Workspace, slices.Concat(ids, t.Topics)); f != nil {
			more = append(more, f)
		}
	}
	if len(more) == 0 {
		return d.Topic(ids), nil
	}
	return d.Topic(ids), func(a briefs.Article, outlets int) bool {
		return slices.ContainsFunc(more, func(f func(briefs.Article, int) bool) bool { return f(a, outlets) })
	}
}
