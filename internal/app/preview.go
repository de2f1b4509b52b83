package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"

	"briefbot/bot"
	"briefbot/bot/console"
	"briefbot/bot/discord"
	"briefbot/bot/slack"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/present"
	"briefbot/internal/starter"
	"briefbot/internal/store"
)

// PreviewRequest asks for the digest that would go out now.
type PreviewRequest struct {
	Config   *config.Config
	Kept     bool   // use the config's database; else the bundled sample
	Schedule string // empty: the first, or the usual digest
	Platform string // slack, discord or console
	Language string // empty: the schedule's
	JSON     bool   // the exact payloads, one a line
	Out, Err io.Writer
}

// Preview prints a digest without posting it.
func Preview(ctx context.Context, r PreviewRequest) error {
	if r.Language != "" && bot.Language(r.Language) == "" {
		return fmt.Errorf("language %q: briefbot speaks en, fr and zh", r.Language)
	}
	k, err := newCore(ctx, r.Config, readFrom(r.Config, r.Kept), time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer k.Close()
	p, place, err := k.previewed(r.Schedule, r.Platform)
	if err != nil {
		return err
	}
	if err := k.previewContent(ctx, r); err != nil {
		return err
	}
	if r.Language != "" {
		p.language = r.Language
	}
	made, err := k.Upcoming(ctx, present.Schedule{Name: p.name, Places: []bot.Address{place}})
	if p.name == "" {
		now := k.now()
		made, err = k.asAsked(ctx, p.request(place, briefs.Span{From: now.Add(-firstSpan), To: now}, k.feedsOf(place), false))
	}
	if err != nil {
		return err
	}
	renderer, err := rendererOf(r.Platform, r.Config, p.zone)
	if err != nil {
		return err
	}
	var all []bot.Message
	for _, post := range p.at(ctx, place, k.courier).messages(made) {
		all = append(append(all, post.Message), post.Replies...)
	}
	return printPreview(ctx, r, renderer, terminalOf(r.Out, present.In(p.language, p.zone)), place, all)
}

// previewContent takes in the sample where no database is used, and says what the preview is made of when that may surprise.
func (k *core) previewContent(ctx context.Context, r PreviewRequest) error {
	if !r.Kept {
		if !r.JSON {
			fmt.Fprintln(r.Err, "This is made of the bundled sample; with --config it is made of what the bot has read.")
		}
		return k.sample(ctx)
	}
	if missing(k.config) && !r.JSON {
		fmt.Fprintf(r.Err, "There is no database %s yet: run the bot, and it has something to say.\n", k.config.Database.Path)
	}
	return nil
}

// terminalOf returns a terminal that shows what is posted and asks nothing.
func terminalOf(out io.Writer, v present.Voice) *console.Adapter {
	return console.New(console.Options{Out: out, Lang: v.Language(), Zone: v.Zone(), Words: consoleWords(v)})
}

// sample takes in the bundled sample articles.
func (k *core) sample(ctx context.Context) error {
	content, err := config.LoadStarter()
	if err != nil {
		return err
	}
	_, err = k.intake.take(ctx, k.now(), items(starter.Sample(content, k.now())))
	return err
}

// previewed returns the schedule of that name and the channel of the platform that it posts to.
func (k *core) previewed(name, platform string) (planned, bot.Address, error) {
	place := bot.Address{Platform: platform, Workspace: "workspace", Channel: "channel"}
	if platform == console.Platform {
		place.Workspace = console.Workspace
	}
	for _, p := range k.scheduled().list {
		if name != "" && p.name != name {
			continue
		}
		for _, a := range p.places {
			if a.Platform == platform || platform == console.Platform {
				return p, a, nil
			}
		}
		if name != "" {
			return p, place, nil
		}
	}
	if name != "" {
		return planned{}, place, fmt.Errorf("there is no schedule %q in the config", name)
	}
	return k.planOf(place), place, nil
}

// rendererOf returns a platform's form of messages. It needs no tokens.
func rendererOf(platform string, c *config.Config, zone *time.Location) (bot.Renderer, error) {
	switch platform {
	case slack.Platform:
		return slack.New(slack.Options{BotToken: "xoxb-preview", AppToken: "xapp-preview", Umbrella: c.Slack.Command})
	case discord.Name:
		return discord.New(discord.Options{Token: "preview", ApplicationID: "1", Umbrella: c.Discord.Command})
	}
	return console.New(console.Options{Zone: zone}), nil
}

// printPreview prints messages as they would be posted: the first into the channel, the others into its thread.
func printPreview(ctx context.Context, r PreviewRequest, renderer bot.Renderer, terminal *console.Adapter, place bot.Address, messages []bot.Message) error {
	to, shown, part := place, terminal.Channel(), 0
	for _, m := range messages {
		for _, fits := range renderer.Split(m) {
			key := store.DeliveryKey(place.Platform+":"+place.Workspace, "preview", "", place.String(), part)
			if r.JSON {
				payload, err := renderer.Payload(to, key, fits)
				if err == nil {
					err = printPayload(r.Out, payload)
				}
				if err != nil {
					return err
				}
			} else if at, err := terminal.Post(ctx, shown, key, fits); err != nil {
				return err
			} else if part == 0 {
				shown = at
			}
			part++
			to.Message = "1" // what follows goes into the thread of the first message
		}
	}
	return nil
}

// printPayload writes a payload on a line of its own: as JSON when it is, else as a JSON string.
func printPayload(w io.Writer, payload []byte) error {
	var line bytes.Buffer
	if err := json.Compact(&line, payload); err != nil {
		line.Reset()
		text, err := json.Marshal(string(payload))
		if err != nil {
			return err
		}
		line.Write(text)
	}
	line.WriteByte('\n')
	_, err := w.Write(line.Bytes())
	return err
}
