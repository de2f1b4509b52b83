package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/topics"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// drafted is what is kept of a draft. It is written down before anything is posted, so that every process, and one that takes over after
// a crash, shows the same.
type drafted struct {
	Places  []bot.Address    // of the digest, in the workspace
	To      []bot.Address    // who sees the draft
	Stories []topics.Drafted // those that are shown first
	Lines   []bot.Line       // of those that are shown
	Main    bot.Message
	Replies []bot.Message // one a story that is shown
	Lang    string
	Zone    string
	Drops   bool
}

// verdict is what somebody decided on a draft, as it stands in the log.
type verdict struct {
	Did   string `json:"did"`
	Story string `json:"story,omitempty"` // its headline, for people
	N     int    `json:"n"`               // its number in the draft, from 1; 0 is the whole
}

// Why a run that its editors had in hand was not posted.
const (
	undecided = "undecided" // nobody decided on its draft
	undrafted = "undrafted" // there was no draft to decide on
	stoppedBy = "stopped"   // an editor wanted it so
)

// drafting makes the draft of the next run of a schedule when it is due, and begins the run early when an editor says so. It returns when
// to look again, which is at the latest when it was to be anyway.
func (d *daemon) drafting(ctx context.Context, p planned, id store.ScheduleID, now, next time.Time) (time.Time, error) {
	if p.draft == 0 {
		return next, nil
	}
	run, ok := p.plan.Next(now.Add(-p.jitter))
	if !ok {
		return next, nil
	}
	due := p.due(run)
	if at := due.Add(-p.draft); now.Before(at) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
		return next, nil
	}
	began, err := d.store.Runs.Began(ctx, id.Workspace, p.name, run.Key(), p.plan.Zone())
	if began || err != nil {
		return next, err
	}
	pause, was, err := pauseOf(ctx, d.store.Pauses, id, "", now)
	if err != nil || was && pause.Holds(due) {
		return next, err
	}
	dr, ok, err := d.draft(ctx, p, id, run, now)
	if errors.Is(err, errUnsettled) {
		return now.Add(waitStep), nil
	}
	if err != nil || !ok {
		return next, err
	}
	e, _, err := editionOf(ctx, d.store.Drafts, dr)
	if err != nil || !e.Sent {
		return next, err
	}
	d.log.Info("a digest is posted before its time, as an editor wants", "run", p.name+"@"+run.Key(), "workspace", id.Workspace)
	return next, d.beginAt(ctx, p, id, run, now, now)
}

// errUnsettled is the error of a draft that waits for articles to be placed.
var errUnsettled = errors.New("there are articles in no story yet")

// draft returns the draft of a run, which it makes and has posted when there is none; false while there is nothing to say. Its error is errUnsettled
// while it waits.
func (d *daemon) draft(ctx context.Context, p planned, id store.ScheduleID, run schedule.Run, now time.Time) (store.Draft, bool, error) {
	dr, ok, err := d.store.Drafts.Of(ctx, id.Workspace, p.name, run.Key(), p.plan.Zone())
	if err != nil {
		return dr, false, err
	}
	if !ok {
		made := store.Draft{
			Workspace: id.Workspace, Schedule: p.name, Nominal: run.Key(), Zone: p.plan.Zone(), ID: strings.ToLower(rand.Text()[:7]), Due: p.due(run), Made: now,
		}
		if made.Doc, err = d.compile(ctx, p, made); err != nil || made.Doc == "" {
			return dr, false, err
		}
		d.reach("draft:before")
		if err := d.store.Drafts.Put(ctx, made); err != nil {
			return dr, false, err
		}
		d.reach("draft:after")
		if dr, ok, err = d.store.Drafts.Of(ctx, id.Workspace, p.name, run.Key(), p.plan.Zone()); err != nil || !ok {
			return dr, false, err
		}
	}
	doc, err := readDraft(dr)
	if err != nil {
		return dr, false, err
	}
	for _, to := range doc.To {
		planned, err := d.courier.Planned(ctx, draftRun(dr, ""), to)
		if err == nil && !planned {
			err = d.courier.Plan(ctx, draftRun(dr, ""), to, doc.Main, doc.Replies, nil)
		}
		if err != nil {
			return dr, false, err
		}
	}
	return dr, true, nil
}

// compile puts the draft of a run together; empty when there is nothing to say, and errUnsettled while it waits.
func (d *daemon) compile(ctx context.Context, p planned, dr store.Draft) (string, error) {
	doc := drafted{Lang: p.language, Zone: p.zone.String(), Drops: p.drops}
	for _, place := range p.places {
		if workspaceOf(place) == dr.Workspace {
			doc.Places = append(doc.Places, place)
		}
	}
	for _, to := range p.draftTo {
		if workspaceOf(to) == dr.Workspace {
			doc.To = append(doc.To, to)
		}
	}
	if len(doc.To) == 0 || len(doc.Places) == 0 {
		return "", nil
	}
	p = p.at(ctx, doc.Places[0], d.courier)
	span, late, err := spanOf(ctx, d.store, p, doc.Places[0], dr.Due)
	if err != nil {
		return "", err
	}
	r := p.request(doc.Places[0], span, d.feeds(doc.Places[0]), late)
	if err := d.unplaced(ctx, delivery.Run{Workspace: dr.Workspace, Schedule: dr.Schedule, Nominal: dr.Nominal, Zone: dr.Zone}, r); err != nil {
		return "", err
	}
	made, err := d.desk.Make(ctx, r)
	if err != nil || len(made.Stories) == 0 {
		return "", err
	}
	for i, e := range slices.Concat(made.Stories, made.More) {
		doc.Stories = append(doc.Stories, topics.Drafted{Story: e.Story.ID, Lead: e.Lead.ID, More: i >= len(made.Stories)})
	}
	doc.Main, doc.Lines, doc.Replies = present.In(p.language, p.zone).Draft(seenDraft(dr, doc), p.fit(made))
	text, err := json.Marshal(doc)
	return string(text), err
}

