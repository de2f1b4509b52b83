package feed

import (
	"slices"
	"strings"
	"time"

	"briefbot/internal/feed/date"
)

// finish applies what concerns the items of a document together: the limit of items, repeated ids, and what is missing.
func finish(doc *Document, limits Limits, p *problems) {
	keepNewest(doc, limits.Items, p)
	seen := make(map[string]int, len(doc.Items))
	for i := range doc.Items {
		it := &doc.Items[i]
		if first, ok := seen[it.ID]; ok && it.ID != "" {
			p.add(ProblemRepeated, "%s has the id of item %d (%q)", label(i+1, it), first, shorten(it.ID, 60))
		} else {
			seen[it.ID] = i + 1
		}
		if it.Title == "" {
			p.add(ProblemNoTitle, "%s has no title", label(i+1, it))
		}
		if it.URL == "" {
			p.add(ProblemNoLink, "%s has no address that can be opened", label(i+1, it))
		}
		if it.ID == "" {
			p.add(ProblemNoID, "%s has no id; its address identifies it", label(i+1, it))
		}
	}
	doc.Deleted = slices.DeleteFunc(doc.Deleted, func(id string) bool { return seen[id] > 0 }) // it came back
}

// add appends an item. Far beyond the limit the oldest go at once, so that a flood of items is never held in memory whole.
func (d *Document) add(it Item, limit int) {
	d.total++
	d.Items = append(d.Items, it)
	if len(d.Items) >= 4*limit {
		d.Items = newest(d.Items, limit)
	}
}

func keepNewest(doc *Document, limit int, p *problems) {
	doc.Items = newest(doc.Items, limit)
	if doc.total > limit {
		p.add(ProblemManyItems, "%s items; the newest %s were kept", thousands(doc.total), thousands(limit))
	}
}

// newest keeps at most limit items, in their order; those without a date count as the oldest.
func newest(items []Item, limit int) []Item {
	if len(items) <= limit {
		return items
	}
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return items[b].Published.Compare(items[a].Published) })
	order = order[:limit]
	slices.Sort(order)
	for to, from := range order {
		items[to] = items[from]
	}
	clear(items[limit:])
	return items[:limit]
}

// earliest is the first year that an item's date is believed; what claims to be older is an unset clock or an empty field.
const earliest = 1980

// stamped is a date as printed, with how good a source of the date of publication its element is.
type stamped struct {
	rank int // smaller is better
	text string
}

// setDate gives the item the best of its dates that can be read and believed.
func setDate(it *Item, n int, dates []stamped, language string, opt ParseOptions, p *problems) {
	slices.SortStableFunc(dates, func(a, b stamped) int { return a.rank - b.rank })
	how := date.Options{Zone: opt.Zone, Chinese: chinese(language) || chinese(opt.Language)}
	var complaint func()
	for _, d := range dates {
		text := strings.TrimSpace(d.text)
		if text == "" {
			continue
		}
		r, err := date.Parse(text, how)
		switch {
		case err != nil:
			if complaint == nil {
				complaint = func() {
					p.add(ProblemBadDate, "the date of %s, %q, is in no known form", label(n, it), shorten(text, 60))
				}
			}
			continue
		case r.Time.Year() < earliest, !opt.Now.IsZero() && r.Time.After(opt.Now.Add(24*time.Hour)):
			if complaint == nil {
				complaint = func() { p.add(ProblemOddDate, "the date of %s, %q, was not believed", label(n, it), shorten(text, 60)) }
			}
			continue
		}
		it.Published, it.DayOnly = r.Time, r.DayOnly
		return
	}
	if complaint == nil {
		p.add(ProblemNoDate, "%s has no date", label(n, it))
		return
	}
	complaint()
}

func chinese(language string) bool {
	l := strings.ToLower(language)
	return l == "zh" || strings.HasPrefix(l, "zh-") || strings.HasPrefix(l, "zh_") || l == "chi" || l == "chinese" || l == "cn"
}
