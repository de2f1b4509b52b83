package related_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related"
	"briefbot/briefs/related/relatedtest"
)

var start = time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)

func at(hours float64, id, title string) briefs.Article {
	return briefs.Article{ID: id, Title: title, Outlet: "outlet " + id, Language: "en", Published: start.Add(time.Duration(hours * float64(time.Hour)))}
}

func TestAdd(t *testing.T) {
	for _, c := range []struct {
		name   string
		first  briefs.Article
		second briefs.Article
		joins  bool
	}{
		{"the same title with the outlet's name", at(0, "a", "Alibaba unveils its most capable AI model to date"), at(3, "b", "Alibaba unveils its most capable AI model to date - Reuters"), true},
		{"near the same title", at(0, "a", "Manus to return as independent company after China forced Meta to unwind deal"), at(5, "b", "Manus to return as an independent company after China forces Meta to unwind $2 billion deal"), true},
		{"another version of the model", at(0, "a", "Alibaba releases Qwen3.5"), at(2, "b", "Alibaba releases Qwen3.8"), false},
		{"another company", at(0, "a", "Tencent reports quarterly revenue above estimates"), at(2, "b", "Baidu reports quarterly revenue below estimates"), false},
		{"a year later", at(0, "a", "Tencent revenue climbs 11% on AI-driven ad gains"), at(24*365, "b", "Tencent revenue climbs 11% on AI-driven ad gains"), false},
		{"a round-up of it", at(0, "a", "DeepSeek宣布大幅涨价"), at(2, "b", "8点1氪丨DeepSeek宣布大幅涨价；贾国龙再创业；河南试行周五下午弹性离岗"), false},
		{"a column of the same name", at(0, "a", "Morning Brief: what moved markets"), at(24, "b", "Morning Brief: what moved markets"), false},
		{"nothing in common", at(0, "a", "Kimi K3 weights published"), at(1, "b", "Rain in Paris for the rest of the week"), false},
		{"empty titles", at(0, "a", ""), at(1, "b", ""), false},
	} {
		e := related.New(lexicontest.Compiled(t), related.Options{})
		e.Add(c.first)
		p := e.Add(c.second)
		if p.Joined != c.joins {
			t.Errorf("%s: joined %v because of %v (%.2f)", c.name, p.Joined, p.Reasons, p.Score)
		}
		if want := map[bool]string{true: "a", false: "b"}[c.joins]; p.Story != want {
			t.Errorf("%s: story %q, want %q", c.name, p.Story, want)
		}
		if p.Joined && len(p.Reasons) == 0 {
			t.Errorf("%s: joined without a reason", c.name)
		}
	}
}

func TestReasons(t *testing.T) {
	e := related.New(lexicontest.Compiled(t), related.Options{Threshold: -9})
	e.Add(at(0, "a", "Alibaba commits US$53 billion to Qwen3.8 and AI infrastructure"))
	p := e.Add(at(1, "b", "Alibaba will put $53bn into infrastructure for Qwen3.8"))
	var got []string
	for _, r := range p.Reasons {
		got = append(got, r.Kind+"="+r.Text)
	}
	text := strings.Join(got, " ")
	for _, want := range []string{"name=Alibaba", "amount=$53bn", "model=Qwen3.8", "infrastructure"} {
		if !strings.Contains(text, want) {
			t.Errorf("reasons %q lack %q", text, want)
		}
	}
}

func TestAddAgain(t *testing.T) {
	e := related.New(lexicontest.Compiled(t), related.Options{})
	e.Add(at(0, "a", "Kimi K3 weights published today on the hub"))
	e.Add(at(1, "b", "Kimi K3 weights published today on the hub"))
	if p := e.Add(at(2, "b", "Kimi K3: an edited title")); p.Story != "a" || !p.Joined {
		t.Errorf("an article that is known moved to %+v", p)
	}
	if e.Held() != 2 {
		t.Errorf("%d held, want 2", e.Held())
	}
}

func TestForgets(t *testing.T) {
	e := related.New(lexicontest.Compiled(t), related.Options{Held: 50})
	for i := range 500 {
		e.Add(at(float64(i)/10, fmt.Sprint("a", i), fmt.Sprintf("Story number %d of something %d else", i, i*7)))
	}
	if e.Held() > 50 {
		t.Errorf("%d held, limit 50", e.Held())
	}
	e.Add(at(24*500, "later", "Long after"))
	if e.Held() != 1 {
		t.Errorf("%d held long after, want 1", e.Held())
	}
}

