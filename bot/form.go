package bot

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// Form asks for several values at once. What is filled in goes to a command as its arguments, as if it had been typed: rights and values
// are checked again, for they come back from the client. Platforms with dialogues open one; elsewhere the message that holds the form
// has to say how to type the line.
type Form struct {
	Title   string            // at most MaxFormTitle
	Command string            // the name of the command that the values go to
	Args    map[string]string // arguments that are not asked for
	Submit  string            // label of the button, at most MaxFormTitle
	Again   string            // label of the button that opens the form again, where what is wrong cannot be said in it
	Fields  []Field           // 1 to MaxFields
}

// The limits of forms: those of the narrower of the platforms.
const (
	MaxFields     = 5    // what a Discord dialogue holds
	MaxFormTitle  = 24   // what a Slack dialogue shows
	MaxFormLine   = 80   // bytes of what a Discord dialogue brings back beside the values
	MaxFieldLabel = 45   // what Discord shows
	MaxFieldHint  = 100  // what Discord shows
	MaxFieldValue = 2000 // of what is typed
)

// Field asks for one value.
type Field struct {
	Param    string // the argument that the value becomes; "when.2" is put behind what "when" says
	Label    string // at most MaxFieldLabel
	Hint     string // an example or what is possible, at most MaxFieldHint
	Value    string // what stands there already; of choices the value of one, of a channel its id
	Required bool
	Lines    bool     // several lines are typed
	Choices  []Choice // one of these is chosen, at most MaxChoices; none: a text is typed
	Several  bool     // of a channel: several may be chosen, and the value is their ids, separated by commas
	Channel  bool     // a channel is chosen, its id is the value; where it is shown, the platform's own list
}

// Dialogue returns the form of a message as it can be shown; false when it has none, or nothing can be asked.
func (m Message) Dialogue() (Form, bool) {
	if m.Form == nil {
		return Form{}, false
	}
	f := *m.Form
	f.Title, f.Submit, f.Again = Cut(CleanLine(f.Title), MaxFormTitle), Cut(CleanLine(f.Submit), MaxFormTitle), CleanLine(f.Again)
	f.Fields = nil
	for _, x := range m.Form.Fields {
		x.Label, x.Hint, x.Value = Cut(CleanLine(x.Label), MaxFieldLabel), Cut(CleanLine(x.Hint), MaxFieldHint), Cut(Clean(x.Value), MaxFieldValue)
		x.Choices = slices.Clone(x.Choices[:min(len(x.Choices), MaxChoices)])
		for i, c := range x.Choices {
			x.Choices[i].Label = Cut(CleanLine(c.Label), MaxFormChoice)
		}
		x.Choices = slices.DeleteFunc(x.Choices, func(c Choice) bool { return c.Label == "" || c.Value == "" || Length(c.Value) > MaxFormChoice })
		if x.Param != "" && x.Label != "" && len(f.Fields) < MaxFields {
			f.Fields = append(f.Fields, x)
		}
	}
	return f, f.Command != "" && f.Title != "" && len(f.Fields) > 0 && len(f.Line()) <= MaxFormLine
}

// Chosen returns the single values of a field in which several may be chosen.
func (x Field) Chosen() []string {
	return strings.FieldsFunc(x.Value, func(r rune) bool { return r == ',' || r == ' ' })
}

// MaxFormChoice is how long the label and the value of a choice in a form may be: what Slack takes.
const MaxFormChoice = 75

// Line returns the command and the arguments that are not asked for as one line: a dialogue brings it back with the values.
func (f Form) Line() string {
	c := Command{Name: f.Command}
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		c.Params = append(c.Params, Param{Name: name, Keyed: true})
	}
	return c.Line(f.Args)
}

// Among returns the field that a flaw is best said at: its own, the first of those that make up its param, or the first of all.
func (f Flaw) Among(fields []string) string {
	if slices.Contains(fields, f.Param) {
		return f.Param
	}
	whole, _, _ := strings.Cut(f.Param, ".")
	return fields[max(slices.IndexFunc(fields, func(x string) bool { part, _, _ := strings.Cut(x, "."); return part == whole }), 0)]
}

// Flaw says what a filled-in form was turned down for.
type Flaw struct {
	Refused bool
	Param   string // the param whose value it is; empty where it is none of them alone
}

// Fill answers somebody who filled in a form: line is what its dialogue brought back, values are those by param.
func (r *Router) Fill(ctx context.Context, in Invocation, line string, values map[string]string) (m Message, flaw Flaw) {
	in.Via = Filled
	m = r.answer(in, func(a *asking) Message {
		defer func() { flaw = Flaw{a.outcome != OutcomeOK, a.flaw} }()
		c, rest, ok := r.find(line)
		if !ok {
			return a.say(OutcomeUnknown, r.wording.Unknown(a.in, shown(line), nil))
		}
		a.in.Command = c.Name
		args, problem := c.Parse(rest)
		if problem != nil {
			return a.say(OutcomeRefused, r.wording.Misused(a.in, *c, *problem))
		}
		said := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(values)) {
			param, _, _ := strings.Cut(name, ".")
			value := strings.TrimSpace(values[name])
			switch {
			case value == "" || c.param(param) == nil:
			case Length(value) > MaxFieldValue: // which the dialogue does not take: a client made it up
				a.flaw = param
				return a.say(OutcomeRefused, r.wording.Misused(a.in, *c, Problem{Kind: TooMany, Value: shown(value)}))
			default:
				said[param] = strings.TrimSpace(said[param] + " " + value)
			}
		}
		maps.Copy(args, said)
		a.in.Args = args
		return r.run(ctx, a, c)
	})
	return m, flaw
}
