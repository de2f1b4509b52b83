package schedule

import "time"

// Plan is a rule in a zone under a calendar: all that is needed to say when it runs. It is safe for concurrent use.
type Plan struct {
	rule     Rule
	zone     string
	loc      *time.Location
	calendar Calendar
	holidays *Holidays
	china    bool // the zone keeps mainland China's time, so its holidays are worth a flag
	only     map[int]bool
	except   map[int]bool
}

// In places the rule in a zone (FindZone's forms) and under a calendar. Both are defaults: a zone or calendar that the
// expression itself names wins. An empty zone is UTC, an empty calendar All.
func (r Rule) In(zone string, calendar Calendar) (Plan, error) {
	return r.in(zone, calendar, Announced())
}

func (r Rule) in(zone string, calendar Calendar, holidays *Holidays) (Plan, error) {
	if r.zone != "" {
		zone = r.zone
	}
	if r.calendar != "" {
		calendar = r.calendar
	}
	if zone == "" {
		zone = "UTC"
	}
	name, err := FindZone(zone)
	if err != nil {
		return Plan{}, err
	}
	loc, err := location(name)
	if err != nil {
		return Plan{}, err
	}
	if calendar, err = ParseCalendar(string(calendar)); err != nil {
		return Plan{}, err
	}
	p := Plan{rule: r, zone: name, loc: loc, calendar: calendar, holidays: holidays, only: daySetOf(r.only), except: daySetOf(r.except)}
	p.china = chinaZones[name]
	if p.calendar == CNWorkdays && p.rule.days.weekdaysOnly() {
		// "Weekdays" under the Chinese calendar means its working days, make-up Saturdays included.
		p.rule.days.dow = allWeek | star
	}
	return p, nil
}

func (s daySet) weekdaysOnly() bool { return s.dow == weekdayMask && s.dom&star != 0 }

var chinaZones = map[string]bool{"Asia/Shanghai": true, "Asia/Urumqi": true, "Asia/Chongqing": true, "Asia/Chungking": true,
	"Asia/Harbin": true, "Asia/Kashgar": true, "PRC": true}

func daySetOf(dates []Date) map[int]bool {
	if len(dates) == 0 {
		return nil
	}
	set := make(map[int]bool, len(dates))
	for _, d := range dates {
		set[d.number()] = true
	}
	return set
}

// Rule returns the rule that the plan evaluates.
func (p Plan) Rule() Rule { return p.rule }

// Zone returns the exact name of the plan's zone.
func (p Plan) Zone() string { return p.zone }

// Calendar returns the plan's calendar.
func (p Plan) Calendar() Calendar { return p.calendar }

// horizonYears is how far ahead a run is looked for: 29 February on a given weekday comes within 40 years.
const horizonYears = 50

// nextDay returns the first day from the given one up to the last on which the rule may run.
func (p *Plan) nextDay(from, last int) (int, bool) {
	for day := from; day <= last; {
		d := dayNumber(day)
		length := daysIn(d.Year, d.Month)
		if p.rule.days.months&(1<<uint(d.Month)) == 0 {
			day += length - d.Day + 1
			continue
		}
		for ; d.Day <= length && day <= last; d.Day, day = d.Day+1, day+1 {
			if p.opens(d, day) {
				return day, true
			}
		}
	}
	return 0, false
}

func (p *Plan) opens(d Date, day int) bool {
	if !p.rule.days.has(d.Month, d.Day, weekdayOf(day)) || p.except[day] {
		return false
	}
	if p.only != nil && !p.only[day] {
		return false
	}
	return p.calendar.open(p.holidays, day)
}

// seek returns the first civil time of the rule at or after the given one, in seconds as if in UTC.
func (p *Plan) seek(wall int64) (int64, bool) {
	if len(p.rule.minutes) == 0 {
		return 0, false
	}
	day := int(floorDiv(wall, secondsADay))
	last := day + horizonYears*366
	minute := int((wall - int64(day)*secondsADay + 59) / 60)
	for {
		found, ok := p.nextDay(day, last)
		if !ok {
			return 0, false
		}
		if found > day {
			minute = 0
		}
		for _, m := range p.rule.minutes {
			if m >= minute {
				return int64(found)*secondsADay + int64(m)*60, true
			}
		}
		day, minute = found+1, 0
	}
}
