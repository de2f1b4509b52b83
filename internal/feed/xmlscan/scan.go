// Package xmlscan reads XML as feeds really publish it: one forward pass over a document in memory, tolerant of broken markup, and bounded in depth and in number of elements.
package xmlscan

import (
	"bytes"
	"fmt"
)

// Kind says what a Token is.
type Kind uint8

// The kinds of token that Next returns.
const (
	EOF   Kind = iota // the document is at its end; Open tells what was left open
	Start             // a start tag; a self-closing one is followed by its own End
	End               // an end tag, or one implied by the end of an outer element
	Text              // character data whose entities are not decoded yet
	CData             // the inside of a CDATA section, taken as it is
)

// Space is a small number for a namespace; the caller chooses the numbers with Spaces. Zero is every other namespace.
type Space uint8

// Spaces tells the scanner which namespaces the caller cares about.
type Spaces struct {
	ByURI    map[string]Space // namespace address, as declared, to its number
	ByPrefix map[string]Space // what an undeclared prefix is taken to mean
	Default  Space            // an element without prefix whose default namespace is absent or unknown
}

// Limits bound what a document may cost. Both are refused with a LimitError and never cut silently.
type Limits struct {
	Depth    int // open elements at one time
	Elements int // start tags in all
}

// LimitError reports a document beyond its limits. It carries the limit, not the document's real size, which is never found out.
type LimitError struct {
	What  string // "nested elements" or "elements"
	Limit int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("more than %d %s", e.Limit, e.What)
}

// Token is one piece of the document. Its slices point into the document and its attributes are valid until the next call of Next.
type Token struct {
	Kind  Kind
	Space Space
	Name  string // local name in lower case: feeds disagree on case and no format tells two names apart by it
	Data  []byte // the characters of Text and CData
	Pos   int    // offset of the token's first byte in the document
}

type frame struct {
	name     string // qualified, as written
	local    string
	space    Space
	bindings int // namespace bindings in force before this element
}

type binding struct {
	prefix string
	space  Space
}

// Scanner walks one document. Create it with New.
type Scanner struct {
	doc      []byte
	pos      int
	spaces   Spaces
	limits   Limits
	stack    []frame
	bindings []binding
	attrs    []attr
	names    map[string]string
	lower    []byte
	elements int
	implied  int  // end tags still owed to the caller before reading on
	void     bool // see Content
	cut      bool // the document ended inside a tag, comment or CDATA section
}

// New returns a scanner at the start of doc, which must be UTF-8; bytes that are not are passed through.
func New(doc []byte, spaces Spaces, limits Limits) *Scanner {
	return &Scanner{doc: doc, spaces: spaces, limits: limits, names: make(map[string]string, 32)}
}

// Depth returns how many elements are open, the current one included.
func (s *Scanner) Depth() int { return len(s.stack) }

// Pos returns the offset of the next byte to be read.
func (s *Scanner) Pos() int { return s.pos }

// Cut reports whether the document ended inside a tag, a comment or a CDATA section.
func (s *Scanner) Cut() bool { return s.cut }

// Open returns the local names of the elements that are open, outermost first.
func (s *Scanner) Open() []string {
	names := make([]string, len(s.stack))
	for i, f := range s.stack {
		names[i] = f.local
	}
	return names
}

// CloseTo closes open elements until depth of them are left, without the caller being told: for an element that its
// successor shows to have ended, such as an item in which the next item begins.
func (s *Scanner) CloseTo(depth int) {
	for len(s.stack) > depth {
		s.pop()
	}
	s.implied = 0
}

// Lift closes the elements between depth and the one that was just opened, which then stands at depth: for an element that
// shows by its beginning that an earlier one of its kind, at that depth, was never closed.
func (s *Scanner) Lift(depth int) {
	if depth < 1 || depth >= len(s.stack) {
		return
	}
	top := s.stack[len(s.stack)-1]
	top.bindings = s.stack[depth-1].bindings
	s.stack = append(s.stack[:depth-1], top)
}

// Next returns the next token. An error is a *LimitError; broken markup never is one: it is read in the most likely way.
func (s *Scanner) Next() (Token, error) {
	if s.implied > 0 {
		s.implied--
		return s.pop(), nil
	}
	for s.pos < len(s.doc) {
		start := s.pos
		if s.doc[start] != '<' || !opensMarkup(s.doc[start+1:]) {
			return s.text(start), nil
		}
		switch s.doc[start+1] {
		case '?':
			s.skipPast(start+2, "?>")
		case '!':
			if tok, ok := s.bang(start); ok {
				return tok, nil
			}
		case '/':
			if tok, ok := s.endTag(start); ok {
				return tok, nil
			}
		default:
			return s.startTag(start)
		}
	}
	return Token{Kind: EOF, Pos: s.pos}, nil
}

// opensMarkup reports whether a '<' followed by rest begins markup; otherwise it is a character that nobody escaped.
func opensMarkup(rest []byte) bool {
	if len(rest) == 0 {
		return false
	}
	c := rest[0]
	if c == '/' {
		return len(rest) == 1 || isNameStart(rest[1])
	}
	return c == '?' || c == '!' || isNameStart(c)
}

