package bottest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"briefbot/bot"
	"briefbot/bot/bottest"
)

// choose asks a command about a message, under the name by which it is offered.
func (w *world) choose(ctx context.Context, _ string, on bot.Address, name string) (bottest.Answer, error) {
	for _, c := range w.router.Commands() {
		if c.Shortcut["en"] != name {
			continue
		}
		if w.defect == "chosen on the channel" {
			on.Message = "0"
		}
		return w.run(ctx, bot.Invocation{From: on, Public: w.defect == "what is chosen is for all"}, c.About(on))
	}
	return bottest.Answer{}, fmt.Errorf("nothing is called %q", name)
}

func (w *world) openHome(ctx context.Context, user string) (bottest.Answer, error) {
	if w.homes == nil {
		w.homes = map[string]bottest.Answer{}
	}
	a, err := w.run(ctx, bot.Invocation{From: channel}, "desk")
	if old := w.homes[user]; w.defect == "the page stays as it was" && old.Text != "" {
		a = old
	}
	w.homes[user] = a
	return a, err
}

func (w *world) pressHome(ctx context.Context, user, label string) (bottest.Answer, error) {
	under, ok := w.homes[user]
	if !ok {
		return under, errors.New("there is no page")
	}
	for _, l := range under.Labels {
		if strings.HasPrefix(l, label+" · ") {
			answer := show(w.defect, w.router.DoLine(ctx, bot.Invocation{From: channel, Via: bot.Button}, w.lineOf(under, l)).Clean())
			page, err := w.run(ctx, bot.Invocation{From: channel}, "desk")
			page.Text = answer.Text + "\n" + page.Text
			if w.defect == "buttons of pages show nothing" {
				page.Text = answer.Text
			}
			w.homes[user] = page
			return page, err
		}
	}
	return under, fmt.Errorf("no button %q", label)
}

// lineOf returns what the button says.
func (w *world) lineOf(under bottest.Answer, label string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.messages {
		for _, a := range m.actions {
			if m.At == under.At && a.Label == label {
				return a.Line
			}
		}
	}
	return ""
}
