// Package present says briefs as bot messages; it is the only place with wording, and so the only place with languages.
package present

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"briefbot/bot"
)

//go:embed catalogue/*.yaml
var catalogues embed.FS

// bundle holds the catalogues, read once: they are part of the program, and a test reads them all.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("yaml", func(data []byte, v any) error { return yaml.Unmarshal(data, v) })
	for _, l := range bot.Languages() {
		if _, err := b.LoadMessageFileFS(catalogues, "catalogue/active."+l+".yaml"); err != nil {
			panic(fmt.Sprintf("present: catalogue %s: %v", l, err))
		}
	}
	return b
})

// Voice speaks one language, to people in one time zone.
type Voice struct {
	*tongue
	zone  *time.Location
	names map[string]string // of channels, by their addresses; see Naming
}

// tongue is what all voices of a language share.
type tongue struct {
	lang     string
	say      *i18n.Localizer // may be used by many at once
	patterns map[string]forms
	units    map[string]forms // the patterns of units, by unit
	scales   []scale
}

// Naming returns the voice as it calls channels by names, by their addresses; others it calls by their ids.
func (v Voice) Naming(channels map[string]string) Voice {
	v.names = channels
	return v
}

// In returns the voice of a language, for times in the given zone (nil: UTC). A language that is not spoken becomes English.
func In(lang string, zone *time.Location) Voice {
	if lang = bot.Language(lang); lang == "" {
		lang = "en"
	}
	if zone == nil {
		zone = time.UTC
	}
	return Voice{tongue: tongues()[lang], zone: zone}
}

// tongues are the languages that are spoken.
var tongues = sync.OnceValue(func() map[string]*tongue {
	all := map[string]*tongue{}
	for _, l := range bot.Languages() {
		t := &tongue{lang: l, say: i18n.NewLocalizer(bundle(), l), patterns: patterns()[l], units: map[string]forms{}, scales: scales[l]}
		for id, f := range t.patterns {
			if unit, ok := strings.CutPrefix(id, "unit-"); ok {
				t.units[unit] = f
			}
		}
		all[l] = t
	}
	return all
})

// Language returns the voice's language code.
func (v Voice) Language() string { return v.lang }

// Zone returns the zone in which the voice gives times.
func (v Voice) Zone() *time.Location { return v.zone }

// args are the values that a wording's placeholders take.
type args map[string]string

// Say returns a wording of the catalogue by its id, with placeholders filled from pairs of name and value.
func (v Voice) Say(id string, pairs ...string) string {
	p, ok := v.pattern(id, nil)
	switch {
	case !ok:
		return v.libraryWords(id, pairs)
	case len(p) == 1 && p[0].placeholder == "":
		return v.joined(p[0].text)
	}
	var room [256]byte
	return string(v.fill(room[:0], p, pairs, "", ""))
}

// write adds what Say returns to a text.
func (v Voice) write(text []byte, id string, pairs ...string) []byte {
	if p, ok := v.pattern(id, nil); ok {
		return v.fill(text, p, pairs, "", "")
	}
	return append(text, v.libraryWords(id, pairs)...)
}

// libraryWords has the library say a wording that is no pattern. Neither id nor pairs need outlive it: most are made for one wording.
func (v Voice) libraryWords(id string, pairs []string) string {
	return v.localize(&i18n.LocalizeConfig{MessageID: strings.Clone(id), TemplateData: v.addTo(args{}, pairs)})
}

// addTo adds pairs of name and value to the values of a wording.
func (v Voice) addTo(a args, pairs []string) args {
	for i := 0; i+1 < len(pairs); i += 2 {
		a[strings.Clone(pairs[i])] = v.marked(pairs[i+1])
	}
	return a
}

// Count is Say for a wording that depends on a number, which is there as {{.N}}.
func (v Voice) Count(id string, n int, pairs ...string) string {
	if p, ok := v.pattern(id, func() string { return strings.TrimPrefix(strconv.Itoa(n), "-") }); ok {
		var room [256]byte
		return string(v.fill(room[:0], p, pairs, "N", v.Number(n)))
	}
	return v.localize(&i18n.LocalizeConfig{MessageID: strings.Clone(id), TemplateData: v.addTo(args{"N": v.Number(n)}, pairs), PluralCount: n})
}

func (v Voice) localize(c *i18n.LocalizeConfig) string {
	s, err := v.say.Localize(c)
	if err != nil && s == "" {
		return c.MessageID // a test makes sure that no catalogue lacks a message
	}
	return v.joined(s)
}

// Text returns a wording without placeholders in every language, for what platforms localise themselves.
func Text(id string) bot.Text {
	t := bot.Text{}
	for _, l := range bot.Languages() {
		t[l] = In(l, nil).Say(id)
	}
	return t
}

// Number writes a whole number with the language's grouping.
func (v Voice) Number(n int) string {
	s := strconv.Itoa(n)
	if n < 10000 && n > -10000 {
		return s
	}
	separator := ","
	if v.lang == "fr" {
		separator = "\u202f"
	}
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return sign + strings.Join(append([]string{s}, parts...), separator)
}

// List joins items as the language does: "a, b and c".
func (v Voice) List(items []string) string { return v.join(items, v.Say("list-and")) }

// Or joins alternatives: "a, b or c".
func (v Voice) Or(items []string) string { return v.join(items, v.Say("list-or")) }

func (v Voice) join(items []string, last string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	if v.lang != "zh" {
		return strings.Join(items[:len(items)-1], ", ") + last + items[len(items)-1]
	}
	before := strings.Join(items[:len(items)-1], "、")
	return spaced(before + mark + last + mark + items[len(items)-1])
}
