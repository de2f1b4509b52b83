package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"briefbot/briefs/lexicon"
)

const (
	mostWords  = 8   // of a search
	searchPage = 500 // titles read at once
	partFrom   = 3   // letters of which a word may be the beginning of another: "qwen" of Qwen3, but "ai" of no airline
)

// Search returns the newest articles since t whose titles hold all of the words, newest first. Case, accents and traditional characters make no
// difference; fullwidth letters may. A word is found as a word, from three letters on also as the beginning of one; Chinese and Japanese ones are found anywhere.
func (a *Articles) Search(ctx context.Context, words []string, since time.Time, limit int, feeds []string) ([]Placed, error) {
	sought := soughtWords(words)
	if len(sought) == 0 {
		return nil, nil
	}
	where, args := of(feeds, []any{millis(since), searchPage, int64(math.MaxInt64), ""})
	for _, w := range sought {
		args = append(args, w.pattern())
		where += fmt.Sprintf(` AND lower(a.title) LIKE $%d`, len(args))
	}
	query := `SELECT a.id, a.title, a.published FROM articles a WHERE a.published >= $1 AND (a.published < $3 OR a.published = $3 AND a.id > $4)` + where +
		` ORDER BY a.published DESC, a.id LIMIT $2`
	type titled struct {
		id, title string
		published int64
	}
	scan := func(r row) (t titled, err error) { return t, r.Scan(&t.id, &t.title, &t.published) }
	var found []string
	for {
		page, err := all(ctx, a.db, scan, query, args...)
		if err != nil {
			return nil, err
		}
		for _, t := range page {
			title := foldedTitle(t.title)
			if len(found) < limit && !slices.ContainsFunc(sought, func(w soughtWord) bool { return !w.in(title) }) {
				found = append(found, t.id)
			}
		}
		if len(page) < searchPage || len(found) == limit {
			break
		}
		last := page[len(page)-1]
		args[2], args[3] = last.published, last.id
	}
	if len(found) == 0 {
		return nil, nil
	}
	list, args := listed(found, nil)
	return all(ctx, a.db, scanPlaced, `SELECT `+articleHead+` FROM articles a WHERE a.id IN (`+list+`) ORDER BY a.published DESC, a.id`, args...)
}

// soughtWord is a word that is looked for, folded.
type soughtWord string

// soughtWords folds words and takes off what stands around them: people paste titles. At most mostWords are left.
func soughtWords(words []string) []soughtWord {
	var out []soughtWord
	for _, w := range words {
		w = strings.TrimFunc(foldedTitle(w), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if w != "" && len(out) < mostWords {
			out = append(out, soughtWord(w))
		}
	}
	return out
}

func foldedTitle(s string) string { return lexicon.FoldString(lexicon.Simplified(s)) }

// plain are the letters and digits that are written one way in titles: others may bear accents there, or be part of a ligature.
const plain = "bfhjkmpqvwx0123456789"

// oneForm reports whether a folded character is written one way in titles, but for its case.
func oneForm(r rune) bool {
	return strings.ContainsRune(plain, r) || unicode.Is(unicode.Han, r) && !lexicon.HasTraditional(r)
}

// pattern is what a title with the word is like, for SQL; others are as well.
func (w soughtWord) pattern() string {
	pattern := []rune{'%'}
	for _, r := range string(w) + "%" {
		switch {
		case oneForm(r):
			pattern = append(pattern, r)
		case pattern[len(pattern)-1] != '%':
			pattern = append(pattern, '%')
		}
	}
	return string(pattern)
}

// in reports whether a folded title holds the word.
func (w soughtWord) in(title string) bool {
	word := string(w)
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	whole := spelt(last) && (utf8.RuneCountInString(word) < partFrom || unicode.IsDigit(last))
	for from := 0; ; {
		at := strings.Index(title[from:], word)
		if at < 0 {
			return false
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(title[:at])
		after, _ := utf8.DecodeRuneInString(title[at+len(word):])
		begins := !spelt(first) || !spelt(before)
		ends := !whole || !spelt(after) || unicode.IsDigit(last) && !unicode.IsDigit(after)
		if begins && ends {
			return true
		}
		_, size := utf8.DecodeRuneInString(title[at:])
		from = at + size
	}
}

// spelt reports whether a character is part of a word that stands between spaces.
func spelt(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && r != utf8.RuneError && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
