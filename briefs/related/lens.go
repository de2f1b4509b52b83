package related

// lens is a document made ready to be compared with many: of each vector it has marks by which nearly all of what another document has and
// this one has not is passed over at once. Comparisons are most of what placing an article costs.
type lens struct {
	*document
	marks   [vectors]marks
	runes   [1 << 16 / 64]uint64 // of the shingles
	matched []match
}

// marks are a set of slots by their lower twelve bits.
type marks [64]uint64

// match is a dimension that two vectors have, with both weights.
type match struct{ a, b uint32 }

// look makes a lens of a document.
func (l *lens) look(d *document) {
	if l.document != nil {
		for _, s := range l.shingles {
			l.runes[s>>6] = 0
		}
	}
	l.document, l.marks = d, [vectors]marks{}
	for which := range l.marks {
		for _, t := range d.of(which) {
			l.marks[which][t.id()>>6&63] |= 1 << (t.id() & 63)
		}
	}
	for _, s := range d.shingles {
		l.runes[s>>6] |= 1 << (s & 63)
	}
}

// meet returns the dimensions that one of the document's vectors has in common with another vector. It is good until the next call.
func (l *lens) meet(which int, b vector) []match {
	a, m := l.of(which), &l.marks[which]
	l.matched = l.matched[:0]
	i := 0
	for _, t := range b {
		id := t.id()
		if m[id>>6&63]&(1<<(id&63)) == 0 {
			continue
		}
		for i < len(a) && a[i].id() < id {
			i++
		}
		if i == len(a) {
			break
		}
		if a[i].sameAs(t) {
			l.matched = append(l.matched, match{a[i].weight(), t.weight()})
		}
	}
	return l.matched
}

// dot returns the cosine of the two documents' vectors of one kind.
func (l *lens) dot(which int, b *document) float64 { return cosineOf(l.meet(which, b.of(which))) }

func cosineOf(all []match) float64 {
	sum := uint64(0)
	for _, m := range all {
		sum += uint64(m.a) * uint64(m.b)
	}
	return float64(sum) / (fullWeight * fullWeight)
}

// rarest returns the heaviest weight that the document has in common dimensions.
func rarest(all []match) float64 {
	top := uint32(0)
	for _, m := range all {
		top = max(top, m.a)
	}
	return term(top).share()
}

// covering returns the share of the weight of a document's title, of one kind, that lies on what another has in all: of the one looked through in the other, and back.
func (l *lens) covering(title, whole int, b *document) (there, back float64) {
	sum := func(all []match, of func(match) uint32) (n uint32) {
		for _, m := range all {
			n += of(m)
		}
		return n
	}
	there = shareOf(sum(l.meet(title, b.of(whole)), func(m match) uint32 { return m.a }), l.of(title))
	back = shareOf(sum(l.meet(whole, b.of(title)), func(m match) uint32 { return m.b }), b.of(title))
	return there, back
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
