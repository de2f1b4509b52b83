package campaigntest

import (
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"briefbot/internal/store/storetest"
)

// TestDatabaseLocked has another program hold the database from before a digest is due until well after SQLite gives up waiting.
func TestDatabaseLocked(t *testing.T) {
	if testing.Short() {
		t.Skip("waits until SQLite gives up")
	}
	t.Parallel()
	w := newWorld(t, "", 1, usual, 1)
	w.meet()
	w.seed(first)
	unlock := storetest.Lock(t, w.database)
	w.set(first.Add(time.Second))
	time.Sleep(*locked)
	if n := len(w.sights(w.places()[0])); n > 0 {
		t.Errorf("%d messages were posted that nobody had written down", n)
	}
	unlock()
	w.eventually("the digest is posted", 60*time.Second, func() bool { return w.done(first) })
	w.killAll()
	w.verdict(tally{})
	if log := w.log.String(); !strings.Contains(log, "another program holds the database") && !strings.Contains(log, "does another program hold it") {
		t.Errorf("the log does not say why nothing was posted: %s", w.log.tail(30))
	}
}

// TestDiskFull has the disk be full when a digest is due, and lets somebody make room.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "", 1, usual, 1)
	w.meet()
	r := w.replicas[0]
	r.kill()
	w.seed(first)
	w.set(first.Add(time.Second))
	r.trial.Pragmas = []string{"max_page_count(1)"} // as large as it is
	r.start()
	w.eventually("the log says that the disk is full", 30*time.Second, func() bool { return strings.Contains(w.log.String(), "the disk is full; make room") })
	time.Sleep(500 * time.Millisecond)
	if r.died() {
		t.Error("the program gave up")
	}
	r.kill()
	r.trial.Pragmas = nil
	r.start()
	w.eventually("the digest is posted", 30*time.Second, func() bool { return w.done(first) })
	r.kill()
	w.verdict(tally{})
}

// TestTornTail puts rubbish behind the write-ahead log after each death, as a torn write leaves it.
func TestTornTail(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "", 1, usual, 1)
	w.meet()
	r := w.replicas[0]
	r.kill()
	for n, point := range []string{"plan:after", "claim:after", "post:after", "settle:after"} {
		day := first.AddDate(0, 0, n)
		w.seed(day)
		w.set(day.Add(time.Second))
		r.trial.Point, r.trial.Times = point, 2
		r.start()
		w.eventually("the program dies at "+point, 30*time.Second, r.died)
		r.trial.Point = ""
		tear(t, w.database+"-wal", 1000*(n+1))
		r.start()
		w.eventually("the digest of "+nominal(day), 30*time.Second, func() bool { return w.done(day) })
		r.kill()
	}
	w.verdict(tally{})
}

func tear(t *testing.T, path string, n int) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rubbish := make([]byte, n)
	_, _ = rand.Read(rubbish)
	if _, err := f.Write(rubbish); err != nil {
		t.Fatal(err)
	}
}

// TestUnusableDatabases starts the program on databases that it cannot work with: it ends, and says in one line what to do.
func TestUnusableDatabases(t *testing.T) {
	for _, c := range []struct {
		name, says string
		spoil      func(t *testing.T, path string)
	}{
		{"of a newer briefbot", "update briefbot", func(t *testing.T, path string) {
			storetest.ExecSQLite(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
		}},
		{"no database", "the file is no database; name another one or move it away", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("this is a diary, not a database. ", 500)), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "", 1, usual, 1)
			w.set(first)
			if err := w.store.Close(); err != nil {
				t.Fatal(err)
			}
			for _, rest := range []string{"-wal", "-shm"} {
				_ = os.Remove(w.database + rest) // it may not be there
			}
			c.spoil(t, w.database)
			path, err := binary()
			if err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(path, "run", "--config", w.replicas[0].config).CombinedOutput()
			var exit *exec.ExitError
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			last := lines[len(lines)-1]
			if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(last, c.says) || strings.Contains(last, "level=") {
				t.Errorf("%v: %s", err, last)
			}
		})
	}
}

// TestClockIsSet sets the clock of the machine while digests are due, and back later: nothing comes twice, and in the end everything was
// told.
func TestClockIsSet(t *testing.T) {
	for _, c := range []struct {
		name string
		by   time.Duration
	}{{"an hour ahead", time.Hour}, {"an hour back", -time.Hour}, {"a day ahead", 24 * time.Hour}, {"a day back", -24 * time.Hour}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "", 1, usual, 1)
			w.meet()
			r := w.replicas[0]
			days := 4
			if testing.Short() {
				days = 2
			}
			for n := range days {
				day := first.AddDate(0, 0, n)
				w.seed(day)
				w.set(day.Add(time.Second))
				time.Sleep(time.Duration(w.dice.Int64N(int64(400 * time.Millisecond))))
				if n%2 == 1 {
					r.kill()
				}
				right := w.offset
				w.shift(right + c.by)
				r.start()
				time.Sleep(500 * time.Millisecond)
				if n%4 == 3 {
					r.kill()
				}
				w.shift(right)
				r.start()
				time.Sleep(300 * time.Millisecond)
				w.calm(day, 15*time.Second)
			}
			// The right clock passes what the wrong one has written.
			w.set(first.AddDate(0, 0, days-1).Add(25*time.Hour + 30*time.Minute))
			w.calm(first.AddDate(0, 0, days), 15*time.Second)
			w.eventually("what was under way is settled", 60*time.Second, w.settled)
			// Two quiet days: what a clock that was ahead has passed over is told now.
			for n := range 2 {
				day := first.AddDate(0, 0, days+1+n)
				w.seed(day)
				w.set(day.Add(time.Second))
				w.eventually("the digest of "+nominal(day), 60*time.Second, func() bool { return w.done(day) })
			}
			w.eventually("everything is settled", 60*time.Second, w.settled)
			r.kill()
			w.collect()
			w.verdict(tally{})
		})
	}
}
