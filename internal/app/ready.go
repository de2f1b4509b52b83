package app

import (
	"context"
	"fmt"

	"briefbot/bot"
	"briefbot/internal/web"
)

// checks are what the readiness of the bot depends on, and what is good to know beside it.
func (a *App) checks() []web.Check {
	list := []web.Check{
		{Name: "database", Ask: func(ctx context.Context) (string, error) { return "ok", a.store.Ping(ctx) }},
		{Name: "schema", Ask: func(context.Context) (string, error) { return fmt.Sprint(a.schema), nil }},
		{Name: "instance", Ask: func(context.Context) (string, error) { return a.self.ID + " on " + a.self.Host, nil }},
		{Name: "leader", Ask: a.whoLeads},
	}
	for _, adapter := range a.adapters {
		list = append(list, web.Check{Name: adapter.Name(), Ask: func(context.Context) (string, error) { return "ok", a.serves(adapter) }})
	}
	return list
}

// serves returns why a platform cannot hand over what people ask, or nil.
func (a *App) serves(adapter bot.Adapter) error {
	a.mu.Lock()
	ended := a.ended[adapter.Name()]
	a.mu.Unlock()
	if r, ok := adapter.(interface{ Ready() error }); ok && ended == nil {
		return r.Ready()
	}
	return ended
}

// whoLeads says which instance leads. That none does, as for some seconds after one died, makes nobody unready: commands are answered.
func (a *App) whoLeads(ctx context.Context) (string, error) {
	if a.leader.Leads() {
		return "this instance", nil
	}
	lease, ok, err := a.store.Leases.Get(ctx, leadLease)
	switch {
	case err != nil:
		return "", err
	case !ok || lease.Left <= 0:
		return "none", nil
	}
	return lease.Holder, nil
}
