package briefs_test

import (
	"testing"

	"briefbot/briefs"
)

func TestCanonicalURL(t *testing.T) {
	for in, want := range map[string]string{
		"http://www.Example.com:80/a/":                          "https://example.com/a",
		"https://example.com/a?utm_source=x&b=2&a=1#xtor=RSS-3": "https://example.com/a?a=1&b=2",
		"https://example.com/?id=7":                             "https://example.com?id=7",
		"https://example.com":                                   "https://example.com",
		"https://example.com/#!/story/1":                        "https://example.com#!/story/1",
		" https://example.com/a?fbclid=1 ":                      "https://example.com/a",
		"https://example.com:8443/a":                            "https://example.com:8443/a",
		"https://[2001:db8::1]/a":                               "https://[2001:db8::1]/a",
		"https://example.com/a%2Fb":                             "https://example.com/a%2Fb",
		"https://example.com./a//b":                             "https://example.com/a/b",
		"":                                                      "", "#veilles/1": "", "/a": "", "mailto:a@b.c": "", "ftp://example.com/a": "", "https://": "", "javascript:alert(1)": "",
	} {
		got, ok := briefs.CanonicalURL(in)
		if got != want || ok != (want != "") {
			t.Errorf("CanonicalURL(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

// The canonical form of a canonical form is itself.
func FuzzCanonicalURL(f *testing.F) {
	for _, s := range []string{"http://www.example.com/a/?b=1&a=2#!x", "https://EXAMPLE.com:443//", "https://[::1]:80/", "https://a/%2f?%zz"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, ok := briefs.CanonicalURL(s)
		if !ok {
			return
		}
		twice, ok := briefs.CanonicalURL(once)
		if !ok || twice != once {
			t.Errorf("%q becomes %q becomes %q", s, once, twice)
		}
	})
}
