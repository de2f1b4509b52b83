package discordtest

import (
	"html/template"
	"strings"
)

// html shows markdown line by line: headings, small print, and the words as the reader understands them, with their links.
func html(markdown string) template.HTML {
	var b strings.Builder
	for i, l := range strings.Split(markdown, "\n") {
		if i > 0 {
			b.WriteString("\n")
		}
		t := Read(l)
		words := template.HTMLEscapeString(t.Visible)
		for _, href := range t.Links {
			words = `<a href="` + template.HTMLEscapeString(href) + `">` + words + `</a>`
			break // a line of ours has one link
		}
		switch {
		case strings.HasPrefix(l, "### "), strings.HasPrefix(l, "## "), strings.HasPrefix(l, "# "):
			words = "<h3>" + words + "</h3>"
		case strings.HasPrefix(l, "-# "):
			words = `<span class="s">` + words + `</span>`
		case strings.HasPrefix(l, "**"):
			words = "<b>" + words + "</b>"
		}
		b.WriteString(words)
	}
	return template.HTML(b.String()) // escaped piece by piece above
}
