package chart

import (
	"cmp"
	"math"
	"strings"

	"briefbot/bot"
)

// altLength is the most that an alternative text has: platforms take about 1,000 characters.
const altLength = 900

// punctuation is that of the picture's language.
func (w Words) punctuation() Words {
	w.Colon, w.Comma, w.Stop = cmp.Or(w.Colon, ": "), cmp.Or(w.Comma, ", "), cmp.Or(w.Stop, ". ")
	w.Open, w.Close = cmp.Or(w.Open, " ("), cmp.Or(w.Close, ")")
	return w
}

// Alt says what the picture shows, for those who do not see it: title, every line with its values, source. A picture with
// more values than a listener wants says only the first and the last ones of each line, with an ellipsis between.
func (t Trend) Alt() string {
	for _, most := range []int{MaxPoints, 8, 4, 2, 1} {
		var parts []string
		for _, l := range t.Lines {
			parts = append(parts, l.say(t.Words.punctuation(), most))
		}
		if s := t.Frame.say(parts); bot.Length(s) <= altLength || most == 1 {
			return bot.Cut(s, altLength)
		}
	}
	return ""
}

// Alt says what the picture shows, for those who do not see it.
func (r Ranking) Alt() string {
	w := r.Words.punctuation()
	var parts []string
	for _, b := range r.Bars {
		parts = append(parts, bot.CleanLine(b.Place+" "+b.Name+w.Colon+b.Text)+w.aside(b.Nature, false, b.Note))
	}
	return bot.Cut(r.Frame.say([]string{strings.Join(parts, w.Comma)}), altLength)
}

// say puts the frame around what is said of the values.
func (f Frame) say(parts []string) string {
	w := f.Words.punctuation()
	var b strings.Builder
	for _, s := range append(append([]string{f.Title, f.Subtitle}, parts...), f.Source) {
		if s = strings.TrimRight(bot.CleanLine(s), ".。 "); s != "" {
			b.WriteString(s + w.Stop)
		}
	}
	return strings.TrimSpace(b.String())
}

// say words the series with at most so many values.
func (l Line) say(w Words, most int) string {
	var said []string
	all, same := l.nature()
	for _, p := range l.Points {
		if !math.IsNaN(p.Value) {
			broken, nature := p.Break && len(said) > 0, p.Nature
			if same {
				nature = Reported // said once, beside the name
			}
			said = append(said, bot.CleanLine(p.Label+" "+p.Text)+w.aside(nature, broken, ""))
		}
	}
	if len(said) > most {
		first := said[:most/2]
		said = append(append(append([]string{}, first...), "…"), said[len(said)-(most-most/2):]...)
	}
	s := strings.Join(said, w.Comma)
	if name := bot.CleanLine(l.Name); name != "" && s != "" {
		if same {
			name += w.aside(all, false, "")
		}
		s = name + w.Colon + s
	}
	return s
}

// nature returns that of all values, if it is one and there is a name to say it with.
func (l Line) nature() (all Nature, same bool) {
	values := 0
	for _, p := range l.Points {
		switch {
		case math.IsNaN(p.Value):
			continue
		case values > 0 && p.Nature != all:
			return Reported, false
		}
		all = p.Nature
		values++
	}
	return all, values > 1 && bot.CleanLine(l.Name) != ""
}

// aside says in parentheses what the marks show.
func (w Words) aside(n Nature, broken bool, note string) string {
	words := []string{"", w.Estimate, w.Forecast}
	var parts []string
	if n > 0 && int(n) < len(words) && words[n] != "" {
		parts = append(parts, words[n])
	}
	if broken && w.Break != "" {
		parts = append(parts, w.Break)
	}
	if note != "" {
		parts = append(parts, bot.CleanLine(note))
	}
	if len(parts) == 0 {
		return ""
	}
	return w.Open + strings.Join(parts, w.Comma) + w.Close
}
