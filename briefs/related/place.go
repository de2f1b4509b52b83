package related

import (
	"strings"
	"unicode"
)

// wide are places too large, or too often said of whoever acts, to set events apart.
var wide = map[string]bool{"cn": true, "us": true, "eu": true, "africa": true}

// local are the terms of lexicon.News that befall one place.
var local = map[string]bool{"earthquake": true, "volcano": true, "flood": true, "fire": true, "bomb": true, "collapse": true}

// placeSize is how many signs a place takes: the symbols of the country, of the region and of the city in it, 0 for one that is not named.
const placeSize = 3

// addPlace enters a place, but not a wide one.
func (f *found) addPlace(s *symbols, term string) {
	if wide[term] {
		return
	}
	var place [placeSize]uint32
	for i, part := range strings.SplitN(term, " ", placeSize) {
		place[i] = s.id("place " + part)
	}
	f.sets[signPlaces] = append(f.sets[signPlaces], place[:]...)
}

// comparePlaces says whether two titles name a place in common, or name places and none in common. A country has its regions in common,
// and a region its cities.
func comparePlaces(a, b []uint32) (shared, conflict bool) {
	for x := a; len(x) > 0; x = x[placeSize:] {
		for y := b; len(y) > 0; y = y[placeSize:] {
			if within(x, y) || within(y, x) {
				return true, false
			}
		}
	}
	return false, len(a) > 0 && len(b) > 0
}

// within reports whether a place is another, or in it.
func within(inner, outer []uint32) bool {
	for i := range placeSize {
		if outer[i] != 0 && inner[i] != outer[i] {
			return false
		}
	}
	return true
}

// seats are Chinese words for a county or town, which stand behind its name.
const seats = "县镇市旗"

// noName are characters that stand before such a word where it is of something else: a stock market, a listing, this city.
const noName = "城上股超全楼牛熊夜集都门退该本各多我车沪深两美港后开收早入救债汇菜闹黑大小的在地辖属名外此跨省进个及和与等是"

// counties enters the counties and towns that a Chinese title names, by the two characters before what says that they are one.
func (f *found) counties(title string) {
	if !strings.ContainsAny(title, seats) {
		return
	}
	var name [2]rune
	for _, r := range title {
		if strings.ContainsRune(seats, r) && unicode.Is(unicode.Han, name[0]) && unicode.Is(unicode.Han, name[1]) && !strings.ContainsRune(noName, name[1]) {
			f.insert(signCounties, hash32(string(name[:])))
		}
		name[0], name[1] = name[1], r
	}
}
