// Package store keeps everything durable; it is the only importer of database/sql.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

//go:embed migrations
var migrations embed.FS

// Memory is the path of a database that lives only as long as it is open.
const Memory = ":memory:"

// Store is an open database. Its fields are its concerns; all are safe for use by several goroutines.
type Store struct {
	Articles   *Articles
	Feeds      *Feeds
	Schedules  *Schedules
	Runs       *Runs
	Deliveries *Deliveries
	Shown      *Shown

	db *sql.DB
}

// Open opens the SQLite database in the file at path, makes it if it is not there, and brings its tables up to date. A
// database of a newer briefbot is refused.
func Open(ctx context.Context, path string) (*Store, error) {
	if path != Memory {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return nil, fmt.Errorf("database %s: %w", path, err)
		}
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	if path == Memory {
		db.SetMaxOpenConns(1) // each connection would have a database of its own
	} else {
		db.SetMaxOpenConns(8)
	}
	if err := migrate(ctx, db); err != nil {
		return nil, fmt.Errorf("database %s: %w", path, andClose(err, db))
	}
	return &Store{
		Articles: &Articles{db}, Feeds: &Feeds{db}, Schedules: &Schedules{db}, Runs: &Runs{db}, Deliveries: &Deliveries{db}, Shown: &Shown{db}, db: db,
	}, nil
}

// Close closes the database. Writes that were reported as done are on disk.
func (s *Store) Close() error { return s.db.Close() }

// Version returns the number of the newest migration that the database has.
func (s *Store) Version(ctx context.Context) (int64, error) {
	p, err := provider(s.db)
	if err != nil {
		return 0, err
	}
	return p.GetDBVersion(ctx)
}

func dsn(path string) string {
	q := url.Values{}
	for _, p := range []string{"busy_timeout(10000)", "foreign_keys(1)", "journal_mode(wal)", "synchronous(full)", "temp_store(memory)"} {
		q.Add("_pragma", p)
	}
	q.Set("_txlock", "immediate")
	if path == Memory {
		return "file::memory:?" + q.Encode()
	}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
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

func andClose(err error, db *sql.DB) error {
	return errors.Join(err, db.Close())
}

// inTx runs f in one transaction and commits it when f returns nil.
func inTx(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // the first error says more
		return err
	}
	return tx.Commit()
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// collect reads all rows with the given reader of one row.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
