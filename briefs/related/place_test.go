package related

import (
	"slices"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
)

func TestComparePlaces(t *testing.T) {
	s := newSymbols()
	of := func(terms ...string) []uint32 {
		var f found
		for _, term := range terms {
			f.addPlace(&s, term)
		}
		return f.sets[signPlaces]
	}
	for _, c := range []struct {
		a, b             []uint32
		shared, conflict bool
	}{
		{of("mx"), of("my"), false, true},
		{of("mx"), of("mx"), true, false},
		{of("jp"), of("jp tokyo"), true, false},
		{of("jp osaka"), of("jp tokyo"), false, true},
		{of("cn shanghai"), of("cn"), false, false}, // a wide place sets nothing apart
		{of("cn shanghai"), of("cn hangzhou"), false, true},
		{of("cn guangdong shenzhen"), of("cn guangdong"), true, false},
		{of("cn guangdong shenzhen"), of("cn guangdong guangzhou"), false, true},
		{of("mx", "br"), of("br", "cl"), true, false},
		{nil, of("mx"), false, false},
	} {
		shared, conflict := comparePlaces(c.a, c.b)
		back, backConflict := comparePlaces(c.b, c.a)
		if shared != c.shared || conflict != c.conflict || back != shared || backConflict != conflict {
			t.Errorf("%x and %x: shared %v, conflict %v; the other way %v, %v", c.a, c.b, shared, conflict, back, backConflict)
		}
	}
}

// TestPlaceVeto: one company doing the same in two places are two stories; in one place, in three languages, one.
func TestPlaceVeto(t *testing.T) {
	e := New(lexicontest.Compiled(t), Options{})
	begin := time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)
	story := map[string]string{}
	for i, a := range []briefs.Article{
		{ID: "mx", Language: "en", Title: "Alibaba Cloud opens a second data centre in Mexico"},
		{ID: "my", Language: "en", Title: "Alibaba Cloud opens a second data centre in Malaysia"},
		{ID: "mx again", Language: "en", Title: "Alibaba Cloud opens second Mexico data centre"},
		{ID: "my zh", Language: "zh", Title: "阿里云马来西亚第二座数据中心启用"},
	} {
		a.Published = begin.Add(time.Duration(i) * time.Hour)
		story[a.ID] = e.Add(a).Story
	}
	if story["my"] == story["mx"] || story["my zh"] == story["mx"] {
		t.Errorf("two places are one story: %v", story)
	}
	if story["mx again"] != story["mx"] {
		t.Errorf("one place is two stories: %v", story)
	}
}

// TestDisastersAreWhereTheyAre: what befalls one place is not what befalls another, and an earthquake of another strength weeks later is another.
func TestDisastersAreWhereTheyAre(t *testing.T) {
	e := New(lexicontest.Compiled(t), Options{})
	begin := time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)
	story := map[string]string{}
	for _, a := range []struct {
		after time.Duration
		title string
	}{
		{0, "四川泸定县发生6.8级地震"},
		{time.Hour, "四川泸定县发生6.8级地震 已致7人遇难"},
		{26 * time.Hour, "台湾台东县发生6.5级地震"},
		{700 * time.Hour, "四川泸定县发生5.1级地震"},
	} {
		story[a.title] = e.Add(briefs.Article{ID: a.title, Language: "zh", Title: a.title, Published: begin.Add(a.after)}).Story
	}
	if got := story["四川泸定县发生6.8级地震 已致7人遇难"]; got != "四川泸定县发生6.8级地震" {
		t.Errorf("one earthquake is two stories: %v", story)
	}
	for _, other := range []string{"台湾台东县发生6.5级地震", "四川泸定县发生5.1级地震"} {
		if story[other] != other {
			t.Errorf("%s is no earthquake of its own: %v", other, story)
		}
	}
}

// TestDoubtIsInherited: whoever joins by an article whose own place is in doubt is so too, but for a sure one; a copy is as its original, and an editor's hand
// ends the doubt.
func TestDoubtIsInherited(t *testing.T) {
	b := belonging{nearest: &document{loose: true}}
	if !b.loosely(surelyAt-0.1, 0) || b.loosely(surelyAt, 0) {
		t.Error("a join by an article in doubt is without doubt, or one that is sure is not")
	}
	b.nearest.loose = false
	if b.loosely(firmAt, 0) || !b.loosely(firmAt-0.1, 0) {
		t.Error("doubt does not end where it should")
	}
	if b.loosely(firmAt, settledHours) || !b.loosely(firmAt, settledHours+1) {
		t.Error("what comes long after is without doubt, or what comes soon is not")
	}
	b.regime = denseRegimes
	if b.loosely(firmAt, settledHours+1) {
		t.Error("in a dense stream, in which sagas last, what comes long after is in doubt")
	}
	e := New(lexicontest.Compiled(t), Options{})
	at := time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)
	e.Add(briefs.Article{ID: "a", Language: "en", Title: "Alibaba Cloud opens a second data centre in Mexico", Published: at})
	e.Load(briefs.Article{ID: "b", Language: "en", Title: "Alibaba Cloud trains people in Mexico", Published: at, Loose: true}, "a")
	e.Load(briefs.Article{ID: "d", Language: "en", Title: "Alibaba Cloud says hello to Mexico", Published: at}, "a")
	if p := e.Add(briefs.Article{ID: "c", Language: "en", Title: "Alibaba Cloud trains people in Mexico", Published: at.Add(time.Hour)}); p.Story != "a" || !p.Loose {
		t.Errorf("a copy of an article in doubt: %+v", p)
	}
	if _, err := e.Split("a", []string{"b", "c"}); err != nil || e.known["b"].loose {
		t.Errorf("an editor moved it: in doubt %v, %v", e.known["b"].loose, err)
	}
}

