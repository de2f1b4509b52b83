package bottest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"go.uber.org/goleak"
)

func (s *suite) timeout() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), patience)
}

func checkCommand(s *suite) {
	s.serve()
	s.says(s.ask("ada", "quick alpha"), "The letter is alpha.")
	s.says(s.ask("ben", "/quick beta"), "The letter is beta.")
	s.says(s.ask("ada", "quick gamma in:lyon"), "The letter is gamma. The town is lyon.")
	s.says(s.ask("ada", "/quick gamma in:lyon"), "The letter is gamma. The town is lyon.")
	if a, err := s.tryAsk("ada", ""); err == nil {
		s.says(a, "The samples are")
	} else if !errors.Is(err, ErrCannotType) {
		s.Errorf("asking nothing: %v", err)
	}
}

func checkNames(s *suite) {
	s.serve()
	s.says(s.ask("ada", "pair up two words"), "You said: two words")
	s.says(s.ask("ada", "shout Hangzhou & Lyon"), "You said: Hangzhou & Lyon")
	s.says(s.ask("ada", "/shout 阿里云 à Lyon"), "You said: 阿里云 à Lyon")
}

func checkUnknown(s *suite) {
	s.serve()
	for _, c := range []struct{ line, want string }{
		{"quikc alpha", "quick"},
		{"quick alfa", "alpha"},
		{"quick alpha in:mars", "lyon"},
	} {
		a, err := s.tryAsk("ada", c.line)
		switch {
		case errors.Is(err, ErrCannotType):
			s.Logf("%q cannot be typed on this platform", c.line)
		case err != nil:
			s.Errorf("asking %q: %v", c.line, err)
		default:
			s.says(a, c.want)
			if !a.Private {
				s.Errorf("the correction of %q is visible to all", c.line)
			}
		}
	}
}

func checkRights(s *suite) {
	s.serve()
	a := s.ask("ada", "secret add")
	s.says(a, "You may not use secret add.")
	if strings.Contains(a.Text, "The admin's answer.") || !a.Private {
		s.Errorf("an ordinary person got %+v", a)
	}
	if s.p.Admin == "" {
		return // the platform says nothing of rights
	}
	s.says(s.ask(s.p.Admin, "secret add"), "The admin's answer.")
}

func checkBroken(s *suite) {
	s.serve()
	for _, line := range []string{"fail", "panic"} {
		a := s.ask("ada", line)
		s.says(a, "Something broke here; the code is ")
		if strings.Contains(a.Text, "4711") || !a.Private {
			s.Errorf("%s: the cause is shown or the answer is not private: %+v", line, a)
		}
	}
	s.says(s.ask("ada", "quick alpha"), "The letter is alpha.")
}

func checkPrivacy(s *suite) {
	s.serve()
	a := s.ask("ada", "quick alpha")
	s.says(a, "The letter is alpha.")
	if !a.Private {
		s.Error("the answer is not private")
	}
	if all := s.p.Seen(s.p.Channel); len(all) != 0 {
		s.Errorf("a private answer left something in the channel: %+v", all)
	}
	a = s.ask("ada", "shout hello all")
	s.says(a, "You said: hello all")
	if a.Private {
		s.Error("the public command's answer is private")
	}
	s.once("You said: hello all")
}

func checkSlow(s *suite) {
	nap := 300 * time.Millisecond // where nobody hurries, any time will do
	if s.p.Deadline > 0 {
		nap = s.p.Deadline + time.Second
	}
	s.samples = NewSamples(nap)
	s.serve()
	var wg sync.WaitGroup
	for _, line := range []string{"slow", "/slow", "parade"} {
		wg.Go(func() {
			a, err := s.tryAsk("ada", line)
			if err != nil {
				s.Errorf("asking %q: %v", line, err)
				return
			}
			s.says(a, "At last the "+strings.TrimPrefix(line, "/")+" answer.")
			if a.Private != (line != "parade") {
				s.Errorf("%s: private is %v", line, a.Private)
			}
		})
	}
	wg.Wait()
	s.once("At last the parade answer.")
	if n := len(s.seen("At last the slow answer.")); n != 0 {
		s.Errorf("the private answer is in the channel %d times", n)
	}
	if n := s.samples.Runs(); n != 3 {
		s.Errorf("three slow commands ran %d times", n)
	}
}

