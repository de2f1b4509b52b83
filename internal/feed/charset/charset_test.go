package charset

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const (
	chinese     = "阿里云第四季度市场份额为百分之三十六，位居第一，华为云与腾讯云紧随其后"
	traditional = "阿里雲第四季市占率為百分之三十六，位居第一，華為雲與騰訊雲緊隨其後"
	nipponese   = "中国のクラウド市場では、アリババが首位を維持していると発表しました"
	korea       = "알리바바 클라우드가 중국 시장에서 일위를 유지하고 있다고 밝혔다"
	french      = "Dépenses élevées à Pékin : le géant s’envole à 46 €"
	russian     = "Расходы на облачные сервисы в Китае выросли на двадцать процентов"
)

func encode(t *testing.T, enc encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := enc.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatalf("encode %q: %v", s, err)
	}
	return b
}

func TestDecode(t *testing.T) {
	be16, le16 := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	be32, le32 := utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	cases := []struct {
		name, declared, header string
		enc                    encoding.Encoding
		mark                   string
		text, used             string
		wrong                  string
		guessed                bool
	}{
		{"declared", "gb2312", "", simplifiedchinese.GBK, "", chinese, "gb18030", "", false},
		{"declared", "GBK", "", simplifiedchinese.GBK, "", chinese, "gb18030", "", false},
		{"declared", "gb18030", "", simplifiedchinese.GB18030, "", chinese + "𠮷", "gb18030", "", false},
		{"declared", "big5", "", traditionalchinese.Big5, "", traditional, "big5", "", false},
		{"declared", "Shift_JIS", "", japanese.ShiftJIS, "", nipponese, "shift_jis", "", false},
		{"declared", "euc-jp", "", japanese.EUCJP, "", nipponese, "euc-jp", "", false},
		{"declared", "iso-2022-jp", "", japanese.ISO2022JP, "", nipponese, "iso-2022-jp", "", false},
		{"declared", "euc-kr", "", korean.EUCKR, "", korea, "euc-kr", "", false},
		{"declared", "windows-1251", "", charmap.Windows1251, "", russian, "windows-1251", "", false},
		{"declared", "koi8-r", "", charmap.KOI8R, "", russian, "koi8-r", "", false},
		{"declared", "iso-8859-1", "", charmap.Windows1252, "", french, "windows-1252", "", false},
		{"declared", "cp437", "", charmap.CodePage437, "", "Prix élevé", "cp437", "", false},
		{"in the header", "", "text/xml; charset=gb2312", simplifiedchinese.GBK, "", chinese, "gb18030", "", false},
		{"in quotes", "", `application/rss+xml; charset='big5'`, traditionalchinese.Big5, "", traditional, "big5", "", false},
		{"in a broken header", "", `text/xml;; charset = "big5"`, traditionalchinese.Big5, "", traditional, "big5", "", false},
		{"header before declaration", "iso-8859-1", "text/xml; charset=windows-1251", charmap.Windows1251, "", russian, "windows-1251", "iso-8859-1", false},
		{"a server's default against a declaration that fits", "gbk", "text/xml; charset=ISO-8859-1", simplifiedchinese.GBK, "", chinese, "gb18030", "iso-8859-1", false},
		{"utf-8 called gb2312", "gb2312", "", encoding.Nop, "", chinese, "utf-8", "gb2312", false},
		{"utf-8 called latin-1 by the server", "", "text/xml; charset=iso-8859-1", encoding.Nop, "", french, "utf-8", "iso-8859-1", false},
		{"latin-1 called utf-8", "utf-8", "", charmap.Windows1252, "", french, "windows-1252", "utf-8", true},
		{"nowhere", "", "", simplifiedchinese.GBK, "", chinese, "gb18030", "", true},
		{"nowhere", "", "", traditionalchinese.Big5, "", traditional, "big5", "", true},
		{"nowhere", "", "", japanese.ShiftJIS, "", nipponese, "shift_jis", "", true},
		{"nowhere", "", "", korean.EUCKR, "", korea, "euc-kr", "", true},
		{"nowhere", "", "", charmap.Windows1252, "", french, "windows-1252", "", true},
		{"nowhere", "", "", charmap.Windows1251, "", russian, "windows-1251", "", true},
		{"utf-16 with a mark", "utf-16", "", le16, "\xFF\xFE", chinese, "utf-16le", "", false},
		{"utf-16 with a mark", "utf-16", "", be16, "\xFE\xFF", chinese, "utf-16be", "", false},
		{"utf-16 without a mark", "utf-16", "", le16, "", chinese, "utf-16le", "", false},
		{"utf-16 without a mark", "utf-16", "", be16, "", chinese, "utf-16be", "", false},
		{"utf-32 with a mark", "utf-32", "", le32, "\xFF\xFE\x00\x00", chinese, "utf-32le", "", false},
		{"utf-32 with a mark", "utf-32", "", be32, "\x00\x00\xFE\xFF", chinese, "utf-32be", "", false},
		{"utf-32 without a mark", "", "", le32, "", chinese, "utf-32le", "", false},
		{"utf-32 without a mark", "", "", be32, "", chinese, "utf-32be", "", false},
		{"utf-8 with a mark, called gbk", "gbk", "", encoding.Nop, "\xEF\xBB\xBF", chinese, "utf-8", "", false},
	}
	for _, c := range cases {
		doc := "<rss><channel><title>" + c.text + "</title></channel></rss>"
		if c.declared != "" {
			doc = `<?xml version="1.0" encoding="` + c.declared + `"?>` + doc
		}
		got := Decode(append([]byte(c.mark), encode(t, c.enc, doc)...), c.header)
		if string(got.Text) != doc || got.Name != c.used || got.Wrong != c.wrong || got.Guessed != c.guessed || got.Replaced != 0 {
			t.Errorf("%s (%s, %s): used %s, wrong %q, guessed %v, replaced %d, text %.120s", c.name, c.declared, c.header, got.Name, got.Wrong, got.Guessed, got.Replaced, got.Text)
		}
	}
}

