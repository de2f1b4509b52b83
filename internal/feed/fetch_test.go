package feed

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const sampleFeed = `<rss version="2.0"><channel><title>Sample</title><link>https://example.org/</link>
<item><title>One</title><link>/1</link><guid>1</guid><pubDate>Mon, 27 Jan 2025 09:00:00 +0800</pubDate></item></channel></rss>`

// script is a server that answers as told and remembers what it was asked.
type script struct {
	*httptest.Server
	mu      sync.Mutex
	answer  http.HandlerFunc
	asked   []*http.Request
	started []time.Time
}

func newScript(t *testing.T, answer http.HandlerFunc) *script {
	t.Helper()
	s := &script{answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r)
		s.started = append(s.started, time.Now())
		answer := s.answer
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *script) then(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// last returns the last request; count how many there were.
func (s *script) last() *http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[len(s.asked)-1]
}

func (s *script) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

// feedWith answers 200 with the sample feed and these headers.
func feedWith(headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		setAll(w, headers)
		_, _ = io.WriteString(w, sampleFeed)
	}
}

func status(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		setAll(w, headers)
		w.WriteHeader(code)
	}
}

func setAll(w http.ResponseWriter, headers []string) {
	for i := 0; i < len(headers); i += 2 {
		w.Header()[headers[i]] = []string{headers[i+1]}
	}
}

// clock is a clock that moves only when told.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// start is a Tuesday, 03:00 UTC.
var start = time.Date(2025, 1, 28, 3, 0, 0, 0, time.UTC)

func newFetcher(c *clock) *Fetcher {
	return NewFetcher(FetcherOptions{
		Client: Guard{Loopback: true}.Client(), UserAgent: UserAgent("1.2", "https://example.org/bot"), Now: c.now,
		Random: func() float64 { return 0 }, Interval: 15 * time.Minute, Spacing: time.Nanosecond,
	})
}

func fetch(t *testing.T, f *Fetcher, st State) Result {
	t.Helper()
	r, err := f.Fetch(context.Background(), st, Source{})
	if err != nil {
		t.Fatalf("fetch: %v", err)
	}
	return r
}

// restarted returns the state as the store gives it back after a restart.
func restarted(t *testing.T, st State) State {
	t.Helper()
	b, err := json.Marshal(st)
	if err != nil {
		t.Fatal(err)
	}
	var back State
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(st, back); diff != "" {
		t.Fatalf("the state changed on its way through the store: %s", diff)
	}
	return back
}

func TestValidatorsAreEchoedReplacedAndKept(t *testing.T) {
	c := &clock{start}
	etag, modified := `W/"a-b+c/ d~é"`, "Mon, 27 Jan 2025 01:00:00 GMT+weird"
	s := newScript(t, feedWith("ETag", etag, "Last-Modified", modified))
	f := newFetcher(c)

	first := fetch(t, f, State{URL: s.URL})
	if got := s.last().Header; got.Get("If-None-Match") != "" || got.Get("If-Modified-Since") != "" {
		t.Errorf("the first request has validators: %v", got)
	}
	if first.Class != OK || len(first.Document.Items) != 1 || first.Document.Items[0].URL != s.URL+"/1" {
		t.Errorf("first fetch: %v %+v", first.Class, first.Document)
	}

	// A restart, then a bare 304: the same bytes are sent and kept.
	s.then(status(304))
	second := fetch(t, newFetcher(c), restarted(t, first.State))
	if got := s.last().Header; got.Get("If-None-Match") != etag || got.Get("If-Modified-Since") != modified {
		t.Errorf("validators were sent as %q, %q", got.Get("If-None-Match"), got.Get("If-Modified-Since"))
	}
	if second.Class != NotModified || second.Document != nil || second.State.ETag != etag || second.State.LastModified != modified {
		t.Errorf("after a bare 304: %+v", second)
	}

	// A 304 that names a new validator, then a 200 with one validator only: both are replaced.
	s.then(status(304, "ETag", `"new"`))
	third := fetch(t, f, second.State)
	if third.State.ETag != `"new"` || third.State.LastModified != modified {
		t.Errorf("after a 304 with an ETag: %q, %q", third.State.ETag, third.State.LastModified)
	}
	s.then(feedWith("Last-Modified", "Tue, 28 Jan 2025 01:00:00 GMT"))
	fourth := fetch(t, f, third.State)
	if fourth.State.ETag != "" || fourth.State.LastModified != "Tue, 28 Jan 2025 01:00:00 GMT" {
		t.Errorf("after a 200 without ETag: %q, %q", fourth.State.ETag, fourth.State.LastModified)
	}

	// A 200 that cannot be read must not be answered with 304 next time.
	s.then(func(w http.ResponseWriter, _ *http.Request) {
		setAll(w, []string{"ETag", `"broken"`})
		_, _ = io.WriteString(w, "<html>oops</html>")
	})
	r, err := f.Fetch(context.Background(), fourth.State, Source{})
	if err == nil || r.Class != Malformed || r.State.ETag != "" || r.State.LastModified != "" {
		t.Errorf("after a broken 200: %v, %+v", err, r.State)
	}
}

