package app

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/bot/slack"
	"briefbot/config"
	"briefbot/internal/commands"
	"briefbot/internal/present"
)

// Manifest writes what a platform must be told once: Slack's app manifest, or Discord's commands with the invite link.
func Manifest(c *config.Config, platform, url string, out io.Writer) error {
	all := commands.All(commands.Deps{Words: present.Router{Umbrella: c.Slack.Command}, Trail: trail{}}) // nothing is run
	if platform == slack.Platform {
		text, err := slack.Manifest(all, slack.ManifestOptions{
			Umbrella: c.Slack.Command, Names: c.Slack.Commands, Mode: slack.Mode(c.Slack.Mode), RequestURL: url, Home: commands.Home != "",
			Summary: present.Text("umbrella-summary").In(c.Language),
		})
		if err == nil {
			_, err = fmt.Fprintf(out, "%s\n", text)
		}
		return err
	}
	if id := c.Discord.ApplicationID; id == "" || strings.Trim(id, "0123456789") != "" {
		return fmt.Errorf("the application id is missing or wrong (%q): give --application-id with the digits from Discord's General Information page", id)
	}
	registration, invite, err := discord.Manifest(all, discordOptions(c.Discord, slog.New(slog.DiscardHandler)))
	if err != nil {
		return err
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Invite   string          `json:"invite"`
		Commands json.RawMessage `json:"commands"`
	}{invite, registration})
}

// CommandTable returns the commands that everyone may use as a Markdown table, for the README. Neighbours that are written alike, such as "share" and "spend",
// and those of a group, such as "held list" and "held again", share a line.
func CommandTable() string {
	words := present.Router{Umbrella: "brief"}
	table := "| command | does |\n| --- | --- |\n"
	all := slices.DeleteFunc(commands.All(commands.Deps{Words: words, Trail: trail{}}), func(c bot.Command) bool { return c.Access > bot.Everyone || c.Pressed })
	for i := 0; i < len(all); {
		usage, does := words.Short(all[i]), all[i].Summary.In("en")
		name, params, _ := strings.Cut(usage, " ")
		group, _, grouped := strings.Cut(all[i].Name, " ")
		for i++; i < len(all); i++ {
			next := words.Short(all[i])
			if strings.HasPrefix(all[i].Name, group+" ") && (grouped || !all[i].Top) {
				usage += ", " + strings.TrimPrefix(next, "/brief "+group+" ")
			} else if other, same := strings.CutSuffix(next, " "+params); same && params != "" && !strings.Contains(other, " ") && name != "/brief" {
				name += ", " + other
				usage = name + " " + params
			} else {
				break
			}
			does += " · " + all[i].Summary.In("en")
		}
		table += fmt.Sprintf("| `%s` | %s |\n", usage, does)
	}
	return table
}
