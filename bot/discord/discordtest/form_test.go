package discordtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestRefusesDialogues has dialogues that Discord would not open be refused, and says by which rule.
func TestRefusesDialogues(t *testing.T) {
	label := func(inner string) string {
		return fmt.Sprintf(`{"type":18,"label":"L","component":{"custom_id":"a",%s}}`, inner)
	}
	dialogue := func(title, id, components string) string {
		return fmt.Sprintf(`{"title":%q,"custom_id":%q,"components":[%s]}`, title, id, components)
	}
	text, option := label(`"type":4,"style":1`), `{"label":"X","value":"x"}`
	long := strings.Repeat("x", 101)
	for _, c := range []struct{ name, raw, want string }{
		{"a text", dialogue("T", "f", text), ""},
		{"a choice that can be taken away", dialogue("T", "f", label(`"type":3,"min_values":0,"required":false,"options":[`+option+`]`)), ""},
		{"a channel", dialogue("T", "f", label(`"type":8,"channel_types":[0],"default_values":[{"id":"1","type":"channel"}]`)), ""},
		{"no title", dialogue("", "f", text), "data.title"},
		{"a long title", dialogue(long[:46], "f", text), "data.title"},
		{"a long custom id", dialogue("T", long, text), "data.custom_id"},
		{"nothing asked", dialogue("T", "f", ""), "data.components"},
		{"six asked", dialogue("T", "f", strings.Repeat(text+",", 5)+text), "data.components"},
		{"twins", dialogue("T", "f", text+","+text), "duplicated"},
		{"a button", dialogue("T", "f", `{"type":2,"label":"L"}`), "only labels"},
		{"no style", dialogue("T", "f", label(`"type":4`)), "text input"},
		{"a value too long", dialogue("T", "f", label(`"type":4,"style":2,"max_length":3,"value":"four"`)), "text input"},
		{"no options", dialogue("T", "f", label(`"type":3,"options":[]`)), "options"},
		{"options of one value", dialogue("T", "f", label(`"type":3,"options":[`+option+`,`+option+`]`)), "already used"},
		{"required, but none", dialogue("T", "f", label(`"type":3,"min_values":0,"options":[`+option+`]`)), "min_values"},
		{"a person for a channel", dialogue("T", "f", label(`"type":8,"default_values":[{"id":"1","type":"user"}]`)), "default_values"},
	} {
		_, err := readModal(json.RawMessage(c.raw))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
