package discord_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"briefbot/bot/bottest"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

// served returns a bench on which an adapter answers the sample commands over the gateway.
func mentionBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, discord.Gateway)
	a := b.adapter(t, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Serve(ctx, bottest.NewSamples(0).Router(t, slog.New(slog.DiscardHandler))) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	ready, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	if err := b.ready(ready); err != nil {
		t.Fatal(err)
	}
	return b
}

// ours returns what the bot has said in a channel and its threads.
func (b *bench) ours(channel, words string) []discordtest.Message {
	var out []discordtest.Message
	for _, m := range b.Server.Seen(channel) {
		if strings.Contains(m.Text, words) {
			out = append(out, m)
		}
	}
	return out
}

// TestMentionsAnsweredOnce shows what is a mention and what is not, and that a message delivered again is not answered again.
func TestMentionsAnsweredOnce(t *testing.T) {
	b := mentionBench(t)
	ada, channel, me := who("ada"), b.channel.Channel, "<@"+b.Bot()+"> "
	b.Say(ada, channel, "quick alpha")                              // nobody's
	b.Say(ada, channel, "<@1400000000000000007> quick beta")        // somebody else's: its content is not told
	b.SayAsBot(who("robot"), channel, me+"shout from a robot")      // bots do not talk to each other
	first := b.Say(ada, channel, "hey "+me+" quick  gamma in:lyon") // "hey" is no command: a correction
	b.Repeat(ada, channel, first)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	a, err := b.Mention(ctx, ada, channel, "quick delta")
	if err != nil {
		t.Fatal(err)
	}
	if a.Thread == "" || a.Pings != 0 || !strings.Contains(a.Text, "The letter is delta.") {
		t.Errorf("the answer: %+v", a)
	}
	b.Repeat(ada, channel, a.Thread)
	for range 3 { // what comes later is answered later: nothing else is under way then
		if _, err := b.Mention(ctx, ada, channel, "quick epsilon"); err != nil {
			t.Fatal(err)
		}
	}
	for words, want := range map[string]int{"The letter is delta.": 1, "alpha": 1, "beta": 1, "You said": 0, "gamma": 1, "hey": 2} {
		if got := b.ours(channel, words); len(got) != want {
			t.Errorf("%q stands there %d times, want %d: %+v", words, len(got), want, got)
		}
	}
}

// TestMentionInsideAThread shows that the answer stays in the thread.
func TestMentionInsideAThread(t *testing.T) {
	b := mentionBench(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	a, err := b.Mention(ctx, who("ada"), b.channel.Channel, "quick alpha")
	if err != nil {
		t.Fatal(err)
	}
	in, err := b.Mention(ctx, who("ben"), a.Channel, "quick beta")
	if err != nil || in.Channel != a.Channel || !strings.Contains(in.Text, "The letter is beta.") {
		t.Errorf("the answer inside the thread: %+v, %v", in, err)
	}
}

// TestMentionWhereNoThreadMayStart shows that the bot then replies in the channel, still without notifying anybody.
func TestMentionWhereNoThreadMayStart(t *testing.T) {
	b := mentionBench(t)
	b.Deny(b.channel.Channel, discordtest.PermCreateThreads)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	a, err := b.Mention(ctx, who("ada"), b.channel.Channel, "quick alpha")
	if err != nil || a.Thread != "" || a.Pings != 0 || !strings.Contains(a.Text, "The letter is alpha.") {
		t.Errorf("the reply: %+v, %v", a, err)
	}
}

// TestMentionsAmongReplicas shows that of two instances that hear the same message one answers.
func TestMentionsAmongReplicas(t *testing.T) {
	t.Parallel()
	b := newBench(t, discord.Gateway)
	claims, samples := bottest.NewClaims(), bottest.NewSamples(0)
	instance(t, b, "one", claims, samples.Commands())
	two := instance(t, b, "two", claims, samples.Commands())
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	a, err := b.Mention(ctx, who("ada"), b.channel.Channel, "slow")
	if err != nil || !strings.Contains(a.Text, "At last the slow answer.") {
		t.Fatalf("%+v, %v", a, err)
	}
	two.until("all is settled", func() bool { return claims.Open() == 0 })
	if n := samples.Runs(); n != 1 {
		t.Errorf("the command ran %d times", n)
	}
	if got := b.ours(b.channel.Channel, "At last the slow answer."); len(got) != 1 {
		t.Errorf("%d answers: %+v", len(got), got)
	}
}
