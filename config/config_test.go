package config

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the expected texts in testdata, and docs/settings.md")

// exampleEnviron sets the variables that the example names.
var exampleEnviron = []string{"SLACK_APP_TOKEN=xapp-1-A", "SLACK_BOT_TOKEN=xoxb-1-B", "DISCORD_TOKEN=abc.def.ghi"}

func TestExampleIsComplete(t *testing.T) {
	c, err := Parse([]byte(Example), "example.yaml", exampleEnviron)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Warnings) > 0 {
		t.Errorf("warnings: %v", c.Warnings)
	}
	if !c.Slack.Enabled() || !c.Discord.Enabled() || c.Slack.BotToken.Reveal() != "xoxb-1-B" {
		t.Errorf("platforms are not enabled by the environment's tokens")
	}
	if c.Discord.ApplicationID != "157730590492196864" || c.Fetch.Interval != 15*time.Minute || c.Slack.Commands["share"] != "cloudshare" {
		t.Errorf("values are not taken: %+v", c)
	}
	if len(c.Schedules) != 2 || c.Schedules[1].When != "工作日 9:00" || c.Schedules[1].MaxStories != 5 {
		t.Errorf("schedules: %+v", c.Schedules)
	}
	for _, s := range documented(t) { // every setting is shown, if only as a comment
		key := s.path[strings.LastIndexAny(s.path, ".]")+1:]
		if !strings.Contains(Example, key+":") {
			t.Errorf("example.yaml does not show %s", s.path)
		}
	}
}

