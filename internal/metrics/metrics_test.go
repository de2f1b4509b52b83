package metrics

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"

	"briefbot/bot"
	"briefbot/internal/datatest"
	"briefbot/internal/feed"
	"briefbot/internal/store"
)

var update = flag.Bool("update", false, "write docs/metrics.md")

// busy returns metrics of which each has counted something.
func busy(ledger Ledger) *Metrics {
	m := New(Source{Version: "1.2.3", Leads: func() bool { return true }, Terms: func() int64 { return 4 }, DatabaseErrors: func() int64 { return 5 }, Ledger: ledger})
	m.Asked(bot.Asked{Command: "share", Platform: "slack", Outcome: bot.OutcomeOK, Took: 20 * time.Millisecond})
	m.Asked(bot.Asked{Platform: "slack", Outcome: bot.OutcomeUnknown})
	m.Claimed("discord", bot.First, nil)
	m.Claimed("discord", bot.Answered, nil)
	m.Claimed("discord", bot.First, errors.New("gone"))
	due := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	d := store.Delivery{Workspace: "slack:T1", Planned: due}
	m.Settled(d, store.Outcome{State: store.Sent}, due.Add(2*time.Second))
	m.Settled(d, store.Outcome{State: store.Planned}, due.Add(2*time.Second))
	m.Settled(d, store.Outcome{State: store.Held}, due.Add(2*time.Second))
	m.RunEnded(store.Run{Outcome: store.Posted, Due: due, Ended: due.Add(10 * time.Second)})
	m.RunEnded(store.Run{Outcome: store.Missed, Due: due, Ended: due.Add(10 * time.Hour)})
	m.Fetched(feed.NotModified, 100*time.Millisecond)
	m.Kept("zh", true)
	m.Kept("zh", false)
	return m
}

func figures(context.Context) (Figures, error) {
	return Figures{
		Counts: store.Counts{Messages: []store.MessageCount{{Platform: "slack", State: store.Held, Count: 2}, {Platform: "discord", State: store.Planned, Count: 3}}, Unfinished: 1},
		Oldest: 90 * time.Second, Instances: 2, Leaders: 1,
	}, nil
}

func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	body, err := io.ReadAll(w.Body)
	if err != nil || w.Code != 200 {
		t.Fatal(w.Code, err, string(body))
	}
	return string(body)
}

func TestScrape(t *testing.T) {
	got := scrape(t, busy(figures))
	for _, want := range []string{
		`briefbot_build_info{go="go`, `version="1.2.3"} 1`, "briefbot_leader 1", "briefbot_leader_terms_total 4", "briefbot_database_errors_total 5", "briefbot_database_up 1",
		`briefbot_deliveries{platform="slack",state="held"} 2`, `briefbot_deliveries{platform="slack",state="refused"} 0`, `briefbot_deliveries{platform="discord",state="planned"} 3`,
		"briefbot_deliveries_oldest_seconds 90", "briefbot_runs_unfinished 1", "briefbot_instances 2", "briefbot_leaders 1",
		`briefbot_commands_total{command="share",outcome="ok",platform="slack"} 1`, `briefbot_commands_total{command="none",outcome="unknown",platform="slack"} 1`,
		`briefbot_command_seconds_count{platform="slack"} 2`, `briefbot_command_seconds_bucket{platform="slack",le="0.025"} 2`,
		`briefbot_deliveries_taken_total{platform="discord",result="answered"} 1`, `briefbot_deliveries_taken_total{platform="discord",result="failed"} 1`,
		`briefbot_deliveries_settled_total{platform="slack",state="sent"} 1`, `briefbot_deliveries_settled_total{platform="slack",state="planned"} 1`,
		`briefbot_deliveries_settled_total{platform="slack",state="held"} 1`, `briefbot_delivery_seconds_sum{platform="slack"} 2`, `briefbot_delivery_seconds_count{platform="slack"} 1`,
		`briefbot_runs_total{outcome="missed"} 1`, "briefbot_digest_lateness_seconds_count 1", "briefbot_digest_lateness_seconds_sum 10",
		`briefbot_feed_fetches_total{class="not modified"} 1`, "briefbot_feed_fetch_seconds_count 1", `briefbot_articles_total{language="zh"} 2`, "briefbot_stories_total 1",
		"go_goroutines ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}

// TestDatabaseAway holds that the rest can be read when the ledger cannot, and that a scrape does not wait for it for long.
func TestDatabaseAway(t *testing.T) {
	for _, ask := range []Ledger{
		func(context.Context) (Figures, error) { return Figures{}, errors.New("database: gone") },
		func(ctx context.Context) (Figures, error) {
			<-ctx.Done()
			return Figures{}, ctx.Err()
		},
	} {
		begin := time.Now()
		got := scrape(t, busy(ask))
		if !strings.Contains(got, "briefbot_database_up 0") || strings.Contains(got, "briefbot_deliveries{") || !strings.Contains(got, "briefbot_leader 1") {
			t.Errorf("without a database: %s", got)
		}
		if took := time.Since(begin); took > patience+5*time.Second {
			t.Errorf("a scrape took %v", took)
		}
	}
}

// families gathers our own metrics by name.
func families(t *testing.T) map[string]*dto.MetricFamily {
	t.Helper()
	list, err := busy(figures).registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*dto.MetricFamily{}
	for _, f := range list {
		if strings.HasPrefix(f.GetName(), "briefbot_") {
			out[f.GetName()] = f
		}
	}
	return out
}

// TestDefinitionsAreWhatIsMeasured compares the reference with what a scrape gives: names, kinds, labels and help.
func TestDefinitionsAreWhatIsMeasured(t *testing.T) {
	got := families(t)
	for _, d := range Definitions() {
		f := got[d.Name]
		if f == nil {
			t.Errorf("%s is not measured", d.Name)
			continue
		}
		delete(got, d.Name)
		if kind := strings.ToLower(f.GetType().String()); kind != d.Kind || f.GetHelp() != d.Help {
			t.Errorf("%s is a %s %q, listed as a %s %q", d.Name, kind, f.GetHelp(), d.Kind, d.Help)
		}
		for _, m := range f.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, l.GetName())
			}
			slices.Sort(labels)
			if want := slices.Sorted(slices.Values(d.Labels)); !slices.Equal(labels, want) {
				t.Errorf("%s has the labels %v, listed %v", d.Name, labels, want)
			}
		}
	}
	for name := range got {
		t.Errorf("%s is not listed", name)
	}
	problems, err := promlint.NewWithMetricFamilies(slices.Collect(maps.Values(families(t)))).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("against Prometheus's habits: %v, %v", problems, err)
	}
}

