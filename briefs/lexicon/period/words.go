package period

import (
	"maps"
	"time"

	"briefbot/briefs"
)

// latestWords say that the newest figure is wanted. Folded, as all words here.
var latestWords = map[string]bool{
	"latest": true, "newest": true, "current": true, "recent": true,
	"dernier": true, "derniere": true, "derniers": true, "dernieres": true, "recente": true, "actuel": true, "actuelle": true,
}

var latestHan = []string{"最新", "最近", "目前"}

var monthWords = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10,
	"november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8, "septembre": 9, "octobre": 10,
	"novembre": 11, "decembre": 12, "janv": 1, "fevr": 2, "avr": 4, "juil": 7,
}

var ordinalWords = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4,
	"premier": 1, "premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4,
}

var hanNumbers = map[string]int{
	"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12,
}

// unitWords name the sort of period that a number counts.
var unitWords = map[string]briefs.PeriodKind{
	"q": briefs.Quarter, "t": briefs.Quarter, "quarter": briefs.Quarter, "qtr": briefs.Quarter, "trimestre": briefs.Quarter, "trim": briefs.Quarter,
	"h": briefs.Half, "s": briefs.Half, "half": briefs.Half, "semestre": briefs.Half,
}

// letters are the units that are written before their number: q4, t4, h1, s1.
var letters = map[string]briefs.PeriodKind{"q": briefs.Quarter, "t": briefs.Quarter, "h": briefs.Half, "s": briefs.Half}

// endings are what is written after the figure of an ordinal.
var endings = map[string]bool{"st": true, "nd": true, "rd": true, "th": true, "er": true, "re": true, "e": true, "eme": true, "ieme": true}

// openers are the words that a period may begin with.
var openers = func() map[string]bool {
	all := maps.Clone(latestWords)
	for text := range monthWords {
		all[text] = true
	}
	for text := range ordinalWords {
		all[text] = true
	}
	for text := range letters {
		all[text] = true
	}
	return all
}()

// links are words that may stand between the parts of a period.
var links = map[string]bool{"of": true, "de": true, "in": true, "en": true}
