package discord

import (
	"context"
	"fmt"
	"math/big"
	"net/http"
	"strconv"
	"time"

	"briefbot/bot"
)

// epoch is the first millisecond of Discord's ids, 2015-01-01.
const epoch = 1420070400000

// snowflake returns the smallest id that a thing made at the time can have.
func snowflake(t time.Time) string {
	return strconv.FormatInt(max(t.UnixMilli()-epoch, 0)<<22, 10)
}

// found is a message as it is read back.
type found struct {
	ID     string `json:"id"`
	Author struct {
		ID string `json:"id"`
	} `json:"author"`
	Nonce      any     `json:"nonce"` // a number or a string, and not always there
	Components []piece `json:"components"`
}

// piece is a component of any kind, as far as its id goes.
type piece struct {
	ID         int     `json:"id"`
	Components []piece `json:"components"`
}

func (f found) bears(key string) bool {
	if f.Nonce == key {
		return true
	}
	first, second := marks(key)
	return len(f.Components) > 0 && f.Components[0].ID == first &&
		len(f.Components[0].Components) > 0 && f.Components[0].Components[0].ID == second
}

// Pages of 100 messages that Find reads at most.
const maxPages = 20

// Find looks for the bot's own message with the key's mark. See bot.Adapter.
//
// Discord answers with an empty list, not with an error, when the bot may not read a channel's history, so that an
// empty list is believed only after the permissions were checked.
func (a *Adapter) Find(ctx context.Context, to bot.Address, key string, since time.Time) (bot.Address, error) {
	if err := a.checkPlace(to); err != nil || !goodKey(key) {
		return bot.Address{}, fmt.Errorf("discord: find in %q: want the address and the key of a post", to)
	}
	self, err := a.whoami(ctx)
	if err != nil {
		return bot.Address{}, err
	}
	if to.Message == "" {
		is, err := a.Forum(ctx, to)
		if err != nil {
			return bot.Address{}, err
		}
		if is {
			return a.findPost(ctx, to, key, since, self)
		}
	}
	place, err := a.placeOf(ctx, to)
	if err != nil {
		return bot.Address{}, err
	}
	after, saw := snowflake(since.Add(-time.Minute)), false
	for range maxPages {
		page, err := a.page(ctx, place, after)
		if err != nil {
			return bot.Address{}, err
		}
		for _, f := range page {
			if f.Author.ID == self && f.bears(key) {
				return bot.Address{Platform: Name, Workspace: to.Workspace, Channel: place, Message: f.ID}, nil
			}
			after = later(after, f.ID)
		}
		saw = saw || len(page) > 0
		if len(page) < 100 {
			if saw {
				return bot.Address{}, bot.ErrNotFound
			}
			return bot.Address{}, a.believe(ctx, place, self)
		}
	}
	return bot.Address{}, fmt.Errorf("discord: find in %s: more than %d messages since then: %w", to, maxPages*100, bot.ErrCannotLook)
}

// placeOf returns the channel or thread in which Post(to) would have put a message.
func (a *Adapter) placeOf(ctx context.Context, to bot.Address) (string, error) {
	if to.Message == "" {
		return to.Channel, nil
	}
	c, x := a.channel(ctx, to.Message)
	if x.ok() && isThread(c.Type) {
		return to.Message, nil
	}
	if x.refusal().Code != unknownChannel {
		return "", x.blocked("look at the thread of " + to.String())
	}
	c, x = a.channel(ctx, to.Channel)
	switch {
	case !x.ok():
		return "", x.blocked("look at " + to.String())
	case isThread(c.Type):
		return to.Channel, nil
	}
	return "", bot.ErrNotFound // no thread hangs on that message, so nothing was ever posted to it
}

// blocked is the error of a failed look: ErrCannotLook when the platform refuses it, else the cause.
func (x *exchange) blocked(what string) error {
	if x.class() == bot.Refused {
		return fmt.Errorf("discord: %s: %w: %w", what, x.cause(x.refusal()), bot.ErrCannotLook)
	}
	return fmt.Errorf("discord: %s: %w", what, x.cause(x.refusal()))
}

func (a *Adapter) page(ctx context.Context, channel, after string) ([]found, error) {
	x := a.get(ctx, "/channels/"+channel+"/messages?limit=100&after="+after, bucket("read", channel))
	if !x.ok() {
		return nil, x.blocked("read channel " + channel)
	}
	var page []found
	if err := x.decode(&page); err != nil {
		return nil, fmt.Errorf("discord: read channel %s: %w", channel, err)
	}
	return page, nil
}

// believe decides what an empty history means: ErrNotFound when the bot may read it, else ErrCannotLook.
func (a *Adapter) believe(ctx context.Context, place, self string) error {
	x := a.get(ctx, "/channels/"+place+"/messages?limit=1", bucket("read", place))
	var any []found
	if x.ok() && x.decode(&any) == nil && len(any) > 0 {
		return bot.ErrNotFound
	}
	may, err := a.mayRead(ctx, place, self)
	if err != nil {
		return err // the platform was asked in vain, or has refused to say
	}
	if !may {
		return fmt.Errorf("discord: channel %s: the bot lacks the permission Read Message History: %w", place, bot.ErrCannotLook)
	}
	return bot.ErrNotFound
}

// whoami returns the bot's user id, which for old applications is not the application's.
func (a *Adapter) whoami(ctx context.Context) (string, error) {
	if id := a.self.Load(); id != nil {
		return *id, nil
	}
	x := a.get(ctx, "/users/@me", "users/@me")
	if x.status == http.StatusUnauthorized {
		return "", fmt.Errorf("discord: the bot's token is refused: %w", bot.ErrCannotLook)
	}
	var u struct {
		ID string `json:"id"`
	}
	if !x.ok() || x.decode(&u) != nil || u.ID == "" {
		return "", x.blocked("ask who the bot is")
	}
	a.self.Store(&u.ID)
	return u.ID, nil
}

// later returns the greater of two ids; ids are numbers of up to 64 bits.
func later(a, b string) string {
	x, _ := new(big.Int).SetString(a, 10)
	y, ok := new(big.Int).SetString(b, 10)
	if !ok || x.Cmp(y) >= 0 {
		return a
	}
	return b
}
