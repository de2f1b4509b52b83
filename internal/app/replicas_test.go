package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/feed"
	"briefbot/internal/leader"
	"briefbot/internal/store"
	"briefbot/internal/store/storetest"
)

// shortLease is the lease of replicas in tests.
const shortLease = 1500 * time.Millisecond

// replicaVariable holds, in a process that is a replica, its config.
const replicaVariable = "BRIEFBOT_TEST_REPLICA"

// TestReplica is not a test: it is a replica that TestLeadershipSurvives starts, stops and kills.
func TestReplica(t *testing.T) {
	text := os.Getenv(replicaVariable)
	if text == "" {
		t.Skip("is started by TestLeadershipSurvives")
	}
	c, err := config.Parse([]byte(text), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(context.Background(), Options{
		Config: c, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Extra: []bot.Adapter{&board{now: time.Now}},
		Poll: feed.PollerOptions{Every: 20 * time.Millisecond, Stagger: time.Millisecond, Retry: 50 * time.Millisecond}, Lead: leader.Options{Lease: shortLease}, Beat: 200 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(a.self.ID)
	t.Fatal(a.Run(context.Background()))
}

// replica is a process of its own.
type replica struct {
	id  string
	cmd *exec.Cmd
	out io.Reader
	log journal
}

func startReplica(t *testing.T, text string) *replica {
	t.Helper()
	r := &replica{cmd: exec.Command(os.Args[0], "-test.run=^TestReplica$")}
	r.cmd.Env = append(os.Environ(), replicaVariable+"="+text)
	r.cmd.Stderr = &r.log
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.out = out
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if r.id = lines.Text(); len(r.id) == 12 {
			t.Cleanup(func() {
				r.kill()
				if t.Failed() {
					t.Logf("%s said at last:\n%s", r.id, r.log.tail(12))
				}
			})
			return r
		}
	}
	t.Fatalf("the replica does not begin: %s", r.log.String())
	return nil
}

func (r *replica) signal(s syscall.Signal) { _ = r.cmd.Process.Signal(s) }

// stop returns when the process stands still; on a loaded machine its threads go on for a while after the signal.
func (r *replica) stop(t *testing.T) {
	t.Helper()
	r.signal(syscall.SIGSTOP)
	var status syscall.WaitStatus
	err := error(syscall.EINTR)
	for errors.Is(err, syscall.EINTR) {
		_, err = syscall.Wait4(r.cmd.Process.Pid, &status, syscall.WUNTRACED, nil)
	}
	if err != nil || !status.Stopped() {
		t.Fatalf("the replica is not stopped: %v, status %#x", err, status)
	}
}

func (r *replica) kill() {
	if r.cmd.ProcessState == nil {
		_ = r.cmd.Process.Kill()
		_, _ = io.Copy(io.Discard, r.out)
		_ = r.cmd.Wait() // it says "killed"
	}
}

// TestLeadershipSurvives has three replicas read a feed that keeps bringing articles while their leader is stopped and woken, killed,
// and cut off from the database: another leads within two leases, and each article is placed into a story once.
func TestLeadershipSurvives(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for leases of several processes")
	}
	u, err := url.Parse(storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("application_name", q.Get("search_path"))    // to cut off these connections and no others
	q.Set("idle_in_transaction_session_timeout", "2s") // who is stopped in the middle of a write holds up the others until then
	u.RawQuery = q.Encode()
	survives(t, u.String(), true)
}

// TestLeadershipSurvivesOnOneFile is the same with a SQLite file, where the lease of a dead leader need not run out.
func TestLeadershipSurvivesOnOneFile(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for leases of several processes")
	}
	survives(t, filepath.Join(t.TempDir(), "b.db"), false)
}

func survives(t *testing.T, at string, server bool) {
	p := newPaper(t)
	text := fmt.Sprintf(`
database: {%s: %q}
fetch: {allow_loopback: true, ports: [%s], interval: 50ms}
sources: {starter: false, add: [{name: Paper, url: %q}]}
`, map[bool]string{true: "url", false: "path"}[server], at, p.URL[strings.LastIndex(p.URL, ":")+1:], p.URL+"/feed")
	s, err := store.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	witness(t, at, server)

	var printed atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	go func() { // pairs of headlines of one story
		defer close(stopped)
		for ctx.Err() == nil {
			n := printed.Add(1)
			p.print(fmt.Sprint(n), fmt.Sprintf("Company%04d opens data centre number %d%d%d in Town%04d", n/2, n/2, n/2, n/2, n/2), time.Now().UTC().Format(time.RFC3339))
			time.Sleep(40 * time.Millisecond)
		}
	}()
	replicas := map[string]*replica{}
	for range 3 {
		r := startReplica(t, text)
		replicas[r.id] = r
	}
	var last int64
	led := func(what string) *replica {
		t.Helper()
		begin := time.Now()
		var lease store.Lease
		eventually(t, what, func() bool {
			lease, _, err = s.Leases.Get(ctx, leadLease)
			return err == nil && lease.Epoch > last && lease.Left > 0 && replicas[lease.Holder] != nil
		})
		took := time.Since(begin)
		t.Logf("%s: term %d of %s after %v", what, lease.Epoch, lease.Holder, took.Round(time.Millisecond))
		if last > 0 && took > 2*shortLease+time.Second { // a second for a loaded machine
			t.Errorf("%s: nobody led for %v, two leases are %v", what, took, 2*shortLease)
		}
		last = lease.Epoch
		begun := count(t, s)
		eventually(t, what+": articles come in", func() bool { return count(t, s) > begun+5 })
		return replicas[lease.Holder]
	}
	freeze := func(r *replica) {
		for {
			r.stop(t)
			// Who is stopped in the middle of a write to SQLite holds the file, and nobody can lead: not what is tried here.
			if server || free(t, at) {
				return
			}
			r.signal(syscall.SIGCONT)
			time.Sleep(7 * time.Millisecond)
		}
	}
	first := led("at the start")
	freeze(first)
	second := led("the leader is stopped")
	first.signal(syscall.SIGCONT)
	eventually(t, "the one that was stopped notices", func() bool { return strings.Contains(first.log.String(), "leads no longer") })
	delete(replicas, second.id)
	second.kill()
	third := led("the leader is killed")
	if server {
		terminate(t, at)
		begun := count(t, s)
		eventually(t, "articles come in after the database has cut all connections", func() bool { return count(t, s) > begun+5 })
	}
	freeze(third)
	led("the third is stopped")
	third.signal(syscall.SIGCONT)
	cancel()
	<-stopped
	eventually(t, "all articles are placed", func() bool { return placed(t, s) == int(printed.Load()) })
	for _, r := range replicas {
		r.kill()
	}
	if n := int(printed.Load()); placed(t, s) != n || count(t, s) != n {
		t.Errorf("%d articles were printed, %d are kept, %d placed", n, count(t, s), placed(t, s))
	}
	if twice := placings(t, at, server); twice != "" {
		t.Errorf("placed more than once: %s", twice)
	}
}

// witness has the database note each placing of an article.
func witness(t *testing.T, at string, server bool) {
	if !server {
		mustSQLite(t, at, `CREATE TABLE witness (article TEXT, story TEXT)`,
			`CREATE TRIGGER see AFTER UPDATE OF story ON articles WHEN NEW.story <> '' BEGIN INSERT INTO witness VALUES (NEW.id, NEW.story); END`)
		return
	}
	storetest.Exec(t, at, `CREATE TABLE witness (article TEXT, story TEXT)`)
	storetest.Exec(t, at, `CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO witness VALUES (NEW.id, NEW.story); RETURN NULL; END $$`)
	storetest.Exec(t, at, `CREATE TRIGGER see AFTER UPDATE OF story ON articles FOR EACH ROW WHEN (NEW.story <> '') EXECUTE FUNCTION see()`)
}

const placedTwice = `SELECT coalesce(max(article || ' ' || n), '') FROM (SELECT article, count(*) AS n FROM witness GROUP BY article HAVING count(*) > 1) AS many`

func placings(t *testing.T, at string, server bool) string {
	if !server {
		return mustSQLite(t, at, placedTwice)
	}
	return storetest.Ask(t, at, placedTwice)
}

// mustSQLite runs statements on a connection of its own and returns the only value of the last, if any.
func mustSQLite(t *testing.T, at string, statements ...string) string {
	t.Helper()
	out, err := storetest.SQLite(t.Context(), at, statements...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// free reports whether a SQLite file can be written now.
func free(t *testing.T, at string) bool {
	_, err := storetest.SQLite(t.Context(), at, `PRAGMA busy_timeout = 300`, `BEGIN IMMEDIATE`, `ROLLBACK`)
	return err == nil
}

// terminate cuts all connections of the test's schema to the server but its own.
func terminate(t *testing.T, at string) {
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, at, fmt.Sprintf(`SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid() AND a.application_name = '%s'`, u.Query().Get("application_name")))
}

func count(t *testing.T, s *store.Store) int { return len(kept(t, s)) }

func kept(t *testing.T, s *store.Store) (list []store.Placed) {
	t.Helper()
	eventually(t, "the articles are read", func() bool { // the connections are cut once
		var err error
		if list, err = s.Articles.Since(context.Background(), time.Now().Add(-24*time.Hour), 100_000); err != nil {
			t.Log(err)
		}
		return err == nil
	})
	return list
}

func placed(t *testing.T, s *store.Store) (n int) {
	for _, a := range kept(t, s) {
		if a.Story != "" {
			n++
		}
	}
	return n
}

// TestFollowersAnswerFromTheDatabase has two programs share a database: what the leader read, the other tells; and both say who leads.
func TestFollowersAnswerFromTheDatabase(t *testing.T) {
	at := storetest.Postgres(t)
	p := newPaper(t)
	p.print("1", "Alibaba Cloud cuts prices of Qwen", time.Now().UTC().Format(time.RFC3339))
	c, err := config.Parse(fmt.Appendf(nil, `
database: {url: %q}
fetch: {allow_loopback: true, ports: [%s], interval: 15m}
sources: {starter: false, add: [{name: Paper, url: %q}]}
`, at, p.URL[strings.LastIndex(p.URL, ":")+1:], p.URL+"/feed"), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var apps []*App
	ended := make(chan error, 2)
	for range 2 {
		a, err := New(ctx, Options{Config: c, Extra: []bot.Adapter{&board{now: time.Now}}, Poll: feed.PollerOptions{Every: 10 * time.Millisecond}})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		apps = append(apps, a)
		go func() { ended <- a.Run(ctx) }()
		eventually(t, "the first leads", func() bool { return apps[0].leader.Leads() })
	}
	follower := apps[1]
	ask := func(line string) string {
		return follower.router.DoLine(ctx, bot.Invocation{From: bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"}, User: bot.User{ID: "u"}}, line).Plain()
	}
	eventually(t, "the follower tells what the leader read", func() bool { return strings.Contains(ask("latest alibaba"), "cuts prices of Qwen") })
	for _, line := range []string{"now", "related https://paper.example/1"} {
		if got := ask(line); !strings.Contains(got, "cuts prices of Qwen") {
			t.Errorf("%s: %s", line, got)
		}
	}
	if n := len(p.requests()); n != 1 {
		t.Errorf("the feed was asked %d times", n)
	}
	for i, want := range []string{"this instance", apps[0].self.ID} {
		if got, err := apps[i].whoLeads(ctx); got != want || err != nil {
			t.Errorf("%d says that %s leads, %v; want %s", i, got, err, want)
		}
	}
	var out bytes.Buffer
	_ = Check(ctx, c, false, &out) // it lacks tokens
	if text := out.String(); !strings.Contains(text, apps[0].self.ID+" on ") || !strings.Contains(text, ", leads\n") || !strings.Contains(text, ", follows\n") {
		t.Errorf("check: %s", text)
	}
	cancel()
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// TestOneQuestionOneAnswer has two programs be given the same deliveries of a platform, as with one Discord token: of the claims one wins.
func TestOneQuestionOneAnswer(t *testing.T) {
	at := storetest.Postgres(t)
	s, err := store.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	claims := func(id string) *once { return &once{s.Events, id, func(string, bot.Claim, error) {}} }
	for _, id := range []string{"a", "b"} {
		if err := s.Instances.Beat(t.Context(), store.Instance{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	begin := time.Now()
	for i := range 50 {
		won := 0
		for _, id := range []string{"a", "b"} {
			c, sure, err := bot.Take(t.Context(), claims(id), "discord", fmt.Sprint(i))
			if err != nil || !sure {
				t.Fatal(sure, err)
			}
			if c == bot.First {
				won++
				if err := bot.Settle(t.Context(), claims(id), "discord", fmt.Sprint(i), true); err != nil {
					t.Fatal(err)
				}
			}
		}
		if won != 1 {
			t.Fatalf("delivery %d: %d win", i, won)
		}
	}
	t.Logf("a claim takes %v", time.Since(begin)/100)
}

// nineOClock lets a program meet its schedules, for what was due before is not owed, and sets the clock to nine.
func nineOClock(t *testing.T, a *App, wall *clock) {
	t.Helper()
	eventually(t, "it meets its schedules", func() bool {
		known, err := a.store.Schedules.All(t.Context())
		return err == nil && len(known) == len(a.plans)
	})
	wall.set(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	a.Poke()
}

// TestLogOfJSON holds that with log.format json every line of a whole run is one object, those of runs, messages and commands with their
// ids, and that no secret is in any.
func TestLogOfJSON(t *testing.T) {
	var log journal
	at, wall := filepath.Join(t.TempDir(), "b.db"), &clock{}
	wall.set(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	c, err := config.Parse(fmt.Appendf(nil, "database: {path: %q}\nlog: {format: json, level: debug}\nsources: {starter: false}\ndigest: {empty: line}\nschedules: [{name: morning, when: daily 9:00, channels: [\"console:W/C\"]}]\n", at), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &board{now: wall.now, refuses: map[string]bool{}}
	a, err := New(t.Context(), Options{Config: c, Log: Logger(c.Log, &log), Now: wall.now, Extra: []bot.Adapter{b}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	nineOClock(t, a, wall)
	eventually(t, "the digest is posted", func() bool { return strings.Contains(log.String(), "delivery sent") })
	const question = "share of the very secret project"
	a.router.DoLine(ctx, bot.Invocation{From: bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"}, User: bot.User{ID: "u", Name: "Ada"}}, question)
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	needs := map[string][]string{ // message, attributes
		"delivery sent": {"delivery", "run", "place"}, "run posted": {"schedule", "run", "workspace"}, "command answered": {"code", "command", "outcome", "took"},
	}
	for line := range strings.Lines(log.String()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		for _, key := range needs[fmt.Sprint(entry["msg"])] {
			if entry[key] == nil || entry[key] == "" {
				t.Errorf("%s lacks %s", line, key)
			}
		}
		delete(needs, fmt.Sprint(entry["msg"]))
		if strings.Contains(line, "secret project") || strings.Contains(line, "Ada") {
			t.Errorf("what somebody asked is in the log: %s", line)
		}
	}
	if len(needs) > 0 {
		t.Errorf("not logged: %v", needs)
	}
}
