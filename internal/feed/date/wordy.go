package date

import "time"

// wordy reads every form whose parts are separate: a date in any order, a time of day, a zone, in any order among them.
func wordy(f *fields, t []token) bool {
	if !wordyRest(f, t) {
		return false
	}
	return f.year > 0 && f.month > 0
}

// wordyRest consumes all tokens; what cannot be understood fails the reading rather than being guessed around.
func wordyRest(f *fields, t []token) bool {
	p := parser{f: f, t: t}
	for p.i < len(p.t) {
		if !p.step() {
			return false
		}
	}
	return p.settle()
}

// parser walks the tokens of one date.
type parser struct {
	f       *fields
	t       []token
	i       int
	loose   []token // numbers that are year or day, not yet known which
	zoneFor string  // an abbreviation, settled last because its meaning may hang on the date
}

func (p *parser) at(n int) token {
	if p.i+n < len(p.t) {
		return p.t[p.i+n]
	}
	return token{kind: sign}
}

func (p *parser) step() bool {
	switch tok := p.at(0); tok.kind {
	case number:
		return p.number(tok)
	case word:
		return p.word(tok)
	default:
		return p.sign(tok)
	}
}

func (p *parser) number(tok token) bool {
	next, after := p.at(1), p.at(2)
	switch {
	case next.is("年") || next.is("月") || next.is("日"):
		return p.marked(tok, next)
	case next.is("时") || next.is("分") || next.is("秒"):
		return p.markedTime(tok, next)
	case next.is(":") && after.kind == number:
		return p.clock()
	case tok.digits <= 2 && (next.is("h") || next.is("u") && after.kind == number) && !p.f.clock: // 9h30
		p.f.hour, p.f.clock = tok.value, true
		p.i += 2
		if after.kind == number && after.digits == 2 {
			p.f.minute = after.value
			p.i++
		}
		return true
	case (next.is("/") || next.is(".") || next.is("-")) && after.kind == number && p.at(3).text == next.text && p.at(4).kind == number && p.f.month < 0:
		return p.numeric(tok, after, p.at(4), next.text)
	case p.f.hour == 0 && !p.f.clock && tok.digits <= 2 && p.isHalf(1): // 9 pm
		p.f.hour, p.f.clock = tok.value, true
		p.i++
		return true
	}
	p.loose = append(p.loose, tok)
	p.i++
	return len(p.loose) <= 2
}

func (p *parser) isHalf(n int) bool {
	_, ok := halfOf(p.at(n).text)
	return ok
}

// marked reads a number before 年, 月 or 日.
func (p *parser) marked(tok, mark token) bool {
	switch mark.text {
	case "年":
		p.f.year = fullYear(tok.value, tok.digits)
	case "月":
		p.f.month = tok.value
	default:
		p.f.day = tok.value
	}
	p.i += 2
	return true
}

func (p *parser) markedTime(tok, mark token) bool {
	switch mark.text {
	case "时":
		p.f.hour = tok.value
	case "分":
		p.f.minute = tok.value
	default:
		p.f.second = tok.value
	}
	p.f.clock = true
	p.i += 2
	return true
}

// clock reads 9:30, 09:30:15, 09:30:15.123.
func (p *parser) clock() bool {
	if p.f.clock {
		return false
	}
	p.f.hour, p.f.minute, p.f.clock = p.at(0).value, p.at(2).value, true
	p.i += 3
	if p.at(0).is(":") && p.at(1).kind == number {
		p.f.second = p.at(1).value
		p.i += 2
	}
	n, ok := p.f.fraction(p.t[p.i:])
	p.i += n
	return ok
}

// numeric reads three numbers with the same sign between them. A year tells its place; of day and month the one above
// twelve is the day, and where both could be either, a slash is American for American sources and all else begins with the day.
func (p *parser) numeric(a, b, c token, sep string) bool {
	p.i += 5
	f := p.f
	if a.digits >= 3 {
		f.year, f.month, f.day = fullYear(a.value, a.digits), b.value, c.value
		return c.digits <= 2 && b.digits <= 2
	}
	if c.digits == 2 && a.value > 31 || sep == "-" && c.digits == 2 {
		f.year, f.month, f.day = fullYear(a.value, a.digits), b.value, c.value
		return true
	}
	f.year, f.month, f.day = fullYear(c.value, c.digits), b.value, a.value
	if b.value > 12 || sep == "/" && a.value <= 12 && american(f.opt.Zone) {
		f.month, f.day = a.value, b.value
	}
	return true
}

