package commands

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
)

// planParams are what may be said of a schedule besides when.
func (d Deps) planParams() []bot.Param {
	return []bot.Param{
		{Name: "in", Summary: present.Text("cmd-schedule-in"), Keyed: true},
		{Name: "lang", Summary: present.Text("cmd-schedule-language"), Keyed: true, Complete: completeLanguage},
		{Name: "topics", Summary: present.Text("cmd-schedule-topics"), Keyed: true},
		{Name: "stories", Summary: present.Text("cmd-schedule-stories"), Keyed: true},
		{Name: "layout", Summary: present.Text("cmd-schedule-layout"), Keyed: true, Choices: choices("threaded", "stories", "compact")},
		{Name: "empty", Summary: present.Text("cmd-schedule-empty"), Keyed: true, Choices: choices("silent", "line")},
		{Name: "draft", Summary: present.Text("cmd-schedule-draft"), Keyed: true},
		{Name: "draft-to", Summary: present.Text("cmd-schedule-draft-to"), Keyed: true},
		{Name: "silence", Summary: present.Text("cmd-schedule-silence"), Keyed: true, Choices: choices(settings.SilencePosts, settings.SilenceDrops)},
		{Name: "either", Summary: present.Text("cmd-schedule-either"), Keyed: true, Choices: choices("yes")},
	}
}

// choices are values that are labelled as they are.
func choices(values ...string) []bot.Choice {
	var out []bot.Choice
	for _, v := range values {
		out = append(out, bot.Choice{Label: v, Value: v})
	}
	return out
}

func (d Deps) scheduleAdd() bot.Command {
	c := bot.Command{
		Name: "schedule add", Summary: present.Text("cmd-schedule-add"), Example: "schedule add weekdays 9:00 Europe/Paris name:morning", Access: bot.Admin, Local: true,
		Params: append([]bot.Param{
			{Name: "when", Summary: present.Text("cmd-schedule-preview-when"), Rest: true, Complete: completeTiming},
			{Name: "name", Summary: present.Text("cmd-schedule-name"), Keyed: true},
		}, d.planParams()...),
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		v := d.voice(in)
		list, err := d.Desk.Schedules(ctx, in.From.Place())
		if err != nil {
			return bot.Message{}, err
		}
		name := in.Args["name"]
		if name == "" {
			name = freeName(list)
		}
		switch i := slices.IndexFunc(list, func(s present.Schedule) bool { return strings.EqualFold(s.Name, name) }); {
		case i >= 0:
			return refuse(v.Advice("plan-name-used", list[i].Name, ""))
		case bot.Length(name) > 40 || strings.ContainsAny(name, "\"“”:：\n"):
			return refuse(v.Refusal("plan-name-bad"))
		}
		if in.Args["when"] == "" {
			channel := in.From.Channel
			if !knownForm(in.From.Platform, channel) { // asked on a home tab, which is none
				channel = ""
			}
			return d.asks(c, in, "when", v.NewScheduleForm(c.Name, besides(in.Args, "in", "lang"), channel, zoneName(v)))
		}
		return d.plan(ctx, in, c, name, settings.Schedule{Channels: []string{in.From.Place().String()}}, list)
	}
	return c
}

// freeName returns a name that no schedule has.
func freeName(list []present.Schedule) string {
	for n := 1; ; n++ {
		name := "digest"
		if n > 1 {
			name = fmt.Sprint("digest-", n)
		}
		if !slices.ContainsFunc(list, func(s present.Schedule) bool { return strings.EqualFold(s.Name, name) }) {
			return name
		}
	}
}

func (d Deps) scheduleEdit() bot.Command {
	c := bot.Command{
		Name: "schedule edit", Summary: present.Text("cmd-schedule-edit"), Example: "schedule edit morning weekdays 8:30", Access: bot.Admin, Local: true,
		Params: append([]bot.Param{d.ofSchedule(), {Name: "when", Summary: present.Text("cmd-schedule-new-when"), Rest: true}}, d.planParams()...),
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		v := d.voice(in)
		name, rest, err := d.own(ctx, in, in.Args["when"])
		if err != nil {
			return bot.Message{}, err
		}
		in.Args = maps.Clone(in.Args)
		in.Args["schedule"], in.Args["when"] = name, rest
		s := d.space(in).Schedules[name]
		if len(in.Args) == 2 && rest == "" { // nothing is said but which
			m := v.FormOnly(d.Words.Line(c, map[string]string{"schedule": name, "when": s.When}))
			m.Form = v.ScheduleForm(c.Name, map[string]string{"schedule": name}, s, typedChannels(s.Channels))
			return m, nil
		}
		return d.replan(ctx, in, c, name, s)
	}
	return c
}

