package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/related"
	"briefbot/briefs/topics"
	"briefbot/internal/commands"
	"briefbot/internal/digest"
	"briefbot/internal/present"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// trail tells what became of articles, stories and runs. It implements commands.Trail.
type trail struct{ *core }

// searched is how far back words are looked for in titles.
const searched = 60 * 24 * time.Hour

// Search implements commands.Trail.
func (t trail) Search(ctx context.Context, place bot.Address, words []string, limit int) ([]briefs.Article, error) {
	list, err := t.store.Articles.Search(ctx, words, t.now().Add(-searched), limit, t.feedsOf(place))
	var out []briefs.Article
	for _, p := range list {
		out = append(out, p.Article)
	}
	return out, err
}

// Article implements commands.Trail.
func (t trail) Article(ctx context.Context, place bot.Address, a store.Placed) (present.Why, error) {
	w := present.Why{Article: a.Article, Came: a.Fetched, Backlog: a.Backlog, RoundUp: related.IsRoundUp(a.Title)}
	carried, err := t.store.Articles.Carried(ctx, a.ID)
	if err != nil {
		return w, err
	}
	for _, url := range carried {
		w.Sources = append(w.Sources, t.sourceName(url, a.Outlet))
	}
	changes, err := t.store.Articles.ChangesOf(ctx, a.ID)
	if err != nil {
		return w, err
	}
	for _, c := range changes {
		w.Changes = append(w.Changes, present.Change{Article: a.Article, Was: c.Was, At: c.At, Withdrawn: c.Kind == store.Withdrawn})
	}
	decided, err := t.store.StoryEdits.Decisions(ctx, workspaceOf(place))
	if err != nil {
		return w, err
	}
	w.Story = decided.Story(a.ID, a.Story)
	w.Moved, w.Muted = w.Story != a.Story, decided.Muted(w.Story)
	story, err := t.store.Articles.StoryOf(ctx, decided, w.Story, t.feedsOf(place))
	if err != nil {
		return w, err
	}
	t.inStory(&w, story)
	return w, t.verdicts(ctx, &w, place, a)
}

func (k *core) sourceName(url, otherwise string) string {
	for _, s := range k.feeds {
		if s.url == url && s.name != "" {
			return s.name
		}
	}
	return otherwise
}

// inStory says how the article stands in its story.
func (t trail) inStory(w *present.Why, story briefs.Story) {
	w.Articles = len(story.Articles)
	i := slices.IndexFunc(story.Articles, func(a briefs.Article) bool { return a.ID == w.Article.ID })
	if i < 0 {
		return
	}
	before := story.Articles[:i]
	w.Opened = i == 0
	key := topics.TitleKey(w.Article)
	w.Copy = slices.ContainsFunc(before, func(a briefs.Article) bool { return topics.TitleKey(a) == key })
	w.Reasons = reasons(t.core, before, w.Article)
}

// reasons returns what an article shares with those of its story that came before it: the engine that placed it may be another
// process's, or have ended.
func reasons(k *core, before []briefs.Article, a briefs.Article) []related.Reason {
	if len(before) == 0 {
		return nil
	}
	const most = 50                                              // of a large story the nearest in time
	e := related.New(k.names, related.Options{Threshold: -1000}) // it is in the story: only the reasons are asked for
	for _, b := range before[max(0, len(before)-most):] {
		e.Load(head(b), "story")
	}
	return e.Add(head(a)).Reasons
}

