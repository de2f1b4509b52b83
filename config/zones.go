package config

import (
	_ "embed"
	"strings"
	_ "time/tzdata" // so that no check depends on the zone files of the machine
)

//go:embed zones.txt
var zoneNames string

// cities names the zone of cities that have none of their own, and of abbreviations that people write.
var cities = map[string]string{
	"beijing": "Asia/Shanghai", "shenzhen": "Asia/Shanghai", "hangzhou": "Asia/Shanghai", "guangzhou": "Asia/Shanghai",
	"peking": "Asia/Shanghai", "china": "Asia/Shanghai", "北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "香港": "Asia/Hong_Kong",
	"台北": "Asia/Taipei", "france": "Europe/Paris", "geneva": "Europe/Zurich", "genève": "Europe/Zurich", "lyon": "Europe/Paris",
	"montreal": "America/Toronto", "montréal": "America/Toronto", "washington": "America/New_York", "boston": "America/New_York",
	"san francisco": "America/Los_Angeles", "san_francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles",
	"bjt": "Asia/Shanghai", "hkt": "Asia/Hong_Kong", "cet": "Europe/Paris", "cest": "Europe/Paris", "jst": "Asia/Tokyo", "kst": "Asia/Seoul",
	"pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "edt": "America/New_York", "bst": "Europe/London", "sgt": "Asia/Singapore",
}

// zoneHint ends a sentence about an unknown zone with the one that was probably meant.
func zoneHint(name string) string {
	low := strings.ToLower(strings.TrimSpace(name))
	if low == "cst" {
		return "; CST means several: write Asia/Shanghai or America/Chicago"
	}
	if zone := cities[low]; zone != "" {
		return "; did you mean " + zone + "?"
	}
	var ends []string
	known := strings.Fields(zoneNames)
	for _, zone := range known {
		city := strings.ToLower(zone[strings.LastIndex(zone, "/")+1:])
		if city == strings.ReplaceAll(low, " ", "_") {
			return "; did you mean " + zone + "?"
		}
		ends = append(ends, city)
	}
	if near := nearest(name, known); near != "" {
		return "; did you mean " + near + "?"
	}
	if near := nearest(low, ends); near != "" {
		for i, end := range ends {
			if end == near {
				return "; did you mean " + known[i] + "?"
			}
		}
	}
	return "; write an IANA name such as Europe/Paris or Asia/Shanghai"
}
