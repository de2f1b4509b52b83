package present_test

import (
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/present"
)

// TestUpdated words the note of a story that went on, on the day of its posting and later, and keeps what outlets did to its headline.
func TestUpdated(t *testing.T) {
	posted := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	sameDay, later := posted.Add(5*time.Hour+10*time.Minute), posted.Add(72*time.Hour)
	lead := briefs.Article{Outlet: "Alpha", Title: "Qwen 4 is out"}
	for _, c := range []struct {
		lang, was string
		at        time.Time
		want      string
	}{
		{"en", "Alpha, Beta · 1 more article", sameDay, "Alpha · 5 sources, updated 14:10"},
		{"en", "Alpha", later, "Alpha · 5 sources, updated 5 Mar 09:00"},
		{"fr", "Alpha, Beta · 1 autre article", sameDay, "Alpha · 5 sources, mise à jour à 14:10"},
		{"fr", "Alpha", later, "Alpha · 5 sources, mise à jour le 5 mars 09:00"},
		{"zh", "Alpha · 另有 1 篇文章", sameDay, "Alpha · 5 个来源，14:10 更新"},
		{"zh", "Alpha", later, "Alpha · 5 个来源，3月5日 09:00 更新"},
		{"en", "withdrawn by the outlet · Alpha", sameDay, "withdrawn by the outlet · Alpha · 5 sources, updated 14:10"},
		{"fr", "titre modifié par le média · Alpha · 5 sources, mise à jour à 14:10", later, "titre modifié par le média · Alpha · 5 sources, mise à jour le 5 mars 09:00"},
		{"en", "titre modifié par le média · Alpha", sameDay, "headline changed by the outlet · Alpha · 5 sources, updated 14:10"}, // the channel's language is another now
		{"zh", "已被媒体撤回 · 标题已被媒体修改 · Alpha", sameDay, "已被媒体撤回 · 标题已被媒体修改 · Alpha · 5 个来源，14:10 更新"},
	} {
		if got := present.In(c.lang, time.UTC).Updated(c.was, lead, 5, false, posted, c.at); got != c.want {
			t.Errorf("%s, %q: %q, want %q", c.lang, c.was, got, c.want)
		}
	}
}

// TestUpdatedByOthers counts those who tell what the leading outlet withdrew.
func TestUpdatedByOthers(t *testing.T) {
	posted := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		lang, was string
		outlets   int
		want      string
	}{
		{"en", "withdrawn by the outlet · Alpha", 1, "withdrawn by the outlet · Alpha · 1 other source, updated 10:00"},
		{"fr", "retiré par le média · Alpha", 2, "retiré par le média · Alpha · 2 autres sources, mise à jour à 10:00"},
		{"zh", "已被媒体撤回 · Alpha", 2, "已被媒体撤回 · Alpha · 另有 2 个来源，10:00 更新"},
	} {
		if got := present.In(c.lang, time.UTC).Updated(c.was, briefs.Article{Outlet: "Alpha"}, c.outlets, true, posted, posted.Add(time.Hour)); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}

// TestWithdrawnInAStory names a story by what still tells it, and lists what was withdrawn last and marked.
func TestWithdrawnInAStory(t *testing.T) {
	card := present.StoryCard{Story: briefs.Story{ID: "s1", Articles: []briefs.Article{
		{ID: "a", Title: "Qwen 4 is out", Outlet: "Alpha", Withdrawn: true}, {ID: "b", Title: "Alibaba opens Qwen 4", Outlet: "Beta"}, {ID: "c", Title: "Qwen 4 in numbers", Outlet: "Gamma"},
	}}}
	for lang, mark := range map[string]string{"en": "withdrawn by the outlet", "fr": "retiré par le média", "zh": "已被媒体撤回"} {
		m := present.In(lang, time.UTC).Story(card, bot.Address{})
		var notes []string
		for _, l := range m.Sections[0].Lines {
			notes = append(notes, l.Note)
		}
		if got, want := strings.Join(notes, "; "), "Beta · b; Gamma · c; Alpha · "+mark+" · a"; got != want || !strings.HasSuffix(m.Title, "Alibaba opens Qwen 4") {
			t.Errorf("%s: %q, %s, want %s", lang, m.Title, got, want)
		}
	}
}

