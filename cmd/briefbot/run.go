package main

import (
	"context"
	"time"

	"briefbot/internal/app"
)

type configFlag struct {
	Config string `placeholder:"FILE" help:"The config file; settings also come from BRIEFBOT_… in the environment."`
}

type runCommand struct {
	Config string `required:"" placeholder:"FILE" help:"The config file; settings also come from BRIEFBOT_… in the environment."`
}

// Help returns the example of --help.
func (runCommand) Help() string { return "Example:\n  briefbot run --config briefbot.yaml" }

// Run serves until it is interrupted.
func (r runCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(r.Config, c.environ)
	if err != nil {
		return err
	}
	options := app.Options{Config: cfg, Log: app.Logger(cfg.Log, c.err), Patience: time.Minute}
	if err := tune(&options, c.environ); err != nil {
		return err
	}
	bot, err := app.New(ctx, options)
	if err != nil {
		return err
	}
	defer bot.Close()
	if err := bot.Run(ctx); err != nil {
		return err
	}
	return nil
}
