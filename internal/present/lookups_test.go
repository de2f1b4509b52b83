package present_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

func question(t *testing.T, line string) facts.Question {
	t.Helper()
	q, err := facts.ParseQuestion(line)
	if err != nil {
		t.Fatal(err)
	}
	q.Open = true
	return q
}

// TestPlots shows what a picture gets to draw: words in the language, numbers with their scale, gaps and natures.
func TestPlots(t *testing.T) {
	book, _ := starterBook(t)
	s, err := book.Trend(question(t, "alibaba 4"))
	if err != nil {
		t.Fatal(err)
	}
	p := present.In("fr", nil).SeriesPlot(s, book)
	last := p.Points[len(p.Points)-1]
	if len(p.Points) != 4 || last.Label != "T4 2025" || last.Value != 37 || last.Text != "37\u202f%" || last.At != 2026 || !last.Gap || last.Break ||
		last.Nature != briefs.Estimate || p.Unit != "%" || p.Number(1234.5, 1) != "1\u202f234,5" || p.Line != "Alibaba Cloud" {
		t.Errorf("%+v", p)
	}
	if !strings.HasPrefix(p.Source, "Omdia · gowebing.com · ") || p.Language != "fr" {
		t.Errorf("source %q", p.Source)
	}
	r, err := book.Rank(facts.Question{Text: "ai-cloud"})
	if err != nil {
		t.Fatal(err)
	}
	p = present.In("zh", nil).RankingPlot(r, book)
	if len(p.Bars) != 5 || p.Bars[0].Name != "阿里云" || p.Bars[0].Value != 35.8 || p.Bars[0].Place != "1" || !strings.Contains(p.Title, "中国 AI 云") {
		t.Errorf("%+v", p)
	}
	c, err := book.Compare(question(t, "alibaba tencent capex"))
	if err != nil {
		t.Fatal(err)
	}
	p = present.In("en", nil).ComparisonPlot(c, book)
	if len(p.Bars) != 2 || p.Bars[0].Value != 31.5 || p.Bars[0].Text != "CNY\u00a031.5\u00a0bn" && p.Bars[0].Text != "CNY 31.5\u00a0bn" || p.Unit != "CNY bn" {
		t.Errorf("%+v", p)
	}
}

// TestCSV reads the rows back, and shows that no text of a source is taken for a formula.
func TestCSV(t *testing.T) {
	_, list := starterBook(t)
	hostile := list[0]
	hostile.Sources = []briefs.Source{{Publisher: "=cmd|' /C calc'!A0", Title: "@SUM(1)\n\"quoted\", and more", URL: "javascript:alert(1)"}}
	negative := list[0]
	negative.Quantity.Value, negative.Quantity.Scale = briefs.DecimalOf(-4, 0), 0
	m := present.In("en", nil).CSV(bot.Message{Title: "T"}, append([]briefs.Fact{hostile, negative}, list...))
	var rows strings.Builder
	for _, l := range m.Clean().Sections[0].Lines {
		rows.WriteString(l.Text + "\n")
	}
	got, err := csv.NewReader(strings.NewReader(rows.String())).ReadAll()
	if err != nil || len(got) != len(list)+3 {
		t.Fatalf("%d rows of %d: %v", len(got), len(list)+3, err)
	}
	at := map[string]int{}
	for i, name := range got[0] {
		at[name] = i
	}
	if r := got[1]; r[at["publisher"]] != "'=cmd|' /C calc'!A0" || r[at["title"]] != `'@SUM(1) "quoted", and more` || r[at["url"]] != "" {
		t.Errorf("hostile: %q", r)
	}
	if r := got[2]; r[at["value"]] != "-4" {
		t.Errorf("negative: %q", r)
	}
	for i, f := range list {
		r := got[i+3]
		if r[at["id"]] != f.ID || r[at["subject"]] != f.Subject || r[at["start"]] != f.Period.Start.String() || f.Quantity.Word == "" && !f.Quantity.IsRange() && r[at["value"]] != f.Quantity.Value.String() {
			t.Fatalf("row %d: %q", i, r)
		}
	}
}

// TestBars: bars begin at zero, the largest is full, and what is not positive has none.
func TestBars(t *testing.T) {
	book, _ := starterBook(t)
	r, err := book.Rank(facts.Question{Text: "ai-cloud"})
	if err != nil {
		t.Fatal(err)
	}
	for i, value := range []string{"40", "20", "10", "0.01", "0"} {
		r.Rows[i].Figure.Fact.Quantity.Value, err = briefs.ParseDecimal(value)
		if err != nil {
			t.Fatal(err)
		}
	}
	m := present.In("en", nil).Ranking(r, nil, book)
	for i, want := range []string{"████████████", "██████", "███", "▏", ""} {
		if got := m.Sections[0].Lines[i].Note; got != want {
			t.Errorf("bar %d is %q, want %q", i, got, want)
		}
	}
}
