// Package bot says how briefbot talks: messages, addresses, commands and the adapters that carry them to a chat platform.
package bot

import (
	"context"
	"time"
)

// Adapter connects one chat platform. Its name is the first part of every address on that platform.
//
// All methods may be called at the same time from several goroutines. Post and Edit clean and escape whatever
// the message holds, so that no text in it can ping, format or link anywhere but where its URL says.
type Adapter interface {
	// Name returns the platform's name, such as "slack".
	Name() string

	// Serve receives commands, buttons and completions and lets the router answer them, until ctx ends. It
	// reconnects by itself. It returns nil after a clean stop and an error only when trying on is useless, such as
	// for refused credentials. Answers under way are finished first, for at most a few seconds.
	Serve(ctx context.Context, router *Router) error

	// Post sends one message and returns its address. Posting to the address of a message replies in its thread.
	// The key marks the message on the platform, so that Find can recognise it; it is at most 24 bytes of [0-9a-z].
	// Post sends at most one request that could create a message. Errors are *PostError.
	Post(ctx context.Context, to Address, key string, m Message) (Address, error)

	// Find looks for the bot's own message that bears the key, posted at or after since, where Post(to) would
	// have put it. It returns ErrNotFound when it saw everything and the message is not there, and
	// ErrCannotLook when it was not allowed to see everything.
	Find(ctx context.Context, to Address, key string, since time.Time) (Address, error)

	// Edit replaces the message at the address. Repeating it does no harm. Errors are *PostError.
	Edit(ctx context.Context, at Address, key string, m Message) error
}

// Renderer is what an adapter also offers: its platform's form of a message, without sending anything.
type Renderer interface {
	// Split cuts a message into parts that each fit the platform's limits. The first is posted to the channel, the
	// others follow in its thread. Nothing is lost: the parts together hold all lines.
	Split(m Message) []Message

	// Payload returns the body of the request that Post would send, as the platform's JSON.
	Payload(to Address, key string, m Message) ([]byte, error)
}

// Repeater is what an adapter also offers whose platform recognises a message that is posted again.
type Repeater interface {
	// Repeatable returns for how long after a Post was begun the same Post, to the same address with the same key and message, may be
	// repeated: the platform then returns the message that it has instead of making a second one. Zero: not at all.
	Repeatable(to Address) time.Duration
}

// Timekeeper is what an adapter also offers that knows its platform's time, by which Find looks back.
type Timekeeper interface {
	// PlatformTime returns the platform's time, to about a second. It asks the platform when it does not know.
	PlatformTime(ctx context.Context) (time.Time, error)
}

// Access says who may do something. A higher value includes the lower ones.
type Access int

// The rights a person can have in a workspace.
const (
	Everyone Access = iota // may ask
	Editor                 // may also correct facts and stories
	Admin                  // may also change sources, schedules and roles
)

// User is a person on a platform.
type User struct {
	ID     string   // the platform's stable id
	Name   string   // as shown to others; may be empty
	Groups []string // ids of the roles that the person has on the platform, where it says them with what is asked
}

// Ranker is what an adapter also offers that has to ask its platform what somebody may do there.
type Ranker interface {
	// Rank returns what the platform itself lets a person do in a workspace. Where that cannot be found out it is what everyone may.
	Rank(ctx context.Context, workspace, user string) Access
}

// Grouper is what an adapter also offers whose platform does not say with what is asked which of its groups somebody is in.
type Grouper interface {
	// Member reports whether somebody is in a group of a workspace. An error means that nobody can tell now.
	Member(ctx context.Context, workspace, group, user string) (bool, error)
}

// Checker is what an adapter also offers that can tell beforehand whether it may post somewhere.
type Checker interface {
	// Check returns nil when Post to the address would be accepted as far as can be told, without posting anything. Its errors are
	// *PostError, as those of Post: of class Refused when it would be refused, such as for a channel of another workspace; of another
	// class when that cannot be told now.
	Check(ctx context.Context, to Address) error
}

// Namer is what an adapter also offers that knows what channels are called.
type Namer interface {
	// Called returns the name of a channel as people see it, such as "#news". It is empty where nobody can tell now, and for a channel
	// that is not in the workspace of the address.
	Called(ctx context.Context, place Address) string
}

// Forums is what an adapter also offers whose platform has forums: channels in which every message begins a thread of its own, with a name
// and tags.
type Forums interface {
	// Forum reports whether the channel is one. It may ask the platform; what it does not learn in a moment is an error.
	Forum(ctx context.Context, place Address) (bool, error)
}
