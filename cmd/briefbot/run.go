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
	Config string        `required:"" placeholder:"FILE" help:"The config file; settings also come from BRIEFBOT_… in the environment."`
	Wait   time.Duration `default:"1m" placeholder:"TIME" help:"How long to wait at the start for a database that is not there yet; default ${default}."`
}

// Help returns the example of --help.
func (runCommand) Help() string { return "Example:\n  briefbot run --config briefbot.yaml" }

// Run serves until it is interrupted.
func (r runCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(r.Config, c.environ)
	if err != nil {
		return err
	}
	options := app.Options{Config: cfg, Log: app.Logger(cfg.Log, c.err), Patience: r.Wait}
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
