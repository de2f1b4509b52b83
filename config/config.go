// Package config holds what an operator writes: typed settings with defaults and checks that point at the line, the
// commented example, and the starter content (sources, names, markets, facts, topics, terms and sample articles).
package config

import "time"

// Config is one deployment of briefbot, as its config file and environment describe it. Parse fills in what sources and
// schedules leave out, so that a Config that was read needs no further defaults.
//
// The doc comment of every field below is its entry in the settings reference (docs/settings.md), which is generated.
// A field's env tag names the environment variable, after BRIEFBOT_, that overrides the file.
type Config struct {
	// Where everything durable is kept.
	Database Database `yaml:"database"`

	// Language of answers and digests where neither the person, the schedule nor the channel says otherwise:
	// en, fr or zh.
	Language string `yaml:"language" env:"LANGUAGE"`

	// IANA time zone of schedules and printed times that name none, such as Europe/Paris or Asia/Shanghai.
	Timezone string `yaml:"timezone" env:"TIMEZONE"`

	// People who may always administer the bot, whatever the roles in the database say:
	// slack:TEAM/USER or discord:USER.
	Operators []string `yaml:"operators" env:"OPERATORS"`

	// Channels of the admins, slack:TEAM/CHANNEL or discord:SERVER/CHANNEL: what needs their decision is told there, such as a message
	// of which nobody knows whether it arrived, to each workspace its own and never in a news channel. Empty: only in the log.
	Notices []string `yaml:"notices" env:"NOTICES"`

	// What the program writes about itself, on standard error.
	Log Log `yaml:"log"`

	// The HTTP side: health, metrics, and the platforms' endpoints where a platform's mode is http.
	HTTP HTTP `yaml:"http"`

	// The Slack app. Leave the section out when Slack is not used.
	Slack Slack `yaml:"slack"`

	// The Discord application. Leave the section out when Discord is not used.
	Discord Discord `yaml:"discord"`

	// How feeds and pages are fetched.
	Fetch Fetch `yaml:"fetch"`

	// Which feeds a new installation reads. Later changes are made from the chat and live in the database.
	Sources Sources `yaml:"sources"`

	// What digests look like where their schedule does not say otherwise.
	Digest Digest `yaml:"digest"`

	// Digests to post. They are put into the database at the first start; later changes are made from the chat.
	Schedules []Schedule `yaml:"schedules"`

	// Warnings are oddities that do not stop the program, such as a secret written out in the file.
	Warnings []Problem `yaml:"-"`

	places map[string]Problem `yaml:"-"` // where the settings of schedules stand in the file, by path
}

// Place returns a mistake in a setting of a schedule, such as schedules[0].when, where it stands in the file; false when that is not
// known. It is for those who can judge more of a setting than this package.
func (c *Config) Place(path, text string) (Problem, bool) {
	p, ok := c.places[path]
	p.Text = redact(text)
	return p, ok
}

// Database says where everything durable is kept: a SQLite file unless URL is set.
type Database struct {
	// SQLite file, created when it does not exist; a relative path starts at the working directory.
	Path string `yaml:"path" env:"DATABASE_PATH"`

	// PostgreSQL address, postgres://user:password@host/name, used instead of the file when set. Several machines may share it.
	// Special characters of the password are written as in every address, %40 for @. A secret.
	URL Secret `yaml:"url" env:"DATABASE_URL"`
}

// Log is what the program writes about itself.
type Log struct {
	// Least severity written: debug, info, warn or error.
	Level string `yaml:"level" env:"LOG_LEVEL"`

	// Form of a line: text or json.
	Format string `yaml:"format" env:"LOG_FORMAT"`
}

// HTTP is the address of the program's own web server.
type HTTP struct {
	// Address to listen on, host:port, such as 127.0.0.1:8080 or :8080. Empty: no web server.
	Listen string `yaml:"listen" env:"HTTP_LISTEN"`
}

