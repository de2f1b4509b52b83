package config

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"briefbot/internal/datatest"
)

func starter(t *testing.T) *Starter {
	t.Helper()
	s, err := LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var (
	idShape      = regexp.MustCompile(`^[a-z0-9]+(?:[.:-][a-z0-9]+)*$`)
	factShape    = regexp.MustCompile(`^F[0-9A-HJKMNP-TV-Z]{4}$`)
	decimalShape = regexp.MustCompile(`^-?[0-9]+(?:\.[0-9]+)?$`)
	citedShape   = regexp.MustCompile(`^[0-9.]+ (?:million|billion) (?:usd|eur)$`)
)

// unique reports repeated ids and returns all of them.
func unique[T any](t *testing.T, what string, all []T, id func(T) string) map[string]T {
	t.Helper()
	seen := map[string]T{}
	for _, x := range all {
		if _, twice := seen[id(x)]; twice || id(x) == "" {
			t.Errorf("%s %q stands twice, or has no id", what, id(x))
		}
		seen[id(x)] = x
	}
	return seen
}

func isWeb(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

func check(t *testing.T, ok bool, format string, args ...any) {
	t.Helper()
	if !ok {
		t.Errorf(format, args...)
	}
}

func TestStarterSources(t *testing.T) {
	s := starter(t)
	unique(t, "source", s.Sources, func(r SourceRecord) string { return r.ID })
	unique(t, "address", s.Sources, func(r SourceRecord) string { return r.URL })
	unique(t, "name", s.Sources, func(r SourceRecord) string { return r.Name })
	count := map[string]int{}
	for _, r := range s.Sources {
		count[r.Language]++
		_, err := time.LoadLocation(r.Zone)
		check(t, err == nil && r.Zone != "" && r.Zone != "Local", "%s: zone %q: %v", r.ID, r.Zone, err)
		check(t, idShape.MatchString(r.ID), "%s: odd id", r.ID)
		check(t, isWeb(r.URL) && isWeb(r.Homepage), "%s: address %q, home page %q", r.ID, r.URL, r.Homepage)
		check(t, slices.Contains(languages, r.Language), "%s: language %q", r.ID, r.Language)
		check(t, r.Weight >= 1 && r.Weight <= 5, "%s: weight %d", r.ID, r.Weight)
		check(t, slices.Contains([]string{"verified", "captured", "attested"}, r.Status), "%s: status %q", r.ID, r.Status)
		check(t, len(r.Tags) > 0 && !slices.Contains(r.Tags, ""), "%s: tags %q", r.ID, r.Tags)
	}
	check(t, len(s.Sources) >= 60 && count["en"] >= 20 && count["fr"] >= 20 && count["zh"] >= 20, "sources by language: %v", count)
}

func TestStarterEntities(t *testing.T) {
	s := starter(t)
	entities := unique(t, "entity", s.Entities, func(r EntityRecord) string { return r.ID })
	kinds := []string{"company", "cloud_brand", "segment", "brand", "product", "app", "model_family", "model", "chip_family", "chip",
		"regulator", "research_firm", "publisher", "event", "market", "geography", "group"}
	for _, r := range s.Entities {
		_, parent := entities[r.Parent]
		check(t, r.Parent == "" || parent, "%s: unknown parent %q", r.ID, r.Parent)
		check(t, (r.Parent == "") == (r.Relation == "") || r.Relation == "merged_into", "%s: parent %q, relation %q", r.ID, r.Parent, r.Relation)
		check(t, idShape.MatchString(r.ID) && strings.TrimSpace(r.Name) == r.Name && r.Name != "", "%s: odd id or name %q", r.ID, r.Name)
		check(t, slices.Contains(kinds, r.Kind), "%s: kind %q", r.ID, r.Kind)
		for _, m := range r.Members {
			_, ok := entities[m]
			check(t, ok && r.Kind == "group", "%s: member %q", r.ID, m)
		}
		for p, n := r.Parent, 0; p != ""; p, n = entities[p].Parent, n+1 {
			if n > 10 {
				t.Fatalf("%s: its parents go round in a circle", r.ID)
			}
		}
	}
}

func TestStarterAliases(t *testing.T) {
	s := starter(t)
	entities := unique(t, "entity", s.Entities, func(r EntityRecord) string { return r.ID })
	unique(t, "alias", s.Aliases, func(r AliasRecord) string { return r.Entity + "|" + r.Alias })
	owners := map[string][]string{}
	guarded := map[string]bool{}
	for _, a := range s.Aliases {
		_, ok := entities[a.Entity]
		check(t, ok, "%q: unknown entity %q", a.Alias, a.Entity)
		check(t, a.Alias != "" && strings.TrimSpace(a.Alias) == a.Alias, "%s: alias %q", a.Entity, a.Alias)
		check(t, !slices.Contains(a.Context, ""), "%s: %q: an empty word of context", a.Entity, a.Alias)
		for _, l := range a.Languages {
			check(t, slices.Contains([]string{"en", "fr", "zh-Hans", "zh-Hant"}, l), "%s: %q: language %q", a.Entity, a.Alias, l)
			han := strings.ContainsFunc(a.Alias, func(r rune) bool { return unicode.Is(unicode.Han, r) })
			check(t, !han || strings.HasPrefix(l, "zh"), "%s: %q is Chinese, not %s", a.Entity, a.Alias, l)
		}
		owners[strings.ToLower(a.Alias)] = append(owners[strings.ToLower(a.Alias)], a.Entity)
		if len(a.Context) > 0 {
			guarded[a.Entity+"|"+a.Alias] = true
		}
	}
	for _, a := range []string{"honor|Honor", "vivo|vivo", "jd|JD", "618|618", "618|6.18", "cac|CAC", "gds|GDS", "apple|Apple", "ascend|Ascend",
		"deepseek-r1|R1", "ant-group|Ant", "quark|Quark", "minimax|MiniMax", "baidu-ai-cloud|AI Cloud", "china-mobile-cloud|移动云", "hunyuan|mixed Yuan"} {
		check(t, guarded[a], "the ambiguous alias %s needs context", a)
	}
	for alias, ids := range owners {
		slices.Sort(ids)
		if ids = slices.Compact(ids); len(ids) > 1 {
			t.Errorf("%q is written for %v", alias, ids)
		}
	}
}

// TestStarterCarriesTheGivenNames compares with the names that were collected: every entity and alias is there.
func TestStarterCarriesTheGivenNames(t *testing.T) {
	rows := datatest.CSV(t, datatest.Dir(t, "facts", "entities.csv"))
	s := starter(t)
	entities := unique(t, "entity", s.Entities, func(r EntityRecord) string { return r.ID })
	have := map[string]bool{}
	for _, a := range s.Aliases {
		for _, l := range a.Languages {
			have[a.Entity+"|"+l+"|"+a.Alias] = true
		}
	}
	n := 0
	for _, row := range rows {
		e, ok := entities[row["entity_id"]]
		check(t, ok && e.Name == row["canonical_name"] && e.Kind == row["kind"] && e.Parent == row["parent_id"], "%s: %+v", row["entity_id"], e)
		for column, l := range map[string]string{"aliases_en": "en", "aliases_fr": "fr", "aliases_zh_hans": "zh-Hans", "aliases_zh_hant": "zh-Hant"} {
			for alias := range strings.SplitSeq(row[column], ";") {
				if alias != "" {
					n++
					check(t, have[row["entity_id"]+"|"+l+"|"+alias], "%s: the %s alias %q is missing", row["entity_id"], l, alias)
				}
			}
		}
	}
	check(t, len(rows) == 157 && n >= 612, "%d entities and %d aliases were compared", len(rows), n)
}

func TestStarterMarketsAndMetrics(t *testing.T) {
	s := starter(t)
	entities := unique(t, "entity", s.Entities, func(r EntityRecord) string { return r.ID })
	metrics := unique(t, "metric", s.Metrics, func(r MetricRecord) string { return r.ID })
	markets := unique(t, "market", s.Markets, func(r MarketRecord) string { return r.ID })
	defaults := map[string]string{}
	for _, m := range s.Markets {
		check(t, entities[m.ID].Kind == "market", "%s is no entity of kind market", m.ID)
		check(t, entities[m.Geography].Kind == "geography", "%s: geography %q", m.ID, m.Geography)
		check(t, m.NameEN != "" && m.NameFR != "" && m.NameZH != "" && m.Definition != "", "%s: a name or the definition is missing", m.ID)
		for _, p := range slices.Concat(m.Publishers, m.OneSeries) {
			_, ok := entities[p]
			check(t, ok, "%s: publisher %q", m.ID, p)
		}
		for _, metric := range m.DefaultFor {
			_, ok := metrics[metric]
			check(t, ok && defaults[metric] == "", "%s: default for %q", m.ID, metric)
			defaults[metric] = m.ID
		}
	}
	check(t, defaults["market_share"] == "m-cn-infra" && defaults["cloud_spend"] == "m-cn-infra", "default markets: %v", defaults)
	for _, e := range s.Entities {
		_, ok := markets[e.ID]
		check(t, e.Kind != "market" || ok, "%s is a market without a record", e.ID)
	}
	unique(t, "definition", s.Definitions, func(r DefinitionRecord) string { return r.Text })
	for _, d := range s.Definitions {
		_, ok := markets[d.Market]
		check(t, d.Market == "" || ok, "%q: market %q", d.Text, d.Market)
	}
	for _, id := range []string{"market_share", "cloud_spend", "cloud_spend_growth", "market_size", "revenue", "revenue_growth", "capex",
		"capex_growth", "pledge", "model_release", "model_parameters", "tokens", "users", "shipments", "other"} {
		m, ok := metrics[id]
		check(t, ok && m.NameEN != "" && m.NameFR != "" && m.NameZH != "", "metric %s: %+v", id, m)
		check(t, (m.Low == "" || decimalShape.MatchString(m.Low)) && (m.High == "" || decimalShape.MatchString(m.High)), "metric %s: band %q to %q", id, m.Low, m.High)
		check(t, slices.Contains([]string{"percent", "currency", "count", "tokens", "text", "any"}, m.Unit), "metric %s: unit %q", id, m.Unit)
		check(t, m.Sign == "positive" || m.Sign == "any", "metric %s: sign %q", id, m.Sign)
	}
	unique(t, "metric name", s.MetricNames, func(r MetricNameRecord) string { return r.Name })
	for _, n := range s.MetricNames {
		_, ok := metrics[n.Metric]
		check(t, ok && (n.Metric == "other") == (n.Label != ""), "metric name %s: %+v", n.Name, n)
	}
	check(t, len(s.MetricNames) == 59 && len(s.Markets) >= 25, "%d metric names, %d markets", len(s.MetricNames), len(s.Markets))
}

func TestStarterFacts(t *testing.T) {
	s := starter(t)
	entities := unique(t, "entity", s.Entities, func(r EntityRecord) string { return r.ID })
	names := unique(t, "metric name", s.MetricNames, func(r MetricNameRecord) string { return r.Name })
	markets := unique(t, "market", s.Markets, func(r MarketRecord) string { return r.ID })
	definitions := unique(t, "definition", s.Definitions, func(r DefinitionRecord) string { return r.Text })
	unique(t, "fact", s.Facts, func(r FactRecord) string { return r.ID })
	unique(t, "row", s.Facts, func(r FactRecord) string { return r.Row })
	for _, f := range s.Facts {
		check(t, factShape.MatchString(f.ID) && f.ID == FactID(f.Row), "%s: id of row %s", f.ID, f.Row)
		for what, id := range map[string]string{"subject": f.Subject, "publisher": f.Publisher} {
			_, ok := entities[id]
			check(t, ok, "%s: unknown %s %q", f.Row, what, id)
		}
		for what, id := range map[string]string{"geography": f.Geography, "outlet": f.Outlet} {
			_, ok := entities[id]
			check(t, id == "" || ok, "%s: unknown %s %q", f.Row, what, id)
		}
		_, known := markets[f.Market]
		check(t, f.Market == "" || known, "%s: market %q", f.Row, f.Market)
		check(t, names[f.MetricName].Metric == f.Metric && f.Metric != "", "%s: %s is not %s", f.Row, f.MetricName, f.Metric)
		if f.Definition != "" {
			check(t, definitions[f.Definition].Market == f.Market, "%s: %q is market %q, not %q", f.Row, f.Definition, definitions[f.Definition].Market, f.Market)
		}
		checkQuantity(t, f)
		checkPeriod(t, f)
		checkSource(t, f)
	}
	check(t, len(s.Facts) >= 491, "%d facts", len(s.Facts))
}

func checkQuantity(t *testing.T, f FactRecord) {
	t.Helper()
	units := []string{"percent", "usd", "cny", "hkd", "tokens", "tokens/day", "parameters", "users", "units", "cards", "services", "eflops",
		"hkd/share", "cny/1000-tokens", "text"}
	check(t, slices.Contains(units, f.Unit), "%s: unit %q", f.Row, f.Unit)
	check(t, slices.Contains([]string{"", "thousand", "million", "billion", "trillion"}, f.Scale), "%s: scale %q", f.Row, f.Scale)
	check(t, f.Cited == "" || citedShape.MatchString(f.Cited), "%s: cited %q", f.Row, f.Cited)
	if f.Unit == "text" {
		check(t, f.Text != "" && f.Value+f.Low+f.High+f.Bound+f.Scale == "", "%s: a text with a number: %+v", f.Row, f)
		return
	}
	check(t, slices.Contains([]string{"exact", "about", "nearly", "at-least", "at-most"}, f.Bound), "%s: bound %q", f.Row, f.Bound)
	if f.Low != "" || f.High != "" {
		check(t, f.Value == "" && decimalShape.MatchString(f.Low) && decimalShape.MatchString(f.High), "%s: range %q to %q", f.Row, f.Low, f.High)
		return
	}
	check(t, f.Text == "" && decimalShape.MatchString(f.Value), "%s: value %q, text %q", f.Row, f.Value, f.Text)
}

func checkPeriod(t *testing.T, f FactRecord) {
	t.Helper()
	kinds := []string{"year", "half", "quarter", "month", "day", "range", "as-of", "fiscal-year", "fiscal-quarter", "fiscal-range"}
	start, err1 := time.Parse(time.DateOnly, f.Start)
	end, err2 := time.Parse(time.DateOnly, f.End)
	check(t, err1 == nil && err2 == nil && start.Before(end), "%s: period %s to %s", f.Row, f.Start, f.End)
	check(t, start.Year() >= 2018 && end.Year() <= 2031, "%s: period %s to %s", f.Row, f.Start, f.End)
	check(t, slices.Contains(kinds, f.PeriodKind) && f.Period != "", "%s: period %q of kind %q", f.Row, f.Period, f.PeriodKind)
	months := map[string]int{"year": 12, "half": 6, "quarter": 3, "month": 1, "fiscal-year": 12, "fiscal-range": 36}
	if n := months[f.PeriodKind]; n > 0 {
		check(t, start.AddDate(0, n, 0).Equal(end), "%s: a %s from %s to %s", f.Row, f.PeriodKind, f.Start, f.End)
	}
	if f.PeriodKind == "day" {
		check(t, start.AddDate(0, 0, 1).Equal(end), "%s: a day from %s to %s", f.Row, f.Start, f.End)
	}
}

func checkSource(t *testing.T, f FactRecord) {
	t.Helper()
	check(t, slices.Contains([]string{"reported", "estimate", "forecast", "guidance", "pledge", "plan", "rumour", "event"}, f.Nature), "%s: nature %q", f.Row, f.Nature)
	check(t, slices.Contains([]string{"normal", "break", "definition-changed", "provisional", "restated"}, f.Status), "%s: status %q", f.Row, f.Status)
	check(t, slices.Contains([]string{"approved", "candidate", "rejected", "disputed"}, f.Review), "%s: review %q", f.Row, f.Review)
	check(t, slices.Contains([]string{"preferred", "normal", "deprecated"}, f.Rank), "%s: rank %q", f.Row, f.Rank)
	check(t, f.Caveat != "" || (f.Review == "approved" && f.Rank == "normal" && f.Status == "normal"), "%s: %s, %s, %s without a reason", f.Row, f.Review, f.Rank, f.Status)
	check(t, isWeb(f.URL) && f.Title != "" && f.Via != "", "%s: source %q %q %q", f.Row, f.Via, f.Title, f.URL)
	date := strings.TrimPrefix(f.Published, "~")
	layout := map[int]string{4: "2006", 7: "2006-01", 10: time.DateOnly}[len(date)]
	if date != "" {
		_, err := time.Parse(layout, date)
		check(t, err == nil && layout != "", "%s: published %q", f.Row, f.Published)
	}
}

// TestStarterSharesAddUp is the rule that shares of one market, period and publisher add up to 100.5 at most.
func TestStarterSharesAddUp(t *testing.T) {
	s := starter(t)
	kinds := unique(t, "entity", s.Entities, func(r EntityRecord) string { return r.ID })
	sums, seen := map[string]float64{}, map[string]bool{}
	for _, f := range s.Facts {
		key := strings.Join([]string{f.Market, f.Start, f.End, f.Publisher}, " ")
		group := kinds[f.Subject].Kind == "group" && f.Subject != "group:others"
		if f.Metric != "market_share" || f.Review != "approved" || f.Rank == "deprecated" || group || seen[key+f.Subject] {
			continue
		}
		seen[key+f.Subject] = true
		var v float64
		if err := json.Unmarshal([]byte(f.Value), &v); err != nil {
			t.Fatal(err)
		}
		sums[key] += v
	}
	for key, sum := range sums {
		check(t, sum <= 100.5, "%s: the shares add up to %.1f", key, sum)
	}
	check(t, len(sums) > 20, "%d sums were made", len(sums))
}

// TestStarterHoldsTheSeed holds the figures of the article that started the project.
func TestStarterHoldsTheSeed(t *testing.T) {
	want := []FactRecord{
		{Subject: "geo:cn-mainland", Metric: "cloud_spend", Value: "46", Scale: "billion", Unit: "usd", Period: "2025", Nature: "forecast", Publisher: "canalys"},
		{Subject: "geo:cn-mainland", Metric: "cloud_spend_growth", Value: "15", Unit: "percent", Period: "2025", Nature: "forecast", Publisher: "canalys"},
		{Subject: "geo:cn-mainland", Metric: "cloud_spend_growth", Value: "13", Unit: "percent", Period: "2024", Nature: "estimate", Publisher: "canalys"},
		{Subject: "alibaba-cloud", Metric: "market_share", Value: "36", Unit: "percent", Period: "2024-Q4", Nature: "estimate", Publisher: "canalys"},
		{Subject: "alibaba", Metric: "pledge", Value: "380", Scale: "billion", Unit: "cny", Period: "2025–2027", Nature: "pledge", Publisher: "alibaba", Cited: "52.4 billion usd"},
		{Subject: "deepseek", Metric: "model_release", Text: "DeepSeek-R1", Unit: "text", Period: "2025-01", Nature: "event", Publisher: "canalys"},
	}
	var seed []FactRecord
	for _, f := range starter(t).Facts {
		if f.Outlet == "chine-numerique" {
			seed = append(seed, f)
		}
	}
	for _, w := range want {
		found := slices.ContainsFunc(seed, func(f FactRecord) bool {
			return f.Subject == w.Subject && f.Metric == w.Metric && f.Value == w.Value && f.Scale == w.Scale && f.Unit == w.Unit && f.Text == w.Text &&
				f.Period == w.Period && f.Nature == w.Nature && f.Publisher == w.Publisher && f.Cited == w.Cited && f.Review == "approved"
		})
		check(t, found, "missing: %+v", w)
	}
}

// TestStarterFactsAgainstTheGiven compares with the rows that were collected: none is lost, none altered, nothing of
// their notes is shipped, and what is known to be wrong in print is not approved.
func TestStarterFactsAgainstTheGiven(t *testing.T) {
	rows := datatest.CSV(t, datatest.Dir(t, "facts", "facts.csv"))
	s := starter(t)
	byRow := unique(t, "row", s.Facts, func(r FactRecord) string { return r.Row })
	for _, row := range rows {
		f, ok := byRow[row["fact_id"]]
		check(t, ok, "%s is missing", row["fact_id"])
		value := f.Value + f.Text
		if f.Low != "" {
			value = f.Low + "-" + f.High
		}
		check(t, value == row["value"] && f.URL == row["source_url"] && f.Title == row["source_title"] && f.Published == row["published_date"], "%s: %+v", row["fact_id"], f)
		check(t, f.MetricName == row["metric"] && f.Conflict == row["conflict_group"] && strings.HasPrefix(row["nature"], f.Nature), "%s: %+v", row["fact_id"], f)
		check(t, row["note"] == "" || f.Caveat != row["note"], "%s: its note is shipped", row["fact_id"])
	}
	check(t, byRow["F0093"].Review == "rejected", "Baidu's misprinted 8.8 for Q3 2021 is %s", byRow["F0093"].Review)
	for _, row := range []string{"F0261", "F0262"} { // 500 of 400 is not "up 20 %"
		check(t, byRow[row].Review != "approved", "%s is approved", row)
	}
	for _, trap := range datatest.CSV(t, datatest.Dir(t, "facts", "traps.csv")) {
		if trap["expected_outcome"] == "flag" {
			for _, f := range s.Facts {
				check(t, !strings.Contains(trap["page"], f.URL) || f.Caveat != "" || f.Row == "F0190" || f.Row == "F0191" || !printedIn(trap["text_as_printed"], f),
					"%s is flagged by %s and has no caveat", f.Row, trap["trap_id"])
			}
		}
	}
}

// printedIn reports whether a trap's text holds the fact's own number.
func printedIn(text string, f FactRecord) bool {
	return f.Value != "" && slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' }), f.Value)
}

func TestStarterTopics(t *testing.T) {
	s := starter(t)
	entities := unique(t, "entity", s.Entities, func(r EntityRecord) string { return r.ID })
	for _, topic := range s.Topics {
		for _, l := range languages {
			check(t, topic.Names[l] != "" && len(topic.Keywords[l]) >= 30 && len(topic.Places[l]) >= 8 && len(topic.Exclude[l]) >= 5, "%s: too little in %s", topic.ID, l)
			all := slices.Concat(topic.Keywords[l], topic.Places[l], topic.Exclude[l])
			slices.Sort(all)
			check(t, len(slices.Compact(all)) == len(topic.Keywords[l])+len(topic.Places[l])+len(topic.Exclude[l]), "%s: a word of %s stands twice", topic.ID, l)
		}
		watched := slices.Concat(topic.Watch, topic.WatchAI)
		for _, id := range watched {
			_, ok := entities[id]
			check(t, ok, "%s watches the unknown %q", topic.ID, id)
		}
		slices.Sort(watched)
		check(t, len(slices.Compact(watched)) == len(topic.Watch)+len(topic.WatchAI), "%s watches a name twice", topic.ID)
	}
	check(t, slices.Contains(topicIDs(), Default().Digest.Topics[0]), "the default topic is not built in: %v", topicIDs())
}

func TestStarterTerms(t *testing.T) {
	s := starter(t)
	unique(t, "term", s.Terms, func(r TermRecord) string { return r.Concept })
	owner := map[string]string{}
	for _, r := range s.Terms {
		check(t, idShape.MatchString(r.Concept) && r.Group != "", "%q: odd concept or group", r.Concept)
		for l, words := range map[string][]string{"en": r.EN, "fr": r.FR, "zh": r.ZH} {
			check(t, len(words) > 0, "%s: nothing in %s", r.Concept, l)
			for _, w := range words {
				key := l + " " + strings.ToLower(w)
				check(t, strings.TrimSpace(w) == w && w != "", "%s: %q", r.Concept, w)
				check(t, owner[key] == "", "%q means %s and %s", key, owner[key], r.Concept)
				han := strings.ContainsFunc(w, func(c rune) bool { return unicode.Is(unicode.Han, c) })
				check(t, l == "zh" || !han, "%s: %q is not %s", r.Concept, w, l)
				check(t, !han || len([]rune(w)) > 1, "%s: %q is one character", r.Concept, w)
				owner[key] = r.Concept
			}
		}
	}
	check(t, len(s.Terms) >= 300, "%d terms", len(s.Terms))
}

func TestStarterSample(t *testing.T) {
	s := starter(t)
	unique(t, "article", s.Sample, func(r SampleRecord) string { return r.ID })
	unique(t, "address", s.Sample, func(r SampleRecord) string { return r.URL })
	unique(t, "title", s.Sample, func(r SampleRecord) string { return r.Title })
	events, spoken, count := map[string]int{}, map[string]map[string]bool{}, map[string]int{}
	for _, a := range s.Sample {
		u, err := url.Parse(a.URL)
		check(t, err == nil && isWeb(a.URL) && strings.Contains(u.Host, ".example."), "%s: address %q", a.ID, a.URL)
		check(t, a.Minutes > 0 && a.Minutes < 48*60, "%s: %d minutes ago", a.ID, a.Minutes)
		check(t, slices.Contains(languages, a.Language) && a.Outlet != "" && a.Title != "" && a.Summary != "", "%s: %+v", a.ID, a)
		count[a.Language]++
		if a.Event != "" {
			events[a.Event]++
			if spoken[a.Event] == nil {
				spoken[a.Event] = map[string]bool{}
			}
			spoken[a.Event][a.Language] = true
		}
	}
	several, across := 0, 0
	for e, n := range events {
		if n > 1 {
			several++
		}
		if len(spoken[e]) > 1 {
			across++
		}
	}
	check(t, len(s.Sample) >= 60 && count["en"] >= 15 && count["fr"] >= 15 && count["zh"] >= 15, "articles: %v", count)
	check(t, several >= 15 && across >= 15, "%d events of several articles, %d in several languages", several, across)
}

// TestStarterSampleAndTopicAgree reads the sample with the plainest possible reading of the topic.
func TestStarterSampleAndTopicAgree(t *testing.T) {
	s := starter(t)
	topic := s.Topics[0]
	aliases := map[string][]string{}
	for _, a := range s.Aliases {
		aliases[a.Entity] = append(aliases[a.Entity], a.Alias)
	}
	var watch, watchAI, keywords, places, exclude []string
	for _, id := range topic.Watch {
		watch = append(watch, aliases[id]...)
	}
	for _, id := range topic.WatchAI {
		watchAI = append(watchAI, aliases[id]...)
	}
	for _, l := range languages {
		keywords, places, exclude = append(keywords, topic.Keywords[l]...), append(places, topic.Places[l]...), append(exclude, topic.Exclude[l]...)
	}
	for _, a := range s.Sample {
		text := a.Title + " . " + a.Summary
		got := (holds(text, watch) || holds(text, keywords) && (holds(text, places) || holds(text, watchAI))) && !holds(text, exclude)
		check(t, got == a.OnTopic, "%s: on topic %v, want %v: %s", a.ID, got, a.OnTopic, a.Title)
	}
}

// holds finds Latin words between borders, whatever their case, and Chinese ones anywhere.
func holds(text string, words []string) bool {
	text = strings.ToLower(text)
	letter := func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) || unicode.IsDigit(r) }
	for _, w := range words {
		w = strings.ToLower(w)
		for i := 0; ; {
			j := strings.Index(text[i:], w)
			if j < 0 {
				break
			}
			before, after := []rune(text[:i+j]), []rune(text[i+j+len(w):])
			runes := []rune(w)
			if !(len(before) > 0 && letter(runes[0]) && letter(before[len(before)-1])) && !(len(after) > 0 && letter(runes[len(runes)-1]) && letter(after[0])) {
				return true
			}
			i += j + len(w)
		}
	}
	return false
}

