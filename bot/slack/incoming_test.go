package slack

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMentionLine(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"<@UBOT> share alibaba", "share alibaba"},
		{"hey <@UBOT>  share\nalibaba", "hey share alibaba"},
		{"<@UBOT>", ""},
		{"<@UBOT> share R&amp;D &lt;3", "share R&D <3"},
		{"<@UBOT> related <https://example.com/a?x=1&amp;y=2>", "related https://example.com/a?x=1&y=2"},
		{"<@UBOT> related <http://example.com|example.com>", "related http://example.com"},
		{"<@UBOT> latest <#C1|china-cloud> <@U2|ben> <@U3>", "latest #china-cloud ben @U3"},
		{"<@UBOT> &lt;@U1&gt; &amp;lt;", "<@U1> &lt;"},
	} {
		if got := mentionLine(c.text, "UBOT"); got != c.want {
			t.Errorf("mentionLine(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestUnescape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		e := escape(s)
		if strings.ContainsAny(e, "<>") || unescape(e) != s {
			t.Fatalf("%q became %q and came back as %q", s, e, unescape(e))
		}
	})
}

func TestOutcome(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   string // in the error; empty for success
	}{
		{200, "ok", ""},
		{200, "ok\n", ""},
		{200, `{"ok":true}`, ""},
		{200, "", ""},
		{404, `{"ok":false,"error":"used_url"}`, "used_url"},
		{404, "expired_url", "404"},
		{200, `{"ok":false,"error":"invalid_blocks"}`, "invalid_blocks"},
		{200, "<html>", "neither yes nor no"},
		{200, `{"ok":false}`, "neither yes nor no"},
		{429, "", "rate limit"},
		{502, "<html>", "502"},
	} {
		resp := &http.Response{StatusCode: c.status, Status: fmt.Sprint(c.status), Header: http.Header{}, Body: io.NopCloser(strings.NewReader(c.body))}
		err := outcome(resp)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%d %q: %v, want %q", c.status, c.body, err, c.want)
		}
	}
}

func TestMemory(t *testing.T) {
	m := newMemory(3)
	for i := range 3 {
		if !m.put(fmt.Sprint(i), "v") {
			t.Errorf("%d is not new", i)
		}
	}
	if m.put("0", "w") || m.get("0") != "w" {
		t.Error("0 is new, or its value is old")
	}
	m.put("3", "v")
	if m.get("0") != "" || m.get("1") != "v" || len(m.value) != 3 {
		t.Errorf("after a fourth: %v", m.value)
	}
	if !m.put("0", "v") {
		t.Error("what was forgotten is not new")
	}
}