// Slack is one Slack app; the same app serves every workspace that installed it.
type Slack struct {
	// How events arrive: socket (Socket Mode, no public address needed) or http (Slack calls http.listen).
	Mode string `yaml:"mode" env:"SLACK_MODE"`

	// App-level token (xapp-…) with the scope connections:write; needed in mode socket. A secret.
	AppToken Secret `yaml:"app_token" env:"SLACK_APP_TOKEN"`

	// Bot token (xoxb-…). A secret.
	BotToken Secret `yaml:"bot_token" env:"SLACK_BOT_TOKEN"`

	// Signing secret of the app; needed in mode http. A secret.
	SigningSecret Secret `yaml:"signing_secret" env:"SLACK_SIGNING_SECRET"`

	// Base address of the Web API where it is not Slack's own, such as a government cloud or a stand-in.
	APIURL string `yaml:"api_url" env:"SLACK_API_URL"`

	// Name of the slash command that holds all others, without the slash.
	Command string `yaml:"command" env:"SLACK_COMMAND"`

	// Other names for single commands, where a name is taken by another app: "share: cloudshare".
	Commands map[string]string `yaml:"commands"`
}

// Discord is one Discord application; the same application serves every server that invited it.
type Discord struct {
	// How interactions arrive: gateway (no public address needed) or http (Discord calls http.listen).
	Mode string `yaml:"mode" env:"DISCORD_MODE"`

	// Bot token. A secret.
	Token Secret `yaml:"token" env:"DISCORD_TOKEN"`

	// Application id, digits; asked from Discord when empty.
	ApplicationID string `yaml:"application_id" env:"DISCORD_APPLICATION_ID"`

	// Public key of the application, 64 hexadecimal digits; needed in mode http.
	PublicKey string `yaml:"public_key" env:"DISCORD_PUBLIC_KEY"`

	// Base address of the API where it is not Discord's own, such as a rate-limiting proxy or a stand-in.
	APIURL string `yaml:"api_url" env:"DISCORD_API_URL"`

	// Servers in which commands are registered at once, by id. Empty: everywhere, which Discord may take an hour to show.
	Guilds []string `yaml:"guilds" env:"DISCORD_GUILDS"`

	// Name of the command that holds all others.
	Command string `yaml:"command" env:"DISCORD_COMMAND"`

	// Other names for single commands: "share: cloudshare".
	Commands map[string]string `yaml:"commands"`
}

// Fetch is how feeds and pages are fetched.
type Fetch struct {
	// Web or mail address put into the User-Agent, so that a publisher can reach you.
	Contact string `yaml:"contact" env:"FETCH_CONTACT"`

	// Usual time between two fetches of a feed, at least 5m; a feed's own Cache-Control or ttl may lengthen it.
	Interval time.Duration `yaml:"interval" env:"FETCH_INTERVAL"`

	// Allow addresses on this machine, and intervals under 5m. For trials and tests only.
	AllowLoopback bool `yaml:"allow_loopback" env:"FETCH_ALLOW_LOOPBACK"`

	// TCP ports that a feed's address may use.
	Ports []int `yaml:"ports" env:"FETCH_PORTS"`

	// Feeds fetched at the same time, 1 to 64.
	Parallel int `yaml:"parallel" env:"FETCH_PARALLEL"`
}

// Sources is which feeds a new installation reads.
type Sources struct {
	// Begin with the built-in list of feeds in English, French and Chinese.
	Starter bool `yaml:"starter" env:"SOURCES_STARTER"`

	// Further feeds.
	Add []Source `yaml:"add"`
}

// Source is one feed that the operator adds.
type Source struct {
	// Name of the outlet, as printed in digests.
	Name string `yaml:"name"`

	// Address of the feed, http or https.
	URL string `yaml:"url"`

	// Language of its items: en, fr or zh. Empty: found out from the text.
	Language string `yaml:"language"`

	// IANA time zone of dates that carry none. Empty: the timezone above.
	Zone string `yaml:"zone"`

	// How much the outlet counts when stories are ranked, 1 (little) to 5 (much); 3 when absent.
	Weight int `yaml:"weight"`

	// Free words, such as teaser, vendor or roundup.
	Tags []string `yaml:"tags"`

	// on: read the pages of its articles too, as far as a digest could show them and the site's robots.txt allows it. It gives longer
	// texts, what the outlet shows as related, and notice of articles that disappear. Otherwise off.
	Pages string `yaml:"pages"`

	// Take what the feed already holds when it is read for the first time for news. Otherwise only a schedule's first digest
	// does, which reaches back a day.
	Backfill bool `yaml:"backfill"`
}

