package slack_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
	"briefbot/internal/present"
)

// TestTongue: an answer is told the language of the asker's client, which Slack is asked for once; where it does not say it, nothing is.
func TestTongue(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{Locales: map[string]string{"ada": "fr-FR"}})
	heard := make(chan string, 8)
	router, err := bot.NewRouter([]bot.Command{{Name: "help", Summary: bot.Text{"en": "says what there is"}, Run: func(_ context.Context, in bot.Invocation) (bot.Message, error) {
		heard <- in.Locale
		return bot.Message{Lead: "ok"}, nil
	}}}, present.Router{Umbrella: "brief"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	served := make(chan error, 1)
	serving, stop := context.WithCancel(ctx)
	go func() { served <- r.new(slog.New(slog.DiscardHandler)).Serve(serving, router) }()
	if err := r.Connected(ctx); err != nil {
		t.Fatal(err)
	}
	ask := func(who, want string) {
		t.Helper()
		if _, err := r.Type(ctx, who, slacktest.News, "/brief", "help"); err != nil {
			t.Fatal(err)
		}
		if got := <-heard; got != want {
			t.Errorf("%s asks in %q, want %q", who, got, want)
		}
	}
	ask("ada", "fr-FR")
	ask("bob", "")
	before := r.Requests("users.info")
	ask("ada", "fr-FR")
	ask("bob", "")
	if n := r.Requests("users.info"); n != before {
		t.Errorf("Slack was asked %d times more about people it has told of", n-before)
	}
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
}
