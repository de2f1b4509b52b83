package commands_test

import (
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/console"
	"briefbot/bot/console/consoletest"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/commands"
	"briefbot/internal/starter"
)

// edge is one made-up fact: what is not said is as in an approved estimate of Canalys of a share of the usual market.
type edge struct {
	id, subject, value string
	period             briefs.Period
	change             func(*briefs.Fact)
}

func quarter(year, n int) briefs.Period { return briefs.QuarterOf(year, n) }

// edges are the cases in which an answer is more than a figure. Companies and markets are those of the starter content, figures are not.
var edges = []edge{
	// A series with a break, after which the publisher counts otherwise.
	{"FA001", "alibaba-cloud", "40", quarter(2024, 3), nil},
	{"FA002", "alibaba-cloud", "31", quarter(2025, 1), func(f *briefs.Fact) { f.Status = briefs.Redefined }},
	{"FA003", "alibaba-cloud", "33", quarter(2025, 2), nil},
	{"FA004", "alibaba-cloud", "34.5", quarter(2025, 3), nil},
	{"FA005", "alibaba-cloud", "41", briefs.YearOf(2027), func(f *briefs.Fact) {
		f.Nature, f.Sources[0].Published = briefs.Forecast, briefs.Date{Year: 2025, Month: time.November, Day: 1}
	}},
	// Others beside it, of one of whom two values are in print, and of another only a candidate.
	{"FB001", "huawei-cloud", "18", quarter(2025, 3), nil},
	{"FB002", "huawei-cloud", "21", quarter(2025, 3), func(f *briefs.Fact) { f.Review = briefs.Disputed; via(f, "The Daily Cloud") }},
	{"FB003", "huawei-cloud", "17", quarter(2025, 2), nil},
	{"FB004", "huawei-cloud", "16", quarter(2025, 1), func(f *briefs.Fact) { f.Review = briefs.Disputed }},
	{"FB005", "huawei-cloud", "19", quarter(2025, 1), func(f *briefs.Fact) { f.Review = briefs.Disputed; via(f, "The Daily Cloud") }},
	{"FC001", "tencent-cloud", "10", quarter(2025, 2), func(f *briefs.Fact) { f.Review = briefs.Candidate }},
	{"FC002", "tencent-cloud", "9.5", quarter(2025, 3), func(f *briefs.Fact) { f.Review = briefs.Candidate }},
	// A group, whose figure is nobody's of its members.
	{"FG001", "group:top-3", "62", quarter(2025, 3), nil},
	{"FG002", "group:top-3", "61", quarter(2024, 4), nil},
	// A figure that was revised, and a hostile source.
	{"FD001", "baidu-ai-cloud", "8", quarter(2025, 3), func(f *briefs.Fact) { f.Known.To = time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC) }},
	{"FD002", "baidu-ai-cloud", "7.5", quarter(2025, 3), func(f *briefs.Fact) {
		f.Status, f.Known.From = briefs.Restated, time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)
		f.Sources[0].Title = "<!channel> @everyone **bold** [x](https://evil.example) `code` \u202eevil <@U1>"
		f.Sources[0].URL = "javascript:alert(1)"
	}},
	// Other markets and publishers, with which nothing above compares.
	{"FM001", "alibaba-cloud", "27", quarter(2025, 3), by("m-cn-pub-iaas", "IDC")},
	{"FM002", "tianyi-cloud", "12", quarter(2025, 3), by("m-cn-pub-iaas", "IDC")},
	{"FM003", "alibaba-cloud", "30", quarter(2025, 3), by("m-cn-maas", "IDC")},
	{"FM004", "tianyi-cloud", "2", quarter(2025, 1), by("m-cn-maas", "IDC")},
	// Two parts of one company in one market: whose share is the company's?
	{"FQ001", "alibaba-cloud", "12", quarter(2025, 3), by("m-cn-ent-llm", "Frost & Sullivan")},
	{"FQ002", "qwen", "17", quarter(2025, 3), by("m-cn-ent-llm", "Frost & Sullivan")},
	// Several publishers of one market, which believes IDC first.
	{"FP001", "huawei", "18.1", quarter(2025, 3), by("m-cn-phone", "IDC")},
	{"FP002", "huawei", "16", quarter(2025, 3), by("m-cn-phone", "Omdia")},
	{"FP003", "huawei", "15", quarter(2025, 2), by("m-cn-phone", "Omdia")},
	// Money: own figures in different currencies, one with what its source gives in dollars.
	{"FR001", "alibaba", "31.5", quarter(2025, 3), own("capex", "cny", func(f *briefs.Fact) {
		f.As = []briefs.Quantity{{Value: briefs.DecimalOf(44, 1), Scale: 9, Unit: "usd"}}
	})},
	{"FR002", "tencent", "13", quarter(2025, 3), own("capex", "cny", nil)},
	{"FR003", "baidu", "0.4", quarter(2025, 3), own("capex", "usd", nil)},
	{"FR004", "alibaba", "120", quarter(2025, 3), own("capex_growth", "percent", func(f *briefs.Fact) { f.Quantity.Scale = 0 })},
}

