package present

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"briefbot/bot"
)

// Router words what the router itself has to say; it is the bot's bot.Wording.
type Router struct {
	// Umbrella is the name of the command under which all others can be given, without the slash.
	Umbrella string
}

// Unknown answers a line that begins with no command.
func (r Router) Unknown(in bot.Invocation, word string, similar []bot.Command) bot.Message {
	v := In(in.Language(), nil)
	m := bot.Message{Language: v.lang, Title: v.Say("unknown-command", "Word", word)}
	if len(similar) == 0 {
		m.Lead = v.Say("see-help", "Umbrella", r.Umbrella)
		return m
	}
	m.Lead = v.Say("did-you-mean-command")
	for _, c := range similar {
		m.Sections = append(m.Sections, bot.Section{Lines: []bot.Line{r.line(v, c)}})
	}
	return m
}

// Misused answers arguments that do not fit.
func (r Router) Misused(in bot.Invocation, c bot.Command, p bot.Problem) bot.Message {
	v := In(in.Language(), nil)
	m := bot.Message{Language: v.lang}
	switch p.Kind {
	case bot.Missing:
		if keyed(c, p.Param) {
			m.Title = v.Say("flaw-filter-without-value", "Key", p.Param)
			break
		}
		m.Title = v.Say("argument-missing", "Command", c.Name, "Param", v.param(c, p.Param))
	case bot.TooMany:
		m.Title = v.Say("argument-too-many", "Command", c.Name, "Value", p.Value)
	case bot.NoSuchKey:
		m.Title = v.Say("argument-no-such-key", "Command", c.Name, "Value", p.Value)
	default:
		m.Title = v.Say("argument-not-choice", "Param", v.param(c, p.Param), "Value", p.Value, "Choices", v.values(c, p.Param))
	}
	m.Lead = v.Say("for-example", "Line", r.example(c))
	return m
}

// Denied answers somebody without the rights.
func (r Router) Denied(in bot.Invocation, c bot.Command) bot.Message {
	v := In(in.Language(), nil)
	id := "denied-editor"
	if c.Access == bot.Admin {
		id = "denied-admin"
	}
	return bot.Message{Language: v.lang, Title: v.Say(id, "Command", c.Name)}
}

// Failed answers when the bot itself broke.
func (r Router) Failed(in bot.Invocation, code string) bot.Message {
	v := In(in.Language(), nil)
	return bot.Message{Language: v.lang, Title: v.Say("failed"), Lead: v.Say("failed-code", "Code", code)}
}

// Help lists the commands that somebody with these rights may give.
func (r Router) Help(v Voice, commands []bot.Command, access bot.Access) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("help-title"), Lead: v.Say("help-lead", "Umbrella", r.Umbrella)}
	var lines []bot.Line
	for _, c := range commands {
		if c.Access <= access && !c.Pressed {
			lines = append(lines, r.line(v, c))
		}
	}
	m.Sections = []bot.Section{{Lines: lines}}
	m.Footer = v.Say("help-footer", "Umbrella", r.Umbrella)
	return m
}

// HelpOn explains one command.
func (r Router) HelpOn(v Voice, c bot.Command) bot.Message {
	m := bot.Message{Language: v.lang, Title: r.Usage(c), Lead: c.Summary.In(v.lang)}
	var lines []bot.Line
	for _, p := range c.Params {
		note := p.Summary.In(v.lang)
		if p.Required {
			note += " · " + v.Say("required")
		}
		lines = append(lines, bot.Line{Text: p.Name, Note: note})
	}
	if len(lines) > 0 {
		m.Sections = []bot.Section{{Lines: lines}}
	}
	m.Footer = v.Say("for-example", "Line", r.example(c))
	return m
}

func (r Router) line(v Voice, c bot.Command) bot.Line {
	return bot.Line{Text: r.Short(c), Note: c.Summary.In(v.lang)}
}

// Short returns how a command is written, without its filters: "/share [name] [period] …".
func (r Router) Short(c bot.Command) string {
	short := c
	short.Params = slices.DeleteFunc(slices.Clone(c.Params), func(p bot.Param) bool { return p.Keyed })
	if s := r.Usage(short); len(short.Params) < len(c.Params) {
		return s + " …"
	}
	return r.Usage(short)
}

// Usage returns how a command is written: "/share [name] [period]".
func (r Router) Usage(c bot.Command) string {
	parts := []string{r.prefix(c)}
	for _, p := range c.Params {
		switch {
		case p.Keyed:
			parts = append(parts, "["+p.Name+":…]")
		case p.Required:
			parts = append(parts, "<"+p.Name+">")
		default:
			parts = append(parts, "["+p.Name+"]")
		}
	}
	return strings.Join(parts, " ")
}

// Line returns an invocation as it is typed: "/brief schedule add weekdays 9:00".
func (r Router) Line(c bot.Command, args map[string]string) string {
	return strings.TrimSuffix(r.prefix(c), c.Name) + c.Line(args)
}

func (r Router) example(c bot.Command) string {
	if c.Example == "" {
		return r.prefix(c)
	}
	return strings.TrimSuffix(r.prefix(c), c.Name) + c.Example
}

func (r Router) prefix(c bot.Command) string {
	if c.Top {
		return "/" + c.Name
	}
	return "/" + cmp.Or(r.Umbrella, "brief") + " " + c.Name
}

// keyed reports whether a param is given as "name:value" only.
func keyed(c bot.Command, name string) bool {
	return slices.ContainsFunc(c.Params, func(p bot.Param) bool { return p.Name == name && p.Keyed })
}

// param says what is to be given: the param's own name in the language or, as most have none, what its summary says.
func (v Voice) param(c bot.Command, name string) string {
	for _, p := range c.Params {
		if p.Name == name {
			return cmp.Or(p.Names[v.lang], lower(p.Summary[v.lang]), name)
		}
	}
	return name
}

// lower begins a text with a small letter, unless an abbreviation begins it.
func lower(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

func (v Voice) values(c bot.Command, name string) string {
	var labels []string
	for _, p := range c.Params {
		if p.Name == name {
			for _, ch := range p.Choices {
				labels = append(labels, ch.Value)
			}
		}
	}
	return strings.Join(labels, ", ")
}
