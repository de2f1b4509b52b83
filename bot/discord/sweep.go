package discord

import (
	"context"
	"encoding/json"
)

// maxSwept is how many servers are looked at for leftovers: one page of Discord's list.
const maxSwept = 200

// sweep takes away the commands that an earlier configuration left where they are no longer registered, since people would
// see each of them twice: the ones for all when servers are named, those in servers when none is. The platform shows and
// changes nothing but the application's own commands. It comes after a registration that succeeded, so that there are always
// some. Trouble is only logged: the next start tries again.
func (a *Adapter) sweep(ctx context.Context, app string) {
	paths := []string{"/applications/" + app + "/commands"}
	if len(a.opts.Guilds) == 0 {
		paths = nil
		for _, g := range a.guilds(ctx) {
			paths = append(paths, "/applications/"+app+"/guilds/"+g+"/commands")
		}
	}
	for _, path := range paths {
		if x := a.clear(ctx, path); !x.ok() && ctx.Err() == nil {
			a.log.Warn("discord: could not look for commands of an earlier configuration", "scope", path, "error", x.failure("look for commands"))
		}
	}
}

// clear removes all of the application's commands under a path, if there are any.
func (a *Adapter) clear(ctx context.Context, path string) *exchange {
	x := a.get(ctx, path, path)
	var have []json.RawMessage
	if !x.ok() || x.decode(&have) != nil || len(have) == 0 {
		return x
	}
	x = a.put(ctx, path, []byte("[]"))
	if x.ok() {
		a.log.Info("discord: removed the commands of an earlier configuration", "scope", path, "count", len(have))
	}
	return x
}

// guilds returns the servers that the bot is in.
func (a *Adapter) guilds(ctx context.Context) []string {
	x := a.get(ctx, "/users/@me/guilds", "users/@me/guilds")
	var list []struct {
		ID string `json:"id"`
	}
	if !x.ok() || x.decode(&list) != nil {
		if ctx.Err() == nil {
			a.log.Warn("discord: could not look for commands of an earlier configuration", "error", x.failure("list the bot's servers"))
		}
		return nil
	}
	var out []string
	for _, g := range list[:min(len(list), maxSwept)] {
		if snowflakeRule.MatchString(g.ID) {
			out = append(out, g.ID)
		}
	}
	return out
}
