package delivery

import (
	"encoding/json"
	"fmt"

	"briefbot/bot"
	"briefbot/internal/store"
)

// batch is what is written down at once for a channel.
type batch struct {
	run    Run
	place  bot.Address
	from   int    // number of the first part
	parent string // key of the message under which the next ones go; empty: the next one begins a thread
	list   []store.Delivery
	shows  map[string]string // key of the message that shows an article
}

// add freezes a message as the next part.
func (b *batch) add(m bot.Message) error {
	return b.freeze(m, "")
}

// freeze adds a message, as an edit of another when that one's key is given.
func (b *batch) freeze(m bot.Message, edits string) error {
	part := b.from + len(b.list)
	payload, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("delivery: freeze part %d: %w", part, err)
	}
	d := store.Delivery{
		Key:       store.DeliveryKey(b.run.Workspace, b.run.Schedule, b.run.Nominal+" "+b.run.Zone, b.place.String(), part),
		Workspace: b.run.Workspace, Schedule: b.run.Schedule, Nominal: b.run.Nominal, Zone: b.run.Zone, Place: b.place.String(), Part: part, Payload: payload,
		Edits: edits,
	}
	if edits == "" {
		d.Parent = b.parent
		if b.parent == "" {
			b.parent = d.Key
		}
		b.note(m, d.Key)
	}
	b.list = append(b.list, d)
	return nil
}

// note remembers which articles a message shows.
func (b *batch) note(m bot.Message, key string) {
	if b.shows == nil {
		b.shows = map[string]string{}
	}
	for _, s := range m.Sections {
		for _, l := range s.Lines {
			if _, ok := b.shows[l.Ref]; !ok && l.Ref != "" {
				b.shows[l.Ref] = key
			}
		}
	}
}

// where adds to headlines the messages that show them.
func (b *batch) where(shown []store.ShownArticle) []store.ShownArticle {
	out := make([]store.ShownArticle, len(shown))
	for i, s := range shown {
		s.Message = b.shows[s.Article]
		out[i] = s
	}
	return out
}
