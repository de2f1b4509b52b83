package slack

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// Probe asks Slack whether the tokens are good, which scopes are missing, and whether the bot may post to the channels. Its
// findings are sentences for operators and hold no secret; what is lacking says what to do.
func (a *Adapter) Probe(ctx context.Context, channels []bot.Address) (found, lacking []string) {
	answer, err := a.api.AuthTestContext(ctx)
	if err != nil {
		return nil, []string{fmt.Sprintf("the bot token is not accepted: %v; copy it again from OAuth & Permissions", a.hush(err))}
	}
	found = append(found, fmt.Sprintf("signed in to %s (%s) as %s", answer.Team, answer.TeamID, answer.User))
	for _, s := range missing(answer.Header.Get("X-OAuth-Scopes")) {
		text := fmt.Sprintf("the scope %s is missing: %s", s.name, s.loss)
		if s.optional {
			found = append(found, text)
			continue
		}
		lacking = append(lacking, text+"; add it under OAuth & Permissions and install the app again")
	}
	if a.options.Mode == Socket {
		// The ticket that this yields is simply not used.
		if _, _, err := a.api.StartSocketModeContext(ctx); err != nil {
			lacking = append(lacking, fmt.Sprintf("the app token is not accepted: %v; make one with connections:write under Basic Information", a.hush(err)))
		}
	}
	for _, c := range channels {
		if problem := a.probeChannel(ctx, answer.TeamID, c); problem != "" {
			lacking = append(lacking, problem)
			continue
		}
		found = append(found, "may post to "+c.String())
	}
	return found, lacking
}

// probeChannel says why the bot cannot post to a channel; empty when it can.
func (a *Adapter) probeChannel(ctx context.Context, team string, at bot.Address) string {
	if at.Workspace != team {
		return fmt.Sprintf("%s is in another workspace than the token's, which is %s", at, team)
	}
	info, err := a.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: at.Channel})
	switch {
	case err != nil && code(err) == "channel_not_found":
		return fmt.Sprintf("%s does not exist, or is private and the bot is not in it: invite it there with /invite", at)
	case err != nil:
		return fmt.Sprintf("%s cannot be looked up: %v", at, a.hush(err))
	case info.IsArchived:
		return fmt.Sprintf("%s is archived: choose another channel", at)
	case !info.IsMember:
		return fmt.Sprintf("the bot is not in %s (#%s): invite it there with /invite", at, info.Name)
	}
	return ""
}