// replan is plan beside all other schedules that post into the workspace.
func (d Deps) replan(ctx context.Context, in bot.Invocation, c bot.Command, name string, s settings.Schedule) (bot.Message, error) {
	list, err := d.Desk.Schedules(ctx, in.From.Place())
	if err != nil {
		return bot.Message{}, err
	}
	others := slices.DeleteFunc(slices.Clone(list), func(s present.Schedule) bool { return s.Name == name })
	return d.plan(ctx, in, c, name, s, others)
}

// own returns the schedule that an invocation names, which must be one that admins set, and what follows the name.
func (d Deps) own(ctx context.Context, in bot.Invocation, rest string) (string, string, error) {
	s, rest, err := d.named(ctx, in, rest)
	if err != nil {
		return "", "", err
	}
	if _, ok := d.space(in).Schedules[s.Name]; !ok {
		return "", "", &bot.UserError{Message: d.voice(in).Advice("plan-of-file", s.Name, "plan-of-file-do")}
	}
	return s.Name, rest, nil
}

// plan reads what was said of a schedule over what holds so far, checks it, and shows it with the button that saves it. The others are
// the schedules that post into the workspace besides.
func (d Deps) plan(ctx context.Context, in bot.Invocation, c bot.Command, name string, s settings.Schedule, others []present.Schedule) (bot.Message, error) {
	v := d.voice(in)
	said, err := d.said(ctx, v, in, &s)
	if err != nil {
		return bot.Message{}, err
	}
	shown, err := schedule.Show(schedule.Request{Expr: s.When, Zone: s.Zone, Calendar: s.Calendar, Confirmed: s.Either, Now: d.Now()})
	if err != nil {
		return bot.Message{}, about(partOf(err), either(v, worded(v, err), err, c, in))
	}
	p := present.NewPlan{Name: name, Planned: present.Planned{Timing: Timing(shown.Plan), Crons: shown.Plan.Rule().Cron()}}
	if p.Zone, err = time.LoadLocation(shown.Plan.Zone()); err != nil {
		return bot.Message{}, err
	}
	s.Zone = shown.Plan.Zone()
	for _, r := range shown.Runs {
		p.Runs = append(p.Runs, present.Upcoming{At: r.Instant, Flags: r.Flags.Names()})
	}
	p.Edit = d.space(in).Put(settings.KindSchedule, name, s)
	if p.Coincides, err = coincides(v, s, p, others); err != nil {
		return bot.Message{}, about("when", err)
	}
	if p.Unverified, err = d.mayPost(ctx, v, in, slices.Concat(s.Channels, said)); err != nil {
		return bot.Message{}, about("in", err)
	}
	id, err := d.Admin.Propose(ctx, d.Actor(in), []settings.Edit{p.Edit})
	if err != nil {
		return bot.Message{}, turnedDown(v, err)
	}
	if d.Called != nil {
		v = v.Naming(d.Called(ctx, slices.Concat(d.space(in).Schedules[name].Channels, s.Channels, s.DraftTo)))
	}
	return v.Plan(p, in.From.Place(), d.Now(), confirmLine(id), moreLine(id), tryLine(id)), nil
}

// said puts what an invocation says into a schedule, and returns the channels that it names for drafts.
func (d Deps) said(ctx context.Context, v present.Voice, in bot.Invocation, s *settings.Schedule) (named []string, err error) {
	if when := in.Args["when"]; when != "" {
		s.When, s.Either = when, in.Args["either"] == "yes"
		if s.Zone == "" {
			s.Zone = zoneName(v)
		}
	}
	if in.Args["in"] != "" {
		if s.Channels, err = d.channels(v, in, in.Args["in"]); err != nil {
			return nil, about("in", err)
		}
	}
	if s.Language, err = language(v, s.Language, in.Args["lang"]); err != nil {
		return nil, about("lang", err)
	}
	if s.Language == "" {
		s.Language = v.Language()
	}
	if typed := in.Args["topics"]; typed != "" {
		s.Topics = strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" ,，、", r) })
		if typed == usual {
			s.Topics = nil
		}
	}
	if typed := in.Args["stories"]; typed == usual {
		s.MaxStories = 0
	} else if typed != "" {
		n, err := strconv.Atoi(typed)
		if err != nil || n < 1 || n > 30 {
			return nil, &bot.UserError{Message: v.Refusal("plan-stories-bad"), Param: "stories"}
		}
		s.MaxStories = n
	}
	s.Layout, s.Empty = cmp.Or(in.Args["layout"], s.Layout), cmp.Or(in.Args["empty"], s.Empty)
	named, err = d.drafts(ctx, v, in, s)
	return named, about("draft", err)
}

