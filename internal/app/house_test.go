package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/delivery"
	"briefbot/internal/feed"
	"briefbot/internal/leader"
	"briefbot/internal/store"
)

// board is a small honest chat platform of this process: it keeps what was posted, with its key, across restarts of the bot.
type board struct {
	now     func() time.Time
	mu      sync.Mutex
	posts   []pinned
	refuses map[string]bool // channels
	says    string          // when it refuses; empty: what nobody has words for
	gone    map[string]bool // messages that somebody deleted
	edits   int
	down    bool // it cannot be reached
}

type pinned struct {
	At      time.Time
	Channel string
	Parent  string // of a reply: the message it stands under
	Key     string
	Message bot.Message
}

func (b *board) Name() string { return consolePlatform }

func (b *board) Serve(ctx context.Context, _ *bot.Router) error {
	<-ctx.Done()
	return nil
}

func (b *board) Post(_ context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down {
		return to, &bot.PostError{Class: bot.NotSent, Err: fmt.Errorf("console: no connection")}
	}
	if b.refuses[to.Channel] && b.says != "" {
		return to, &bot.PostError{Class: bot.Refused, Reason: b.says, Err: fmt.Errorf("console: post to %s: %s", to.Channel, b.says)}
	}
	if b.refuses[to.Channel] {
		return to, &bot.PostError{Class: bot.Refused, Reason: "channel_not_found", Err: fmt.Errorf("console: no channel %s", to.Channel)}
	}
	b.posts = append(b.posts, pinned{b.now(), to.Channel, to.Message, key, m})
	to.Message = fmt.Sprint(len(b.posts))
	return to, nil
}

func (b *board) Find(_ context.Context, to bot.Address, key string, _ time.Time) (bot.Address, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, p := range b.posts {
		if p.Key == key && p.Channel == to.Channel {
			to.Message = fmt.Sprint(i + 1)
			return to, nil
		}
	}
	return to, bot.ErrNotFound
}

func (b *board) Edit(_ context.Context, at bot.Address, _ string, m bot.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var n int
	if _, err := fmt.Sscan(at.Message, &n); err != nil || n < 1 || n > len(b.posts) || b.gone[at.Message] {
		return &bot.PostError{Class: bot.Refused, Reason: "message_not_found", Err: fmt.Errorf("console: no message %s: %w", at.Message, bot.ErrGone)}
	}
	b.posts[n-1].Message = m
	b.edits++
	return nil
}

// Direct implements bot.Direct: everybody has a conversation of the name dm- and their own.
func (b *board) Direct(_ context.Context, workspace, user string) (bot.Conversation, error) {
	if user == "shy" {
		return bot.Conversation{}, &bot.PostError{Class: bot.Refused, Reason: "50007", Err: errors.New("console: takes nothing")}
	}
	return bot.Conversation{Address: bot.Address{Platform: consolePlatform, Workspace: workspace, Channel: "dm-" + user}, Zone: "Asia/Shanghai"}, nil
}

// house is the whole bot over one database file and one board, with a wall clock that can be set. It is started and stopped as
// often as a test likes. In a bubble of virtual time days pass at once.
type house struct {
	t     *testing.T
	path  string
	board *board
	clock *clock
	log   *journal
	app   *App
	stop  func()
	seen  int // posts that were looked at
	told  []string
	// notices are channels of admins; without them the house itself hears what they would be told
	notices []string
}

func newHouse(t *testing.T, at string) *house {
	h := &house{t: t, path: filepath.Join(t.TempDir(), "b.db"), clock: &clock{}, log: &journal{}, stop: func() {}}
	h.board = &board{now: h.clock.now, refuses: map[string]bool{}}
	h.set(at)
	return h
}

// set sets the wall clock, in UTC.
func (h *house) set(at string) {
	h.t.Helper()
	h.clock.set(moment(h.t, at))
}

func moment(t *testing.T, at string) time.Time {
	t.Helper()
	m, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// start runs the bot with the schedules, each written as "name|when|channels", or with further settings behind that.
func (h *house) start(schedules ...string) {
	h.t.Helper()
	h.build(schedules...)
	h.run()
	synctest.Wait() // what it finds at its start is looked at before anything comes in
}

// build makes the bot without running it.
func (h *house) build(schedules ...string) {
	h.t.Helper()
	text := fmt.Sprintf("database: {path: %q}\nsources: {starter: false}\nschedules:\n", h.path)
	for _, s := range schedules {
		part := strings.Split(s, "|")
		text += fmt.Sprintf("  - name: %q\n    when: %q\n    max_stories: 5\n    channels: [%s]\n    %s\n", part[0], part[1], part[2], strings.Join(part[3:], ""))
	}
	c, err := config.Parse([]byte(text), "test.yaml", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	c.Digest.Topics, c.Notices = nil, h.notices
	for i := range c.Schedules {
		c.Schedules[i].Topics = nil
	}
	hears := func(_ context.Context, workspace string, n Notice) {
		h.board.mu.Lock()
		defer h.board.mu.Unlock()
		h.told = append(h.told, fmt.Sprintf("%s: %s, %s in %s: %s", workspace, n.Kind, n.Schedule, n.Place, n.Reason))
	}
	if len(h.notices) > 0 {
		hears = nil
	}
	h.app, err = New(context.Background(), Options{
		Config: c, Log: slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: h.clock.now,
		Delivery: delivery.Options{Idle: 10 * time.Minute}, Poll: feed.PollerOptions{Every: time.Hour}, Extra: []bot.Adapter{h.board},
		Notify: hears,
		Lead:   leader.Options{Lease: 1000 * time.Hour}, Beat: 1000 * time.Hour, Facts: 1000 * time.Hour, // in virtual time every write takes its while
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// run runs what was built.
func (h *house) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.app.Run(ctx) }()
	h.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Error(err)
		}
		if err := h.app.Close(); err != nil {
			h.t.Error(err)
		}
	})
	h.t.Cleanup(h.stop)
}

