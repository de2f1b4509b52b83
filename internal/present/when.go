package present

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Day writes a civil day with its weekday: "Tuesday 28 January 2025", "mardi 28 janvier 2025", "2025年1月28日 星期二".
func (v Voice) Day(t time.Time) string {
	t = t.In(v.zone)
	weekday, month := v.Say(fmt.Sprintf("weekday-%d", int(t.Weekday()))), v.Say(fmt.Sprintf("month-%d", int(t.Month())))
	switch v.lang {
	case "zh":
		return fmt.Sprintf("%d年%d月%d日 %s", t.Year(), int(t.Month()), t.Day(), weekday)
	case "fr":
		return fmt.Sprintf("%s %s %s %d", weekday, ordinal(t.Day()), month, t.Year())
	default:
		return fmt.Sprintf("%s %d %s %d", weekday, t.Day(), month, t.Year())
	}
}

// Moment writes day and time shortly: "28 Jan 09:00", "28 janv. 09:00", "1月28日 09:00".
func (v Voice) Moment(t time.Time) string {
	t = t.In(v.zone)
	if v.lang == "zh" {
		return fmt.Sprintf("%d月%d日 %s", int(t.Month()), t.Day(), t.Format("15:04"))
	}
	return fmt.Sprintf("%d %s %s", t.Day(), v.Say(fmt.Sprintf("mon-%d", int(t.Month()))), t.Format("15:04"))
}

// Date writes a civil day shortly: "28 Jan 2025", "28 janv. 2025", "2025年1月28日".
func (v Voice) Date(year int, month time.Month, day int) string {
	var room [64]byte
	return string(v.writeDate(room[:0], year, month, day))
}

// writeDate adds what Date returns to a text.
func (v Voice) writeDate(text []byte, year int, month time.Month, day int) []byte {
	switch v.lang {
	case "zh":
		return fmt.Appendf(text, "%d年%d月%d日", year, int(month), day)
	case "fr":
		text = append(text, ordinal(day)...)
	default:
		text = strconv.AppendInt(text, int64(day), 10)
	}
	text = append(v.write(append(text, ' '), "mon-"+strconv.Itoa(int(month))), ' ')
	return strconv.AppendInt(text, int64(year), 10)
}

// Ahead says how long until something, in its two largest units at most: "in 3 h", "dans 3 h", "3 小时后".
func (v Voice) Ahead(d time.Duration) string { return v.Say("ahead", "Span", v.Span(d)) }

// Span says a length of time in plain units.
func (v Voice) Span(d time.Duration) string {
	minutes := int((d + 30*time.Second) / time.Minute)
	switch {
	case minutes < 1:
		return v.Count("minutes", 1)
	case minutes < 60:
		return v.Count("minutes", minutes)
	case minutes < 48*60:
		if minutes%60 == 0 || minutes >= 10*60 {
			return v.Count("hours", (minutes+30)/60)
		}
		return v.Count("hours", minutes/60) + " " + v.Count("minutes", minutes%60)
	default:
		return v.Count("days", (minutes+12*60)/(24*60))
	}
}

// Short says a length of time to the second: "3 min 12 s".
func (v Voice) Short(d time.Duration) string {
	minutes, seconds := int(d/time.Minute), int(d%time.Minute/time.Second)
	var parts []string
	if minutes > 0 {
		parts = append(parts, v.Count("minutes", minutes))
	}
	if seconds > 0 || minutes == 0 {
		parts = append(parts, v.Count("seconds", seconds))
	}
	return strings.Join(parts, " ")
}

// ordinal writes a day of the month in French: the first has a form of its own.
func ordinal(day int) string {
	if day == 1 {
		return "1er"
	}
	return strconv.Itoa(day)
}
