package discord_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/discord"
	"briefbot/bot/discord/discordtest"
)

var ada = discordtest.Person{Name: "ada"}

// forge has somebody's client send off a dialogue that nobody opened before them.
func (s *served) forge(custom string, values map[string]string) discordtest.Answer {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	a, err := s.SubmitRaw(ctx, ada, s.channel.Channel, custom, values)
	if err != nil {
		s.t.Fatalf("sending off %q: %v", custom, err)
	}
	return a
}

// TestForgedForms has clients send what no dialogue asked for.
func TestForgedForms(t *testing.T) {
	t.Parallel()
	for _, mode := range []discord.Mode{discord.Gateway, discord.HTTP} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			s := serve(t, newBench(t, mode), samples())
			s.await()
			help := s.asks("brief help").Text // what a button of another version is answered with
			for _, c := range []struct {
				custom string
				values map[string]string
				want   string
			}{
				{"f:secret add", nil, "denied"},
				{"f:order", map[string]string{"dish": "soup"}, "Ordered: soup, , table ."},
				{"f:order table:4", map[string]string{"dish": "soup", "wages": "all", "": "x"}, "Ordered: soup, , table 4."},
				{"f:order", map[string]string{"dish": "@everyone\x1b[31m <@1> **x**"}, "There is no @everyone[31m <@1> **x** today."},
				{"f:order", map[string]string{"dish": "soup", "note": strings.Repeat("n", bot.MaxFieldValue+1)}, "misused"},
				{"order", map[string]string{"dish": "soup"}, help},
				{"bxe:order", map[string]string{"dish": "soup"}, help},
				{"f:", nil, help},
				{"f:@everyone <@1>", nil, "unknown @everyone <@1>"},
			} {
				if a := s.forge(c.custom, c.values); a.Text != c.want || !a.Private || a.Pings != 0 {
					t.Errorf("%q with %.60q: %+v, want %q", c.custom, c.values, a, c.want)
				}
			}
		})
	}
}

// asking returns a command that answers with a form after a while.
func asking(name string, after time.Duration, f bot.Form) bot.Command {
	f.Command = name
	return bot.Command{Name: name, Summary: en("asks"), Run: func(context.Context, bot.Invocation) (bot.Message, error) {
		time.Sleep(after)
		return bot.Message{Lead: "Type it.", Form: &f}, nil
	}}
}

// TestFormsShown has forms be shown as dialogues where Discord takes them and in time, and as what their messages say elsewhere.
func TestFormsShown(t *testing.T) {
	t.Parallel()
	hostile := "@everyone <@1>\x1b[31m\n" + strings.Repeat("long ", 60)
	plain := bot.Field{Param: "a", Label: "A"}
	picks := func(values ...string) bot.Form {
		f := bot.Form{Title: "Picks", Fields: []bot.Field{{Param: "p", Label: "P"}}}
		for _, v := range values {
			f.Fields[0].Choices = append(f.Fields[0].Choices, bot.Choice{Label: "Pick", Value: v})
		}
		return f
	}
	many := make([]string, 40)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	cases := []struct {
		name   string
		after  time.Duration
		form   bot.Form
		fields int // 0: the message is shown
	}{
		{"simple", 0, bot.Form{Title: "Simple", Fields: []bot.Field{plain}}, 1},
		{"tardy", 300 * time.Millisecond, bot.Form{Title: "Tardy", Fields: []bot.Field{plain}}, 0},
		{"hostile", 0, bot.Form{Title: hostile, Submit: hostile, Again: hostile, Fields: []bot.Field{
			{Param: "a", Label: hostile, Hint: hostile, Value: strings.Repeat(hostile, 20)},
			{Param: "b", Label: hostile, Hint: hostile, Value: strings.Repeat(hostile, 20), Lines: true, Required: true},
			{Param: "c", Label: "C", Channel: true, Value: hostile},
			{Param: "d", Label: "D", Choices: []bot.Choice{{Label: hostile, Value: "x"}, {Label: "", Value: "y"}, {Label: "z", Value: hostile}}, Value: hostile},
			{Param: "e", Label: "\x00", Hint: hostile}, {Param: "f", Label: "F"}, {Param: "g", Label: "G"},
		}}, 5},
		{"plenty", 0, picks(many...), 1},
		{"repeating", 0, picks("x", "x"), 0},
		{"twins", 0, bot.Form{Title: "Twins", Fields: []bot.Field{plain, plain}}, 0},
		{"nothing", 0, bot.Form{Title: "Nothing"}, 0},
		{"heavy", 0, bot.Form{Title: "Heavy", Fields: []bot.Field{plain}, Args: map[string]string{"text": strings.Repeat("重", 40)}}, 0},
	}
	for _, mode := range []discord.Mode{discord.Gateway, discord.HTTP} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			var commands []bot.Command
			for _, c := range cases {
				commands = append(commands, asking(c.name, c.after, c.form))
			}
			s := serve(t, newBench(t, mode), commands)
			s.await()
			for _, c := range cases {
				a := s.asks("brief " + c.name)
				switch {
				case c.fields == 0 && (a.Form != nil || a.Text != "Type it." || !a.Private):
					t.Errorf("%s: %+v, want the message", c.name, a)
				case c.fields > 0 && (a.Form == nil || len(a.Form.Fields) != c.fields):
					t.Errorf("%s: %+v, want a dialogue of %d", c.name, a, c.fields)
				}
			}
			if mode == discord.HTTP {
				return // nobody is told of mentions there
			}
			if a, err := s.Mention(t.Context(), ada, s.channel.Channel, "simple"); err != nil || a.Form != nil || a.Text != "Type it." {
				t.Errorf("a mention: %+v, %v, want the message", a, err)
			}
		})
	}
}

