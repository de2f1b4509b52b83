package slack

import (
	"encoding/json"
	"fmt"
	"strings"

	"briefbot/bot"
)

// scope is a right that the bot asks for, with what is lost without it.
type scope struct {
	name, loss string
	optional   bool // an admin may leave it out at the installation
}

var botScopes = []scope{
	{name: "commands", loss: "slash commands and buttons do not work"},
	{name: "chat:write", loss: "nothing can be posted"},
	{name: "channels:read", loss: "channels cannot be looked up"},
	{name: "channels:history", loss: "a post with an unknown outcome in a public channel waits for an admin"},
	{name: "app_mentions:read", loss: "mentions are not answered", optional: true},
	{name: "groups:read", loss: "private channels cannot be looked up", optional: true},
	{name: "groups:history", loss: "a post with an unknown outcome in a private channel waits for an admin", optional: true},
	{name: "chat:write.public", loss: "the bot must be invited to a public channel before it can post there", optional: true},
	{name: "users:read", loss: "owners and admins of the workspace do not administer the bot before somebody names them", optional: true},
	{name: "im:write", loss: "nobody can follow a name in private", optional: true},
	{name: "im:history", loss: "a private digest with an unknown outcome is not sent again", optional: true},
	{name: "usergroups:read", loss: "a role that is given to a user group gives its members nothing", optional: true},
	{name: "files:read", loss: "a file that is sent with a mention is not read", optional: true},
	{name: "files:write", loss: "charts are described in words instead of shown", optional: true},
}

// ManifestOptions are what an app's manifest needs besides the commands.
type ManifestOptions struct {
	Name        string            // of the app and its bot user, at most 35 characters; empty means "briefbot"
	Description string            // at most 140 characters; empty means one in English
	Summary     string            // what the umbrella is for, at most 2,000 characters; empty means a line in English
	Umbrella    string            // as in Options
	Names       map[string]string // as in Options
	Mode        Mode              // as in Options
	Home        bool              // there is a home tab, see Options
	RequestURL  string            // for HTTP mode: the public https address before the paths of Handler
}

