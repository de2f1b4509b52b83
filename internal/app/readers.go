package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/config"
	"briefbot/internal/commands"
	"briefbot/internal/digest"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

const (
	// mostReaders is how many people of a workspace may choose something for themselves.
	mostReaders = 2000
	// readerJitter spreads private digests of one time, so that those of channels come first.
	readerJitter = time.Minute
)

// readers are the people who chose something for themselves, as the store has them.
type readers struct {
	store *store.Readers
	log   *slog.Logger

	mu      sync.Mutex // held while the state is replaced
	state   atomic.Pointer[readerState]
	changed func()
}

// readerState is everybody at one moment. It never changes.
type readerState struct {
	seq      int64
	list     []store.Reader
	atPlace  map[string]store.Reader // those who follow something, by the address of the conversation
	byPerson map[[2]string]store.Reader
}

// now returns everybody as they are; nobody where nothing was opened.
func (r *readers) now() *readerState {
	if r == nil {
		return &readerState{}
	}
	return r.state.Load()
}

func openReaders(ctx context.Context, s *store.Readers, log *slog.Logger) (*readers, error) {
	r := &readers{store: s, log: log}
	r.state.Store(&readerState{seq: -1})
	return r, r.refresh(ctx)
}

// refresh takes over what people chose since, here or by another process.
func (r *readers) refresh(ctx context.Context) error {
	last, err := r.store.Last(ctx)
	if err != nil || last == r.state.Load().seq {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	list, err := r.store.All(ctx)
	if err != nil {
		return err
	}
	next := &readerState{last, list, map[string]store.Reader{}, map[[2]string]store.Reader{}}
	for _, x := range list {
		next.byPerson[[2]string{x.Workspace, x.Person}] = x
		if x.Reading.Follows() {
			next.atPlace[x.Place] = x
		}
	}
	r.state.Store(next)
	if r.changed != nil {
		r.changed()
	}
	return nil
}

// serve keeps them as the store has them until ctx ends.
func (r *readers) serve(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := r.refresh(ctx); err != nil && ctx.Err() == nil {
			r.log.Warn("what people follow could not be read again; what is known is used meanwhile", "error", err)
		}
	}
}

// of returns what somebody who asks chose in their workspace. A conversation with one person on Discord is of no server: there it is what
// they chose in the one whose digest comes into that conversation.
func (s *readerState) of(in bot.Invocation) (store.Reader, bool) {
	workspace := workspaceOf(in.From)
	if x, ok := s.byPerson[[2]string{workspace, in.User.ID}]; ok {
		return x, true
	}
	if in.From.Workspace == discord.DirectMessages {
		for _, x := range s.list {
			if at, err := bot.ParseAddress(x.Place); err == nil && x.Person == in.User.ID && at.Platform == in.From.Platform && at.Channel == in.From.Channel {
				return x, true
			}
		}
	}
	return store.Reader{}, false
}

// named is of, or with the code of a digest its own, if it is of who asks: somebody may follow in several servers.
func (s *readerState) named(in bot.Invocation, code string) (store.Reader, bool) {
	for _, x := range s.list {
		if code != "" && x.ID == code && x.Person == in.User.ID && strings.HasPrefix(x.Workspace, in.From.Platform+":") {
			return x, true
		}
	}
	if code != "" {
		return store.Reader{}, false
	}
	return s.of(in)
}

// planReader makes a schedule of what somebody follows.
func planReader(c *config.Config, x store.Reader) (planned, error) {
	p, err := plan(c, config.Schedule{
		Name: store.PrivateSchedule + x.ID, When: x.Timing, Zone: x.Zone, Channels: []string{x.Place}, Language: x.Language, Empty: "silent", Jitter: max(c.Digest.Jitter, readerJitter),
		Layout: "compact", Threads: "inline",
	}, schedule.Parse)
	p.own, p.private, p.topics = true, x.ID, nil
	p.title = present.In(p.language, p.zone).Say("follow-digest")
	return p, err
}

// taste returns what somebody chose, if the place is a conversation with them.
func (k *core) privateTaste(workspace, place string) (digest.Taste, bool) {
	x, ok := k.readers.now().atPlace[place]
	if !ok || x.Workspace != workspace {
		return digest.Taste{}, false
	}
	t := k.tasteOf(x.Reading, x.Reading.Follow)
	t.Only = true
	return t, true
}

// Reader implements commands.Readers.
func (k *core) Reader(ctx context.Context, in bot.Invocation) (present.Reader, bool, error) {
	if err := k.readers.refresh(ctx); err != nil {
		return present.Reader{}, false, err
	}
	x, ok := k.readers.now().of(in)
	if !ok {
		return present.Reader{}, false, nil
	}
	out, err := k.seenReader(ctx, x)
	return out, true, err
}

