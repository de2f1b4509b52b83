package commands

import (
	"context"
	"errors"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
)

// Readers keeps what people chose for themselves. It is theirs alone: nobody else is told of it.
type Readers interface {
	// Reader returns what the asker chose; false when nothing.
	Reader(ctx context.Context, in bot.Invocation) (present.Reader, bool, error)
	// Keep keeps what the asker chose from now on, and a time of the digest with its zone; an empty time leaves it, an empty zone is the
	// asker's. Its error is ErrNoPrivate or *bot.PostError when they cannot be written to in private.
	Keep(ctx context.Context, in bot.Invocation, r settings.Reading, timing, zone string) (present.Reader, error)
	// Leave ends the asker's private digest; with a code, that one of theirs. It returns false when there is none.
	Leave(ctx context.Context, in bot.Invocation, code string) (bool, error)
}

// ErrNoPrivate is the error where nobody can be written to in private, such as in a terminal.
var ErrNoPrivate = errors.New("nobody can be written to in private here")

// LeaveLine is the line that ends a private digest.
func LeaveLine(code string) string { return "follow stop " + code }

// following are the commands about what people and channels follow and mute.
func (d Deps) following() []bot.Command {
	list := []bot.Command{d.follow(), d.unfollow(), d.follows(), d.mute(), d.unmute()}
	for i := range list {
		if d.Readers == nil { // nothing is kept
			list[i].Run = func(_ context.Context, in bot.Invocation) (bot.Message, error) {
				return refuse(d.voice(in).CannotWrite(""))
			}
		}
	}
	return list
}

// Words that say of what kind the next one is.
var (
	topicWords  = []string{"topic", "topics", "sujet", "thème", "theme", "主题", "话题"}
	sourceWords = []string{"source", "sources", "média", "media", "来源", "媒体"}
	storyWords  = []string{"story", "sujet", "histoire", "事件", "新闻", "故事"}
)

// kind takes a word of a kind away from the beginning, and reports whether it was there.
func kind(typed string, words []string) (string, bool) {
	first, rest, _ := strings.Cut(strings.TrimSpace(typed), " ")
	if slices.Contains(words, strings.ToLower(first)) && strings.TrimSpace(rest) != "" {
		return strings.TrimSpace(rest), true
	}
	return typed, false
}

func (d Deps) whatParam(summary string, complete completer) bot.Param {
	return bot.Param{Name: "what", Summary: present.Text(summary), Rest: true, Required: true, Complete: complete}
}

func forChannel() bot.Param {
	return bot.Param{Name: "in", Summary: present.Text("cmd-follow-in"), Keyed: true}
}

func (d Deps) follow() bot.Command {
	return bot.Command{
		Name: "follow", Short: "add", Names: translated("cmd-follow-name"), Summary: present.Text("cmd-follow"), Example: "follow alibaba",
		Params: []bot.Param{d.whatParam("cmd-follow-what", d.completeName), {Name: "at", Summary: present.Text("cmd-follow-at"), Keyed: true, Complete: completeTiming}, forChannel()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			names, topics, err := d.followed(v, in, in.Args["what"])
			if err != nil {
				return bot.Message{}, err
			}
			add := func(r *settings.Reading) {
				r.Follow, r.Topics = union(r.Follow, names), union(r.Topics, topics)
			}
			if in.Args["in"] != "" {
				return d.editReading(ctx, in, add)
			}
			timing, zone, err := d.privateTime(v, in.Args["at"])
			if err != nil {
				return bot.Message{}, err
			}
			r, err := d.keep(ctx, in, add, timing, zone)
			if err != nil {
				return bot.Message{}, err
			}
			return v.FollowDone(r, d.chosen(ctx, v, in, r.Reading), d.Now(), LeaveLine(r.ID)), nil
		},
	}
}

