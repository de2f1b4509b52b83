package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"briefbot/bot"
)

const (
	root     = "https://discord.com"
	apiPath  = "/api/v10"
	maxReply = 8 << 20 // bytes; a page of 100 messages stays far below
)

// exchange is what became of one request. The library's errors do not tell whether the request was written, so the
// transport keeps this record.
type exchange struct {
	wrote  bool // something of the request may have left
	status int  // 0 without an answer
	header http.Header
	body   []byte
	err    error         // why there is no answer, or not all of it; holds no address and so no token
	wait   time.Duration // refused here already, to be tried again after this
}

type exchangeKey struct{}

// ok reports a complete answer of success.
func (x *exchange) ok() bool { return x.err == nil && x.status >= 200 && x.status < 300 }

// decode reads the answer's body.
func (x *exchange) decode(v any) error {
	if err := json.Unmarshal(x.body, v); err != nil {
		x.err = fmt.Errorf("the platform's answer is no JSON of the expected form")
		return x.err
	}
	return nil
}

// carrier sends the library's requests where the options say and records what became of them.
type carrier struct {
	base   http.RoundTripper
	target *url.URL // nil for Discord itself
	budget *budget
	clock  *bot.PlatformClock
}

// client returns the one HTTP client of the adapter. It follows no redirect: a post must not be repeated elsewhere.
func (a *Adapter) client() (*http.Client, error) {
	c := &carrier{base: http.DefaultTransport, budget: a.budget, clock: &a.clock}
	if a.opts.HTTP != nil && a.opts.HTTP.Transport != nil {
		c.base = a.opts.HTTP.Transport
	}
	if a.opts.APIURL != "" {
		u, err := url.Parse(strings.TrimSuffix(a.opts.APIURL, "/"))
		if err != nil {
			return nil, errors.New("discord: api_url is no address")
		}
		c.target = u
	}
	return &http.Client{Transport: c, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}, nil
}

// RoundTrip sends one request.
func (c *carrier) RoundTrip(req *http.Request) (*http.Response, error) {
	x, _ := req.Context().Value(exchangeKey{}).(*exchange)
	if x == nil {
		x = &exchange{}
	}
	trace := &httptrace.ClientTrace{
		GetConn:      func(string) { x.wrote = false }, // net/http tries again only when nothing has left
		WroteHeaders: func() { x.wrote = true },
	}
	out := req.Clone(httptrace.WithClientTrace(req.Context(), trace))
	out.Body = bot.Fenced(req.Context(), out.Body)
	if again := req.GetBody; again != nil {
		out.GetBody = func() (io.ReadCloser, error) {
			body, err := again()
			return bot.Fenced(req.Context(), body), err
		}
	}
	if c.target != nil {
		out.URL.Scheme, out.URL.Host, out.Host = c.target.Scheme, c.target.Host, ""
		out.URL.Path, out.URL.RawPath = c.target.Path+out.URL.Path, ""
	}
	resp, err := c.base.RoundTrip(out)
	if err != nil {
		x.err = err
		return nil, err
	}
	defer resp.Body.Close()
	x.status, x.header = resp.StatusCode, resp.Header
	c.budget.count(resp.StatusCode, resp.Header)
	c.clock.Note(resp.Header)
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		x.err = errors.New("the answer broke off")
	}
	if strings.HasSuffix(out.URL.Path, "/gateway") {
		body = c.socket(body)
	}
	x.body = body
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil // the record tells whether the body was complete
}

// socket moves the gateway's address to the target, so that nothing goes to Discord when another address was given.
func (c *carrier) socket(body []byte) []byte {
	var answer struct {
		URL string `json:"url"`
	}
	if c.target == nil || json.Unmarshal(body, &answer) != nil {
		return body
	}
	u, err := url.Parse(answer.URL)
	if err != nil {
		return body
	}
	u.Scheme, u.Host = strings.Replace(c.target.Scheme, "http", "ws", 1), c.target.Host
	answer.URL = u.String()
	moved, err := json.Marshal(answer)
	if err != nil {
		return body
	}
	return moved
}

// call is one request to the API. It is sent at most once.
type call struct {
	method, path string
	bucket       string // what the platform counts together; the library keeps its limits
	body         []byte
	contentType  string        // application/json when empty
	patience     time.Duration // how long to wait for the rate limit before giving up
}

func (a *Adapter) do(ctx context.Context, c call) *exchange {
	x := &exchange{}
	if x.wait = a.budget.full(); x.wait > 0 {
		x.err = errors.New("too many requests were refused lately; none is sent for a while, so that Discord does not ban the address")
		return x
	}
	if x.wait = a.busy(c.bucket); x.wait > c.patience {
		x.err = errors.New("the rate limit is used up")
		return x
	}
	x.wait = 0
	if x.err = ctx.Err(); x.err != nil {
		return x
	}
	ctx = context.WithValue(ctx, exchangeKey{}, x)
	_, err := a.api.RequestRaw(c.method, root+apiPath+c.path, or(c.contentType, "application/json"), c.body, c.bucket, 0,
		discordgo.WithContext(ctx), discordgo.WithRestRetries(0), discordgo.WithRetryOnRatelimit(false))
	if err != nil && x.status == 0 && x.err == nil {
		x.err = errors.New("the request could not be made")
	}
	return x
}

// busy returns how long the bucket's rate limit asks to wait; zero when another request is asking just now.
func (a *Adapter) busy(bucket string) time.Duration {
	b := a.api.Ratelimiter.GetBucket(bucket)
	if !b.TryLock() {
		return 0
	}
	defer b.Unlock()
	return a.api.Ratelimiter.GetWaitTime(b, 1)
}
