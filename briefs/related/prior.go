package related

import (
	_ "embed" // the table of common features
	"encoding/binary"
)

// prior says how common features are in the news of the field before an engine has read any: four bytes each, the slot in the upper
// 20 bits and in how many of priorTotal documents it stands in the lower 12. It is counted anew by TestPrior.
//
//go:embed prior.bin
var prior []byte

// priorTotal is how many documents the prior stands for: enough for the first day, little after a month.
const priorTotal = 3000

// newFrequencies returns what is known before the first document.
func newFrequencies() *frequencies {
	f := &frequencies{seen: make([]uint32, slots), total: priorTotal}
	for i := 0; i+4 <= len(prior); i += 4 {
		t := term(binary.LittleEndian.Uint32(prior[i:]))
		f.seen[t.id()] = t.weight()
	}
	return f
}
