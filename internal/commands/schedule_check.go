package commands

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
)

// either adds a button to the refusal of two restricted day fields: it says that one of them is enough.
func either(v present.Voice, worded, err error, c bot.Command, in bot.Invocation) error {
	var refused *schedule.Error
	var shown *bot.UserError
	if !errors.As(err, &refused) || refused.Code != schedule.CodeBothDays || !errors.As(worded, &shown) {
		return worded
	}
	args := maps.Clone(in.Args)
	args["either"] = "yes"
	if line := again(&c, args); line != "" {
		shown.Message.Actions = append(shown.Message.Actions, bot.Action{Label: v.Say("plan-either"), Line: line})
	}
	return shown
}

// coincides returns which schedules post into one of the channels at one of the next times of the new one. One that does just the same is an error.
func coincides(v present.Voice, s settings.Schedule, p present.NewPlan, others []present.Schedule) ([]string, error) {
	var out []string
	for _, o := range others {
		shared := 0
		for _, place := range o.Places {
			if slices.Contains(s.Channels, place.String()) {
				shared++
			}
		}
		if shared == 0 {
			continue
		}
		if shared == len(s.Channels) && o.Zone.String() == p.Zone.String() && reflect.DeepEqual(o.Timing, p.Timing) && slices.Equal(o.Topics, s.Topics) {
			return nil, &bot.UserError{Message: v.Advice("plan-double", o.Name, "plan-double-do")}
		}
		if !o.Next.IsZero() && o.Meets != nil && slices.ContainsFunc(p.Runs, func(r present.Upcoming) bool { return o.Meets(r.At) }) {
			out = append(out, o.Name)
		}
	}
	return out, nil
}

// mayPost asks whether the bot may post into channels; unverified is that nobody can be asked. That it may not is an error.
func (d Deps) mayPost(ctx context.Context, v present.Voice, in bot.Invocation, channels []string) (unverified bool, err error) {
	for _, c := range channels {
		at, err := bot.ParseAddress(c)
		if err != nil || at.Platform != in.From.Platform || at.Workspace != in.From.Workspace {
			return false, &bot.UserError{Message: v.Advice("channel-unknown", c, "")}
		}
		known, err := d.Check(ctx, at)
		var post *bot.PostError
		switch {
		case !known:
			unverified = true
		case errors.As(err, &post) && post.Class == bot.Refused:
			return false, &bot.UserError{Message: v.CannotPost(at, in.From, post.Error())}
		case err != nil:
			return false, &bot.UserError{Message: v.CannotPost(at, in.From, "")}
		}
	}
	return unverified, nil
}
