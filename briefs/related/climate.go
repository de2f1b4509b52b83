package related

import "math"

// climate is how often the articles of late went on with what was told.
type climate struct{ joined, count float64 }

// climateSpan is over how many articles it is looked, and denseShare from which share on a stream is dense: what it tells, it mostly goes on
// telling. Streams of news at large are; ours has half of that at most.
const (
	climateSpan = 300
	denseShare  = 0.4
)

func (c *climate) share() float64 {
	const before, share = 20, 0.2 // what is taken for granted at first
	return (c.joined*c.count + share*before) / (c.count + before)
}

// dense reports whether the stream is.
func (c *climate) dense() bool { return c.share() > denseShare }

// note takes in whether an article joined.
func (c *climate) note(joined bool) {
	c.count = math.Min(c.count+1, climateSpan)
	c.joined += (boolean(joined) - c.joined) / c.count
}
