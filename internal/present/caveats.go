package present

import (
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// caveats words what to beware of in a figure that has rivals or none.
func (v Voice) caveats(list []facts.Caveat, rivals []briefs.Fact, names Names) []bot.Line {
	var lines []bot.Line
	add := func(s string) {
		if !slices.ContainsFunc(lines, func(l bot.Line) bool { return l.Text == s }) {
			lines = append(lines, bot.Line{Text: s})
		}
	}
	for _, c := range list {
		switch c.Code {
		case facts.Note:
			add(v.sentence(v.own(c.Text, names)))
		case facts.Undated, facts.Undefined, facts.PartOnly:
			// the source line and the headline say so already
		case facts.NotMeasured:
			// the nature stands beside the period
		case facts.Contested:
			add(v.Say("caveat-contested", "Values", v.inPrint(rivals, names)))
		default:
			date := ""
			if !c.Date.IsZero() {
				date = v.day(c.Date)
			}
			publisher, other := names.Publisher(c.Publisher, v.lang), names.Publisher(c.Other, v.lang)
			add(v.Say("caveat-"+string(c.Code), "Date", date, "Publisher", publisher, "Other", other))
		}
	}
	return lines
}

// sentence ends a text as the language ends sentences.
func (v Voice) sentence(s string) string {
	end := "."
	if v.lang == "zh" {
		end = "。"
	}
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "。") {
		return s
	}
	return s + end
}

// inPrint lists what is in print of one and the same, with who measured and who printed it.
func (v Voice) inPrint(list []briefs.Fact, names Names) string {
	var values []string
	for _, r := range list {
		by := v.credited(r.Sources[0], names)
		values = append(values, v.Say("caveat-rival", "Value", v.value(r.Quantity, names), "By", by))
	}
	return v.List(values)
}
