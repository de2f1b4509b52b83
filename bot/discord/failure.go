package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"briefbot/bot"
)

// Discord's JSON error codes that are told apart.
const (
	unknownChannel     = 10003
	unknownMessage     = 10008
	unknownWebhook     = 10015
	missingAccess      = 50001
	missingPermissions = 50013
	wrongChannelType   = 50024
	tooLarge           = 40005
	alreadyAnswered    = 40060
	threadExists       = 160004
	tooManyEdits       = 30046 // of messages older than an hour: later again
	threadArchived     = 50083
	threadLocked       = 160005
	mostThreads        = 160006 // active at a time in the server
	mostNewsThreads    = 160007
	notText            = 50008
)

// closed are the codes that say of a message that it is not there, or that nothing can be said under it.
var closed = []int{unknownMessage, threadLocked, mostThreads, mostNewsThreads}

// refusal is the body of an error answer.
type refusal struct {
	Code       int             `json:"code"`
	Message    string          `json:"message"`
	RetryAfter float64         `json:"retry_after"` // seconds
	Errors     json.RawMessage `json:"errors"`
}

// refusal reads the error that the platform gave; zero when it is no JSON.
func (x *exchange) refusal() refusal {
	var r refusal
	if x.status < 400 || json.Unmarshal(x.body, &r) != nil {
		return refusal{}
	}
	return r
}

// failure says what is known of a request that was to create or change a message; nil when it succeeded.
func (x *exchange) failure(what string) error {
	if x.ok() {
		return nil
	}
	r := x.refusal()
	e := &bot.PostError{Class: x.class(), RetryAfter: x.retryAfter(r)}
	switch {
	case r.Code != 0:
		e.Reason = strconv.Itoa(r.Code)
	case x.status != 0:
		e.Reason = strconv.Itoa(x.status)
	}
	e.Err = fmt.Errorf("discord: %s: %w", what, x.cause(r))
	if slices.Contains(closed, r.Code) {
		e.Err = fmt.Errorf("%w: %w", e.Err, bot.ErrGone)
	}
	return e
}

func (x *exchange) class() bot.Class {
	switch {
	case x.status == 0 && !x.wrote:
		return bot.NotSent
	case x.status == http.StatusTooManyRequests:
		return bot.NotSent
	case x.status == http.StatusRequestTimeout, x.status == 0, x.status >= 500, x.status < 300:
		return bot.Unknown
	case x.garbled(), x.refusal().Code == tooManyEdits:
		return bot.NotSent
	}
	return bot.Refused
}

// garbled reports a no that is not in Discord's words: what it would say may be no refusal at all, such as that a thread is there
// already.
func (x *exchange) garbled() bool {
	wordy := x.status == http.StatusBadRequest || x.status == http.StatusForbidden || x.status == http.StatusNotFound
	r := x.refusal()
	return wordy && (x.err != nil || r.Code == 0 && r.Message == "")
}

func (x *exchange) cause(r refusal) error {
	switch {
	case x.err != nil:
		return x.err
	case r.Code == 0 && r.Message == "":
		return fmt.Errorf("HTTP status %d", x.status)
	case len(r.Errors) > 0:
		return fmt.Errorf("HTTP status %d, code %d: %s %s", x.status, r.Code, tidy(r.Message), tidy(string(r.Errors)))
	}
	return fmt.Errorf("HTTP status %d, code %d: %s", x.status, r.Code, tidy(r.Message))
}

func tidy(s string) string { return bot.Cut(bot.CleanLine(s), 300) }

// retryAfter returns how long the platform asks to wait, from the body or the headers.
func (x *exchange) retryAfter(r refusal) time.Duration {
	if x.wait > 0 {
		return x.wait
	}
	if x.status != http.StatusTooManyRequests && x.status != http.StatusServiceUnavailable {
		return 0
	}
	seconds := r.RetryAfter
	for _, name := range []string{"Retry-After", "X-RateLimit-Reset-After"} {
		if v, err := strconv.ParseFloat(x.header.Get(name), 64); err == nil && seconds == 0 {
			seconds = v
		}
	}
	if !(seconds > 0 && seconds <= 24*3600) { // also what is no number
		seconds = 1
	}
	return time.Duration(seconds * float64(time.Second))
}

// refused is an error found before anything was sent.
func refused(reason, format string, args ...any) error {
	return &bot.PostError{Class: bot.Refused, Reason: reason, Err: fmt.Errorf("discord: "+format, args...)}
}

var errEmpty = errors.New("the message is empty")
