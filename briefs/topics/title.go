package topics

import (
	"regexp"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

var (
	// titleTail matches what may be an outlet's name behind a title.
	titleTail = regexp.MustCompile(`^(.*\S)(\s+[-–—|]\s+|\s*[|｜丨]\s*)([^|｜丨]{1,40})$`)
	// column matches names of columns, dates and addresses, which outlets put behind their titles too.
	column = regexp.MustCompile(`^(深氪|智能涌现独家|焦点分析|最前线|硬氪首发|36氪首发|36氪独家|the china show|\d{1,2}/\d{1,2}/\d{2,4}|[a-z0-9-]+\.(com|org|net|fr|cn))$`)
	// columnHead matches the same before titles.
	columnHead = regexp.MustCompile(`^\s*(36氪首发|36氪独家|硬氪首发|硬氪独家|最前线|焦点分析)\s*[|｜丨:：·]\s*`)
)

// Headline returns an article's title as it is shown beside its outlet: without the outlet's name or initials, and its columns. A title that is nothing else
// stays.
func Headline(a briefs.Article) string {
	title := a.Title
	if short := columnHead.ReplaceAllString(title, ""); short != "" {
		title = short
	}
	for range 3 {
		m := titleTail.FindStringSubmatch(title)
		if m == nil || !ofOutlet(lexicon.FoldString(strings.TrimSpace(m[3])), a.Outlet) {
			break
		}
		title = m[1]
	}
	return title
}

// ofOutlet reports whether a folded text is an outlet's name, its beginning or initials, or the name of a column.
func ofOutlet(tail, outlet string) bool {
	name := lexicon.FoldString(House(outlet))
	if column.MatchString(tail) || tail == name || tail == lexicon.FoldString(outlet) {
		return true
	}
	var initials strings.Builder
	for _, w := range strings.Fields(strings.TrimPrefix(name, "the ")) {
		initials.WriteString(string([]rune(w)[0]))
	}
	return len(tail) > 1 && (tail == initials.String() || "the "+tail == name || "the "+name == tail)
}
