package present

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/internal/settings"
)

// Unsettled answers a change that is refused.
func (v Voice) Unsettled(r *settings.Refusal) bot.Message {
	id := "settings-" + string(r.Code)
	if r.Code == settings.ChangedSince && r.Other == "" {
		id = "settings-meanwhile"
	}
	return bot.Message{Language: v.lang, Title: v.Say(id, "Name", short(r.Name), "Other", short(r.Other))}
}

// Proposed shows what would be saved, with the button that does.
func (v Voice) Proposed(edits []settings.Edit, at bot.Address, confirm string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("settings-propose"), Footer: v.Say("settings-ask")}
	m.Sections = []bot.Section{{Lines: v.edits(edits, at)}}
	m.Actions = []bot.Action{{Label: v.Say("settings-save"), Line: confirm}}
	return m
}

// Saved says what was changed, with a button that takes it back.
func (v Voice) Saved(changes []settings.Change, at bot.Address, undo string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("settings-saved")}
	var edits []settings.Edit
	for _, c := range changes {
		edits = append(edits, c.Edit)
		if c.Undoes != "" {
			m.Title = v.Say("settings-undone")
		}
		m.Footer = v.Say("settings-code", "ID", c.ID)
	}
	m.Sections = []bot.Section{{Lines: v.edits(edits, at)}}
	m.Actions = []bot.Action{{Label: v.Say("settings-undo"), Line: undo}}
	return m
}

// Audit lists changes, the newest first; older is the line that lists those before, empty when there are none.
func (v Voice) Audit(changes []settings.Change, at bot.Address, umbrella, older string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("audit-title")}
	if len(changes) == 0 {
		m.Lead = v.Say("audit-none")
		return m
	}
	var lines []bot.Line
	for _, c := range changes {
		line := v.edit(c.Edit, at)
		notes := []string{v.Say("audit-by", "Who", person(c.Called, c.By), "ID", c.ID), line.Note}
		if c.Undoes != "" {
			notes = append(notes, v.Say("audit-undoes", "ID", c.Undoes))
		}
		line.Note, line.At = joined(notes), c.At.In(v.zone)
		lines = append(lines, line)
	}
	m.Sections = []bot.Section{{Lines: lines}}
	m.Footer = v.Say("audit-how", "Umbrella", umbrella)
	if older != "" {
		m.Actions = []bot.Action{{Label: v.Say("audit-older"), Line: older}}
	}
	return m
}

// person names somebody who decided something: by their name, and where nobody said it by their id on the platform.
func person(called, by string) string {
	if !strings.HasPrefix(by, "file:") {
		by = by[strings.LastIndexByte(by, '/')+1:]
	}
	return short(cmp.Or(called, by))
}

func joined(notes []string) string {
	var out []string
	for _, n := range notes {
		if n != "" {
			out = append(out, n)
		}
	}
	return strings.Join(out, " · ")
}

// mostEdits is how many edits of one change are listed; the others are counted.
const mostEdits = 20

func (v Voice) edits(list []settings.Edit, at bot.Address) []bot.Line {
	var lines []bot.Line
	for _, e := range list[:min(len(list), mostEdits)] {
		lines = append(lines, v.edit(e, at))
	}
	if over := len(list) - len(lines); over > 0 {
		lines = append(lines, bot.Line{Text: v.Count("more", over)})
	}
	return lines
}

// edit says what an edit changes.
func (v Voice) edit(e settings.Edit, at bot.Address) bot.Line {
	id := "edit-changed"
	switch {
	case e.Kind == settings.KindDraft:
		id = "edit-draft"
	case e.Kind == settings.KindHeld:
		id = "edit-held-" + e.Word("did")
	case e.Kind == settings.KindStory:
		id = "edit-story-" + e.Word("did")
	case e.Kind == settings.KindPause && e.After == "":
		id = "edit-resumed"
	case e.Kind == settings.KindPause:
		id = "edit-paused"
	case e.Before == "":
		id = "edit-added"
	case e.After == "":
		id = "edit-removed"
	}
	return bot.Line{Text: v.Say(id, "Kind", v.Say("kind-"+string(e.Kind)), "Name", short(v.named(e, at))), Note: v.details(e, at)}
}

// named returns what people call the record of an edit.
func (v Voice) named(e settings.Edit, at bot.Address) string {
	one, err := (&settings.Space{}).With(settings.Edit{Kind: e.Kind, Name: e.Name, After: cmp.Or(e.After, e.Before)})
	if err != nil {
		return e.Name
	}
	switch e.Kind {
	case settings.KindRole:
		return cmp.Or(one.Roles[e.Name].Called, one.Roles[e.Name].Who)
	case settings.KindSource:
		return cmp.Or(one.Sources[e.Name].Title, e.Name)
	case settings.KindQuestion:
		return cmp.Or(one.Questions[e.Name].Line, e.Name)
	case settings.KindChannel, settings.KindReading:
		return near(e.Name, at)
	}
	return e.Name
}

