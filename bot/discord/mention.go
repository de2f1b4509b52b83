package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"briefbot/bot"
)

// said is a new message in a server, as far as it is looked at. Discord gives its content only where the bot is mentioned: the intent
// for all contents is privileged, and not asked for.
type said struct {
	ID        string `json:"id"`
	ChannelID string `json:"channel_id"`
	GuildID   string `json:"guild_id"`
	WebhookID string `json:"webhook_id"`
	Content   string `json:"content"`
	Author    struct {
		person
		Bot bool `json:"bot"`
	} `json:"author"`
	Member struct {
		Nick  string   `json:"nick"`
		Roles []string `json:"roles"`
	} `json:"member"`
}

const (
	answerTries = 3                // for each part of an answer to a mention
	farthestTry = 10 * time.Second // a mention is not worth waiting longer for
)

// hear answers a message that mentions the bot. Other messages, and those of bots, are nobody's business. The same message is answered
// once, however often it is delivered.
func (a *Adapter) hear(raw []byte) {
	var m said
	if json.Unmarshal(raw, &m) != nil || !strings.Contains(m.Content, "<@") || m.Author.Bot || m.WebhookID != "" {
		return
	}
	if !snowflakeRule.MatchString(m.ID) || !snowflakeRule.MatchString(m.ChannelID) || !snowflakeRule.MatchString(m.GuildID) {
		return
	}
	a.gate.RLock() // so that a stop waits for all that was taken
	defer a.gate.RUnlock()
	service := a.serving
	if service == nil {
		return
	}
	select {
	case a.slots <- struct{}{}:
	default:
		a.log.Error("discord: too much under way; a mention is dropped", "message", m.ID)
		return
	}
	a.work.Go(func() {
		defer func() { <-a.slots }()
		a.mentioned(service, m)
	})
}

// mentioned answers in the thread of the message, for all to see, since the message is.
func (a *Adapter) mentioned(service *service, m said) {
	ctx, cancel := context.WithTimeout(service.ctx, a.pace.limit)
	defer cancel()
	own, err := a.whoami(ctx)
	if err != nil {
		a.log.Warn("discord: a mention is not answered: who the bot is cannot be found out", "error", err)
		return
	}
	line, ok := lineTo(own, m.Content)
	if !ok || !a.seen.add("message "+m.ID) {
		return
	}
	event, log := "message "+m.ID, a.log.With("message", m.ID)
	claim, sure, err := bot.Take(ctx, a.opts.Once, Name, event)
	if err != nil {
		log.Warn("discord: nobody can tell whether this mention was answered before; it is answered if it changes nothing", "error", err)
	}
	if claim != bot.First {
		log.Debug("discord: another instance answers")
		return
	}
	in := bot.Invocation{ID: bot.NewID(), Unsure: !sure, Via: bot.Mention, Public: true, User: bot.User{
		ID: m.Author.ID, Name: bot.CleanLine(or(m.Member.Nick, or(m.Author.GlobalName, m.Author.Username))), Groups: m.Member.Roles,
	}}
	in.From = bot.Address{Platform: Name, Workspace: m.GuildID, Channel: m.ChannelID, Message: m.ID}
	to := in.From
	if c, _ := a.channel(ctx, m.ChannelID); isThread(c.Type) && snowflakeRule.MatchString(c.ParentID) {
		in.From.Channel, in.From.Message = c.ParentID, m.ChannelID
		to.Message = "" // the answer stays in the thread
	}
	err = a.replyInParts(ctx, to, m.ID, service.router.DoLine(ctx, in, line))
	if err != nil {
		log.Error("discord: a mention got no answer", "code", in.ID, "error", err)
	}
	if err := bot.Settle(service.ctx, a.opts.Once, Name, event, err == nil); err != nil {
		log.Warn("discord: that a mention was answered could not be written down", "error", err)
	}
}

// replyInParts posts an answer in as many messages as it takes.
func (a *Adapter) replyInParts(ctx context.Context, to bot.Address, message string, m bot.Message) error {
	parts, _ := fit(m)
	for n, part := range parts {
		if err := a.reply(ctx, to, message, mentionKey(message, n), part); err != nil {
			return fmt.Errorf("part %d of %d: %w", n+1, len(parts), err)
		}
	}
	return nil
}

// reply posts one part of an answer. The platform makes one message of one key, so that trying again does not say things twice, and
// neither do two replicas that hear the same. Where no thread may be started, it replies in the channel.
func (a *Adapter) reply(ctx context.Context, to bot.Address, message, key string, m bot.Message) error {
	for try := 1; ; try++ {
		_, err := a.Post(ctx, to, key, m)
		var pe *bot.PostError
		if err == nil || !errors.As(err, &pe) {
			return err
		}
		if pe.Class == bot.Refused && to.Message != "" {
			return a.replyInChannel(ctx, to, message, key, m)
		}
		if pe.Class == bot.Refused || try == answerTries || pe.RetryAfter > farthestTry || !sleep(ctx, max(pe.RetryAfter, 300*time.Millisecond)) {
			return err
		}
	}
}

// replyInChannel posts an answer that points at the message.
func (a *Adapter) replyInChannel(ctx context.Context, to bot.Address, message, key string, m bot.Message) error {
	p, err := render(m, key)
	if err != nil {
		return refused("empty", "reply to %s: %w", to, err)
	}
	p.Reference = &reference{MessageID: message}
	x := a.send(ctx, http.MethodPost, "/channels/"+to.Channel+"/messages", bucket("post", to.Channel), p)
	return x.failure("reply to " + to.String())
}

// mentionKey marks the n-th part of the answer to a message.
func mentionKey(message string, n int) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("mention %s %d", message, n)))
	return hex.EncodeToString(sum[:12])
}

var mentionRule = regexp.MustCompile(`<(@[!&]?|#|a?:[A-Za-z0-9_]+:)[0-9]+>`)

// lineTo returns what a message says to the bot of that id: its mention is taken out, also those of others, of channels and of pictures.
// It returns false where the words do not mention the bot, such as in a reply to it.
func lineTo(own, content string) (string, bool) {
	ours := "<@" + own + ">"
	content = strings.ReplaceAll(content, "<@!"+own+">", ours)
	if !strings.Contains(content, ours) {
		return "", false
	}
	return strings.Join(strings.Fields(mentionRule.ReplaceAllString(content, " ")), " "), true
}
