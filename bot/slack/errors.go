package slack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// codes classes Slack's answers of the form {"ok":false,"error":code} to a post or an edit. Every other code is a
// definite refusal: the channel is gone, a right is missing, the token is dead, the message is invalid.
var codes = map[string]bot.Class{
	// Slack says of these that part of the operation may have succeeded, or leaves it open.
	"internal_error":      bot.Unknown,
	"fatal_error":         bot.Unknown,
	"service_unavailable": bot.Unknown,
	"":                    bot.Unknown,

	"ratelimited":            bot.NotSent,
	"rate_limited":           bot.NotSent,
	"message_limit_exceeded": bot.NotSent, // the workspace as a whole posts too much
	"request_timeout":        bot.NotSent, // the body did not arrive whole
	"team_added_to_org":      bot.NotSent, // the workspace is being moved and will be back
}

// gone holds the codes that say of a message, not of its channel, that it is not there or takes no replies.
var gone = map[string]bool{
	"message_not_found": true, "thread_not_found": true, "cannot_reply_to_message": true, "restricted_action_thread_locked": true,
	"restricted_action_non_threadable_channel": true,
}

// fatal holds the codes after which connecting again is useless until somebody changes the credentials or the app.
var fatal = map[string]string{
	"invalid_auth":            "the token is not valid",
	"not_authed":              "no token was sent",
	"account_inactive":        "the app was removed from the workspace",
	"token_revoked":           "the token was revoked",
	"token_expired":           "the token has expired",
	"not_allowed_token_type":  "the token is of the wrong kind",
	"missing_scope":           "the token lacks a scope",
	"no_permission":           "the token lacks a permission",
	"org_login_required":      "the workspace has moved to an organisation",
	"team_access_not_granted": "the app may not enter the workspace",
	"access_denied":           "access is denied",
}

// maxBody bounds what is read of one answer of the Web API.
const maxBody = 16 << 20

// caller is the library's HTTP client. It never repeats a request, follows no redirection, bounds the answer, and notes
// whether a request that failed can have reached Slack.
type caller struct {
	client *http.Client
	clock  *bot.PlatformClock
}

func newCaller(client *http.Client, clock *bot.PlatformClock) *caller {
	c := http.Client{Timeout: 30 * time.Second}
	if client != nil {
		c = *client
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &caller{client: &c, clock: clock}
}

// callError is a request that got no answer.
type callError struct {
	connected bool // there was a connection to write to
	err       error
}

func (e *callError) Error() string { return e.err.Error() }
func (e *callError) Unwrap() error { return e.err }

// Do implements the library's interface.
func (c *caller) Do(req *http.Request) (*http.Response, error) {
	var connected atomic.Bool
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
	req.Body = bot.Fenced(req.Context(), req.Body)
	if again := req.GetBody; again != nil {
		req.GetBody = func() (io.ReadCloser, error) {
			body, err := again()
			return bot.Fenced(req.Context(), body), err
		}
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return nil, &callError{connected: connected.Load(), err: bare(err)}
	}
	c.clock.Note(resp.Header)
	if s := resp.Header.Get("Retry-After"); s != "" {
		if n, err := strconv.Atoi(s); err != nil || n < 0 {
			resp.Header.Del("Retry-After") // the library would take it for another kind of error
		}
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, maxBody), resp.Body}
	return resp, nil
}

// bare drops the address from an error of net/http: a response_url is a secret.
func bare(err error) error {
	var ue *url.Error
	for errors.As(err, &ue) {
		err = ue.Err
	}
	return err
}

// postError classes what a post or an edit came back with.
func (a *Adapter) postError(what string, err error) error {
	pe := &bot.PostError{Class: bot.Unknown, Err: fmt.Errorf("slack: %s: %w", what, a.hush(err))}
	var refusal slack.SlackErrorResponse
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	var call *callError
	switch {
	case errors.As(err, &refusal):
		class, listed := codes[refusal.Err]
		if !listed {
			class = bot.Refused
		}
		pe.Class, pe.Reason = class, refusal.Err
		if gone[refusal.Err] {
			pe.Err = fmt.Errorf("%w: %w", pe.Err, bot.ErrGone)
			break
		}
		if detail := a.details(refusal); detail != "" {
			pe.Err = fmt.Errorf("slack: %s: %s: %s", what, refusal.Err, detail)
		}
	case errors.As(err, &limited):
		pe.Class, pe.Reason, pe.RetryAfter = bot.NotSent, "ratelimited", limited.RetryAfter
	case errors.As(err, &status):
		pe.Class, pe.Reason = classOfStatus(status.Code), "http_"+strconv.Itoa(status.Code)
	case errors.As(err, &call) && !call.connected:
		pe.Class = bot.NotSent
	}
	return pe
}

// details returns what Slack adds to a refusal, such as which block is wrong or which scope is missing.
func (a *Adapter) details(r slack.SlackErrorResponse) string {
	parts := append([]string{}, r.ResponseMetadata.Messages...)
	if r.Needed != "" {
		parts = append(parts, "needs the scope "+r.Needed)
	}
	return bot.Cut(bot.CleanLine(a.conceal(strings.Join(parts, "; "))), 300)
}

func classOfStatus(code int) bot.Class {
	switch {
	case code == http.StatusTooManyRequests:
		return bot.NotSent
	case code >= 500, code == http.StatusRequestTimeout, code < 300:
		return bot.Unknown
	default:
		return bot.Refused
	}
}

// cannotLook reports whether Slack refused to show a conversation.
func cannotLook(err error) bool {
	var refusal slack.SlackErrorResponse
	if !errors.As(err, &refusal) {
		return false
	}
	switch refusal.Err {
	case "missing_scope", "no_permission", "not_in_channel", "channel_not_found", "access_denied", "team_access_not_granted":
		return true
	}
	return false
}

// code returns Slack's own code of an error; empty when there is none.
func code(err error) string {
	var refusal slack.SlackErrorResponse
	if errors.As(err, &refusal) {
		return refusal.Err
	}
	return ""
}

// quiet is an error whose text holds no secret, over the one that may.
type quiet struct {
	text string
	is   error // context.Canceled or context.DeadlineExceeded, if it was one
}

func (q *quiet) Error() string { return q.text }
func (q *quiet) Unwrap() error { return q.is }

// hush returns an error of the same text without secrets, which leads to no value of the library.
func (a *Adapter) hush(err error) error {
	q := &quiet{text: a.conceal(bare(err).Error())}
	for _, known := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			q.is = known
		}
	}
	return q
}

// conceal replaces the adapter's secrets in a text.
func (a *Adapter) conceal(s string) string {
	for _, secret := range []string{a.options.AppToken, a.options.BotToken, a.options.SigningSecret} {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, "[secret]")
		}
	}
	return s
}
