package topics

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// Options say how a digest is composed. The zero value takes every story and prefers no language.
type Options struct {
	Title    string
	Topic    *Matcher                                 // nil takes every story
	Also     func(a briefs.Article, outlets int) bool // takes more than the topic, of a story that so many outlets tell; nil is nothing
	Language string                                   // of the channel: a story is led by an article in it where there is one
	RoundUp  func(title string) bool
	Watch    *Matcher                     // the names that the channel watches: their stories stand higher; nil is none
	HalfLife time.Duration                // after which news counts half; 0 is twelve hours
	Told     func(story string) time.Time // when the channel was told of a story before; nil, and zero, is never
	Seen     func(article string) bool    // whether the channel saw an article, in a thread: another leads rather; nil is none
}

// Compose makes the digest of a span as of now: the stories with news in the span that the topic means, best first, at most
// limit of them (0 for all) and the others under More. It is pure: the same input gives the same digest. Read and Sources
// count what it was given in the span.
func Compose(stories []briefs.Story, span briefs.Span, now time.Time, limit int, o Options) briefs.Digest {
	d := briefs.Digest{Title: o.Title, Span: span}
	sources := map[string]bool{}
	var chosen []briefs.Entry
	for _, s := range stories {
		var news []briefs.Article
		meant, outlets := false, 0
		if o.Also != nil {
			outlets = Coverage(s.Articles)
		}
		for _, a := range s.Articles {
			if !span.Contains(a.Published) {
				continue
			}
			d.Read++
			sources[cmp.Or(a.Feed, a.Outlet)] = true
			if o.RoundUp != nil && o.RoundUp(a.Title) {
				continue
			}
			news = append(news, a)
			meant = meant || o.Topic.means(a) || o.Also != nil && o.Also(a, outlets)
		}
		if meant {
			chosen = append(chosen, o.entry(s, news, now))
		}
	}
	d.Sources = len(sources)
	o.order(chosen)
	if limit > 0 && len(chosen) > limit {
		d.Stories, d.More = chosen[:limit:limit], chosen[limit:]
		return d
	}
	d.Stories = chosen
	return d
}

// means is Match without the reasons; a nil matcher means everything.
func (m *Matcher) means(a briefs.Article) bool {
	if m == nil {
		return true
	}
	ok, _ := m.Match(a)
	return ok
}

// knownStory is what it costs a story that the channel was told of it before: as much as a second independent outlet brings, so that
// news comes before more of the same.
const knownStory = 1.2

// What a story gains from what its channel is about: of a watched name as much as from one outlet to three, of the channel's language as
// much as a step of its best source's weight.
const (
	watchedStory = 2
	ownLanguage  = 0.5
	coreStory    = 0.5 // a title names somebody whom the topic names, not its subjects alone
)

// What a story loses.
const (
	looseStory  = 1    // no title says by itself that it is the topic's
	slightStory = 1    // every title tells no event of weight, see Slight
	unreadable  = 0.25 // no article has an address
	sameNames   = 0.6  // all its names were named above: as much for each doubling
)

// englishStory is what a story gains from being told in English where nobody tells it in the channel's language: more can read on.
const englishStory = 0.25

// entry chooses the lead of a story among its news and sorts the others.
func (o Options) entry(s briefs.Story, news []briefs.Article, now time.Time) briefs.Entry {
	lead := o.lead(news)
	e := briefs.Entry{Story: s, Lead: lead, Related: Related(lead, news, o.Language), Score: o.score(news, now)}
	if e.Watched = o.Watch.named(news); len(e.Watched) > 0 {
		e.Score += watchedStory
	}
	if e.Own = o.Language != "" && slices.ContainsFunc(news, o.own); e.Own {
		e.Score += ownLanguage
	} else if o.Language != "" && slices.ContainsFunc(news, english) {
		e.Score += englishStory
	}
	if slices.ContainsFunc(news, func(a briefs.Article) bool { return len(o.Topic.actors(a.Title)) > 0 }) {
		e.Score += coreStory
	}
	e.Score -= o.lacks(news)
	if o.Told == nil {
		return e
	}
	if e.Told = o.Told(s.ID); !e.Told.IsZero() {
		e.Score -= knownStory
	}
	return e
}

