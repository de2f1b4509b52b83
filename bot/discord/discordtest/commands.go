package discordtest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// registered is a command, a group, a subcommand or an option.
type registered struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations"`
	Required     bool              `json:"required"`
	Autocomplete bool              `json:"autocomplete"`
	Choices      []choice          `json:"choices"`
	Options      []registered      `json:"options"`
	Permissions  *string           `json:"default_member_permissions"`
	Contexts     []int             `json:"contexts"`
	Installs     []int             `json:"integration_types"`

	raw map[string]any
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

var nameRule = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

func goodName(s string) bool { return nameRule.MatchString(s) && s == strings.ToLower(s) }

// Commands returns the names of the slash commands that are registered in the stand-in's server.
func (s *Server) Commands() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, c := range s.offered() {
		if c.Type != typeMessage {
			out = append(out, c.Name)
		}
	}
	return out
}

func (s *Server) offered() []registered {
	return append(slices.Clone(s.commands[""]), s.commands[s.config.Guild]...)
}

// overwrite registers commands in bulk.
func (s *Server) overwrite(guild string, raw []byte) (int, any, error) {
	var list []registered
	var plain []map[string]any
	if json.Unmarshal(raw, &list) != nil || json.Unmarshal(raw, &plain) != nil {
		return 0, nil, invalid("not a list of commands")
	}
	if len(list) > 100 {
		return 0, nil, trouble{400, 30032, "Maximum number of application commands reached (100)", ""}
	}
	var slashes, onMessages []registered
	for _, c := range list {
		if c.Type == typeMessage {
			onMessages = append(onMessages, c)
		} else {
			slashes = append(slashes, c)
		}
	}
	if len(onMessages) > 5 {
		return 0, nil, trouble{400, 30032, "Maximum number of application commands reached (5)", ""}
	}
	for _, kind := range [][]registered{slashes, onMessages} {
		if err := neighbours(kind); err != nil {
			return 0, nil, err
		}
	}
	for i := range list {
		c := &list[i]
		if c.Type != 0 && c.Type != 1 && c.Type != typeMessage {
			return 0, nil, invalid("type: only slash and message commands are known here")
		}
		if guild != "" && len(c.Contexts)+len(c.Installs) > 0 {
			return 0, nil, invalid("contexts: only for global commands")
		}
		check := func() error { return c.check(0) }
		if c.Type == typeMessage {
			check = c.checkOnMessage
		}
		if err := check(); err != nil {
			return 0, nil, err
		}
		if c.size() > 8000 {
			return 0, nil, invalid("%s: Command exceeds maximum size (8000)", c.Name)
		}
		c.raw = plain[i]
		c.raw["id"], c.raw["application_id"], c.raw["version"] = s.id(), s.config.Application, s.id()
		c.raw["nsfw"] = false
		for _, absent := range []string{"name_localizations", "description_localizations", "default_member_permissions"} {
			if c.raw[absent] == nil {
				c.raw[absent] = nil
			}
		}
	}
	template := "/applications/{application_id}/commands"
	if guild != "" {
		template = "/applications/{application_id}/guilds/{guild_id}/commands"
	}
	s.check(http.MethodPut, template, raw)
	s.commands[guild] = list
	return http.StatusOK, s.listed(guild), nil
}

func (s *Server) listed(guild string) []any {
	out := []any{}
	for _, c := range s.commands[guild] {
		out = append(out, c.raw)
	}
	return out
}

// checkOnMessage checks a message command: its name may have capitals and spaces, and it has nothing else.
func (c *registered) checkOnMessage() error {
	if c.Description != "" || len(c.Options) > 0 {
		return invalid("%s: a message command has neither description nor options", c.Name)
	}
	for locale, name := range c.Names {
		if count(name) < 1 || count(name) > 32 || !knownLocale(locale) {
			return invalid("%s.name_localizations.%s: %q", c.Name, locale, name)
		}
	}
	if count(c.Name) < 1 || count(c.Name) > 32 {
		return invalid("name %q: must be between 1 and 32 in length", c.Name)
	}
	return nil
}

// check checks a command (depth 0), a group or subcommand, or an option.
func (c *registered) check(depth int) error {
	switch {
	case !goodName(c.Name):
		return invalid("name %q: does not match the rule for names", c.Name)
	case count(c.Description) < 1 || count(c.Description) > 100:
		return invalid("%s.description: must be between 1 and 100 in length", c.Name)
	case len(c.Options) > 25:
		return invalid("%s.options: must be 25 or fewer in length", c.Name)
	case len(c.Choices) > 25:
		return invalid("%s.choices: must be 25 or fewer in length", c.Name)
	case len(c.Choices) > 0 && c.Autocomplete:
		return invalid("%s: choices and autocomplete exclude each other", c.Name)
	case depth > 0 && c.Type == 2 && depth > 1, depth > 2 && c.Type == 1:
		return invalid("%s: nested too deep", c.Name)
	case depth > 0 && (c.Type < 1 || c.Type > 11):
		return invalid("%s.type: unknown", c.Name)
	case depth > 0 && c.Type > 2 && len(c.Options) > 0:
		return invalid("%s: an option has no options", c.Name)
	}
	for locale, name := range c.Names {
		if !goodName(name) || !knownLocale(locale) {
			return invalid("%s.name_localizations.%s: %q", c.Name, locale, name)
		}
	}
	for locale, d := range c.Descriptions {
		if count(d) < 1 || count(d) > 100 || !knownLocale(locale) {
			return invalid("%s.description_localizations.%s", c.Name, locale)
		}
	}
	for _, ch := range c.Choices {
		if count(ch.Name) < 1 || count(ch.Name) > 100 || count(ch.Value) > 100 {
			return invalid("%s.choices: must be between 1 and 100 in length", c.Name)
		}
	}
	return c.checkOptions(depth)
}

func (c *registered) checkOptions(depth int) error {
	if err := neighbours(c.Options); err != nil {
		return err
	}
	optional, subs := false, 0
	for i := range c.Options {
		o := &c.Options[i]
		if o.Type <= 2 {
			subs++
		}
		if o.Required && optional {
			return invalid("%s.%s: Required options must be placed before non-required options", c.Name, o.Name)
		}
		optional = optional || !o.Required && o.Type > 2
		if err := o.check(depth + 1); err != nil {
			return err
		}
	}
	if subs != 0 && subs != len(c.Options) {
		return invalid("%s: subcommands and options exclude each other", c.Name)
	}
	return nil
}

// neighbours refuses two of one name, in any language.
func neighbours(list []registered) error {
	for _, locale := range []string{"", "fr", "zh-CN", "zh-TW", "en-US"} {
		taken := map[string]bool{}
		for _, c := range list {
			name := c.Names[locale]
			if name == "" {
				name = c.Name
			}
			if taken[name] {
				return invalid("name %q: Application command names must be unique", name)
			}
			taken[name] = true
		}
	}
	return nil
}

func knownLocale(s string) bool {
	return slices.Contains([]string{"id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
		"pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"}, s)
}

func (c *registered) size() int {
	n := max(count(c.Name), longest(c.Names)) + max(count(c.Description), longest(c.Descriptions))
	for _, ch := range c.Choices {
		n += count(ch.Name) + count(ch.Value)
	}
	for i := range c.Options {
		n += c.Options[i].size()
	}
	return n
}

func longest(m map[string]string) int {
	n := 0
	for _, s := range m {
		n = max(n, count(s))
	}
	return n
}
