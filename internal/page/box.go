package page

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"briefbot/internal/feed/plain"
)

// boxHeading matches what publishers write over their links to other articles, and nothing else in a text.
var boxHeading = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	`(?:articles?|sujets?|contenus?|actualités?|lectures?) (?:sur le même (?:thème|sujet)|liée?s?|similaires?|connexes?|associée?s?|recommandée?s?|complémentaires?)`,
	`(?:sur|dans) le? ?(?:même|la même) (?:thème|sujet|thématique|rubrique)`, `(?:à|a) (?:lire|voir|découvrir)(?: (?:aussi|également|ensuite|sur le même sujet))`,
	`(?:lire|voir|lisez|découvrez) (?:aussi|également)`, `(?:vous (?:aimerez|pourriez aimer)|cela peut vous intéresser|ces articles (?:peuvent|pourraient|devraient) vous (?:intéresser|plaire))(?: aussi)?`,
	`pour aller plus loin`, `nos (?:autres|derniers) articles`, `(?:dans|de) la même (?:rubrique|catégorie)`,
	`(?:you (?:may|might)|also) (?:also )?(?:like|be interested in|enjoy)`, `(?:related|recommended|similar|further|suggested) (?:articles?|stories|story|posts?|news|content|reading|coverage|topics|links|reads?)`,
	`related`, `recommended(?: for you)?`, `(?:also read|read also|see also|read (?:more|next)(?: on this(?: topic)?)?|what to read next|up next|more (?:on|about) this(?: (?:topic|story))?|more (?:stories|news|like this|from .{2,30})|keep reading|don[’']t miss|in case you missed it)`,
	`(?:相关|相關|延伸|扩展|擴展|推荐|推薦|更多|关联|關聯)(?:阅读|閱讀|文章|新闻|新聞|报道|報道|報導|资讯|資訊|内容|內容|推荐|推薦|链接|連結|专题|專題)`, `(?:猜你喜欢|猜你喜歡|你可能(?:还|還|也)?(?:喜欢|喜歡|感兴趣|感興趣)(?:的文章)?|大家都在看|看了又看|往期(?:推荐|回顾|文章)|热门(?:推荐|文章|阅读))`,
}, `|`) + `)\s*[:：…>»›]*$`)

