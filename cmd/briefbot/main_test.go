package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run this test binary as briefbot.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"briefbot": func() {
		cutOff(os.Getenv("OFFLINE"))
		main()
	}})
}

// cutOff takes the network away: "yes" makes names unknown at once, "silent" leaves every question without an answer.
func cutOff(how string) {
	if how == "" {
		return
	}
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		if how == "silent" {
			<-ctx.Done()
		}
		return nil, errors.New("the cable is out")
	}}
}

var update = flag.Bool("update", false, "rewrite what scripts compare with")

// TestScripts plays testdata/script/*.txtar: command lines with what they must print. Beside testscript's own commands they use
// code, oneline, json, jsonl, ls and within; see each function below.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("OFFLINE", "yes")
			e.Setenv("TZ", "UTC")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code": code, "oneline": oneLineOnly, "json": sameJSON, "jsonl": jsonLines, "ls": listing, "within": within,
		},
	})
}

// code N PROGRAM ARG…: the program ends with exit code N.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program arg...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// oneline: the last program wrote nothing on standard output and one line on standard error.
func oneLineOnly(ts *testscript.TestScript, neg bool, args []string) {
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("standard output holds %q", out)
	}
	line, ended := strings.CutSuffix(ts.ReadFile("stderr"), "\n")
	if !ended || strings.Contains(line, "\n") || !strings.HasPrefix(line, "briefbot: ") || strings.HasSuffix(line, ": ") {
		ts.Fatalf("standard error is not one line: %q", line)
	}
}

// json FILE: the last program wrote exactly one JSON document, equal to the file's.
func sameJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: json file")
	}
	got, want := documents(ts, ts.ReadFile("stdout")), documents(ts, ts.ReadFile(args[0]))
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 1 {
		ts.Fatalf("%d documents; want (-), got (+):\n%s", len(got), diff)
	}
}

// jsonl N: the last program wrote N lines (N+: or more) and nothing else, each a JSON document.
func jsonLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: jsonl n")
	}
	text, more := strings.CutSuffix(args[0], "+")
	want, err := strconv.Atoi(text)
	ts.Check(err)
	got := 0
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if !json.Valid([]byte(line)) {
			ts.Fatalf("line %d is not JSON: %s", got+1, line)
		}
		got++
	}
	if got < want || got > want && !more {
		ts.Fatalf("%d lines, want %s", got, args[0])
	}
}

// within DURATION PROGRAM ARG…: the program ends well, and in time.
func within(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: within duration program arg...")
	}
	limit, err := time.ParseDuration(args[0])
	ts.Check(err)
	begin := time.Now()
	ts.Check(ts.Exec(args[1], args[2:]...))
	if took := time.Since(begin); took > patience*limit {
		ts.Fatalf("it took %v", took)
	}
}

// ls NAME…: the working directory holds these files and no others.
func listing(ts *testscript.TestScript, neg bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs("."))
	ts.Check(err)
	var got []string
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && name != "tmp" {
			got = append(got, name)
		}
	}
	if diff := cmp.Diff(args, got); diff != "" && len(args)+len(got) > 0 {
		ts.Fatalf("want (-), got (+):\n%s", diff)
	}
}

func documents(ts *testscript.TestScript, text string) []any {
	var out []any
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	for {
		var v any
		err := dec.Decode(&v)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			ts.Fatalf("not JSON: %v", err)
		}
		out = append(out, v)
	}
}
