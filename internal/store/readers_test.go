package store

import (
	"context"
	"reflect"
	"testing"

	"briefbot/internal/settings"
)

// TestReaders keeps what people chose, one row a person and workspace, and tells others that something is new.
func TestReaders(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		last := int64(0)
		newer := func(what string) {
			t.Helper()
			now, err := s.Readers.Last(ctx)
			if err != nil || now <= last {
				t.Errorf("%s: change %d after %d, %v", what, now, last, err)
			}
			last = now
		}
		ada := Reader{Workspace: "slack:T1", Person: "U1", ID: "k7q2xma", Place: "slack:T1/D1", Timing: "daily 9:00", Zone: "Europe/Paris", Language: "fr",
			Reading: settings.Reading{Follow: []string{"alibaba"}, Stories: []string{"s1"}}}
		ben := Reader{Workspace: "slack:T1", Person: "U2", ID: "b", Reading: settings.Reading{Sources: []string{"https://a.example/rss"}}}
		for _, r := range []Reader{ada, ben} {
			if ok, err := s.Readers.Put(ctx, r, 2); !ok || err != nil {
				t.Fatal(ok, err)
			}
			newer(r.Person)
		}
		if ok, err := s.Readers.Put(ctx, Reader{Workspace: "slack:T1", Person: "U3", ID: "c"}, 2); ok || err != nil {
			t.Errorf("one more than there may be: %v %v", ok, err)
		}
		ada.Reading.Topics = []string{"prices"}
		if ok, err := s.Readers.Put(ctx, ada, 2); !ok || err != nil {
			t.Errorf("one who is there already: %v %v", ok, err)
		}
		newer("changed")
		if got, err := s.Readers.All(ctx); err != nil || !reflect.DeepEqual(got, []Reader{ada, ben}) {
			t.Errorf("all: %+v %v", got, err)
		}
		if err := s.Readers.Drop(ctx, "slack:T1", "U1"); err != nil {
			t.Fatal(err)
		}
		newer("dropped")
		for range 2 { // the last change stays for others to notice
			if n, err := s.Readers.Expire(ctx); n != 0 || err != nil {
				t.Errorf("expired: %d %v", n, err)
			}
		}
		if ok, err := s.Readers.Put(ctx, ben, 2); !ok || err != nil {
			t.Fatal(ok, err)
		}
		newer("after that")
		if n, err := s.Readers.Expire(ctx); n != 1 || err != nil {
			t.Errorf("expired: %d %v", n, err)
		}
		if got, err := s.Readers.All(ctx); err != nil || !reflect.DeepEqual(got, []Reader{ben}) {
			t.Errorf("left: %+v %v", got, err)
		}
	})
}
