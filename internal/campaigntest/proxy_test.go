package campaigntest

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// The faults of a platform, as one request sees them.
const (
	limited      = "429 with Retry-After"
	limitedBare  = "429 without Retry-After"
	brokenBefore = "5xx before acceptance"
	brokenAfter  = "5xx after acceptance"
	resetBefore  = "reset before acceptance"
	resetAfter   = "reset after acceptance"
	truncated    = "truncated JSON after acceptance"
	silent       = "no answer after acceptance"
	slow         = "slow answer"
)

var faults = []string{limited, limitedBare, brokenBefore, brokenAfter, resetBefore, resetAfter, truncated, silent, slow}

// proxy stands between one process and one platform, and spoils what passes.
type proxy struct {
	*httptest.Server
	to http.Handler

	mu     sync.Mutex
	dice   *rand.Rand
	often  float64        // which part of the requests is spoilt
	counts map[string]int // by fault
	strike func()         // kills the process, at the next post
	after  bool           // ... once the platform has accepted it
}

func newProxy(t testing.TB, target, bearer string, seed uint64) *proxy {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(u)
		if bearer != "" {
			r.Out.Header.Set("Authorization", "Bearer "+bearer)
		}
	}}
	forward.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) } // the process died meanwhile
	p := &proxy{to: forward, dice: rand.New(rand.NewPCG(seed, 1)), counts: map[string]int{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(func() {
		p.CloseClientConnections()
		p.Close()
	})
	return p
}

// spoil sets which part of the requests is spoilt from now on.
func (p *proxy) spoil(often float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.often = often
}

// arm has the process be killed at its next post, before or after the platform accepts it.
func (p *proxy) arm(strike func(), after bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.strike, p.after = strike, after
}

func isPost(r *http.Request) bool {
	return r.Method == http.MethodPost && (strings.HasSuffix(r.URL.Path, "/chat.postMessage") || strings.HasSuffix(r.URL.Path, "/messages"))
}

// draw says what happens to a request.
func (p *proxy) draw(r *http.Request) (fault string, strike func(), after bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dice.Float64() < p.often {
		fault = faults[p.dice.IntN(len(faults))]
		p.counts[fault]++
	}
	if isPost(r) {
		strike, after, p.strike = p.strike, p.after, nil
	}
	return fault, strike, after
}

// ServeHTTP passes a request on, or spoils it. Sockets pass.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") != "" {
		p.to.ServeHTTP(w, r)
		return
	}
	fault, strike, after := p.draw(r)
	if strike != nil {
		if after {
			p.to.ServeHTTP(httptest.NewRecorder(), r)
		}
		strike()
		panic(http.ErrAbortHandler)
	}
	switch fault {
	case limited, limitedBare:
		p.limit(w, r, fault == limited)
	case brokenBefore:
		w.WriteHeader(500 + int(time.Now().UnixNano()/1000)%5)
	case resetBefore:
		panic(http.ErrAbortHandler)
	case slow:
		time.Sleep(time.Duration(time.Now().UnixNano() % int64(300*time.Millisecond)))
		p.to.ServeHTTP(w, r)
	case "":
		p.to.ServeHTTP(w, r)
	default:
		p.spoiled(w, r, fault)
	}
}

// limit refuses a request for a while, as both platforms do. Slack counts in whole seconds.
func (p *proxy) limit(w http.ResponseWriter, r *http.Request, says bool) {
	if says {
		w.Header().Set("Retry-After", "1")
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusTooManyRequests)
	if strings.Contains(r.URL.Path, "/api/v") {
		_ = json.NewEncoder(w).Encode(map[string]any{"message": "You are being rate limited.", "retry_after": 0.2, "global": false})
		return
	}
	_, _ = w.Write([]byte(`{"ok":false,"error":"ratelimited"}`))
}

// spoiled lets the platform accept a request and spoils its answer.
func (p *proxy) spoiled(w http.ResponseWriter, r *http.Request, fault string) {
	answer := httptest.NewRecorder()
	p.to.ServeHTTP(answer, r)
	switch fault {
	case brokenAfter:
		w.WriteHeader(500 + int(time.Now().UnixNano()/1000)%5)
	case truncated:
		body := answer.Body.Bytes()
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(answer.Code)
		_, _ = w.Write(body[:len(body)/2])
	case silent:
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
		panic(http.ErrAbortHandler)
	default:
		panic(http.ErrAbortHandler)
	}
}
