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
	Pauses     *Pauses
	Runs       *Runs
	Deliveries *Deliveries
	Shown      *Shown
	Leases     *Leases
	Instances  *Instances
	Events     *Events
	Facts      *Facts
	Questions  *Questions
	Settings   *Settings
	StoryEdits *StoryEdits
	Drafts     *Drafts
	Readers    *Readers

	db      *pool
	version int64
}

// Open opens a database and brings its tables up to date: the PostgreSQL database at a postgres:// address, else the SQLite
// database in the file of that name, which it makes if it is not there. A database of a newer briefbot is refused. The error
// is one sentence that says what to do; it never holds an address's password. Further pragmas of SQLite are for trials.
func Open(ctx context.Context, database string, pragmas ...string) (*Store, error) {
	db, name, err := dial(database, pragmas)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", name, err)
	}
	if IsPostgres(database) {
		_, err = db.look(ctx) // says sooner and better than the first statement what is missing
	}
	var version int64
	if err == nil {
		version, err = migrate(ctx, db)
	}
	if err != nil {
		if closing := db.close(); closing != nil {
			err = fmt.Errorf("%w (and closing it: %w)", err, closing)
		}
		return nil, fmt.Errorf("database %s: %w", name, explain(err))
	}
	beside := ""
	if !IsPostgres(database) && database != Memory {
		beside = database + "-lead"
	}
	return &Store{
		Articles: &Articles{db, nil}, Feeds: &Feeds{db, nil}, Schedules: &Schedules{db, nil}, Pauses: &Pauses{db}, Runs: &Runs{db, nil}, Deliveries: &Deliveries{db},
		Shown: &Shown{db}, Leases: &Leases{db, &alone{path: beside}}, Instances: &Instances{db}, Events: &Events{db}, Facts: &Facts{db}, Questions: &Questions{db},
		Settings: &Settings{db}, StoryEdits: &StoryEdits{db}, Drafts: &Drafts{db, nil}, Readers: &Readers{db},
		db: db, version: version,
	}, nil
}

// dial makes the connections to a database and returns what to call it.
func dial(database string, pragmas []string) (db *pool, name string, err error) {
	if IsPostgres(database) {
		return dialPostgres(database)
	}
	if database != Memory {
		if err := os.MkdirAll(filepath.Dir(database), 0o750); err != nil {
			return nil, database, err
		}
	}
	db, err = dialSQLite(database, pragmas)
	return db, database, err
}

// Close closes the database. Writes that were reported as done are on disk.
func (s *Store) Close() error {
	s.Leases.alone.leave()
	return s.db.close()
}

// Ping returns nil when the database can be read.
func (s *Store) Ping(ctx context.Context) error {
	var n int
	err := s.db.read.QueryRowContext(ctx, `SELECT 1 FROM feeds LIMIT 1`).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return explain(err)
}

// Version returns the version of the database's tables, as it was when the database was opened.
func (s *Store) Version() int64 { return s.version }

func provider(db *pool) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, db.folder)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(db.goose, db.write, files)
}

// migrate brings the tables up to date and returns their version.
func migrate(ctx context.Context, db *pool) (int64, error) {
	p, err := provider(db)
	if err != nil {
		return 0, err
	}
	if have, err := applied(ctx, db); err == nil && have == newest(p) {
		return have, nil // as at most starts: nothing to wait for
	}
	return newest(p), db.migrate(ctx, db.write, func() error {
		have, err := p.GetDBVersion(ctx)
		if err != nil {
			return err
		}
		if err := notNewer(have, newest(p)); err != nil {
			return err
		}
		_, err = p.Up(ctx)
		return err
	})
}

// applied returns the version of the tables; an error when there are none.
func applied(ctx context.Context, db *pool) (version int64, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	return version, err
}

// newest returns the newest version of the tables that this program knows.
func newest(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}

func notNewer(have, newest int64) error {
	if have <= newest {
		return nil
	}
	return fmt.Errorf("it was written by a newer briefbot (its tables are of version %d, this program knows %d): update briefbot", have, newest)
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// expire runs a statement that removes at most some rows until it finds none, so that others can write in between, and
// returns how many it removed.
func expire(ctx context.Context, p *pool, tables, statement string, args ...any) (int64, error) {
	var total int64
	for {
		var n int64
		err := p.tx(ctx, tables, func(tx txn) (err error) {
			n, err = tx.exec(ctx, statement, args...)
			return err
		})
		if err == nil {
			total += n
		}
		if err != nil || n == 0 {
			return total, err
		}
	}
}
