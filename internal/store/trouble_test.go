package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestManyWriters has several processes' worth of connections write and read one file at the same time.
func TestManyWriters(t *testing.T) {
	shared(t, func(t *testing.T, path string) {
		ctx := context.Background()
		const stores, workers, rounds = 3, 4, 15
		var group sync.WaitGroup
		for i := range stores {
			s := open(t, path)
			for j := range workers {
				group.Go(func() {
					for k := range rounds {
						id := fmt.Sprint(i, "-", j, "-", k)
						if _, err := s.Articles.Add(ctx, noon, []Item{item("https://a.example/"+id, id, "T", noon), item("https://a.example/shared", "", "S", noon)}); err != nil {
							t.Error(err)
						}
						if _, err := s.Articles.Latest(ctx, "", noon, 3, nil); err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
		group.Wait()
		if list, err := open(t, path).Articles.Since(ctx, noon, 1e6); err != nil || len(list) != stores*workers*rounds+1 {
			t.Errorf("%d articles are kept, %v, want %d", len(list), err, stores*workers*rounds+1)
		}
	})
}

// TestLockedForAWhile holds that a write waits for another program that is done soon, and says who to look for when it is not.
func TestLockedForAWhile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.db")
	s, other := open(t, path), open(t, path)
	ctx := context.Background()
	tx, err := other.db.write.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Articles.Latest(ctx, "", noon, 3, nil); err != nil {
		t.Errorf("reading beside a writer: %v", err)
	}
	patience, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if _, err := s.Runs.Start(patience, parisRun); err == nil || time.Since(begin) > 3*time.Second {
		t.Errorf("a locked database: %v after %v", err, time.Since(begin))
	}
	if _, err := s.db.write.Exec(`PRAGMA busy_timeout = 50`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Runs.Start(ctx, parisRun); err == nil || !strings.Contains(err.Error(), "another program holds the database") || strings.Contains(err.Error(), "\n") {
		t.Errorf("a database locked for long: %v", err)
	}
	if _, err := s.db.write.Exec(`PRAGMA busy_timeout = 10000`); err != nil {
		t.Fatal(err)
	}
	go func() {
		time.Sleep(100 * time.Millisecond)
		tx.Rollback()
	}()
	if first, err := s.Runs.Start(ctx, parisRun); !first || err != nil {
		t.Errorf("after the lock: %v %v", first, err)
	}
}

// fill makes the database refuse to grow, as on a full disk, and returns the function that makes room again.
func fill(t *testing.T, s *Store) (room func()) {
	t.Helper()
	var pages int
	if err := s.db.write.QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		if _, err := s.db.write.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages)
	return func() { limit(1 << 30) }
}

// TestFullDisk holds that a full disk is one clear sentence, loses nothing that was kept, and is over when there is room.
func TestFullDisk(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "b.db"))
	ctx := context.Background()
	planned(t, s, delivery(0))
	room := fill(t, s)
	big := item("https://a.example/big", "", "Big", noon)
	big.Article.Text = strings.Repeat("x", 200_000)
	_, err := s.Articles.Add(ctx, noon, []Item{item("https://a.example/small", "", "Small", noon), big})
	if err == nil || !strings.Contains(err.Error(), "the disk is full; make room") || strings.Contains(err.Error(), "\n") {
		t.Errorf("a full disk: %v", err)
	}
	if _, ok, _ := s.Articles.ByAddress(ctx, "https://a.example/small"); ok {
		t.Error("half of what a feed brought was kept")
	}
	if d := next(t, s, "slack:T1/C1", noon); d.Key == "" {
		t.Error("what was planned before is gone")
	}
	room()
	if added, err := s.Articles.Add(ctx, noon, []Item{big}); err != nil || len(added) != 1 {
		t.Errorf("with room again: %d, %v", len(added), err)
	}
}

func TestUnusableFilesAreRefusedInOneSentence(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is no database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	blocked := filepath.Join(text, "below", "b.db")
	for path, want := range map[string]string{dir: "cannot be opened", text: "the file is no database", blocked: "not a directory"} {
		s, err := Open(context.Background(), path)
		if err == nil {
			s.Close()
		}
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path[:len(dir)]) {
			t.Errorf("%s: %v, want one line with %q", path, err, want)
		}
	}
}

func TestPing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "b.db"))
	if err := s.Ping(context.Background()); err != nil {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Ping(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
	s.Close()
	if err := s.Ping(context.Background()); err == nil {
		t.Error("a closed database answers")
	}
}
