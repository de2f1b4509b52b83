package discord

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"briefbot/bot"
)

// Kinds of interactions.
const (
	kindPing     = 1
	kindCommand  = 2
	kindPress    = 3
	kindComplete = 4
	kindFilled   = 5 // a dialogue was sent off
)

// interaction is what Discord sends when somebody asks, as far as it is looked at. The library's own type fails on
// messages with components that it does not know.
type interaction struct {
	ID        string `json:"id"`
	App       string `json:"application_id"`
	Type      int    `json:"type"`
	Token     string `json:"token"`
	GuildID   string `json:"guild_id"`
	ChannelID string `json:"channel_id"`
	Channel   struct {
		Type     int    `json:"type"`
		ParentID string `json:"parent_id"`
	} `json:"channel"`
	Locale string `json:"locale"`
	Member *struct {
		Nick        string   `json:"nick"`
		Permissions string   `json:"permissions"`
		Roles       []string `json:"roles"`
		User        person   `json:"user"`
	} `json:"member"`
	User    *person `json:"user"`
	Message struct {
		ID string `json:"id"`
	} `json:"message"`
	Data struct {
		Name     string   `json:"name"`
		Type     int      `json:"type"`      // of a command: that of the registration
		Target   string   `json:"target_id"` // the message that a command was chosen on
		CustomID string   `json:"custom_id"`
		Values   []string `json:"values"` // chosen in a menu
		Options  []given  `json:"options"`
		Resolved struct {
			Attachments map[string]sent `json:"attachments"`
		} `json:"resolved"`
		Components []filledIn `json:"components"` // of a dialogue
	} `json:"data"`
}

type person struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
}

// given is an option that the asker filled in.
type given struct {
	Type    int             `json:"type"`
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
	Options []given         `json:"options"`
}

func (g given) text() string {
	var s string
	if json.Unmarshal(g.Value, &s) == nil {
		return s
	}
	return string(g.Value) // a number or a truth value
}

// intake is what became of a delivery.
type intake int

const (
	taken intake = iota
	ping
	repeated
	malformed
	idle // not serving, or too much under way
)

// take begins to answer one delivery. The first answer goes into the channel, or to the API when that is nil.
func (a *Adapter) take(raw []byte, answer chan<- firstAnswer) intake {
	received := time.Now()
	var it interaction
	if err := json.Unmarshal(raw, &it); err != nil {
		return malformed
	}
	a.gate.RLock() // so that a stop waits for all that was taken
	defer a.gate.RUnlock()
	service := a.serving
	switch {
	case it.Type == kindPing:
		return ping
	case it.Type != kindCommand && it.Type != kindPress && it.Type != kindComplete && it.Type != kindFilled,
		!snowflakeRule.MatchString(it.ID), !plainToken(it.Token), !snowflakeRule.MatchString(it.ChannelID):
		return malformed
	case service == nil:
		return idle
	case !a.seen.add(it.ID):
		return repeated
	}
	select {
	case a.slots <- struct{}{}:
	default:
		a.log.Error("discord: too many interactions under way; one is dropped", "interaction", it.ID)
		return idle
	}
	r := &reply{a: a, service: service, it: it, http: answer, received: received, code: bot.NewID()}
	r.log = a.log.With("interaction", it.ID, "code", r.code)
	a.work.Go(func() {
		defer func() { <-a.slots }()
		r.run()
	})
	return taken
}

// plainToken accepts what can stand in an address: tokens are letters, digits, '-', '_', '.' and the like.
func plainToken(s string) bool {
	return s != "" && len(s) <= 1024 && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`/?#%\"<>`, r)
	}) && strings.Trim(s, ".") != ""
}

