package app

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"briefbot/bot"
	"briefbot/bot/console"
	"briefbot/bot/console/consoletest"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/feed"
	"briefbot/internal/store"
)

// TestAdministration plays what admins set from the chat, with the whole of the bot behind the terminal.
func TestAdministration(t *testing.T) {
	notRaced(t)
	for _, lang := range bot.Languages() {
		t.Run(lang, func(t *testing.T) {
			with := func(k *core) consoletest.Conversation {
				return consoletest.Conversation{
					Router: k.router,
					Options: console.Options{
						Lang: lang, Zone: time.UTC, Access: bot.Admin, User: bot.User{ID: "ada", Name: "Ada"}, Now: func() time.Time { return quiet },
						Words: console.Words{Thread: "thread", Public: "public"},
					},
				}
			}
			consoletest.Run(t, "testdata/admin/*."+lang+".txt", func(t *testing.T) consoletest.Conversation { return with(governed(t)) })
			for _, informed := range []string{"filters", "stories"} {
				consoletest.Run(t, "testdata/"+informed+"/*."+lang+".txt", func(t *testing.T) consoletest.Conversation {
					k := governed(t)
					k.read(t)
					c := with(k)
					if informed == "stories" {
						c.Options.Zone = k.zoneOf(bot.Address{Platform: console.Platform, Workspace: console.Workspace, Channel: "terminal"})
					}
					return c
				})
			}
		})
	}
}

// read has some articles come in.
func (k *core) read(t *testing.T) {
	t.Helper()
	for i, a := range []briefs.Article{
		{Title: "Alibaba Cloud cuts the price of its Qwen models by half", Outlet: "Cloud Courier", Language: "en"},
		{Title: "Alibaba Cloud cuts the price of its Qwen models by half, analysts say", Outlet: "Asia Wire", Language: "en"},
		{Title: "阿里云大模型降价五成", Outlet: "云端日报", Language: "zh"},
		{Title: "Nvidia : les puces H20 de nouveau livrées en Chine", Outlet: "Le Nuage", Language: "fr"},
		{Title: "Huawei makes more AI chips", Outlet: "Cloud Courier", Language: "en"},
	} {
		a.URL, a.Feed, a.Published = fmt.Sprintf("https://news.example/%d", i), "https://filed.example/rss", quiet.Add(-time.Duration(i+1)*time.Hour)
		if _, err := k.intake.take(t.Context(), quiet, []store.Item{{Article: a}}); err != nil {
			t.Fatal(err)
		}
	}
}

var quiet = time.Date(2026, 6, 15, 7, 30, 0, 0, time.UTC)

// governed is a bot without anything that runs by itself, with one schedule in its config.
func governed(t *testing.T) *core {
	t.Helper()
	text := "sources: {starter: false, add: [{name: Filed News, url: https://filed.example/rss, language: en}]}\nschedules:\n  - {name: filed, when: daily 18:00, zone: Europe/Paris, channels: [\"console:" + console.Workspace + "/terminal\"]}\n"
	c, err := config.Parse([]byte(text), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	k, err := newCore(t.Context(), c, store.Memory, func() time.Time { return quiet }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Close() })
	n := 0
	k.settings.ID = func() string { n++; return fmt.Sprintf("c%d", n) }
	k.editID = func() string { n++; return fmt.Sprintf("E00000%d", n) }
	k.finder = finds
	k.checkers = map[string]bot.Checker{consolePlatform: doors{}}
	k.directs = map[string]bot.Direct{consolePlatform: doors{}, "slack": doors{}}
	return k
}

// finds is an internet of two feeds and two pages.
func finds(_ context.Context, address string) ([]feed.Found, error) {
	read := func(url, title string) feed.Found {
		doc := &feed.Document{Title: title, Link: "https://" + strings.ToLower(title) + ".example/", Language: "en"}
		for i := range 5 {
			doc.Items = append(doc.Items, feed.Item{Title: fmt.Sprintf("%s item %d <!channel>", title, i+1), Published: quiet.Add(-time.Duration(i) * time.Hour)})
		}
		return feed.Found{URL: url, Title: title, Document: doc}
	}
	switch strings.TrimPrefix(address, "https://") {
	case "cloudy.example/feed.xml", "cloudy.example":
		return []feed.Found{read("https://cloudy.example/feed.xml", "Cloudy")}, nil
	case "filed.example":
		return []feed.Found{read("https://filed.example/rss", "Filed")}, nil
	case "secret.example/feed.xml":
		return []feed.Found{read("https://secret.example/feed.xml", "Elsewhere")}, nil
	case "many.example":
		return []feed.Found{{URL: "https://many.example/a.xml", Title: "All"}, {URL: "https://many.example/b.xml"}}, nil
	}
	return nil, feed.ErrNoFeed
}

