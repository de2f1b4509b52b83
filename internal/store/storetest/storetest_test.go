package storetest

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"briefbot/internal/store"
)

func TestRefuse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.db")
	s, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	mend, err := Refuse(context.Background(), path, "no more")
	if err != nil {
		t.Fatal(err)
	}
	save := func() error {
		return s.Schedules.Save(context.Background(), store.ScheduleState{ScheduleID: store.ScheduleID{Workspace: "w", Name: "m"}})
	}
	if err := save(); err == nil || !strings.Contains(err.Error(), "no more") {
		t.Errorf("a write was not refused: %v", err)
	}
	if _, err := s.Schedules.All(context.Background()); err != nil {
		t.Errorf("a read was refused: %v", err)
	}
	if err := mend(); err != nil {
		t.Fatal(err)
	}
	if err := save(); err != nil {
		t.Error(err)
	}
}
