package discord

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"briefbot/bot"
)

// Kinds of command options, and limits of Discord's command registration.
const (
	optionSub    = 1
	optionGroup  = 2
	optionString = 3
	optionFile   = 11

	maxOptions     = 25
	maxChoices     = 25
	maxDescription = 100
	maxCommand     = 7600 // 8,000 characters in all, less 5 %
)

// locales are Discord's codes for the languages that are told to it; English is its default.
var locales = map[string]string{"fr": "fr", "zh": "zh-CN"}

// command is a slash command, a group, a subcommand or an option: Discord gives them one form.
type command struct {
	Type          int               `json:"type,omitempty"`
	Name          string            `json:"name"`
	Names         map[string]string `json:"name_localizations,omitempty"`
	Description   string            `json:"description,omitempty"`
	Descriptions  map[string]string `json:"description_localizations,omitempty"`
	Required      bool              `json:"required,omitempty"`
	Autocomplete  bool              `json:"autocomplete,omitempty"`
	Choices       []choice          `json:"choices,omitempty"`
	Options       []command         `json:"options,omitempty"`
	Permissions   string            `json:"default_member_permissions,omitempty"`
	Contexts      []int             `json:"contexts,omitempty"`          // 0 servers, 1 direct messages with the bot
	Installations []int             `json:"integration_types,omitempty"` // 0 to a server
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// tree is what is registered, and how a path in it leads back to a command.
type tree struct {
	commands []command
	names    map[string]string // "brief share", "brief schedule add" or "share" → the command's name
}

// Manifest returns the slash commands as the JSON that Discord's registration takes, and the address with which a
// server's admin invites the bot; that address is empty without an application id in the options.
func Manifest(commands []bot.Command, opts Options) (registration []byte, invite string, err error) {
	opts.Umbrella = or(opts.Umbrella, "brief")
	if err := opts.checkNames(); err != nil {
		return nil, "", err
	}
	t, err := build(commands, opts)
	if err != nil {
		return nil, "", err
	}
	registration, err = json.MarshalIndent(t.commands, "", "  ")
	if err != nil {
		return nil, "", fmt.Errorf("discord: manifest: %w", err)
	}
	if opts.ApplicationID != "" {
		invite = inviteLink(opts.ApplicationID)
	}
	return registration, invite, nil
}

// inviteLink returns the address with which a server's admin invites the bot, or gives it permissions that it lacks.
func inviteLink(application string) string {
	return fmt.Sprintf("%s/oauth2/authorize?client_id=%s&scope=bot+applications.commands&permissions=%d", root, application, invitePermissions)
}

// usualSummary describes the umbrella when nobody words it better.
var usualSummary = bot.Text{"en": "Digests of headlines, and facts with their sources"}

// adminSuffix ends the name of the umbrella for the commands of editors and admins: all under one are more than Discord takes.
const adminSuffix = "-admin"

// build lays all commands under the umbrella, those of editors and admins under one of their own, two-word ones in groups, and the top ones beside.
func build(commands []bot.Command, opts Options) (tree, error) {
	t := tree{names: map[string]string{}}
	everyones, admins := command{Type: 1, Name: opts.Umbrella}, command{Type: 1, Name: opts.Umbrella + adminSuffix}
	for _, c := range commands {
		if c.Pressed {
			continue
		}
		first, second, grouped := strings.Cut(c.Name, " ")
		sub := describe(c, optionSub, first)
		umbrella := &everyones
		if c.Access > bot.Everyone {
			umbrella = &admins
		}
		path := umbrella.Name + " " + c.Name
		if grouped {
			sub.Name = second
			g := group(umbrella, first)
			g.Options = append(g.Options, sub)
		} else if clash := slices.ContainsFunc(commands, func(o bot.Command) bool {
			return strings.HasPrefix(o.Name, first+" ") && (o.Access > bot.Everyone) == (c.Access > bot.Everyone)
		}); clash {
			sub.Name, sub.Names = or(c.Short, show), nil // what has subcommands cannot be called itself: "fact" becomes "fact show"
			g := group(umbrella, first)
			g.Options, path = append(g.Options, sub), path+" "+sub.Name
		} else {
			umbrella.Options = append(umbrella.Options, sub)
		}
		t.names[path] = c.Name
		if c.Top {
			top := describe(c, 1, or(opts.Names[c.Name], strings.ReplaceAll(c.Name, " ", "-")))
			if _, taken := t.names[top.Name]; taken || top.Name == everyones.Name || top.Name == admins.Name {
				return tree{}, fmt.Errorf("discord: two slash commands would be called %q; give one another name", top.Name)
			}
			t.names[top.Name] = c.Name
			t.commands = append(t.commands, top)
		}
	}
	for _, umbrella := range []*command{&everyones, &admins} {
		t.relieve(umbrella)
	}
	if err := t.shortcuts(commands); err != nil {
		return tree{}, err
	}
	for _, umbrella := range []*command{&admins, &everyones} {
		if len(umbrella.Options) == 0 {
			continue
		}
		about := opts.Summary
		if summary(about.In("en")) == "" {
			about = usualSummary
		}
		summarise(umbrella)
		if umbrella == &everyones {
			umbrella.Description, umbrella.Descriptions = summary(about.In("en")), localSummaries(about)
		}
		t.commands = append([]command{*umbrella}, t.commands...)
	}
	for i := range t.commands {
		c := &t.commands[i]
		unique(c.Options)
		if len(opts.Guilds) == 0 {
			c.Contexts, c.Installations = []int{0, 1}, []int{0}
		}
		if err := c.check(); err != nil {
			return tree{}, err
		}
	}
	return t, nil
}

// relieve takes out of an umbrella what Discord does not take there any more: of the commands that have a slash command of their own, the last
// ones.
func (t *tree) relieve(umbrella *command) {
	for i := len(umbrella.Options) - 1; i >= 0 && len(umbrella.Options) > maxOptions; i-- {
		o := umbrella.Options[i]
		path := umbrella.Name + " " + o.Name
		own := slices.ContainsFunc(t.commands, func(c command) bool { return t.names[c.Name] == t.names[path] })
		if o.Type == optionSub && own {
			umbrella.Options = slices.Delete(umbrella.Options, i, i+1)
			delete(t.names, path)
		}
	}
}

// show is what a command is called in the group of those that begin with its name.
const show = "show"

func group(umbrella *command, name string) *command {
	for i := range umbrella.Options {
		if o := &umbrella.Options[i]; o.Name == name && o.Type == optionGroup {
			return o
		}
	}
	umbrella.Options = append(umbrella.Options, command{Type: optionGroup, Name: name})
	return &umbrella.Options[len(umbrella.Options)-1]
}

// summarise describes what holds other commands by their names, which every language reads.
func summarise(c *command) {
	var names []string
	for i := range c.Options {
		if c.Options[i].Type == optionGroup {
			summarise(&c.Options[i])
		}
		names = append(names, c.Options[i].Name)
	}
	c.Description = bot.Cut(strings.Join(names, ", "), maxDescription)
}

func describe(c bot.Command, kind int, name string) command {
	out := command{Type: kind, Name: name, Names: localNames(c.Names), Description: summary(c.Summary.In("en")), Descriptions: localSummaries(c.Summary)}
	if c.Access >= bot.Admin && kind == 1 {
		out.Permissions = fmt.Sprint(permManageServer)
	}
	for _, p := range c.Params {
		o := command{Type: optionString, Name: p.Name, Names: localNames(p.Names), Description: summary(p.Summary.In("en")),
			Descriptions: localSummaries(p.Summary), Required: p.Required, Autocomplete: p.Complete != nil}
		for _, ch := range p.Choices[:min(len(p.Choices), maxChoices)] {
			if !o.Autocomplete { // Discord takes one or the other
				o.Choices = append(o.Choices, choice{bot.Cut(ch.Label, 100), ch.Value})
			}
		}
		out.Options = append(out.Options, o)
	}
	if c.File != nil {
		out.Options = append(out.Options, command{Type: optionFile, Name: fileOption, Description: summary(c.File.In("en")), Descriptions: localSummaries(c.File)})
	}
	// Discord demands the required options first.
	slices.SortStableFunc(out.Options, func(a, b command) int { return cmp.Compare(truth(b.Required), truth(a.Required)) })
	unique(out.Options)
	return out
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func summary(s string) string { return bot.Cut(bot.CleanLine(s), maxDescription) }

// localNames keeps the names that Discord takes, in lower case; people then see the English one for the others.
func localNames(t bot.Text) map[string]string {
	out := map[string]string{}
	for language, locale := range locales {
		if name := strings.ToLower(t[language]); slashName(name) {
			out[locale] = name
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func localSummaries(t bot.Text) map[string]string {
	out := map[string]string{}
	for language, locale := range locales {
		if s := summary(t[language]); s != "" {
			out[locale] = s
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// unique drops localised names that two neighbours would share, since Discord refuses the whole registration for one.
func unique(options []command) {
	for _, locale := range locales {
		taken := map[string]bool{}
		for _, o := range options {
			if o.Names[locale] == "" {
				taken[o.Name] = true
			}
		}
		for i, o := range options {
			if name := o.Names[locale]; name != "" && taken[name] {
				delete(options[i].Names, locale)
			} else if name != "" {
				taken[name] = true
			}
		}
	}
	for i := range options {
		if len(options[i].Names) == 0 {
			options[i].Names = nil
		}
		unique(options[i].Options)
	}
}

func (c *command) check() error {
	if n := c.size(); n > maxCommand {
		return fmt.Errorf("discord: the slash command %q has %d characters of names, descriptions and choices, Discord takes %d; shorten the summaries", c.Name, n, maxCommand)
	}
	return c.checkWidth(c.Name)
}

func (c *command) checkWidth(path string) error {
	if len(c.Options) > maxOptions {
		return fmt.Errorf("discord: the slash command %q holds %d commands or options, Discord takes %d; make groups of two-word names", path, len(c.Options), maxOptions)
	}
	for i := range c.Options {
		if err := c.Options[i].checkWidth(path + " " + c.Options[i].Name); err != nil {
			return err
		}
	}
	return nil
}

// size counts as Discord does: of each text the longest of its languages.
func (c *command) size() int {
	n := longest(c.Name, c.Names) + longest(c.Description, c.Descriptions)
	for _, ch := range c.Choices {
		n += bot.Length(ch.Name) + bot.Length(ch.Value)
	}
	for i := range c.Options {
		n += c.Options[i].size()
	}
	return n
}

func longest(s string, others map[string]string) int {
	n := bot.Length(s)
	for _, o := range others {
		n = max(n, bot.Length(o))
	}
	return n
}
