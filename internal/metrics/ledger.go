package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"briefbot/internal/store"
)

// Figures are what all instances share, at one moment.
type Figures struct {
	store.Counts
	Oldest    time.Duration // age of the oldest open message; zero when there is none
	Instances int
	Leaders   int
}

// Ledger reads the figures from the database.
type Ledger func(ctx context.Context) (Figures, error)

// patience is how long a scrape waits for the database.
const patience = 3 * time.Second

// ledger reads the figures at each scrape. Without a database the rest can still be read.
type ledger struct{ ask Ledger }

var (
	descDeliveries = desc(defDeliveries)
	descOldest     = desc(defOldest)
	descUnfinished = desc(defUnfinished)
	descInstances  = desc(defInstances)
	descLeaders    = desc(defLeaders)
	descDatabase   = desc(defDatabase)
)

func desc(d Definition) *prometheus.Desc { return prometheus.NewDesc(d.Name, d.Help, d.Labels, nil) }

// Describe implements prometheus.Collector.
func (l *ledger) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descDeliveries, descOldest, descUnfinished, descInstances, descLeaders, descDatabase} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (l *ledger) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	f, err := l.ask(ctx)
	if err != nil {
		gauge(descDatabase, 0)
		return
	}
	gauge(descDatabase, 1)
	for key, n := range byState(f.Messages) {
		gauge(descDeliveries, float64(n), key.Platform, key.State)
	}
	gauge(descOldest, f.Oldest.Seconds())
	gauge(descUnfinished, float64(f.Unfinished))
	gauge(descInstances, float64(f.Instances))
	gauge(descLeaders, float64(f.Leaders))
}

// states are those of a message.
var states = []string{store.Planned, store.Claimed, store.Unknown, store.Sent, store.Refused, store.Held}

// byState sums the counts by the labels that they get. Each platform that has messages has all states, so that an alert on one
// that was never seen works.
func byState(list []store.MessageCount) map[store.MessageCount]int {
	out := map[store.MessageCount]int{}
	for _, m := range list {
		p := platform(m.Platform)
		for _, s := range states {
			out[store.MessageCount{Platform: p, State: s}] += 0
		}
		out[store.MessageCount{Platform: p, State: known(m.State, states...)}] += m.Count
	}
	return out
}
