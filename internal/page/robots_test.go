package page_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/internal/page"
)

// answered is the error of a server's answer that is no page.
type answered int

func (a answered) Error() string   { return fmt.Sprint("status ", int(a)) }
func (a answered) HTTPStatus() int { return int(a) }

// web is what servers hold, by address; an int is the status of an answer without a page.
type web struct {
	held  map[string]any
	moved map[string]string
	asked []string
}

func (w *web) Get(_ context.Context, address string) ([]byte, string, string, error) {
	w.asked = append(w.asked, address)
	final := address
	if to := w.moved[address]; to != "" {
		final = to
	}
	switch held := w.held[final].(type) {
	case string:
		return []byte(held), "text/html; charset=utf-8", final, nil
	case int:
		return nil, "", "", answered(held)
	case error:
		return nil, "", "", held
	}
	return nil, "", "", answered(404)
}

const story = `<html><head><title>Qwen3 is out</title></head><body><article><h1>Qwen3 is out</h1><p>` +
	`Alibaba has let out the weights of its model Qwen3, which it says is the largest that it ever made public, and the licence allows any use.` + `</p></article></body></html>`

func TestRobots(t *testing.T) {
	for _, c := range []struct {
		name   string
		robots any
		path   string
		want   bool
	}{
		{"there is none", 404, "/news/1", true},
		{"not for us to see", 403, "/news/1", true},
		{"the server fails", 500, "/news/1", false},
		{"the server is busy", 503, "/news/1", false},
		{"no answer", errors.New("no answer"), "/news/1", false},
		{"empty", "", "/news/1", true},
		{"a page in place of rules", "<!doctype html><html><body>Not here</body></html>", "/news/1", true},
		{"nobody", "User-agent: *\nDisallow: /", "/news/1", false},
		{"everybody", "User-agent: *\nDisallow:", "/news/1", true},
		{"another part", "User-agent: *\nDisallow: /private/", "/news/1", true},
		{"this part", "User-agent: *\nDisallow: /news/", "/news/1", false},
		{"the longer rule counts", "User-agent: *\nDisallow: /news/\nAllow: /news/open/", "/news/open/1", true},
		{"the longer rule counts, in any order", "User-agent: *\nAllow: /news/open/\nDisallow: /news/", "/news/1", false},
		{"another bot", "User-agent: gptbot\nDisallow: /", "/news/1", true},
		{"us", "User-agent: briefbot\nDisallow: /", "/news/1", false},
		{"us, in capitals", "User-Agent: BriefBot\nDisallow: /", "/news/1", false},
		{"us before all", "User-agent: *\nDisallow: /\n\nUser-agent: briefbot\nAllow: /", "/news/1", true},
		{"a longer name is not ours", "User-agent: briefbotany\nDisallow: /", "/news/1", true},
		{"several names, one set of rules", "User-agent: gptbot\nUser-agent: briefbot\nDisallow: /news/", "/news/1", false},
		{"a pattern", "User-agent: *\nDisallow: /*.pdf$", "/news/1.pdf", false},
		{"a pattern that ends elsewhere", "User-agent: *\nDisallow: /*.pdf$", "/news/1.pdf?x=1", true},
		{"the query counts", "User-agent: *\nDisallow: /*?print=", "/news/1?print=1", false},
		{"a remark", "# Disallow: /\nUser-agent: * # all\nDisallow: /news/ # not this", "/news/1", false},
		{"a mark at the beginning, lines of another system", "\ufeffUser-agent: *\r\nDisallow: /news/\r\n", "/news/1", false},
		{"unknown words", "User-agent: *\nNoindex: /news/\nDisallow: /private/", "/news/1", true},
		{"rules of nobody cannot be read", "Disallow: /", "/news/1", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			const host = "https://paper.example"
			w := &web{held: map[string]any{host + "/robots.txt": c.robots, host + c.path: story}}
			got, err := page.NewReader(w, time.Now).Fetch(t.Context(), host+c.path, page.Options{})
			if (err == nil) != c.want {
				t.Fatalf("read %q, %v", got.Title, err)
			}
			if err != nil && (!errors.Is(err, page.ErrForbidden) || page.Gone(err) || slices.Contains(w.asked, host+c.path)) {
				t.Errorf("error %v after asking for %q", err, w.asked)
			}
		})
	}
}

// Rules are asked for once a day, those that could not be read after an hour again.
func TestRulesAreKept(t *testing.T) {
	now := time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)
	w := &web{held: map[string]any{"https://a.example/robots.txt": 404, "https://b.example/robots.txt": 503, "https://a.example/1": story, "https://b.example/1": story}}
	r := page.NewReader(w, func() time.Time { return now })
	asked := func() string {
		var out []string
		for _, address := range w.asked {
			if strings.HasSuffix(address, "/robots.txt") {
				out = append(out, address[8:9])
			}
		}
		return strings.Join(out, "")
	}
	for _, c := range []struct {
		after time.Duration
		want  string
	}{{0, "ab"}, {30 * time.Minute, "ab"}, {time.Hour, "abb"}, {23 * time.Hour, "abbab"}} {
		now = now.Add(c.after)
		_, errA := r.Fetch(t.Context(), "https://a.example/1", page.Options{})
		_, errB := r.Fetch(t.Context(), "https://b.example/1", page.Options{})
		if errA != nil || !errors.Is(errB, page.ErrForbidden) {
			t.Fatalf("%v, %v", errA, errB)
		}
		if got := asked(); got != c.want {
			t.Errorf("after %v rules were asked of %s, want %s", c.after, got, c.want)
		}
	}
}

// An address that leads to another host is judged by the rules of both.
func TestRulesOfWhereItLeads(t *testing.T) {
	w := &web{held: map[string]any{"https://b.example/robots.txt": "User-agent: *\nDisallow: /", "https://b.example/1": story}, moved: map[string]string{"https://a.example/1": "https://b.example/1"}}
	if p, err := page.NewReader(w, time.Now).Fetch(t.Context(), "https://a.example/1", page.Options{}); !errors.Is(err, page.ErrForbidden) {
		t.Errorf("read %q, %v", p.Title, err)
	}
}

// Between two pages passes what the host asks for.
func TestCrawlDelay(t *testing.T) {
	w := &web{held: map[string]any{"https://a.example/robots.txt": "User-agent: *\nCrawl-delay: 0.2", "https://a.example/1": story}}
	r := page.NewReader(w, time.Now)
	begin := time.Now()
	for range 3 {
		if _, err := r.Fetch(t.Context(), "https://a.example/1", page.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(begin); took < 400*time.Millisecond {
		t.Errorf("three pages in %v", took)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := r.Fetch(ctx, "https://a.example/1", page.Options{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while waiting: %v", err)
	}
}

func TestGone(t *testing.T) {
	for status, want := range map[int]bool{404: true, 410: true, 403: false, 500: false, 451: false} {
		w := &web{held: map[string]any{"https://a.example/1": status}}
		if _, err := page.NewReader(w, time.Now).Fetch(t.Context(), "https://a.example/1", page.Options{}); page.Gone(err) != want {
			t.Errorf("status %d: %v", status, err)
		}
	}
	if page.Gone(nil) || page.Gone(errors.New("no answer")) {
		t.Error("gone without an answer that says so")
	}
}