// unplaced returns errUnsettled while the draft of a run should wait for articles that are in no story yet, as long as its digest would: what
// editors decide is of stories. It does not wait itself, for other schedules are decided on meanwhile.
func (d *daemon) unplaced(ctx context.Context, of delivery.Run, r digest.Request) error {
	left, err := d.store.Articles.Unplaced(ctx, r.Wide(), r.Feeds, d.now())
	if err != nil {
		return err
	}
	if _, waits := d.unsettled[of]; left && !waits {
		d.unsettled[of] = time.Now()
	}
	if left && time.Since(d.unsettled[of]) < settling {
		return errUnsettled
	}
	delete(d.unsettled, of)
	return nil
}

// seenDraft returns a draft as people see it.
func seenDraft(dr store.Draft, doc drafted) present.Draft {
	return present.Draft{ID: dr.ID, Name: dr.Schedule, Due: dr.Due, Places: doc.Places, Drops: doc.Drops}
}

func readDraft(dr store.Draft) (drafted, error) {
	var doc drafted
	if err := json.Unmarshal([]byte(dr.Doc), &doc); err != nil {
		return doc, fmt.Errorf("draft %s: %w", dr.ID, err)
	}
	return doc, nil
}

// draftRun names the messages of a draft in the ledger: the draft itself, or what changes it. They belong to no schedule, as notices do.
func draftRun(dr store.Draft, change string) delivery.Run {
	return delivery.Run{Workspace: dr.Workspace, Nominal: strings.TrimSpace("draft " + dr.ID + " " + change), Zone: dr.Zone}
}

// editionOf returns a draft as it was decided on so far, and the code of the last decision.
func editionOf(ctx context.Context, drafts *store.Drafts, dr store.Draft) (*topics.Edition, string, error) {
	doc, err := readDraft(dr)
	if err != nil {
		return nil, "", err
	}
	list, err := drafts.Decisions(ctx, dr)
	e, last := topics.NewEdition(doc.Stories), ""
	for _, c := range list {
		var v verdict
		if err := json.Unmarshal([]byte(c.After), &v); err != nil {
			return e, last, fmt.Errorf("decision %s: %w", c.ID, err)
		}
		e.Do(v.Did, v.N-1)
		last = c.ID
	}
	return e, last, err
}

// edited returns a digest as editors decided on its draft, or why it is not posted. The run has begun, so that no decision comes after.
func (d *daemon) edited(ctx context.Context, p planned, run store.Run, made briefs.Digest) (briefs.Digest, string, error) {
	dr, ok, err := d.store.Drafts.Of(ctx, run.Workspace, run.Schedule, run.Nominal, run.Zone)
	if err != nil {
		return made, "", err
	}
	silent := p.draft > 0 && p.drops && len(made.Stories) > 0
	if !ok {
		if silent {
			return made, undrafted, nil
		}
		return made, "", nil
	}
	e, _, err := editionOf(ctx, d.store.Drafts, dr)
	switch {
	case err != nil:
		return made, "", err
	case e.Stopped:
		return made, stoppedBy, nil
	case silent && !e.Decided:
		return made, undecided, nil
	}
	return e.Edit(made), "", nil
}

// closeDraft says under a draft what became of it, and takes the buttons away. It is of no consequence when that fails.
func (d *daemon) closeDraft(ctx context.Context, run store.Run) {
	dr, ok, err := d.store.Drafts.Of(ctx, run.Workspace, run.Schedule, run.Nominal, run.Zone)
	if err == nil && ok {
		err = redraw(ctx, d.courier, d.store.Drafts, dr, run.Outcome)
	}
	if err != nil {
		d.failed(ctx, "a draft could not be closed", err, "schedule", run.Schedule)
	}
}

// redraw changes a draft where it was posted, so that all its editors see what was decided; with the outcome of its run, that it is over.
func redraw(ctx context.Context, courier *delivery.Courier, drafts *store.Drafts, dr store.Draft, outcome string) error {
	doc, err := readDraft(dr)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(doc.Zone)
	if err != nil {
		return err
	}
	for _, to := range doc.To {
		run := draftRun(dr, "")
		key := store.DeliveryKey(run.Workspace, run.Schedule, run.Nominal+" "+run.Zone, to.String(), 0)
		for range 3 { // unless others change it meanwhile
			e, last, err := editionOf(ctx, drafts, dr)
			if err != nil {
				return err
			}
			_, edits, err := courier.Current(ctx, key)
			if err != nil {
				return err
			}
			m := present.In(doc.Lang, zone).Redrawn(seenDraft(dr, doc), doc.Main, doc.Lines, e, outcome)
			if !courier.Fits(to, m) {
				break
			}
			if outcome != "" {
				last = outcome
			}
			done, err := courier.Follow(ctx, draftRun(dr, last), to, key, []delivery.Edit{{Key: key, After: edits, Message: m}}, nil, nil)
			if done || err != nil {
				if err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

// logged returns the line of the log for a decision.
func logged(dr store.Draft, v verdict, a settings.Actor, id string, at time.Time) settings.Change {
	return settings.Change{
		Edit:      settings.Edit{Kind: settings.KindDraft, Name: dr.Name(), After: settings.Encode(v)},
		Workspace: dr.Workspace, ID: id, At: at.UTC().Truncate(time.Millisecond), By: a.By(), Called: bot.Cut(bot.CleanLine(a.Name), 100), Place: a.Place.Place().String(),
	}
}
