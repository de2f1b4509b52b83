// Package datatest finds the collected real input that tests may read, and skips the test where it is absent.
package datatest

import (
	"os"
	"path/filepath"
	"testing"
)

// Variable is the environment variable that names the folder of real input when it does not lie beside the checkout.
const Variable = "BRIEFBOT_TESTDATA"

// Repo returns the directory that holds go.mod, found upwards from the test's own directory.
func Repo(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatalf("datatest: working directory: %v", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("datatest: no go.mod above the test's directory")
		}
		dir = parent
	}
}

// Dir returns the path of one file or folder of the real input, and skips the test with the reason when it is absent.
func Dir(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv(Variable)
	if root == "" {
		root = filepath.Join(Repo(t), "..", "shared", "data")
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real input is absent (%s); set %s to its folder to run this test", filepath.Join(elem...), Variable)
	}
	return path
}
