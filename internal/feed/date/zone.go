package date

import (
	"strings"
	"time"
)

const hour = 3600

// abbreviations are the zones that feeds name by letters, in seconds east of UTC. Where an abbreviation has several
// meanings, zoneByName settles it by the source's own zone and this is the meaning otherwise.
var abbreviations = map[string]int{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": hour,
	"est": -5 * hour, "edt": -4 * hour, "cst": -6 * hour, "cdt": -5 * hour, "mst": -7 * hour, "mdt": -6 * hour,
	"pst": -8 * hour, "pdt": -7 * hour, "akst": -9 * hour, "akdt": -8 * hour, "hst": -10 * hour, "ast": -4 * hour,
	"adt": -3 * hour, "nst": -12600, "ndt": -9000, "brt": -3 * hour, "art": -3 * hour,
	"et": -5 * hour, "ct": -6 * hour, "mt": -7 * hour, "pt": -8 * hour,
	"bst": hour, "ist": 5*hour + 1800, "cet": hour, "cest": 2 * hour, "mez": hour, "mesz": 2 * hour, "met": hour, "mest": 2 * hour,
	"eet": 2 * hour, "eest": 3 * hour, "sast": 2 * hour, "msk": 3 * hour, "msd": 4 * hour, "trt": 3 * hour, "gst": 4 * hour, "pkt": 5 * hour,
	"ict": 7 * hour, "wib": 7 * hour, "hkt": 8 * hour, "sgt": 8 * hour, "myt": 8 * hour, "pht": 8 * hour, "awst": 8 * hour, "bjt": 8 * hour,
	"jst": 9 * hour, "kst": 9 * hour, "acst": 9*hour + 1800, "acdt": 10*hour + 1800, "aest": 10 * hour, "aedt": 11 * hour,
	"nzst": 12 * hour, "nzdt": 13 * hour,
}

// chinese are the zones in which CST means UTC+8.
func chinese(zone *time.Location) bool {
	switch zone.String() {
	case "Asia/Shanghai", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "Asia/Urumqi", "Asia/Taipei", "Asia/Macau",
		"Asia/Hong_Kong", "PRC", "ROC", "Hongkong":
		return true
	}
	return false
}

// zoneByName returns the offset that an abbreviation means for this source.
func (o Options) zoneByName(name string, at func(*time.Location) time.Time) (int, bool) {
	if name == "cst" && (o.Chinese || chinese(o.Zone)) {
		return 8 * hour, true
	}
	switch name {
	case "et", "ct", "mt", "pt": // American press time, whichever half of the year it is
		city := map[string]string{"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}[name]
		if loc, err := time.LoadLocation(city); err == nil {
			_, offset := at(loc).Zone()
			return offset, true
		}
	case "ist", "bst", "ast", "gst", "cdt":
		// The source's own zone knows its own abbreviations: IST is Israel's, Ireland's or India's.
		if abbr, offset := at(o.Zone).Zone(); strings.EqualFold(abbr, name) {
			return offset, true
		}
	}
	if offset, ok := abbreviations[name]; ok {
		return offset, true
	}
	if len(name) == 1 && name >= "a" && name <= "y" {
		return 0, true // military letters were defined the wrong way round; RFC 2822 says to take them for UTC
	}
	return 0, false
}

// offset reads "+0800", "+08:00", "+8", "-5:30" from tokens that begin with a sign, and returns how many it took.
func offset(t []token) (seconds, taken int, ok bool) {
	if len(t) < 2 || !(t[0].is("+") || t[0].is("-")) || t[1].kind != number {
		return 0, 0, false
	}
	n, taken := t[1], 2
	switch {
	case n.digits <= 2:
		seconds = n.value * hour
		if len(t) >= 4 && t[2].is(":") && t[3].kind == number && t[3].digits == 2 {
			seconds += t[3].value * 60
			taken = 4
		}
	case n.digits == 3, n.digits == 4:
		seconds = n.value/100*hour + n.value%100*60
	case n.digits == 6:
		seconds = n.value/10000*hour + n.value/100%100*60
	default:
		return 0, 0, false
	}
	if seconds > 15*hour {
		return 0, 0, false
	}
	if t[0].is("-") {
		seconds = -seconds
	}
	return seconds, taken, true
}
