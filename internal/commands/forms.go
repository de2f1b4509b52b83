package commands

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
)

// asks answers with a form, where somebody left out what a command needs; where no form can be shown, the message says what is missing
// and how it is typed.
func (d Deps) asks(c bot.Command, in bot.Invocation, missing string, f *bot.Form) (bot.Message, error) {
	m := d.Words.Misused(in, c, bot.Problem{Kind: bot.Missing, Param: missing})
	if in.Via == bot.Filled {
		return bot.Message{}, &bot.UserError{Message: m, Param: missing}
	}
	m.Form = f
	return m, nil
}

// about says which param an error is about.
func about(param string, err error) error {
	var said *bot.UserError
	if !errors.As(err, &said) || said.Param != "" {
		return err
	}
	return &bot.UserError{Message: said.Message, Param: param}
}

// partOf returns which part of "when" a refusal is about, as forms ask for it: days, times, or the zone.
func partOf(err error) string {
	var refused *schedule.Error
	if !errors.As(err, &refused) {
		return "when"
	}
	switch refused.Code {
	case schedule.CodeUnknownZone, schedule.CodeAmbiguousZone, schedule.CodeTwoZones, schedule.CodeZonePrefix:
		return "when.3"
	case schedule.CodeNotUnderstood, schedule.CodeNoTime, schedule.CodeBareNumber, schedule.CodeBadTime, schedule.CodeTimeRange, schedule.CodeTooOften, schedule.CodeTooMany:
		return "when.2"
	}
	return "when"
}

// besides returns the arguments without some of them, for a form that asks for those.
func besides(args map[string]string, asked ...string) map[string]string {
	out := maps.Clone(args)
	for _, name := range asked {
		delete(out, name)
	}
	return out
}

// typedChannels writes channels as people type them in a place: by their ids.
func typedChannels(channels []string) string {
	var out []string
	for _, c := range channels {
		if a, err := bot.ParseAddress(c); err == nil {
			out = append(out, a.Channel)
		}
	}
	return strings.Join(out, ", ")
}

// proposed returns the schedule that somebody was shown and has not saved yet.
func (d Deps) proposed(ctx context.Context, in bot.Invocation) (string, settings.Schedule, error) {
	edits, err := d.Admin.Proposal(ctx, d.Actor(in), strings.ToLower(in.Args["proposal"]))
	if err != nil {
		return "", settings.Schedule{}, turnedDown(d.voice(in), err)
	}
	if len(edits) != 1 || edits[0].Kind != settings.KindSchedule || edits[0].After == "" {
		return "", settings.Schedule{}, turnedDown(d.voice(in), &settings.Refusal{Code: settings.Expired})
	}
	var s settings.Schedule
	err = json.Unmarshal([]byte(edits[0].After), &s)
	return edits[0].Name, s, err
}

func proposalParam() bot.Param {
	return bot.Param{Name: "proposal", Summary: present.Text("cmd-confirm-which"), Required: true}
}

func moreLine(id string) string { return "schedule more " + id }
func tryLine(id string) string  { return "schedule try " + id }

// scheduleMore changes what few digests need of one that is not saved yet.
func (d Deps) scheduleMore() bot.Command {
	c := bot.Command{
		Name: "schedule more", Summary: present.Text("cmd-schedule-more"), Example: "schedule more k7q2xma", Access: bot.Admin, Local: true, Pressed: true,
		Params: append([]bot.Param{proposalParam()}, d.planParams()...),
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		name, s, err := d.proposed(ctx, in)
		if err != nil {
			return bot.Message{}, err
		}
		if len(in.Args) == 1 && in.Via != bot.Filled {
			v := d.voice(in)
			m := v.FormOnly(d.Words.Line(c, map[string]string{"proposal": in.Args["proposal"], "stories": "5", "layout": "compact"}))
			m.Form = v.ScheduleDetailsForm(c.Name, in.Args, s)
			return m, nil
		}
		return d.replan(ctx, in, c, name, s)
	}
	return c
}

// scheduleTry shows somebody alone what a digest that is not saved yet would be now.
func (d Deps) scheduleTry() bot.Command {
	return bot.Command{
		Name: "schedule try", Summary: present.Text("cmd-schedule-test"), Example: "schedule try k7q2xma", Access: bot.Admin, Local: true, Pressed: true,
		Params: []bot.Param{proposalParam()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			name, s, err := d.proposed(ctx, in)
			if err != nil {
				return bot.Message{}, err
			}
			shown, digest, err := d.Desk.Trial(ctx, in.From.Place(), name, s)
			if err != nil {
				return bot.Message{}, err
			}
			m := present.In(shown.Language, shown.Zone).Preview(digest, d.voice(in).PreviewNote(shown, d.Now()))
			m.Private = true
			return m, nil
		},
	}
}
