package bottest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
)

// patience is how long the suite waits for anything that should happen soon.
const patience = 20 * time.Second

// Run puts an adapter through the whole suite. The function start makes a fresh stand-in for each check and leaves its
// end to t.Cleanup.
func Run(t *testing.T, start func(t *testing.T) Platform) {
	checks := []struct {
		name  string
		check func(*suite)
	}{
		{"post", checkPost},
		{"post in a thread", checkThread},
		{"a long message in parts", checkSplit},
		{"payload sends nothing", checkPayload},
		{"find by key", checkFind},
		{"edit", checkEdit},
		{"picture", checkPicture},
		{"picture refused", checkPictureRefused},
		{"picture in an answer", checkPictureAnswer},
		{"many posts at once", checkConcurrency},
		{"refused post", checkRefused},
		{"rate limit", checkRateLimit},
		{"broken before acceptance", checkBrokenBefore},
		{"broken after acceptance", checkBrokenAfter},
		{"cut connection", checkCut},
		{"unreachable", checkUnreachable},
		{"command", checkCommand},
		{"names in a line", checkNames},
		{"unknown names get suggestions", checkUnknown},
		{"rights", checkRights},
		{"broken commands", checkBroken},
		{"private and public answers", checkPrivacy},
		{"slow command", checkSlow},
		{"button", checkButton},
		{"buttons of lines", checkLineButtons},
		{"something to do with a message", checkChoose},
		{"home page", checkHome},
		{"form", checkForm},
		{"completion", checkComplete},
		{"mention", checkMention},
		{"dropped connection", checkDrop},
		{cleanStop, checkStop},
		{"hostile posts", checkHostilePosts},
		{"hostile answers", checkHostileAnswers},
	}
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			if c.name != cleanStop { // it looks for what is left running
				t.Parallel()
			}
			c.check(newSuite(t, start(t)))
		})
	}
}

// cleanStop is the check that no other may run beside.
const cleanStop = "clean stop"

// suite is one check under way.
type suite struct {
	*testing.T
	p       Platform
	log     *slog.Logger
	logged  *buffer
	adapter bot.Adapter
	samples *Samples

	mu     sync.Mutex
	errors []error
}

func newSuite(t *testing.T, p Platform) *suite {
	s := &suite{T: t, p: p, logged: &buffer{}, samples: NewSamples(50 * time.Millisecond)}
	s.log = slog.New(slog.NewTextHandler(s.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	t.Cleanup(s.checkSecrets)
	s.adapter = p.New(t, s.log)
	if got := s.adapter.Name(); got != p.Channel.Platform {
		t.Fatalf("the adapter's name is %q, but its addresses begin with %q", got, p.Channel.Platform)
	}
	return s
}

// restart replaces the adapter by a fresh one that remembers nothing.
func (s *suite) restart() { s.adapter = s.p.New(s.T, s.log) }

// serve lets the adapter answer the sample commands until the check ends, and returns the function that stops it earlier
// and reports how Serve ended.
func (s *suite) serve() (stop func() error) {
	s.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	adapter, router := s.adapter, s.samples.Router(s.T, s.log)
	go func() { ended <- adapter.Serve(ctx, router) }()
	stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-ended:
			return s.keep(err)
		case <-time.After(patience):
			return errors.New("Serve does not return after its context ended")
		}
	})
	s.Cleanup(func() {
		if err := stop(); err != nil {
			s.Errorf("Serve: %v", err)
		}
	})
	ready, done := context.WithTimeout(ctx, patience)
	defer done()
	if err := s.p.Ready(ready); err != nil {
		s.Fatalf("the serving adapter is not ready: %v", err)
	}
	return stop
}

// keep remembers an error, to look for secrets in it later.
func (s *suite) keep(err error) error {
	if err != nil {
		s.mu.Lock()
		s.errors = append(s.errors, err)
		s.mu.Unlock()
	}
	return err
}

