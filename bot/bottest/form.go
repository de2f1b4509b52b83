package bottest

import (
	"context"
	"strings"

	"briefbot/bot"
)

// Form is a dialogue as it is open before somebody.
type Form struct {
	Title  string
	Labels []string // of what is asked for, in order
	Values []string // what stands there
}

// order asks for what it needs in a form.
func order(_ context.Context, in bot.Invocation) (bot.Message, error) {
	dish := in.Args["dish"]
	switch {
	case dish == "" && in.Via != bot.Filled:
		return bot.Message{Lead: "Type: order soup", Form: &bot.Form{
			Title: "Your order", Command: "order", Args: map[string]string{"table": "4"}, Submit: "Send", Again: "Fill in again",
			Fields: []bot.Field{
				{Param: "dish", Label: "Dish", Hint: "Soup, or *not*", Required: true},
				{Param: "size", Label: "Size", Value: "large", Choices: []bot.Choice{{Label: "Small", Value: "small"}, {Label: "Large", Value: "large"}}},
				{Param: "to", Label: "Channel", Channel: true},
				{Param: "note", Label: "Note", Lines: true},
			},
		}}, nil
	case dish != "soup":
		return bot.Message{}, &bot.UserError{Message: bot.Message{Lead: "There is no " + bot.CleanLine(dish) + " today."}, Param: "dish"}
	}
	text := "Ordered: soup, " + in.Args["size"] + ", table " + in.Args["table"] + "."
	if note := in.Args["note"]; note != "" {
		text += " Note: " + bot.CleanLine(note) + "."
	}
	if in.Args["to"] != "" {
		text += " To " + in.Args["to"] + "."
	}
	return bot.Message{Lead: text}, nil
}

func orderParams() []bot.Param {
	return []bot.Param{
		{Name: "dish", Summary: en("what to eat")}, {Name: "table", Summary: en("where it goes"), Keyed: true},
		{Name: "size", Summary: en("how much"), Keyed: true, Choices: []bot.Choice{{Label: "Small", Value: "small"}, {Label: "Large", Value: "large"}}},
		{Name: "to", Summary: en("the channel"), Keyed: true}, {Name: "note", Summary: en("anything else"), Keyed: true},
	}
}

// checkForm: a form opens as a dialogue, what is filled in is an invocation, and what is wrong is said with what was typed kept.
func checkForm(s *suite) {
	s.serve()
	a := s.ask("ada", "order")
	if s.p.Submit == nil {
		s.says(a, "Type: order soup")
		s.says(s.ask("ada", "order soup size:small table:4"), "Ordered: soup, small, table 4.")
		s.Logf("no dialogues here: %s", s.p.Lacks["Submit"])
		return
	}
	if a.Form == nil || a.Form.Title != "Your order" || strings.Join(a.Form.Labels, ", ") != "Dish, Size, Channel, Note" || a.Form.Values[1] != "Large" {
		s.Fatalf("asking to order opened %+v", a.Form)
	}
	here := s.p.Channel.Channel
	a, flaws := s.submit("ada", map[string]string{"Dish": "stone <@U1> *x*", "Size": "Small", "Channel": here, "Note": "hot\nplease"})
	if flaws != nil {
		if want := "There is no stone <@U1> *x* today."; flaws["Dish"] != want || len(flaws) != 1 {
			s.Errorf("said beside the fields: %q, want %q at Dish", flaws, want)
		}
	} else {
		s.says(a, "There is no stone <@U1> *x* today.")
		if !a.Private || a.Pings != 0 {
			s.Errorf("what was turned down is said for all, or pings: %+v", a)
		}
		if a = s.press("ada", a, "Fill in again"); a.Form == nil || a.Form.Values[0] != "stone <@U1> *x*" || a.Form.Values[1] != "Small" || a.Form.Values[3] != "hot\nplease" {
			s.Fatalf("opened again as %+v", a.Form)
		}
	}
	a, flaws = s.submit("ada", map[string]string{"Dish": "soup"})
	if len(flaws) > 0 || !a.Private {
		s.Errorf("flaws %q, private %v", flaws, a.Private)
	}
	s.says(a, "Ordered: soup, small, table 4. Note: hot please. To "+here+".")
	s.ask("ada", "order")
	if a, flaws = s.submit("ada", map[string]string{"Dish": "soup", "Size": ""}); len(flaws) > 0 {
		s.Errorf("without a size: %q", flaws)
	}
	s.says(a, "Ordered: soup, , table 4.")
	for _, text := range hostile {
		s.ask("ada", "order")
		a, flaws = s.submit("ada", map[string]string{"Dish": "soup", "Note": text})
		if len(flaws) > 0 || !a.Private {
			s.Errorf("%q: flaws %q, private %v", text, flaws, a.Private)
		}
		s.harmless(bot.Message{}, a.Text, a.Links, a.Pings)
		s.readable(a.Text, text)
	}
	if all := s.p.Seen(s.p.Channel); len(all) != 0 {
		s.Errorf("a dialogue left something in the channel: %+v", all)
	}
	m := sample("with a form")
	m.Actions = []bot.Action{{Label: "Order here", Line: "order"}}
	at := s.post(s.p.Channel, "with a form", m)
	if a = s.press("ben", Answer{At: at, Labels: []string{"Order here"}}, "Order here"); a.Form == nil || a.Form.Title != "Your order" {
		s.Fatalf("a button under a post opened %+v", a)
	}
	if a, flaws = s.submit("ben", map[string]string{"Dish": "soup"}); len(flaws) > 0 || !a.Private {
		s.Errorf("from under a post: flaws %q, private %v", flaws, a.Private)
	}
	s.says(a, "Ordered: soup, large, table 4.")
	if got := s.once("Digest with a form"); got.Edited {
		s.Errorf("a dialogue changed the post: %+v", got)
	}
}

func (s *suite) submit(user string, values map[string]string) (Answer, map[string]string) {
	s.Helper()
	ctx, cancel := s.timeout()
	defer cancel()
	a, flaws, err := s.p.Submit(ctx, user, values)
	if err != nil {
		s.Fatalf("sending off %q: %v", values, err)
	}
	return a, flaws
}
