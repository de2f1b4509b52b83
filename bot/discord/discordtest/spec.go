package discordtest

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// spec is Discord's published specification of its API.
type spec struct{ doc *openapi3.T }

// specs holds each specification once a process, since reading one takes a while.
var specs sync.Map // path → func() (*spec, error)

func loadSpec(path string) (*spec, error) {
	load, _ := specs.LoadOrStore(path, sync.OnceValues(func() (*spec, error) {
		doc, err := readSpec(path)
		if err != nil {
			return nil, fmt.Errorf("discordtest: specification %s: %w", path, err)
		}
		return &spec{doc}, nil
	}))
	return load.(func() (*spec, error))()
}

func readSpec(path string) (*openapi3.T, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	enumerate(tree)
	if raw, err = json.Marshal(tree); err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(raw)
}

// enumerate writes each const as an enum of one: the fast validator knows only the older word, and the other one compiles
// the specification anew for every request.
func enumerate(node any) {
	switch n := node.(type) {
	case map[string]any:
		switch value := n["const"].(type) {
		case string, float64, bool:
			n["enum"] = []any{value}
			delete(n, "const")
		}
		for _, inner := range n {
			enumerate(inner)
		}
	case []any:
		for _, inner := range n {
			enumerate(inner)
		}
	}
}

// check notes what an accepted request does against the specification.
func (s *Server) check(method, template string, raw []byte) {
	if s.spec == nil {
		return
	}
	if err := s.spec.check(method, template, raw); err != nil {
		s.violations = append(s.violations, fmt.Sprintf("%s %s: %v", method, template, err))
	}
}

func (sp *spec) check(method, template string, raw []byte) error {
	item := sp.doc.Paths.Value(template)
	if item == nil || item.GetOperation(method) == nil {
		return fmt.Errorf("the specification has no such operation")
	}
	content := item.GetOperation(method).RequestBody.Value.Content.Get("application/json")
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return err
	}
	// The specification wants a number where the API takes and returns a string.
	if list, ok := value.([]any); ok {
		for _, c := range list {
			if m, ok := c.(map[string]any); ok {
				delete(m, "default_member_permissions")
			}
		}
	}
	err := content.Schema.Value.VisitJSON(value, openapi3.MultiErrors())
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s", strings.Join(strings.Fields(err.Error()), " "))
}
