package config

import (
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// readTable reads a CSV file into rows, a pointer to a slice of records with csv tags. The first line names the
// columns, all of them and no other; lines that begin with # are comments; a list has ";" between its items.
func readTable(files fs.FS, name string, rows any) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	header, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: no header: %w", name, err)
	}
	out := reflect.ValueOf(rows).Elem()
	columns, err := match(header, out.Type().Elem())
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		record := reflect.New(out.Type().Elem()).Elem()
		for i, cell := range cells {
			if err := put(record.Field(columns[i]), cell); err != nil {
				line, column := r.FieldPos(i)
				return fmt.Errorf("%s:%d:%d: %s: %w", name, line, column, header[i], err)
			}
		}
		out.Set(reflect.Append(out, record))
	}
}

// match finds the field of every column.
func match(header []string, t reflect.Type) ([]int, error) {
	fields := map[string]int{}
	for i := range t.NumField() {
		fields[t.Field(i).Tag.Get("csv")] = i
	}
	var columns []int
	for i, h := range header {
		field, ok := fields[h]
		if !ok || slices.Contains(header[:i], h) {
			return nil, fmt.Errorf("unknown or repeated column %q", h)
		}
		columns = append(columns, field)
	}
	if len(columns) != len(fields) {
		return nil, fmt.Errorf("%d columns; want %d", len(columns), len(fields))
	}
	return columns, nil
}

// put writes a cell into a field.
func put(v reflect.Value, cell string) error {
	switch v.Kind() {
	case reflect.String:
		v.SetString(cell)
	case reflect.Int:
		n, err := strconv.Atoi(cell)
		if err != nil {
			return fmt.Errorf("%q is no whole number", cell)
		}
		v.SetInt(int64(n))
	case reflect.Bool:
		if cell != "yes" && cell != "" {
			return fmt.Errorf("%q is neither yes nor empty", cell)
		}
		v.SetBool(cell == "yes")
	case reflect.Slice:
		if cell != "" {
			v.Set(reflect.ValueOf(strings.Split(cell, ";")))
		}
	}
	return nil
}

// crockford is Douglas Crockford's base 32 alphabet: no I, L, O or U, which are misread or make words.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// FactID makes the printable id of a fact out of the id of the row it came from: "F" and four characters of the
// row's SHA-256. The same row has the same id in every release.
func FactID(row string) string { return LongFactID(row, 4) }

// LongFactID is FactID with another number of characters, at most 32: where another fact has the shorter id already.
func LongFactID(row string, characters int) string {
	sum := sha256.Sum256([]byte(row))
	id := []byte{'F'}
	for i := range min(characters, len(sum)) {
		id = append(id, crockford[sum[i]&31])
	}
	return string(id)
}
