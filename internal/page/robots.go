package page

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

// agent is the product token by which a site's robots.txt may address this program.
const agent = "briefbot"

const (
	rulesKept   = 24 * time.Hour // as RFC 9309 asks, at most
	unknownKept = time.Hour      // after which a robots.txt that could not be read is asked for again
	rulesMost   = 500 << 10      // bytes of a robots.txt that are read
	hostsMost   = 1000           // hosts whose rules are kept
	delayMost   = 30 * time.Second
)

// ErrForbidden is matched by errors about pages that robots.txt asks not to read, or of hosts that do not say.
var ErrForbidden = errors.New("robots.txt does not allow to read this page")

// Reader reads pages as their sites want it: it asks for none that robots.txt (RFC 9309) forbids, and waits between two as long as that
// says. It is safe for concurrent use.
type Reader struct {
	from Getter
	now  func() time.Time

	mu    sync.Mutex
	hosts map[string]*rules // by scheme and host
}

// rules are what a host's robots.txt says for this program.
type rules struct {
	until time.Time             // when they are read again
	said  *robotstxt.RobotsData // nil forbids all

	turn chan struct{} // holds one token while no page is asked for, if a delay is wanted
	next time.Time     // no page before, by the steady clock
}

// NewReader returns a Reader that fetches by from. now is the wall clock, for how long rules are kept.
func NewReader(from Getter, now func() time.Time) *Reader {
	return &Reader{from: from, now: now, hosts: map[string]*rules{}}
}

// Fetch reads the page at an address, unless its host does not want it. An address that leads to another host is judged by that one's
// rules too.
func (r *Reader) Fetch(ctx context.Context, address string, o Options) (Page, error) {
	if err := r.allowed(ctx, address); err != nil {
		return Page{}, err
	}
	body, contentType, final, err := r.from.Get(ctx, address)
	if err != nil {
		return Page{}, err
	}
	if hostOf(final) != hostOf(address) {
		if err := r.allowed(ctx, final); err != nil {
			return Page{}, err
		}
	}
	o.URL = final
	if o.ContentType == "" {
		o.ContentType = contentType
	}
	return Read(body, o)
}

// hostOf returns the scheme and host of an address, in lower case; empty when it is none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return strings.ToLower(u.Scheme + "://" + u.Host)
}

// allowed reports whether a page may be asked for, after the delay that its host wants.
func (r *Reader) allowed(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	host := hostOf(address)
	if err != nil || host == "" {
		return fmt.Errorf("%w: it has no address", ErrRefused)
	}
	rules, err := r.rulesOf(ctx, host)
	if err != nil {
		return err
	}
	if rules.said == nil || !rules.said.TestAgent(u.RequestURI(), agent) {
		return fmt.Errorf("%w: %s", ErrForbidden, host)
	}
	return rules.wait(ctx)
}

// rulesOf returns what a host says, asked for when that is not known.
func (r *Reader) rulesOf(ctx context.Context, host string) (*rules, error) {
	r.mu.Lock()
	have := r.hosts[host]
	r.mu.Unlock()
	if have != nil && r.now().Before(have.until) {
		return have, nil
	}
	body, _, _, err := r.from.Get(ctx, host+"/robots.txt")
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	fresh := &rules{said: rulesFrom(statusOf(err), body), until: r.now().Add(rulesKept), turn: make(chan struct{}, 1)}
	fresh.turn <- struct{}{}
	if fresh.said == nil {
		fresh.until = r.now().Add(unknownKept)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.hosts) >= hostsMost {
		clear(r.hosts)
	}
	r.hosts[host] = fresh
	return fresh, nil
}

// rulesFrom reads a robots.txt: nil, which forbids all, when its host did not answer or failed, or when it cannot be read.
func rulesFrom(status int, body []byte) *robotstxt.RobotsData {
	if status == 0 || status >= 500 {
		return nil
	}
	said, err := robotstxt.FromStatusAndBytes(status, body[:min(len(body), rulesMost)])
	if err != nil {
		return nil
	}
	return said
}

// wait waits until the host's delay since the page before is over.
func (r *rules) wait(ctx context.Context) error {
	delay := min(r.said.FindGroup(agent).CrawlDelay, delayMost)
	if delay <= 0 {
		return nil
	}
	select {
	case <-r.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { r.turn <- struct{}{} }()
	timer := time.NewTimer(time.Until(r.next))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	r.next = time.Now().Add(delay)
	return nil
}

// statusOf returns the HTTP status of what a Getter answered: 200 without an error, 0 when there was no answer.
func statusOf(err error) int {
	var said interface{ HTTPStatus() int }
	switch {
	case err == nil:
		return 200
	case errors.As(err, &said):
		return said.HTTPStatus()
	}
	return 0
}

// Gone reports whether an error of Fetch says that there is no such page (any more): the server's answer was 404 or 410.
func Gone(err error) bool {
	status := statusOf(err)
	return status == 404 || status == 410
}
