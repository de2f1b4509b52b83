package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"briefbot/bot"
	"briefbot/bot/console"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/feed"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

// Trial is the whole bot in one terminal, in memory: it posts a digest, then answers typed lines.
type Trial struct {
	Feeds    []string  // paths or addresses; empty reads the starter's
	Articles string    // a JSONL file instead; no network is used
	At       time.Time // what the time is taken to be; zero is now
	Language string
	Zone     *time.Location // nil is that of At, or this machine's
	In       io.Reader
	Out, Err io.Writer
}

// Run plays the trial until the end of the input.
func (t Trial) Run(ctx context.Context) error {
	c := config.Default()
	c.Language = cmp.Or(t.Language, c.Language)
	watch := &shiftedClock{}
	if !t.At.IsZero() {
		watch.set(t.At)
	}
	k, err := newCore(ctx, c, store.Memory, watch.now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer k.Close()
	k.zone = t.zone()
	v := present.In(c.Language, k.zone)
	notice, err := t.gather(ctx, k, v)
	if err != nil {
		return err
	}
	terminal := t.terminal(k, v)
	if notice != "" {
		console.Note(t.Err, notice)
	}
	made, hint, err := t.compose(ctx, k, v, terminal.Channel(), watch)
	if err != nil {
		return err
	}
	if hint != "" {
		console.Note(t.Err, hint)
	}
	if err := post(ctx, k, v, terminal, made); err != nil {
		return err
	}
	if terminal.Interactive() {
		console.Note(t.Err, v.Say("try-ask"))
	}
	return terminal.Serve(ctx, k.router)
}

// shiftedClock is the time as the trial takes it to be: it goes on from where it was set.
type shiftedClock struct{ ahead atomic.Int64 }

func (c *shiftedClock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *shiftedClock) set(t time.Time) { c.ahead.Store(int64(time.Until(t))) }

// zone returns the zone of the times shown.
func (t Trial) zone() *time.Location {
	switch {
	case t.Zone != nil:
		return t.Zone
	case t.At.IsZero():
		return time.Local
	case t.At.Location().String() == "": // an offset without a name
		return time.FixedZone("UTC"+t.At.Format("-07:00"), int(offset(t.At)/time.Second))
	}
	return t.At.Location()
}

func offset(t time.Time) time.Duration {
	_, seconds := t.Zone()
	return time.Duration(seconds) * time.Second
}

func (t Trial) terminal(k *core, v present.Voice) *console.Adapter {
	return console.New(console.Options{
		In: t.In, Out: t.Out, Prompt: "> ", Lang: v.Language(), Zone: v.Zone(), Now: k.now, Access: bot.Admin,
		Leave: []string{"quit", "exit", "q", "quitter", "退出"},
		Words: consoleWords(v),
	})
}

// consoleWords are what a terminal says by itself.
func consoleWords(v present.Voice) console.Words {
	return console.Words{Thread: v.Say("console-thread"), Public: v.Say("console-public"), Edited: v.Say("console-edited"), Wait: v.Say("console-wait")}
}

// gather takes in the articles that the trial is about and returns what people should know of it, if anything.
func (t Trial) gather(ctx context.Context, k *core, v present.Voice) (string, error) {
	switch {
	case t.Articles != "":
		return "", t.fromFile(ctx, k)
	case len(t.Feeds) > 0:
		return t.fromFeeds(ctx, k, v)
	}
	n, err := t.fromNetwork(ctx, k, v)
	if err != nil || n > 0 {
		return "", err
	}
	return v.Say("try-offline"), k.sample(ctx)
}

// fromFile reads the articles of the last two weeks before the trial's time; nothing newer.
func (t Trial) fromFile(ctx context.Context, k *core) error {
	now := k.now()
	var list []briefs.Article
	var first, last time.Time // of all that the file holds
	err := ReadArticles(t.Articles, func(a briefs.Article) error {
		if first.IsZero() || a.Published.Before(first) {
			first = a.Published
		}
		if a.Published.After(last) {
			last = a.Published
		}
		if !a.Published.After(now) && a.Published.After(now.Add(-memory)) {
			list = append(list, a)
		}
		return ctx.Err()
	})
	switch {
	case err != nil:
		return err
	case first.IsZero():
		return fmt.Errorf("%s holds no articles", t.Articles)
	case len(list) == 0:
		return fmt.Errorf("%s has no article of the two weeks before %s: it goes from %s to %s; choose a moment with --at",
			t.Articles, now.In(k.zone).Format(time.RFC3339), first.Format(time.DateOnly), last.Format(time.RFC3339))
	}
	_, err = k.intake.take(ctx, now, items(list))
	return err
}

// fromFeeds reads the feeds that were named. It fails when none can be read.
func (t Trial) fromFeeds(ctx context.Context, k *core, v present.Voice) (string, error) {
	var failed []string
	var last error
	for _, where := range t.Feeds {
		doc, err := feed.Test(ctx, where, feed.TestOptions{Now: k.now(), Fetcher: newFetcher(k.config, k.now)})
		if err == nil {
			_, err = k.intake.take(ctx, k.now(), itemsOf(doc, source{url: where}, k.now(), k.now()))
		}
		if err != nil {
			failed, last = append(failed, fmt.Sprintf("%s: %v", where, err)), err
		}
	}
	if len(failed) == len(t.Feeds) {
		if len(failed) == 1 {
			return "", last
		}
		return "", errors.New("no feed could be read: " + strings.Join(failed, "; "))
	}
	if len(failed) > 0 {
		return v.Say("try-failed", "Feeds", strings.Join(failed, "; ")), nil
	}
	return "", nil
}

// compose makes the digest of the last day. Feeds that somebody names are shown even where that day has nothing of them: then
// it is the day of their newest article, and everything rather than nothing of the topic; the hint says so.
func (t Trial) compose(ctx context.Context, k *core, v present.Voice, place bot.Address, watch *shiftedClock) (briefs.Digest, string, error) {
	day := func(topics []string) (briefs.Digest, error) {
		now := k.now()
		return k.desk.Make(ctx, digest.Request{
			Workspace: place.Platform + ":" + place.Workspace, Place: place.String(), Span: briefs.Span{From: now.Add(-firstSpan), To: now},
			Topics: topics, Limit: k.config.Digest.MaxStories, Language: v.Language(),
		})
	}
	made, err := day(k.config.Digest.Topics)
	if err != nil || len(made.Stories) > 0 || len(t.Feeds) == 0 {
		return made, "", err
	}
	newest, err := k.store.Articles.Latest(ctx, "", k.now(), 1, nil)
	if err != nil || len(newest) == 0 {
		return made, "", err
	}
	var hint string
	if made.Read == 0 && t.At.IsZero() {
		watch.set(newest[0].Published.Add(time.Second))
		hint = v.Say("try-older", "Day", v.Day(newest[0].Published))
		if made, err = day(k.config.Digest.Topics); err != nil || len(made.Stories) > 0 {
			return made, hint, err
		}
	}
	made, err = day(nil)
	return made, strings.TrimSpace(hint + "\n" + v.Say("try-all-topics")), err
}

// post delivers a digest as a schedule would, through the ledger.
func post(ctx context.Context, k *core, v present.Voice, terminal *console.Adapter, made briefs.Digest) error {
	now, place := k.now(), terminal.Channel()
	main, replies := v.Digest(made)
	courier := delivery.New(k.store.Deliveries, []bot.Adapter{terminal}, delivery.Options{Pace: time.Nanosecond, Now: k.now}, k.log)
	run := delivery.Run{Workspace: place.Platform + ":" + place.Workspace, Schedule: "try", Nominal: now.Format("2006-01-02T15:04")}
	if err := courier.Plan(ctx, run, place, main, replies, shown(made)); err != nil {
		return err
	}
	return courier.Pump(ctx)
}

// isTerminal reports whether something is shown to a person as it is written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
