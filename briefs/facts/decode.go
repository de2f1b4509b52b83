package facts

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
	"unsafe"

	"briefbot/briefs"
)

// Encode returns a fact as the JSON of its Shape.
func Encode(f briefs.Fact) ([]byte, error) { return json.Marshal(ShapeOf(f)) }

// Decoder reads facts that Encode wrote, many after each other: texts that come again and again are kept once. The zero value is
// ready; it is for one goroutine.
type Decoder struct {
	texts      map[string]string
	recent     [256]string     // those that were read last, by how they look
	title, url string          // of the last source: pages give several facts
	room       []briefs.Source // for the sources of the next facts, made for many at a time
}

// Decode reads one fact into one that is zero. It keeps nothing of the text itself.
func (d *Decoder) Decode(text []byte, f *briefs.Fact) error {
	if d.texts == nil {
		d.texts = map[string]string{}
	}
	s := scan{text: text, decoder: d}
	if s.fact(f) && s.at == len(text) {
		return nil
	}
	var shape Shape // written by somebody else, or with escapes: the usual way reads it, or says what is wrong
	err := json.Unmarshal(text, &shape)
	if err == nil {
		*f, err = shape.Fact()
	}
	if err != nil {
		*f = briefs.Fact{}
	}
	return err
}

// maxKept bounds the texts that a decoder keeps.
const maxKept = 100_000

// kept returns the text as the one that was read before, where it was.
func (d *Decoder) kept(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	last := &d.recent[(len(b)*37+int(b[0])*5+int(b[len(b)-1])+int(b[len(b)/2])*11)%len(d.recent)]
	if string(b) == *last { // no copy for the comparison
		return *last
	}
	s, ok := d.texts[string(b)] // nor for the look-up
	if !ok {
		s = d.keep(b)
	}
	*last = s
	return s
}

// keep copies a text and keeps the copy for later, where there is room.
func (d *Decoder) keep(b []byte) string {
	s := string(b)
	if len(d.texts) < maxKept && len(s) < 200 {
		d.texts[s] = s
	}
	return s
}

// again returns the text of the last source, where it is the same.
func again(last *string, b []byte) string {
	if string(b) != *last { // no copy for the comparison
		*last = string(b)
	}
	return *last
}

// oneSource returns room for the source of a fact.
func (d *Decoder) oneSource() []briefs.Source {
	const many = 256
	if len(d.room) == 0 {
		d.room = make([]briefs.Source, many)
	}
	one := d.room[:0:1]
	d.room = d.room[1:]
	return one
}

// scan reads the JSON that Encode writes, from left to right. Whatever it does not expect makes it give up.
type scan struct {
	text    []byte
	at      int
	decoder *Decoder
	failed  bool
	counted bool // a quantity was there: a fact without one is none
}

func (s *scan) take(c byte) bool {
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

// raw reads a string without escapes; what it returns is a part of the text.
func (s *scan) raw() []byte {
	if !s.take('"') {
		s.failed = true
		return nil
	}
	from, bits := s.at, byte(0)
	for ; s.at < len(s.text); s.at++ {
		c := s.text[s.at]
		bits |= c
		switch {
		case c == '"':
			s.at++
			text := s.text[from : s.at-1]
			if bits >= utf8.RuneSelf && !utf8.Valid(text) { // the usual reader mends it
				s.failed = true
			}
			return text
		case c == '\\' || c < ' ':
			s.failed = true
			return nil
		}
	}
	s.failed = true
	return nil
}

// word reads a string that is likely to come again; text reads one that is not.
func (s *scan) word() string  { return s.decoder.kept(s.raw()) }
func (s *scan) plain() string { return string(s.raw()) }

func (s *scan) number() int {
	from := s.at
	for s.at < len(s.text) && (s.text[s.at] == '-' || s.text[s.at] >= '0' && s.text[s.at] <= '9') {
		s.at++
	}
	n, err := strconv.Atoi(string(s.text[from:s.at]))
	s.failed = s.failed || err != nil
	return n
}

func (s *scan) yes() bool {
	if strings.HasPrefix(alias(s.text[s.at:]), "true") {
		s.at += len("true")
		return true
	}
	s.failed = true
	return false
}

// alias returns bytes as a text that is valid as long as they do not change.
func alias(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func (s *scan) decimal() briefs.Decimal {
	v, err := briefs.ParseDecimal(alias(s.raw()))
	s.failed = s.failed || err != nil
	return v
}

// date reads "2006-01-02"; it takes a day to be one, as Encode writes no others.
func (s *scan) date() briefs.Date {
	b := s.raw()
	if len(b) != len(time.DateOnly) || b[4] != '-' || b[7] != '-' {
		s.failed = true
		return briefs.Date{}
	}
	d := briefs.Date{Year: digitsOf(b[:4]), Month: time.Month(digitsOf(b[5:7])), Day: digitsOf(b[8:])}
	s.failed = s.failed || d.Year < 0 || d.Month < 1 || d.Month > 12 || d.Day < 1 || d.Day > 28 && briefs.DateOf(d.UTC()) != d
	return d
}

// digitsOf returns a number of digits; negative when it has others.
func digitsOf(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1 << 20
		}
		n = n*10 + int(c-'0')
	}
	return n
}

