package main

import (
	"context"

	"briefbot/internal/app"
)

type factsCommand struct {
	Import factsImportCommand `cmd:"" help:"Take in facts from a table or from records: all rows or none."`
	Export factsExportCommand `cmd:"" help:"Write the facts as import reads them."`
}

// Help returns the example of --help.
func (factsCommand) Help() string {
	return "Examples:\n  briefbot facts import facts.csv --dry-run\n  briefbot facts export --format jsonl > facts.jsonl"
}

// workspaceFlag is the team whose facts are meant.
type workspaceFlag struct {
	Workspace string `placeholder:"PLATFORM:ID" help:"The team whose own facts they are, such as slack:T024BE7LD; shared by all when absent."`
}

type factsImportCommand struct {
	File string `arg:"" help:"CSV with the columns that export writes, or JSONL of records; - reads standard input."`
	configFlag
	workspaceFlag
	DryRun bool `help:"Keep nothing; print what each row would do: + new, = corroborates, ~ revises, ! to be looked at."`
}

// Help returns the example of --help.
func (factsImportCommand) Help() string {
	return "Without --config the facts are compared with the built-in ones, and nothing is kept.\n\n" +
		"Example:\n  briefbot facts import facts.csv --dry-run"
}

// Run takes the file in.
func (f factsImportCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(f.Config, c.environ)
	if err != nil {
		return err
	}
	file := app.FactFile{Config: cfg, Kept: f.Config != "", Workspace: f.Workspace, Out: c.out}
	return file.Import(ctx, f.File, c.in, f.DryRun)
}

type factsExportCommand struct {
	configFlag
	workspaceFlag
	Format string `enum:"csv,jsonl" default:"csv" help:"csv: what people are told, a row a fact; jsonl: all records of all teams, with who changed what and when."`
}

// Help returns the example of --help.
func (factsExportCommand) Help() string {
	return "Example:\n  briefbot facts export --format jsonl > facts.jsonl"
}

// Run writes the facts.
func (f factsExportCommand) Run(ctx context.Context, c console) error {
	cfg, err := app.LoadConfig(f.Config, c.environ)
	if err != nil {
		return err
	}
	return app.FactFile{Config: cfg, Kept: f.Config != "", Workspace: f.Workspace, Out: c.out}.Export(ctx, f.Format)
}
