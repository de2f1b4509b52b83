package page

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// shareRow matches a line that asks to pass the article on: the request, and names of networks and buttons after it.
var shareRow = regexp.MustCompile(`(?i)^(?:partage[rz]?(?: (?:cet|l[’'])? ?(?:article|page))?(?: (?:sur|par|via))?|share(?: (?:this|the|via|on))?(?: (?:article|story|page|post))?|suivez-nous(?: sur)?|follow us(?: on)?|分享(?:到|至|本文|文章)?|转发(?:到)?|轉發|扫一扫|微信扫一扫)\s*[:：]?` +
	`(?:[\s,|·•/&+]*(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|e-?mail|courriel|mail|messenger|bluesky|threads|mastodon|pinterest|instagram|youtube|copier(?: le lien)?|copy(?: link)?|link|lien|imprimer|print|pdf|weibo|wechat|qq(?:空间)?|line|` +
	`微信|朋友圈|微博|新浪微博|知乎|复制链接|複製連結|打印|更多|more|plus|sur|on|et|and|or|ou|this|article|cet))*[\s.:：…]*$`)

const shareRunes = 120 // of such a row at most

func isShareRow(line string) bool {
	return utf8.RuneCountInString(line) <= shareRunes && shareRow.MatchString(line)
}

// takeShareRows takes out of a tree the rows that ask to share the article.
func takeShareRows(doc *html.Node) {
	var rows []*html.Node
	for n := range elements(doc) {
		switch n.DataAtom {
		case atom.Html, atom.Head, atom.Body, atom.Title, atom.Meta, atom.Script:
			continue
		}
		if t := text(n, 2*shareRunes); t != "" && isShareRow(t) {
			rows = append(rows, withNetworks(n))
		}
	}
	for _, n := range rows {
		remove(n)
	}
}

// withNetworks returns a row's element or, where its words stand beside a list of buttons, what holds both.
func withNetworks(n *html.Node) *html.Node {
	p := n.Parent
	if p == nil || p.Type != html.ElementNode || p.DataAtom == atom.Body {
		return n
	}
	if t := text(p, 2*shareRunes); strings.TrimSpace(t) != "" && isShareRow(t) {
		return p
	}
	return n
}
