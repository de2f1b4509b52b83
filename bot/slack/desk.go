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

	// ackWithin is when a delivery is acknowledged though its answer is not there yet: Slack waits 3 s. Until then the acknowledgement
	// waits for the answer, so that Slack tells who asked should this process die.
	ackWithin = 2200 * time.Millisecond

	// lookAgain is after how long a delivery that another process has in hand is looked at again, until ackWithin: most are answered in a
	// moment, and need not come again.
	lookAgain = 200 * time.Millisecond
)

// asked is one command or button as it came in, whichever way.
type asked struct {
	id      string // of the delivery: the same when Slack repeats it
	line    string
	user    bot.User
	from    bot.Address
	via     bot.Via
	public  bool
	back    string // the response_url; empty for a mention and for the home tab
	thread  string // where the answer goes; empty for the channel itself
	mention bool
	inside  bool // a mention inside a thread
	home    bool // on the home tab, which is then shown anew
	code    string
	unsure  bool   // whether it was answered before
	files   []sent // beside a mention

	received time.Time
	trigger  string            // what a dialogue may be opened by; empty where none can be
	values   map[string]string // of a dialogue, by param
	fields   []string          // the params of a dialogue, in its order
	said     *acknowledgement  // nil where nothing can be said with it
}

// desk answers what comes in while Serve runs.
type desk struct {
	a       *Adapter
	router  *bot.Router
	slashes map[string]string
	places  chan struct{} // one for each delivery under way

	ctx      context.Context // of the answers; it outlives Serve's by stopLimit
	cancel   context.CancelFunc
	stopping context.Context // ends when what is not acknowledged yet should be at once
	hurry    context.CancelFunc

	mu     sync.Mutex
	closed bool
	active sync.WaitGroup
}

func newDesk(ctx context.Context, a *Adapter, router *bot.Router) *desk {
	d := &desk{a: a, router: router, slashes: a.slashes(router.Commands()), places: make(chan struct{}, maxAtOnce)}
	d.ctx, d.cancel = context.WithCancel(context.WithoutCancel(ctx))
	d.stopping, d.hurry = context.WithCancel(d.ctx)
	return d
}

// take answers a delivery and calls ack once, when Slack may be told. With true: it is answered, or has been before, or will be and
// Slack waits no longer. With false: Slack should be left to deliver it again, or to tell who asked that it failed.
func (d *desk) take(q asked, ack func(bool)) {
	if !d.begin(q, ack) {
		ack(d.a.seen.get(q.id) == acknowledged)
	}
}

// What is remembered of a delivery.
const (
	inHand       = "in hand"
	acknowledged = "acknowledged"
)

// begin begins to answer, unless there is no room, or the delivery was taken before.
func (d *desk) begin(q asked, ack func(bool)) bool {
	received := time.Now()
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
	if q.id != "" && !d.a.seen.add(q.id, inHand) {
		<-d.places
		return false
	}
	d.active.Go(func() {
		defer func() { <-d.places }()
		d.claimed(q, received, ack)
	})
	return true
}

// claimed answers a delivery if no other process does.
func (d *desk) claimed(q asked, received time.Time, ack func(bool)) {
	q.code, q.received = bot.NewID(), received
	claim, sure, err := bot.Take(d.ctx, d.a.options.Once, Platform, q.id)
	for claim == bot.InHand && time.Since(received) < ackWithin && d.pause(lookAgain) {
		if now, known, err := bot.Take(d.ctx, d.a.options.Once, Platform, q.id); err == nil {
			claim, sure = now, known
		}
	}
	if err != nil {
		d.a.log.Warn("slack: nobody can tell whether this was answered before; it is answered if it changes nothing", "code", q.code, "error", err)
	}
	switch claim {
	case bot.InHand: // still: should who has it die, it is answered when it comes again
		d.a.seen.drop(q.id)
		ack(false)
		return
	case bot.Answered:
		d.a.seen.put(q.id, acknowledged)
		ack(true)
		return
	}
	q.unsure = !sure
	var once sync.Once
	tell := func(taken bool) {
		once.Do(func() {
			if taken {
				d.a.seen.put(q.id, acknowledged)
			}
			ack(taken)
		})
	}
	late := time.AfterFunc(time.Until(received.Add(ackWithin)), func() { tell(true) })
	hurry := context.AfterFunc(d.stopping, func() { tell(true) })
	end := d.answer(q)
	late.Stop()
	hurry()
	if end == absent {
		d.a.seen.drop(q.id)
	}
	tell(end == shown || end == unsure && q.mention)
	if end == unsure && !q.mention {
		return // it stays in hand: Slack tells who asked, and nobody answers twice
	}
	if err := bot.Settle(d.ctx, d.a.options.Once, Platform, q.id, end != absent); err != nil {
		d.a.log.Warn("slack: an answer could not be noted", "code", q.code, "error", err)
	}
}

