package settings

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Difference is one field of a record that a change changes. Values are as people read them; empty: not set.
type Difference struct {
	Field         string
	Before, After string
}

// Differences returns what an edit changes, by field: of a new record all that it says, of one that is gone all that it said.
func (e Edit) Differences() []Difference {
	before, after := fields(e.Before), fields(e.After)
	names := slices.Collect(maps.Keys(before))
	for n := range after {
		if _, ok := before[n]; !ok {
			names = append(names, n)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
	})
	var out []Difference
	for _, n := range names {
		if before[n] != after[n] {
			out = append(out, Difference{n, before[n], after[n]})
		}
	}
	return out
}

// order is that of the fields that matter most.
var order = []string{"when", "who", "access", "channel", "where", "title", "until", "zone", "channels", "language", "topics", "draft", "draft_to", "draft_silence", "did", "story"}

func rank(field string) int {
	if i := slices.Index(order, field); i >= 0 {
		return i
	}
	return len(order)
}

// fields returns the values of a document.
func fields(doc string) map[string]string {
	out := map[string]string{}
	var raw map[string]json.RawMessage
	if doc == "" || json.Unmarshal([]byte(doc), &raw) != nil {
		return out
	}
	for name, value := range raw {
		out[name] = plain(value)
	}
	return out
}

// plain returns a value as people read it.
func plain(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return strings.Join(list, ", ")
	}
	return fmt.Sprint(string(raw))
}

// Word returns a value of the document that an edit puts; empty where it has none.
func (e Edit) Word(field string) string { return fields(e.After)[field] }
