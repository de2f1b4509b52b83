package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/topics"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

// followEvery is how often threads are told what came in: often enough for news, and seldom enough that one reply holds several articles.
const followEvery = 10 * time.Minute

// desks is what the desk knows of threads. It implements digest.Threads.
type desks struct{ *core }

// Anchors implements digest.Threads: a story is followed where the schedule that told it does so now, see follows.
func (d desks) Anchors(ctx context.Context, workspace, place string, t time.Time) ([]store.Anchor, error) {
	list, err := d.store.Shown.Anchors(ctx, workspace, place, t)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	at, err := bot.ParseAddress(place)
	if err != nil {
		return nil, err
	}
	does := map[string]bool{} // by schedule
	for _, a := range list {
		if _, known := does[a.Schedule]; known {
			continue
		}
		if _, does[a.Schedule], err = d.follows(ctx, a.Schedule, at); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(list, func(a store.Anchor) bool { return !does[a.Schedule] }), nil
}

// Decisions implements digest.Threads.
func (d desks) Decisions(ctx context.Context, workspace string) (store.Decisions, error) {
	return d.store.StoryEdits.Decisions(ctx, workspace)
}

// StoryOf implements digest.Threads.
func (d desks) StoryOf(ctx context.Context, decided store.Decisions, id string, feeds []string) (briefs.Story, error) {
	return d.store.Articles.StoryOf(ctx, decided, id, feeds)
}

// kept hears of each article that was placed.
func (a *App) kept(language string, opens bool) {
	a.metrics.Kept(language, opens)
	a.stir()
}

// stir has threads looked after again.
func (a *App) stir() {
	select {
	case a.news <- struct{}{}:
	default:
	}
}

// followUp tells threads what came in since, while this process leads. It looks when it begins, and after that at intervals in which
// articles came in.
func (a *App) followUp(ctx context.Context) error {
	for first := true; ; first = false {
		if !first && !a.wait(ctx) {
			return nil
		}
		if err := errors.Join(a.daemon.follow(ctx), a.daemon.correct(ctx)); err != nil && ctx.Err() == nil {
			a.log.Error("threads could not be told what came in or was changed; it is tried again", "error", err)
			a.stir()
		}
	}
}

// wait waits until the interval is over and articles came in; false when ctx has ended.
func (a *App) wait(ctx context.Context) bool {
	timer := time.NewTimer(a.follow)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
	}
	select {
	case <-ctx.Done():
		return false
	case <-a.news:
		return true
	}
}

// follow plans what follows in the threads of all channels.
func (d *daemon) follow(ctx context.Context) error {
	arrived := map[string][]store.Placed{} // by the feeds that a channel may see
	var failures []error
	for _, place := range d.channels() {
		feeds := d.feeds(place)
		key := strings.Join(feeds, "\n")
		if _, ok := arrived[key]; !ok {
			list, err := d.desk.Arrived(ctx, d.now(), feeds)
			if err != nil {
				return err
			}
			arrived[key] = list
		}
		if len(arrived[key]) > 0 {
			failures = append(failures, d.followIn(ctx, place, arrived[key]))
		}
	}
	return errors.Join(failures...)
}

// channels returns the channels of all schedules, each once.
func (d *daemon) channels() []bot.Address {
	var out []bot.Address
	for _, p := range d.plans().list {
		for _, place := range p.places {
			if !slices.Contains(out, place) {
				out = append(out, place)
			}
		}
	}
	return out
}

// followIn plans what follows in the threads of a channel: of each story by the schedule that told it there, see follows.
func (d *daemon) followIn(ctx context.Context, place bot.Address, arrived []store.Placed) error {
	r := digest.Request{Workspace: workspaceOf(place), Place: place.String(), Feeds: d.feeds(place), Span: briefs.Span{To: d.now()}}
	list, err := d.desk.Follows(ctx, r, arrived)
	if err != nil {
		return err
	}
	var failures []error
	for _, f := range list {
		p, ok, err := d.follows(ctx, f.Anchor.Schedule, place)
		if err == nil && ok {
			err = d.followOne(ctx, p, place, f)
		}
		if err != nil {
			failures = append(failures, fmt.Errorf("follow-up of %s in %s: %w", f.Anchor.Story, place, err))
		}
	}
	return errors.Join(failures...)
}

