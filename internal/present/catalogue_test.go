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

// sources returns the texts of the files that ask for wordings, by path.
func sources(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, dir := range []string{".", "../commands", "../app", "../../cmd/briefbot"} {
		list, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out[f] = string(src)
		}
	}
	return out
}

// TestEveryWordingExists reads the source for ids that are asked for.
func TestEveryWordingExists(t *testing.T) {
	english := read(t, "en")
	asked := regexp.MustCompile(`\b(?:Say|Count|Text)\("([a-z0-9_-]*[a-z0-9])"[,)]`)
	found := 0
	for f, src := range sources(t) {
		for _, m := range asked.FindAllStringSubmatch(src, -1) {
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

// TestEveryWordingIsAskedFor finds wordings that nothing says. An id stands in the source as it is, or is built from a beginning
// that does, such as "nature-".
func TestEveryWordingIsAskedFor(t *testing.T) {
	literal := regexp.MustCompile(`"([a-z][a-z0-9_-]*(?:%d)?)"`)
	whole, beginnings := map[string]bool{}, map[string]bool{}
	for _, src := range sources(t) {
		for _, m := range literal.FindAllStringSubmatch(src, -1) {
			id := strings.TrimSuffix(m[1], "%d")
			whole[id] = true
			if strings.HasSuffix(id, "-") {
				beginnings[id] = true
			}
		}
	}
	for id := range read(t, "en") {
		built := false
		for b := range beginnings {
			built = built || strings.HasPrefix(id, b)
		}
		if !whole[id] && !built {
			t.Errorf("nothing says %q", id)
		}
	}
	for b := range beginnings {
		if strings.Count(b, "-") == 1 && len(b) < 4 {
			t.Errorf("the beginning %q is so short that it hides wordings that nothing says", b)
		}
	}
}

// TestCataloguesAreKeptAlike compares the layout: the same comments on topics and the same order of ids, so that a translator
// finds each in its place.
func TestCataloguesAreKeptAlike(t *testing.T) {
	layout := func(lang string) []string {
		data, err := catalogues.ReadFile("catalogue/active." + lang + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		_, body, _ := strings.Cut(string(data), "\n\n")
		for _, line := range strings.Split(body, "\n") {
			if !strings.HasPrefix(line, "#") {
				line, _, _ = strings.Cut(line, ":")
			}
			out = append(out, line)
		}
		return out
	}
	english := layout("en")
	if n := strings.Count(strings.Join(english, "\n"), "#"); n < 15 {
		t.Errorf("only %d topics", n)
	}
	for _, lang := range []string{"fr", "zh"} {
		if diff := cmp.Diff(english, layout(lang)); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
	}
}

// TestTypography holds every catalogue to the marks of its language.
func TestTypography(t *testing.T) {
	for lang, wrong := range map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`[«»，。：；？！（）]|'| [;:?!]`),
		"fr": regexp.MustCompile(`[ \x{00a0}][;:!?%»]|«[^\x{202f}]|[^\x{202f}][;!?»]|[\p{L}}] ?:( |$)|'|[“”，。：]|\bde [aeiouéh]\p{Ll}*\b`),
		"zh": regexp.MustCompile(`\p{Han}[,;:?!()]|[,;:?!(]\p{Han}|[«»']|\p{Han}\.`),
	} {
		for id, w := range read(t, lang) {
			for _, s := range w {
				s = strings.ReplaceAll(s, "{{.Key}}:", "")
				if at := wrong.FindString(s); at != "" {
					t.Errorf("%s: %s: %q in %q", lang, id, at, s)
				}
			}
		}
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
