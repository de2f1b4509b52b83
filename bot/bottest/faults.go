package bottest

import (
	"errors"
	"time"

	"briefbot/bot"
)

func checkRefused(s *suite) {
	if s.p.Closed.IsZero() {
		s.Skip("the platform has no place that refuses posts")
	}
	n := s.requests(func() {
		at, err := s.try(s.p.Closed, "refused", sample("refused"))
		if bot.ClassOf(err) != bot.Refused || err == nil {
			s.Fatalf("posting to a closed channel: %s, %v, want class refused", at, err)
		}
		var pe *bot.PostError
		if errors.As(err, &pe) && pe.Reason == "" {
			s.Errorf("the refusal gives no reason: %v", err)
		}
	})
	if n > 1 {
		s.Errorf("a refused post made %d requests", n)
	}
	if len(s.seen("Digest refused")) != 0 {
		s.Error("a refused post is visible")
	}
}

// fault plays one fault on one post and returns the error. A post before it makes sure that the connection is a used one.
func (s *suite) fault(f Fault, requests int) error {
	s.Helper()
	if s.p.Fail == nil {
		s.Skip("the platform has no network")
	}
	s.post(s.p.Channel, "before", bot.Message{Lead: "All is well."})
	time.Sleep(s.pause())
	var err error
	n := s.requests(func() {
		s.p.Fail(f)
		_, err = s.try(s.p.Channel, "faulty", sample("faulty"))
	})
	if err == nil {
		s.Fatal("the post succeeded in spite of the fault")
	}
	if n != requests {
		s.Errorf("%d requests that could create a message, want %d", n, requests)
	}
	return err
}

// pause is what a platform may ask between two posts to one channel, so that its own rate limit does not answer in
// place of the fault.
func (s *suite) pause() time.Duration {
	if s.p.Pace > 0 {
		return s.p.Pace + 50*time.Millisecond
	}
	return 0
}

// again posts the faulty message once more and checks that it is there once.
func (s *suite) again() {
	s.Helper()
	s.post(s.p.Channel, "faulty", sample("faulty"))
	s.once("Digest faulty")
}

func checkRateLimit(s *suite) {
	begin := time.Now()
	err := s.fault(Fault{Kind: RateLimited, Times: 1, RetryAfter: 7 * time.Second}, 1)
	var pe *bot.PostError
	if !errors.As(err, &pe) || pe.Class != bot.NotSent {
		s.Fatalf("%v, want class not sent", err)
	}
	if pe.RetryAfter < 6*time.Second || pe.RetryAfter > 9*time.Second {
		s.Errorf("RetryAfter %v, want the platform's 7 s", pe.RetryAfter)
	}
	if took := time.Since(begin); took > 6*time.Second {
		s.Errorf("the post waited %v by itself", took)
	}
	if len(s.seen("Digest faulty")) != 0 {
		s.Error("the message is there")
	}
}

func checkBrokenBefore(s *suite) {
	err := s.fault(Fault{Kind: BrokenBefore, Times: 1}, 1)
	if c := bot.ClassOf(err); c != bot.Unknown {
		s.Errorf("class %v, want unknown: %v", c, err)
	}
	if at, err := s.find(s.p.Channel, "faulty"); !errors.Is(err, bot.ErrNotFound) {
		s.Errorf("Find: %s, %v, want ErrNotFound", at, err)
	}
	s.again()
}

func checkBrokenAfter(s *suite) { s.settles(BrokenAfter) }

func checkCut(s *suite) { s.settles(CutAfter) }

// settles checks a fault after which the message is there although the post failed.
func (s *suite) settles(kind FaultKind) {
	s.Helper()
	err := s.fault(Fault{Kind: kind, Times: 1}, 1)
	if c := bot.ClassOf(err); c != bot.Unknown {
		s.Errorf("class %v, want unknown: %v", c, err)
	}
	there := s.once("Digest faulty")
	s.restart()
	if at, err := s.find(s.p.Channel, "faulty"); err != nil || at != there.At {
		s.Errorf("Find: %s, %v, want %s", at, err, there.At)
	}
}

func checkUnreachable(s *suite) {
	err := s.fault(Fault{Kind: UnreachedOnly, Times: 1}, 0)
	if c := bot.ClassOf(err); c != bot.NotSent {
		s.Errorf("class %v, want not sent: %v", c, err)
	}
	s.again()
}

func checkDrop(s *suite) {
	if s.p.Drop == nil {
		s.Skip("the platform has no lasting connection")
	}
	s.serve()
	s.says(s.ask("ada", "quick alpha"), "The letter is alpha.")
	for range 2 {
		ctx, cancel := s.timeout()
		err := s.p.Drop(ctx)
		cancel()
		if err != nil {
			s.Fatalf("the adapter does not connect again: %v", err)
		}
		s.says(s.ask("ada", "quick beta"), "The letter is beta.")
	}
}
