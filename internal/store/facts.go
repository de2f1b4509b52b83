package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Facts keeps the records of the statement store. They are only ever added.
type Facts struct{ db *pool }

// ErrStale is the error of records that were made without knowing of others that have been kept since: read those first, then decide
// again.
var ErrStale = errors.New("store: facts have changed meanwhile")

// Last returns the number of the newest record; 0 when there is none. It is cheap enough to be asked every second.
func (f *Facts) Last(ctx context.Context) (int64, error) {
	seq, _, err := one(ctx, f.db, scanSeq, lastFact)
	return seq, err
}

const lastFact = `SELECT COALESCE(MAX(seq), 0) FROM facts`

func scanSeq(r row) (seq int64, err error) { return seq, r.Scan(&seq) }

// Add keeps records, all or none, if the newest record so far is still the one that they were decided upon; else it returns ErrStale.
// It returns the number of the last one.
func (f *Facts) Add(ctx context.Context, after int64, records []facts.Record) (int64, error) {
	last := after
	err := f.db.tx(ctx, factTables, func(tx txn) error {
		var have int64
		if err := tx.row(ctx, lastFact).Scan(&have); err != nil {
			return err
		}
		if have != after {
			return ErrStale
		}
		for batch := range slices.Chunk(records, factsAtOnce) {
			if err := insertFacts(ctx, tx, batch); err != nil {
				return err
			}
		}
		return tx.row(ctx, lastFact).Scan(&last)
	})
	if err != nil {
		return 0, fmt.Errorf("store: add facts: %w", err)
	}
	return last, nil
}

// factsAtOnce is how many records one statement adds: imports bring many.
const factsAtOnce = 100

func insertFacts(ctx context.Context, tx txn, records []facts.Record) error {
	var statement strings.Builder
	statement.WriteString(`INSERT INTO facts (workspace, id, change, at, who, did, why, fact) VALUES `)
	args := make([]any, 0, 8*len(records))
	for i, r := range records {
		text, err := facts.Encode(r.Fact)
		if err != nil {
			return fmt.Errorf("fact %s: %w", r.Fact.ID, err)
		}
		if i > 0 {
			statement.WriteString(", ")
		}
		n := len(args)
		fmt.Fprintf(&statement, "($%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d)", n+1, n+2, n+3, n+4, n+5, n+6, n+7, n+8)
		args = append(args, r.Workspace, r.Fact.ID, r.Change, millis(r.At), r.By, string(r.Did), r.Why, string(text))
	}
	_, err := tx.exec(ctx, statement.String(), args...)
	return err
}

const factColumns = `seq, workspace, change, at, who, did, why, fact`

// Since returns the records after one, in the order of writing.
func (f *Facts) Since(ctx context.Context, after int64) ([]facts.Record, error) {
	var d facts.Decoder
	return all(ctx, f.db, scanRecord(&d), `SELECT `+factColumns+` FROM facts WHERE seq > $1 ORDER BY seq`, after)
}

// Loaded is a fact as its newest record says, with what a start needs to know of the record.
type Loaded struct {
	Workspace string
	Fact      briefs.Fact
}

// readAtOnce is how many connections read all facts, each its part of them.
const readAtOnce = 2

// loadChunk is how many facts lie together: lists that grow are copied again and again.
const loadChunk = 4096

// Load calls yield with every record's fact up to the last one given, in the order of writing: a later one of a workspace and id counts
// more. The fact is good until yield returns.
func (f *Facts) Load(ctx context.Context, last int64, yield func(*Loaded)) error {
	parts := 1
	if f.db.read != f.db.write || f.db.lock != "" { // a database in memory has one connection
		parts = readAtOnce
	}
	lists, errs := make([][][]Loaded, parts), make([]error, parts)
	var group sync.WaitGroup
	for i := range parts {
		group.Go(func() {
			from, to := last*int64(i)/int64(parts), last*int64(i+1)/int64(parts)
			lists[i], errs[i] = f.load(ctx, from, to)
		})
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("store: load facts: %w", err)
	}
	for _, list := range lists {
		for n, chunk := range list {
			for i := range chunk {
				yield(&chunk[i])
			}
			list[n] = nil // its memory is free for what comes
		}
	}
	return nil
}

// load reads the facts of a part of the records. It reads each text where the driver left it, for they are many.
func (f *Facts) load(ctx context.Context, after, last int64) ([][]Loaded, error) {
	rows, err := f.db.read.QueryContext(ctx, `SELECT workspace, fact FROM facts WHERE seq > $1 AND seq <= $2 ORDER BY seq`, after, last)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var d facts.Decoder
	var out [][]Loaded
	chunk := make([]Loaded, 0, min(last-after, loadChunk))
	var text, name sql.RawBytes
	workspace := ""
	for rows.Next() {
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		if string(name) != workspace {
			workspace = string(name)
		}
		if len(chunk) == cap(chunk) {
			out, chunk = append(out, chunk), make([]Loaded, 0, loadChunk)
		}
		chunk = append(chunk, Loaded{Workspace: workspace})
		if err := d.Decode(text, &chunk[len(chunk)-1].Fact); err != nil {
			return nil, err
		}
	}
	return append(out, chunk), explain(rows.Err())
}

// History returns the records of a fact that are shared or of a workspace, in the order of writing.
func (f *Facts) History(ctx context.Context, workspace, id string) ([]facts.Record, error) {
	var d facts.Decoder
	return all(ctx, f.db, scanRecord(&d), `SELECT `+factColumns+` FROM facts WHERE id = $1 AND workspace IN ('', $2) ORDER BY seq`, id, workspace)
}

// Change returns the records of one change of a workspace, in the order of writing.
func (f *Facts) Change(ctx context.Context, workspace, change string) ([]facts.Record, error) {
	var d facts.Decoder
	return all(ctx, f.db, scanRecord(&d), `SELECT `+factColumns+` FROM facts WHERE workspace = $1 AND change = $2 ORDER BY seq`, workspace, change)
}

// LastChanges returns the last record of each of the newest changes of a workspace by somebody, the newest first; of all people when by
// is empty.
func (f *Facts) LastChanges(ctx context.Context, workspace, by string, limit int) ([]facts.Record, error) {
	var d facts.Decoder
	return all(ctx, f.db, scanRecord(&d), `SELECT `+factColumns+` FROM facts WHERE seq IN (
		SELECT MAX(seq) FROM facts WHERE workspace = $1 AND ($2 = '' OR who = $2) GROUP BY change ORDER BY MAX(seq) DESC LIMIT $3) ORDER BY seq DESC`,
		workspace, by, limit)
}

func scanRecord(d *facts.Decoder) func(row) (facts.Record, error) {
	return func(r row) (facts.Record, error) {
		var out facts.Record
		var at int64
		var did, text string
		if err := r.Scan(&out.Seq, &out.Workspace, &out.Change, &at, &out.By, &did, &out.Why, &text); err != nil {
			return out, err
		}
		out.At, out.Did = fromMillis(at), facts.Deed(did)
		return out, d.Decode([]byte(text), &out.Fact)
	}
}