func TestNextPoll(t *testing.T) {
	body := func(inside string, headers ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			setAll(w, headers)
			_, _ = io.WriteString(w, "<rss><channel><title>t</title>"+inside+"</channel></rss>")
		}
	}
	hours := func(from, to int) string {
		var b strings.Builder
		for h := from; h < to; h++ {
			b.WriteString("<hour>" + strconv.Itoa(h) + "</hour>")
		}
		return "<skipHours>" + b.String() + "</skipHours>"
	}
	cases := []struct {
		name   string
		answer http.HandlerFunc
		before State
		want   time.Duration
		fails  bool
	}{
		{"nothing said", body(""), State{}, 15 * time.Minute, false},
		{"max-age", body("", "Cache-Control", "public, max-age=3600"), State{}, time.Hour, false},
		{"max-age shorter than our interval", body("", "Cache-Control", "max-age=60"), State{}, 15 * time.Minute, false},
		{"max-age less age", body("", "Cache-Control", "max-age=3600", "Age", "600"), State{}, 50 * time.Minute, false},
		{"max-age beyond the cap", body("", "Cache-Control", "max-age=31536000"), State{}, 24 * time.Hour, false},
		{"no-cache", body("", "Cache-Control", "no-cache, max-age=3600"), State{}, 15 * time.Minute, false},
		{"max-age on 304", status(304, "Cache-Control", "max-age=7200"), State{}, 2 * time.Hour, false},
		{"ttl", body("<ttl>90</ttl>"), State{}, 90 * time.Minute, false},
		{"ttl kept on 304", status(304), State{TTL: 90 * time.Minute}, 90 * time.Minute, false},
		{"update period", body(`<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">hourly</sy:updatePeriod><sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">2</sy:updateFrequency>`), State{}, 30 * time.Minute, false},
		{"skip hours", body(hours(3, 6)), State{}, 3 * time.Hour, false},
		{"skip hours kept on 304", status(304), State{SkipHours: 1<<3 | 1<<4}, 2 * time.Hour, false},
		{"skip every hour is not meant", body(hours(0, 24)), State{}, 15 * time.Minute, false},
		{"skip days", body("<skipDays><day>Tuesday</day><day>wednesday</day></skipDays>"), State{}, 45 * time.Hour, false},
		{"429 in seconds", status(429, "Retry-After", "7200"), State{}, 2 * time.Hour, true},
		{"503 with a date", status(503, "Retry-After", "Tue, 28 Jan 2025 08:00:00 GMT"), State{}, 5 * time.Hour, true},
		{"503 with a short wait", status(503, "Retry-After", "1"), State{}, 15 * time.Minute, true},
		{"Retry-After that is nonsense", status(429, "Retry-After", "soon"), State{}, 15 * time.Minute, true},
		{"first failure", status(500), State{}, 15 * time.Minute, true},
		{"third failure", status(500), State{Failures: 2}, time.Hour, true},
		{"many failures", status(500), State{Failures: 60}, 24 * time.Hour, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newScript(t, c.answer)
			c.before.URL = s.URL
			r, err := newFetcher(&clock{start}).Fetch(context.Background(), c.before, Source{})
			if (err != nil) != c.fails {
				t.Fatalf("error %v", err)
			}
			if got := r.State.NextPoll.Sub(start); got != c.want {
				t.Errorf("next poll after %v, want %v", got, c.want)
			}
			if r.State.Due(r.State.NextPoll.Add(-time.Millisecond)) || !r.State.Due(r.State.NextPoll) {
				t.Error("not due exactly at NextPoll")
			}
		})
	}
}

