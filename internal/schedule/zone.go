package schedule

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/agnivade/levenshtein"
)

//go:embed zones.txt
var zonesText string

// Zones returns the names of all zones, sorted. They are the names of the embedded zone database.
func Zones() []string { return slices.Clone(zoneTable().names) }

// zoneNames finds zones by their name in any case, and by the name of their city.
type zoneNames struct {
	names  []string
	folded map[string]string // lower-case name to name
	cities map[string]string // "new york" to America/New_York
}

var zoneTable = sync.OnceValue(func() zoneNames {
	z := zoneNames{names: strings.Fields(zonesText), folded: map[string]string{}, cities: map[string]string{}}
	for _, name := range z.names {
		z.folded[strings.ToLower(name)] = name
		area, city, ok := strings.Cut(name, "/")
		if ok && !strings.Contains(city, "/") && slices.Contains(cityAreas, area) {
			// Later areas win: Europe/Istanbul over its link Asia/Istanbul.
			z.cities[strings.ToLower(strings.ReplaceAll(city, "_", " "))] = name
		}
	}
	for city, name := range cityZones {
		z.cities[city] = name
	}
	return z
})

var cityAreas = []string{"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}

// cityZones names cities that the zone database does not, or not in these languages.
var cityZones = map[string]string{
	"beijing": "Asia/Shanghai", "pekin": "Asia/Shanghai", "shenzhen": "Asia/Shanghai", "hangzhou": "Asia/Shanghai",
	"北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "深圳": "Asia/Shanghai", "杭州": "Asia/Shanghai", "广州": "Asia/Shanghai",
	"香港": "Asia/Hong_Kong", "台北": "Asia/Taipei", "东京": "Asia/Tokyo", "首尔": "Asia/Seoul", "新加坡": "Asia/Singapore",
	"singapour": "Asia/Singapore", "seoul": "Asia/Seoul", "hong-kong": "Asia/Hong_Kong", "巴黎": "Europe/Paris",
	"伦敦": "Europe/London", "londres": "Europe/London", "柏林": "Europe/Berlin", "geneva": "Europe/Zurich",
	"geneve": "Europe/Zurich", "日内瓦": "Europe/Zurich", "bruxelles": "Europe/Brussels", "纽约": "America/New_York",
	"洛杉矶": "America/Los_Angeles", "旧金山": "America/Los_Angeles", "san francisco": "America/Los_Angeles",
	"seattle": "America/Los_Angeles", "washington": "America/New_York", "悉尼": "Australia/Sydney",
	"montreal": "America/Toronto", "utc": "UTC", "gmt": "UTC",
}

// FindZone returns the zone's exact name for a name in any case or a city; an *Error suggests the nearest name.
func FindZone(name string) (string, error) {
	text := fold(name)
	table := zoneTable()
	if zone, ok := table.folded[text]; ok {
		return zone, nil
	}
	if zone, ok := table.cities[text]; ok {
		return zone, nil
	}
	if offsetLike.MatchString(text) {
		return "", fail(CodeAmbiguousZone, clip(name))
	}
	return "", fail(CodeUnknownZone, clip(name), table.nearest(text))
}

// offsetLike matches offsets and the abbreviations that several zones share or that hold for half a year only.
var offsetLike = regexp.MustCompile(`^(?:(?:utc|gmt)? ?[+-] ?\d{1,2}(?::?\d{2})?|` +
	`cst|cdt|edt|pst|pdt|mdt|ist|bst|jst|kst|hkt|sgt|cest|eest|west|aest|aedt)$`)

// nearest returns the zone with the fewest edits to the text, or "" when none is near.
func (z zoneNames) nearest(text string) string {
	best, least := "", 1+min(3, len(text)/4)
	for _, name := range z.names {
		low := strings.ToLower(name)
		if d := levenshtein.ComputeDistance(text, low); d < least {
			best, least = name, d
		}
		if city := low[strings.LastIndexByte(low, '/')+1:]; !strings.Contains(text, "/") {
			if d := levenshtein.ComputeDistance(text, city); d < least {
				best, least = name, d
			}
		}
	}
	return best
}

// location loads a zone by its exact name.
func location(name string) (*time.Location, error) {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fail(CodeUnknownZone, clip(name), "")
	}
	return loc, nil
}
