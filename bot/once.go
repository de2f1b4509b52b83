package bot

import (
	"context"
	"math/rand/v2"
	"time"
)

// Once lets each delivery of a platform be answered by one of several processes, also across restarts. Adapters ask it before they
// answer, beside what they remember themselves.
type Once interface {
	// Claim takes a delivery, named by the platform's own id for it.
	Claim(ctx context.Context, platform, event string) (Claim, error)
	// Settle notes what became of a delivery that was the caller's: it was answered, or certainly was not and may be when it comes again.
	Settle(ctx context.Context, platform, event string, answered bool) error
}

// Claim is what became of a delivery so far.
type Claim int

// The states of a delivery.
const (
	First    Claim = iota // it is ours to answer
	InHand                // somebody is answering it, or has died over it a moment ago
	Answered              // it was answered
)

// ClaimLimit is how long a claim may take: platforms wait three seconds for an answer.
const ClaimLimit = 300 * time.Millisecond

// Take claims a delivery within ClaimLimit. A nil Once, and an event without an id, make every delivery the first. When nobody can
// tell, because the database does not answer, it returns First and false: then only what changes nothing may be answered
// (see Invocation.Unsure), for an answer that comes twice is better than none.
func Take(ctx context.Context, o Once, platform, event string) (c Claim, sure bool, err error) {
	if o == nil || event == "" {
		return First, true, nil
	}
	ctx, cancel := context.WithTimeout(ctx, ClaimLimit)
	defer cancel()
	c, err = o.Claim(ctx, platform, event)
	if err != nil {
		return First, false, err
	}
	return c, true, nil
}

// Settle settles a claim of o, which may be nil. Its error is worth a log line and no more.
func Settle(ctx context.Context, o Once, platform, event string, answered bool) error {
	if o == nil || event == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	return o.Settle(ctx, platform, event, answered)
}

// NewID returns a new id of an invocation, for log lines and for the code that people see when a command breaks.
func NewID() string {
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	var id [6]byte
	n := rand.Uint64()
	for i := range id {
		id[i], n = letters[n%32], n/32
	}
	return string(id[:])
}
