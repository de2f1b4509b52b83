package main

import (
	"briefbot/internal/app"
)

type storiesCommand struct {
	Replay  storiesReplayCommand  `cmd:"" help:"Group a file of articles into stories, as a stream in the order of time."`
	Measure storiesMeasureCommand `cmd:"" help:"Group a file of articles and compare the stories with labels."`
}

// Help returns the example of --help.
func (storiesCommand) Help() string { return "Example:\n  briefbot stories replay articles.jsonl" }

type storiesReplayCommand struct {
	File  string `arg:"" help:"JSONL of articles (id, published, lang, title, text, url, source); may be gzipped."`
	JSON  bool   `help:"Print JSONL of id and story, in the input's order."`
	Stats bool   `help:"Print articles a second and peak memory on standard error."`
}

// Help returns the example of --help.
func (storiesReplayCommand) Help() string {
	return "Example:\n  briefbot stories replay articles.jsonl --json --stats > stories.jsonl"
}

// Run prints which article is in which story.
func (s storiesReplayCommand) Run(c console) error {
	result, err := app.ReplayStories(s.File)
	if err != nil {
		return err
	}
	if s.JSON {
		err = result.WriteJSON(c.out)
	} else {
		err = result.WriteText(c.out)
	}
	if err == nil && s.Stats {
		result.WriteStats(c.err)
	}
	return err
}

type storiesMeasureCommand struct {
	File   string `arg:"" help:"JSONL of articles (id, published, lang, title, text, url, source); may be gzipped."`
	Labels string `required:"" help:"JSONL of article_id (or id) and story_id (or story), perhaps confidence (firm or doubtful)."`
	Apart  string `help:"JSONL of pairs a and b that tell different events."`
}

// Help returns the example of --help.
func (storiesMeasureCommand) Help() string {
	return "Example:\n  briefbot stories measure articles.jsonl --labels labels.jsonl --apart pairs.jsonl"
}

// Run prints how well the stories agree with the labels.
func (s storiesMeasureCommand) Run(c console) error {
	result, err := app.MeasureStories(s.File, s.Labels, s.Apart)
	if err != nil {
		return err
	}
	return result.WriteText(c.out)
}
