package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

var (
	english = Words{Estimate: "estimate", Forecast: "forecast", Break: "the series breaks: not comparable"}
	french  = Words{Estimate: "estimation", Forecast: "prévision", Break: "rupture de série : non comparable", Colon: " : "}
	chinese = Words{Estimate: "估算", Forecast: "预测", Break: "序列中断，前后不可比", Colon: "：", Comma: "，", Stop: "。", Open: "（", Close: "）"}
)

// quarters makes points of quarters from the first of a year on, worded by text.
func quarters(year int, text func(v float64) string, values ...float64) []Point {
	var out []Point
	for i, v := range values {
		out = append(out, Point{Label: fmt.Sprintf("Q%d %d", i%4+1, year+i/4), At: float64(year) + float64(i)/4, Value: v, Text: text(v)})
	}
	return out
}

func percent(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) + "%" }

// share is the trend that people ask for most.
func share(theme Theme) Trend {
	return Trend{
		Frame: Frame{Title: "Alibaba Cloud: share of mainland China cloud infrastructure services", Subtitle: "By quarter, estimates of Canalys and Omdia",
			Unit: "%", Source: "Source: Omdia, canalys.com, 12 March 2026", Theme: theme, Words: english},
		Lines: []Line{{Name: "Alibaba Cloud", Points: quarters(2024, percent, 37, 36, 36, 36, 33, 34, 35, 37)}},
	}
}

func partFrench(theme Theme) Trend {
	t := Trend{
		Frame: Frame{Title: "Dépenses en services d’infrastructure cloud en Chine continentale", Subtitle: "Par année ; croissance annoncée pour 2025 : +15\u202f%",
			Unit: "Md\u00a0$US", Source: "Source : Canalys, canalys.com, 12 mars 2025", Theme: theme, Words: french},
		Lines: []Line{{Name: "Chine continentale", Points: []Point{
			{Label: "2021", At: 2021, Value: 27.4, Text: "27,4\u202fMd"}, {Label: "2022", At: 2022, Value: 30.3, Text: "30,3\u202fMd"},
			{Label: "2023", At: 2023, Value: 35.4, Text: "35,4\u202fMd"}, {Label: "2024", At: 2024, Value: 40, Text: "40\u202fMd", Nature: Estimate},
			{Label: "2025", At: 2025, Value: 46, Text: "46\u202fMd", Nature: Forecast},
		}}},
		Number: func(v float64, decimals int) string {
			return strings.ReplaceAll(strconv.FormatFloat(v, 'f', decimals, 64), ".", ",")
		},
	}
	return t
}

func vendorsChinese(theme Theme) Trend {
	points := func(values ...float64) []Point {
		out := quarters(2024, percent, values...)
		for i := range out {
			out[i].Label = fmt.Sprintf("%d年%s季度", 2024+i/4, []string{"一", "二", "三", "四"}[i%4])
			out[i].Nature = Estimate
		}
		out[4].Break = true
		return out
	}
	return Trend{
		Frame: Frame{Title: "中国大陆云基础设施服务市场份额", Subtitle: "按季度，Canalys 与 Omdia 估算；2025年起统计口径变更",
			Unit: "%", Source: "来源：Omdia，canalys.com，2026年3月12日", Theme: theme, Words: chinese},
		Lines: []Line{
			{Name: "阿里云", Points: points(37, 36, 36, 36, 33, 34, 35, 37)},
			{Name: "华为云", Points: points(19, 19, 19, 19, 18, 17, 17, 16)},
			{Name: "騰訊雲（繁體）", Points: points(15, 15, 15, 15, 10, 10, 10, 9)},
		},
	}
}

// growth has negative values.
func growth(theme Theme) Trend {
	return Trend{
		Frame: Frame{Title: "Revenue growth, year on year", Unit: "%", Source: "Source: company reports, alibabagroup.com, 29 August 2025", Theme: theme, Words: english},
		Lines: []Line{
			{Name: "Baidu Core", Points: quarters(2023, percent, 8, 16, 5, 6, 4, -1, 0, 1, 7, -2, -7)},
			{Name: "Kingsoft Cloud", Points: quarters(2023, percent, -14.1, -3.8, -17.4, -19.2, -4.8, 3.1, 16, 29.6, 10.9, 24.2, 31.4)},
		},
	}
}

// crowd has as many lines and points as a picture takes in practice, many ending at nearly the same value.
func crowd(theme Theme, lines, points int) Trend {
	t := Trend{Frame: Frame{Title: "Monthly users of twelve assistants", Subtitle: "Made-up figures, to see that labels do not meet", Unit: "m users",
		Source: "Source: nobody, example.com, 1 January 2026", Theme: theme, Words: english}}
	names := []string{"Doubao", "DeepSeek", "Yuanbao", "Kimi", "Qwen", "Wenxiaoyan (ERNIE Bot), Baidu’s assistant", "通义千问", "Zhipu Qingyan", "MiniMax Hailuo", "讯飞星火", "Tiangong", "Baichuan Baixiaoying"}
	for i := range lines {
		var values []float64
		for j := range points {
			values = append(values, math.Round(20+float64(i%5)*9+12*math.Sin(float64(j)/5+float64(i))+float64(j)/2))
		}
		l := Line{Name: names[i%len(names)], Points: quarters(2018, func(v float64) string { return fmt.Sprintf("%.0f m", v) }, values...)}
		if i == 3 {
			l.Points = l.Points[:len(l.Points)*2/3] // ends early
		}
		if i == 4 {
			l.Points[len(l.Points)/2].Value = math.NaN()
		}
		t.Lines = append(t.Lines, l)
	}
	return t
}

