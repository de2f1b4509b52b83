package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits of a config file: far above any real one, far below what troubles the reader.
const (
	maxBytes = 256 << 10
	maxDepth = 40
)

// Load reads a config file and the environment (as os.Environ gives it). The error is an *Error that holds every
// mistake, or says in one sentence why the file cannot be read. Relative file: secrets start at the config file.
func Load(path string, environ []string) (*Config, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("config: read %s: %w", path, err)
	}
	return Parse(data, path, environ)
}

// Parse reads the text of a config file; name is what errors call it. See Load.
func Parse(data []byte, name string, environ []string) (*Config, error) {
	r := &reader{name: name, dir: filepath.Dir(name), environ: variables(environ), cfg: Default(),
		at: map[string]*token.Token{}, from: map[string]string{}, broken: map[string]bool{}}
	if root := r.document(data); root != nil {
		r.decode(root)
	}
	if !r.unread {
		r.overlay()
		r.resolveSecrets()
		r.validate()
	}
	if len(r.problems) > 0 {
		sortProblems(r.problems)
		return nil, &Error{Problems: r.problems}
	}
	r.complete()
	sortProblems(r.cfg.Warnings)
	return r.cfg, nil
}

// complete fills in what a source or a schedule leaves to the settings above it.
func (r *reader) complete() {
	c := r.cfg
	for i := range c.Sources.Add {
		s := &c.Sources.Add[i]
		s.Weight, s.Zone = cmp.Or(s.Weight, 3), cmp.Or(s.Zone, c.Timezone)
	}
	for i := range c.Schedules {
		s := &c.Schedules[i]
		s.Zone, s.Language, s.Calendar = cmp.Or(s.Zone, c.Timezone), cmp.Or(s.Language, c.Language), cmp.Or(s.Calendar, "all")
		s.Layout, s.Empty, s.MaxStories = cmp.Or(s.Layout, c.Digest.Layout), cmp.Or(s.Empty, c.Digest.Empty), cmp.Or(s.MaxStories, c.Digest.MaxStories)
		s.Threads = cmp.Or(s.Threads, c.Digest.Threads)
		if len(s.Topics) == 0 {
			s.Topics = slices.Clone(c.Digest.Topics)
		}
		if _, given := r.at[fmt.Sprintf("schedules[%d].jitter", i)]; !given {
			s.Jitter = c.Digest.Jitter
		}
	}
	c.places = map[string]Problem{}
	for path, at := range r.at {
		if strings.HasPrefix(path, "schedules[") {
			c.places[path] = r.problem(at, path, "")
		}
	}
}

// reader is one reading of a config file.
type reader struct {
	name     string
	dir      string
	lines    []string
	environ  map[string]string
	at       map[string]*token.Token // where the value of a setting stands, by path
	from     map[string]string       // the environment variable that set a path
	cfg      *Config
	problems []Problem
	unread   bool            // the text is not YAML, so that nothing is known about its settings
	broken   map[string]bool // paths whose value could not be taken: not to be complained of twice
}

// document turns the text into the root of its tree, or reports why it cannot.
func (r *reader) document(data []byte) (root ast.Node) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)) // YAML ends lines at any of them
	r.lines = strings.Split(text, "\n")
	if reason := unreadable(text); reason != "" {
		r.unread = true
		r.problems = append(r.problems, Problem{File: r.name, Text: reason})
		return nil
	}
	// goccy/go-yaml is a large parser of foreign text: should it ever panic, the operator gets a sentence.
	defer func() {
		if p := recover(); p != nil {
			root, r.unread = nil, true
			r.problems = append(r.problems, Problem{File: r.name, Text: "cannot be read as YAML"})
		}
	}()
	file, err := parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.unread = true
		r.syntax(err)
		return nil
	}
	return r.body(file)
}

