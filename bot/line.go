package bot

import (
	"slices"
	"strings"
	"unicode"
)

// words splits a typed line at spaces. Double quotes, straight or curly, keep words together; name:"two words" is one word.
func words(line string) []string {
	var out []string
	var word strings.Builder
	quoted, started := false, false
	for _, r := range line {
		switch {
		case r == '"' || r == '“' || r == '”':
			quoted, started = !quoted, true
		case unicode.IsSpace(r) && !quoted:
			if started {
				out = append(out, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if started {
		out = append(out, word.String())
	}
	return out
}

// quote is the inverse of words for one argument.
func quote(s string) string {
	if strings.ContainsFunc(s, unicode.IsSpace) || s == "" {
		return `"` + strings.ReplaceAll(s, `"`, "") + `"`
	}
	return s
}

// parse reads the arguments of a typed line: by position, or as name:value with the param's name in any language.
func (c Command) parse(rest string) (map[string]string, *Problem) {
	args := map[string]string{}
	var free []string
	for _, w := range words(rest) {
		name, value, ok := strings.Cut(w, ":")
		if p := c.param(name); ok && p != nil && !strings.HasPrefix(value, "//") {
			args[p.Name] = value
			continue
		}
		free = append(free, w)
	}
	for _, p := range c.Params {
		if p.Keyed || args[p.Name] != "" || len(free) == 0 {
			continue
		}
		if p.Rest {
			args[p.Name], free = strings.Join(free, " "), nil
			continue
		}
		args[p.Name], free = free[0], free[1:]
	}
	if len(free) == 0 {
		return args, nil
	}
	if name, _, ok := strings.Cut(free[0], ":"); ok && plainWord(name) {
		return nil, &Problem{Kind: NoSuchKey, Param: name, Value: Cut(CleanLine(free[0]), 60)}
	}
	return nil, &Problem{Kind: TooMany, Value: Cut(CleanLine(strings.Join(free, " ")), 60)}
}

func plainWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

func (c Command) param(name string) *Param {
	name = strings.ToLower(name)
	for i, p := range c.Params {
		if p.Name == name {
			return &c.Params[i]
		}
		for _, n := range p.Names {
			if n == name && name != "" {
				return &c.Params[i]
			}
		}
	}
	return nil
}

// verify checks what every way of asking must satisfy, since values come back from clients.
func (c Command) verify(args map[string]string) *Problem {
	for _, p := range c.Params {
		v := args[p.Name]
		switch {
		case v == "" && p.Required:
			return &Problem{Kind: Missing, Param: p.Name}
		case v != "" && len(p.Choices) > 0 && !slices.ContainsFunc(p.Choices, func(ch Choice) bool { return ch.Value == v }):
			return &Problem{Kind: NotChoice, Param: p.Name, Value: Cut(CleanLine(v), 60)}
		}
	}
	return nil
}

// similar returns the commands whose name begins like the word or differs from it in at most two letters.
func (r *Router) similar(word string) []Command {
	word = strings.ToLower(Cut(word, 40))
	var out []Command
	for _, c := range r.commands {
		near := len(word) > 1 && (strings.HasPrefix(c.Name, word) || strings.HasPrefix(word, c.Name))
		if near || distance(word, c.Name) <= 2 && len(word) > 2 {
			out = append(out, c)
		}
	}
	return out[:min(len(out), 3)]
}

// distance is the number of letters to insert, delete, replace or swap with a neighbour.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