// seenReader returns what somebody chose, for them to see.
func (k *core) seenReader(ctx context.Context, x store.Reader) (present.Reader, error) {
	out := present.Reader{ID: x.ID, Reading: x.Reading, When: x.Timing}
	if !x.Reading.Follows() {
		return out, nil
	}
	p, err := planReader(k.config, x)
	if err != nil {
		return out, err
	}
	out.Timing, out.Zone, out.Next = Timing(p.plan), p.zone, p.next(k.now()).Add(-p.jitter)
	list, err := k.store.Pauses.Of(ctx, store.ScheduleID{Workspace: x.Workspace, Name: p.name})
	out.Stopped = slices.ContainsFunc(list, func(p store.Pause) bool { return p.Holds(k.now()) })
	return out, err
}

// Keep implements commands.Readers.
func (k *core) Keep(ctx context.Context, in bot.Invocation, r settings.Reading, timing, zone string) (present.Reader, error) {
	if err := k.readers.refresh(ctx); err != nil {
		return present.Reader{}, err
	}
	x, ok := k.readers.now().of(in)
	if !ok {
		x = store.Reader{Workspace: workspaceOf(in.From), Person: in.User.ID, ID: strings.ToLower(rand.Text()[:10])}
	}
	if x.Reading = r; r.Empty() {
		return present.Reader{}, k.forget(ctx, x)
	}
	x.Language = in.Language()
	x.Timing, x.Zone = cmp.Or(timing, x.Timing, present.Morning), cmp.Or(zone, x.Zone)
	if r.Follows() {
		conversation, err := k.converse(ctx, x, in)
		if err != nil {
			return present.Reader{}, err
		}
		x.Place = conversation.Address.String()
		x.Zone = cmp.Or(x.Zone, k.zoneNear(conversation.Zone, in.From.Place()))
		if _, err := k.store.Pauses.End(ctx, store.ScheduleID{Workspace: x.Workspace, Name: store.PrivateSchedule + x.ID}, k.now()); err != nil {
			return present.Reader{}, err // it was stopped when they could not be reached
		}
	} else {
		x.Place = ""
	}
	kept, err := k.store.Readers.Put(ctx, x, mostReaders)
	if err == nil && !kept {
		err = &settings.Refusal{Code: settings.Many, Name: "follow", Other: fmt.Sprint(mostReaders)}
	}
	if err == nil {
		err = k.readers.refresh(ctx)
	}
	if err != nil {
		return present.Reader{}, err
	}
	return k.seenReader(ctx, x)
}

// zoneNear returns the zone of a person, where their platform says it, else that of the channel where they ask.
func (k *core) zoneNear(zone string, place bot.Address) string {
	if name, err := schedule.FindZone(zone); err == nil && zone != "" {
		return name
	}
	if name, err := schedule.FindZone(k.zoneOf(place).String()); err == nil {
		return name
	}
	return "UTC"
}

// converse returns the conversation with who asks.
func (k *core) converse(ctx context.Context, x store.Reader, in bot.Invocation) (bot.Conversation, error) {
	if in.From.Workspace == discord.DirectMessages && x.Workspace == workspaceOf(in.From) {
		return bot.Conversation{Address: in.From.Place()}, nil // it is the conversation
	}
	platform, id, _ := strings.Cut(x.Workspace, ":")
	return k.converseWith(ctx, bot.Address{Platform: platform, Workspace: id}, in.User.ID)
}

// converseWith returns the conversation with somebody of the workspace of a place.
func (k *core) converseWith(ctx context.Context, place bot.Address, user string) (bot.Conversation, error) {
	d, ok := k.directs[place.Platform]
	if !ok || user == "" {
		return bot.Conversation{}, commands.ErrNoPrivate
	}
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	return d.Direct(ctx, place.Workspace, user)
}

// Leave implements commands.Readers.
func (k *core) Leave(ctx context.Context, in bot.Invocation, code string) (bool, error) {
	if err := k.readers.refresh(ctx); err != nil {
		return false, err
	}
	x, ok := k.readers.now().named(in, code)
	if !ok || !x.Reading.Follows() {
		return false, nil
	}
	x.Reading.Follow, x.Reading.Topics, x.Place = nil, nil, ""
	if x.Reading.Empty() {
		return true, k.forget(ctx, x)
	}
	if _, err := k.store.Readers.Put(ctx, x, mostReaders+1); err != nil {
		return false, err
	}
	return true, k.readers.refresh(ctx)
}

func (k *core) forget(ctx context.Context, x store.Reader) error {
	if err := k.store.Readers.Drop(ctx, x.Workspace, x.Person); err != nil {
		return err
	}
	return k.readers.refresh(ctx)
}

var _ commands.Readers = (*core)(nil)
