package feed

import (
	"net/url"
	"strings"

	"briefbot/briefs"
)

// Identity is what makes an item the same item in every version of its feed: never its date, title or text, which are edited.
type Identity struct {
	URL string // canonical address; empty when the item has none of its own
	ID  string // the feed's id; empty when it has none of its own
	// Title stands in when both are empty.
	Title string
}

// Identify returns the identities of a document's items, in their order. An address that several items with different ids
// share, such as that of a page of release notes, identifies none of them: its fragment is taken in if that tells them apart,
// or the id alone counts. An id that items with different addresses share identifies none of them either.
func Identify(items []Item) []Identity {
	out := make([]Identity, len(items))
	urls, ids := map[string]variety{}, map[string]variety{}
	for i, it := range items {
		out[i].ID = it.ID
		if canonical, ok := briefs.CanonicalURL(it.URL); ok {
			out[i].URL = canonical
		}
		add(urls, out[i].URL, it.ID)
		add(ids, out[i].ID, out[i].URL)
	}
	for i, it := range items {
		if ids[it.ID].several && out[i].URL != "" && !urls[out[i].URL].several {
			out[i].ID = ""
		}
		if urls[out[i].URL].several {
			out[i].URL = withFragment(out[i].URL, it.URL)
		}
		if out[i].URL == "" && out[i].ID == "" {
			out[i].Title = it.Title
		}
	}
	return out
}

// variety tells whether a key was seen with several different values.
type variety struct {
	value   string
	seen    bool
	several bool
}

func add(m map[string]variety, key, value string) {
	v := m[key]
	v.several = v.several || v.seen && v.value != value
	v.value, v.seen = value, true
	m[key] = v
}

// withFragment returns the canonical address with the printed one's fragment, or nothing if there is none.
func withFragment(canonical, printed string) string {
	u, err := url.Parse(printed)
	if err != nil || u.Fragment == "" || strings.Contains(canonical, "#") {
		return ""
	}
	return canonical + "#" + u.EscapedFragment()
}

// Keys returns the identity as texts under which to remember the item; an item is known if any of its keys is. They are to
// be kept apart by feed.
func (id Identity) Keys() []string {
	var keys []string
	if id.URL != "" {
		keys = append(keys, "url "+id.URL)
	}
	if id.ID != "" {
		keys = append(keys, "id "+id.ID)
	}
	if len(keys) == 0 && id.Title != "" {
		keys = append(keys, "title "+id.Title)
	}
	return keys
}
