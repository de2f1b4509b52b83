package feed

import "time"

// Class is how a source is doing, as health counts and reports it.
type Class string

// The classes of health.
const (
	OK          Class = "ok"
	NotModified Class = "not modified"
	Dead        Class = "dead"      // no such host, no answer, gone, or an error of the server
	Blocked     Class = "blocked"   // the server does not want us: 401, 403, 429, or a challenge page
	Malformed   Class = "malformed" // an answer that is no feed or goes beyond the limits
	Moved       Class = "moved"     // answers from another address for good
	Silent      Class = "silent"    // answers, and has had nothing new for three times its usual interval
	Refused     Class = "refused"   // the address may not be fetched
)

// Notice is what the admins should be told about a feed.
type Notice string

// The notices. There are none in between: a feed that fails is reported once and its recovery once.
const (
	NoNotice        Notice = ""
	NoticeFailing   Notice = "failing"   // for NoticeAfter or longer
	NoticeGone      Notice = "gone"      // answered 410 and is not asked any more
	NoticeRecovered Notice = "recovered" // delivers again after a NoticeFailing
)

// NoticeAfter is how long a feed must fail before the admins are told.
const NoticeAfter = 24 * time.Hour

// Notice returns what the admins should be told now, and notes in the state that they were. The caller gathers the notices of
// all feeds into one message and stores the states.
func (s *State) Notice(now time.Time) Notice {
	switch {
	case s.Gone && !s.Noticed:
		s.Noticed = true
		return NoticeGone
	case s.Failures > 0 && !s.Noticed && now.Sub(s.FirstFailed) >= NoticeAfter:
		s.Noticed = true
		return NoticeFailing
	case s.Failures == 0 && s.Noticed:
		s.Noticed = false
		return NoticeRecovered
	}
	return NoNotice
}
