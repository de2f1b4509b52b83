package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/admin"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// SettingsFile moves what admins set between an installation and a file.
type SettingsFile struct {
	Config *config.Config
	Kept   bool // use the config's database; else an empty one in memory
	Out    io.Writer
}

// Export writes what admins set in all workspaces as one YAML file.
func (f SettingsFile) Export(ctx context.Context) error {
	k, err := newCore(ctx, f.Config, readFrom(f.Config, f.Kept), time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer k.Close()
	return k.settings.Export(f.Out)
}

// Apply makes what admins set be as a file says, and prints what that changes. A dry run changes nothing. Nothing is changed either when
// something in the file cannot be.
func (f SettingsFile) Apply(ctx context.Context, path string, in io.Reader, dry bool) error {
	text, err := readAll(path, in)
	if err != nil {
		return err
	}
	file, err := admin.ReadFile(text)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	database := databaseOf(f.Config)
	if dry {
		database = readFrom(f.Config, true)
	}
	k, err := newCore(ctx, f.Config, database, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer k.Close()
	plan := k.settings.Plan(file)
	if err := k.judge(plan); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var out bytes.Buffer
	n := 0
	for _, w := range sortedKeys(plan) {
		for _, e := range plan[w] {
			n++
			printEdit(&out, w, e)
		}
	}
	if !dry {
		for _, w := range sortedKeys(plan) {
			if _, err := k.settings.Apply(ctx, w, path, plan[w]); err != nil {
				return fmt.Errorf("%s: workspace %s: %w", path, w, err)
			}
		}
	}
	switch {
	case n == 0:
		fmt.Fprintln(&out, "Nothing differs.")
	case dry:
		fmt.Fprintf(&out, "%d differ; nothing was changed.\n", n)
	default:
		fmt.Fprintf(&out, "%d changed.\n", n)
	}
	_, err = f.Out.Write(out.Bytes())
	return err
}

func readAll(path string, in io.Reader) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(in)
	}
	return os.ReadFile(path)
}

// judge says all that cannot be set so, before anything is.
func (k *core) judge(plan map[string][]settings.Edit) error {
	var wrong []error
	for _, w := range sortedKeys(plan) {
		next, err := k.settings.Space(w).With(plan[w]...)
		if err == nil {
			err = next.Check(w, ground{k}, plan[w])
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("workspace %s: %w", w, err))
			continue
		}
		for _, e := range plan[w] {
			if err := k.runnable(w, e, next); err != nil {
				wrong = append(wrong, fmt.Errorf("workspace %s: %s %s: %w", w, e.Kind, e.Name, err))
			}
		}
	}
	return errors.Join(wrong...)
}

// runnable says why a record of a file could not be used.
func (k *core) runnable(workspace string, e settings.Edit, next *settings.Space) error {
	switch {
	case e.After == "":
	case e.Kind == settings.KindSchedule && strings.ContainsAny(e.Name, "\"“”:：\n"):
		return errors.New("a name of a schedule holds no quotation marks or colons")
	case e.Kind == settings.KindSchedule:
		p, err := planOwn(k.config, workspace, e.Name, next.Schedules[e.Name])
		if err != nil {
			return err
		}
		if len(p.places) == 0 || len(p.places) != len(next.Schedules[e.Name].Channels) {
			return errors.New("its channels must be of the workspace, as platform:workspace/channel")
		}
		for _, to := range p.draftTo {
			if s := next.Schedules[e.Name]; len(s.DraftTo) > 0 && workspaceOf(to) != workspace {
				return errors.New("draft_to must be channels of the workspace, as platform:workspace/channel")
			}
		}
		if s := next.Schedules[e.Name].DraftSilence; s != "" && s != settings.SilencePosts && s != settings.SilenceDrops {
			return fmt.Errorf("draft_silence %q: want post or drop", s)
		}
	case e.Kind == settings.KindTopic:
		_, err := k.parseFilter(next.Topics[e.Name].Where)
		return err
	case e.Kind == settings.KindRole:
		r := next.Roles[e.Name]
		if settings.RoleName(r) != e.Name || r.Access != settings.Viewer && settings.AccessOf(r.Access) == 0 {
			return fmt.Errorf("want the name %q and an access of viewer, editor or admin", settings.RoleName(r))
		}
	case e.Kind == settings.KindReading:
		return k.knows(next.Readings[e.Name].Follow)
	case e.Kind == settings.KindQuestion:
		q := next.Questions[e.Name]
		_, err := (&repeats{core: k}).seen(store.Question{ID: e.Name, Place: q.Channel, Line: q.Line, Timing: q.When, Zone: q.Zone})
		if place, bad := bot.ParseAddress(q.Channel); err == nil && (bad != nil || workspaceOf(place) != workspace || q.Line == "") {
			return errors.New("want a line, and a channel of the workspace as platform:workspace/channel")
		}
		return err
	case e.Kind == settings.KindChannel:
		if err := k.knows(next.Channels[e.Name].Watch); err != nil {
			return err
		}
		if zone := next.Channels[e.Name].Zone; zone != "" {
			_, err := schedule.FindZone(zone)
			return err
		}
	}
	return nil
}

// knows says which of some ids names nobody.
func (k *core) knows(ids []string) error {
	for _, id := range ids {
		if _, ok := k.names.Entity(id); !ok {
			return fmt.Errorf("there is no name of the id %q", id)
		}
	}
	return nil
}

// printEdit prints one record that differs, and how.
func printEdit(w io.Writer, workspace string, e settings.Edit) {
	sign := "~"
	switch {
	case e.Before == "":
		sign = "+"
	case e.After == "":
		sign = "-"
	}
	fmt.Fprintf(w, "%s %s %s %q\n", sign, workspace, e.Kind, e.Name)
	if sign == "-" {
		return
	}
	for _, d := range e.Differences() {
		if d.Before != "" {
			fmt.Fprintf(w, "    - %s: %s\n", d.Field, d.Before)
		}
		if d.After != "" {
			fmt.Fprintf(w, "    + %s: %s\n", d.Field, d.After)
		}
	}
}
