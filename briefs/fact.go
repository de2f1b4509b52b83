package briefs

import "time"

// Entity is something that facts and articles speak of.
type Entity struct {
	ID      string // "alibaba-cloud", "geo:cn-mainland"
	Name    string // as people know it, in English
	Kind    string // company, cloud_brand, model, chip, regulator, research_firm, market, geography, group…
	Parent  string // the id of the whole that it is a part of; may be empty
	Aliases []Alias
	Members []string // ids, of a group whose figures are those of its members together; may be empty
}

// Alias is one way to write an entity's name.
type Alias struct {
	Text     string
	Language string // "en", "fr", "zh-Hans", "zh-Hant"; empty for any
	Guarded  bool   // also an ordinary word: counts only beside other signs of the entity
}

// Bound says how a printed value stands to the true one.
type Bound string

// The bounds. Exact is a value printed without a qualifier.
const (
	Exact   Bound = ""
	About   Bound = "about"
	AtLeast Bound = "at least"
	AtMost  Bound = "at most"
	Over    Bound = "over"
	Under   Bound = "under"
	Nearly  Bound = "nearly"
)

// Quantity is a value as printed. Never a float: what was printed is what is shown.
type Quantity struct {
	Value     Decimal
	Low, High Decimal // of a range; both zero otherwise
	Bound     Bound
	Unit      string // "percent", "points", "usd", "cny", "hkd", "units", "tokens", "parameters", "people", …
	Scale     int    // power of ten named beside the value: 9 for billion; 0 for none
	Word      string // instead of a number: a name or a statement, such as "released"
}

// IsRange reports whether the quantity is a range.
func (q Quantity) IsRange() bool { return q.Low.Cmp(q.High) != 0 }

// Amount returns the value with its scale multiplied out; false when it is a range or a word, or has no room.
func (q Quantity) Amount() (Decimal, bool) {
	if q.Word != "" || q.IsRange() {
		return Decimal{}, false
	}
	return q.Value.Shift(q.Scale)
}

// Nature says what sort of statement a fact is.
type Nature string

// The natures. An answer always says which.
const (
	Reported Nature = "reported" // by the company itself
	Estimate Nature = "estimate" // by somebody who measures
	Forecast Nature = "forecast" // of a period not over when it was made
	Guidance Nature = "guidance" // by the company, of its own future
	Pledge   Nature = "pledge"   // a promise in public
	Plan     Nature = "plan"     // an intention, also unconfirmed
	Rumour   Nature = "rumour"
	Event    Nature = "event" // something that happened
)

// Status says how an observation stands in its series (after SDMX's CL_OBS_STATUS).
type Status string

// The statuses.
const (
	Usual       Status = ""
	Break       Status = "break"              // not comparable with what came before
	Redefined   Status = "definition changed" // as Break, and the definition says why
	Provisional Status = "provisional"
	Restated    Status = "restated" // printed again by its publisher with another value
)

// Source says who measured and who printed.
type Source struct {
	Publisher   string // who measured or stated it: "Canalys"
	ReportedVia string // who printed it; empty or the same when first hand
	Title       string
	URL         string
	Outlet      string // the entity id of who printed it, where that is known
	Published   Date   // zero: undated
	Dated       string // the date as far as it is known, where the day is not: "2024-07", "~2025-12"; Published is then the last day that fits
}

// Review says whether people may be told.
type Review string

// The states of review.
const (
	Approved  Review = "approved"
	Candidate Review = "candidate"
	Rejected  Review = "rejected"
	Disputed  Review = "disputed"
)

// Fact is one statement in print: of what, by whom, when. Nothing is ever overwritten: a revision is another fact that
// closes this one.
type Fact struct {
	ID        string // short and stable, people quote it: "F7K2Q"
	Subject   string // entity id
	Metric    string // id in the vocabulary
	Label     string // what is counted when Metric is "other"; else the subject as printed, where its name does not say it
	Market    string // market id; empty when the metric needs none
	Scope     string // the market as the source words it; may be empty
	Geography string // entity id; may be empty
	Period    Period
	Quantity  Quantity
	As        []Quantity // the same value in other currencies, as cited, never computed
	Nature    Nature
	Unnamed   bool // told by people who are not named
	Status    Status
	Sources   []Source // at least one for an approved fact
	Known     Span     // vintage: when this was what was known; To is zero while it is
	Review    Review
	Rank      Rank
	Reason    string // why rank or review are not the usual; may be empty
	Row       string // what it was made of, such as the id of a row of a file: its own id follows from it
}

// Rank orders approved facts that speak of the same.
type Rank int

// The ranks.
const (
	Normal     Rank = 0
	Preferred  Rank = 1
	Deprecated Rank = -1
)

// KnownAt reports whether the fact was what was known at t.
func (f Fact) KnownAt(t time.Time) bool {
	return !t.Before(f.Known.From) && (f.Known.To.IsZero() || t.Before(f.Known.To))
}

// Market is what a share is a share of.
type Market struct {
	ID         string
	Name       map[string]string // by language
	Definition string            // what it counts and what not
	Geography  string            // entity id
	Publishers []string          // who is believed first, in order: entity ids or names
	OneSeries  []string          // publishers of whom one continues the series of the other
	DefaultFor []string          // metrics that mean this market when none is named
}

// Metric is a word of the vocabulary of facts.
type Metric struct {
	ID      string
	Name    map[string]string // by language
	Unit    string            // "percent", "money", "count", "points", "word"
	Low     Decimal           // plausible band, in the unit
	High    Decimal
	Stale   int  // days after the end of the period when a newer figure should be out; 0 for never
	Markets bool // needs a market
}
