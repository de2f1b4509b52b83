package config

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

var (
	secretType   = reflect.TypeFor[Secret]()
	durationType = reflect.TypeFor[time.Duration]()
)

// decode puts a tree into the settings, and reports every key and value that does not fit. It walks the tree itself
// because go-yaml's strict decoding stops at the first mistake.
func (r *reader) decode(root ast.Node) {
	if _, empty := root.(*ast.NullNode); !empty {
		r.value(root, reflect.ValueOf(r.cfg).Elem(), "")
	}
}

// value puts one node into v.
func (r *reader) value(node ast.Node, v reflect.Value, path string) {
	r.at[path] = place(node)
	switch n := node.(type) {
	case *ast.NullNode:
		if k := v.Kind(); v.Type() != secretType && (k == reflect.Struct || k == reflect.Slice || k == reflect.Map) {
			delete(r.at, path)
			return // a section whose lines are all commented out
		}
		r.refuse(node, path, "has no value; write one or remove the line")
		return
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		r.refuse(node, path, "anchors and aliases (& and *) are not understood here; put the value in quotation marks or write it out")
		return
	case *ast.TagNode:
		r.refuse(node, path, "tags (!) are not understood here; put the value in quotation marks")
		return
	case *ast.DirectiveNode:
		r.refuse(n, path, "directives (%%) are not understood here; remove the line")
		return
	}
	switch {
	case v.Type() == secretType:
		if text, ok := r.text(node, path); ok {
			v.Set(reflect.ValueOf(NewSecret(text)))
		}
	case v.Type() == durationType:
		r.duration(node, v, path)
	default:
		r.kind(node, v, path)
	}
}

// kind puts a node into a value of a plain kind.
func (r *reader) kind(node ast.Node, v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Struct:
		r.section(node, v, path)
	case reflect.Slice:
		r.list(node, v, path)
	case reflect.Map:
		r.names(node, v, path)
	case reflect.String:
		if text, ok := r.text(node, path); ok {
			v.SetString(text)
		}
	case reflect.Bool:
		if n, ok := node.(*ast.BoolNode); ok {
			v.SetBool(n.Value)
			return
		}
		r.refuse(node, path, "should be true or false, not %s", describe(node))
	case reflect.Int:
		r.number(node, v, path)
	default:
		panic("config: a setting of kind " + v.Kind().String()) // a new field of Config; caught by every test
	}
}

// section puts a mapping into a struct.
func (r *reader) section(node ast.Node, v reflect.Value, path string) {
	pairs, ok := entries(node)
	if !ok {
		r.refuse(node, path, "should be a section of \"key: value\" lines, not %s", describe(node))
		return
	}
	fields, known := keys(v.Type())
	seen := map[string]*token.Token{}
	for _, pair := range pairs {
		key, ok := r.key(pair, path, seen)
		if !ok {
			continue
		}
		i, ok := fields[key]
		if !ok {
			r.unknown(pair.Key.GetToken(), path, key, known)
			continue
		}
		r.value(pair.Value, v.Field(i), join(path, key))
	}
}

// unknown reports a key that there is not. The excerpt ends at the colon: what follows might be a misspelt token's
// value. The setting that was probably meant is not reported as missing as well.
func (r *reader) unknown(at *token.Token, path, key string, known []string) {
	p := r.problem(at, join(path, key), "unknown key"+didYouMean(key, known))
	if line := []rune(p.Excerpt); len(line) >= p.Column && p.Column > 0 {
		head, tail := line[:p.Column-1], string(line[p.Column-1:])
		tail, _, _ = strings.Cut(tail, ":")
		p.Excerpt = string(head) + tail + ":"
	}
	r.problems = append(r.problems, p)
	if near := nearest(key, known); near != "" {
		r.broken[join(path, near)] = true
	}
}

