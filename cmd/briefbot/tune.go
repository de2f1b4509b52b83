//go:build !campaign

package main

import "briefbot/internal/app"

// tune changes nothing: only trials of reliability, built with the tag campaign, have other durations and a clock of their own.
func tune(*app.Options, []string) error { return nil }