func TestDamagedUTF8StaysUTF8(t *testing.T) {
	doc := "<title>" + chinese + "\xff" + chinese + "</title>"
	for _, declared := range []string{"", `<?xml version="1.0" encoding="utf-8"?>`} {
		got := Decode([]byte(declared+doc), "")
		if got.Name != "utf-8" || got.Replaced != 1 || strings.Count(string(got.Text), chinese) != 2 {
			t.Errorf("%q: %s, %d replaced", declared, got.Name, got.Replaced)
		}
	}
}

func TestRepair(t *testing.T) {
	for _, s := range []string{"Côte d'Ivoire : élevé", "à Â", "Ã", "São Paulo", "plain", "", "Ça", "阿里云 Ã©", "naïve Æon"} {
		if got := Repair(s); got != s {
			t.Errorf("Repair(%q) = %q, want it unchanged", s, got)
		}
	}
	for _, s := range []string{"Dépenses élevées", "Cataluña", "« été »"} {
		twice := make([]rune, 0, len(s))
		for _, b := range []byte(s) {
			twice = append(twice, rune(b))
		}
		if got := Repair(string(twice)); got != s {
			t.Errorf("Repair(%q) = %q, want %q", string(twice), got, s)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0" encoding="gb2312"?><rss>`+"\xb0\xa2"), "text/xml")
	f.Add([]byte("\xff\xfe<\x00"), "text/xml; charset=utf-16")
	f.Add([]byte("\x00\x00\x00<\xff"), `x; charset="`)
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		got := Decode(bytes.Clone(body), header)
		if !utf8.Valid(got.Text) {
			t.Fatalf("%q in %s is not UTF-8", got.Text, got.Name)
		}
		if len(got.Text) > 4*len(body)+16 {
			t.Fatalf("%d bytes became %d", len(body), len(got.Text))
		}
	})
}
