package commands

import (
	"context"
	"errors"
	"maps"

	"briefbot/bot"
	"briefbot/internal/present"
)

// Repeats keeps questions that are asked again on a timetable, each answered in the channel where it was set up.
type Repeats interface {
	// Add keeps a line for the channel of the invocation. Its errors are those of schedule.Parse, ErrManyRepeats, and *settings.Refusal.
	Add(ctx context.Context, in bot.Invocation, line, timing, language string) (present.Repeat, error)
	// Of returns those of the channel's workspace, by id.
	Of(ctx context.Context, place bot.Address) ([]present.Repeat, error)
	// Stop forgets one of the asker's workspace and reports whether there was one. Its error may be a *settings.Refusal.
	Stop(ctx context.Context, in bot.Invocation, id string) (bool, error)
}

// ErrManyRepeats is the error of one more than a workspace may have.
var ErrManyRepeats = errors.New("the workspace has as many as it may have")

// keeper returns what keeps questions; nil where nothing runs that would ask them, as on the command line.
func (d Deps) keeper() Repeats {
	if d.Repeats == nil {
		return nil
	}
	return d.Repeats()
}

// repeat keeps the question for its timetable, and shows what would be posted now.
func (a *asking) repeat(m bot.Message) (bot.Message, error) {
	in := a.in // everybody may ask, so that nobody has worked out yet what else they may
	if a.d.Rank != nil {
		in = a.d.Rank(a, in)
	}
	if max(in.Access, in.Here) < bot.Admin {
		return refuse(a.v.Refusal("repeat-denied"))
	}
	keeper := a.d.keeper()
	if keeper == nil {
		return refuse(a.v.Refusal("repeat-not-here"))
	}
	args := maps.Clone(a.in.Args)
	delete(args, "schedule")
	kept, err := keeper.Add(a, in, a.c.Line(args), a.q.Schedule, a.v.Language())
	switch {
	case errors.Is(err, ErrManyRepeats):
		return refuse(a.v.Refusal("repeat-many"))
	case err != nil:
		return bot.Message{}, turnedDown(a.v, worded(a.v, err))
	}
	out := a.v.Repeated(kept, m, a.d.Now())
	out.Actions = []bot.Action{{Label: a.v.Say("repeat-stop"), Line: "repeat stop " + kept.ID}}
	return out, nil
}

func (d Deps) repeatList() bot.Command {
	return bot.Command{
		Name: "repeat list", Summary: present.Text("cmd-repeat-list"), Example: "repeat list",
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, keeper := d.voice(in), d.keeper()
			if keeper == nil {
				return refuse(v.Refusal("repeat-not-here"))
			}
			list, err := keeper.Of(ctx, in.From.Place())
			if err != nil {
				return bot.Message{}, err
			}
			return v.Repeats(list, in.From.Place(), d.Now()), nil
		},
	}
}

func (d Deps) repeatStop() bot.Command {
	return bot.Command{
		Name: "repeat stop", Summary: present.Text("cmd-repeat-stop"), Example: "repeat stop R7K2Q", Access: bot.Admin, Local: true,
		Params: []bot.Param{{Name: "id", Summary: present.Text("cmd-repeat-which"), Required: true, Complete: d.completeRepeat}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, keeper := d.voice(in), d.keeper()
			if keeper == nil {
				return refuse(v.Refusal("repeat-not-here"))
			}
			found, err := keeper.Stop(ctx, in, in.Args["id"])
			if err == nil && !found {
				return refuse(v.Refusal("repeat-unknown"))
			}
			return v.Refusal("repeat-stopped"), turnedDown(v, err)
		},
	}
}

// completeRepeat proposes the ids of the workspace, with what they ask.
func (d Deps) completeRepeat(ctx context.Context, in bot.Invocation, typed string) []bot.Choice {
	keeper := d.keeper()
	if keeper == nil {
		return nil
	}
	list, err := keeper.Of(ctx, in.From.Place())
	if err != nil {
		return nil
	}
	var out []bot.Choice
	for _, r := range list {
		if c := choice(r.ID+" · "+r.Line, r.ID); begins(c, typed) {
			out = append(out, c)
		}
	}
	return out
}
