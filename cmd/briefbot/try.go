package main

import (
	"context"
	"fmt"
	"time"

	"briefbot/internal/app"
)

type tryCommand struct {
	Feed     []string `placeholder:"PATH|URL" help:"Read this feed instead of the built-in ones; may be given several times."`
	Articles string   `placeholder:"FILE" help:"Read articles from a JSONL file, which may be gzipped, instead of feeds. Uses no network."`
	At       string   `placeholder:"TIME" help:"Pretend that it is this moment, such as 2025-01-28T09:00:00+08:00. With --articles, nothing newer is read."`
	Lang     string   `default:"" placeholder:"LANG" help:"Language of the words: en, fr or zh; from the environment when absent."`
	Zone     string   `placeholder:"ZONE" help:"IANA time zone of the times shown; that of --at or of this machine when absent."`
}

// Help returns the example of --help.
func (tryCommand) Help() string {
	return "Examples:\n  briefbot try\n  briefbot try --feed https://technode.com/feed/ --lang fr\n  briefbot try --articles articles.jsonl.gz --at 2025-01-28T09:00:00+08:00"
}

// Run plays the whole bot in this terminal until the end of input.
func (t tryCommand) Run(ctx context.Context, c console) error {
	trial := app.Trial{
		Feeds: t.Feed, Articles: t.Articles, Language: languageOf(t.Lang, c.environ), Zone: t.Zone,
		In: c.in, Out: c.out, Err: c.err,
	}
	if t.At != "" {
		at, err := time.Parse(time.RFC3339, t.At)
		if err != nil {
			return usageError{fmt.Errorf("--at %q is not a moment; write it like 2025-01-28T09:00:00+08:00", t.At)}
		}
		trial.At = at
	}
	if t.Lang != "" && trial.Language != t.Lang {
		return usageError{fmt.Errorf("--lang %q: briefbot speaks en, fr and zh", t.Lang)}
	}
	return trial.Run(ctx)
}

// languageOf returns the language asked for or, without one, that of the environment's locale; English for any other.
func languageOf(asked string, environ []string) string {
	if asked != "" {
		return app.Language(asked)
	}
	env := map[string]string{}
	for _, e := range environ {
		for i := range len(e) {
			if e[i] == '=' {
				env[e[:i]] = e[i+1:]
				break
			}
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env[name]; v != "" {
			return app.Language(v)
		}
	}
	return app.Language("en")
}