// body returns the root of the only document.
func (r *reader) body(file *ast.File) ast.Node {
	var root ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if _, comment := doc.Body.(*ast.CommentGroupNode); comment {
			continue
		}
		if root != nil {
			r.complain(place(doc.Body), "", "a second document begins here; write one document without ---")
			break
		}
		root = doc.Body
	}
	return root
}

// unreadable says why a text is not even tried.
func unreadable(text string) string {
	switch {
	case len(text) > maxBytes:
		return fmt.Sprintf("is larger than %d KB; a config file is not", maxBytes>>10)
	case !utf8.ValidString(text):
		return "is not UTF-8 text; save it as UTF-8"
	case strings.ContainsRune(text, 0):
		return "holds a NUL byte; it is not a text file"
	case nesting(text) > maxDepth:
		return fmt.Sprintf("nests deeper than %d levels; settings need four", maxDepth)
	}
	return ""
}

// nesting is an upper bound of the depth of a YAML text, found without parsing it: brackets, and the dashes,
// question marks and indentation at the beginning of a line.
func nesting(text string) int {
	deepest, open := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		lead := len(line) - len(strings.TrimLeft(line, " \t-?:&!"))
		deepest = max(deepest, (lead+1)/2)
		for _, c := range []byte(line) {
			switch c {
			case '[', '{':
				open++
				deepest = max(deepest, open)
			case ']', '}':
				open = max(0, open-1)
			}
		}
	}
	return deepest
}

// advice says what to do about the parser's commoner messages.
var advice = []struct{ in, text string }{
	{"found character '\t' that cannot start any token", "a tab cannot indent YAML; use spaces"},
	{"tab character", "a tab cannot indent YAML; use spaces"},
	{"could not find end character of double-quoted", "this text begins with \" and never ends; close the quotation mark"},
	{"could not find end character of single-quoted", "this text begins with ' and never ends; close the quotation mark"},
	{"mapping value is not allowed", "a second \": \" on one line; put the text in quotation marks or break the line"},
	{"mapping was used where sequence is expected", "a key stands among list items; indent it under its item or begin it with \"- \""},
	{"non-map value is specified", "this is neither a key nor part of the value above; write \"key: value\""},
	{"unexpected key name", "this is not a \"key: value\" line; check the colon and the indentation"},
	{"value is not allowed in this context", "this does not belong here; check the indentation of this line and the one above"},
	{"',' or ']' must be specified", "the list that begins with [ above is not closed, or a comma is missing"},
	{"',' or '}' must be specified", "what begins with { above is not closed, or a comma is missing"},
	{"sequence end token ']' not found", "this list begins with [ and never ends; close it with ]"},
	{"could not find flow mapping end", "this begins with { and never ends; close it with }"},
	{"block sequence entries are not allowed", "a list item does not belong here; begin the list on a line of its own"},
}

// syntax reports why the text is not YAML. The parser stops at the first such place.
func (r *reader) syntax(err error) {
	var at *token.Token
	text := "is not YAML"
	var e yaml.Error
	if errors.As(err, &e) {
		at, text = e.GetToken(), e.GetMessage()
	}
	for _, a := range advice {
		if strings.Contains(text, a.in) {
			text = a.text
			break
		}
	}
	r.complain(at, "", "%s", text)
}

// complain records a mistake at a token.
func (r *reader) complain(at *token.Token, path, format string, args ...any) {
	r.problems = append(r.problems, r.problem(at, path, fmt.Sprintf(format, args...)))
}

func (r *reader) problem(at *token.Token, path, text string) Problem {
	p := Problem{File: r.name, Path: path, Text: redact(text)}
	if at == nil || at.Position == nil || at.Position.Line < 1 || at.Position.Line > len(r.lines) {
		return p
	}
	p.Line, p.Column = at.Position.Line, max(1, at.Position.Column)
	line := strings.ReplaceAll(r.lines[p.Line-1], "\t", " ")
	if len(line) <= 200 {
		p.Excerpt = redact(strings.TrimRight(line, " \r"))
	}
	return p
}
