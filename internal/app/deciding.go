package app

import (
	"context"
	"errors"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/internal/commands"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// draftOf returns the draft of an id in the asker's workspace. A conversation with one person on Discord is of no server: there it is one
// that was posted into it.
func (k *core) draftOf(ctx context.Context, in bot.Invocation, id string) (store.Draft, bool, error) {
	if in.From.Workspace != discord.DirectMessages {
		return k.store.Drafts.Get(ctx, workspaceOf(in.From), id)
	}
	list, err := k.store.Drafts.Named(ctx, id)
	for _, dr := range list {
		doc, err := readDraft(dr)
		if err != nil {
			return dr, false, err
		}
		for _, to := range doc.To {
			if to.Platform == in.From.Platform && to.Channel == in.From.Channel {
				return dr, true, nil
			}
		}
	}
	return store.Draft{}, false, err
}

// Decide implements commands.Drafts. An editor needs the right in every channel to which the digest goes.
func (k *core) Decide(ctx context.Context, in bot.Invocation, id, did string, n int) (commands.Decided, error) {
	a := k.actor(in)
	dr, ok, err := k.draftOf(ctx, in, id)
	if err != nil {
		return commands.Decided{}, err
	}
	if !ok {
		return commands.Decided{}, commands.ErrNoDraft
	}
	doc, err := readDraft(dr)
	if err != nil {
		return commands.Decided{}, err
	}
	a.Workspace = dr.Workspace
	out := commands.Decided{Draft: seenDraft(dr, doc), Lines: doc.Lines}
	space := k.settings.Space(a.Workspace)
	for _, place := range doc.Places {
		if space.Rights(a, place) < bot.Editor {
			return out, &settings.Refusal{Code: settings.NotEditor, Name: dr.Schedule}
		}
	}
	if n > len(doc.Lines) {
		return out, commands.ErrNoDraft
	}
	v := verdict{Did: did, N: n}
	if n > 0 {
		v.Story = bot.Cut(doc.Lines[n-1].Text, 80)
	}
	before, _, err := editionOf(ctx, k.store.Drafts, dr)
	if err != nil {
		return out, err
	}
	c := logged(dr, v, a, k.settings.ID(), k.now())
	if err := k.store.Drafts.Decide(ctx, dr, c); err != nil {
		if errors.Is(err, store.ErrRunBegan) {
			err = commands.ErrDraftOver
		}
		return out, err
	}
	out.Changed = before.Do(did, n-1)
	k.log.Info("a draft was decided on", "schedule", dr.Schedule, "run", dr.Nominal, "workspace", dr.Workspace, "did", did, "story", n, "by", a.By(), "change", c.ID)
	if err := k.settings.Refresh(ctx); err != nil { // which wakes who composes
		return out, err
	}
	if out.Edition, _, err = editionOf(ctx, k.store.Drafts, dr); err != nil {
		return out, err
	}
	if err := redraw(ctx, k.courier, k.store.Drafts, dr, ""); err != nil {
		k.log.Warn("a draft could not be redrawn; what was decided holds all the same", "draft", dr.ID, "error", err)
	}
	return out, nil
}

var _ commands.Drafts = (*core)(nil)
