// Package discord connects the bot to Discord, over the gateway or over signed HTTP interactions.
package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
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

	"github.com/bwmarrin/discordgo"

	"briefbot/bot"
)

// Name is the first part of every Discord address.
const Name = "discord"

// DirectMessages is the workspace of conversations outside any server.
const DirectMessages = "@me"

// Mode is the way in which Discord hands over what people ask.
type Mode string

// The modes.
const (
	Gateway Mode = "gateway" // a lasting socket that the bot opens
	HTTP    Mode = "http"    // signed requests that Discord sends to Adapter.Handler
)

// Options says how to reach Discord and as whom.
type Options struct {
	Token         string            // the bot's token, without "Bot "
	ApplicationID string            // digits; asked from Discord when empty
	PublicKey     string            // 64 hexadecimal digits; needed for HTTP interactions only
	Mode          Mode              // Gateway when empty
	APIURL        string            // stands in for https://discord.com, sockets included; empty for Discord itself
	Umbrella      string            // the slash command that holds all others; "brief" when empty
	Summary       bot.Text          // what the umbrella is for, at most 100 characters; a line in English when nil
	Names         map[string]string // command name → its slash command's name, for commands that have one of their own
	Guilds        []string          // servers to register the commands in; empty registers them for all
	Logger        *slog.Logger      // discards when nil
	Once          bot.Once          // who answers an interaction when several processes serve; this one when nil
	HTTP          *http.Client      // its transport carries the requests; http.DefaultTransport when nil
}

// Adapter is Discord as a bot.Adapter and a bot.Renderer.
//
// A reply in a thread has the thread's id as the Channel of its address. The thread that belongs to a message has the
// message's own id, so nothing has to be remembered to find it. Something asked inside a thread comes from the address
// of the message that the thread hangs on, so that posting there goes into the thread and Place is the channel.
//
// An answer makes at most five messages, since Discord does not allow more follow-ups everywhere. Of a longer one the last
// lines are left out, with "…" in their place; its footer and buttons stay.
type Adapter struct {
	opts    Options
	key     ed25519.PublicKey
	log     *slog.Logger
	api     *discordgo.Session // for requests only; it never opens a socket
	budget  *budget
	lanes   [64]chan struct{} // one post at a time in a channel
	plain   sync.Map          // channels that refused a picture, to the time until when they get none
	kinds   sync.Map          // channels, to whether they are forums
	threads *memory           // messages whose thread is known to exist
	seen    *memory           // interactions already taken
	forms   forms             // what people filled in
	slots   chan struct{}     // bounds the interactions under way
	work    sync.WaitGroup
	gate    sync.RWMutex
	serving *service               // guarded by gate; nil while nothing is answered
	self    atomic.Pointer[string] // the bot's user id
	clock   bot.PlatformClock
	app     atomic.Pointer[string] // the application's id, once it was asked for
	linked  atomic.Bool            // a gateway session is open
	pace    pace
}

// service is what one call of Serve answers with.
type service struct {
	ctx    context.Context // lives a few seconds longer than Serve's own
	router *bot.Router
	names  map[string]string // slash path → command name
}

// pace holds the times that tests shorten.
type pace struct {
	first    time.Duration // answer or defer after this
	limit    time.Duration // the most a command may take
	grace    time.Duration // how long answers under way may go on after a stop
	open     time.Duration // the most that opening a gateway session may take
	silence  time.Duration // without a heartbeat's acknowledgement for this long, a session is dead
	look     time.Duration // how often the watchdog looks
	backoff  time.Duration // before the first new try, then doubled
	farthest time.Duration // the longest back-off
}

// Discord's heartbeat interval is 41.25 s: two missed acknowledgements are 82.5 s.
var usualPace = pace{
	first: 1800 * time.Millisecond, limit: 5 * time.Minute, grace: 5 * time.Second, open: 25 * time.Second,
	silence: 100 * time.Second, look: 5 * time.Second, backoff: time.Second, farthest: 2 * time.Minute,
}

var (
	snowflakeRule = regexp.MustCompile(`^[0-9]{1,20}$`)
	// Discord: application command naming, for our own ASCII names.
	slashRule = regexp.MustCompile(`^[-_\p{L}\p{N}]{1,32}$`)
)

// New checks the options and returns an adapter that is not yet connected.
func New(opts Options) (*Adapter, error) {
	opts, err := opts.complete()
	if err != nil {
		return nil, err
	}
	a := &Adapter{
		opts: opts, log: opts.Logger, pace: usualPace, budget: newBudget(5000),
		threads: newMemory(4096), seen: newMemory(4096), slots: make(chan struct{}, 256),
	}
	for i := range a.lanes {
		a.lanes[i] = make(chan struct{}, 1)
	}
	if opts.PublicKey != "" {
		a.key, _ = hex.DecodeString(opts.PublicKey) // checked above
	}
	if a.api, err = a.session(); err != nil {
		return nil, err
	}
	return a, nil
}

