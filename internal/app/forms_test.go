package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
)

// filling is somebody who fills in forms on one platform.
type filling struct {
	*testing.T
	open   func(line string) (title string, labels []string, text string) // of the dialogue that opened, or what was answered in its place
	submit func(values map[string]string) (flaws map[string]string, text string)
	again  func() // opens the dialogue again in which something was wrong, where that closed
	press  func(label string) (title, text string)
	back   func() // to the answer before
}

// onSlack fills in as an administrator of the workspace.
func (w *world) onSlack(ctx context.Context, t *testing.T, user string) filling {
	var last, before slacktest.Answer
	f := filling{T: t}
	took := func(a slacktest.Answer, err error) (string, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if a.Form != nil {
			return a.Form.Title, ""
		}
		if before, last = last, a; a.View.Pings > 0 || !a.Private {
			t.Errorf("private %v, pings %d: %s", a.Private, a.View.Pings, a.View.Text)
		}
		return "", a.View.Text
	}
	f.open = func(line string) (title string, labels []string, text string) {
		t.Helper()
		title, text = took(w.slack.Type(ctx, user, slacktest.News, "/brief", line))
		if form, ok := w.slack.OpenForm(user); ok && title != "" {
			for _, x := range form.Fields {
				labels = append(labels, x.Label)
			}
		}
		return title, labels, text
	}
	f.submit = func(values map[string]string) (map[string]string, string) {
		t.Helper()
		a, flaws, err := w.slack.Submit(ctx, user, values)
		if len(flaws) > 0 {
			return flaws, ""
		}
		_, text := took(a, err)
		return nil, text
	}
	f.again = func() {}
	f.back = func() { last = before }
	f.press = func(label string) (string, string) {
		t.Helper()
		return took(w.slack.Press(ctx, user, slacktest.News, last.TS, label))
	}
	return f
}

// onDiscord fills in as somebody who manages the server.
func (w *world) onDiscord(ctx context.Context, t *testing.T, who discordtest.Person) filling {
	var last, before discordtest.Answer
	f := filling{T: t}
	took := func(a discordtest.Answer, err error) (string, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if a.Form != nil {
			return a.Form.Title, ""
		}
		if before, last = last, a; a.Pings > 0 || !a.Private {
			t.Errorf("private %v, pings %d: %s", a.Private, a.Pings, a.Text)
		}
		return "", a.Text
	}
	f.open = func(line string) (title string, labels []string, text string) {
		t.Helper()
		title, text = took(w.discord.Ask(ctx, who, w.channel, "brief-admin "+line))
		if form, ok := w.discord.OpenForm(who); ok && title != "" {
			for _, x := range form.Fields {
				labels = append(labels, x.Label)
			}
		}
		return title, labels, text
	}
	f.submit = func(values map[string]string) (map[string]string, string) {
		t.Helper()
		_, text := took(w.discord.Submit(ctx, who, values))
		return nil, text
	}
	f.press = func(label string) (string, string) {
		t.Helper()
		return took(w.discord.Press(ctx, who, w.channel, last.ID, label))
	}
	f.back = func() { last = before }
	f.again = func() {
		t.Helper()
		if title, text := f.press("Fill in again"); title == "" {
			t.Fatalf("nothing opens again: %s", text)
		}
	}
	return f
}

// wrong sends off what cannot be, and wants to read why: beside its field where the platform shows that.
func (f filling) wrong(field string, values map[string]string, want string) {
	f.Helper()
	flaws, text := f.submit(values)
	if flaws != nil {
		if !strings.Contains(flaws[field], want) || len(flaws) != 1 {
			f.Errorf("%q: beside the fields %q, want at %s: %s", values, flaws, field, want)
		}
		return
	}
	if !strings.Contains(text, want) {
		f.Errorf("%q: %s\nwant %s", values, text, want)
	}
	f.again()
}

