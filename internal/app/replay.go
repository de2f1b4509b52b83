package app

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/related"
	"briefbot/config"
	"briefbot/internal/starter"
)

// Replay is the grouping of a file of articles.
type Replay struct {
	articles []briefs.Article
	places   []related.Placement // of each article, by index
	took     time.Duration
	memory   uint64 // bytes obtained from the system, at the most
}

// ReplayStories groups the articles of a JSONL file, one by one in the order of their time.
func ReplayStories(path string) (*Replay, error) {
	content, err := config.LoadStarter()
	if err != nil {
		return nil, err
	}
	r := &Replay{}
	err = ReadArticles(path, func(a briefs.Article) error {
		if a.ID == "" {
			return fmt.Errorf("articles %s: article %d has no id", path, len(r.articles)+1)
		}
		r.articles = append(r.articles, a)
		return nil
	})
	if err != nil {
		return nil, err
	}
	names := starter.Lexicon(content)
	begin := time.Now()
	r.places = related.Replay(names, related.Options{}, r.articles)
	r.took = time.Since(begin)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r.memory = m.Sys
	return r, nil
}

// WriteJSON writes one line of id and story for each article, in the input's order.
func (r *Replay) WriteJSON(w io.Writer) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	for i, a := range r.articles {
		line := struct {
			ID    string `json:"id"`
			Story string `json:"story"`
		}{a.ID, r.places[i].Story}
		if err := enc.Encode(line); err != nil {
			return fmt.Errorf("write stories: %w", err)
		}
	}
	return b.Flush()
}

// WriteText writes the stories of two and more articles, each with its headlines.
func (r *Replay) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	members := map[string][]int{}
	var order []string
	for i, p := range r.places {
		s := p.Story
		if len(members[s]) == 0 {
			order = append(order, s)
		}
		members[s] = append(members[s], i)
	}
	shown := 0
	for _, s := range order {
		if len(members[s]) < 2 {
			continue
		}
		shown++
		fmt.Fprintf(b, "story %s: %d articles\n", s, len(members[s]))
		for _, i := range members[s] {
			a := r.articles[i]
			mark := ""
			if r.places[i].Loose {
				mark = ", related"
			}
			fmt.Fprintf(b, "  %s  %s  %s (%s%s)\n", a.Published.Format("2006-01-02 15:04"), a.Language, a.Title, a.Outlet, mark)
		}
	}
	fmt.Fprintf(b, "articles: %d; stories of two and more: %d; articles alone: %d\n", len(r.articles), shown, len(order)-shown)
	return b.Flush()
}

// WriteStats writes speed and memory.
func (r *Replay) WriteStats(w io.Writer) {
	seconds := max(r.took.Seconds(), 1e-9)
	fmt.Fprintf(w, "articles: %d in %.2f s, %.0f articles a second, %.0f MB of memory at the most\n",
		len(r.articles), seconds, float64(len(r.articles))/seconds, float64(r.memory)/(1<<20))
}