// TestSampleIsOurs holds that no title of the collected articles is shipped.
func TestSampleIsOurs(t *testing.T) {
	ours := map[string]string{}
	key := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	for _, a := range starter(t).Sample {
		ours[key(a.Title)], ours[key(a.Summary)] = a.ID, a.ID
	}
	paths, _ := filepath.Glob(filepath.Join(datatest.Dir(t, "articles"), "*.jsonl.gz"))
	n := 0
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 1<<22)
		for lines.Scan() {
			var a struct{ Title, Summary string }
			if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
				t.Fatal(err)
			}
			n++
			for _, text := range []string{a.Title, a.Summary} {
				check(t, ours[key(text)] == "", "sample article %s is a copy of %q", ours[key(text)], text)
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	check(t, n > 40000, "%d articles were compared", n)
	seed, err := os.ReadFile(datatest.Dir(t, "seed", "article.fr.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(seed), "\n") {
		check(t, len(line) < 10 || ours[key(line)] == "", "%q is a line of the seed", line)
	}
}

func TestReadStarterSaysWhere(t *testing.T) {
	whole := func() fstest.MapFS {
		m := fstest.MapFS{}
		entries, err := starterFiles.ReadDir("starter")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			data, err := starterFiles.ReadFile("starter/" + e.Name())
			if err != nil {
				t.Fatal(err)
			}
			m[e.Name()] = &fstest.MapFile{Data: data}
		}
		return m
	}
	head := "id,name,url,homepage,language,zone,weight,status,tags,note\n"
	for _, c := range []struct{ name, text, want string }{
		{"sources.csv", "", "sources.csv: no header: EOF"},
		{"sources.csv", "id,name\n", "sources.csv: 2 columns; want 10"},
		{"sources.csv", strings.Replace(head, "note", "remark", 1), `sources.csv: unknown or repeated column "remark"`},
		{"sources.csv", strings.Replace(head, "note", "name", 1), `sources.csv: unknown or repeated column "name"`},
		{"sources.csv", head + "a,b,c,d,e,f,heavy,h,i,j\n", `sources.csv:2:13: weight: "heavy" is no whole number`},
		{"sources.csv", head + "a,b\n", "sources.csv: record on line 2: wrong number of fields"},
		{"sample.csv", "id,minutes_ago,language,outlet,event,on_topic,url,title,summary\na,1,en,o,e,maybe,u,t,s\n", `sample.csv:2:12: on_topic: "maybe" is neither yes nor empty`},
		{"topics.yaml", "- name: x\n", "topics.yaml"},
	} {
		files := whole()
		files[c.name] = &fstest.MapFile{Data: []byte(c.text)}
		if _, err := ReadStarter(files); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v; want %s", c.text, err, c.want)
		}
	}
	if _, err := ReadStarter(fstest.MapFS{}); err == nil {
		t.Error("no files: no error")
	}
}

func TestFactID(t *testing.T) {
	// People quote ids: these must stay as they are for ever.
	for row, want := range map[string]string{"F0001": "F8NST", "F0093": "FCZC4", "F0491": "FSH3G", "S0001": "FNP1B"} {
		check(t, FactID(row) == want, "FactID(%s) = %s, want %s", row, FactID(row), want)
	}
}
