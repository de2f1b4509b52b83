package xmlscan

import "bytes"

// attr is one attribute of the current start tag; the value's entities are not decoded yet.
type attr struct {
	prefix, local, value []byte
}

// Attr returns the value of the current start tag's attribute with this local name in any case and without a prefix,
// entities decoded, or the empty string.
func (s *Scanner) Attr(local string) string { return s.PrefixedAttr("", local) }

// PrefixedAttr is Attr for an attribute with a prefix, such as xml:base or rdf:about. The conventional prefix is taken
// as its namespace, which every feed seen so far bears out.
func (s *Scanner) PrefixedAttr(prefix, local string) string {
	for _, a := range s.attrs {
		if string(a.prefix) == prefix && equalFold(a.local, local) {
			return Decode(a.value)
		}
	}
	return ""
}

func equalFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// readAttrs reads attributes from i up to the end of the tag, registers namespace declarations, and reports whether the
// tag closes itself. Quotes may be missing and blanks may stand around the '='.
func (s *Scanner) readAttrs(i int) (closed bool) {
	s.attrs = s.attrs[:0]
	for i < len(s.doc) {
		c := s.doc[i]
		switch {
		case c == '>':
			s.pos = i + 1
			return closed
		case c == '<': // the '>' was forgotten
			s.pos = i
			return closed
		case c == '/':
			closed = true
			i++
		case isNameStart(c):
			closed = false
			i = s.readAttr(i)
		default:
			i++
		}
	}
	s.pos, s.cut = len(s.doc), true
	return closed
}

func (s *Scanner) readAttr(i int) int {
	from := i
	for i < len(s.doc) && isNameByte(s.doc[i]) {
		i++
	}
	name := s.doc[from:i]
	after := s.skipBlank(i)
	if after >= len(s.doc) || s.doc[after] != '=' {
		s.addAttr(name, nil)
		return i
	}
	i = s.skipBlank(after + 1)
	if i >= len(s.doc) {
		return i
	}
	if q := s.doc[i]; q == '"' || q == '\'' {
		end := bytes.IndexByte(s.doc[i+1:], q)
		if end < 0 {
			return len(s.doc)
		}
		s.addAttr(name, s.doc[i+1:i+1+end])
		return i + end + 2
	}
	from = i
	for i < len(s.doc) && !isBlank(s.doc[i]) && s.doc[i] != '>' && s.doc[i] != '<' {
		i++
	}
	s.addAttr(name, s.doc[from:i])
	return i
}

func (s *Scanner) skipBlank(i int) int {
	for i < len(s.doc) && isBlank(s.doc[i]) {
		i++
	}
	return i
}

func (s *Scanner) addAttr(name, value []byte) {
	prefix, local := splitName(name)
	switch {
	case string(prefix) == "xmlns":
		s.bind(local, value)
	case prefix == nil && string(local) == "xmlns":
		s.bind(nil, value)
	default:
		if len(s.attrs) < 64 {
			s.attrs = append(s.attrs, attr{prefix, local, value})
		}
	}
}

func (s *Scanner) bind(prefix, uri []byte) {
	space := s.spaces.ByURI[string(bytes.TrimSpace(uri))]
	s.bindings = append(s.bindings, binding{s.intern(prefix), space})
}
