package schedule

import (
	"regexp"
	"strings"
)

// Forms of a time of day. Each begins where the reader stands; "early" and "late" are words that choose a half of the day.
var (
	halves = `上午|早上|早晨|清晨|凌晨|下午|傍晚|晚上|夜里|中午|晚|早`
	suffix = `(?: ?(a\.?m\b\.?|p\.?m\b\.?|du matin|de l'apres-midi|du soir|in the morning|in the afternoon|in the evening))?`

	clockColon  = regexp.MustCompile(`^(` + halves + `)? ?(\d{1,2}):(\d{2})(?::00)?` + suffix)
	clockFrench = regexp.MustCompile(`^()(\d{1,2}) ?(?:heures?|hrs?|h)(?: et (demie)\b| ?(\d{2})(?: ?(?:minutes|min|mn)\b)?)?` + suffix)
	clockSuffix = regexp.MustCompile(`^(\d{1,2})(?:[.](\d{2}))? ?(a\.?m\b\.?|p\.?m\b\.?|o'clock)`)
	clockHan    = regexp.MustCompile(`^(` + halves + `)?(?:的)? ?([0-9]{1,2}|[零〇一二三四五六七八九十两]{1,3})(?:点|时)(?:钟|整|(半)|([一三])刻|([0-9]{1,2}|[零〇一二三四五六七八九十]{1,3})分?)?`)
	clockNamed  = regexp.MustCompile(`^(noon|midday|midi|midnight|minuit|正午|午夜|中午)`)
	clockWrong  = regexp.MustCompile(`^\d+:\S*`)
)

// readClock reads a time of day at the start of the text and returns its minute and how much it took.
// taken is 0 when there is no time; a time that no clock shows is an *Error.
func readClock(s string) (minute, taken int, err error) {
	if m := clockColon.FindStringSubmatch(s); m != nil {
		return clock(m[0], number(m[2]), number(m[3]), m[1]+m[4])
	}
	if m := clockHan.FindStringSubmatch(s); m != nil {
		minutes := number(m[5])
		if m[3] != "" {
			minutes = 30
		}
		if m[4] != "" {
			minutes = 15 * number(m[4])
		}
		return clock(m[0], number(m[2]), minutes, m[1])
	}
	if m := clockSuffix.FindStringSubmatch(s); m != nil && !strings.HasPrefix(m[3], "o") || m != nil && m[2] == "" {
		return clock(m[0], number(m[1]), number(m[2]), m[3])
	}
	if m := clockFrench.FindStringSubmatch(s); m != nil && bordered(s, len(m[0])) {
		minutes := number(m[4])
		if m[3] != "" {
			minutes = 30
		}
		return clock(m[0], number(m[2]), minutes, m[5])
	}
	if m := clockNamed.FindString(s); m != "" && bordered(s, len(m)) {
		if m == "midnight" || m == "minuit" || m == "午夜" {
			return 0, len(m), nil
		}
		return 12 * 60, len(m), nil
	}
	if m := clockWrong.FindString(s); m != "" {
		return 0, 0, fail(CodeBadTime, clip(m))
	}
	return 0, 0, nil
}

// clock turns an hour, a minute and the word for a half of the day into the minute of the day.
func clock(text string, hour, minute int, half string) (int, int, error) {
	bad := fail(CodeBadTime, clip(text))
	if hour > 23 || minute > 59 {
		return 0, 0, bad
	}
	switch {
	case strings.HasPrefix(half, "a") || half == "上午" || half == "早上" || half == "早晨" || half == "清晨" || half == "凌晨" || half == "早" ||
		half == "du matin" || half == "in the morning":
		western := strings.HasPrefix(half, "a")
		if hour > 12 || (hour == 0 && western) {
			return 0, 0, bad
		}
		if hour == 12 && half != "上午" { // 上午12点 is noon; 12 am and 凌晨12点 are midnight
			hour = 0
		}
	case half == "" || half == "o'clock":
	case half == "中午":
		if hour < 3 {
			hour += 12
		}
	default:
		if (hour == 0 || hour > 12) && strings.HasPrefix(half, "p") {
			return 0, 0, bad
		}
		if hour < 12 {
			hour += 12
		} else if hour == 12 && (half == "晚上" || half == "晚" || half == "夜里") { // midnight ends that evening
			return 0, 0, bad
		}
	}
	return hour*60 + minute, len(text), nil
}

// number reads digits or a Chinese number below 100; "" is 0.
func number(s string) int {
	n, digit := 0, 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n = n*10 + int(r-'0')
			continue
		}
		switch i := strings.IndexRune("零一二三四五六七八九", r); {
		case r == '十':
			n, digit = n+10*max(digit, 1), 0
			continue
		case r == '两':
			digit = 2
		case r == '〇' || i < 0:
			digit = 0
		default:
			digit = i / len("零")
		}
	}
	return n + digit
}

// bordered reports whether a Latin word ends at i: no letter or digit follows.
func bordered(s string, i int) bool {
	if i >= len(s) || i == 0 {
		return true
	}
	return !latin(s[i-1]) || !latin(s[i])
}

func latin(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' }
