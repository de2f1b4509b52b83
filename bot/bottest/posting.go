package bottest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
)

// sample is a message with everything that a digest has.
func sample(name string) bot.Message {
	return bot.Message{
		Title: "Digest " + name,
		Lead:  "Lead of " + name + ".",
		Sections: []bot.Section{{Heading: "Cloud", Lines: []bot.Line{
			{Text: "First headline", URL: "https://example.com/first", Note: "Some Outlet", At: time.Date(2025, 1, 28, 9, 0, 0, 0, time.UTC)},
			{Text: "Second headline", URL: "https://example.com/second?a=1&b=2", Note: "2 more"},
			{Text: "A line without a link"},
		}}},
		Actions:  []bot.Action{{Label: "Ask alpha", Line: "quick alpha"}},
		Footer:   "Footer of " + name,
		Thread:   "Thread of " + name,
		Language: "en",
	}
}

func checkPost(s *suite) {
	at := s.post(s.p.Channel, "post", sample("one"))
	got := s.once("Digest one")
	if got.At != at {
		s.Errorf("the message stands at %s, but Post returned %s", got.At, at)
	}
	if got.Thread != "" || got.Edited || got.Pings != 0 {
		s.Errorf("seen: %+v, want a fresh message in the channel without pings", got)
	}
	inOrder(s.T, got.Text, "Digest one", "Lead of one.", "Cloud", "First headline", "Some Outlet", "Second headline", "2 more",
		"A line without a link", "Footer of one")
	want := []string{"https://example.com/first", "https://example.com/second?a=1&b=2"}
	if fmt.Sprint(got.Links) != fmt.Sprint(want) {
		s.Errorf("links %q, want %q", got.Links, want)
	}
	if fmt.Sprint(got.Labels) != "[Ask alpha]" {
		s.Errorf("buttons %q", got.Labels)
	}
}

func checkThread(s *suite) {
	parent := s.post(s.p.Channel, "parent", sample("parent"))
	other := s.post(s.p.Channel, "other", sample("other"))
	for _, name := range []string{"reply one", "reply two"} {
		at := s.post(parent, name, bot.Message{Lead: name, Thread: "Related"})
		if got := s.once(name); got.Thread != parent.Message || got.At != at {
			s.Errorf("%s: thread %q at %s, want thread %q at %s", name, got.Thread, got.At, parent.Message, at)
		}
	}
	s.restart()
	at := s.post(parent, "reply three", bot.Message{Lead: "reply three", Thread: "Related"})
	if got := s.once("reply three"); got.Thread != parent.Message || got.At != at {
		s.Errorf("after a restart: thread %q at %s, want thread %q at %s", got.Thread, got.At, parent.Message, at)
	}
	s.post(other, "elsewhere", bot.Message{Lead: "elsewhere"})
	if got := s.once("elsewhere"); got.Thread != other.Message {
		s.Errorf("the reply to the other message stands in thread %q, want %q", got.Thread, other.Message)
	}
	if got := s.once("Digest parent"); got.Thread != "" || got.Edited {
		s.Errorf("the parent after its replies: %+v", got)
	}
}

func (s *suite) renderer() bot.Renderer {
	s.Helper()
	r, ok := s.adapter.(bot.Renderer)
	if !ok {
		s.Fatalf("%T is no bot.Renderer", s.adapter)
	}
	return r
}

func checkSplit(s *suite) {
	long := bot.Message{Title: "A long digest", Lead: strings.Repeat("Many words lead into it. ", 20), Footer: "The last words", Language: "en"}
	var want []string
	for i := range 12 {
		section := bot.Section{Heading: fmt.Sprintf("Heading-%d-", i)}
		want = append(want, section.Heading)
		for j := range 9 {
			text := fmt.Sprintf("Item-%d-%d- 阿里云 %s", i, j, strings.Repeat("cloud revenue ", 8))
			want = append(want, fmt.Sprintf("Item-%d-%d-", i, j), fmt.Sprintf("Note-%d-%d-", i, j))
			section.Lines = append(section.Lines, bot.Line{
				Text: text, URL: fmt.Sprintf("https://example.com/%d/%d", i, j), Note: fmt.Sprintf("Note-%d-%d-", i, j),
			})
		}
		long.Sections = append(long.Sections, section)
	}
	parts := s.renderer().Split(long)
	if len(parts) == 0 {
		s.Fatal("Split returned nothing")
	}
	first := s.post(s.p.Channel, "part 0", parts[0])
	for i, part := range parts[1:] {
		s.post(first, fmt.Sprintf("part %d", i+1), part)
	}
	var text strings.Builder
	links := 0
	for _, m := range s.p.Seen(s.p.Channel) {
		text.WriteString(m.Text + "\n")
		links += len(m.Links)
	}
	inOrder(s.T, text.String(), append([]string{"A long digest", "Many words"}, want...)...)
	for _, w := range append(want, "The last words") {
		n := strings.Count(text.String(), w)
		if n != 1 && !strings.HasPrefix(w, "Heading") || n == 0 { // a heading may be said again where its section goes on
			s.Errorf("%q is there %d times", w, n)
		}
	}
	if links != 12*9 {
		s.Errorf("%d links, want %d", links, 12*9)
	}
	if again := s.renderer().Split(sample("short")); len(again) != 1 {
		s.Errorf("a short message was split into %d", len(again))
	}
}

