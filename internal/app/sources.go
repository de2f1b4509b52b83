package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/feed"
	"briefbot/internal/present"
	"briefbot/internal/settings"
)

// source is a feed that the deployment or a workspace reads.
type source struct {
	name, url, home, language, zone string
	weight                          int
	backfill                        bool // what it holds when it is read for the first time may be news
	pages                           bool // the pages of its articles are read
	tags                            []string
	own, paused                     bool // added by the admins of a workspace; not read for it for now
}

// sourcesOf returns the starter's feeds, unless they are turned off, and those that the config adds.
func sourcesOf(c *config.Config, content *config.Starter) []source {
	var out []source
	if c.Sources.Starter {
		for _, s := range content.Sources {
			out = append(out, source{name: s.Name, url: s.URL, home: s.Homepage, language: s.Language, zone: s.Zone, weight: s.Weight})
		}
	}
	for _, s := range c.Sources.Add {
		added := source{
			name: s.Name, url: s.URL, language: s.Language, zone: cmp.Or(s.Zone, c.Timezone), weight: cmp.Or(s.Weight, 3), backfill: s.Backfill, pages: s.Pages == "on", tags: s.Tags,
		}
		if i := slices.IndexFunc(out, func(o source) bool { return o.url == s.URL }); i >= 0 {
			out[i] = added
			continue
		}
		out = append(out, added)
	}
	sortSources(out)
	return out
}

func sortSources(list []source) {
	slices.SortStableFunc(list, func(a, b source) int { return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)) })
}

// under returns a source as a workspace has set it.
func (s source) under(set settings.Source) source {
	s.name, s.home, s.language, s.zone = cmp.Or(set.Title, s.name), cmp.Or(set.Home, s.home), cmp.Or(set.Language, s.language), cmp.Or(set.Zone, s.zone)
	s.weight, s.paused = cmp.Or(set.Weight, s.weight), set.Paused
	if set.Pages != "" {
		s.pages = set.Pages == "on"
	}
	if len(set.Tags) > 0 {
		s.tags = set.Tags
	}
	return s
}

// feeds are the sources of everybody at one moment. They never change.
type feeds struct {
	seq    int64
	read   []source            // by anybody, each address once
	spaces map[string][]source // of the workspaces that set any
	lists  map[string][]string // the addresses that a workspace may see of what is read; none means all
}

// sourced returns the sources as they are now.
func (k *core) sourced() *feeds {
	seq := k.settings.Seq()
	if have := k.fed.Load(); have != nil && have.seq == seq {
		return have
	}
	out := &feeds{seq: seq, read: slices.Clone(k.feeds), spaces: map[string][]source{}, lists: map[string][]string{}}
	spaces := k.settings.Spaces()
	for _, w := range sortedKeys(spaces) {
		if len(spaces[w].Sources) > 0 {
			out.spaces[w] = k.sourcesUnder(spaces[w])
		}
		for _, s := range out.spaces[w] {
			if i := slices.IndexFunc(out.read, func(o source) bool { return o.url == s.url }); i >= 0 && s.pages && !s.paused {
				out.read[i].pages = true // what is read is the same for all
			}
			if s.own && !s.paused && !slices.ContainsFunc(out.read, func(o source) bool { return o.url == s.url }) {
				out.read = append(out.read, s)
			}
		}
	}
	for w, list := range out.spaces {
		out.lists[w] = addresses(list)
	}
	if len(out.read) > len(k.feeds) { // some are not everybody's
		out.lists[""] = addresses(k.feeds)
	}
	k.fed.Store(out)
	return out
}

// addresses returns the addresses of those that are not paused; one that is no feed's where there are none, for an empty list means all.
func addresses(list []source) []string {
	out := []string{"-"}
	for _, s := range list {
		if !s.paused {
			out = append(out, s.url)
		}
	}
	return out
}

