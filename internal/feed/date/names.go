package date

import "strings"

// monthNames lists what months are called, most in full and as commonly shortened, in lower case without a final point.
// A word also means the month if it is a beginning of three letters or more of exactly one of these months.
var monthNames = [12]string{
	"january jan janvier janv januar jänner enero ene gennaio gen janeiro januari styczeń stycznia января январь янв ιανουαρίου ιαν január ocak tammikuu leden ledna led januára",
	"february feb february febr février févr fevrier fevr fév februar febrero febbraio fevereiro fev februari luty lutego февраля февраль фев φεβρουαρίου φεβ február şubat helmikuu únor února úno",
	"march mar mars märz maerz mär mrz marzo março marco maart mrt marca marzec марта март мар μαρτίου μάρ μαρ mart március maaliskuu březen března bře marts",
	"april apr avril avr abril abr aprile kwiecień kwietnia апреля апрель апр απριλίου απρ április nisan huhtikuu duben dubna dub",
	"may mai mayo maggio mag maio mei maj maja мая май μαΐου μάϊ μαϊ μαι május mayıs toukokuu květen května kvě",
	"june jun juin juni junio giugno giu junho czerwiec czerwca июня июнь июн ιουνίου ιούν ιον ιουν június haziran kesäkuu červen června čvn",
	"july jul juillet juil juli julio luglio lug julho lipiec lipca июля июль июл ιουλίου ιούλ ιολ ιουλ július temmuz heinäkuu červenec července čvc",
	"august aug août aout aoû agosto ago augustus sierpień sierpnia августа август авг αυγούστου αύγ αυγ augusztus ağustos elokuu srpen srpna srp",
	"september sep sept septembre septiembre settembre set setembro wrzesień września сентября сентябрь сен сент σεπτεμβρίου σεπ szeptember eylül syyskuu září zář",
	"october oct octobre oktober okt octubre ottobre ott outubro out październik października октября октябрь окт οκτωβρίου οκτ október ekim lokakuu říjen října říj",
	"november nov novembre noviembre novembro listopad listopada ноября ноябрь ноя нояб νοεμβρίου νοέ νοε kasım marraskuu",
	"december dec décembre decembre déc dezember dez diciembre dic dicembre dezembro grudzień grudnia декабря декабрь дек δεκεμβρίου δεκ aralık joulukuu prosinec prosince", //nolint:misspell // French without its accent
}

// dayNames are words that say nothing that the date does not: days of the week and small words between its parts.
const dayNames = " monday mon tuesday tue tues wednesday wed wednes thursday thu thur thurs friday fri saturday sat sunday sun" +
	" lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim" +
	" montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonnabend sonntag so" +
	" lunes martes mié miércoles miercoles mie jueves jue viernes vie sábado sáb sabado sab domingo dom" +
	" lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi gio venerdì venerdi" +
	" segunda seg terça terca ter quarta qua quinta qui sexta sex feira" +
	" maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo" +
	" понедельник пн вторник вт среда ср четверг чт пятница пт суббота сб воскресенье вс" +
	" δευ δευτέρα τρι τρίτη τετ τετάρτη πεμ πέμπτη παρ παρασκευή σαβ σάββατο κυρ κυριακή" +
	" 星期一 星期二 星期三 星期四 星期五 星期六 星期天 周一 周二 周三 周四 周五 周六 周 周日 周天 星期 週一 週二 週三 週四 週五 週六 週" +
	" 월요 화요 수요 목요 금요 토요 월요일 화요일 수요일 목요일 금요일 토요일 일요일 요" +
	" le la the of on at à um uhr de del di den der das am st nd rd th er o'clock в г года published posted updated t kl publié date time 发布于 发表于 发布时间 更新时间 时间 "

// months and fillers are the lists above, for looking up.
var (
	months  = monthsByName()
	fillers = fillerWords()
)

func monthsByName() map[string]int {
	m := make(map[string]int)
	for i, names := range monthNames {
		for name := range strings.FieldsSeq(names) {
			m[name] = i + 1
		}
	}
	return m
}

func fillerWords() map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(dayNames) {
		m[w] = true
	}
	return m
}

// isFiller reports words that may be left out.
func isFiller(w string) bool { return fillers[w] }

// halfOf reads words for the halves of the day: 0 is before noon, 1 after.
func halfOf(w string) (int, bool) {
	switch w {
	case "am", "a.m", "上午", "早上", "凌晨", "清晨", "오전", "午前", "vorm":
		return 0, true
	case "pm", "p.m", "下午", "晚上", "傍晚", "中午", "오후", "午後", "nachm":
		return 1, true
	}
	return 0, false
}

// monthOf returns 1 to 12 for the name of a month.
func monthOf(w string) (int, bool) {
	if month, ok := months[w]; ok {
		return month, true
	}
	if len(w) < 3 || fillers[w] {
		return 0, false
	}
	found := 0
	for i, names := range monthNames {
		if strings.HasPrefix(names, w) || strings.Contains(names, " "+w) {
			if found != 0 {
				return 0, false
			}
			found = i + 1
		}
	}
	return found, found != 0
}
