package discord

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"briefbot/bot"
)

// Check implements bot.Checker.
func (a *Adapter) Check(ctx context.Context, to bot.Address) error {
	refuse := func(code int, why string, args ...any) error {
		return &bot.PostError{Class: bot.Refused, Reason: strconv.Itoa(code), Err: fmt.Errorf("discord: code %d: "+why, append([]any{code}, args...)...)}
	}
	if a.checkPlace(to) != nil {
		return refuse(unknownChannel, "%q is no channel", to.String())
	}
	c, x := a.channel(ctx, to.Channel)
	switch {
	case !x.ok():
		return x.failure("look at channel " + to.Channel)
	case or(c.GuildID, DirectMessages) != to.Workspace:
		return refuse(unknownChannel, "channel %s is in another server", to.Channel)
	case !slices.Contains([]int{serverText, direct, announcement}, c.Type) && !isThread(c.Type) && !isForum(c.Type):
		return refuse(wrongChannelType, "channel %s is no text channel", to.Channel)
	case c.GuildID == "":
		return nil
	}
	self, err := a.whoami(ctx)
	if err != nil {
		return &bot.PostError{Class: bot.NotSent, Err: err}
	}
	may, err := a.mayDo(ctx, c, self)
	if err != nil {
		return &bot.PostError{Class: bot.NotSent, Err: err}
	}
	if lacks := lacking(may, isThread(c.Type)); lacks != "" {
		return refuse(missingPermissions, "the bot lacks %s in channel %s", lacks, to.Channel)
	}
	return nil
}

// Called implements bot.Namer.
func (a *Adapter) Called(ctx context.Context, place bot.Address) string {
	if a.checkPlace(place) != nil {
		return ""
	}
	c, x := a.channel(ctx, place.Channel)
	if !x.ok() || c.Name == "" || c.GuildID != place.Workspace {
		return ""
	}
	return "#" + bot.CleanLine(c.Name)
}

var (
	_ bot.Checker = (*Adapter)(nil)
	_ bot.Namer   = (*Adapter)(nil)
)