// ask gives a command as an admin in the channel C and returns the answer.
func (h *house) ask(line string) string {
	h.t.Helper()
	from := bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"}
	return h.app.router.DoLine(context.Background(), bot.Invocation{From: from, Access: bot.Admin, Locale: "en"}, line).Plain()
}

// reach has the platform be out of reach, or not.
func (h *house) reach(can bool) {
	h.board.mu.Lock()
	defer h.board.mu.Unlock()
	h.board.down = !can
}

// heard returns what admins would have been told.
func (h *house) heard() []string {
	h.board.mu.Lock()
	defer h.board.mu.Unlock()
	return slices.Clone(h.told)
}

// pinned returns all that was posted.
func (h *house) pinned() []pinned {
	h.board.mu.Lock()
	defer h.board.mu.Unlock()
	return slices.Clone(h.board.posts)
}

// refuse has a channel refuse every message, or not.
func (h *house) refuse(channel string, does bool) {
	h.board.mu.Lock()
	defer h.board.mu.Unlock()
	h.board.refuses[channel] = does
}

// news has an article come in that was published at a time and is about nothing else that came in.
func (h *house) news(title, published string) {
	h.t.Helper()
	at := moment(h.t, published)
	h.keep(func(s *store.Store) {
		added, err := s.Articles.Add(context.Background(), at, []store.Item{{Article: briefs.Article{
			URL: "https://news.example/" + strings.ReplaceAll(title, " ", "-"), Title: title, Outlet: "News", Feed: "https://news.example/rss", Language: "en", Published: at,
		}}})
		for _, a := range added {
			err = errors.Join(err, s.Articles.Place(context.Background(), []store.Placement{{Article: a.ID, Published: a.Published, Story: a.ID}}))
		}
		if err != nil {
			h.t.Fatal(err)
		}
	})
}

// keep works on the store, whether the bot runs or not.
func (h *house) keep(f func(*store.Store)) {
	h.t.Helper()
	s, err := store.Open(context.Background(), h.path)
	if err != nil {
		h.t.Fatal(err)
	}
	defer s.Close()
	f(s)
}

// posted returns what was posted since the last call: "day hh:mm channel: headlines", with "late" where it says so, one line a message of a channel.
func (h *house) posted() string {
	h.board.mu.Lock()
	defer h.board.mu.Unlock()
	var out []string
	for _, p := range h.board.posts[h.seen:] {
		if p.Parent != "" {
			continue
		}
		var heads []string
		for _, s := range p.Message.Sections {
			for _, l := range s.Lines {
				heads = append(heads, l.Text)
			}
		}
		late := ""
		if strings.HasPrefix(p.Message.Footer, "Late: ") {
			late = " late"
		}
		out = append(out, p.At.UTC().Format("02 15:04")+late+" "+p.Channel+": "+strings.Join(heads, ", "))
	}
	h.seen = len(h.board.posts)
	slices.Sort(out) // channels are served at the same time
	return strings.Join(out, "\n")
}

// runs returns the runs of a schedule on the board, oldest first: "day hh:mm outcome".
func (h *house) runs(schedule string) string {
	var out []string
	h.keep(func(s *store.Store) {
		list, err := s.Runs.Of(context.Background(), "console:W", schedule, 500)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, r := range list {
			out = append([]string{strings.ReplaceAll(r.Nominal[8:], "T", " ") + " " + strings.TrimSpace(r.Outcome+" "+r.Detail)}, out...)
		}
	})
	return strings.Join(out, "; ")
}

func (h *house) want(what, got, want string) {
	h.t.Helper()
	if got != want {
		h.t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

// clock is the time of day as the test sets it; between settings it goes on as usual.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset = time.Until(t)
}

// journal collects what is logged.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// tail returns the last lines.
func (j *journal) tail(lines int) string {
	all := strings.Split(strings.TrimSpace(j.String()), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// begun records a run as a process does that dies right after.
func (h *house) begun(schedule, nominal, due string) {
	h.t.Helper()
	h.keep(func(s *store.Store) {
		first, err := s.Runs.Start(context.Background(), store.Run{
			Workspace: "console:W", Schedule: schedule, Nominal: nominal, Zone: "UTC", Due: moment(h.t, due), Started: moment(h.t, due), Outcome: store.Going,
		})
		if err != nil || !first {
			h.t.Fatal(first, err)
		}
	})
}
