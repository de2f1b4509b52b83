// Package feed fetches and reads RSS, Atom, RDF and JSON feeds, politely and safely, and hands over their items as plain text.
package feed

import "time"

// Document is a feed as read. All texts are plain: tags gone, entities decoded.
type Document struct {
	Title    string
	Link     string   // the site's address, absolute where anything told against what to resolve it
	Language string   // as the feed names it, such as "zh-CN"; may be empty
	Format   string   // "RSS 2.0", "RSS 1.1", "Atom 1.0", "JSON Feed 1.1", …
	Encoding string   // in lower case, such as "gb18030"
	Items    []Item   // in the document's order
	Deleted  []string // ids of entries that the feed says were deleted (RFC 6721), none of which is among the items
	Problems []Problem
	Rhythm   Rhythm

	total int // items read, those included that were left out
}

// Item is one entry of a feed.
type Item struct {
	ID         string    // the feed's own id (guid, id, rdf:about); empty when there is none
	Title      string    // one line; may be empty
	URL        string    // absolute http or https address as printed, resolved; may be empty. See Identify for its canonical form
	Published  time.Time // zero when absent, unreadable or not believable
	DayOnly    bool      // Published is a day: no time of day was printed
	Summary    string    // one line of at most SummaryLimit bytes
	Text       string    // the longest text the feed gives, a line a paragraph, at most TextLimit bytes
	Author     string    // names, joined with ", "
	Categories []string

	printed string // a relative address that nothing was known to resolve against
}

// SummaryLimit and TextLimit are how much of an item's text is kept, in bytes.
const (
	SummaryLimit = 2000
	TextLimit    = 64 << 10
)

// Problem is something wrong with a document that was read all the same.
type Problem struct {
	Kind   string // one of the Problem constants
	Detail string // one sentence, for people
}

// The kinds of problem. They are part of the output of `briefbot feed test`.
const (
	ProblemCharset   = "charset"        // the encoding was named wrongly or had to be guessed, or characters were lost
	ProblemTruncated = "truncated"      // the document ends too early; complete items were kept
	ProblemNoTitle   = "no-title"       // items without a title
	ProblemNoLink    = "no-link"        // items without an address, or with one that cannot be opened
	ProblemNoID      = "no-id"          // items without an id of the feed
	ProblemRepeated  = "repeated-id"    // items under an id that an earlier item has; see Identify
	ProblemNoDate    = "no-date"        // items without a date
	ProblemBadDate   = "bad-date"       // dates in no known form
	ProblemOddDate   = "odd-date"       // dates in the future or before there was a web; they were not believed
	ProblemLongText  = "text-cut"       // a text beyond the limit
	ProblemManyItems = "too-many-items" // more items than the limit; the newest were kept
)

// Rhythm is what a feed says about how often to ask for it.
type Rhythm struct {
	TTL       time.Duration  // from ttl, or from the update period and frequency; zero when not said
	SkipHours []int          // hours in UTC, 0 to 23, in which not to ask
	SkipDays  []time.Weekday // days in UTC on which not to ask
}

// ParseOptions say what is known about a document besides its bytes. The zero value is usable.
type ParseOptions struct {
	ContentType string         // the HTTP header's value
	URL         string         // where the document was fetched, to resolve relative links
	Zone        *time.Location // of dates that name no zone; nil is UTC
	Language    string         // the source's language where the feed names none; "zh" makes CST China's time
	Now         time.Time      // dates more than a day later are not believed; zero believes every future
	Limits      Limits         // zero fields take DefaultLimits
}
