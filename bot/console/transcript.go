package console

import (
	"reflect"
	"slices"
	"strconv"
	"sync"
	"time"

	"briefbot/bot"
)

// memory is how many messages, and how many buttons, a transcript remembers.
const memory = 1000

// Transcript is what was said on a terminal, newest last, as far back as a thousand messages. It plays the part of the
// platform's own history: adapters that share one find each other's messages.
type Transcript struct {
	mu      sync.Mutex
	entries []Entry
	ids     int
	buttons map[int]button
	pressed int // the number of the newest button
}

// Entry is one message of a transcript.
type Entry struct {
	At      bot.Address
	Thread  string // the id of the message that it replies to; empty in the channel itself
	Key     string // the delivery key; empty for an answer
	Message bot.Message
	Text    string // as printed, with escape sequences where colour was on
	Answer  bool   // it answers a typed line or a button
	Private bool   // on another platform only the asker would see it
	Edited  bool
	Posted  time.Time
}

type button struct {
	under  bot.Address
	action bot.Action
}

// NewTranscript returns an empty transcript.
func NewTranscript() *Transcript { return &Transcript{buttons: map[int]button{}} }

// Entries returns a copy of all that is remembered, oldest first.
func (t *Transcript) Entries() []Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.entries)
}

// shows reports whether the entry already shows the message.
func (e Entry) shows(m bot.Message) bool { return reflect.DeepEqual(e.Message, m) }

// id returns the id of the next message.
func (t *Transcript) id() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ids++
	return strconv.Itoa(t.ids)
}

// keep adds the entry, or replaces the one at the same address.
func (t *Transcript) keep(e Entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.entries {
		if t.entries[i].At == e.At {
			t.entries[i] = e
			return
		}
	}
	t.entries = append(t.entries, e)
	if len(t.entries) > memory {
		t.entries = slices.Delete(t.entries, 0, len(t.entries)-memory)
	}
}

// at returns the entry at the address.
func (t *Transcript) at(at bot.Address) (Entry, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.entries {
		if e.At == at {
			return e, true
		}
	}
	return Entry{}, false
}

// find returns the entry with the key that Post(to) put there since the time given.
func (t *Transcript) find(to bot.Address, key string, since time.Time) (Entry, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.entries {
		if !e.Answer && e.Key == key && e.At.Place() == to.Place() && e.Thread == to.Message && !e.Posted.Before(since) {
			return e, true
		}
	}
	return Entry{}, false
}

// button gives a button its number. Numbers are never given twice, so that an old button is not mistaken for a new one.
func (t *Transcript) button(under bot.Address, a bot.Action) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pressed++
	t.buttons[t.pressed] = button{under, a}
	delete(t.buttons, t.pressed-memory)
	return t.pressed
}

// press returns the button of that number.
func (t *Transcript) press(number int) (button, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	b, ok := t.buttons[number]
	return b, ok
}
