package related

import "math"

// climate is how often the articles of late went on with what had been told. Streams of news at large, of few outlets, mostly do; of the
// articles of our field, in which many speak of the same companies, one in six does. What makes one event of two articles is not the same
// in both.
type climate struct{ joined, count float64 }

const (
	climateSpan  = 300 // over how many articles it is looked
	climateFirst = 20  // how many articles what is taken for granted at first counts
	usualShare   = 0.2 // of articles that join: what is taken for granted
	denseShare   = 0.4 // from which on a stream is dense; our field had 0.30 at most, the public sets 0.42 at least
)

// dense reports whether most of a stream goes on with what it told.
func (c *climate) dense() bool {
	return (c.joined*c.count+usualShare*climateFirst)/(c.count+climateFirst) > denseShare
}

// note takes in whether an article joined a story. Copies of a title and round-ups are not asked.
func (c *climate) note(joined bool) {
	c.count = math.Min(c.count+1, climateSpan)
	c.joined += (boolean(joined) - c.joined) / c.count
}
