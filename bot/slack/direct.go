package slack

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// Direct implements bot.Direct. It needs the scope im:write; with users:read it says the person's zone too.
func (a *Adapter) Direct(ctx context.Context, workspace, user string) (bot.Conversation, error) {
	self, err := a.whoami(ctx)
	if err != nil {
		return bot.Conversation{}, a.postError("open a conversation", err)
	}
	if workspace != self.team {
		return bot.Conversation{}, a.refuse("open a conversation", "other_workspace", fmt.Errorf("the token belongs to workspace %s, not %s", self.team, workspace))
	}
	opened, _, _, err := a.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err != nil {
		return bot.Conversation{}, a.postError("open a conversation with "+user, err)
	}
	if opened == nil || opened.ID == "" {
		return bot.Conversation{}, a.refuse("open a conversation with "+user, "no_channel", fmt.Errorf("the answer names no channel"))
	}
	out := bot.Conversation{Address: bot.Address{Platform: Platform, Workspace: workspace, Channel: opened.ID}}
	if u, err := a.api.GetUserInfoContext(ctx, user); err == nil {
		out.Zone = u.TZ
	}
	return out, nil
}

var _ bot.Direct = (*Adapter)(nil)
