package bot

import (
	"context"
	"strings"
	"testing"
)

// TestFill: what a form brings back is checked as if it had been typed, and what was turned down says which value it was.
func TestFill(t *testing.T) {
	var got Invocation
	r, err := NewRouter([]Command{
		{Name: "help", Summary: Text{"en": "help"}, Run: func(context.Context, Invocation) (Message, error) { return Message{}, nil }},
		{Name: "plan add", Summary: Text{"en": "plans"}, Access: Admin, Params: []Param{
			{Name: "when", Summary: Text{"en": "when"}, Required: true, Rest: true},
			{Name: "lang", Summary: Text{"en": "language"}, Keyed: true, Choices: []Choice{{"English", "en"}, {"français", "fr"}}},
			{Name: "name", Summary: Text{"en": "name"}, Keyed: true},
		}, Run: func(_ context.Context, in Invocation) (Message, error) {
			got = in
			if in.Args["when"] == "never" {
				return Message{}, &UserError{Message: Message{Lead: "not never"}, Param: "when"}
			}
			return Message{Lead: "planned"}, nil
		}},
	}, plainWording{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	admin := Invocation{Access: Admin}
	line := Form{Command: "plan add", Args: map[string]string{"name": "two words"}}.Line()
	for _, c := range []struct {
		in     Invocation
		line   string
		values map[string]string
		flaw   Flaw
	}{
		{admin, line, map[string]string{"when": " daily 9:00 ", "lang": "fr", "other": "x"}, Flaw{}},
		{admin, line, map[string]string{"lang": "fr"}, Flaw{true, "when"}},
		{admin, line, map[string]string{"when": "ne", "when.2": "ver"}, Flaw{}},
		{admin, line, map[string]string{"when": "daily", "lang": "de"}, Flaw{true, "lang"}},
		{admin, line, map[string]string{"when": "never"}, Flaw{true, "when"}},
		{admin, "plan drop", map[string]string{"when": "daily"}, Flaw{true, ""}},
		{admin, line, map[string]string{"when": strings.Repeat("x", MaxFieldValue+1)}, Flaw{true, "when"}},
		{Invocation{}, line, map[string]string{"when": "daily"}, Flaw{true, ""}},
	} {
		if _, flaw := r.Fill(context.Background(), c.in, c.line, c.values); flaw != c.flaw {
			t.Errorf("%q %v: %+v, want %+v", c.line, c.values, flaw, c.flaw)
		}
	}
	if _, flaw := r.Fill(context.Background(), admin, line, map[string]string{"when": "daily 9:00"}); flaw.Refused || got.Args["name"] != "two words" || got.Args["when"] != "daily 9:00" || got.Via != Filled {
		t.Errorf("%+v", got)
	}
}

// TestAmong: a flaw is said at its own field, else at what makes up its param, else at the first.
func TestAmong(t *testing.T) {
	for param, want := range map[string]string{"when.3": "when.3", "when.9": "when", "lang": "lang", "lang.2": "lang", "": "in", "other": "in"} {
		if got := (Flaw{Refused: true, Param: param}).Among([]string{"in", "when", "when.2", "when.3", "lang"}); got != want {
			t.Errorf("%q is said at %q, want %q", param, got, want)
		}
	}
}

// TestDialogue: a form is cut to what platforms show, and one that asks nothing or carries too much is none.
func TestDialogue(t *testing.T) {
	long := strings.Repeat("long ", 60)
	full := Form{Title: long, Command: "plan add", Submit: long}
	for range 7 {
		full.Fields = append(full.Fields, Field{Param: "when", Label: long, Hint: long, Value: long, Choices: make([]Choice, 30)})
	}
	f, ok := Message{Form: &full}.Dialogue()
	if !ok || len(f.Fields) != MaxFields || Length(f.Title) > MaxFormTitle || Length(f.Submit) > MaxFormTitle || Length(f.Fields[0].Label) > MaxFieldLabel || Length(f.Fields[0].Hint) > MaxFieldHint || len(f.Fields[0].Choices) != 0 {
		t.Errorf("%v %+v", ok, f)
	}
	for _, bad := range []*Form{nil, {Title: "x", Command: "y"}, {Title: "x", Fields: full.Fields}, {Title: "x", Command: "y", Args: map[string]string{"a": long}, Fields: full.Fields}} {
		if f, ok := (Message{Form: bad}).Dialogue(); ok {
			t.Errorf("%+v is shown", f)
		}
	}
}
