// Package slack connects briefbot to Slack, over Socket Mode or HTTP; it is the only importer of slack-go.
package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// Platform is the adapter's name and the first part of its addresses.
const Platform = "slack"

// Mode says how Slack reaches the bot.
type Mode string

// The two ways that Slack offers.
const (
	Socket Mode = "socket" // the bot opens a WebSocket; needs no public address
	HTTP   Mode = "http"   // Slack calls Adapter.Handler
)

// Options are what an Adapter is made of.
type Options struct {
	BotToken      string            // xoxb-…
	AppToken      string            // xapp-… with connections:write; for Socket mode
	SigningSecret string            // for HTTP mode
	Mode          Mode              // empty means Socket
	APIURL        string            // empty means Slack's own; everything goes there, the socket's address included
	Umbrella      string            // the slash command that takes every line, without its slash; empty means "brief"
	Names         map[string]string // command names to their slash commands without the slash, where they differ
	Home          string            // the line whose answer is the home tab; empty means none
	Logger        *slog.Logger      // nil means slog.Default()
	Once          bot.Once          // who answers a delivery when several processes serve; nil means this one does
	Client        *http.Client      // nil means one with a time-out of 30 s; redirections are never followed
}

// Adapter is Slack as a bot.Adapter and bot.Renderer.
type Adapter struct {
	options Options
	log     *slog.Logger
	caller  *caller
	api     *slack.Client
	seen    *memory // deliveries that were taken
	desk    atomic.Pointer[desk]
	clock   bot.PlatformClock
	linked  atomic.Bool    // the socket is connected
	groups  sync.Map       // user groups, by id: members
	ranks   sync.Map       // of people, by workspace and id: ranked
	tongues sync.Map       // of people, by workspace and id: tongue
	homes   [16]sync.Mutex // each held while the home tab of one of its people is made

	mu      sync.Mutex
	self    *identity
	parents *memory      // our own replies, to the parents of their threads
	files   *memory      // digests of pictures, to the ids of their files
	refused *memory      // ids of files, to how often Slack did not take them for pictures
	noFiles atomic.Int64 // until when, in seconds, nothing is uploaded
}

// identity is who the bot token belongs to.
type identity struct{ team, user, bot string }

var (
	slashRule = regexp.MustCompile(`^[\p{L}\p{N}_-]{1,31}$`)
	tokenRule = regexp.MustCompile(`^[!-~]+$`)
)

