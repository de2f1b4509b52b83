package present

import (
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// statement says a fact in one line: what, of when, by whom.
func (v Voice) statement(f briefs.Fact, names Book) string {
	s := v.headlineOf(&f, names.Metric(f.Metric), names)
	if len(f.Sources) == 0 {
		return s
	}
	return s + " · " + v.basis(&f, names)
}

// Book says what facts speak of, and in which metric.
type Book interface {
	Names
	Metric(id string) briefs.Metric
}

// dressedBook is dressed for a book.
func (v Voice) dressedBook(b Book) Book {
	if v.lang == "zh" {
		return chineseBook{inChinese{b}, b}
	}
	return b
}

type chineseBook struct {
	inChinese
	book Book
}

// Metric implements Book.
func (c chineseBook) Metric(id string) briefs.Metric { return c.book.Metric(id) }

// FactAdded answers an editor who has entered a fact: what became of it, and why somebody has to look first, if so.
func (v Voice) FactAdded(done facts.Edited, names Book) bot.Message {
	names = v.dressedBook(names)
	f, id := done.After, "fact-added"
	switch {
	case done.Verdict.Outcome == facts.Repeated:
		id = "fact-on-record"
	case done.Verdict.Outcome == facts.Guarded:
		id = "fact-guarded"
	case f.Review == briefs.Candidate:
		id = "fact-held"
	case f.Review == briefs.Disputed:
		id = "fact-contradicts"
	}
	m := bot.Message{Language: v.lang, Title: v.Say(id, "ID", f.ID), Lead: v.statement(f, names), Refs: []string{f.ID}}
	var lines []bot.Line
	if done.Verdict.Keep() && done.Verdict.Outcome != facts.Novel {
		lines = append(lines, bot.Line{Text: v.Say("outcome-"+dash(string(done.Verdict.Outcome)), "ID", done.Verdict.Against)})
	}
	for _, d := range done.Verdict.Doubts {
		text := v.Say("doubt-" + dash(string(d.Code)))
		if d.Against != "" {
			text = v.Say("doubt-against", "Doubt", text, "ID", d.Against)
		}
		lines = append(lines, bot.Line{Text: text})
	}
	if len(lines) > 0 {
		m.Sections = []bot.Section{{Lines: lines}}
	}
	return v.withUndo(m, done.Change)
}

func dash(code string) string { return strings.ReplaceAll(code, " ", "-") }

// withUndo adds the button that takes a change back.
func (v Voice) withUndo(m bot.Message, change string) bot.Message {
	if change != "" {
		m.Actions = append(m.Actions, bot.Action{Label: v.Say("undo"), Line: "fact undo " + change})
		m.Footer = v.Say("change-id", "ID", change)
	}
	return m
}

// FactFixed answers an editor who has corrected a fact.
func (v Voice) FactFixed(done facts.Edited, names Book) bot.Message {
	names = v.dressedBook(names)
	m := bot.Message{
		Language: v.lang, Title: v.Say("fact-fixed", "Before", v.value(done.Before.Quantity, names), "After", v.value(done.After.Quantity, names)),
		Lead: v.statement(done.After, names), Refs: []string{done.After.ID},
	}
	m.Sections = []bot.Section{{Lines: []bot.Line{{Text: v.Say("fact-guards", "Before", done.Before.ID, "After", done.After.ID)}}}}
	return v.withUndo(m, done.Change)
}

// FactRanked answers an editor who has deprecated a fact.
func (v Voice) FactRanked(done facts.Edited, names Book) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("fact-deprecated", "ID", done.After.ID), Lead: v.statement(done.After, v.dressedBook(names)), Refs: []string{done.After.ID}}
	return v.withUndo(m, done.Change)
}