// lacks adds up what speaks against a story.
func (o Options) lacks(news []briefs.Article) (loss float64) {
	none := func(is func(a briefs.Article) bool) bool { return !slices.ContainsFunc(news, is) }
	if !none(o.Topic.means) && none(func(a briefs.Article) bool { return o.Topic.means(briefs.Article{Title: a.Title}) }) {
		loss += looseStory
	}
	if none(func(a briefs.Article) bool { return !Slight(a.Title) }) {
		loss += slightStory
	}
	if none(func(a briefs.Article) bool { return a.URL != "" }) {
		loss += unreadable
	}
	return loss
}

// order sorts entries by score; of equals the one with the newer story comes first, then the smaller id. Each loses by those above it that name
// what it names, so that one actor does not fill a digest while others have news.
func (o Options) order(entries []briefs.Entry) {
	names, told := map[string][]string{}, map[string]int{}
	for _, e := range entries {
		names[e.Story.ID] = o.Topic.actors(e.Lead.Title)
	}
	penalty := func(e briefs.Entry) float64 {
		least := -1
		for _, n := range names[e.Story.ID] {
			if least < 0 || told[n] < least {
				least = told[n]
			}
		}
		return sameNames * math.Log2(1+float64(max(0, least)))
	}
	for len(entries) > 0 {
		best := 0
		for i := range entries {
			if compare(entries[i], entries[best], penalty) < 0 {
				best = i
			}
		}
		e := entries[best]
		e.Score -= penalty(e)
		copy(entries[1:best+1], entries[:best])
		entries[0], entries = e, entries[1:]
		for _, n := range names[e.Story.ID] {
			told[n]++
		}
	}
}

// compare orders two entries by what is left of their scores.
func compare(a, b briefs.Entry, penalty func(briefs.Entry) float64) int {
	return cmp.Or(cmp.Compare(b.Score-penalty(b), a.Score-penalty(a)), b.Story.Latest().Compare(a.Story.Latest()), cmp.Compare(a.Story.ID, b.Story.ID))
}

