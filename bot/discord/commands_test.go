package discord_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord"
)

// registered is what the tests look at in a registration.
type registered struct {
	Type        int               `json:"type"`
	Name        string            `json:"name"`
	Names       map[string]string `json:"name_localizations"`
	Description string            `json:"description"`
	Summaries   map[string]string `json:"description_localizations"`
	Required    bool              `json:"required"`
	Complete    bool              `json:"autocomplete"`
	Choices     []struct{ Name, Value string }
	Options     []registered
	Permissions string `json:"default_member_permissions"`
}

func (r registered) option(t *testing.T, name string) registered {
	t.Helper()
	for _, o := range r.Options {
		if o.Name == name {
			return o
		}
	}
	t.Fatalf("%s has no option %s", r.Name, name)
	return registered{}
}

func manifest(t *testing.T, commands []bot.Command, opts discord.Options) map[string]registered {
	t.Helper()
	raw, invite, err := discord.Manifest(commands, opts)
	if err != nil {
		t.Fatal(err)
	}
	if want := "https://discord.com/oauth2/authorize?client_id=123&scope=bot+applications.commands&permissions=309237763072"; invite != want {
		t.Errorf("invite %q, want %q", invite, want)
	}
	var list []registered
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	out := map[string]registered{}
	for _, c := range list {
		out[c.Name] = c
	}
	return out
}

func TestManifest(t *testing.T) {
	opts := discord.Options{ApplicationID: "123", Umbrella: "news", Names: map[string]string{"shout": "say-it"}}
	commands := append(samples(),
		bot.Command{Name: "sources", Summary: bot.Text{"en": "lists", "fr": "liste les sources", "zh": "来源"}, Names: bot.Text{"fr": "Sources Deux", "zh": "来源"}, Access: bot.Admin, Top: true,
			Params: []bot.Param{
				{Name: "first", Summary: en("optional")},
				{Name: "second", Summary: bot.Text{"en": "required", "fr": "obligatoire"}, Required: true, Keyed: true, Names: bot.Text{"fr": "DEUX"}},
			}},
		bot.Command{Name: "pair", Summary: en("as a group is called")},
		bot.Command{Name: "secret", Summary: en("as a group of admins is called")},
	)
	got := manifest(t, commands, opts)
	if len(got) != 7 { // one of them on messages
		t.Errorf("%d slash commands: %v", len(got), got)
	}
	umbrella := got["news"]
	quick := umbrella.option(t, "quick")
	if name := quick.option(t, "name"); !name.Required || !name.Complete || len(name.Choices) > 0 || name.Names["fr"] != "nom" || name.Names["zh-CN"] != "名称" || len(name.Names) != 2 {
		t.Errorf("quick name: %+v", name)
	}
	if in := quick.option(t, "in"); in.Required || in.Complete || len(in.Choices) != 3 {
		t.Errorf("quick in: %+v", in)
	}
	if group := umbrella.option(t, "pair"); group.Type != 2 || group.option(t, "up").Type != 1 {
		t.Errorf("pair: %+v", group)
	}
	if group := umbrella.option(t, "pair"); group.Description != "up, show" || group.option(t, "show").Description != "as a group is called" {
		t.Errorf("pair: %+v", group)
	}
	if plain := umbrella.option(t, "secret"); plain.Type != 1 {
		t.Errorf("secret: %+v", plain)
	}
	admins := got["news-admin"]
	if group := admins.option(t, "secret"); group.Type != 2 || group.Description != "add" || admins.Description != "secret, sources" {
		t.Errorf("of admins: %+v", admins)
	}
	if _, ok := got["say-it"]; !ok {
		t.Error("the name of shout is not the one given")
	}
	sources := got["sources"]
	if sources.Permissions != "32" || sources.Names["fr"] != "" || sources.Names["zh-CN"] != "来源" || sources.Summaries["fr"] != "liste les sources" {
		t.Errorf("sources: %+v", sources)
	}
	if sources.Options[0].Name != "second" || sources.Options[0].Names["fr"] != "deux" || sources.Options[1].Name != "first" {
		t.Errorf("the required option is not first: %+v", sources.Options)
	}
}

