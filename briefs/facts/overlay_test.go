package facts

import (
	"testing"

	"briefbot/briefs"
)

// TestLookupsOverALayer asks the questions of all kinds in a book that lies over another: each sees what the layer adds, and the book under
// it stays as it was.
func TestLookupsOverALayer(t *testing.T) {
	metrics := []briefs.Metric{
		{ID: Share, Name: map[string]string{"en": "market share"}, Unit: "percent"}, {ID: Other, Name: map[string]string{"en": "other"}},
		{ID: "model_release", Name: map[string]string{"en": "model release"}, Unit: "word"},
	}
	markets := []briefs.Market{{ID: "m-infra", Name: map[string]string{"en": "cloud infrastructure"}, DefaultFor: []string{Share}}, {ID: "m-ai", Name: map[string]string{"en": "AI cloud"}}}
	entities := []briefs.Entity{{ID: "acme", Name: "Acme"}, {ID: "bolt", Name: "Bolt"}, {ID: "firm", Name: "Firm", Kind: "research_firm"}}
	fact := func(id, subject, metric, market, label string, q briefs.Quantity) briefs.Fact {
		return briefs.Fact{
			ID: id, Subject: subject, Metric: metric, Market: market, Label: label, Period: briefs.QuarterOf(2025, 1), Nature: briefs.Estimate,
			Review: briefs.Approved, Quantity: q, Sources: []briefs.Source{{Publisher: "Firm"}},
		}
	}
	percent := func(n int64) briefs.Quantity { return briefs.Quantity{Value: briefs.DecimalOf(n, 0), Unit: "percent"} }
	under, err := New(entities, markets, metrics, []briefs.Fact{fact("F1", "acme", Share, "m-infra", "", percent(30))})
	if err != nil {
		t.Fatal(err)
	}
	under = under.WithPhrases(briefs.Phrases{"data centres": {"fr": "centres de calcul"}})
	release := fact("F5", "bolt", "model_release", "", "", briefs.Quantity{Unit: "text", Word: "Spark 2"})
	b, err := under.With(fact("F2", "bolt", Share, "m-infra", "", percent(20)), fact("F3", "bolt", Share, "m-ai", "", percent(9)),
		fact("F4", "bolt", Other, "", "data centres", briefs.Quantity{Value: briefs.DecimalOf(7, 0), Unit: "units"}), release)
	if err != nil {
		t.Fatal(err)
	}
	if b, err = b.With(fact("F6", "acme", Share, "m-ai", "", percent(11))); err != nil { // a layer is copied, not laid over
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		ask  func(b *Book) int // how much there is
		want [2]int            // under, and in the layer
	}{
		{"rank", func(b *Book) int { r, _ := b.Rank(Question{}); return len(r.Rows) }, [2]int{1, 2}},
		{"compare", func(b *Book) int { c, _ := b.Compare(Question{Text: "acme bolt"}); return len(c.Rows) }, [2]int{0, 2}},
		{"trend", func(b *Book) int { s, _ := b.Trend(Question{Text: "bolt"}); return len(s.Points) }, [2]int{0, 1}},
		{"models", func(b *Book) int { m, _ := b.Models(Question{}); return len(m.List) }, [2]int{0, 1}},
		{"publishers", func(b *Book) int { l, _ := b.Publishers(Question{}); return len(l) }, [2]int{1, 2}},
		{"market", func(b *Book) int { c, _ := b.AboutMarket(Question{Text: "AI cloud"}); return len(c.Near) }, [2]int{0, 1}},
		{"markets", func(b *Book) int { return len(b.CompleteMarket(Share, "", 9)) }, [2]int{1, 2}},
		{"periods", func(b *Book) int { return len(b.CompletePeriod(Share, "bolt", 9)) }, [2]int{0, 1}},
		{"label", func(b *Book) int { return found(b, "bolt data centres", "F4") }, [2]int{0, 1}},
		{"label in French", func(b *Book) int { return found(b, "bolt centres de calcul", "F4") }, [2]int{0, 1}},
		{"about", func(b *Book) int { o, _ := b.About(Question{Text: "bolt"}); return len(o.Figures) }, [2]int{0, 4}},
		{"id", func(b *Book) int { _, ok := b.ByID("f6", Question{}); return truth(ok) }, [2]int{0, 1}},
	} {
		if got := [2]int{c.ask(under), c.ask(b)}; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func found(b *Book, text, id string) int {
	a, err := b.Ask(Question{Text: text, Open: true})
	return truth(err == nil && a.Figure.Fact.ID == id)
}
