package console_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/console"
	"briefbot/bot/console/consoletest"
)

var shanghai = time.FixedZone("CST", 8*3600)

// digest is a message as the product posts it at nine in the morning.
func digest() bot.Message {
	return bot.Message{
		Title: "China cloud and AI · Tuesday, 28 January 2025",
		Lead:  "3 stories from 12 articles since yesterday, 09:00.",
		Sections: []bot.Section{
			{Heading: "Models", Lines: []bot.Line{
				{Text: "A Chinese laboratory's reasoning model, trained on fewer chips, sends the shares of chip makers down on both sides of the Pacific",
					URL: "https://example.com/markets/2025/01/27/model", Note: "Example Wire, Example Daily · 7 more", At: time.Date(2025, 1, 27, 22, 41, 0, 0, time.UTC)},
				{Text: "云服务商宣布新一代推理模型降价百分之八十五，并向所有开发者开放接口，业内人士认为价格竞争将延续到全年并影响算力投资",
					URL: "https://example.com/zh/a1", Note: "示例新闻", At: time.Date(2025, 1, 27, 12, 0, 0, 0, time.UTC)},
			}},
			{Heading: "Cloud", Lines: []bot.Line{
				{Text: "Les régions européennes d’un nuage chinois", URL: "https://example.com/fr/b2", Note: "Gazette"},
				{Text: "Nothing new on prices."},
			}},
		},
		Image:   &bot.Image{Alt: "Chart: revenue by quarter"},
		Actions: []bot.Action{{Label: "Ask alpha", Line: "quick alpha"}, {Label: "Sources", URL: "https://example.com/sources"}},
		Footer:  "Times are those of Shanghai.",
	}
}

func TestScripts(t *testing.T) {
	consoletest.Run(t, "testdata/*.txt", func(t *testing.T) consoletest.Conversation {
		router := bottest.NewSamples(time.Millisecond).Router(t, slog.New(slog.DiscardHandler))
		return consoletest.Conversation{
			Router: router,
			Options: console.Options{
				Zone: shanghai, Now: func() time.Time { return time.Date(2025, 1, 28, 9, 0, 0, 0, shanghai) },
				Words: console.Words{Thread: "thread:", Public: "posted to the channel", Edited: "edited"},
			},
			Begin: func(ctx context.Context, a *console.Adapter) error {
				at, err := a.Post(ctx, a.Channel(), "k1", digest())
				if err != nil {
					return err
				}
				for _, text := range []string{"First related article", "Second related article"} {
					reply := bot.Message{Thread: "Chip makers fall", Sections: []bot.Section{{Lines: []bot.Line{
						{Text: text, URL: "https://example.com/related", Note: "Example Wire"}}}}}
					if _, err := a.Post(ctx, at, text, reply); err != nil {
						return err
					}
				}
				return nil
			},
		}
	})
}
