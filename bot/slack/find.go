package slack

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

const (
	findEarlier = 60 * time.Second // Slack's clock and ours may differ
	findPages   = 5                // of at most 200 messages each
	findPause   = 90 * time.Second // the longest that Find waits between two pages when Slack asks for it
)

// Find implements bot.Adapter. It reads the conversation from a minute before since. Slack lets apps that are sold
// outside its directory read one page of 15 messages a minute: Find waits for further pages as long as ctx allows.
func (a *Adapter) Find(ctx context.Context, to bot.Address, key string, since time.Time) (bot.Address, error) {
	self, err := a.whoami(ctx)
	if err != nil {
		return bot.Address{}, a.findError(to, err)
	}
	if self.team != to.Workspace {
		return bot.Address{}, fmt.Errorf("slack: find in %s: the token belongs to another workspace: %w", to.Channel, bot.ErrCannotLook)
	}
	oldest := since.Add(-findEarlier)
	p := page{channel: to.Channel, thread: a.parent(to), oldest: fmt.Sprintf("%d.%06d", oldest.Unix(), oldest.Nanosecond()/1000)}
	for n := 0; ; n++ {
		if n == findPages {
			return bot.Address{}, fmt.Errorf("slack: find in %s: more than %d pages since then: %w", to.Channel, findPages, bot.ErrCannotLook)
		}
		messages, err := a.read(ctx, &p, n > 0)
		if err != nil {
			return bot.Address{}, a.findError(to, err)
		}
		for _, m := range messages {
			if m.Timestamp != p.thread && self.wrote(m) && bears(m, key) {
				return bot.Address{Platform: Platform, Workspace: to.Workspace, Channel: to.Channel, Message: m.Timestamp}, nil
			}
		}
		if p.cursor == "" {
			return bot.Address{}, fmt.Errorf("slack: find in %s: %w", to.Channel, bot.ErrNotFound)
		}
	}
}

// page is where reading a conversation has got to.
type page struct {
	channel, thread, oldest string
	cursor                  string // of the next page; empty after the last
}

// read returns the next page. When patient, it waits once for Slack's rate limit.
func (a *Adapter) read(ctx context.Context, p *page, patient bool) ([]slack.Message, error) {
	messages, err := a.turn(ctx, p)
	var limited *slack.RateLimitedError
	if !patient || !errors.As(err, &limited) || limited.RetryAfter > findPause {
		return messages, err
	}
	select {
	case <-ctx.Done():
		return nil, err
	case <-time.After(limited.RetryAfter):
		return a.turn(ctx, p)
	}
}

func (a *Adapter) turn(ctx context.Context, p *page) ([]slack.Message, error) {
	if p.thread != "" {
		messages, more, cursor, err := a.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: p.channel, Timestamp: p.thread, Cursor: p.cursor, Oldest: p.oldest, Inclusive: true, Limit: 200, IncludeAllMetadata: true,
		})
		if code(err) == "thread_not_found" {
			p.cursor = ""
			return nil, nil // no thread, no reply in it
		}
		return messages, p.turned(more, cursor, err)
	}
	answer, err := a.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: p.channel, Cursor: p.cursor, Oldest: p.oldest, Inclusive: true, Limit: 200, IncludeAllMetadata: true,
	})
	if err != nil {
		return nil, err
	}
	return answer.Messages, p.turned(answer.HasMore, answer.ResponseMetaData.NextCursor, nil)
}

func (p *page) turned(more bool, cursor string, err error) error {
	if err == nil && more && cursor == "" {
		return errors.New("there is more, but the answer does not say where")
	}
	p.cursor = cursor
	return err
}

// wrote reports whether a message is the bot's own: anybody could bear a key.
func (i identity) wrote(m slack.Message) bool {
	return m.User == i.user || i.bot != "" && m.BotID == i.bot
}

// bears reports whether a message is marked with the key, by its metadata or by the id of its first block.
func bears(m slack.Message, key string) bool {
	if key == "" {
		return false
	}
	if m.Metadata.EventType == eventType && m.Metadata.EventPayload["key"] == key {
		return true
	}
	return len(m.Blocks.BlockSet) > 0 && m.Blocks.BlockSet[0].ID() == blockPrefix+key
}

// findError says why looking failed. A busy Slack is told by a *bot.PostError of class not sent with the time to wait.
func (a *Adapter) findError(to bot.Address, err error) error {
	if cannotLook(err) {
		return fmt.Errorf("slack: find in %s: %s: %w", to.Channel, code(err), bot.ErrCannotLook)
	}
	return a.postError("find in "+to.Channel, err)
}