func checkPayload(s *suite) {
	n := s.requests(func() {
		one, err := s.renderer().Payload(s.p.Channel, Key("p"), sample("payload"))
		two, err2 := s.renderer().Payload(s.p.Channel, Key("p"), sample("payload"))
		if s.keep(errors.Join(err, err2)) != nil {
			s.Fatal(err, err2)
		}
		if !bytes.Contains(one, []byte("First headline")) || !bytes.Equal(one, two) {
			s.Errorf("the payload lacks the headline or differs from call to call: %s", one)
		}
		for _, secret := range s.p.Secrets {
			if bytes.Contains(one, []byte(secret)) {
				s.Errorf("a secret is in the payload")
			}
		}
	})
	if n != 0 || len(s.p.Seen(s.p.Channel)) != 0 {
		s.Errorf("asking for the payload sent %d requests", n)
	}
}

func checkFind(s *suite) {
	parent := s.post(s.p.Channel, "found", sample("found"))
	reply := s.post(parent, "found reply", bot.Message{Lead: "a reply"})
	for range 2 { // the second time by an adapter that remembers nothing
		if at, err := s.find(s.p.Channel, "found"); err != nil || at != parent {
			s.Errorf("in the channel: %s, %v, want %s", at, err, parent)
		}
		if at, err := s.find(parent, "found reply"); err != nil || at != reply {
			s.Errorf("in the thread: %s, %v, want %s", at, err, reply)
		}
		s.restart()
	}
	lonely := s.post(s.p.Channel, "lonely", sample("lonely"))
	for _, c := range []struct {
		what string
		to   bot.Address
		name string
	}{
		{"another key in the channel", s.p.Channel, "not there"},
		{"another key in the thread", parent, "not there"},
		{"a reply's key in the channel", s.p.Channel, "found reply"},
		{"a message's key in its own thread", parent, "found"},
		{"a reply's key in a message without a thread", lonely, "found reply"},
	} {
		if at, err := s.find(c.to, c.name); !errors.Is(err, bot.ErrNotFound) {
			s.Errorf("%s: %s, %v, want ErrNotFound", c.what, at, err)
		}
	}
	if at, err := s.findSince(s.p.Channel, "found", time.Now().Add(24*time.Hour)); !errors.Is(err, bot.ErrNotFound) {
		s.Errorf("posted before the time given: %s, %v, want ErrNotFound", at, err)
	}
}

func checkEdit(s *suite) {
	parent := s.post(s.p.Channel, "edited", sample("draft"))
	reply := s.post(parent, "edited reply", bot.Message{Lead: "draft reply"})
	s.restart()
	edit := func(at bot.Address, name string, m bot.Message) {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := s.keep(s.adapter.Edit(ctx, at, Key(name), m)); err != nil {
			s.Fatalf("edit: %v", err)
		}
	}
	n := s.requests(func() {
		for range 2 {
			edit(parent, "edited", sample("final"))
			edit(reply, "edited reply", bot.Message{Lead: "final reply"})
		}
	})
	if n != 0 {
		s.Errorf("editing sent %d requests that could create a message", n)
	}
	if all := s.p.Seen(s.p.Channel); len(all) != 2 {
		s.Errorf("%d messages after editing, want 2: %+v", len(all), all)
	}
	if got := s.once("Lead of final."); !got.Edited || got.At != parent {
		s.Errorf("edited message: %+v", got)
	}
	if got := s.once("final reply"); !got.Edited || got.At != reply || got.Thread != parent.Message {
		s.Errorf("edited reply: %+v", got)
	}
	if at, err := s.find(s.p.Channel, "edited"); err != nil || at != parent {
		s.Errorf("after editing, Find: %s, %v, want %s", at, err, parent)
	}
}

func checkConcurrency(s *suite) {
	const many = 20
	var wg sync.WaitGroup
	for i := range many {
		wg.Go(func() {
			name := fmt.Sprintf("crowd-%d-", i)
			for range 60 {
				_, err := s.try(s.p.Channel, name, bot.Message{Lead: name})
				var pe *bot.PostError
				if errors.As(err, &pe) && pe.Class == bot.NotSent {
					time.Sleep(min(max(pe.RetryAfter, 50*time.Millisecond), 2*time.Second))
					continue
				}
				if err != nil {
					s.Errorf("post %s: %v", name, err)
				}
				return
			}
			s.Errorf("post %s: the platform stays busy", name)
		})
	}
	wg.Wait()
	for i := range many {
		if n := len(s.seen(fmt.Sprintf("crowd-%d-", i))); n != 1 {
			s.Errorf("post %d is there %d times", i, n)
		}
	}
}

// inOrder fails the test unless text holds all words, each after the one before.
func inOrder(t testing.TB, text string, words ...string) {
	t.Helper()
	rest := text
	for _, w := range words {
		i := strings.Index(rest, w)
		if i < 0 {
			t.Errorf("%q is missing or out of order in:\n%s", w, text)
			return
		}
		rest = rest[i+len(w):]
	}
}
