package digest

import (
	"context"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/topics"
)

// TestTaste composes the same day for channels that chose differently, and for somebody who follows for themselves.
func TestTaste(t *testing.T) {
	names := lexicon.New([]briefs.Entity{{ID: "alibaba", Name: "Alibaba"}, {ID: "huawei", Name: "Huawei"}}, nil)
	following := func(ids ...string) *topics.Matcher { return topics.Compile(names, topics.Topic{Watch: ids}) }
	d, s := desk(t,
		article("Alibaba", 2*time.Hour, time.Hour), article("Huawei", 3*time.Hour, time.Hour), article("Prices", 4*time.Hour, time.Hour), article("Weather", 5*time.Hour, time.Hour),
	)
	d.Topic = func(ids []string) *topics.Matcher {
		if len(ids) == 0 {
			return nil
		}
		return topics.Compile(names, topics.Topic{Keywords: map[string][]string{"prices": {"Prices"}, "weather": {"Weather"}}[ids[0]]})
	}
	list, err := s.Articles.Between(context.Background(), day(false).Span, nil)
	if err != nil {
		t.Fatal(err)
	}
	huawei := ""
	for _, a := range list {
		if a.Title == "Huawei" {
			huawei = a.ID // without a story of its own, it is one under its id
		}
	}
	for _, c := range []struct {
		name   string
		topics []string
		taste  Taste
		want   string
	}{
		{"nothing chosen", nil, Taste{}, "Alibaba Huawei Prices Weather"},
		{"a watched name stands higher", nil, Taste{Watch: following("huawei")}, "Huawei Alibaba Prices Weather"},
		{"a topic alone", []string{"prices"}, Taste{}, "Prices"},
		{"watching takes nothing more", []string{"prices"}, Taste{Watch: following("huawei")}, "Prices"},
		{"following does", []string{"prices"}, Taste{Follow: following("huawei")}, "Huawei Prices"},
		{"a followed topic", []string{"prices"}, Taste{Topics: []string{"weather"}}, "Prices Weather"},
		{"where all is taken, following changes nothing", nil, Taste{Follow: following("huawei"), Topics: []string{"weather"}}, "Alibaba Huawei Prices Weather"},
		{"a muted story", nil, Taste{Stories: []string{huawei}}, "Alibaba Prices Weather"},
		{"a muted source", nil, Taste{Feeds: []string{"https://a.example/rss"}}, ""},
		{"for oneself, names", []string{"prices"}, Taste{Only: true, Follow: following("alibaba", "huawei")}, "Alibaba Huawei"},
		{"for oneself, a topic", []string{"prices"}, Taste{Only: true, Topics: []string{"weather"}}, "Weather"},
		{"for oneself, both", nil, Taste{Only: true, Topics: []string{"weather"}, Follow: following("alibaba")}, "Alibaba Weather"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d.Taste = func(workspace, place string) Taste {
				if workspace != "slack:T1" || place != "slack:T1/C1" {
					t.Errorf("asked for %s %s", workspace, place)
				}
				return c.taste
			}
			r := day(false)
			r.Topics = c.topics
			made, err := d.Make(context.Background(), r)
			if got := titles(made); err != nil || got != c.want {
				t.Errorf("%s, %v; want %s", got, err, c.want)
			}
		})
	}
}
