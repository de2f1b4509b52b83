package bot

import (
	"fmt"
	"regexp"
	"strings"
)

// The limits of commands: the narrowest of the platforms' (Discord's application commands).
const (
	MaxParams  = 25  // params of a command
	MaxChoices = 25  // choices of a param, and proposals at a time
	MaxChoice  = 100 // characters of a choice's label, and of its value
	MaxSummary = 100 // characters of a summary

	// MaxShortcut is the most characters of a shortcut's name: Slack's limit, for Discord takes 32.
	MaxShortcut = 24
)

var (
	nameRule = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}( [a-z][a-z0-9-]{0,31})?$`)
	wordRule = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)
)

// check says what is wrong with the command's own description.
func (c Command) check() error {
	if err := c.checkSelf(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i, p := range c.Params {
		if err := p.check(); err != nil {
			return fmt.Errorf("bot: command %s, param %q: %w", c.Name, p.Name, err)
		}
		if p.Raw && (!p.Rest || len(c.Params) > 1) {
			return fmt.Errorf("bot: command %s, param %s: what is taken as it is must be all that is typed", c.Name, p.Name)
		}
		if p.Rest && !allKeyed(c.Params[i+1:]) {
			return fmt.Errorf("bot: command %s, param %s: only the last param by position can take the rest", c.Name, p.Name)
		}
		for n := range p.names() {
			if seen[n] {
				return fmt.Errorf("bot: command %s: two params are called %q", c.Name, n)
			}
			seen[n] = true
		}
	}
	return c.checkExample()
}

func (c Command) checkSelf() error {
	switch {
	case !nameRule.MatchString(c.Name):
		return fmt.Errorf("bot: command name %q: want one or two lower-case words", c.Name)
	case c.Short != "" && (!nameRule.MatchString(c.Short) || strings.Contains(c.Short, " ")):
		return fmt.Errorf("bot: command %s: its short name %q must be a lower-case word", c.Name, c.Short)
	case c.Run == nil:
		return fmt.Errorf("bot: command %s has no Run", c.Name)
	case len(c.Params) > MaxParams:
		return fmt.Errorf("bot: command %s has more than %d params", c.Name, MaxParams)
	}
	if err := checkNames(c.Names); err != nil {
		return fmt.Errorf("bot: command %s: %w", c.Name, err)
	}
	for _, a := range c.Aliases {
		if !wordRule.MatchString(a) || strings.ToLower(a) != a {
			return fmt.Errorf("bot: command %s: its alias %q must be a lower-case word of at most 32 letters", c.Name, a)
		}
	}
	if c.File != nil {
		if err := checkSummary(c.File); err != nil {
			return fmt.Errorf("bot: command %s, its file: %w", c.Name, err)
		}
	}
	if err := checkSummary(c.Summary); err != nil {
		return fmt.Errorf("bot: command %s: %w", c.Name, err)
	}
	return c.checkShortcut()
}

func (c Command) checkShortcut() error {
	if len(c.Shortcut) > 0 && (len(c.Params) == 0 || c.Shortcut["en"] == "") {
		return fmt.Errorf("bot: command %s: a shortcut needs a name in English and a param for the message", c.Name)
	}
	for l, name := range c.Shortcut {
		if Language(l) != l || name == "" || name != CleanLine(name) || Length(name) > MaxShortcut {
			return fmt.Errorf("bot: command %s: its shortcut's name %q must have 1 to %d characters, in a language that the bot speaks", c.Name, name, MaxShortcut)
		}
	}
	return nil
}

// About returns the line that asks the command about a message.
func (c Command) About(message Address) string {
	return c.Line(map[string]string{c.Params[0].Name: message.String()})
}

func (p Param) check() error {
	switch {
	case !nameRule.MatchString(p.Name) || strings.Contains(p.Name, " "):
		return fmt.Errorf("its name must be a lower-case word")
	case len(p.Choices) > MaxChoices:
		return fmt.Errorf("it has more than %d choices", MaxChoices)
	}
	for _, ch := range p.Choices {
		if ch.Label == "" || ch.Value == "" || Length(ch.Label) > MaxChoice || Length(ch.Value) > MaxChoice {
			return fmt.Errorf("choice %q: label and value must have 1 to %d characters", ch.Label, MaxChoice)
		}
	}
	if err := checkNames(p.Names); err != nil {
		return err
	}
	return checkSummary(p.Summary)
}

// names returns the param's names in all languages.
func (p Param) names() map[string]bool {
	out := map[string]bool{p.Name: true}
	for _, n := range p.Names {
		out[n] = true
	}
	return out
}

func checkNames(names Text) error {
	for l, n := range names {
		if Language(l) != l {
			return fmt.Errorf("its name %q is in %q, a language that the bot does not speak", n, l)
		}
		if !wordRule.MatchString(n) || strings.ToLower(n) != n {
			return fmt.Errorf("its name %q must be a lower-case word of at most 32 letters", n)
		}
	}
	return nil
}

func checkSummary(s Text) error {
	if s["en"] == "" {
		return fmt.Errorf("it has no summary in English")
	}
	for l, text := range s {
		if text == "" || Length(text) > MaxSummary {
			return fmt.Errorf("its summary in %q must have 1 to %d characters", l, MaxSummary)
		}
	}
	return nil
}

// checkExample makes sure that the example, when typed, is this command with arguments that it takes.
func (c Command) checkExample() error {
	if c.Example == "" {
		return nil
	}
	rest, ok := strings.CutPrefix(c.Example, c.Name)
	if !ok || rest != "" && rest[0] != ' ' {
		return fmt.Errorf("bot: command %s: its example %q does not begin with its name", c.Name, c.Example)
	}
	args, problem := c.Parse(rest)
	if problem == nil {
		_, problem = c.verify(args)
	}
	if problem != nil {
		return fmt.Errorf("bot: command %s: its example %q does not fit its params (%s %s)", c.Name, c.Example, problem.Param, problem.Value)
	}
	return nil
}

func allKeyed(params []Param) bool {
	for _, p := range params {
		if !p.Keyed {
			return false
		}
	}
	return true
}
