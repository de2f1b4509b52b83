package discord

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// connection is one library session with everything needed to leave it behind without its help: the library can hang for
// good in Open and Close, holding its own lock.
type connection struct {
	session *discordgo.Session
	ended   chan struct{} // receives when the socket is gone

	mu        sync.Mutex
	sockets   []net.Conn
	abandoned bool
}

// gateway keeps a session open until ctx ends. It returns an error only for close codes after which Discord forbids to try
// again.
func (a *Adapter) gateway(ctx context.Context) error {
	var c *connection
	wait := a.pace.backoff
	for ctx.Err() == nil {
		if c == nil {
			var err error
			if c, err = a.connection(ctx); err != nil {
				return err
			}
		}
		if err := a.open(ctx, c); err != nil {
			c.abandon()
			c = nil
			if fatal := fatalClose(err); fatal != nil {
				return fatal
			}
			if ctx.Err() == nil {
				a.log.Warn("discord: no gateway session; trying again", "in", wait, "error", plainError(err))
			}
			sleep(ctx, wait+rand.N(wait/2+1))
			wait = min(2*wait, a.pace.farthest)
			continue
		}
		a.log.Info("discord: the gateway session is open")
		opened := time.Now()
		a.linked.Store(true)
		alive := a.watch(ctx, c)
		a.linked.Store(false)
		if !alive && ctx.Err() == nil {
			a.log.Warn("discord: the gateway session is dead; a new one is opened")
			c.abandon()
			c = nil
		}
		// Discord allows 1,000 identifies a day, so sessions that do not last are opened ever less often.
		if time.Since(opened) > a.pace.farthest/2 {
			wait = a.pace.backoff
		} else {
			sleep(ctx, rand.N(wait))
			wait = min(2*wait, a.pace.farthest)
		}
	}
	if c != nil {
		c.close(3 * time.Second)
	}
	return nil
}

// connection makes a session that hands interactions over, and reports when its socket is gone.
func (a *Adapter) connection(ctx context.Context) (*connection, error) {
	s, err := a.session()
	if err != nil {
		return nil, err
	}
	c := &connection{session: s, ended: make(chan struct{}, 1)}
	s.Dialer = &websocket.Dialer{NetDialContext: c.dial, Proxy: http.ProxyFromEnvironment, HandshakeTimeout: 15 * time.Second}
	// The library ignores handlers whose type it does not know; these two are tested by what they do.
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		switch {
		case c.left():
		case e.Type == "INTERACTION_CREATE":
			a.take(e.RawData, nil)
		case e.Type == "MESSAGE_CREATE":
			a.hear(e.RawData)
		}
	})
	s.AddHandler(func(_ *discordgo.Session, _ *discordgo.Disconnect) {
		select {
		case c.ended <- struct{}{}:
		default:
		}
	})
	return c, nil
}

// open opens or resumes the session, for as long as that may take.
func (a *Adapter) open(ctx context.Context, c *connection) error {
	select {
	case <-c.ended:
	default:
	}
	done := make(chan error, 1)
	go func() { done <- c.session.Open() }()
	limit := time.NewTimer(a.pace.open)
	defer limit.Stop()
	select {
	case err := <-done:
		return err
	case <-limit.C:
		return errors.New("opening took too long")
	case <-ctx.Done():
		c.abandon()
		select {
		case err := <-done: // so that nothing is left behind, as far as the library can be made to return
			return errors.Join(ctx.Err(), err)
		case <-time.After(time.Second):
		}
		return ctx.Err()
	}
}

// watch waits until the session's socket is gone (true: it may be resumed), its heartbeats are no longer acknowledged
// (false), or ctx ends. It looks from outside and never waits for the library's lock.
func (a *Adapter) watch(ctx context.Context, c *connection) (alive bool) {
	tick := time.NewTicker(a.pace.look)
	defer tick.Stop()
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return true
		case <-c.ended:
			return true
		case <-tick.C:
		}
		if c.session.TryRLock() {
			if ack := c.session.LastHeartbeatAck; ack.After(last) {
				last = ack
			}
			c.session.RUnlock()
		}
		if time.Since(last) > a.pace.silence {
			return false
		}
	}
}

// dial remembers the sockets, to close them without the library.
func (c *connection) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.abandoned {
		_ = conn.Close() // nothing was sent
		return nil, net.ErrClosed
	}
	c.sockets = []net.Conn{conn} // the one before is closed, or the library would not dial
	return conn, nil
}

func (c *connection) left() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.abandoned
}

// abandon cuts the sockets and lets nothing of the session through any more.
func (c *connection) abandon() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.abandoned = true
	for _, s := range c.sockets {
		_ = s.Close() // it may be closed already
	}
}

// close says goodbye, so that the bot is shown as offline at once, but does not wait longer than the limit.
func (c *connection) close(limit time.Duration) {
	done := make(chan struct{})
	go func() {
		_ = c.session.Close() // the library returns no error here
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(limit):
	}
	c.abandon()
}

// fatalClose returns the error for the close codes after which reconnecting is useless.
func fatalClose(err error) error {
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return nil
	}
	why, fatal := map[int]string{
		4004: "the token is refused; copy it again from the Bot page of the developer portal",
		4010: "the shard is invalid",
		4011: "the bot is in too many servers for one session",
		4012: "the version of the gateway is no longer offered",
		4013: "the intents are invalid",
		4014: "the intents are not allowed for this application",
	}[closed.Code]
	if !fatal {
		return nil
	}
	return fmt.Errorf("discord: gateway: %s (close code %d)", why, closed.Code)
}

// plainError drops the address from an error of net/http.
func plainError(err error) error {
	var at interface{ Unwrap() error }
	for errors.As(err, &at) {
		inner := at.Unwrap()
		if inner == nil {
			break
		}
		err, at = inner, nil
	}
	return err
}
