package related

import (
	"encoding/binary"
	"flag"
	"os"
	"testing"

	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related/relatedtest"
)

var countPrior = flag.Bool("prior", false, "count anew how common features are and write prior.bin")

// priorLeast is in how many of priorTotal documents a feature must stand to be worth a place.
const priorLeast = 8

// TestPrior counts features in the collected stream: go test -run Prior -prior ./briefs/related. Without the flag it looks at the
// table that is there.
func TestPrior(t *testing.T) {
	if *countPrior {
		e := New(lexicontest.Compiled(t), Options{})
		e.seen = &frequencies{seen: make([]uint32, slots)}
		for _, a := range relatedtest.Articles(t, "articles", "stream.jsonl.gz") {
			e.read(a)
		}
		var out []byte
		for id, n := range e.seen.seen {
			if n := uint64(n) * priorTotal / uint64(e.seen.total); n >= priorLeast {
				out = binary.LittleEndian.AppendUint32(out, uint32(id)<<(32-slotBits)|uint32(n))
			}
		}
		if err := os.WriteFile("prior.bin", out, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("%d features", len(out)/4)
		return
	}
	f := newFrequencies()
	if common, rare := f.rarity(slot('w', "china")), f.rarity(slot('w', "xylophone")); common > 4.5 || rare < 7 {
		t.Errorf("rarity of a common word is %.1f, of a rare one %.1f", common, rare)
	}
}
