package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is one word of a typed line.
type word struct {
	text  string
	colon int  // where its first colon outside of quotes begins; -1 when there is none
	after int  // where the colon ends
	bare  bool // what follows the colon is not quoted
}

// words adds the words of a typed line, which is split at spaces. Double quotes keep words together: straight ones, in which a doubled
// quote stands for one, or the curly ones that phones make. name:"two words" is one word.
func words(out []word, line string) []word {
	if line = strings.TrimSpace(line); isPlain(line) && strings.IndexByte(line, '"') < 0 {
		return plainWords(out, line)
	}
	var quoted strings.Builder // of a word with quotes: what it is without them
	fresh := word{colon: -1}
	w, begin, plain, closer := fresh, -1, true, ""
	add := func(r rune) {
		if !plain {
			quoted.WriteRune(r)
		}
	}
	quote := func(i int, with string) { // from here on the word is not what stands in the line
		if begin < 0 {
			begin = i
		}
		if plain {
			quoted.Reset()
			quoted.WriteString(line[begin:i])
		}
		plain, closer = false, with
	}
	end := func(i int) {
		if begin < 0 {
			return
		}
		if w.text = line[begin:i]; !plain {
			w.text = quoted.String()
			quoted = strings.Builder{}
		}
		out = append(out, w)
		w, begin, plain = fresh, -1, true
	}
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		at := i
		i += size
		switch {
		case closer == `"` && r == '"' && strings.HasPrefix(line[i:], `"`):
			add(r)
			i++
		case closer != "" && strings.ContainsRune(closer, r):
			closer = ""
		case closer != "":
			add(r)
		case r == '"':
			quote(at, `"`)
		case r == '“' || r == '”':
			quote(at, `“”`)
		case unicode.IsSpace(r):
			end(at)
		default:
			if begin < 0 {
				begin = at
			}
			if (r == ':' || r == '：') && w.colon < 0 {
				w.colon = at - begin
				if !plain {
					w.colon = quoted.Len()
				}
				w.after = w.colon + size
				next, _ := utf8.DecodeRuneInString(line[i:])
				w.bare = i < len(line) && !strings.ContainsRune(`"“”`, next)
			}
			add(r)
		}
	}
	end(len(line))
	return out
}

// plainWords is words for ASCII without quotes, its words one space apart.
func plainWords(out []word, line string) []word {
	for line != "" {
		text, after, more := strings.Cut(line, " ")
		w := word{text: text, colon: strings.IndexByte(text, ':')}
		if w.colon >= 0 {
			w.after = w.colon + 1
			w.bare = w.after < len(text) || more
		}
		out, line = append(out, w), after
	}
	return out
}

// Line returns the invocation as a line that, typed again, asks the same: the name, the arguments in the order of the
// command's params, keyed ones as name:value.
func (c *Command) Line(args map[string]string) string {
	var room [128]byte
	line := append(room[:0], c.Name...)
	skipped := false // a positional param before has no argument, so that those after it cannot be given by position
	for i := range c.Params {
		p := &c.Params[i]
		v := args[p.Name]
		if p.Raw {
			return strings.TrimSpace(string(line) + " " + v)
		}
		skipped = skipped || v == "" && !p.Keyed
		if v == "" {
			continue
		}
		spaced := strings.ContainsFunc(v, unicode.IsSpace)
		line = append(line, ' ')
		switch {
		case p.Keyed || skipped:
			line = append(append(line, p.Name...), ':')
			if spaced || strings.ContainsAny(v, `"“”`) || strings.HasPrefix(v, "//") {
				v = quote(v)
			}
		case !c.free(v) || !p.Rest && spaced:
			v = quote(v)
		}
		line = append(line, v...)
	}
	return string(line)
}

// quote makes one word of s, the way words reads it.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// free reports whether the text, put into a line as it is, is read as words by position and joined is the same again.
func (c *Command) free(s string) bool {
	if isPlain(s) && !strings.ContainsAny(s, `":`) {
		return true
	}
	var texts []string
	for _, w := range words(nil, s) {
		if c.keyed(w) != nil {
			return false
		}
		texts = append(texts, w.text)
	}
	return strings.Join(texts, " ") == s
}