func TestJitterOnlyDelays(t *testing.T) {
	s := newScript(t, feedWith())
	for _, random := range []float64{0, 0.5, 0.999} {
		f := newFetcher(&clock{start})
		f.opt.Random = func() float64 { return random }
		got := fetch(t, f, State{URL: s.URL}).State.NextPoll.Sub(start)
		if want := 15*time.Minute + time.Duration(random*float64(90*time.Second)); got.Round(time.Millisecond) != want.Round(time.Millisecond) {
			t.Errorf("random %v: next poll after %v, want %v", random, got, want)
		}
	}
}

func TestNewStatesAreStaggered(t *testing.T) {
	quarters := map[int]int{}
	for i := range 40 {
		url := "https://example.org/feed/" + strconv.Itoa(i)
		st := NewState(url, start, 4*time.Minute)
		wait := st.NextPoll.Sub(start)
		if wait < 0 || wait >= 4*time.Minute || st != NewState(url, start, 4*time.Minute) {
			t.Fatalf("%s waits %v", url, wait)
		}
		quarters[int(wait/time.Minute)]++
	}
	for q := range 4 {
		if quarters[q] < 3 {
			t.Errorf("of 40 feeds %d fall into minute %d", quarters[q], q)
		}
	}
	if !NewState("https://example.org/", start, 0).Due(start) {
		t.Error("without a window a new feed is not due at once")
	}
}

func TestRequestIsHonest(t *testing.T) {
	s := newScript(t, nil)
	s.then(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "id", Value: "1"})
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/feed", http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, sampleFeed)
	})
	f := newFetcher(&clock{start})
	fetch(t, f, State{URL: s.URL + "/"})
	fetch(t, f, State{URL: s.URL + "/"})
	for _, r := range s.asked {
		if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" || r.Header.Get("Authorization") != "" {
			t.Errorf("%s: %v", r.URL, r.Header)
		}
		if got := r.Header.Get("User-Agent"); got != "briefbot/1.2 (feed reader; +https://example.org/bot)" {
			t.Errorf("User-Agent %q", got)
		}
		if got := r.Header.Get("Accept-Encoding"); got != "gzip, deflate" {
			t.Errorf("Accept-Encoding %q", got)
		}
		if r.Method != http.MethodGet {
			t.Errorf("method %s", r.Method)
		}
	}
}

func TestContentEncodings(t *testing.T) {
	pack := func(w func(io.Writer) io.WriteCloser) []byte {
		var b bytes.Buffer
		z := w(&b)
		_, _ = io.WriteString(z, sampleFeed)
		_ = z.Close()
		return b.Bytes()
	}
	zipped := pack(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
	wrapped := pack(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
	raw := pack(func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 6); return z })
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write(bytes.Repeat([]byte(" "), 9<<20))
	_ = z.Close()
	cases := []struct {
		name, encoding string
		body           []byte
		class          Class
	}{
		{"gzip", "gzip", zipped, OK},
		{"gzip in capitals", "GZIP", zipped, OK},
		{"gzip unannounced", "", zipped, OK},
		{"gzip announced and not", "gzip", []byte(sampleFeed), OK},
		{"deflate with a header", "deflate", wrapped, OK},
		{"deflate without", "deflate", raw, OK},
		{"brotli", "br", []byte("\x0b\x02\x80"), Malformed},
		{"bomb", "gzip", bomb.Bytes(), Malformed},
		{"cut", "gzip", zipped[:len(zipped)-20], Dead},
		{"damaged", "gzip", append(append([]byte{}, zipped[:len(zipped)-8]...), 1, 2, 3, 4, 5, 6, 7, 8), Malformed},
		{"large", "", append([]byte("<rss>"), bytes.Repeat([]byte("x"), 11<<20)...), Malformed},
	}
	for _, c := range cases {
		s := newScript(t, func(w http.ResponseWriter, _ *http.Request) {
			if c.encoding != "" {
				w.Header().Set("Content-Encoding", c.encoding)
			}
			_, _ = w.Write(c.body)
		})
		r, err := newFetcher(&clock{start}).Fetch(context.Background(), State{URL: s.URL}, Source{})
		if r.Class != c.class || (err == nil) != (c.class == OK) {
			t.Errorf("%s: %s, %v", c.name, r.Class, err)
		}
	}
}

