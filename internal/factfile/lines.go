package factfile

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"briefbot/briefs/facts"
)

// recordShape is a record of the store as JSON.
type recordShape struct {
	Workspace string      `json:"workspace,omitempty"`
	Change    string      `json:"change,omitempty"`
	At        *time.Time  `json:"at,omitempty"`
	By        string      `json:"by,omitempty"`
	Did       facts.Deed  `json:"did,omitempty"`
	Why       string      `json:"why,omitempty"`
	Fact      facts.Shape `json:"fact"`
}

// decode reads one JSON document into a value and refuses names that it does not have.
func decode(data []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more than one document")
	}
	return nil
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// longestLine is the most bytes of one record: texts of the store are cut well before.
const longestLine = 1 << 20

// ReadLines reads records, one JSON document a line. An error is about the whole of the file; what is wrong with a line stands in
// its row.
func ReadLines(in io.Reader) ([]Row, error) {
	lines := bufio.NewScanner(unmarked(in))
	lines.Buffer(nil, longestLine)
	var out []Row
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		row := Row{Line: n}
		row.Record, row.Err = readRecord(line)
		out = append(out, row)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("after line %d: %w", len(out), err)
	}
	return out, nil
}

func readRecord(line []byte) (facts.Record, error) {
	var s recordShape
	if err := decode(line, &s); err != nil {
		return facts.Record{}, err
	}
	f, err := s.Fact.Fact()
	if err != nil {
		return facts.Record{}, err
	}
	if f.ID == "" {
		return facts.Record{}, errors.New("its fact has no id")
	}
	r := facts.Record{Workspace: s.Workspace, Change: s.Change, By: s.By, Did: s.Did, Why: s.Why, Fact: f}
	if s.At != nil {
		r.At = s.At.UTC()
	}
	return r, nil
}

// WriteLines writes records so that ReadLines reads the same ones.
func WriteLines(out io.Writer, records func(yield func(facts.Record) bool)) error {
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for r := range records {
		s := recordShape{Workspace: r.Workspace, Change: r.Change, At: instant(r.At), By: r.By, Did: r.Did, Why: r.Why, Fact: facts.ShapeOf(r.Fact)}
		if err := enc.Encode(s); err != nil {
			return err
		}
	}
	return w.Flush()
}

// IsLines reports whether a file of facts holds records rather than a table: its first sign is a brace.
func IsLines(start []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("{"))
}
