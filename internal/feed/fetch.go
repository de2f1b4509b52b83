package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// FetcherOptions configure a Fetcher. Zero fields take the value named beside them.
type FetcherOptions struct {
	Client    *http.Client     // Guard{}.Client(); redirects are only noted with a client made by Guard.Client
	UserAgent string           // UserAgent("", "")
	Accept    string           // what is asked for; feeds
	Limits    Limits           // DefaultLimits
	Now       func() time.Time // time.Now
	Random    func() float64   // in [0, 1), for jitter; math/rand/v2
	Interval  time.Duration    // between polls of a feed that says nothing itself; 15 minutes
	Longest   time.Duration    // most that any feed, server or back-off can ask for; 24 hours
	Spacing   time.Duration    // between requests to one host; 1 second
}

// Fetcher asks for feeds. It keeps nothing about them: what must be remembered is the State. It is safe for concurrent use.
type Fetcher struct {
	opt   FetcherOptions
	hosts hosts
}

// NewFetcher returns a Fetcher.
func NewFetcher(opt FetcherOptions) *Fetcher {
	if opt.Client == nil {
		opt.Client = Guard{}.Client()
	}
	if opt.UserAgent == "" {
		opt.UserAgent = UserAgent("", "")
	}
	if opt.Accept == "" {
		opt.Accept = accept
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Random == nil {
		opt.Random = rand.Float64
	}
	if opt.Interval <= 0 {
		opt.Interval = 15 * time.Minute
	}
	if opt.Longest <= 0 {
		opt.Longest = 24 * time.Hour
	}
	if opt.Spacing <= 0 {
		opt.Spacing = time.Second
	}
	opt.Limits = opt.Limits.orDefault()
	return &Fetcher{opt: opt, hosts: hosts{spacing: opt.Spacing, now: opt.Now}}
}

// UserAgent says honestly who asks, with a contact: an address of the web or of mail.
func UserAgent(version, contact string) string {
	if version == "" {
		version = "dev"
	}
	if contact == "" {
		return "briefbot/" + version + " (feed reader)"
	}
	return "briefbot/" + version + " (feed reader; +" + contact + ")"
}

// Source is how a feed is to be read, beside its State.
type Source struct {
	Zone     *time.Location // of dates that name none; nil is UTC
	Language string         // where the feed names none
}

// Result is the outcome of one fetch.
type Result struct {
	State    State     // to be stored, whatever the outcome
	Document *Document // nil unless the feed was delivered anew
	Class    Class     // also in State
	Status   int       // of the last answer; 0 without one
	Moved    bool      // State.URL has changed with this fetch
}

const accept = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"

// Fetch asks for a feed once. The error is the reason of a failure, in one sentence; the Result's State then holds it too and
// says when to ask again. Only if ctx ended is the State the one that came in.
func (f *Fetcher) Fetch(ctx context.Context, st State, src Source) (Result, error) {
	a, err := f.ask(ctx, st.URL, st.ETag, st.LastModified)
	if ctx.Err() != nil {
		return Result{State: st, Class: st.Class}, fmt.Errorf("feed: fetch %s: %w", st.URL, ctx.Err())
	}
	var doc *Document
	if err == nil && a.status == http.StatusOK {
		doc, err = Parse(a.body, ParseOptions{
			ContentType: a.header.Get("Content-Type"), URL: a.url, Zone: src.Zone, Language: src.Language, Now: f.opt.Now(), Limits: f.opt.Limits,
		})
	}
	if err != nil {
		return f.failed(st, a, err)
	}
	return f.delivered(st, a, doc), nil
}

// Get asks for an address once, without validators, and returns the body of a 200, its content type and its final address.
func (f *Fetcher) Get(ctx context.Context, address string) (body []byte, contentType, final string, err error) {
	a, err := f.ask(ctx, address, "", "")
	if err != nil {
		return nil, "", "", err
	}
	return a.body, a.header.Get("Content-Type"), a.url, nil
}

// answer is what came back.
type answer struct {
	status    int
	header    http.Header
	body      []byte
	url       string // the final one
	permanent string // see trail
}

// ask sends one request, redirects included, when it is the host's turn. An answer that is neither 200 nor 304 is an error.
func (f *Fetcher) ask(ctx context.Context, address, etag, modified string) (answer, error) {
	u, err := url.Parse(address)
	if err != nil {
		return answer{}, refuse(Refused, "the address %q is not one: check it for typing errors", shorten(address, 100))
	}
	leave, err := f.hosts.enter(ctx, strings.ToLower(u.Host))
	if err != nil {
		return answer{}, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, f.opt.Limits.Time)
	defer cancel()
	var hops trail
	req, err := http.NewRequestWithContext(context.WithValue(ctx, trailKey{}, &hops), http.MethodGet, address, nil)
	if err != nil {
		return answer{}, refuse(Refused, "the address %q is not one: check it for typing errors", shorten(address, 100))
	}
	f.setHeaders(req.Header, etag, modified)
	resp, err := f.opt.Client.Do(req)
	if err != nil {
		return answer{}, askError(err, f.opt.Limits.Time)
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode, header: resp.Header, url: resp.Request.URL.String(), permanent: hops.permanent}
	if a.status == http.StatusNotModified {
		return a, nil
	}
	if a.status != http.StatusOK {
		return a, withStatus(statusError(resp), a.status)
	}
	if resp.ContentLength > f.opt.Limits.Body {
		return a, refuse(Malformed, "refused: the document is larger than %s", size(f.opt.Limits.Body))
	}
	a.body, err = readBody(resp.Body, resp.Header.Get("Content-Encoding"), f.opt.Limits)
	if err != nil {
		return a, askError(err, f.opt.Limits.Time)
	}
	return a, nil
}

// withStatus notes the answer in what it was refused for.
func withStatus(err error, status int) error {
	var refused *RefusedError
	if errors.As(err, &refused) {
		refused.Status = status
	}
	return err
}

func (f *Fetcher) setHeaders(h http.Header, etag, modified string) {
	h.Set("User-Agent", f.opt.UserAgent)
	h.Set("Accept", f.opt.Accept)
	h.Set("Accept-Encoding", "gzip, deflate")
	if etag != "" {
		h["If-None-Match"] = []string{etag}
	}
	if modified != "" {
		h["If-Modified-Since"] = []string{modified}
	}
}

// askError words a failure without an answer.
func askError(err error, limit time.Duration) error {
	var refused *RefusedError
	switch {
	case errors.As(err, &refused):
		return err
	case errors.Is(err, ErrAddress):
		_, why, _ := strings.Cut(err.Error(), ErrAddress.Error()+": ")
		return refuse(Refused, "%v: %s", ErrAddress, why)
	case errors.Is(err, context.DeadlineExceeded):
		return refuse(Dead, "no complete answer within %v", limit)
	}
	var urlErr *url.Error
	if errors.As(err, &urlErr) {
		err = urlErr.Err // without the address, which may hold a key
	}
	return refuse(Dead, "no answer (%v)", err)
}

// statusError words an answer that is no feed. A challenge page means that we are blocked, whatever its status.
func statusError(resp *http.Response) error {
	head, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	status := fmt.Sprintf("%d %s", resp.StatusCode, http.StatusText(resp.StatusCode))
	switch {
	case resp.StatusCode == http.StatusGone:
		return refuse(Dead, "the server says that this is gone for good (%s)", status)
	case resp.StatusCode == http.StatusTooManyRequests:
		return refuse(Blocked, "the server is asked too often (%s)", status)
	case webPageClass(head) == Blocked && resp.StatusCode >= 400:
		return refuse(Blocked, "the server wants to see a browser (%s with a challenge page)", status)
	case resp.StatusCode == http.StatusUnauthorized, resp.StatusCode == http.StatusForbidden, resp.StatusCode == http.StatusUnavailableForLegalReasons:
		return refuse(Blocked, "the server refuses to deliver it (%s)", status)
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		return refuse(Dead, "the server redirects without saying where (%s)", status)
	case resp.StatusCode == http.StatusNotFound:
		return refuse(Dead, "the server has nothing at this address (%s)", status)
	}
	return refuse(Dead, "the server failed (%s)", status)
}