// keyed returns the param that the word names, as in "market:china"; nil when it names none.
func (c *Command) keyed(w word) *Param {
	if w.colon <= 0 || w.bare && strings.HasPrefix(w.text[w.after:], "//") {
		return nil
	}
	return c.param(w.text[:w.colon])
}

// Parse reads what was typed after the command's name, as arguments by the name of the param: by position, or as
// name:value with the param's name in any language, once each. It does not check whether they are allowed.
func (c *Command) Parse(rest string) (map[string]string, *Problem) {
	args := make(map[string]string, 4)
	if raw := strings.TrimSpace(rest); len(c.Params) == 1 && c.Params[0].Raw {
		if raw != "" {
			args[c.Params[0].Name] = raw
		}
		return args, nil
	}
	var all, others [8]word
	free := others[:0]
	for _, w := range words(all[:0], rest) {
		if p := c.keyed(w); p != nil {
			value := w.text[w.after:]
			switch {
			case args[p.Name] != "":
				return nil, &Problem{Kind: TooMany, Value: shown(w.text)}
			case value == "":
				return nil, &Problem{Kind: Missing, Param: p.Name}
			}
			args[p.Name] = value
		} else {
			free = append(free, w)
		}
	}
	for i := range c.Params {
		p := &c.Params[i]
		if p.Keyed || args[p.Name] != "" || len(free) == 0 {
			continue
		}
		if p.Rest {
			args[p.Name], free = joined(free), nil
			continue
		}
		args[p.Name], free = free[0].text, free[1:]
	}
	if len(free) == 0 {
		return args, nil
	}
	if w := free[0]; w.colon > 0 && plainWord(w.text[:w.colon]) {
		return nil, &Problem{Kind: NoSuchKey, Param: Cut(w.text[:w.colon], 60), Value: shown(w.text)}
	}
	return nil, &Problem{Kind: TooMany, Value: shown(joined(free))}
}

func joined(ws []word) string {
	if len(ws) == 1 {
		return ws[0].text
	}
	texts := make([]string, len(ws))
	for i, w := range ws {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// shown returns what somebody typed, fit to be shown back.
func shown(s string) string { return Cut(CleanLine(s), 60) }

func plainWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

// param returns the param of that name in any language.
func (c *Command) param(name string) *Param {
	name = strings.ToLower(name)
	for i := range c.Params {
		if c.Params[i].Name == name {
			return &c.Params[i]
		}
	}
	for i := range c.Params {
		for _, n := range c.Params[i].Names {
			if n == name && name != "" {
				return &c.Params[i]
			}
		}
	}
	return nil
}

// verify returns the arguments as Run gets them, cleaned and with choices as their values, after checking what every way
// of asking must satisfy, since values come back from clients.
func (c *Command) verify(args map[string]string) (map[string]string, *Problem) {
	var room [MaxParams]string
	values, same := room[:0], 0
	for i := range c.Params {
		p := &c.Params[i]
		given := args[p.Name]
		v := given
		if p.Raw {
			v = strings.TrimSpace(strings.ToValidUTF8(v, ""))
		} else {
			v = Clean(v)
		}
		if v == "" {
			if p.Required {
				return nil, &Problem{Kind: Missing, Param: p.Name}
			}
			values = append(values, "")
			continue
		}
		if len(p.Choices) > 0 {
			i := slices.IndexFunc(p.Choices, func(ch Choice) bool { return strings.EqualFold(ch.Value, v) || strings.EqualFold(ch.Label, v) })
			if i < 0 {
				return nil, &Problem{Kind: NotChoice, Param: p.Name, Value: shown(v)}
			}
			v = p.Choices[i].Value
		}
		values = append(values, v)
		if v == given {
			same++
		}
	}
	if args != nil && same == len(args) { // most are clean, and nothing else is there
		return args, nil
	}
	out := make(map[string]string, len(args))
	for i, v := range values {
		if v != "" {
			out[c.Params[i].Name] = v
		}
	}
	return out, nil
}
