package bot

import (
	"errors"
	"fmt"
	"time"
)

// Class says what is known of a post that failed, and so what may be done next.
type Class int

const (
	// Unknown: the platform may have accepted the message. Settle it with Find; never send again blindly.
	Unknown Class = iota
	// NotSent: the platform has not accepted the message. Sending again is safe.
	NotSent
	// Refused: the platform will never accept it as it is. Pause the destination and tell an admin.
	Refused
)

// String names the class for logs.
func (c Class) String() string {
	switch c {
	case NotSent:
		return "not sent"
	case Refused:
		return "refused"
	default:
		return "unknown"
	}
}

// PostError is the error of Post and Edit. Its text holds no secret.
type PostError struct {
	Class      Class
	RetryAfter time.Duration // how long the platform asks to wait; zero when it says nothing
	Reason     string        // the platform's own short code, such as "channel_not_found" or "50013"; may be empty
	Err        error
}

// Error says the class and the cause.
func (e *PostError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("%s: %s", e.Class, e.Reason)
	}
	return fmt.Sprintf("%s: %v", e.Class, e.Err)
}

// Unwrap returns the cause.
func (e *PostError) Unwrap() error { return e.Err }

// ClassOf returns the class of a post's error; Unknown for an error that has none, since that is the careful reading.
func ClassOf(err error) Class {
	var pe *PostError
	if errors.As(err, &pe) {
		return pe.Class
	}
	return Unknown
}

// Errors of Find.
var (
	ErrNotFound   = errors.New("the message is not there")
	ErrCannotLook = errors.New("not allowed to read the channel's history")
)

// ErrGone is a cause of errors of Post and Edit: the message that they name was deleted, or nothing can be said in its thread any more.
var ErrGone = errors.New("the message is gone, or its thread is closed")

// UserError is an error whose message people see. Every other error of a command is shown as an internal one.
type UserError struct {
	Message Message // already worded in the asker's language
	Param   string  // the param whose value it is about, so that a form can say it there; may be empty
}

// Error returns the message's text, for logs.
func (e *UserError) Error() string { return e.Message.Plain() }