// details says the fields of a record that an edit changes; of one that is removed, nothing.
func (v Voice) details(e settings.Edit, at bot.Address) string {
	if e.After == "" && e.Kind != settings.KindRole {
		return ""
	}
	var out []string
	for _, d := range e.Differences() {
		if unsaid(e.Kind, d.Field) {
			continue
		}
		field := v.Say("field-" + d.Field)
		before, after := v.said(d.Before, at), v.said(d.After, at)
		if before == "" {
			out = append(out, v.Say("field-set", "Field", field, "After", after))
		} else {
			out = append(out, v.Say("field-was", "Field", field, "Before", before, "After", cmp.Or(after, "–")))
		}
	}
	return strings.Join(out, " · ")
}

// unsaid reports whether a field of a record is not told: it is said otherwise, or nothing to people.
func unsaid(k settings.Kind, field string) bool {
	switch k {
	case settings.KindRole:
		return field == "called"
	case settings.KindHeld:
		return field == "did" || field == "key"
	case settings.KindStory:
		return field == "did"
	}
	return field == "asker"
}

// said returns a value as people read it: channels of their workspace by the id alone, moments in their zone.
func (v Voice) said(s string, at bot.Address) string {
	if when, err := time.Parse(time.RFC3339, s); err == nil {
		return v.Moment(when)
	}
	if s == "true" { // what does not hold is left out
		return v.Say("said-yes")
	}
	parts := strings.Split(s, ", ")
	for i, p := range parts {
		parts[i] = cmp.Or(v.names[p], near(p, at))
	}
	return bot.Cut(bot.CleanLine(strings.Join(parts, ", ")), 200)
}

// near shortens the address of a channel in the workspace of another.
func near(address string, at bot.Address) string {
	return strings.TrimPrefix(address, at.Platform+":"+at.Workspace+"/")
}

// Roles lists who may do what.
func (v Voice) Roles(list []settings.Role, at bot.Address) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("roles-title"), Footer: v.Say("roles-platform")}
	if len(list) == 0 {
		m.Lead = v.Say("roles-none")
		return m
	}
	var lines []bot.Line
	for _, r := range list {
		notes := []string{v.Say("role-" + r.Access)}
		if r.Channel != "" {
			notes = append(notes, v.Say("role-in", "Place", near(r.Channel, at)))
		}
		lines = append(lines, bot.Line{Text: short(cmp.Or(r.Called, r.Who)), Note: joined(append(notes, r.Who))})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

// NewPlan is a schedule that would be saved.
type NewPlan struct {
	Planned
	Name       string
	Edit       settings.Edit
	Coincides  []string // schedules that post into one of its channels at the same time
	Unverified bool     // nobody could be asked whether the bot may post there
}

// Plan shows a schedule before it is saved: in words, its next runs, what else it says, and what somebody should know.
func (v Voice) Plan(p NewPlan, at bot.Address, now time.Time, confirm, more, try string) bot.Message {
	m := v.Planned(p.Planned, now)
	id := "plan-new"
	if p.Edit.Before != "" {
		id = "plan-edited"
	}
	m.Title = v.Say(id, "Name", short(p.Name), "Words", v.Timing(p.Timing), "Zone", p.Zone.String())
	m.Sections[0].Heading = v.Say("plan-runs")
	lines := []bot.Line{{Text: v.details(p.Edit, at)}}
	if !p.Unverified {
		lines = append(lines, bot.Line{Text: v.Say("plan-may-post")})
	}
	for _, name := range p.Coincides {
		lines = append(lines, bot.Line{Text: v.Say("plan-coincides", "Name", short(name))})
	}
	m.Sections = append(m.Sections, bot.Section{Heading: v.Say("plan-details"), Lines: lines})
	m.Footer = v.Say("settings-ask")
	m.Actions = []bot.Action{{Label: v.Say("settings-save"), Line: confirm}, {Label: v.Say("form-more"), Line: more}, {Label: v.Say("form-try"), Line: try}}
	return m
}

// CannotPost says why the bot would be refused in a channel; an empty reason means that nobody can tell now.
func (v Voice) CannotPost(place, at bot.Address, why string) bot.Message {
	if why == "" {
		return bot.Message{Language: v.lang, Title: v.Say("plan-unsure", "Place", v.channel(place, at))}
	}
	return bot.Message{
		Language: v.lang, Title: v.Say("plan-cannot-post", "Place", v.channel(place, at), "Why", v.refusal(why)), Lead: v.Say("plan-cannot-post-do"),
	}
}

// Advice is a refusal about something named, with what to do in the lead where there is more to say.
func (v Voice) Advice(id, name, lead string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say(id, "Name", short(name))}
	if lead != "" {
		m.Lead = v.Say(lead)
	}
	return m
}

// ChangeNumber writes the number of a change, for "before:".
func ChangeNumber(seq int64) string { return strconv.FormatInt(seq, 10) }