// followed reads what is to be followed: topics after a word that says so, else names, of which one that nobody bears may be a topic.
func (d Deps) followed(v present.Voice, in bot.Invocation, typed string) (names, topics []string, err error) {
	rest, is := kind(typed, topicWords)
	if !is && !d.topic(in, rest) {
		names, err = d.ids(v, rest)
		return names, nil, err
	}
	for _, t := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(",，、", r) }) {
		t = strings.TrimSpace(t)
		if !d.topic(in, t) {
			return nil, nil, &bot.UserError{Message: v.Advice("follow-topic-unknown", t, "follow-topic-do")}
		}
		topics = append(topics, t)
	}
	return nil, topics, nil
}

// topic reports whether there is a topic of that id for the asker's workspace.
func (d Deps) topic(in bot.Invocation, id string) bool {
	_, own := d.space(in).Topics[id]
	return own || d.BuiltIn != nil && d.BuiltIn(id)
}

// privateTime reads when somebody wants their digest. The zone is empty when they do not say it.
func (d Deps) privateTime(v present.Voice, typed string) (timing, zone string, err error) {
	if typed == "" {
		return "", "", nil
	}
	shown, err := schedule.Show(schedule.Request{Expr: typed, Zone: "UTC", Now: d.Now()})
	if err != nil {
		return "", "", worded(v, err)
	}
	if zone = shown.Plan.Zone(); zone == "UTC" && !strings.Contains(strings.ToUpper(typed), "UTC") {
		zone = ""
	}
	return typed, zone, nil
}

// keep changes what the asker chose.
func (d Deps) keep(ctx context.Context, in bot.Invocation, change func(*settings.Reading), timing, zone string) (present.Reader, error) {
	v := d.voice(in)
	have, _, err := d.Readers.Reader(ctx, in)
	if err != nil {
		return have, err
	}
	r := have.Reading
	change(&r)
	if len(r.Follow)+len(r.Topics) > mostWatched {
		return have, &bot.UserError{Message: v.Refusal("watch-many")}
	}
	kept, err := d.Readers.Keep(ctx, in, r, timing, zone)
	var post *bot.PostError
	switch {
	case errors.Is(err, ErrNoPrivate):
		return kept, &bot.UserError{Message: v.CannotWrite("")}
	case errors.As(err, &post):
		return kept, &bot.UserError{Message: v.CannotWrite(post.Reason)}
	}
	return kept, turnedDown(v, err)
}

// editReading proposes to change what channels read. That takes their editors, who confirm it.
func (d Deps) editReading(ctx context.Context, in bot.Invocation, change func(*settings.Reading)) (bot.Message, error) {
	if d.Rank != nil { // everybody may follow for themselves, so that nobody has worked out yet what else they may
		in = d.Rank(ctx, in)
	}
	channels, err := d.channels(d.voice(in), in, in.Args["in"])
	if err != nil {
		return bot.Message{}, err
	}
	var edits []settings.Edit
	for _, name := range channels {
		r := d.space(in).Readings[name]
		change(&r)
		e := d.space(in).Put(settings.KindReading, name, r)
		if r.Empty() {
			e.After = ""
		}
		edits = append(edits, e)
	}
	return d.propose(ctx, in, edits...)
}

// union adds to a list what it lacks.
func union(list, more []string) []string {
	out := slices.Clone(list)
	for _, s := range more {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// without takes from a list.
func without(list, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(gone, s) })
}

