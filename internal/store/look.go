package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Seen is what Look finds.
type Seen struct {
	Server  string        // version of the server, such as "15.4"
	Latency time.Duration // of one question to it
	Tables  int64         // version of the tables; 0 when there are none yet

	Instances []Instance // with a heartbeat within the last hour
}

// lookBack is how far back Look lists instances.
const lookBack = time.Hour

// Look connects to the PostgreSQL database at an address and changes nothing. Its error says in one sentence what to do when the
// bot could not work with it: the server is out of reach, refuses the password, lacks the database or the rights.
func Look(ctx context.Context, address string) (Seen, error) {
	db, name, err := dialPostgres(address)
	if err != nil {
		return Seen{}, fmt.Errorf("database %s: %w", name, err)
	}
	defer db.close()
	seen, err := db.look(ctx)
	if err != nil {
		return Seen{}, fmt.Errorf("database %s: %w", name, explain(err))
	}
	return seen, nil
}

var errRights = errors.New(postgresAdvice["42501"])

func (p *pool) look(ctx context.Context) (Seen, error) {
	var s Seen
	var schema, create, tables bool
	err := p.read.QueryRowContext(ctx, `SELECT split_part(current_setting('server_version'), ' ', 1), current_schema() IS NOT NULL,
		coalesce(has_schema_privilege(current_schema(), 'CREATE'), false), to_regclass('goose_db_version') IS NOT NULL`).
		Scan(&s.Server, &schema, &create, &tables)
	if err != nil {
		return s, err
	}
	begin := time.Now()
	if err := p.read.PingContext(ctx); err != nil {
		return s, err
	}
	s.Latency = time.Since(begin)
	switch {
	case !schema:
		return s, errors.New(postgresAdvice["3F000"])
	case !tables && !create:
		return s, errRights
	case !tables:
		return s, nil
	}
	if s.Tables, err = applied(ctx, p); err != nil {
		return s, err
	}
	known, err := provider(p)
	if err != nil {
		return s, err
	}
	if err := notNewer(s.Tables, newest(known)); err != nil || s.Tables == 0 {
		return s, err
	}
	var write bool
	err = p.read.QueryRowContext(ctx, `SELECT bool_and(has_table_privilege(t, 'SELECT') AND has_table_privilege(t, 'INSERT') AND has_table_privilege(t, 'UPDATE')
		AND has_table_privilege(t, 'DELETE')) FROM unnest(ARRAY['feeds', 'articles', 'runs', 'deliveries']) AS t`).Scan(&write)
	if err == nil && !write {
		err = errRights
	}
	if err != nil || s.Tables < newest(known) {
		return s, err
	}
	s.Instances, err = (&Instances{p}).Seen(ctx, lookBack)
	return s, err
}
