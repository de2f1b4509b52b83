package schedule

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// oneForm maps what people type in several ways to one: dashes, quotes, and traditional characters of this vocabulary.
var oneForm = strings.NewReplacer(
	"–", "-", "—", "-", "−", "-", "～", "~", "’", "'", "‘", "'",
	"週", "周", "禮", "礼", "點", "点", "時", "时", "號", "号", "兩", "两", "間", "间", "鐘", "钟", "鍾", "钟",
	"個", "个", "從", "从", "與", "与", "雙", "双", "國", "国", "過", "过", "紐約", "纽约", "倫敦", "伦敦",
	"東京", "东京", "臺北", "台北", "舊金山", "旧金山", "洛杉磯", "洛杉矶", "羅", "罗", "倆", "俩",
)

// fold returns the text in lower case, without accents, invisible characters and doubled spaces.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		case unicode.IsSpace(r), unicode.IsControl(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	text := oneForm.Replace(norm.NFC.String(b.String()))
	return strings.TrimRight(strings.Join(strings.Fields(text), " "), ".。!")
}
