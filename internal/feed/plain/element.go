package plain

// elements are HTML's, living and obsolete, and MathML's and SVG's roots: in a title only these are tags.
var elements = set("a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button canvas " +
	"caption center cite code col colgroup data dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form " +
	"frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark marquee math menu " +
	"meta meter nav nobr noframes noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script section " +
	"select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr " +
	"track tt u ul var video wbr")

// inlines are elements that do not separate words.
var inlines = set("a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd mark nobr q rp rt ruby s samp small span strike " +
	"strong sub sup time tt u var wbr")

func set(names string) map[string]bool {
	m := make(map[string]bool)
	for from, i := 0, 0; i <= len(names); i++ {
		if i == len(names) || names[i] == ' ' {
			m[names[from:i]] = true
			from = i + 1
		}
	}
	return m
}

func known(name string) bool { return elements[name] }

func inline(name string) bool { return inlines[name] || !elements[name] }

func cell(name string) bool { return name == "td" || name == "th" || name == "img" }

// silent reports elements whose inside is never text to read.
func silent(name string) bool {
	switch name {
	case "script", "style", "template", "iframe", "noframes", "object", "svg", "math", "head", "select", "textarea":
		return true
	}
	return false
}
