package main

import (
	"context"

	"briefbot/internal/app"
)

type previewCommand struct {
	Schedule string `arg:"" optional:"" help:"The schedule's name; the first one, or the usual digest when there is none."`
	configFlag
	Platform string   `enum:"slack,discord,console" default:"console" help:"slack, discord or console."`
	Lang     language `placeholder:"LANG" help:"Language: en, fr or zh; the schedule's when absent."`
	JSON     bool     `help:"Print the exact payload that would be sent, one JSON document a line."`
}

// Help returns the example of --help.
func (previewCommand) Help() string {
	return "Examples:\n  briefbot preview\n  briefbot preview morning --config briefbot.yaml --platform slack --json"
}

// Run prints the digest.
func (p previewCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(p.Config, c.environ)
	if err != nil {
		return err
	}
	return app.Preview(ctx, app.PreviewRequest{
		Config: cfg, Kept: p.Config != "", Schedule: p.Schedule, Platform: p.Platform, Language: string(p.Lang), JSON: p.JSON, Out: c.out, Err: c.err,
	})
}
