package present

import (
	"testing"

	"briefbot/briefs"
)

func decimal(t testing.TB, s string) briefs.Decimal {
	t.Helper()
	d, err := briefs.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestQuantity(t *testing.T) {
	type in struct {
		value, low, high string
		scale            int
		unit             string
		bound            briefs.Bound
	}
	for _, c := range []struct {
		in         in
		en, fr, zh string
	}{
		{in{value: "36", unit: "percent"}, "36%", "36\u202f%", "36%"},
		{in{value: "36.0", unit: "percent"}, "36.0%", "36,0\u202f%", "36.0%"},
		{in{value: "-5.2", unit: "percent"}, "−5.2%", "−5,2\u202f%", "−5.2%"},
		{in{value: "25", unit: "percent", bound: briefs.About}, "about 25%", "environ 25\u202f%", "约25%"},
		{in{low: "10", high: "15", unit: "percent"}, "10–15%", "10–15\u202f%", "10–15%"},
		{in{value: "1", unit: "points"}, "1 point", "1 point", "1个百分点"},
		{in{value: "2.5", unit: "points"}, "2.5 points", "2,5 points", "2.5个百分点"},
		{in{value: "46", scale: 9, unit: "usd"}, "US$46\u00a0bn", "46\u00a0Md\u00a0$US", "460亿美元"},
		{in{value: "9.2", scale: 9, unit: "usd"}, "US$9.2\u00a0bn", "9,2\u00a0Md\u00a0$US", "92亿美元"},
		{in{value: "294", scale: 3, unit: "usd"}, "US$294,000", "294\u202f000\u00a0$US", "29.4万美元"},
		{in{value: "380", scale: 9, unit: "cny", bound: briefs.AtLeast}, "at least CNY\u00a0380\u00a0bn", "au moins 380\u00a0Md de yuans", "至少3800亿元"},
		{in{value: "1.04", scale: 12, unit: "cny"}, "CNY\u00a01.04\u00a0tn", "1\u202f040\u00a0Md de yuans", "1.04万亿元"},
		{in{value: "1206.69", scale: 8, unit: "cny"}, "CNY\u00a0120.669\u00a0bn", "120,669\u00a0Md de yuans", "1206.69亿元"},
		{in{low: "80", high: "100", scale: 9, unit: "cny"}, "CNY\u00a080–100\u00a0bn", "80–100\u00a0Md de yuans", "800–1000亿元"},
		{in{low: "900", high: "1100", scale: 6, unit: "usd"}, "US$900\u00a0m – US$1.1\u00a0bn", "900\u00a0M\u00a0$US – 1,1\u00a0Md\u00a0$US", "9–11亿美元"},
		{in{value: "0.5", unit: "cny"}, "CNY\u00a00.5", "0,5\u00a0yuan", "0.5元"},
		{in{value: "2.1", scale: 9, unit: "eur"}, "€2.1\u00a0bn", "2,1\u00a0Md\u00a0€", "21亿欧元"},
		{in{value: "4", scale: 9, unit: "hkd"}, "HK$4\u00a0bn", "4\u00a0Md\u00a0$HK", "40亿港元"},
		{in{value: "165", unit: "hkd/share"}, "HK$165 a share", "165\u00a0$HK par action", "每股165港元"},
		{in{value: "0.0005", unit: "cny/1000-tokens"}, "CNY\u00a00.0005 per 1,000 tokens", "0,0005\u00a0yuan pour 1\u202f000 jetons", "每千 Token 0.0005元"},
		{in{value: "120", scale: 12, unit: "tokens/day", bound: briefs.Over}, "over 120\u00a0tn tokens a day", "plus de 120\u202f000\u00a0Md de jetons par jour", "超过日均120万亿 Token"},
		{in{value: "14.8", scale: 12, unit: "tokens"}, "14.8\u00a0tn tokens", "14\u202f800\u00a0Md de jetons", "14.8万亿 Token"},
		{in{value: "671", scale: 9, unit: "parameters"}, "671\u00a0bn parameters", "671\u00a0Md de paramètres", "6710亿参数"},
		{in{value: "515", scale: 6, unit: "users", bound: briefs.Nearly}, "nearly 515\u00a0m users", "près de 515\u00a0M d’utilisateurs", "近5.15亿用户"},
		{in{value: "1", unit: "users"}, "1 user", "1 utilisateur", "1用户"},
		{in{value: "69.0", scale: 6, unit: "units"}, "69.0\u00a0m units", "69,0\u00a0M d’unités", "6900万台"},
		{in{value: "2.7", scale: 6, unit: "cards"}, "2.7\u00a0m cards", "2,7\u00a0M de cartes", "270万张"},
		{in{value: "538", unit: "services"}, "538 services", "538 services", "538项"},
		{in{value: "788", unit: "eflops"}, "788 EFLOPS", "788 EFLOPS", "788 EFLOPS"},
		{in{value: "3", unit: "people", bound: briefs.AtMost}, "at most 3 people", "au plus 3 personnes", "至多3人"},
		{in{value: "12345", unit: "units", bound: briefs.Under}, "under 12,345 units", "moins de 12\u202f345 unités", "不足1.2345万台"},
		{in{value: "1234.5", unit: "eflops"}, "1,234.5 EFLOPS", "1\u202f234,5 EFLOPS", "1234.5 EFLOPS"},
		{in{value: "7", unit: "furlongs"}, "7\u00a0furlongs", "7\u00a0furlongs", "7\u00a0furlongs"},
		{in{value: "7"}, "7", "7", "7"},
	} {
		q := briefs.Quantity{Scale: c.in.scale, Unit: c.in.unit, Bound: c.in.bound}
		for _, f := range []struct {
			text string
			to   *briefs.Decimal
		}{{c.in.value, &q.Value}, {c.in.low, &q.Low}, {c.in.high, &q.High}} {
			if f.text != "" {
				*f.to = decimal(t, f.text)
			}
		}
		for lang, want := range map[string]string{"en": c.en, "fr": c.fr, "zh": c.zh} {
			if got := In(lang, nil).Quantity(q); got != want {
				t.Errorf("%s: %+v is %q, want %q", lang, c.in, got, want)
			}
		}
	}
}

func TestPeriod(t *testing.T) {
	day := func(y, m, d int) briefs.Date {
		return briefs.DateOf(briefs.YearOf(y).Start.AddMonths(m - 1).AddDays(d - 1).UTC())
	}
	labelled := func(p briefs.Period, label string) briefs.Period {
		p.Label = label
		return p
	}
	span := func(from, to briefs.Date) briefs.Period {
		return briefs.Period{Start: from, End: to, Kind: briefs.Range}
	}
	fiscal := briefs.Period{Start: day(2019, 4, 1), End: day(2020, 4, 1), Kind: briefs.Year, Label: "FY2020"}
	for _, c := range []struct {
		p          briefs.Period
		en, fr, zh string
	}{
		{briefs.YearOf(2025), "2025", "2025", "2025年"},
		{briefs.HalfOf(2025, 1), "H1 2025", "S1 2025", "2025年上半年"},
		{briefs.HalfOf(2022, 2), "H2 2022", "S2 2022", "2022年下半年"},
		{briefs.QuarterOf(2024, 4), "Q4 2024", "T4 2024", "2024年第四季度"},
		{briefs.MonthOf(2025, 8), "August 2025", "août 2025", "2025年8月"},
		{briefs.DayOf(day(2024, 5, 1)), "1 May 2024", "1er mai 2024", "2024年5月1日"},
		{briefs.YearsOf(2025, 2027), "2025–2027", "2025–2027", "2025–2027年"},
		{span(day(2023, 3, 1), day(2025, 12, 1)), "March 2023 – November 2025", "mars 2023 – novembre 2025", "2023年3月至2025年11月"},
		{span(day(2023, 6, 1), day(2023, 6, 19)), "1 Jun 2023 – 18 Jun 2023", "1er juin 2023 – 18 juin 2023", "2023年6月1日至2023年6月18日"},
		{
			labelled(briefs.QuarterOf(2025, 3), "FY2026-Q2"),
			"Q3 2025 (Q2 of fiscal 2026)", "T3 2025 (T2 de l’exercice 2026)", "2025年第三季度（2026财年Q2）",
		},
		{fiscal, "April 2019 – March 2020 (fiscal year 2020)", "avril 2019 – mars 2020 (exercice 2020)", "2019年4月至2020年3月（2020财年）"},
		{
			labelled(span(day(2025, 4, 1), day(2028, 4, 1)), "FY2026–FY2028"),
			"April 2025 – March 2028 (fiscal years 2026–2028)", "avril 2025 – mars 2028 (exercices 2026 à 2028)", "2025年4月至2028年3月（2026–2028财年）",
		},
		{labelled(briefs.YearOf(2025), "Reiwa 7"), "2025 (Reiwa 7)", "2025 (Reiwa 7)", "2025年（Reiwa 7）"},
	} {
		for lang, want := range map[string]string{"en": c.en, "fr": c.fr, "zh": c.zh} {
			if got := In(lang, nil).Period(c.p); got != want {
				t.Errorf("%s: %s is %q, want %q", lang, c.p, got, want)
			}
		}
	}
}
