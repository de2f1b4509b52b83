package app

import (
	"context"
	"sync"

	"briefbot/bot"
)

// scoped returns the commands of which each asks in the workspace that it is asked in: a team's own facts are told to its people alone.
// They are made once for each workspace.
func scoped(of func(workspace string) []bot.Command) []bot.Command {
	var mu sync.RWMutex
	made := map[[2]string][]bot.Command{} // by platform and workspace
	in := func(place bot.Address) []bot.Command {
		key := [2]string{place.Platform, place.Workspace}
		mu.RLock()
		have, ok := made[key]
		mu.RUnlock()
		if ok {
			return have
		}
		mu.Lock()
		defer mu.Unlock()
		if have, ok = made[key]; !ok {
			have = of(workspaceOf(place))
			made[key] = have
		}
		return have
	}
	all := of("")
	for i := range all {
		all[i].Run = func(ctx context.Context, asked bot.Invocation) (bot.Message, error) {
			return in(asked.From)[i].Run(ctx, asked)
		}
		for j := range all[i].Params {
			if all[i].Params[j].Complete == nil {
				continue
			}
			all[i].Params[j].Complete = func(ctx context.Context, asked bot.Invocation, typed string) []bot.Choice {
				return in(asked.From)[i].Params[j].Complete(ctx, asked, typed)
			}
		}
	}
	return all
}
