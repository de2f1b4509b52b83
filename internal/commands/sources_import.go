package commands

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"

	"briefbot/bot"
	"briefbot/internal/feed/opml"
	"briefbot/internal/present"
	"briefbot/internal/settings"
)

// lookedUp is how many addresses of a plain list are looked at before anything is saved. OPML says of itself which are feeds.
const lookedUp = 10

// mostTags is how many tags an imported source keeps.
const mostTags = 5

func (d Deps) sourcesImport() bot.Command {
	return bot.Command{
		Name: "sources import", Summary: present.Text("cmd-sources-import"), Example: "sources import https://example.org/feed.xml https://example.net/rss", Access: bot.Admin,
		File:   present.Text("cmd-sources-import-file"),
		Params: []bot.Param{{Name: "list", Summary: present.Text("cmd-sources-import-list"), Rest: true, Raw: true}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			raw := []byte(linked.ReplaceAllString(in.Args["list"], `="$1"`))
			if f := in.File; f != nil {
				if f.Problem != "" {
					return refuse(v.Refusal("import-file-" + string(f.Problem)))
				}
				raw = f.Content
			}
			list, err := opml.Read(raw)
			var broken *opml.BrokenError
			switch {
			case errors.As(err, &broken):
				return refuse(v.ImportBroken(broken.Line, broken.Err.Error()))
			case errors.Is(err, opml.ErrTooLarge):
				return refuse(v.Refusal("import-file-large"))
			case err != nil:
				return refuse(v.ImportEmpty(d.Words.Umbrella))
			}
			return d.importing(ctx, in, list)
		},
	}
}

// linked is an address in an attribute of pasted OPML that the chat has made a link of.
var linked = regexp.MustCompile(`="<(https?://[^|>"]*)(?:\|[^>"]*)?>"`)

// importing sorts a list out and proposes what is new in it, as one change.
func (d Deps) importing(ctx context.Context, in bot.Invocation, list opml.List) (bot.Message, error) {
	v, space := d.voice(in), d.space(in)
	have, err := d.Desk.Sources(ctx, in.From.Place())
	if err != nil {
		return bot.Message{}, err
	}
	known := func(url string) bool {
		return slices.ContainsFunc(have, func(s present.Source) bool { return s.Feed == url })
	}
	p := present.Import{Unchecked: true}
	for _, w := range list.Problems {
		p.Wrong = append(p.Wrong, present.ImportLine{Line: w.Line, Text: w.Text, Why: "import-" + string(w.Code)})
	}
	var fresh []opml.Feed
	for _, f := range list.Feeds {
		if known(f.URL) {
			p.Known = append(p.Known, present.ImportLine{Line: f.Line, Text: cmp.Or(f.Title, f.URL)})
			continue
		}
		fresh = append(fresh, f)
	}
	if !list.OPML && len(fresh) <= lookedUp {
		p.Unchecked = false
		fresh = d.lookUp(ctx, fresh, known, &p)
	}
	var edits []settings.Edit
	for _, f := range fresh {
		s := settings.Source{Title: bot.Cut(bot.CleanLine(f.Title), 80), Home: f.Home, Language: bot.Language(f.Language)}
		for _, tag := range f.Tags[:min(len(f.Tags), mostTags)] {
			s.Tags = union(s.Tags, []string{bot.Cut(bot.CleanLine(tag), 40)})
		}
		edits = append(edits, space.Put(settings.KindSource, f.URL, s))
		p.New = append(p.New, present.ImportLine{Line: f.Line, Text: cmp.Or(s.Title, f.URL), URL: f.URL})
	}
	if len(edits) == 0 {
		return v.Import(p, ""), nil
	}
	id, err := d.Admin.Propose(ctx, d.Actor(in), edits)
	if err != nil {
		return bot.Message{}, turnedDown(v, err)
	}
	return v.Import(p, confirmLine(id)), nil
}

// lookUp looks for the feeds of addresses, all at the same time, and sorts out what is none.
func (d Deps) lookUp(ctx context.Context, list []opml.Feed, known func(string) bool, p *present.Import) []opml.Feed {
	found := make([][]present.FoundFeed, len(list))
	var wg sync.WaitGroup
	for i, f := range list {
		wg.Go(func() { found[i], _ = d.Discover(ctx, f.URL) }) // what fails is none
	}
	wg.Wait()
	var out []opml.Feed
	for i, f := range list {
		switch {
		case len(found[i]) == 0:
			p.Wrong = append(p.Wrong, present.ImportLine{Line: f.Line, Text: f.URL, Why: "import-no-feed"})
		case len(found[i]) > 1:
			p.Wrong = append(p.Wrong, present.ImportLine{Line: f.Line, Text: f.URL, Why: "import-several"})
		case known(found[i][0].URL) || slices.ContainsFunc(out, func(o opml.Feed) bool { return o.URL == found[i][0].URL }):
			p.Known = append(p.Known, present.ImportLine{Line: f.Line, Text: f.URL})
		default:
			one := found[i][0]
			out = append(out, opml.Feed{Line: f.Line, Title: cmp.Or(f.Title, one.Title), URL: one.URL, Home: one.Home, Language: one.Language, Tags: f.Tags})
		}
	}
	return out
}

func (d Deps) sourcesExport() bot.Command {
	return bot.Command{
		Name: "sources export", Summary: present.Text("cmd-sources-export"), Example: "sources export", Access: bot.Editor, Local: true,
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			have, err := d.Desk.Sources(ctx, in.From.Place())
			if err != nil {
				return bot.Message{}, err
			}
			if len(have) == 0 {
				return refuse(v.Refusal("export-none"))
			}
			var text strings.Builder
			if err := opml.Write(&text, v.Say("export-title"), Outlines(have)); err != nil {
				return bot.Message{}, err
			}
			return v.Exported(len(have), []byte(text.String())), nil
		},
	}
}

// Outlines returns sources as they stand in OPML.
func Outlines(list []present.Source) []opml.Feed {
	var out []opml.Feed
	for _, s := range list {
		f := opml.Feed{Title: s.Name, URL: s.Feed, Language: s.Language, Tags: s.Tags}
		if s.URL != s.Feed {
			f.Home = s.URL
		}
		out = append(out, f)
	}
	return out
}
