package feed

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// Guard says which addresses this program may fetch. It is the one place for that: everything fetched on behalf of people
// goes through a client made by Client, pages as well as feeds.
type Guard struct {
	Loopback bool     // allow 127.0.0.0/8 and ::1, on any port: for tests and local trials
	Ports    []uint16 // allowed beside 80 and 443
}

// maxHops is how many redirects are followed.
const maxHops = 10

// ErrAddress is matched by every error about an address that may not be fetched.
var ErrAddress = errors.New("this address may not be fetched")

// CheckURL reports in one sentence why an address may not be fetched, or nil. It judges what is written; what a name
// resolves to is judged by the dialer, after resolution, on every connection.
func (g Guard) CheckURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: only http and https are fetched, not %q", ErrAddress, u.Scheme)
	case u.User != nil:
		return fmt.Errorf("%w: it holds a user name or password", ErrAddress)
	case u.Hostname() == "":
		return fmt.Errorf("%w: it names no host", ErrAddress)
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil {
		return g.checkIP(netip.AddrPortFrom(ip, portOf(u)))
	}
	if port := portOf(u); !g.portAllowed(port) && !g.Loopback {
		return fmt.Errorf("%w: port %d is not allowed; 80 and 443 are", ErrAddress, port)
	}
	return nil
}

func portOf(u *url.URL) uint16 {
	if p := u.Port(); p != "" {
		var n int
		if _, err := fmt.Sscanf(p, "%d", &n); err != nil || n < 0 || n > 65535 {
			return 0
		}
		return uint16(n)
	}
	if u.Scheme == "http" {
		return 80
	}
	return 443
}

func (g Guard) portAllowed(port uint16) bool {
	return port == 80 || port == 443 || slices.Contains(g.Ports, port)
}

// checkIP judges one resolved address: not in any range of IANA's special-purpose registries, IPv4 in IPv6 clothes included.
func (g Guard) checkIP(at netip.AddrPort) error {
	ip := at.Addr().WithZone("")
	if g.Loopback && ip.Unmap().IsLoopback() {
		return nil
	}
	if !g.portAllowed(at.Port()) {
		return fmt.Errorf("%w: port %d is not allowed; 80 and 443 are", ErrAddress, at.Port())
	}
	if err := ssrf.New(ssrf.WithAnyPort()).SafeAddr(ip); err != nil {
		return fmt.Errorf("%w: %s is not on the public internet", ErrAddress, ip)
	}
	return nil
}

// control is called by the dialer with the resolved address, before it connects.
func (g Guard) control(network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return fmt.Errorf("%w: network %s", ErrAddress, network)
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrAddress, address)
	}
	return g.checkIP(at)
}

// Client returns a client that fetches nothing but what the guard allows, on the first request and on every redirect. It
// keeps no cookies, sends no Referer, uses no proxy, and leaves compressed bodies compressed. Deadlines are the context's.
func (g Guard) Client() *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: g.control}
	transport := &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxIdleConns:           32,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  20 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
	}
	return &http.Client{Transport: guarded{g, transport}, CheckRedirect: checkRedirect}
}

// guarded checks the written address of every request, redirected ones included.
type guarded struct {
	guard Guard
	base  http.RoundTripper
}

func (t guarded) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.guard.CheckURL(req.URL); err != nil {
		return nil, err
	}
	return t.base.RoundTrip(req)
}

// CloseIdleConnections lets http.Client.CloseIdleConnections reach the transport.
func (t guarded) CloseIdleConnections() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxHops {
		return fmt.Errorf("more than %d redirects", maxHops)
	}
	req.Header.Del("Referer")
	if trail, ok := req.Context().Value(trailKey{}).(*trail); ok {
		trail.hop(req)
	}
	return nil
}

// trail notes how a request was redirected.
type trail struct {
	permanent string // where permanent redirects from the first address on have led; empty if the first hop was none
	broken    bool   // a temporary redirect came: what follows says nothing about the first address
}

type trailKey struct{}

func (t *trail) hop(req *http.Request) {
	switch {
	case req.Response == nil:
	case req.Response.StatusCode == http.StatusMovedPermanently || req.Response.StatusCode == http.StatusPermanentRedirect:
		if !t.broken {
			t.permanent = req.URL.String()
		}
	default:
		t.broken = true
	}
}
