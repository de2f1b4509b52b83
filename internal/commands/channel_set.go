package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
)

// usual takes back what was set, so that the deployment's holds.
const usual = "none"

func (d Deps) channelSet() bot.Command {
	return bot.Command{
		Name: "channel set", Summary: present.Text("cmd-channel-set"), Example: "channel set lang:fr zone:Europe/Paris", Access: bot.Admin, Local: true,
		Params: []bot.Param{
			{Name: "lang", Summary: present.Text("cmd-channel-language"), Keyed: true, Complete: completeLanguage},
			{Name: "zone", Summary: present.Text("cmd-channel-zone"), Keyed: true},
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
				e := d.space(in).Put(settings.KindChannel, name, record)
				if (record == settings.Channel{}) {
					e.After = ""
				}
				edits = append(edits, e)
			}
			return d.propose(ctx, in, edits...)
		},
	}
}
