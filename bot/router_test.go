package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"
)

// plainWording says what was asked of it.
type plainWording struct{ breaks bool }

func (w plainWording) Unknown(in Invocation, word string, similar []Command) Message {
	if w.breaks {
		panic("wording")
	}
	var names []string
	for _, c := range similar {
		names = append(names, c.Name)
	}
	return Message{Lead: fmt.Sprintf("unknown %q, similar %s", word, strings.Join(names, ","))}
}

func (plainWording) Misused(_ Invocation, c Command, p Problem) Message {
	return Message{Lead: fmt.Sprintf("misused %s: %d %s %q", c.Name, p.Kind, p.Param, p.Value)}
}

func (plainWording) Denied(_ Invocation, c Command) Message { return Message{Lead: "denied " + c.Name} }

func (plainWording) Failed(in Invocation, code string) Message {
	return Message{Lead: "failed " + code, Language: "fr"}
}

// echo answers with what it was given.
func echo(_ context.Context, in Invocation) (Message, error) {
	return Message{Lead: fmt.Sprintf("%s %v via %d by %s at %d", in.Command, in.Args, in.Via, in.User.ID, in.Access)}, nil
}

func testCommands() []Command {
	one := func(s string) Text { return Text{"en": s} }
	return []Command{
		{Name: "help", Summary: one("help"), Run: echo},
		{Name: "share", Names: Text{"fr": "part", "zh": "份额"}, Aliases: []string{"quota", "市场份额"}, Loose: true, Summary: one("share"), Example: "share alibaba market:cn", Run: echo, Params: []Param{
			{Name: "name", Summary: one("who"), Required: true, Complete: func(_ context.Context, in Invocation, typed string) []Choice {
				if typed == "panic" {
					panic("completion")
				}
				return many[:len(typed)]
			}},
			{Name: "market", Names: Text{"fr": "marché"}, Summary: one("where"), Keyed: true, Choices: []Choice{{"China 中国", "cn"}, {"World", "world"}}},
		}},
		{Name: "latest", Summary: one("latest"), Run: echo, Params: []Param{{Name: "name", Summary: one("who"), Rest: true}}},
		{Name: "schedule add", Summary: one("add"), Run: echo, Params: []Param{{Name: "when", Summary: one("when"), Rest: true}}},
		{Name: "schedule", Summary: one("list"), Run: echo},
		{Name: "shard", Summary: one("for admins"), Access: Admin, Run: echo},
		{Name: "fix", Summary: one("for editors"), Access: Editor, Run: echo},
		{Name: "announce", Summary: one("public"), Public: true, Run: echo},
		{Name: "whisper", Summary: one("public, but not this time"), Public: true, Run: func(context.Context, Invocation) (Message, error) {
			return Message{Lead: "psst", Private: true}, nil
		}},
		{Name: "fail", Summary: one("fails"), Public: true, Run: func(context.Context, Invocation) (Message, error) {
			return Message{Lead: "not shown"}, errors.New("inner cause")
		}},
		{Name: "panic", Summary: one("panics"), Public: true, Run: func(context.Context, Invocation) (Message, error) { panic("inner cause") }},
		{Name: "sorry", Summary: one("explains"), Public: true, Run: func(context.Context, Invocation) (Message, error) {
			return Message{}, fmt.Errorf("facts: %w", &UserError{Message: Message{Lead: "nothing on it", Language: "zh"}})
		}},
	}
}

// many is a command's own slice, with room behind the part that it hands out.
var many = func() []Choice {
	out := make([]Choice, 0, 100)
	for i := range 60 {
		out = append(out, Choice{fmt.Sprintf("Label %d", i), fmt.Sprint(i)})
	}
	return out
}()

