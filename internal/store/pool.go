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
	queries  prepared     // on the connections that read
	changes  prepared     // on the one that writes
	failures atomic.Int64 // statements and transactions that failed
}

// dialect is where the databases differ. The statements themselves are the same for all.
type dialect struct {
	goose   goose.Dialect
	folder  string                                                       // of its migrations
	now     string                                                       // expression for the time in milliseconds, by the database's clock
	lock    string                                                       // first statement of a transaction, given what it writes; empty: beginning locks
	text    func(string) string                                          // what it can keep of a text; nil: all
	prepare bool                                                         // statements are parsed each time unless they are prepared
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
	s, err := p.changed(ctx, statement) //nolint:sqlclosecheck // it is kept
	if err != nil {
		return 0, p.explain(err)
	}
	var res sql.Result
	if s != nil {
		res, err = s.ExecContext(ctx, p.args(args)...)
	} else {
		res, err = p.write.ExecContext(ctx, statement, p.args(args)...)
	}
	if err != nil {
		return 0, p.explain(err)
	}
	return res.RowsAffected()
}

// changed returns a statement that writes, prepared; nil where it is not to be.
func (p *pool) changed(ctx context.Context, statement string) (*sql.Stmt, error) {
	if !p.prepare {
		return nil, nil
	}
	return p.changes.on(ctx, p.write, statement)
}

// txn is a transaction under way.
type txn struct {
	tx *sql.Tx
	dialect
	changes *prepared
	met     map[string]bool // statements that were not prepared: while the transaction has the connection none can be
}

// known returns a statement that was prepared before the transaction began; nil for another.
func (t txn) known(ctx context.Context, statement string) *sql.Stmt {
	if !t.prepare {
		return nil
	}
	if s := t.changes.get(statement); s != nil {
		return t.tx.StmtContext(ctx, s)
	}
	t.met[statement] = true
	return nil
}

func (t txn) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	var res sql.Result
	var err error
	if s := t.known(ctx, statement); s != nil { //nolint:sqlclosecheck // the end of the transaction closes it
		res, err = s.ExecContext(ctx, t.args(args)...)
	} else {
		res, err = t.tx.ExecContext(ctx, statement, t.args(args)...)
	}
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (t txn) row(ctx context.Context, query string, args ...any) row {
	if s := t.known(ctx, query); s != nil { //nolint:sqlclosecheck // the end of the transaction closes it
		return s.QueryRowContext(ctx, t.args(args)...)
	}
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
	t := txn{tx, p.dialect, &p.changes, map[string]bool{}}
	if err == nil {
		err = f(t)
	}
	if err != nil {
		_ = tx.Rollback() // the first error says more
	} else {
		err = tx.Commit()
	}
	for statement := range t.met { // for the next one
		_, _ = p.changes.on(ctx, p.write, statement) //nolint:sqlclosecheck // it is kept
	}
	return p.explain(err)
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

// prepared are statements that were asked for before.
type prepared struct {
	known sync.Map     // text to *sql.Stmt
	texts atomic.Int64 // how many were to be prepared
}

// get returns a statement that is prepared; nil for another.
func (p *prepared) get(text string) *sql.Stmt {
	if s, ok := p.known.Load(text); ok {
		return s.(*sql.Stmt)
	}
	return nil
}

// on returns a statement prepared for a database; nil when there are too many.
func (p *prepared) on(ctx context.Context, db *sql.DB, text string) (*sql.Stmt, error) {
	if s := p.get(text); s != nil {
		return s, nil
	}
	if p.texts.Add(1) > mostPrepared {
		return nil, nil
	}
	made, err := db.PrepareContext(ctx, text)
	if err != nil {
		p.texts.Add(-1)
		return nil, err
	}
	known, other := p.known.LoadOrStore(text, made)
	if other { // another was quicker
		_ = made.Close() //nolint:sqlclosecheck // the one that is kept stays open
	}
	return known.(*sql.Stmt), nil
}

// query asks a query, prepared where that spares parsing it again.
func (p *pool) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	if p.prepare {
		switch s, err := p.queries.on(ctx, p.read, query); { //nolint:sqlclosecheck // it is kept
		case err != nil:
			return nil, err
		case s != nil:
			return s.QueryContext(ctx, p.args(args)...) //nolint:sqlclosecheck // the caller closes them
		}
	}
	return p.read.QueryContext(ctx, query, p.args(args)...) //nolint:sqlclosecheck // the caller closes them
}

// returning runs a statement that writes and reads the only row that it returns; false when it returns none.
func returning[T any](ctx context.Context, p *pool, scan func(row) (T, error), statement string, args ...any) (T, bool, error) {
	s, err := p.changed(ctx, statement) //nolint:sqlclosecheck // it is kept
	switch {
	case err != nil:
		var none T
		return none, false, p.explain(err)
	case s != nil:
		return single(p, scan, s.QueryRowContext(ctx, p.args(args)...))
	}
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
