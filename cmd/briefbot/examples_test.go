package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"briefbot/config"
	"briefbot/internal/datatest"
)

// commands calls do with each subcommand that can be run and its words, such as "feed test".
func commands(t *testing.T, do func(node *kong.Node, words string)) {
	t.Helper()
	k, err := newParser(t.Context(), &program{}, console{out: &bytes.Buffer{}, err: &bytes.Buffer{}}, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range k.Model.Leaves(true) {
		do(n, strings.TrimPrefix(n.FullPath(), "briefbot "))
	}
}

// words splits a command line as a shell does, as far as our examples go: quotation marks, and nothing after a redirection.
func words(line string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`"([^"]*)"|'([^']*)'|(\S+)`).FindAllStringSubmatch(line, -1) {
		if m[3] == ">" || m[3] == "|" || m[3] == "#" || m[3] == "&&" {
			break
		}
		out = append(out, m[1]+m[2]+m[3])
	}
	return out
}

// parse reads a command line without running it.
func parse(ctx context.Context, line []string) error {
	k, err := newParser(ctx, &program{}, console{out: &bytes.Buffer{}, err: &bytes.Buffer{}}, func(int) {})
	if err == nil {
		_, err = k.Parse(line)
	}
	return err
}

// run runs a command line in this process and returns its exit code and what it printed.
func run(t *testing.T, line []string, environ ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = execute(t.Context(), line, console{strings.NewReader("share alibaba\n"), &stdout, &stderr, environ})
	return code, stdout.String(), stderr.String()
}

