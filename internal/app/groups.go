package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/internal/settings"
)

// groupsLimit is how long somebody waits at most for which groups they are in.
const groupsLimit = 1200 * time.Millisecond

// groupsOf returns the groups that somebody is in: those that the platform said, and of those that have a role and that it has to be asked
// about, the ones that it says now. What it does not say counts as no.
func (k *core) groupsOf(ctx context.Context, in bot.Invocation) []string {
	g, ok := k.groupers[in.From.Platform]
	if !ok || in.User.ID == "" {
		return in.User.Groups
	}
	ctx, cancel := context.WithTimeout(ctx, groupsLimit)
	defer cancel()
	out := slices.Clone(in.User.Groups)
	seen := map[string]bool{}
	roles := k.settings.Space(workspaceOf(in.From)).Roles
	for _, name := range sortedKeys(roles) {
		id, is := strings.CutPrefix(roles[name].Who, "role:")
		if !is || seen[id] || roles[name].Access == settings.Viewer {
			continue
		}
		seen[id] = true
		member, err := g.Member(ctx, in.From.Workspace, id, in.User.ID)
		if err != nil {
			k.log.Warn("whether somebody is in a group is not known; they are taken not to be", "group", id, "error", err)
			continue
		}
		if member {
			out = append(out, id)
		}
	}
	return out
}
