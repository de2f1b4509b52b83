// Command briefbot posts digests of China cloud and AI headlines to Slack and Discord and answers lookups with cited facts.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones are there on machines that have none

	"github.com/alecthomas/kong"
)

// program is the command line: one field a subcommand, one file each.
type program struct {
	Try      tryCommand      `cmd:"" help:"Try the bot in this terminal: a digest, then your questions. Needs no tokens and leaves no files."`
	Run      runCommand      `cmd:"" help:"Run the bot for Slack and Discord."`
	Ask      askCommand      `cmd:"" help:"Ask one question and print the answer."`
	Preview  previewCommand  `cmd:"" help:"Print the digest that would go out now."`
	Check    checkCommand    `cmd:"" help:"Check config, database, tokens, zones and feeds, and say what to do."`
	Manifest manifestCommand `cmd:"" help:"Print the app manifest for Slack, or commands and invite link for Discord."`
	Feed     feedCommand     `cmd:"" help:"Look at feeds."`
	Page     pageCommand     `cmd:"" help:"Look at the pages of articles."`
	Schedule scheduleCommand `cmd:"" help:"Look at schedules."`
	Stories  storiesCommand  `cmd:"" help:"Group articles into stories."`
	Sources  sourcesCommand  `cmd:"" help:"Write out the sources."`
	Facts    factsCommand    `cmd:"" help:"Take in facts and write them out."`
	Export   exportCommand   `cmd:"" help:"Write what admins set from the chat as one file."`
	Apply    applyCommand    `cmd:"" help:"Make what admins set be as a file says."`
	Version  versionCommand  `cmd:"" help:"Print version, zone data and build."`
}

// console is where a subcommand reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
	environ  []string
}

// printJSON prints a report as indented JSON with a line break at its end. '<' and '&' stay as they are.
func (c console) printJSON(report any) error {
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(report)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := execute(ctx, os.Args[1:], console{os.Stdin, os.Stdout, os.Stderr, os.Environ()})
	stop()
	os.Exit(code)
}

// newParser returns the parser of command lines. It calls exit after it has shown help.
func newParser(ctx context.Context, p *program, c console, exit func(code int)) (*kong.Kong, error) {
	return kong.New(p,
		kong.Name("briefbot"),
		kong.Description("Digests of China cloud and AI headlines, and cited market facts, for Slack and Discord. Begin with: briefbot try"),
		kong.Writers(c.out, c.err),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(c),
	)
}

// execute runs one command line and returns its exit code.
func execute(ctx context.Context, line []string, c console) int {
	exited := -1
	parser, err := newParser(ctx, &program{}, c, func(code int) { exited = code })
	if err != nil {
		fmt.Fprintln(c.err, "briefbot:", err)
		return 1
	}
	if len(line) == 0 {
		line = []string{"--help"}
	}
	parsed, err := parser.Parse(line)
	if exited >= 0 { // --help was shown
		return exited
	}
	if err != nil {
		fmt.Fprintln(c.err, "briefbot:", misused(err))
		return exitUsage
	}
	if err := parsed.Run(); err != nil {
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			return 130 // interrupted, as shells count
		}
		fmt.Fprintln(c.err, "briefbot:", oneLine(err))
		var usage usageError
		if errors.As(err, &usage) {
			return exitUsage
		}
		return 1
	}
	return 0
}
