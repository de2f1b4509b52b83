package discord

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"briefbot/bot"
)

// Probe asks Discord whether the token is good, whether the application fits the options, and whether the bot may post to
// the channels. Its findings are sentences for operators and hold no secret; what is lacking says what to do.
func (a *Adapter) Probe(ctx context.Context, channels []bot.Address) (found, lacking []string) {
	var me struct {
		ID   string `json:"id"`
		Name string `json:"username"`
	}
	switch x := a.get(ctx, "/users/@me", "users/@me"); {
	case x.status == http.StatusUnauthorized:
		return nil, []string{"the token is refused: copy it again from the Bot page of the developer portal"}
	case !x.ok() || x.decode(&me) != nil || !snowflakeRule.MatchString(me.ID):
		return nil, []string{fmt.Sprintf("Discord does not say who the bot is: %v; try again later", x.cause(x.refusal()))}
	}
	a.self.Store(&me.ID)
	found = append(found, fmt.Sprintf("signed in as %s (%s)", tidy(me.Name), me.ID))
	app, problems := a.probeApplication(ctx)
	if app != "" && len(problems) == 0 {
		found = append(found, "the application is "+app)
	}
	lacking = append(lacking, problems...)
	for _, c := range channels {
		if problem := a.probeChannel(ctx, app, me.ID, c); problem != "" {
			lacking = append(lacking, problem)
			continue
		}
		found = append(found, "may post to "+c.String())
	}
	return found, lacking
}

// probeApplication returns the id of the token's application, empty when it is not known, and what does not fit it.
func (a *Adapter) probeApplication(ctx context.Context) (id string, lacking []string) {
	x := a.get(ctx, "/applications/@me", "applications/@me")
	var app struct {
		ID       string `json:"id"`
		Key      string `json:"verify_key"`
		Endpoint string `json:"interactions_endpoint_url"`
	}
	if !x.ok() || x.decode(&app) != nil || !snowflakeRule.MatchString(app.ID) {
		return a.opts.ApplicationID, []string{fmt.Sprintf("Discord does not say which application the token belongs to: %v; try again later", x.cause(x.refusal()))}
	}
	if a.opts.ApplicationID != "" && a.opts.ApplicationID != app.ID {
		lacking = append(lacking, fmt.Sprintf("the application id %s is not the one of the token, which is %s: correct it or leave it out", a.opts.ApplicationID, app.ID))
	}
	if a.opts.PublicKey != "" && app.Key != "" && !strings.EqualFold(a.opts.PublicKey, app.Key) {
		lacking = append(lacking, "the public key is not the application's: copy it again from the General Information page of the developer portal")
	}
	switch {
	case a.opts.Mode == HTTP && app.Endpoint == "":
		lacking = append(lacking, "Discord does not know where to send what people ask: enter the bot's public address as Interactions Endpoint URL under General Information, or choose mode gateway")
	case a.opts.Mode == Gateway && app.Endpoint != "":
		lacking = append(lacking, "Discord sends what people ask to an Interactions Endpoint URL instead of the gateway: remove it under General Information, or choose mode http")
	}
	return app.ID, lacking
}

// Kinds of channels besides threads that the bot posts to.
const (
	serverText   = 0
	direct       = 1
	announcement = 5
)

// probeChannel says why the bot cannot post to a channel; empty when it can.
func (a *Adapter) probeChannel(ctx context.Context, app, self string, at bot.Address) string {
	if a.checkPlace(at) != nil {
		return fmt.Sprintf("%q is no channel of Discord: write discord:server/channel with the ids that Copy Server ID and Copy Channel ID give", at.String())
	}
	c, x := a.channel(ctx, at.Channel)
	switch code := x.refusal().Code; {
	case code == unknownChannel:
		return fmt.Sprintf("%s does not exist: copy its id again (in Discord: developer mode, then Copy Channel ID)", at)
	case code == missingAccess:
		return fmt.Sprintf("the bot cannot see %s: %s, or let it view that channel in the channel's settings", at, invited(app))
	case !x.ok():
		return fmt.Sprintf("%s cannot be looked up: %v", at, x.cause(x.refusal()))
	case or(c.GuildID, DirectMessages) != at.Workspace:
		return fmt.Sprintf("%s is not in that server but in %s: correct the address", at, or(c.GuildID, DirectMessages))
	case !slices.Contains([]int{serverText, direct, announcement}, c.Type) && !isThread(c.Type):
		return fmt.Sprintf("%s is no text channel: choose another one", at)
	case c.GuildID == "":
		return ""
	}
	may, err := a.mayDo(ctx, c, self)
	if err != nil {
		return fmt.Sprintf("the bot's permissions in %s are not known: %v", at, err)
	}
	if lacks := lacking(may, isThread(c.Type)); lacks != "" {
		return fmt.Sprintf("the bot lacks %s in %s: %s, or allow it in the channel's settings", lacks, at, invited(app))
	}
	return ""
}

// lacking names the permissions for posting that are not there, as Discord's settings call them.
func lacking(may uint64, thread bool) string {
	var names []string
	for _, p := range []struct {
		bit       uint64
		name      string
		inChannel bool // of no use in a thread
	}{
		{permView, "View Channel", false}, {permSend, "Send Messages", true}, {permEmbedLinks, "Embed Links", false},
		{permReadHistory, "Read Message History", false}, {permCreateThreads, "Create Public Threads", true},
		{permThreadSend, "Send Messages in Threads", false},
	} {
		if may&p.bit == 0 && (!thread || !p.inChannel) {
			names = append(names, p.name)
		}
	}
	return strings.Join(names, ", ")
}

// invited says how to bring the bot with its permissions into a server.
func invited(app string) string {
	if app == "" {
		return "invite it again"
	}
	return "open the invite link again (" + inviteLink(app) + ")"
}
