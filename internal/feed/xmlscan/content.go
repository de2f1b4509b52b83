package xmlscan

// Content is the inside of one element.
type Content struct {
	Raw    []byte // the document's own bytes between the tags
	Text   string // the characters outside child elements, entities decoded, CDATA as it is
	Markup bool   // child elements are inside
	Whole  bool   // the element was closed; false when the document was cut inside it
}

// Content reads on to the end of the element whose Start was just returned. Stop, when not nil, names a start tag that
// cannot be inside, such as the next item after an end tag that was forgotten: the element ends before it.
// HTML elements without an end tag do not nest here. At most limit bytes are kept of Text and of Raw.
func (s *Scanner) Content(limit int, stop func(Token) bool) (Content, error) {
	depth := len(s.stack)
	c := Content{}
	from := s.pos
	s.void = true
	defer func() { s.void = false }()
	var text []byte
	mark := from // where the token was read from; end tags that are owed are not read
	for {
		if s.implied == 0 {
			mark = s.pos
		}
		tok, err := s.Next()
		if err != nil {
			return c, err
		}
		switch tok.Kind {
		case EOF:
			c.Raw, c.Text = cut(s.doc[from:], limit), string(cut(text, limit))
			return c, nil
		case Text:
			if len(text) < limit {
				text = AppendDecoded(text, tok.Data)
			}
		case CData:
			if len(text) < limit {
				text = append(text, tok.Data...)
			}
		case Start:
			if stop != nil && stop(tok) {
				s.unread(mark, depth)
				c.Raw, c.Text, c.Whole = cut(s.doc[from:mark], limit), string(cut(text, limit)), true
				return c, nil
			}
			c.Markup = true
		case End:
			if len(s.stack) < depth {
				c.Raw, c.Text, c.Whole = cut(s.doc[from:mark], limit), string(cut(text, limit)), true
				return c, nil
			}
		}
	}
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
