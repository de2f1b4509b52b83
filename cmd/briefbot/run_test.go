package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRunSaysThatItsAddressIsTaken starts the bot where something else listens already.
func TestRunSaysThatItsAddressIsTaken(t *testing.T) {
	cutOff("yes")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	path := filepath.Join(dir, "briefbot.yaml")
	text := "database: {path: " + filepath.Join(dir, "kept.db") + "}\nhttp: {listen: \"" + taken.Addr().String() + "\"}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := run(t, []string{"run", "--config", path}, "BRIEFBOT_SLACK_BOT_TOKEN=xoxb-1-2-abc", "BRIEFBOT_SLACK_APP_TOKEN=xapp-1-2-abc")
	if code != 1 || out != "" || !strings.HasPrefix(errs, "briefbot: http.listen: ") || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, taken.Addr().String()) {
		t.Errorf("exit code %d, %q, %q", code, out, errs)
	}
}

// TestInterrupted holds the exit code that shells expect of what Ctrl-C ended.
func TestInterrupted(t *testing.T) {
	fixtures(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs strings.Builder
	code := execute(ctx, []string{"try", "--articles", "articles.jsonl", "--at", "2025-01-28T09:00:00+08:00"}, console{strings.NewReader(""), &out, &errs, nil})
	if code != 130 || errs.String() != "" {
		t.Errorf("exit code %d, %q", code, errs.String())
	}
}
