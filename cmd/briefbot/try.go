package main

import (
	"context"
	"errors"
	"strings"

	"briefbot/internal/app"
)

type tryCommand struct {
	Feed     []string `placeholder:"PATH|URL" help:"Read this feed instead of the built-in ones; may be given several times."`
	Articles string   `placeholder:"FILE" help:"Read articles from a JSONL file, which may be gzipped, instead of feeds. Uses no network."`
	At       moment   `placeholder:"TIME" help:"Pretend that it is this moment, such as 2025-01-28T09:00:00+08:00. With --articles, nothing newer is read."`
	Lang     language `placeholder:"LANG" help:"Language of the words: en, fr or zh; from the environment when absent."`
	Zone     zone     `placeholder:"ZONE" help:"IANA time zone of the times shown; that of --at or of this machine when absent."`
}

// Help returns the example of --help.
func (tryCommand) Help() string {
	return "Examples:\n  briefbot try\n  briefbot try --feed https://technode.com/feed/ --lang fr\n  briefbot try --articles articles.jsonl.gz --at 2025-01-28T09:00:00+08:00"
}

// Run plays the whole bot in this terminal until the end of input.
func (t tryCommand) Run(ctx context.Context, c console) error {
	if t.Articles != "" && len(t.Feed) > 0 {
		return usageError{errors.New("--articles and --feed exclude each other: read a file of articles, or feeds")}
	}
	trial := app.Trial{
		Feeds: t.Feed, Articles: t.Articles, At: t.At.Time, Language: languageOf(t.Lang, c.environ), Zone: t.Zone.Location,
		In: c.in, Out: c.out, Err: c.err,
	}
	return trial.Run(ctx)
}

// languageOf returns the language asked for or, without one, that of the environment's locale; English for any other.
func languageOf(asked language, environ []string) string {
	if asked != "" {
		return string(asked)
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // POSIX: the first that is set and not empty counts
		for _, e := range environ {
			if value, ok := strings.CutPrefix(e, name+"="); ok && value != "" {
				return app.Language(value)
			}
		}
	}
	return app.Language("")
}
