package settings

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"briefbot/bot"
)

const ours = "slack:T1"

func channel(id string) bot.Address {
	return bot.Address{Platform: "slack", Workspace: "T1", Channel: id}
}

// space returns the settings with these records, by name.
func space(t testing.TB, edits ...Edit) *Space {
	t.Helper()
	s, err := (&Space{}).With(edits...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func granting(roles ...Role) []Edit {
	var out []Edit
	for _, r := range roles {
		out = append(out, (&Space{}).Put(KindRole, RoleName(r), r))
	}
	return out
}

func TestRights(t *testing.T) {
	c1, c2 := channel("C1").String(), channel("C2").String()
	s := space(t, granting(
		Role{Who: "user:ann", Access: Admin}, Role{Who: "user:eve", Access: Viewer}, Role{Who: "role:desk", Access: Editor},
		Role{Who: "role:leads", Channel: c1, Access: Admin}, Role{Who: "user:ben", Channel: c2, Access: Editor}, Role{Who: "user:cat", Access: "czar"},
	)...)
	for _, c := range []struct {
		name  string
		actor Actor
		at    string // a channel, or nothing for the workspace
		want  bot.Access
	}{
		{"nobody", Actor{ID: "zoe"}, "C1", bot.Everyone},
		{"no id", Actor{}, "", bot.Everyone},
		{"named", Actor{ID: "ann"}, "", bot.Admin},
		{"named, in a channel", Actor{ID: "ann"}, "C9", bot.Admin},
		{"by the platform", Actor{ID: "zoe", Wide: bot.Admin}, "", bot.Admin},
		{"by the platform, and named less", Actor{ID: "eve", Wide: bot.Admin, Here: bot.Admin, Place: channel("C1"), Groups: []string{"desk"}}, "C1", bot.Everyone},
		{"an operator, named less", Actor{ID: "eve", Operator: true}, "", bot.Admin},
		{"by a role", Actor{ID: "zoe", Groups: []string{"x", "desk"}}, "", bot.Editor},
		{"by a role of a channel", Actor{ID: "zoe", Groups: []string{"desk", "leads"}}, "C1", bot.Admin},
		{"by a role of another channel", Actor{ID: "zoe", Groups: []string{"desk", "leads"}}, "C2", bot.Editor},
		{"by a role of a channel, in the workspace", Actor{ID: "zoe", Groups: []string{"leads"}}, "", bot.Everyone},
		{"named in a channel", Actor{ID: "ben"}, "C2", bot.Editor},
		{"named in a channel, elsewhere", Actor{ID: "ben"}, "C1", bot.Everyone},
		{"by the platform in the channel", Actor{ID: "zoe", Here: bot.Admin, Place: channel("C1")}, "C1", bot.Admin},
		{"by the platform in another channel", Actor{ID: "zoe", Here: bot.Admin, Place: channel("C2")}, "C1", bot.Everyone},
		{"a word that is none", Actor{ID: "cat"}, "", bot.Everyone},
	} {
		c.actor.Workspace = ours
		at := bot.Address{}
		if c.at != "" {
			at = channel(c.at)
		}
		if got := s.Rights(c.actor, at); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	elsewhere := bot.Address{Platform: "slack", Workspace: "T2", Channel: "C1"}
	if got := s.Rights(Actor{Workspace: ours, ID: "zoe", Groups: []string{"leads"}}, elsewhere); got != bot.Everyone {
		t.Errorf("a role of a channel grants %d in another workspace's channel of that id", got)
	}
}

func TestMay(t *testing.T) {
	in := func(channels ...string) Schedule {
		out := Schedule{When: "daily 9:00"}
		for _, c := range channels {
			out.Channels = append(out.Channels, channel(c).String())
		}
		return out
	}
	mine := in("C1")
	both := in("C1", "C2")
	foreign := Schedule{When: "daily 9:00", Channels: []string{"slack:T2/C1"}}
	s := space(t, append(granting(Role{Who: "user:ann", Channel: channel("C1").String(), Access: Admin}),
		(&Space{}).Put(KindSchedule, "mine", mine), (&Space{}).Put(KindSchedule, "both", both))...)
	ann, boss := Actor{Workspace: ours, ID: "ann"}, Actor{Workspace: ours, ID: "boss", Wide: bot.Admin}
	for _, c := range []struct {
		name      string
		edit      Edit
		ann, boss bool
	}{
		{"a schedule of the channel", s.Put(KindSchedule, "new", mine), true, true},
		{"one of another channel too", s.Put(KindSchedule, "new", both), false, true},
		{"take one from another channel", s.Put(KindSchedule, "both", mine), false, true},
		{"take one to another channel", s.Put(KindSchedule, "mine", both), false, true},
		{"remove", s.Drop(KindSchedule, "mine"), true, true},
		{"remove one of another channel too", s.Drop(KindSchedule, "both"), false, true},
		{"a channel of another workspace", s.Put(KindSchedule, "new", foreign), false, false},
		{"no channel", s.Put(KindSchedule, "new", in()), false, true},
		{"pause", s.Put(KindPause, "mine", Pause{}), true, true},
		{"pause one of another channel too", s.Put(KindPause, "both", Pause{}), false, true},
		{"pause one of the deployment", s.Put(KindPause, "morning", Pause{}), false, true},
		{"a role in the channel", s.Put(KindRole, "user:x@"+channel("C1").String(), Role{Who: "user:x", Channel: channel("C1").String(), Access: Admin}), true, true},
		{"a role in another channel", s.Put(KindRole, "r", Role{Who: "user:ann", Channel: channel("C2").String(), Access: Admin}), false, true},
		{"a role in the workspace", s.Put(KindRole, "user:ann", Role{Who: "user:ann", Access: Admin}), false, true},
		{"a role of the channel made one of the workspace", Edit{KindRole, "r", Encode(Role{Who: "user:ann", Channel: channel("C1").String(), Access: Admin}),
			Encode(Role{Who: "user:ann", Access: Admin})}, false, true},
		{"the channel's language", s.Put(KindChannel, channel("C1").String(), Channel{Language: "fr"}), true, true},
		{"another channel's language", s.Put(KindChannel, channel("C2").String(), Channel{Language: "fr"}), false, true},
		{"another workspace's channel", s.Put(KindChannel, "slack:T2/C1", Channel{Language: "fr"}), false, false},
		{"a source", s.Put(KindSource, "https://feed.example/", Source{}), false, true},
		{"a topic", s.Put(KindTopic, "chips", Topic{}), false, true},
		{"nothing known", Edit{"odd", "x", "", "{}"}, false, true},
	} {
		if got := s.May(ann, c.edit); got != c.ann {
			t.Errorf("%s, by the channel's admin: %v", c.name, got)
		}
		if got := s.May(boss, c.edit); got != c.boss {
			t.Errorf("%s, by the workspace's admin: %v", c.name, got)
		}
		if s.May(Actor{Workspace: ours, ID: "zoe", Wide: bot.Editor}, c.edit) {
			t.Errorf("%s, by an editor: yes", c.name)
		}
	}
}

// ground is a deployment with one schedule and one topic.
type ground struct{}

func (ground) Taken(workspace, name string) bool { return workspace == ours && name == "morning" }
func (ground) Topic(id string) bool              { return id == "china-cloud-ai" }

func TestCheck(t *testing.T) {
	plain := Schedule{When: "daily 9:00", Channels: []string{channel("C1").String()}}
	own, foreign := plain, plain
	own.Topics, foreign.Topics = []string{"chips", "china-cloud-ai"}, []string{"gone"}
	has := space(t, (&Space{}).Put(KindTopic, "chips", Topic{Where: "chip"}), (&Space{}).Put(KindSchedule, "s", own))
	for _, c := range []struct {
		name string
		edit Edit
		want Code
	}{
		{"another", has.Put(KindSchedule, "t", plain), ""},
		{"the deployment's name", has.Put(KindSchedule, "morning", plain), NameTaken},
		{"a topic that is not there", has.Put(KindSchedule, "t", foreign), TopicUnknown},
		{"remove a topic in use", has.Drop(KindTopic, "chips"), TopicUsed},
		{"edit a topic in use", has.Put(KindTopic, "chips", Topic{Where: "gpu"}), ""},
	} {
		next, err := has.With(c.edit)
		if err != nil {
			t.Fatal(err)
		}
		var refused *Refusal
		err = next.Check(ours, ground{}, []Edit{c.edit})
		if errors.As(err, &refused); c.want == "" && err != nil || c.want != "" && (refused == nil || refused.Code != c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestDifferences(t *testing.T) {
	before := Schedule{When: "daily 9:00", Zone: "Europe/Paris", Channels: []string{"slack:T1/C1"}, MaxStories: 5}
	after := Schedule{When: "weekdays 8:00", Zone: "Europe/Paris", Channels: []string{"slack:T1/C1", "slack:T1/C2"}, Language: "zh"}
	got := Edit{KindSchedule, "s", Encode(before), Encode(after)}.Differences()
	want := []Difference{
		{"when", "daily 9:00", "weekdays 8:00"}, {"channels", "slack:T1/C1", "slack:T1/C1, slack:T1/C2"}, {"language", "", "zh"}, {"max_stories", "5", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	gone := Edit{KindPause, "s", Encode(Pause{}), ""}
	if got := gone.Differences(); len(got) != 0 {
		t.Errorf("a pause without an end: %v", got)
	}
}

// TestDocuments shows that what is kept is read back as it was, whatever people type.
func TestDocuments(t *testing.T) {
	text := rapid.StringOf(rapid.RuneFrom([]rune("aé中 \"\\\n<>&:{}[]'#\u2028\U0001f600")))
	rapid.Check(t, func(r *rapid.T) {
		list := rapid.SliceOfN(text, 1, 3)
		want := Schedule{When: text.Draw(r, "when"), Channels: list.Draw(r, "channels"), Topics: list.Draw(r, "topics"), MaxStories: rapid.IntRange(0, 30).Draw(r, "n")}
		name := text.Draw(r, "name")
		s := space(t, (&Space{}).Put(KindSchedule, name, want))
		if diff := cmp.Diff(want, s.Schedules[name]); diff != "" {
			r.Fatal(diff)
		}
		if again := s.Put(KindSchedule, name, s.Schedules[name]); again.Before != again.After {
			r.Fatalf("written again it differs: %s, %s", again.Before, again.After)
		}
		for _, d := range s.Put(KindSchedule, name, Schedule{}).Differences() {
			if strings.Contains(d.Field, " ") {
				r.Fatal(d)
			}
		}
	})
}
