package slack_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/slack"
	"briefbot/internal/datatest"
)

// schema is the part of JSON Schema that Slack's published manifest schema uses for what the bot writes.
type schema struct {
	Ref         string             `json:"$ref"`
	Type        string             `json:"type"`
	Properties  map[string]*schema `json:"properties"`
	Additional  json.RawMessage    `json:"additionalProperties"`
	Required    []string           `json:"required"`
	Items       *schema            `json:"items"`
	Pattern     string             `json:"pattern"`
	MinLength   *int               `json:"minLength"`
	MaxLength   *int               `json:"maxLength"`
	MinItems    *int               `json:"minItems"`
	MaxItems    *int               `json:"maxItems"`
	Definitions map[string]*schema `json:"definitions"`
}

// check returns what is wrong with a value, each with its place.
func (s *schema) check(root *schema, at string, v any) (problems []string) {
	bad := func(format string, args ...any) { problems = append(problems, at+": "+fmt.Sprintf(format, args...)) }
	if s.Ref != "" {
		target := root.Definitions[path.Base(s.Ref)]
		if target == nil {
			return []string{at + ": no definition " + s.Ref}
		}
		return target.check(root, at, v)
	}
	kind := map[bool]string{}
	switch v := v.(type) {
	case map[string]any:
		kind[true] = "object"
		for _, name := range s.Required {
			if _, ok := v[name]; !ok {
				bad("%s is missing", name)
			}
		}
		for name, inner := range v {
			p := s.Properties[name]
			if p == nil {
				if string(s.Additional) == "false" {
					bad("%s is not known", name)
				}
				continue
			}
			problems = append(problems, p.check(root, at+"/"+name, inner)...)
		}
	case []any:
		kind[true] = "array"
		if s.MinItems != nil && len(v) < *s.MinItems || s.MaxItems != nil && len(v) > *s.MaxItems {
			bad("%d items", len(v))
		}
		for i, inner := range v {
			if s.Items != nil {
				problems = append(problems, s.Items.check(root, fmt.Sprintf("%s/%d", at, i), inner)...)
			}
		}
	case string:
		kind[true] = "string"
		if s.MinLength != nil && bot.Length(v) < *s.MinLength || s.MaxLength != nil && bot.Length(v) > *s.MaxLength {
			bad("%d characters", bot.Length(v))
		}
		if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(v) {
			bad("%q does not match %s", v, s.Pattern)
		}
	case bool:
		kind[true] = "boolean"
	case float64:
		kind[true] = "number"
		if v == float64(int(v)) && s.Type == "integer" {
			kind[true] = "integer"
		}
	}
	if s.Type != "" && s.Type != kind[true] {
		bad("is of type %s, want %s", kind[true], s.Type)
	}
	return problems
}

