package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

func (r *reader) slack(s Slack) {
	r.oneOf("slack.mode", s.Mode, []string{"socket", "http"})
	r.endpoint("slack.api_url", s.APIURL)
	r.commands("slack", s.Command, s.Commands)
	if !r.wants("slack", s.BotToken, s.AppToken, s.SigningSecret) {
		return
	}
	r.required("slack.bot_token", s.BotToken, "write bot_token: env:SLACK_BOT_TOKEN, or leave the slack section out")
	if strings.HasPrefix(s.BotToken.Reveal(), "xapp-") {
		r.wrong("slack.bot_token", "is an app-level token (xapp-…); the bot token begins with xoxb-")
	}
	if strings.HasPrefix(s.AppToken.Reveal(), "xox") {
		r.wrong("slack.app_token", "is a bot or user token (xox…); the app-level token begins with xapp-")
	}
	switch s.Mode {
	case "socket":
		r.required("slack.app_token", s.AppToken, "mode socket needs the app-level token (xapp-…)")
	case "http":
		r.required("slack.signing_secret", s.SigningSecret, "mode http needs the signing secret, or anyone could speak as Slack")
		r.needsListen("slack.mode")
	}
}

func (r *reader) discord(d Discord) {
	r.oneOf("discord.mode", d.Mode, []string{"gateway", "http"})
	r.endpoint("discord.api_url", d.APIURL)
	r.commands("discord", d.Command, d.Commands)
	if d.ApplicationID != "" && !snowflake.MatchString(d.ApplicationID) {
		r.wrong("discord.application_id", "%q is no Discord id; copy the digits from the developer portal", d.ApplicationID)
	}
	if d.PublicKey != "" && !hexKey.MatchString(d.PublicKey) {
		r.wrong("discord.public_key", "should be the 64 hexadecimal digits that the developer portal shows")
	}
	for i, g := range d.Guilds {
		if !snowflake.MatchString(g) {
			r.wrong(fmt.Sprintf("discord.guilds[%d]", i), "%q is no server id; copy the digits with Discord's developer mode", g)
		}
	}
	if !r.wants("discord", d.Token) {
		return
	}
	r.required("discord.token", d.Token, "write token: env:DISCORD_TOKEN, or leave the discord section out")
	if strings.HasPrefix(strings.ToLower(d.Token.Reveal()), "bot ") {
		r.wrong("discord.token", "begins with \"Bot \"; write the token alone")
	}
	if d.Mode == "http" {
		if d.PublicKey == "" {
			r.wrong("discord.public_key", "is missing; mode http needs it, or anyone could speak as Discord")
		}
		r.needsListen("discord.mode")
	}
}

// wants reports whether a platform is meant to be used: its section stands in the file, or a secret in the environment.
func (r *reader) wants(section string, secrets ...Secret) bool {
	if _, written := r.at[section]; written {
		return !r.broken[section]
	}
	return slices.ContainsFunc(secrets, Secret.IsSet)
}

func (r *reader) required(path string, s Secret, advice string) {
	if !s.IsSet() {
		r.wrong(path, "is missing; %s", advice)
	}
}

func (r *reader) needsListen(path string) {
	if r.cfg.HTTP.Listen == "" {
		r.wrong(path, "is http, but http.listen is empty; write http.listen: :8080")
	}
}

// commands checks the names under which commands are offered. Both platforms take lower case only.
func (r *reader) commands(section, umbrella string, names map[string]string) {
	r.command(section+".command", umbrella)
	taken := map[string]string{umbrella: "command"}
	for _, from := range slices.Sorted(maps.Keys(names)) {
		path, to := section+".commands."+from, names[from]
		r.command(path, to)
		if by := taken[to]; by != "" {
			r.wrong(path, "%q is the name of %s too; each needs its own", to, by)
		}
		taken[to] = from
	}
}

func (r *reader) command(path, name string) {
	switch {
	case strings.HasPrefix(name, "/"):
		r.wrong(path, "%q: write the name without the slash", name)
	case !commandName.MatchString(name) || name != strings.ToLower(name):
		r.wrong(path, "%q is no command name; use up to 32 lower-case letters, digits, - and _", name)
	}
}

func (r *reader) digest(path string, d Digest) {
	for i, t := range d.Topics {
		if known := topicIDs(); !slices.Contains(known, t) {
			r.wrong(fmt.Sprintf("%s.topics[%d]", path, i), "unknown topic %q%s", t, didYouMean(t, known))
		}
	}
	r.between(path+".max_stories", d.MaxStories, 1, 30)
	r.oneOf(path+".layout", d.Layout, layouts)
	r.oneOf(path+".threads", d.Threads, threads)
	r.oneOf(path+".empty", d.Empty, empties)
}

