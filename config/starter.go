package config

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"
)

// Starter is the content that a new installation begins with, as plain records. What they mean is said by the
// packages that take them over; here they are only read and kept apart from code.
type Starter struct {
	Sources     []SourceRecord     // sources.csv
	Entities    []EntityRecord     // entities.csv
	Aliases     []AliasRecord      // aliases.csv
	Markets     []MarketRecord     // markets.csv
	Definitions []DefinitionRecord // definitions.csv
	Metrics     []MetricRecord     // metrics.csv
	MetricNames []MetricNameRecord // metric_names.csv
	Facts       []FactRecord       // facts.csv
	Phrases     []PhraseRecord     // phrases.csv
	Topics      []TopicRecord      // topics.yaml
	Terms       []TermRecord       // terms.csv
	Sample      []SampleRecord     // sample.csv
}

// SourceRecord is one feed.
type SourceRecord struct {
	ID       string   `csv:"id"`       // a short word
	Name     string   `csv:"name"`     // of the outlet, as printed
	URL      string   `csv:"url"`      // of the feed
	Homepage string   `csv:"homepage"` // of the outlet
	Language string   `csv:"language"` // en, fr or zh
	Zone     string   `csv:"zone"`     // IANA zone of dates that carry none
	Weight   int      `csv:"weight"`   // 1 (general, little on the field) to 5 (the field itself)
	Status   string   `csv:"status"`   // how the address is known: verified, captured or attested
	Tags     []string `csv:"tags"`     // subject (china, cloud, ai, chips…) and manner (teaser, headline, paywall, roundup, vendor…)
	Note     string   `csv:"note"`     // what is odd about it
}

// EntityRecord is one name: a company, brand, product, model, chip, regulator, research firm, publisher, event, market,
// geography or group.
type EntityRecord struct {
	ID       string   `csv:"id"`
	Name     string   `csv:"name"`
	Kind     string   `csv:"kind"`
	Parent   string   `csv:"parent"`   // an entity id, or empty
	Relation string   `csv:"relation"` // to the parent: division_of, product_of, owned_by…
	Tickers  []string `csv:"tickers"`  // EXCHANGE:CODE
	Members  []string `csv:"members"`  // entity ids, of a group whose members are always the same
	Note     string   `csv:"note"`
}

// AliasRecord is one way in which an entity is written.
type AliasRecord struct {
	Entity    string   `csv:"entity"`
	Languages []string `csv:"languages"` // in which it is written so: en, fr, zh-Hans, zh-Hant
	Alias     string   `csv:"alias"`
	// Context lists words of which one must stand nearby for the alias to mean the entity; empty: it always does.
	Context []string `csv:"context"`
}

// MarketRecord is one market: what is divided when somebody speaks of a share.
type MarketRecord struct {
	ID         string   `csv:"id"` // the entity's
	NameEN     string   `csv:"name_en"`
	NameFR     string   `csv:"name_fr"`
	NameZH     string   `csv:"name_zh"`
	Geography  string   `csv:"geography"`   // an entity id
	Publishers []string `csv:"publishers"`  // entity ids, the preferred first
	OneSeries  []string `csv:"one_series"`  // publishers of which one continues the series of the other
	DefaultFor []string `csv:"default_for"` // metrics that mean this market when none is named
	Definition string   `csv:"definition"`
}

// DefinitionRecord maps a market definition, as sources print it, to a market.
type DefinitionRecord struct {
	Text   string `csv:"text"`
	Market string `csv:"market"` // empty: no market but the company itself
	Scope  string `csv:"scope"`  // what part of a company the figure covers, when not all of it
}

// MetricRecord is one kind of figure.
type MetricRecord struct {
	ID     string `csv:"id"`
	NameEN string `csv:"name_en"`
	NameFR string `csv:"name_fr"`
	NameZH string `csv:"name_zh"`
	Unit   string `csv:"unit"`       // percent, currency, count, tokens, text or any
	Sign   string `csv:"sign"`       // positive or any
	Low    string `csv:"low"`        // a value below is implausible; decimal in single units, or empty
	High   string `csv:"high"`       // a value above is implausible
	Stale  int    `csv:"stale_days"` // days after the period's end until a newer figure should be out; 0: never
}

// MetricNameRecord maps a metric's name, as fact lists print it, to the vocabulary.
type MetricNameRecord struct {
	Name    string `csv:"name"`
	Metric  string `csv:"metric"`
	Label   string `csv:"label"`   // what an "other" figure is
	Subject string `csv:"subject"` // the entity meant, when the name and not the row says it
	Unit    string `csv:"unit"`    // what is counted, of figures that are neither money nor percent
}