// run answers the interaction if no other process does: two that are connected with one token both receive it. Proposals need no
// claim, for a second answer is refused by the platform and harms nobody.
func (r *reply) run() {
	in := r.it.invocation()
	in.ID = r.code
	if r.it.Type != kindComplete {
		claim, sure, err := bot.Take(r.service.ctx, r.a.opts.Once, Name, r.it.ID)
		if err != nil {
			r.log.Warn("discord: nobody can tell whether this was answered before; it is answered if it changes nothing", "error", err)
		}
		if claim != bot.First {
			r.leave()
			return
		}
		in.Unsure = !sure
		defer r.settle()
	}
	switch {
	case r.it.Type == kindComplete:
		r.complete(in)
	case r.it.Type == kindPress:
		p, ok := parsePress(r.it.Data.CustomID)
		if len(r.it.Data.Values) > 0 {
			p, ok = parseChosen(r.it.Data.Values)
		}
		if !ok { // a button that some other version of the program made
			p = press{}
		}
		in.Via, in.Public = bot.Button, p.public
		r.answer(in, r.publicLine(p), func(ctx context.Context) bot.Message { return r.service.router.DoLine(ctx, in, p.line) })
	case r.it.Type == kindFilled:
		r.fill(in)
	case r.it.Data.Type == typeMessage:
		line, ok := r.shortcut()
		if !ok {
			line = r.it.Data.Name
		}
		r.answer(in, false, func(ctx context.Context) bot.Message { return r.service.router.DoLine(ctx, in, line) })
	default:
		path, options := r.it.path()
		in.Command, in.Args = or(r.service.names[path], path), map[string]string{}
		for _, o := range options {
			if o.Type != optionFile {
				in.Args[o.Name] = o.text()
			}
		}
		c, _ := r.service.router.Command(in.Command)
		r.answer(in, c.Public, func(ctx context.Context) bot.Message {
			if c.File != nil {
				in.File = r.a.attached(ctx, r.it)
			}
			return r.service.router.Do(ctx, in)
		})
	}
}

// leave lets another process answer.
func (r *reply) leave() {
	r.log.Debug("discord: another instance answers")
	if r.http != nil {
		r.http <- firstAnswer{repeated: true, written: make(chan struct{})}
	}
}

// settle notes that the interaction is done with. What could not be shown is shown as failed by the platform.
func (r *reply) settle() {
	if err := bot.Settle(r.service.ctx, r.a.opts.Once, Name, r.it.ID, true); err != nil {
		r.log.Warn("discord: an answer could not be noted", "error", err)
	}
}

// publicLine reports whether the answer to a button's line will be for all.
func (r *reply) publicLine(p press) bool {
	words := append(strings.Fields(p.line), "", "")
	for _, name := range []string{words[0] + " " + words[1], words[0]} {
		if c, ok := r.service.router.Command(name); ok {
			return p.public || c.Public
		}
	}
	return p.public
}

// path returns the words of the slash command and the options of its last word.
func (it *interaction) path() (string, []given) {
	path, options := it.Data.Name, it.Data.Options
	for range 2 {
		if len(options) != 1 || options[0].Type != optionSub && options[0].Type != optionGroup {
			break
		}
		path, options = path+" "+options[0].Name, options[0].Options
	}
	return path, options
}

func (it *interaction) invocation() bot.Invocation {
	in := bot.Invocation{Locale: it.Locale, From: bot.Address{
		Platform: Name, Workspace: or(it.GuildID, DirectMessages), Channel: it.ChannelID, Message: it.Message.ID,
	}}
	if isThread(it.Channel.Type) && snowflakeRule.MatchString(it.Channel.ParentID) {
		in.From.Channel, in.From.Message = it.Channel.ParentID, it.ChannelID
	}
	who := it.User
	if it.Member != nil {
		who = &it.Member.User
		if it.GuildID != "" {
			in.Access, in.Here = ranked(it.Member.Permissions)
		}
	}
	if who != nil {
		in.User = bot.User{ID: who.ID, Name: bot.CleanLine(or(who.GlobalName, who.Username))}
		if it.Member != nil {
			in.User.Groups = it.Member.Roles
			in.User.Name = or(bot.CleanLine(it.Member.Nick), in.User.Name)
		}
	}
	return in
}

// ranked returns what a member's permissions in a channel let them do with the bot: who manages the server administers it there, who
// manages the channel administers it in the channel.
func ranked(permissions string) (server, channel bot.Access) {
	may := bits(permissions)
	if may&(permAdministrator|permManageServer) != 0 {
		server = bot.Admin
	}
	if may&permManageChannel != 0 {
		channel = bot.Admin
	}
	return server, channel
}