// TestSlowForm has what is filled in take longer than Discord waits.
func TestSlowForm(t *testing.T) {
	t.Parallel()
	for _, mode := range []discord.Mode{discord.Gateway, discord.HTTP} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			slow := bottest.NewSamples(500 * time.Millisecond)
			s := serve(t, newBench(t, mode), slow.Commands())
			s.await()
			for what, want := range map[string]bool{"slow": true, "parade": false} {
				if a := s.forge("f:"+what, nil); a.Text != "At last the "+what+" answer." || a.Private != want {
					t.Errorf("%s: %+v", what, a)
				}
			}
			if slow.Runs() != 2 {
				t.Errorf("two dialogues ran %d times", slow.Runs())
			}
		})
	}
}

// TestFormsOnce has two replicas receive what is filled in, and one receive it again.
func TestFormsOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, discord.Gateway)
	claims, slow := bottest.NewClaims(), bottest.NewSamples(0)
	instance(t, b, "one", claims, slow.Commands())
	two := instance(t, b, "two", claims, slow.Commands())
	const times = 10
	for range times {
		if a := two.forge("f:slow", nil); a.Text != "At last the slow answer." {
			t.Errorf("%+v", a)
		}
	}
	if _, err := b.Again(t.Context()); err != nil {
		t.Error(err)
	}
	time.Sleep(100 * time.Millisecond) // for what comes twice
	if slow.Runs() != times || b.callbacks() != times {
		t.Errorf("%d dialogues ran %d times and were answered %d times", times, slow.Runs(), b.callbacks())
	}
	claims.Hold(1)
	if a, err := two.SubmitRaw(t.Context(), ada, two.channel.Channel, "f:slow", nil); !errors.Is(err, discordtest.ErrNoAnswer) {
		t.Errorf("in other hands: %+v, %v", a, err)
	}
}

// page posts to the stand-in's page, and returns what it shows then.
func (s *served) page(path string, values url.Values) string {
	s.t.Helper()
	resp, err := http.PostForm(s.URL()+path, values)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	html, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: status %d, %v, %s", path, resp.StatusCode, err, html)
	}
	return string(html)
}

// TestFormOnPage has whoever looks at the page open, close, fill in and send off a dialogue.
func TestFormOnPage(t *testing.T) {
	t.Parallel()
	s := serve(t, newBench(t, discord.Gateway), samples())
	s.await()
	line := url.Values{"channel": {s.channel.Channel}, "line": {"/brief order"}}
	const open = `<div class="modal">`
	html := s.page("/type", line)
	for _, want := range []string{open, "Your order", `name="field Dish"`, `<option selected>Large</option>`, `name="field Note"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if html = s.page("/submit", url.Values{"close": {"yes"}}); strings.Contains(html, open) {
		t.Error("the dialogue is not closed")
	}
	s.page("/type", line)
	html = s.page("/submit", url.Values{"field Dish": {"soup"}, "field Size": {""}, "field Channel": {s.channel.Channel}, "field Note": {"<b>hot</b>"}})
	if want := "Ordered: soup, , table 4. Note: &lt;b&gt;hot&lt;/b&gt;. To " + s.channel.Channel; strings.Contains(html, open) || !strings.Contains(html, want) {
		t.Errorf("the page lacks %q or shows a dialogue:\n%s", want, html)
	}
}