func newRouter(t *testing.T, prepare func(Invocation) Invocation) (*Router, *bytes.Buffer) {
	t.Helper()
	var logged bytes.Buffer
	r, err := NewRouter(testCommands(), plainWording{}, prepare, slog.New(slog.NewTextHandler(&logged, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return r, &logged
}

func TestDoLine(t *testing.T) {
	r, logged := newRouter(t, nil)
	for _, c := range []struct{ line, want string }{
		{"", "help map[]"},
		{" \t", "help map[]"},
		{"share alibaba", "share map[name:alibaba]"},
		{"SHARE alibaba", "share map[name:alibaba]"},
		{"share\u00a0alibaba", "share map[name:alibaba]"},
		{"part alibaba marché:World", "share map[market:world name:alibaba]"},
		{"份额　阿里云", "share map[name:阿里云]"},
		{"quota alibaba", "share map[name:alibaba]"},
		{"份额阿里云", "share map[name:阿里云]"},
		{"阿里云份额 market:cn", "share map[market:cn name:阿里云]"},
		{"阿里云市场份额", "share map[name:阿里云]"},
		{"市场份额Alibaba", "share map[name:Alibaba]"},
		{"alibaba share", "share map[name:alibaba]"},
		{`"alibaba cloud" Part marché:cn`, "share map[market:cn name:alibaba cloud]"},
		{"阿里云 份额", "share map[name:阿里云]"},
		{"alibaba latest", `unknown "alibaba"`},
		{"partalibaba", `unknown "partalibaba"`},
		{"阿里云", `unknown "阿里云"`},
		{"share alibaba market:CN", "share map[market:cn name:alibaba]"},
		{`share alibaba market:"china 中国"`, "share map[market:cn name:alibaba]"},
		{"share ali\u200bbaba\xff", "share map[name:alibaba]"},
		{"latest Alibaba  Cloud", "latest map[name:Alibaba Cloud]"},
		{"schedule", "schedule map[]"},
		{"schedule add every Day", "schedule add map[when:every Day]"},
		{"Schedule  ADD every Day", "schedule add map[when:every Day]"},
		{"schedule add", "schedule add map[]"},
		{"share", `misused share: 0 name ""`},
		{"share market:cn", `misused share: 0 name ""`},
		{`share "\u200b"`, `share map[name:\u200b]`},
		{"share \u200b", `misused share: 0 name ""`},
		{"share a b", `misused share: 1  "b"`},
		{"share a market:mars", `misused share: 2 market "mars"`},
		{"share a markt:cn", `misused share: 3 markt "markt:cn"`},
		{"schedule ad", `misused schedule: 1  "ad"`},
		{"shrae alibaba", `unknown "shrae", similar share`},
		{"sha", `unknown "sha", similar share`},
		{"shares", `unknown "shares", similar share`},
		{"parts", `unknown "parts", similar share`},
		{"shcedule add", `unknown "shcedule", similar schedule add,schedule`},
		{"x", `unknown "x", similar `},
		{"latst", `unknown "latst", similar latest`},
		{"<!channel>\u202e", `unknown "<!channel>", similar `},
		{strings.Repeat("y", 5000), `unknown "` + strings.Repeat("y", 59) + `…", similar `},
		{"shard", "denied shard"},
		{"shard with words that do not fit", "denied shard"},
		{"sorry", "nothing on it"},
	} {
		m := r.DoLine(t.Context(), Invocation{User: User{ID: "u"}}, c.line)
		if !strings.HasPrefix(m.Lead, c.want) {
			t.Errorf("%q: %s, want %s", c.line, m.Lead, c.want)
		}
		if !m.Private {
			t.Errorf("%q: the answer is not private", c.line)
		}
	}
	if logged.Len() > 0 {
		t.Errorf("mistakes of people were logged: %s", logged)
	}
}

func TestDo(t *testing.T) {
	r, _ := newRouter(t, nil)
	for _, c := range []struct {
		command string
		args    map[string]string
		want    string
	}{
		{"share", map[string]string{"name": " ali\u202ebaba ", "market": "World", "unknown": "x"}, "share map[market:world name:alibaba]"},
		{"份额", map[string]string{"name": "x"}, "share map[name:x]"},
		{"share", nil, `misused share: 0 name ""`},
		{"share", map[string]string{"name": "a", "market": "mars"}, `misused share: 2 market "mars"`},
		{"schedule add", map[string]string{"when": "line one\nline two"}, "schedule add map[when:line one\nline two]"},
		{"shard", nil, "denied shard"},
		{"fix", nil, "denied fix"},
		{"shar", nil, `unknown "shar", similar share`},
		{"", nil, `unknown "", similar `},
	} {
		m := r.Do(t.Context(), Invocation{Command: c.command, Args: c.args})
		if !strings.HasPrefix(m.Lead, c.want) || !m.Private {
			t.Errorf("%s %v: %s, want %s", c.command, c.args, m.Lead, c.want)
		}
	}
}

func TestRights(t *testing.T) {
	for access, want := range map[Access][3]string{
		Everyone: {"share map[", "denied fix", "denied shard"},
		Editor:   {"share map[", "fix map[", "denied shard"},
		Admin:    {"share map[", "fix map[", "shard map["},
	} {
		r, _ := newRouter(t, func(in Invocation) Invocation {
			in.Access = access
			return in
		})
		for i, line := range []string{"share x", "fix", "shard"} {
			if m := r.DoLine(t.Context(), Invocation{}, line); !strings.HasPrefix(m.Lead, want[i]) {
				t.Errorf("access %d: %s: %s, want %s", access, line, m.Lead, want[i])
			}
		}
	}
	r, _ := newRouter(t, nil)
	if m := r.DoLine(t.Context(), Invocation{Access: Admin}, "shardd"); m.Lead != `unknown "shardd", similar shard,share` {
		t.Errorf("suggestions to an admin: %s", m.Lead)
	}
}

func TestPrivacyAndLanguage(t *testing.T) {
	r, _ := newRouter(t, nil)
	for _, c := range []struct {
		line     string
		public   bool
		locale   string
		private  bool
		language string
	}{
		{"share x", false, "", true, "en"},
		{"share x", true, "fr-CA", false, "fr"},
		{"announce", false, "zh_TW", false, "zh"},
		{"whisper", false, "de", true, "en"},
		{"whisper", true, "EN", false, "en"},
		{"sorry", false, "fr", true, "zh"},
		{"sorry", true, "fr", true, "zh"},
		{"share", true, "fr", true, "fr"},
		{"fail", true, "", true, "fr"},
		{"panic", true, "", true, "fr"},
		{"shard", true, "", true, "en"},
		{"nonsense", true, "", true, "en"},
	} {
		m := r.DoLine(t.Context(), Invocation{Public: c.public, Locale: c.locale}, c.line)
		if m.Private != c.private || m.Language != c.language {
			t.Errorf("%s (public %v, %s): private %v in %s", c.line, c.public, c.locale, m.Private, m.Language)
		}
	}
}

func TestFailureLeadsToOneLogLine(t *testing.T) {
	codes := map[string]bool{}
	for _, line := range []string{"fail", "panic", "fail"} {
		r, logged := newRouter(t, nil)
		m := r.DoLine(t.Context(), Invocation{From: Address{"slack", "T1", "C1", ""}}, line)
		code := strings.TrimPrefix(m.Lead, "failed ")
		if !regexp.MustCompile(`^[a-z2-7]{6}$`).MatchString(code) || codes[code] {
			t.Errorf("%s: the code %q is no fresh id", line, code)
		}
		codes[code] = true
		if n := strings.Count(logged.String(), "code="+code); n != 1 || strings.Count(logged.String(), "\n") != 1 {
			t.Errorf("%s: the code is in the log %d times:\n%s", line, n, logged)
		}
		for _, want := range []string{"inner cause", "command=" + line, "slack:T1/C1"} {
			if !strings.Contains(logged.String(), want) {
				t.Errorf("%s: the log lacks %q:\n%s", line, want, logged)
			}
		}
	}
}

func TestOverdue(t *testing.T) {
	r, logged := newRouter(t, func(in Invocation) Invocation {
		in.Locale = "zh-CN"
		return in
	})
	m := r.Overdue(Invocation{Command: "share", Public: true, From: Address{"slack", "T1", "C1", ""}})
	code, ok := strings.CutPrefix(m.Lead, "failed ")
	if !ok || !m.Private || !strings.Contains(logged.String(), "code="+code) || !strings.Contains(logged.String(), "did not end in time") {
		t.Errorf("%+v, log %s", m, logged)
	}
}

func TestPanicOutsideOfCommands(t *testing.T) {
	r, logged := newRouter(t, func(in Invocation) Invocation {
		if in.Locale == "panic" {
			panic("prepare")
		}
		return in
	})
	m := r.DoLine(t.Context(), Invocation{Locale: "panic"}, "share x")
	if !strings.HasPrefix(m.Lead, "failed ") || !m.Private || !strings.Contains(logged.String(), "prepare") {
		t.Errorf("DoLine: %+v", m)
	}
	if m := r.Do(t.Context(), Invocation{Locale: "panic", Command: "share"}); !strings.HasPrefix(m.Lead, "failed ") {
		t.Errorf("Do: %+v", m)
	}
	if got := r.Complete(t.Context(), Invocation{Locale: "panic", Command: "share"}, "name", "x"); got != nil {
		t.Errorf("Complete: %v", got)
	}
	broken, err := NewRouter(testCommands(), plainWording{breaks: true}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if m := broken.DoLine(t.Context(), Invocation{}, "nonsense"); !strings.HasPrefix(m.Lead, "failed ") {
		t.Errorf("a broken wording: %+v", m)
	}
}

func TestComplete(t *testing.T) {
	r, logged := newRouter(t, nil)
	spare := many[:60][5]
	for _, c := range []struct {
		command, param, typed string
		want                  int
		first                 string
	}{
		{"share", "name", "", 0, ""},
		{"share", "name", "abc", 3, "Label 0"},
		{"share", "name", strings.Repeat("x", 50), 25, "Label 0"},
		{"share", "name", "panic", 0, ""},
		{"share", "market", "", 2, "China 中国"},
		{"share", "market", "wo", 1, "World"},
		{"share", "market", "CN", 1, "China 中国"},
		{"part", "marché", "w", 1, "World"},
		{"share", "market", "mars", 0, ""},
		{"share", "other", "x", 0, ""},
		{"nonsense", "name", "x", 0, ""},
		{"latest", "name", "x", 0, ""},
	} {
		got := r.Complete(t.Context(), Invocation{Command: c.command}, c.param, c.typed)
		if len(got) != c.want || c.want > 0 && got[0].Label != c.first {
			t.Errorf("%s %s %q: %v, want %d beginning with %q", c.command, c.param, c.typed, got, c.want, c.first)
		}
	}
	if many[:60][5] != spare {
		t.Error("completing wrote into the command's own slice")
	}
	if !strings.Contains(logged.String(), "completion panicked") {
		t.Errorf("the panic is not in the log: %s", logged)
	}
}

func TestCompleteFitsThePlatforms(t *testing.T) {
	long := Choice{Label: strings.Repeat("云", 150), Value: "v"}
	r, err := NewRouter([]Command{{Name: "x", Summary: Text{"en": "x"}, Run: nothing, Access: Editor, Params: []Param{{Name: "p", Summary: Text{"en": "p"},
		Complete: func(context.Context, Invocation, string) []Choice {
			return []Choice{long, {"", "empty"}, {"empty", ""}, {"too long", strings.Repeat("x", 101)}, {"hid\u202eden\n", "h"}}
		}}}}}, plainWording{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := r.Complete(t.Context(), Invocation{Command: "x", Access: Editor}, "p", "")
	if len(got) != 2 || Length(got[0].Label) != 100 || got[1] != (Choice{"hidden", "h"}) {
		t.Errorf("got %v", got)
	}
	if got := r.Complete(t.Context(), Invocation{Command: "x"}, "p", ""); got != nil {
		t.Errorf("somebody without rights is offered %v", got)
	}
}

func TestNewRouterRefuses(t *testing.T) {
	en := func(s string) Text { return Text{"en": s} }
	good := Command{Name: "ok", Summary: en("fine"), Run: nothing}
	with := func(change func(*Command)) []Command {
		c := good
		change(&c)
		return []Command{c}
	}
	param := func(p Param) []Command { return with(func(c *Command) { c.Params = []Param{p} }) }
	for want, commands := range map[string][]Command{
		"want one or two lower-case words":   with(func(c *Command) { c.Name = "Bad" }),
		"has no Run":                         with(func(c *Command) { c.Run = nil }),
		"has no summary in English":          with(func(c *Command) { c.Summary = Text{"fr": "x"} }),
		`summary in "fr" must have 1 to 100`: with(func(c *Command) { c.Summary = Text{"en": "x", "fr": strings.Repeat("é", 101)} }),
		"must be a lower-case word":          with(func(c *Command) { c.Names = Text{"fr": "Deux Mots"} }),
		"does not speak":                     with(func(c *Command) { c.Names = Text{"de": "gut"} }),
		"more than 25 params":                with(func(c *Command) { c.Params = make([]Param, 26) }),
		`share the name "ok"`:                {good, good},
		`share the name "two"`:               {good, {Name: "b", Aliases: []string{"two"}, Summary: en("x"), Run: nothing}, {Name: "two", Summary: en("x"), Run: nothing}},
		`its alias "Two Words" must be`:      with(func(c *Command) { c.Aliases = []string{"Two Words"} }),
		`share the name "bon"`:               {{Name: "a", Names: Text{"fr": "bon"}, Summary: en("x"), Run: nothing}, {Name: "b", Names: Text{"fr": "bon"}, Summary: en("x"), Run: nothing}},
		"its name must be a lower-case word": param(Param{Name: "two words", Summary: en("x")}),
		`param "p": it has no summary`:       param(Param{Name: "p"}),
		"more than 25 choices":               param(Param{Name: "p", Summary: en("x"), Choices: make([]Choice, 26)}),
		"label and value must have":          param(Param{Name: "p", Summary: en("x"), Choices: []Choice{{"label", ""}}}),
		"only the last param by position": with(func(c *Command) {
			c.Params = []Param{{Name: "a", Summary: en("x"), Rest: true}, {Name: "b", Summary: en("x")}}
		}),
		`two params are called "a"`: with(func(c *Command) {
			c.Params = []Param{{Name: "a", Summary: en("x")}, {Name: "b", Names: en("a"), Summary: en("x")}}
		}),
		`"okay" does not begin with its name`: with(func(c *Command) { c.Example = "okay" }),
		`"ok too many" does not fit`:          with(func(c *Command) { c.Example = "ok too many" }),
	} {
		if _, err := NewRouter(commands, plainWording{}, nil, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
	if _, err := NewRouter(nil, nil, nil, nil); err == nil {
		t.Error("a router without a wording was made")
	}
	rest := with(func(c *Command) {
		c.Example = "ok some words k:v"
		c.Params = []Param{{Name: "a", Summary: en("x"), Rest: true}, {Name: "k", Summary: en("x"), Keyed: true}}
	})
	if _, err := NewRouter(rest, plainWording{}, nil, nil); err != nil {
		t.Errorf("a keyed param after the rest is refused: %v", err)
	}
}

func TestLanguage(t *testing.T) {
	for locale, want := range map[string]string{"": "", "en": "en", "en-US": "en", "fr_CA": "fr", "FR": "fr", "zh-Hant-TW": "zh", "de": "", "french": "", "zho": ""} {
		if got := Language(locale); got != want {
			t.Errorf("Language(%q) = %q, want %q", locale, got, want)
		}
	}
	text := Text{"en": "name", "fr": "nom"}
	for locale, want := range map[string]string{"fr-FR": "nom", "zh-CN": "name", "": "name"} {
		if got := text.In(locale); got != want {
			t.Errorf("In(%q) = %q", locale, got)
		}
	}
	Languages()[0] = "xx"
	if Languages()[0] != "en" {
		t.Error("callers can change the languages")
	}
}

func TestRouterKnowsItsCommands(t *testing.T) {
	r, _ := newRouter(t, nil)
	if got := len(r.Commands()); got != len(testCommands()) {
		t.Errorf("%d commands", got)
	}
	for name, want := range map[string]string{"share": "share", "份额": "share", "schedule add": "schedule add"} {
		if c, ok := r.Command(name); !ok || c.Name != want {
			t.Errorf("Command(%q) = %q, %v", name, c.Name, ok)
		}
	}
	if _, ok := r.Command("nonsense"); ok {
		t.Error("nonsense is a command")
	}
}