func american(zone *time.Location) bool {
	switch zone.String() {
	case "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix", "America/Detroit",
		"America/Anchorage", "Pacific/Honolulu":
		return true
	}
	return false
}

func (p *parser) word(tok token) bool {
	p.i++
	if half, ok := halfOf(tok.text); ok {
		p.f.half = half
		return true
	}
	if tok.is("日") { // the second half of a day of the week, as in 星期日
		return true
	}
	// "mar" and "sex" are days in one language and months or nothing in another: a month is only read where a number is near.
	if month, ok := monthOf(tok.text); ok && p.f.month < 0 && p.monthHere() {
		p.f.month = month
		return true
	}
	if isFiller(tok.text) {
		return true
	}
	if _, ok := p.f.opt.zoneByName(tok.text, func(*time.Location) time.Time { return time.Time{} }); ok {
		p.zoneFor = tok.text
		return true
	}
	return p.zoneID(tok)
}

// monthHere reports whether the word just read has a number beside it and is not followed by another month's name.
func (p *parser) monthHere() bool {
	before := p.i >= 2 && (p.t[p.i-2].kind == number || p.t[p.i-2].kind == sign && p.i >= 3 && p.t[p.i-3].kind == number || isFiller(p.t[p.i-2].text) && p.i >= 3)
	if next := p.nextWord(); next != "" && !before {
		if _, again := monthOf(next); again {
			return false
		}
	}
	return true
}

func (p *parser) nextWord() string {
	for _, tok := range p.t[p.i:] {
		if tok.kind == word && !isFiller(tok.text) || tok.kind == word && len(tok.text) > 2 {
			return tok.text
		}
	}
	return ""
}

// zoneID reads names such as Asia/Shanghai or [Europe/Paris]; a printed offset beside them wins.
func (p *parser) zoneID(tok token) bool {
	if !p.at(0).is("/") || p.at(1).kind != word {
		return false
	}
	name := zoneTitle(tok.text) + "/" + zoneTitle(p.at(1).text)
	p.i += 2
	if p.at(0).is("_") && p.at(1).kind == word {
		name += "_" + zoneTitle(p.at(1).text)
		p.i += 2
	}
	loc, err := time.LoadLocation(name)
	if err == nil {
		p.f.opt.Zone = loc
	}
	return err == nil
}

func zoneTitle(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

func (p *parser) sign(tok token) bool {
	switch tok.text {
	case "(": // a comment of RFC 822
		for p.i < len(p.t) && !p.t[p.i].is(")") {
			p.i++
		}
		p.i++
		return true
	case "+", "-":
		if p.f.clock {
			if seconds, n, ok := offset(p.t[p.i:]); ok {
				p.f.zone = seconds
				p.zoneFor = ""
				p.i += n
				return true
			}
		}
		p.i++
		return tok.is("-")
	case ",", ".", "/", "'", "[", "]", "|", "·", "º", "ª", "、", "，", "。", "@", ":", "：", ")", ";":
		p.i++
		return true
	}
	return false
}

// settle gives the loose numbers their meaning and looks the zone up.
func (p *parser) settle() bool {
	f := p.f
	for _, n := range p.loose {
		switch {
		case f.day == 0 && n.digits <= 2 && n.value <= 31 && n.value > 0:
			f.day = n.value
		case f.year == 0:
			f.year = fullYear(n.value, n.digits)
		default:
			return false
		}
	}
	if f.month > 0 && f.day == 0 && f.yearDay == 0 {
		f.day = 1
	}
	if p.zoneFor != "" && f.zone == unset {
		if f.month < 1 || f.month > 12 {
			return false
		}
		seconds, _ := f.opt.zoneByName(p.zoneFor, func(loc *time.Location) time.Time {
			return time.Date(f.year, time.Month(f.month), f.day, f.hour, f.minute, 0, 0, loc)
		})
		f.zone = seconds
	}
	return true
}