// pause waits; false when the desk closes meanwhile.
func (d *desk) pause(long time.Duration) bool {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-d.stopping.Done():
		return false
	case <-timer.C:
		return true
	}
}

// ending is what is known of an answer.
type ending int

const (
	shown  ending = iota // or a part of it
	absent               // certainly not; it may be answered when it comes again
	unsure               // it may have arrived, or never will
)

// close takes nothing more, waits for what is under way, and cuts it off when that takes too long.
func (d *desk) close() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.hurry()
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

// answer answers a delivery that is ours.
func (d *desk) answer(q asked) ending {
	ctx, cancel := context.WithTimeout(d.ctx, runLimit)
	defer cancel()
	begin := time.Now()
	if q.home {
		end := d.ended(q, d.atHome(ctx, q))
		if end == absent && q.line != "" {
			end = unsure // what the button does was done, though nothing was shown of it
		}
		return end
	}
	in := bot.Invocation{User: q.user, From: q.from, Locale: d.a.tongueOf(ctx, q.from.Workspace, q.user.ID), Via: q.via, Public: q.public, ID: q.code, Unsure: q.unsure}
	if len(q.files) > 0 && d.router.TakesFile(q.line) {
		in.File = d.a.download(ctx, q.files[0])
	}
	var m bot.Message
	var inside bool
	if q.via == bot.Filled {
		m, inside = d.fill(ctx, q)
	} else {
		m = d.router.DoLine(ctx, in, q.line)
		inside = d.open(ctx, q, m)
	}
	if inside {
		return shown
	}
	reply, stop := context.WithTimeout(d.ctx, 30*time.Second)
	defer stop()
	sent, err := d.reply(reply, q, d.a.handed(reply, q, m))
	if err == nil {
		d.a.log.Debug("slack: answered", "code", q.code, "from", q.from.String(), "private", m.Private, "took", time.Since(begin))
		return shown
	}
	if end := d.ended(q, err); sent == 0 {
		return end
	}
	return shown
}

// ended says what is known of an answer, and logs why it did not arrive.
func (d *desk) ended(q asked, err error) ending {
	if err == nil {
		return shown
	}
	d.a.log.Error("slack: an answer did not arrive", "code", q.code, "from", q.from.String(), "error", err)
	if bot.ClassOf(err) == bot.NotSent {
		return absent
	}
	return unsure
}

// reply sends an answer in as many parts as it takes, and returns how many of them have arrived.
func (d *desk) reply(ctx context.Context, q asked, m bot.Message) (sent int, err error) {
	parts := split(m.Clean())
	if q.back != "" && len(parts) > maxUses {
		d.a.log.Warn("slack: an answer is too long and was cut", "code", q.code, "from", q.from.String(), "parts", len(parts))
		parts = parts[:maxUses]
	}
	for i, part := range parts {
		send := func() error { return d.a.mentioned(ctx, q, part) }
		if q.back != "" {
			send = func() error {
				err := d.a.respond(ctx, q, part)
				if q.via == bot.Filled && bot.ClassOf(err) == bot.Refused { // who filled in the form took longer than the response_url lasts
					err = d.a.mentioned(ctx, q, part)
				}
				return err
			}
		}
		if err := persist(ctx, send); err != nil {
			return i, fmt.Errorf("part %d of %d: %w", i+1, len(parts), err)
		}
	}
	return len(parts), nil
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
