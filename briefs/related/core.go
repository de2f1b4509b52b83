package related

import "slices"

// core is what the articles of a story in one language say. Those in others say it in other words, and would blur it.
type core struct {
	language string
	count    int
	said
}

// hear takes the language of a document that becomes a member into account, before what it says is added to the whole.
func (s *story) hear(d *document) {
	if s.count == 1 {
		s.language = d.language
	}
	if s.cores == nil && d.language == s.language {
		return // what all say is the core
	}
	if s.cores == nil {
		first := core{language: s.language, count: s.count - 1}
		if s.centroid != nil {
			first.said = s.centroid.said
		} else if s.only != nil {
			first.add(s.only)
		}
		s.cores = []core{first}
	}
	i := slices.IndexFunc(s.cores, func(c core) bool { return c.language == d.language })
	if i < 0 {
		i = len(s.cores)
		s.cores = append(s.cores, core{language: d.language})
	}
	s.cores[i].count++
	s.cores[i].add(d)
}

// coreKinds are the kinds of vectors of which a core is made, in the order of said.all.
var coreKinds = [...]int{ofHeadline, ofGist, ofWords, ofConcepts}

// all are the centroids, by coreKinds.
func (c *said) all() [len(coreKinds)]*centroid {
	return [...]*centroid{&c.headline, &c.gist, &c.words, &c.concepts}
}

func (c *said) add(d *document) {
	for i, c := range c.all() {
		c.add(d.of(coreKinds[i]))
	}
}

// agreement is how far a document says what those of a core say, by vectors of one kind.
type agreement struct {
	shared  float64 // of what they say
	top     float64 // how common among them the most common is that it says as well
	missing float64 // and the most common that it does not
}

// agree compares a document with those of a story in its language, by the vectors of coreKinds, and returns how many these are: 0 when the story is not
// told in its language.
func (s *story) agree(d *document) (found [len(coreKinds)]agreement, n int) {
	switch {
	case s.cores != nil:
		for i := range s.cores {
			if c := &s.cores[i]; c.language == d.language {
				return c.agree(d, c.count), c.count
			}
		}
	case s.language != d.language:
	case s.centroid != nil:
		return s.centroid.agree(d, s.count), s.count
	case s.only != nil:
		var room [64]weighted // as many dimensions as most have
		for i, kind := range coreKinds {
			found[i] = agreementOf(s.only.of(kind).weighed(room[:0]), d.of(kind), 1)
		}
		return found, 1
	}
	return found, 0
}

func (c *said) agree(d *document, n int) (found [len(coreKinds)]agreement) {
	for i, c := range c.all() {
		found[i] = agreementOf(c.sum, d.of(coreKinds[i]), n)
	}
	return found
}

// agreementOf compares a vector with the sum of n.
func agreementOf(sum []weighted, v vector, n int) (a agreement) {
	both, all, j := 0.0, 0.0, 0
	for _, w := range sum {
		mean := float64(w.Weight) / float64(n)
		for j < len(v) && v[j].id() < w.ID {
			j++
		}
		all += mean * mean
		if j < len(v) && v[j].id() == w.ID {
			both += mean * mean
			a.top = max(a.top, mean)
		} else {
			a.missing = max(a.missing, mean)
		}
	}
	a.shared = both / max(all, 1e-9)
	return a
}

// weighed appends the dimensions of a vector to room.
func (v vector) weighed(room []weighted) []weighted {
	for _, t := range v {
		room = append(room, weighted{t.id(), float32(t.share())})
	}
	return room
}
