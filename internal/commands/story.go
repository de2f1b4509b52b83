package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

// Trail tells what became of articles, stories and runs, and keeps what editors decide on stories. What it tells is the workspace's of
// the place.
type Trail interface {
	Article(ctx context.Context, place bot.Address, a store.Placed) (present.Why, error)
	// Search returns the newest articles whose titles hold all of the words.
	Search(ctx context.Context, place bot.Address, words []string, limit int) ([]briefs.Article, error)
	// Run returns the last run of a schedule, of a day "2026-03-02" if that is given, with what it could choose from and the most it shows.
	Run(ctx context.Context, place bot.Address, schedule, day string) (r present.Ran, from briefs.Digest, limit int, found bool, err error)
	// Story returns the story of that id or with that article; false when there is none.
	Story(ctx context.Context, place bot.Address, what string) (present.StoryCard, bool, error)
	// Edit keeps a decision, after completing it: who, when and under which id. It says as well what the decision leaves muted. Its error may be an
	// UnknownStory, a StrayArticle, ErrStorySame, ErrStoryWhole or store.ErrUndone.
	Edit(ctx context.Context, in bot.Invocation, e store.StoryEdit) (store.StoryEdit, present.Muting, error)
}

// UnknownStory is the error of something that is neither a story nor an article in one.
type UnknownStory string

func (u UnknownStory) Error() string { return fmt.Sprintf("there is no story %q", string(u)) }

// StrayArticle is the error of something that is to leave a story and is no article of it.
type StrayArticle string

func (s StrayArticle) Error() string { return fmt.Sprintf("%q is no article of the story", string(s)) }

// Errors of editing stories.
var (
	ErrStorySame  = errors.New("it is one story already")
	ErrStoryWhole = errors.New("nothing would move, or nothing stay")
)

// stories are the commands about what became of stories, and of those who edit them.
func (d Deps) stories() []bot.Command {
	if d.Trail == nil {
		return nil
	}
	return []bot.Command{d.why(), d.storyShow(), d.storyMerge(), d.storySplit(), d.storyMute(), d.storyUndo()}
}

func (d Deps) storyShow() bot.Command {
	return bot.Command{
		Name: "story", Summary: present.Text("cmd-story"), Example: "story 3eef4dcb516f",
		Params: []bot.Param{{Name: "what", Summary: present.Text("cmd-story-which"), Required: true, Rest: true}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			what, _ := articleOf(unquoted(in.Args["what"]))
			card, ok, err := d.Trail.Story(ctx, in.From, what)
			switch {
			case err != nil:
				return bot.Message{}, err
			case !ok:
				return d.storyWords(ctx, in, what)
			}
			return d.storyCard(ctx, in, card), nil
		},
	}
}

// storyWords looks for words in titles: one story is shown, of several each by its newest article with the words.
func (d Deps) storyWords(ctx context.Context, in bot.Invocation, what string) (bot.Message, error) {
	list, of, err := d.titled(ctx, in, what)
	if err != nil {
		return bot.Message{}, err
	}
	list = slices.DeleteFunc(list, func(a briefs.Article) bool { _, ok := of[a.ID]; return !ok })
	v := d.voice(in)
	switch len(list) {
	case 0:
		return refuse(v.StoryUnknown(what))
	case 1:
		return d.storyCard(ctx, in, of[list[0].ID]), nil
	}
	return v.Which(list, present.Text("story-articles"), "story"), nil
}

// storyCard shows a story.
func (d Deps) storyCard(ctx context.Context, in bot.Invocation, card present.StoryCard) bot.Message {
	return d.naming(ctx, in, d.voice(in), placesOf(card.Told)).Story(card, in.From.Place())
}

// unquoted takes what chats put around addresses away.
func unquoted(s string) string { return strings.Trim(s, "<> ") }

func storyParam(name, summary string) bot.Param {
	return bot.Param{Name: name, Summary: present.Text(summary), Required: true}
}

func (d Deps) storyMerge() bot.Command {
	return bot.Command{
		Name: "story merge", Summary: present.Text("cmd-story-merge"), Example: "story merge 3eef4dcb516f 9b1c7d2e4f60", Access: bot.Editor,
		Params: []bot.Param{storyParam("into", "cmd-story-into"), storyParam("other", "cmd-story-other")},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			return d.editStory(ctx, in, store.StoryEdit{Did: store.Merged, Story: unquoted(in.Args["into"]), Other: unquoted(in.Args["other"])})
		},
	}
}

func (d Deps) storySplit() bot.Command {
	articles := storyParam("articles", "cmd-story-articles")
	articles.Rest = true
	return bot.Command{
		Name: "story split", Summary: present.Text("cmd-story-split"), Example: "story split 3eef4dcb516f 9b1c7d2e4f60", Access: bot.Editor,
		Params: []bot.Param{storyParam("story", "cmd-story-what"), articles},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			var list []string
			for _, a := range strings.FieldsFunc(in.Args["articles"], func(r rune) bool { return r == ' ' || r == ',' || r == '，' || r == '、' }) {
				list = append(list, unquoted(a))
			}
			return d.editStory(ctx, in, store.StoryEdit{Did: store.Split, Story: unquoted(in.Args["story"]), Articles: list})
		},
	}
}

func (d Deps) storyMute() bot.Command {
	return bot.Command{
		Name: "story mute", Summary: present.Text("cmd-story-mute"), Example: "story mute 3eef4dcb516f", Access: bot.Editor,
		Params: []bot.Param{storyParam("story", "cmd-story-what")},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			return d.editStory(ctx, in, store.StoryEdit{Did: store.Muted, Story: unquoted(in.Args["story"])})
		},
	}
}

func (d Deps) storyUndo() bot.Command {
	return bot.Command{
		Name: "story undo", Summary: present.Text("cmd-story-undo"), Example: "story undo E7QK2M", Access: bot.Editor,
		Params: []bot.Param{storyParam("edit", "cmd-story-edit")},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			return d.editStory(ctx, in, store.StoryEdit{Did: store.Undone, Story: strings.ToUpper(strings.TrimSpace(in.Args["edit"]))})
		},
	}
}

// editStory has a decision kept and says what it comes to.
func (d Deps) editStory(ctx context.Context, in bot.Invocation, e store.StoryEdit) (bot.Message, error) {
	v := d.voice(in)
	done, muting, err := d.Trail.Edit(ctx, in, e)
	var unknown UnknownStory
	var stray StrayArticle
	switch {
	case errors.As(err, &unknown):
		return refuse(v.StoryUnknown(string(unknown)))
	case errors.As(err, &stray):
		return refuse(v.StoryStray(string(stray)))
	case errors.Is(err, ErrStorySame):
		return refuse(v.Refusal("story-same"))
	case errors.Is(err, ErrStoryWhole):
		return refuse(v.Refusal("story-whole"))
	case errors.Is(err, store.ErrUndone):
		return refuse(v.Refusal("story-no-edit"))
	case err != nil:
		return bot.Message{}, err
	}
	story := done.Story
	if done.Did == store.Split {
		story = done.Other
	}
	return v.StoryDone(done.Did, story, done.ID, muting), nil
}