// text returns the characters from start to the next '<' that begins markup.
func (s *Scanner) text(start int) Token {
	i := start + 1
	for i < len(s.doc) {
		j := bytes.IndexByte(s.doc[i:], '<')
		if j < 0 {
			i = len(s.doc)
			break
		}
		i += j
		if opensMarkup(s.doc[i+1:]) {
			break
		}
		i++
	}
	s.pos = i
	return Token{Kind: Text, Data: s.doc[start:i], Pos: start}
}

// bang reads what begins with "<!". Only a CDATA section is a token.
func (s *Scanner) bang(start int) (Token, bool) {
	rest := s.doc[start:]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.skipPast(start+4, "-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		from := start + len("<![CDATA[")
		to := len(s.doc)
		if i := bytes.Index(s.doc[from:], []byte("]]>")); i >= 0 {
			to = from + i
			s.pos = to + 3
		} else {
			s.pos, s.cut = to, true
		}
		return Token{Kind: CData, Data: s.doc[from:to], Pos: start}, true
	default:
		s.doctype(start + 2)
	}
	return Token{}, false
}

// doctype skips a declaration with its internal subset. Nothing in it is obeyed: entities that a document defines are
// never expanded, so neither a bomb of them nor a file named by one can do harm.
func (s *Scanner) doctype(i int) {
	brackets, quote := 0, byte(0)
	for ; i < len(s.doc); i++ {
		c := s.doc[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[':
			brackets++
		case c == ']':
			brackets--
		case c == '>' && brackets <= 0:
			s.pos = i + 1
			return
		}
	}
	s.pos, s.cut = len(s.doc), true
}

func (s *Scanner) skipPast(from int, mark string) {
	i := bytes.Index(s.doc[min(from, len(s.doc)):], []byte(mark))
	if i < 0 {
		s.pos, s.cut = len(s.doc), true
		return
	}
	s.pos = from + i + len(mark)
}

// endTag reads an end tag and closes what it ends. One that ends nothing is left out.
func (s *Scanner) endTag(start int) (Token, bool) {
	from := start + 2
	i := from
	for i < len(s.doc) && isNameByte(s.doc[i]) {
		i++
	}
	name := s.doc[from:i]
	for i < len(s.doc) && s.doc[i] != '>' && s.doc[i] != '<' { // at '<' the '>' was forgotten: "</item <title>"
		i++
	}
	if i < len(s.doc) && s.doc[i] == '>' {
		i++
	}
	s.pos = i
	for n := len(s.stack) - 1; n >= 0; n-- {
		if s.stack[n].name == string(name) {
			s.implied = len(s.stack) - n - 1
			tok := s.pop()
			tok.Pos = start
			return tok, true
		}
	}
	return Token{}, false
}

func (s *Scanner) pop() Token {
	top := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	s.bindings = s.bindings[:top.bindings]
	return Token{Kind: End, Name: top.local, Space: top.space, Pos: s.pos}
}

func (s *Scanner) startTag(start int) (Token, error) {
	i := start + 1
	for i < len(s.doc) && isNameByte(s.doc[i]) {
		i++
	}
	qname := s.doc[start+1 : i]
	before := len(s.bindings)
	closed := s.readAttrs(i)
	s.elements++
	if s.elements > s.limits.Elements {
		return Token{}, &LimitError{What: "elements", Limit: s.limits.Elements}
	}
	prefix, local := splitName(qname)
	f := frame{name: s.intern(qname), local: s.internLower(local), bindings: before}
	f.space = s.space(prefix)
	s.stack = append(s.stack, f)
	switch {
	case closed, s.void && isVoid(f.local):
		s.implied = 1
	case len(s.stack) > s.limits.Depth:
		return Token{}, &LimitError{What: "nested elements", Limit: s.limits.Depth}
	}
	return Token{Kind: Start, Name: f.local, Space: f.space, Pos: start}, nil
}

func splitName(qname []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(qname, ':'); i >= 0 && i < len(qname)-1 {
		return qname[:i], qname[i+1:]
	}
	return nil, qname
}

// space resolves a prefix. Bindings are few, so walking them backwards beats a map.
func (s *Scanner) space(prefix []byte) Space {
	for i := len(s.bindings) - 1; i >= 0; i-- {
		if s.bindings[i].prefix == string(prefix) {
			if sp := s.bindings[i].space; sp != 0 || len(prefix) > 0 {
				return sp
			}
			return s.spaces.Default
		}
	}
	if len(prefix) == 0 {
		return s.spaces.Default
	}
	return s.spaces.ByPrefix[string(prefix)]
}

func (s *Scanner) intern(b []byte) string {
	if name, ok := s.names[string(b)]; ok {
		return name
	}
	name := string(b)
	s.names[name] = name
	return name
}

func (s *Scanner) internLower(b []byte) string {
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			s.lower = append(s.lower[:0], b...)
			for ; i < len(s.lower); i++ {
				if c := s.lower[i]; 'A' <= c && c <= 'Z' {
					s.lower[i] = c + 'a' - 'A'
				}
			}
			return s.intern(s.lower)
		}
	}
	return s.intern(b)
}

func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}

func isNameByte(c byte) bool {
	return isNameStart(c) || '0' <= c && c <= '9' || c == '-' || c == '.' || c == ':'
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// isVoid reports the HTML elements that have no end tag.
func isVoid(name string) bool {
	switch name {
	case "br", "hr", "img", "input", "meta", "area", "base", "col", "embed", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// Document returns the whole document.
func (s *Scanner) Document() []byte { return s.doc }
