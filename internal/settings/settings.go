// Package settings is what admins set in a workspace: its records, who may change which, and what a change changes. It does no I/O.
package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"briefbot/config"
)

// Kind tells records apart.
type Kind string

// The kinds of records.
const (
	KindSchedule Kind = "schedule" // a digest to post
	KindSource   Kind = "source"   // a feed, or what the workspace makes of one of the deployment's
	KindTopic    Kind = "topic"    // a filter that schedules may name
	KindRole     Kind = "role"     // what somebody may do
	KindChannel  Kind = "channel"  // what holds in one channel
	KindPause    Kind = "pause"    // of a schedule, by its name
	KindQuestion Kind = "question" // what is asked again on a timetable
	KindReading  Kind = "reading"  // what the editors of a channel chose for it

	// KindDraft is of what editors decided on the draft of a digest. It stands in the log alone: nothing is set by it.
	KindDraft Kind = "draft"

	// KindHeld is of what admins decided on messages of which nobody knew whether they arrived. It stands in the log alone as well.
	KindHeld Kind = "held"

	// KindStory is of what editors decided on stories. It stands in the log alone as well: what holds is kept with the articles.
	KindStory Kind = "story"
)

// Kinds returns all kinds, in the order in which people see them.
func Kinds() []Kind {
	return []Kind{KindSchedule, KindPause, KindSource, KindTopic, KindRole, KindChannel, KindReading, KindQuestion}
}

// Schedule is a digest that is posted again and again. Its name is the record's.
type Schedule struct {
	When       string   `json:"when" yaml:"when"`                                   // as it was typed, without the zone
	Either     bool     `json:"either,omitempty" yaml:"either,omitempty"`           // of two restricted day fields of cron one is enough
	Zone       string   `json:"zone,omitempty" yaml:"zone,omitempty"`               // IANA
	Calendar   string   `json:"calendar,omitempty" yaml:"calendar,omitempty"`       // all, weekdays or cn-workdays
	Channels   []string `json:"channels" yaml:"channels"`                           // addresses, all of the workspace
	Language   string   `json:"language,omitempty" yaml:"language,omitempty"`       // en, fr or zh
	Topics     []string `json:"topics,omitempty" yaml:"topics,omitempty"`           // ids of topics; any of them is enough
	MaxStories int      `json:"max_stories,omitempty" yaml:"max_stories,omitempty"` // 1 to 30
	Layout     string   `json:"layout,omitempty" yaml:"layout,omitempty"`           // as in the config file
	Empty      string   `json:"empty,omitempty" yaml:"empty,omitempty"`             // as in the config file

	Draft        string   `json:"draft,omitempty" yaml:"draft,omitempty"`                 // how long before a run its editors get the draft, "20m"
	DraftTo      []string `json:"draft_to,omitempty" yaml:"draft_to,omitempty"`           // addresses where they get it; empty: the admins' channels
	DraftSilence string   `json:"draft_silence,omitempty" yaml:"draft_silence,omitempty"` // post (as when empty) or drop: when they say nothing
}

// What becomes of a digest on whose draft nobody decided.
const (
	SilencePosts = "post"
	SilenceDrops = "drop"
)

// DraftBefore returns how long before a run the draft is due; zero when there is none. A time that cannot be is an error.
func DraftBefore(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err == nil && (d < config.LeastDraft || d > config.LongestDraft || d%time.Minute != 0) {
		err = fmt.Errorf("a draft is due 5m to 12h before, in whole minutes")
	}
	return d, err
}

// Source is a feed that the workspace reads. Its name is the feed's address. Off alone takes a feed of the deployment away from the
// workspace.
type Source struct {
	Title    string   `json:"title,omitempty" yaml:"title,omitempty"` // the outlet, as printed
	Home     string   `json:"home,omitempty" yaml:"home,omitempty"`   // the site
	Language string   `json:"language,omitempty" yaml:"language,omitempty"`
	Zone     string   `json:"zone,omitempty" yaml:"zone,omitempty"`     // of dates that carry none
	Weight   int      `json:"weight,omitempty" yaml:"weight,omitempty"` // 1 to 5; 0 is the usual one
	Tags     []string `json:"tags,omitempty" yaml:"tags,omitempty"`
	Pages    string   `json:"pages,omitempty" yaml:"pages,omitempty"`   // on: its articles' pages are read; off; or as in the deployment
	Paused   bool     `json:"paused,omitempty" yaml:"paused,omitempty"` // not read for the workspace, and not shown
	Off      bool     `json:"off,omitempty" yaml:"off,omitempty"`       // of the deployment, and removed here
}