// doors lets the bot into every channel whose name does not say otherwise.
type doors struct{}

func (doors) Check(_ context.Context, to bot.Address) error {
	switch {
	case strings.HasPrefix(to.Channel, "closed"):
		return &bot.PostError{Class: bot.Refused, Reason: "not_in_channel", Err: fmt.Errorf("not_in_channel")}
	case strings.HasPrefix(to.Channel, "slow"):
		return &bot.PostError{Class: bot.NotSent, Err: context.DeadlineExceeded}
	}
	return nil
}

// Direct implements bot.Direct: everybody has a conversation but who is called shy.
func (doors) Direct(_ context.Context, workspace, user string) (bot.Conversation, error) {
	if user == "shy" {
		return bot.Conversation{}, &bot.PostError{Class: bot.Refused, Reason: "50007", Err: fmt.Errorf("takes nothing")}
	}
	platform := "slack"
	if workspace == console.Workspace {
		platform = consolePlatform
	}
	return bot.Conversation{Address: bot.Address{Platform: platform, Workspace: workspace, Channel: "D" + user}}, nil
}

// say gives a command in the channel C and returns the answer; as an admin unless somebody else is named.
func (h *house) say(line string, as ...bot.User) bot.Message {
	h.t.Helper()
	in := bot.Invocation{From: bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"}, Access: bot.Admin, User: bot.User{ID: "ada"}, Locale: "en"}
	if len(as) > 0 {
		in.User, in.Access = as[0], bot.Everyone
	}
	return h.app.router.DoLine(context.Background(), in, line)
}

// save gives a command and presses the button that saves.
func (h *house) save(line string) string {
	h.t.Helper()
	m := h.say(line)
	if len(m.Actions) == 0 {
		h.t.Fatalf("%s: %s", line, m.Plain())
	}
	return h.say(m.Actions[0].Line).Plain()
}

// TestSchedulesFromTheChat has schedules added, edited, paused, removed and brought back while the bot runs.
func TestSchedulesFromTheChat(t *testing.T) {
	notRaced(t)
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "2026-03-02 08:30")
		h.start()
		h.news("Before", "2026-03-01 20:00")
		h.save("schedule add daily 9:00 UTC name:morning")
		h.want("nothing old", h.posted(), "")
		time.Sleep(time.Hour)
		h.want("its first run", h.posted(), "02 09:00 C: Before")
		h.news("Two", "2026-03-02 09:20")
		h.save("schedule edit morning daily 9:45 UTC")
		time.Sleep(30 * time.Minute)
		h.want("edited", h.posted(), "02 09:45 C: Two")
		h.say("schedule pause morning")
		time.Sleep(24 * time.Hour)
		h.want("paused", h.posted(), "")
		h.say("undo")
		h.news("Three", "2026-03-03 12:00")
		h.stop()
		h.start() // another process finds what was set
		time.Sleep(24 * time.Hour)
		h.want("the pause is taken back", h.posted(), "04 09:45 C: Three")
		h.news("Four", "2026-03-04 12:00")
		h.save("schedule remove morning")
		time.Sleep(24 * time.Hour)
		h.want("removed", h.posted(), "")
		h.say("undo")
		h.news("Five", "2026-03-05 12:00")
		time.Sleep(24 * time.Hour)
		h.want("brought back, it begins as a new one does", h.posted(), "06 09:45 C: Five")
		h.want("runs", h.runs("morning"), "02 09:00 posted; 02 09:45 posted; 03 09:45 paused; 04 09:45 posted; 06 09:45 posted")
	})
}

// hear gives a command in a channel of a workspace of Slack.
func (k *core) hear(t *testing.T, who bot.User, access bot.Access, workspace, channel, line string) bot.Message {
	t.Helper()
	return k.router.DoLine(t.Context(), bot.Invocation{
		From: bot.Address{Platform: "slack", Workspace: workspace, Channel: channel}, User: who, Access: access, Locale: "en",
	}, line)
}

