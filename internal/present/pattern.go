package present

import (
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"briefbot/bot"
)

// pattern is a wording cut at its placeholders, so that filling it is putting texts together: an answer has dozens, and is wanted within
// microseconds.
type pattern []piece

// piece is a text, or the value of a placeholder.
type piece struct{ text, placeholder string }

// forms are the patterns of one wording.
type forms struct {
	usual  pattern            // of the plural that all wordings have
	plural map[string]pattern // of the others, by plural
}

// usual is the plural that all wordings have.
const usual = "other"

// tags are the languages as the rules of plurals know them.
var tags = map[string]language.Tag{"en": language.English, "fr": language.French, "zh": language.Chinese}

// patterns are the catalogues cut into patterns, by language and id. A wording that does more than name its values is not among them.
var patterns = sync.OnceValue(func() map[string]map[string]forms {
	all := map[string]map[string]forms{}
	for _, lang := range bot.Languages() {
		all[lang] = map[string]forms{}
		data, err := catalogues.ReadFile("catalogue/active." + lang + ".yaml")
		var wordings map[string]any
		if err == nil {
			err = yaml.Unmarshal(data, &wordings)
		}
		if err != nil {
			continue // the bundle says why, and words everything by itself
		}
		for id, wording := range wordings {
			if f, ok := formsOf(wording); ok {
				all[lang][id] = f
			}
		}
	}
	return all
})

// formsOf cuts one entry of a catalogue: a text, or several by plural.
func formsOf(wording any) (forms, bool) {
	if text, ok := wording.(string); ok {
		wording = map[string]any{usual: text}
	}
	byName, ok := wording.(map[string]any)
	if !ok {
		return forms{}, false
	}
	out := forms{plural: map[string]pattern{}}
	for name, text := range byName {
		s, isText := text.(string)
		p, plain := cutPattern(s)
		if !isText || !plain {
			return forms{}, false
		}
		out.plural[name] = p
	}
	out.usual, ok = out.plural[usual]
	delete(out.plural, usual)
	return out, ok
}

// cutPattern cuts a text at its placeholders; false when it holds anything else in braces.
func cutPattern(text string) (pattern, bool) {
	var p pattern
	for {
		before, after, found := strings.Cut(text, "{{")
		if before != "" {
			p = append(p, piece{text: before})
		}
		if !found {
			return p, true
		}
		name, rest, closed := strings.Cut(after, "}}")
		field, isField := strings.CutPrefix(strings.TrimSpace(name), ".")
		if !closed || !isField || strings.ContainsAny(field, " .|(") {
			return nil, false
		}
		p, text = append(p, piece{placeholder: field}), rest
	}
}

// pattern returns a wording of the voice's language for a number, which is asked for where it matters; for none the usual form.
func (v Voice) pattern(id string, number func() string) (pattern, bool) {
	f, ok := v.patterns[id]
	if !ok {
		return nil, false
	}
	return f.of(v.lang, number), true
}

// of returns the pattern for a number, as Voice.pattern does.
func (f forms) of(lang string, number func() string) pattern {
	if number != nil && len(f.plural) > 0 {
		if p, ok := f.plural[pluralOf(lang, number())]; ok {
			return p
		}
	}
	return f.usual
}

// fill adds a pattern to a text with values, given as pairs of name and value, marked where the language looks at borders; and the number
// of a count, which is not.
func (v Voice) fill(text []byte, p pattern, pairs []string, counted, number string) []byte {
	from, english := len(text), v.lang == "en" // which sets no marks
	for i := range p {
		piece := &p[i]
		text = append(text, piece.text...)
		if piece.placeholder == "" {
			continue
		}
		if piece.placeholder == counted {
			text = append(text, number...)
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			switch {
			case pairs[i] != piece.placeholder:
			case english:
				text = append(text, pairs[i+1]...)
			default:
				text = v.mark(text, pairs[i+1])
			}
		}
	}
	return v.settled(text, from)
}

// with adds a pattern to a text with one value, as it is.
func (p pattern) with(text []byte, name string, value []byte) []byte {
	for i := range p {
		piece := &p[i]
		text = append(text, piece.text...)
		if piece.placeholder == name {
			text = append(text, value...)
		}
	}
	return text
}

// probe is a wording that says which plural it was asked for: the rules of the languages are the library's.
var probe = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(language.English)
	for _, tag := range tags {
		if err := b.AddMessages(tag, &i18n.Message{ID: "probe", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}); err != nil {
			panic(fmt.Sprintf("present: plurals: %v", err)) // a test asks for all
		}
	}
	return b
})

// plurals are those that were found, by language and number; most numbers of answers come again.
var plurals struct {
	sync.Mutex
	known map[[2]string]string
}

// pluralOf returns the plural that a number without sign calls for.
func pluralOf(lang, number string) string {
	plurals.Lock()
	defer plurals.Unlock()
	key := [2]string{lang, number}
	form, ok := plurals.known[key]
	if ok {
		return form
	}
	form, err := i18n.NewLocalizer(probe(), lang).Localize(&i18n.LocalizeConfig{MessageID: "probe", PluralCount: number})
	if err != nil {
		form = usual
	}
	const most = 10_000
	if plurals.known == nil || len(plurals.known) >= most {
		plurals.known = map[[2]string]string{}
	}
	plurals.known[key] = form
	return form
}