// sourcesUnder returns the sources of a workspace: the deployment's without those that it took off, and its own.
func (k *core) sourcesUnder(sp *settings.Space) []source {
	var out []source
	for _, s := range k.feeds {
		set, ok := sp.Sources[s.url]
		if ok && set.Off {
			continue
		}
		out = append(out, s.under(set))
	}
	for _, url := range sortedKeys(sp.Sources) {
		if k.shared(url) || sp.Sources[url].Off {
			continue
		}
		out = append(out, source{name: url, url: url, zone: k.config.Timezone, weight: 3, own: true}.under(sp.Sources[url]))
	}
	sortSources(out)
	return out
}

// shared reports whether a feed is the deployment's.
func (k *core) shared(url string) bool {
	return slices.ContainsFunc(k.feeds, func(s source) bool { return s.url == url })
}

// in returns the sources of a workspace.
func (f *feeds) in(workspace string, usual []source) []source {
	if list, ok := f.spaces[workspace]; ok {
		return list
	}
	return usual
}

// feedsOf returns the feeds that a workspace may see; none means all.
func (k *core) feedsOf(place bot.Address) []string {
	f := k.sourced()
	if list, ok := f.lists[workspaceOf(place)]; ok {
		return list
	}
	return f.lists[""]
}

// weightOf returns the weight of a feed in a workspace; 3 for one that is not there.
func (k *core) weightOf(workspace, url string) int {
	for _, s := range k.sourced().in(workspace, k.feeds) {
		if s.url == url {
			return s.weight
		}
	}
	return 3
}

// Sources implements commands.Desk.
func (k *core) Sources(ctx context.Context, place bot.Address) ([]present.Source, error) {
	states, err := k.feedStates(ctx)
	if err != nil {
		return nil, err
	}
	var out []present.Source
	for _, s := range k.sourced().in(workspaceOf(place), k.feeds) {
		out = append(out, s.seen(states[s.url]))
	}
	return out, nil
}

// seen returns a source as people see it.
func (s source) seen(st feed.State) present.Source {
	return present.Source{
		Name: s.name, URL: cmp.Or(s.home, s.url), Feed: s.url, Language: s.language, Weight: s.weight, Tags: s.tags, Own: s.own, Paused: s.paused,
		Read: st.LastOK, Failing: st.FirstFailed, Why: string(st.Class), Gone: st.Gone,
	}
}

// discoverLimit is how long somebody waits at most for what is found at an address.
const discoverLimit = 25 * time.Second

// discover looks for feeds at an address that somebody typed, behind the address guard.
func (k *core) discover(ctx context.Context, address string) ([]present.FoundFeed, error) {
	ctx, cancel := context.WithTimeout(ctx, discoverLimit)
	defer cancel()
	found, err := k.find(ctx, address)
	if err != nil {
		k.log.Info("no feed was found at an address that somebody typed", "error", err)
		return nil, nil
	}
	out := make([]present.FoundFeed, len(found))
	for i, f := range found {
		out[i] = present.FoundFeed{URL: f.URL, Title: f.Title}
		if f.Document == nil {
			continue
		}
		out[i].Read, out[i].Home, out[i].Items = true, bot.SafeURL(f.Document.Link), len(f.Document.Items)
		for _, it := range f.Document.Items[:min(len(f.Document.Items), 3)] {
			out[i].Newest = append(out[i].Newest, present.FoundItem{Title: it.Title, At: it.Published})
			out[i].Language = cmp.Or(out[i].Language, languageOf(it.Title, "", f.Document.Language))
		}
	}
	return out, nil
}

// find looks for feeds on the network, unless a test says where.
func (k *core) find(ctx context.Context, address string) ([]feed.Found, error) {
	if k.finder != nil {
		return k.finder(ctx, address)
	}
	return feed.Discover(ctx, newFetcher(k.config, k.now), address)
}

// location returns the zone of a source's dates that carry none.
func (s source) location() *time.Location {
	if z, err := time.LoadLocation(s.zone); err == nil {
		return z
	}
	return time.UTC
}
