package main

import (
	"context"

	"briefbot/internal/app"
)

type checkCommand struct {
	configFlag
	Live bool `help:"Also ask the platforms and fetch the feeds."`
}

// Help returns the example of --help.
func (checkCommand) Help() string { return "Example:\n  briefbot check --config briefbot.yaml --live" }

// Run prints a line for each thing looked at, and fails when one is wrong.
func (k checkCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(k.Config, c.environ)
	if err != nil {
		return err
	}
	return app.Check(ctx, cfg, k.Live, c.out)
}