// key returns the text of a pair's key, unless it is odd or a repetition.
func (r *reader) key(pair *ast.MappingValueNode, path string, seen map[string]*token.Token) (string, bool) {
	at := pair.Key.GetToken()
	switch pair.Key.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.BoolNode, *ast.FloatNode:
	default:
		r.complain(at, path, "this key is not a plain word")
		return "", false
	}
	key := at.Value
	if first := seen[key]; first != nil {
		r.complain(at, join(path, key), "stands here twice, first on line %d; keep one", first.Position.Line)
		return "", false
	}
	seen[key] = at
	return key, true
}

// list puts a sequence into a slice, in place of the default.
func (r *reader) list(node ast.Node, v reflect.Value, path string) {
	n, ok := node.(*ast.SequenceNode)
	if !ok {
		r.refuse(node, path, "should be a list (lines that begin with \"- \"), not %s", describe(node))
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Values), len(n.Values))
	for i, item := range n.Values {
		r.value(item, out.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
	v.Set(out)
}

// names puts a mapping into a map of strings.
func (r *reader) names(node ast.Node, v reflect.Value, path string) {
	pairs, ok := entries(node)
	if !ok {
		r.refuse(node, path, "should be \"name: other name\" lines, not %s", describe(node))
		return
	}
	out, seen := map[string]string{}, map[string]*token.Token{}
	for _, pair := range pairs {
		key, ok := r.key(pair, path, seen)
		if !ok {
			continue
		}
		var value string
		r.value(pair.Value, reflect.ValueOf(&value).Elem(), join(path, key))
		out[key] = value
	}
	v.Set(reflect.ValueOf(out))
}

// text returns a scalar's text. A number is taken as it is written, so that ids need no quotation marks.
func (r *reader) text(node ast.Node, path string) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimRight(n.Value.Value, "\n"), true
	case *ast.IntegerNode:
		return n.Token.Value, true
	case *ast.FloatNode:
		return n.Token.Value, true
	}
	r.refuse(node, path, "should be text, not %s", describe(node))
	return "", false
}

// number puts a whole number into v.
func (r *reader) number(node ast.Node, v reflect.Value, path string) {
	if n, ok := node.(*ast.IntegerNode); ok {
		switch x := n.Value.(type) {
		case int64:
			v.SetInt(x)
			return
		case uint64:
			if x <= math.MaxInt64 {
				v.SetInt(int64(x))
				return
			}
		}
		r.refuse(node, path, "is too large")
		return
	}
	r.refuse(node, path, "should be a whole number, not %s", describe(node))
}

// duration puts a span of time into v.
func (r *reader) duration(node ast.Node, v reflect.Value, path string) {
	if n, ok := node.(*ast.StringNode); ok {
		if d, err := time.ParseDuration(n.Value); err == nil {
			v.SetInt(int64(d))
			return
		}
	}
	r.refuse(node, path, "should be a span of time such as 15m or 1h30m, not %s", describe(node))
}

// refuse reports a value that does not fit.
func (r *reader) refuse(node ast.Node, path, format string, args ...any) {
	r.broken[path] = true
	r.complain(place(node), path, format, args...)
}

// describe names what a node is, with its text when that is short and cannot be a secret.
func describe(node ast.Node) string {
	switch n := node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a section"
	case *ast.SequenceNode:
		return "a list"
	case *ast.BoolNode:
		return n.Token.Value
	case *ast.IntegerNode:
		return "the number " + n.Token.Value
	case *ast.FloatNode:
		return "the number " + n.Token.Value
	case *ast.StringNode:
		if len(n.Value) <= 24 {
			return fmt.Sprintf("%q", n.Value)
		}
	}
	return "a text"
}

// entries returns the pairs of a mapping.
func entries(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// place returns the token to point at: a mapping's first key, else the node's own.
func place(node ast.Node) *token.Token {
	if pairs, ok := entries(node); ok && len(pairs) > 0 {
		return pairs[0].Key.GetToken()
	}
	return node.GetToken()
}

// keys lists a section's keys: their fields, and their names in the order of the struct.
func keys(t reflect.Type) (map[string]int, []string) {
	fields, known := map[string]int{}, []string(nil)
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("yaml"); name != "" && name != "-" {
			fields[name] = i
			known = append(known, name)
		}
	}
	return fields, known
}

// join writes the path of a key in a section.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