// TestMarkedOnce marks a line once for each thing that its outlet did, whatever it did before, and in whatever language that was said.
func TestMarkedOnce(t *testing.T) {
	retitled, withdrawn := present.Change{Article: briefs.Article{Title: "New"}}, present.Change{Withdrawn: true}
	for _, c := range []struct {
		lang, note string
		change     present.Change
		want       string
	}{
		{"en", "Alpha", retitled, "headline changed by the outlet · Alpha"},
		{"en", "", withdrawn, "withdrawn by the outlet"},
		{"en", "withdrawn by the outlet", withdrawn, "withdrawn by the outlet"},
		{"en", "headline changed by the outlet · Alpha", withdrawn, "withdrawn by the outlet · headline changed by the outlet · Alpha"},
		{"en", "withdrawn by the outlet · headline changed by the outlet · Alpha", retitled, "withdrawn by the outlet · headline changed by the outlet · Alpha"},
		{"fr", "headline changed by the outlet · Alpha", retitled, "headline changed by the outlet · Alpha"},
	} {
		if got := present.In(c.lang, time.UTC).Changed(bot.Line{Text: "Old", Note: c.note}, c.change).Note; got != c.want {
			t.Errorf("%s, %q: %q, want %q", c.lang, c.note, got, c.want)
		}
	}
}

// TestChannelsByName has answers call channels by their names where these are known, the asker's own "this channel", and others by their ids.
func TestChannelsByName(t *testing.T) {
	at := func(channel string) bot.Address {
		return bot.Address{Platform: "slack", Workspace: "T1", Channel: channel}
	}
	due := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	v := present.In("en", time.UTC).Naming(map[string]string{at("C2").String(): "#news"})
	run := present.Ran{Schedule: "morning", Due: due, Zone: time.UTC}
	for _, c := range []string{"C1", "C2", "C3"} {
		run.In = append(run.In, present.RanPlace{Place: at(c), State: present.RanPosted, Messages: 1})
	}
	verdict := func(c string) present.Verdict { return present.Verdict{Kind: "headline", Place: at(c), At: due} }
	card := present.StoryCard{Story: briefs.Story{ID: "s1", Articles: []briefs.Article{{ID: "a", Title: "Qwen 4 is out"}}}, Told: []present.Verdict{verdict("C1"), verdict("C2"), verdict("C2"), verdict("C3")}}
	for what, c := range map[string]struct {
		got  bot.Message
		want string
	}{
		"history": {v.History("", []present.Ran{run}, 0, at("C1")), "posted in this channel, #news and C3 (3 messages)"},
		"status":  {v.Status(present.Overview{Schedules: []present.Standing{{Schedule: present.Schedule{Name: "morning", Zone: time.UTC}, Last: &run}}}, at("C1"), due), "posted in this channel, #news and C3 (3 messages)"},
		"story":   {v.Story(card, at("C1")), "Told\nThis channel was shown it on 2 Mar 09:00, as a headline\n#news was shown it on 2 Mar 09:00, as a headline\nC3 was shown it on 2 Mar 09:00, as a headline"},
	} {
		if got := c.got.Plain(); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s\nwant %s", what, got, c.want)
		}
	}
}

// TestWhyRunOfNothing lists what was over the limit only of a run that was made.
func TestWhyRunOfNothing(t *testing.T) {
	place := bot.Address{Platform: "slack", Workspace: "T1", Channel: "C1"}
	from := briefs.Digest{More: []briefs.Entry{{Lead: briefs.Article{Title: "Qwen 4 is out"}}}}
	for _, c := range []struct {
		run  present.Ran
		want bool
	}{
		{present.Ran{State: present.RanMissed, Why: "down"}, false},
		{present.Ran{State: present.RanPaused}, false},
		{present.Ran{In: []present.RanPlace{{Place: place, State: present.RanFailed}, {Place: place, State: present.RanMissed}}}, false},
		{present.Ran{In: []present.RanPlace{{Place: place, State: present.RanPaused}, {Place: place, State: present.RanPosted}}}, true},
		{present.Ran{State: present.RanGoing}, true},
	} {
		c.run.Schedule, c.run.Zone = "morning", time.UTC
		if got := present.In("en", time.UTC).WhyRun(c.run, from, 6, place).Plain(); strings.Contains(got, "Over the limit") != c.want {
			t.Errorf("%+v: %s", c.run, got)
		}
	}
}

