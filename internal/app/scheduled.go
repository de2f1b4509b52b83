package app

import (
	"context"
	"slices"
	"sync"
	"time"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
)

// plans are all schedules at one moment: those of the config, and after them those that admins set. They never change.
type plans struct {
	seq     int64 // of the settings
	readers *readerState
	list    []planned // that post into channels
	private []planned // that post to one person each, and that nobody else may know of
}

// all returns those of channels and those of people.
func (p *plans) all() []planned { return slices.Concat(p.list, p.private) }

// scheduled returns the schedules as they are now.
func (k *core) scheduled() *plans {
	seq, readers := k.settings.Seq(), k.readers.now()
	if have := k.merged.Load(); have != nil && have.seq == seq && have.readers == readers {
		return have
	}
	out := &plans{seq: seq, readers: readers, list: slices.Clone(k.plans)}
	spaces := k.settings.Spaces()
	for _, w := range sortedKeys(spaces) {
		for _, name := range sortedKeys(spaces[w].Schedules) {
			if (ground{k}).Taken(w, name) {
				k.log.Warn("a schedule that admins set is not run: the config has one of its name since", "schedule", name, "workspace", w)
				continue
			}
			p, err := planOwn(k.config, w, name, spaces[w].Schedules[name])
			if err != nil {
				k.log.Error("a schedule that admins set cannot be run", "schedule", name, "workspace", w, "error", err)
				continue
			}
			out.list = append(out.list, p)
		}
	}
	for i, p := range out.list {
		out.list[i].draftTo = k.draftsTo(p)
	}
	for _, x := range readers.list {
		if !x.Reading.Follows() {
			continue
		}
		p, err := planReader(k.config, x)
		if err != nil {
			k.log.Error("a private digest cannot be posted", "workspace", x.Workspace, "error", err)
			continue
		}
		out.private = append(out.private, p)
	}
	k.merged.Store(out)
	return out
}

// draftsTo returns where the drafts of a schedule are shown: in each workspace where nothing else is said, in the channels of its admins.
func (k *core) draftsTo(p planned) []bot.Address {
	out := slices.Clone(p.draftTo)
	for _, w := range p.workspaces() {
		if !slices.ContainsFunc(p.draftTo, func(a bot.Address) bool { return workspaceOf(a) == w }) {
			out = append(out, k.noticesFor(w)...)
		}
	}
	return out
}

// planOwn reads a schedule that the admins of a workspace set. It posts into their channels alone.
func planOwn(c *config.Config, workspace, name string, s settings.Schedule) (planned, error) {
	parse := schedule.Parse
	if s.Either {
		parse = schedule.ParseConfirmed
	}
	draft, err := settings.DraftBefore(s.Draft)
	if err != nil {
		return planned{}, err
	}
	p, err := plan(c, config.Schedule{
		Name: name, When: s.When, Zone: s.Zone, Calendar: s.Calendar, Channels: s.Channels, Language: s.Language, Topics: s.Topics,
		MaxStories: s.MaxStories, Layout: s.Layout, Empty: s.Empty, Jitter: c.Digest.Jitter,
		Draft: draft, DraftTo: s.DraftTo, DraftSilence: s.DraftSilence,
	}, parse)
	p.own = true
	p.places = slices.DeleteFunc(p.places, func(a bot.Address) bool { return workspaceOf(a) != workspace })
	return p, err
}

// first returns the first schedule, of those of channels before those of people, of which something is so.
func (p *plans) first(is func(planned) bool) (planned, bool) {
	for _, list := range [][]planned{p.list, p.private} {
		if i := slices.IndexFunc(list, is); i >= 0 {
			return list[i], true
		}
	}
	return planned{}, false
}

// find returns the schedule of that name that posts into a workspace.
func (p *plans) find(workspace, name string) (planned, bool) {
	return p.first(func(one planned) bool {
		return one.name == name && slices.ContainsFunc(one.places, func(a bot.Address) bool { return workspaceOf(a) == workspace })
	})
}

// into returns the first schedule that posts into a channel.
func (p *plans) into(place bot.Address) (planned, bool) {
	return p.first(func(one planned) bool { return slices.Contains(one.places, place) })
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// reach remembers which of the adapters can be asked about rights and channels.
func (k *core) reach(adapters []bot.Adapter) {
	k.namers = map[string]bot.Namer{}
	k.rankers, k.checkers, k.directs, k.groupers = map[string]bot.Ranker{}, map[string]bot.Checker{}, map[string]bot.Direct{}, map[string]bot.Grouper{}
	for _, a := range adapters {
		if r, ok := a.(bot.Ranker); ok {
			k.rankers[a.Name()] = r
		}
		if g, ok := a.(bot.Grouper); ok {
			k.groupers[a.Name()] = g
		}
		if c, ok := a.(bot.Checker); ok {
			k.checkers[a.Name()] = c
		}
		if n, ok := a.(bot.Namer); ok {
			k.namers[a.Name()] = n
		}
		if d, ok := a.(bot.Direct); ok {
			k.directs[a.Name()] = d
		}
	}
}

// askedAtOnce is of how many channels a platform is asked at the same time what they are called.
const askedAtOnce = 8

// called asks platforms what channels are called, of several at once.
func (k *core) called(ctx context.Context, places []string) map[string]string {
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	out := map[string]string{}
	var mu sync.Mutex
	var asking sync.WaitGroup
	room := make(chan struct{}, askedAtOnce)
	for _, p := range slices.Compact(slices.Sorted(slices.Values(places))) {
		at, err := bot.ParseAddress(p)
		n, ok := k.namers[at.Platform]
		if err != nil || !ok {
			continue
		}
		room <- struct{}{}
		asking.Go(func() {
			defer func() { <-room }()
			if name := n.Called(ctx, at); name != "" {
				mu.Lock()
				defer mu.Unlock()
				out[p] = name
			}
		})
	}
	asking.Wait()
	return out
}

// mayPost asks a platform whether the bot may post into a channel; known is false where nobody can be asked.
func (k *core) mayPost(ctx context.Context, at bot.Address) (known bool, err error) {
	c, ok := k.checkers[at.Platform]
	if !ok {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	return true, c.Check(ctx, at)
}

// checkLimit is how long somebody waits at most to hear whether the bot may post.
const checkLimit = 10 * time.Second
