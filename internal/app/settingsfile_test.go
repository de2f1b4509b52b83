package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"briefbot/config"
)

// installation is a config with a database of its own, which is not there yet.
func installation(t *testing.T) *config.Config {
	t.Helper()
	c, err := config.Parse(nil, "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Database.Path = filepath.Join(t.TempDir(), "b.db")
	return c
}

func exported(t *testing.T, c *config.Config) string {
	t.Helper()
	var out bytes.Buffer
	if err := (SettingsFile{Config: c, Kept: true, Out: &out}).Export(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func applied(t *testing.T, c *config.Config, text string, dry bool) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := SettingsFile{Config: c, Kept: true, Out: &out}.Apply(t.Context(), "-", strings.NewReader(text), dry)
	return out.String(), err
}

// TestSettingsTravel moves what admins set to an empty installation and back: nothing is lost, and nothing differs.
func TestSettingsTravel(t *testing.T) {
	k := governed(t)
	k.repeats = &repeats{core: k, courier: k.courier, poke: make(chan struct{}, 1), log: k.log}
	k.furnish(t)
	var first bytes.Buffer
	if err := k.settings.Export(&first); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(first.String(), secret); n < 3 {
		t.Fatalf("little is exported:\n%s", first.String())
	}
	fresh := installation(t)
	dry, err := applied(t, fresh, first.String(), true)
	if err != nil || !strings.Contains(dry, `+ slack:T1 schedule "`+secret+`"`) || !strings.Contains(dry, "nothing was changed") {
		t.Fatalf("%s, %v", dry, err)
	}
	if _, err := os.Stat(fresh.Database.Path); err == nil {
		t.Error("a dry run has made a database")
	}
	for _, want := range []string{" changed.", "Nothing differs."} {
		if got, err := applied(t, fresh, first.String(), false); err != nil || !strings.Contains(got, want) {
			t.Fatalf("%s, %v; want %s", got, err, want)
		}
	}
	if second := exported(t, fresh); second != first.String() {
		t.Errorf("exported again it differs:\n%s\nwas\n%s", second, first.String())
	}
	other := strings.Replace(first.String(), "daily 10:00 Africa/Nairobi", "daily 11:00 Africa/Nairobi", 1)
	got, err := applied(t, fresh, other, false)
	if want := "~ slack:T1 schedule \"plan-b\"\n    - when: daily 10:00 Africa/Nairobi\n    + when: daily 11:00 Africa/Nairobi\n1 changed.\n"; err != nil || got != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	if got, err := applied(t, fresh, "version: 1\nworkspaces: {}\n", false); err != nil || !strings.Contains(got, `- slack:T1 schedule "plan-b"`) {
		t.Errorf("%s, %v", got, err)
	}
	if left := exported(t, fresh); strings.Contains(left, "slack:T1") {
		t.Errorf("left: %s", left)
	}
}

// TestBadFiles shows that a file that cannot be is refused whole, in words that say where.
func TestBadFiles(t *testing.T) {
	c := installation(t)
	in := func(text string) string { return "version: 1\nworkspaces:\n  slack:T1:\n" + text }
	good := "    schedules:\n      fine: {when: daily 9:00, channels: [\"slack:T1/C1\"]}\n"
	for name, bad := range map[string][2]string{
		"nothing":                {"", "it is empty"},
		"another version":        {"version: 9\n", "version 9"},
		"a field nobody knows":   {in(good + "      bad: {wen: daily 9:00}\n"), "wen"},
		"no workspace":           {"version: 1\nworkspaces: {somewhere: {}}\n", "want platform:id"},
		"words about no time":    {in(good + "      bad: {when: now and then, channels: [\"slack:T1/C1\"]}\n"), "now"},
		"a channel of others":    {in(good + "      bad: {when: daily 9:00, channels: [\"slack:T2/C1\"]}\n"), "must be of the workspace"},
		"no channel":             {in(good + "      bad: {when: daily 9:00, channels: []}\n"), "must be of the workspace"},
		"a topic nobody knows":   {in(good + "      bad: {when: daily 9:00, channels: [\"slack:T1/C1\"], topics: [x]}\n"), "topic-unknown x"},
		"a right that is none":   {in(good + "    roles:\n      \"user:U1\": {who: \"user:U1\", access: czar}\n"), "viewer, editor or admin"},
		"a role of another name": {in(good + "    roles:\n      \"user:U2\": {who: \"user:U1\", access: admin}\n"), `"user:U1"`},
		"a zone that is none":    {in(good + "    channels:\n      \"slack:T1/C1\": {zone: Mars/Olympus}\n"), "mars/olympus"},
	} {
		if got, err := applied(t, c, bad[0], false); err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(bad[1])) {
			t.Errorf("%s: %s, %v; want %s", name, got, err, bad[1])
		}
	}
	if left := exported(t, c); strings.Contains(left, "fine") {
		t.Errorf("half of a bad file was taken: %s", left)
	}
}
