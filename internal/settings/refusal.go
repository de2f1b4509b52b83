package settings

import (
	"fmt"
	"slices"
)

// Code names why a change is refused; the wording keys on it.
type Code string

// The refusals. The comment says what Name and Other are.
const (
	Denied       Code = "denied"        // what it is about
	LastAdmin    Code = "last-admin"    //
	Nothing      Code = "nothing"       //
	NoChange     Code = "no-change"     // the id as typed
	NotYours     Code = "not-yours"     // nothing of one's own is there to be undone
	AlreadyDone  Code = "already-done"  // the change, the one that took it back
	ChangedSince Code = "changed-since" // the record, the later change
	Expired      Code = "expired"       //
	TopicUsed    Code = "topic-used"    // the topic, a schedule that names it
	TopicUnknown Code = "topic-unknown" // the topic
	NameTaken    Code = "name-taken"    // the name, taken by the deployment
	Many         Code = "many"          // the kind, the most there may be
	NotEditor    Code = "not-editor"    // the schedule of which a draft is
	OnHeld       Code = "on-held"       // the change, which nobody can take back
	OnDraft      Code = "on-draft"      // the change, which its draft takes back
	OnStory      Code = "on-story"      // the change, which the command for stories takes back
)

// Refusal is why settings cannot be changed so.
type Refusal struct {
	Code        Code
	Name, Other string
}

// Error says it for logs.
func (r *Refusal) Error() string { return fmt.Sprintf("settings: %s %s %s", r.Code, r.Name, r.Other) }

// MostQuestions is how many questions a workspace may have asked again.
const MostQuestions = 100

// most is how many records of a kind a workspace may have.
var most = map[Kind]int{KindSchedule: 200, KindSource: 500, KindTopic: 100, KindRole: 500, KindChannel: 500, KindPause: 1000, KindQuestion: MostQuestions, KindReading: 500}

// Ground is what the deployment has already, besides what workspaces set.
type Ground interface {
	// Taken reports whether the deployment has a schedule of that name in the workspace.
	Taken(workspace, schedule string) bool
	// Topic reports whether the deployment has a topic of that id.
	Topic(id string) bool
}

// Check says what keeps the settings of a workspace from being so after some edits; nil when nothing does.
func (s *Space) Check(workspace string, g Ground, edits []Edit) error {
	for _, kind := range Kinds() {
		n := 0
		for ref := range s.docs {
			if ref.Kind == kind {
				n++
			}
		}
		if n > most[kind] && slices.ContainsFunc(edits, func(e Edit) bool { return e.Kind == kind && e.Before == "" }) {
			return &Refusal{Many, string(kind), fmt.Sprint(most[kind])}
		}
	}
	for _, e := range edits {
		if e.Kind == KindSchedule && e.After != "" && g.Taken(workspace, e.Name) {
			return &Refusal{NameTaken, e.Name, ""}
		}
	}
	return s.checkTopics(g, edits)
}

// names returns which topics the settings name, each with who names it.
func (s *Space) names(see func(kind Kind, by, topic string) error) error {
	for name, schedule := range s.Schedules {
		for _, id := range schedule.Topics {
			if err := see(KindSchedule, name, id); err != nil {
				return err
			}
		}
	}
	for name, reading := range s.Readings {
		for _, id := range reading.Topics {
			if err := see(KindReading, name, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkTopics refuses what names a topic that is not there, whichever of the two is edited.
func (s *Space) checkTopics(g Ground, edits []Edit) error {
	return s.names(func(kind Kind, by, id string) error {
		if _, own := s.Topics[id]; own || g.Topic(id) {
			return nil
		}
		for _, e := range edits {
			switch {
			case e.Kind == KindTopic && e.Name == id:
				return &Refusal{TopicUsed, id, by}
			case e.Kind == kind && e.Name == by:
				return &Refusal{TopicUnknown, id, by}
			}
		}
		return nil
	})
}
