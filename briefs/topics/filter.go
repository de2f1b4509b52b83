package topics

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// Limits of a filter.
const (
	MaxFilter = 500 // characters of an expression
	maxTerms  = 60
	maxRegexp = 200 // characters of a regular expression; RE2 takes time in proportion to the text
	maxDepth  = 20
)

// FilterCode names why an expression was refused; the wording keys on it.
type FilterCode string

// The refusals. The comment says what Text of the FilterError is.
const (
	FilterEmpty   FilterCode = "empty"   //
	FilterLong    FilterCode = "long"    // the limit
	FilterWord    FilterCode = "word"    // where something was expected and is missing
	FilterParen   FilterCode = "paren"   //
	FilterName    FilterCode = "name"    // the name that nothing has
	FilterTopic   FilterCode = "topic"   // the topic that is not there
	FilterOutlets FilterCode = "outlets" // the number as written
	FilterRegexp  FilterCode = "regexp"  // the expression
)

// FilterError is why an expression was refused.
type FilterError struct {
	Code FilterCode
	Text string
}

// Error says it in English.
func (e *FilterError) Error() string { return fmt.Sprintf("filter: %s %q", e.Code, e.Text) }

// Filter is a compiled expression. It never changes and may be used by many at once.
//
// Words and "phrases" stand for themselves: Latin ones as whole words, Chinese ones anywhere, and acronyms such as AI as they are written.
// name:X is an entity with all its parts, source:X an outlet, lang:zh a language, topic:X a topic, outlets:3 a story told by three outlets
// or more, /…/ a regular expression. They are joined by and, or, not and parentheses; side by side means and.
type Filter struct {
	root node
}

// node is a part of an expression. It reports whether it holds of an article in a story told by a number of outlets, and hands over the
// terms that decided.
type node interface {
	holds(a briefs.Article, text string, outlets int) (bool, []string)
}

type (
	both   []node
	either []node
	negate struct{ of node }
	term   struct {
		said string
		is   func(a briefs.Article, text string, outlets int) bool
	}
)

func (n both) holds(a briefs.Article, text string, outlets int) (bool, []string) {
	var why []string
	for _, of := range n {
		ok, reasons := of.holds(a, text, outlets)
		if !ok {
			return false, reasons
		}
		why = append(why, reasons...)
	}
	return true, why
}

func (n either) holds(a briefs.Article, text string, outlets int) (bool, []string) {
	var why []string
	for _, of := range n {
		ok, reasons := of.holds(a, text, outlets)
		if ok {
			return true, reasons
		}
		why = append(why, reasons...)
	}
	return false, why
}

func (n negate) holds(a briefs.Article, text string, outlets int) (bool, []string) {
	ok, why := n.of.holds(a, text, outlets)
	if _, twice := n.of.(negate); ok || twice {
		return !ok, why
	}
	said := make([]string, len(why))
	for i, w := range why {
		said[i] = "not " + w
	}
	return true, said
}

func (n term) holds(a briefs.Article, text string, outlets int) (bool, []string) {
	return n.is(a, text, outlets), []string{n.said}
}

// Match reports whether an article in a story that a number of outlets tell passes, and by which terms that was decided.
func (f *Filter) Match(a briefs.Article, outlets int) (bool, []string) {
	body := a.Summary
	if body == "" {
		body = a.Text
	}
	return f.root.holds(a, a.Title+"\n"+head(body, summaryRunes), outlets)
}

// ParseFilter compiles an expression; l knows the names of the entities, and topic returns the topics that it may name, nil for none.
// Its errors are *FilterError.
func ParseFilter(text string, l *lexicon.Lexicon, topic func(id string) *Matcher) (*Filter, error) {
	if len([]rune(text)) > MaxFilter {
		return nil, &FilterError{FilterLong, strconv.Itoa(MaxFilter)}
	}
	p := &parser{tokens: tokens(text), names: l, topic: topic}
	if len(p.tokens) == 0 {
		return nil, &FilterError{FilterEmpty, ""}
	}
	if len(p.tokens) > maxTerms {
		return nil, &FilterError{FilterLong, strconv.Itoa(MaxFilter)}
	}
	root, err := p.any(0)
	if err == nil && len(p.tokens) > 0 {
		err = &FilterError{FilterParen, p.tokens[0].text}
	}
	if err != nil {
		return nil, err
	}
	return &Filter{root}, nil
}

// token is a word of an expression.
type token struct {
	text string
	kind rune // 'w' a word, '"' a phrase, '/' a regular expression, '(' or ')'
	key  string
}

var operators = map[string]string{"and": "and", "et": "and", "且": "and", "和": "and", "or": "or", "ou": "or", "或": "or", "not": "not", "sauf": "not", "non": "not", "非": "not"}

// operator returns which operator the token is; none for a phrase.
func (t token) operator() string {
	if t.kind != 'w' || t.key != "" {
		return ""
	}
	return operators[strings.ToLower(t.text)]
}

var keys = []string{"name", "source", "lang", "topic", "outlets"}

