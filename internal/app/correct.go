package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"briefbot/bot"
	"briefbot/internal/delivery"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

// corrected is how long after it a change of an article is still made where it was posted.
const corrected = 7 * 24 * time.Hour

// correct plans the edits of lines whose articles outlets have changed or withdrawn, and says so in their threads. Nothing is posted anew.
func (d *daemon) correct(ctx context.Context) error {
	changes, err := d.store.Articles.Changes(ctx, d.now().Add(-corrected))
	if err != nil {
		return err
	}
	var failures []error
	for i, c := range changes {
		shown, err := d.store.Shown.Where(ctx, "", c.Article)
		if err != nil {
			return err
		}
		for _, s := range shown {
			if s.Message == "" || !s.At.Before(c.At) { // where it was shown after the change it was shown as it is
				continue
			}
			again := slices.ContainsFunc(changes[:i], func(o store.ArticleChange) bool {
				return o.Article == c.Article && o.Kind == c.Kind && o.Was == c.Was && s.At.Before(o.At)
			})
			if err := d.correctOne(ctx, c, s, again); err != nil {
				failures = append(failures, fmt.Errorf("correction of %s in %s: %w", c.Article, s.Place, err))
			}
		}
	}
	return errors.Join(failures...)
}

// correctOne plans the edit of one line, once. Of a change that the thread heard of before, as of an outlet that goes back and forth between
// two titles, it is not told again, nor of one that left the line as it stands, nor of a muted story.
func (d *daemon) correctOne(ctx context.Context, c store.ArticleChange, s store.ShownIn, again bool) error {
	was, found, err := d.store.Deliveries.Get(ctx, s.Message)
	if err != nil || !found {
		return err
	}
	place, err := bot.ParseAddress(s.Place)
	if err != nil {
		return err
	}
	run := delivery.Run{Workspace: s.Workspace, Schedule: was.Schedule, Nominal: fmt.Sprintf("change %s %d", c.Article, c.At.UnixMilli()), Zone: was.Zone}
	if planned, err := d.courier.Planned(ctx, run, place); planned || err != nil {
		return err
	}
	p, ok := d.plans().find(s.Workspace, was.Schedule)
	if !ok { // removed since, or renamed
		p, ok = d.plans().into(place)
	}
	if !ok {
		return nil
	}
	a, found, err := d.store.Articles.ByID(ctx, c.Article)
	if err != nil || !found {
		return err
	}
	p = p.at(ctx, place, d.courier)
	v := present.In(p.language, p.zone)
	change := present.Change{Article: a.Article, Was: c.Was, At: c.At, Withdrawn: c.Kind == store.Withdrawn}
	m, after, err := d.courier.Current(ctx, s.Message)
	if err != nil {
		return err
	}
	if !change.Withdrawn && reads(m, c.Article, v.Changed(bot.Line{}, change).Text) {
		return nil
	}
	var edits []delivery.Edit
	if relined(&m, c.Article, func(l bot.Line) bot.Line { return v.Changed(l, change) }) && d.fitted(place, &m, c.Article) {
		edits = []delivery.Edit{{Key: s.Message, After: after, Message: m}}
	}
	muted, err := d.desk.Muted(ctx, s.Workspace, s.Place, a)
	if err != nil {
		return err
	}
	var replies []bot.Message
	if p.look.threaded() && !again && !muted {
		replies = []bot.Message{v.ChangeNote(change, m.Thread)}
	}
	root := was.Key
	if was.Parent != "" {
		root = was.Parent
	}
	_, err = d.courier.Follow(ctx, run, place, root, edits, replies, nil)
	return err
}

// fitted shortens the line of an article until the message has room for it, and reports whether it has: what is marked must be seen to be.
func (d *daemon) fitted(place bot.Address, m *bot.Message, article string) bool {
	shorter := func(l bot.Line) bot.Line {
		l.Text = bot.Cut(l.Text, max(leastTitle, bot.Length(l.Text)-8))
		return l
	}
	for !d.courier.Fits(place, *m) {
		if !relined(m, article, shorter) {
			return false
		}
	}
	return true
}

// leastTitle is how many characters of a title at least are left to make room for a mark.
const leastTitle = 24

// reads reports whether a message shows an article under a title.
func reads(m bot.Message, article, title string) bool {
	return slices.ContainsFunc(m.Sections, func(s bot.Section) bool {
		return slices.ContainsFunc(s.Lines, func(l bot.Line) bool { return l.Ref == article && l.Text == title })
	})
}
