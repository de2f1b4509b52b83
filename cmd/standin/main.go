// Command standin runs a stand-in for Slack and one for Discord on this machine, to look at the bot without an account.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"golang.org/x/sync/errgroup"

	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
)

// shortcuts are what the Slack app offers on messages, as its manifest says.
var shortcuts = []slacktest.Shortcut{{Callback: "related", Name: "Find related"}, {Callback: "why", Name: "Why was this posted?"}}

func main() {
	slack := flag.String("slack", "127.0.0.1:8091", "address for Slack's stand-in; empty for none")
	discord := flag.String("discord", "127.0.0.1:8092", "address for Discord's stand-in; empty for none")
	commands := flag.String("commands", "brief,share,rank,spend,capex,revenue,compare,trend,models,fact,latest,related,sources,schedules", "slash commands that the Slack app has registered")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *slack, *discord, strings.Split(*commands, ",")); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "standin:", err)
		stop()
		os.Exit(1)
	}
}

// run serves both until ctx ends, and prints what a config file has to say to reach them.
func run(ctx context.Context, slack, discord string, commands []string) error {
	group, ctx := errgroup.WithContext(ctx)
	if slack != "" {
		group.Go(func() error {
			return slacktest.Serve(ctx, slack, slacktest.Options{Commands: commands, Paced: true, Admins: []string{"you"}, Shortcuts: shortcuts}, func(s *slacktest.Server) {
				fmt.Printf("# Slack: look at it on %s/\nslack:\n  api_url: %s\n  bot_token: %s\n  app_token: %s\n# channel: slack:%s/%s\n",
					s.URL, s.APIURL, s.BotToken, s.AppToken, slacktest.Team, slacktest.News)
			})
		})
	}
	if discord != "" {
		group.Go(func() error { return discordtest.Serve(ctx, discord, discordtest.Config{}, os.Stdout) })
	}
	return group.Wait()
}
