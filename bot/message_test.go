package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPlain(t *testing.T) {
	m := Message{
		Title: "Digest", Lead: "Three stories.",
		Sections: []Section{
			{Heading: "Cloud", Lines: []Line{
				{Text: "A headline", URL: "https://example.com/a", Note: "Wire · 2 more", At: time.Date(2025, 1, 28, 1, 5, 0, 0, time.FixedZone("", 8*3600))},
				{Text: "A line"},
			}},
			{Lines: []Line{{Note: "only a note"}, {}}},
		},
		Image: &Image{Alt: "A chart"}, Actions: []Action{{Label: "Not read out", Line: "x"}}, Footer: "The end",
	}
	want := "Digest\nThree stories.\nCloud\nA headline · Wire · 2 more · 2025-01-28 01:05 · https://example.com/a\nA line\nonly a note\nA chart\nThe end"
	if got := m.Plain(); got != want {
		t.Errorf("Plain:\n%s\nwant:\n%s", got, want)
	}
	if got := (Message{}).Plain(); got != "" {
		t.Errorf("an empty message says %q", got)
	}
}

func TestMessageClean(t *testing.T) {
	at := time.Date(2025, 1, 28, 9, 0, 0, 0, time.UTC)
	dirty := Message{
		Title: "Ti\u202etle\n", Lead: "one\r\n\r\n\r\ntwo\x00", Footer: " foot\ner ", Thread: "th\u200bread", Private: true, Language: "zh",
		Sections: []Section{
			{Heading: "He\nading", Lines: []Line{
				{Text: "te\x1bxt", URL: "javascript:alert(1)", Note: "no\u2066te", At: at},
				{Text: "", URL: "https://example.com/a b", Note: "outlet"},
				{Text: "\u200b", URL: "ftp://example.com/", Note: "a note alone"},
				{Text: " ", URL: "", Note: "\u200b"},
			}},
			{Heading: "\u200b", Lines: []Line{{}}},
			{Heading: "Only a heading"},
		},
		Image: &Image{Name: "a\u202e.png", Alt: "a\nb", PNG: []byte("png"), Drawing: "\na   ▁▂█ \r\nbb\u200b\t ▅\n\n"},
		Actions: []Action{
			{Label: "Go\n", Line: "share  alibaba"},
			{Label: "Open", URL: "https://example.com/", Line: "share"},
			{Label: "Evil", URL: "javascript:alert(1)"},
			{Label: "Evil too", URL: "javascript:alert(1)", Line: "help"},
			{Label: "", Line: "help"},
			{Label: "Long", Line: strings.Repeat("x", MaxActionLine+1)},
			{Label: "Nothing"},
			{Label: "3", Line: "3"}, {Label: "4", Line: "4", Public: true}, {Label: "5", Line: "5"}, {Label: "6", Line: "6"},
		},
	}
	want := Message{
		Title: "Title", Lead: "one\n\ntwo", Footer: "foot er", Thread: "thread", Private: true, Language: "zh",
		Sections: []Section{
			{Heading: "He ading", Lines: []Line{
				{Text: "text", Note: "note", At: at},
				{Text: "https://example.com/a%20b", URL: "https://example.com/a%20b", Note: "outlet"},
				{Text: "a note alone"},
			}},
			{Heading: "Only a heading"},
		},
		Image: &Image{Name: "a.png", Alt: "a b", PNG: []byte("png"), Drawing: "a   ▁▂█\nbb  ▅"},
		Actions: []Action{
			{Label: "Go", Line: "share alibaba"}, {Label: "Open", URL: "https://example.com/"}, {Label: "Evil too", Line: "help"},
			{Label: "3", Line: "3"}, {Label: "4", Line: "4", Public: true},
		},
	}
	before := dirty.Plain()
	if diff := cmp.Diff(want, dirty.Clean()); diff != "" {
		t.Errorf("Clean (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, want.Clean()); diff != "" {
		t.Errorf("Clean is not idempotent (-want +got):\n%s", diff)
	}
	if dirty.Plain() != before || dirty.Image.Alt != "a\nb" {
		t.Error("Clean changed the message it was called on")
	}
}

func TestMessageCleanAnything(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("a \n\u200b\u200d\u202e👩云<>@|\x00\ufffd"))))
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.Custom(func(t *rapid.T) Line {
			return Line{Text: text.Draw(t, "text"), URL: text.Draw(t, "url"), Note: text.Draw(t, "note")}
		})
		m := Message{Title: text.Draw(t, "title"), Lead: text.Draw(t, "lead"), Sections: []Section{{Heading: text.Draw(t, "heading"), Lines: rapid.SliceOfN(line, 0, 4).Draw(t, "lines")}}}
		once := m.Clean()
		if diff := cmp.Diff(once, once.Clean()); diff != "" {
			t.Fatalf("not idempotent (-once +twice):\n%s", diff)
		}
		for _, s := range once.Sections {
			for _, l := range s.Lines {
				if l.Text == "" {
					t.Fatalf("a line shows nothing: %+v", l)
				}
			}
		}
		if p := once.Plain(); Clean(p) != p && !strings.Contains(p, "\n") {
			t.Fatalf("what is read out is not clean: %q", p)
		}
	})
}
