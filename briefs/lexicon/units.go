package lexicon

// unitWord is a way to write a currency or a sort of percentage. Longer ways stand before their beginnings.
type unitWord struct{ text, unit string }

var prefixes = []unitWord{
	{"us$", "usd"}, {"usd", "usd"}, {"hk$", "hkd"}, {"hkd", "hkd"}, {"nt$", "twd"}, {"rmb", "cny"}, {"cny", "cny"}, {"cn¥", "cny"},
	{"a$", "aud"}, {"s$", "sgd"}, {"$", "usd"}, {"eur", "eur"}, {"€", "eur"}, {"£", "gbp"}, {"¥", "cny"}, {"₩", "krw"}, {"人民币", "cny"},
}

var suffixes = []unitWord{
	{"元人民币", "cny"}, {"人民币", "cny"}, {"元", "cny"}, {"美元", "usd"}, {"美金", "usd"}, {"港元", "hkd"}, {"港币", "hkd"}, {"欧元", "eur"},
	{"日元", "jpy"}, {"韩元", "krw"}, {"新台币", "twd"}, {"英镑", "gbp"}, {"us dollars", "usd"}, {"dollars us", "usd"}, {"dollars", "usd"},
	{"dollar", "usd"}, {"hong kong dollars", "hkd"}, {"$us", "usd"}, {"us$", "usd"}, {"usd", "usd"}, {"$", "usd"}, {"euros", "eur"},
	{"eur", "eur"}, {"€", "eur"}, {"yuans", "cny"}, {"yuan", "cny"}, {"rmb", "cny"}, {"renminbi", "cny"}, {"cny", "cny"}, {"hkd", "hkd"},
	{"won", "krw"}, {"yen", "jpy"},
}

var percents = []unitWord{
	{"个百分点", Points}, {"percentage points", Points}, {"percentage point", Points}, {"points de pourcentage", Points}, {"pp", Points},
	{"%", Percent}, {"percent", Percent}, {"per cent", Percent}, {"pour cent", Percent},
}

// scaleWord is a way to write a power of ten, or a quarter of the year.
type scaleWord struct {
	text            string
	power           int
	letter          bool // only glued to the number of an amount
	french, english bool // only in that language
}

// The French "billion" is 10^12, its "milliard" 10^9.
var scales = []scaleWord{
	{text: "万亿", power: 12}, {text: "千亿", power: 11}, {text: "百亿", power: 10}, {text: "亿", power: 8}, {text: "千万", power: 7},
	{text: "百万", power: 6}, {text: "万", power: 4},
	{text: "trillions", power: 18, french: true}, {text: "trillion", power: 18, french: true},
	{text: "billions", power: 12, french: true}, {text: "billion", power: 12, french: true},
	{text: "milliards", power: 9}, {text: "milliard", power: 9}, {text: "mds", power: 9}, {text: "md", power: 9, french: true},
	{text: "trillions", power: 12}, {text: "trillion", power: 12}, {text: "billions", power: 9}, {text: "billion", power: 9},
	{text: "millions", power: 6}, {text: "million", power: 6}, {text: "bln", power: 9}, {text: "bn", power: 9}, {text: "mln", power: 6},
	{text: "tn", power: 12}, {text: "mn", power: 6},
	{text: "b", power: 9, letter: true}, {text: "m", power: 6, letter: true}, {text: "t", power: 12, letter: true}, {text: "k", power: 3, letter: true},
	{text: "m", power: 6, french: true}, {text: "b", power: 9, english: true},
}

// quarters are the quarters in words; the power is the quarter. Companies' own quarters are named after the month they end in.
var quarters = []scaleWord{
	{text: "first quarter", power: 1}, {text: "second quarter", power: 2}, {text: "third quarter", power: 3}, {text: "fourth quarter", power: 4},
	{text: "first-quarter", power: 1}, {text: "second-quarter", power: 2}, {text: "third-quarter", power: 3}, {text: "fourth-quarter", power: 4},
	{text: "march quarter", power: 1}, {text: "june quarter", power: 2}, {text: "september quarter", power: 3}, {text: "december quarter", power: 4},
	{text: "premier trimestre", power: 1}, {text: "1er trimestre", power: 1}, {text: "deuxieme trimestre", power: 2}, {text: "2e trimestre", power: 2},
	{text: "troisieme trimestre", power: 3}, {text: "3e trimestre", power: 3}, {text: "quatrieme trimestre", power: 4}, {text: "4e trimestre", power: 4},
	{text: "第一季度", power: 1}, {text: "第二季度", power: 2}, {text: "第三季度", power: 3}, {text: "第四季度", power: 4}, {text: "一季度", power: 1},
	{text: "二季度", power: 2}, {text: "三季度", power: 3}, {text: "四季度", power: 4}, {text: "第一财季", power: 1}, {text: "第二财季", power: 2},
	{text: "第三财季", power: 3}, {text: "第四财季", power: 4}, {text: "1季度", power: 1}, {text: "2季度", power: 2}, {text: "3季度", power: 3},
	{text: "4季度", power: 4}, {text: "1q", power: 1}, {text: "2q", power: 2}, {text: "3q", power: 3}, {text: "4q", power: 4},
}
