package discord_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

func TestProbe(t *testing.T) {
	b := newBench(t, discord.Gateway)
	invite := "scope=bot+applications.commands&permissions=309237763072)"
	elsewhere := b.channel
	elsewhere.Workspace = "1"
	deny := func(bits int64) bot.Address { return b.address(b.AddChannel("denied", bits)) }
	thread := func(bits int64) bot.Address {
		at, err := b.adapter(t, nil).Post(context.Background(), deny(0), "p", bot.Message{Title: "Parent"})
		if err != nil {
			t.Fatal(err)
		}
		reply, err := b.adapter(t, nil).Post(context.Background(), at, "r", bot.Message{Title: "Reply"})
		if err != nil {
			t.Fatal(err)
		}
		b.Deny(at.Channel, bits)
		return reply.Place()
	}
	for _, c := range []struct {
		name    string
		change  func(*discord.Options)
		channel bot.Address
		lacking []string // a part of each, in order
	}{
		{"all is well", nil, b.channel, nil},
		{"the application is asked for", func(o *discord.Options) { o.ApplicationID = "" }, b.channel, nil},
		{"bad token", func(o *discord.Options) { o.Token = testToken }, b.channel, []string{"the token is refused: copy it again"}},
		{"another application", func(o *discord.Options) { o.ApplicationID = "42" }, b.channel, []string{"the application id 42 is not the one of the token, which is " + b.Application()}},
		{"another key", func(o *discord.Options) { o.PublicKey = public }, b.channel, []string{"the public key is not the application's"}},
		{"no endpoint", func(o *discord.Options) { o.Mode = discord.HTTP }, b.channel, []string{"Interactions Endpoint URL"}},
		{"no such channel", nil, b.address("99"), []string{"does not exist: copy its id again"}},
		{"no id", nil, b.address("news"), []string{"Copy Channel ID"}},
		{"of another platform", nil, bot.Address{Platform: "slack", Workspace: "T1", Channel: "C1"}, []string{`"slack:T1/C1" is no channel of Discord`}},
		{"another server", nil, elsewhere, []string{"is not in that server but in " + b.Guild()}},
		{"voice", nil, b.address(b.AddVoiceChannel("lounge")), []string{"is no text channel"}},
		{"cannot see", nil, deny(discordtest.PermView), []string{"the bot cannot see "}},
		{"cannot send", nil, deny(discordtest.PermSend), []string{"the bot lacks Send Messages in "}},
		{"lacks two", nil, deny(discordtest.PermEmbedLinks | discordtest.PermCreateThreads), []string{"the bot lacks Embed Links, Create Public Threads in "}},
		{"lacks the others", nil, deny(discordtest.PermReadHistory | discordtest.PermThreadSend), []string{"the bot lacks Read Message History, Send Messages in Threads in "}},
		{"a thread needs less", nil, thread(discordtest.PermSend | discordtest.PermCreateThreads), nil},
		{"a thread needs its own", nil, thread(discordtest.PermSend | discordtest.PermThreadSend), []string{"the bot lacks Send Messages in Threads in "}},
	} {
		opts := b.options(nil)
		if c.change != nil {
			c.change(&opts)
		}
		found, lacking := b.adapterWith(t, opts).Probe(context.Background(), []bot.Address{c.channel})
		if len(lacking) != len(c.lacking) {
			t.Errorf("%s: lacking %q, want %q", c.name, lacking, c.lacking)
			continue
		}
		for i, want := range c.lacking {
			if !strings.Contains(lacking[i], want) {
				t.Errorf("%s: lacking %q, want %q", c.name, lacking[i], want)
			}
			if named := strings.Contains(want, "lacks") || strings.Contains(want, "see"); named != strings.Contains(lacking[i], invite) {
				t.Errorf("%s: %q names the invite link wrongly", c.name, lacking[i])
			}
		}
		if c.lacking == nil && !strings.Contains(strings.Join(found, "; "), "may post to "+c.channel.String()) {
			t.Errorf("%s: found %q", c.name, found)
		}
		if all := strings.Join(append(found, lacking...), " "); strings.Contains(all, opts.Token) {
			t.Errorf("%s: a secret is told: %s", c.name, all)
		}
	}
}

// TestProbeSeesTheEndpoint sees that a gateway to which nothing is sent is found out.
func TestProbeSeesTheEndpoint(t *testing.T) {
	b := newBench(t, discord.HTTP)
	s := serve(t, b, samples())
	s.await()
	if found, lacking := s.adapter.Probe(context.Background(), nil); len(lacking) != 0 || len(found) != 2 {
		t.Errorf("http: found %q, lacking %q", found, lacking)
	}
	opts := b.options(nil)
	opts.Mode = discord.Gateway
	if _, lacking := b.adapterWith(t, opts).Probe(context.Background(), nil); len(lacking) != 1 || !strings.Contains(lacking[0], "instead of the gateway") {
		t.Errorf("gateway: lacking %q", lacking)
	}
}

// TestProbeOfADirectConversation sees that no server is asked for the permissions there.
func TestProbeOfADirectConversation(t *testing.T) {
	b := newBench(t, discord.Gateway)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/channels/5") {
			_, _ = w.Write([]byte(`{"id":"5","type":1}`))
			return
		}
		b.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	opts := b.options(nil)
	opts.APIURL = front.URL
	at := bot.Address{Platform: discord.Name, Workspace: discord.DirectMessages, Channel: "5"}
	found, lacking := b.adapterWith(t, opts).Probe(context.Background(), []bot.Address{at, b.address("5")})
	if len(found) != 3 || found[2] != "may post to discord:@me/5" || len(lacking) != 1 || !strings.Contains(lacking[0], "is not in that server but in @me") {
		t.Errorf("found %q, lacking %q", found, lacking)
	}
}

// TestProbeSurvivesTrouble sees a sentence, without secrets, for every question that gets no proper answer.
func TestProbeSurvivesTrouble(t *testing.T) {
	b := newBench(t, discord.Gateway)
	for path, want := range map[string]string{
		"/users/@me":                         "Discord does not say who the bot is",
		"/applications/@me":                  "Discord does not say which application",
		"/channels/" + b.channel.Channel:     "cannot be looked up",
		"/guilds/" + b.Guild() + "/roles":    "permissions in " + b.channel.String() + " are not known",
		"/guilds/" + b.Guild() + "/members/": "permissions in " + b.channel.String() + " are not known",
	} {
		for _, answer := range []string{"", "<html>", `{"id":7,"roles":7}`, "[]"} {
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasPrefix(strings.TrimPrefix(r.URL.Path, "/api/v10"), path) {
					b.ServeHTTP(w, r)
					return
				}
				if answer == "" {
					w.WriteHeader(http.StatusBadGateway)
				}
				_, _ = w.Write([]byte(answer))
			}))
			opts := b.options(nil)
			opts.APIURL = front.URL
			_, lacking := b.adapterWith(t, opts).Probe(context.Background(), []bot.Address{b.channel})
			front.Close()
			if answer == "[]" && strings.HasSuffix(path, "/roles") {
				want = "the bot lacks View Channel"
			}
			if len(lacking) != 1 || !strings.Contains(lacking[0], want) || strings.Contains(lacking[0], opts.Token) {
				t.Errorf("%s answered with %q: lacking %q, want %q", path, answer, lacking, want)
			}
		}
	}
}
