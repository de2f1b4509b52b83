package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/pressly/goose/v3"
)

// pool is one database behind two sets of connections, one for writes and one for reads; they may be the same.
type pool struct {
	read, write *sql.DB
	dialect
	group    group
	prepared sync.Map     // of queries that were asked before: text to *sql.Stmt
	texts    atomic.Int64 // how many were to be prepared
	failures atomic.Int64 // statements and transactions that failed
}

// dialect is where the databases differ. The statements themselves are the same for all.
type dialect struct {
	goose   goose.Dialect
	folder  string                                                       // of its migrations
	now     string                                                       // expression for the time in milliseconds, by the database's clock
	lock    string                                                       // first statement of a transaction, given what it writes; empty: beginning locks
	text    func(string) string                                          // what it can keep of a text; nil: all
	prepare bool                                                         // queries are parsed each time unless they are prepared
	migrate func(ctx context.Context, db *sql.DB, up func() error) error // runs up while no other process does
}

// args returns arguments as the database can keep and compare them.
func (d dialect) args(in []any) []any {
	if d.text == nil {
		return in
	}
	out := make([]any, len(in))
	for i, v := range in {
		if s, ok := v.(string); ok {
			v = d.text(s)
		}
		out[i] = v
	}
	return out
}

func (p *pool) close() error {
	if p.read == p.write {
		return p.write.Close()
	}
	return errors.Join(p.read.Close(), p.write.Close())
}

// exec runs one statement and returns how many rows it changed. What it changed is on disk when it returns.
func (p *pool) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	res, err := p.write.ExecContext(ctx, statement, p.args(args)...)
	if err != nil {
		return 0, p.explain(err)
	}
	return res.RowsAffected()
}

// txn is a transaction under way.
type txn struct {
	tx *sql.Tx
	dialect
}

func (t txn) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	res, err := t.tx.ExecContext(ctx, statement, t.args(args)...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (t txn) row(ctx context.Context, query string, args ...any) row {
	return t.tx.QueryRowContext(ctx, query, t.args(args)...)
}

// wait is for what a transaction writes besides the tables that it named: it comes after those that write the same.
func (t txn) wait(ctx context.Context, tables string) error {
	if t.lock == "" {
		return nil
	}
	_, err := t.tx.ExecContext(ctx, t.lock, tables)
	return err
}

// What transactions write. Those that write the same come one after the other, in all processes: each sees what the one before
// it has kept.
const (
	articleTables  = "articles"
	feedTables     = "feeds"
	deliveryTables = "deliveries"
	runTables      = "runs"
	factTables     = "facts"
	settingTables  = "settings"
	storyTables    = "story_edits"
	readerTables   = "readers"
)

// grouped runs a write in a transaction that it may share with others that come at the same time; see group.
func (p *pool) grouped(ctx context.Context, order string, write func(txn) error) error {
	return p.group.do(ctx, p, order, write)
}

// tx runs f in one transaction that writes the tables named, and commits it when f returns nil. Without names it does not wait for
// others: its statements must be safe by themselves.
func (p *pool) tx(ctx context.Context, tables string, f func(txn) error) error {
	tx, err := p.write.BeginTx(ctx, nil)
	if err != nil {
		return p.explain(err)
	}
	if p.lock != "" && tables != "" {
		_, err = tx.ExecContext(ctx, p.lock, tables)
	}
	if err == nil {
		err = f(txn{tx, p.dialect})
	}
	if err != nil {
		_ = tx.Rollback() // the first error says more
		return p.explain(err)
	}
	return p.explain(tx.Commit())
}

// all reads all rows of a query with the given reader of one row.
func all[T any](ctx context.Context, p *pool, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := p.query(ctx, query, args)
	if err != nil {
		return nil, p.explain(err)
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
	return out, p.explain(rows.Err())
}

// one reads the only row of a query; false when there is none.
func one[T any](ctx context.Context, p *pool, scan func(row) (T, error), query string, args ...any) (T, bool, error) {
	rows, err := p.query(ctx, query, args)
	if err != nil {
		var none T
		return none, false, p.explain(err)
	}
	defer rows.Close()
	return single(p, scan, first{rows})
}

// first is the first row of an answer.
type first struct{ *sql.Rows }

func (f first) Scan(to ...any) error {
	if !f.Next() {
		return cmp.Or(f.Err(), sql.ErrNoRows)
	}
	if err := f.Rows.Scan(to...); err != nil {
		return err
	}
	return f.Close()
}

// mostPrepared bounds how many texts are kept prepared. Those of this package are fewer; one with a list in it has a text for each length.
const mostPrepared = 500

// query asks a query, prepared where that spares parsing it again.
func (p *pool) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	if !p.prepare {
		return p.read.QueryContext(ctx, query, p.args(args)...) //nolint:sqlclosecheck // the caller closes them
	}
	known, ok := p.prepared.Load(query)
	if !ok {
		if p.texts.Add(1) > mostPrepared {
			return p.read.QueryContext(ctx, query, p.args(args)...) //nolint:sqlclosecheck // the caller closes them
		}
		made, err := p.read.PrepareContext(ctx, query)
		if err != nil {
			return nil, err
		}
		if known, ok = p.prepared.LoadOrStore(query, made); ok { // another was quicker
			defer func() { _ = made.Close() }()
		}
	}
	return known.(*sql.Stmt).QueryContext(ctx, p.args(args)...) //nolint:sqlclosecheck // the caller closes them
}

// returning runs a statement that writes and reads the only row that it returns; false when it returns none.
func returning[T any](ctx context.Context, p *pool, scan func(row) (T, error), statement string, args ...any) (T, bool, error) {
	return single(p, scan, p.write.QueryRowContext(ctx, statement, p.args(args)...))
}

func single[T any](p *pool, scan func(row) (T, error), r row) (T, bool, error) {
	v, err := scan(r)
	if errors.Is(err, sql.ErrNoRows) {
		var none T
		return none, false, nil
	}
	return v, err == nil, p.explain(err)
}

// row is one row of a query's answer.
type row interface{ Scan(to ...any) error }

// explain is the function of that name, and counts the error.
func (p *pool) explain(err error) error {
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, ErrDeposed) {
		p.failures.Add(1)
	}
	return explain(err)
}

// explain puts what to do before the error of the database, which stays its cause.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("the database did not answer in time; does another program hold it, or is the disk or the server slow? %w", err)
	}
	return explainPostgres(explainSQLite(err))
}
