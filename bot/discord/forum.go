package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
)

// Discord's kinds of channels that hold posts with a thread each, and the flag of those in which a post must have a tag.
const (
	forumChannel = 15
	mediaChannel = 16
	flagTagged   = 1 << 4
)

// maxTags is how many tags a post may have.
const maxTags = 5

// tag is one that a forum offers. Moderated ones are not for the bot.
type tag struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Moderated bool   `json:"moderated"`
}

func isForum(kind int) bool { return kind == forumChannel || kind == mediaChannel }

// Forum reports whether a channel is a forum. See bot.Forums. What a channel is does not change, so it is asked once.
func (a *Adapter) Forum(ctx context.Context, place bot.Address) (bool, error) {
	if err := a.checkPlace(place); err != nil {
		return false, err
	}
	if known, ok := a.kinds.Load(place.Channel); ok {
		return known.(bool), nil
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	c, x := a.channel(ctx, place.Channel)
	if !x.ok() {
		return false, x.blocked("look at " + place.String())
	}
	a.kinds.Store(place.Channel, isForum(c.Type))
	return isForum(c.Type), nil
}

// inForum reports whether a message for an address begins a post of a forum, as far as that is known.
func (a *Adapter) inForum(to bot.Address) bool {
	known, ok := a.kinds.Load(to.Channel)
	return ok && known.(bool) && to.Message == ""
}

// forumPost is the body of a request that makes a post: a thread and its first message.
type forumPost struct {
	Name    string   `json:"name"`
	Minutes int      `json:"auto_archive_duration"`
	Tags    []string `json:"applied_tags,omitempty"`
	Message payload  `json:"message"`
}

// postInForum makes a post. Its first message has the id of its thread, so that replies and edits find it by that alone. Discord documents
// no nonce for it: it must not be repeated.
func (a *Adapter) postInForum(ctx context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	if m.Image != nil {
		image := *m.Image
		image.PNG, m.Image = nil, &image // said in words
	}
	part := split(m)[0]
	p, err := render(part, key)
	if err != nil {
		return bot.Address{}, refused("empty", "post to %s: %w", to, err)
	}
	p.Nonce, p.EnforceNonce = "", false
	forum, x := a.channel(ctx, to.Channel)
	if !x.ok() {
		return bot.Address{}, notSent(x.failure("look at the forum " + to.String()))
	}
	name := or(bot.Cut(bot.CleanLine(or(part.Thread, part.Title)), 95), "…")
	body, err := json.Marshal(forumPost{name, threadMinutes, forum.choose(m.Tags), p})
	if err != nil {
		return bot.Address{}, refused("thread", "post: %w", err)
	}
	unlock, err := a.lane(ctx, to.Channel)
	if err != nil {
		return bot.Address{}, err
	}
	defer unlock()
	x = a.do(ctx, call{method: http.MethodPost, path: "/channels/" + to.Channel + "/threads", bucket: bucket("forum", to.Channel), body: body, patience: 2 * time.Second})
	if err := x.failure("post to " + to.String()); err != nil {
		return bot.Address{}, err
	}
	id, err := x.messageID()
	if err != nil {
		return bot.Address{}, &bot.PostError{Class: bot.Unknown, Err: fmt.Errorf("discord: post to %s: %w", to, err)}
	}
	return bot.Address{Platform: Name, Workspace: to.Workspace, Channel: id, Message: id}, nil
}

// notSent says of a failure that nothing was posted by it, unless it is a refusal.
func notSent(err error) error {
	var pe *bot.PostError
	if errors.As(err, &pe) && pe.Class == bot.Unknown {
		pe.Class = bot.NotSent
	}
	return err
}

// choose returns the forum's tags that bear one of the names, at most five; where a post must have one and none fits, the first.
func (c channel) choose(names []string) []string {
	var out []string
	for _, n := range names {
		for _, t := range c.Tags {
			if !t.Moderated && strings.EqualFold(t.Name, n) && !slices.Contains(out, t.ID) && len(out) < maxTags {
				out = append(out, t.ID)
			}
		}
	}
	if len(out) > 0 || c.Flags&flagTagged == 0 {
		return out
	}
	for _, t := range c.Tags {
		if !t.Moderated {
			return []string{t.ID}
		}
	}
	return nil
}

// threads is a list of threads as the API gives it.
type threads struct {
	Threads []channel `json:"threads"`
	More    bool      `json:"has_more"`
}

// findPost looks for the bot's own post with the key's mark among those of a forum, open and archived.
func (a *Adapter) findPost(ctx context.Context, to bot.Address, key string, since time.Time, self string) (bot.Address, error) {
	after := snowflake(since.Add(-time.Minute))
	var all []channel
	for _, path := range []string{"/guilds/" + to.Workspace + "/threads/active", "/channels/" + to.Channel + "/threads/archived/public?limit=100"} {
		x := a.get(ctx, path, bucket("threads", to.Channel))
		var list threads
		if !x.ok() {
			return bot.Address{}, x.blocked("look at the posts of " + to.String())
		}
		if err := x.decode(&list); err != nil {
			return bot.Address{}, fmt.Errorf("discord: look at the posts of %s: %w", to, err)
		}
		if list.More && !slices.ContainsFunc(list.Threads, func(c channel) bool { return later(c.ID, after) == after }) {
			return bot.Address{}, fmt.Errorf("discord: find in %s: more than %d posts since then: %w", to, len(list.Threads), bot.ErrCannotLook)
		}
		all = append(all, list.Threads...)
	}
	for _, c := range all {
		if c.ParentID != to.Channel || c.OwnerID != self || later(c.ID, after) == after {
			continue
		}
		x := a.get(ctx, "/channels/"+c.ID+"/messages/"+c.ID, bucket("read", c.ID))
		var f found
		if x.refusal().Code == unknownMessage {
			continue // somebody deleted it
		}
		if !x.ok() {
			return bot.Address{}, x.blocked("read post " + c.ID)
		}
		if err := x.decode(&f); err != nil {
			return bot.Address{}, fmt.Errorf("discord: read post %s: %w", c.ID, err)
		}
		if f.Author.ID == self && f.bears(key) {
			return bot.Address{Platform: Name, Workspace: to.Workspace, Channel: c.ID, Message: c.ID}, nil
		}
	}
	return bot.Address{}, bot.ErrNotFound
}

// wake opens an archived thread, in which nothing can be edited; a locked one stays closed.
func (a *Adapter) wake(ctx context.Context, thread string) *exchange {
	return a.do(ctx, call{method: http.MethodPatch, path: "/channels/" + thread, bucket: bucket("thread", thread),
		body: []byte(`{"archived":false}`), patience: 2 * time.Second})
}

var _ bot.Forums = (*Adapter)(nil)