func (s *scan) instant() time.Time {
	b := s.raw()
	if len(b) == len("2006-01-02T00:00:00Z") && alias(b[10:]) == "T00:00:00Z" {
		sub := scan{text: append(append([]byte{'"'}, b[:10]...), '"')}
		d := sub.date()
		s.failed = s.failed || sub.failed
		return d.UTC()
	}
	t, err := time.Parse(time.RFC3339Nano, alias(b))
	s.failed = s.failed || err != nil
	return t.UTC()
}

// object reads an object and has each of its fields read by name.
func (s *scan) object(field func(name string) bool) bool {
	if !s.take('{') {
		return false
	}
	for first := true; !s.take('}'); first = false {
		if !first && !s.take(',') {
			return false
		}
		name := alias(s.raw())
		if s.failed || !s.take(':') || !field(name) || s.failed {
			return false
		}
	}
	return true
}

func (s *scan) list(item func() bool) bool {
	if !s.take('[') {
		return false
	}
	for first := true; !s.take(']'); first = false {
		if !first && !s.take(',') || !item() {
			return false
		}
	}
	return true
}

func (s *scan) fact(f *briefs.Fact) bool {
	ok := s.object(func(name string) bool {
		switch name {
		case "id":
			f.ID = s.plain()
		case "subject":
			f.Subject = s.word()
		case "metric":
			f.Metric = s.word()
		case "label":
			f.Label = s.word()
		case "market":
			f.Market = s.word()
		case "scope":
			f.Scope = s.word()
		case "geography":
			f.Geography = s.word()
		case "nature":
			f.Nature = briefs.Nature(s.word())
		case "unnamed":
			f.Unnamed = s.yes()
		case "status":
			f.Status = briefs.Status(s.word())
		case "known_from":
			f.Known.From = s.instant()
		case "known_to":
			f.Known.To = s.instant()
		case "review":
			f.Review = briefs.Review(s.word())
		case "rank":
			f.Rank = map[string]briefs.Rank{"preferred": briefs.Preferred, "deprecated": briefs.Deprecated}[alias(s.raw())]
			return f.Rank != briefs.Normal
		case "reason":
			f.Reason = s.word()
		case "row":
			f.Row = s.plain()
		default:
			return s.parts(f, name)
		}
		return true
	})
	return ok && s.counted && valid(*f) == nil
}

// parts reads what a fact is composed of.
func (s *scan) parts(f *briefs.Fact, name string) bool {
	switch name {
	case "period":
		return s.period(&f.Period)
	case "quantity":
		s.counted = true
		return s.quantity(&f.Quantity)
	case "as":
		f.As = nil
		return s.list(func() bool {
			f.As = append(f.As, briefs.Quantity{})
			return s.quantity(&f.As[len(f.As)-1])
		})
	case "sources":
		f.Sources = nil
		return s.list(func() bool {
			if f.Sources == nil {
				f.Sources = s.decoder.oneSource()
			}
			f.Sources = append(f.Sources, briefs.Source{})
			return s.source(&f.Sources[len(f.Sources)-1])
		})
	}
	return false
}

func (s *scan) period(p *briefs.Period) bool {
	return s.object(func(name string) bool {
		switch name {
		case "kind":
			p.Kind = briefs.PeriodKind(s.word())
		case "start":
			p.Start = s.date()
		case "end":
			p.End = s.date()
		case "label":
			p.Label = s.word()
		default:
			return false
		}
		return true
	})
}

func (s *scan) quantity(q *briefs.Quantity) bool {
	numbers := 0
	ok := s.object(func(name string) bool {
		switch name {
		case "value":
			q.Value = s.decimal()
			numbers += 2
		case "low":
			q.Low = s.decimal()
			numbers++
		case "high":
			q.High = s.decimal()
			numbers++
		case "bound":
			q.Bound = briefs.Bound(s.word())
		case "unit":
			q.Unit = s.word()
		case "scale":
			q.Scale = s.number()
		case "word":
			q.Word = s.word()
		default:
			return false
		}
		return true
	})
	return ok && q.Scale >= 0 && q.Scale <= 18 && (numbers == 2 || numbers == 0 && q.Word != "")
}

func (s *scan) source(x *briefs.Source) bool {
	return s.object(func(name string) bool {
		switch name {
		case "publisher":
			x.Publisher = s.word()
		case "reported_via":
			x.ReportedVia = s.word()
		case "title":
			x.Title = again(&s.decoder.title, s.raw())
		case "url":
			x.URL = again(&s.decoder.url, s.raw())
		case "outlet":
			x.Outlet = s.word()
		case "published":
			x.Published = s.date()
		case "dated":
			x.Dated = s.word()
		default:
			return false
		}
		return true
	})
}