// TestRightsAreCheckedEachTime has people with and without rights give the commands of admins, and press their buttons.
func TestRightsAreCheckedEachTime(t *testing.T) {
	k := governed(t)
	k.config.Operators = []string{"slack:T1/UOPERATE"}
	owner, ben, cy, operator := bot.User{ID: "UOWNER00"}, bot.User{ID: "UBEN0000"}, bot.User{ID: "UCY00000", Groups: []string{"S9"}}, bot.User{ID: "UOPERATE"}
	k.rankers = map[string]bot.Ranker{"slack": owners{"T1/UOWNER00"}}
	k.repeats = &repeats{core: k, courier: k.courier, poke: make(chan struct{}, 1), log: k.log}
	do := func(who bot.User, channel, line string) bot.Message {
		return k.hear(t, who, bot.Everyone, "T1", channel, line)
	}
	denied := func(what string, m bot.Message) {
		t.Helper()
		if !strings.HasPrefix(m.Title, "Only admins may") && !strings.HasPrefix(m.Title, "You may not change") && !strings.HasPrefix(m.Title, "Only editors") {
			t.Errorf("%s: %s", what, m.Plain())
		}
	}
	saved := func(what string, m bot.Message) bot.Message {
		t.Helper()
		if m.Title != "Saved" && m.Title != "Taken back" {
			t.Fatalf("%s: %s", what, m.Plain())
		}
		return m
	}
	save := func(who bot.User, channel, line string) bot.Message {
		t.Helper()
		m := do(who, channel, line)
		if len(m.Actions) == 0 {
			t.Fatalf("%s: %s", line, m.Plain())
		}
		return saved(line, do(who, channel, m.Actions[0].Line))
	}
	for _, c := range k.router.Commands() {
		if c.Access > bot.Everyone {
			denied(c.Name+" by anybody", do(ben, "CAAAAAAAA", c.Example))
		}
	}
	save(owner, "CAAAAAAAA", "role set UBEN0000 admin in:CAAAAAAAA")
	save(owner, "CAAAAAAAA", "role set role:S9 editor")
	save(ben, "CAAAAAAAA", "schedule add daily 9:00 name:a")
	denied("into another channel", do(ben, "CAAAAAAAA", "schedule add daily 9:00 name:b in:CBBBBBBBB"))
	denied("into both", do(ben, "CAAAAAAAA", "schedule edit a in:CAAAAAAAA,CBBBBBBBB"))
	denied("asked in another channel", do(ben, "CBBBBBBBB", "schedule add daily 9:00 name:b"))
	denied("a role in the workspace", do(ben, "CAAAAAAAA", "role set UBEN0000 admin"))
	denied("the log", do(ben, "CAAAAAAAA", "audit"))
	save(owner, "CAAAAAAAA", "schedule add daily 10:00 name:b in:CBBBBBBBB")
	for _, line := range []string{"schedule pause b", "schedule resume b", "schedule remove b", "schedule edit b daily 8:00"} {
		if line != "schedule resume b" { // nothing is paused: it changes nothing
			denied(line+" from a channel of one's own", do(ben, "CAAAAAAAA", line))
		}
	}
	denied("an editor by a role", do(cy, "CAAAAAAAA", "schedule add daily 9:00"))
	if m := do(cy, "CAAAAAAAA", "schedule test a"); strings.HasPrefix(m.Title, "Only") {
		t.Errorf("an editor may test: %s", m.Plain())
	}
	proposed := do(ben, "CAAAAAAAA", "schedule edit a daily 7:00").Actions[0].Line
	if m := do(owner, "CAAAAAAAA", proposed); !strings.HasPrefix(m.Title, "That can no longer be confirmed") {
		t.Errorf("somebody else's button: %s", m.Plain())
	}
	save(owner, "CAAAAAAAA", "role set UBEN0000 viewer in:CAAAAAAAA")
	denied("the button of who lost the right", do(ben, "CAAAAAAAA", proposed))
	if got := k.settings.Space("slack:T1").Schedules["a"].When; got != "daily 9:00" {
		t.Errorf("the schedule is %q", got)
	}
	timetable := `share alibaba schedule:"monthly on the 1st 9:00"`
	if m := do(owner, "CAAAAAAAA", timetable); len(m.Actions) == 0 {
		t.Errorf("a timetable by an owner: %s", m.Plain())
	}
	save(operator, "CAAAAAAAA", "role set UOWNER00 viewer") // even whom the platform grants it
	denied("who was demoted", do(owner, "CAAAAAAAA", "role list"))
	denied("a timetable by who was demoted", do(owner, "CAAAAAAAA", timetable))
	denied("a timetable by anybody", do(ben, "CAAAAAAAA", timetable))
	save(operator, "CAAAAAAAA", "role remove UOWNER00")
	if m := do(owner, "CAAAAAAAA", "role list"); m.Title != "Who may do what" {
		t.Errorf("who was repaired: %s", m.Plain())
	}
}

// owners are those whom the platform takes for admins, as "workspace/user".
type owners []string

func (o owners) Rank(_ context.Context, workspace, user string) bot.Access {
	for _, who := range o {
		if who == workspace+"/"+user {
			return bot.Admin
		}
	}
	return bot.Everyone
}
