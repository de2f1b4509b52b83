package commands

import (
	"context"
	"errors"
	"regexp"

	"briefbot/bot"
	"briefbot/briefs/topics"
	"briefbot/internal/present"
	"briefbot/internal/settings"
)

var filterName = regexp.MustCompile(`^[\p{L}\p{N}][-_\p{L}\p{N}]{0,39}$`)

func whereParam() bot.Param {
	return bot.Param{Name: "where", Summary: present.Text("cmd-filter-where"), Required: true, Rest: true}
}

func (d Deps) filterList() bot.Command {
	return bot.Command{
		Name: "filter list", Summary: present.Text("cmd-filter-list"), Example: "filter list", Access: bot.Admin, Local: true,
		Run: func(_ context.Context, in bot.Invocation) (bot.Message, error) {
			var list []present.NamedFilter
			space := d.space(in)
			for _, ref := range space.Refs() {
				if ref.Kind == settings.KindTopic {
					list = append(list, present.NamedFilter{Name: ref.Name, Where: space.Topics[ref.Name].Where})
				}
			}
			return d.voice(in).Filters(list), nil
		},
	}
}

// tried words what is wrong with an expression; other errors stay as they are.
func tried(v present.Voice, err error) error {
	var refused *topics.FilterError
	if !errors.As(err, &refused) {
		return err
	}
	return &bot.UserError{Message: v.BadFilter(string(refused.Code), refused.Text)}
}

func (d Deps) filterTest() bot.Command {
	return bot.Command{
		Name: "filter test", Summary: present.Text("cmd-filter-test"), Example: "filter test (price or 降价) and name:alibaba", Access: bot.Editor, Local: true,
		Params: []bot.Param{whereParam()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, where := d.voice(in), in.Args["where"]
			if f, ok := d.space(in).Topics[where]; ok {
				where = f.Where
			}
			trial, err := d.TryFilter(ctx, in.From.Place(), where)
			if err != nil {
				return bot.Message{}, tried(v, err)
			}
			return v.Tried(where, trial, ""), nil
		},
	}
}

func (d Deps) filterSet() bot.Command {
	return bot.Command{
		Name: "filter set", Summary: present.Text("cmd-filter-set"), Example: "filter set prices (price or 降价) and name:alibaba", Access: bot.Admin,
		Params: []bot.Param{{Name: "name", Summary: present.Text("cmd-filter-name"), Required: true}, whereParam()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, name, where := d.voice(in), in.Args["name"], in.Args["where"]
			if !filterName.MatchString(name) || d.BuiltIn(name) {
				return refuse(v.Refusal("filter-name-bad"))
			}
			trial, err := d.TryFilter(ctx, in.From.Place(), where)
			if err != nil {
				return bot.Message{}, tried(v, err)
			}
			id, err := d.Admin.Propose(ctx, d.Actor(in), []settings.Edit{d.space(in).Put(settings.KindTopic, name, settings.Topic{Where: where})})
			if err != nil {
				return bot.Message{}, turnedDown(v, err)
			}
			return v.Tried(name+": "+where, trial, confirmLine(id)), nil
		},
	}
}

func (d Deps) filterRemove() bot.Command {
	return bot.Command{
		Name: "filter remove", Summary: present.Text("cmd-filter-remove"), Example: "filter remove prices", Access: bot.Admin,
		Params: []bot.Param{{Name: "name", Summary: present.Text("cmd-filter-name"), Required: true}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			e := d.space(in).Drop(settings.KindTopic, in.Args["name"])
			if e.Before == "" {
				return refuse(d.voice(in).Advice("filter-unknown", in.Args["name"], ""))
			}
			return d.propose(ctx, in, e)
		},
	}
}
