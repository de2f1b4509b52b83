package bottest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"briefbot/bot"
)

// Samples are the suite's own commands: one of every kind that an adapter must carry.
type Samples struct {
	Nap     time.Duration // how long the slow ones take
	Started chan string   // receives the name of a slow command when it begins, if somebody listens
	runs    atomic.Int64  // how often a slow one has run
}

// NewSamples returns sample commands whose slow ones take that long.
func NewSamples(nap time.Duration) *Samples {
	return &Samples{Nap: nap, Started: make(chan string, 16)}
}

// Runs returns how often a slow command has begun.
func (s *Samples) Runs() int { return int(s.runs.Load()) }

// Router returns the router of the sample commands, in the suite's own wording.
func (s *Samples) Router(t testing.TB, log *slog.Logger) *bot.Router {
	t.Helper()
	r, err := bot.NewRouter(s.Commands(), wording{}, nil, log)
	if err != nil {
		t.Fatalf("sample commands: %v", err)
	}
	return r
}

// Commands returns the sample commands.
func (s *Samples) Commands() []bot.Command {
	say := func(text string, actions ...bot.Action) func(context.Context, bot.Invocation) (bot.Message, error) {
		return func(context.Context, bot.Invocation) (bot.Message, error) {
			return bot.Message{Lead: text, Actions: actions}, nil
		}
	}
	return []bot.Command{
		{Name: "help", Summary: en("says what there is"), Run: say("The samples are quick, slow and others.")},
		{
			Name: "quick", Summary: en("answers at once"), Example: "quick alpha in:lyon", Top: true,
			Names: bot.Text{"fr": "vite", "zh": "快"}, Run: quick,
			Params: []bot.Param{
				{Name: "name", Summary: en("a Greek letter"), Required: true, Complete: complete, Names: bot.Text{"fr": "nom", "zh": "名称"}},
				{Name: "in", Summary: en("a town"), Keyed: true, Choices: towns()},
			},
		},
		{Name: "slow", Summary: en("takes its time"), Top: true, Run: s.slow},
		{Name: "parade", Summary: en("takes its time, for all to see"), Public: true, Run: s.slow},
		{Name: "shout", Summary: en("repeats for all to see"), Public: true, Top: true, Run: shout,
			Params: []bot.Param{{Name: "text", Summary: en("what to say"), Required: true, Rest: true}}},
		{Name: "fail", Summary: en("fails"), Run: func(context.Context, bot.Invocation) (bot.Message, error) {
			return bot.Message{}, errors.New("inner cause 4711")
		}},
		{Name: "panic", Summary: en("panics"), Run: func(context.Context, bot.Invocation) (bot.Message, error) {
			panic("inner cause 4711")
		}},
		{Name: "menu", Summary: en("offers buttons"), Run: say("Choose from the menu.",
			bot.Action{Label: "Ask alpha", Line: "quick alpha in:lyon"},
			bot.Action{Label: "Post alpha", Line: "quick alpha", Public: true},
			bot.Action{Label: "Open page", URL: "https://example.com/page"})},
		{Name: "desk", Summary: en("what there is, with something to do about each"), Run: desk},
		{Name: "about", Summary: en("tells of a message"), Shortcut: bot.Text{"en": "Tell me about it", "fr": "En savoir plus", "zh": "关于这条消息"}, Run: about,
			Params: []bot.Param{{Name: "message", Summary: en("its address"), Required: true}}},
		{Name: "picture", Summary: en("answers with a picture"), Run: func(context.Context, bot.Invocation) (bot.Message, error) {
			return pictured("of the answer"), nil
		}},
		{Name: "gallery", Summary: en("answers with a picture for all to see"), Public: true, Run: func(context.Context, bot.Invocation) (bot.Message, error) {
			return pictured("for all"), nil
		}},
		{Name: "order", Summary: en("asks for what it needs"), Run: order, Params: orderParams()},
		{Name: "secret add", Summary: en("for admins only"), Access: bot.Admin, Run: say("The admin's answer.")},
		{Name: "pair up", Summary: en("a command of two words"), Run: shout,
			Params: []bot.Param{{Name: "text", Summary: en("what to say"), Required: true, Rest: true}}},
		{Name: "hostile", Summary: en("answers with hostile texts"), Run: func(context.Context, bot.Invocation) (bot.Message, error) {
			m := hostileMessage()
			m.Actions = []bot.Action{{Label: "Post to channel", Line: "hostile", Public: true}}
			return m, nil
		}},
	}
}

