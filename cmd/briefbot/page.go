package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"briefbot/internal/feed"
	"briefbot/internal/page"
)

type pageCommand struct {
	Test pageTestCommand `cmd:"" help:"Show what the bot reads in an article's page."`
}

// Help returns the example of --help.
func (pageCommand) Help() string { return "Example:\n  briefbot page test saved.html" }

type pageTestCommand struct {
	Page          string `arg:"" help:"Address or file of the page."`
	ContentType   string `placeholder:"TYPE" help:"The HTTP header's value, for a file."`
	URL           string `placeholder:"ADDRESS" help:"Where a file was saved from, for its relative links."`
	Zone          zone   `placeholder:"ZONE" help:"IANA time zone of dates that carry none; UTC when absent, in Chinese pages China's."`
	AllowLoopback bool   `help:"Allow addresses on this machine."`
	JSON          bool   `help:"Print JSON."`
}

// Help returns the example of --help.
func (pageTestCommand) Help() string {
	return "Examples:\n  briefbot page test https://technode.com/2025/01/28/example/\n  briefbot page test saved.html --url https://example.org/news/1 --json"
}

// Run prints the page as it is read.
func (p pageTestCommand) Run(ctx context.Context, c console) error {
	fetcher := feed.NewFetcher(feed.FetcherOptions{Client: feed.Guard{Loopback: p.AllowLoopback}.Client(), Accept: page.Accept})
	read, err := page.Test(ctx, fetcher, p.Page, page.Options{URL: p.URL, ContentType: p.ContentType, Zone: p.Zone.Location})
	if err != nil {
		return err
	}
	report := read.Report()
	if p.JSON {
		return c.printJSON(report)
	}
	printPage(c.out, report)
	return nil
}

// printPage writes a page for people.
func printPage(w io.Writer, r page.Report) {
	fmt.Fprintln(w, cmp.Or(r.Title, "(no title)"))
	var about []string
	for _, s := range []string{r.Outlet, r.Author, cmp.Or(stringOf(r.Published), "no date"), r.Language} {
		if s != "" {
			about = append(about, s)
		}
	}
	fmt.Fprintln(w, strings.Join(about, " · "))
	if r.URL != "" {
		fmt.Fprintln(w, r.URL)
	}
	fmt.Fprintf(w, "\n%s\n", cmp.Or(r.Text, "(no text)"))
	if len(r.Related) > 0 {
		fmt.Fprintln(w, "\nrelated, says the publisher:")
	}
	for _, l := range r.Related {
		fmt.Fprintf(w, "  %s\n    %s\n", l.Title, l.URL)
	}
}

func stringOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
