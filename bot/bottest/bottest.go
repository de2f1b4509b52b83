// Package bottest is the conformance suite that every chat adapter passes, against an honest stand-in of its platform.
package bottest

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"briefbot/bot"
)

// Platform is a stand-in as the suite sees it: it makes adapters, plays the people, and looks at what people would see.
// Functions that a platform cannot have are nil; the suite then checks what stands in their place, or skips the check.
type Platform struct {
	// New returns a fresh adapter that speaks to the stand-in. It is called again to play a restart.
	New func(t testing.TB, log *slog.Logger) bot.Adapter

	Channel bot.Address // where the bot may post
	Closed  bot.Address // where the platform refuses its posts for good; zero where there is no such place

	// Ready waits until a serving adapter can be asked, for at most a few seconds.
	Ready func(ctx context.Context) error

	// Seen returns what is visible in the channel and its threads, oldest first.
	Seen func(channel bot.Address) []Seen

	// Ask types a command in Channel as a person would and returns the answer when the person sees it. The person is made
	// up from the name, always the same one for the same name, without any rights. A line such as "quick alpha" goes
	// through the umbrella command ("/brief quick alpha"); "/quick alpha" uses the command's own slash command. What the
	// platform offers no way to type is answered with ErrCannotType.
	Ask func(ctx context.Context, user, line string) (Answer, error)

	// Mention has somebody write a message into Channel that mentions the bot, with the line after the mention, and returns the
	// answer. Nil where the platform does not tell the bot of mentions; Lacks then says why.
	Mention func(ctx context.Context, user, line string) (Answer, error)

	// Lacks says what the platform has no way to do, by the name of the function here that is nil: a person reads it in the test's
	// log.
	Lacks map[string]string

	// Press presses the button with that label under the answer or under the visible message.
	Press func(ctx context.Context, user string, under Answer, label string) (Answer, error)

	// Choose chooses what is offered on messages under that name, on a message that people see, also inside a thread. Nil where the
	// platform offers nothing on messages; Lacks then says why.
	Choose func(ctx context.Context, user string, on bot.Address, name string) (Answer, error)

	// OpenHome opens the page that the bot has for each person alone, and PressHome presses the first button there with that label; both
	// return the page when it was made anew. Its line is "desk". Nil where the platform has no such pages; Lacks then says why.
	OpenHome  func(ctx context.Context, user string) (Answer, error)
	PressHome func(ctx context.Context, user, label string) (Answer, error)

	// Submit sends off the dialogue that is open before somebody: values by label, of choices a label, of channels an id; what is not named
	// stays as it is. It returns what the platform shows beside the fields, where it does so and then keeps the dialogue open; nil where
	// it shows nothing there. Nil where the platform has no dialogues; Lacks then says why.
	Submit func(ctx context.Context, user string, values map[string]string) (a Answer, flaws map[string]string, err error)

	// Complete types into an option and returns the labels proposed. Nil where the platform has no such thing: the
	// suite then checks that an unknown value is answered with suggestions.
	Complete func(ctx context.Context, user, command, param, typed string) ([]string, error)

	// Fail makes the next requests of the adapter fail in the given way. Nil where there is no network.
	Fail func(f Fault)

	// Drop cuts all sockets of the adapter and returns when it is connected again. Nil where there are none.
	Drop func(ctx context.Context) error

	// NoPictures makes the platform refuse pictures from now on, as where a right for them was not given. Nil where it never
	// shows any.
	NoPictures func()

	// OpenPictures says that only messages for all can show a picture.
	OpenPictures bool

	// Requests returns how many requests that could create a message have reached the stand-in.
	Requests func() int

	// Deadline is how long the platform waits for the first answer; zero when it waits for ever.
	Deadline time.Duration

	// Pace is how much time the platform wants between two posts to one channel; zero when it does not say. The suite
	// keeps to it where a rate limit of the platform's own would stand in the way of a check.
	Pace time.Duration

	Admin string // a name for Ask whom the platform gives the rights of an admin; empty where it says nothing of rights

	Secrets []string // must never appear in logs and errors
}

// ErrCannotType says that a platform has no way to type what Ask was given, such as an unknown command where the client
// offers only registered ones.
var ErrCannotType = errors.New("bottest: the platform has no way to type this")

// Seen is one message as people see it: markup, escapes and mentions are already what the client makes of them, so that
// an asterisk that the adapter failed to escape is missing here, and one too many escapes shows.
type Seen struct {
	At     bot.Address // as Post returned it
	Thread string      // the id of the message in whose thread it stands; empty in the channel itself
	Text   string      // all visible words, in order, as a reader would read them
	Links  []string
	Labels []string // of the buttons
	Pings  int      // how many people or groups it would notify, 0 always hoped for
	Edited bool
	Images []Image
}

// Image is a picture as people get it.
type Image struct {
	Alt string // what a screen reader says in its place
	PNG []byte
}

// Answer is what the asker saw.
type Answer struct {
	Text    string
	Private bool // nobody else saw it
	Links   []string
	Labels  []string // of the buttons
	Pings   int      // how many people or groups it notified
	Images  []Image
	First   time.Duration // from asking to the first sign of life that the platform requires
	ID      string        // of the stand-in, for Press
	At      bot.Address   // where it stands, when it is public
	Thread  string        // the id of the message in whose thread it stands; empty in the channel itself
	Form    *Form         // the dialogue that opened in the place of an answer; nil for none
}

// Fault is one way in which a platform fails.
type Fault struct {
	Kind       FaultKind
	Times      int           // how many requests
	RetryAfter time.Duration // for RateLimited
}

// FaultKind tells faults apart.
type FaultKind int

// The faults a stand-in can play on posts. Other requests are not touched.
const (
	RateLimited   FaultKind = iota // 429 with Retry-After, nothing accepted
	BrokenBefore                   // 5xx, nothing accepted
	BrokenAfter                    // accepted, then 5xx
	CutAfter                       // accepted, then the connection is cut without an answer
	UnreachedOnly                  // the connection is refused
)
