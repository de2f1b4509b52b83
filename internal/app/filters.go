package app

import (
	"context"
	"slices"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/topics"
	"briefbot/internal/present"
)

// filterDays is over how many days a filter is tried.
const filterDays = 3

// parseFilter compiles an expression. It may name the topics of the deployment.
func (k *core) parseFilter(where string) (*topics.Filter, error) {
	return topics.ParseFilter(where, k.names, func(id string) *topics.Matcher {
		if !(ground{k}).Topic(id) {
			return nil
		}
		return k.desk.Topic([]string{id})
	})
}

// filter returns what the filters of a workspace among the topics take; nil when there are none.
func (k *core) filter(workspace string, ids []string) func(a briefs.Article, outlets int) bool {
	space := k.settings.Space(workspace)
	var list []*topics.Filter
	for _, id := range ids {
		set, ok := space.Topics[id]
		if !ok {
			continue
		}
		f, err := k.parseFilter(set.Where)
		if err != nil {
			k.log.Error("a filter that admins set cannot be read; nothing passes it", "filter", id, "workspace", workspace, "error", err)
			continue
		}
		list = append(list, f)
	}
	if len(list) == 0 {
		return nil
	}
	return func(a briefs.Article, outlets int) bool {
		return slices.ContainsFunc(list, func(f *topics.Filter) bool { ok, _ := f.Match(a, outlets); return ok })
	}
}

// How many articles a trial shows that pass, and that do not.
const (
	triedYes = 6
	triedNo  = 4
)

// tryFilter tells what a filter would do with the articles of the last days that a workspace may see.
func (k *core) tryFilter(ctx context.Context, place bot.Address, where string) (present.FilterTrial, error) {
	out := present.FilterTrial{Days: filterDays}
	f, err := k.parseFilter(where)
	if err != nil {
		return out, err
	}
	now := k.now()
	list, err := k.store.Articles.Between(ctx, briefs.Span{From: now.Add(-filterDays * 24 * time.Hour), To: now.Add(time.Second)}, k.feedsOf(place))
	if err != nil {
		return out, err
	}
	stories := map[string][]briefs.Article{}
	for _, p := range list {
		stories[p.Story] = append(stories[p.Story], p.Article)
	}
	for _, p := range slices.Backward(list) { // the newest first
		outlets := 1
		if p.Story != "" {
			outlets = topics.Coverage(stories[p.Story])
		}
		ok, terms := f.Match(p.Article, outlets)
		one := present.FilterCase{Article: p.Article, Terms: terms}
		out.All++
		switch {
		case ok:
			if out.Passed++; len(out.Yes) < triedYes {
				out.Yes = append(out.Yes, one)
			}
		case len(out.No) < triedNo:
			out.No = append(out.No, one)
		}
	}
	return out, nil
}
