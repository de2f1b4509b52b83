package app

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/related"
	"briefbot/internal/feed"
	"briefbot/internal/page"
	"briefbot/internal/store"
)

// kiosk is an outlet's server: a feed of Atom entries, pages, and a robots.txt.
type kiosk struct {
	*paper
	mu      sync.Mutex
	entries string
	pages   map[string]string // by path; what is not there is answered with 404
	read    []string          // paths of pages that were asked for
}

func newKiosk(t *testing.T) *kiosk {
	k := &kiosk{pages: map[string]string{}}
	k.paper = &paper{Server: httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.mu.Lock()
		defer k.mu.Unlock()
		if r.URL.Path == "/feed" {
			fmt.Fprintf(w, `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Kiosk</title>%s</feed>`, k.entries)
			return
		}
		k.read = append(k.read, r.URL.Path)
		if k.pages[r.URL.Path] == "" {
			http.NotFound(w, r)
			return
		}
		if r.URL.Path != "/robots.txt" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		fmt.Fprint(w, k.pages[r.URL.Path])
	}))}
	t.Cleanup(k.Close)
	return k
}

func (k *kiosk) set(change func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	change()
}

// prints adds an entry to the feed, and its page when there is one.
func (k *kiosk) prints(path, title, at, html string) {
	k.set(func() {
		k.entries += fmt.Sprintf(`<entry><id>urn:%s</id><title>%s</title><link href="%s"/><published>%s</published></entry>`, path, title, k.URL+path, at)
		if html != "" {
			k.pages[path] = html
		}
	})
}

func (k *kiosk) asked() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.read)
}

// open builds the bot with the kiosk as its only source, whose pages are read without the usual spacing.
func (k *kiosk) open(t *testing.T, path string, watch *clock, pages string) *App {
	t.Helper()
	a := k.paper.open(t, path, watch, &journal{})
	a.feeds[0].pages = pages == "on"
	o := fetcherOptions(a.config, watch.now)
	o.Accept, o.Spacing = page.Accept, time.Millisecond
	a.reader.pages = page.NewReader(feed.NewFetcher(o), watch.now)
	return a
}

func plainPage(title, text string) string {
	return "<html><head><title>" + title + "</title></head><body><article><h1>" + title + "</h1><p>" + text + "</p></article></body></html>"
}

// article returns a kept article by the end of its address.
func (k *kiosk) article(t *testing.T, a *App, path string) store.Placed {
	t.Helper()
	got, ok, err := a.store.Articles.ByAddress(context.Background(), k.URL+path)
	if err != nil || !ok {
		t.Fatalf("%s is not kept: %v", path, err)
	}
	return got
}

const (
	spending = "/cloud/depenses-cloud-chine/"
	ovis     = "/ia/ovis-u1/"
)

