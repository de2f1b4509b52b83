package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/commands"
	"briefbot/internal/feed/opml"
	"briefbot/internal/present"
)

// SourceList writes the sources as OPML.
type SourceList struct {
	Config    *config.Config
	Kept      bool   // use the config's database; else nothing that was set from the chat
	Workspace string // "platform:id": as its admins set them; empty: the deployment's
	Out       io.Writer
}

// Write writes the list.
func (s SourceList) Write(ctx context.Context) error {
	platform, id, ok := strings.Cut(s.Workspace, ":")
	if s.Workspace != "" && (!ok || platform == "" || id == "") {
		return fmt.Errorf("workspace %q: want platform:id, such as slack:T024BE7LD", s.Workspace)
	}
	k, err := newCore(ctx, s.Config, readFrom(s.Config, s.Kept), time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer k.Close()
	list, err := k.Sources(ctx, bot.Address{Platform: platform, Workspace: id, Channel: "-"})
	if err != nil {
		return err
	}
	return opml.Write(s.Out, present.In(s.Config.Language, nil).Say("export-title"), commands.Outlines(list))
}
