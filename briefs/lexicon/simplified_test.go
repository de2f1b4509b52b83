package lexicon

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSimplified(t *testing.T) {
	for text, want := range map[string]string{
		"阿里巴巴雲業績超預期，營收達2801.5億元": "阿里巴巴云业绩超预期，营收达2801.5亿元",
		"騰訊發佈混元大模型":              "腾讯发布混元大模型",
		"華為與輝達競爭晶片市場":            "华为与辉达竞争晶片市场",
		"百度发布文心":                 "百度发布文心",
		"Qwen3 says «hello»":     "Qwen3 says «hello»",
		"":                       "",
	} {
		if got := Simplified(text); got != want {
			t.Errorf("Simplified(%q) = %q, want %q", text, got, want)
		}
	}
}

// Both forms take three bytes and no simplified form is itself a traditional one, so once is enough and offsets hold.
func TestSimplifiedTable(t *testing.T) {
	for from, to := range simplified {
		if utf8.RuneLen(from) != 3 || utf8.RuneLen(to) != 3 {
			t.Errorf("%c to %c changes the length", from, to)
		}
		if next, ok := simplified[to]; ok && next != to {
			t.Errorf("%c to %c goes on to %c", from, to, next)
		}
	}
}

func TestSimplifiedKeepsLengths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("雲a業é阿 億！😀"))).Draw(t, "s")
		once := Simplified(s)
		if len(once) != len(s) || Simplified(once) != once {
			t.Fatalf("%q became %q", s, once)
		}
	})
}
