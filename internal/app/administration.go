package app

import (
	"context"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/admin"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// openSettings reads what admins set.
func (k *core) openSettings(ctx context.Context) (err error) {
	k.settings, err = admin.Open(ctx, k.store.Settings, admin.Options{Ground: ground{k}, Operated: k.operated, Carry: k.carry, Now: k.now, Log: k.log})
	return err
}

// ground is what the deployment has, beside what admins set.
type ground struct{ *core }

// Taken implements settings.Ground.
func (g ground) Taken(workspace, schedule string) bool {
	return slices.ContainsFunc(g.plans, func(p planned) bool {
		return strings.EqualFold(p.name, schedule) && slices.Contains(p.workspaces(), workspace)
	})
}

// Topic implements settings.Ground.
func (g ground) Topic(id string) bool {
	return slices.ContainsFunc(g.content.Topics, func(t config.TopicRecord) bool { return t.ID == id })
}

// operated reports whether the config names somebody who administers a workspace, whatever is set there.
func (k *core) operated(workspace string) bool {
	platform, id, _ := strings.Cut(workspace, ":")
	return slices.ContainsFunc(k.config.Operators, func(o string) bool {
		on, who, _ := strings.Cut(o, ":")
		team, _, teamed := strings.Cut(who, "/")
		return on == platform && (!teamed || team == id)
	})
}

func (k *core) operates(in bot.Invocation) bool {
	for _, o := range k.config.Operators {
		platform, who, _ := strings.Cut(o, ":")
		if platform == in.From.Platform && (who == in.User.ID || who == in.From.Workspace+"/"+in.User.ID) && in.User.ID != "" {
			return true
		}
	}
	return false
}

// actor returns who asks, as far as rights go.
func (k *core) actor(in bot.Invocation) settings.Actor {
	a := settings.Actor{
		Workspace: workspaceOf(in.From), ID: in.User.ID, Name: in.User.Name, Groups: in.User.Groups, Operator: k.operates(in),
		Wide: in.Access, Here: in.Here, Place: in.From.Place(),
	}
	if in.Ranked {
		a.Wide, a.Here = in.Told.Access, in.Told.Here
	}
	return a
}

// rank works out what an asker may do: what the platform says, under what admins set.
func (k *core) rank(ctx context.Context, in bot.Invocation) bot.Invocation {
	if in.Ranked {
		return in
	}
	if r, ok := k.rankers[in.From.Platform]; ok && in.User.ID != "" {
		in.Access = max(in.Access, r.Rank(ctx, in.From.Workspace, in.User.ID))
	}
	in.User.Groups = k.groupsOf(ctx, in)
	in.Ranked, in.Told = true, bot.Told{Access: in.Access, Here: in.Here}
	a := k.actor(in)
	space := k.settings.Space(a.Workspace)
	in.Access, in.Here = space.Rights(a, bot.Address{}), space.Rights(a, in.From)
	return in
}

// carry does what an edit means outside of the settings: a pause holds at once.
func (k *core) carry(ctx context.Context, workspace string, e settings.Edit) error {
	switch e.Kind {
	case settings.KindQuestion:
		return k.carryQuestion(ctx, workspace, e)
	case settings.KindPause:
	default:
		return nil
	}
	id := store.ScheduleID{Workspace: workspace, Name: e.Name}
	if e.After == "" {
		_, err := k.store.Pauses.End(ctx, id, k.now())
		return err
	}
	space, err := (&settings.Space{}).With(e)
	if err != nil {
		return err
	}
	pause := space.Pauses[e.Name]
	if pause.Stopped {
		return nil
	}
	k.gate.Lock()
	defer k.gate.Unlock()
	return k.store.Pauses.Put(ctx, store.Pause{ScheduleID: id, Since: k.now(), Until: pause.Until, Reason: store.Asked})
}
