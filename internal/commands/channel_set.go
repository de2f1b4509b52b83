package commands

import (
	"context"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
)

// mostWatched is how many names a channel watches at most.
const mostWatched = 50

// ids resolves names, of which commas stand between several, to the ids of their entities.
func (d Deps) ids(v present.Voice, typed string) ([]string, error) {
	var out []string
	for _, name := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",，、", r) }) {
		e, refused := d.name(v, strings.TrimSpace(name))
		if refused != nil {
			return nil, refused
		}
		if !slices.Contains(out, e.ID) {
			out = append(out, e.ID)
		}
	}
	if len(out) > mostWatched {
		return nil, &bot.UserError{Message: v.Refusal("watch-many")}
	}
	return out, nil
}

// usual takes back what was set, so that the deployment's holds.
const usual = "none"

func (d Deps) channelSet() bot.Command {
	return bot.Command{
		Name: "channel set", Summary: present.Text("cmd-channel-set"), Example: "channel set lang:fr zone:Europe/Paris", Access: bot.Admin, Local: true,
		Params: []bot.Param{
			{Name: "lang", Summary: present.Text("cmd-channel-language"), Keyed: true, Complete: completeLanguage},
			{Name: "zone", Summary: present.Text("cmd-channel-zone"), Keyed: true},
			{Name: "watch", Summary: present.Text("cmd-channel-watch"), Keyed: true},
			{Name: "notices", Summary: present.Text("cmd-channel-notices"), Keyed: true, Choices: choices("yes", "no")},
			{Name: "in", Summary: present.Text("cmd-schedule-in"), Keyed: true},
		},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			channels, err := d.channels(v, in, in.Args["in"])
			if err != nil {
				return bot.Message{}, err
			}
			var edits []settings.Edit
			for _, name := range channels {
				record := d.space(in).Channels[name]
				if record.Language, err = language(v, record.Language, in.Args["lang"]); err != nil {
					return bot.Message{}, err
				}
				switch zone := in.Args["zone"]; zone {
				case "":
				case usual:
					record.Zone = ""
				default:
					if record.Zone, err = schedule.FindZone(zone); err != nil {
						return refuse(v.Advice("zone-unknown", zone, ""))
					}
				}
				if typed := in.Args["notices"]; typed != "" {
					record.Notices = typed == "yes"
				}
				switch typed := in.Args["watch"]; typed {
				case "":
				case usual:
					record.Watch = nil
				default:
					if record.Watch, err = d.ids(v, typed); err != nil {
						return bot.Message{}, err
					}
				}
				e := d.space(in).Put(settings.KindChannel, name, record)
				if record.Empty() {
					e.After = ""
				}
				edits = append(edits, e)
			}
			return d.propose(ctx, in, edits...)
		},
	}
}
