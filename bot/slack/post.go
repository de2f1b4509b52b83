package slack

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// Post implements bot.Adapter.
func (a *Adapter) Post(ctx context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	r, err := a.prepare(ctx, "post", to, key, m)
	if err != nil {
		return bot.Address{}, err
	}
	options := append(body(r, key), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	thread := a.parent(to)
	if thread != "" {
		options = append(options, slack.MsgOptionTS(thread))
	}
	channel, ts, sent, err := a.api.PostMessageWithResponseContext(ctx, to.Channel, options...)
	if err != nil {
		return bot.Address{}, a.unready(r, a.postError("post to "+to.Channel, err))
	}
	if ts == "" {
		return bot.Address{}, a.postError("post to "+to.Channel, errors.New("the answer says neither yes nor no"))
	}
	if channel == "" {
		channel = to.Channel
	}
	at := bot.Address{Platform: Platform, Workspace: to.Workspace, Channel: channel, Message: ts}
	if thread != "" {
		a.parents.put(channel+"/"+ts, thread)
		if sent.ThreadTimestamp == "" {
			a.log.Warn("slack: the thread is gone, so a reply stands in the channel", "at", at.String())
		}
	}
	return at, nil
}

// Edit implements bot.Adapter.
func (a *Adapter) Edit(ctx context.Context, at bot.Address, key string, m bot.Message) error {
	if at.Message == "" {
		return a.refuse("edit in "+at.Channel, "no_message", errors.New("the address names no message"))
	}
	r, err := a.prepare(ctx, "edit", at, key, m)
	if err != nil {
		return err
	}
	_, ts, _, err := a.api.UpdateMessageContext(ctx, at.Channel, at.Message, body(r, key)...)
	if err == nil && ts == "" {
		err = errors.New("the answer says neither yes nor no")
	}
	if err != nil {
		return a.unready(r, a.postError(fmt.Sprintf("edit %s in %s", at.Message, at.Channel), err))
	}
	return nil
}

// prepare draws the message and makes sure that the address belongs to the token's workspace: with a token of one
// workspace, Slack would take a channel's id for whatever it means there.
func (a *Adapter) prepare(ctx context.Context, verb string, to bot.Address, key string, m bot.Message) (rendered, error) {
	what := verb + " to " + to.Channel
	if to.Platform != Platform || to.Channel == "" {
		return rendered{}, a.refuse(what, "invalid_address", fmt.Errorf("%s is no address on Slack", to))
	}
	r, err := render(m, key, "")
	if err != nil {
		return rendered{}, a.refuse(what, "no_text", err)
	}
	self, err := a.whoami(ctx)
	if err != nil {
		err = a.postError(what, err)
		var pe *bot.PostError
		if errors.As(err, &pe) && pe.Class == bot.Unknown {
			pe.Class = bot.NotSent // only the question who we are went out
		}
		return rendered{}, err
	}
	if self.team != to.Workspace {
		return rendered{}, a.refuse(what, "other_workspace", fmt.Errorf("the token belongs to workspace %s, not %s", self.team, to.Workspace))
	}
	if file := a.upload(ctx, m.Image); file != "" {
		return render(m, key, file)
	}
	return r, nil
}

func (a *Adapter) refuse(what, reason string, err error) error {
	return &bot.PostError{Class: bot.Refused, Reason: reason, Err: fmt.Errorf("slack: %s: %w", what, err)}
}

// body is what a new and an edited message have in common.
func body(r rendered, key string) []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(r.Text, false), // already escaped
		slack.MsgOptionDisableMarkdown(),
		slack.MsgOptionBlocks(r.Blocks...),
		slack.MsgOptionMetadata(metadata(key)),
	}
}

// parent returns the timestamp that a reply to the address must name: that of the thread's first message, even when the
// address is one of our own replies.
func (a *Adapter) parent(to bot.Address) string {
	if to.Message == "" {
		return ""
	}
	if p := a.parents.get(to.Channel + "/" + to.Message); p != "" {
		return p
	}
	return to.Message
}