// right sends off what can be.
func (f filling) right(values map[string]string, want ...string) {
	f.Helper()
	flaws, text := f.submit(values)
	if len(flaws) > 0 {
		f.Fatalf("%q: %q", values, flaws)
	}
	f.says(text, want...)
}

func (f filling) says(text string, want ...string) {
	f.Helper()
	for _, s := range want {
		if !strings.Contains(text, s) {
			f.Errorf("%s\nwant %s", text, s)
		}
	}
}

// opens gives a command and wants a dialogue.
func (f filling) opens(line, title, labels string) {
	f.Helper()
	got, asked, text := f.open(line)
	if got != title || strings.Join(asked, ", ") != labels {
		f.Fatalf("%s opens %q %q %s", line, got, asked, text)
	}
}

// pressed presses a button and wants a message.
func (f filling) pressed(label string, want ...string) {
	f.Helper()
	title, text := f.press(label)
	if title != "" {
		f.Errorf("%s opens %q", label, title)
	}
	f.says(text, want...)
}

// TestFormsOnPlatforms has schedules, sources and filters set in dialogues on Slack and Discord, over real sockets, with what is refused.
func TestFormsOnPlatforms(t *testing.T) {
	t.Parallel()
	feeds := map[string][]byte{"retold": []byte(retold)}
	w := newWorldWith(t, feeds, specified(t))
	feeds["one"] = []byte(strings.ReplaceAll(retold, "retold", "one"))
	feeds["page"] = []byte(`<html><head><link rel="alternate" type="application/rss+xml" href="/one"><link rel="alternate" type="application/rss+xml" href="/retold"></head></html>`)
	w.clock.set(time.Date(2026, 2, 2, 3, 0, 0, 0, time.UTC))
	w.slack.Administer("ann")
	a, _ := w.start(t)
	eventually(t, "the feed is read", func() bool { return w.read(t, a) })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second)
	defer cancel()
	closed, shut := w.discord.AddChannel("closed", discordtest.PermSend), "C0UNKNOWN"
	for name, c := range map[string]struct {
		filling
		here, closed, refusal string
	}{
		"slack":   {w.onSlack(ctx, t, "ann"), slacktest.News, shut, "I cannot post into"},
		"discord": {w.onDiscord(ctx, t, discordtest.Person{Name: "mia", Admin: true}), w.channel, closed, "I cannot post into"},
	} {
		t.Log(name)
		c.T = t
		c.filtered()
		c.sourced(w.feeds.URL)
		c.scheduled(c.here, c.closed, c.refusal)
	}
	for _, deny := range []filling{w.onSlack(ctx, t, "bob"), w.onDiscord(ctx, t, discordtest.Person{Name: "luc"})} {
		for line, want := range map[string]string{"schedule add": "Only admins may use schedule add", "source add": "Only admins may use source add", "filter set": "Only admins may use filter set"} {
			title, _, text := deny.open(line)
			if title != "" || !strings.Contains(text, want) {
				t.Errorf("somebody without rights: %s opens %q: %s", line, title, text)
			}
		}
	}
	for locale, want := range map[string][3]string{
		"fr":    {"Nouvelle revue", "Canal, Jours, Heures, Fuseau horaire, Langue", "n’existe pas"},
		"zh-CN": {"新建简报", "频道, 日期, 时间, 时区, 语言", "没有“25:00”这个时刻"},
	} {
		who := w.onDiscord(ctx, t, discordtest.Person{Name: "of " + locale, Admin: true, Locale: locale})
		who.opens("schedule add", want[0], want[1])
		label := strings.Split(want[1], ", ")[2]
		flaws, text := who.submit(map[string]string{label: "25:00"})
		if flaws != nil || !strings.Contains(text, want[2]) {
			t.Errorf("in %s: %s\nwant %s", locale, text, want[2])
		}
	}
	raw, err := w.discord.SubmitRaw(ctx, discordtest.Person{Name: "luc"}, w.channel, "f:schedule add", map[string]string{"when": "daily 9:00", "in": w.channel})
	if err != nil || !strings.Contains(raw.Text, "Only admins may use schedule add") {
		t.Errorf("somebody without rights sends off a form: %v: %s", err, raw.Text)
	}
	if bad := append(w.slack.Complaints(), w.discord.Violations()...); len(bad) > 0 {
		t.Errorf("the platforms complain: %q", bad)
	}
}

