package schedule

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	cases := []struct{ words, want string }{
		// English
		{"weekdays 9:00 Europe/Paris", "0 9 * * 1-5 Europe/Paris"},
		{"every Monday 08:30", "30 8 * * 1"},
		{"daily 9 am and 6 pm", "0 9,18 * * *"},
		{"every weekday at 9", "0 9 * * 1-5"},
		{"every day at 9 and 18", "0 9,18 * * *"},
		{"9:00", "0 9 * * *"},
		{"Mondays, Wednesdays and Fridays at 7:45am", "45 7 * * 1,3,5"},
		{"mon-fri 9:30pm", "30 21 * * 1-5"},
		{"from Monday to Friday at 9.30 am", "30 9 * * 1-5"},
		{"Friday to Monday at noon", "0 12 * * 0,1,5,6"},
		{"weekends at midnight", "0 0 * * 0,6"},
		{"daily except Sunday 10:00", "0 10 * * 1-6"},
		{"weekdays 9:00 except 2026-12-25 and 2026-12-31 Europe/London", "0 9 * * 1-5 Europe/London except 2026-12-25 2026-12-31"},
		{"2026-05-04 and 2026-05-07 at 8:00", "0 8 * * * 2026-05-04 2026-05-07"},
		{"monthly on the 1st and 15th at 9:00", "0 9 1,15 * *"},
		{"9 am on the 1st of every month", "0 9 1 * *"},
		{"every hour", "0 * * * *"},
		{"hourly on weekdays", "0 * * * 1-5"},
		{"every 2 hours", "0 */2 * * *"},
		{"every half hour", "*/30 * * * *"},
		{"every 30 minutes", "*/30 * * * *"},
		{"cn-workdays 9:00", "0 9 * * * cn-workdays"},
		{"Chinese workdays 9:00 Beijing time", "0 9 * * * Asia/Shanghai cn-workdays"},
		{"daily at 9:00 new york time", "0 9 * * * America/New_York"},
		{"weekdays at 9:00 in the morning, europe/paris", "0 9 * * 1-5 Europe/Paris"},
		{"daily 12 am, 12 pm", "0 0,12 * * *"},
		{"weekdays 9:00 and 18:30", "0 9 * * 1-5; 30 18 * * 1-5"},
		{"daily 9:00, 9:30, 18:00 and 18:30", "0,30 9,18 * * *"},
		{"every morning at 8", "0 8 * * *"},
		{"weekdays at 09:00 (Europe/Paris)", "0 9 * * 1-5 Europe/Paris"},
		{"Mon. Wed. Fri. 10:00", "0 10 * * 1,3,5"},
		{"daily at 9 and 6 pm", "0 9,18 * * *"},
		// French
		{"en semaine à 9 h", "0 9 * * 1-5"},
		{"tous les jours à 8h30 et 18h", "0 18 * * *; 30 8 * * *"},
		{"du lundi au vendredi à 9h", "0 9 * * 1-5"},
		{"le lundi et le jeudi à 9 h 15, heure de Paris", "15 9 * * 1,4 Europe/Paris"},
		{"lundi à vendredi à 9 h", "0 9 * * 1-5"},
		{"Tous les lundis à midi", "0 12 * * 1"},
		{"chaque vendredi à 5 heures du soir", "0 17 * * 5"},
		{"le week-end à 10 h et demie", "30 10 * * 0,6"},
		{"tous les jours sauf le dimanche à 7 h", "0 7 * * 1-6"},
		{"le 1er et le 15 du mois à 9 h", "0 9 1,15 * *"},
		{"à 9 h le 15 de chaque mois", "0 9 15 * *"},
		{"toutes les 2 heures", "0 */2 * * *"},
		{"toutes les deux heures en semaine", "0 */2 * * 1-5"},
		{"toutes les demi-heures", "*/30 * * * *"},
		{"jours ouvrés chinois à 9h, Pékin", "0 9 * * * Asia/Shanghai cn-workdays"},
		{"jours ouvres a 9h00", "0 9 * * 1-5"},
		{"tous les jours à 6 h 45 du matin", "45 6 * * *"},
		{"tous les jours ouvrés à 9 h", "0 9 * * 1-5"},
		{"tous les matins à 8h", "0 8 * * *"},
		{"du lundi au vendredi, tous les jours à 9h", "0 9 * * 1-5"},
		// Chinese
		{"工作日 9:00", "0 9 * * 1-5"},
		{"每天 9点", "0 9 * * *"},
		{"每周一 08:30", "30 8 * * 1"},
		{"每天上午9点和下午6点半", "0 9 * * *; 30 18 * * *"},
		{"周一至周五九点三十分", "30 9 * * 1-5"},
		{"星期一到五 9：00", "0 9 * * 1-5"},
		{"每周一三五 18点", "0 18 * * 1,3,5"},
		{"周一、周三和周日 晚上8点", "0 20 * * 0,1,3"},
		{"每周一三点", "0 3 * * 1"},
		{"每週二、四 9點", "0 9 * * 2,4"},
		{"每月1日和15日 9:00", "0 9 1,15 * *"},
		{"每月十五号上午九点一刻", "15 9 15 * *"},
		{"周末 10:00 上海时间", "0 10 * * 0,6 Asia/Shanghai"},
		{"每天９：００", "0 9 * * *"},
		{"每两个小时", "0 */2 * * *"},
		{"每半小时", "*/30 * * * *"},
		{"每30分钟", "*/30 * * * *"},
		{"每天中午12点和午夜", "0 0,12 * * *"},
		{"中国工作日 9:00 北京时间", "0 9 * * * Asia/Shanghai cn-workdays"},
		{"工作日 9:00 除了 2026年10月9日", "0 9 * * 1-5 except 2026-10-09"},
		{"每天9点、18点", "0 9,18 * * *"},
		{"工作日每天早上8点", "0 8 * * 1-5"},
		{"周一到周五每天 9:00", "0 9 * * 1-5"},
		{"每晚8点", "0 20 * * *"},
		{"每月1、15日 9:00", "0 9 1,15 * *"},
		{"每周六日 10点整", "0 10 * * 0,6"},
		// Cron, and what may follow it
		{"0 9 * * MON-FRI", "0 9 * * mon-fri"},
		{"0 9 * * 7", "0 9 * * 0"},
		{"0 9 * * fri-mon Asia/Tokyo", "0 9 * * 5,6,0,1 Asia/Tokyo"},
		{"0 9 * * 1-7/2", "0 9 * * 1,3,5,0"},
		{"0 9 * JAN,jul ?", "0 9 * jan,jul ?"},
		{"@daily", "0 0 * * *"},
		{"@every 2h Europe/Paris", "0 */2 * * * Europe/Paris"},
		{"0 9 * * * cn-workdays except 2026-03-02", "0 9 * * * cn-workdays except 2026-03-02"},
		{"  0  9\t* * 1-5  ", "0 9 * * 1-5"},
	}
	for _, c := range cases {
		r, err := Parse(c.words)
		if err != nil {
			t.Errorf("%q: %v", c.words, err)
			continue
		}
		if r.String() != c.want {
			t.Errorf("%q is %q, want %q", c.words, r, c.want)
		}
		again, err := Parse(r.String())
		if err != nil || again.String() != r.String() || !slices.Equal(again.minutes, r.minutes) || again.days != r.days {
			t.Errorf("%q does not survive its own text %q: %v", c.words, r, err)
		}
	}
}