// drafts puts what an invocation says of drafts into a schedule, and returns the channels that it names.
func (d Deps) drafts(ctx context.Context, v present.Voice, in bot.Invocation, s *settings.Schedule) (named []string, err error) {
	switch typed := strings.ReplaceAll(strings.ToLower(in.Args["draft"]), " ", ""); typed {
	case "":
	case usual:
		s.Draft, s.DraftTo, s.DraftSilence = "", nil, ""
	default:
		if s.Draft, err = minutes(typed); err != nil {
			return nil, &bot.UserError{Message: v.Refusal("draft-time-bad")}
		}
	}
	switch typed := in.Args["draft-to"]; typed {
	case "":
	case usual:
		s.DraftTo = nil
	default:
		var people []string
		if named, people, err = d.channelsOrPeople(ctx, v, in, typed); err != nil {
			return nil, err
		}
		s.DraftTo = slices.Concat(named, people)
	}
	s.DraftSilence = cmp.Or(in.Args["silence"], s.DraftSilence)
	switch {
	case s.Draft == "" && (len(s.DraftTo) > 0 || s.DraftSilence != ""):
		return nil, &bot.UserError{Message: v.Refusal("draft-without-time")}
	case s.Draft != "" && len(s.DraftTo) == 0 && (d.Noticed == nil || !d.Noticed(workspaceOf(in))):
		return nil, &bot.UserError{Message: v.Refusal("draft-nowhere")}
	}
	return named, nil
}

// channelsOrPeople reads channels, and people by their conversations with the bot.
func (d Deps) channelsOrPeople(ctx context.Context, v present.Voice, in bot.Invocation, typed string) (channels, people []string, err error) {
	var rest []string
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" ,，、", r) }) {
		who, _, ok := somebody(word)
		id, person := strings.CutPrefix(who, "user:")
		if !ok || !person || knownForm(in.From.Platform, word) {
			rest = append(rest, word)
			continue
		}
		if d.Converse == nil {
			return nil, nil, &bot.UserError{Message: v.Advice("draft-no-private", word, "")}
		}
		c, err := d.Converse(ctx, in.From.Place(), id)
		if err != nil {
			return nil, nil, &bot.UserError{Message: v.Advice("draft-no-private", word, "")}
		}
		people = append(people, c.Address.String())
	}
	if len(rest) > 0 {
		channels, err = d.channels(v, in, strings.Join(rest, ","))
	}
	return channels, people, err
}

// minutes reads how long before a run a draft is due: "20m", "20 min", "1h30m" or a mere number of minutes.
func minutes(typed string) (string, error) {
	for _, word := range []string{"minutes", "minute", "mins", "min", "mn", "分钟", "分"} {
		typed = strings.Replace(typed, word, "m", 1)
	}
	typed = strings.Replace(strings.Replace(typed, "小时", "h", 1), "hours", "h", 1)
	if _, err := strconv.Atoi(typed); err == nil {
		typed += "m"
	}
	before, err := settings.DraftBefore(typed)
	if err != nil {
		return "", err
	}
	said := strings.TrimSuffix(before.String(), "0s")
	if strings.HasSuffix(said, "h0m") {
		said = strings.TrimSuffix(said, "0m")
	}
	return said, nil
}

// zoneName returns the name of the voice's zone; UTC for a terminal's own, which has no name elsewhere.
func zoneName(v present.Voice) string {
	if name, err := schedule.FindZone(v.Zone().String()); err == nil {
		return name
	}
	return "UTC"
}

// language reads a language; nothing leaves what was there.
func language(v present.Voice, was, typed string) (string, error) {
	switch {
	case typed == "":
		return was, nil
	case typed == usual:
		return "", nil
	case bot.Language(typed) != "":
		return bot.Language(typed), nil
	}
	return "", &bot.UserError{Message: v.UnknownLanguage(typed)}
}

func (d Deps) scheduleList() bot.Command {
	c := d.schedules()
	return bot.Command{Name: "schedule list", Summary: present.Text("cmd-schedule-list"), Example: "schedule list", Access: bot.Admin, Local: true, Run: c.Run}
}

// scheduleTest shows somebody alone what a schedule would post.
func (d Deps) scheduleTest() bot.Command {
	of := d.ofSchedule()
	of.Rest = true
	preview := d.preview()
	return bot.Command{
		Name: "schedule test", Summary: present.Text("cmd-schedule-test"), Example: "schedule test morning", Access: bot.Editor, Local: true,
		Params: []bot.Param{of},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			m, err := preview.Run(ctx, in)
			m.Private = true
			return m, err
		},
	}
}

func (d Deps) scheduleRemove() bot.Command {
	of := d.ofSchedule()
	of.Rest = true
	return bot.Command{
		Name: "schedule remove", Summary: present.Text("cmd-schedule-remove"), Example: "schedule remove morning", Access: bot.Admin, Local: true,
		Params: []bot.Param{of},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			name, _, err := d.own(ctx, in, "")
			if err != nil {
				return bot.Message{}, err
			}
			space := d.space(in)
			edits := []settings.Edit{space.Drop(settings.KindSchedule, name)}
			if pause := space.Drop(settings.KindPause, name); pause.Before != "" {
				edits = append(edits, pause)
			}
			return d.propose(ctx, in, edits...)
		},
	}
}
