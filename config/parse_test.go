package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// FuzzParse gives any bytes: there is a config or an *Error whose problems have places inside the file, never a panic.
func FuzzParse(f *testing.F) {
	f.Add([]byte(Example))
	for _, text := range []string{"", "a: b", "a: &x [*x]", "? {a: b}\n: c", "- - - -", "\t", "---\n...\n---\n", "!!map {}", "%YAML 1.2\n---\na: 1",
		"a: |2\n   x", "<<: {a: 1}", "slack: {bot_token: xoxb-1}", "\ufefflanguage: fr", "schedules: [{name: 早报}]", "a: \"\\u0000\"", "fetch: {interval: 1h, ports: [0x50]}",
		"slack:\n  bot_token: file:/dev/null\n", "digest:\n  max_stories: 99999999999999999999", "a:\r\n  b:\r\n", "{[: ", "'", "? ", "*a : b"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if strings.Contains(string(data), "file:") {
			return // no reading of the machine's files
		}
		c, err := Parse(data, "briefbot.yaml", nil)
		if (c == nil) == (err == nil) {
			t.Fatalf("config %v, error %v", c, err)
		}
		var e *Error
		if err != nil && (!errors.As(err, &e) || len(e.Problems) == 0) {
			t.Fatalf("error of type %T", err)
		}
		if e == nil {
			return
		}
		lines := strings.Count(string(data), "\n") + strings.Count(string(data), "\r") + 1
		for _, p := range e.Problems {
			if p.Text == "" || p.Line > lines || (p.Line > 0) != (p.Column > 0) || !utf8.ValidString(p.String()) {
				t.Fatalf("problem %+v in %d lines", p, lines)
			}
		}
	})
}

func TestHostileFiles(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"binary", "a\x00b", "holds a NUL byte"},
		{"latin-1", "name: caf\xe9", "is not UTF-8"},
		{"huge", strings.Repeat("# x\n", maxBytes/4+1), "is larger than 256 KB"},
		{"brackets", strings.Repeat("[", 100000), "nests deeper"},
		{"braces", "a: " + strings.Repeat("{a: ", 50000), "nests deeper"},
		{"dashes", strings.Repeat("- ", 100000), "nests deeper"},
		{"questions", strings.Repeat("? ", 100000), "nests deeper"},
		{"indentation", func() string {
			var b strings.Builder
			for i := range 300 {
				b.WriteString(strings.Repeat(" ", i) + "a:\n")
			}
			return b.String()
		}(), "nests deeper"},
		{"aliases", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "unknown key"},
		{"long line", "language: \"" + strings.Repeat("x", 100000) + "\"\n", "is not one of"},
		{"many mistakes", strings.Repeat("x: 1\n", 5000), "and 4960 more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			begin := time.Now()
			_, err := Parse([]byte(c.text), "briefbot.yaml", nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%.300v; want %s", err, c.want)
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			if err != nil && len(err.Error()) > 20000 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
		})
	}
}

// TestEveryMisspellingIsReported changes one letter of every key of the example in turn: each is reported on its line,
// with the right word.
func TestEveryMisspellingIsReported(t *testing.T) {
	lines := strings.Split(Example, "\n")
	n := 0
	for i, line := range lines {
		key, after, found := strings.Cut(strings.TrimLeft(line, " -"), ":")
		if !found || strings.HasPrefix(strings.TrimSpace(line), "#") || len(key) < 3 || strings.ContainsAny(key, " \"") || strings.Contains(lines[max(0, i-1)], "commands:") || (after != "" && after[0] != ' ') {
			continue
		}
		n++
		wrong := key[:1] + key[2:]
		changed := append([]string(nil), lines...)
		changed[i] = strings.Replace(line, key+":", wrong+":", 1)
		_, err := Parse([]byte(strings.Join(changed, "\n")), "e.yaml", exampleEnviron)
		column := strings.Index(line, key) + 1
		want := fmt.Sprintf("e.yaml:%d:%d: ", i+1, column)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "did you mean "+key+"?") {
			t.Errorf("%s instead of %s: %v; want %s", wrong, key, err, want)
		}
	}
	if n < 40 {
		t.Errorf("only %d keys were tried", n)
	}
}

// TestMistakesAreIndependent puts random mistakes into a config: each is reported, however many there are.
func TestMistakesAreIndependent(t *testing.T) {
	mistakes := []struct{ line, want string }{
		{"language: xx", "language: \"xx\""},
		{"timezone: Nowhere/Land", "timezone: unknown time zone"},
		{"operators: [me]", "operators[0]:"},
		{"log: {level: loud}", "log.level:"},
		{"http: {listen: here}", "http.listen:"},
		{"discord: {application_id: x}", "discord.application_id:"},
		{"fetch: {interval: 1s}", "fetch.interval:"},
		{"digest: {empty: no}", "digest.empty:"},
		{"sources: {add: [{name: A}]}", "sources.add[0].url:"},
		{"schedules: [{name: A, when: daily 9:00}]", "schedules[0].channels:"},
		{"colour: red", "colour: unknown key"},
	}
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.SliceOfNDistinct(rapid.IntRange(0, len(mistakes)-1), 1, len(mistakes), rapid.ID[int]).Draw(t, "mistakes")
		var text strings.Builder
		for _, i := range chosen {
			text.WriteString(mistakes[i].line + "\n")
		}
		_, err := Parse([]byte(text.String()), "briefbot.yaml", nil)
		if err == nil {
			t.Fatalf("taken:\n%s", text.String())
		}
		for _, i := range chosen {
			if !strings.Contains(err.Error(), mistakes[i].want) {
				t.Fatalf("%s is not reported:\n%v", mistakes[i].line, err)
			}
		}
	})
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"channel", "chanel", 1}, {"when", "wehn", 1}, {"Paris", "Pari", 1}, {"云端", "云", 1}, {"kitten", "sitting", 3}} {
		if got := distance(c.a, c.b); got != c.want || distance(c.b, c.a) != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringMatching(`[ab云]{0,8}`).Draw(t, "a"), rapid.StringMatching(`[ab云]{0,8}`).Draw(t, "b")
		d := distance(a, b)
		if (d == 0) != (a == b) || d > max(len([]rune(a)), len([]rune(b))) || d != distance(b, a) {
			t.Fatalf("distance(%q, %q) = %d", a, b, d)
		}
	})
}

func TestZoneNames(t *testing.T) {
	zones := strings.Fields(zoneNames)
	for _, name := range zones {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, zone := range cities {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Errorf("%s: %v", zone, err)
		}
	}
	if len(zones) < 400 {
		t.Errorf("%d zones", len(zones))
	}
}
