package commands

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/settings"
)

// Administration keeps what admins set. What it refuses is a *settings.Refusal.
type Administration interface {
	// Space returns the settings of a workspace.
	Space(workspace string) *settings.Space
	// Propose keeps edits until the actor confirms them, and returns their code.
	Propose(ctx context.Context, a settings.Actor, edits []settings.Edit) (string, error)
	// Confirm carries out what the actor proposed.
	Confirm(ctx context.Context, a settings.Actor, id string) ([]settings.Change, error)
	// Proposal returns what the actor proposed and has not confirmed yet.
	Proposal(ctx context.Context, a settings.Actor, id string) ([]settings.Edit, error)
	// Undo takes back a change; an empty id is the actor's last one.
	Undo(ctx context.Context, a settings.Actor, id string) ([]settings.Change, error)
	// History returns the newest changes of a workspace before one, the newest first; before 0 is from the end.
	History(ctx context.Context, workspace string, before int64, limit int) ([]settings.Change, error)
}

// administering are the commands of those who set what holds in a workspace.
func (d Deps) administering() []bot.Command {
	return []bot.Command{
		d.scheduleAdd(), d.scheduleEdit(), d.scheduleMore(), d.scheduleTry(), d.scheduleList(), d.scheduleTest(), d.scheduleRemove(), d.draft(), d.roleList(), d.roleSet(), d.roleRemove(), d.channelSet(),
		d.sourceAdd(), d.sourceTest(), d.sourceList(), d.sourceSet(), d.sourcePause(), d.sourceResume(), d.sourceRemove(), d.sourcesImport(), d.sourcesExport(), d.filterList(), d.filterSet(), d.filterFill(), d.filterTest(), d.filterRemove(), d.audit(), d.undo(), d.confirm(),
	}
}

// turnedDown words a refusal to change settings; other errors stay as they are.
func turnedDown(v present.Voice, err error) error {
	var refused *settings.Refusal
	if !errors.As(err, &refused) {
		return err
	}
	return &bot.UserError{Message: v.Unsettled(refused), Param: map[settings.Code]string{settings.TopicUnknown: "topics", settings.NameTaken: "name"}[refused.Code]}
}

// propose shows edits and waits for the button.
func (d Deps) propose(ctx context.Context, in bot.Invocation, edits ...settings.Edit) (bot.Message, error) {
	v := d.voice(in)
	id, err := d.Admin.Propose(ctx, d.Actor(in), edits)
	if err != nil {
		return bot.Message{}, turnedDown(v, err)
	}
	return v.Proposed(edits, in.From.Place(), confirmLine(id)), nil
}

func confirmLine(id string) string { return "confirm " + id }

func undoLine(changes []settings.Change) string {
	if len(changes) == 0 {
		return "undo"
	}
	return "undo " + changes[0].ID
}

// space returns the settings of the asker's workspace.
func (d Deps) space(in bot.Invocation) *settings.Space { return d.Admin.Space(workspaceOf(in)) }

func (d Deps) confirm() bot.Command {
	return bot.Command{
		Name: "confirm", Summary: present.Text("cmd-confirm"), Example: "confirm k7q2xma", Access: bot.Editor, Local: true, Pressed: true, // what is confirmed is checked by itself
		Params: []bot.Param{{Name: "code", Summary: present.Text("cmd-confirm-which"), Required: true}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			changes, err := d.Admin.Confirm(ctx, d.Actor(in), strings.ToLower(in.Args["code"]))
			if err != nil {
				return bot.Message{}, turnedDown(v, err)
			}
			return v.Saved(changes, in.From.Place(), undoLine(changes)), nil
		},
	}
}

func (d Deps) undo() bot.Command {
	return bot.Command{
		Name: "undo", Summary: present.Text("cmd-undo"), Example: "undo k7q2xma", Access: bot.Editor, Local: true,
		Params: []bot.Param{{Name: "change", Summary: present.Text("cmd-undo-which"), Complete: d.completeChange}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			changes, err := d.Admin.Undo(ctx, d.Actor(in), strings.ToLower(in.Args["change"]))
			if err != nil {
				return bot.Message{}, turnedDown(v, err)
			}
			return v.Saved(changes, in.From.Place(), undoLine(changes)), nil
		},
	}
}