func TestRedirects(t *testing.T) {
	redirect := func(code int, to *string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/old" {
				w.Header().Set("Location", *to)
				w.WriteHeader(code)
				return
			}
			feedWith("ETag", `"x"`)(w, r)
		}
	}
	for _, code := range []int{301, 308} {
		to := "/new"
		s := newScript(t, redirect(code, &to))
		f := newFetcher(&clock{start})
		st := State{URL: s.URL + "/old"}
		for i := 1; i <= 2; i++ {
			r := fetch(t, f, restarted(t, st))
			if r.Moved || r.State.URL != s.URL+"/old" || r.State.PermanentSeen != i || r.State.PermanentTarget != s.URL+"/new" {
				t.Fatalf("%d, answer %d: %+v", code, i, r.State)
			}
			st = r.State
		}
		to = "/other" // not identical: the count begins again
		st = fetch(t, f, st).State
		if st.PermanentSeen != 1 || st.PermanentTarget != s.URL+"/other" {
			t.Fatalf("%d, another target: %+v", code, st)
		}
		st = fetch(t, f, st).State
		r := fetch(t, f, st)
		if !r.Moved || r.Class != Moved || r.State.URL != s.URL+"/other" || r.State.MovedFrom != s.URL+"/old" {
			t.Fatalf("%d, third identical answer: %+v", code, r.State)
		}
		fetch(t, f, r.State)
		if got := s.last().URL.Path; got != "/other" {
			t.Errorf("%d: after the move %s was asked", code, got)
		}
	}
	for _, code := range []int{302, 303, 307} {
		to := "/new"
		s := newScript(t, redirect(code, &to))
		f := newFetcher(&clock{start})
		st := State{URL: s.URL + "/old"}
		for range 5 {
			st = fetch(t, f, st).State
		}
		if st.URL != s.URL+"/old" || st.PermanentSeen != 0 {
			t.Errorf("%d moved the address: %+v", code, st)
		}
	}
}

func TestRedirectChains(t *testing.T) {
	codes := map[string]int{"/a": 301, "/b": 302, "/c": 301, "/loop": 302}
	next := map[string]string{"/a": "/b", "/b": "/c", "/c": "/d", "/loop": "/loop"}
	s := newScript(t, func(w http.ResponseWriter, r *http.Request) {
		if code := codes[r.URL.Path]; code != 0 {
			http.Redirect(w, r, next[r.URL.Path], code)
			return
		}
		_, _ = io.WriteString(w, sampleFeed)
	})
	f := newFetcher(&clock{start})
	if r := fetch(t, f, State{URL: s.URL + "/a"}); r.State.PermanentTarget != s.URL+"/b" {
		t.Errorf("permanent, then temporary: target %q, want only the permanent part", r.State.PermanentTarget)
	}
	if r := fetch(t, f, State{URL: s.URL + "/b"}); r.State.PermanentTarget != "" {
		t.Errorf("temporary, then permanent: target %q", r.State.PermanentTarget)
	}
	r, err := f.Fetch(context.Background(), State{URL: s.URL + "/loop"}, Source{})
	if err == nil || r.Class != Dead || !strings.Contains(err.Error(), "10 redirects") {
		t.Errorf("loop: %v, %s", err, r.Class)
	}
}

