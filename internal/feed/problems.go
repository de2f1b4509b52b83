package feed

import (
	"fmt"

	"briefbot/internal/feed/charset"
)

// problems collects one sentence for each kind of problem, the first with how many more there were.
type problems struct {
	kinds []string
	first map[string]string
	count map[string]int
}

func (p *problems) add(kind, format string, args ...any) {
	if p.count == nil {
		p.first, p.count = map[string]string{}, map[string]int{}
	}
	if p.count[kind] == 0 {
		p.kinds = append(p.kinds, kind)
		p.first[kind] = fmt.Sprintf(format, args...)
	}
	p.count[kind]++
}

func (p *problems) list() []Problem {
	list := make([]Problem, 0, len(p.kinds))
	for _, kind := range p.kinds {
		detail := p.first[kind]
		if n := p.count[kind] - 1; n > 0 {
			detail += fmt.Sprintf("; and %d more", n)
		}
		list = append(list, Problem{Kind: kind, Detail: detail})
	}
	return list
}

func (p *problems) charset(r charset.Result) {
	switch {
	case r.Guessed && r.Wrong != "":
		p.add(ProblemCharset, "the encoding is named %s and is not; %s was guessed from the bytes", r.Wrong, r.Name)
	case r.Guessed:
		p.add(ProblemCharset, "the encoding is not named; %s was guessed from the bytes", r.Name)
	case r.Wrong != "":
		p.add(ProblemCharset, "the encoding is named %s and is %s", r.Wrong, r.Name)
	}
	if r.Replaced > 0 {
		p.add(ProblemCharset, "%d characters could not be read as %s", r.Replaced, r.Name)
	}
}

// label names an item in a sentence.
func label(n int, it *Item) string {
	switch {
	case it.Title != "":
		return fmt.Sprintf("item %d (%q)", n, shorten(it.Title, 60))
	case it.ID != "":
		return fmt.Sprintf("item %d (id %q)", n, shorten(it.ID, 60))
	}
	return fmt.Sprintf("item %d", n)
}

func shorten(s string, runes int) string {
	n := 0
	for i := range s {
		if n++; n > runes {
			return s[:i] + "…"
		}
	}
	return s
}