// FactRecord is one figure or event seen in print.
type FactRecord struct {
	ID         string `csv:"id"`      // F and four characters, from FactID of the row
	Row        string `csv:"row"`     // the row it was made of
	Subject    string `csv:"subject"` // an entity id
	Label      string `csv:"label"`   // the subject as printed, when its name does not say it
	Metric     string `csv:"metric"`
	MetricName string `csv:"metric_name"` // the name that was mapped to the metric
	Market     string `csv:"market"`      // an entity id, or empty
	Geography  string `csv:"geography"`   // an entity id, or empty
	Scope      string `csv:"scope"`       // part of the company that the figure covers
	Definition string `csv:"definition"`  // of the market or scope, as printed

	Value string `csv:"value"` // exact decimal as printed; empty for ranges and texts
	Low   string `csv:"low"`   // of a range
	High  string `csv:"high"`
	Bound string `csv:"bound"` // exact, about, nearly, at-least or at-most
	Scale string `csv:"scale"` // the power named beside the value: thousand, million, billion (10^9), trillion (10^12)
	Unit  string `csv:"unit"`  // percent, usd, cny, hkd, tokens, tokens/day, parameters, users, units, cards, services, eflops, hkd/share, cny/1000-tokens, text
	Text  string `csv:"text"`  // of events and of answers in words
	Cited string `csv:"cited"` // the same amount in another currency, as the source converts it: "52.4 billion usd"

	PeriodKind string `csv:"period_kind"` // year, half, quarter, month, day, range, as-of, fiscal-year, fiscal-quarter or fiscal-range
	Period     string `csv:"period"`      // label
	Start      string `csv:"start"`       // civil date
	End        string `csv:"end"`         // civil date, exclusive
	Fiscal     string `csv:"fiscal"`      // the company's own label of the period

	Nature     string `csv:"nature"`     // reported, estimate, forecast, guidance, pledge, plan, rumour or event
	Unofficial bool   `csv:"unofficial"` // told by unnamed people
	Status     string `csv:"status"`     // normal, break, definition-changed, provisional or restated
	Review     string `csv:"review"`     // approved, candidate, rejected or disputed
	Rank       string `csv:"rank"`       // preferred, normal or deprecated
	Caveat     string `csv:"caveat"`     // why, or what to beware of
	Publisher  string `csv:"publisher"`  // an entity id: who measured
	Via        string `csv:"via"`        // who printed
	Outlet     string `csv:"outlet"`     // who printed, as an entity id, when it is one
	Title      string `csv:"title"`      // of the page
	URL        string `csv:"url"`        // of the page
	Published  string `csv:"published"`  // YYYY, YYYY-MM or YYYY-MM-DD, "~" before it when estimated; empty: undated
	Conflict   string `csv:"conflict"`   // rows of one group are about the same thing
}

// PhraseRecord says what a text of other records means: a caveat, a label, a scope, an answer in words, or a name that is a
// description.
type PhraseRecord struct {
	EN string `csv:"en"` // as it stands in the record
	FR string `csv:"fr"`
	ZH string `csv:"zh"`
}

// TopicRecord is what a channel may want to read about.
type TopicRecord struct {
	ID       string              `yaml:"id"`
	Names    map[string]string   `yaml:"names"`    // by language
	Keywords map[string][]string `yaml:"keywords"` // by language; Latin ones are whole words
	Places   map[string][]string `yaml:"places"`   // by language: words that tie a general keyword to China
	Exclude  map[string][]string `yaml:"exclude"`  // by language: an article with one of these is not meant
	Watch    []string            `yaml:"watch"`    // entity ids that suffice by themselves
	WatchAI  []string            `yaml:"watch_ai"` // entity ids that need a keyword beside them
}

// TermRecord is one concept of the field in three languages.
type TermRecord struct {
	Concept string   `csv:"concept"`
	Group   string   `csv:"group"` // cloud, ai, chip, rule, money, market, deal, product, people or place
	EN      []string `csv:"en"`
	FR      []string `csv:"fr"`
	ZH      []string `csv:"zh"`
}

// SampleRecord is one article of the bundled sample, written for briefbot.
type SampleRecord struct {
	ID       string `csv:"id"`
	Minutes  int    `csv:"minutes_ago"` // published so long before now
	Language string `csv:"language"`
	Outlet   string `csv:"outlet"` // invented
	Event    string `csv:"event"`  // articles of one event belong to one story
	OnTopic  bool   `csv:"on_topic"`
	URL      string `csv:"url"`
	Title    string `csv:"title"`
	Summary  string `csv:"summary"`
}

//go:embed starter
var starterFiles embed.FS

// LoadStarter returns the starter content that is built in.
func LoadStarter() (*Starter, error) {
	files, err := fs.Sub(starterFiles, "starter")
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return ReadStarter(files)
}

// ReadStarter reads starter content from files of the built-in names. An error names the file, line and column.
func ReadStarter(files fs.FS) (*Starter, error) {
	var s Starter
	tables := []struct {
		name string
		rows any
	}{
		{"sources.csv", &s.Sources}, {"entities.csv", &s.Entities}, {"aliases.csv", &s.Aliases},
		{"markets.csv", &s.Markets}, {"definitions.csv", &s.Definitions},
		{"metrics.csv", &s.Metrics}, {"metric_names.csv", &s.MetricNames},
		{"facts.csv", &s.Facts}, {"phrases.csv", &s.Phrases}, {"terms.csv", &s.Terms}, {"sample.csv", &s.Sample},
	}
	for _, t := range tables {
		if err := readTable(files, t.name, t.rows); err != nil {
			return nil, fmt.Errorf("config: starter %w", err)
		}
	}
	topics, err := readTopics(files)
	s.Topics = topics
	return &s, err
}

func readTopics(files fs.FS) ([]TopicRecord, error) {
	data, err := fs.ReadFile(files, "topics.yaml")
	if err != nil {
		return nil, fmt.Errorf("config: starter: %w", err)
	}
	var topics []TopicRecord
	if err := yaml.UnmarshalWithOptions(data, &topics, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("config: starter topics.yaml: %w", err)
	}
	return topics, nil
}

// topicIDs lists the built-in topics.
func topicIDs() []string {
	files, err := fs.Sub(starterFiles, "starter")
	if err != nil {
		return nil
	}
	topics, err := readTopics(files)
	if err != nil {
		return nil // the tests of the starter content would have failed
	}
	var ids []string
	for _, t := range topics {
		ids = append(ids, t.ID)
	}
	return ids
}
