package facts

import "briefbot/briefs"

// currencies are the words by which people ask for a currency, folded, and its unit.
var currencies = map[string]string{
	"usd": "usd", "dollar": "usd", "dollars": "usd", "us$": "usd", "$": "usd", "美元": "usd", "美金": "usd",
	"rmb": "cny", "cny": "cny", "yuan": "cny", "yuans": "cny", "renminbi": "cny", "¥": "cny", "人民币": "cny", "人民幣": "cny", "元": "cny",
	"eur": "eur", "euro": "eur", "euros": "eur", "€": "eur", "欧元": "eur", "歐元": "eur",
	"hkd": "hkd", "hk$": "hkd", "港元": "hkd", "港币": "hkd", "港幣": "hkd",
}

// Money is how an answer stands to a currency that was asked for. Nothing is ever converted.
type Money struct {
	Unit  string            // the unit asked for: "usd", "cny", "eur" or "hkd"
	Own   bool              // the figure is in it anyway
	Cited []briefs.Quantity // what its sources give in it themselves; they may differ
}

// moneyOf says what an answer has in a currency.
func (b *Book) moneyOf(unit string, f Figure) *Money {
	if unit == "" {
		return nil
	}
	out := &Money{Unit: unit, Own: f.Fact.Quantity.Unit == unit}
	add := func(list []briefs.Quantity) {
		for _, q := range list {
			known := false
			for _, have := range out.Cited {
				known = known || have == q
			}
			if q.Unit == unit && !known {
				out.Cited = append(out.Cited, q)
			}
		}
	}
	add(f.Fact.As)
	for _, g := range f.Same {
		add(g.As)
	}
	return out
}
