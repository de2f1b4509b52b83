package related

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// outletTail matches what outlets append to their titles: " - Reuters", " | LatestLY", "_新浪科技", " | The China Show | 8/21/2026".
var outletTail = regexp.MustCompile(`(?i)(\s+[-–—|]+\s*(reuters|wsj|bloomberg(\.com)?|bloomberg brief|cnbc|bbc( news)?|cnn|npr|axios|fortune|techcrunch|the verge|` +
	`yahoo finance|financial times|the new york times|the washington post|ap news|abc news|cbs news|nbc news|fox news|al jazeera|` +
	`south china morning post|business insider|investing\.com|latestly|politico|the china show|stock movers|最前线|36氪首发|36氪独家|硬氪首发|` +
	`焦点分析|快科技|科技改变未来|[a-z0-9-]+\.(com|org|net|fr|cn))|\s+[-–—|]+\s*\d{1,2}/\d{1,2}/\d{2,4}|\s*\[(pdf|video)\])\s*$`)

// outletHead matches what outlets put before their titles: "36氪首发｜", "Exclusive | ".
var outletHead = regexp.MustCompile(`(?i)^\s*(36氪首发|36氪独家|硬氪首发|硬氪独家|最前线|焦点分析|智氪|独家|图解|exclusive|opinion|breaking|🚨\s*breaking|show hn|ask hn)\s*[|｜丨:：·]\s*`)

// tag matches what a forum puts before titles: "[Apple] ", "[分享创造] ".
var tag = regexp.MustCompile(`^\s*\[[^\[\]]{2,16}\]\s+`)

// roundUp matches the titles of columns, tickers and digests that tell many events. They neither open nor join a story.
var roundUp = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(\d点1氪|\d+ ?点1氪|氪星晚报|36氪晚报|36氪早报|出海速递|派早报|T早报|早报|晚报|日报|早知道|今日早报|午报)|` +
	`(早报|晚报|日报|周报|周刊|早餐|晨报|早班车|一周要闻|昨夜今晨|盘前要闻|隔夜要闻|新闻速递|每日速览|全球要闻|今日要闻|早知道|收评|午评|复盘)\s*([|｜丨:：·\]】]|$)|` +
	`中国公司全球化周报|本周.{0,8}发生了什么|一周.{0,6}(盘点|回顾|汇总)|` +
	`\b(live updates?|live blog|morning (brief(ing)?|bid)|evening brief(ing)?|daily (brief(ing)?|digest)|week in review|weekly (recap|digest|roundup)|` +
	`news ?roundup|round-?up|bloomberg brief|(stock|market) movers|things to know|what to know this week|newsletter #?\d+)\b|` +
	`^[^\p{L}\p{N}]*(en direct|direct|live)\s*[.:|–—-]|revue de presse|l['’]essentiel de l['’]actu|les (\d+ )?infos à retenir|récap (de la semaine|du jour)|` +
	`^the china show|^ai (daily|weekly)\b|^not much happened|^the download:|^共\d+家.{0,4}融资|\b(stories|news|week|day) in brief\b|` +
	`[:：]\s*(scmp['’]s )?\d+ ([\p{L}-]+ ){0,3}(reads|highlights)\b|(南下|南向|北向)资金.{0,12}净(买入|卖出|流入|流出)|` +
	`概念股?.{0,6}(震荡|异动|走强|走高|拉升|走低|活跃|回调|下挫)`)

// Each of these is in every text that the expression of its name matches: looking for them first spares nearly every text the expression.
var (
	roundUpSigns = strings.Fields(`1氪 早 晚报 日报 周 午报 晨 要闻 速 收评 午评 复盘 发生了什么 融资 live direct brief weekly roundup round-up movers know newsletter review bid
		digest revue essentiel infos récap show daily happened download reads highlights 资金 概念`)
	boilerplateSigns = []string{"apparu", "appeared first", "提示", "相关链接", " url:", "查看", "阅读全文", "continue reading", "read more", "lire la suite"}
)

// hasAny reports whether a text has one of some signs, whatever its case.
func hasAny(text string, signs []string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(signs, func(s string) bool { return strings.Contains(text, s) })
}

// cleanTitle returns the title without what the outlet adds to every one of its titles.
func cleanTitle(title, outlet string) string {
	t := strings.TrimSpace(title)
	for range 3 {
		shorter := t
		if strings.HasPrefix(shorter, "[") {
			shorter = tag.ReplaceAllString(shorter, "")
		}
		if strings.ContainsAny(shorter, "-–—|[") {
			shorter = outletTail.ReplaceAllString(shorter, "")
		}
		if strings.ContainsAny(shorter, "|｜丨:：·") {
			shorter = outletHead.ReplaceAllString(shorter, "")
		}
		shorter = cutOutlet(shorter, outlet)
		if shorter == t || strings.TrimSpace(shorter) == "" {
			break
		}
		t = strings.TrimSpace(shorter)
	}
	return t
}