func TestFailures(t *testing.T) {
	challenge := "<html><title>Just a moment...</title></html>"
	cases := []struct {
		name   string
		answer http.HandlerFunc
		class  Class
		says   string
	}{
		{"404", status(404), Dead, "has nothing at this address"},
		{"500", status(500), Dead, "500"},
		{"403", status(403), Blocked, "403"},
		{"429", status(429), Blocked, "too often"},
		{"503 with a challenge", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(503)
			_, _ = io.WriteString(w, challenge)
		}, Blocked, "challenge"},
		{"200 with a challenge", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, challenge) }, Blocked, "challenge"},
		{"200 with a page", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `<!doctype html><html><link rel="alternate" type="application/rss+xml" href="/rss.xml"></html>`)
		}, Malformed, "/rss.xml"},
		{"empty", status(200), Malformed, "empty"},
		{"redirect without address", status(302), Dead, "redirect"},
		{"connection closed", func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := http.NewResponseController(w).Hijack()
			_ = conn.Close()
		}, Dead, "no answer"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newScript(t, c.answer)
			r, err := newFetcher(&clock{start}).Fetch(context.Background(), State{URL: s.URL + "/?key=secret"}, Source{})
			if err == nil || r.Class != c.class || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("%v, %s", err, r.Class)
			}
			if r.State.Failures != 1 || !r.State.FirstFailed.Equal(start) || r.State.Reason == "" || r.State.Class != c.class {
				t.Errorf("state %+v", r.State)
			}
			if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q", err)
			}
		})
	}
}

func TestGoneStopsWithANotice(t *testing.T) {
	s := newScript(t, status(410))
	r, err := newFetcher(&clock{start}).Fetch(context.Background(), State{URL: s.URL}, Source{})
	if err == nil || !r.State.Gone || r.State.Due(start.Add(1000*time.Hour)) {
		t.Fatalf("%v, %+v", err, r.State)
	}
	if n := r.State.Notice(start); n != NoticeGone {
		t.Errorf("notice %q", n)
	}
	if n := r.State.Notice(start); n != NoNotice {
		t.Errorf("second notice %q", n)
	}
}

func TestNoticeOnceAfterADayAndOnceOnRecovery(t *testing.T) {
	c := &clock{start}
	s := newScript(t, status(500))
	f := newFetcher(c)
	st := State{URL: s.URL}
	var got []Notice
	step := func() {
		r, _ := f.Fetch(context.Background(), st, Source{})
		st = r.State
		if n := st.Notice(c.at); n != NoNotice {
			got = append(got, n)
		}
	}
	for range 50 {
		step()
		c.at = c.at.Add(time.Hour)
		if len(got) > 0 && c.at.Sub(start) < NoticeAfter {
			t.Fatalf("notice %v after %v", got, c.at.Sub(start))
		}
	}
	s.then(feedWith())
	step()
	step()
	if want := []Notice{NoticeFailing, NoticeRecovered}; !cmp.Equal(got, want) {
		t.Errorf("notices %v, want %v", got, want)
	}
	if st.Failures != 0 || st.Reason != "" || !st.LastOK.Equal(c.at) {
		t.Errorf("after recovery: %+v", st)
	}
}

func TestSilence(t *testing.T) {
	var b strings.Builder
	for i := range 6 {
		b.WriteString("<item><guid>" + strconv.Itoa(i) + "</guid><pubDate>" + start.Add(-time.Duration(i)*24*time.Hour).Format(time.RFC1123Z) + "</pubDate></item>")
	}
	s := newScript(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<rss><channel>"+b.String()+"</channel></rss>")
	})
	c := &clock{start.Add(70 * time.Hour)}
	f := newFetcher(c)
	r := fetch(t, f, State{URL: s.URL})
	if r.Class != OK || r.State.UsualGap != 24*time.Hour || !r.State.LastItem.Equal(start) {
		t.Fatalf("%s %+v", r.Class, r.State)
	}
	c.at = start.Add(73 * time.Hour)
	s.then(status(304))
	if r = fetch(t, f, r.State); r.Class != Silent {
		t.Errorf("after more than three times the interval: %s", r.Class)
	}
}

