package app

import (
	"log/slog"
	"net/http"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/bot/slack"
	"briefbot/config"
	"briefbot/internal/commands"
	"briefbot/internal/present"
)

// endpoint is an adapter's HTTP side, for platforms that call the bot.
type endpoint struct {
	path    string
	handler http.Handler
}

// connect makes the adapters that the config has tokens for, and their HTTP sides. Without once, which may be nil, an adapter answers
// whatever it has not answered itself. To add a platform, add its line here.
func connect(c *config.Config, once bot.Once, log *slog.Logger) ([]bot.Adapter, []endpoint, error) {
	var adapters []bot.Adapter
	var endpoints []endpoint
	if c.Slack.Enabled() {
		o := slackOptions(c.Slack, log)
		o.Once = once
		a, err := slack.New(o)
		if err != nil {
			return nil, nil, err
		}
		adapters = append(adapters, a)
		if c.Slack.Mode == string(slack.HTTP) {
			endpoints = append(endpoints, endpoint{"/slack/", a.Handler()})
		}
	}
	if c.Discord.Enabled() {
		o := discordOptions(c.Discord, log)
		o.Once = once
		a, err := discord.New(o)
		if err != nil {
			return nil, nil, err
		}
		adapters = append(adapters, a)
		if c.Discord.Mode == string(discord.HTTP) {
			endpoints = append(endpoints, endpoint{"/discord/", a.Handler()})
		}
	}
	return adapters, endpoints, nil
}

// enabled names the platforms that the config has tokens for.
func enabled(c *config.Config) []string {
	var out []string
	if c.Slack.Enabled() {
		out = append(out, slack.Platform)
	}
	if c.Discord.Enabled() {
		out = append(out, discord.Name)
	}
	return out
}

func slackOptions(c config.Slack, log *slog.Logger) slack.Options {
	return slack.Options{
		BotToken: c.BotToken.Reveal(), AppToken: c.AppToken.Reveal(), SigningSecret: c.SigningSecret.Reveal(), Mode: slack.Mode(c.Mode),
		APIURL: c.APIURL, Umbrella: c.Command, Names: c.Commands, Home: commands.Home, Logger: log,
	}
}

func discordOptions(c config.Discord, log *slog.Logger) discord.Options {
	return discord.Options{
		Token: c.Token.Reveal(), ApplicationID: c.ApplicationID, PublicKey: c.PublicKey, Mode: discord.Mode(c.Mode),
		APIURL: c.APIURL, Umbrella: c.Command, Names: c.Commands, Guilds: c.Guilds, Summary: present.Text("umbrella-summary"), Logger: log,
	}
}
