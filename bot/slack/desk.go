package slack

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"briefbot/bot"
)

const (
	maxAtOnce  = 100             // deliveries answered at the same time
	runLimit   = 2 * time.Minute // for one command; its context ends then
	stopLimit  = 5 * time.Second // for what is under way when Serve ends
	replyTries = 3
)

// asked is one command or button as it came in, whichever way.
type asked struct {
	id      string // of the delivery: the same when Slack repeats it
	line    string
	user    bot.User
	from    bot.Address
	via     bot.Via
	public  bool
	back    string // the response_url; empty for a mention
	thread  string // where the answer goes; empty for the channel itself
	mention bool
	inside  bool // a mention inside a thread
}

// desk answers what comes in while Serve runs.
type desk struct {
	a       *Adapter
	router  *bot.Router
	slashes map[string]string
	places  chan struct{} // one for each delivery under way

	ctx    context.Context // of the answers; it outlives Serve's by stopLimit
	cancel context.CancelFunc

	mu     sync.Mutex
	closed bool
	active sync.WaitGroup
}

func newDesk(ctx context.Context, a *Adapter, router *bot.Router) *desk {
	d := &desk{a: a, router: router, slashes: a.slashes(router.Commands()), places: make(chan struct{}, maxAtOnce)}
	d.ctx, d.cancel = context.WithCancel(context.WithoutCancel(ctx))
	return d
}

// take begins to answer and reports whether the delivery is in good hands: it is, too, when it was taken before. When it
// is not, Slack should be left to deliver it again.
func (d *desk) take(q asked) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	select {
	case d.places <- struct{}{}:
	default:
		d.a.log.Warn("slack: too busy to take a delivery", "at once", maxAtOnce)
		return false
	}
	if q.id != "" && !d.a.seen.put(q.id, "taken") {
		<-d.places
		return true
	}
	d.active.Go(func() {
		defer func() { <-d.places }()
		d.answer(q)
	})
	return true
}

// close takes nothing more, waits for what is under way, and cuts it off when that takes too long.
func (d *desk) close() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	done := make(chan struct{})
	go func() {
		d.active.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(stopLimit):
		d.a.log.Warn("slack: answers under way were cut off at the stop")
	}
	d.cancel()
}

func (d *desk) answer(q asked) {
	ctx, cancel := context.WithTimeout(d.ctx, runLimit)
	defer cancel()
	begin := time.Now()
	m := d.router.DoLine(ctx, bot.Invocation{User: q.user, From: q.from, Via: q.via, Public: q.public}, q.line)
	reply, stop := context.WithTimeout(d.ctx, 30*time.Second)
	defer stop()
	if err := d.reply(reply, q, m); err != nil {
		d.a.log.Error("slack: an answer did not arrive", "from", q.from.String(), "error", err)
		return
	}
	d.a.log.Debug("slack: answered", "from", q.from.String(), "private", m.Private, "took", time.Since(begin))
}

// reply sends an answer in as many parts as it takes.
func (d *desk) reply(ctx context.Context, q asked, m bot.Message) error {
	parts := split(m.Clean())
	if q.back != "" && len(parts) > maxUses {
		d.a.log.Warn("slack: an answer is too long and was cut", "from", q.from.String(), "parts", len(parts))
		parts = parts[:maxUses]
	}
	for i, part := range parts {
		send := func() error { return d.a.mentioned(ctx, q, part) }
		if q.back != "" {
			send = func() error { return d.a.respond(ctx, q, part) }
		}
		if err := persist(ctx, send); err != nil {
			return fmt.Errorf("part %d of %d: %w", i+1, len(parts), err)
		}
	}
	return nil
}

// persist tries again what certainly did not arrive; never what may have.
func persist(ctx context.Context, send func() error) error {
	for try := 1; ; try++ {
		err := send()
		var pe *bot.PostError
		if err == nil || try == replyTries || !errors.As(err, &pe) || pe.Class != bot.NotSent || pe.RetryAfter > 10*time.Second {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(max(pe.RetryAfter, 300*time.Millisecond)):
		}
	}
}
