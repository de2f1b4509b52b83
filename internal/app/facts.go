package app

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/factfile"
	"briefbot/internal/keeping"
	"briefbot/internal/starter"
	"briefbot/internal/store"
)

// FactFile is an import or an export of facts.
type FactFile struct {
	Config    *config.Config
	Kept      bool   // use the config's database; else the starter content in memory
	Workspace string // "platform:id" of the team whose facts they are; empty: shared by all
	Out       io.Writer
}

// open opens the facts to work on, and the words of files.
func (f FactFile) open(ctx context.Context, database string) (*store.Store, *keeping.Shelf, *factfile.Vocabulary, error) {
	content, err := config.LoadStarter()
	if err != nil {
		return nil, nil, nil, err
	}
	book, err := starter.Book(content)
	if err != nil {
		return nil, nil, nil, err
	}
	db, err := store.Open(ctx, database)
	if err != nil {
		return nil, nil, nil, err
	}
	shelf, err := keeping.Open(ctx, book, db.Facts, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, nil, nil, closing(db, err)
	}
	return db, shelf, factfile.NewVocabulary(content, shelf.Book(f.Workspace)), nil
}

// Import takes a file of facts in, all or none, and prints what became of its rows. A dry run keeps nothing and prints every row that is
// not known yet.
func (f FactFile) Import(ctx context.Context, path string, in io.Reader, dry bool) error {
	database := store.Memory
	if f.Kept {
		database = databaseOf(f.Config)
		if dry {
			database = readFrom(f.Config, true)
		}
	}
	db, shelf, words, err := f.open(ctx, database)
	if err != nil {
		return err
	}
	defer db.Close()
	src, err := f.read(path, in, words)
	if err != nil {
		return err
	}
	done, failed := shelf.Import(ctx, src, dry)
	if failed != nil && done.Bad == 0 {
		return failed
	}
	if err := f.report(done, shelf.Book(f.Workspace), dry); err != nil {
		return err
	}
	switch {
	case failed != nil || done.Bad > 0:
		return fmt.Errorf("%s: %d of %d rows are bad; nothing was imported", path, done.Bad, done.Read)
	case !f.Kept && !dry:
		_, err = fmt.Fprintln(f.Out, "Nothing was kept: without --config the facts are in memory.")
	case done.Change != "":
		_, err = fmt.Fprintf(f.Out, "Kept as change %s.\n", done.Change)
	}
	return err
}

// read reads a file of facts: a table or records, as it begins.
func (f FactFile) read(path string, in io.Reader, words *factfile.Vocabulary) (keeping.Source, error) {
	src := keeping.Source{Workspace: f.Workspace, By: "file:" + filepath.Base(path)}
	var data []byte
	var err error
	if path == "-" {
		data, err = io.ReadAll(in)
	} else {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return src, err
	}
	if src.Records = factfile.IsLines(data); src.Records {
		src.Rows, err = factfile.ReadLines(bytes.NewReader(data))
	} else {
		src.Rows, err = words.ReadTable(bytes.NewReader(data))
	}
	if err != nil {
		return src, fmt.Errorf("%s: %w", path, err)
	}
	return src, nil
}

// report prints what became of the rows: of a dry run each that is not known, else those that somebody has to look at; then how many.
func (f FactFile) report(done keeping.Import, book *facts.Book, dry bool) error {
	w := bufio.NewWriter(f.Out)
	for _, r := range done.Rows {
		switch {
		case r.Err != nil:
			fmt.Fprintf(w, "line %d: bad: %s\n", r.Line, oneLine(r.Err))
		case r.Verdict.Keep() && (dry || sign(r.Verdict) == "!"):
			fmt.Fprintf(w, "%s line %d: %s%s\n", sign(r.Verdict), r.Line, statement(r.Verdict.Fact, book), standing(r.Verdict))
		}
	}
	fmt.Fprintf(w, "%d read, %d new, %d corroborate, %d revise, %d conflict, %d known, %d bad\n",
		done.Read, done.New, done.Corroborate, done.Revise, done.Conflict, done.Known, done.Bad)
	return w.Flush()
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// sign marks a row in the list of differences: + new, = corroborates, ~ revises, ! to be looked at.
func sign(v facts.Verdict) string {
	switch {
	case len(v.Doubts) > 0:
		return "!"
	case v.Outcome == facts.Novel, v.Outcome == facts.Coexists:
		return "+"
	case v.Outcome == facts.Corroborates:
		return "="
	case v.Outcome == facts.Revision:
		return "~"
	}
	return "!"
}

// statement says a fact in one line, for operators.
func statement(f briefs.Fact, book *facts.Book) string {
	who, metric, by := book.Entity(f.Subject).Name, f.Metric, ""
	switch {
	case metric == facts.Other:
		metric = f.Label
	case f.Label != "":
		who = f.Label
	}
	if len(f.Sources) > 0 {
		by = " by " + f.Sources[0].Publisher
	}
	return fmt.Sprintf("%s, %s, %s: %s (%s%s)", who, metric, cmp.Or(f.Period.Label, f.Period.String()), amount(f.Quantity), f.Nature, by)
}

var scaleWords = map[int]string{3: " thousand", 6: " million", 9: " billion", 12: " trillion"}

// amount says a quantity as it was printed, for operators.
func amount(q briefs.Quantity) string {
	if q.Word != "" {
		return q.Word
	}
	text := q.Value.String()
	if q.IsRange() {
		text = q.Low.String() + "-" + q.High.String()
	}
	scale, ok := scaleWords[q.Scale]
	if !ok && q.Scale != 0 {
		scale = fmt.Sprintf("e%d", q.Scale)
	}
	return strings.TrimSpace(string(q.Bound) + " " + text + scale + " " + q.Unit)
}

// standing says how a row stands to what is known, for operators.
func standing(v facts.Verdict) string {
	var parts []string
	if v.Outcome != facts.Novel {
		parts = append(parts, strings.TrimSpace(string(v.Outcome)+" "+v.Against))
	}
	for _, d := range v.Doubts {
		parts = append(parts, strings.TrimSpace(string(d.Code)+" "+d.Against))
	}
	if len(parts) == 0 {
		return ""
	}
	return " [" + strings.Join(parts, "; ") + "]"
}

// Export writes facts as Import reads them: as a table of what a workspace is told, or the records of all.
func (f FactFile) Export(ctx context.Context, format string) error {
	db, shelf, words, err := f.open(ctx, readFrom(f.Config, f.Kept))
	if err != nil {
		return err
	}
	defer db.Close()
	if format == "jsonl" {
		var failed error
		return cmp.Or(factfile.WriteLines(f.Out, shelf.Export(ctx, &failed)), failed)
	}
	var list []briefs.Fact
	for fact := range shelf.Book(f.Workspace).Facts {
		list = append(list, *fact)
	}
	return words.WriteTable(f.Out, list)
}
