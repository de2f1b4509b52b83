package floors

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"briefbot/internal/datatest"
)

const module = "briefbot"

// floor gives the floor of the packages that match a pattern; the first match counts. A package may import lower floors
// only, and packages below itself in the tree.
var floor = []struct {
	pattern string
	floor   int
}{
	{"briefs", 0}, {"bot", 0}, {"config", 0},
	{"briefs/lexicon", 1}, {"briefs/lexicon/*", 1},
	{"bot/*", 1}, {"bot/*/*", 1},
	{"briefs/*", 2}, {"briefs/*/*", 2},
	{"internal/floors", 0}, {"internal/settings", 2},
	{"internal/feed/xmlscan", 1}, {"internal/feed/charset", 2}, {"internal/feed/date", 2}, {"internal/feed/plain", 2}, {"internal/feed", 3}, {"internal/feed/*", 3},
	{"internal/page", 3}, {"internal/store", 3}, {"internal/schedule", 3}, {"internal/present", 3}, {"internal/chart", 3}, {"internal/starter", 3}, {"internal/factfile", 3},
	{"internal/delivery", 4}, {"internal/keeping", 4}, {"internal/digest", 4}, {"internal/admin", 4}, {"internal/commands", 4}, {"internal/web", 4}, {"internal/leader", 4}, {"internal/metrics", 4},
	{"internal/app", 5},
	{"cmd/*", 6},
}

// only names the packages that may import a library; everybody else goes through them.
var only = map[string][]string{
	"github.com/slack-go/slack":     {"bot/slack"},
	"github.com/bwmarrin/discordgo": {"bot/discord"},
	"github.com/robfig/cron":        {"internal/schedule"},
	"github.com/mmcdole/gofeed":     {"internal/feed"},
	"codeberg.org/readeck":          {"internal/page"},
	"database/sql":                  {"internal/store"},
	"modernc.org/sqlite":            {"internal/store"},
	"github.com/jackc/pgx":          {"internal/store"},
	"github.com/pressly/goose":      {"internal/store"},
	"github.com/prometheus":         {"internal/metrics"},
}

var badNames = []string{"util", "utils", "common", "helper", "helpers", "types", "models", "misc", "base"}

// source is one Go package: what its code, tests aside, imports and says of itself.
type source struct {
	path    string // below the module: "bot/slack"
	imports []string
	doc     string
	name    string
}

func TestFloors(t *testing.T) {
	packages := load(t, datatest.Repo(t))
	if len(packages) < 10 {
		t.Fatalf("only %d packages found", len(packages))
	}
	for _, p := range packages {
		if isTest(p.path) {
			continue
		}
		own, ok := floorOf(p.path)
		if !ok {
			t.Errorf("%s stands on no floor: give it one in the table here and in docs/design.md", p.path)
		}
		for _, i := range p.imports {
			if reason := forbidden(p.path, own, i); reason != "" {
				t.Errorf("%s imports %s: %s", p.path, i, reason)
			}
		}
	}
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	for _, p := range load(t, datatest.Repo(t)) {
		if slices.Contains(badNames, path.Base(p.path)) {
			t.Errorf("%s: a package is one noun that can be explained; %q is none", p.path, path.Base(p.path))
		}
		if p.doc == "" {
			t.Errorf("%s has no package comment", p.path)
		} else if p.name != "main" && !strings.HasPrefix(p.doc, "Package "+p.name+" ") {
			t.Errorf("%s: the package comment must begin with %q", p.path, "Package "+p.name+" ")
		}
	}
}

func TestTopLevel(t *testing.T) {
	allowed := []string{"bot", "briefs", "cmd", "config", "docs", "internal", "go.mod", "go.sum", "README.md", "LICENSE"}
	entries, err := os.ReadDir(datatest.Repo(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

// TestForbidden shows that the rules refuse what they should; without it a slip in them would pass everything.
func TestForbidden(t *testing.T) {
	for _, c := range []struct {
		from, imports string
		ok            bool
	}{
		{"bot/slack", "briefbot/bot", true},
		{"bot/slack", "briefbot/bot/discord", false},
		{"bot/slack", "briefbot/briefs", false},
		{"bot", "net/http", true},
		{"bot", "golang.org/x/text/width", false},
		{"briefs", "briefbot/bot", false},
		{"briefs/facts", "briefbot/briefs/lexicon", true},
		{"briefs/facts", "briefbot/briefs/related", false},
		{"briefs/facts", "briefbot/bot", false},
		{"internal/store", "database/sql", true},
		{"internal/digest", "database/sql", false},
		{"internal/digest", "briefbot/internal/delivery", false},
		{"internal/feed", "briefbot/internal/feed/charset", true},
		{"internal/app", "github.com/slack-go/slack/socketmode", false},
		{"bot/slack/slacktest", "github.com/slack-go/slack", false},
		{"bot/slack", "github.com/slack-go/slack/socketmode", true},
		{"internal/app", "briefbot/bot/slack/slacktest", false},
	} {
		own, _ := floorOf(c.from)
		if got := forbidden(c.from, own, c.imports); (got == "") != c.ok {
			t.Errorf("%s importing %s: %q", c.from, c.imports, got)
		}
	}
}

func forbidden(from string, own int, imported string) string {
	for lib, owners := range only {
		if (imported == lib || strings.HasPrefix(imported, lib+"/")) && !slices.Contains(owners, from) {
			return "only " + strings.Join(owners, " and ") + " may"
		}
	}
	below, ours := strings.CutPrefix(imported, module+"/")
	switch {
	case !ours:
		if own == 0 && from != "config" && strings.Contains(strings.Split(imported, "/")[0], ".") {
			return "the ground floor is the standard library alone"
		}
		return ""
	case isTest(below) && from != "cmd/standin":
		return "test packages are for tests"
	case strings.HasPrefix(below, from+"/"):
		return ""
	}
	if ground := strings.SplitN(from, "/", 2)[0]; (ground == "briefs" || ground == "bot") && !strings.HasPrefix(below+"/", ground+"/") {
		return "briefs and bot are grounds of their own"
	}
	theirs, ok := floorOf(below)
	if ok && theirs >= own && !strings.HasPrefix(from, below+"/") {
		return "it does not stand on a lower floor"
	}
	return ""
}

func isTest(p string) bool { return strings.HasSuffix(path.Base(p), "test") }

func floorOf(p string) (int, bool) {
	for _, f := range floor {
		if ok, _ := path.Match(f.pattern, p); ok {
			return f.floor, true
		}
	}
	return 0, false
}

func load(t *testing.T, root string) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir(root, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); dir != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
			return filepath.SkipDir
		}
		p, err := read(root, dir)
		if p.name != "" {
			out = append(out, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(root, dir string) (source, error) {
	below, err := filepath.Rel(root, dir)
	p := source{path: filepath.ToSlash(below)}
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return p, err
		}
		p.name = parsed.Name.Name
		if parsed.Doc != nil {
			p.doc += strings.TrimSpace(parsed.Doc.Text())
		}
		for _, i := range parsed.Imports {
			p.imports = append(p.imports, strings.Trim(i.Path.Value, `"`))
		}
	}
	return p, err
}