func published(t *testing.T) []*schema {
	t.Helper()
	var out []*schema
	for _, name := range []string{"slack-manifest-schema.1.json", "slack-manifest-schema.2.json"} {
		raw, err := os.ReadFile(datatest.Dir(t, "platform", name))
		if err != nil {
			t.Fatal(err)
		}
		s := &schema{}
		if err := json.Unmarshal(raw, s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func TestManifestKeepsToTheSchema(t *testing.T) {
	schemas := published(t)
	for _, o := range []slack.ManifestOptions{
		{}, {Mode: slack.HTTP, RequestURL: "https://bot.example.com/"}, {Umbrella: "news", Names: map[string]string{"quick": "vite"}, Name: "北京简报"},
	} {
		raw, err := slack.Manifest(bottest.NewSamples(0).Commands(), o)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		for _, s := range schemas {
			if problems := s.check(s, "", v); len(problems) > 0 {
				t.Errorf("%+v: %s", o, strings.Join(problems, "\n"))
			}
		}
	}
	// The checker itself must see mistakes.
	var wrong any
	if err := json.Unmarshal([]byte(`{"features":{"slash_commands":[{"command":"brief"}]},"x":1}`), &wrong); err != nil {
		t.Fatal(err)
	}
	if problems := schemas[1].check(schemas[1], "", wrong); len(problems) != 4 {
		t.Errorf("four mistakes, found %q", problems)
	}
}

func TestManifest(t *testing.T) {
	raw, err := slack.Manifest(bottest.NewSamples(0).Commands(), slack.ManifestOptions{Mode: slack.HTTP, RequestURL: "https://bot.example.com/", Names: map[string]string{"slow": "lent"}})
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Features struct {
			Slashes []struct{ Command, URL, Description string } `json:"slash_commands"`
		}
		Settings struct {
			Socket bool `json:"socket_mode_enabled"`
			Events struct {
				URL  string   `json:"request_url"`
				List []string `json:"bot_events"`
			} `json:"event_subscriptions"`
			Interactivity struct {
				URL string `json:"request_url"`
			}
		}
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range m.Features.Slashes {
		names = append(names, s.Command)
		if s.URL != "https://bot.example.com/slack/commands" || s.Description == "" {
			t.Errorf("%+v", s)
		}
	}
	if got := strings.Join(names, " "); got != "/brief /quick /lent /shout" {
		t.Errorf("commands %s", got)
	}
	if m.Settings.Socket || m.Settings.Events.URL != "https://bot.example.com/slack/events" || m.Settings.Interactivity.URL != "https://bot.example.com/slack/interactions" {
		t.Errorf("settings %+v", m.Settings)
	}
	for _, scope := range []string{"commands", "chat:write", "channels:read", "channels:history", "app_mentions:read"} {
		if !strings.Contains(string(raw), `"`+scope+`"`) {
			t.Errorf("no scope %s", scope)
		}
	}
}

func TestManifestDescribesTheUmbrella(t *testing.T) {
	for given, want := range map[string]string{"": "Everything briefbot can do", "云与AI新闻": "云与AI新闻"} {
		raw, err := slack.Manifest(nil, slack.ManifestOptions{Summary: given})
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Features struct {
				Slashes []struct{ Command, Description string } `json:"slash_commands"`
			}
		}
		if err := json.Unmarshal(raw, &m); err != nil {
			t.Fatal(err)
		}
		if s := m.Features.Slashes; len(s) != 1 || s[0].Command != "/brief" || s[0].Description != want {
			t.Errorf("summary %q: %+v", given, s)
		}
	}
}

func TestManifestRefuses(t *testing.T) {
	top := func(name string) bot.Command { return bot.Command{Name: name, Top: true, Summary: bot.Text{"en": "x"}} }
	var many []bot.Command
	for i := range 50 {
		many = append(many, top(fmt.Sprint("c", i)))
	}
	for _, c := range []struct {
		name     string
		commands []bot.Command
		o        slack.ManifestOptions
		want     string
	}{
		{"two of one name", []bot.Command{top("brief")}, slack.ManifestOptions{}, `"brief"`},
		{"too many", many, slack.ManifestOptions{}, "51 slash commands; Slack takes 50"},
		{"long name", nil, slack.ManifestOptions{Name: strings.Repeat("x", 36)}, "longer than 35"},
		{"long description", nil, slack.ManifestOptions{Description: strings.Repeat("x", 141)}, "longer than 140"},
		{"long summary", nil, slack.ManifestOptions{Summary: strings.Repeat("x", 2001)}, "longer than 2,000"},
		{"mode", nil, slack.ManifestOptions{Mode: "x"}, "want socket or http"},
		{"no address", nil, slack.ManifestOptions{Mode: slack.HTTP}, "public https address"},
		{"no https", nil, slack.ManifestOptions{Mode: slack.HTTP, RequestURL: "http://bot.example.com"}, "public https address"},
		{"umbrella", nil, slack.ManifestOptions{Umbrella: "A b"}, "lower-case word"},
	} {
		if raw, err := slack.Manifest(c.commands, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %s, %v, want %q", c.name, raw, err, c.want)
		}
	}
}
