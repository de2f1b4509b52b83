package discord

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// Discord's permission bits that the bot looks at.
const (
	permAdministrator = 1 << 3
	permManageChannel = 1 << 4 // in an interaction: of the channel where it comes from
	permManageServer  = 1 << 5
	permView          = 1 << 10
	permSend          = 1 << 11
	permEmbedLinks    = 1 << 14
	permAttachFiles   = 1 << 15 // for pictures; without it they are said in words
	permReadHistory   = 1 << 16
	permCreateThreads = 1 << 35
	permThreadSend    = 1 << 38
)

// invitePermissions is what the bot needs where it posts.
const invitePermissions = permView | permSend | permEmbedLinks | permAttachFiles | permReadHistory | permCreateThreads | permThreadSend

// overwrite is a channel's exception for a role (type 0) or a member (type 1).
type overwrite struct {
	ID    string `json:"id"`
	Type  int    `json:"type"`
	Allow string `json:"allow"`
	Deny  string `json:"deny"`
}

type role struct {
	ID          string `json:"id"`
	Permissions string `json:"permissions"`
}

func bits(s string) uint64 {
	n, _ := strconv.ParseUint(s, 10, 64) // what is no number grants nothing
	return n
}

// mayRead works out whether the bot may view a channel and read its history.
func (a *Adapter) mayRead(ctx context.Context, id, self string) (bool, error) {
	c, x := a.channel(ctx, id)
	if !x.ok() {
		return false, x.blocked("look at channel " + id)
	}
	if c.GuildID == "" {
		return true, nil // a direct conversation
	}
	const wanted = permView | permReadHistory
	may, err := a.mayDo(ctx, c, self)
	return may&wanted == wanted, err
}

// mayDo works out, as Discord documents it, the bot's permissions in a server's channel.
func (a *Adapter) mayDo(ctx context.Context, c channel, self string) (uint64, error) {
	if isThread(c.Type) { // threads have the permissions of their channel
		parent, x := a.channel(ctx, c.ParentID)
		if !x.ok() {
			return 0, x.blocked("look at channel " + c.ParentID)
		}
		c = parent
	}
	var member struct {
		Roles []string `json:"roles"`
	}
	var roles []role
	for path, into := range map[string]any{"/members/" + self: &member, "/roles": &roles} {
		x := a.get(ctx, "/guilds/"+c.GuildID+path, bucket("guild", c.GuildID))
		if !x.ok() {
			return 0, x.blocked("look at the bot's roles in server " + c.GuildID)
		}
		if err := x.decode(into); err != nil {
			return 0, fmt.Errorf("discord: roles of server %s: %w", c.GuildID, err)
		}
	}
	return permissions(c, roles, member.Roles, self), nil
}

// permissions computes a member's permissions in a channel: the base of all roles, then the exceptions for everyone, for
// the member's roles together, and for the member.
func permissions(c channel, roles []role, mine []string, self string) uint64 {
	var base uint64
	for _, r := range roles {
		if r.ID == c.GuildID || slices.Contains(mine, r.ID) {
			base |= bits(r.Permissions)
		}
	}
	if base&permAdministrator != 0 {
		return ^uint64(0)
	}
	var allow, deny uint64
	var own *overwrite
	for i, o := range c.Overwrites {
		switch {
		case o.ID == c.GuildID:
			base = base&^bits(o.Deny) | bits(o.Allow)
		case o.ID == self:
			own = &c.Overwrites[i]
		case slices.Contains(mine, o.ID):
			allow, deny = allow|bits(o.Allow), deny|bits(o.Deny)
		}
	}
	base = base&^deny | allow
	if own != nil {
		base = base&^bits(own.Deny) | bits(own.Allow)
	}
	return base
}
