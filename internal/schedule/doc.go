// Package schedule says when a digest is due: it reads cron expressions and people's words, and turns civil times into instants.
//
// The parsed expression is evaluated on civil time, as if in UTC, and each civil time is then mapped to an instant:
// the one instant that has it, the first of two, or the first instant after a gap. Nothing here keeps state or posts.
package schedule

import _ "time/tzdata" // zones work on machines without a zone database