// boxName matches classes and ids of such boxes.
var boxName = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:related|relatedposts?|related-?(?:articles?|posts?|stories|content|news|links)|jp-relatedposts|yarpp|recommend(?:ed|ations?)?|read-?(?:more|next|also)|more-?stories|` +
	`also-?(?:read|like)|a-?lire(?:-aussi)?|lire-?aussi|meme-?(?:sujet|theme)|similar(?:-?(?:posts?|articles?))?|outbrain|taboola|xiangguan|tuijian)(?:$|[\s_-])`)

const (
	headingRunes = 60  // of a box's heading at most
	relatedMost  = 20  // links kept
	climbMost    = 4   // elements from a heading up to what stands beside its box
	proseRunes   = 100 // from which on a block that is no link is prose
)

// takeBoxes takes the publisher's boxes out of a tree and returns the articles they point to, each once, without the page itself.
func takeBoxes(doc *html.Node, base *url.URL, own string) []Link {
	var out []Link
	seen := map[string]bool{identity(own): true}
	for _, b := range findBoxes(doc) {
		if b[0].Parent == nil { // it went with another box
			continue
		}
		for _, n := range b {
			for _, l := range cards(n, base) {
				if id := identity(l.URL); !seen[id] && len(out) < relatedMost && sameSite(l.URL, own) {
					seen[id] = true
					out = append(out, l)
				}
			}
		}
		for _, n := range b {
			remove(n)
		}
	}
	return out
}

// findBoxes returns each box as the nodes that are it.
func findBoxes(doc *html.Node) [][]*html.Node {
	var out [][]*html.Node
	all := prose(doc)
	for n := range elements(doc) {
		if n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Article || n.DataAtom == atom.Main || silent(n) {
			continue
		}
		var box []*html.Node
		switch head, rest := cutHeading(n); {
		case head && rest == 0:
			box = below(n)
		case head:
			box = []*html.Node{n}
		case boxName.MatchString(attr(n, "class")+" "+attr(n, "id")) && len(links(n)) > 0 && n.DataAtom != atom.A:
			box = []*html.Node{n}
		}
		if len(box) > 0 && 2*prose(box...) <= all { // else it is the article
			out = append(out, box)
		}
	}
	return out
}

// prose returns how many runes of nodes stand in blocks of prose.
func prose(nodes ...*html.Node) int {
	n := 0
	for _, node := range nodes {
		n += proseIn(node)
		for e := range elements(node) {
			n += proseIn(e)
		}
	}
	return n
}

// proseIn returns how many runes an element has of its own, apart from blocks and links in it, if those are prose.
func proseIn(n *html.Node) int {
	if inline(n) || silent(n) {
		return 0
	}
	own := 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				own += utf8.RuneCountInString(strings.TrimSpace(c.Data))
			case inline(c) && c.DataAtom != atom.A:
				walk(c)
			}
		}
	}
	walk(n)
	if own < proseRunes {
		return 0
	}
	return own
}

// cutHeading reports whether an element is a box's heading, or begins with one and holds nothing else but rest runes of links.
func cutHeading(n *html.Node) (head bool, rest int) {
	if n.DataAtom == atom.A {
		return false, 0
	}
	begins := text(n, 400)
	if utf8.RuneCountInString(begins) <= headingRunes && boxHeading.MatchString(begins) {
		return true, 0
	}
	in := links(n)
	if len(in) == 0 || len(begins) > 390 {
		return false, 0
	}
	links, all := linked(n)
	free := begins
	for _, a := range in {
		free = strings.Replace(free, text(a, 400), "", 1)
	}
	free = strings.TrimSpace(free)
	return boxHeading.MatchString(free) && all-links <= headingRunes, links
}

// below returns the heading with what it stands over: what follows it, or follows the element that holds it alone, up to the next
// heading of its rank. Over a line in a text stands only what is mostly links.
func below(heading *html.Node) []*html.Node {
	at, words := heading, text(heading, 2*headingRunes)
	for range climbMost {
		if box := following(at, heading); len(box) > 1 {
			return box
		}
		at = at.Parent
		if at == nil || at.DataAtom == atom.Body || at.Type != html.ElementNode || text(at, 4*headingRunes) != words {
			return nil
		}
	}
	return nil
}

func following(at, heading *html.Node) []*html.Node {
	box := []*html.Node{at}
	found := 0
	rank := level(heading)
	for n := at.NextSibling; n != nil; n = n.NextSibling {
		if n.Type != html.ElementNode {
			if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" && rank == 0 {
				break
			}
			continue
		}
		if ends(n, rank) {
			break
		}
		in := links(n)
		links, all := linked(n)
		if rank == 0 && all > 0 && (len(in) == 0 || 2*links < all && n.DataAtom == atom.P) {
			break
		}
		found += len(in)
		box = append(box, n)
	}
	if found == 0 {
		return nil
	}
	return box
}

// ends reports whether an element cannot belong to a box whose heading has a rank: another heading, or what closes a page.
func ends(n *html.Node, rank int) bool {
	if n.DataAtom == atom.Footer || n.DataAtom == atom.Form || n.DataAtom == atom.Article && len(links(n)) == 0 {
		return true
	}
	if l := level(n); l > 0 && (l <= rank || rank == 0) {
		return len(links(n)) == 0 || rank == 0 || l < rank
	}
	return false
}

// titleRunes is how long a link's words must be, in runes of Latin, to be an article's title; a Han character counts as three.
const titleRunes = 15

// cardLinks is how many links of a box are looked at.
const cardLinks = 100

// cards returns the articles that a part of a box points to. What several links of one card say is one link, by its longest words.
func cards(n *html.Node, base *url.URL) []Link {
	var out []Link
	at := map[string]int{}
	all := links(n)
	for _, a := range all[:min(len(all), cardLinks)] {
		u := resolve(base, attr(a, "href"))
		if u == nil || u.Path == "" || u.Path == "/" {
			continue
		}
		u.Fragment = ""
		title := titleOf(a)
		id := identity(u.String())
		if i, ok := at[id]; ok {
			if utf8.RuneCountInString(title) > utf8.RuneCountInString(out[i].Title) {
				out[i].Title = title
			}
			continue
		}
		at[id] = len(out)
		out = append(out, Link{u.String(), title})
	}
	kept := out[:0]
	for _, l := range out {
		if isTitle(l.Title) {
			kept = append(kept, l)
		}
	}
	return kept
}

// titleOf returns what a link calls the article: the heading in it, its words, or the heading of the card that it is in.
func titleOf(a *html.Node) string {
	for e := range elements(a) {
		if level(e) > 0 {
			return plain.Line(text(e, 1000))
		}
	}
	own := plain.Line(text(a, 1000))
	if isTitle(own) && !readOn.MatchString(own) {
		return own
	}
	for p, up := a.Parent, 0; p != nil && up < 3; p, up = p.Parent, up+1 {
		var heads []*html.Node
		for e := range elements(p) {
			if level(e) > 0 {
				heads = append(heads, e)
			}
			if len(heads) > 1 {
				break
			}
		}
		if len(heads) == 1 && !boxHeading.MatchString(text(heads[0], 400)) {
			return plain.Line(text(heads[0], 1000))
		}
		if len(heads) > 1 {
			break
		}
	}
	if readOn.MatchString(own) {
		return ""
	}
	return own
}

// readOn matches the words of links that only invite to read on.
var readOn = regexp.MustCompile(`(?i)^(?:lire (?:la suite|l[’']article|plus).*|en savoir plus|(?:read|learn|see|view) (?:more|on|the (?:full )?(?:article|story)|all).*|continue reading.*|阅读(?:全文|更多)|查看(?:全文|更多|详情)|更多)[\s.…>»›→]*$`)

func isTitle(s string) bool {
	n := 0
	for _, r := range s {
		if n++; r >= 0x2e80 {
			n += 2
		}
	}
	return n >= titleRunes && !readOn.MatchString(s)
}
