package commands

import (
	"context"
	"errors"
	"regexp"
	"strings"

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
	c := bot.Command{
		Name: "filter set", Summary: present.Text("cmd-filter-set"), Example: "filter set prices (price or 降价) and name:alibaba", Access: bot.Admin,
		Params: []bot.Param{{Name: "name", Summary: present.Text("cmd-filter-name")}, whereParam()},
	}
	c.Params[1].Required = false
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		switch name, where := in.Args["name"], in.Args["where"]; {
		case name == "":
			return d.asks(c, in, "name", d.voice(in).FilterForm("filter fill", "", ""))
		case where == "":
			return d.asks(c, in, "where", d.voice(in).FilterForm("filter fill", name, d.space(in).Topics[name].Where))
		default:
			return d.filter(ctx, in, name, where)
		}
	}
	return c
}

// filter tries a filter and shows it with the button that saves it.
func (d Deps) filter(ctx context.Context, in bot.Invocation, name, where string) (bot.Message, error) {
	v := d.voice(in)
	if !filterName.MatchString(name) || d.BuiltIn(name) {
		return bot.Message{}, &bot.UserError{Message: v.Refusal("filter-name-bad"), Param: "name"}
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
}

// filterFill makes a filter of what a form asks for.
func (d Deps) filterFill() bot.Command {
	c := bot.Command{
		Name: "filter fill", Summary: present.Text("cmd-filter-set"), Example: "filter fill prices any:price,降价 names:alibaba", Access: bot.Admin, Pressed: true,
		Params: []bot.Param{
			{Name: "name", Summary: present.Text("cmd-filter-name")}, {Name: "any", Summary: present.Text("cmd-filter-where"), Keyed: true},
			{Name: "names", Summary: present.Text("cmd-filter-where"), Keyed: true}, {Name: "without", Summary: present.Text("cmd-filter-where"), Keyed: true},
			{Name: "also", Summary: present.Text("cmd-filter-where"), Keyed: true},
		},
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		if in.Args["name"] == "" {
			return d.asks(c, in, "name", d.voice(in).FilterForm(c.Name, "", ""))
		}
		where := filterOf(in.Args)
		if where == "" {
			return bot.Message{}, &bot.UserError{Message: d.voice(in).Refusal("filter-nothing"), Param: "any"}
		}
		m, err := d.filter(ctx, in, in.Args["name"], where)
		return m, about("also", err)
	}
	return c
}

// filterOf writes what was filled in as an expression: any of the words, any of the names, none of other words, and what else was typed.
func filterOf(args map[string]string) string {
	var all []string
	add := func(before, prefix, typed string) {
		var each []string
		for _, one := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",，、;\n", r) }) {
			if one = strings.TrimSpace(strings.ReplaceAll(one, `"`, "")); one == "" {
				continue
			}
			each = append(each, prefix+`"`+one+`"`)
		}
		switch {
		case len(each) == 1 && before == "":
			all = append(all, each[0])
		case len(each) > 0:
			all = append(all, before+"("+strings.Join(each, " or ")+")")
		}
	}
	add("", "", args["any"])
	add("", "name:", args["names"])
	add("not ", "", args["without"])
	if also := strings.TrimSpace(args["also"]); also != "" {
		all = append(all, "("+also+")")
	}
	return strings.Join(all, " and ")
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
