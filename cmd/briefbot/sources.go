package main

import (
	"context"

	"briefbot/internal/app"
)

type sourcesCommand struct {
	Opml sourcesOpmlCommand `cmd:"" help:"Print the sources as OPML."`
}

// Help returns the example of --help.
func (sourcesCommand) Help() string { return "Example:\n  briefbot sources opml > sources.opml" }

type sourcesOpmlCommand struct {
	configFlag
	Workspace string `help:"As the admins of a workspace set them, such as slack:T024BE7LD; the deployment's when absent." placeholder:"PLATFORM:ID"`
}

// Help returns the example of --help.
func (sourcesOpmlCommand) Help() string {
	return "Example:\n  briefbot sources opml --workspace slack:T024BE7LD > sources.opml"
}

// Run prints the list.
func (s sourcesOpmlCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(s.Config, c.environ)
	if err != nil {
		return err
	}
	return app.SourceList{Config: cfg, Kept: s.Config != "", Workspace: s.Workspace, Out: c.out}.Write(ctx)
}
