package factfile

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"briefbot/briefs"
)

// scales are the powers of ten that stand in the unit column.
var scales = map[string]int{"": 0, "count": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}

// fixed are units that stand in the unit column as they are printed.
var fixed = map[string]string{
	"percent": "percent", "points": "points", "EFLOPS": "eflops", "HKD per share": "hkd/share", "CNY per 1000 tokens": "cny/1000-tokens",
}

// wordUnits are values that are names or words.
var wordUnits = map[string]bool{"name": true, "text": true, "ranking": true, "word": true}

var rangeShape = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)$`)

// quantityOf reads value, unit and currency. The counted unit is that of the metric, for numbers that name none.
func quantityOf(value, unit, currency, counted string) (briefs.Quantity, error) {
	var q briefs.Quantity
	if wordUnits[unit] {
		if value == "" {
			return q, errors.New("value is empty")
		}
		return briefs.Quantity{Unit: "text", Word: value}, nil
	}
	scale, ok := scales[unit]
	switch {
	case fixed[unit] != "":
		q.Unit = fixed[unit]
	case ok && currency != "":
		q.Scale, q.Unit = scale, strings.ToLower(currency)
	case ok && counted != "":
		q.Scale, q.Unit = scale, counted
	case ok:
		q.Scale, q.Unit = scale, "units"
	default:
		word, what, _ := strings.Cut(unit, " ")
		if scale, ok := scales[word]; ok && what != "" && word != "" {
			q.Scale, q.Unit = scale, what
		} else {
			q.Unit = unit
		}
	}
	return q, numbers(&q, value)
}

// numbers reads one number or a range of two.
func numbers(q *briefs.Quantity, value string) error {
	if m := rangeShape.FindStringSubmatch(value); m != nil {
		var errs [2]error
		q.Low, errs[0] = briefs.ParseDecimal(m[1])
		q.High, errs[1] = briefs.ParseDecimal(m[2])
		if err := errors.Join(errs[:]...); err != nil {
			return fmt.Errorf("value %q is no range of two numbers", value)
		}
		if q.Low.Cmp(q.High) >= 0 {
			return fmt.Errorf("value %q is a range whose end is not above its beginning", value)
		}
		return nil
	}
	var err error
	if q.Value, err = briefs.ParseDecimal(value); err != nil {
		return fmt.Errorf("value %q is no plain number such as 36.0, no range such as 80-100, and its unit is not name, text or ranking", value)
	}
	return nil
}

// quantityCells is quantityOf the other way round; numbers of the metric's own unit come without it.
func quantityCells(q briefs.Quantity, counted string) (value, unit, currency string) {
	value = q.Value.String()
	switch {
	case q.Word != "":
		return q.Word, "text", ""
	case q.IsRange():
		value = q.Low.String() + "-" + q.High.String()
	}
	scale, ok := "", false
	for name, power := range scales {
		if power == q.Scale && name != "" && (name != "count" || q.Scale == 0) {
			scale, ok = name, true
		}
	}
	if !ok {
		scale = "10^" + strconv.Itoa(q.Scale)
	}
	for name, u := range fixed {
		if u == q.Unit && q.Scale == 0 {
			return value, name, ""
		}
	}
	switch {
	case currencyShape.MatchString(q.Unit):
		return value, scale, strings.ToUpper(q.Unit)
	case q.Unit == counted:
		return value, scale, ""
	}
	return value, scale + " " + q.Unit, ""
}

var currencyShape = regexp.MustCompile(`^[a-z]{3}$`)

// bounds are what notes say of how a printed value stands to the true one, the plainest first.
var bounds = []struct {
	words []string
	bound briefs.Bound
}{
	{[]string{"lower bound", "exceed", "at least"}, briefs.AtLeast},
	{[]string{"upper bound", "at most"}, briefs.AtMost},
	{[]string{"\"nearly\"", "almost"}, briefs.Nearly},
	{[]string{"approximate", "\"roughly\"", "\"about\"", "roughly"}, briefs.About},
}

// boundOf reads a bound out of a note.
func boundOf(note string) briefs.Bound {
	for _, b := range bounds {
		for _, w := range b.words {
			if strings.Contains(note, w) {
				return b.bound
			}
		}
	}
	return briefs.Exact
}

var citedShape = regexp.MustCompile(`\b(USD|EUR|CNY|HKD)(?: cited(?: as)?)? (\d+(?:\.\d+)?)(?: (thousand|million|billion|trillion))?(?: as cited\b)?`)

// citedIn reads the same amount in another currency out of a note: "USD 52.4 billion as cited". Without a scale it is the value's own.
func citedIn(note string, q briefs.Quantity) []briefs.Quantity {
	m := citedShape.FindStringSubmatch(note)
	if m == nil || !strings.Contains(m[0], "cited") || strings.EqualFold(m[1], q.Unit) || !currencyShape.MatchString(q.Unit) {
		return nil
	}
	value, err := briefs.ParseDecimal(m[2])
	if err != nil {
		return nil
	}
	scale := q.Scale
	if m[3] != "" {
		scale = scales[m[3]]
	}
	return []briefs.Quantity{{Value: value, Scale: scale, Unit: strings.ToLower(m[1])}}
}
