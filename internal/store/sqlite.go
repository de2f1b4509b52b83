package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// readers is how many connections read at the same time.
const readers = 6

// sqliteDialect: a transaction holds the lock of the file from its beginning, for the DSN has _txlock=immediate.
var sqliteDialect = dialect{
	goose: goose.DialectSQLite3, folder: "migrations/sqlite", now: `CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
	migrate: migrateAmongOthers, prepare: true,
}

// migrateAmongOthers runs up, and again when a migration fails: another process that starts at the same moment may have run it.
func migrateAmongOthers(ctx context.Context, _ *sql.DB, up func() error) error {
	err := up()
	var failed *goose.PartialError
	for wait := 50 * time.Millisecond; errors.As(err, &failed) && wait < time.Second; wait *= 2 {
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait):
			err = up()
		}
	}
	return err
}

// dialSQLite makes the connections to the database at path: one connection that writes, since SQLite lets one write at a time and
// connections that wait for each other sleep longer than they must, and several that read beside it. It does not open the
// file yet.
func dialSQLite(path string, pragmas []string) (*pool, error) {
	write, err := sql.Open("sqlite", dsn(path, false, pragmas...))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	if path == Memory {
		return &pool{read: write, write: write, dialect: sqliteDialect}, nil // each connection would have a database of its own
	}
	read, err := sql.Open("sqlite", dsn(path, true, pragmas...))
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers) // one that is opened again reads the schema and prepares its queries anew
	return &pool{read: read, write: write, dialect: sqliteDialect}, nil
}

func dsn(path string, readOnly bool, pragmas ...string) string {
	q := url.Values{}
	for _, p := range []string{"busy_timeout(10000)", "foreign_keys(1)", "journal_mode(wal)", "synchronous(full)", "temp_store(memory)"} {
		q.Add("_pragma", p)
	}
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	}
	q.Set("_txlock", "immediate")
	if path == Memory {
		return "file::memory:?" + q.Encode()
	}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}

// advice says what an operator can do about what SQLite reports. None of it loses what was reported as kept.
var advice = map[int]string{
	sqlite3.SQLITE_FULL:     "the disk is full; make room, then the bot goes on by itself",
	sqlite3.SQLITE_BUSY:     "another program holds the database; is a second briefbot or a backup using the file?",
	sqlite3.SQLITE_LOCKED:   "another program holds the database; is a second briefbot or a backup using the file?",
	sqlite3.SQLITE_READONLY: "the database may not be written; check the owner and the rights of the file and its directory",
	sqlite3.SQLITE_PERM:     "the database may not be opened; check the owner and the rights of the file and its directory",
	sqlite3.SQLITE_CANTOPEN: "the database cannot be opened; check that the directory is there and may be written",
	sqlite3.SQLITE_IOERR:    "the disk cannot be read or written; look at the system's log",
	sqlite3.SQLITE_CORRUPT:  "the database is damaged; stop the bot and restore the file from a backup",
	sqlite3.SQLITE_NOTADB:   "the file is no database; name another one or move it away",
}

// explainSQLite puts what to do before the error of the database, which stays its cause.
func explainSQLite(err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return err
	}
	if what, ok := advice[failed.Code()&0xff]; ok { // the higher bits refine the code
		return fmt.Errorf("%s: %w", what, err)
	}
	return err
}

// held reports whether another program holds the file.
func held(err error) bool {
	var failed *sqlite.Error
	return errors.As(err, &failed) && (failed.Code()&0xff == sqlite3.SQLITE_BUSY || failed.Code()&0xff == sqlite3.SQLITE_LOCKED)
}
