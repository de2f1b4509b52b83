package discord

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"briefbot/bot"
)

// shown returns the words of all lines in order, and in how many parts footer and buttons are.
func shown(parts []bot.Message) (lines []string, footers, buttons int) {
	for _, p := range parts {
		for _, s := range p.Sections {
			for _, l := range s.Lines {
				lines = append(lines, l.Text)
			}
		}
		if p.Footer != "" {
			footers++
		}
		if len(p.Actions) > 0 {
			buttons++
		}
	}
	return lines, footers, buttons
}

func TestFit(t *testing.T) {
	lines := func(n int, text string) (out []bot.Line) {
		for i := range n {
			out = append(out, bot.Line{Text: fmt.Sprint("Line", i, " ", text)})
		}
		return out
	}
	var headings []bot.Section
	for i := range 200 {
		headings = append(headings, bot.Section{Heading: fmt.Sprint("H", i)})
	}
	actions := []bot.Action{{Label: "Post", Line: "help", Public: true}}
	text := strings.TrimSpace(strings.Repeat("word ", 40))
	for _, c := range []struct {
		name    string
		m       bot.Message
		parts   int
		dropped int
	}{
		{"short", bot.Message{Title: "T", Sections: []bot.Section{{Lines: lines(3, text)}}}, 1, 0},
		{"two", bot.Message{Title: "T", Sections: []bot.Section{{Lines: lines(30, text)}}}, 2, 0},
		{"as much as there may be", bot.Message{Title: "T", Sections: []bot.Section{{Lines: lines(85, text)}}}, 5, 0},
		{"more", bot.Message{Title: "T", Sections: []bot.Section{{Lines: lines(300, text)}}}, 5, 300 - 90},
		{"more in sections", bot.Message{Title: "T", Sections: []bot.Section{{Heading: "A", Lines: lines(80, text)}, {Heading: "B", Lines: lines(80, text)}}}, 5, 160 - 90},
		{"headings", bot.Message{Title: "T", Sections: headings}, 5, 200 - 87},
		{"a long lead", bot.Message{Title: "T", Lead: strings.Repeat("word ", 5000)}, 5, 0},
		{"a long lead before lines", bot.Message{Title: "T", Lead: strings.Repeat("word ", 5000), Sections: []bot.Section{{Lines: lines(10, text)}}}, 5, 10},
	} {
		c.m.Footer, c.m.Actions = "the end", actions
		parts, dropped := fit(c.m)
		if len(parts) != c.parts || dropped != c.dropped {
			t.Errorf("%s: %d parts without %d lines, want %d without %d", c.name, len(parts), dropped, c.parts, c.dropped)
		}
		last := parts[len(parts)-1]
		bearer := last
		if c.name == "headings" { // there is no room for a row of buttons at the end
			bearer = parts[0]
		}
		if last.Footer != "the end" || len(bearer.Actions) != 1 {
			t.Errorf("%s: the last part has footer %q and %d buttons", c.name, last.Footer, len(bearer.Actions))
		}
		if got, _, _ := shown(parts); dropped > 0 && got[len(got)-1] != "…" {
			t.Errorf("%s: nothing says that lines are left out: %q", c.name, got)
		}
	}
}

// TestFitKeepsTheBeginning sees, for answers of any shape, that what is shown is their beginning, within all limits, and that
// footer and buttons are there once.
func TestFitKeepsTheBeginning(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := message(hostileText()).Draw(t, "message")
		whole := split(m)
		parts, dropped := fit(m)
		if len(parts) > maxParts || dropped == 0 && len(whole) <= maxParts && len(parts) != len(whole) || dropped > 0 && len(whole) <= maxParts {
			t.Fatalf("%d parts without %d lines, of %d", len(parts), dropped, len(whole))
		}
		for i, p := range parts {
			body, err := render(p, "")
			if err != nil && len(parts) > 1 {
				t.Fatalf("part %d: %v", i, err)
			}
			if n, length := weigh(body.Components); n > maxComponents || length > maxText {
				t.Fatalf("part %d has %d components and %d characters", i, n, length)
			}
		}
		all, footers, buttons := shown(whole)
		got, f, b := shown(parts)
		if dropped > 0 {
			got = got[:len(got)-1]
		}
		if f != footers || b != buttons {
			t.Fatalf("%d footers and %d rows of buttons, want %d and %d", f, b, footers, buttons)
		}
		for i, l := range got {
			if l != all[i] {
				t.Fatalf("line %d is %q, want %q", i, l, all[i])
			}
		}
	})
}