func via(f *briefs.Fact, printer string) { f.Sources[0].ReportedVia = printer }

func by(market, publisher string) func(*briefs.Fact) {
	return func(f *briefs.Fact) { f.Market, f.Sources[0].Publisher = market, publisher }
}

// own makes a figure one that the subject reports of itself, in billions.
func own(metric, unit string, change func(*briefs.Fact)) func(*briefs.Fact) {
	return func(f *briefs.Fact) {
		f.Metric, f.Market, f.Nature, f.Quantity.Unit, f.Quantity.Scale = metric, "", briefs.Reported, unit, 9
		f.Sources[0].Publisher = map[string]string{"alibaba": "Alibaba Group", "tencent": "Tencent", "baidu": "Baidu"}[f.Subject]
		if change != nil {
			change(f)
		}
	}
}

func edgeBook(t testing.TB, s *config.Starter, list []edge) *facts.Book {
	t.Helper()
	var all []briefs.Fact
	for _, e := range list {
		value, err := briefs.ParseDecimal(e.value)
		if err != nil {
			t.Fatal(err)
		}
		f := briefs.Fact{
			ID: e.id, Subject: e.subject, Metric: facts.Share, Market: "m-cn-infra", Period: e.period, Nature: briefs.Estimate, Review: briefs.Approved,
			Quantity: briefs.Quantity{Value: value, Unit: "percent"}, Known: briefs.Span{From: e.period.End.UTC()},
			Sources: []briefs.Source{{Publisher: "Canalys", Title: "Report " + e.id, URL: "https://report.example.org/" + e.id, Published: e.period.End.AddDays(40)}},
		}
		if e.change != nil {
			e.change(&f)
		}
		all = append(all, f)
	}
	book, err := facts.New(starter.Entities(s), starter.Markets(s), starter.Metrics(s), all)
	if err != nil {
		t.Fatal(err)
	}
	return book.WithPhrases(starter.Phrases(s))
}

// TestEdges plays the cases in which an answer is more than a figure, and a store without any.
func TestEdges(t *testing.T) {
	s := content(t)
	for folder, list := range map[string][]edge{"edges": edges, "nofacts": nil} {
		book := edgeBook(t, s, list)
		for _, lang := range bot.Languages() {
			t.Run(folder+" "+lang, func(t *testing.T) {
				consoletest.Run(t, "testdata/"+folder+"/*."+lang+".txt", func(t *testing.T) consoletest.Conversation {
					return consoletest.Conversation{
						Router: route(t, commands.Deps{Names: names(t), Facts: func() *facts.Book { return book }, Articles: newShelf(names(t)), Desk: &desk{}}),
						Options: console.Options{
							Lang: lang, Zone: shanghai, Now: func() time.Time { return now }, Words: console.Words{Thread: "thread", Public: "public"},
						},
					}
				})
			})
		}
	}
}