// Topic is a filter: what an article must say. Its name is what schedules call it.
type Topic struct {
	Where string `json:"where" yaml:"where"`
}

// Role is what somebody may do. Its name is that of RoleName.
type Role struct {
	Who     string `json:"who" yaml:"who"`                             // "user:ID" or "role:ID" of the platform
	Called  string `json:"called,omitempty" yaml:"called,omitempty"`   // what they are called, for people who read it
	Channel string `json:"channel,omitempty" yaml:"channel,omitempty"` // address; empty: in the whole workspace
	Access  string `json:"access" yaml:"access"`                       // viewer, editor or admin
}

// Channel is what holds in one channel. Its name is the channel's address.
type Channel struct {
	Language string `json:"language,omitempty" yaml:"language,omitempty"`
	Zone     string `json:"zone,omitempty" yaml:"zone,omitempty"`

	// Admins are told there of what needs them. To set it takes the rights of the workspace.
	Notices bool `json:"notices,omitempty" yaml:"notices,omitempty"`

	// Names whose stories stand higher in its digests: ids of entities.
	Watch []string `json:"watch,omitempty" yaml:"watch,omitempty"`
}

// Empty reports whether nothing is set.
func (c Channel) Empty() bool {
	return c.Language == "" && c.Zone == "" && !c.Notices && len(c.Watch) == 0
}

// Reading is what a channel's editors chose for it, whatever its schedules say; and what somebody chose for themselves. The name of a
// channel's record is its address.
type Reading struct {
	Follow  []string `json:"follow,omitempty" yaml:"follow,omitempty"`   // ids of entities: digests take what names them too, and place it higher
	Topics  []string `json:"topics,omitempty" yaml:"topics,omitempty"`   // ids of topics that digests take too
	Sources []string `json:"sources,omitempty" yaml:"sources,omitempty"` // addresses of feeds that are muted
	Stories []string `json:"stories,omitempty" yaml:"stories,omitempty"` // ids of stories that are muted, the last MostMuted
}

// MostMuted is how many muted stories are remembered: they are forgotten by the news long before.
const MostMuted = 50

// Empty reports whether nothing is chosen.
func (r Reading) Empty() bool {
	return len(r.Follow)+len(r.Topics)+len(r.Sources)+len(r.Stories) == 0
}

// Follows reports whether something is followed.
func (r Reading) Follows() bool { return len(r.Follow)+len(r.Topics) > 0 }

// Question is a line that is asked again on a timetable, each time answered in a channel. Its name is its id.
type Question struct {
	Line     string `json:"line" yaml:"line"`                             // as it would be typed
	When     string `json:"when" yaml:"when"`                             // as it was typed
	Zone     string `json:"zone" yaml:"zone"`                             // IANA
	Language string `json:"language,omitempty" yaml:"language,omitempty"` // en, fr or zh
	Channel  string `json:"channel" yaml:"channel"`                       // address
	Asker    string `json:"asker,omitempty" yaml:"asker,omitempty"`       // the platform's id of who set it up
}

// Logged reports whether records of the kind stand in the log alone: nothing is set by them.
func (k Kind) Logged() bool { return k == KindDraft || k == KindHeld || k == KindStory }

// Pause keeps a schedule from posting.
type Pause struct {
	Until   time.Time `json:"until,omitzero" yaml:"until,omitempty"`      // zero: until it is resumed
	Stopped bool      `json:"stopped,omitempty" yaml:"stopped,omitempty"` // by itself, in channels that refused its digests
}

// Ref names a record in a workspace.
type Ref struct {
	Kind Kind
	Name string
}

