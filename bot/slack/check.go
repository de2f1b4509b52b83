package slack

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// Check implements bot.Checker.
func (a *Adapter) Check(ctx context.Context, to bot.Address) error {
	refuse := func(code string) error {
		return &bot.PostError{Class: bot.Refused, Reason: code, Err: fmt.Errorf("slack: channel %s: %s", to.Channel, code)}
	}
	who, err := a.whoami(ctx)
	if err != nil {
		return &bot.PostError{Class: bot.NotSent, Err: err}
	}
	if to.Platform != Platform || to.Workspace != who.team {
		return refuse("channel_not_found")
	}
	info, err := a.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: to.Channel})
	switch {
	case err != nil && (code(err) == "channel_not_found" || code(err) == "missing_scope"):
		return refuse(code(err))
	case err != nil:
		return &bot.PostError{Class: bot.NotSent, Reason: code(err), Err: a.hush(err)}
	case info.IsArchived:
		return refuse("is_archived")
	case !info.IsMember && !info.IsIM:
		return refuse("not_in_channel")
	}
	return nil
}

const (
	rankFor   = 5 * time.Minute         // how long what somebody may do is remembered
	rankLimit = 1500 * time.Millisecond // to find it out: who asks waits
	tongueFor = time.Hour               // how long somebody's language is remembered, known or not
	tongueMax = 600 * time.Millisecond  // to find it out: Slack wants an answer soon
)

// ranked is what Slack said of somebody.
type ranked struct {
	access bot.Access
	until  time.Time
}

// Rank implements bot.Ranker: owners and admins of a workspace administer the bot there. To tell who they are needs the scope users:read.
func (a *Adapter) Rank(ctx context.Context, workspace, user string) bot.Access {
	id := workspace + "/" + user
	if known, ok := a.ranks.Load(id); ok && time.Now().Before(known.(ranked).until) {
		return known.(ranked).access
	}
	ctx, cancel := context.WithTimeout(ctx, rankLimit)
	defer cancel()
	u, err := a.person(ctx, workspace, user)
	if err != nil && code(err) != "missing_scope" && code(err) != "user_not_found" {
		a.log.Warn("slack: whether somebody administers the workspace is not known; they are taken for anybody", "user", user, "error", a.hush(err))
		return bot.Everyone
	}
	return rankOf(u, workspace)
}

// rankOf returns what somebody may do, by what Slack says of them; nothing where it says nothing.
func rankOf(u *slack.User, workspace string) bot.Access {
	if u != nil && u.TeamID == workspace && !u.Deleted && !u.IsRestricted && !u.IsUltraRestricted && (u.IsAdmin || u.IsOwner || u.IsPrimaryOwner) {
		return bot.Admin
	}
	return bot.Everyone
}

// person asks Slack about somebody and remembers what it says: what they may do, and their language.
func (a *Adapter) person(ctx context.Context, workspace, user string) (*slack.User, error) {
	u, err := a.api.GetUserInfoContext(ctx, user)
	if err == nil || code(err) == "missing_scope" || code(err) == "user_not_found" {
		id, locale := workspace+"/"+user, ""
		if err == nil {
			locale = u.Locale
		}
		a.ranks.Store(id, ranked{rankOf(u, workspace), time.Now().Add(rankFor)})
		a.tongues.Store(id, tongue{locale, time.Now().Add(tongueFor)})
	}
	return u, err
}

// tongue is the language of somebody's client.
type tongue struct {
	locale string
	until  time.Time
}

// tongueOf returns the language of somebody's client, such as "fr-FR"; empty where Slack does not say it, or not soon. It is asked for
// once in a while.
func (a *Adapter) tongueOf(ctx context.Context, workspace, user string) string {
	id := workspace + "/" + user
	if known, ok := a.tongues.Load(id); ok && time.Now().Before(known.(tongue).until) {
		return known.(tongue).locale
	}
	ctx, cancel := context.WithTimeout(ctx, tongueMax)
	defer cancel()
	u, err := a.person(ctx, workspace, user)
	if err != nil {
		a.tongues.LoadOrStore(id, tongue{"", time.Now().Add(rankFor)}) // who asks again waits no more
		return ""
	}
	return u.Locale
}

// Called implements bot.Namer.
func (a *Adapter) Called(ctx context.Context, place bot.Address) string {
	who, err := a.whoami(ctx)
	if err != nil || place.Platform != Platform || place.Workspace != who.team {
		return ""
	}
	info, err := a.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: place.Channel})
	if err != nil || info.Name == "" {
		return ""
	}
	return "#" + bot.CleanLine(info.Name)
}

var (
	_ bot.Checker = (*Adapter)(nil)
	_ bot.Namer   = (*Adapter)(nil)
	_ bot.Ranker  = (*Adapter)(nil)
)
