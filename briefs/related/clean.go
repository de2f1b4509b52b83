package related

import (
	"regexp"
	"strings"

	"briefbot/briefs/lexicon"
)

// outletTail matches what outlets append to their titles: " - Reuters", " | LatestLY", "_新浪科技", " | The China Show | 8/21/2026".
var outletTail = regexp.MustCompile(`(?i)(\s+[-–—|]+\s*(reuters|wsj|bloomberg(\.com)?|bloomberg brief|cnbc|bbc( news)?|cnn|npr|axios|fortune|techcrunch|the verge|` +
	`yahoo finance|financial times|the new york times|the washington post|ap news|abc news|cbs news|nbc news|fox news|al jazeera|` +
	`south china morning post|business insider|investing\.com|latestly|politico|the china show|stock movers|最前线|36氪首发|36氪独家|硬氪首发|` +
	`焦点分析|快科技|科技改变未来|[a-z0-9-]+\.(com|org|net|fr|cn))|\s+[-–—|]+\s*\d{1,2}/\d{1,2}/\d{2,4}|\s*\[(pdf|video)\])\s*$`)

// outletHead matches what outlets put before their titles: "36氪首发｜", "Exclusive | ".
var outletHead = regexp.MustCompile(`(?i)^\s*(36氪首发|36氪独家|硬氪首发|硬氪独家|最前线|焦点分析|智氪|独家|图解|exclusive|opinion|breaking|🚨\s*breaking|show hn|ask hn)\s*[|｜丨:：·]\s*`)

// roundUp matches the titles of columns, tickers and digests that tell many events. They neither open nor join a story.
var roundUp = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(\d点1氪|\d+ ?点1氪|氪星晚报|36氪晚报|36氪早报|出海速递|派早报|T早报|早报|晚报|日报|早知道|今日早报|午报)|` +
	`(早报|晚报|日报|周报|周刊|早餐|晨报|早班车|一周要闻|昨夜今晨|盘前要闻|隔夜要闻|新闻速递|每日速览|全球要闻|今日要闻|早知道|收评|午评|复盘)\s*([|｜丨:：·\]】]|$)|` +
	`中国公司全球化周报|本周.{0,8}发生了什么|一周.{0,6}(盘点|回顾|汇总)|` +
	`\b(live updates?|live blog|morning (brief(ing)?|bid)|evening brief(ing)?|daily (brief(ing)?|digest)|week in review|weekly (recap|digest|roundup)|` +
	`news ?roundup|round-?up|bloomberg brief|stock movers|things to know|what to know this week|newsletter #?\d+)\b|` +
	`^[^\p{L}\p{N}]*(en direct|direct|live)\s*[.:|–—-]|revue de presse|l['’]essentiel de l['’]actu|les infos à retenir|récap (de la semaine|du jour)|` +
	`^the china show|^ai (daily|weekly)\b`)

// cleanTitle returns the title without what the outlet adds to every one of its titles.
func cleanTitle(title, outlet string) string {
	t := strings.TrimSpace(title)
	for range 3 {
		shorter := outletTail.ReplaceAllString(t, "")
		shorter = outletHead.ReplaceAllString(shorter, "")
		shorter = cutOutlet(shorter, outlet)
		if shorter == t || strings.TrimSpace(shorter) == "" {
			break
		}
		t = strings.TrimSpace(shorter)
	}
	return t
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
	return strings.Count(title, "；")+strings.Count(title, "; ") >= 2 || roundUp.MatchString(title)
}
