package page

import (
	"iter"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// elements yields the elements below a node, in the order of the document.
func elements(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && !yield(d) {
				return
			}
		}
	}
}

// attr returns the value of an attribute.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// silent are elements whose inside nobody reads.
func silent(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Head, atom.Iframe, atom.Select, atom.Textarea:
		return true
	}
	return false
}

// text returns what is read of a node, blanks in order. Reading stops soon after limit bytes.
func text(n *html.Node, limit int) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case b.Len() > limit || n.Type == html.ElementNode && silent(n):
			return
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case n.Type == html.ElementNode && !inline(n):
			b.WriteByte(' ')
			defer b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

func inline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Cite, atom.Code, atom.Data, atom.Em, atom.Font, atom.I, atom.Kbd, atom.Mark, atom.Q, atom.S,
		atom.Samp, atom.Small, atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.U, atom.Var, atom.Wbr:
		return true
	}
	return false
}

// level is the level of a heading, 0 for other elements.
func level(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	return 0
}

// links returns the anchors of a node, itself included.
func links(n *html.Node) []*html.Node {
	var out []*html.Node
	if n.DataAtom == atom.A && attr(n, "href") != "" {
		out = append(out, n)
	}
	for e := range elements(n) {
		if e.DataAtom == atom.A && attr(e, "href") != "" {
			out = append(out, e)
		}
	}
	return out
}

// linked returns how many of a node's runes are read as links, and how many are read in all.
func linked(n *html.Node) (links, all int) {
	var walk func(*html.Node, bool)
	walk = func(n *html.Node, in bool) {
		switch {
		case n.Type == html.ElementNode && silent(n):
			return
		case n.Type == html.TextNode:
			k := utf8.RuneCountInString(strings.TrimSpace(n.Data))
			if all += k; in {
				links += k
			}
		}
		in = in || n.DataAtom == atom.A
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(n, n.DataAtom == atom.A)
	return links, all
}

// remove takes a node out of its tree.
func remove(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}
