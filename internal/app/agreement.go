package app

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/related"
	"briefbot/briefs/related/agree"
	"briefbot/config"
	"briefbot/internal/starter"
)

// Measure is how well the grouping of a file of articles agrees with labels.
type Measure struct {
	replay   *Replay
	contrast related.Contrast
	labels   []agree.Label
	apart    []agree.Apart
	stories  map[string]string
	sure     map[string]string // as stories, with an article whose place is in doubt in a story of its own
	articles map[string]briefs.Article
}

// MeasureStories groups the articles of a JSONL file as ReplayStories does and reads what is known of them: labels, and pairs that
// tell different events; apart may be "".
func MeasureStories(path, labels, apart string) (*Measure, error) {
	replay, err := ReplayStories(path)
	if err != nil {
		return nil, err
	}
	content, err := config.LoadStarter()
	if err != nil {
		return nil, err
	}
	m := &Measure{replay: replay, contrast: related.NewContrast(starter.Lexicon(content)), stories: map[string]string{}, sure: map[string]string{}, articles: map[string]briefs.Article{}}
	for i, a := range replay.articles {
		p := replay.places[i]
		m.stories[a.ID], m.sure[a.ID], m.articles[a.ID] = p.Story, p.Story, a
		if p.Loose {
			m.sure[a.ID] = "alone " + a.ID
		}
	}
	if m.labels, err = readLabels(labels, m.articles); err != nil {
		return nil, err
	}
	if apart != "" {
		m.apart, err = readApart(apart, m.articles)
	}
	return m, err
}

// labelLine is a line of a file of labels; short names stand in for the long ones.
type labelLine struct {
	Article    string `json:"article_id"`
	ID         string `json:"id"`
	Story      string `json:"story_id"`
	Short      string `json:"story"`
	Confidence string `json:"confidence"` // "firm", also when absent, or anything else
}

func readLabels(path string, articles map[string]briefs.Article) ([]agree.Label, error) {
	var out []agree.Label
	err := eachLine(path, func(l labelLine) error {
		id, story := l.Article+l.ID, l.Story+l.Short
		if id == "" || story == "" {
			return errors.New("a label needs an article and a story")
		}
		out = append(out, agree.Label{Article: id, Story: story, Language: articles[id].Language, Firm: l.Confidence == "" || l.Confidence == "firm"})
		return nil
	})
	return out, err
}

func readApart(path string, articles map[string]briefs.Article) ([]agree.Apart, error) {
	var out []agree.Apart
	err := eachLine(path, func(l struct{ A, B string }) error {
		if l.A == "" || l.B == "" {
			return errors.New("a pair needs two articles, a and b")
		}
		out = append(out, agree.Apart{A: l.A, B: l.B, Gap: articles[l.A].Published.Sub(articles[l.B].Published).Abs()})
		return nil
	})
	return out, err
}

// eachLine decodes the lines of a JSONL file.
func eachLine[T any](path string, use func(T) error) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("labels: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	d := json.NewDecoder(bufio.NewReader(file))
	for n := 1; d.More(); n++ {
		var line T
		err := d.Decode(&line)
		if err == nil {
			err = use(line)
		}
		if err != nil {
			return fmt.Errorf("labels %s: line %d: %w", path, n, err)
		}
	}
	return nil
}