// New checks the options and returns an adapter. It does not connect.
func New(o Options) (*Adapter, error) {
	if o.Mode == "" {
		o.Mode = Socket
	}
	if o.Umbrella == "" {
		o.Umbrella = "brief"
	}
	if o.APIURL == "" {
		o.APIURL = slack.APIURL
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	o.APIURL = strings.TrimRight(o.APIURL, "/") + "/" // the library joins it with the method's name
	a := &Adapter{options: o, log: o.Logger, seen: newMemory(10_000), parents: newMemory(10_000),
		files: newMemory(1000), refused: newMemory(1000)}
	if a.log == nil {
		a.log = slog.Default()
	}
	a.caller = newCaller(o.Client, &a.clock)
	a.api = slack.New(o.BotToken, slack.OptionAPIURL(o.APIURL), slack.OptionHTTPClient(a.caller),
		slack.OptionAppLevelToken(o.AppToken), slack.OptionLog(silent{}))
	return a, nil
}

// check says what is wrong with the options, never quoting a secret.
func (o Options) check() error {
	switch {
	case o.Mode != Socket && o.Mode != HTTP:
		return fmt.Errorf("slack: mode %q: want socket or http", o.Mode)
	case !strings.HasPrefix(o.BotToken, "xoxb-") || !tokenRule.MatchString(o.BotToken):
		return errors.New("slack: the bot token must begin with xoxb-; copy it from the app's page OAuth & Permissions")
	case o.Mode == Socket && (!strings.HasPrefix(o.AppToken, "xapp-") || !tokenRule.MatchString(o.AppToken)):
		return errors.New("slack: socket mode needs an app token that begins with xapp-; make one with connections:write under Basic Information")
	case o.Mode == HTTP && strings.TrimSpace(o.SigningSecret) == "":
		return errors.New("slack: http mode needs the signing secret; copy it from the app's page Basic Information")
	}
	u, err := url.Parse(o.APIURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.RawQuery != "" {
		return errors.New("slack: the API address must be an http or https URL such as https://slack.com/api/")
	}
	return checkNames(o.Umbrella, o.Names)
}

// checkNames checks slash commands: Slack takes 32 characters with the slash, lower case, no spaces.
func checkNames(umbrella string, names map[string]string) error {
	used := map[string]string{umbrella: "the umbrella"}
	if !slashName(umbrella) {
		return fmt.Errorf("slack: slash command %q: want a lower-case word of at most 31 characters without the slash", umbrella)
	}
	for name, slash := range names {
		if !slashName(slash) {
			return fmt.Errorf("slack: slash command %q for %s: want a lower-case word of at most 31 characters without the slash", slash, name)
		}
		if other, ok := used[slash]; ok {
			return fmt.Errorf("slack: slash command %q is used for both %s and %s; rename one", slash, name, other)
		}
		used[slash] = name
	}
	return nil
}

func slashName(s string) bool { return slashRule.MatchString(s) && s == strings.ToLower(s) }

// Name implements bot.Adapter.
func (a *Adapter) Name() string { return Platform }

// PlatformTime implements bot.Timekeeper.
func (a *Adapter) PlatformTime(ctx context.Context) (time.Time, error) {
	if t, ok := a.clock.Now(); ok {
		return t, nil
	}
	if _, err := a.whoami(ctx); err != nil {
		return time.Time{}, a.postError("ask for the time", err)
	}
	t, ok := a.clock.Now()
	if !ok {
		return time.Time{}, errors.New("slack: the answers bear no date")
	}
	return t, nil
}

// Ready returns nil while Slack can hand over what people ask.
func (a *Adapter) Ready() error {
	switch {
	case a.desk.Load() == nil:
		return errors.New("not serving yet")
	case a.options.Mode == Socket && !a.linked.Load():
		return errors.New("connecting")
	}
	return nil
}

// whoami returns whose token this is. It asks Slack once and remembers the answer.
func (a *Adapter) whoami(ctx context.Context) (identity, error) {
	a.mu.Lock()
	known := a.self
	a.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	answer, err := a.api.AuthTestContext(ctx)
	if err != nil {
		return identity{}, err
	}
	if answer.TeamID == "" || answer.UserID == "" {
		return identity{}, errors.New("auth.test answered without team or user")
	}
	a.scopes(answer.Header.Get("X-OAuth-Scopes"))
	self := identity{team: answer.TeamID, user: answer.UserID, bot: answer.BotID}
	a.mu.Lock()
	a.self = &self
	a.mu.Unlock()
	return self, nil
}

// scopes logs what the bot cannot do without a scope that it was not given.
func (a *Adapter) scopes(header string) {
	for _, s := range missing(header) {
		a.log.Warn("slack: a scope is missing", "scope", s.name, "without it", s.loss)
	}
}

// missing returns the scopes that are not among those that Slack names in the header of each answer.
func missing(header string) []scope {
	if header == "" {
		return nil
	}
	granted := map[string]bool{}
	for s := range strings.SplitSeq(header, ",") {
		granted[strings.TrimSpace(s)] = true
	}
	var out []scope
	for _, s := range botScopes {
		if !granted[s.name] {
			out = append(out, s)
		}
	}
	return out
}

// silent drops the library's own log lines: it logs only when debugging, and then tokens and addresses.
type silent struct{}

// Output implements the library's logger.
func (silent) Output(int, string) error { return nil }
