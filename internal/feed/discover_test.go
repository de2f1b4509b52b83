package feed

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func TestDiscover(t *testing.T) {
	const rss = `<rss version="2.0"><channel><title>The Feed</title><item><title>One</title><link>https://a.example/1</link></item></channel></rss>`
	link := func(href, title string) string {
		return `<link rel="alternate" type="application/rss+xml" title="` + title + `" href="` + href + `">`
	}
	pages := map[string]string{
		"/feed.xml": rss, "/one": "<html><head>" + link("feed.xml", "Only") + "</head></html>",
		"/two":    "<html><head>" + link("/feed.xml", "News &amp; more") + link("/feed.xml", "again") + link("https://other.example/c.xml", "") + "</head></html>",
		"/none":   "<html><head><title>No feed</title></head></html>",
		"/broken": "<html>" + link("/none", "x") + "</html>", "/odd": "<html>" + link("javascript:alert(1)", "x") + link("file:///etc/passwd", "y") + "</html>",
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(page))
	}))
	defer server.Close()
	u, _ := url.Parse(server.URL)
	port, _ := strconv.Atoi(u.Port())
	f := NewFetcher(FetcherOptions{Client: Guard{Loopback: true, Ports: []uint16{uint16(port)}}.Client()})
	for path, want := range map[string]string{
		"/feed.xml": "/feed.xml The Feed read", "/one": "/feed.xml Only read", "/two": "/feed.xml News & more; https://other.example/c.xml ",
		"/none": "none", "/odd": "none", "/broken": "error", "/missing": "error",
	} {
		found, err := Discover(t.Context(), f, server.URL+path)
		var said []string
		for _, one := range found {
			s := strings.TrimPrefix(one.URL, server.URL) + " " + one.Title
			if one.Document != nil {
				s += " read"
			}
			said = append(said, s)
		}
		got := strings.Join(said, "; ")
		switch {
		case errors.Is(err, ErrNoFeed):
			got = "none"
		case err != nil:
			got = "error"
		}
		if got != want {
			t.Errorf("%s: %q, want %q (%v)", path, got, want, err)
		}
	}
	guarded := NewFetcher(FetcherOptions{})
	if _, err := Discover(t.Context(), guarded, server.URL+"/feed.xml"); err == nil {
		t.Errorf("an address of this machine, %v, was read", netip.MustParseAddr(u.Hostname()))
	}
}