// actors returns the ids of whom a title names of the topic, each as the whole that it belongs to; none of a nil matcher.
func (m *Matcher) actors(title string) []string {
	if m == nil {
		return nil
	}
	var out []string
	for _, mention := range m.names.Find(title) {
		family := m.names.Family(mention.Entity)
		if !anyOf(family, m.watch) && !anyOf(family, m.beside) {
			continue
		}
		if id := family[len(family)-1]; !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// score adds up coverage by independent outlets, freshness, the best source's weight and the number of languages. Coverage
// counts most, but each doubling the same: the tenth outlet says little.
func (o Options) score(news []briefs.Article, now time.Time) float64 {
	languages := map[string]bool{}
	weight, newest := 0, time.Time{}
	for _, a := range news {
		languages[a.Language] = true
		weight = max(weight, weightOf(a))
		if a.Published.After(newest) {
			newest = a.Published
		}
	}
	age := max(0, now.Sub(newest).Hours()) / cmp.Or(o.HalfLife, 12*time.Hour).Hours()
	outlets := Coverage(news) // editions of one outlet are in several languages too
	return 2*math.Log2(1+float64(outlets)) + 1.5*math.Exp2(-age) + 0.5*float64(weight-3) + 0.5*float64(min(len(languages), outlets)-1)
}

// Coverage returns how many outlets tell a story independently, by its sure articles: copies of one title count once, and so does an outlet.
func Coverage(articles []briefs.Article) int {
	titles, outlets := map[string]bool{}, map[string]bool{}
	for _, a := range briefs.Sure(articles) {
		titles[TitleKey(a)] = true
		outlets[cmp.Or(lexicon.FoldString(House(a.Outlet)), a.Feed)] = true
	}
	return min(len(titles), len(outlets))
}

// House returns the name of an outlet without its edition or section: "Daily (fr)" and "WSJ.com: Markets" are Daily and WSJ.com, "TechCrunch AI" is
// TechCrunch.
func House(outlet string) string {
	if at := strings.LastIndex(outlet, " ("); at > 0 && strings.HasSuffix(outlet, ")") {
		outlet = outlet[:at]
	}
	for _, mark := range []string{": ", " · "} {
		if before, _, ok := strings.Cut(outlet, mark); ok && before != "" {
			outlet = before
		}
	}
	if at := strings.LastIndex(outlet, " "); at > 0 && sections[outlet[at+1:]] {
		outlet = outlet[:at]
	}
	return outlet
}

// sections end the names of feeds that are parts of an outlet.
var sections = map[string]bool{"AI": true, "Tech": true, "Technology": true, "Business": true, "Markets": true, "World": true}

// lead picks the article that stands for a story: one that the channel has not seen, that is surely of it, in its language, meant by the topic, else in English, with an
// address, with a title that says what happened, of a weighty source, naming much of the topic, and early. The language counts more than the topic: the
// story is on topic by another article then.
func (o Options) lead(news []briefs.Article) briefs.Article {
	return slices.MinFunc(news, func(a, b briefs.Article) int {
		return cmp.Or(
			first(o.Seen == nil || !o.Seen(a.ID), o.Seen == nil || !o.Seen(b.ID)),
			first(!a.Loose, !b.Loose),
			first(o.own(a), o.own(b)),
			first(o.Topic.means(a), o.Topic.means(b)),
			first(o.Language != "" && english(a), o.Language != "" && english(b)),
			first(a.URL != "", b.URL != ""),
			first(informative(a.Title), informative(b.Title)),
			first(!Slight(a.Title), !Slight(b.Title)),
			cmp.Compare(weightOf(b), weightOf(a)),
			cmp.Compare(o.Topic.signs(b), o.Topic.signs(a)),
			a.Published.Compare(b.Published),
			cmp.Compare(a.ID, b.ID),
		)
	})
}

// signs returns how much of the topic an article's title names.
func (m *Matcher) signs(a briefs.Article) int {
	if m == nil {
		return 0
	}
	_, reasons := m.Match(briefs.Article{Title: a.Title})
	return len(reasons)
}

// named returns the names of a topic in headlines, as printed, each once; none of a nil matcher.
func (m *Matcher) named(news []briefs.Article) []string {
	var out []string
	for _, a := range news {
		for _, name := range m.Named(a.Title) {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// Named returns the watched names of a topic in a headline, as printed; none of a nil matcher.
func (m *Matcher) Named(title string) []string {
	if m == nil {
		return nil
	}
	var out []string
	for _, r := range m.read(title).watched {
		out = append(out, r.Text)
	}
	return out
}

func english(a briefs.Article) bool { return a.Language == "en" }

func (o Options) own(a briefs.Article) bool { return o.Language == "" || a.Language == o.Language }

// Related returns what is told of a story below its lead, the others without repeats of a title: first one of each further outlet, those in the
// channel's language, which may be empty, and of weight before the rest, then what the same outlets wrote besides, and at last what may tell another event.
func Related(lead briefs.Article, news []briefs.Article, language string) []briefs.Article {
	o := Options{Language: language}
	rest := slices.Clone(news)
	slices.SortStableFunc(rest, func(a, b briefs.Article) int {
		return cmp.Or(first(!a.Loose, !b.Loose), first(o.own(a), o.own(b)), cmp.Compare(weightOf(b), weightOf(a)), a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	titles, outlets := map[string]bool{TitleKey(lead): true}, map[string]bool{lead.Outlet: true}
	var fresh, again, loose []briefs.Article
	for _, a := range rest {
		key := TitleKey(a)
		switch {
		case a.ID == lead.ID || titles[key]:
			continue
		case a.Loose:
			loose = append(loose, a)
		case outlets[a.Outlet]:
			again = append(again, a)
		default:
			fresh = append(fresh, a)
		}
		titles[key], outlets[a.Outlet] = true, true
	}
	return slices.Concat(fresh, again, loose)
}

// informative reports whether a title says what happened: it has some length and is not a mere question or shout.
func informative(title string) bool {
	folded := lexicon.FoldString(title)
	size := 0
	for _, r := range folded {
		if r >= 0x2e80 {
			size++ // a Han character says as much as two or three letters
		}
		size++
	}
	end := strings.TrimRight(folded, `"' `)
	return size >= 24 && size <= 180 && !strings.HasSuffix(end, "?") && !strings.HasSuffix(end, "!")
}

func weightOf(a briefs.Article) int { return cmp.Or(a.Weight, 3) }

// TitleKey is the form of a title under which repeats meet, without what outlets append behind a dash.
func TitleKey(a briefs.Article) string {
	folded := lexicon.FoldString(a.Title)
	if at := strings.LastIndex(folded, " - "); at > 20 && len(folded)-at < 28 {
		folded = folded[:at]
	}
	return folded
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
