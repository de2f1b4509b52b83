package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/present"
)

// source is a feed that the deployment reads.
type source struct {
	name, url, home, language, zone string
	weight                          int
	backfill                        bool // what it holds when it is read for the first time may be news
}

// sourcesOf returns the starter's feeds, unless they are turned off, and those that the config adds.
func sourcesOf(c *config.Config, content *config.Starter) []source {
	var out []source
	if c.Sources.Starter {
		for _, s := range content.Sources {
			out = append(out, source{s.Name, s.URL, s.Homepage, s.Language, s.Zone, s.Weight, false})
		}
	}
	for _, s := range c.Sources.Add {
		added := source{s.Name, s.URL, "", s.Language, cmp.Or(s.Zone, c.Timezone), cmp.Or(s.Weight, 3), s.Backfill}
		if i := slices.IndexFunc(out, func(o source) bool { return o.url == s.URL }); i >= 0 {
			out[i] = added
			continue
		}
		out = append(out, added)
	}
	slices.SortStableFunc(out, func(a, b source) int { return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)) })
	return out
}

// Sources implements commands.Desk.
func (k *core) Sources(ctx context.Context, _ bot.Address) ([]present.Source, error) {
	states, err := k.feedStates(ctx)
	if err != nil {
		return nil, err
	}
	var out []present.Source
	for _, s := range k.feeds {
		p := present.Source{Name: s.name, URL: cmp.Or(s.home, s.url), Language: s.language, Weight: s.weight}
		if st, ok := states[s.url]; ok {
			p.Read, p.Failing, p.Why, p.Gone = st.LastOK, st.FirstFailed, string(st.Class), st.Gone
		}
		out = append(out, p)
	}
	return out, nil
}

// location returns the zone of a source's dates that carry none.
func (s source) location() *time.Location {
	if z, err := time.LoadLocation(s.zone); err == nil {
		return z
	}
	return time.UTC
}
