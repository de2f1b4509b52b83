package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"briefbot/internal/app"
)

type versionCommand struct {
	JSON bool `help:"Print JSON."`
}

// Help returns the example of --help.
func (versionCommand) Help() string { return "Example:\n  briefbot version" }

// Run prints what was built from what.
func (v versionCommand) Run(c console) error {
	build := struct {
		Version  string `json:"version"`
		Go       string `json:"go"`
		Platform string `json:"platform"`
		Zones    string `json:"zones"`
		Revision string `json:"revision,omitempty"`
	}{Version: app.Version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Zones: "embedded, of " + runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				build.Revision = s.Value
			}
		}
	}
	if v.JSON {
		return json.NewEncoder(c.out).Encode(build)
	}
	fmt.Fprintf(c.out, "briefbot %s (%s, %s), zone data %s\n", build.Version, build.Go, build.Platform, build.Zones)
	return nil
}