// checkSecrets looks at everything that was logged and returned.
func (s *suite) checkSecrets() {
	lines := s.logged.String()
	for i, secret := range s.p.Secrets {
		if secret == "" {
			s.Errorf("secret %d of the stand-in is empty", i)
			continue
		}
		if at := strings.Index(lines, secret); at >= 0 {
			s.Errorf("secret %d is in the log: …%s…", i, lines[max(0, at-200):min(len(lines), at+20)])
		}
		for _, err := range s.errors {
			if strings.Contains(fmt.Sprintf("%v %+v", err, err), secret) {
				s.Errorf("secret %d is in an error of type %T", i, err)
			}
		}
	}
	if s.Failed() {
		s.Logf("log:\n%s", lines[max(0, len(lines)-4000):])
	}
}

// try posts once and remembers the error.
func (s *suite) try(to bot.Address, name string, m bot.Message) (bot.Address, error) {
	s.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	at, err := s.adapter.Post(ctx, to, Key(name), m)
	var pe *bot.PostError
	if s.keep(err) != nil && !errors.As(err, &pe) {
		s.Errorf("the error of a post is no *bot.PostError but %T: %v", err, err)
	}
	return at, err
}

// post posts, waiting as asked when the platform is busy.
func (s *suite) post(to bot.Address, name string, m bot.Message) bot.Address {
	s.Helper()
	for range 60 {
		at, err := s.try(to, name, m)
		var pe *bot.PostError
		if errors.As(err, &pe) && pe.Class == bot.NotSent && pe.RetryAfter > 0 {
			time.Sleep(min(pe.RetryAfter, 2*time.Second))
			continue
		}
		if err != nil {
			s.Fatalf("post %s: %v", name, err)
		}
		if at.Message == "" || at.Platform != to.Platform || at.Workspace != to.Workspace {
			s.Fatalf("post %s: the new message's address is %s", name, at)
		}
		return at
	}
	s.Fatalf("post %s: the platform stays busy", name)
	return bot.Address{}
}

// find looks for the message of that name, posted during this check.
func (s *suite) find(to bot.Address, name string) (bot.Address, error) {
	s.Helper()
	return s.findSince(to, name, time.Now().Add(-5*time.Minute))
}

func (s *suite) findSince(to bot.Address, name string, since time.Time) (bot.Address, error) {
	s.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	at, err := s.adapter.Find(ctx, to, Key(name), since)
	return at, s.keep(err)
}

// seen returns the visible messages that hold the words.
func (s *suite) seen(words string) []Seen {
	var out []Seen
	for _, m := range s.p.Seen(s.p.Channel) {
		if strings.Contains(m.Text, words) {
			out = append(out, m)
		}
	}
	return out
}

// once returns the one visible message that holds the words.
func (s *suite) once(words string) Seen {
	s.Helper()
	got := s.seen(words)
	if len(got) != 1 {
		s.Fatalf("%d messages say %q, want 1; all: %+v", len(got), words, s.p.Seen(s.p.Channel))
	}
	return got[0]
}

// requests returns how many creating requests the function made.
func (s *suite) requests(f func()) int {
	before := s.p.Requests()
	f()
	return s.p.Requests() - before
}

// ask types a line and fails the check when there is no answer.
func (s *suite) ask(user, line string) Answer {
	s.Helper()
	a, err := s.tryAsk(user, line)
	if err != nil {
		s.Fatalf("asking %q: %v", line, err)
	}
	return a
}

func (s *suite) tryAsk(user, line string) (Answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return s.p.Ask(ctx, user, line)
}

func (s *suite) press(user string, under Answer, label string) Answer {
	s.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	a, err := s.p.Press(ctx, user, under, label)
	if err != nil {
		s.Fatalf("pressing %q: %v", label, err)
	}
	return a
}

// says fails the check unless the answer holds the words and came in time.
func (s *suite) says(a Answer, words ...string) {
	s.Helper()
	for _, w := range words {
		if !strings.Contains(a.Text, w) {
			s.Errorf("the answer is %q, want %q in it", a.Text, w)
		}
	}
	if s.p.Deadline > 0 && a.First > s.p.Deadline {
		s.Errorf("the first sign of life came after %v; the platform waits for %v", a.First, s.p.Deadline)
	}
	if a.Pings != 0 {
		s.Errorf("the answer pings %d", a.Pings)
	}
}

// Key returns a delivery key for a name, as the ledger makes them: 24 hexadecimal digits.
func Key(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:12])
}

// buffer is a bytes.Buffer for several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
