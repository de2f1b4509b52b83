package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/bot/console"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/store"
)

// TestSampleDigest composes the digest that a stranger without a network sees, and compares it with what the sample says of its
// own articles: which tell the same event, and which only look like the topic.
func TestSampleDigest(t *testing.T) {
	content, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	sample := map[string]config.SampleRecord{}
	for _, r := range content.Sample {
		sample[r.URL] = r
	}
	now := time.Date(2026, 5, 20, 9, 0, 0, 0, time.UTC)
	for _, lang := range []string{"en", "fr", "zh"} {
		made := sampleDigest(t, lang, now)
		if len(made.Stories) != 8 {
			t.Errorf("%s: %d stories, want 8", lang, len(made.Stories))
		}
		spoken := map[string]bool{}
		for _, e := range slices.Concat(made.Stories, made.More) {
			for _, a := range append([]briefs.Article{e.Lead}, e.Related...) {
				spoken[a.Language] = true
				r := sample[a.URL]
				if !r.OnTopic {
					t.Errorf("%s: %q is not about the topic", lang, a.Title)
				}
				if lead := sample[e.Lead.URL]; r.Event != lead.Event {
					t.Errorf("%s: %q is told under %q", lang, a.Title, e.Lead.Title)
				}
			}
		}
		if len(spoken) != 3 {
			t.Errorf("%s: headlines in %v, want three languages", lang, spoken)
		}
		for i, e := range made.Stories {
			if len(e.Related) < 2 {
				t.Errorf("%s: story %d, %q, has %d related articles", lang, i+1, e.Lead.Title, len(e.Related))
			}
		}
		if lead := made.Stories[0].Lead; lead.Language != lang {
			t.Errorf("%s: the first headline is %q", lang, lead.Title)
		}
		for _, e := range made.Stories {
			if strings.HasPrefix(sample[e.Lead.URL].ID, "roundup") {
				t.Errorf("%s: the roundup %q is a story", lang, e.Lead.Title)
			}
		}
	}
}

func sampleDigest(t *testing.T, lang string, now time.Time) briefs.Digest {
	t.Helper()
	ctx := context.Background()
	c := config.Default()
	c.Language = lang
	watch := &shiftedClock{}
	watch.set(now)
	k, err := newCore(ctx, c, store.Memory, watch.now, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	if err := k.sample(ctx); err != nil {
		t.Fatal(err)
	}
	p := k.planOf(console.New(console.Options{}).Channel())
	made, err := k.desk.Make(ctx, p.request(console.New(console.Options{}).Channel(), briefs.Span{From: now.Add(-firstSpan), To: now.Add(time.Minute)}, nil, false))
	if err != nil {
		t.Fatal(err)
	}
	return made
}