// verdicts says what each schedule of the workspace, and each of its channels, made of an article.
func (t trail) verdicts(ctx context.Context, w *present.Why, place bot.Address, a store.Placed) error {
	shown := map[string]store.ShownIn{}
	for _, workspace := range t.workspacesOf(place) {
		list, err := t.store.Shown.Where(ctx, workspace, a.ID)
		if err != nil {
			return err
		}
		for _, s := range list {
			shown[s.Place] = s
		}
	}
	for _, p := range t.scheduled().list {
		if p = p.within(place); len(p.places) == 0 {
			continue
		}
		v := wanted(t.desk.Topic(p.topics), a.Article)
		v.Schedule = p.name
		w.Verdicts = append(w.Verdicts, v)
		for _, to := range p.places {
			s, ok := shown[to.String()]
			follows := v.Kind == "unwanted" && len(t.taste(workspaceOf(to), to.String()).Follow.Named(a.Title)) > 0
			missing := v.Kind == "wanted" || v.Kind == "any" || follows
			switch {
			case ok:
				kind, err := t.asShown(ctx, s)
				if err != nil {
					return err
				}
				w.Verdicts = append(w.Verdicts, present.Verdict{Kind: kind, Place: to, At: s.At})
			case w.Gone(): // which says it all
				missing = false
			case missing:
				missed, err := t.missed(ctx, p, to, a)
				if err != nil {
					return err
				}
				w.Verdicts = append(w.Verdicts, missed)
			}
			if ok || missing {
				w.Verdicts = append(w.Verdicts, t.raised(p, to, w.Story, a.Article)...)
			}
		}
	}
	return nil
}

// asShown says how a channel was shown an article.
func (t trail) asShown(ctx context.Context, s store.ShownIn) (string, error) {
	switch {
	case s.Lead:
		return "headline", nil
	case s.Message == "":
		return "counted", nil
	}
	d, ok, err := t.store.Deliveries.Get(ctx, s.Message)
	if ok && d.Parent == "" {
		return "below", err
	}
	return "thread", err
}

// wanted says what a topic makes of an article.
func wanted(m *topics.Matcher, a briefs.Article) present.Verdict {
	if m == nil {
		return present.Verdict{Kind: "any"}
	}
	ok, words := m.Match(a)
	switch {
	case ok:
		return present.Verdict{Kind: "wanted", Words: words}
	case len(words) > 0:
		return present.Verdict{Kind: "excluded", Words: words}
	}
	return present.Verdict{Kind: "unwanted"}
}

// runsBack is how many runs are looked through for the first one that could have shown an article.
const runsBack = 200

// missed says why a channel was not shown an article that its schedule wants: by what its first digest after the article came in would
// have chosen from.
func (t trail) missed(ctx context.Context, p planned, place bot.Address, a store.Placed) (present.Verdict, error) {
	out := present.Verdict{Kind: "outside", Schedule: p.name, Place: place, Limit: p.limit}
	decided, err := t.store.StoryEdits.Decisions(ctx, workspaceOf(place))
	if err != nil {
		return out, err
	}
	pause, paused, err := pauseAt(ctx, t.store.Pauses, store.ScheduleID{Workspace: workspaceOf(place), Name: p.name}, place, t.now(), t.now())
	if err != nil {
		return out, err
	}
	out.Until = pause.Until
	story := cmp.Or(decided.Story(a.ID, a.Story), a.ID)
	threaded := p.at(ctx, place, t.courier).look.threaded()
	var anchors []store.Anchor
	if threaded {
		anchors, err = t.desk.Threads.Anchors(ctx, workspaceOf(place), place.String(), t.now().Add(-searched))
	}
	if err != nil {
		return out, err
	}
	newest := slices.IndexFunc(anchors, func(x store.Anchor) bool { return decided.Story(x.Article, x.Story) == story })
	if newest >= 0 && anchors[newest].Precedes(a) {
		out.Kind = "followed"
		return out, nil
	}
	if repeats, err := t.repeats(ctx, decided, place, story, a); repeats || err != nil {
		out.Kind = "repeats"
		return out, err
	}
	if end := a.Fetched.Add(digest.Arrival); paused && threaded && t.now().Before(end) {
		if told, err := t.told(ctx, decided, p.name, place, story, a); told || err != nil {
			out.Kind, out.At = "paused-thread", end
			return out, err
		}
	}
	run, ok, err := t.firstRun(ctx, p.name, place, a)
	switch {
	case err != nil:
		return out, err
	case !ok:
		switch out.At = p.next(t.now()); {
		case out.At.IsZero(): // it has no further run
		case paused && pause.Holds(out.At):
			out.Kind = "paused"
		default:
			out.Kind = "waits"
		}
		return out, nil
	}
	if came, err := t.cameTo(ctx, run, place); err != nil || came == store.Paused {
		out.Kind, out.At = "paused-run", run.Due
		return out, err
	}
	made, err := t.choice(ctx, p, place, run)
	if err != nil {
		return out, err
	}
	all := slices.Concat(made.Stories, made.More)
	if at := slices.IndexFunc(all, func(e briefs.Entry) bool { return e.Story.ID == story }); at >= p.limit {
		out.Kind, out.Rank, out.Of, out.At = "over", at+1, len(all), run.Due
	}
	return out, nil
}