func TestGuard(t *testing.T) {
	s := newScript(t, feedWith())
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	ask := func(g Guard, url string) error {
		f := NewFetcher(FetcherOptions{Client: g.Client(), Spacing: time.Nanosecond})
		r, err := f.Fetch(context.Background(), State{URL: url}, Source{})
		if err != nil && r.Class != Refused {
			t.Errorf("%s: class %s (%v)", url, r.Class, err)
		}
		return err
	}
	for _, url := range []string{
		s.URL, "http://localhost" + port, "http://localhost/", "http://127.0.0.1/", "http://127.1.2.3:80/", "http://[::1]/", "http://0.0.0.0/", "http://[::]/",
		"http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://224.0.0.1/",
		"http://198.18.0.1/", "http://255.255.255.255/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::7f00:1]/",
		"http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/",
		"https://example.org:8443/", "http://example.org:22/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "https://user:pass@example.org/",
		"https://user@example.org/", "http:///feed", "javascript:alert(1)", "", "feed", "http://exa mple.org/",
	} {
		err := ask(Guard{}, url)
		if err == nil {
			t.Errorf("%q was fetched", url)
		}
	}
	if n := s.count(); n != 0 {
		t.Fatalf("the server was reached %d times", n)
	}
	if err := ask(Guard{Loopback: true}, s.URL); err != nil {
		t.Errorf("loopback is allowed and was refused: %v", err)
	}
	if err := ask(Guard{Loopback: true}, "http://10.0.0.1/"); err == nil {
		t.Error("allowing loopback allowed a private network")
	}
}

func TestGuardOnRedirects(t *testing.T) {
	for _, to := range []string{"http://10.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd", "ftp://example.org/", "http://user:pass@example.org/", "http://example.org:22/"} {
		s := newScript(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(302)
		})
		f := newFetcher(&clock{start})
		f.opt.Client = Guard{Loopback: true}.Client()
		_, err := f.Fetch(context.Background(), State{URL: s.URL}, Source{})
		if err == nil {
			t.Errorf("redirect to %s was followed", to)
		}
	}
}

func TestGuardErrorIsMatched(t *testing.T) {
	_, err := Guard{}.Client().Get("http://127.0.0.1:1/")
	if !errors.Is(err, ErrAddress) {
		t.Errorf("%v is not ErrAddress", err)
	}
}

func TestTimeLimit(t *testing.T) {
	release := make(chan struct{})
	s := newScript(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "<rss>")
		_ = http.NewResponseController(w).Flush()
		<-release
	})
	defer close(release)
	f := newFetcher(&clock{start})
	f.opt.Limits.Time = 100 * time.Millisecond
	began := time.Now()
	r, err := f.Fetch(context.Background(), State{URL: s.URL}, Source{})
	if err == nil || r.Class != Dead || time.Since(began) > 5*time.Second {
		t.Errorf("%v, %s after %v", err, r.Class, time.Since(began))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	before := State{URL: s.URL, ETag: "x", Failures: 3}
	if r, err := f.Fetch(ctx, before, Source{}); !errors.Is(err, context.Canceled) || r.State != before {
		t.Errorf("stopped from outside: %v, %+v", err, r.State)
	}
}

func TestHostsTakeTurns(t *testing.T) {
	var mu sync.Mutex
	open, most := 0, 0
	s := newScript(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		open++
		most = max(most, open)
		mu.Unlock()
		time.Sleep(5 * time.Millisecond)
		mu.Lock()
		open--
		mu.Unlock()
		_, _ = io.WriteString(w, sampleFeed)
	})
	f := NewFetcher(FetcherOptions{Client: Guard{Loopback: true}.Client(), Spacing: 30 * time.Millisecond})
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			if _, err := f.Fetch(context.Background(), State{URL: s.URL + "/" + strconv.Itoa(i)}, Source{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most != 1 {
		t.Errorf("%d requests at one time to one host", most)
	}
	for i := 1; i < len(s.started); i++ {
		if gap := s.started[i].Sub(s.started[i-1]); gap < 30*time.Millisecond {
			t.Errorf("request %d came %v after the one before", i, gap)
		}
	}
}
