package related

import (
	"strings"
	"testing"

	"briefbot/briefs/related/relatedtest"
)

// TestSignsSpareNothing: what spares texts an expression is in all that the expression matches.
func TestSignsSpareNothing(t *testing.T) {
	for _, c := range []struct {
		name, texts string
		matches     func(string) bool
		signs       []string
	}{
		{"round-up", `8点1氪丨x|氪星晚报x|出海速递|派早报|早知道|午报|x周报｜|x周刊：|早餐|晨报|早班车|一周要闻|昨夜今晨|盘前要闻|隔夜要闻|新闻速递|每日速览|全球要闻|今日要闻|收评：|午评|复盘|` +
			`中国公司全球化周报|本周AI发生了什么|一周AI盘点|live updates|LIVE BLOG|morning bid|Morning Briefing|evening brief|daily digest|week in review|weekly recap|` +
			`news roundup|round-up|Bloomberg Brief|stock movers|things to know|what to know this week|newsletter #3|En direct - x|live: x|revue de presse|l’essentiel de l'actu|` +
			`les 5 infos à retenir|RÉCAP du jour|The China Show|AI daily x|AI Weekly|not much happened today|The Download: x|共12家获融资|ten stories in brief|` +
			`Robots, cars: 7 EV reads|X, y: 5 weekend reads you missed|X; y: SCMP’s 7 highlights|南向资金今日净买入约16亿港元|鸿蒙概念震荡走强 东华软件涨停|港股大模型概念股走强，某股涨超20%`, roundUp.MatchString, roundUpSigns},
		{"boilerplate", `L'article x est apparu en premier|The post x appeared first|Cet article x est apparu|提示：内容由AI生成|相关链接：x|Article URL: x|Comments URL: x|点击查看全文|` +
			`阅读全文|查看更多|Continue reading|Read more|lire la suite`, boilerplate.MatchString, boilerplateSigns},
		{"part", `#17 x|x (1/6)|x（3）|ep. 4|episode 12|第8期`, part.MatchString, partSigns},
	} {
		for text := range strings.SplitSeq(c.texts, "|") {
			if !c.matches(text) {
				t.Errorf("%s: %q is no example", c.name, text)
			}
			if !hasAny(text, c.signs) {
				t.Errorf("%s: %q has no sign", c.name, text)
			}
		}
	}
	for _, a := range relatedtest.Articles(t, "articles", "stream.jsonl.gz") {
		if roundUp.MatchString(a.Title) && !hasAny(a.Title, roundUpSigns) {
			t.Errorf("%q has no sign of a round-up", a.Title)
		}
	}
}
