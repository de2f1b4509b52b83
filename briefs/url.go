package briefs

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// trackers are query parameters that say how a reader came and never what is shown.
var trackers = []string{
	"fbclid", "gclid", "dclid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "ref_src", "cmpid",
	"ito", "smid", "partner", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "xtor", "at_medium", "at_campaign", "spm", "from_source",
	"share_token", "guccounter", "rss", "feedtype", "mod", "ocid", "cid_source", "mkt_tok", "vero_id", "wt_mc", "__twitter_impression", "f_source",
}

// CanonicalURL returns the form of an article's address under which copies of it meet: scheme and host folded, default port, "www.",
// tracking parameters, fragment and a trailing slash dropped, parameters sorted. A fragment that routes ("#!" or "#/") is kept. It
// returns false for anything but an absolute http or https address with a host.
//
// The result identifies; people get the address as printed. The scheme is always https, so that http and https copies meet.
func CanonicalURL(s string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Opaque != "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	host = strings.TrimPrefix(host, "www.")
	if host == "" {
		return "", false
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		host += ":" + p
	}
	fragment := ""
	if strings.HasPrefix(u.Fragment, "!") || strings.HasPrefix(u.Fragment, "/") {
		fragment = "#" + u.EscapedFragment()
	}
	query := cleanQuery(u.RawQuery)
	if query != "" {
		query = "?" + query
	}
	return "https://" + host + cleanPath(u.EscapedPath()) + query + fragment, true
}

func cleanPath(p string) string {
	if p == "" || p == "/" {
		return ""
	}
	cleaned := path.Clean(p)
	if cleaned == "/" || cleaned == "." {
		return ""
	}
	return cleaned
}

func cleanQuery(raw string) string {
	var kept []string
	for _, pair := range strings.Split(raw, "&") {
		name, _, _ := strings.Cut(pair, "=")
		name = strings.ToLower(name)
		if pair == "" || strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "at_") || slices.Contains(trackers, name) {
			continue
		}
		kept = append(kept, pair)
	}
	slices.Sort(kept)
	return strings.Join(kept, "&")
}
