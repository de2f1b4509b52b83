package briefs

// Phrases says what short texts of records, such as caveats and labels, mean in other languages than English: by the text as it
// stands in the record, then by language.
type Phrases map[string]map[string]string

// In returns what a text means in a language; false when nobody has translated it.
func (p Phrases) In(text, language string) (string, bool) {
	s := p[text][language]
	return s, s != ""
}
