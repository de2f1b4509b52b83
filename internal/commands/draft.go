package commands

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"briefbot/bot"
	"briefbot/briefs/topics"
	"briefbot/internal/present"
)

// Drafts keeps what editors decide on the drafts of digests.
type Drafts interface {
	// Decide writes down what somebody does with a draft of their workspace, to its story of a number from 1 or with 0 to the whole. Its
	// error is ErrNoDraft, ErrDraftOver with the draft all the same, or a *settings.Refusal.
	Decide(ctx context.Context, in bot.Invocation, id, did string, n int) (Decided, error)
}

// Decided is a draft after a decision.
type Decided struct {
	Draft   present.Draft
	Lines   []bot.Line // of its stories, as they were drafted
	Edition *topics.Edition
	Changed bool // the digest is another now
}

// Errors of deciding on drafts.
var (
	ErrNoDraft   = errors.New("there is no such draft, or no such story in it")
	ErrDraftOver = errors.New("its digest is out")
)

func (d Deps) draft() bot.Command {
	did := bot.Param{Name: "do", Summary: present.Text("cmd-draft-do"), Required: true}
	for _, c := range present.DraftChoices() {
		did.Choices = append(did.Choices, bot.Choice{Label: c, Value: c})
	}
	return bot.Command{
		Name: "draft", Summary: present.Text("cmd-draft"), Example: "draft k7q2xma drop 3", Pressed: true,
		Params: []bot.Param{{Name: "code", Summary: present.Text("cmd-draft-code"), Required: true}, did, {Name: "story", Summary: present.Text("cmd-draft-story")}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, did := d.voice(in), in.Args["do"]
			whole := did == topics.DraftSend || did == topics.DraftPost || did == topics.DraftStop
			n, err := strconv.Atoi(in.Args["story"])
			if whole != (in.Args["story"] == "") || !whole && (err != nil || n < 1) {
				return refuse(v.Refusal("draft-unknown"))
			}
			if d.Rank != nil { // the draft may be where nobody is an editor: what counts are the channels of its digest
				in = d.Rank(ctx, in)
			}
			done, err := d.Drafts.Decide(ctx, in, strings.ToLower(in.Args["code"]), did, n)
			switch {
			case errors.Is(err, ErrNoDraft):
				return refuse(v.Refusal("draft-unknown"))
			case errors.Is(err, ErrDraftOver):
				return refuse(v.DraftOver(done.Draft))
			case err != nil:
				return bot.Message{}, turnedDown(v, err)
			}
			return v.DraftNoted(done.Draft, did, n, done.Lines, done.Edition, done.Changed), nil
		},
	}
}
