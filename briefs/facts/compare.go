package facts

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// Outcome says how a new statement stands to those that are known.
type Outcome string

// The outcomes.
const (
	Novel         Outcome = "new"            // nothing is known of the same subject, metric and period
	Corroborates  Outcome = "corroborates"   // another page prints the same, within the printed precision
	Revision      Outcome = "revision"       // the same publisher says otherwise at a later time, and the older vintage ends; or an older vintage came late
	Coexists      Outcome = "coexists"       // another publisher, market or nature has a figure of the period as well
	UnitError     Outcome = "unit error"     // a power of ten, or another sort of unit, apart from what is known
	CurrencyError Outcome = "currency error" // an exchange rate apart, or the same number in another currency
	Contradicts   Outcome = "disputed"       // the same publisher and vintage with another value
	Repeated      Outcome = "repeated"       // this very statement of this very page is known: nothing is to be kept
	Guarded       Outcome = "guarded"        // this very statement was ruled out by an editor or a revision: it does not come back
)

// Verdict is what comparing a new statement with the known ones finds.
type Verdict struct {
	Outcome Outcome
	Against string        // the id of the fact that decided the outcome; empty for a new one
	Doubts  []Doubt       // why an editor has to look before people are told
	Fact    briefs.Fact   // as it is to be kept: with its review, vintage and status
	Changes []briefs.Fact // other facts as they are from now on: closed, or disputed as well
}

// Keep reports whether there is anything to keep.
func (v Verdict) Keep() bool { return v.Outcome != Repeated && v.Outcome != Guarded }

// Insert compares a fact with all that the draft holds and takes in what the verdict says.
func (d *Draft) Insert(f briefs.Fact) Verdict {
	v := d.Compare(f)
	if v.Keep() {
		d.Put(v.Fact)
		for _, g := range v.Changes {
			d.Put(g)
		}
	}
	return v
}

// sameRelease is how far apart two pages may be printed that print one release: what is printed within it under the publisher's
// name is the same vintage. Quarterly figures are revised with the next release at the earliest.
const sameRelease = 45 * 24 * time.Hour

// Compare says how a fact stands to those that the draft holds. A fact that is proposed as approved and raises a doubt becomes a
// candidate; one that contradicts becomes disputed, and so does what it contradicts where that has no more behind it.
func (d *Draft) Compare(f briefs.Fact) Verdict {
	known := d.about(topicKey{f.Subject, f.Metric})
	if v, ok := d.repeats(&f, known); ok {
		return v
	}
	v := Verdict{Outcome: Novel, Fact: f}
	for _, g := range known {
		if g.Period.Same(f.Period) {
			d.weigh(&v, &f, g)
		}
	}
	switch v.Outcome {
	case Revision:
		d.revise(&v)
	case Contradicts:
		d.dispute(&v, known)
	case UnitError, CurrencyError:
		v.hold()
	}
	v.Doubts = append(v.Doubts, d.doubts(&f, known)...)
	if len(v.Doubts) > 0 {
		v.hold()
		v.Changes = nil // what is in doubt changes nothing else
	}
	return v
}

// hold leaves a fact to an editor.
func (v *Verdict) hold() {
	if v.Fact.Review == briefs.Approved || v.Fact.Review == briefs.Disputed {
		v.Fact.Review = briefs.Candidate
	}
}

// repeats recognises a statement that is known from the same page: of the same series or, where an editor has put its publisher or market
// right, of the same row.
func (d *Draft) repeats(f *briefs.Fact, known []*briefs.Fact) (Verdict, bool) {
	for _, g := range known {
		if !g.Period.Same(f.Period) || g.Nature != f.Nature || !identical(f.Quantity, g.Quantity) || !samePage(f, g) || !d.sameSeries(f, g) && (f.Row == "" || f.Row != g.Row) {
			continue
		}
		v := Verdict{Outcome: Repeated, Against: g.ID, Fact: *g}
		if ruledOut(g) {
			v.Outcome = Guarded
		}
		return v, true
	}
	return Verdict{}, false
}

// ruledOut reports whether somebody has decided that a fact is not to be told, or a later vintage has.
func ruledOut(f *briefs.Fact) bool {
	return f.Review == briefs.Rejected || f.Rank == briefs.Deprecated || !f.Known.To.IsZero()
}

// precedence orders outcomes: of several known facts, the one with the first of these decides.
var precedence = []Outcome{Corroborates, UnitError, CurrencyError, Revision, Contradicts, Coexists, Novel}

// weigh takes one known fact of the same subject, metric and period into account.
func (d *Draft) weigh(v *Verdict, f, g *briefs.Fact) {
	outcome := d.against(f, g)
	if slices.Index(precedence, outcome) < slices.Index(precedence, v.Outcome) {
		v.Outcome, v.Against = outcome, g.ID
	}
	if outcome == Corroborates && converted(f.Quantity, g.Quantity) {
		v.Doubts = append(v.Doubts, Doubt{Converted, g.ID})
	}
}

