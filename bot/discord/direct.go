package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"briefbot/bot"
)

// Direct implements bot.Direct. There is one conversation with a person whatever the server; its address bears the server that is asked
// for, and posting to it needs only the channel.
func (a *Adapter) Direct(ctx context.Context, workspace, user string) (bot.Conversation, error) {
	if !snowflakeRule.MatchString(user) {
		return bot.Conversation{}, refused("address", "user %q: want an id of digits", user)
	}
	body, err := json.Marshal(struct {
		Recipient string `json:"recipient_id"`
	}{user})
	if err != nil {
		return bot.Conversation{}, refused("address", "user %q: %w", user, err)
	}
	x := a.do(ctx, call{method: http.MethodPost, path: "/users/@me/channels", bucket: bucket("direct", user), body: body, patience: 2 * time.Second})
	if err := x.failure("open a conversation with " + user); err != nil {
		return bot.Conversation{}, err
	}
	var c channel
	if err := x.decode(&c); err != nil || !snowflakeRule.MatchString(c.ID) {
		return bot.Conversation{}, refused("no_channel", "the answer names no conversation with %s", user)
	}
	return bot.Conversation{Address: bot.Address{Platform: Name, Workspace: workspace, Channel: c.ID}}, nil
}

var _ bot.Direct = (*Adapter)(nil)
