package facts

import (
	"cmp"
	"slices"
	"sync"

	"briefbot/briefs"
)

// symbol stands for a text while facts are indexed: numbers are compared and looked up sooner than texts.
type symbol int32

// indexer builds the indexes of a book's own facts.
type indexer struct {
	*Book
	symbols map[string]symbol
	makers  map[[2]symbol]maker // by market and publisher
	lines   map[lineSymbols]*line
	cellsBy map[cellSymbols]*cellFacts
	vendors map[symbol]bool // by subject, see vendor
}

// maker is how a publisher stands in a market.
type maker struct {
	author, series string
	symbol         symbol // of the series
	trust          int16
}

// lineSymbols are a topicKey and a lineKey.
type lineSymbols struct {
	subject, metric, market, scope, geography, series, unit, label, kind symbol
}

// cellSymbols are a cellKey.
type cellSymbols struct {
	metric, market, series, unit symbol
	start, end                   int32
	distance                     int8
}

// cellFacts are the facts of a cell while it is filled.
type cellFacts struct {
	key  cellKey
	list []int
}

// index builds all indexes of a whole book.
func (b *Book) index() {
	x := indexer{
		Book: b, symbols: map[string]symbol{}, makers: map[[2]symbol]maker{},
		lines: map[lineSymbols]*line{}, cellsBy: map[cellSymbols]*cellFacts{}, vendors: map[symbol]bool{},
	}
	b.lineAt, b.places, b.positions = make([]*line, len(b.facts)), make([]place, len(b.facts)), make([]position, len(b.facts))
	for i := range b.facts {
		x.add(i)
	}
	var ranking sync.WaitGroup // cells and topics share nothing
	ranking.Go(func() { b.rankCells(x.cellsBy) })
	for key, t := range b.topics {
		b.gather(t.lines)
		for _, l := range t.lines {
			b.arrange(l)
		}
		b.topics[key] = b.topicOf(t.lines)
		b.markAskable(key)
		if key.metric == Other {
			for _, l := range t.lines {
				b.addLabel(b.at(l.facts[0]))
			}
		}
	}
	ranking.Wait()
	b.indexListed()
}

// rankCells puts the facts that were measured alike in their order.
func (b *Book) rankCells(all map[cellSymbols]*cellFacts) {
	for _, c := range all {
		b.sortCell(c.list)
		b.cells[c.key] = c.list
		b.ranking[c.key] = b.rank(c.key, Query{})
		b.stand(b.ranking[c.key])
		b.rankable[c.key.marketKey] = append(b.rankable[c.key.marketKey], c.key)
	}
	for key, cells := range b.rankable {
		slices.SortFunc(cells, b.compareCells(key.market))
	}
}

// gather puts the series of a topic next to each other in memory: an answer looks at all of them.
func (b *Book) gather(lines []*line) {
	n := 0
	for _, l := range lines {
		n += len(l.facts)
	}
	side, facts := make([]line, len(lines)), make([]int, 0, n)
	for k, l := range lines {
		from := len(facts)
		facts = append(facts, l.facts...)
		side[k] = line{lineKey: l.lineKey, facts: facts[from:len(facts):len(facts)]}
		lines[k] = &side[k]
		for _, i := range l.facts {
			b.lineAt[i] = lines[k]
		}
	}
}

// indexListed makes the publishers that markets list known, whether they have facts or not.
func (b *Book) indexListed() {
	for _, m := range b.markets {
		for _, list := range [][]string{m.Publishers, m.OneSeries} {
			for _, p := range list {
				b.publishedBy(p)
			}
		}
	}
}

// publishedBy notes that there is something by a publisher and returns how he is kept apart.
func (b *Book) publishedBy(name string) (author string) {
	author = b.authorOf(name)
	b.authors[name], b.publishers[author] = author, true
	return author
}

func (x *indexer) symbol(text string) symbol {
	if text == "" {
		return 0
	}
	s, ok := x.symbols[text]
	if !ok {
		s = symbol(len(x.symbols) + 1)
		x.symbols[text] = s
	}
	return s
}

// maker returns how the publisher of a fact stands in its market.
func (x *indexer) maker(f *briefs.Fact, market symbol) maker {
	publisher := ""
	if len(f.Sources) > 0 {
		publisher = f.Sources[0].Publisher
	}
	key := [2]symbol{market, x.symbol(publisher)}
	m, ok := x.makers[key]
	if !ok {
		if publisher != "" {
			m.author = x.publishedBy(publisher)
		}
		m.series = x.seriesOf(f.Market, m.author)
		m.trust = int16(x.trust(f.Market, m.author))
		m.symbol = x.symbol(m.series)
		x.makers[key] = m
	}
	return m
}

// sells is vendor, asked once of each subject.
func (x *indexer) sells(subject symbol, id string) bool {
	yes, known := x.vendors[subject]
	if !known {
		yes = x.vendor(id)
		x.vendors[subject] = yes
	}
	return yes
}

// add sorts a fact into its series and into what it can be ranked with.
func (x *indexer) add(i int) {
	f := &x.facts[i]
	if waits(f) {
		x.pending = append(x.pending, i)
	}
	market, metric := x.symbol(f.Market), x.symbol(f.Metric)
	m := x.maker(f, market)
	p := placed(f, m.trust)
	x.places[i] = p
	unit := x.symbol(f.Quantity.Unit)
	key := lineSymbols{
		subject: x.symbol(f.Subject), metric: metric, market: market, series: m.symbol, unit: unit, label: x.symbol(f.Label), kind: x.symbol(string(f.Period.Kind)),
	}
	if f.Market == "" {
		key.scope, key.geography = x.symbol(f.Scope), x.symbol(f.Geography)
	}
	l := x.lines[key]
	if l == nil {
		l = &line{lineKey: x.lineOf(f), top: -1}
		x.lines[key] = l
		key := topicKey{f.Subject, f.Metric}
		x.topics[key] = topic{lines: append(x.topics[key].lines, l)}
	}
	l.facts = append(l.facts, i)
	x.lineAt[i] = l
	if !counted(f) || !x.sells(key.subject, f.Subject) {
		return
	}
	cell := cellSymbols{metric, market, m.symbol, unit, p.start, p.end, p.distance}
	c := x.cellsBy[cell]
	if c == nil {
		c = &cellFacts{key: x.cellOf(f)}
		x.cellsBy[cell] = c
	}
	c.list = append(c.list, i)
}

// sortCell puts the facts of a cell in the order of their amounts, the largest first.
func (b *Book) sortCell(list []int) {
	type ranked struct {
		amount  briefs.Decimal
		subject string
		fact    int
	}
	all := make([]ranked, len(list))
	for n, i := range list {
		f := b.at(i)
		amount, _ := f.Quantity.Amount() // what is ranked has an amount
		all[n] = ranked{amount, f.Subject, i}
	}
	slices.SortFunc(all, func(x, y ranked) int {
		if c := y.amount.Cmp(x.amount); c != 0 {
			return c
		}
		return cmp.Compare(x.subject, y.subject)
	})
	for n := range all {
		list[n] = all[n].fact
	}
}

// markAskable marks who has figures under a topic, and all that he is a part of.
func (b *Book) markAskable(topic topicKey) {
	for _, id := range append(b.lexicon.Family(topic.subject), topic.subject) {
		b.askable[topicKey{id, topic.metric}] = true
	}
}
