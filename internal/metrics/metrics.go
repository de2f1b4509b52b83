// Package metrics counts what the bot does, for Prometheus. No label has values that people or feeds choose.
package metrics

import (
	"net/http"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"briefbot/bot"
	"briefbot/internal/feed"
	"briefbot/internal/store"
)

// Metrics is a registry of its own with all metrics of one process. Its methods are safe for use by several goroutines.
type Metrics struct {
	registry *prometheus.Registry

	commands  *prometheus.CounterVec
	answers   *prometheus.HistogramVec
	claims    *prometheus.CounterVec
	steps     *prometheus.CounterVec
	delays    *prometheus.HistogramVec
	runs      *prometheus.CounterVec
	lateness  prometheus.Histogram
	fetches   *prometheus.CounterVec
	fetchTime prometheus.Histogram
	articles  *prometheus.CounterVec
	stories   prometheus.Counter
}

// Source is what metrics are asked of when somebody reads them. Its functions are quick and safe for use by several goroutines.
type Source struct {
	Version        string
	Leads          func() bool
	Terms          func() int64 // in which this process led
	DatabaseErrors func() int64
	Ledger         Ledger
}

// Buckets, in seconds.
var (
	answerBuckets = []float64{.01, .025, .05, .1, .25, .5, 1, 2, 3, 5, 10, 30, 120}
	remoteBuckets = []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}
	lateBuckets   = []float64{.1, 1, 5, 15, 30, 60, 120, 300, 900, 3600, 10800}
)

// New returns metrics with everything at zero.
func New(s Source) *Metrics {
	m := &Metrics{
		registry:  prometheus.NewRegistry(),
		commands:  counter(defCommands),
		answers:   histogram(defAnswers, answerBuckets),
		claims:    counter(defClaims),
		steps:     counter(defSteps),
		delays:    histogram(defDelays, lateBuckets),
		runs:      counter(defRuns),
		lateness:  prometheus.NewHistogram(options(defLateness, lateBuckets)),
		fetches:   counter(defFetches),
		fetchTime: prometheus.NewHistogram(options(defFetchTimes, remoteBuckets)),
		articles:  counter(defArticles),
		stories:   prometheus.NewCounter(prometheus.CounterOpts{Name: defStories.Name, Help: defStories.Help}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: defBuild.Name, Help: defBuild.Help, ConstLabels: prometheus.Labels{"version": s.Version, "go": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(m.commands, m.answers, m.claims, m.steps, m.delays, m.runs, m.lateness, m.fetches, m.fetchTime, m.articles, m.stories, build,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: defLeader.Name, Help: defLeader.Help}, func() float64 {
			if s.Leads() {
				return 1
			}
			return 0
		}),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: defTerms.Name, Help: defTerms.Help}, func() float64 { return float64(s.Terms()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: defErrors.Name, Help: defErrors.Help}, func() float64 { return float64(s.DatabaseErrors()) }),
		&ledger{ask: s.Ledger},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

func counter(d Definition) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: d.Name, Help: d.Help}, d.Labels)
}

func options(d Definition, buckets []float64) prometheus.HistogramOpts {
	return prometheus.HistogramOpts{Name: d.Name, Help: d.Help, Buckets: buckets}
}

func histogram(d Definition, buckets []float64) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(options(d, buckets), d.Labels)
}

// Handler answers a scrape.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 10 * time.Second})
}

// other stands for every value of a label that is not among those known.
const other = "other"

func known(value string, values ...string) string {
	if slices.Contains(values, value) {
		return value
	}
	return other
}

func platform(name string) string { return known(name, "slack", "discord", "console") }

// Asked counts a command.
func (m *Metrics) Asked(a bot.Asked) {
	name := a.Command
	if name == "" {
		name = "none"
	}
	m.commands.WithLabelValues(platform(a.Platform), name, string(a.Outcome)).Inc()
	m.answers.WithLabelValues(platform(a.Platform)).Observe(a.Took.Seconds())
}

// Claimed counts what became of a delivery of a platform when it was claimed.
func (m *Metrics) Claimed(name string, c bot.Claim, err error) {
	result := map[bot.Claim]string{bot.First: "first", bot.InHand: "in hand", bot.Answered: "answered"}[c]
	if err != nil {
		result = "failed"
	}
	m.claims.WithLabelValues(platform(name), result).Inc()
}

// Settled counts what became of a message, and how long one took that the platform has.
func (m *Metrics) Settled(d store.Delivery, o store.Outcome, now time.Time) {
	name, _, _ := strings.Cut(d.Workspace, ":") // a workspace is "platform:id"
	m.steps.WithLabelValues(platform(name), known(o.State, states...)).Inc()
	if o.State == store.Sent {
		m.delays.WithLabelValues(platform(name)).Observe(max(now.Sub(d.Planned), 0).Seconds())
	}
}

// RunEnded counts a run, and how late a digest was ready.
func (m *Metrics) RunEnded(r store.Run) {
	m.runs.WithLabelValues(known(r.Outcome, store.Posted, store.Empty, store.Missed, store.Failed)).Inc()
	if r.Outcome == store.Posted {
		m.lateness.Observe(max(r.Ended.Sub(r.Due), 0).Seconds())
	}
}

// Fetched counts a fetch of a feed.
func (m *Metrics) Fetched(class feed.Class, took time.Duration) {
	m.fetches.WithLabelValues(string(class)).Inc()
	m.fetchTime.Observe(took.Seconds())
}

// Kept counts a new article, and the story that it opens.
func (m *Metrics) Kept(language string, opens bool) {
	m.articles.WithLabelValues(known(language, bot.Languages()...)).Inc()
	if opens {
		m.stories.Inc()
	}
}