// sample returns articles of a few days of the stream.
func sample(t testing.TB, from, to string) []briefs.Article {
	t.Helper()
	all := relatedtest.Articles(t, "articles", "stream.jsonl.gz")
	a, b := relatedtest.Instant(t, from), relatedtest.Instant(t, to)
	return slices.DeleteFunc(all, func(x briefs.Article) bool { return x.Published.Before(a) || x.Published.After(b) })
}

// A program that restarts goes on as one that did not.
func TestRestore(t *testing.T) {
	articles := sample(t, "2026-07-20", "2026-08-06")
	l := lexicontest.Compiled(t)
	whole := related.New(l, related.Options{})
	half := len(articles) / 2
	for _, a := range articles[:half] {
		whole.Add(a)
	}
	restarted := related.New(l, related.Options{})
	var snapshot bytes.Buffer
	if err := whole.Save(&snapshot); err != nil {
		t.Fatal(err)
	}
	size := snapshot.Len()
	if err := restarted.Restore(&snapshot); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d articles in %d KB", whole.Held(), size>>10)
	if whole.Held() != restarted.Held() {
		t.Fatalf("%d held, %d restored", whole.Held(), restarted.Held())
	}
	for _, a := range articles[half:] {
		if p, r := whole.Add(a), restarted.Add(a); p.Story != r.Story || p.Score != r.Score {
			t.Fatalf("%s %q: %s (%.3f), after a restart %s (%.3f)", a.ID, a.Title, p.Story, p.Score, r.Story, r.Score)
		}
	}
}

func TestReplayKeepsTheOrderGiven(t *testing.T) {
	articles := sample(t, "2026-08-01", "2026-08-04")
	l := lexicontest.Compiled(t)
	forward := related.Replay(l, related.Options{}, articles)
	slices.Reverse(articles)
	backward := related.Replay(l, related.Options{}, articles)
	slices.Reverse(backward)
	if !slices.EqualFunc(forward, backward, func(a, b related.Placement) bool { return a.Story == b.Story && a.Loose == b.Loose }) {
		t.Error("the order of the file changes the stories")
	}
}

// Whatever comes: every article gets a story that some article opened, and a round-up stays alone.
func TestPlacementsHold(t *testing.T) {
	l := lexicon.New([]briefs.Entity{{ID: "deepseek", Name: "DeepSeek", Kind: "company"}}, nil)
	rapid.Check(t, func(t *rapid.T) {
		e := related.New(l, related.Options{Held: 20})
		opened := map[string]bool{}
		for i := range rapid.IntRange(0, 60).Draw(t, "n") {
			title := rapid.OneOf(rapid.SampledFrom([]string{"DeepSeek V4 released", "DeepSeek V3 发布", "早报｜a；b；c", "阿里云降价 3 亿元"}), rapid.String()).Draw(t, "title")
			a := at(rapid.Float64Range(-200, 200).Draw(t, "hours"), fmt.Sprint(i), title)
			p := e.Add(a)
			if !p.Joined {
				opened[p.Story] = true
			}
			if !opened[p.Story] {
				t.Fatalf("story %q was never opened", p.Story)
			}
			if p.RoundUp && p.Joined {
				t.Fatalf("round-up %q joined", title)
			}
			if e.Held() > 20 {
				t.Fatalf("%d held", e.Held())
			}
		}
	})
}

func TestIsRoundUp(t *testing.T) {
	for title, want := range map[string]bool{
		"8点1氪丨三星宣布停止在中国大陆市场销售所有家电产品；李嘉诚抛售资产套现约455亿": true, "氪星晚报｜罗永浩数字人百度电商首播": true, "隔夜要闻：DeepSeek重创美股": true,
		"Tech, Media & Telecom Roundup: Market Talk": true, "DeepSeek Plans AI Price Hike; Google Reshuffles AI Leadership | Bloomberg Brief 08/06/26": true,
		"EN DIRECT - Guerre en Ukraine": true, "Live updates: markets react": true, "派早报：Apple Creator Studio 正式上线": true,
		"Alibaba releases Qwen3.8": false, "阿里财报：云和电商加速增长": false, "AI round table in Shanghai": false, "Alive and well": false, "人民日报评论": false,
	} {
		if got := related.IsRoundUp(title); got != want {
			t.Errorf("IsRoundUp(%q) = %v", title, got)
		}
	}
}
