package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"time"

	"briefbot/bot"
)

// A thread falls asleep after three days without a message and wakes with the next one.
const threadMinutes = 4320

// Discord's kinds of channels that are threads.
const (
	newsThread    = 10
	publicThread  = 11
	privateThread = 12
)

func isThread(kind int) bool { return kind >= newsThread && kind <= privateThread }

// Payload returns the body of the request that Post would send, as JSON. See bot.Renderer.
func (a *Adapter) Payload(_ bot.Address, key string, m bot.Message) ([]byte, error) {
	p, err := render(split(m)[0], key)
	if err != nil {
		return nil, fmt.Errorf("discord: %w", err)
	}
	return json.Marshal(p)
}

// Post sends one message. A message that does not fit is cut to its first part. See bot.Adapter.
func (a *Adapter) Post(ctx context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	if err := a.checkPlace(to); err != nil {
		return bot.Address{}, err
	}
	if !goodKey(key) {
		return bot.Address{}, refused("key", "the delivery key must have at most 24 characters of 0-9 and a-z")
	}
	if a.inForum(to) {
		return a.postInForum(ctx, to, key, m)
	}
	part := split(a.maySend(to.Channel, m))[0]
	p, err := render(part, key)
	if err != nil {
		return bot.Address{}, refused("empty", "post to %s: %w", to, err)
	}
	channel, remembered := to.Channel, a.threads.has(to.Message)
	if to.Message != "" {
		if channel, err = a.thread(ctx, to, or(part.Thread, or(part.Title, "…"))); err != nil {
			return bot.Address{}, err
		}
	}
	unlock, err := a.lane(ctx, channel)
	if err != nil {
		return bot.Address{}, err
	}
	x := a.send(ctx, http.MethodPost, "/channels/"+channel+"/messages", bucket("post", channel), p)
	unlock()
	if x.refusal().Code == notText && to.Message == "" {
		if is, err := a.Forum(ctx, to); is && err == nil {
			return a.postInForum(ctx, to, key, m) // that was refused, so that this is the only message
		}
	}
	if err := x.failure("post to " + to.String()); err != nil {
		var pe *bot.PostError
		if x.refusal().Code == unknownChannel && to.Channel == to.Message && errors.As(err, &pe) {
			pe.Err = fmt.Errorf("%w: %w", pe.Err, bot.ErrGone) // the post of a forum
			return bot.Address{}, err
		}
		if remembered && x.refusal().Code == unknownChannel && errors.As(err, &pe) {
			a.threads.forget(channel)
			pe.Class = bot.NotSent // somebody deleted the thread; the next attempt starts it anew or learns why not
		}
		return bot.Address{}, a.withoutPicture(to.Channel, p, x, err)
	}
	id, err := x.messageID()
	if err != nil {
		return bot.Address{}, &bot.PostError{Class: bot.Unknown, Err: fmt.Errorf("discord: post to %s: %w", to, err)}
	}
	return bot.Address{Platform: Name, Workspace: to.Workspace, Channel: channel, Message: id}, nil
}

func (x *exchange) messageID() (string, error) {
	var m struct {
		ID string `json:"id"`
	}
	if err := x.decode(&m); err != nil {
		return "", err
	}
	if !snowflakeRule.MatchString(m.ID) {
		return "", errors.New("the platform's answer names no message")
	}
	return m.ID, nil
}

// Edit replaces a message of the bot's own. See bot.Adapter.
func (a *Adapter) Edit(ctx context.Context, at bot.Address, key string, m bot.Message) error {
	if err := a.checkPlace(at); err != nil {
		return err
	}
	if at.Message == "" || key != "" && !goodKey(key) {
		return refused("address", "edit %s: want the address of a message and its key", at)
	}
	p, err := render(split(a.maySend(at.Channel, m))[0], key)
	if err != nil {
		return refused("empty", "edit %s: %w", at, err)
	}
	p.Nonce, p.EnforceNonce = "", false // of no meaning in an edit
	if p.Attachments == nil {
		p.Attachments = []attachment{}
	}
	path := "/channels/" + at.Channel + "/messages/" + at.Message
	x := a.send(ctx, http.MethodPatch, path, bucket("edit", at.Channel), p)
	if x.refusal().Code == threadArchived {
		if x = a.wake(ctx, at.Channel); x.ok() {
			x = a.send(ctx, http.MethodPatch, path, bucket("edit", at.Channel), p)
		}
	}
	return a.withoutPicture(at.Channel, p, x, x.failure("edit "+at.String()))
}