func (d Deps) unfollow() bot.Command {
	what := d.whatParam("cmd-unfollow-what", d.completeFollowed)
	what.Required = false
	return bot.Command{
		Name: "follow stop", Names: translated("cmd-unfollow-name"), Aliases: []string{"unfollow", "unsubscribe"}, Summary: present.Text("cmd-unfollow"), Example: "follow stop alibaba",
		Params: []bot.Param{what, forChannel()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, typed := d.voice(in), in.Args["what"]
			if in.Args["in"] == "" {
				left, err := d.Readers.Leave(ctx, in, strings.ToLower(typed))
				switch {
				case err != nil:
					return bot.Message{}, err
				case left:
					return v.Refusal("follow-left"), nil
				case typed == "":
					return refuse(v.Refusal("follows-none"))
				}
			} else if typed == "" {
				return d.editReading(ctx, in, func(r *settings.Reading) { r.Follow, r.Topics = nil, nil })
			}
			names, topics, err := d.followed(v, in, typed)
			if err != nil {
				return bot.Message{}, err
			}
			drop := func(r *settings.Reading) {
				r.Follow, r.Topics = without(r.Follow, names), without(r.Topics, topics)
			}
			if in.Args["in"] != "" {
				return d.editReading(ctx, in, drop)
			}
			have, ok, err := d.Readers.Reader(ctx, in)
			if err != nil {
				return bot.Message{}, err
			}
			before := have.Reading
			if drop(&before); !ok || len(before.Follow)+len(before.Topics) == len(have.Reading.Follow)+len(have.Reading.Topics) {
				return refuse(v.Advice("follow-not", typed, ""))
			}
			r, err := d.keep(ctx, in, drop, "", "")
			if err != nil || !r.Reading.Follows() {
				return v.Refusal("follow-left"), err
			}
			return v.FollowDone(r, d.chosen(ctx, v, in, r.Reading), d.Now(), LeaveLine(r.ID)), nil
		},
	}
}

func (d Deps) follows() bot.Command {
	return bot.Command{
		Name: "follow list", Names: translated("cmd-follows-name"), Aliases: []string{"follows"}, Summary: present.Text("cmd-follows"), Example: "follow list",
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			r, _, err := d.Readers.Reader(ctx, in)
			if err != nil {
				return bot.Message{}, err
			}
			here := in.From.Place().String()
			space := d.space(in)
			var watch []string
			for _, id := range space.Channels[here].Watch {
				watch = append(watch, d.nameOf(v, id))
			}
			return v.Follows(r, d.chosen(ctx, v, in, r.Reading), d.chosen(ctx, v, in, space.Readings[here]), watch, d.Now(), LeaveLine(r.ID)), nil
		},
	}
}

// nameOf returns what people call the entity of an id.
func (d Deps) nameOf(v present.Voice, id string) string {
	if e, ok := d.Names.Entity(id); ok {
		return d.called(v, e)
	}
	return id
}

// chosen says a reading by the names that people read.
func (d Deps) chosen(ctx context.Context, v present.Voice, in bot.Invocation, r settings.Reading) present.Chosen {
	out := present.Chosen{Topics: r.Topics}
	for _, id := range r.Follow {
		out.Follow = append(out.Follow, d.nameOf(v, id))
	}
	have, err := d.Desk.Sources(ctx, in.From.Place())
	for _, url := range r.Sources {
		name := url
		if i := slices.IndexFunc(have, func(s present.Source) bool { return s.Feed == url }); i >= 0 && err == nil {
			name = have[i].Name
		}
		out.Sources = append(out.Sources, name)
	}
	for _, id := range r.Stories {
		title := id
		if card, ok, err := d.Trail.Story(ctx, in.From, id); err == nil && ok {
			title = card.Story.First().Title
		}
		out.Stories = append(out.Stories, title)
	}
	return out
}

// completeFollowed proposes what the asker follows.
func (d Deps) completeFollowed(ctx context.Context, in bot.Invocation, typed string) []bot.Choice {
	if d.Readers == nil {
		return nil
	}
	r, _, err := d.Readers.Reader(ctx, in)
	if err != nil {
		return nil
	}
	var out []bot.Choice
	v := present.In(in.Language(), nil)
	for _, id := range r.Reading.Follow {
		if e, ok := d.Names.Entity(id); ok {
			if c := choice(d.called(v, e), e.Name); begins(c, typed) && len(out) < maxProposals {
				out = append(out, c)
			}
		}
	}
	return out
}
