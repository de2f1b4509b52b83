package main

import (
	"context"
	"fmt"
	"time"

	"briefbot/internal/feed"
)

type feedCommand struct {
	Test feedTestCommand `cmd:"" help:"Show what the bot sees in a feed."`
}

type feedTestCommand struct {
	Feed          string `arg:"" help:"Address or file of the feed; a file ending in .gz is read as a gzip-encoded response."`
	ContentType   string `placeholder:"TYPE" help:"The HTTP header's value, for a file."`
	Zone          string `placeholder:"ZONE" help:"IANA time zone of dates that carry none; UTC when absent."`
	AllowLoopback bool   `help:"Allow addresses on this machine."`
	JSON          bool   `help:"Print JSON."`
}

// Help returns the example of --help.
func (feedTestCommand) Help() string {
	return "Examples:\n  briefbot feed test https://technode.com/feed/\n  briefbot feed test saved.xml --zone Asia/Shanghai --json"
}

// Run prints the feed as it is read.
func (f feedTestCommand) Run(ctx context.Context, c console) error {
	zone, err := time.LoadLocation(f.Zone) // "" is UTC
	if err != nil {
		return usageError{fmt.Errorf("--zone %q is no time zone; write it like Asia/Shanghai", f.Zone)}
	}
	opts := feed.TestOptions{ContentType: f.ContentType, Zone: zone, Now: time.Now()}
	if f.AllowLoopback {
		opts.Fetcher = feed.NewFetcher(feed.FetcherOptions{Client: feed.Guard{Loopback: true}.Client()})
	}
	doc, err := feed.Test(ctx, f.Feed, opts)
	if err != nil {
		return err
	}
	report := doc.Report()
	if f.JSON {
		text, err := report.JSON()
		if err == nil {
			_, err = c.out.Write(text)
		}
		return err
	}
	fmt.Fprintf(c.out, "%s\n%s · %s · %s · %d items\n", report.Title, report.Link, report.Format, report.Language, len(report.Items))
	for _, i := range report.Items {
		at := "no date"
		if i.Published != nil {
			at = *i.Published
		}
		fmt.Fprintf(c.out, "\n  %s\n  %s · %s\n", i.Title, at, i.URL)
	}
	for _, p := range report.Problems {
		fmt.Fprintf(c.out, "\nproblem: %s: %s", p.Kind, p.Detail)
	}
	fmt.Fprintln(c.out)
	return nil
}