// told reports whether a schedule told a channel, before an article came in, the story that this is of.
func (t trail) told(ctx context.Context, decided store.Decisions, schedule string, place bot.Address, story string, a store.Placed) (bool, error) {
	list, err := t.store.Shown.Anchors(ctx, workspaceOf(place), place.String(), t.now().Add(-searched))
	return slices.ContainsFunc(list, func(x store.Anchor) bool {
		return x.Schedule == schedule && x.Precedes(a) && decided.Story(x.Article, x.Story) == story
	}), err
}

// firstRun returns the first run of a schedule after an article came in; false when there was none yet.
func (t trail) firstRun(ctx context.Context, schedule string, place bot.Address, a store.Placed) (store.Run, bool, error) {
	runs, err := t.store.Runs.Of(ctx, workspaceOf(place), schedule, runsBack)
	for _, r := range slices.Backward(runs) { // newest first
		if r.Due.After(a.Fetched) && r.Due.After(a.Published) {
			return r, true, err
		}
	}
	return store.Run{}, false, err
}

// cameTo returns what a run came to in a channel.
func (t trail) cameTo(ctx context.Context, run store.Run, place bot.Address) (string, error) {
	places, err := t.store.Runs.Places(ctx, run)
	i := slices.IndexFunc(places, func(in store.RunPlace) bool { return in.Place == place.String() })
	if err != nil || i < 0 {
		return run.Outcome, err
	}
	return places[i].Outcome, nil
}

// repeats reports whether a channel was shown the title of an article already, by another of its story.
func (t trail) repeats(ctx context.Context, decided store.Decisions, place bot.Address, story string, a store.Placed) (bool, error) {
	whole, err := t.store.Articles.StoryOf(ctx, decided, story, t.feedsOf(place))
	if err != nil {
		return false, err
	}
	for _, other := range whole.Articles {
		if other.ID == a.ID || topics.TitleKey(other) != topics.TitleKey(a.Article) {
			continue
		}
		shown, err := t.store.Shown.Where(ctx, workspaceOf(place), other.ID)
		if err != nil || slices.ContainsFunc(shown, func(s store.ShownIn) bool { return s.Place == place.String() }) {
			return err == nil, err
		}
	}
	return false, nil
}

// choice returns what a run could choose from, whatever the channel had seen.
func (t trail) choice(ctx context.Context, p planned, place bot.Address, run store.Run) (briefs.Digest, error) {
	span, late, err := spanOf(ctx, t.store, p, place, run.Due)
	if err != nil {
		return briefs.Digest{}, err
	}
	r := p.request(place, span, t.feedsOf(place), late)
	r.Again = true
	return t.desk.Make(ctx, r)
}

