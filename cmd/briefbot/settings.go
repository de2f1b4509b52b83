package main

import (
	"context"

	"briefbot/internal/app"
)

type exportCommand struct {
	configFlag
}

// Help returns the example of --help.
func (exportCommand) Help() string {
	return "The file holds no secrets and can be read, compared and applied again.\n\nExample:\n  briefbot export --config briefbot.yaml > settings.yaml"
}

// Run writes what admins set.
func (e exportCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(e.Config, c.environ)
	if err != nil {
		return err
	}
	return app.SettingsFile{Config: cfg, Kept: e.Config != "", Out: c.out}.Export(ctx)
}

type applyCommand struct {
	File string `arg:"" help:"What briefbot export wrote; - reads standard input."`
	configFlag
	DryRun bool `help:"Change nothing; print what would be: + new, - gone, ~ changed."`
}

// Help returns the example of --help.
func (applyCommand) Help() string {
	return "Makes what admins set be as the file says; what it does not name is removed. A bot that runs takes it over within two seconds.\n\n" +
		"Example:\n  briefbot apply settings.yaml --dry-run --config briefbot.yaml"
}

// Run applies the file.
func (a applyCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(a.Config, c.environ)
	if err != nil {
		return err
	}
	return app.SettingsFile{Config: cfg, Kept: a.Config != "", Out: c.out}.Apply(ctx, a.File, c.in, a.DryRun)
}
