package bot

import (
	"context"
	"testing"
)

// TestRaw holds that a param which takes what is typed as it is gets its quotes, line breaks and colons.
func TestRaw(t *testing.T) {
	c := Command{Name: "import", Summary: Text{"en": "import"}, Run: nothing, Params: []Param{{Name: "list", Summary: Text{"en": "list"}, Rest: true, Raw: true}}}
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`<outline text="a  b" xmlUrl="https://a.example"/>`, "a\n\n\n\nb", "list:x name:y", `"`, "“quoted”"} {
		args, problem := c.Parse("  " + text + " ")
		if problem != nil || args["list"] != text {
			t.Errorf("%q: %q %v", text, args["list"], problem)
		}
		if args, problem = c.verify(args); problem != nil || args["list"] != text {
			t.Errorf("verified %q: %q %v", text, args["list"], problem)
		}
		if again, problem := c.Parse(c.Line(args)[len(c.Name):]); problem != nil || again["list"] != text {
			t.Errorf("typed again %q: %q %v", text, again["list"], problem)
		}
	}
	if args, problem := c.Parse(" "); problem != nil || len(args) != 0 {
		t.Errorf("nothing: %v %v", args, problem)
	}
	for what, bad := range map[string]Command{
		"two params":                      {Name: "x", Summary: Text{"en": "x"}, Run: nothing, Params: []Param{{Name: "a", Summary: Text{"en": "a"}}, {Name: "b", Summary: Text{"en": "b"}, Rest: true, Raw: true}}},
		"no rest":                         {Name: "x", Summary: Text{"en": "x"}, Run: nothing, Params: []Param{{Name: "a", Summary: Text{"en": "a"}, Raw: true}}},
		"a file without words in English": {Name: "x", Summary: Text{"en": "x"}, Run: nothing, File: Text{"fr": "fichier"}},
		"a short name of two words":       {Name: "x", Summary: Text{"en": "x"}, Run: nothing, Short: "two words"},
	} {
		if bad.check() == nil {
			t.Errorf("%s is taken", what)
		}
	}
}

// TestPressed holds that what buttons say is not suggested, and not done when it may have been done before.
func TestPressed(t *testing.T) {
	done := 0
	r, err := NewRouter([]Command{{
		Name: "draft", Summary: Text{"en": "draft"}, Pressed: true, File: Text{"en": "a file"},
		Run: func(context.Context, Invocation) (Message, error) { done++; return Message{Title: "Done"}, nil },
	}, {Name: "drafts", Summary: Text{"en": "drafts"}, Run: nothing}}, plainWording{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if list := Similar(r.Commands(), Admin, "drift"); len(list) != 1 || list[0].Name != "drafts" {
		t.Errorf("suggested: %+v", list)
	}
	r.DoLine(t.Context(), Invocation{}, "draft")
	r.DoLine(t.Context(), Invocation{Unsure: true}, "draft")
	if done != 1 {
		t.Errorf("done %d times", done)
	}
	if !r.TakesFile("draft x") || r.TakesFile("drafts") || r.TakesFile("nothing") {
		t.Error("which commands take files")
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{"sources.opml": "sources.opml", "../../etc/passwd": "file.opml", "a b<c>": "abc.opml", "来源": "file.opml", "": "file.opml"} {
		if got := FileName(name, ".opml"); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
