package schedule

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// kind is the part that a word plays in a sentence about days and times.
type kind int

const (
	kindFiller   kind = iota
	kindDaily         // every day
	kindDays          // weekdays, as a mask in n
	kindWeekly        // "weekly" needs a day
	kindMonthly       // numbers are days of the month
	kindMonthDay      // day n of the month
	kindNumber        // a number that its neighbours explain
	kindAt            // what follows is a time
	kindA             // French "à": before a time, or between two days
	kindTo            // a range
	kindAnd           // a list
	kindTime          // minute n of the day
	kindInterval      // every n minutes
	kindZone          // text is the zone
	kindCalendar      // text is the calendar
	kindDate          // text is the date
	kindExcept        // what follows is left out
)

// word is one understood piece of the text.
type word struct {
	kind kind
	n    int
	text string // as written; for kindZone, kindCalendar and kindDate the value
}

// phrases lists the vocabulary of the three languages, folded. One list: no text has to say its language.
var phrases = map[kind][]string{
	kindDaily: {"daily", "every day", "everyday", "each day", "all days", "once a day", "tous les jours", "chaque jour",
		"quotidien", "quotidiennement", "une fois par jour", "每天", "每日", "天天"},
	kindWeekly:  {"weekly", "every week", "each week", "once a week", "chaque semaine", "toutes les semaines", "hebdomadaire", "每周", "每星期"},
	kindMonthly: {"monthly", "every month", "each month", "of the month", "of each month", "of every month", "chaque mois", "tous les mois", "du mois", "de chaque mois", "mensuel", "每月", "每个月"},
	kindAt:      {"at", "@"},
	kindA:       {"a"},
	kindTo:      {"to", "through", "thru", "until", "till", "au", "jusqu'a", "jusqu'au", "-", "~", "至", "到"},
	kindAnd:     {"and", "et", "puis", "plus", "&", "+", ",", "、", ";", "和", "及", "与", "以及", "还有", "跟"},
	kindExcept: {"except", "except on", "but not", "excluding", "not on", "without", "sauf", "excepte", "hors", "sans",
		"除了", "除", "不含", "不包括"},
	kindFiller: {"every", "each", "on", "the", "in", "from", "of", "time", "o'clock", "only", "calendar", "with", "zone",
		"le", "les", "de", "du", "des", "en", "tous", "tous les", "toutes les", "chaque", "heure", "heure de", "heures de",
		"dans", "seulement", "calendrier", "fuseau", "l'", "d'", "avec", "每", "每个", "在", "于", "的", "时间", "外", "以外", "只", "仅", "日历", "从", "时区", "(", ")", ".", "morning", "mornings", "matin", "matins"},
}

// dayPhrases gives sets of weekdays as masks, Sunday at bit 0.
var dayPhrases = map[string]int{
	"weekdays": weekdayMask, "weekday": weekdayMask, "workdays": weekdayMask, "workday": weekdayMask, "working days": weekdayMask,
	"working day": weekdayMask, "business days": weekdayMask, "business day": weekdayMask, "week days": weekdayMask,
	"en semaine": weekdayMask, "la semaine": weekdayMask, "jours ouvres": weekdayMask, "jour ouvre": weekdayMask, "jours de semaine": weekdayMask, "jour de semaine": weekdayMask,
	"tous les jours ouvres": weekdayMask, "tous les jours de semaine": weekdayMask, "chaque jour ouvre": weekdayMask, "chaque jour de semaine": weekdayMask,

	"工作日": weekdayMask, "平日": weekdayMask,
	"weekends": 0b1000001, "weekend": 0b1000001, "week-end": 0b1000001, "week-ends": 0b1000001, "week end": 0b1000001, "周末": 0b1000001, "双休日": 0b1000001,
}

// dayNames gives the names of single weekdays from Sunday on. "mar" is left out: March in English, Tuesday in French.
var dayNames = [7][]string{
	{"sunday", "sundays", "sun", "dimanche", "dimanches", "dim"},
	{"monday", "mondays", "mon", "lundi", "lundis", "lun"},
	{"tuesday", "tuesdays", "tue", "tues", "mardi", "mardis"},
	{"wednesday", "wednesdays", "wed", "mercredi", "mercredis", "mer"},
	{"thursday", "thursdays", "thu", "thur", "thurs", "jeudi", "jeudis", "jeu"},
	{"friday", "fridays", "fri", "vendredi", "vendredis", "ven"},
	{"saturday", "saturdays", "sat", "samedi", "samedis", "sam"},
}

// hanDays are the characters after 周, from Sunday on; 天 is Sunday too.
var hanDays = []rune("日一二三四五六")

// calendarPhrases gives the names of calendars.
var calendarPhrases = map[string]Calendar{
	"cn-workdays": CNWorkdays, "cn workdays": CNWorkdays, "china workdays": CNWorkdays, "chinese workdays": CNWorkdays,
	"chinese working days": CNWorkdays, "jours ouvres chinois": CNWorkdays, "jours ouvres en chine": CNWorkdays,
	"中国工作日": CNWorkdays, "法定工作日": CNWorkdays, "all": All,
}

// vocabulary is the phrases by their text, and their texts by first byte, longest first.
type vocabulary struct {
	words   map[string]word
	byFirst map[byte][]string
}

var spokenWords = sync.OnceValue(func() vocabulary {
	v := vocabulary{words: map[string]word{}, byFirst: map[byte][]string{}}
	for city, zone := range zoneTable().cities {
		v.words[city] = word{kind: kindZone, text: zone}
	}
	for k, list := range phrases {
		for _, p := range list {
			v.words[p] = word{kind: k, text: p}
		}
	}
	for p, mask := range dayPhrases {
		v.words[p] = word{kind: kindDays, n: mask, text: p}
	}
	for day, names := range dayNames {
		for _, p := range names {
			v.words[p] = word{kind: kindDays, n: 1 << day, text: p}
		}
	}
	for p, c := range calendarPhrases {
		v.words[p] = word{kind: kindCalendar, text: string(c)}
	}
	for p := range v.words {
		v.byFirst[p[0]] = append(v.byFirst[p[0]], p)
	}
	for _, list := range v.byFirst {
		slices.SortFunc(list, func(a, b string) int {
			if len(a) != len(b) {
				return len(b) - len(a)
			}
			return strings.Compare(a, b)
		})
	}
	return v
})

// single reports whether the word is one weekday, and which.
func (w word) single() (time.Weekday, bool) {
	if w.kind != kindDays {
		return 0, false
	}
	for d := range 7 {
		if w.n == 1<<d {
			return time.Weekday(d), true
		}
	}
	return 0, false
}
