package topics

import (
	"time"

	"briefbot/briefs"
)

// Past is what a channel was told of a story.
type Past struct {
	Told     time.Time // last, with a headline in the channel
	Articles int       // of the story that it was shown so far
}

const (
	// rest is how long a story must have been told before it can be news again: a day's digest does not repeat the last one's.
	rest = 12 * time.Hour
	// silence is after which a story that moves again is news with less: people have forgotten it.
	silence = 72 * time.Hour
)

// Again reports whether a story that a channel was told of is news again, and so worth a headline rather than a reply in its thread:
// when at least three outlets tell it anew, independently, and they double what was shown; after days of silence two suffice.
func Again(p Past, news []briefs.Article) bool {
	since := briefs.Story{Articles: news}.Latest().Sub(p.Told)
	told := Coverage(news)
	switch {
	case since < rest:
		return false
	case since >= silence:
		return told >= 2
	}
	return told >= 3 && told >= p.Articles
}
