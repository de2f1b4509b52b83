package related

import "strings"

// wide are places too large, or too often said of whoever acts, to set events apart.
var wide = map[string]bool{"cn": true, "us": true, "eu": true, "africa": true}

// place returns the sign of a place: the country's symbol above that of the place in it, which is 0 for the country itself; 0 for a
// wide place.
func (s *symbols) place(term string) uint32 {
	country, _, inside := strings.Cut(term, " ")
	switch {
	case inside:
		return s.id("place "+country)<<16 | s.id("place "+term)&0xffff
	case wide[country]:
		return 0
	}
	return s.id("place "+country) << 16
}

// comparePlaces says whether two titles name a place in common, or name places and none in common. A country has its cities in common.
func comparePlaces(a, b []uint32) (shared, conflict bool) {
	for _, x := range a {
		for _, y := range b {
			if x == y || x>>16 == y>>16 && (x&0xffff == 0 || y&0xffff == 0) {
				return true, false
			}
		}
	}
	return false, len(a) > 0 && len(b) > 0
}
