package slack

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"time"

	"briefbot/bot"
)

// members are the people of a user group, as Slack said lately.
type members struct {
	users []string
	err   error // Slack does not say, and will not soon
	until time.Time
}

var groupRule = regexp.MustCompile(`^S[A-Z0-9]{2,20}$`)

// Member implements bot.Grouper. To read user groups needs the scope usergroups:read. What Slack says holds as long as rights do; what passes
// is asked again the next time.
func (a *Adapter) Member(ctx context.Context, workspace, group, user string) (bool, error) {
	if !groupRule.MatchString(group) {
		return false, nil
	}
	if who, err := a.whoami(ctx); err != nil || who.team != workspace {
		return false, err // another workspace's groups are nobody's here
	}
	if known, ok := a.groups.Load(group); ok && time.Now().Before(known.(members).until) {
		return slices.Contains(known.(members).users, user), known.(members).err
	}
	users, err := a.api.GetUserGroupMembersContext(ctx, group)
	known := members{users: users, until: time.Now().Add(rankFor)}
	switch code(err) {
	case "":
		if err != nil {
			return false, a.hush(err)
		}
	case "missing_scope", "no_such_subteam", "permission_denied", "plan_upgrade_required", "team_not_eligible":
		known.err = errors.New("slack: user group " + group + ": " + code(err))
		a.log.Warn("slack: a user group cannot be read; a role that is given to it gives nobody anything", "group", group, "reason", code(err))
	default:
		return false, a.hush(err)
	}
	a.groups.Store(group, known)
	return slices.Contains(known.users, user), known.err
}

var _ bot.Grouper = (*Adapter)(nil)
