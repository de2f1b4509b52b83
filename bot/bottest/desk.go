package bottest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"briefbot/bot"
)

// desk lists the towns with buttons for each; whoever has no rights gets no buttons.
func desk(_ context.Context, in bot.Invocation) (bot.Message, error) {
	m := bot.Message{Title: "The desk of " + in.From.Platform}
	for _, group := range []string{"North", "South"} {
		s := bot.Section{Heading: group}
		for i := range 3 {
			name := fmt.Sprintf("%s %d", group, i+1)
			s.Lines = append(s.Lines, bot.Line{Text: name, Note: "quiet", Actions: []bot.Action{
				{Label: "Shout", Line: "shout " + name}, {Label: "Guard", Line: "secret add"},
			}})
		}
		m.Sections = append(m.Sections, s)
	}
	return m, nil
}

// about repeats the address that it is asked about.
func about(_ context.Context, in bot.Invocation) (bot.Message, error) {
	at, err := bot.ParseAddress(in.Args["message"])
	if err != nil || at.Workspace != in.From.Workspace || at.Platform != in.From.Platform {
		return bot.Message{}, &bot.UserError{Message: bot.Message{Lead: "That is not a message of this place."}}
	}
	return bot.Message{Lead: "It is about " + at.Message + "."}, nil
}

// pressable returns the label under which a line's button is offered: where buttons cannot stand between lines it names the line too.
func pressable(labels []string, action, line string) string {
	for _, l := range labels {
		if strings.Contains(l, action) && strings.Contains(l, line) {
			return l
		}
	}
	return action
}

// checkLineButtons: what may be done about one line of an answer is offered, does what it says, and asks for the rights again.
func checkLineButtons(s *suite) {
	s.serve()
	a := s.ask("ada", "desk")
	s.says(a, "The desk of", "North", "North 3", "South 1")
	if len(a.Labels) != 12 {
		t := fmt.Sprintf("%q", a.Labels)
		s.Fatalf("6 lines with 2 buttons each offer %s", t)
	}
	got := s.press("ada", a, pressable(a.Labels, "Shout", "North 1"))
	s.says(got, "You said: North 1")
	denied := s.press("ada", a, pressable(a.Labels, "Guard", "North 1"))
	s.says(denied, "You may not use secret add.")
	if s.p.Admin != "" {
		a = s.ask(s.p.Admin, "desk")
		s.says(s.press(s.p.Admin, a, pressable(a.Labels, "Guard", "South 2")), "The admin's answer.")
	}
}

// checkChoose: what is offered on messages is asked with the address of the message, also of one in a thread, and answered to the asker alone.
func checkChoose(s *suite) {
	if s.p.Choose == nil {
		if s.p.Lacks["Choose"] == "" {
			s.Fatal("the platform offers nothing on messages and does not say why: set Lacks")
		}
		s.Skip(s.p.Lacks["Choose"])
	}
	s.serve()
	head := s.post(s.p.Channel, "a head", sample("a head"))
	reply := s.post(head, "a reply", sample("a reply"))
	for _, at := range []bot.Address{head, reply} {
		ctx, cancel := s.timeout()
		a, err := s.p.Choose(ctx, "ada", at, "Tell me about it")
		cancel()
		if err != nil {
			s.Fatalf("choosing it on %s: %v", at, err)
		}
		s.says(a, "It is about "+at.Message+".")
		if !a.Private {
			s.Errorf("all see what was chosen on %s: %+v", at, a)
		}
	}
	ctx, cancel := s.timeout()
	defer cancel()
	if _, err := s.p.Choose(ctx, "ada", head, "Something else"); err == nil {
		s.Error("what is not offered can be chosen")
	}
}

// checkHome: each person has a page of their own, made anew when they open it and after each button of it.
func checkHome(s *suite) {
	if s.p.OpenHome == nil {
		if s.p.Lacks["OpenHome"] == "" {
			s.Fatal("the platform has no page for each person and does not say why: set Lacks")
		}
		s.Skip(s.p.Lacks["OpenHome"])
	}
	s.serve()
	open := func(user string) Answer {
		s.Helper()
		ctx, cancel := s.timeout()
		defer cancel()
		a, err := s.p.OpenHome(ctx, user)
		if s.keep(err) != nil {
			s.Fatalf("opening the page: %v", err)
		}
		return a
	}
	s.says(open("ada"), "The desk of", "North 1", "South 3")
	press := func(user, label string) Answer {
		s.Helper()
		ctx, cancel := s.timeout()
		defer cancel()
		a, err := s.p.PressHome(ctx, user, label)
		if s.keep(err) != nil {
			s.Fatalf("pressing %q on the page: %v", label, err)
		}
		return a
	}
	a := press("ada", "Shout")
	s.says(a, "You said: North 1", "The desk of", "South 3")
	if len(s.seen("You said")) != 0 {
		s.Error("what a page answers is in the channel")
	}
	s.says(press("ada", "Guard"), "You may not use secret add.", "The desk of")
	if s.p.Admin != "" {
		open(s.p.Admin)
		s.says(press(s.p.Admin, "Guard"), "The admin's answer.", "The desk of")
	}
	if a = open("ada"); strings.Contains(a.Text, "You said") || strings.Contains(a.Text, "You may not") {
		s.Errorf("an old answer is still on the page: %q", a.Text)
	}
	ctx, cancel := s.timeout()
	defer cancel()
	if _, err := s.p.PressHome(ctx, "ben", "Shout"); err == nil {
		s.Error(errors.New("somebody has a page that they never opened"))
	}
}