func checkButton(s *suite) {
	s.serve()
	menu := s.ask("ada", "menu")
	s.says(menu, "Choose from the menu.")
	if len(menu.Labels) < 2 || menu.Labels[0] != "Ask alpha" || menu.Labels[1] != "Post alpha" {
		s.Fatalf("buttons %q", menu.Labels)
	}
	a := s.press("ada", menu, "Ask alpha")
	s.says(a, "The letter is alpha. The town is lyon.")
	if !a.Private || len(s.seen("The letter is alpha.")) != 0 {
		s.Errorf("the button's answer is seen by all: %+v", a)
	}
	a = s.press("ada", menu, "Post alpha")
	s.says(a, "The letter is alpha.")
	if a.Private {
		s.Errorf("the public button's answer is private")
	}
	s.once("The letter is alpha.")
	at := s.post(s.p.Channel, "with a button", sample("with a button"))
	a = s.press("ben", Answer{At: at, Labels: []string{"Ask alpha"}}, "Ask alpha")
	s.says(a, "The letter is alpha.")
	if !a.Private {
		s.Errorf("the answer to a button under a post is not private")
	}
	if got := s.once("Digest with a button"); got.Edited {
		s.Errorf("pressing a button changed the post: %+v", got)
	}
}

func checkComplete(s *suite) {
	s.serve()
	if s.p.Complete == nil {
		a := s.ask("ada", "quick")
		s.says(a, "name")
		s.says(s.ask("ada", "quick alp"), "alpha")
		return
	}
	complete := func(param, typed string) []string {
		ctx, cancel := s.timeout()
		defer cancel()
		labels, err := s.p.Complete(ctx, "ada", "quick", param, typed)
		if err != nil {
			s.Fatalf("completing %q: %v", typed, err)
		}
		return labels
	}
	if got := complete("name", "al"); !slices.Equal(got, []string{"Letter alpha"}) {
		s.Errorf("completing al: %q", got)
	}
	if got := complete("name", ""); len(got) < 5 || len(got) > 25 {
		s.Errorf("completing nothing: %d proposals, want 5 to 25", len(got))
	}
	if got := complete("name", "nothing like it"); len(got) != 0 {
		s.Errorf("completing nonsense: %q", got)
	}
}

func checkStop(s *suite) {
	before := goleak.IgnoreCurrent()
	s.samples = NewSamples(700 * time.Millisecond)
	stop := s.serve()
	s.says(s.ask("ada", "quick alpha"), "The letter is alpha.")
	type outcome struct {
		answer Answer
		err    error
	}
	asked := make(chan outcome, 1)
	go func() {
		a, err := s.tryAsk("ada", "slow")
		asked <- outcome{a, err}
	}()
	select {
	case <-s.samples.Started:
	case <-time.After(patience):
		s.Fatal("the slow command does not begin")
	}
	begin := time.Now()
	if err := stop(); err != nil {
		s.Fatalf("Serve after a clean stop: %v", err)
	}
	if took := time.Since(begin); took > 8*time.Second {
		s.Errorf("stopping took %v", took)
	}
	got := <-asked
	if got.err != nil {
		s.Fatalf("the answer under way was lost: %v", got.err)
	}
	s.says(got.answer, "At last the slow answer.")
	// Idle connections of net/http belong to the client's pool and the stand-in's server, not to Serve.
	if err := goleak.Find(before,
		goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"),
		goleak.IgnoreAnyFunction("net/http.(*conn).serve")); err != nil {
		s.Errorf("after Serve has returned: %v", err)
	}
}
