package feed

import (
	"net/url"
	"strings"
)

// base is an xml:base in force for elements at this depth and below.
type base struct {
	depth int
	url   *url.URL
}

// resolve makes an absolute http or https address of ref, or returns the empty string. An absolute address is left as it is
// printed, blanks aside. bases are tried from the last; an empty list leaves a relative reference unresolved.
func resolve(ref string, bases []base) string {
	ref = cleanRef(ref)
	if ref == "" {
		return ""
	}
	if isWeb(ref) {
		return ref
	}
	u, err := url.Parse(ref)
	if err != nil || u.Opaque != "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	for i := len(bases) - 1; i >= 0; i-- {
		if abs := bases[i].url.ResolveReference(u); isWeb(abs.String()) {
			return abs.String()
		}
	}
	return ""
}

var blanksInside = strings.NewReplacer("\n", "", "\r", "", "\t", "", " ", "%20")

// cleanRef drops what blanks and line breaks a template left in and around an address, and escapes the ones inside.
func cleanRef(ref string) string {
	ref = strings.TrimFunc(ref, func(r rune) bool { return r <= ' ' || r == 0xA0 || r == 0x200B || r == 0xFEFF })
	if strings.ContainsAny(ref, " \n\r\t") {
		ref = blanksInside.Replace(ref)
	}
	for _, r := range ref {
		if r < ' ' || r == 0x7F {
			return ""
		}
	}
	return ref
}

// isWeb reports whether s is an absolute http or https address with a host.
func isWeb(s string) bool {
	rest, ok := cutPrefixFold(s, "https://")
	if !ok {
		rest, ok = cutPrefixFold(s, "http://")
	}
	return ok && validHost(rest)
}

// validHost reports whether an address without its scheme begins with something that can be a host. The rest of an address
// is not judged: browsers open many that the standard does not allow.
func validHost(rest string) bool {
	host := rest
	if i := strings.IndexAny(rest, "/?#\\"); i >= 0 {
		host = rest[:i]
	}
	if strings.HasPrefix(host, "[") {
		return strings.Contains(host, "]")
	}
	return host != "" && host[0] != ':' && !strings.ContainsAny(host, "[]<>\"'`{}|^ ")
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// pushBase puts a new base on top of the others; a relative one is resolved first, and one that cannot be is left out.
func pushBase(bases []base, ref string, depth int) []base {
	u, err := url.Parse(cleanRef(ref))
	if err != nil || ref == "" {
		return bases
	}
	for i := len(bases) - 1; i >= 0 && u.Host == ""; i-- {
		u = bases[i].url.ResolveReference(u)
	}
	if u.Host == "" {
		return bases
	}
	return append(bases, base{depth, u})
}

// popBases drops bases of elements that are closed.
func popBases(bases []base, depth int) []base {
	for len(bases) > 0 && bases[len(bases)-1].depth > depth {
		bases = bases[:len(bases)-1]
	}
	return bases
}
