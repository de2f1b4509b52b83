package related

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
)

// TestApart: pairs that say much the same, of which each is an event of its own, and pairs that are not kept apart.
func TestApart(t *testing.T) {
	for _, c := range []struct {
		language, a, b, text string // text is b's
		apart                bool
	}{
		// Who does what many do.
		{"zh", "长河汽车与阿里云达成战略合作", "远山医院与阿里云签署合作协议", "", true},
		{"zh", "长河科技：与阿里云有深入合作", "远山信息：与阿里云合作拓展算力市场", "", true},
		{"zh", "长河银行宣布接入DeepSeek", "远山大学接入DeepSeek", "", true},
		{"zh", "TCL与阿里云达成AI合作", "远山集团与阿里云达成AI合作", "", true},
		{"zh", "长河股份：第三季度净利润9.66亿元", "远山股份：第三季度净利润30.75亿元", "", true},
		{"en", "Longriver Properties, Inc. Q2 2026 Earnings Call Summary", "Farhill, Inc. Q2 2026 Earnings Call Summary", "", true},
		// The same one, by the title or by the text.
		{"zh", "长河汽车与阿里云达成战略合作", "阿里云与长河汽车签署合作协议", "", false},
		{"zh", "长河汽车与阿里云达成战略合作", "这家车企与阿里云签署合作协议", "长河汽车今天说，双方签了协议。", false},
		// Who only says something about it, and what tells nothing that many do.
		{"zh", "腾讯接入DeepSeek", "远山证券：腾讯接入DeepSeek有望带动需求", "", false},
		{"zh", "长河消息：阿里云与车企合作", "远山汽车与阿里云合作", "", false},
		{"zh", "长河汽车发布新车", "远山汽车发布新车", "", false},
		{"en", "Banks in Shenzhen adopt DeepSeek", "Lenders in Shenzhen adopt DeepSeek", "", false},
		// Lessons.
		{"en", "DeepSeek V4 is out with open weights", "How to run DeepSeek V4 at home", "", true},
		{"zh", "DeepSeek V4 开源", "手把手教你部署 DeepSeek V4", "", true},
		{"fr", "DeepSeek V4 est disponible", "Comment installer DeepSeek V4 chez soi", "", true},
		{"en", "How to run DeepSeek V4 at home", "DeepSeek V4: a tutorial", "", false},
		{"zh", "中国如何在竞赛中赶上 DeepSeek", "DeepSeek 与竞赛", "", false},
		{"en", "GLM-5.2 is out", "GLM-5.2: how to run it at home", "", true},                 // a model without its maker
		{"en", "How to watch the opening", "The opening was watched by millions", "", false}, // nobody who is watched
	} {
		e := New(lexicontest.Compiled(t), Options{})
		a := e.read(briefs.Article{ID: "a", Language: c.language, Title: c.a})
		b := e.read(briefs.Article{ID: "b", Language: c.language, Title: c.b, Summary: c.text})
		if there, back := compare(a, b).hard, compare(b, a).hard; there != c.apart || back != there {
			t.Errorf("%s | %s: kept apart %v, the other way %v (%d and %d)", c.a, c.b, there, back, a.doer, b.doer)
		}
	}
}

// TestAnyTitle: whatever a title is made of, it is read, and two are compared alike both ways.
func TestAnyTitle(t *testing.T) {
	e := New(lexicontest.Compiled(t), Options{})
	part := rapid.OneOf(rapid.SampledFrom([]string{"与", "接入", "合作", "净利润", "：", "丨", " Q2 2026 Earnings", "如何", "How to run ", "阿里云", "DeepSeek", "长河", "٣٣", "３３", "Я", "é", "\u200b", "\xff"}), rapid.String())
	title := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(part, 1, 8).Draw(t, "parts"), "") })
	rapid.Check(t, func(t *rapid.T) {
		a := e.read(briefs.Article{ID: "a", Title: title.Draw(t, "a")})
		b := e.read(briefs.Article{ID: "b", Title: title.Draw(t, "b")})
		if there, back := compare(a, b).hard, compare(b, a).hard; there != back {
			t.Errorf("%q and %q are kept apart %v one way, %v the other", a.title, b.title, there, back)
		}
	})
}

// TestFrozen: a document comes out of a snapshot as it went in.
func TestFrozen(t *testing.T) {
	e := New(lexicontest.Compiled(t), Options{})
	var doers, lessons int
	for _, title := range []string{"长河汽车与阿里云达成战略合作 #17", "How to run DeepSeek V4 at home", `长河：谁说"云"贵？投资380亿元`, "早报：一；二；三；四"} {
		d := e.read(briefs.Article{ID: title, Title: title, Outlet: "Alpha", Summary: "Alibaba Cloud said on Monday that it would pay."})
		doers, lessons = doers+step(d.doer != 0), lessons+step(d.howTo)
		e.resume(d.freeze(0), &story{id: title})
		back := *e.known[title]
		back.storyAt, back.pace = nil, d.pace // how much came in is asked only when an article is placed
		if !reflect.DeepEqual(back, *d) {
			t.Errorf("%s:\n%+v, was\n%+v", title, back, *d)
		}
	}
	if doers != 1 || lessons != 1 {
		t.Errorf("%d of who does what many do and %d lessons, want one each", doers, lessons)
	}
}
