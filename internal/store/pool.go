package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// readers is how many connections read at the same time.
const readers = 6

// pool is one database behind two sets of connections: one connection that writes, since SQLite lets one write at a time and
// connections that wait for each other sleep longer than they must, and several that read beside it.
type pool struct{ read, write *sql.DB }

// dial makes the connections to the database at path. It does not open the file yet.
func dial(path string) (*pool, error) {
	write, err := sql.Open("sqlite", dsn(path, false))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	if path == Memory {
		return &pool{write, write}, nil // each connection would have a database of its own
	}
	read, err := sql.Open("sqlite", dsn(path, true))
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(readers)
	return &pool{read, write}, nil
}

func (p *pool) close() error {
	if p.read == p.write {
		return p.write.Close()
	}
	return errors.Join(p.read.Close(), p.write.Close())
}

func dsn(path string, readOnly bool) string {
	q := url.Values{}
	for _, p := range []string{"busy_timeout(10000)", "foreign_keys(1)", "journal_mode(wal)", "synchronous(full)", "temp_store(memory)"} {
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

// exec runs one statement and returns how many rows it changed. What it changed is on disk when it returns.
func (p *pool) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	res, err := p.write.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, explain(err)
	}
	return res.RowsAffected()
}

// tx runs f in one transaction and commits it when f returns nil.
func (p *pool) tx(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := p.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // the first error says more
		return explain(err)
	}
	return explain(tx.Commit())
}

// all reads all rows of a query with the given reader of one row.
func all[T any](ctx context.Context, p *pool, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := p.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, explain(err)
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
	return out, explain(rows.Err())
}

// one reads the only row of a query; false when there is none.
func one[T any](ctx context.Context, p *pool, scan func(row) (T, error), query string, args ...any) (T, bool, error) {
	v, err := scan(p.read.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		var none T
		return none, false, nil
	}
	return v, err == nil, explain(err)
}

// row is one row of a query's answer.
type row interface{ Scan(to ...any) error }

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

// explain puts what to do before the error of the database, which stays its cause.
func explain(err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return err
	}
	if what, ok := advice[failed.Code()&0xff]; ok { // the higher bits refine the code
		return fmt.Errorf("%s: %w", what, err)
	}
	return err
}
