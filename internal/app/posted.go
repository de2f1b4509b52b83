package app

import (
	"context"
	"encoding/json"
	"slices"

	"briefbot/bot"
	"briefbot/internal/commands"
	"briefbot/internal/present"
	"briefbot/internal/settings"
)

// posted tells what stands in a message of the bot's, as the ledger has it; false when the ledger knows of none there.
func (k *core) posted(ctx context.Context, at bot.Address) (commands.Pointed, bool, error) {
	d, ok, err := k.store.Deliveries.At(ctx, workspaceOf(at), at.String())
	if err != nil || !ok {
		return commands.Pointed{}, false, err
	}
	payload, _, err := k.store.Deliveries.Current(ctx, d.Key)
	if err != nil {
		return commands.Pointed{}, false, err
	}
	var m bot.Message
	if err := json.Unmarshal(payload, &m); err != nil {
		return commands.Pointed{}, false, err
	}
	out := commands.Pointed{Schedule: d.Schedule}
	if len(d.Nominal) >= 10 {
		out.Day = d.Nominal[:10]
	}
	for _, s := range m.Sections {
		for _, l := range s.Lines {
			if l.Ref != "" && !slices.Contains(out.Articles, l.Ref) {
				out.Articles = append(out.Articles, l.Ref)
			}
		}
	}
	return out, true, nil
}

// openDrafts returns the drafts of a workspace that are not out yet, the next first.
func (k *core) openDrafts(ctx context.Context, place bot.Address) ([]present.Draft, error) {
	list, err := k.store.Drafts.Open(ctx, workspaceOf(place), k.now())
	var out []present.Draft
	for _, d := range list {
		doc, err := readDraft(d)
		if err != nil {
			return nil, err
		}
		out = append(out, seenDraft(d, doc))
	}
	return out, err
}

// note writes what somebody decided into the log of changes. It has been done: that it could not be noted is for the log of the program.
func (k *core) note(ctx context.Context, in bot.Invocation, e settings.Edit) {
	if err := k.settings.Note(ctx, k.actor(in), e); err != nil {
		k.log.Error("a decision could not be written into the log of changes", "kind", string(e.Kind), "name", e.Name, "by", in.User.ID, "error", err)
	}
}
