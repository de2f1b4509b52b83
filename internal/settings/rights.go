package settings

import (
	"slices"
	"strings"

	"briefbot/bot"
)

// Actor is somebody who changes settings, with what the platform says of them.
type Actor struct {
	Workspace string // "platform:id"
	ID        string // on the platform; empty for who has the machine, as on the command line
	Name      string
	Groups    []string    // ids of the platform's roles that they have
	Operator  bool        // named in the config file: may do everything, whatever the settings say
	Wide      bot.Access  // what the platform grants in the workspace
	Here      bot.Access  // what it grants in the place
	Place     bot.Address // the channel where they ask
}

// By returns how the log names the actor.
func (a Actor) By() string {
	if a.ID == "" && a.Place.IsZero() {
		return "file:" + a.Name
	}
	return a.Workspace + "/" + a.ID
}

// What a role grants, as it is written.
const (
	Viewer = "viewer"
	Editor = "editor"
	Admin  = "admin"
)

// Grants returns the words for what a role may grant, the least first.
func Grants() []string { return []string{Viewer, Editor, Admin} }

// AccessOf returns what a word grants; nothing for one that is none.
func AccessOf(word string) bot.Access { return bot.Access(max(0, slices.Index(Grants(), word))) }

// RoleName returns the name of a role's record: there is one for each person or role of the platform, and one more for each channel.
func RoleName(r Role) string {
	if r.Channel == "" {
		return r.Who
	}
	return r.Who + "@" + r.Channel
}

// Rights returns what the actor may do in a channel of the workspace; with the zero address, in all of it.
//
// A record for the very person counts more than what the platform says and what roles grant, also when it grants less. What holds in the
// workspace holds in each channel; a record for a channel can only grant more. Nobody else may do anything but ask.
func (s *Space) Rights(a Actor, at bot.Address) bot.Access {
	if a.Operator {
		return bot.Admin
	}
	wide, named := s.granted(a, "")
	if !named {
		wide = max(wide, a.Wide)
	}
	if at.IsZero() || at.Platform+":"+at.Workspace != a.Workspace {
		return wide
	}
	here, exactly := s.granted(a, at.Place().String())
	if !exactly && !named && at.Place() == a.Place.Place() {
		here = max(here, a.Here)
	}
	return max(wide, here)
}

// granted returns what records grant in a channel, or without one in the workspace, and whether one is for the very person.
func (s *Space) granted(a Actor, channel string) (bot.Access, bool) {
	if r, ok := s.Roles[RoleName(Role{Who: "user:" + a.ID, Channel: channel})]; ok && a.ID != "" {
		return AccessOf(r.Access), true
	}
	most := bot.Everyone
	for _, g := range a.Groups {
		if r, ok := s.Roles[RoleName(Role{Who: "role:" + g, Channel: channel})]; ok {
			most = max(most, AccessOf(r.Access))
		}
	}
	return most, false
}

// May reports whether the actor may make an edit: a schedule needs the admins of all channels that it posts to or would, what holds in one
// channel the admins of that, what is read there its editors, and everything else the admins of the workspace.
func (s *Space) May(a Actor, e Edit) bool {
	needs := bot.Admin
	if e.Kind == KindReading {
		needs = bot.Editor
	}
	places, ok := s.touched(e)
	if !ok {
		return s.Rights(a, bot.Address{}) >= bot.Admin
	}
	for _, p := range places {
		at, err := bot.ParseAddress(p)
		if err != nil || at.Platform+":"+at.Workspace != a.Workspace || s.Rights(a, at) < needs {
			return false
		}
	}
	return true
}

// touched returns the channels that alone are concerned; false when it is the workspace.
func (s *Space) touched(e Edit) (channels []string, ok bool) {
	for _, doc := range []string{e.Before, e.After} {
		if doc == "" {
			continue
		}
		docs := map[Ref]string{e.Ref(): doc}
		one, err := NewSpace(docs)
		if err != nil {
			return nil, false
		}
		switch e.Kind {
		case KindSchedule:
			channels = append(channels, one.Schedules[e.Name].Channels...)
			channels = append(channels, one.Schedules[e.Name].DraftTo...)
		case KindRole:
			if one.Roles[e.Name].Channel == "" {
				return nil, false
			}
			channels = append(channels, one.Roles[e.Name].Channel)
		case KindChannel, KindReading:
			if one.Channels[e.Name].Notices != s.Channels[e.Name].Notices {
				return nil, false // what admins are told there is of the whole workspace
			}
			channels = append(channels, e.Name)
		case KindQuestion:
			channels = append(channels, one.Questions[e.Name].Channel)
		case KindPause:
			// One of the deployment's concerns the workspace.
			channels = append(channels, s.Schedules[e.Name].Channels...)
		}
	}
	return channels, len(channels) > 0
}

// Governed reports whether somebody is left who can administer the workspace by name.
func (s *Space) Governed() bool {
	for _, r := range s.Roles {
		if r.Channel == "" && strings.HasPrefix(r.Who, "user:") && r.Access == Admin {
			return true
		}
	}
	return false
}