// FactsUndone answers an editor who has taken a change back.
func (v Voice) FactsUndone(done facts.Edited, names Book) bot.Message {
	names = v.dressedBook(names)
	m := bot.Message{Language: v.lang, Title: v.Say("facts-undone", "ID", done.Change)}
	var lines []bot.Line
	for _, r := range done.Records[:min(len(done.Records), undoneShown)] {
		text := r.Fact.ID + " · " + v.state(r.Fact)
		if r.Did != facts.Retracted {
			text += " · " + v.statement(r.Fact, names)
		}
		lines = append(lines, bot.Line{Text: text})
	}
	if over := len(done.Records) - undoneShown; over > 0 {
		lines = append(lines, bot.Line{Text: v.Count("more", over)})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

const undoneShown = 10

// state says how a fact stands: its review, and its rank where that is not the usual.
func (v Voice) state(f briefs.Fact) string {
	s := v.Say("review-" + string(f.Review))
	switch f.Rank {
	case briefs.Preferred:
		s += " · " + v.Say("rank-preferred")
	case briefs.Deprecated:
		s += " · " + v.Say("rank-deprecated")
	case briefs.Normal:
	}
	return s
}

// FactHistory lists what a fact was, the newest first: when, by whom, what was done and why, and what it said from then on.
func (v Voice) FactHistory(records []facts.Record, names Book) bot.Message {
	names = v.dressedBook(names)
	last := records[len(records)-1].Fact
	m := bot.Message{Language: v.lang, Title: v.Say("fact-records-of", "ID", last.ID), Lead: v.statement(last, names), Refs: []string{last.ID}}
	var lines []bot.Line
	for i := len(records) - 1; i >= max(0, len(records)-recordsShown); i-- {
		lines = append(lines, v.recordLine(records[i], names))
	}
	if over := len(records) - recordsShown; over > 0 {
		lines = append(lines, bot.Line{Text: v.Count("more", over)})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

const recordsShown = 20

func (v Voice) recordLine(r facts.Record, names Book) bot.Line {
	text := v.value(r.Fact.Quantity, names) + " · " + v.state(r.Fact)
	if !r.Fact.Known.To.IsZero() {
		text += " · " + v.Say("known-until", "Date", v.day(briefs.DateOf(r.Fact.Known.To)))
	}
	note := v.Say("did-" + string(r.Did))
	if !r.At.IsZero() {
		at := r.At.In(v.zone)
		note = v.day(briefs.DateOf(at)) + " " + at.Format("15:04") + " · " + note
	}
	if r.By != "" {
		note += " · " + r.By
	}
	if r.Why != "" {
		note += " · " + r.Why
	}
	return bot.Line{Text: text, Note: note}
}

// FactsOverdue lists the series of which a newer figure should be out; only so many of them.
func (v Voice) FactsOverdue(list []facts.Overdue, names Book) bot.Message {
	names = v.dressedBook(names)
	m := bot.Message{Language: v.lang, Title: v.Count("facts-overdue", len(list))}
	if len(list) == 0 {
		m.Title = v.Say("facts-overdue-none")
		return m
	}
	var lines []bot.Line
	for _, o := range list[:min(len(list), overdueShown)] {
		lines = append(lines, bot.Line{Text: v.headlineOf(&o.Fact, names.Metric(o.Fact.Metric), names),
			Note: v.basis(&o.Fact, names) + " · " + v.Say("overdue-since", "Date", v.day(o.Due)) + " · " + o.Fact.ID})
		m.Refs = append(m.Refs, o.Fact.ID)
	}
	if over := len(list) - overdueShown; over > 0 {
		lines = append(lines, bot.Line{Text: v.Count("more", over)})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

const overdueShown = 15

// FactsPending lists what an editor is to look at, with buttons that rule on the first; only so many of them.
func (v Voice) FactsPending(list []briefs.Fact, names Book) bot.Message {
	names = v.dressedBook(names)
	m := bot.Message{Language: v.lang, Title: v.Count("facts-pending", len(list))}
	if len(list) == 0 {
		m.Title = v.Say("facts-pending-none")
		return m
	}
	var lines []bot.Line
	for _, f := range list[:min(len(list), pendingShown)] {
		line := bot.Line{Text: v.headlineOf(&f, names.Metric(f.Metric), names), Note: f.ID + " · " + v.state(f)}
		if len(f.Sources) > 0 {
			line.URL, line.Note = f.Sources[0].URL, line.Note+" · "+v.basis(&f, names)
		}
		lines, m.Refs = append(lines, line), append(m.Refs, f.ID)
	}
	if over := len(list) - pendingShown; over > 0 {
		lines = append(lines, bot.Line{Text: v.Count("more", over)})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	first := list[0].ID
	m.Actions = []bot.Action{
		{Label: v.Say("button-approve", "ID", first), Line: "fact approve " + first}, {Label: v.Say("button-reject", "ID", first), Line: "fact reject " + first},
	}
	return m
}

const pendingShown = 12

// FactReviewed answers an editor who has ruled on a fact, with what was ruled out by it and how many others wait.
func (v Voice) FactReviewed(done facts.Edited, waiting int, names Book) bot.Message {
	names = v.dressedBook(names)
	id := "fact-approved"
	if done.Records[0].Fact.Review == briefs.Rejected {
		id = "fact-rejected"
	}
	f := done.Records[0].Fact
	m := bot.Message{Language: v.lang, Title: v.Say(id, "ID", f.ID), Lead: v.statement(f, names), Refs: []string{f.ID}}
	var lines []bot.Line
	for _, r := range done.Records[1:] {
		lines = append(lines, bot.Line{Text: v.Say("fact-ruled-out", "ID", r.Fact.ID, "Value", v.value(r.Fact.Quantity, names))})
	}
	if len(lines) > 0 {
		m.Sections = []bot.Section{{Lines: lines}}
	}
	m = v.withUndo(m, done.Change)
	if waiting > 0 {
		m.Actions = append(m.Actions, bot.Action{Label: v.Count("facts-pending", waiting), Line: "facts pending"})
	}
	return m
}

// NoFact answers somebody who names a fact that is not on record.
func (v Voice) NoFact(id string) bot.Message { return v.titled("no-fact", "ID", short(id)) }

// NothingToChange answers an editor whose change would leave the fact as it is.
func (v Voice) NothingToChange(id string) bot.Message { return v.titled("fact-same", "ID", short(id)) }

// NoChange answers an editor who has nothing to undo, or names a change that there is not.
func (v Voice) NoChange() bot.Message { return v.titled("no-change") }

// ChangedSince answers an editor who wants to undo what others have changed since.
func (v Voice) ChangedSince() bot.Message { return v.titled("changed-since") }

// Unread answers an editor whose value cannot be understood.
func (v Voice) Unread(value string) bot.Message {
	return v.titled("value-unread", "Value", short(value))
}

// NoSourceGiven answers an editor who enters a fact without saying where it was printed.
func (v Voice) NoSourceGiven() bot.Message { return v.titled("source-missing") }

func (v Voice) titled(id string, pairs ...string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say(id, pairs...)}
}