// scheduled sets a schedule.
func (f filling) scheduled(here, closed, refusal string) {
	f.Helper()
	f.opens("schedule add", "New digest", "Channel, Days, Times, Time zone, Language")
	f.wrong("Times", map[string]string{"Times": "25:00"}, "25:00")
	f.wrong("Time zone", map[string]string{"Times": "9:00", "Time zone": "Europe/Pari"}, "Europe/Paris")
	f.wrong("Channel", map[string]string{"Channel": closed, "Time zone": "Europe/Paris"}, refusal)
	f.right(map[string]string{"Channel": here, "Days": "Every day", "Times": "8:15, 18:00", "Language": "français"},
		"Europe/Paris", "Monday 2 February 2026 18:00", "channels: #", "I may post there")
	f.pressed("Show it to me", "cuts the price")
	f.back()
	title, _ := f.press("More settings")
	if title != "More settings" {
		f.Fatalf("%q opens", title)
	}
	f.wrong("Most stories", map[string]string{"Most stories": "99"}, "1 to 30")
	f.right(map[string]string{"Most stories": "7", "Layout": "One message alone"}, "7", "Monday 2 February 2026 18:00")
	f.pressed("Save", "Saved")
	f.opens("schedule add", "New digest", "Channel, Days, Times, Time zone, Language")
	f.wrong("Days", map[string]string{"Channel": here, "Days": "Every day", "Times": "8:15 18:00", "Time zone": "Europe/Paris"}, "“digest” does that already")
	f.right(map[string]string{"Times": "13:00, 18:00"}, "“digest”") // not with the first run, but with the second
	f.opens("schedule edit digest", "Change a digest", "When, Channels, Language, Topics, Most stories")
	f.wrong("Topics", map[string]string{"Topics": "nothing-such"}, "nothing-such")
	f.right(map[string]string{"Channels": here, "Topics": "cuts", "Most stories": "5"}, "cuts", "Europe/Paris")
	f.pressed("Save", "Saved")
}

// sourced adds a source.
func (f filling) sourced(site string) {
	f.Helper()
	fields := "Address, Weight, Language, where the source does not say it, Time zone, where the source does not say it, Tags"
	f.opens("source add", "New source", fields)
	f.wrong("Address", map[string]string{"Address": site + "/nothing"}, "no feed")
	f.wrong("Time zone, where the source does not say it", map[string]string{"Address": site + "/one", "Time zone, where the source does not say it": "Mars"}, "Mars")
	f.right(map[string]string{"Weight": "4", "Time zone, where the source does not say it": "Asia/Shanghai", "Tags": "prices, cloud"}, "4", "Asia/Shanghai")
	f.pressed("Save", "Saved")
	f.opens("source add", "New source", fields)
	f.right(map[string]string{"Address": site + "/page"}, "/one", "/retold")
}

// filtered makes a filter.
func (f filling) filtered() {
	f.Helper()
	f.opens("filter set", "New filter", "Name of the filter, Any of these words, Any of these names, None of these words, And as well")
	f.wrong("Any of these words", map[string]string{"Name of the filter": "cuts"}, "at least one word")
	f.wrong("Name of the filter", map[string]string{"Name of the filter": "two words", "Any of these words": "price"}, "name")
	f.wrong("And as well", map[string]string{"Name of the filter": "cuts", "And as well": "outlets:many"}, "many")
	f.right(map[string]string{"Any of these words": "price, 降价", "And as well": "outlets:1"}, "would pass", "cuts the price")
	f.pressed("Save", "Saved")
}
