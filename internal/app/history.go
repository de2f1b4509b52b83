package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/store"
)

// History implements commands.Records: what became of the runs of the place's workspace, and for a terminal of all.
func (k *core) History(ctx context.Context, place bot.Address, name string, limit int) ([]present.Ran, int, error) {
	if strings.HasPrefix(name, store.PrivateSchedule) {
		return nil, 0, nil
	}
	var runs []store.Run
	total := 0
	for _, w := range k.workspacesOf(place) {
		list, n, err := k.store.Runs.Recent(ctx, w, name, limit)
		if err != nil {
			return nil, 0, err
		}
		runs, total = append(runs, list...), total+n
	}
	slices.SortStableFunc(runs, func(a, b store.Run) int { return cmp.Or(b.Due.Compare(a.Due), cmp.Compare(a.Schedule, b.Schedule)) })
	runs = runs[:min(len(runs), limit)]
	out := make([]present.Ran, len(runs))
	for i, run := range runs {
		var err error
		if out[i], err = k.ran(ctx, run); err != nil {
			return nil, 0, err
		}
	}
	return out, total - len(out), nil
}

// workspacesOf returns the workspaces that somebody may know of who asks in a place.
func (k *core) workspacesOf(place bot.Address) []string {
	out := []string{workspaceOf(place)}
	for _, p := range k.scheduled().list {
		for _, w := range p.within(place).workspaces() {
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// ran tells what became of a run, from what was recorded of it and from the ledger.
func (k *core) ran(ctx context.Context, run store.Run) (present.Ran, error) {
	out := present.Ran{Schedule: run.Schedule, Due: run.Due, Zone: time.UTC, State: run.Outcome, Why: run.Detail}
	if zone, err := time.LoadLocation(run.Zone); err == nil {
		out.Zone = zone
	}
	places, err := k.store.Runs.Places(ctx, run)
	if err != nil {
		return out, err
	}
	parts, err := k.store.Runs.Parts(ctx, run)
	if err != nil {
		return out, err
	}
	for _, p := range places {
		out.In = append(out.In, present.RanPlace{Place: address(p.Place), State: p.Outcome, Why: p.Detail})
	}
	for len(parts) > 0 {
		n := slices.IndexFunc(parts, func(m store.Part) bool { return m.Place != parts[0].Place })
		if n < 0 {
			n = len(parts)
		}
		told := delivered(parts[:n], run.Due)
		i := slices.IndexFunc(out.In, func(p present.RanPlace) bool { return p.Place == told.Place })
		if i < 0 {
			out.In, i = append(out.In, told), len(out.In)
		}
		out.In[i], parts = told, parts[n:]
	}
	return out, nil
}

func address(text string) bot.Address {
	a, err := bot.ParseAddress(text)
	if err != nil {
		return bot.Address{Channel: text} // nothing else is written there
	}
	return a
}

// delivered tells what became of the messages of a run in one channel, of which the first stands in the channel itself.
func delivered(parts []store.Part, due time.Time) present.RanPlace {
	head := parts[0]
	p := present.RanPlace{Place: address(head.Place), State: stateOf(head.State), Why: head.Reason}
	if p.State != present.RanPosted {
		return p // its thread waits for it, or shares its fate
	}
	p.Why = ""
	if late := head.Begun.Sub(due); late > schedule.OnTime {
		p.Late = late
	}
	for _, m := range parts {
		state := stateOf(m.State)
		if state == present.RanPosted {
			p.Messages++
			continue
		}
		t := present.RanThread{State: state, N: 1}
		if state == present.RanHeld || state == present.RanRefused {
			t.Why = m.Reason
		}
		if i := slices.IndexFunc(p.Thread, func(o present.RanThread) bool { return o.State == t.State && o.Why == t.Why }); i >= 0 {
			p.Thread[i].N++
			continue
		}
		p.Thread = append(p.Thread, t)
	}
	return p
}

// stateOf returns the state of a message as people are told of it.
func stateOf(state string) string {
	switch state {
	case store.Sent:
		return present.RanPosted
	case store.Held:
		return present.RanHeld
	case store.Refused:
		return present.RanRefused
	case store.Unknown:
		return present.RanUnknown
	}
	return present.RanWaiting
}
