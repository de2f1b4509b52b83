package discord_test

import (
	"context"
	"fmt"
	"testing"

	"briefbot/bot"
	"briefbot/bot/discord"
)

func nothing(context.Context, bot.Invocation) (bot.Message, error) { return bot.Message{}, nil }

// TestUmbrellaIsRelieved leaves commands that have a slash command of their own out of an umbrella that holds more than Discord takes.
func TestUmbrellaIsRelieved(t *testing.T) {
	var commands []bot.Command
	for i := range 27 {
		commands = append(commands, bot.Command{Name: fmt.Sprintf("c%d", i), Summary: en("one of many"), Run: nothing, Top: i%5 == 0})
	}
	got := manifest(t, commands, discord.Options{ApplicationID: "123"})
	inside := map[string]bool{}
	for _, o := range got["brief"].Options {
		inside[o.Name] = true
	}
	if len(inside) != 25 || inside["c25"] || inside["c20"] || !inside["c15"] || !inside["c26"] {
		t.Errorf("the umbrella holds %v", inside)
	}
	if _, ok := got["c25"]; !ok {
		t.Error("what was left out has no slash command of its own")
	}
	for i := range commands {
		commands[i].Top = false
	}
	if _, _, err := discord.Manifest(commands, discord.Options{ApplicationID: "123"}); err == nil {
		t.Error("27 commands without one of their own are taken")
	}
}

// TestShortcutsAreLimited refuses more message commands than Discord takes, and says what they are called in each language.
func TestShortcutsAreLimited(t *testing.T) {
	commands := []bot.Command{{Name: "why", Summary: en("why"), Run: nothing, Shortcut: bot.Text{"en": "Why?", "fr": "Pourquoi", "zh": "为何"},
		Params: []bot.Param{{Name: "what", Summary: en("what")}}}}
	got := manifest(t, commands, discord.Options{ApplicationID: "123"})["Why?"]
	if got.Type != 3 || got.Description != "" || got.Names["fr"] != "Pourquoi" || got.Names["zh-CN"] != "为何" {
		t.Errorf("registered as %+v", got)
	}
	for i := range 5 {
		c := commands[0]
		c.Name, c.Shortcut = fmt.Sprintf("w%d", i), bot.Text{"en": fmt.Sprintf("Why %d?", i)}
		commands = append(commands, c)
	}
	if _, _, err := discord.Manifest(commands, discord.Options{ApplicationID: "123"}); err == nil {
		t.Error("6 message commands are taken")
	}
}
