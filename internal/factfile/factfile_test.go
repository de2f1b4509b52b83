package factfile

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/datatest"
	"briefbot/internal/starter"
)

func load(t testing.TB) (*config.Starter, *facts.Book) {
	t.Helper()
	s, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	b, err := starter.Book(s)
	if err != nil {
		t.Fatal(err)
	}
	return s, b
}

func vocabulary(t testing.TB) *Vocabulary { s, b := load(t); return NewVocabulary(s, b) }

// given reads the table of facts that were seen in print.
func given(t *testing.T) []Row {
	t.Helper()
	data, err := os.ReadFile(datatest.Dir(t, "facts", "facts.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := vocabulary(t).ReadTable(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// same compares facts with their unexported parts.
var same = cmp.AllowUnexported(briefs.Decimal{})