// TestMutedMerge says of a decision what is muted by it and what is told of again, with the button that takes the muting back.
func TestMutedMerge(t *testing.T) {
	for _, c := range []struct {
		lang, did string
		m         present.Muting
		want      string
		buttons   int
	}{
		{"en", "merge", present.Muting{By: "E2", Stories: []string{"s2"}}, "Muted here because of s2: nothing more is said of it.", 2},
		{"fr", "merge", present.Muting{By: "E2", Stories: []string{"s1", "s2"}}, "En sourdine ici à cause de s1 et s2 : rien n’en est plus dit.", 2},
		{"zh", "merge", present.Muting{By: "E2", Stories: []string{"s2"}}, "因 s2 已屏蔽，该事件在此屏蔽，不再报道。", 2},
		{"en", "undo", present.Muting{By: "E2", Stories: []string{"s2"}, Again: []string{"s1"}}, "Still muted here: s2\nTold of again: s1", 1},
		{"fr", "undo", present.Muting{Again: []string{"s1"}}, "De nouveau annoncé : s1", 0},
		{"zh", "undo", present.Muting{By: "E2", Stories: []string{"s2"}, Again: []string{"s1"}}, "仍在此屏蔽：s2\n恢复报道：s1", 1},
		{"en", "merge", present.Muting{}, "", 1},
	} {
		m := present.In(c.lang, time.UTC).StoryDone(c.did, "s1", "E1", c.m)
		var got []string
		for _, s := range m.Sections {
			for _, l := range s.Lines {
				got = append(got, l.Text)
			}
		}
		if text := strings.Join(got, "\n"); text != c.want || len(m.Actions) != c.buttons {
			t.Errorf("%s, %s: %q with %d buttons, want %q with %d", c.lang, c.did, text, len(m.Actions), c.want, c.buttons)
		}
		if c.m.By != "" && m.Actions[len(m.Actions)-1].Line != "story undo E2" {
			t.Errorf("%s, %s: the button says %s", c.lang, c.did, m.Actions[len(m.Actions)-1].Line)
		}
	}
}

// TestHeadlineNote says behind a headline who tells its story and how many articles there are beside it, in words.
func TestHeadlineNote(t *testing.T) {
	of := func(outlets ...string) briefs.Digest {
		e := briefs.Entry{Lead: briefs.Article{Title: "Qwen 4 is out", Outlet: outlets[0]}}
		for _, o := range outlets[1:] {
			e.Related = append(e.Related, briefs.Article{Title: "Qwen 4 in numbers", Outlet: o})
		}
		return briefs.Digest{Stories: []briefs.Entry{e}}
	}
	for _, c := range []struct {
		lang    string
		outlets []string
		want    string
	}{
		{"en", []string{"Alpha"}, "Alpha"},
		{"en", []string{"Alpha", "Beta"}, "Alpha, Beta · 1 more article"},
		{"en", []string{"Alpha", "Beta", "Gamma", "Delta"}, "Alpha, Beta, Gamma and 1 other · 3 more articles"},
		{"en", []string{"Alpha", "Beta", "Gamma", "Delta", "Zeta", "Zeta"}, "Alpha, Beta, Gamma and 2 others · 5 more articles"},
		{"fr", []string{"Alpha", "Beta", "Gamma", "Delta"}, "Alpha, Beta, Gamma et 1 autre · 3 autres articles"},
		{"fr", []string{"Alpha", "Beta", "Gamma", "Delta", "Zeta"}, "Alpha, Beta, Gamma et 2 autres · 4 autres articles"},
		{"zh", []string{"Alpha", "Beta", "Gamma", "云端日报"}, "Alpha, Beta, Gamma 及另外 1 家 · 另有 3 篇文章"},
		{"zh", []string{"Alpha", "Beta", "Gamma", "云端日报", "Zeta"}, "Alpha, Beta, Gamma 及另外 2 家 · 另有 4 篇文章"},
	} {
		m, _ := present.In(c.lang, time.UTC).Digest(of(c.outlets...))
		if got := m.Sections[0].Lines[0].Note; got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}