// MostJitter is the longest span of a jitter: less than the least time between two runs of a schedule.
const MostJitter = 10 * time.Minute

func (r *reader) jitter(path string, d time.Duration) {
	if d < 0 || d > MostJitter {
		r.wrong(path, "%v is out of range; write 0s to 10m", d)
	}
}

func (r *reader) schedules(all []Schedule) {
	seen := map[string]bool{}
	for i, s := range all {
		path := fmt.Sprintf("schedules[%d]", i)
		if strings.TrimSpace(s.Name) == "" {
			r.wrong(path+".name", "is missing; give the schedule a name")
		} else if seen[s.Name] {
			r.wrong(path+".name", "%q is the name of another schedule; each needs its own", s.Name)
		}
		if strings.HasPrefix(s.Name, "follow:") {
			r.wrong(path+".name", "%q begins with follow:, as those of private digests do; choose another name", s.Name)
		}
		seen[s.Name] = true
		r.schedule(path, s)
	}
}

func (r *reader) schedule(path string, s Schedule) {
	r.when(path+".when", s.When)
	if s.Zone != "" {
		r.zone(path+".zone", s.Zone)
	}
	if s.Calendar != "" {
		r.oneOf(path+".calendar", s.Calendar, calendars)
	}
	if s.Language != "" {
		r.oneOf(path+".language", s.Language, languages)
	}
	if len(s.Channels) == 0 {
		r.wrong(path+".channels", "is missing; write where the digest is posted, such as [slack:T024BE7LD/C2147483705]")
	}
	for i, c := range s.Channels {
		r.channel(fmt.Sprintf("%s.channels[%d]", path, i), c)
	}
	// What the schedule leaves out was judged with the digest's section.
	ok := Default().Digest
	if s.Layout != "" {
		ok.Layout = s.Layout
	}
	if s.Empty != "" {
		ok.Empty = s.Empty
	}
	if s.Threads != "" {
		ok.Threads = s.Threads
	}
	r.inChannels(path+".layout_in", s.Channels, s.LayoutIn, layouts)
	r.inChannels(path+".threads_in", s.Channels, s.ThreadsIn, threads)
	if _, given := r.at[path+".max_stories"]; given {
		ok.MaxStories = s.MaxStories
	}
	ok.Topics = s.Topics
	r.digest(path, ok)
	r.jitter(path+".jitter", s.Jitter)
	r.draft(path, s)
}

// The least and the longest time between a draft and its run.
const (
	LeastDraft   = 5 * time.Minute
	LongestDraft = 12 * time.Hour
)

func (r *reader) draft(path string, s Schedule) {
	if s.Draft != 0 && (s.Draft < LeastDraft || s.Draft > LongestDraft) {
		r.wrong(path+".draft", "%v is out of range; write 5m to 12h", s.Draft)
	}
	for i, c := range s.DraftTo {
		r.channel(fmt.Sprintf("%s.draft_to[%d]", path, i), c)
	}
	if s.DraftSilence != "" {
		r.oneOf(path+".draft_silence", s.DraftSilence, silences)
	}
	if s.Draft != 0 && len(s.DraftTo) == 0 && len(r.cfg.Notices) == 0 {
		r.wrong(path+".draft", "is set, but nobody would get the draft; write draft_to: or notices:")
	}
}

// inChannels checks what is set for single channels of a schedule.
func (r *reader) inChannels(path string, channels []string, set map[string]string, allowed []string) {
	for _, c := range slices.Sorted(maps.Keys(set)) {
		at := path + "." + c
		if !slices.Contains(channels, c) {
			r.wrong(at, "%q is none of the schedule's channels%s", c, didYouMean(c, channels))
			continue
		}
		r.oneOf(at, set[c], allowed)
	}
}

// when checks what can be known without a clock; the schedule's own package reads the words.
func (r *reader) when(path, when string) {
	fields := strings.Fields(when)
	switch {
	case len(fields) == 0:
		r.wrong(path, "is missing; write words such as \"weekdays 9:00\" or five cron fields such as \"0 9 * * 1-5\"")
	case strings.HasPrefix(fields[0], "CRON_TZ=") || strings.HasPrefix(fields[0], "TZ="):
		r.wrong(path, "names a zone inside the expression; write it as zone: on a line of its own")
	case len(when) > 200:
		r.wrong(path, "is too long for a time; write words such as \"weekdays 9:00\"")
	case len(fields) != 5 && len(fields) > 1 && !slices.ContainsFunc(fields, func(f string) bool { return !cronField.MatchString(f) }):
		r.wrong(path, "has %d cron fields; five are needed: minute, hour, day, month, weekday", len(fields))
	}
}
