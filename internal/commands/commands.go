// Package commands holds what people can ask, one file per command.
package commands

import (
	"context"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/briefs/lexicon"
	"briefbot/internal/present"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// Articles is what the commands read of the kept articles. The feeds limit what a workspace may see; none means all.
type Articles interface {
	Latest(ctx context.Context, name string, before time.Time, limit int, feeds []string) ([]store.Placed, error)
	ByAddress(ctx context.Context, address string) (store.Placed, bool, error)
	ByID(ctx context.Context, id string) (store.Placed, bool, error)
	Story(ctx context.Context, id string, feeds []string) (briefs.Story, error)
	// Beside returns what publishers' pages show as related beside articles.
	Beside(ctx context.Context, articles []string) ([]store.PageLink, error)
}

// Desk makes digests and knows the schedules of a workspace.
type Desk interface {
	// Now returns the digest of the last 24 hours as the channel would get it.
	Now(ctx context.Context, place bot.Address) (briefs.Digest, error)
	// Upcoming returns the digest that the schedule would post if it were due now.
	Upcoming(ctx context.Context, s present.Schedule) (briefs.Digest, error)
	// Trial returns a schedule that is not saved yet, and the digest that it would post if it were due now.
	Trial(ctx context.Context, place bot.Address, name string, s settings.Schedule) (present.Schedule, briefs.Digest, error)
	// Schedules returns the schedules that post into the workspace, soonest first.
	Schedules(ctx context.Context, place bot.Address) ([]present.Schedule, error)
	// Sources returns the feeds that the workspace reads, by name.
	Sources(ctx context.Context, place bot.Address) ([]present.Source, error)
}

// FactKeeper changes the facts of a workspace, each change as one record or several that can be undone.
type FactKeeper interface {
	Add(ctx context.Context, e facts.Editor, f briefs.Fact) (facts.Edited, error)
	Fix(ctx context.Context, e facts.Editor, id string, q briefs.Quantity, why string) (facts.Edited, error)
	Rank(ctx context.Context, e facts.Editor, id string, rank briefs.Rank, why string) (facts.Edited, error)
	Review(ctx context.Context, e facts.Editor, id string, review briefs.Review, why string) (facts.Edited, error)
	History(ctx context.Context, workspace, id string) ([]facts.Record, error)
	Undo(ctx context.Context, e facts.Editor, change string) (facts.Edited, error)
}

// Deps is what the commands need of the rest of the program.
type Deps struct {
	Words      present.Router
	Names      *lexicon.Lexicon
	Facts      func() *facts.Book // the book as it is now
	FactKeeper FactKeeper         // changes facts
	Articles   Articles
	Near       func(article string, n int) []string // ids of articles that share most with one, best first; nil: nobody knows
	Desk       Desk
	Keeper     Keeper
	Records    Records
	Trail      Trail // nil where nothing is told of what became of stories
	Zone       func(place bot.Address) *time.Location
	Feeds      func(place bot.Address) []string
	Held       func() Held
	Admin      Administration
	Actor      func(in bot.Invocation) settings.Actor
	Check      func(ctx context.Context, at bot.Address) (known bool, err error)                       // whether the bot may post there; known is false where nobody can tell
	Called     func(ctx context.Context, places []string) map[string]string                            // names of channels by their addresses, as far as they are known; nil: none is
	Discover   func(ctx context.Context, address string) ([]present.FoundFeed, error)                  // feeds at an address; none when nothing can be read there
	TryFilter  func(ctx context.Context, place bot.Address, where string) (present.FilterTrial, error) // its error of a bad one is *topics.FilterError
	BuiltIn    func(topic string) bool                                                                 // whether the deployment has a topic
	Rank       func(ctx context.Context, in bot.Invocation) bot.Invocation                             // works out what the asker may do; nil leaves what the invocation says
	Drafts     Drafts
	Readers    Readers
	Noticed    func(workspace string) bool                                                         // whether the workspace has a channel of its admins
	Converse   func(ctx context.Context, place bot.Address, user string) (bot.Conversation, error) // with somebody of the workspace of a place
	Note       func(ctx context.Context, in bot.Invocation, e settings.Edit)                       // writes what somebody decided into the log of changes; nil where there is none
	Posted     func(ctx context.Context, at bot.Address) (Pointed, bool, error)                    // what stands in a message of the bot's; false when it is none; nil where nothing is posted
	Open       func(ctx context.Context, place bot.Address) ([]present.Draft, error)               // drafts of the place's workspace that are not out yet; nil where there are none
	Repeats    func() Repeats                                                                      // nil, and a nil one, where nothing runs that would ask again
	Now        func() time.Time

	// Chart draws a picture beside an answer; nil, and a nil picture, leave the answer as it is.
	Chart func(ctx context.Context, p present.Plot) *bot.Image
}

// All returns the commands, in the order in which help shows them.
func All(d Deps) []bot.Command {
	commands := []bot.Command{
		d.share(), d.spend(), d.capex(), d.revenue(), d.rank(), d.compare(), d.trend(), d.models(), d.fact(), d.market(), d.publishers(),
		d.latest(), d.related(), d.now(), d.preview(), d.sources(), d.schedules(), d.status(), d.repeatList(), d.repeatStop(), d.heldList(), d.heldArrived(), d.heldAgain(),
	}
	commands = append(commands, d.schedulePreview(), d.schedulePause(), d.scheduleResume(), d.history())
	commands = append(commands, d.following()...)
	commands = append(commands, d.stories()...)
	commands = append(commands, d.editing()...)
	commands = append(commands, d.administering()...)
	return append(commands, d.help(commands))
}

// voice is in the asker's language and the channel's zone.
func (d Deps) voice(in bot.Invocation) present.Voice {
	return present.In(in.Language(), d.Zone(in.From.Place()))
}

// refuse makes the message the answer, as something that did not work out.
func refuse(m bot.Message) (bot.Message, error) { return bot.Message{}, &bot.UserError{Message: m} }

// again returns the line that asks a command with arguments, for a button; empty when it is too long for one.
func again(c *bot.Command, args map[string]string) string {
	line := c.Line(args)
	if len(line) > bot.MaxActionLine {
		return ""
	}
	return line
}

// withPost adds the button that shows a private answer to the whole channel.
func withPost(v present.Voice, m bot.Message, c *bot.Command, in *bot.Invocation) bot.Message {
	if line := again(c, in.Args); line != "" && !in.Public {
		m.Actions = append(m.Actions, bot.Action{Label: v.Say("post-to-channel"), Line: line, Public: true})
	}
	return m
}

// completeName proposes names for what was typed so far.
func (d Deps) completeName(_ context.Context, _ bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	for _, e := range d.Names.Complete(typed, 25) {
		out = append(out, bot.Choice{Label: bot.Cut(e.Name, 100), Value: bot.Cut(e.Name, 100)})
	}
	return out
}

// called returns what an entity is called in the asker's language.
func (d Deps) called(v present.Voice, e briefs.Entity) string {
	if d.Facts == nil {
		return e.Name
	}
	return d.Facts().Name(e.ID, v.Language())
}

// name resolves what people typed to one entity, or answers with suggestions.
func (d Deps) name(v present.Voice, typed string) (briefs.Entity, *bot.UserError) {
	exact, near := d.Names.Resolve(typed)
	if len(exact) == 0 {
		names := make([]string, len(near))
		for i, e := range near {
			names[i] = d.called(v, e)
		}
		return briefs.Entity{}, &bot.UserError{Message: v.UnknownName(typed, names)}
	}
	return exact[0], nil
}
