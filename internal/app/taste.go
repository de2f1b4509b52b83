package app

import (
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/topics"
	"briefbot/internal/digest"
	"briefbot/internal/present"
	"briefbot/internal/settings"
)

// taste returns what was chosen for a channel: the names that it watches, and what its editors chose to be read there.
func (k *core) taste(workspace, place string) digest.Taste {
	if t, ok := k.privateTaste(workspace, place); ok {
		return t
	}
	space := k.settings.Space(workspace)
	chosen := space.Readings[place]
	return k.tasteOf(chosen, slices.Concat(space.Channels[place].Watch, chosen.Follow))
}

func (k *core) tasteOf(r settings.Reading, watch []string) digest.Taste {
	return digest.Taste{Watch: k.watching(watch), Follow: k.watching(r.Follow), Topics: r.Topics, Feeds: r.Sources, Stories: r.Stories}
}

// watching returns what finds names, with all their parts, given the ids of their entities; nil for none. Each combination is compiled
// once.
func (k *core) watching(ids []string) *topics.Matcher {
	if len(ids) == 0 {
		return nil
	}
	key := strings.Join(ids, "\n")
	if m, ok := k.watched.Load(key); ok {
		return m.(*topics.Matcher)
	}
	m, _ := k.watched.LoadOrStore(key, topics.Compile(k.names, topics.Topic{Watch: ids}))
	return m.(*topics.Matcher)
}

// raised says why an article stands higher in the digests of a channel, or is not shown there, for what was chosen there.
func (t trail) raised(p planned, to bot.Address, story string, a briefs.Article) []present.Verdict {
	var out []present.Verdict
	chosen := t.taste(workspaceOf(to), to.String())
	if names := chosen.Watch.Named(a.Title); len(names) > 0 {
		v := present.Verdict{Kind: "watched", Place: to}
		for _, n := range names {
			v.Words = append(v.Words, topics.Reason{Kind: "name", Text: n})
		}
		out = append(out, v)
	}
	if p.language == a.Language {
		out = append(out, present.Verdict{Kind: "own", Place: to})
	}
	if slices.Contains(chosen.Feeds, a.Feed) || slices.Contains(chosen.Stories, story) {
		out = append(out, present.Verdict{Kind: "muted", Place: to})
	}
	return out
}
