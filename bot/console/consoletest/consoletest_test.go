package consoletest

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/console"
)

func samples(t *testing.T) Conversation {
	return Conversation{
		Router: bottest.NewSamples(time.Millisecond).Router(t, slog.New(slog.DiscardHandler)),
		Begin: func(ctx context.Context, a *console.Adapter) error {
			_, err := a.Post(ctx, a.Channel(), "k", bot.Message{Title: "Good morning"})
			return err
		},
	}
}

func TestPlay(t *testing.T) {
	const want = "// What it is about.\n\nGood morning\n\n> quick alpha\nThe letter is alpha.\n\n>\n\n> shout two  words\nYou said: two words\n"
	for name, script := range map[string]string{
		"as it is":          want,
		"without answers":   "// What it is about.\n> quick alpha\n>\n> shout two  words",
		"with other ones":   "// What it is about.\n\nOld news\n\n> quick alpha\nThe letter is beta.\n// no comment here\n\n>\n> shout two  words\n\n\n",
		"with Windows ends": strings.ReplaceAll(want, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, play(t, samples(t), script)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestScripts plays what another process puts into the folder that the variable names.
func TestScripts(t *testing.T) {
	dir := os.Getenv("CONSOLETEST_DIR")
	if dir == "" {
		t.Skip("TestRun plays this test")
	}
	Run(t, filepath.Join(dir, "*.txt"), samples)
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	play := func(flags ...string) (string, error) {
		cmd := exec.Command(os.Args[0], append([]string{"-test.run=^TestScripts$"}, flags...)...)
		cmd.Env = append(os.Environ(), "CONSOLETEST_DIR="+dir)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := play(); err == nil || !strings.Contains(out, "no scripts") {
		t.Errorf("an empty folder is accepted: %v\n%s", err, out)
	}
	file := filepath.Join(dir, "greet.txt")
	if err := os.WriteFile(file, []byte("> quick alpha\nThe letter is beta.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := play(); err == nil || !strings.Contains(out, "TestScripts/greet") || !strings.Contains(out, "alpha") {
		t.Errorf("a wrong answer is accepted: %v\n%s", err, out)
	}
	if out, err := play("-update"); err != nil {
		t.Errorf("-update: %v\n%s", err, out)
	}
	got, err := os.ReadFile(file)
	if want := "Good morning\n\n> quick alpha\nThe letter is alpha.\n"; err != nil || string(got) != want {
		t.Errorf("-update wrote %q, %v, want %q", got, err, want)
	}
	if out, err := play(); err != nil {
		t.Errorf("what -update wrote is refused: %v\n%s", err, out)
	}
}