// ranges has ranges, one point alone and a gap.
func ranges(theme Theme) Trend {
	return Trend{
		Frame: Frame{Title: "Alibaba: capital expenditure", Subtitle: "Fiscal years; the plan for FY2026 was printed as a range", Unit: "bn yuan",
			Source: "Source: Alibaba Group, alibabagroup.com, 24 February 2025", Theme: theme, Words: english},
		Lines: []Line{{Name: "Alibaba", Points: []Point{
			{Label: "FY2023", At: 2023, Value: 34.3, Text: "34.3 bn"}, {Label: "FY2024", At: 2024, Value: 33.1, Text: "33.1 bn"},
			{Label: "FY2025", At: 2025, Value: 86, Text: "86 bn"}, {Label: "FY2026", At: 2026, Value: 125, Low: 110, High: 140, Text: "110–140 bn", Nature: Forecast},
		}}},
	}
}

func vendors(theme Theme) Ranking {
	return Ranking{
		Frame: Frame{Title: "Cloud infrastructure services in mainland China, Q1 2025", Subtitle: "Share of customers’ spending; estimates of Canalys", Unit: "%",
			Source: "Source: Canalys, canalys.com, 30 June 2025", Theme: theme, Words: english},
		Bars: []Bar{
			{Place: "1", Name: "Alibaba Cloud", Value: 33, Text: "33%", Note: "−3 pts on the year", Strong: true},
			{Place: "2", Name: "Huawei Cloud", Value: 18, Text: "18%", Note: "−1 pt"},
			{Place: "3", Name: "Tencent Cloud", Value: 10, Text: "10%", Note: "−5 pts"},
			{Name: "All others", Value: 39, Text: "39%"},
		},
	}
}

func rankingChinese(theme Theme) Ranking {
	return Ranking{
		Frame: Frame{Title: "2025年资本开支", Subtitle: "按公司公布或机构预测", Unit: "亿元", Source: "来源：各公司财报，example.com，2026年2月1日", Theme: theme, Words: chinese},
		Bars: []Bar{
			{Place: "1", Name: "字节跳动", Value: 1600, Text: "约1,600亿元", Nature: Forecast, Low: 1500, High: 1700},
			{Place: "2", Name: "阿里巴巴集团控股有限公司（含阿里云与菜鸟）", Value: 1260, Text: "1,260亿元"},
			{Place: "3", Name: "腾讯", Value: 1000, Text: "近1,000亿元", Nature: Estimate},
			{Place: "4", Name: "百度", Value: 120, Text: "120亿元"},
			{Place: "5", Name: "金山云", Value: 0, Text: "0"},
		},
	}
}

// changes has bars on both sides of zero.
func changes(theme Theme) Ranking {
	return Ranking{
		Frame: Frame{Title: "Croissance du chiffre d’affaires au deuxième trimestre 2025", Unit: "%, sur un an", Source: "Source : rapports des sociétés, 29 août 2025", Theme: theme, Words: french},
		Bars: []Bar{
			{Place: "1", Name: "Alibaba Cloud", Value: 26, Text: "+26\u202f%"},
			{Place: "2", Name: "Kingsoft Cloud", Value: 24.2, Text: "+24,2\u202f%"},
			{Place: "3", Name: "Tencent FinTech & Business Services", Value: 10, Text: "+10\u202f%"},
			{Place: "4", Name: "Baidu", Value: -4, Text: "−4\u202f%", Note: "hors iQIYI"},
			{Place: "5", Name: "Unicom", Value: -12.5, Text: "−12,5\u202f%"},
		},
	}
}

// samples are the pictures that are kept.
var samples = map[string]Picture{
	"trend-en-light":    share(Light),
	"trend-en-dark":     share(Dark),
	"trend-fr-light":    partFrench(Light),
	"trend-fr-dark":     partFrench(Dark),
	"trend-zh-light":    vendorsChinese(Light),
	"trend-zh-dark":     vendorsChinese(Dark),
	"trend-growth":      growth(Light),
	"trend-crowd-light": crowd(Light, 12, 30),
	"trend-range":       ranges(Dark),
	"ranking-en-light":  vendors(Light),
	"ranking-en-dark":   vendors(Dark),
	"ranking-zh-light":  rankingChinese(Light),
	"ranking-zh-dark":   rankingChinese(Dark),
	"ranking-fr-light":  changes(Light),
}
