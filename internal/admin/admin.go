// Package admin keeps what admins set in each workspace: it checks rights, logs changes, and takes them back.
package admin

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// Options are what settings depend on besides the store.
type Options struct {
	Ground   settings.Ground
	Operated func(workspace string) bool // whether the config file names somebody who can repair the workspace

	// Carry, if not nil, does what an edit of a kind means elsewhere, before it is kept. Doing it twice must do no harm.
	Carry func(ctx context.Context, workspace string, e settings.Edit) error

	ID  func() string // names changes and proposals, for people to type; nil: at random
	Now func() time.Time
	Log *slog.Logger
}

// Settings are those of all workspaces. They are safe for use by many.
type Settings struct {
	store *store.Settings
	Options

	mu      sync.Mutex // held while the state is replaced
	state   atomic.Pointer[state]
	changed atomic.Pointer[func()]
}

// state is all settings at one moment. It never changes.
type state struct {
	seq    int64 // the newest change that it knows
	spaces map[string]*settings.Space
}

// Open reads all settings of the store.
func Open(ctx context.Context, s *store.Settings, o Options) (*Settings, error) {
	out := &Settings{store: s, Options: o}
	if out.ID == nil {
		out.ID = newID
	}
	seq, err := s.Last(ctx)
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	kept, err := s.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	docs := map[string]map[settings.Ref]string{}
	for _, k := range kept {
		if docs[k.Workspace] == nil {
			docs[k.Workspace] = map[settings.Ref]string{}
		}
		docs[k.Workspace][k.Ref] = k.Doc
	}
	st := &state{seq, map[string]*settings.Space{}}
	for w, d := range docs {
		if st.spaces[w], err = settings.NewSpace(d); err != nil {
			return nil, fmt.Errorf("workspace %s: %w", w, err)
		}
	}
	out.state.Store(st) // what was kept between the two reads is read again, and is the same again
	return out, nil
}

var empty = func() *settings.Space { s, _ := settings.NewSpace(nil); return s }()

func (st *state) space(workspace string) *settings.Space {
	if s, ok := st.spaces[workspace]; ok {
		return s
	}
	return empty
}

// Space returns the settings of a workspace, "platform:id".
func (s *Settings) Space(workspace string) *settings.Space { return s.state.Load().space(workspace) }

// Spaces returns the settings of all workspaces that have any. The map is not to be changed.
func (s *Settings) Spaces() map[string]*settings.Space { return s.state.Load().spaces }

// Seq returns the number of the newest change that is known here.
func (s *Settings) Seq() int64 { return s.state.Load().seq }

// OnChange has f called after settings changed, here or elsewhere. It must be quick.
func (s *Settings) OnChange(f func()) { s.changed.Store(&f) }

// Refresh takes over what was changed since, here or by another process.
func (s *Settings) Refresh(ctx context.Context) error {
	last, err := s.store.Last(ctx)
	if err != nil || last == s.Seq() {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.catchUp(ctx)
}

// catchUp is Refresh for those who hold the lock.
func (s *Settings) catchUp(ctx context.Context) error {
	have := s.state.Load()
	changes, err := s.store.Since(ctx, have.seq)
	if err != nil || len(changes) == 0 {
		return err
	}
	next := &state{changes[len(changes)-1].Seq, make(map[string]*settings.Space, len(have.spaces))}
	for w, sp := range have.spaces {
		next.spaces[w] = sp
	}
	edits := map[string][]settings.Edit{}
	for _, c := range changes {
		edits[c.Workspace] = append(edits[c.Workspace], c.Edit)
	}
	for w, list := range edits {
		if next.spaces[w], err = next.space(w).With(list...); err != nil {
			return err
		}
	}
	s.state.Store(next)
	if f := s.changed.Load(); f != nil {
		(*f)()
	}
	return nil
}

// Every is how often the store is asked whether there is something new: others see a change within two seconds.
const Every = time.Second

// Serve keeps the settings as the store has them until ctx ends. It asks the store as often as given: Every, outside tests.
func (s *Settings) Serve(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		err := s.Refresh(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && !failing {
			s.Log.Error("settings could not be read again; those known are used meanwhile", "error", err)
		}
		failing = err != nil
	}
}
