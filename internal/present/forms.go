package present

import (
	"strconv"
	"strings"

	"briefbot/bot"
	"briefbot/internal/settings"
)

// spoken are the languages by what they call themselves.
func spoken() []bot.Choice {
	return []bot.Choice{{Label: "English", Value: "en"}, {Label: "français", Value: "fr"}, {Label: "中文", Value: "zh"}}
}

// field asks for the value of a param under a label of the catalogue, with a hint where there is one.
func (v Voice) field(param, label, value string) bot.Field {
	f := bot.Field{Param: param, Label: v.Say(label), Value: value}
	if hint := "hint-" + strings.TrimPrefix(label, "form-"); v.has(hint) {
		f.Hint = v.Say(hint)
	}
	return f
}

// has reports whether there is a wording of an id.
func (v Voice) has(id string) bool {
	_, ok := v.pattern(id, nil)
	return ok
}

func (v Voice) choice(param, label, value string, choices ...bot.Choice) bot.Field {
	f := v.field(param, label, value)
	f.Choices = choices
	return f
}

// dayChoices are the days on which a digest may be posted, as its schedule says them.
func (v Voice) dayChoices() []bot.Choice {
	out := []bot.Choice{
		{Label: v.Say("form-days-daily"), Value: "daily"}, {Label: v.Say("form-days-weekdays"), Value: "weekdays"}, {Label: v.Say("form-days-cn"), Value: "cn-workdays"},
		{Label: v.Say("form-days-weekend"), Value: "saturday, sunday"},
	}
	for i, name := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		out = append(out, bot.Choice{Label: v.Say("weekday-" + strconv.Itoa((i+1)%7)), Value: name})
	}
	return out
}

// NewScheduleForm asks for a new digest: where, on which days, at what times, in which zone and language.
func (v Voice) NewScheduleForm(command string, args map[string]string, channel, zone string) *bot.Form {
	where, times := v.field("in", "form-channel", channel), v.field("when.2", "form-times", "")
	where.Channel, where.Required, times.Required = true, true, true
	days := v.choice("when", "form-days", "weekdays", v.dayChoices()...)
	days.Required = true
	return &bot.Form{
		Title: v.Say("form-new-schedule"), Submit: v.Say("form-check"), Again: v.Say("form-again"), Command: command, Args: args,
		Fields: []bot.Field{where, days, times, v.field("when.3", "form-zone", zone), v.choice("lang", "form-language", v.lang, spoken()...)},
	}
}

// ScheduleForm asks what is to change in a digest. Channels are its channels as they are typed.
func (v Voice) ScheduleForm(command string, args map[string]string, s settings.Schedule, channels string) *bot.Form {
	said := s.When
	if !strings.Contains(said, s.Zone) {
		said += " " + s.Zone
	}
	when, where := v.field("when", "form-when", said), v.field("in", "form-channels", channels)
	when.Required, where.Required, where.Channel, where.Several = true, true, true, true
	return &bot.Form{
		Title: v.Say("form-edit-schedule"), Submit: v.Say("form-check"), Again: v.Say("form-again"), Command: command, Args: args,
		Fields: append([]bot.Field{when, where, v.choice("lang", "form-language", s.Language, spoken()...)}, v.scheduleFields(s)[:2]...),
	}
}

// ScheduleDetailsForm asks for what few digests need.
func (v Voice) ScheduleDetailsForm(command string, args map[string]string, s settings.Schedule) *bot.Form {
	return &bot.Form{Title: v.Say("form-more-title"), Submit: v.Say("form-check"), Again: v.Say("form-again"), Command: command, Args: args, Fields: v.scheduleFields(s)}
}

// scheduleFields asks what a digest holds and how it looks.
func (v Voice) scheduleFields(s settings.Schedule) []bot.Field {
	stories := ""
	if s.MaxStories > 0 {
		stories = strconv.Itoa(s.MaxStories)
	}
	return []bot.Field{
		v.field("topics", "form-topics", strings.Join(s.Topics, ", ")), v.field("stories", "form-stories", stories),
		v.choice("layout", "form-layout", s.Layout, bot.Choice{Label: v.Say("form-layout-threaded"), Value: "threaded"},
			bot.Choice{Label: v.Say("form-layout-stories"), Value: "stories"}, bot.Choice{Label: v.Say("form-layout-compact"), Value: "compact"}),
		v.choice("empty", "form-empty", s.Empty, bot.Choice{Label: v.Say("form-empty-silent"), Value: "silent"}, bot.Choice{Label: v.Say("form-empty-line"), Value: "line"}),
		v.field("draft", "form-draft", s.Draft),
	}
}

// SourceForm asks for a new source.
func (v Voice) SourceForm(command string, args map[string]string) *bot.Form {
	address := v.field("address", "form-address", "")
	address.Required = true
	weights := make([]bot.Choice, 5)
	for i := range weights {
		weights[i] = bot.Choice{Label: strconv.Itoa(i + 1), Value: strconv.Itoa(i + 1)}
	}
	return &bot.Form{
		Title: v.Say("form-new-source"), Submit: v.Say("form-look"), Again: v.Say("form-again"), Command: command, Args: args,
		Fields: []bot.Field{
			address, v.choice("weight", "form-weight", "", weights...), v.choice("lang", "form-source-language", "", spoken()...),
			v.field("zone", "form-source-zone", ""), v.field("tags", "form-tags", ""),
		},
	}
}

// FilterForm asks for a filter, by what is to be in an article. Of one that is there already its name and what it says stand in it.
func (v Voice) FilterForm(command, filter, where string) *bot.Form {
	name := v.field("name", "form-filter-name", filter)
	name.Required = true
	return &bot.Form{
		Title: v.Say("form-new-filter"), Submit: v.Say("form-look"), Again: v.Say("form-again"), Command: command,
		Fields: []bot.Field{
			name, v.field("any", "form-filter-any", ""), v.field("names", "form-filter-names", ""), v.field("without", "form-filter-without", ""),
			v.field("also", "form-filter-also", where),
		},
	}
}

// FormOnly stands in the place of a form where none can be shown, and says how the same is typed.
func (v Voice) FormOnly(line string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("form-only"), Lead: v.Say("for-example", "Line", line)}
}
