package chart

import (
	"math"
	"strings"
	"testing"
)

func TestAlt(t *testing.T) {
	for name, c := range map[string]struct {
		picture Picture
		want    string
	}{
		"English": {share(Light), "Alibaba Cloud: share of mainland China cloud infrastructure services. By quarter, estimates of Canalys and Omdia. " +
			"Alibaba Cloud: Q1 2024 37%, Q2 2024 36%, Q3 2024 36%, Q4 2024 36%, Q1 2025 33%, Q2 2025 34%, Q3 2025 35%, Q4 2025 37%. " +
			"Source: Omdia, canalys.com, 12 March 2026."},
		"French": {partFrench(Light), "Dépenses en services d’infrastructure cloud en Chine continentale. Par année ; croissance annoncée pour 2025 : +15\u202f%. " +
			"Chine continentale : 2021 27,4\u202fMd, 2022 30,3\u202fMd, 2023 35,4\u202fMd, 2024 40\u202fMd (estimation), 2025 46\u202fMd (prévision). " +
			"Source : Canalys, canalys.com, 12 mars 2025."},
		"Chinese": {Trend{Frame: Frame{Title: "份额", Words: chinese}, Lines: vendorsChinese(Light).Lines[:1]},
			"份额。阿里云（估算）：2024年一季度 37%，2024年二季度 36%，2024年三季度 36%，2024年四季度 36%，2025年一季度 33%（序列中断，前后不可比），" +
				"2025年二季度 34%，2025年三季度 35%，2025年四季度 37%。"},
		"ranking": {vendors(Light), "Cloud infrastructure services in mainland China, Q1 2025. Share of customers’ spending; estimates of Canalys. " +
			"1 Alibaba Cloud: 33% (−3 pts on the year), 2 Huawei Cloud: 18% (−1 pt), 3 Tencent Cloud: 10% (−5 pts), All others: 39%. " +
			"Source: Canalys, canalys.com, 30 June 2025."},
		"nothing": {Trend{}, ""},
	} {
		if got := c.picture.Alt(); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
	crowded := crowd(Light, 12, 30).Alt()
	if !strings.Contains(crowded, "Doubao: Q1 2018 20 m, …, Q2 2025 29 m") || !strings.HasSuffix(crowded, "1 January 2026.") {
		t.Errorf("twelve lines: %s", crowded)
	}
}

func TestSparkline(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   string
	}{
		{nil, ""},
		{[]float64{0, 0}, "▁▁"},
		{[]float64{5}, "█"},
		{[]float64{7, 7, 7}, "███"},
		{[]float64{0, 1, 2, 3, 4, 5, 6, 7, 8}, "▁▂▃▄▅▆▇██"},
		{[]float64{33, 34, 37}, "███"}, // from zero, as the pictures: near is near
		{[]float64{1, math.NaN(), 4}, "▃ █"},
		{[]float64{-4, 0, 4}, "▁▅█"},
		{[]float64{1e300, -1e300}, "█▁"},
		{[]float64{math.Inf(1), 1}, "██"},
	} {
		if got := Sparkline(c.values); got != c.want {
			t.Errorf("%v: %s, want %s", c.values, got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	for name, c := range map[string]struct {
		picture Picture
		want    string
	}{
		"breaks": {vendorsChinese(Light), "阿里云          37% ████|████ 37%\n华为云          19% ████|███▇ 16%\n騰訊雲（繁體）  15% ████|▆▆▆▅ 9%"},
		"ranking": {rankingChinese(Light), "1 字节跳动               ████████████████ 约1,600亿元\n2 阿里巴巴集团控股有限…  ████████████▋ 1,260亿元\n" +
			"3 腾讯                   ██████████ 近1,000亿元\n4 百度                   █▎ 120亿元\n5 金山云                 0"},
		"both ways": {Ranking{Bars: []Bar{{Name: "up", Value: 2, Text: "+2"}, {Name: "down", Value: -1, Text: "−1"}}}, "up    ████████████████ +2\ndown  −████████ −1"},
		"no name":   {Trend{Lines: []Line{{Points: quarters(2024, percent, 1, 2)}}}, "1% ▅█ 2%"},
		"empty":     {Trend{Lines: []Line{{Name: "x"}}}, ""},
	} {
		if got := c.picture.Text(); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}