// follows returns the schedule of a name as it looks in a channel, or when it posts there no longer, another that follows stories in threads
// there; false when there is none, or it does not, or is paused.
func (k *core) follows(ctx context.Context, name string, place bot.Address) (planned, bool, error) {
	var here []planned
	for _, p := range k.scheduled().list {
		if slices.Contains(p.places, place) {
			here = append(here, p.at(ctx, place, k.courier))
		}
	}
	i := slices.IndexFunc(here, func(p planned) bool { return p.name == name })
	if i < 0 {
		i = slices.IndexFunc(here, func(p planned) bool { return p.look.threaded() })
	}
	if i < 0 || !here[i].look.threaded() {
		return planned{}, false, nil
	}
	now := k.now()
	paused, err := pausedAt(ctx, k.store.Pauses, store.ScheduleID{Workspace: workspaceOf(place), Name: here[i].name}, place, now, now)
	return here[i], !paused, err
}

// followOne plans the edit of a story's line and the reply in its thread.
func (d *daemon) followOne(ctx context.Context, p planned, place bot.Address, f digest.Follow) error {
	v := present.In(p.language, p.zone)
	if f.Lead.ID == "" { // its source was taken off meanwhile: the headline stands there all the same
		lead, _, err := d.store.Articles.ByID(ctx, f.Anchor.Article)
		if err != nil {
			return err
		}
		f.Lead = lead.Article
	}
	edits, err := d.updated(ctx, v, place, f)
	if err != nil {
		return err
	}
	var replies []bot.Message
	var told []store.ShownArticle
	if news := topics.Related(f.Lead, f.News, p.language); len(news) > 0 && !f.Full {
		silent := time.Duration(0)
		if !f.Told.IsZero() && !f.Doubtful() {
			silent = f.Updated.Sub(f.Told)
		}
		replies = []bot.Message{v.FollowUp(f.Lead, p.look.layout == "stories", news, silent, f.Last)}
		for _, a := range f.News {
			told = append(told, store.ShownArticle{Article: a.ID, Story: f.Anchor.Story})
		}
	}
	if len(edits)+len(replies) == 0 {
		return nil
	}
	run := delivery.Run{Workspace: workspaceOf(place), Schedule: p.name, Nominal: "thread " + hashOf(f, edits), Zone: p.zone.String()}
	d.gate.Lock()
	defer d.gate.Unlock()
	planned, err := d.courier.Follow(ctx, run, place, f.Anchor.Root, edits, replies, told)
	if planned {
		d.log.Info("story followed up", "story", f.Anchor.Story, "place", place.String(), "articles", len(told), "outlets", f.Outlets)
	}
	return err
}

// updated returns the message with the story's line as it is to be now; none when it says so already, has no room, or
// nothing came in that is surely of the story.
func (d *daemon) updated(ctx context.Context, v present.Voice, place bot.Address, f digest.Follow) ([]delivery.Edit, error) {
	if f.Updated.IsZero() {
		return nil, nil
	}
	m, after, err := d.courier.Current(ctx, f.Anchor.Message)
	if err != nil || f.Lead.ID == "" {
		return nil, err
	}
	now := func(l bot.Line) bot.Line {
		l.Note = v.Updated(l.Note, f.Lead, f.Outlets, f.Others, f.Anchor.At, f.Updated)
		return l
	}
	if !relined(&m, f.Lead.ID, now) || !d.courier.Fits(place, m) {
		return nil, nil
	}
	return []delivery.Edit{{Key: f.Anchor.Message, After: after, Message: m}}, nil
}

// relined changes the lines of a message that show an article, and reports whether any is another now.
func relined(m *bot.Message, article string, change func(bot.Line) bot.Line) bool {
	changed := false
	for i := range m.Sections {
		for j, l := range m.Sections[i].Lines {
			if l.Ref != article {
				continue
			}
			now := change(l)
			changed = changed || !reflect.DeepEqual(now, l)
			m.Sections[i].Lines[j] = now
		}
	}
	return changed
}

// hashOf names a follow-up by what it tells, so that two processes that tell the same do so once.
func hashOf(f digest.Follow, edits []delivery.Edit) string {
	h := sha256.New()
	fmt.Fprintln(h, f.Anchor.Root, f.Anchor.Story, f.Outlets, f.Updated.UnixMilli(), len(edits))
	for _, a := range f.News {
		fmt.Fprintln(h, a.ID)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
