package present

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"briefbot/briefs"
)

// nbsp keeps a number and what belongs to it on one line; narrow is French's space before a percent sign and within numbers.
const (
	nbsp   = "\u00a0"
	narrow = "\u202f"
)

// Quantity writes a value as the language does: "36%", "36 %", "US$46 bn", "46 Md $US", "460亿美元". The digits are those that
// were printed; only the unit of scale changes where the language counts by others. A word stays as it is.
func (v Voice) Quantity(q briefs.Quantity) string {
	if q.Word != "" {
		return q.Word
	}
	var room [64]byte
	return string(v.writeQuantity(room[:0], &q))
}

// writeQuantity adds what Quantity returns to a text.
func (v Voice) writeQuantity(text []byte, q *briefs.Quantity) []byte {
	switch {
	case q.Word != "":
		return append(text, q.Word...)
	case q.Bound == briefs.Exact:
		return v.unbound(text, q)
	}
	var room [64]byte
	return v.write(text, "bound-"+strings.ReplaceAll(string(q.Bound), " ", "-"), "V", string(v.unbound(room[:0], q)))
}

// unbound adds a number or a range to a text, without the bound.
func (v Voice) unbound(text []byte, q *briefs.Quantity) []byte {
	if !q.IsRange() {
		return v.amount(text, q.Value, q.Scale, q.Unit)
	}
	low, high := v.scaled(q.Low, q.Scale), v.scaled(q.High, q.Scale)
	if low.name == high.name {
		var room [64]byte
		return v.unit(text, v.digits(append(v.digits(room[:0], low.value), "–"...), high.value), high, q.Unit)
	}
	return v.amount(append(v.amount(text, q.Low, q.Scale, q.Unit), " – "...), q.High, q.Scale, q.Unit)
}

func (v Voice) amount(text []byte, d briefs.Decimal, scale int, unit string) []byte {
	s := v.scaled(d, scale)
	var room [64]byte
	return v.unit(text, v.digits(room[:0], s.value), s, unit)
}

// counted is a number in one of the language's own units of scale.
type counted struct {
	value briefs.Decimal
	name  string // "bn", "Md", "亿"; may be empty
}

// plural returns the number that its plural follows from. French counts after a word of scale as after a million.
func (c counted) plural() string {
	if c.name != "" {
		return "1000000"
	}
	return strings.TrimPrefix(c.value.String(), "-")
}

// scale is a power of ten that a language has a short word for.
type scale struct {
	power int
	name  string
}

var scales = map[string][]scale{
	"en": {{12, "tn"}, {9, "bn"}, {6, "m"}},
	"fr": {{9, "Md"}, {6, "M"}},
	"zh": {{12, "万亿"}, {8, "亿"}, {4, "万"}},
}

// scaled moves the point to the largest scale of the language under which the number still has a digit before the point.
func (v Voice) scaled(d briefs.Decimal, power int) counted {
	whole := d.WholeDigits() + power
	for _, s := range v.scales {
		if whole <= s.power {
			continue
		}
		if moved, ok := d.Shift(power - s.power); ok {
			return counted{tidy(moved, d, power), s.name}
		}
	}
	if moved, ok := d.Shift(power); ok {
		return counted{moved, ""}
	}
	return counted{d, fmt.Sprintf("×10^%d", power)}
}

// tidy drops the zeros that moving the point left behind it: 862.100 was printed as 862.1 and 1000000 as 1, but 36.0 as 36.0.
func tidy(moved, printed briefs.Decimal, power int) briefs.Decimal {
	if power > 0 && moved.Places() <= printed.Places() {
		return moved
	}
	return moved.Trim()
}

// digits adds a decimal to a text, with the language's point and grouping.
func (v Voice) digits(out []byte, d briefs.Decimal) []byte {
	var room [24]byte
	printed := d.Append(room[:0])
	separator, mark := ",", "."
	if v.lang == "fr" {
		separator, mark = narrow, ","
	}
	if printed[0] == '-' {
		out, printed = append(out, "−"...), printed[1:]
	}
	whole, fraction, point := bytes.Cut(printed, []byte{'.'})
	grouped := len(whole) > 4 || len(whole) == 4 && v.lang != "zh"
	for i, digit := range whole {
		if left := len(whole) - i; grouped && i > 0 && left%3 == 0 {
			out = append(out, separator...)
		}
		out = append(out, digit)
	}
	if point {
		out = append(append(out, mark...), fraction...)
	}
	return out
}

// dashed writes units as the ids of their wordings do.
var dashed = strings.NewReplacer("/", "-per-", " ", "-")

// unit adds a number to a text with its scale and unit around it, in the plural that they call for: "1 carte", "2 cartes", "2,7 M de
// cartes".
func (v Voice) unit(text, n []byte, number counted, unit string) []byte {
	if number.name != "" {
		if v.lang != "zh" {
			n = append(n, nbsp...)
		}
		n = append(n, number.name...)
	}
	f, ok := v.units[unit]
	if !ok && strings.ContainsAny(unit, "/ ") {
		f, ok = v.units[dashed.Replace(unit)]
	}
	if ok {
		return v.settled(f.of(v.lang, number.plural).with(text, "V", n), len(text))
	}
	id := "unit-" + dashed.Replace(unit)
	if s := v.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: args{"V": string(n)}, PluralCount: number.plural()}); s != id {
		return append(text, s...)
	}
	text = append(text, n...)
	if unit == "" {
		return text
	}
	return append(append(text, nbsp...), unit...)
}