// send makes one request with a message as its body.
func (a *Adapter) send(ctx context.Context, method, path, bucket string, p payload) *exchange {
	c := call{method: method, path: path, bucket: bucket, patience: 2 * time.Second}
	var err error
	if c.body, c.contentType, err = p.encode(); err != nil {
		return &exchange{err: err}
	}
	return a.do(ctx, c)
}

// encode returns the body with its content type: JSON, or a form of JSON and file.
func (p payload) encode() ([]byte, string, error) {
	body, err := json.Marshal(p)
	if err != nil || p.image == nil {
		return body, "application/json", err
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part := func(name, file, contentType string, content []byte) error {
		h := textproto.MIMEHeader{"Content-Type": {contentType}}
		h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="%s"%s`, name, file))
		w, err := form.CreatePart(h)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, bytes.NewReader(content))
		return err
	}
	err = errors.Join(
		part("payload_json", "", "application/json", body),
		part("files[0]", fmt.Sprintf(`; filename="%s"`, p.Attachments[0].Filename), or(p.kind, "image/png"), p.image),
		form.Close())
	return b.Bytes(), form.FormDataContentType(), err
}

// thread returns the id of the thread that a reply to the message belongs into, and starts it when it is not there yet.
func (a *Adapter) thread(ctx context.Context, to bot.Address, name string) (string, error) {
	if to.Channel == to.Message || a.threads.has(to.Message) { // a post of a forum, or a thread that is known
		return to.Message, nil
	}
	body, err := json.Marshal(struct {
		Name    string `json:"name"`
		Minutes int    `json:"auto_archive_duration"`
	}{bot.Cut(bot.CleanLine(name), 95), threadMinutes})
	if err != nil {
		return "", refused("thread", "thread name: %w", err)
	}
	x := a.do(ctx, call{method: http.MethodPost, path: "/channels/" + to.Channel + "/messages/" + to.Message + "/threads",
		bucket: bucket("thread", to.Channel), body: body, patience: 2 * time.Second})
	switch code := x.refusal().Code; {
	case x.ok(), code == threadExists:
		a.threads.add(to.Message)
		return to.Message, nil
	case code == wrongChannelType || code == unknownMessage:
		// Either the message stands in a thread itself, or the thread hangs on no message.
		for _, id := range []string{to.Channel, to.Message} {
			if c, _ := a.channel(ctx, id); isThread(c.Type) {
				return id, nil
			}
		}
	}
	err = x.failure("start the thread of " + to.String())
	var pe *bot.PostError
	if errors.As(err, &pe) && pe.Class == bot.Unknown {
		pe.Class = bot.NotSent // the thread may be there; the message certainly is not
	}
	return "", err
}

// channel is what the API says of one.
type channel struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	Type       int         `json:"type"`
	GuildID    string      `json:"guild_id"`
	OwnerID    string      `json:"owner_id"`
	Flags      int         `json:"flags"`
	Tags       []tag       `json:"available_tags"`
	ParentID   string      `json:"parent_id"`
	Overwrites []overwrite `json:"permission_overwrites"`
}

func (a *Adapter) channel(ctx context.Context, id string) (channel, *exchange) {
	var c channel
	x := a.get(ctx, "/channels/"+id, bucket("channel", id))
	if x.ok() && x.decode(&c) != nil {
		return channel{}, x
	}
	return c, x
}

func (a *Adapter) get(ctx context.Context, path, bucket string) *exchange {
	return a.do(ctx, call{method: http.MethodGet, path: path, bucket: bucket, patience: 10 * time.Second})
}

// lane waits until no other post to the channel is under way, since posts share one rate limit there.
func (a *Adapter) lane(ctx context.Context, channel string) (unlock func(), err error) {
	lane := a.lanes[hash(channel)%uint32(len(a.lanes))]
	select {
	case lane <- struct{}{}:
		return func() { <-lane }, nil
	case <-ctx.Done():
		return nil, &bot.PostError{Class: bot.NotSent, Err: fmt.Errorf("discord: post to channel %s: %w", channel, ctx.Err())}
	}
}

func hash(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum32()
}

// bucket names what shares a rate limit. The library keeps buckets for ever, so their number is bounded.
func bucket(kind, id string) string { return fmt.Sprintf("%s/%d", kind, hash(id)%1021) }

func (a *Adapter) checkPlace(at bot.Address) error {
	if at.Platform != Name || !snowflakeRule.MatchString(at.Channel) || at.Message != "" && !snowflakeRule.MatchString(at.Message) {
		return refused("address", "address %q: want discord:server/channel with ids of digits", at)
	}
	return nil
}

func goodKey(key string) bool {
	return key != "" && len(key) <= 24 && strings.Trim(key, "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}