func (s *Samples) slow(ctx context.Context, in bot.Invocation) (bot.Message, error) {
	s.runs.Add(1)
	select {
	case s.Started <- in.Command:
	default:
	}
	select {
	case <-time.After(s.Nap):
		return bot.Message{Lead: fmt.Sprintf("At last the %s answer.", in.Command)}, nil
	case <-ctx.Done():
		return bot.Message{}, ctx.Err()
	}
}

// letters are the values that quick knows.
var letters = [...]string{"alpha", "beta", "gamma", "delta", "epsilon"}

func quick(_ context.Context, in bot.Invocation) (bot.Message, error) {
	name := strings.ToLower(in.Args["name"])
	for _, l := range letters {
		if l == name {
			text := "The letter is " + l + "."
			if town := in.Args["in"]; town != "" {
				text += " The town is " + town + "."
			}
			return bot.Message{Lead: text}, nil
		}
	}
	return bot.Message{}, &bot.UserError{Message: bot.Message{
		Lead: fmt.Sprintf("There is no letter %s. Try %s.", bot.CleanLine(name), strings.Join(letters[:], ", ")),
	}}
}

func shout(_ context.Context, in bot.Invocation) (bot.Message, error) {
	return bot.Message{Lead: "You said: " + in.Args["text"]}, nil
}

// complete proposes the letters, and more than a platform takes when nothing was typed.
func complete(_ context.Context, _ bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	for _, l := range letters {
		if strings.HasPrefix(l, strings.ToLower(typed)) {
			out = append(out, bot.Choice{Label: "Letter " + l, Value: l})
		}
	}
	for i := 0; typed == "" && i < 40; i++ {
		out = append(out, bot.Choice{Label: fmt.Sprintf("Filler %d", i), Value: fmt.Sprint(i)})
	}
	return out
}

func towns() []bot.Choice {
	return []bot.Choice{{Label: "Paris", Value: "paris"}, {Label: "Lyon", Value: "lyon"}, {Label: "北京", Value: "beijing"}}
}

func en(s string) bot.Text { return bot.Text{"en": s} }

// wording is the suite's own bot.Wording.
type wording struct{}

func (wording) Unknown(_ bot.Invocation, word string, similar []bot.Command) bot.Message {
	var names []string
	for _, c := range similar {
		names = append(names, c.Name)
	}
	return bot.Message{Lead: fmt.Sprintf("There is no command %s. Similar: %s.", word, strings.Join(names, ", "))}
}

func (wording) Misused(_ bot.Invocation, c bot.Command, p bot.Problem) bot.Message {
	m := bot.Message{Lead: fmt.Sprintf("The command %s cannot take %s %s that way (problem %d).", c.Name, p.Param, p.Value, p.Kind)}
	for _, param := range c.Params {
		for _, ch := range param.Choices {
			if param.Name == p.Param {
				m.Lead += " " + ch.Value
			}
		}
	}
	return m
}

func (wording) Denied(_ bot.Invocation, c bot.Command) bot.Message {
	return bot.Message{Lead: fmt.Sprintf("You may not use %s.", c.Name)}
}

func (wording) Failed(_ bot.Invocation, code string) bot.Message {
	return bot.Message{Lead: "Something broke here; the code is " + code + "."}
}
