package storetest

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"testing"
)

// dial opens a SQLite database as another program would. It waits for those that write just now.
func dial(path string) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "_pragma=busy_timeout(10000)"}
	db, err := sql.Open("sqlite", u.String())
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// Lock keeps everybody else from writing to the SQLite database at path until unlock is called, as a backup might.
func Lock(t testing.TB, path string) (unlock func()) {
	t.Helper()
	db, err := dial(path)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(context.Background(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if _, err := conn.ExecContext(context.Background(), `ROLLBACK`); err != nil {
			t.Error(err)
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// ExecSQLite runs one statement on the SQLite database at path.
func ExecSQLite(t testing.TB, path, statement string) {
	t.Helper()
	db, err := dial(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// SQLite runs statements on a connection of its own to the database at path and returns the only value of the last as text; empty
// when it returns none.
func SQLite(ctx context.Context, path string, statements ...string) (out string, err error) {
	db, err := dial(path)
	if err != nil {
		return "", err
	}
	for _, s := range statements {
		err := db.QueryRowContext(ctx, s).Scan(&out)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return "", errors.Join(err, db.Close())
		}
	}
	return out, db.Close()
}