// tokens splits an expression.
func tokens(text string) []token {
	var out []token
	rest := []rune(strings.NewReplacer("（", "(", "）", ")", "“", `"`, "”", `"`, "：", ":").Replace(text))
	until := func(from int, stop func(rune) bool) int {
		for i := from; i < len(rest); i++ {
			if stop(rest[i]) {
				return i
			}
		}
		return len(rest)
	}
	key := ""
	for len(rest) > 0 {
		r := rest[0]
		n := 1
		switch {
		case unicode.IsSpace(r):
		case r == '(' || r == ')':
			out, key = append(out, token{string(r), r, ""}), ""
		case r == '"' || r == '/' && key == "":
			n = until(1, func(o rune) bool { return o == r })
			out, key = append(out, token{string(rest[1:n]), r, key}), ""
			n = min(n+1, len(rest))
		default:
			n = until(0, func(o rune) bool { return unicode.IsSpace(o) || o == '(' || o == ')' || o == '"' })
			word := string(rest[:n])
			if k, value, ok := strings.Cut(word, ":"); ok && key == "" && slices.Contains(keys, strings.ToLower(k)) {
				if key = strings.ToLower(k); value != "" {
					out, key = append(out, token{value, 'w', key}), ""
				}
				break
			}
			out, key = append(out, token{word, 'w', key}), ""
		}
		rest = rest[n:]
	}
	return out
}

type parser struct {
	tokens []token
	names  *lexicon.Lexicon
	topic  func(id string) *Matcher
}

func (p *parser) next() (token, bool) {
	if len(p.tokens) == 0 {
		return token{}, false
	}
	return p.tokens[0], true
}

// any reads alternatives.
func (p *parser) any(depth int) (node, error) {
	if depth > maxDepth {
		return nil, &FilterError{FilterLong, strconv.Itoa(MaxFilter)}
	}
	var out either
	for {
		one, err := p.all(depth)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
		if t, ok := p.next(); !ok || t.operator() != "or" {
			break
		}
		p.tokens = p.tokens[1:]
	}
	if len(out) == 1 {
		return out[0], nil
	}
	return out, nil
}

// all reads what must hold together.
func (p *parser) all(depth int) (node, error) {
	var out both
	for {
		one, err := p.one(depth)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
		t, ok := p.next()
		if ok && t.operator() == "and" {
			p.tokens = p.tokens[1:]
			continue
		}
		if !ok || t.operator() == "or" || t.kind == ')' {
			break
		}
	}
	if len(out) == 1 {
		return out[0], nil
	}
	return out, nil
}

// one reads a term, a negation or what stands in parentheses.
func (p *parser) one(depth int) (node, error) {
	t, ok := p.next()
	if !ok {
		t.text = "…"
	}
	if !ok || t.kind == ')' || t.operator() == "and" || t.operator() == "or" {
		return nil, &FilterError{FilterWord, t.text}
	}
	p.tokens = p.tokens[1:]
	switch {
	case t.operator() == "not":
		if depth > maxDepth {
			return nil, &FilterError{FilterLong, strconv.Itoa(MaxFilter)}
		}
		of, err := p.one(depth + 1)
		return negate{of}, err
	case t.kind == '(':
		of, err := p.any(depth + 1)
		if err != nil {
			return nil, err
		}
		if end, ok := p.next(); !ok || end.kind != ')' {
			return nil, &FilterError{FilterParen, t.text}
		}
		p.tokens = p.tokens[1:]
		return of, nil
	}
	return p.term(t)
}

// term reads what a single token says.
func (p *parser) term(t token) (node, error) {
	said := t.text
	if t.key != "" {
		said = t.key + ":" + t.text
	}
	out := term{said: said}
	switch {
	case t.kind == '/':
		out.said = "/" + t.text + "/"
		re, err := regexp.Compile("(?i)" + t.text)
		if err != nil || len(t.text) == 0 || len(t.text) > maxRegexp {
			return nil, &FilterError{FilterRegexp, t.text}
		}
		out.is = func(_ briefs.Article, text string, _ int) bool { return re.MatchString(text) }
	case t.key == "name":
		return p.name(out, t.text)
	case t.key == "source":
		out.is = func(a briefs.Article, _ string, _ int) bool {
			return strings.Contains(strings.ToLower(a.Outlet), strings.ToLower(t.text))
		}
	case t.key == "lang":
		out.is = func(a briefs.Article, _ string, _ int) bool { return strings.EqualFold(a.Language, t.text) }
	case t.key == "outlets":
		n, err := strconv.Atoi(strings.Trim(t.text, ">=+"))
		if err != nil || n < 1 || n > 100 {
			return nil, &FilterError{FilterOutlets, t.text}
		}
		out.is = func(_ briefs.Article, _ string, outlets int) bool { return outlets >= n }
	case t.key == "topic":
		m := p.topic(t.text)
		if m == nil {
			return nil, &FilterError{FilterTopic, t.text}
		}
		out.is = func(a briefs.Article, _ string, _ int) bool { return m.means(a) }
	default:
		return p.word(out, t.text)
	}
	return out, nil
}

// name reads an entity, which stands for all its parts.
func (p *parser) name(out term, text string) (node, error) {
	exact, _ := p.names.Resolve(text)
	if len(exact) == 0 {
		return nil, &FilterError{FilterName, text}
	}
	id := exact[0].ID
	out.is = func(_ briefs.Article, text string, _ int) bool {
		return slices.ContainsFunc(p.names.Find(text), func(m lexicon.Mention) bool { return slices.Contains(p.names.Family(m.Entity), id) })
	}
	return out, nil
}

// word reads a word or a phrase.
func (p *parser) word(out term, text string) (node, error) {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return nil, &FilterError{FilterWord, text}
	}
	l := words([]string{text})
	acronym := len(text) > 1 && len(text) <= 5 && strings.ToUpper(text) == text && strings.ToLower(text) != text
	out.is = func(_ briefs.Article, in string, _ int) bool {
		return slices.ContainsFunc(l.Find(in), func(m lexicon.Mention) bool { return !acronym || in[m.Start:m.End] == text })
	}
	return out, nil
}
