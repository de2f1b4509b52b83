package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/slack/slacktest"
	"briefbot/config"
	"briefbot/internal/feed"
	"briefbot/internal/store/storetest"
)

// page fetches one of the program's own pages.
func webPage(t *testing.T, address string) (int, string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		return 0, ""
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// freeAddress returns an address of this machine that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestOperatorsSee runs the whole program with Slack, asks it things, has a post be refused and the database fail, and looks at what
// /healthz, /readyz and /metrics say of it.
func TestOperatorsSee(t *testing.T) {
	t.Parallel()
	slack, err := slacktest.Start(slacktest.Options{Commands: []string{"brief"}})
	if err != nil {
		t.Fatal(err)
	}
	defer slack.Close()
	p := newPaper(t)
	p.print("1", "Alibaba Cloud cuts prices of Qwen", time.Now().UTC().Format(time.RFC3339))
	address, at := freeAddress(t), filepath.Join(t.TempDir(), "b.db")
	c, err := config.Parse(fmt.Appendf(nil, `
database: {path: %q}
http: {listen: %q}
slack: {bot_token: %q, app_token: %q, api_url: %q}
fetch: {allow_loopback: true, ports: [%s], interval: 15m}
sources: {starter: false, add: [{name: Paper, url: %q}]}
digest: {empty: line}
schedules: [{name: good, when: daily 9:00, channels: ["slack:%[8]s/%[9]s"]}, {name: bad, when: daily 9:00, channels: ["slack:%[8]s/%[10]s"]}]
`, at, address, slack.BotToken, slack.AppToken, slack.APIURL, p.URL[strings.LastIndex(p.URL, ":")+1:], p.URL+"/feed",
		slacktest.Team, slacktest.News, slacktest.Archived), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	var log journal
	wall := &clock{}
	wall.set(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	a, err := New(t.Context(), Options{Config: c, Log: Logger(c.Log, &log), Now: wall.now, Poll: feed.PollerOptions{Every: 20 * time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()

	ready := func() map[string]string {
		_, body := webPage(t, "http://"+address+"/readyz")
		out := map[string]string{}
		_ = json.Unmarshal([]byte(body), &out) // nothing while it does not listen yet
		return out
	}
	eventually(t, "it is ready", func() bool { return ready()["slack"] == "ok" && ready()["leader"] == "this instance" })
	if err := slack.Connected(ctx); err != nil {
		t.Fatal(err)
	}
	if r := ready(); r["database"] != "ok" || r["schema"] != fmt.Sprint(a.schema) || !strings.HasPrefix(r["instance"], a.self.ID+" on ") {
		t.Errorf("readyz: %v", r)
	}
	if status, body := webPage(t, "http://"+address+"/healthz"); status != 200 || body != "ok\n" {
		t.Errorf("healthz: %d %s", status, body)
	}
	for _, text := range []string{"share alibaba", "nosuchthing", "related nonsense"} {
		if _, err := slack.Type(ctx, "ada", slacktest.News, "/brief", text); err != nil {
			t.Fatal(err)
		}
	}
	metrics := func() string {
		status, body := webPage(t, "http://"+address+"/metrics")
		if status != 200 {
			t.Fatalf("metrics: %d %s", status, body)
		}
		return body
	}
	wants := func(what string, list ...string) {
		t.Helper()
		for _, want := range list {
			eventually(t, what+": "+want, func() bool { return strings.Contains(metrics(), "\n"+want) })
		}
	}
	wants("asked", `briefbot_commands_total{command="share",outcome="ok",platform="slack"} 1`, `briefbot_commands_total{command="none",outcome="unknown",platform="slack"} 1`,
		`briefbot_commands_total{command="related",outcome="refused",platform="slack"} 1`, `briefbot_deliveries_taken_total{platform="slack",result="first"} 3`)
	wants("read", `briefbot_feed_fetches_total{class="ok"} 1`, `briefbot_articles_total{language="en"} 1`, "briefbot_stories_total 1", "briefbot_leader 1", "briefbot_instances 1", "briefbot_leaders 1")
	nineOClock(t, a, wall)
	wants("posted", `briefbot_runs_total{outcome="posted"} 2`, "briefbot_digest_lateness_seconds_count 2", `briefbot_deliveries_settled_total{platform="slack",state="refused"} 1`,
		`briefbot_deliveries{platform="slack",state="refused"} 1`, "briefbot_runs_unfinished 0")

	mend, err := storetest.Refuse(ctx, at, "no more")
	if err != nil {
		t.Fatal(err)
	}
	if answer, err := slack.Type(ctx, "ada", slacktest.News, "/brief", "share alibaba"); err != nil || !strings.Contains(answer.View.Text, "Alibaba") {
		t.Errorf("a question while the database takes no writes: %q, %v", answer.View.Text, err)
	}
	wants("the database takes no writes", `briefbot_deliveries_taken_total{platform="slack",result="failed"} 1`)
	if strings.Contains(metrics(), "\nbriefbot_database_errors_total 0\n") {
		t.Error("errors of the database are not counted")
	}
	if err := mend(); err != nil {
		t.Fatal(err)
	}
	for _, secret := range append(slack.ResponseURLs(), slack.BotToken, slack.AppToken, "nosuchthing") {
		if strings.Contains(metrics(), secret) || strings.Contains(log.String(), secret) || strings.Contains(fmt.Sprint(ready()), secret) {
			t.Errorf("%s is told", secret)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestReadyOnlyWhenConnected holds that a platform that cannot be reached makes the program unready, and says so.
func TestReadyOnlyWhenConnected(t *testing.T) {
	c, err := config.Parse([]byte("database: {path: ':memory:'}\nsources: {starter: false}\nslack: {bot_token: xoxb-1, app_token: xapp-1, api_url: 'http://127.0.0.1:1/'}\n"), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(t.Context(), Options{Config: c, Extra: []bot.Adapter{&board{now: time.Now}}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	says := func() string {
		for _, check := range a.checks() {
			if check.Name == "slack" {
				if _, err := check.Ask(ctx); err != nil {
					return err.Error()
				}
			}
		}
		return ""
	}
	eventually(t, "it tries to connect", func() bool { return says() == "connecting" })
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