// Run implements commands.Trail.
func (t trail) Run(ctx context.Context, place bot.Address, name, day string) (present.Ran, briefs.Digest, int, bool, error) {
	for _, workspace := range t.workspacesOf(place) {
		p, ok := t.scheduled().find(workspace, name)
		if !ok {
			continue
		}
		runs, err := t.store.Runs.Of(ctx, workspace, name, runsBack)
		if err != nil {
			return present.Ran{}, briefs.Digest{}, 0, false, err
		}
		i := slices.IndexFunc(runs, func(r store.Run) bool { return day == "" || len(r.Nominal) >= 10 && r.Nominal[:10] == day })
		if i < 0 {
			continue
		}
		told, err := t.ran(ctx, runs[i])
		if err != nil {
			return told, briefs.Digest{}, 0, false, err
		}
		at := p.places[slices.IndexFunc(p.places, func(a bot.Address) bool { return workspaceOf(a) == workspace })]
		made, err := t.choice(ctx, p, at, runs[i])
		return told, made, p.limit, err == nil, err
	}
	return present.Ran{}, briefs.Digest{}, 0, false, nil
}

// Story implements commands.Trail.
func (t trail) Story(ctx context.Context, place bot.Address, what string) (present.StoryCard, bool, error) {
	workspace := workspaceOf(place)
	edits, err := t.store.StoryEdits.Of(ctx, workspace)
	if err != nil {
		return present.StoryCard{}, false, err
	}
	decided, err := t.store.StoryEdits.Decisions(ctx, workspace)
	if err != nil {
		return present.StoryCard{}, false, err
	}
	story, err := t.storyOf(ctx, decided, place, what)
	if err != nil || len(story.Articles) == 0 {
		return present.StoryCard{}, false, err
	}
	card := present.StoryCard{Story: story}
	ids := make([]string, len(story.Articles))
	for i, a := range story.Articles {
		ids[i] = a.ID
	}
	told, err := t.store.Shown.Headlines(ctx, workspace, ids)
	if err != nil {
		return card, false, err
	}
	for _, s := range told {
		card.Told = append(card.Told, present.Verdict{Kind: "headline", Place: address(s.Place), At: s.At})
	}
	card.Edits = editsOf(edits, decided, story.ID)
	return card, true, nil
}

// storyOf returns the story of an id, or of an article by its address or id; without articles when there is none.
func (t trail) storyOf(ctx context.Context, decided store.Decisions, place bot.Address, what string) (briefs.Story, error) {
	feeds := t.feedsOf(place)
	story, err := t.store.Articles.StoryOf(ctx, decided, what, feeds)
	if err != nil || len(story.Articles) > 0 {
		return story, err
	}
	a, ok, err := t.store.Articles.ByAddress(ctx, what)
	if err == nil && !ok {
		a, ok, err = t.store.Articles.ByID(ctx, what)
	}
	if err != nil || !ok || a.Story == "" {
		return briefs.Story{}, err
	}
	return t.store.Articles.StoryOf(ctx, decided, decided.Story(a.ID, a.Story), feeds)
}

// editsOf returns the decisions on a story, the newest first.
func editsOf(list []store.StoryEdit, decided store.Decisions, story string) []present.StoryEdit {
	undone := map[string]bool{}
	var out []present.StoryEdit
	for _, e := range slices.Backward(list) {
		switch {
		case e.Did == store.Undone:
			undone[e.Story] = true
		case decided.Now(e.Story) == story || decided.Now(e.Other) == story || e.Other == story:
			out = append(out, present.StoryEdit{ID: e.ID, Who: e.Who, Called: e.Called, Did: e.Did, Other: e.Other, Articles: len(e.Articles), At: e.At, Undone: undone[e.ID]})
		}
	}
	return out
}

// Edit implements commands.Trail.
func (t trail) Edit(ctx context.Context, in bot.Invocation, e store.StoryEdit) (store.StoryEdit, present.Muting, error) {
	var muting present.Muting
	place := in.From.Place()
	e.Workspace, e.At, e.ID = workspaceOf(place), t.now(), t.editID()
	who := t.actor(in)
	e.Who, e.Called = who.By(), bot.Cut(bot.CleanLine(who.Name), 100)
	decided, err := t.store.StoryEdits.Decisions(ctx, e.Workspace)
	if err != nil {
		return e, muting, err
	}
	if e.Did != store.Undone {
		if err := t.complete(ctx, decided, place, &e); err != nil {
			return e, muting, err
		}
	}
	if err := t.store.StoryEdits.Add(ctx, e); err != nil {
		return e, muting, err
	}
	if muting, err = t.muting(ctx, decided, e); err != nil { // it is decided all the same
		t.log.Warn("a story was edited, and what that leaves muted cannot be said", "edit", e.ID, "error", err)
	}
	t.note(ctx, in, editNote(e, muting))
	t.log.Info("story edited", "workspace", e.Workspace, "who", e.Who, "did", e.Did, "story", e.Story, "other", e.Other, "edit", e.ID)
	return e, muting, nil
}

