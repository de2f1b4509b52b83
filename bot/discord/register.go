package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// register brings the registered commands up to date. It fails only when the platform refuses the credentials; any other
// trouble is tried again in the background, since the commands of the last run are still there.
func (a *Adapter) register(ctx context.Context, t tree) error {
	scopes := []string{"/applications/" + a.opts.ApplicationID + "/commands"}
	if len(a.opts.Guilds) > 0 {
		scopes = nil
		for _, g := range a.opts.Guilds {
			scopes = append(scopes, "/applications/"+a.opts.ApplicationID+"/guilds/"+g+"/commands")
		}
	}
	var later []string
	for _, scope := range scopes {
		x := a.update(ctx, scope, t.commands)
		switch {
		case x.ok():
		case x.status == http.StatusUnauthorized:
			return fmt.Errorf("discord: the token is refused; copy it again from the Bot page of the developer portal")
		case x.status == http.StatusForbidden || x.status == http.StatusNotFound || x.status == http.StatusBadRequest:
			a.log.Error("discord: the commands are not registered; was the bot invited with scope applications.commands, and is the application id right?",
				"scope", scope, "error", x.failure("register commands"))
		case ctx.Err() == nil:
			a.log.Warn("discord: the commands are not registered yet; trying again", "scope", scope, "error", x.failure("register commands"))
			later = append(later, scope)
		}
	}
	if len(later) > 0 {
		a.work.Go(func() { a.registerLater(ctx, later, t) })
	}
	return nil
}

func (a *Adapter) registerLater(ctx context.Context, scopes []string, t tree) {
	for wait := 10 * a.pace.backoff; len(scopes) > 0; wait = min(2*wait, 30*time.Minute) {
		if !sleep(ctx, wait) {
			return
		}
		scopes = slices.DeleteFunc(scopes, func(scope string) bool { return a.update(ctx, scope, t.commands).settled() })
	}
}

// settled reports whether trying again is useless: done, or refused for good.
func (x *exchange) settled() bool {
	return x.ok() || x.status >= 400 && x.status < 500 && x.status != http.StatusTooManyRequests
}

// update compares what the platform holds with what should be there, and overwrites all of it when they differ.
func (a *Adapter) update(ctx context.Context, path string, want []command) *exchange {
	x := a.get(ctx, path+"?with_localizations=true", path)
	if !x.ok() {
		return x
	}
	var have []command
	if x.decode(&have) == nil && same(have, want) {
		return x
	}
	body, err := json.Marshal(want)
	if err != nil {
		return &exchange{err: err}
	}
	x = a.do(ctx, call{method: http.MethodPut, path: path, bucket: path, body: body, patience: 10 * time.Second})
	if x.ok() {
		a.log.Info("discord: registered the commands", "count", len(want))
	}
	return x
}

// same compares two registrations without regard to order at the top and to empty against absent.
func same(a, b []command) bool {
	x, err1 := json.Marshal(normal(a))
	y, err2 := json.Marshal(normal(b))
	return err1 == nil && err2 == nil && string(x) == string(y)
}

func normal(in []command) []command {
	out := slices.Clone(in)
	for i := range out {
		c := &out[i]
		if c.Type == 0 {
			c.Type = 1 // Discord's default for a command
		}
		slices.Sort(c.Contexts)
		slices.Sort(c.Installations)
		for j := range c.Options {
			if c.Options[j].Permissions == "0" {
				c.Options[j].Permissions = ""
			}
		}
	}
	slices.SortFunc(out, func(x, y command) int { return cmp.Compare(x.Name, y.Name) })
	return out
}

// sleep waits and reports whether ctx is still alive.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
