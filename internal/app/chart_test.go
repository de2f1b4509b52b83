package app

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"briefbot/bot"
)

// TestAnswersHavePictures shows that series, rankings and comparisons come with a picture that says the same in words, in the language of
// the answer, and without the bars that stand in its place. With BRIEFBOT_PICTURES the pictures are kept there, to look at.
func TestAnswersHavePictures(t *testing.T) {
	k, _ := fitting(t)
	keep := os.Getenv("BRIEFBOT_PICTURES")
	for _, c := range []struct{ line, lang, alt string }{
		{"trend alibaba", "en", "Alibaba Cloud (estimate): Q2 2021 33.8%"},
		{"tendance alibaba 12", "fr", "Alibaba Cloud (estimation)\u202f: T2 2020 40,1"},
		{"趋势 支出 中国 12", "zh", "中国大陆（估算）：2022年第一季度 73亿美元"},
		{"rank ai-cloud", "en", "1 Alibaba Cloud: 35.8% (estimate)"},
		{"classement smartphones livraisons", "fr", "1 vivo\u202f: 11,8"},
		{"对比 阿里巴巴 腾讯 资本开支", "zh", "1 阿里巴巴：315亿元"},
	} {
		m := k.router.DoLine(t.Context(), bot.Invocation{From: bot.Address{Platform: "console", Workspace: "local", Channel: "terminal"}, Locale: c.lang}, c.line)
		if m.Image == nil {
			t.Errorf("%s: no picture: %s", c.line, m.Title)
			continue
		}
		picture, err := png.Decode(bytes.NewReader(m.Image.PNG))
		if err != nil || picture.Bounds().Dx() != 1200 || picture.Bounds().Dy() < 300 {
			t.Errorf("%s: %v", c.line, err)
		}
		if !strings.Contains(m.Image.Alt, c.alt) || m.Image.Drawing == "" {
			t.Errorf("%s: the words are %q, want %q in them", c.line, m.Image.Alt, c.alt)
		}
		if strings.Contains(m.Sections[0].Lines[0].Note, "█") {
			t.Errorf("%s: bars beside the picture", c.line)
		}
		if keep != "" {
			name := filepath.Join(keep, strings.ReplaceAll(c.line, " ", "-")+".png")
			if err := os.WriteFile(name, m.Image.PNG, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
