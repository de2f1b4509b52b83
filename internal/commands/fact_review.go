package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/present"
)

func (d Deps) factsPending() bot.Command {
	return bot.Command{
		Name: "facts pending", Summary: present.Text("cmd-facts-pending"), Example: "facts pending", Access: bot.Editor,
		Run: func(_ context.Context, in bot.Invocation) (bot.Message, error) {
			book := d.Facts()
			return d.voice(in).FactsPending(book.Pending(), book), nil
		},
	}
}

func (d Deps) factApprove() bot.Command {
	return d.factReview("approve", "fact approve FEFWJ6K read in the report", briefs.Approved)
}

func (d Deps) factReject() bot.Command {
	return d.factReview("reject", "fact reject FEFWJ6K a slip of the page", briefs.Rejected)
}

// factReview is a command that rules on a fact.
func (d Deps) factReview(verb, example string, review briefs.Review) bot.Command {
	return bot.Command{
		Name: "fact " + verb, Summary: present.Text("cmd-fact-" + verb), Example: example, Access: bot.Editor,
		Params: []bot.Param{idParam(), whyParam()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, id := d.voice(in), factID(in.Args["id"])
			done, err := d.FactKeeper.Review(ctx, editor(in), id, review, in.Args["why"])
			if err != nil {
				return unedited(v, err, id)
			}
			book := d.Facts()
			return v.FactReviewed(done, len(book.Pending()), book), nil
		},
	}
}
