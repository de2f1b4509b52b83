//go:build race

package main

// patience is by how much the race detector may slow a program down.
const patience = 4
