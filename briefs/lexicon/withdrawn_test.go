package lexicon

import "testing"

func TestWithdrawn(t *testing.T) {
	for title, want := range map[string]bool{
		"[Withdrawn] Alibaba buys a chip maker": true, "Retracted: Alibaba buys a chip maker": true, "RETRACTION: a report on Qwen": true,
		"Retiré : Alibaba rachète un fabricant": true, "[Article supprimé] Alibaba rachète": true, "【已撤回】阿里巴巴收购芯片公司": true, "撤稿：阿里收购": true,
		"本文已撤回": true, "Alibaba withdraws its bid": false, "Alibaba retracted its offer: what now": false, "Withdrawn bids: what they tell of the market": false,
		"阿里撤回收购要约": false, "Alibaba retire son offre : les raisons": false, "": false, "[Exclusive] Alibaba": false,
	} {
		if got := Withdrawn(title); got != want {
			t.Errorf("%q: %v", title, got)
		}
	}
}
