package commands

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
)

// sourceParams are what may be said of a source.
func sourceParams() []bot.Param {
	return []bot.Param{
		{Name: "name", Summary: present.Text("cmd-source-name"), Keyed: true},
		{Name: "weight", Summary: present.Text("cmd-source-weight"), Keyed: true},
		{Name: "lang", Summary: present.Text("cmd-channel-language"), Keyed: true, Complete: completeLanguage},
		{Name: "zone", Summary: present.Text("cmd-source-zone"), Keyed: true},
		{Name: "tags", Summary: present.Text("cmd-source-tags"), Keyed: true},
		{Name: "pages", Summary: present.Text("cmd-source-pages"), Keyed: true, Complete: completeSwitch},
	}
}

// ofSource puts what an invocation says into a source.
func ofSource(v present.Voice, in bot.Invocation, s *settings.Source) (err error) {
	s.Title = cmp.Or(in.Args["name"], s.Title)
	if typed := in.Args["weight"]; typed != "" {
		if s.Weight, err = strconv.Atoi(typed); err != nil || s.Weight < 1 || s.Weight > 5 {
			return &bot.UserError{Message: v.Refusal("source-weight-bad"), Param: "weight"}
		}
	}
	if s.Language, err = language(v, s.Language, in.Args["lang"]); err != nil {
		return err
	}
	if typed := in.Args["zone"]; typed != "" {
		if s.Zone, err = schedule.FindZone(typed); err != nil {
			return &bot.UserError{Message: v.Advice("zone-unknown", typed, ""), Param: "zone"}
		}
	}
	switch typed := strings.ToLower(in.Args["pages"]); typed {
	case "":
	case usual:
		s.Pages = ""
	case "on", "off":
		s.Pages = typed
	default:
		return &bot.UserError{Message: v.Refusal("source-pages-bad")}
	}
	switch typed := in.Args["tags"]; typed {
	case "":
	case usual:
		s.Tags = nil
	default:
		s.Tags = strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",，、", r) })
		for i := range s.Tags {
			s.Tags[i] = strings.TrimSpace(s.Tags[i])
		}
	}
	return nil
}

func (d Deps) sourceAdd() bot.Command {
	c := bot.Command{
		Name: "source add", Summary: present.Text("cmd-source-add"), Example: "source add https://example.org/feed.xml weight:4", Access: bot.Admin,
		Params: append([]bot.Param{{Name: "address", Summary: present.Text("cmd-source-address")}}, sourceParams()...),
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		v, address := d.voice(in), strings.Trim(in.Args["address"], "<>")
		if address == "" {
			return d.asks(c, in, "address", v.SourceForm(c.Name, besides(in.Args, "weight", "lang", "zone", "tags")))
		}
		f, choice, ok, err := d.discovered(ctx, in, c, address)
		if err != nil || !ok {
			return choice, err
		}
		have, err := d.Desk.Sources(ctx, in.From.Place())
		if err != nil {
			return bot.Message{}, err
		}
		if i := slices.IndexFunc(have, func(s present.Source) bool { return s.Feed == f.URL }); i >= 0 {
			return refuse(v.Advice("source-known", have[i].Name, ""))
		}
		s := settings.Source{Title: bot.Cut(bot.CleanLine(f.Title), 80), Home: f.Home, Language: f.Language}
		if err := ofSource(v, in, &s); err != nil {
			return bot.Message{}, err
		}
		e := d.space(in).Put(settings.KindSource, f.URL, s)
		id, err := d.Admin.Propose(ctx, d.Actor(in), []settings.Edit{e})
		if err != nil {
			return bot.Message{}, turnedDown(v, err)
		}
		return v.Found(f, e, in.From.Place(), confirmLine(id)), nil
	}
	return c
}

// sourceTest shows what is found at an address, and saves nothing.
func (d Deps) sourceTest() bot.Command {
	c := bot.Command{
		Name: "source test", Summary: present.Text("cmd-source-test"), Example: "source test example.org", Access: bot.Editor,
		Params: []bot.Param{{Name: "address", Summary: present.Text("cmd-source-address"), Required: true}},
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		f, choice, ok, err := d.discovered(ctx, in, c, strings.Trim(in.Args["address"], "<>"))
		if err != nil || !ok {
			return choice, err
		}
		return d.voice(in).Tested(f), nil
	}
	return c
}