// TestStoriesRest: what a title that names nobody watched tells goes on for weeks; much later it is another event, but in news at large, where sagas
// last.
func TestStoriesRest(t *testing.T) {
	told := func(after time.Duration, dense bool) bool {
		e := New(lexicontest.Compiled(t), Options{})
		if dense {
			e.climate = climate{joined: 0.6, count: 100}
		}
		at := time.Date(2026, 3, 3, 8, 0, 0, 0, time.UTC)
		e.Add(briefs.Article{ID: "a", Language: "zh", Title: "唐山烧烤店多名男子殴打女子案开庭审理", Published: at})
		return e.Add(briefs.Article{ID: "b", Language: "zh", Title: "唐山烧烤店打人案宣判 殴打女子的多名男子获刑", Published: at.Add(after)}).Joined
	}
	for _, c := range []struct {
		days  int
		dense bool
		want  bool
	}{{2, false, true}, {60, false, false}, {60, true, true}} {
		if got := told(time.Duration(c.days)*24*time.Hour, c.dense); got != c.want {
			t.Errorf("after %d days, dense %v: joined %v", c.days, c.dense, got)
		}
	}
}

func TestCounties(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same int
	}{
		{"雅安芦山县发生地震", "芦山县震后", 1},
		{"芦山县发生地震", "泸定县发生地震", 0},
		{"沪市收盘", "这家公司上市", 0},
	} {
		var a, b found
		a.counties(c.a)
		b.counties(c.b)
		if got := overlap(a.sets[signCounties], b.sets[signCounties]); got != c.same {
			t.Errorf("%s and %s: %d in common, want %d", c.a, c.b, got, c.same)
		}
	}
	var f found
	if f.counties("沪市收盘，港股超市概念大涨，全市上市公司"); len(f.sets[signCounties]) > 0 {
		t.Errorf("%d counties where none is named", len(f.sets[signCounties]))
	}
}

// TestCountsFade: what the counts stand for stays bounded, and what is common stays so.
func TestCountsFade(t *testing.T) {
	f := &frequencies{seen: make([]uint32, slots)}
	for i := range 10 * totalMost {
		f.next()
		if i%10 == 0 {
			f.add(counts{{id: 7}})
		}
		if f.total >= totalMost {
			t.Fatalf("the counts stand for %d", f.total)
		}
	}
	if f.read != 10*totalMost {
		t.Errorf("%d were read", f.read)
	}
	if share := float64(f.seen[7]) / float64(f.total); share < 0.09 || share > 0.11 {
		t.Errorf("one in ten is %.3f", share)
	}
}

// TestChooseTheLarger: of stories that are about as likely the larger one takes an article, so that what broke in two does not go on so; a
// likelier one is not passed over, and one below the threshold takes nothing.
func TestChooseTheLarger(t *testing.T) {
	of := func(logit float64, count int) belonging {
		return belonging{story: &story{count: count}, logit: logit}
	}
	for name, c := range map[string]struct {
		all  []belonging
		want int // the index of the chosen one, -1 for none
	}{
		"the larger of two alike":      {[]belonging{of(2.2, 1), of(2, 4), of(1.9, 2)}, 1},
		"the likelier of two as large": {[]belonging{of(2, 3), of(2.2, 3)}, 1},
		"the likelier by more":         {[]belonging{of(2+evenly+0.1, 1), of(2, 9)}, 0},
		"none below the threshold":     {[]belonging{of(0.2, 1), of(-0.1, 9)}, 0},
		"none at all":                  {[]belonging{of(-0.2, 1), of(-0.1, 9)}, -1},
	} {
		best := measured.choose(c.all, 0)
		if got := slices.IndexFunc(c.all, func(b belonging) bool { return best != nil && b.story == best.story }); got != c.want {
			t.Errorf("%s: chose %d, want %d", name, got, c.want)
		}
	}
}