func TestRefused(t *testing.T) {
	cases := []struct {
		expr string
		code Code
		says string // part of the sentence
	}{
		{"", CodeEmpty, "weekdays 9:00"},
		{" \t\n", CodeEmpty, "weekdays 9:00"},
		{strings.Repeat("9", 501), CodeTooLong, "500"},
		{"0 9 30 2 *", CodeImpossibleDate, "day 30 of month 2"},
		{"0 9 31 4,6,9,11 *", CodeImpossibleDate, "31"},
		{"2026-02-30 9:00", CodeImpossibleDate, "2026-02-30"},
		{"monthly on the 32nd at 9:00", CodeImpossibleDate, "32nd"},
		{"*/10 * * * *", CodeTooOften, "10 min"},
		{"* * * * *", CodeTooOften, "1 min"},
		{"0,50 * * * *", CodeTooOften, "10 min"},
		{"0 0,23 * * *; 55 0,23 * * *", CodeTooOften, "5 min"},
		{"daily 9:00 and 9:10", CodeTooOften, "15 minutes"},
		{"every 5 minutes", CodeTooOften, "5 min"},
		{"@every 1m", CodeTooOften, "1 min"},
		{"@every 90m", CodeUneven, "90m"},
		{"@every 1h30s", CodeUneven, "1h30s"},
		{"every 5 hours", CodeUneven, "every 5 hours"},
		{"每90分钟", CodeUneven, "每90分钟"},
		{"CRON_TZ=Europe/Paris 0 9 * * *", CodeZonePrefix, "0 9 * * * Europe/Paris"},
		{"CRON_TZ=X", CodeZonePrefix, "not accepted"},
		{"TZ=UTC 0 9 * * *", CodeZonePrefix, "not accepted"},
		{"0 9 13 * 5", CodeBothDays, "(13)"},
		{"0 9 1-31 * 1", CodeBothDays, "either"},
		{"0 9 */2 * 1", CodeBothDays, "either"},
		{"monthly on the 13th and Friday 9:00", CodeBothDays, "(5)"},
		{"0 9 * *", CodeFieldCount, "has 4"},
		{"0 0 9 * * *", CodeFieldCount, "has 6"},
		{"0 9 * * * mon", CodeFieldCount, "has 6"},
		{"*", CodeFieldCount, "has 1"},
		{"61 9 * * *", CodeField, "minute field \"61\""},
		{"0 24 * * *", CodeField, "hour"},
		{"0 9 0 * *", CodeField, "day-of-month"},
		{"0 9 L * *", CodeField, "day-of-month field \"l\""},
		{"0 9 * 13 *", CodeField, "month"},
		{"0 9 * * 8", CodeField, "day-of-week"},
		{"0 9 * * mon#1", CodeField, "day-of-week"},
		{"0 9, * * *", CodeField, "hour"},
		{", 9 * * *", CodeField, "minute"},
		{"0 *-5 * * *", CodeField, "hour"},
		{"0 22-6 * * *", CodeField, "hour"},
		{"0 9/0 * * *", CodeField, "hour"},
		{"0 9-99999999999999999999 * * *", CodeField, "hour"},
		{"@reboot", CodeDescriptor, "@reboot"},
		{"@every", CodeDescriptor, "@every"},
		{"0 9 * * *; 30 * * * *", CodeMixed, "each"},
		{"0 9 * * 1; 30 18 * * 2", CodeMixed, "each"},
		{"weekdays 9:00 Europe/Pari", CodeUnknownZone, "did you mean Europe/Paris"},
		{"weekdays 9:00 Mars/Olympus_Mons", CodeUnknownZone, "no zone"},
		{"weekdays 9:00 CST", CodeAmbiguousZone, "cst"},
		{"weekdays 9:00 UTC+8", CodeAmbiguousZone, "utc+8"},
		{"weekdays 9:00 Europe/Paris Asia/Tokyo", CodeTwoZones, "Asia/Tokyo"},
		{"weekdays 9:00 all cn-workdays", CodeTwoCalendars, "cn-workdays"},
		{"daily", CodeNoTime, "9:00"},
		{"工作日", CodeNoTime, "9:00"},
		{"weekly 9:00", CodeNoDay, "Monday"},
		{"monthly 9:00", CodeNoDay, "1st"},
		{"每月 9点", CodeNoDay, "1st"},
		{"daily 9", CodeBareNumber, "9"},
		{"daily 25:00", CodeBadTime, "25:00"},
		{"daily 13 pm", CodeBadTime, "13 pm"},
		{"daily 9:5", CodeBadTime, "9:5"},
		{"daily at 99", CodeBadTime, "99"},
		{"每天25点", CodeBadTime, "25点"},
		{"weekdays 9:00 to 18:00", CodeTimeRange, "each time"},
		{"en semaine de 9h à 18h", CodeTimeRange, "each time"},
		{"每天9点到18点", CodeTimeRange, "each time"},
		{"every 2 hours 9:00", CodeTimeRange, "each time"},
		{"daily Monday 9:00", CodeConflictingDays, "once"},
		{"Monday 9:00 except Monday", CodeConflictingDays, "once"},
		{"first Monday of the month 9:00", CodeNotUnderstood, "first"},
		{"every other day 9:00", CodeNotUnderstood, "other"},
		{"每隔一天 9:00", CodeNotUnderstood, "隔一天"},
		{"rm -rf / 9:00", CodeNotUnderstood, "rm"},
		{"0 9 * * * tomorrow", CodeNotUnderstood, "tomorrow"},
		{"@everyone 9:00", CodeDescriptor, "@everyone"},
		{"\xff\xfe 9:00", CodeNotUnderstood, "9:00"},
	}
	for _, c := range cases {
		_, err := Parse(c.expr)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v (%+v), want %s with %q", c.expr, err, e, c.code, c.says)
			continue
		}
		if s := err.Error(); strings.ContainsAny(s, "\n\r") || strings.Contains(s, "%!") || strings.HasSuffix(s, ".") || len(s) > 200 {
			t.Errorf("%q: not one clear sentence: %s", c.expr, s)
		}
	}
}

func TestConfirmedIsEither(t *testing.T) {
	p := show(t, Request{Expr: "0 9 13 * 5", Zone: "UTC", From: "2026-03-10", Until: "2026-04-14", Confirmed: true})
	var days []int
	for _, r := range p.Runs {
		days = append(days, r.Nominal.Day)
	}
	if want := []int{13, 20, 27, 3, 10, 13}; !slices.Equal(days, want) {
		t.Errorf("the 13th or a Friday: %v, want %v", days, want)
	}
	if d := p.Plan.Describe(); !d.Either || len(d.Weekdays) != 1 || len(d.MonthDays) != 1 {
		t.Errorf("described as %+v", d)
	}
}

func TestEverySentenceIsThere(t *testing.T) {
	for code, s := range sentences {
		args := make([]string, strings.Count(s, "%"))
		for i := range args {
			args[i] = "x"
		}
		if text := (&Error{Code: code, Args: args}).Error(); strings.Contains(text, "%!") || len(text) < 20 {
			t.Errorf("%s: %q", code, text)
		}
	}
}