// WriteText writes links overall, by language, across languages, without the largest story and without what is in doubt; B-cubed; what is kept apart; how
// large stories are; and the errors by cause with some of each.
func (m *Measure) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	all := func(agree.Label, agree.Label) bool { return true }
	fmt.Fprintf(b, "links                 %v\n", agree.Links(m.labels, m.stories, all))
	for _, language := range m.languages() {
		fmt.Fprintf(b, "  within %-2s           %v\n", language, agree.Links(m.labels, m.stories, func(x, y agree.Label) bool { return x.Language == language && y.Language == language }))
	}
	fmt.Fprintf(b, "  across languages    %v\n", agree.Links(m.labels, m.stories, func(x, y agree.Label) bool { return x.Language != y.Language }))
	fmt.Fprintf(b, "  without the largest %v\n", agree.Links(agree.WithoutLargest(m.labels), m.stories, all))
	fmt.Fprintf(b, "  without doubt       %v\n", agree.Links(m.labels, m.sure, all))
	m.writeCubed(b)
	if len(m.apart) > 0 {
		kept, pairs := agree.Kept(m.apart, m.stories, func(agree.Apart) bool { return true })
		near, nearPairs := agree.Kept(m.apart, m.stories, func(a agree.Apart) bool { return a.Gap <= 72*time.Hour })
		fmt.Fprintf(b, "kept apart            %d of %d pairs (%.1f %%), within three days %d of %d (%.1f %%)\n", kept, pairs, share(kept, pairs), near, nearPairs, share(near, nearPairs))
	}
	shape := agree.ShapeOf(m.stories)
	fmt.Fprintf(b, "stories               %.1f %% of articles joined one, %.1f %% without doubt; %.2f %% are in stories of 50 and more; the largest: %v\n", 100*shape.Joined, 100*agree.ShapeOf(m.sure).Joined, 100*shape.Large, shape.Sizes)
	m.writeErrors(b, "missed", m.missed())
	m.writeErrors(b, "not kept apart", m.confused())
	return b.Flush()
}

func (m *Measure) languages() []string {
	var out []string
	for _, l := range m.labels {
		if !slices.Contains(out, l.Language) {
			out = append(out, l.Language)
		}
	}
	slices.Sort(out)
	return out
}

func (m *Measure) writeCubed(w io.Writer) {
	firm, language := agree.Firm(m.labels), map[string]string{}
	for _, l := range firm {
		language[l.Article] = l.Language
	}
	line := func(name string, p, r, f1 float64) {
		fmt.Fprintf(w, "%-21s P %5.1f R %5.1f F1 %5.1f\n", name, 100*p, 100*r, 100*f1)
	}
	p, r, f1 := agree.BCubed(firm, m.stories)
	line("B-cubed", p, r, f1)
	p, r, f1 = agree.BCubedAcross(firm, m.stories, language)
	line("  across languages", p, r, f1)
	p, r, f1 = agree.BCubed(agree.WithoutLargest(firm), m.stories)
	line("  without the largest", p, r, f1)
}

func share(n, of int) float64 { return 100 * float64(n) / max(float64(of), 1) }

// missed returns the pairs of one story that the grouping has in several, and confused those to be kept apart that it has in one.
func (m *Measure) missed() [][2]string {
	var out [][2]string
	firm := agree.Firm(m.labels)
	for i, a := range firm {
		for _, b := range firm[:i] {
			if a.Story == b.Story && m.stories[a.Article] != m.stories[b.Article] {
				out = append(out, [2]string{b.Article, a.Article})
			}
		}
	}
	return out
}

func (m *Measure) confused() [][2]string {
	var out [][2]string
	for _, p := range m.apart {
		if s := m.stories[p.A]; s != "" && s == m.stories[p.B] {
			out = append(out, [2]string{p.A, p.B})
		}
	}
	return out
}

// examplesShown is how many errors of each cause are written.
const examplesShown = 3

// writeErrors writes errors by what speaks against the two articles, the most frequent cause first.
func (m *Measure) writeErrors(w io.Writer, name string, pairs [][2]string) {
	byCause := map[string][][2]string{}
	var causes []string
	for _, p := range pairs {
		c := m.contrast.Between(m.articles[p[0]], m.articles[p[1]])
		if byCause[c] == nil {
			causes = append(causes, c)
		}
		byCause[c] = append(byCause[c], p)
	}
	slices.SortStableFunc(causes, func(a, b string) int { return len(byCause[b]) - len(byCause[a]) })
	fmt.Fprintf(w, "%s: %d\n", name, len(pairs))
	for _, c := range causes {
		fmt.Fprintf(w, "  %d: %s\n", len(byCause[c]), c)
		for _, p := range byCause[c][:min(examplesShown, len(byCause[c]))] {
			for i, id := range p {
				fmt.Fprintf(w, "    %s %s  %s\n", []string{"-", " "}[i], m.articles[id].Published.Format("2006-01-02 15:04"), m.articles[id].Title)
			}
		}
	}
}