// completeChange proposes the newest changes of the workspace to its admins.
func (d Deps) completeChange(ctx context.Context, in bot.Invocation, typed string) []bot.Choice {
	if in.Access < bot.Admin {
		return nil
	}
	list, err := d.Admin.History(ctx, workspaceOf(in), 0, maxProposals)
	if err != nil {
		return nil
	}
	var out []bot.Choice
	for _, c := range list {
		if ch := choice(c.ID+" · "+string(c.Kind)+" "+c.Name, c.ID); begins(ch, typed) && !slices.Contains(out, ch) {
			out = append(out, ch)
		}
	}
	return out
}

// auditShown is how many changes one answer tells of, and auditRead how many are looked through for them.
const (
	auditShown = 10
	auditRead  = 500
)

func (d Deps) audit() bot.Command {
	c := bot.Command{
		Name: "audit", Summary: present.Text("cmd-audit"), Example: "audit morning", Access: bot.Admin,
		Params: []bot.Param{
			{Name: "about", Summary: present.Text("cmd-audit-about"), Rest: true},
			{Name: "before", Summary: present.Text("cmd-audit-before"), Keyed: true},
		},
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		before, _ := strconv.ParseInt(in.Args["before"], 10, 64)
		list, err := d.Admin.History(ctx, workspaceOf(in), max(0, before), auditRead)
		if err != nil {
			return bot.Message{}, err
		}
		list = slices.DeleteFunc(list, func(c settings.Change) bool { return !mentions(c, in.Args["about"]) })
		older := ""
		if len(list) > auditShown {
			list = list[:auditShown]
			args := map[string]string{"about": in.Args["about"], "before": present.ChangeNumber(list[auditShown-1].Seq)}
			older = again(&c, args)
		}
		return d.voice(in).Audit(list, in.From.Place(), d.Words.Umbrella, older), nil
	}
	return c
}

// mentions reports whether a change is about what was typed.
func mentions(c settings.Change, about string) bool {
	for _, word := range strings.Fields(strings.ToLower(about)) {
		if !strings.Contains(strings.ToLower(strings.Join([]string{string(c.Kind), c.Name, c.Called, c.By, c.ID, c.Undoes, c.After, c.Before}, "\n")), word) {
			return false
		}
	}
	return true
}

var (
	mentionRule = regexp.MustCompile(`^<(@!?|@&|#)([A-Za-z0-9]+)(?:\|([^<>]*))?>$`)
	idRule      = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)
	slackID     = regexp.MustCompile(`^[CGD][A-Z0-9]{6,}$`)
	discordID   = regexp.MustCompile(`^[0-9]{15,20}$`)
)

// channels reads the channels that somebody names, by mention, id or address: those of their own workspace, no others. Nothing is the
// channel where they ask.
func (d Deps) channels(v present.Voice, in bot.Invocation, typed string) ([]string, error) {
	here := in.From.Place()
	if typed == "" {
		return []string{here.String()}, nil
	}
	var out []string
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ' ' || r == '，' || r == '、' }) {
		id := word
		if m := mentionRule.FindStringSubmatch(word); m != nil && m[1] == "#" {
			id = m[2]
		} else if a, err := bot.ParseAddress(word); err == nil && a.Message == "" && a.Platform == here.Platform && a.Workspace == here.Workspace {
			id = a.Channel
		} else if word != here.Channel && !knownForm(here.Platform, word) {
			return nil, &bot.UserError{Message: v.Advice("channel-unknown", word, "")}
		}
		at := bot.Address{Platform: here.Platform, Workspace: here.Workspace, Channel: id}.String()
		if !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	return out, nil
}

// knownForm reports whether a word is an id of a channel on the platform.
func knownForm(platform, word string) bool {
	switch platform {
	case "slack":
		return slackID.MatchString(word)
	case "discord":
		return discordID.MatchString(word)
	}
	return idRule.MatchString(word)
}

