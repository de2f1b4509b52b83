package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"briefbot/internal/feed"
)

type feedCommand struct {
	Test feedTestCommand `cmd:"" help:"Show what the bot sees in a feed."`
}

// Help returns the example of --help.
func (feedCommand) Help() string { return "Example:\n  briefbot feed test https://technode.com/feed/" }

type feedTestCommand struct {
	Feed          string `arg:"" help:"Address or file of the feed; a file ending in .gz is read as a gzip-encoded response."`
	ContentType   string `placeholder:"TYPE" help:"The HTTP header's value, for a file."`
	Zone          zone   `placeholder:"ZONE" help:"IANA time zone of dates that carry none; UTC when absent."`
	AllowLoopback bool   `help:"Allow addresses on this machine."`
	JSON          bool   `help:"Print JSON."`
}

// Help returns the example of --help.
func (feedTestCommand) Help() string {
	return "Examples:\n  briefbot feed test https://technode.com/feed/\n  briefbot feed test saved.xml --zone Asia/Shanghai --json"
}

// Run prints the feed as it is read.
func (f feedTestCommand) Run(ctx context.Context, c console) error {
	opts := feed.TestOptions{ContentType: f.ContentType, Zone: f.Zone.Location, Now: time.Now()}
	if f.AllowLoopback {
		opts.Fetcher = feed.NewFetcher(feed.FetcherOptions{Client: feed.Guard{Loopback: true}.Client()})
	}
	doc, err := feed.Test(ctx, f.Feed, opts)
	if err != nil {
		return err
	}
	report := doc.Report()
	if f.JSON {
		return c.printJSON(report)
	}
	printReport(c.out, report)
	return nil
}

// printReport writes a feed for people.
func printReport(w io.Writer, r feed.Report) {
	for _, line := range []string{r.Title, r.Link} {
		if line != "" {
			fmt.Fprintln(w, line)
		}
	}
	about := []string{r.Format}
	if r.Language != "" {
		about = append(about, "language "+r.Language)
	}
	fmt.Fprintf(w, "%s · items: %d\n", strings.Join(about, " · "), len(r.Items))
	for _, i := range r.Items {
		at := "no date"
		if i.Published != nil {
			at = *i.Published
		}
		fmt.Fprintf(w, "\n%s\n  %s\n", cmp.Or(i.Title, "(no title)"), at)
		if i.URL != "" {
			fmt.Fprintf(w, "  %s\n", i.URL)
		}
	}
	if len(r.Problems) > 0 {
		fmt.Fprintln(w)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(w, "problem: %s: %s\n", p.Kind, p.Detail)
	}
}
