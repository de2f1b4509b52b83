package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// errToken is what an operator reads when Discord does not know the token.
var errToken = errors.New("discord: the token is refused; copy it again from the Bot page of the developer portal")

// application returns the application's id: the one in the options, else the one that Discord says the token belongs to.
func (a *Adapter) application(ctx context.Context) (string, error) {
	if a.opts.ApplicationID != "" {
		return a.opts.ApplicationID, nil
	}
	if id := a.app.Load(); id != nil {
		return *id, nil
	}
	x := a.get(ctx, "/applications/@me", "applications/@me")
	var app struct {
		ID string `json:"id"`
	}
	switch {
	case x.status == http.StatusUnauthorized:
		return "", errToken
	case !x.ok() || x.decode(&app) != nil:
		return "", fmt.Errorf("discord: ask for the application's id: %w", x.cause(x.refusal()))
	case !snowflakeRule.MatchString(app.ID):
		return "", errors.New("discord: ask for the application's id: the answer holds none")
	}
	a.app.Store(&app.ID)
	return app.ID, nil
}

// registration is what one call of Serve has to register.
type registration struct {
	tree tree
	app  string
	done map[string]bool // paths that need no more tries

	refused bool // some of them in vain
}

// register brings the registered commands up to date. It fails only when the platform refuses the credentials; any other
// trouble is tried again in the background, since the commands of the last run are still there.
func (a *Adapter) register(ctx context.Context, t tree) error {
	r := &registration{tree: t, done: map[string]bool{}}
	again, err := a.try(ctx, r)
	if err != nil {
		return err
	}
	a.work.Go(func() {
		if (!again || a.registerLater(ctx, r)) && !r.refused {
			a.sweep(ctx, r.app)
		}
	})
	return nil
}

// registerLater tries until nothing is left to try, and reports whether it came so far.
func (a *Adapter) registerLater(ctx context.Context, r *registration) bool {
	for wait := 10 * a.pace.backoff; sleep(ctx, wait); wait = min(2*wait, 30*time.Minute) {
		again, err := a.try(ctx, r)
		if err != nil {
			a.log.Error("discord: the commands are not registered", "error", err)
		}
		if err != nil || !again {
			return err == nil
		}
	}
	return false
}

// try registers what is not done yet, and reports whether something is worth another try. Its error is errToken.
func (a *Adapter) try(ctx context.Context, r *registration) (again bool, err error) {
	app, err := a.application(ctx)
	switch {
	case errors.Is(err, errToken):
		return false, err
	case err != nil:
		a.tryAgain(ctx, "", err)
		return true, nil
	}
	r.app = app
	for _, path := range a.scopes(app) {
		if r.done[path] {
			continue
		}
		x := a.update(ctx, path, r.tree.commands)
		switch {
		case x.ok():
			r.done[path] = true
		case x.status == http.StatusUnauthorized:
			return false, errToken
		case x.settled():
			r.done[path], r.refused = true, true
			a.log.Error("discord: the commands are not registered; was the bot invited with scope applications.commands, and is the application id right?",
				"scope", path, "error", x.failure("register commands"))
		default:
			again = true
			a.tryAgain(ctx, path, x.failure("register commands"))
		}
	}
	return again, nil
}

func (a *Adapter) tryAgain(ctx context.Context, scope string, err error) {
	if ctx.Err() == nil {
		a.log.Warn("discord: the commands are not registered yet; trying again", "scope", scope, "error", err)
	}
}

// scopes returns the paths under which the commands are registered: each server's of the options, or the one for all.
func (a *Adapter) scopes(app string) []string {
	if len(a.opts.Guilds) == 0 {
		return []string{"/applications/" + app + "/commands"}
	}
	out := make([]string, 0, len(a.opts.Guilds))
	for _, g := range a.opts.Guilds {
		out = append(out, "/applications/"+app+"/guilds/"+g+"/commands")
	}
	return out
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
	x = a.put(ctx, path, body)
	if x.ok() {
		a.log.Info("discord: registered the commands", "count", len(want))
	}
	return x
}

// put overwrites all commands under a path.
func (a *Adapter) put(ctx context.Context, path string, body []byte) *exchange {
	return a.do(ctx, call{method: http.MethodPut, path: path, bucket: path, body: body, patience: 10 * time.Second})
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
