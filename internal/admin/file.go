package admin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"briefbot/internal/settings"
)

// File is what admins set in all workspaces, as a file that people read and move. It holds no secrets, for settings have none.
type File struct {
	Version    int                      `yaml:"version"`
	Workspaces map[string]workspaceFile `yaml:"workspaces"` // by "platform:id"
}

// fileVersion is the form of files that this program writes and reads.
const fileVersion = 1

// workspaceFile is one workspace: records by name.
type workspaceFile struct {
	Schedules map[string]settings.Schedule `yaml:"schedules,omitempty"`
	Pauses    map[string]settings.Pause    `yaml:"pauses,omitempty"`
	Sources   map[string]settings.Source   `yaml:"sources,omitempty"`
	Topics    map[string]settings.Topic    `yaml:"filters,omitempty"`
	Roles     map[string]settings.Role     `yaml:"roles,omitempty"`
	Channels  map[string]settings.Channel  `yaml:"channels,omitempty"`
	Readings  map[string]settings.Reading  `yaml:"readings,omitempty"`
	Questions map[string]settings.Question `yaml:"questions,omitempty"`
}

// Export writes what admins set, always in the same order.
func (s *Settings) Export(w io.Writer) error {
	f := File{Version: fileVersion, Workspaces: map[string]workspaceFile{}}
	for name, sp := range s.Spaces() {
		if len(sp.Refs()) > 0 {
			f.Workspaces[name] = workspaceFile{sp.Schedules, sp.Pauses, sp.Sources, sp.Topics, sp.Roles, sp.Channels, sp.Readings, sp.Questions}
		}
	}
	text, err := yaml.MarshalWithOptions(f, yaml.Indent(2), yaml.IndentSequence(true))
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// ReadFile reads what Export wrote. Its errors say where it is wrong.
func ReadFile(text []byte) (File, error) {
	var f File
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&f); err != nil {
		if errors.Is(err, io.EOF) {
			return f, errors.New("it is empty; briefbot export writes one")
		}
		return f, errors.New(strings.TrimSpace(yaml.FormatError(err, false, false)))
	}
	if f.Version != fileVersion {
		return f, fmt.Errorf("it is of version %d, this program reads version %d", f.Version, fileVersion)
	}
	for name := range f.Workspaces {
		if platform, id, ok := strings.Cut(name, ":"); !ok || platform == "" || id == "" || strings.ContainsAny(id, "/: ") {
			return f, fmt.Errorf("workspace %q: want platform:id, such as slack:T024BE7LD", name)
		}
	}
	return f, nil
}

// docs returns the records of a workspace as documents.
func (w workspaceFile) docs() map[settings.Ref]string {
	out := map[settings.Ref]string{}
	add(out, settings.KindSchedule, w.Schedules)
	add(out, settings.KindPause, w.Pauses)
	add(out, settings.KindSource, w.Sources)
	add(out, settings.KindTopic, w.Topics)
	add(out, settings.KindRole, w.Roles)
	add(out, settings.KindChannel, w.Channels)
	add(out, settings.KindReading, w.Readings)
	add(out, settings.KindQuestion, w.Questions)
	return out
}

func add[T any](to map[settings.Ref]string, kind settings.Kind, records map[string]T) {
	for name, r := range records {
		to[settings.Ref{Kind: kind, Name: name}] = settings.Encode(r)
	}
}

// Plan returns what has to be edited in each workspace so that the settings are as the file says: what it does not name is removed, in
// workspaces that it does not name too.
func (s *Settings) Plan(f File) map[string][]settings.Edit {
	out := map[string][]settings.Edit{}
	for w, sp := range s.Spaces() {
		for _, ref := range sp.Refs() {
			if _, ok := f.Workspaces[w].docs()[ref]; !ok {
				out[w] = append(out[w], sp.Drop(ref.Kind, ref.Name))
			}
		}
	}
	for w, file := range f.Workspaces {
		docs := file.docs()
		sp := s.Space(w)
		for ref, doc := range docs {
			if have := sp.Doc(ref); !same(have, doc) {
				out[w] = append(out[w], settings.Edit{Kind: ref.Kind, Name: ref.Name, Before: have, After: doc})
			}
		}
		slices.SortFunc(out[w], func(a, b settings.Edit) int {
			return strings.Compare(string(a.Kind)+" "+a.Name, string(b.Kind)+" "+b.Name)
		})
	}
	return out
}

// same reports whether two documents say the same.
func same(a, b string) bool {
	var one, two bytes.Buffer
	if json.Compact(&one, []byte(a)) != nil || json.Compact(&two, []byte(b)) != nil {
		return a == b
	}
	return one.String() == two.String()
}

// Apply carries out edits in one workspace, as one change by who has the machine.
func (s *Settings) Apply(ctx context.Context, workspace, from string, edits []settings.Edit) ([]settings.Change, error) {
	a := settings.Actor{Workspace: workspace, Name: from, Operator: true}
	return s.Change(ctx, a, func(*settings.Space) ([]settings.Edit, error) { return edits, nil })
}
