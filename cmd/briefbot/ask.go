package main

import (
	"context"
	"strings"

	"briefbot/internal/app"
)

type askCommand struct {
	Question []string `arg:"" help:"What you would type after /brief."`
	configFlag
	Lang language `placeholder:"LANG" help:"Language of the answer: en, fr or zh; English when absent."`
	JSON bool     `help:"Print JSON: the message and the ids of the facts that it cites."`
}

// Help returns the example of --help.
func (askCommand) Help() string {
	return "Examples:\n  briefbot ask \"share alibaba\"\n  briefbot ask share 阿里云 2024q4 --lang zh --json"
}

// Run prints the answer.
func (a askCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(a.Config, c.environ)
	if err != nil {
		return err
	}
	return app.Ask(ctx, app.Question{
		Config: cfg, Kept: a.Config != "", Line: strings.Join(a.Question, " "), Language: string(a.Lang), JSON: a.JSON, Out: c.out,
	})
}
