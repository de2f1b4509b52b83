package facts

import (
	"errors"
	"time"

	"briefbot/briefs"
)

// Record is one entry of the statement store: what a fact was from a moment on, and who made it so. Nothing is ever overwritten: a
// fact is what its newest record says, and the ones before are its history.
type Record struct {
	Seq       int64     // the order of writing; zero until it is kept
	Workspace string    // "platform:id" of the team that it belongs to; empty: shared by all
	Change    string    // the same for all records of one change, so that it can be undone as one
	At        time.Time // when it was recorded
	By        string    // who did it: "slack:T1/U2", "file:facts.csv"
	Did       Deed
	Why       string // in words, for editors; may be empty
	Fact      briefs.Fact
}

// Deed says what a record did to its fact.
type Deed string

// The deeds.
const (
	Added     Deed = "add"
	Imported  Deed = "import"
	Corrected Deed = "fix"     // another fact has taken its place
	Ranked    Deed = "rank"    // preferred, normal or deprecated
	Reviewed  Deed = "review"  // approved, rejected or disputed
	Closed    Deed = "close"   // a later vintage has ended this one
	Undone    Deed = "undo"    // as it was before a change
	Retracted Deed = "retract" // the change that brought it was undone: it is told no more
)

// Editor is who changes facts, and for whom.
type Editor struct {
	Workspace string // "platform:id": a change is told to its people alone; empty: to all
	By        string // who it is: "slack:T1/U2"
}

// Edited is what a change did.
type Edited struct {
	Change  string      // its name, for undoing; empty where there was nothing to keep
	Verdict Verdict     // of a fact that was added
	Before  briefs.Fact // the fact as it was; zero for a new one
	After   briefs.Fact // the fact as it is
	Records []Record
}

// Errors of changes.
var (
	ErrNoFact       = errors.New("facts: no such fact")
	ErrNothing      = errors.New("facts: nothing to change")
	ErrNoChange     = errors.New("facts: no such change")
	ErrChangedSince = errors.New("facts: changed again since")
)
