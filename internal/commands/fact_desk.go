package commands

import (
	"errors"
	"strings"

	"briefbot/bot"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

// editing are the commands of those who keep the facts.
func (d Deps) editing() []bot.Command {
	return []bot.Command{d.factAdd(), d.factFix(), d.factDeprecate(), d.factsPending(), d.factApprove(), d.factReject(), d.factHistory(), d.factUndo(), d.factsStale()}
}

// editor is who asks, as the records of facts name him.
func editor(in bot.Invocation) facts.Editor {
	workspace := in.From.Platform + ":" + in.From.Workspace
	return facts.Editor{Workspace: workspace, By: workspace + "/" + in.User.ID}
}

// idParam is the id of a fact, as people quote it.
func idParam() bot.Param {
	return bot.Param{Name: "id", Summary: present.Text("cmd-fact-id"), Required: true}
}

func whyParam() bot.Param {
	return bot.Param{Name: "why", Summary: present.Text("cmd-fact-why"), Rest: true}
}

// factID reads an id as it is typed.
func factID(typed string) string { return strings.ToUpper(strings.TrimSpace(typed)) }

// unedited answers a change that could not be made.
func unedited(v present.Voice, err error, id string) (bot.Message, error) {
	switch {
	case errors.Is(err, facts.ErrNoFact):
		return refuse(v.NoFact(id))
	case errors.Is(err, facts.ErrNothing):
		return refuse(v.NothingToChange(id))
	case errors.Is(err, facts.ErrNoChange):
		return refuse(v.NoChange())
	case errors.Is(err, facts.ErrChangedSince):
		return refuse(v.ChangedSince())
	}
	return bot.Message{}, err
}
