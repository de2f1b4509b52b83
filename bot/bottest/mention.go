package bottest

import (
	"strings"
	"sync"
)

// checkMention: a message that mentions the bot is answered in its thread, once, for all to see, without notifying anybody.
func checkMention(s *suite) {
	if s.p.Mention == nil {
		if s.p.Lacks["Mention"] == "" {
			s.Fatal("the platform has no mentions and does not say why: set Lacks")
		}
		s.Skip(s.p.Lacks["Mention"])
	}
	s.serve()
	a := s.mention("ada", "quick alpha in:lyon")
	s.says(a, "The letter is alpha. The town is lyon.")
	if a.Private || a.Thread == "" {
		s.Errorf("the answer is not in the thread for all to see: %+v", a)
	}
	if got := s.once("The letter is alpha."); got.Thread != a.Thread {
		s.Errorf("the answer stands in thread %q, want %q", got.Thread, a.Thread)
	}
	s.says(s.mention("ada", "menu"), "Choose from the menu.")
	s.says(s.mention("ben", "shout R&D <3 *stars*"), "You said: R&D <3 *stars*")
	s.says(s.mention("ben", "quikc alpha"), "quick") // a correction; private where the platform can
	if a = s.mention("ben", "hostile"); a.Pings != 0 {
		s.Errorf("the answer to a mention pings %d", a.Pings)
	}
	checkManyMentions(s)
}

// checkManyMentions: what several people ask at once is answered to each.
func checkManyMentions(s *suite) {
	var wg sync.WaitGroup
	for _, letter := range []string{"beta", "gamma", "delta"} {
		wg.Go(func() {
			if a := s.mention("user "+letter, "quick "+letter); !strings.Contains(a.Text, "The letter is "+letter) {
				s.Errorf("asked for %s: %q", letter, a.Text)
			}
		})
	}
	wg.Wait()
	for _, letter := range []string{"beta", "gamma", "delta"} {
		s.once("The letter is " + letter)
	}
}

func (s *suite) mention(user, line string) Answer {
	ctx, cancel := s.timeout()
	defer cancel()
	a, err := s.p.Mention(ctx, user, line)
	if err != nil {
		s.Errorf("mentioning the bot with %q: %v", line, err)
	}
	return a
}