// muting says which of the stories of a decision are muted now that it was kept, and which were before and are no more. Of a decision that mutes
// there is nothing to add.
func (t trail) muting(ctx context.Context, before store.Decisions, e store.StoryEdit) (present.Muting, error) {
	var out present.Muting
	undone := e.Did == store.Undone
	if undone {
		list, err := t.store.StoryEdits.Of(ctx, e.Workspace)
		if err != nil {
			return out, err
		}
		e = list[slices.IndexFunc(list, func(o store.StoryEdit) bool { return o.ID == e.Story })]
	} else if e.Did == store.Muted {
		return out, nil
	}
	other := cmp.Or(e.Other, e.Story)
	if undone && e.Did == store.Split { // what was split off is no story any more
		other = e.Story
	}
	after, err := t.store.StoryEdits.Decisions(ctx, e.Workspace)
	if err != nil {
		return out, err
	}
	was := before.Muted(e.Story) || before.Muted(e.Other)
	for _, story := range slices.Compact([]string{after.Now(e.Story), after.Now(other)}) {
		by := after.MutedBy(story)
		for _, m := range by {
			out.By = m.ID
			if !slices.Contains(out.Stories, m.Story) {
				out.Stories = append(out.Stories, m.Story)
			}
		}
		if was && len(by) == 0 {
			out.Again = append(out.Again, story)
		}
	}
	return out, nil
}

// editNote is how the log of changes tells of a decision on a story; of one that was taken back by its id.
func editNote(e store.StoryEdit, m present.Muting) settings.Edit {
	return settings.Edit{Kind: settings.KindStory, Name: e.Story, After: settings.Encode(struct {
		Did   string `json:"did"`
		Other string `json:"story,omitempty"`
		Muted bool   `json:"muted,omitempty"`
		ID    string `json:"edit"`
	}{e.Did, e.Other, len(m.Stories) > 0, e.ID})}
}

// complete replaces what people typed by ids, and refuses what makes no sense.
func (t trail) complete(ctx context.Context, decided store.Decisions, place bot.Address, e *store.StoryEdit) error {
	story, err := t.storyOf(ctx, decided, place, e.Story)
	if err != nil {
		return err
	}
	if len(story.Articles) == 0 {
		return commands.UnknownStory(e.Story)
	}
	e.Story = story.ID
	switch e.Did {
	case store.Merged:
		other, err := t.storyOf(ctx, decided, place, e.Other)
		switch {
		case err != nil:
			return err
		case len(other.Articles) == 0:
			return commands.UnknownStory(e.Other)
		case other.ID == story.ID:
			return commands.ErrStorySame
		}
		e.Other = other.ID
	case store.Split:
		var moving []string
		for _, typed := range e.Articles {
			canonical, ok := briefs.CanonicalURL(typed)
			i := slices.IndexFunc(story.Articles, func(a briefs.Article) bool {
				own, _ := briefs.CanonicalURL(a.URL)
				return a.ID == typed || ok && own == canonical
			})
			if i < 0 {
				return commands.StrayArticle(typed)
			}
			if id := story.Articles[i].ID; !slices.Contains(moving, id) {
				moving = append(moving, id)
			}
		}
		if len(moving) == 0 || len(moving) == len(story.Articles) {
			return commands.ErrStoryWhole
		}
		sum := sha256.Sum256([]byte(e.ID + e.Workspace))
		e.Articles, e.Other = moving, hex.EncodeToString(sum[:6])
	}
	return nil
}
