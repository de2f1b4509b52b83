package delivery

import "strings"

// Cause says in a word why a message is not posted, where the protocol itself decided so. It stands before the text of a reason in the
// ledger, "no-history: …", so that people can be told in their language.
type Cause string

// The causes.
const (
	NoHistory   Cause = "no-history"  // it may have arrived, and the bot may not look
	Vanished    Cause = "vanished"    // it was posted more than once without an answer, and is not there
	Unclear     Cause = "unclear"     // it may have arrived, and looking failed for a day and a half
	Old         Cause = "old"         // it could not be posted for a day and a half
	Unserved    Cause = "unserved"    // no adapter of its platform is running
	ParentHeld  Cause = "parent-held" // the message in whose thread it belongs is held
	ParentGone  Cause = "parent-gone" // that message was not posted, or nobody knows where it is
	Unreadable  Cause = "unreadable"  // the ledger's record of it cannot be read
	Interrupted Cause = "interrupted" // the bot stopped while it was posted; it will be looked for
	Found       Cause = "found"       // it was sent, as looking back showed
	Closed      Cause = "closed"      // the message that it belongs to was deleted, or its thread is closed
	Superseded  Cause = "superseded"  // a newer edit of the same message takes its place
	ByAdmin     Cause = "by-admin"    // an admin decided; who stands behind it
)

// because joins a cause and its explanation for operators.
func because(c Cause, text string) string { return string(c) + ": " + text }

// CauseOf tells the cause at the beginning of a reason from its text; the cause is empty when the reason is somebody else's, such as
// the platform's.
func CauseOf(reason string) (Cause, string) {
	word, text, ok := strings.Cut(reason, ": ")
	if !ok {
		return "", reason
	}
	switch c := Cause(word); c {
	case NoHistory, Vanished, Unclear, Old, Unserved, ParentHeld, ParentGone, Unreadable, Interrupted, Found, Closed, Superseded, ByAdmin:
		return c, text
	}
	return "", reason
}
