package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"briefbot/bot"
)

const (
	maxFrame  = 1 << 20                // of one WebSocket message, in bytes; a button's holds the message under it
	flushTime = 100 * time.Millisecond // for acknowledgements that are still queued at a stop
)

// Serve implements bot.Adapter. In HTTP mode it only opens Handler for the time.
func (a *Adapter) Serve(ctx context.Context, router *bot.Router) error {
	if err := a.greet(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	d := newDesk(ctx, a, router)
	if !a.desk.CompareAndSwap(nil, d) {
		return errors.New("slack: this adapter is serving already")
	}
	defer a.desk.Store(nil)
	defer d.close()
	if a.options.Mode == HTTP {
		<-ctx.Done()
		return nil
	}
	return a.socket(ctx, d)
}

// greet asks Slack who we are, so that refused credentials are told at once. An unreachable Slack is only logged.
func (a *Adapter) greet(ctx context.Context) error {
	self, err := a.whoami(ctx)
	if why, refused := fatal[code(err)]; refused {
		return fmt.Errorf("slack: the bot token is refused (%s): %s", code(err), why)
	}
	if err != nil {
		if ctx.Err() == nil {
			a.log.Warn("slack: cannot reach the Web API yet", "error", a.hush(err))
		}
		return nil
	}
	a.log.Info("slack: signed in", "workspace", self.team, "bot", self.user, "mode", string(a.options.Mode))
	return nil
}

// socket runs the library's client, which reconnects by itself, and takes what it reports until ctx ends.
func (a *Adapter) socket(ctx context.Context, d *desk) error {
	client := socketmode.New(a.api, socketmode.OptionLog(silent{}), socketmode.OptionReadLimit(maxFrame))
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- keepRunning(run, client) }()
	for {
		select {
		case e := <-client.Events:
			if err := a.handle(run, client, d, e); err != nil {
				cancel()
				drain(client, ended)
				return err
			}
		case err := <-ended:
			return fmt.Errorf("slack: socket mode has ended: %w", a.explained(err))
		case <-ctx.Done():
			d.hurry()
			a.flush(client, ended, cancel)
			return nil
		}
	}
}

// keepRunning starts the client again when it ends as if it had been told to: it can mistake the end of one connection for
// the end of all.
func keepRunning(ctx context.Context, client *socketmode.Client) error {
	for {
		err := client.RunContext(ctx)
		if !errors.Is(err, context.Canceled) || ctx.Err() != nil {
			return err
		}
		time.Sleep(time.Second)
	}
}

// flush gives queued acknowledgements a moment to go out, then ends the client. What arrives meanwhile is not
// acknowledged, so that Slack delivers it to another instance or after the restart.
func (a *Adapter) flush(client *socketmode.Client, ended chan error, cancel func()) {
	moment := time.After(flushTime)
	for {
		select {
		case <-client.Events:
		case <-moment:
			cancel()
			drain(client, ended)
			return
		case <-ended: //nolint:errcheck // the stop has its own reason already
			return
		}
	}
}

// drain takes events until the client has ended: it would block on a full channel.
func drain(client *socketmode.Client, ended chan error) {
	for {
		select {
		case <-client.Events:
		case <-ended: //nolint:errcheck // as above
			return
		}
	}
}

// handle takes one event of the client and returns an error only when going on is useless.
func (a *Adapter) handle(ctx context.Context, client *socketmode.Client, d *desk, e socketmode.Event) error {
	switch e.Type {
	case socketmode.EventTypeConnecting, socketmode.EventTypeDisconnect:
		a.linked.Store(false)
	case socketmode.EventTypeHello:
		a.linked.Store(true)
	case socketmode.EventTypeConnected:
		a.log.Info("slack: connected")
	case socketmode.EventTypeConnectionError:
		failure, _ := e.Data.(*slack.ConnectionErrorEvent)
		if failure == nil {
			return nil
		}
		if _, refused := fatal[code(failure.ErrorObj)]; refused {
			return fmt.Errorf("slack: socket mode is refused: %w", a.explained(failure.ErrorObj))
		}
		a.log.Warn("slack: cannot connect yet", "attempt", failure.Attempt, "again in", failure.Backoff, "error", a.hush(failure.ErrorObj))
	case socketmode.EventTypeErrorBadMessage:
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			a.unreadable(ctx, client, d, bad.Message)
		}
	case socketmode.EventTypeErrorWriteFailed:
		a.log.Warn("slack: an acknowledgement could not be written; Slack will deliver again")
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		a.envelope(ctx, client, d, e)
	}
	return nil
}