var (
	markup = regexp.MustCompile(`(?s)<[^<>]*>|<[^<>]*$|https?://[^\s<>"）]+`)
	// boilerplate matches where a feed goes on with what it adds to every article.
	boilerplate = regexp.MustCompile(`(?i)(l['’]article .{0,300}est apparu en premier|the post .{0,300}appeared first|cet article .{0,200}est apparu|提示：内容由AI|相关链接：|` +
		`article url:|comments url:|点击查看全文|阅读全文|查看更多|continue reading|read more\b|lire la suite)`)
)

// cleanBody returns the beginning of an article's summary, or else of its text, without markup, addresses, what feeds append
// and a repetition of the title.
func cleanBody(a briefs.Article, title string) string {
	body := a.Summary
	if body == "" {
		body = a.Text
	}
	body = firstRunes(body, 4*textRunes)
	if strings.Contains(body, "<") || strings.Contains(body, "://") {
		body = markup.ReplaceAllString(body, " ")
	}
	body = html.UnescapeString(body)
	if hasAny(body, boilerplateSigns) {
		if at := boilerplate.FindStringIndex(body); at != nil {
			body = body[:at[0]]
		}
	}
	body = strings.TrimSpace(body)
	if title != "" {
		body = strings.TrimSpace(strings.TrimPrefix(body, title))
	}
	return strings.Clone(firstRunes(body, textRunes))
}

// cutOutlet drops the outlet's own name behind a dash or bar at the end of the title.
func cutOutlet(title, outlet string) string {
	at := strings.LastIndexAny(title, "-–—|｜丨_")
	if at <= 0 || outlet == "" {
		return title
	}
	tail := lexicon.FoldString(strings.TrimLeft(title[at:], "-–—|｜丨_ "))
	if name := lexicon.FoldString(outlet); tail != "" && (tail == name || strings.HasPrefix(name, tail+" ")) {
		return strings.TrimSpace(strings.TrimRight(title[:at], "-–—|｜丨_ "))
	}
	return title
}

// IsRoundUp reports whether a title announces many events at once: a morning column, a live ticker, a digest.
func IsRoundUp(title string) bool {
	return strings.Count(title, "；")+strings.Count(title, "; ") >= 2 || hasAny(title, roundUpSigns) && roundUp.MatchString(title)
}

// part matches the number of a part in a series.
var part = regexp.MustCompile(`#\d+\b|\(\d+/\d+\)|（\d+）|\bep(isode)?\.? ?\d+\b|第\d+期`)

// partSigns are in every title that part matches.
var partSigns = []string{"#", "(", "（", "ep", "第"}

// partOf returns a folded title's part of a series, "" for none.
func partOf(folded string) string {
	if !hasAny(folded, partSigns) {
		return ""
	}
	return part.FindString(folded)
}

// hearsay matches what stands before a colon and is nobody's name.
var hearsay = regexp.MustCompile(`[称传曝]$|消息|报道|独家|快讯|观点|重磅|突发|^(exclusive|analysis|opinion|breaking|report|live|video|watch)$`)

// subjectOf returns what stands before the first colon of a folded title, when it is short enough for a name.
func subjectOf(folded string) string {
	before, _, found := strings.Cut(folded, ":")
	before = strings.TrimSpace(before)
	if !found || runes(before) > 20 || before == "" || hearsay.MatchString(before) {
		return ""
	}
	return before
}

// quotation matches what a folded title quotes.
var quotation = regexp.MustCompile(`"([^"]{2,40})"`)

// tails counts how titles end behind a bar or a spaced dash: what comes again and again is a column's or an outlet's name.
type tails map[string]int

const (
	tailRunes = 30     // a longer one is no name
	tailSeen  = 3      // times that make it one
	tailsKept = 50_000 // when more are known, counting begins anew
)

// cut returns the title without an end that was seen often, and counts the end.
func (t tails) cut(title string) string {
	at, size := -1, 0
	for _, bar := range []string{"｜", "|", "丨", " - ", " – ", " — "} {
		if i := strings.LastIndex(title, bar); i > at {
			at, size = i, len(bar)
		}
	}
	if at <= 0 {
		return title
	}
	tail := strings.TrimSpace(title[at+size:])
	if tail == "" || runes(tail) > tailRunes {
		return title
	}
	if len(t) > tailsKept {
		clear(t)
	}
	t[strings.Clone(tail)]++
	if t[tail] < tailSeen {
		return title
	}
	return strings.TrimSpace(title[:at])
}
