package feed

import (
	"math"
	"slices"
	"time"
)

// State is what is remembered about one feed between fetches. It is plain data for the store; nothing else survives a restart.
// Times have a precision of milliseconds.
type State struct {
	URL             string        // where to ask next
	ETag            string        // of the last 200, byte for byte
	LastModified    string        // of the last 200, byte for byte
	NextPoll        time.Time     // not to be asked before; zero is now
	TTL             time.Duration // what the feed itself says about how often to ask
	SkipHours       uint32        // bit h set: not in hour h, UTC
	SkipDays        uint8         // bit d set: not on weekday d, Sunday being 0, UTC
	Failures        int           // in a row
	FirstFailed     time.Time     // of these
	LastOK          time.Time     // last answer with or without changes
	Class           Class         // of the last fetch
	Reason          string        // one sentence on the last failure; empty after success
	PermanentTarget string        // where permanent redirects lead lately
	PermanentSeen   int           // how many answers in a row led there
	MovedFrom       string        // the address before the last change by redirects
	Gone            bool          // answered 410: not to be asked again
	LastItem        time.Time     // when there was last something new
	UsualGap        time.Duration // how long it usually takes until there is; zero while unknown
	Noticed         bool          // the admins know of the failure that lasts; see Notice
}

// Due reports whether the feed is to be asked now.
func (s State) Due(now time.Time) bool { return !s.Gone && !now.Before(s.NextPoll) }

// NewState returns the state of a source that was never fetched. Its first poll falls into the window after now, at a
// place that hangs on the address, so that many sources configured at once are not asked at once; a window of zero is now.
func NewState(url string, now time.Time, window time.Duration) State {
	return State{URL: url, NextPoll: now.Add(spread(url, window)).Truncate(time.Millisecond)}
}

// spread maps a text to a duration in [0, window), evenly and always the same way.
func spread(text string, window time.Duration) time.Duration {
	h := uint64(14695981039346656037) // FNV-1a
	for i := 0; i < len(text); i++ {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	h ^= h >> 33 // FNV's high bits hardly know the last characters; mix them down as MurmurHash3 does
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	return time.Duration(float64(window) * float64(h>>11) / float64(1<<53))
}

// learn takes over what a document says about its rhythm.
func (s *State) learn(doc *Document, now time.Time) {
	s.TTL, s.SkipHours, s.SkipDays = doc.Rhythm.TTL, 0, 0
	for _, h := range doc.Rhythm.SkipHours {
		s.SkipHours |= 1 << h
	}
	for _, d := range doc.Rhythm.SkipDays {
		s.SkipDays |= 1 << d
	}
	newest, gap := cadence(doc.Items)
	if !newest.IsZero() && newest.Before(now) {
		s.LastItem, s.UsualGap = newest, gap
	}
}

// cadence returns the date of the newest item and the median time between items that follow each other, of the newest
// twenty; zero where fewer than five have a date.
func cadence(items []Item) (newest time.Time, gap time.Duration) {
	var dates []time.Time
	for _, it := range items {
		if !it.Published.IsZero() {
			dates = append(dates, it.Published)
		}
	}
	slices.SortFunc(dates, func(a, b time.Time) int { return b.Compare(a) })
	dates = dates[:min(len(dates), 20)]
	if len(dates) == 0 {
		return time.Time{}, 0
	}
	newest = dates[0].Truncate(time.Millisecond)
	if len(dates) < 5 {
		return newest, 0
	}
	gaps := make([]time.Duration, 0, len(dates)-1)
	for i := 1; i < len(dates); i++ {
		gaps = append(gaps, dates[i-1].Sub(dates[i]))
	}
	slices.Sort(gaps)
	return newest, max(gaps[len(gaps)/2], time.Hour)
}

// silent reports whether there was nothing new for three times the usual interval, and for a day at least.
func (s State) silent(now time.Time) bool {
	return s.UsualGap > 0 && now.Sub(s.LastItem) > max(3*s.UsualGap, 24*time.Hour)
}

// allowed moves a time out of the hours and days in which the feed does not want to be asked.
func (s State) allowed(at time.Time) time.Time {
	if s.SkipHours&(1<<24-1) == 1<<24-1 || s.SkipDays&(1<<7-1) == 1<<7-1 {
		return at // everything is forbidden: not meant
	}
	for range 8 * 24 {
		u := at.UTC()
		if s.SkipHours&(1<<u.Hour()) == 0 && s.SkipDays&(1<<u.Weekday()) == 0 {
			return at
		}
		at = u.Truncate(time.Hour).Add(time.Hour)
	}
	return at
}

// backoff is how long to wait after n failures in a row: twice as long each time, up to the cap.
func backoff(n int, base, most time.Duration) time.Duration {
	d := float64(base) * math.Pow(2, float64(min(max(n, 1), 40)-1))
	return time.Duration(min(d, float64(most)))
}
