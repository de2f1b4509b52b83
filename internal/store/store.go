// Package store keeps everything durable; it is the only importer of database/sql.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// Memory is the path of a database that lives only as long as it is open.
const Memory = ":memory:"

// Store is an open database. Its fields are its concerns; all are safe for use by several goroutines. Several processes may
// have one file open.
type Store struct {
	Articles   *Articles
	Feeds      *Feeds
	Schedules  *Schedules
	Runs       *Runs
	Deliveries *Deliveries
	Shown      *Shown

	db *pool
}

// Open opens the SQLite database in the file at path, makes it if it is not there, and brings its tables up to date. A
// database of a newer briefbot is refused. The error is one sentence that says what to do.
func Open(ctx context.Context, path string) (*Store, error) {
	if path != Memory {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return nil, fmt.Errorf("database %s: %w", path, err)
		}
	}
	db, err := dial(path)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	if err := migrate(ctx, db.write); err != nil {
		if closing := db.close(); closing != nil {
			err = fmt.Errorf("%w (and closing it: %v)", err, closing)
		}
		return nil, fmt.Errorf("database %s: %w", path, explain(err))
	}
	return &Store{
		Articles: &Articles{db}, Feeds: &Feeds{db}, Schedules: &Schedules{db}, Runs: &Runs{db}, Deliveries: &Deliveries{db}, Shown: &Shown{db}, db: db,
	}, nil
}

// Close closes the database. Writes that were reported as done are on disk.
func (s *Store) Close() error { return s.db.close() }

// Ping returns nil when the database can be read.
func (s *Store) Ping(ctx context.Context) error {
	var n int
	err := s.db.read.QueryRowContext(ctx, `SELECT 1 FROM feeds LIMIT 1`).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return explain(err)
}

// Version returns the number of the newest migration that the database has.
func (s *Store) Version(ctx context.Context) (int64, error) {
	p, err := provider(s.db.write)
	if err != nil {
		return 0, err
	}
	return p.GetDBVersion(ctx)
}

func provider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, db, files)
}

func migrate(ctx context.Context, db *sql.DB) error {
	p, err := provider(db)
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	sources := p.ListSources()
	if newest := sources[len(sources)-1].Version; have > newest {
		return fmt.Errorf("it was written by a newer briefbot (its tables are of version %d, this program knows %d): update briefbot", have, newest)
	}
	_, err = p.Up(ctx)
	return err
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// expire runs a statement that removes at most some rows until it finds none, so that others can write in between, and
// returns how many it removed.
func expire(ctx context.Context, p *pool, statement string, args ...any) (int64, error) {
	var total int64
	for {
		n, err := p.exec(ctx, statement, args...)
		total += n
		if err != nil || n == 0 {
			return total, err
		}
	}
}