func TestEmptyFileIsDefault(t *testing.T) {
	for _, text := range []string{"", "\n", "# only a comment\n", "---\n", "slack:\ndiscord:\nschedules:\n", "\ufeffschedules: []\n"} {
		c, err := Parse([]byte(text), "briefbot.yaml", nil)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if d := Default(); c.Language != d.Language || c.Database.Path != "briefbot.db" || c.Slack.Enabled() || len(c.Warnings) > 0 {
			t.Errorf("%q: %+v", text, c)
		}
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("bot-token", "xoxb-from-file\n")
	write("two-lines", "a\nb\n")
	path := write("briefbot.yaml", "language: fr\r\nslack:\r\n  app_token: env:MY_APP\r\n  bot_token: file:bot-token\r\n")
	c, err := Load(path, []string{"MY_APP=xapp-9", "BRIEFBOT_TIMEZONE=Asia/Shanghai", "BRIEFBOT_FETCH_PORTS=80,8080", "BRIEFBOT_FETCH_ALLOW_LOOPBACK=true"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Slack.BotToken.Reveal() != "xoxb-from-file" || c.Slack.AppToken.Reveal() != "xapp-9" || c.Language != "fr" {
		t.Errorf("the file's values: %+v, token %q", c, c.Slack.BotToken.Reveal())
	}
	if c.Timezone != "Asia/Shanghai" || len(c.Fetch.Ports) != 2 || c.Fetch.Ports[1] != 8080 || !c.Fetch.AllowLoopback {
		t.Errorf("the environment's values: %+v", c.Fetch)
	}
	if _, err := Load(filepath.Join(dir, "absent.yaml"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an absent file: %v", err)
	}
	bad := write("bad.yaml", "slack:\n  app_token: file:two-lines\n  bot_token: file:/dev/zero\n")
	if _, err := Load(bad, nil); err == nil || !strings.Contains(err.Error(), "/dev/zero is not a file") || !strings.Contains(err.Error(), "on one line") {
		t.Errorf("secret files: %v", err)
	}
}

func TestEnvironmentOverridesFile(t *testing.T) {
	c, err := Parse([]byte("language: klingon\nslack:\n  bot_token: env:ABSENT\n"), "briefbot.yaml",
		[]string{"BRIEFBOT_LANGUAGE=zh", "BRIEFBOT_SLACK_BOT_TOKEN=xoxb-2", "BRIEFBOT_SLACK_APP_TOKEN=xapp-2", "BRIEFBOT_SLAK_BOT_TOKEN=xoxb-3"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Language != "zh" || c.Slack.BotToken.Reveal() != "xoxb-2" {
		t.Errorf("language %q, token %q", c.Language, c.Slack.BotToken.Reveal())
	}
	want := "BRIEFBOT_SLAK_BOT_TOKEN: is no setting of briefbot; did you mean BRIEFBOT_SLACK_BOT_TOKEN?"
	if len(c.Warnings) != 1 || c.Warnings[0].String() != want {
		t.Errorf("warnings: %v", c.Warnings)
	}
}

func TestEmptyVariableIsNoSetting(t *testing.T) {
	c, err := Parse([]byte("language: fr\n"), "briefbot.yaml", []string{"BRIEFBOT_LANGUAGE=", "BRIEFBOT_FETCH_PARALLEL=", "BRIEFBOT_SLACK_BOT_TOKEN="})
	if err != nil || c.Language != "fr" || c.Fetch.Parallel != 4 || c.Slack.Enabled() {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestSchedulesAndSourcesAreCompleted(t *testing.T) {
	text := "language: fr\ntimezone: Asia/Shanghai\ndigest: {max_stories: 5, layout: compact, empty: line}\n" +
		"sources:\n  add:\n    - {name: A, url: \"https://example.org/a\"}\n    - {name: B, url: \"https://example.org/b\", weight: 5, zone: UTC}\n" +
		"schedules:\n  - {name: s, when: daily 9:00, channels: [\"discord:197038439483310086/302094807046684672\"]}\n" +
		"  - {name: t, when: daily 9:00, zone: UTC, language: zh, calendar: weekdays, max_stories: 2, layout: threaded, empty: silent, channels: [\"console:local/main\"]}\n"
	c, err := Parse([]byte(text), "briefbot.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := c.Sources.Add[0], c.Sources.Add[1]; a.Weight != 3 || a.Zone != "Asia/Shanghai" || b.Weight != 5 || b.Zone != "UTC" {
		t.Errorf("sources: %+v", c.Sources.Add)
	}
	want := Schedule{Name: "s", When: "daily 9:00", Zone: "Asia/Shanghai", Calendar: "all", Channels: []string{"discord:197038439483310086/302094807046684672"},
		Language: "fr", Topics: []string{"china-cloud-ai"}, MaxStories: 5, Layout: "compact", Threads: "threads", Empty: "line"}
	if !reflect.DeepEqual(c.Schedules[0], want) {
		t.Errorf("the first schedule: %+v", c.Schedules[0])
	}
	if s := c.Schedules[1]; s.Zone != "UTC" || s.Language != "zh" || s.Calendar != "weekdays" || s.MaxStories != 2 || s.Layout != "threaded" || s.Empty != "silent" {
		t.Errorf("the second schedule: %+v", s)
	}
}

// TestMistakes gives configs with every kind of mistake and compares the whole text of the error. A case is an archive:
// config.yaml, environ (optional, a variable a line), and want, the error and then the warnings.
func TestMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { mistake(t, file) })
	}
}

func mistake(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var text, want []byte
	var environ []string
	wantAt := -1
	for i, f := range archive.Files {
		switch f.Name {
		case "config.yaml":
			text = f.Data
		case "environ":
			environ = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
		case "want":
			want, wantAt = f.Data, i
		}
	}
	got := outcome(Parse(text, "briefbot.yaml", environ))
	if *update {
		out := txtar.File{Name: "want", Data: []byte(got)}
		if wantAt < 0 {
			archive.Files = append(archive.Files, out)
		} else {
			archive.Files[wantAt] = out
		}
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func outcome(c *Config, err error) string {
	var b strings.Builder
	if err != nil {
		b.WriteString(err.Error() + "\n")
		return b.String()
	}
	for _, w := range c.Warnings {
		b.WriteString("warning: " + w.String() + "\n")
	}
	return b.String()
}