// TestUmbrellaSummary sees the umbrella described as the options say, in all languages, and otherwise in English.
func TestUmbrellaSummary(t *testing.T) {
	for _, c := range []struct {
		given        bot.Text
		want, fr, zh string
	}{
		{nil, "Digests of headlines, and facts with their sources", "", ""},
		{bot.Text{"fr": "actualités"}, "Digests of headlines, and facts with their sources", "", ""},
		{bot.Text{"en": "News\n\u202eand facts", "fr": "Actualités et chiffres", "zh": "新闻与数据"}, "News and facts", "Actualités et chiffres", "新闻与数据"},
		{bot.Text{"en": strings.Repeat("long ", 40), "fr": strings.Repeat("é", 200)}, strings.TrimSpace(strings.Repeat("long ", 19)), strings.Repeat("é", 99) + "…", ""},
	} {
		got := manifest(t, samples(), discord.Options{ApplicationID: "123", Summary: c.given})["brief"]
		if !strings.HasPrefix(got.Description, c.want) || len([]rune(got.Description)) > 100 || got.Summaries["fr"] != c.fr || got.Summaries["zh-CN"] != c.zh {
			t.Errorf("%v: %q %q", c.given, got.Description, got.Summaries)
		}
	}
}

func TestManifestRefuses(t *testing.T) {
	many := func(n int, params int) (out []bot.Command) {
		for i := range n {
			c := bot.Command{Name: fmt.Sprintf("c%d", i), Summary: en(strings.Repeat("s", 100))}
			for j := range params {
				c.Params = append(c.Params, bot.Param{Name: fmt.Sprintf("p%d", j), Summary: en(strings.Repeat("d", 100))})
			}
			out = append(out, c)
		}
		return out
	}
	for _, c := range []struct {
		commands []bot.Command
		opts     discord.Options
		want     string
	}{
		{many(25, 0), discord.Options{}, ""},
		{many(26, 0), discord.Options{}, "holds 26"},
		{many(24, 3), discord.Options{}, "shorten the summaries"},
		{[]bot.Command{{Name: "brief", Summary: en("x"), Top: true}}, discord.Options{}, "give one another name"},
		{many(1, 0), discord.Options{Umbrella: "Über Alles"}, "lower-case"},
	} {
		_, _, err := discord.Manifest(c.commands, c.opts)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// TestRegisteredOnce sees that commands are overwritten only when they differ, in a server and for all.
func TestRegisteredOnce(t *testing.T) {
	for _, global := range []bool{false, true} {
		b := newBench(t, discord.HTTP)
		count := func(method string) (n int) {
			for _, r := range b.Requests() {
				if r.Method == method && r.Status == 200 && strings.HasSuffix(r.Path, "/commands") {
					n++
				}
			}
			return n
		}
		puts := func() int { return count(http.MethodPut) }
		run := func(commands []bot.Command, registered int) { // so many times in all, afterwards
			t.Helper()
			looked := count(http.MethodGet)
			s := serveWith(t, b, commands, func(o *discord.Options) {
				if global {
					o.Guilds = nil
				}
			})
			s.until("it compares", func() bool { return count(http.MethodGet) > looked })
			s.until("it registers what differs", func() bool { return puts() >= registered })
			time.Sleep(50 * time.Millisecond) // for a registration too many
			s.stop()
			if err := <-s.ended; err != nil {
				t.Fatal(err)
			}
			s.ended <- nil
		}
		for range 3 {
			run(samples(), 1)
		}
		if n := puts(); n != 1 {
			t.Errorf("global %v: the same commands were registered %d times", global, n)
		}
		changed := samples()
		changed[1].Summary = en("answers very soon")
		if run(changed, 2); puts() != 2 {
			t.Errorf("global %v: a changed summary made %d registrations in all, want 2", global, puts())
		}
	}
}

// TestRegistrationRefusedIsSurvived sees that a wrong server id does not keep the bot from serving.
func TestRegistrationRefusedIsSurvived(t *testing.T) {
	b := newBench(t, discord.Gateway)
	s := serveWith(t, b, samples(), func(o *discord.Options) { o.Guilds = []string{"42", b.Guild()} })
	s.await()
	s.asks("quick alpha")
	if !strings.Contains(s.log.String(), "was the bot invited") {
		t.Errorf("log:\n%s", s.log)
	}
}