// complete fills in defaults and refuses what cannot work.
func (o Options) complete() (Options, error) {
	o.Umbrella, o.Mode = or(o.Umbrella, "brief"), Mode(or(string(o.Mode), string(Gateway)))
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	key, keyErr := hex.DecodeString(o.PublicKey)
	switch {
	case strings.TrimSpace(o.Token) == "" || strings.ContainsAny(o.Token, " \t\r\n"):
		return o, errors.New("discord: the token is empty or holds a space; copy it from the Bot page of the developer portal, without \"Bot \"")
	case o.ApplicationID != "" && !snowflakeRule.MatchString(o.ApplicationID):
		return o, fmt.Errorf("discord: application id %q: want the digits from the General Information page of the developer portal, or nothing", o.ApplicationID)
	case o.Mode != Gateway && o.Mode != HTTP:
		return o, fmt.Errorf("discord: mode %q: want gateway or http", o.Mode)
	case o.Mode == HTTP && o.PublicKey == "":
		return o, errors.New("discord: mode http needs the public key from the General Information page of the developer portal")
	case o.PublicKey != "" && (keyErr != nil || len(key) != ed25519.PublicKeySize):
		return o, errors.New("discord: the public key must have 64 hexadecimal digits")
	}
	return o, o.checkNames()
}

func (o Options) checkNames() error {
	if !slashName(o.Umbrella) || !slashName(o.Umbrella+adminSuffix) {
		return fmt.Errorf("discord: umbrella %q: want 1 to 26 lower-case letters, digits, - or _", o.Umbrella)
	}
	taken := map[string]string{o.Umbrella: "the umbrella"}
	for command, name := range o.Names {
		if !slashName(name) {
			return fmt.Errorf("discord: name %q for command %s: want 1 to 32 lower-case letters, digits, - or _", name, command)
		}
		if other := taken[name]; other != "" {
			return fmt.Errorf("discord: name %q is given to both %s and %s", name, other, command)
		}
		taken[name] = command
	}
	for _, g := range o.Guilds {
		if !snowflakeRule.MatchString(g) {
			return fmt.Errorf("discord: server id %q: want digits (in Discord: developer mode, then Copy Server ID)", g)
		}
	}
	if o.APIURL == "" {
		return nil
	}
	if u, err := url.Parse(o.APIURL); err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("discord: api_url: want an address such as http://127.0.0.1:8080, without a user name")
	}
	return nil
}

func slashName(s string) bool { return slashRule.MatchString(s) && s == strings.ToLower(s) }

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// session returns a library session that logs nothing, remembers nothing and tries nothing twice. The library's own log
// lines can hold the token.
func (a *Adapter) session() (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + a.opts.Token)
	if err != nil {
		return nil, fmt.Errorf("discord: %w", err)
	}
	s.LogLevel, s.Debug = -1, false
	s.StateEnabled, s.Compress, s.Identify.Compress = false, false, false
	s.ShouldReconnectOnError, s.ShouldReconnectVoiceOnSessionError = false, false
	s.ShouldRetryOnRateLimit, s.MaxRestRetries = false, 0
	// Messages of servers, for mentions: neither intent is privileged, so other messages come without their content.
	s.Identify.Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages
	s.UserAgent = "DiscordBot (briefbot, 1)"
	if a.api != nil {
		s.Client, s.Ratelimiter = a.api.Client, a.api.Ratelimiter
		return s, nil
	}
	s.Client, err = a.client()
	return s, err
}

// Name returns "discord".
func (a *Adapter) Name() string { return Name }

// Ready returns nil while Discord can hand over what people ask.
func (a *Adapter) Ready() error {
	a.gate.RLock()
	defer a.gate.RUnlock()
	switch {
	case a.serving == nil:
		return errors.New("not serving yet")
	case a.opts.Mode == Gateway && !a.linked.Load():
		return errors.New("connecting")
	}
	return nil
}

// Serve registers the commands and answers what people ask until ctx ends. See bot.Adapter.
func (a *Adapter) Serve(ctx context.Context, router *bot.Router) error {
	tree, err := build(router.Commands(), a.opts)
	if err != nil {
		return err
	}
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	a.serve(&service{ctx: working, router: router, names: tree.names})
	if err := a.register(ctx, tree); err != nil {
		a.serve(nil)
		return err
	}
	if a.opts.Mode == Gateway {
		err = a.gateway(ctx)
	} else {
		<-ctx.Done()
	}
	a.serve(nil)
	a.finish(stop)
	return err
}

func (a *Adapter) serve(s *service) {
	a.gate.Lock()
	defer a.gate.Unlock()
	a.serving = s
}

// finish waits for the answers under way, and cuts them short when the grace is over.
func (a *Adapter) finish(stop context.CancelFunc) {
	done := make(chan struct{})
	go func() {
		a.work.Wait()
		close(done)
	}()
	select {
	case <-done:
		return
	case <-time.After(a.pace.grace):
		a.log.Warn("discord: answers under way are cut short by the stop")
	}
	stop()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}