// fixtures writes the files that examples name and goes to their folder.
func fixtures(t *testing.T) {
	t.Helper()
	articles := `{"id":"a","published":"2025-01-27T10:00:00+08:00","lang":"en","title":"DeepSeek releases Janus Pro","url":"https://a.example/1","source":"A"}` + "\n"
	feed := `<rss version="2.0"><channel><title>T</title><item><title>A</title><link>https://a.example/1</link></item></channel></rss>`
	table := "fact_id,entity,entity_id,metric,value,unit,currency,period_type,period,geography_market_definition,nature,publisher,reported_via,source_title,source_url,published_date\n" +
		"1,Alibaba,alibaba,capex,1,billion,CNY,year,2031,company total,plan,Alibaba,,Memo,,\n"
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"labels.jsonl": `{"id":"a","story":"s"}` + "\n", "pairs.jsonl": "", "articles.jsonl": articles, "articles.jsonl.gz": articles, "saved.xml": feed, "facts.csv": table, "settings.yaml": "version: 1\nworkspaces: {}\n",
		"briefbot.yaml": `schedules: [{name: morning, when: "daily 9:00", channels: ["slack:T024BE7LD/C2147483705"]}]`,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestExamplesOfHelp runs every example that --help shows. Those that need the network or tokens may fail, in one line; none is a
// wrong command line.
func TestExamplesOfHelp(t *testing.T) {
	cutOff("yes")
	fixtures(t)
	outside := regexp.MustCompile(`https://|^briefbot (run|check) `)
	commands(t, func(n *kong.Node, path string) {
		code, help, errs := run(t, append(strings.Fields(path), "--help"))
		if code != 0 || errs != "" || !strings.Contains(help, "Usage: briefbot "+path) {
			t.Errorf("%s --help: exit code %d, %q", path, code, errs)
		}
		examples := regexp.MustCompile(`(?m)^ +(briefbot .*)$`).FindAllStringSubmatch(help, -1)
		if len(examples) == 0 {
			t.Errorf("%s --help has no example", path)
		}
		for _, e := range examples {
			line := e[1]
			if !strings.HasPrefix(line, "briefbot "+path) {
				t.Errorf("%s --help has an example of something else: %s", path, line)
			}
			code, out, errs := run(t, words(line)[1:])
			switch {
			case code == 0 && out == "":
				t.Errorf("%s: prints nothing", line)
			case code == 0:
			case !outside.MatchString(line):
				t.Errorf("%s: exit code %d, %s", line, code, errs)
			case code != 1 || strings.Count(errs, "\n") != 1:
				t.Errorf("%s: exit code %d, %q", line, code, errs)
			}
		}
	})
}

// TestGroupsHaveExamples asks the commands that only hold others.
func TestGroupsHaveExamples(t *testing.T) {
	for group := range groups {
		_, help, _ := run(t, append(strings.Fields(group), "--help"))
		if !strings.Contains(help, "briefbot "+group) {
			t.Errorf("briefbot %s--help has no example:\n%s", group, help)
		}
	}
}

// documents returns the pages that people read, by their path below the repository.
func documentPages(t *testing.T) map[string]string {
	t.Helper()
	root := datatest.Repo(t)
	paths, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, p := range append(paths, filepath.Join(root, "README.md"), filepath.Join(root, "config", "example.yaml")) {
		text, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(root, p)
		if err != nil {
			t.Fatal(err)
		}
		pages[name] = string(text)
	}
	return pages
}

// commandLine finds command lines: in fences and comments from the beginning of the line, elsewhere in `code`.
var commandLine = regexp.MustCompile("(?m)^(?:#? {4,})?(?:go run \\./cmd/briefbot|briefbot) ([a-z-].*)$|`(?:go run \\./cmd/briefbot|briefbot) ([a-z-][^`]*)`")

// TestDocumentsNameRealCommands parses every command line that the documents show.
func TestDocumentsNameRealCommands(t *testing.T) {
	seen := 0
	for name, text := range documentPages(t) {
		for _, m := range commandLine.FindAllStringSubmatch(text, -1) {
			seen++
			line := m[1] + m[2]
			if strings.HasSuffix(line, "--help") {
				line = strings.TrimSpace(strings.TrimSuffix(line, "--help"))
				if line != "" && !namesOnly(line) {
					t.Errorf("%s: there is no briefbot %s", name, line)
				}
				continue
			}
			if err := parse(t.Context(), words(line)); err != nil && !namesOnly(line) {
				t.Errorf("%s: briefbot %s: %v", name, line, err)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d command lines were found", seen)
	}
}

// namesOnly reports whether a text is the bare name of a subcommand, as prose has it.
func namesOnly(line string) bool {
	var p program
	k, err := kong.New(&p)
	if err != nil {
		return false
	}
	for _, n := range k.Model.Leaves(true) {
		if strings.HasSuffix(n.FullPath(), " "+line) {
			return true
		}
	}
	return groups[line+" "]
}

var link = regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)

// TestLinksLead follows every relative link.
func TestLinksLead(t *testing.T) {
	root := datatest.Repo(t)
	seen := 0
	for name, text := range documentPages(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			seen++
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s links to %s: %v", name, m[1], err)
			}
		}
	}
	if seen < 4 {
		t.Errorf("only %d links were found", seen)
	}
}

// TestReadme holds what README promises: two commands to set up, and a config that is understood.
func TestReadme(t *testing.T) {
	text := documentPages(t)["README.md"]
	setUp, _, _ := strings.Cut(text, "\n## Connect Slack")
	fences := regexp.MustCompile("(?s)```sh\n(.*?)\n```").FindAllStringSubmatch(setUp, -1)
	if len(fences) != 2 || fences[0][1] != "go run ./cmd/briefbot try" || fences[1][1] != "go test ./..." {
		t.Errorf("the commands to set up are %q", fences)
	}
	if lines := strings.Count(text, "\n"); lines >= 90 {
		t.Errorf("README has %d lines", lines)
	}
	for _, m := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(text, -1) {
		environ := []string{"BRIEFBOT_SLACK_BOT_TOKEN=xoxb-1-2-abc", "BRIEFBOT_SLACK_APP_TOKEN=xapp-1-2-abc", "BRIEFBOT_DISCORD_TOKEN=" + strings.Repeat("a", 60)}
		if _, err := config.Parse([]byte(m[1]), "README.md", environ); err != nil {
			t.Errorf("the config in README: %v", err)
		}
	}
}
