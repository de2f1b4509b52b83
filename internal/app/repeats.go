package app

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/internal/commands"
	"briefbot/internal/delivery"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// repeats asks kept questions again when they are due, and has the answers posted into their channels: each run once, since the
// ledger has room for one message of a run, and decided on afterwards, so that a crash in between changes nothing.
type repeats struct {
	*core
	courier *delivery.Courier
	poke    chan struct{}
	log     *slog.Logger
}

// Add implements commands.Repeats.
func (r *repeats) Add(ctx context.Context, in bot.Invocation, line, timing, language string) (present.Repeat, error) {
	place := in.From.Place()
	q := store.Question{
		Workspace: workspaceOf(place), ID: "R" + rand.Text()[:6], Place: place.String(), Line: line, Timing: timing, Zone: r.zoneOf(place).String(),
		Language: language, Asker: in.User.ID, Created: r.now().UTC().Truncate(time.Millisecond), Handled: time.UnixMilli(0).UTC(),
	}
	kept, err := r.seen(q)
	if err != nil {
		return present.Repeat{}, err
	}
	_, err = r.settings.Change(ctx, r.actor(in), func(sp *settings.Space) ([]settings.Edit, error) {
		return []settings.Edit{sp.Put(settings.KindQuestion, q.ID, recordOf(q))}, nil
	})
	var refused *settings.Refusal
	if errors.As(err, &refused) && refused.Code == settings.Many {
		err = commands.ErrManyRepeats
	}
	select {
	case r.poke <- struct{}{}:
	default:
	}
	return kept, err
}

// Of implements commands.Repeats.
func (r *repeats) Of(ctx context.Context, place bot.Address) ([]present.Repeat, error) {
	list, err := r.store.Questions.Of(ctx, workspaceOf(place))
	var out []present.Repeat
	for _, q := range list {
		if kept, err := r.seen(q); err == nil {
			out = append(out, kept)
		}
	}
	return out, err
}

// Stop implements commands.Repeats.
func (r *repeats) Stop(ctx context.Context, in bot.Invocation, id string) (bool, error) {
	id = strings.ToUpper(id)
	list, err := r.store.Questions.Of(ctx, workspaceOf(in.From))
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(list, func(q store.Question) bool { return q.ID == id })
	if i < 0 {
		return false, nil
	}
	_, err = r.settings.Change(ctx, r.actor(in), func(sp *settings.Space) ([]settings.Edit, error) {
		e := sp.Drop(settings.KindQuestion, id)
		if e.Before == "" { // kept before there was a log of it
			e.Before = settings.Encode(recordOf(list[i]))
		}
		return []settings.Edit{e}, nil
	})
	return err == nil, err
}

// recordOf returns a question as the settings keep it.
func recordOf(q store.Question) settings.Question {
	return settings.Question{Line: q.Line, When: q.Timing, Zone: q.Zone, Language: q.Language, Channel: q.Place, Asker: q.Asker}
}

// carryQuestion has a question be asked, or not any more, as the settings say from now on.
func (k *core) carryQuestion(ctx context.Context, workspace string, e settings.Edit) error {
	if _, err := k.store.Questions.Remove(ctx, workspace, e.Name); err != nil || e.After == "" {
		return err
	}
	space, err := (&settings.Space{}).With(e)
	if err != nil {
		return err
	}
	q := space.Questions[e.Name]
	_, err = k.store.Questions.Add(ctx, store.Question{
		Workspace: workspace, ID: e.Name, Place: q.Channel, Line: q.Line, Timing: q.When, Zone: q.Zone, Language: q.Language, Asker: q.Asker,
		Created: k.now().UTC().Truncate(time.Millisecond), Handled: time.UnixMilli(0).UTC(),
	}, 2*settings.MostQuestions)
	return err
}

// planOf reads a question's timetable.
func (r *repeats) planOf(q store.Question) (schedule.Plan, error) {
	rule, err := schedule.Parse(q.Timing)
	if err != nil {
		return schedule.Plan{}, err
	}
	return rule.In(q.Zone, "")
}

// seen returns a question as people see it.
func (r *repeats) seen(q store.Question) (present.Repeat, error) {
	plan, err := r.planOf(q)
	if err != nil {
		return present.Repeat{}, err
	}
	place, err := bot.ParseAddress(q.Place)
	if err != nil {
		return present.Repeat{}, err
	}
	zone, err := time.LoadLocation(plan.Zone())
	if err != nil {
		return present.Repeat{}, err
	}
	out := present.Repeat{ID: q.ID, Line: q.Line, Timing: Timing(plan), Zone: zone, Language: q.Language, Place: place}
	if next, ok := plan.Next(r.now()); ok {
		out.Next = next.Instant
	}
	return out, nil
}

// serve watches the clock until ctx ends.
func (r *repeats) serve(ctx context.Context) error {
	if err := (schedule.Loop{Now: r.now, Poke: r.poke}).Run(ctx, r.tick); ctx.Err() == nil {
		return err
	}
	return nil
}

// tick asks what is due and returns when to look again. What fails is tried again at the next tick.
func (r *repeats) tick(ctx context.Context, t schedule.Tick) time.Time {
	list, err := r.store.Questions.All(ctx)
	if err != nil {
		if ctx.Err() == nil {
			r.log.Error("questions on timetables could not be read; it is tried again", "error", err)
		}
		return time.Time{}
	}
	var wake time.Time
	for _, q := range list {
		next, err := r.decide(ctx, q, t)
		if err != nil && ctx.Err() == nil {
			r.log.Error("a question on a timetable could not be asked; it is tried again", "workspace", q.Workspace, "question", q.ID, "error", err)
		}
		if !next.IsZero() && (wake.IsZero() || next.Before(wake)) {
			wake = next
		}
	}
	return wake
}

// decide compares one question with the clock, asks it when it is due, and returns when it is due next.
func (r *repeats) decide(ctx context.Context, q store.Question, t schedule.Tick) (time.Time, error) {
	plan, err := r.planOf(q)
	if err != nil {
		return time.Time{}, err
	}
	d := plan.Decide(t.Now, schedule.State{Since: q.Created, Handled: q.Handled, Down: t.Down})
	for _, skip := range d.Skipped {
		r.log.Warn("a question on a timetable was not asked", "workspace", q.Workspace, "question", q.ID, "run", skip.Run.Key(), "reason", skip.Reason)
	}
	if d.Due {
		if err := r.post(ctx, q, plan, d.Run); err != nil {
			return time.Time{}, err
		}
	}
	return d.Wake, r.store.Questions.Handle(ctx, q.Workspace, q.ID, d.Handled)
}

// post asks a question and plans its answer. An answer that is a refusal, such as of a name that is known no longer, is not for the
// channel.
func (r *repeats) post(ctx context.Context, q store.Question, plan schedule.Plan, run schedule.Run) error {
	place, err := bot.ParseAddress(q.Place)
	if err != nil {
		return err
	}
	m := r.router.DoLine(ctx, bot.Invocation{From: place, Locale: q.Language, Public: true}, q.Line)
	if m.Private {
		r.log.Warn("a question on a timetable has no answer for its channel", "workspace", q.Workspace, "question", q.ID, "answer", bot.Cut(m.Title, 100))
		return nil
	}
	of := delivery.Run{Workspace: q.Workspace, Schedule: "repeat " + q.ID, Nominal: run.Key(), Zone: plan.Zone()}
	if err := r.courier.Plan(ctx, of, place, m, nil, nil); err != nil {
		return err
	}
	r.log.Info("a question on a timetable was answered", "workspace", q.Workspace, "question", q.ID, "run", run.Key())
	return nil
}
