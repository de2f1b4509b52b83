package facts

import (
	"fmt"
	"strings"

	"briefbot/briefs"
)

// ErrNoSubject is the error of a question that does not say whose figure is wanted.
var ErrNoSubject = fmt.Errorf("facts: the question names nobody")

// Role says what a name was given as.
type Role string

// The roles.
const (
	AsSubject   Role = "subject"
	AsMarket    Role = "market"
	AsPublisher Role = "publisher"
)

// UnknownName is the error of words that nothing known bears.
type UnknownName struct {
	Name        string // as typed
	Role        Role
	Suggestions []briefs.Entity // the nearest, best first; may be empty
}

// Error says which name is not known, for logs.
func (e *UnknownName) Error() string {
	return fmt.Sprintf("facts: unknown %s %q, near to %q", e.Role, e.Name, entityNames(e.Suggestions))
}

// AmbiguousName is the error of words that several bear.
type AmbiguousName struct {
	Name    string // as typed
	Role    Role
	Choices []briefs.Entity
}

// Error says which name is ambiguous, for logs.
func (e *AmbiguousName) Error() string {
	return fmt.Sprintf("facts: %s %q may be any of %q", e.Role, e.Name, entityNames(e.Choices))
}

// TooManyNames is the error of a question about several where one is expected.
type TooManyNames struct {
	Role  Role
	Names []string // as typed
}

// Error says which names were given, for logs.
func (e *TooManyNames) Error() string {
	return fmt.Sprintf("facts: one %s expected, not %q", e.Role, e.Names)
}

// Flaw says what is wrong with an argument.
type Flaw string

// The flaws of arguments.
const (
	UnknownFilter  Flaw = "unknown filter"       // Near holds the filters that it may have been
	EmptyFilter    Flaw = "filter without value" //
	RepeatedFilter Flaw = "filter given twice"   //
	BadDate        Flaw = "no date"              //
	BadPeriod      Flaw = "no period"            //
	NoYear         Flaw = "period without year"  // "q4"
	TwoPeriods     Flaw = "two periods"          //
	UnknownNature  Flaw = "unknown nature"       // Near holds the natures
	TooLong        Flaw = "too long"             //
	UnknownWord    Flaw = "unknown word"         // Near holds words for metrics that it may have been
	UnknownFlag    Flaw = "unknown flag"         // Near holds the flags that it may have been
	OtherMetric    Flaw = "other metric"         // Value names another metric than the one asked for, Key
	TwoMetrics     Flaw = "two metrics"          // Value is the second
	NoGrowth       Flaw = "no growth"            // the growth of something of which none is kept
	StrayNumber    Flaw = "stray number"         // a number that is no period and no part of a name
	FewNames       Flaw = "few names"            // a comparison of fewer than two
	ManyNames      Flaw = "many names"           // a comparison of more than it can hold
)

// BadArgument is the error of an argument that cannot be understood.
type BadArgument struct {
	Flaw  Flaw
	Key   string   // the filter's name as typed; empty for words outside of filters
	Value string   // as typed
	Near  []string // what may have been meant
}

// Error says which argument is bad, for logs.
func (e *BadArgument) Error() string {
	return fmt.Sprintf("facts: %s: %q %q", e.Flaw, e.Key, e.Value)
}

// NoFigure is the error of a question that is understood and has no answer, with what there is instead.
type NoFigure struct {
	Subject briefs.Entity
	Metric  briefs.Metric // zero: any
	Market  briefs.Market // zero: any
	Period  briefs.Period // zero: the latest was asked for
	Empty   bool          // there is no fact at all
	By      string        // the publisher asked for, as typed; empty: any
	Nature  briefs.Nature // asked for; empty: any
	AsOf    briefs.Date   // as known on that day; zero: as known now

	Within     *Figure         // of a part of the period asked for, the latest
	Before     *Figure         // of the nearest earlier period
	After      *Figure         // of the nearest later period
	Ahead      *Figure         // where the latest was asked for and there is only a forecast or a plan
	Group      *Figure         // of a group that the subject belongs to; never an answer for it
	Candidates int             // figures that fit and nobody has approved yet
	Also       []*briefs.Fact  // what other markets say of the subject under the metric; by the publisher asked for, where he says any
	Metrics    []briefs.Metric // what else is known of the subject, by id
}

// Error says what there is no figure for, for logs.
func (e *NoFigure) Error() string {
	return fmt.Sprintf("facts: no %s of %s in market %q for period %q", e.Metric.ID, e.Subject.ID, e.Market.ID, e.Period)
}

// SeveralMarkets is the error of a share that was asked without a market, of somebody who is measured in several, none of them the
// usual one: they are not comparable, so the asker chooses.
type SeveralMarkets struct {
	Subject briefs.Entity
	Metric  briefs.Metric
	Default briefs.Market // the usual market, in which there is no figure of him
	By      string        // the publisher asked for, as typed; empty: any
	Period  briefs.Period // asked for; zero: the latest
	Figures []Figure      // the best of each market, and of each part of the subject
}

// Error says who is measured where, for logs.
func (e *SeveralMarkets) Error() string {
	return fmt.Sprintf("facts: %s of %s is measured in %d markets", e.Metric.ID, e.Subject.ID, len(e.Figures))
}

func entityNames(list []briefs.Entity) string {
	var names []string
	for _, e := range list {
		names = append(names, e.Name)
	}
	return strings.Join(names, ", ")
}
