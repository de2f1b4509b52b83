package present

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"briefbot/bot"
)

// wording is one entry of a catalogue: a plain text, or one per plural form.
type wording map[string]string

func read(t *testing.T, lang string) map[string]wording {
	t.Helper()
	data, err := catalogues.ReadFile("catalogue/active." + lang + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := yaml.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	out := map[string]wording{}
	for id, v := range raw {
		switch v := v.(type) {
		case string:
			out[id] = wording{"": v}
		case map[string]any:
			out[id] = wording{}
			for form, s := range v {
				out[id][form] = s.(string)
			}
		default:
			t.Errorf("%s: %s is %T", lang, id, v)
		}
	}
	return out
}

var placeholder = regexp.MustCompile(`\{\{\.[A-Za-z]+\}\}`)

func (w wording) placeholders() []string {
	seen := map[string]bool{}
	for _, s := range w {
		for _, p := range placeholder.FindAllString(s, -1) {
			seen[p] = true
		}
	}
	var out []string
	for p := range seen {
		out = append(out, p)
	}
	sort.Strings(out)
	return out
}

func TestCataloguesHoldTheSame(t *testing.T) {
	english := read(t, "en")
	forms := map[string][]string{"en": {"one", "other"}, "fr": {"many", "one", "other"}, "zh": {"other"}}
	for _, lang := range bot.Languages() {
		have := read(t, lang)
		for id, e := range english {
			w, ok := have[id]
			if !ok {
				t.Errorf("%s lacks %s", lang, id)
				continue
			}
			if diff := cmp.Diff(e.placeholders(), w.placeholders()); diff != "" {
				t.Errorf("%s: placeholders of %s: %s", lang, id, diff)
			}
			if _, plural := e["other"]; plural {
				var got []string
				for f := range w {
					got = append(got, f)
				}
				sort.Strings(got)
				if !slices.Equal(got, forms[lang]) {
					t.Errorf("%s: %s has the plural forms %v, want %v", lang, id, got, forms[lang])
				}
			}
			for form, s := range w {
				if strings.TrimSpace(s) == "" {
					t.Errorf("%s: %s %s is empty", lang, id, form)
				}
			}
		}
		for id := range have {
			if _, ok := english[id]; !ok {
				t.Errorf("%s has %s, which English lacks", lang, id)
			}
		}
	}
}

// TestEveryWordingExists reads the source for ids that are asked for.
func TestEveryWordingExists(t *testing.T) {
	english := read(t, "en")
	asked := regexp.MustCompile(`\b(?:Say|Count|Text)\("([a-z0-9_-]*[a-z0-9])"`)
	var files []string
	for _, dir := range []string{".", "../commands", "../app", "../../cmd/briefbot"} {
		list, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, list...)
	}
	found := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(src), -1) {
			found++
			if _, ok := english[m[1]]; !ok {
				t.Errorf("%s asks for %q, which no catalogue has", f, m[1])
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d wordings found in the source: has the way to ask for them changed?", found)
	}
}

func TestSummariesFitThePlatforms(t *testing.T) {
	for _, lang := range bot.Languages() {
		for id, w := range read(t, lang) {
			if strings.HasPrefix(id, "cmd-") && !strings.HasSuffix(id, "-name") && bot.Length(w[""]) > 100 {
				t.Errorf("%s: %s has %d characters, at most 100 fit", lang, id, bot.Length(w[""]))
			}
		}
	}
}

func TestDatesAndNumbers(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 1, 31, 23, 30, 0, 0, time.UTC) // 1 February in Paris
	for _, c := range []struct{ lang, day, moment, number, ahead, list string }{
		{"en", "Saturday 1 February 2025", "1 Feb 00:30", "12,345", "in 3 h", "a, b and c"},
		{"fr", "samedi 1er février 2025", "1 févr. 00:30", "12\u202f345", "dans 3 h", "a, b et c"},
		{"zh", "2025年2月1日 星期六", "2月1日 00:30", "12,345", "3 小时后", "a、b 和 c"},
		{"de", "Saturday 1 February 2025", "1 Feb 00:30", "12,345", "in 3 h", "a, b and c"},
	} {
		v := In(c.lang, paris)
		got := []string{v.Day(at), v.Moment(at), v.Number(12345), v.Ahead(3 * time.Hour), v.List([]string{"a", "b", "c"})}
		if diff := cmp.Diff([]string{c.day, c.moment, c.number, c.ahead, c.list}, got); diff != "" {
			t.Errorf("%s: %s", c.lang, diff)
		}
	}
}

func TestSpans(t *testing.T) {
	v := In("en", nil)
	for d, want := range map[time.Duration]string{
		20 * time.Second: "1 min", 59 * time.Minute: "59 min", 90 * time.Minute: "1 h 30 min", 13*time.Hour + 20*time.Minute: "13 h",
		47 * time.Hour: "47 h", 72 * time.Hour: "3 days",
	} {
		if got := v.Span(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	if got := In("fr", nil).Count("stories", 0); got != "0 sujet" {
		t.Errorf("French counts none as one: %q", got)
	}
}
