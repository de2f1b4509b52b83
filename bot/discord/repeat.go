package discord

import (
	"context"
	"errors"
	"fmt"
	"time"

	"briefbot/bot"
)

// nonceLife is for how long Discord is taken to recognise a nonce again. It speaks of "a few minutes".
const nonceLife = 2 * time.Minute

// Repeatable returns for how long a post may be repeated: Discord returns the message of a nonce that it knows, but documents none for
// posts of forums. See bot.Repeater.
func (a *Adapter) Repeatable(to bot.Address) time.Duration {
	if a.inForum(to) {
		return 0
	}
	return nonceLife
}

// PlatformTime returns Discord's time. See bot.Timekeeper.
func (a *Adapter) PlatformTime(ctx context.Context) (time.Time, error) {
	if t, ok := a.clock.Now(); ok {
		return t, nil
	}
	x := a.get(ctx, "/users/@me", "users/@me")
	if t, ok := a.clock.Now(); ok { // even an error tells the time
		return t, nil
	}
	if x.status == 0 {
		return time.Time{}, fmt.Errorf("discord: ask for the time: %w", x.cause(x.refusal()))
	}
	return time.Time{}, errors.New("discord: the answers bear no date")
}

var (
	_ bot.Repeater   = (*Adapter)(nil)
	_ bot.Timekeeper = (*Adapter)(nil)
)
