// Package floors holds the test that keeps the packages on their floors: who may import whom, as docs/design.md draws it.
package floors
