package commands

import (
	"slices"
	"sync"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

// maxRemembered is how many answers of one command are remembered for a workspace, some 3 kB each. People ask the same few things.
const maxRemembered = 500

// memory remembers answers to questions for facts. An answer follows from the book, the day, the question and the voice alone; with the
// book or the day all are forgotten. It is safe for use by many.
type memory struct {
	mu   sync.Mutex
	book *facts.Book
	day  briefs.Date
	kept map[string]reply
}

// reply is what a command returned.
type reply struct {
	message bot.Message
	err     error
}

// key names a question: all that an answer follows from, the book and the day aside.
func key(c *bot.Command, in *bot.Invocation, v present.Voice) string {
	var room [128]byte
	b := append(room[:0], c.Name...)
	for i := range c.Params {
		b = append(append(b, 0), in.Args[c.Params[i].Name]...)
	}
	b = append(append(append(b, 0), v.Language()...), v.Zone().String()...)
	if in.Public {
		b = append(b, '!')
	}
	return string(b)
}

// recall returns what was answered to a question before; false when it was not, or not from this book and on this day.
func (m *memory) recall(book *facts.Book, day briefs.Date, key string) (reply, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.book != book || m.day != day {
		return reply{}, false
	}
	r, ok := m.kept[key]
	return r.own(), ok
}

// keep remembers an answer. Those with a picture are not kept: they are large.
func (m *memory) keep(book *facts.Book, day briefs.Date, key string, r reply) {
	if r.message.Image != nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.book != book || m.day != day || len(m.kept) >= maxRemembered {
		m.book, m.day, m.kept = book, day, map[string]reply{}
	}
	m.kept[key] = r.own()
}

// own returns a reply whose lists the holder may add to.
func (r reply) own() reply {
	r.message.Sections, r.message.Actions = slices.Clone(r.message.Sections), slices.Clone(r.message.Actions)
	return r
}
