package app

import (
	"slices"
	"strings"
	"sync"

	"briefbot/briefs/lexicon"
	"briefbot/briefs/topics"
	"briefbot/config"
)

// topicsOf returns the function that compiles topics by their ids; several ids want what any of them wants, no id
// wants everything. Each combination is compiled once.
func topicsOf(content *config.Starter, names *lexicon.Lexicon) func(ids []string) *topics.Matcher {
	var mu sync.Mutex
	compiled := map[string]*topics.Matcher{}
	return func(ids []string) *topics.Matcher {
		if len(ids) == 0 {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		key := strings.Join(ids, "\n")
		if m, ok := compiled[key]; ok {
			return m
		}
		var all topics.Topic
		for _, r := range content.Topics {
			if slices.Contains(ids, r.ID) {
				all = merge(all, r)
			}
		}
		compiled[key] = topics.Compile(names, all)
		return compiled[key]
	}
}

func merge(t topics.Topic, r config.TopicRecord) topics.Topic {
	t.ID = strings.Trim(t.ID+" "+r.ID, " ")
	for _, lang := range []string{"en", "fr", "zh"} {
		t.Keywords = append(t.Keywords, r.Keywords[lang]...)
		t.Places = append(t.Places, r.Places[lang]...)
		t.Exclude = append(t.Exclude, r.Exclude[lang]...)
	}
	t.Watch, t.Beside = append(t.Watch, r.Watch...), append(t.Beside, r.WatchAI...)
	return t
}
