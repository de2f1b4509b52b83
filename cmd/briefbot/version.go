package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

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
	}{Version: app.Version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Zones: zoneData()}
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

// zoneData says where time zones are read from: Go takes $ZONEINFO, then the system's, and last what is embedded.
func zoneData() string {
	if dir := os.Getenv("ZONEINFO"); dir != "" {
		return "of $ZONEINFO"
	}
	for _, dir := range []string{"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"} {
		if _, err := os.Stat(filepath.Join(dir, "UTC")); err != nil {
			continue
		}
		for _, name := range []string{"tzdata.zi", "+VERSION", "version"} { // Linux, the BSDs and macOS
			if v := firstWord(filepath.Join(dir, name)); v != "" {
				return "the system's, " + v
			}
		}
		return "the system's"
	}
	return "embedded, of " + runtime.Version()
}

// firstWord returns the release that a zone database's version file names: "2026a", alone or in "# version 2026a".
func firstWord(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	line, _ := bufio.NewReader(io.LimitReader(f, 100)).ReadString('\n')
	return strings.TrimSpace(strings.TrimPrefix(line, "# version "))
}
