package commands

import (
	"cmp"
	"context"
	"slices"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/settings"
)

// Home is the line whose answer is the page that somebody has of the bot, on platforms that have such pages.
const Home = "status"

// mostHeldRead is how many held messages an overview counts at most.
const mostHeldRead = 50

// status shows how things stand in the asker's workspace: to everybody what everybody may ask for one by one, to editors and admins also
// what waits for them. Its buttons are lines like any other, so that each asks for the rights again.
func (d Deps) status() bot.Command {
	return bot.Command{
		Name: "status", Names: present.Text("cmd-status-name"), Aliases: []string{"etat"}, Summary: present.Text("cmd-status"), Example: "status",
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			if d.Rank != nil { // everybody may ask, so that nobody has worked out yet what else they may
				in = d.Rank(ctx, in)
			}
			o, err := d.overview(ctx, in)
			if err != nil {
				return bot.Message{}, err
			}
			return d.naming(ctx, in, d.voice(in), standingPlaces(o.Schedules)).Status(o, in.From.Place(), d.Now()), nil
		},
	}
}

// standingPlaces are the channels that an overview of schedules speaks of.
func standingPlaces(list []present.Standing) []bot.Address {
	var out []bot.Address
	for _, s := range list[:min(len(list), present.StandingShown)] {
		var last []present.Ran
		if s.Last != nil {
			last = append(last, *s.Last)
		}
		out = append(out, placesIn(last, s.Schedule)...)
	}
	return out
}

func (d Deps) overview(ctx context.Context, in bot.Invocation) (present.Overview, error) {
	o := present.Overview{Admin: in.Access >= bot.Admin, Editor: in.Access >= bot.Editor}
	if in.Public { // all see the answer: nothing is in it that not everybody may ask for
		o.Admin, o.Editor = false, false
	}
	if err := d.standings(ctx, in, &o); err != nil {
		return o, err
	}
	sources, err := d.Desk.Sources(ctx, in.From.Place())
	if err != nil {
		return o, err
	}
	for _, s := range sources {
		switch {
		case s.Paused:
			o.Paused = append(o.Paused, s)
		case s.Gone || !s.Failing.IsZero():
			o.Failing = append(o.Failing, s)
		}
	}
	if o.Editor && d.Facts != nil {
		o.Facts = len(d.Facts().Pending())
	}
	if o.Editor && d.Open != nil {
		if o.Drafts, err = d.Open(ctx, in.From.Place()); err != nil {
			return o, err
		}
	}
	if !o.Admin {
		return o, nil
	}
	o.Untold = d.Noticed != nil && !d.Noticed(workspaceOf(in))
	held, err := d.Held().Held(ctx, workspaceOf(in), mostHeldRead+1)
	o.HeldMore = len(held) > mostHeldRead
	o.Held = undecided(held[:min(len(held), mostHeldRead)])
	return o, err
}

// standings fills in the schedules, each with its last run.
func (d Deps) standings(ctx context.Context, in bot.Invocation, o *present.Overview) error {
	list, err := d.Desk.Schedules(ctx, in.From.Place())
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b present.Schedule) int { return cmp.Compare(len(b.Stopped), len(a.Stopped)) }) // what needs somebody first
	for i, s := range list {
		if i >= present.StandingShown {
			o.Schedules = append(o.Schedules, present.Standing{Schedule: s}) // it is only counted
			continue
		}
		st := present.Standing{Schedule: s, Change: d.mayPause(in, s.Name), Test: max(in.Access, in.Here) >= bot.Editor}
		if d.Admin != nil && st.Change {
			_, st.Edit = d.space(in).Schedules[s.Name]
		}
		runs, _, err := d.Records.History(ctx, in.From.Place(), s.Name, 1)
		if err != nil {
			return err
		}
		if len(runs) > 0 {
			st.Last = &runs[0]
		}
		o.Schedules = append(o.Schedules, st)
	}
	return nil
}

// mayPause reports whether somebody may pause a schedule: all of its channels have to be theirs.
func (d Deps) mayPause(in bot.Invocation, name string) bool {
	if max(in.Access, in.Here) < bot.Admin {
		return false
	}
	if d.Admin == nil {
		return true
	}
	space := d.space(in)
	return space.May(d.Actor(in), space.Put(settings.KindPause, name, settings.Pause{}))
}
