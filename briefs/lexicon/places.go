package lexicon

import _ "embed" // the table

// PlaceKind is the kind of the terms of Places.
const PlaceKind = "place"

// Places returns countries with their people's names, regions and large cities, in three languages; of China all prefectures. The id of
// a place begins with that of the place it is in: "cn guangdong shenzhen" is in "cn guangdong", and that in "cn". They are a bridge
// between headlines, and two that name other places tell other events.
func Places() []Term { return table(placeTable, PlaceKind) }

// placeTable holds one place a line: its id, and its names in English, French and Chinese, none where it is hardly ever named.
//
//go:embed places.txt
var placeTable string
