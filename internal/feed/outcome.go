package feed

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// sureAfter is how many permanent redirects to the same place in a row are believed.
const sureAfter = 3

// delivered makes the state after a 200 that was read, or a 304; doc is nil for the latter.
func (f *Fetcher) delivered(st State, a answer, doc *Document) Result {
	now := f.opt.Now().Truncate(time.Millisecond)
	r := Result{Document: doc, Status: a.status, Class: OK}
	if doc != nil {
		st.ETag, st.LastModified = a.header.Get("ETag"), a.header.Get("Last-Modified")
		st.learn(doc, now)
	} else {
		r.Class = NotModified
		set := func(to *string, name string) {
			if v := a.header.Get(name); v != "" {
				*to = v
			}
		}
		set(&st.ETag, "ETag")
		set(&st.LastModified, "Last-Modified")
	}
	if st.silent(now) {
		r.Class = Silent
	}
	r.Moved = st.follow(a.permanent)
	if r.Moved {
		r.Class = Moved
	}
	st.Failures, st.FirstFailed, st.Reason, st.LastOK, st.Class = 0, time.Time{}, "", now, r.Class
	wait := max(f.opt.Interval, st.TTL, maxAge(a.header))
	st.NextPoll = f.plan(st, now, min(wait, f.opt.Longest))
	r.State = st
	return r
}

// follow counts permanent redirects and moves the stored address when they are sure.
func (s *State) follow(target string) bool {
	switch target {
	case "", s.URL:
		s.PermanentTarget, s.PermanentSeen = "", 0
	case s.PermanentTarget:
		s.PermanentSeen++
	default:
		s.PermanentTarget, s.PermanentSeen = target, 1
	}
	if s.PermanentSeen < sureAfter {
		return false
	}
	s.MovedFrom, s.URL = s.URL, s.PermanentTarget
	s.PermanentTarget, s.PermanentSeen = "", 0
	return true
}

// failed makes the state after a failure.
func (f *Fetcher) failed(st State, a answer, err error) (Result, error) {
	now := f.opt.Now().Truncate(time.Millisecond)
	class := Dead
	var refused *RefusedError
	if errors.As(err, &refused) {
		class = refused.Class
	}
	if a.status == http.StatusOK {
		st.ETag, st.LastModified = "", "" // a 304 next time would hide that nothing was read
	}
	if st.Failures == 0 {
		st.FirstFailed = now
	}
	st.Failures++
	st.Class, st.Reason = class, strings.TrimPrefix(err.Error(), "feed: ")
	st.Gone = a.status == http.StatusGone
	wait := backoff(st.Failures, f.opt.Interval, f.opt.Longest)
	if a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable {
		wait = max(wait, min(retryAfter(a.header, now), 7*f.opt.Longest))
	}
	st.NextPoll = f.plan(st, now, wait)
	return Result{State: st, Class: class, Status: a.status}, err
}

// plan returns the time of the next poll: the wait and up to a tenth more, so that feeds drift apart, outside of the hours
// and days that the feed excludes.
func (f *Fetcher) plan(st State, now time.Time, wait time.Duration) time.Time {
	jitter := time.Duration(f.opt.Random() * float64(wait) / 10)
	return st.allowed(now.Add(wait + jitter)).Truncate(time.Millisecond)
}

// maxAge returns how long an answer says it stays fresh, less the time it spent in caches.
func maxAge(h http.Header) time.Duration {
	var age time.Duration
	for _, value := range h.Values("Cache-Control") {
		for _, directive := range strings.Split(value, ",") {
			name, number, _ := strings.Cut(strings.TrimSpace(directive), "=")
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "no-cache", "no-store":
				return 0
			case "max-age":
				age = seconds(strings.Trim(strings.TrimSpace(number), `"`))
			}
		}
	}
	return max(age-seconds(h.Get("Age")), 0)
}

func seconds(s string) time.Duration {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, 365*24*3600)) * time.Second
}

// retryAfter returns how long the server asks to be left alone, said in seconds or as a date.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return seconds(value)
}
