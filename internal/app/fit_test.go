package app

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/bot/slack"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/keeping"
	"briefbot/internal/starter"
	"briefbot/internal/store"
)

// maxMessages is how many messages an answer may make: both platforms allow five.
const maxMessages = 5

// TestAnswersFitThePlatforms asks for much in three languages: each answer fits into a few messages of either platform, in the fixed
// order, with who measured and the source in the first.
func TestAnswersFitThePlatforms(t *testing.T) {
	k, renderers := fitting(t)
	ask(t, k, renderers, []string{
		"share alibaba --all", "share alibaba --history", "share 阿里云 2024q4", "spend china 2025", "fact alibaba --all", "fact alibaba pledge in dollars", "rank smartphones",
		"rank m-cn-infra", "trend alibaba 24", "compare alibaba huawei tencent", "models --all", "publishers --all", "market", "share alibaba --csv", "share alibaba by:idc",
	})
}

// TestLongAnswersAreCutFromTheEnd shows that of more than the platforms take, what others say goes first and the source stays.
func TestLongAnswersAreCutFromTheEnd(t *testing.T) {
	notRaced(t)
	k, renderers := fitting(t)
	content, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	markets := starter.Markets(content)
	var list []briefs.Fact
	add := func(market string, p briefs.Period, known briefs.Span) {
		id := fmt.Sprintf("F%04d", len(list))
		list = append(list, briefs.Fact{
			ID: id, Subject: "alibaba-cloud", Metric: facts.Share, Market: market, Period: p, Nature: briefs.Estimate, Review: briefs.Approved, Known: known,
			Quantity: briefs.Quantity{Value: briefs.DecimalOf(int64(100+len(list)%300), 1), Unit: "percent"},
			Sources: []briefs.Source{{Publisher: "Canalys", Title: "A report with a title that is as long as titles of reports are, number " + id,
				URL: "https://report.example.org/" + strings.Repeat("long/", 20) + id}},
		})
	}
	for i := range 400 {
		id := fmt.Sprintf("m-made-up-%d", i)
		name := fmt.Sprintf("a market that somebody made up and gave a long name, number %d", i)
		markets = append(markets, briefs.Market{ID: id, Name: map[string]string{"en": name, "fr": name, "zh": name}})
		add(id, briefs.QuarterOf(2025, 3), briefs.Span{})
	}
	for q := range 120 {
		add("m-cn-infra", briefs.QuarterOf(1996+q/4, 1+q%4), briefs.Span{})
	}
	book, err := facts.New(starter.Entities(content), markets, starter.Metrics(content), list)
	if err != nil {
		t.Fatal(err)
	}
	if k.shelf, err = keeping.Open(t.Context(), book, k.store.Facts, k.now, k.log); err != nil {
		t.Fatal(err)
	}
	ask(t, k, renderers, []string{"share alibaba --all", "share alibaba --all --history"})
}

func fitting(t *testing.T) (*core, map[string]bot.Renderer) {
	t.Helper()
	conf := config.Default()
	log := slog.New(slog.DiscardHandler)
	k, err := newCore(t.Context(), conf, store.Memory, func() time.Time { return moment(t, "2026-06-15 09:00") }, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	s, err := slack.New(slack.Options{BotToken: "xoxb-1", AppToken: "xapp-1", Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	d, err := discord.New(discord.Options{Token: "t", Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	return k, map[string]bot.Renderer{"slack": s, "discord": d}
}

// ask asks each line in three languages and looks at the first messages that the platforms would show.
func ask(t *testing.T, k *core, renderers map[string]bot.Renderer, lines []string) {
	t.Helper()
	for _, line := range lines {
		for _, lang := range bot.Languages() {
			from := bot.Address{Platform: "console", Workspace: "local", Channel: "terminal"}
			m := k.router.DoLine(t.Context(), bot.Invocation{From: from, Locale: lang}, line)
			sources := map[string]string{"en": "Source", "fr": "Source", "zh": "出处"}[lang]
			at, source := -1, ""
			for i, s := range m.Sections {
				if s.Heading == sources && at < 0 {
					at, source = i, s.Lines[0].Text
				}
				if also := map[string]string{"en": "Also", "fr": "Aussi", "zh": "另见"}[lang]; s.Heading == also && i != len(m.Sections)-1 {
					t.Errorf("%s in %s: what others say is not at the end", line, lang)
				}
			}
			for platform, r := range renderers {
				parts := r.Split(m)
				if len(parts) > maxMessages && !strings.Contains(line, "--all") {
					t.Errorf("%s in %s makes %d messages on %s", line, lang, len(parts), platform)
				}
				shown := ""
				for _, p := range parts[:min(len(parts), maxMessages)] {
					shown += p.Plain() + "\n"
				}
				if !strings.Contains(shown, m.Lead) || source != "" && !strings.Contains(shown, source) {
					t.Errorf("%s in %s: on %s the source or what sort of figure it is would be cut", line, lang, platform)
				}
			}
		}
	}
}