// envelope has a delivery answered, and acknowledged when it may be.
func (a *Adapter) envelope(ctx context.Context, client *socketmode.Client, d *desk, e socketmode.Event) {
	if e.Request == nil {
		return
	}
	var q asked
	var ok bool
	switch data := e.Data.(type) {
	case slack.SlashCommand:
		q, ok = d.command(data), true
	case slack.InteractionCallback:
		q, ok = d.interaction(data)
	case slackevents.EventsAPIEvent:
		q, ok = a.event(e.Request.Payload)
	}
	a.ask(d, q, ok, a.ackOf(ctx, client, e.Request.EnvelopeID, q.said))
}

// ackOf returns what acknowledges an envelope, with what is to be said with it. One that cannot be taken is not acknowledged.
func (a *Adapter) ackOf(ctx context.Context, client *socketmode.Client, id string, said *acknowledgement) func(bool) {
	return func(taken bool) {
		if taken {
			a.acknowledge(ctx, client, id, said.take())
		}
	}
}

// ask hands a delivery to the desk, which calls ack. What asks nothing is acknowledged at once.
func (a *Adapter) ask(d *desk, q asked, ok bool, ack func(bool)) {
	if !ok {
		ack(true)
		return
	}
	if !q.mention && !q.home && !a.sameHost(q.back) {
		a.log.Warn("slack: a delivery was dropped: its response_url does not lead to Slack")
		ack(true)
		return
	}
	d.take(q, ack)
}

func (a *Adapter) acknowledge(ctx context.Context, client *socketmode.Client, id string, body any) {
	if err := client.AckCtx(ctx, id, body); err != nil {
		a.log.Warn("slack: cannot acknowledge", "error", a.hush(err))
	}
}

// unreadable acknowledges an envelope that the library does not understand, such as an event of a new kind: unanswered
// envelopes come back and in the end switch the app's subscriptions off. Its content is not logged: it holds secrets.
func (a *Adapter) unreadable(ctx context.Context, client *socketmode.Client, d *desk, raw json.RawMessage) {
	var frame socketmode.Request
	if json.Unmarshal(raw, &frame) != nil || frame.EnvelopeID == "" {
		return
	}
	if frame.Type == socketmode.RequestTypeEventsAPI {
		q, ok := a.event(frame.Payload)
		a.ask(d, q, ok, a.ackOf(ctx, client, frame.EnvelopeID, nil))
		return
	}
	a.log.Warn("slack: an envelope could not be read", "type", bot.Cut(bot.CleanLine(frame.Type), 40))
	a.acknowledge(ctx, client, frame.EnvelopeID, nil)
}

// own returns the bot's user id; empty while Slack has not told it.
func (a *Adapter) own() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.self == nil {
		return ""
	}
	return a.self.user
}

// explained adds what to do about refused credentials.
func (a *Adapter) explained(err error) error {
	if err == nil {
		return errors.New("without a reason")
	}
	var status slack.StatusCodeError
	if errors.As(err, &status) && status.Code == http.StatusNotFound {
		return errors.New("the API address answers 404; check slack.api_url")
	}
	if why, ok := fatal[code(err)]; ok {
		return fmt.Errorf("%s: %s; check the app token and its scope connections:write", code(err), why)
	}
	return a.hush(err)
}
