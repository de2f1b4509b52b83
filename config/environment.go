package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
)

// EnvPrefix begins the name of every environment variable that overrides a setting.
const EnvPrefix = "BRIEFBOT_"

// maxSecret is the largest secret file: certificates fit, a device that never ends does not.
const maxSecret = 64 << 10

// variables turns os.Environ's form into a map.
func variables(environ []string) map[string]string {
	m := make(map[string]string, len(environ))
	for _, line := range environ {
		if name, value, ok := strings.Cut(line, "="); ok {
			m[name] = value
		}
	}
	return m
}

// setting is one leaf of Config.
type setting struct {
	path  string // such as slack.bot_token; list items have no settings of their own here
	env   string // with the prefix; empty when the environment cannot set it
	name  string // the Go field's name, by which caarlos0/env reports errors
	value reflect.Value
}

// settings lists the leaves of a Config in the order of its fields.
func settings(v reflect.Value, path string) []setting {
	var all []setting
	for i := range v.NumField() {
		f := v.Type().Field(i)
		key := f.Tag.Get("yaml")
		if key == "-" {
			continue
		}
		if f.Type.Kind() == reflect.Struct && f.Type != secretType {
			all = append(all, settings(v.Field(i), join(path, key))...)
			continue
		}
		s := setting{path: join(path, key), name: f.Name, value: v.Field(i)}
		if name := f.Tag.Get("env"); name != "" {
			s.env = EnvPrefix + name
		}
		all = append(all, s)
	}
	return all
}

// overlay puts the environment's settings over the file's.
func (r *reader) overlay() {
	all := settings(reflect.ValueOf(r.cfg).Elem(), "")
	var names []string
	for _, s := range all {
		if s.env == "" {
			continue
		}
		names = append(names, s.env)
		if r.environ[s.env] != "" {
			r.from[s.path] = s.env
			delete(r.broken, s.path)
		}
	}
	err := env.ParseWithOptions(r.cfg, env.Options{Environment: r.environ, Prefix: EnvPrefix})
	r.environmentErrors(err, all)
	r.misspelt(names)
}

// environmentErrors reports the variables that could not be taken, without their values.
func (r *reader) environmentErrors(err error, all []setting) {
	var several env.AggregateError
	if err == nil || !errors.As(err, &several) {
		return
	}
	for _, e := range several.Errors {
		var bad env.ParseError
		if !errors.As(e, &bad) {
			r.problems = append(r.problems, Problem{Text: redact(e.Error())})
			continue
		}
		for _, s := range all {
			if s.name == bad.Name && r.from[s.path] != "" {
				r.problems = append(r.problems, Problem{Path: s.env, Text: "should be " + wanted(s.value.Type())})
				r.broken[s.path] = true
			}
		}
	}
}

// wanted says what text a variable of a type takes.
func wanted(t reflect.Type) string {
	switch {
	case t == durationType:
		return "a span of time such as 15m or 1h30m"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Int:
		return "a whole number"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Int:
		return "whole numbers with commas between them"
	}
	return "text"
}

// misspelt warns of variables that look like one of ours and are not.
func (r *reader) misspelt(names []string) {
	for name := range r.environ {
		rest, ours := strings.CutPrefix(name, EnvPrefix)
		if !ours || slices.Contains(names, name) {
			continue
		}
		for _, known := range names {
			if distance(rest, strings.TrimPrefix(known, EnvPrefix)) <= 2 {
				r.cfg.Warnings = append(r.cfg.Warnings, Problem{Path: name, Text: "is no setting of briefbot; did you mean " + known + "?"})
				break
			}
		}
	}
	slices.SortFunc(r.cfg.Warnings, func(a, b Problem) int { return strings.Compare(a.Path, b.Path) })
}

// resolveSecrets turns env:NAME and file:/path into the values they name.
func (r *reader) resolveSecrets() {
	for _, s := range settings(reflect.ValueOf(r.cfg).Elem(), "") {
		secret, ok := s.value.Addr().Interface().(*Secret)
		if !ok || !secret.IsSet() {
			continue
		}
		value, problem := r.resolve(secret.Reveal())
		switch {
		case problem != "":
			r.wrong(s.path, "%s", problem)
			r.broken[s.path] = true
		case value == secret.Reveal() && r.from[s.path] == "":
			r.warn(s.path, "stands in the file itself; better env:NAME or file:/path, so that the file can be shown")
		}
		*secret = NewSecret(value)
	}
}

// resolve returns what a secret's text stands for, or what is wrong with it.
func (r *reader) resolve(text string) (value, problem string) {
	if name, ok := strings.CutPrefix(text, "env:"); ok {
		name = strings.TrimSpace(name)
		if value = r.environ[name]; value == "" {
			return "", fmt.Sprintf("the environment variable %s is not set, or empty", name)
		}
		return value, ""
	}
	if path, ok := strings.CutPrefix(text, "file:"); ok {
		return r.secretFile(strings.TrimSpace(path))
	}
	if strings.ContainsAny(text, "\n\r") {
		return "", "has more than one line"
	}
	return text, ""
}

// secretFile reads a secret from a file of one line.
func (r *reader) secretFile(path string) (value, problem string) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.dir, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Sprintf("the file %s cannot be read: %v", path, errors.Unwrap(err))
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Sprintf("%s is not a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Sprintf("the file %s cannot be read: %v", path, errors.Unwrap(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil || len(data) > maxSecret {
		return "", fmt.Sprintf("the file %s is too large for a secret, or cannot be read", path)
	}
	value = strings.TrimSpace(string(data))
	if value == "" || strings.ContainsAny(value, "\n\r") {
		return "", fmt.Sprintf("the file %s should hold the secret on one line", path)
	}
	return value, ""
}
