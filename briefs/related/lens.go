package related

// lens is a document made ready to be compared with many: what it has at a slot is found at once, in whichever of its vectors, and nearly all of
// what another document has and this one has not is passed over. Comparisons are most of what placing an article costs.
type lens struct {
	*document
	first [1 << 12]uint16      // by the lower bits of a slot: the first place in held, 0 for none
	held  []held               // the first is none
	runes [1 << 16 / 64]uint64 // of the shingles
}

// held is what the document of a lens has at a slot.
type held struct {
	id      uint32
	next    uint16          // place of another slot of the same lower bits, 0 for none
	weights [vectors]uint16 // in each of the document's vectors
}

// look makes a lens of a document.
func (l *lens) look(d *document) {
	for _, h := range l.held {
		l.first[h.id%uint32(len(l.first))] = 0
	}
	if l.document != nil {
		for _, s := range l.shingles {
			l.runes[s>>6] = 0
		}
	}
	l.document, l.held = d, append(l.held[:0], held{})
	for which := range vectors {
		for _, t := range d.of(which) {
			h := l.at(t.id())
			if h == nil {
				first := &l.first[t.id()%uint32(len(l.first))]
				l.held = append(l.held, held{id: t.id(), next: *first})
				*first = uint16(len(l.held) - 1)
				h = &l.held[*first]
			}
			h.weights[which] = uint16(t.weight())
		}
	}
	for _, s := range d.shingles {
		l.runes[s>>6] |= 1 << (s & 63)
	}
}

// at returns what the document has at a slot, nil for nothing.
func (l *lens) at(id uint32) *held {
	for at := l.first[id%uint32(len(l.first))]; at != 0; at = l.held[at].next {
		if h := &l.held[at]; h.id == id {
			return h
		}
	}
	return nil
}

// meeting is what two vectors have in common dimensions.
type meeting struct {
	product      uint64
	ours, theirs uint32 // the sum of the weights of the one and the other
	top          uint32 // the heaviest of the one
}

func (c *meeting) add(ours, theirs uint32) {
	if ours > 0 {
		c.product += uint64(ours) * uint64(theirs)
		c.ours, c.theirs = c.ours+ours, c.theirs+theirs
		c.top = max(c.top, ours)
	}
}

// cosine is that of the two vectors, which are of length one.
func (c meeting) cosine() float64 { return float64(c.product) / (fullWeight * fullWeight) }

// rarest is the heaviest weight that the document of the lens has in a common dimension.
func (c meeting) rarest() float64 { return term(c.top).share() }

// meet compares one of the document's vectors with another vector.
func (l *lens) meet(which int, b vector) meeting {
	var c meeting
	for _, t := range b {
		if h := l.at(t.id()); h != nil {
			c.add(uint32(h.weights[which]), t.weight())
		}
	}
	return c
}

// meetBoth is meet of two vectors with another that is read once.
func (l *lens) meetBoth(first, second int, b vector) (one, two meeting) {
	for _, t := range b {
		if h := l.at(t.id()); h != nil {
			one.add(uint32(h.weights[first]), t.weight())
			two.add(uint32(h.weights[second]), t.weight())
		}
	}
	return one, two
}

// dot returns the cosine of the two documents' vectors of one kind.
func (l *lens) dot(which int, b *document) float64 { return l.meet(which, b.of(which)).cosine() }

// titled compares the titles of two documents, of one kind, and all that they say, of the same kind. there and back are the share of the weight of
// a title that lies on what the other document says in all: of the one looked through, and of the other.
func (l *lens) titled(title, whole int, b *document) (titles, all meeting, there, back float64) {
	all, hence := l.meetBoth(whole, title, b.of(whole))
	titles, hither := l.meetBoth(title, whole, b.of(title))
	return titles, all, shareOf(hence.ours, l.of(title)), shareOf(hither.theirs, b.of(title))
}

// alike returns the share of common shingles.
func (l *lens) alike(b []uint16) float64 {
	common := 0
	for _, s := range b {
		common += int(l.runes[s>>6] >> (s & 63) & 1)
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(l.shingles)+len(b)-common)
}
