package topics

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"briefbot/briefs"
)

// story is an entry of a story with one article, both called so.
func storyOf(id string) briefs.Entry {
	a := briefs.Article{ID: "a-" + id, Title: "Title of " + id}
	return briefs.Entry{Story: briefs.Story{ID: id, Articles: []briefs.Article{a}}, Lead: a}
}

func digestOf(limit int, ids ...string) briefs.Digest {
	var d briefs.Digest
	for i, id := range ids {
		if i < limit {
			d.Stories = append(d.Stories, storyOf(id))
		} else {
			d.More = append(d.More, storyOf(id))
		}
	}
	return d
}

func draftOf(d briefs.Digest) []Drafted {
	var out []Drafted
	for i, e := range slices.Concat(d.Stories, d.More) {
		out = append(out, Drafted{e.Story.ID, e.Lead.ID, i >= len(d.Stories)})
	}
	return out
}

// reads says what a digest shows: "b a+c d* | e" is b, a with c merged into it, d that is new, and e over the limit.
func reads(d briefs.Digest) string {
	var out []string
	for _, e := range d.Stories {
		name := e.Story.ID
		for _, a := range e.Related {
			name += "+" + strings.TrimPrefix(a.ID, "a-")
		}
		if e.New {
			name += "*"
		}
		out = append(out, name)
	}
	if len(d.More) > 0 {
		out = append(out, "|")
		for _, e := range d.More {
			out = append(out, e.Story.ID)
		}
	}
	return strings.Join(out, " ")
}

// TestEditions has editors decide on the draft "a b c d | e", by letter, and looks at what goes out when the run finds "a b c d | e" or
// something else.
func TestEditions(t *testing.T) {
	for _, c := range []struct {
		name, did, now, want string
	}{
		{"nothing", "", "", "a b c d | e"},
		{"dropped", "drop b", "", "a c d | e"},
		{"dropped and kept", "drop b, keep b", "", "a b c d | e"},
		{"pinned", "pin c", "", "c a b d | e"},
		{"two pinned, in order of pinning", "pin c, pin b", "", "c b a d | e"},
		{"unpinned", "pin c, pin b, unpin c", "", "b c a d | e"},
		{"up and down", "up d, down a", "", "b a d c | e"},
		{"up at the top", "up a", "", "a b c d | e"},
		{"down at the end", "down d", "", "a b c d | e"},
		{"nothing passes a pin", "pin c, up a", "", "c a b d | e"},
		{"merged", "merge b", "", "a+b c d | e"},
		{"merged twice", "merge d, merge c", "", "a b+c+d | e"},
		{"the first cannot be merged", "merge a", "", "a b c d | e"},
		{"merged into a pinned one", "pin c, merge a", "", "c+a b d | e"},
		{"merged and taken back", "merge b, keep b", "", "a b c d | e"},
		{"a chain taken apart", "merge d, merge c, keep d", "", "a b+c d | e"},
		{"merged with one that is dropped", "merge b, drop a", "", "c d | e"},
		{"merged with the next one shown", "drop b, merge c", "", "a+c d | e"},
		{"what is over the limit is not moved", "up e, pin e, keep e, drop e", "", "a b c d | e"},
		{"new stories join at the end", "pin c", "x c a y | b d e z", "c a b d x* y* | e z"},
		{"a new one where nothing was decided", "", "x a b c | d e", "a b c d x* | e"},
		{"a story is gone", "pin c", "a b d | e", "a b d | e"},
		{"that into which it was merged is gone", "merge b", "b c d | e", "b c d | e"},
		{"one that was dropped does not come back", "drop a", "a b | c d e", "b c d | e"},
		{"what was over the limit stays there", "", "e a b c | d", "a b c d | e"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := NewEdition(draftOf(digestOf(4, "a", "b", "c", "d", "e")))
			for _, did := range strings.Split(c.did, ", ") {
				if what, which, ok := strings.Cut(did, " "); ok {
					e.Do(what, int(which[0]-'a'))
				}
			}
			if c.now == "" {
				c.now = "a b c d | e"
			}
			main, more, _ := strings.Cut(c.now, "|")
			ids := strings.Fields(main)
			d := digestOf(len(ids), append(ids, strings.Fields(more)...)...)
			if got := reads(e.Edit(d)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if e.Decided != (c.did != "") {
				t.Errorf("decided: %v", e.Decided)
			}
		})
	}
}

// TestEditionsFollowRegrouping holds that a story under another id is known by the article that stood for it.
func TestEditionsFollowRegrouping(t *testing.T) {
	e := NewEdition(draftOf(digestOf(2, "a", "b")))
	e.Do(DraftDrop, 0)
	now := digestOf(2, "a", "b")
	now.Stories[0].Story.ID = "another"
	if got := reads(e.Edit(now)); got != "b" {
		t.Errorf("%s, want b", got)
	}
	whole := NewEdition(nil)
	if whole.Do(DraftPost, 0) || !whole.Decided || !whole.Do(DraftStop, 0) || !whole.Stopped || !whole.Do(DraftSend, 0) || whole.Stopped || !whole.Sent || whole.Do(DraftSend, 0) {
		t.Errorf("what is decided on the whole: %+v", whole)
	}
}

// TestEditionsLoseNothing has editors do anything in any order: each story is shown once, in another, or was dropped, and nothing twice.
func TestEditionsLoseNothing(t *testing.T) {
	did := []string{DraftDrop, DraftKeep, DraftPin, DraftUnpin, DraftUp, DraftDown, DraftMerge}
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		d := digestOf(6, "a", "b", "c", "d", "e", "f", "g")
		e := NewEdition(draftOf(d))
		dropped := map[int]bool{}
		for range r.IntN(30) {
			what, n := did[r.IntN(len(did))], r.IntN(8)
			if e.Do(what, n) {
				switch what {
				case DraftDrop:
					dropped[n] = true
				case DraftKeep:
					delete(dropped, n)
				}
			}
		}
		seen := map[string]int{}
		for _, entry := range e.Edit(d).Stories {
			for _, a := range entry.Story.Articles {
				seen[a.ID]++
			}
		}
		for n, s := range e.Stories[:6] {
			lost := dropped[n]
			for into, ok := e.Into[n]; ok; into, ok = e.Into[into] {
				lost = lost || dropped[into]
			}
			if want := map[bool]int{true: 0, false: 1}[lost]; seen[s.Lead] != want {
				t.Fatalf("seed %d: %s is shown %d times, want %d (%v)", seed, s.Story, seen[s.Lead], want, fmt.Sprint(e.Order, e.Into, dropped))
			}
		}
	}
}