// discovered returns the feed at an address. Where there are several it returns false and the choice among them, whose buttons give the same
// command again, with what else was said as far as a button carries it.
func (d Deps) discovered(ctx context.Context, in bot.Invocation, c bot.Command, address string) (one present.FoundFeed, choice bot.Message, ok bool, err error) {
	found, err := d.Discover(ctx, address)
	switch v := d.voice(in); {
	case err != nil:
		return one, choice, false, err
	case len(found) == 0:
		return one, choice, false, &bot.UserError{Message: v.Advice("found-none", address, "found-none-do"), Param: "address"}
	case len(found) > 1:
		return one, v.FoundSeveral(address, found, func(url string) string {
			args := besides(in.Args, "address")
			args["address"] = url
			return cmp.Or(again(&c, args), again(&c, map[string]string{"address": url}))
		}), false, nil
	}
	return found[0], choice, true, nil
}

func (d Deps) sourceList() bot.Command {
	c := d.sources()
	return bot.Command{Name: "source list", Summary: present.Text("cmd-source-list"), Example: "source list", Access: bot.Admin, Params: c.Params, Run: c.Run}
}

// sourceCommand is a command that changes one source of the workspace. The edit that how returns is proposed.
func (d Deps) sourceCommand(name, summary, example string, params []bot.Param, how func(present.Voice, bot.Invocation, present.Source, *settings.Source) error) bot.Command {
	which := bot.Param{Name: "source", Summary: present.Text("cmd-source-which"), Required: true, Complete: d.completeSource}
	which.Rest = true
	return bot.Command{
		Name: name, Summary: present.Text(summary), Example: example, Access: bot.Admin, Params: append([]bot.Param{which}, params...),
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, typed := d.voice(in), strings.Trim(in.Args["source"], "<>")
			source, ok, err := d.sourceNamed(ctx, in, typed)
			if err != nil {
				return bot.Message{}, err
			}
			if !ok {
				return refuse(v.Advice("source-unknown", typed, ""))
			}
			space := d.space(in)
			record := space.Sources[source.Feed]
			if err := how(v, in, source, &record); err != nil {
				return bot.Message{}, err
			}
			e := space.Put(settings.KindSource, source.Feed, record)
			if record.Off && source.Own || !source.Own && emptySource(record) {
				e.After = "" // one of its own is gone; of the deployment's nothing is set any more
			}
			return d.propose(ctx, in, e)
		},
	}
}

func emptySource(s settings.Source) bool {
	return s.Title == "" && s.Home == "" && s.Language == "" && s.Zone == "" && s.Weight == 0 && len(s.Tags) == 0 && s.Pages == "" && !s.Paused && !s.Off
}

func (d Deps) sourceSet() bot.Command {
	return d.sourceCommand("source set", "cmd-source-set", "source set Caixin weight:4 tags:finance", sourceParams(),
		func(v present.Voice, in bot.Invocation, _ present.Source, s *settings.Source) error {
			return ofSource(v, in, s)
		})
}

func (d Deps) sourcePause() bot.Command {
	return d.sourceCommand("source pause", "cmd-source-pause", "source pause Caixin", nil,
		func(_ present.Voice, _ bot.Invocation, _ present.Source, s *settings.Source) error {
			s.Paused = true
			return nil
		})
}

func (d Deps) sourceResume() bot.Command {
	return d.sourceCommand("source resume", "cmd-source-resume", "source resume Caixin", nil,
		func(_ present.Voice, _ bot.Invocation, _ present.Source, s *settings.Source) error {
			s.Paused = false
			return nil
		})
}

func (d Deps) sourceRemove() bot.Command {
	return d.sourceCommand("source remove", "cmd-source-remove", "source remove Caixin", nil,
		func(_ present.Voice, _ bot.Invocation, have present.Source, s *settings.Source) error {
			*s = settings.Source{Off: true}
			return nil
		})
}

// completeSource proposes the sources of the workspace.
func (d Deps) completeSource(ctx context.Context, in bot.Invocation, typed string) []bot.Choice {
	have, err := d.Desk.Sources(ctx, in.From.Place())
	if err != nil {
		return nil
	}
	var out []bot.Choice
	for _, s := range have {
		if c := choice(s.Name, s.Name); begins(c, typed) && len(out) < maxProposals {
			out = append(out, c)
		}
	}
	return out
}