// TestPagesAreRead has a source whose pages are read: the text is the page's without its share row, what the publisher's box shows is related
// and no part of the story, also after a restart; what no digest could show, robots.txt forbids or is another page is left alone.
func TestPagesAreRead(t *testing.T) {
	html, err := os.ReadFile(filepath.Join("..", "page", "testdata", "share-row.fr.html"))
	if err != nil {
		t.Fatal(err)
	}
	k := newKiosk(t)
	k.pages["/robots.txt"] = "User-agent: *\nDisallow: /private/"
	k.prints(ovis, "Alibaba publie Ovis-U1, un modèle qui lit le texte et l’image", "2026-03-02T06:00:00Z", "")
	k.prints("/private/1", "Alibaba Cloud baisse ses prix en Chine", "2026-03-02T06:10:00Z", plainPage("Alibaba Cloud baisse ses prix en Chine", "Secret."))
	k.prints("/recettes/1", "Une recette de crêpes", "2026-03-02T06:20:00Z", plainPage("Une recette de crêpes", "Farine, lait, œufs."))
	k.prints("/cloud/abonnes", "Tencent Cloud ouvre une région à Djakarta", "2026-03-02T06:30:00Z", plainPage("Connexion", "Abonnez-vous pour lire la suite de cet article de nos journalistes."))
	k.prints("/cloud/ancien", "Huawei Cloud ouvre une région au Caire", "2026-02-20T06:00:00Z", plainPage("Huawei Cloud ouvre une région au Caire", "Vieux."))
	k.prints(spending, "Les dépenses cloud progressent en Chine", "2026-03-02T07:00:00Z", string(html))
	path, watch := filepath.Join(t.TempDir(), "b.db"), &clock{}
	watch.set(moment(t, "2026-03-02 08:00"))

	a := k.open(t, path, watch, "off")
	k.run(t, a, "the feed is kept", func() bool { _, ok, _ := a.store.Feeds.Load(context.Background(), k.URL+"/feed"); return ok })
	if got := k.asked(); len(got) > 0 {
		t.Fatalf("pages were asked for though that is off: %q", got)
	}

	path = filepath.Join(t.TempDir(), "b.db")
	a = k.open(t, path, watch, "on")
	k.run(t, a, "the feed is kept", func() bool { _, ok, _ := a.store.Feeds.Load(context.Background(), k.URL+"/feed"); return ok })
	if got, want := k.asked(), []string{"/robots.txt", ovis, "/cloud/abonnes", spending}; !slices.Equal(got, want) {
		t.Errorf("asked for %q, want %q", got, want)
	}

	watch.set(moment(t, "2026-03-02 08:01"))
	for _, when := range []string{"at once", "after a restart"} {
		a = k.open(t, path, watch, "on")
		a.reader.restart(a.store)
		if err := a.reader.intake.resume(context.Background(), watch.now()); err != nil {
			t.Fatal(err)
		}
		lead, linked := k.article(t, a, spending), k.article(t, a, ovis)
		if !strings.Contains(lead.Text, "380 milliards de yuans") || strings.Contains(lead.Text, "Partager") || strings.Contains(lead.Text, "Bouillie") {
			t.Errorf("%s the text is %q", when, lead.Text)
		}
		if text := k.article(t, a, "/cloud/abonnes").Text; text != "" {
			t.Errorf("%s a page of another kind gave the text %q", when, text)
		}
		if lead.Story == "" || lead.Story == linked.Story {
			t.Errorf("%s the box made stories: %q and %q", when, lead.Story, linked.Story)
		}
		beside, err := a.store.Articles.Beside(context.Background(), []string{lead.ID})
		if err != nil || len(beside) != 4 || beside[0].Title != "Ovis-U1, un modèle qui lit le texte et l’image" {
			t.Errorf("%s it shows beside the article %+v, %v", when, beside, err)
		}
		near := a.reader.intake.engine.Related(lead.ID, 10)
		if i := slices.IndexFunc(near, func(n related.Near) bool { return n.Article == linked.ID }); i < 0 || !near[i].Linked {
			t.Errorf("%s what the box shows is not related: %+v", when, near)
		}
		if got := a.near(lead.ID, 10); !slices.Contains(got, linked.ID) {
			t.Errorf("%s the command is told of %v", when, got)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestPagesDisappear has pages of shown articles go away: the article is withdrawn when it stays away, and not when the whole site is at fault.
func TestPagesDisappear(t *testing.T) {
	k := newKiosk(t)
	const one, two, three = "/cloud/1", "/cloud/2", "/cloud/3"
	for i, path := range []string{one, two, three} {
		title := fmt.Sprintf("Alibaba Cloud opens its region number %d in China", i)
		k.prints(path, title, "2026-03-02T07:00:00Z", plainPage(title, "It is said to be large, and to run on chips of its own making in the long run."))
	}
	watch := &clock{}
	watch.set(moment(t, "2026-03-02 08:00"))
	path := filepath.Join(t.TempDir(), "b.db")
	a := k.open(t, path, watch, "on")
	k.run(t, a, "the feed is kept", func() bool { _, ok, _ := a.store.Feeds.Load(context.Background(), k.URL+"/feed"); return ok })
	a = k.open(t, path, watch, "on")
	t.Cleanup(func() { a.Close() })
	a.reader.restart(a.store)
	ctx := context.Background()
	var shown []store.ShownArticle
	for _, p := range []string{one, two, three} {
		shown = append(shown, store.ShownArticle{Article: k.article(t, a, p).ID, Story: "s", Message: "m"})
	}
	if ok, err := a.store.Deliveries.Plan(ctx, watch.now(), []store.Delivery{{Key: "m", Workspace: "console:W", Place: "console:W/C", Nominal: "n"}}, shown); !ok || err != nil {
		t.Fatal(ok, err)
	}
	for _, step := range []struct {
		at    string
		gone  []string
		want  int // withdrawn in all
		stirs bool
	}{
		{"2026-03-02 10:30", []string{one, two, three}, 0, false}, // the site is at fault
		{"2026-03-02 13:00", []string{one, two, three}, 0, false},
		{"2026-03-02 15:30", []string{one}, 0, false}, // once
		{"2026-03-02 15:40", []string{one}, 0, false}, // not asked yet
		{"2026-03-02 16:40", []string{one}, 1, true},
		{"2026-03-03 16:40", []string{one}, 1, false},
	} {
		watch.set(moment(t, step.at))
		stirred := false
		a.reader.changed = func() { stirred = true }
		k.set(func() {
			for i, p := range []string{one, two, three} {
				title := fmt.Sprintf("Alibaba Cloud opens its region number %d in China", i)
				if k.pages[p] = plainPage(title, "It is there."); slices.Contains(step.gone, p) {
					k.pages[p] = ""
				}
			}
		})
		if err := a.reader.askAgain(ctx); err != nil {
			t.Fatal(err)
		}
		changes, err := a.store.Articles.Changes(ctx, time.Time{})
		if err != nil || len(changes) != step.want || stirred != step.stirs {
			t.Errorf("%s: %+v, stirred %v, %v", step.at, changes, stirred, err)
		}
	}
	if id := k.article(t, a, one).ID; a.mustChange(t).Article != id || a.mustChange(t).Kind != store.Withdrawn {
		t.Errorf("withdrawn is %+v, want %s", a.mustChange(t), id)
	}
}

// mustChange returns the only change of an article.
func (a *App) mustChange(t *testing.T) store.ArticleChange {
	t.Helper()
	changes, err := a.store.Articles.Changes(context.Background(), time.Time{})
	if err != nil || len(changes) != 1 {
		t.Fatal(changes, err)
	}
	return changes[0]
}

// TestDeletedEntry: an entry that its feed says it deleted is withdrawn; one that only falls off the feed is not.
func TestDeletedEntry(t *testing.T) {
	k := newKiosk(t)
	k.prints("/1", "Alibaba Cloud opens a region in China", "2026-03-02T07:00:00Z", "")
	k.prints("/2", "Tencent Cloud cuts prices in China", "2026-03-02T07:10:00Z", "")
	watch, path := &clock{}, filepath.Join(t.TempDir(), "b.db")
	watch.set(moment(t, "2026-03-02 08:00"))
	a := k.open(t, path, watch, "off")
	k.run(t, a, "the feed is kept", func() bool { _, ok, _ := a.store.Feeds.Load(context.Background(), k.URL+"/feed"); return ok })
	k.set(func() { k.entries = `<at:deleted-entry ref="urn:/2" when="2026-03-02T08:05:00Z"/>` })
	watch.set(moment(t, "2026-03-02 09:00"))
	a = k.open(t, path, watch, "off")
	var changes []store.ArticleChange
	k.run(t, a, "an article is withdrawn", func() bool {
		changes, _ = a.store.Articles.Changes(context.Background(), time.Time{})
		return len(changes) > 0
	})
	a = k.open(t, path, watch, "off")
	t.Cleanup(func() { a.Close() })
	if c := a.mustChange(t); c.Article != k.article(t, a, "/2").ID || c.Kind != store.Withdrawn {
		t.Errorf("withdrawn is %+v", c)
	}
	list, err := a.store.Articles.Between(context.Background(), briefs.Span{From: moment(t, "2026-03-01 00:00"), To: moment(t, "2026-03-03 00:00")}, nil)
	if err != nil || len(list) != 1 || list[0].Title != "Alibaba Cloud opens a region in China" {
		t.Errorf("to choose from: %+v, %v", list, err)
	}
}
