package commands

import (
	"context"
	"slices"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

// maxProposals is how many values a platform shows at once.
const maxProposals = bot.MaxChoices

// typed returns a param by position.
func typed(name, names, summary string, complete completer) bot.Param {
	return bot.Param{Name: name, Names: translated(names), Summary: present.Text(summary), Complete: complete}
}

// filter returns a param that is given as "name:value".
func filter(name string, complete completer) bot.Param {
	return bot.Param{
		Name: name, Names: translated("cmd-ask-" + name + "-name"), Summary: present.Text("cmd-ask-" + name), Keyed: true, Complete: complete,
	}
}

type completer = func(ctx context.Context, in bot.Invocation, typed string) []bot.Choice

// translated returns a name in the languages that have their own.
func translated(id string) bot.Text {
	t := present.Text(id)
	for l, name := range t {
		if l != "en" && name == t["en"] {
			delete(t, l)
		}
	}
	delete(t, "en")
	if len(t) == 0 {
		return nil
	}
	return t
}

// figureParams are those of a command for the figures of one metric.
func (d Deps) figureParams(metric, who string) []bot.Param {
	period := typed("period", "cmd-ask-period-name", "cmd-ask-period", d.completePeriod(metric))
	period.Rest = true
	return append([]bot.Param{typed("name", "cmd-ask-name-name", who, d.completeSubject(metric)), period}, d.filters(metric)...)
}

// filters are those that every lookup takes.
func (d Deps) filters(metric string) []bot.Param {
	return []bot.Param{
		filter("market", d.completeMarket(metric)), filter("by", d.completePublisher), filter("nature", d.completeNature),
		filter("asof", d.completeDay), filter("show", d.completeShow), filter("lang", completeLanguage), filter("schedule", completeTiming),
	}
}

// restParams are those of a command that takes words in any order.
func (d Deps) restParams(name, names, summary string, complete completer, filters ...bot.Param) []bot.Param {
	p := typed(name, names, summary, complete)
	p.Rest = true
	return append([]bot.Param{p}, filters...)
}

// completeSubject proposes those of whom a figure is known.
func (d Deps) completeSubject(metric string) completer {
	return func(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
		var out []bot.Choice
		for _, c := range d.Facts().Complete(metric, typed, in.Language(), maxProposals) {
			out = append(out, choice(c.Name, c.Match))
		}
		return out
	}
}

// completeMarket proposes markets that have figures of the metric; of any for none.
func (d Deps) completeMarket(metric string) completer {
	return func(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
		var out []bot.Choice
		book, v := d.Facts(), present.In(in.Language(), nil)
		for _, m := range book.CompleteMarket(metric, typed, maxProposals) {
			out = append(out, choice(book.Name(m.ID, v.Language()), m.ID))
		}
		return out
	}
}

func (d Deps) completePublisher(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	book := d.Facts()
	for _, name := range book.CompletePublisher(typed, maxProposals) {
		out = append(out, choice(book.Publisher(name, in.Language()), name))
	}
	return out
}

// completePeriod proposes the latest periods of which there are figures: of the name that was given, where there is one.
func (d Deps) completePeriod(metric string) completer {
	return func(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
		var out []bot.Choice
		v := present.In(in.Language(), nil)
		for _, p := range d.Facts().CompletePeriod(metric, in.Args["name"], maxProposals*4) {
			c := choice(v.Period(p), facts.Written(p))
			if begins(c, typed) && len(out) < maxProposals {
				out = append(out, c)
			}
		}
		return out
	}
}

func (d Deps) completeMetric(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	for _, m := range d.Facts().Vocabulary() {
		if c := choice(m.Name[in.Language()], m.Name["en"]); begins(c, typed) {
			out = append(out, c)
		}
	}
	return out
}

func (d Deps) completeNature(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	v := present.In(in.Language(), nil)
	for _, n := range facts.Natures() {
		if c := choice(v.Say("sort-"+n), n); begins(c, typed) {
			out = append(out, c)
		}
	}
	return out
}

func (d Deps) completeShow(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	v := present.In(in.Language(), nil)
	for _, name := range []string{"all", "history", "csv"} {
		if c := choice(v.Say("show-"+name), name); begins(c, typed) {
			out = append(out, c)
		}
	}
	return out
}

// completeDay proposes today and the last days of the quarters before.
func (d Deps) completeDay(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	v, now := d.voice(in), d.Now()
	today := briefs.DateOf(now.In(v.Zone()))
	days := []briefs.Date{today}
	for end := (briefs.Date{Year: today.Year, Month: (today.Month-1)/3*3 + 1, Day: 1}); len(days) < 9; end = end.AddMonths(-3) {
		days = append(days, end.AddDays(-1))
	}
	for _, day := range days {
		if c := choice(v.Date(day.Year, day.Month, day.Day), day.String()); begins(c, typed) {
			out = append(out, c)
		}
	}
	return out
}

// timings are samples of timetables, as they are typed.
var timings = []string{"daily 9:00", "weekdays 9:00", "monday 9:00", "monthly on the 1st 9:00"}

func completeTiming(_ context.Context, _ bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	for _, s := range timings {
		if c := choice(s, s); begins(c, typed) {
			out = append(out, c)
		}
	}
	return out
}

func completeLanguage(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	v := present.In(in.Language(), nil)
	for _, l := range bot.Languages() {
		if c := choice(v.Say("language-"+l), l); begins(c, typed) {
			out = append(out, c)
		}
	}
	return out
}

// completeSwitch proposes on and off.
func completeSwitch(_ context.Context, _ bot.Invocation, typed string) []bot.Choice {
	return slices.DeleteFunc([]bot.Choice{choice("on", "on"), choice("off", "off")}, func(c bot.Choice) bool { return !begins(c, typed) })
}

func choice(label, value string) bot.Choice {
	return bot.Choice{Label: bot.Cut(label, bot.MaxChoice), Value: bot.Cut(value, bot.MaxChoice)}
}

// begins reports whether what was typed may become the choice.
func begins(c bot.Choice, typed string) bool {
	return facts.Begins(c.Label, typed) || facts.Begins(c.Value, typed)
}