// Edit puts a document in place of another: an empty one before or after means that there is none.
type Edit struct {
	Kind   Kind   `json:"kind"`
	Name   string `json:"name"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Ref returns which record it is about.
func (e Edit) Ref() Ref { return Ref{e.Kind, e.Name} }

// Change is a line of the log: one document that somebody put in place of another.
type Change struct {
	Edit
	Seq       int64 // the order of writing
	Workspace string
	ID        string // the same for all documents of one change; people type it
	At        time.Time
	By        string // "platform:workspace/user"
	Called    string // what they were called then; may be empty
	Place     string // the channel where it was asked; may be empty
	Undoes    string // the change that it takes back; may be empty
}

// Encode returns a record as a document.
func Encode(record any) string {
	text, err := json.Marshal(record)
	if err != nil {
		panic(fmt.Sprintf("settings: %T: %v", record, err)) // none of the records holds what JSON cannot
	}
	return string(text)
}

// Space is the settings of one workspace at one moment. It never changes.
type Space struct {
	Schedules map[string]Schedule
	Sources   map[string]Source
	Topics    map[string]Topic
	Roles     map[string]Role
	Channels  map[string]Channel
	Pauses    map[string]Pause
	Readings  map[string]Reading
	Questions map[string]Question

	docs map[Ref]string
}

// NewSpace reads documents. Its error names the record that cannot be read.
func NewSpace(docs map[Ref]string) (*Space, error) {
	s := &Space{
		Schedules: map[string]Schedule{}, Sources: map[string]Source{}, Topics: map[string]Topic{}, Roles: map[string]Role{},
		Channels: map[string]Channel{}, Pauses: map[string]Pause{}, Readings: map[string]Reading{}, Questions: map[string]Question{}, docs: docs,
	}
	for ref, doc := range docs {
		if err := s.read(ref, doc); err != nil {
			return nil, fmt.Errorf("settings: %s %s: %w", ref.Kind, ref.Name, err)
		}
	}
	return s, nil
}

func (s *Space) read(ref Ref, doc string) error {
	switch ref.Kind {
	case KindSchedule:
		return decode(s.Schedules, ref.Name, doc)
	case KindSource:
		return decode(s.Sources, ref.Name, doc)
	case KindTopic:
		return decode(s.Topics, ref.Name, doc)
	case KindRole:
		return decode(s.Roles, ref.Name, doc)
	case KindChannel:
		return decode(s.Channels, ref.Name, doc)
	case KindPause:
		return decode(s.Pauses, ref.Name, doc)
	case KindQuestion:
		return decode(s.Questions, ref.Name, doc)
	case KindReading:
		return decode(s.Readings, ref.Name, doc)
	}
	return nil // of a newer version
}

func decode[T any](into map[string]T, name, doc string) error {
	var v T
	err := json.Unmarshal([]byte(doc), &v)
	into[name] = v
	return err
}

// With returns the settings after some edits.
func (s *Space) With(edits ...Edit) (*Space, error) {
	docs := maps.Clone(s.docs)
	if docs == nil {
		docs = map[Ref]string{}
	}
	for _, e := range edits {
		if e.Kind.Logged() {
			continue
		}
		if e.After == "" {
			delete(docs, e.Ref())
		} else {
			docs[e.Ref()] = e.After
		}
	}
	return NewSpace(docs)
}

// Doc returns the document of a record; empty when there is none.
func (s *Space) Doc(ref Ref) string { return s.docs[ref] }

// Refs returns what there is, by kind and name.
func (s *Space) Refs() []Ref {
	kinds := Kinds()
	return slices.SortedFunc(maps.Keys(s.docs), func(a, b Ref) int {
		if a.Kind != b.Kind {
			return slices.Index(kinds, a.Kind) - slices.Index(kinds, b.Kind)
		}
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
}

// Put returns the edit that sets a record.
func (s *Space) Put(kind Kind, name string, record any) Edit {
	return Edit{kind, name, s.docs[Ref{kind, name}], Encode(record)}
}

// Drop returns the edit that removes a record.
func (s *Space) Drop(kind Kind, name string) Edit {
	return Edit{kind, name, s.docs[Ref{kind, name}], ""}
}
