package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"briefbot/internal/store/storetest"
)

func TestPassing(t *testing.T) {
	for _, c := range []struct {
		err  error
		want bool
	}{
		{&pgconn.PgError{Code: "57P03"}, true}, {fmt.Errorf("database x: %w", explain(&pgconn.PgError{Code: "57P01"})), true},
		{&pgconn.PgError{Code: "28P01"}, false}, {&pgconn.PgError{Code: "3D000"}, false}, {errors.New("odd"), false}, {nil, false},
	} {
		if got := Passing(c.err); got != c.want {
			t.Errorf("%v: %v, want %v", c.err, got, c.want)
		}
	}
	if _, err := Open(context.Background(), "postgres://postgres@127.0.0.1:1/nothing"); !Passing(err) {
		t.Errorf("a server that is not there yet: %v", err)
	}
	if testing.Short() {
		return
	}
	path := filepath.Join(t.TempDir(), "b.db")
	open(t, path)
	unlock := storetest.Lock(t, path)
	defer unlock()
	s, err := Open(context.Background(), path)
	if err == nil {
		defer s.Close()
		err = s.Feeds.Save(context.Background(), FeedState{URL: "u"})
	}
	if !Passing(err) {
		t.Errorf("a file that another program holds: %v", err)
	}
}
