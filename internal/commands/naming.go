package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/internal/present"
)

// naming returns a voice that calls channels by their names in an answer to somebody who helps to run the bot in the whole workspace, and who
// alone reads it: what a channel is called may be a secret of its members. Others, also editors of one channel alone, are told ids.
func (d Deps) naming(ctx context.Context, in bot.Invocation, v present.Voice, places []bot.Address) present.Voice {
	if d.Called == nil || in.Public {
		return v
	}
	if d.Rank != nil {
		in = d.Rank(ctx, in)
	}
	if in.Access < bot.Editor {
		return v
	}
	var ask []string
	seen := map[bot.Address]bool{in.From.Place(): true} // that one is "this channel"
	for _, p := range places {
		if !seen[p] {
			seen[p] = true
			ask = append(ask, p.String())
		}
	}
	if len(ask) == 0 {
		return v
	}
	return v.Naming(d.Called(ctx, ask))
}

// placesOf are the channels that verdicts speak of.
func placesOf(list []present.Verdict) []bot.Address {
	var out []bot.Address
	for _, x := range list {
		if x.Place != (bot.Address{}) {
			out = append(out, x.Place)
		}
	}
	return out
}

// placesIn are the channels that runs and schedules speak of.
func placesIn(runs []present.Ran, schedules ...present.Schedule) []bot.Address {
	var out []bot.Address
	for _, r := range runs {
		for _, p := range r.In {
			out = append(out, p.Place)
		}
	}
	for _, s := range schedules {
		for _, x := range s.Stopped {
			out = append(out, x.Place)
		}
	}
	return out
}