// somebody reads whom an admin means: "user:ID" or "role:ID", and what they are called. A user group of Slack is a role.
func somebody(typed string) (who, called string, ok bool) {
	if m := groupRule.FindStringSubmatch(typed); m != nil {
		return "role:" + m[1], m[2], true
	}
	typed = strings.TrimPrefix(typed, "@")
	if m := mentionRule.FindStringSubmatch(typed); m != nil && m[1] != "#" {
		if m[1] == "@&" {
			return "role:" + m[2], m[3], true
		}
		return "user:" + m[2], m[3], true
	}
	if kind, id, found := strings.Cut(typed, ":"); found && (kind == "user" || kind == "role") && idRule.MatchString(id) {
		return typed, "", true
	}
	if slackUser.MatchString(typed) || discordID.MatchString(typed) {
		return "user:" + typed, "", true
	}
	return "", "", false
}

// groupRule is how Slack says a user group.
var groupRule = regexp.MustCompile(`^<!subteam\^(S[A-Z0-9]+)(?:\|([^<>]*))?>$`)

var slackUser = regexp.MustCompile(`^[UW][A-Z0-9]{6,}$`)

func (d Deps) roleList() bot.Command {
	return bot.Command{
		Name: "role list", Summary: present.Text("cmd-role-list"), Example: "role list", Access: bot.Admin, Local: true,
		Run: func(_ context.Context, in bot.Invocation) (bot.Message, error) {
			var list []settings.Role
			space := d.space(in)
			for _, ref := range space.Refs() {
				if ref.Kind == settings.KindRole {
					list = append(list, space.Roles[ref.Name])
				}
			}
			slices.SortStableFunc(list, func(a, b settings.Role) int {
				return cmp.Or(strings.Compare(a.Channel, b.Channel), -cmp.Compare(settings.AccessOf(a.Access), settings.AccessOf(b.Access)))
			})
			return d.voice(in).Roles(list, in.From.Place()), nil
		},
	}
}

func whoParam() bot.Param {
	return bot.Param{Name: "who", Summary: present.Text("cmd-role-who"), Required: true}
}

func roleIn() bot.Param {
	return bot.Param{Name: "in", Summary: present.Text("cmd-role-in"), Keyed: true}
}

// role reads whose role is meant, and where.
func (d Deps) role(v present.Voice, in bot.Invocation) (settings.Role, error) {
	var r settings.Role
	var ok bool
	if r.Who, r.Called, ok = somebody(in.Args["who"]); !ok {
		return r, &bot.UserError{Message: v.Advice("role-unknown", in.Args["who"], "")}
	}
	if in.Args["in"] != "" {
		channels, err := d.channels(v, in, in.Args["in"])
		if err != nil {
			return r, err
		}
		r.Channel = channels[0]
	}
	return r, nil
}

func (d Deps) roleSet() bot.Command {
	access := bot.Param{Name: "access", Summary: present.Text("cmd-role-access"), Required: true}
	for _, g := range settings.Grants() {
		access.Choices = append(access.Choices, bot.Choice{Label: g, Value: g})
	}
	return bot.Command{
		Name: "role set", Summary: present.Text("cmd-role-set"), Example: "role set <@U0123456> editor", Access: bot.Admin, Local: true,
		Params: []bot.Param{whoParam(), access, roleIn()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			r, err := d.role(d.voice(in), in)
			if err != nil {
				return bot.Message{}, err
			}
			r.Access = in.Args["access"]
			return d.propose(ctx, in, d.space(in).Put(settings.KindRole, settings.RoleName(r), r))
		},
	}
}

func (d Deps) roleRemove() bot.Command {
	return bot.Command{
		Name: "role remove", Summary: present.Text("cmd-role-remove"), Example: "role remove <@U0123456>", Access: bot.Admin, Local: true,
		Params: []bot.Param{whoParam(), roleIn()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			r, err := d.role(v, in)
			if err != nil {
				return bot.Message{}, err
			}
			e := d.space(in).Drop(settings.KindRole, settings.RoleName(r))
			if e.Before == "" {
				return refuse(v.Advice("role-none", cmp.Or(r.Called, in.Args["who"]), ""))
			}
			return d.propose(ctx, in, e)
		},
	}
}