// against compares a fact with a known one of the same subject, metric and period.
func (d *Draft) against(f, g *briefs.Fact) Outcome {
	if g.Review == briefs.Rejected || f.Metric == Other && f.Label != g.Label {
		return Novel // nothing that anybody is told, or another figure altogether
	}
	if !d.sameSeries(f, g) || distance(f.Nature) != distance(g.Nature) || f.Quantity.Word != "" && g.Quantity.Word != "" && !agree(f.Quantity, g.Quantity) {
		return Coexists
	}
	shown := g.Known.To.IsZero() && g.Review != briefs.Candidate
	switch relation := relate(f.Quantity, g.Quantity); {
	case relation == Corroborates:
		return Corroborates
	case !shown:
		return Coexists // what nobody is told cannot put a statement in doubt
	case relation == UnitError, relation == CurrencyError:
		return relation
	case d.laterVintage(f, g) || d.laterVintage(g, f):
		return Revision
	}
	return Contradicts
}

// sameSeries reports whether two facts of one subject and metric speak of the same: market or scope, what is counted, and the
// publisher or those who continue him. Units and lengths of periods may differ.
func (d *Draft) sameSeries(f, g *briefs.Fact) bool {
	x, y := d.book.lineOf(f), d.book.lineOf(g)
	x.unit, y.unit, x.kind, y.kind = "", "", "", ""
	return x == y
}

// laterVintage reports whether f is what its publisher himself says instead of g: printed well after it, by him or under his name.
func (d *Draft) laterVintage(f, g *briefs.Fact) bool {
	dated := !printed(f).IsZero() && !printed(g).IsZero()
	return dated && f.Known.From.Sub(g.Known.From) > sameRelease && (d.firstHand(f) || f.Status == briefs.Restated)
}

// firstHand reports whether the publisher of a fact prints it himself, or another his release.
func (d *Draft) firstHand(f *briefs.Fact) bool {
	if len(f.Sources) == 0 {
		return false
	}
	s := f.Sources[0]
	via, publisher := squeeze(s.ReportedVia), squeeze(s.Publisher)
	return via == "" || strings.Contains(via, publisher) || s.Outlet == d.book.author(f)
}

// revise ends the older vintage where the newer begins.
func (d *Draft) revise(v *Verdict) {
	g, ok := d.Fact(v.Against)
	if !ok {
		return
	}
	if v.Fact.Known.From.Before(g.Known.From) { // the older came late
		v.Fact.Known.To = g.Known.From
		return
	}
	if v.Fact.Status == briefs.Usual {
		v.Fact.Status = briefs.Restated
	}
	if v.Fact.Review == briefs.Approved {
		g.Known.To = v.Fact.Known.From
		v.Changes = append(v.Changes, g)
	}
}

// dispute marks a fact that contradicts known ones. Those become disputed as well, unless more pages or the publisher himself stand
// behind them: then the new one alone is in dispute. Both are shown until somebody rules.
func (d *Draft) dispute(v *Verdict, known []*briefs.Fact) {
	f := &v.Fact
	if f.Review != briefs.Approved {
		return
	}
	f.Review = briefs.Disputed
	own := d.support(f, known) + 1 // it is not among the known
	if d.firstHand(f) {
		own++
	}
	for _, g := range known {
		if !g.Period.Same(f.Period) || g.Review != briefs.Approved || g.Rank == briefs.Deprecated || d.against(f, g) != Contradicts {
			continue
		}
		if d.support(g, known) <= own {
			changed := *g
			changed.Review = briefs.Disputed
			v.Changes = append(v.Changes, changed)
		}
	}
}

// support counts the pages that print the value of a fact in its series, those that are first hand twice.
func (d *Draft) support(f *briefs.Fact, known []*briefs.Fact) int {
	n := 0
	for _, g := range known {
		if !g.Period.Same(f.Period) || ruledOut(g) || g.Review == briefs.Candidate || !d.sameSeries(f, g) || !agree(f.Quantity, g.Quantity) {
			continue
		}
		n++
		if d.firstHand(g) {
			n++
		}
	}
	return n
}

// samePage reports whether two facts were read on one page.
func samePage(f, g *briefs.Fact) bool {
	if len(f.Sources) == 0 || len(g.Sources) == 0 {
		return len(f.Sources) == len(g.Sources)
	}
	s, t := f.Sources[0], g.Sources[0]
	if s.URL == "" || t.URL == "" {
		return s.URL == t.URL && s.ReportedVia == t.ReportedVia && s.Title == t.Title
	}
	x, _ := briefs.CanonicalURL(s.URL)
	y, _ := briefs.CanonicalURL(t.URL)
	return cmp.Or(x, s.URL) == cmp.Or(y, t.URL)
}

// printed returns the day on which a fact was printed, as far as its first source says; zero when it does not.
func printed(f *briefs.Fact) briefs.Date {
	if len(f.Sources) == 0 {
		return briefs.Date{}
	}
	return f.Sources[0].Published
}

// sameWords reports whether two texts say the same, whatever their case, width and punctuation.
func sameWords(a, b string) bool {
	return squeeze(a) == squeeze(b) && squeeze(a) != "" || lexicon.FoldString(a) == lexicon.FoldString(b)
}
