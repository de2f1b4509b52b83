package commands

import (
	"context"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/settings"
)

func (d Deps) mute() bot.Command {
	return bot.Command{
		Name: "mute", Short: "add", Names: translated("cmd-mute-name"), Summary: present.Text("cmd-mute"), Example: "mute source Caixin",
		Params: []bot.Param{d.whatParam("cmd-mute-what", d.completeSource), forChannel()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			return d.muting(ctx, in, "mute-done", func(r *settings.Reading, sources, stories []string) {
				r.Sources, r.Stories = union(r.Sources, sources), union(r.Stories, stories)
				r.Stories = r.Stories[max(0, len(r.Stories)-settings.MostMuted):]
			})
		},
	}
}

func (d Deps) unmute() bot.Command {
	return bot.Command{
		Name: "mute stop", Names: translated("cmd-unmute-name"), Aliases: []string{"unmute"}, Summary: present.Text("cmd-unmute"), Example: "mute stop source Caixin",
		Params: []bot.Param{d.whatParam("cmd-mute-what", d.completeSource), forChannel()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			return d.muting(ctx, in, "unmute-done", func(r *settings.Reading, sources, stories []string) {
				r.Sources, r.Stories = without(r.Sources, sources), without(r.Stories, stories)
			})
		},
	}
}

// muting changes what is muted, for the asker or for channels.
func (d Deps) muting(ctx context.Context, in bot.Invocation, done string, change func(r *settings.Reading, sources, stories []string)) (bot.Message, error) {
	v := d.voice(in)
	name, sources, stories, err := d.mutable(ctx, in, in.Args["what"])
	if err != nil {
		return bot.Message{}, err
	}
	how := func(r *settings.Reading) { change(r, sources, stories) }
	if in.Args["in"] != "" {
		return d.editReading(ctx, in, how)
	}
	have, _, err := d.Readers.Reader(ctx, in)
	if err != nil {
		return bot.Message{}, err
	}
	after := have.Reading
	if how(&after); len(after.Sources)+len(after.Stories) == len(have.Reading.Sources)+len(have.Reading.Stories) && slices.Equal(after.Stories, have.Reading.Stories) {
		return refuse(v.Refusal("settings-nothing"))
	}
	if _, err := d.keep(ctx, in, how, "", ""); err != nil {
		return bot.Message{}, err
	}
	return v.MuteDone(done, name), nil
}

// mutable reads what is to be muted: a source by its name or address, or a story by its id or an article of it. Without a word for the
// kind it is whichever is known.
func (d Deps) mutable(ctx context.Context, in bot.Invocation, typed string) (name string, sources, stories []string, err error) {
	v := d.voice(in)
	rest, isSource := kind(typed, sourceWords)
	isStory := false
	if !isSource {
		rest, isStory = kind(typed, storyWords)
	}
	rest = unquoted(rest)
	if !isStory {
		s, ok, err := d.sourceNamed(ctx, in, rest)
		if err != nil || ok {
			return s.Name, []string{s.Feed}, nil, err
		}
		if isSource {
			return "", nil, nil, &bot.UserError{Message: v.Advice("source-unknown", rest, "")}
		}
	}
	card, ok, err := d.Trail.Story(ctx, in.From, rest)
	if err == nil && !ok {
		err = &bot.UserError{Message: v.StoryUnknown(rest)}
	}
	if err != nil {
		return "", nil, nil, err
	}
	return card.Story.First().Title, nil, []string{card.Story.ID}, nil
}

// sourceNamed returns the source of the asker's workspace of a name or an address.
func (d Deps) sourceNamed(ctx context.Context, in bot.Invocation, typed string) (present.Source, bool, error) {
	have, err := d.Desk.Sources(ctx, in.From.Place())
	if err != nil {
		return present.Source{}, false, err
	}
	i := slices.IndexFunc(have, func(s present.Source) bool {
		return strings.EqualFold(s.Name, typed) || s.Feed == typed || s.URL == typed
	})
	if i < 0 {
		return present.Source{}, false, nil
	}
	return have[i], true, nil
}
