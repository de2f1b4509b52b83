package topics_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related"
	"briefbot/briefs/related/relatedtest"
	"briefbot/briefs/topics"
)

// chinaTopic is the starter topic.
func chinaTopic(t testing.TB) *topics.Matcher {
	t.Helper()
	_, _, records := lexicontest.Starter(t)
	r := records[0]
	flat := func(by map[string][]string) (out []string) {
		for _, list := range by {
			out = append(out, list...)
		}
		slices.Sort(out)
		return out
	}
	return topics.Compile(lexicontest.Compiled(t), topics.Topic{ID: r.ID, Keywords: flat(r.Keywords), Places: flat(r.Places),
		Exclude: flat(r.Exclude), Watch: r.Watch, Beside: r.WatchAI})
}

// digest composes the day before an instant out of the stream.
func digest(t testing.TB, at string, limit int, language string) briefs.Digest {
	t.Helper()
	now := relatedtest.Instant(t, at)
	var recent []briefs.Article
	for _, a := range relatedtest.Articles(t, "articles", "stream.jsonl.gz") {
		if age := now.Sub(a.Published); age > 0 && age <= 8*24*time.Hour {
			recent = append(recent, a)
		}
	}
	places := related.Replay(lexicontest.Compiled(t), related.Options{}, recent)
	index := map[string]int{}
	var stories []briefs.Story
	for i, a := range recent {
		p := places[i]
		n, ok := index[p.Story]
		if !ok {
			n = len(stories)
			index[p.Story] = n
			stories = append(stories, briefs.Story{ID: p.Story})
		}
		a.Loose = p.Loose
		stories[n].Articles = append(stories[n].Articles, a)
	}
	span := briefs.Span{From: now.Add(-24 * time.Hour), To: now}
	return topics.Compose(stories, span, now, limit, topics.Options{Topic: chinaTopic(t), Language: language, RoundUp: related.IsRoundUp})
}

func show(t testing.TB, d briefs.Digest) {
	t.Helper()
	t.Logf("%v: %d articles of %d sources, %d stories and %d more", d.Span.To, d.Read, d.Sources, len(d.Stories), len(d.More))
	for i, e := range slices.Concat(d.Stories, d.More) {
		if i >= 60 {
			break
		}
		t.Logf("%2d. %.2f [%s %s] %s", i+1, e.Score, e.Lead.Outlet, e.Lead.Language, e.Lead.Title)
		for _, a := range e.Related {
			t.Logf("        [%s %s] %s", a.Outlet, a.Language, a.Title)
		}
	}
}

// Days to read: go test -run Days -v ./briefs/topics.
func TestDaysHaveSomethingToSay(t *testing.T) {
	for _, at := range []string{"2025-02-25T09:00:00+08:00", "2026-08-04T09:00:00+08:00", "2026-08-13T09:00:00+08:00"} {
		d := digest(t, at, 8, "en")
		show(t, d)
		if len(d.Stories) < 4 {
			t.Errorf("%s: %d stories", at, len(d.Stories))
		}
		for _, e := range d.Stories {
			if related.IsRoundUp(e.Lead.Title) {
				t.Errorf("%s: a round-up leads a story: %s", at, e.Lead.Title)
			}
		}
	}
}

// The day on which DeepSeek shook Wall Street.
func TestDayOfDeepSeek(t *testing.T) {
	d := digest(t, "2025-01-28T09:00:00+08:00", 8, "en")
	show(t, d)
	if len(d.Stories) == 0 {
		t.Fatal("nothing to say")
	}
	top := d.Stories[0]
	all := append([]briefs.Article{top.Lead}, top.Related...)
	var titles strings.Builder
	languages := map[string]bool{}
	for _, a := range all {
		titles.WriteString(strings.ToLower(a.Title) + "\n")
		languages[a.Language] = true
	}
	if !strings.Contains(titles.String(), "deepseek") || !strings.Contains(titles.String(), "nvidia") && !strings.Contains(titles.String(), "英伟达") {
		t.Errorf("the first story is not that of DeepSeek and Nvidia:\n%s", titles.String())
	}
	if len(languages) < 2 || len(all) < 4 {
		t.Errorf("the first story has %d articles in %d languages", len(all), len(languages))
	}
}
