package main

import (
	"context"

	"briefbot/internal/app"
)

type manifestCommand struct {
	Platform      string `arg:"" enum:"slack,discord" help:"slack or discord."`
	ApplicationID string `placeholder:"ID" help:"Discord's application id, for the invite link; the config's when absent."`
	URL           string `placeholder:"URL" help:"Public address of the bot, for the mode http."`
	configFlag
}

// Help returns the example of --help.
func (manifestCommand) Help() string {
	return "Examples:\n  briefbot manifest slack > slack.json\n  briefbot manifest discord --application-id 1234567890"
}

// Run prints the manifest.
func (m manifestCommand) Run(_ context.Context, c console) error {
	cfg, err := app.LoadConfig(m.Config, c.environ)
	if err != nil {
		return err
	}
	if m.ApplicationID != "" {
		cfg.Discord.ApplicationID = m.ApplicationID
	}
	return app.Manifest(cfg, m.Platform, m.URL, c.out)
}
