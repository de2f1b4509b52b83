package app

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"strings"

	"briefbot/bot"
	"briefbot/config"
)

// LoadConfig reads a config file with the environment over it; without a path, defaults with the environment over them.
func LoadConfig(path string, environ []string) (*config.Config, error) {
	if path == "" {
		return config.Parse(nil, "environment", environ)
	}
	c, err := config.Load(path, environ)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no config file %s; begin with a copy of config/example.yaml", path)
	}
	return c, err
}

// Logger returns the logger that a config asks for.
func Logger(c config.Log, w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(strings.ToUpper(c.Level))); err != nil {
		level = slog.LevelInfo // the config was validated
	}
	opts := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// Language returns the code of the language spoken to somebody with this locale, such as "fr_FR.UTF-8"; English for others.
func Language(locale string) string {
	if l := bot.Language(locale); l != "" {
		return l
	}
	return "en"
}