// TestLabelsAreBounded feeds labels with what people, feeds and other programs could choose.
func TestLabelsAreBounded(t *testing.T) {
	m := busy(func(context.Context) (Figures, error) {
		var f Figures
		for i := range 500 {
			f.Messages = append(f.Messages, store.MessageCount{Platform: fmt.Sprint("p", i), State: fmt.Sprint("s", i), Count: 1})
		}
		return f, nil
	})
	for i := range 500 {
		odd := fmt.Sprint("odd", i)
		m.Asked(bot.Asked{Platform: odd, Command: "share", Outcome: bot.OutcomeOK})
		m.Claimed(odd, bot.First, nil)
		m.Settled(store.Delivery{Workspace: odd}, store.Outcome{State: odd}, time.Now())
		m.RunEnded(store.Run{Outcome: odd})
		m.Kept(odd, false)
	}
	if lines := strings.Count(scrape(t, m), "\nbriefbot_"); lines > 250 {
		t.Errorf("%d series", lines)
	}
	if got := scrape(t, m); strings.Contains(got, "odd1") || !strings.Contains(got, `briefbot_deliveries{platform="other",state="other"} 500`) {
		t.Errorf("an odd value is a label: %s", got)
	}
}

func reference() string {
	var b strings.Builder
	b.WriteString(`# Metrics

<!-- Generated from internal/metrics/definitions.go by: go test ./internal/metrics -update. Do not edit. -->

With ` + "`http.listen`" + ` set, ` + "`GET /metrics`" + ` answers Prometheus. Besides these there are the usual ones of the Go runtime (` + "`go_`" + `) and of the
process (` + "`process_`" + `). Counters count for one process since its start: sum them over the instances. No label holds a channel, an address or
anything that people write; platforms are slack, discord, console and other.

| metric | kind | labels | meaning |
| --- | --- | --- | --- |
`)
	for _, d := range Definitions() {
		labels := ""
		for i, l := range d.Labels {
			if i > 0 {
				labels += ", "
			}
			labels += "`" + l + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", d.Name, d.Kind, labels, d.Help)
	}
	return b.String()
}

func TestMetricsReference(t *testing.T) {
	path := filepath.Join(datatest.Repo(t), "docs", "metrics.md")
	if *update {
		if err := os.WriteFile(path, []byte(reference()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != reference() {
		t.Errorf("docs/metrics.md is not what definitions.go says (%v); run: go test ./internal/metrics -update", err)
	}
}
