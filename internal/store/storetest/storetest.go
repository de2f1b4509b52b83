// Package storetest puts a database into trouble, for tests of those who use it.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Refuse makes every later write to the database at path fail with a reason, whoever writes, until mend is called.
func Refuse(ctx context.Context, path, reason string) (mend func() error, err error) {
	db, err := dial(path)
	if err != nil {
		return nil, err
	}
	tables, err := tablesOf(ctx, db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	var names []string
	for _, table := range tables {
		for _, event := range []string{"INSERT", "UPDATE"} {
			name := fmt.Sprintf("refuse_%s_%s", strings.ToLower(event), table)
			names = append(names, name)
			_, err := db.ExecContext(ctx, fmt.Sprintf(`CREATE TRIGGER %s BEFORE %s ON %s BEGIN SELECT RAISE(ABORT, '%s'); END`, name, event, table, reason))
			if err != nil {
				return nil, errors.Join(err, db.Close())
			}
		}
	}
	return func() error {
		for _, name := range names {
			if _, err := db.ExecContext(context.WithoutCancel(ctx), `DROP TRIGGER `+name); err != nil {
				return errors.Join(err, db.Close())
			}
		}
		return db.Close()
	}, nil
}

func tablesOf(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	return out, rows.Err()
}
