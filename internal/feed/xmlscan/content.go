package xmlscan

// Content is the inside of one element.
type Content struct {
	Raw    []byte // the document's own bytes between the tags
	Text   string // the characters outside child elements, entities decoded, CDATA as it is
	Markup bool   // child elements are inside
	Whole  bool   // the element was closed; false when the document was cut inside it
	Cut    bool   // more than the limit was inside and the rest is left out
}

// Content reads on to the end of the element whose Start was just returned. Stop, when not nil, names a start tag that
// cannot be inside, such as the next item after an end tag that was forgotten: the element ends before it.
// HTML elements without an end tag do not nest here. At most limit bytes are kept of Text and of Raw.
func (s *Scanner) Content(limit int, stop func(Token) bool) (Content, error) {
	depth := len(s.stack)
	from := s.pos
	s.void = true
	defer func() { s.void = false }()
	var c Content
	var text []byte
	mark := from // where the token was read from; end tags that are owed are not read
	for done := false; !done; {
		if s.implied == 0 {
			mark = s.pos
		}
		tok, err := s.Next()
		switch {
		case err != nil:
			return c, err
		case tok.Kind == EOF:
			mark, done = len(s.doc), true
		case tok.Kind == Text && len(text) <= limit:
			text = AppendDecoded(text, tok.Data)
		case tok.Kind == CData && len(text) <= limit:
			text = append(text, tok.Data...)
		case tok.Kind == Start && stop != nil && stop(tok):
			s.unread(mark, depth)
			c.Whole, done = true, true
		case tok.Kind == Start:
			c.Markup = true
		case tok.Kind == End && len(s.stack) < depth:
			c.Whole, done = true, true
		}
	}
	c.Raw, c.Text = cut(s.doc[from:mark], limit), string(cut(text, limit))
	c.Cut = len(text) > limit || c.Markup && mark-from > limit
	return c, nil
}

// unread goes back to the start tag at mark and closes the element at depth.
func (s *Scanner) unread(mark, depth int) {
	s.CloseTo(depth - 1)
	s.pos = mark
	s.elements--
}

// cut shortens b to at most limit bytes without leaving half a character.
func cut(b []byte, limit int) []byte {
	if len(b) <= limit {
		return b
	}
	for limit > 0 && b[limit]&0xC0 == 0x80 {
		limit--
	}
	return b[:limit]
}
