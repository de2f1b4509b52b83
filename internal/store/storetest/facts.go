package storetest

import (
	"database/sql"
	"testing"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// FactQuery returns what asks the SQLite database at path for the fact of a subject, market and first day of a period, by an index, with
// plain SQL: a peer for lookups.
func FactQuery(t testing.TB, path string) func(subject, market, start string) error {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, s := range []string{
		`CREATE TABLE IF NOT EXISTS peer AS SELECT fact ->> 'subject' AS subject, fact ->> 'market' AS market, fact -> 'period' ->> 'start' AS start, fact FROM facts`,
		`CREATE INDEX IF NOT EXISTS peer_by ON peer (subject, market, start)`,
	} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	return func(subject, market, start string) error {
		var text string
		return db.QueryRow(`SELECT fact FROM peer WHERE subject = ? AND market = ? AND start = ?`, subject, market, start).Scan(&text)
	}
}
