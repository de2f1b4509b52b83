package config

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"briefbot/internal/datatest"
)

// entry is one setting as the reference prints it.
type entry struct {
	path, kind, standard, env, text string
}

// structDocs reads the doc comments of config.go: of types, and of fields as Type.Field.
func structDocs(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "config.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]string{}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, spec := range g.Specs {
			s := spec.(*ast.TypeSpec)
			for _, f := range s.Type.(*ast.StructType).Fields.List {
				docs[s.Name.Name+"."+f.Names[0].Name] = oneLine(f.Doc.Text())
			}
		}
	}
	return docs
}

func oneLine(s string) string {
	var p comment.Parser
	var pr comment.Printer
	return strings.Join(strings.Fields(string(pr.Text(p.Parse(s)))), " ")
}

// documented lists every setting, sections included, in the order of the struct.
func documented(t *testing.T) []entry {
	return entriesOf(reflect.ValueOf(*Default()), "", structDocs(t))
}

func entriesOf(v reflect.Value, path string, docs map[string]string) []entry {
	var all []entry
	for i := range v.NumField() {
		f := v.Type().Field(i)
		key := f.Tag.Get("yaml")
		if key == "-" {
			continue
		}
		e := entry{path: join(path, key), text: docs[v.Type().Name()+"."+f.Name]}
		if name := f.Tag.Get("env"); name != "" {
			e.env = EnvPrefix + name
		}
		e.kind, e.standard = kindOf(f.Type), printed(v.Field(i))
		all = append(all, e)
		switch {
		case f.Type.Kind() == reflect.Struct && f.Type != secretType:
			all = append(all, entriesOf(v.Field(i), e.path, docs)...)
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
			all = append(all, entriesOf(reflect.New(f.Type.Elem()).Elem(), e.path+"[]", docs)...)
		}
	}
	return all
}

func kindOf(t reflect.Type) string {
	switch {
	case t == secretType:
		return "secret"
	case t == durationType:
		return "span of time"
	}
	switch t.Kind() {
	case reflect.Struct:
		return "section"
	case reflect.Slice:
		return "list of " + map[string]string{"text": "texts", "number": "numbers", "section": "sections"}[kindOf(t.Elem())]
	case reflect.Map:
		return "names"
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "number"
	}
	return "text"
}

// printed writes a default as the file would hold it; nothing for the zero value.
func printed(v reflect.Value) string {
	if v.Kind() == reflect.Struct || v.IsZero() && v.Kind() != reflect.Bool {
		return ""
	}
	switch x := v.Interface().(type) {
	case time.Duration:
		return strings.TrimSuffix(x.String(), "0s")
	case bool:
		return strconv.FormatBool(x)
	case []int, []string:
		return strings.ReplaceAll(fmt.Sprint(x), " ", ", ")
	}
	return fmt.Sprint(v.Interface())
}

func reference(t *testing.T) []byte {
	var b bytes.Buffer
	b.WriteString(`# Settings

<!-- Generated from the comments in config/config.go by: go test ./config -update. Do not edit. -->

The config file is YAML; every setting may be left out. ` + "`config/example.yaml`" + ` is a complete file with explanations.
A secret is written ` + "`env:NAME`" + ` (an environment variable), ` + "`file:/path`" + ` (a file of one line), or as it is, with a warning.
The environment variable in the last column overrides the file; lists have commas between their items.

| setting | type | default | what it is | variable |
| --- | --- | --- | --- | --- |
`)
	for _, e := range documented(t) {
		code := func(s string) string {
			if s == "" {
				return ""
			}
			return "`" + s + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", code(e.path), e.kind, code(e.standard), strings.ReplaceAll(e.text, "|", "\\|"), code(e.env))
	}
	return b.Bytes()
}

func TestSettingsReference(t *testing.T) {
	path := filepath.Join(datatest.Repo(t), "docs", "settings.md")
	want := reference(t)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/settings.md is not what config.go says (%v); run: go test ./config -update", err)
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	seen := map[string]string{}
	for _, e := range documented(t) {
		if len(e.text) < 10 {
			t.Errorf("%s has no doc comment", e.path)
		}
		if e.env != "" && seen[e.env] != "" {
			t.Errorf("%s is the variable of %s and %s", e.env, seen[e.env], e.path)
		}
		seen[e.env] = e.path
	}
}
