package related

import (
	"errors"
	"fmt"
	"slices"
)

// ErrUnknownStory says that no open story has the id.
var ErrUnknownStory = errors.New("related: no such open story")

// Edit is a decision of people about stories. It is remembered, and what came before keeps its place but for what it names.
type Edit struct {
	Story    string   // of a merge: what takes the other in; of a split: what the articles leave
	Other    string   // of a merge: what is taken in; of a split: the new story
	Articles []string // of a split: what moves
}

// edits are the decisions and what follows from them.
type edits struct {
	made  []Edit
	moved map[string]string // a story that was taken in, by what
	open  map[string]*story // stories whose first article may be gone or elsewhere, by id
}

func newEdits() edits { return edits{moved: map[string]string{}, open: map[string]*story{}} }

// now returns the id under which a story goes on after merges.
func (e *edits) now(id string) string {
	for range len(e.moved) {
		into, ok := e.moved[id]
		if !ok {
			break
		}
		id = into
	}
	return id
}

// Edits returns the decisions of people, oldest first.
func (e *Engine) Edits() []Edit { return slices.Clone(e.edits.made) }

// Merge makes two open stories one, under the first one's id. Articles that are placed into the other later, by a restart
// with old places too, come to it as well.
func (e *Engine) Merge(into, other string) error {
	a, b := e.find(into), e.find(other)
	if a == nil || b == nil {
		return fmt.Errorf("%w: %q, %q", ErrUnknownStory, into, other)
	}
	if a == b {
		return nil
	}
	e.edits.made = append(e.edits.made, Edit{Story: a.id, Other: b.id})
	e.edits.moved[b.id] = a.id
	e.edits.open[a.id] = a
	delete(e.edits.open, b.id)
	for _, d := range e.index.docs {
		if d.storyAt == b {
			a.take(d)
		}
	}
	return nil
}

// Split moves articles of a story into a new one, whose id is that of the oldest of them, and returns it. An article that tells the
// same as one of them, by its title or nearness, goes with them from then on.
func (e *Engine) Split(from string, articles []string) (string, error) {
	s := e.find(from)
	if s == nil {
		return "", fmt.Errorf("%w: %q", ErrUnknownStory, from)
	}
	var moving, staying []*document
	for _, d := range e.index.docs {
		switch {
		case d.storyAt != s:
		case slices.Contains(articles, d.id):
			moving = append(moving, d)
		default:
			staying = append(staying, d)
		}
	}
	if len(moving) == 0 || len(staying) == 0 {
		return "", fmt.Errorf("related: nothing of story %q would move, or stay", from)
	}
	slices.SortStableFunc(moving, func(a, b *document) int { return int(a.number) - int(b.number) })
	fresh := newStory(moving[0])
	if fresh.id == s.id { // an id never changes its meaning: the story keeps it, the moved ones take the next
		if len(moving) == 1 {
			return "", fmt.Errorf("related: story %q bears the id of its first article, which cannot leave it alone; split the others", from)
		}
		fresh.id = moving[1].id
	}
	for _, d := range moving { // who moves them says that they belong together
		d.loose = false
	}
	s.refill(staying)
	fresh.refill(moving)
	delete(e.edits.moved, fresh.id)
	e.edits.open[s.id], e.edits.open[fresh.id] = s, fresh
	e.edits.made = append(e.edits.made, Edit{Story: s.id, Other: fresh.id, Articles: idsOf(moving)})
	return fresh.id, nil
}

// refill makes documents the only members.
func (s *story) refill(members []*document) {
	*s = story{id: s.id, first: members[0].hours, last: members[0].hours}
	for _, d := range members {
		s.take(d)
	}
}

func idsOf(all []*document) []string {
	out := make([]string, len(all))
	for i, d := range all {
		out[i] = d.id
	}
	return out
}
