//go:build !race

package main

const patience = 1