// Digest is what digests look like by default.
type Digest struct {
	// Topics that an article must touch; china-cloud-ai is built in.
	Topics []string `yaml:"topics" env:"DIGEST_TOPICS"`

	// Most stories in one digest, 1 to 30.
	MaxStories int `yaml:"max_stories" env:"DIGEST_MAX_STORIES"`

	// threaded (one message a digest, with a thread), stories (one message a story, each with a thread of its own) or compact (one message
	// and no thread). A forum of Discord always gets a post for each story.
	Layout string `yaml:"layout" env:"DIGEST_LAYOUT"`

	// Related articles and follow-ups: threads (in the thread, and the line of the story says that there is more), inline (links under
	// the headline) or off.
	Threads string `yaml:"threads" env:"DIGEST_THREADS"`

	// When there is nothing to say: silent (post nothing) or line (post one line).
	Empty string `yaml:"empty" env:"DIGEST_EMPTY"`

	// Spreads digests of one time over a span of up to 10m: each schedule is due later than it says by a delay of its own that is
	// always the same. For those with very many schedules.
	Jitter time.Duration `yaml:"jitter" env:"DIGEST_JITTER"`
}

// Schedule is one digest to post.
type Schedule struct {
	// Name, unique among the schedules.
	Name string `yaml:"name"`

	// When it is due, in words ("weekdays 9:00", "every Monday 08:30", "工作日 9:00") or as five cron fields.
	When string `yaml:"when"`

	// IANA time zone of when. Empty: the timezone above.
	Zone string `yaml:"zone"`

	// Days that count: all, weekdays or cn-workdays (Chinese public holidays and make-up days respected).
	Calendar string `yaml:"calendar"`

	// Where it is posted: slack:TEAM/CHANNEL or discord:SERVER/CHANNEL.
	Channels []string `yaml:"channels"`

	// Language of the digest: en, fr or zh. Empty: the language above.
	Language string `yaml:"language"`

	// Topics, instead of the digest's.
	Topics []string `yaml:"topics"`

	// Most stories, instead of the digest's; 1 to 30.
	MaxStories int `yaml:"max_stories"`

	// Layout, instead of the digest's: threaded, stories or compact.
	Layout string `yaml:"layout"`

	// Layout in single channels, instead of the schedule's: "slack:TEAM/CHANNEL": stories.
	LayoutIn map[string]string `yaml:"layout_in"`

	// Related articles and follow-ups, instead of the digest's: threads, inline or off.
	Threads string `yaml:"threads"`

	// The same in single channels, instead of the schedule's: "slack:TEAM/CHANNEL": inline.
	ThreadsIn map[string]string `yaml:"threads_in"`

	// When there is nothing to say, instead of the digest's: silent or line.
	Empty string `yaml:"empty"`

	// Span of its delay, instead of the digest's: up to 10m.
	Jitter time.Duration `yaml:"jitter"`

	// How long before a run its editors are shown the draft: 5m to 12h. 0s: there is none.
	Draft time.Duration `yaml:"draft"`

	// Where they are shown it. Empty: the channels of notices.
	DraftTo []string `yaml:"draft_to"`

	// When they say nothing: post or drop. Empty: post.
	DraftSilence string `yaml:"draft_silence"`
}

// Default returns the settings of an empty config file.
func Default() *Config {
	return &Config{
		Database: Database{Path: "briefbot.db"},
		Language: "en",
		Timezone: "UTC",
		Log:      Log{Level: "info", Format: "text"},
		Slack:    Slack{Mode: "socket", Command: "brief"},
		Discord:  Discord{Mode: "gateway", Command: "brief"},
		Fetch:    Fetch{Interval: 15 * time.Minute, Ports: []int{80, 443}, Parallel: 4},
		Sources:  Sources{Starter: true},
		Digest:   Digest{Topics: []string{"china-cloud-ai"}, MaxStories: 8, Layout: "threaded", Threads: "threads", Empty: "silent"},
	}
}

// Enabled reports whether the deployment uses Slack.
func (s Slack) Enabled() bool { return s.BotToken.IsSet() }

// Enabled reports whether the deployment uses Discord.
func (d Discord) Enabled() bool { return d.Token.IsSet() }