// Manifest returns the app manifest as JSON: paste it under "Create an app", "From a manifest". Slash commands are the
// umbrella and every command with Top.
func Manifest(commands []bot.Command, o ManifestOptions) ([]byte, error) {
	if o.Umbrella == "" {
		o.Umbrella = "brief"
	}
	if o.Mode == "" {
		o.Mode = Socket
	}
	if o.Name == "" {
		o.Name = "briefbot"
	}
	if o.Description == "" {
		o.Description = "Digests of China cloud and AI headlines, and market facts with their sources"
	}
	if o.Summary == "" {
		o.Summary = "Everything briefbot can do"
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	slashes, err := o.slashes(commands)
	if err != nil {
		return nil, err
	}
	m := manifest{}
	m.Metadata.Major = 2
	m.Display.Name, m.Display.Description = o.Name, o.Description
	m.Features.Bot.Name = o.Name
	m.Features.Home.Messages = true
	m.Features.Home.ReadOnly = true
	m.Features.Home.Home = o.Home
	m.Features.Shortcuts = shortcuts(commands)
	m.Features.Slashes = slashes
	for _, s := range botScopes {
		m.OAuth.Scopes.Bot = append(m.OAuth.Scopes.Bot, s.name)
		if s.optional {
			m.OAuth.Scopes.Optional = append(m.OAuth.Scopes.Optional, s.name)
		}
	}
	m.Settings.Events.Bot = []string{"app_mention"}
	if o.Home {
		m.Settings.Events.Bot = append(m.Settings.Events.Bot, "app_home_opened")
	}
	m.Settings.Events.URL = o.url(PathEvents)
	m.Settings.Interactivity.Enabled = true
	m.Settings.Interactivity.URL = o.url(PathInteractions)
	m.Settings.Socket = o.Mode == Socket
	return json.MarshalIndent(m, "", "  ")
}

func (o ManifestOptions) check() error {
	switch {
	case bot.Length(o.Name) > 35:
		return fmt.Errorf("slack: manifest: the name %q is longer than 35 characters", bot.Cut(o.Name, 60))
	case bot.Length(o.Description) > 140:
		return fmt.Errorf("slack: manifest: the description is longer than 140 characters")
	case bot.Length(o.Summary) > 2000:
		return fmt.Errorf("slack: manifest: the summary of the slash command is longer than 2,000 characters")
	case o.Mode != Socket && o.Mode != HTTP:
		return fmt.Errorf("slack: manifest: mode %q: want socket or http", o.Mode)
	case o.Mode == HTTP && (bot.SafeURL(o.RequestURL) == "" || !strings.HasPrefix(o.RequestURL, "https://") || len(o.RequestURL) > 2000):
		return fmt.Errorf("slack: manifest: http mode needs the public https address of the bot, such as https://bot.example.com")
	}
	return checkNames(o.Umbrella, o.Names)
}

func (o ManifestOptions) url(path string) string {
	if o.Mode == Socket {
		return ""
	}
	return strings.TrimRight(o.RequestURL, "/") + path
}

// slashes returns the slash commands: the umbrella first, then the top commands in their order.
func (o ManifestOptions) slashes(commands []bot.Command) ([]slashCommand, error) {
	out := []slashCommand{{
		Command: "/" + o.Umbrella, URL: o.url(PathCommands), Description: o.Summary, Hint: "help", Escape: true, // people and channels are said with their ids
	}}
	used := map[string]string{o.Umbrella: "the umbrella"}
	for _, c := range commands {
		if !c.Top {
			continue
		}
		name := slashOf(c, o.Names)
		if other, ok := used[name]; ok || !slashName(name) {
			return nil, fmt.Errorf("slack: manifest: the slash command %q of %s is not free or not valid (%s); give it another name", name, c.Name, other)
		}
		used[name] = c.Name
		out = append(out, slashCommand{Command: "/" + name, URL: o.url(PathCommands), Description: c.Summary.In("en"), Hint: hint(c)})
	}
	if len(out) > 50 {
		return nil, fmt.Errorf("slack: manifest: %d slash commands; Slack takes 50: make fewer commands top ones", len(out))
	}
	return out, nil
}

// hint shows how a command's arguments are typed: an example where there is one, else the names of its params.
func hint(c bot.Command) string {
	if rest, ok := strings.CutPrefix(c.Example, c.Name+" "); ok {
		return rest
	}
	var words []string
	for _, p := range c.Params {
		word := p.Name
		if p.Keyed {
			word += ":…"
		}
		if !p.Required {
			word = "[" + word + "]"
		}
		words = append(words, word)
	}
	return bot.Cut(strings.Join(words, " "), 900)
}

// manifest is Slack's app manifest, as far as the bot uses it. The library's own type writes fields that the published
// schema does not know.
type manifest struct {
	Metadata struct {
		Major int `json:"major_version"`
		Minor int `json:"minor_version"`
	} `json:"_metadata"`
	Display struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	} `json:"display_information"`
	Features struct {
		Home struct {
			Home     bool `json:"home_tab_enabled"`
			Messages bool `json:"messages_tab_enabled"`
			ReadOnly bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		Bot struct {
			Name   string `json:"display_name"`
			Online bool   `json:"always_online"`
		} `json:"bot_user"`
		Shortcuts []shortcut     `json:"shortcuts,omitempty"`
		Slashes   []slashCommand `json:"slash_commands"`
	} `json:"features"`
	OAuth struct {
		Scopes struct {
			Bot      []string `json:"bot"`
			Optional []string `json:"bot_optional"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `json:"request_url,omitempty"`
			Bot []string `json:"bot_events"`
		} `json:"event_subscriptions"`
		Interactivity struct {
			Enabled bool   `json:"is_enabled"`
			URL     string `json:"request_url,omitempty"`
		} `json:"interactivity"`
		Org      bool `json:"org_deploy_enabled"`
		Socket   bool `json:"socket_mode_enabled"`
		Rotation bool `json:"token_rotation_enabled"`
	} `json:"settings"`
}

type slashCommand struct {
	Command     string `json:"command"`
	URL         string `json:"url,omitempty"`
	Description string `json:"description"`
	Hint        string `json:"usage_hint,omitempty"`
	Escape      bool   `json:"should_escape"`
}
