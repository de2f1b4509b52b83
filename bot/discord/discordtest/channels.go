package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Permission bits of Discord that the stand-in looks at.
const (
	PermView          = 1 << 10
	PermSend          = 1 << 11
	PermEmbedLinks    = 1 << 14
	PermAttachFiles   = 1 << 15
	PermReadHistory   = 1 << 16
	PermCreateThreads = 1 << 35
	PermThreadSend    = 1 << 38
	permAll           = PermView | PermSend | PermReadHistory | PermCreateThreads | PermThreadSend | PermEmbedLinks | PermAttachFiles
)

type channel struct {
	id, name, parent string
	kind             int        // 0 text, 11 thread, 15 forum
	tags             []forumTag // of a forum
	required         bool       // of a forum: each post needs a tag
	applied          []string   // of a post
	owner            string     // of a thread
	with             string     // the person, of a direct conversation
	blocked          bool       // that person takes nothing from the bot
	archived, locked bool       // of a thread
	denied           int64
	messages         []*message
}

type message struct {
	id, channel string
	author      string
	body        body
	text        Text
	pings       int
	edited      bool
	nonce       string
	made        time.Time
	ephemeral   string // the user who alone sees it
	loading     bool
}

// AddChannel makes a text channel in which the bot lacks the given permissions, and returns its id.
func (s *Server) AddChannel(name string, denied int64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &channel{id: s.id(), name: name, denied: denied}
	s.channels[c.id] = c
	return c.id
}

// AddVoiceChannel makes a voice channel, and returns its id.
func (s *Server) AddVoiceChannel(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &channel{id: s.id(), name: name, kind: 2}
	s.channels[c.id] = c
	return c.id
}

// Deny takes permissions in a channel from the bot.
func (s *Server) Deny(channel string, denied int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[channel].denied = denied
}

// DeleteMessage removes a message as a moderator would.
func (s *Server) DeleteMessage(channel, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	c.messages = slices.DeleteFunc(c.messages, func(m *message) bool { return m.id == id })
}

// DeleteChannel removes a channel or thread with all that is in it.
func (s *Server) DeleteChannel(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.channels, id)
}

// Write puts a message of somebody else into a channel.
func (s *Server) Write(channel, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &message{id: s.id(), channel: channel, author: "1400000000000000009", body: body{Content: text}, text: Read(text), made: time.Now()}
	s.channels[channel].messages = append(s.channels[channel].messages, m)
	return m.id
}

// converse opens a direct conversation, of which there is one a person.
func (s *Server) converse(raw []byte) (int, any, error) {
	var b struct {
		Recipient string `json:"recipient_id"`
	}
	if json.Unmarshal(raw, &b) != nil || b.Recipient == "" {
		return 0, nil, invalid("recipient_id: this field is required")
	}
	s.check(http.MethodPost, "/users/@me/channels", raw)
	for _, c := range s.channels {
		if c.with == b.Recipient {
			return http.StatusOK, c.json(s.config.Guild), nil
		}
	}
	c := &channel{id: s.id(), kind: directKind, with: b.Recipient}
	s.channels[c.id] = c
	return http.StatusOK, c.json(s.config.Guild), nil
}

const directKind = 1

// Direct returns the channel of the bot's conversation with a person; empty while there is none.
func (s *Server) Direct(who Person) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		if c.with == who.id() {
			return c.id
		}
	}
	return ""
}

// Block has a person take nothing from the bot any more.
func (s *Server) Block(who Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		if c.with == who.id() {
			c.blocked = true
		}
	}
}

// at returns the channel if the bot may do that there.
func (s *Server) at(id string, wanted int64) (*channel, error) {
	c := s.channels[id]
	if c == nil {
		return nil, trouble{http.StatusNotFound, 10003, "Unknown Channel", ""}
	}
	denied := c.denied
	if c.parent != "" {
		denied |= s.channels[c.parent].denied
	}
	switch {
	case denied&PermView != 0:
		return nil, trouble{http.StatusForbidden, 50001, "Missing Access", ""}
	case denied&wanted != 0:
		return nil, trouble{http.StatusForbidden, 50013, "Missing Permissions", ""}
	}
	return c, nil
}

func (s *Server) post(id string, raw []byte, files map[string][]byte) (int, any, error) {
	wanted := int64(PermSend)
	if c := s.channels[id]; c != nil && c.parent != "" {
		wanted = PermThreadSend
	}
	c, err := s.at(id, wanted)
	if err != nil {
		return 0, nil, err
	}
	if c.blocked {
		return 0, nil, trouble{http.StatusForbidden, 50007, "Cannot send messages to this user", ""}
	}
	if c.kind == forumKind {
		return 0, nil, trouble{http.StatusBadRequest, 50008, "Cannot send messages in a non-text channel", ""}
	}
	if err := c.awake(); err != nil {
		return 0, nil, err
	}
	b, err := parseBody(raw, true)
	if err != nil {
		return 0, nil, err
	}
	if err := s.attach(id, &b, files); err != nil {
		return 0, nil, err
	}
	nonce, err := b.nonce()
	if err != nil {
		return 0, nil, err
	}
	if b.EnforceNonce && nonce != "" {
		for _, m := range c.messages {
			if m.nonce == nonce && m.author == s.bot && time.Since(m.made) < s.config.NonceLife {
				return http.StatusOK, m.json(true), nil
			}
		}
	}
	s.check(http.MethodPost, "/channels/{channel_id}/messages", raw)
	m := s.say(c, b)
	m.nonce = nonce
	return http.StatusOK, m.json(true), nil
}

// say shows a message in a channel.
func (s *Server) say(c *channel, b body) *message {
	m := &message{id: s.id(), channel: c.id, author: s.bot, made: time.Now()}
	m.fill(b)
	c.messages = append(c.messages, m)
	return m
}

func (m *message) fill(b body) {
	m.body, m.pings = b, b.pings()
	m.text = b.read()
}

func (s *Server) edit(id, messageID string, raw []byte, files map[string][]byte) (int, any, error) {
	c, err := s.at(id, 0)
	if err != nil {
		return 0, nil, err
	}
	m := c.find(messageID)
	switch {
	case m == nil:
		return 0, nil, trouble{http.StatusNotFound, 10008, "Unknown Message", ""}
	case m.author != s.bot:
		return 0, nil, trouble{http.StatusForbidden, 50005, "Cannot edit a message authored by another user", ""}
	case c.archived:
		return 0, nil, trouble{http.StatusBadRequest, 50083, "Thread is archived", ""}
	}
	b, err := parseBody(raw, false)
	if err != nil {
		return 0, nil, err
	}
	if err := s.attach(id, &b, files); err != nil {
		return 0, nil, err
	}
	s.check(http.MethodPatch, "/channels/{channel_id}/messages/{message_id}", raw)
	pings := m.pings // an edit notifies nobody anew
	m.fill(b)
	m.pings, m.edited = pings, true
	return http.StatusOK, m.json(false), nil
}

func (c *channel) find(id string) *message {
	for _, m := range c.messages {
		if m.id == id {
			return m
		}
	}
	return nil
}

// list returns the newest first, and nothing at all without the permission to read the history, as Discord does.
func (s *Server) list(id string, query map[string][]string) (int, any, error) {
	c, err := s.at(id, 0)
	if err != nil {
		return 0, nil, err
	}
	get := func(name string) string {
		if v := query[name]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	size := 50
	if v := get("limit"); v != "" {
		if _, err := fmt.Sscan(v, &size); err != nil || size < 1 || size > 100 {
			return 0, nil, invalid("limit: int value should be between 1 and 100")
		}
	}
	denied := c.denied
	if c.parent != "" {
		denied |= s.channels[c.parent].denied
	}
	out := []any{}
	if denied&PermReadHistory != 0 {
		return http.StatusOK, out, nil
	}
	var fit []*message
	for _, m := range c.messages {
		if after := get("after"); m.ephemeral == "" && (after == "" || less(after, m.id)) {
			fit = append(fit, m)
		}
	}
	if get("after") != "" {
		fit = fit[:min(len(fit), size)]
	} else {
		fit = fit[max(0, len(fit)-size):]
	}
	for _, m := range slices.Backward(fit) {
		out = append(out, m.json(false))
	}
	return http.StatusOK, out, nil
}

func less(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

func (s *Server) startThread(id, messageID string, raw []byte) (int, any, error) {
	c, err := s.at(id, PermCreateThreads)
	if err != nil {
		return 0, nil, err
	}
	var b struct {
		Name    string `json:"name"`
		Minutes int    `json:"auto_archive_duration"`
	}
	switch err := json.Unmarshal(raw, &b); {
	case err != nil:
		return 0, nil, invalid("%v", err)
	case c.parent != "":
		return 0, nil, trouble{http.StatusBadRequest, 50024, "Cannot execute action on this channel type", ""}
	case c.find(messageID) == nil:
		return 0, nil, trouble{http.StatusNotFound, 10008, "Unknown Message", ""}
	case s.channels[messageID] != nil:
		return 0, nil, trouble{http.StatusBadRequest, 160004, "A thread has already been created for this message", ""}
	case count(b.Name) < 1 || count(b.Name) > 100:
		return 0, nil, invalid("name: must be between 1 and 100 in length")
	case !slices.Contains([]int{0, 60, 1440, 4320, 10080}, b.Minutes):
		return 0, nil, invalid("auto_archive_duration: value must be one of (60, 1440, 4320, 10080)")
	}
	s.check(http.MethodPost, "/channels/{channel_id}/messages/{message_id}/threads", raw)
	t := &channel{id: messageID, name: b.Name, parent: id, kind: threadKind, owner: s.bot}
	s.channels[t.id] = t
	return http.StatusCreated, t.json(s.config.Guild), nil
}

func (c *channel) json(guild string) map[string]any {
	if c.kind == directKind {
		return map[string]any{"id": c.id, "type": c.kind, "recipients": []any{map[string]any{"id": c.with, "username": "person", "discriminator": "0", "avatar": nil}}}
	}
	out := map[string]any{"id": c.id, "type": c.kind, "guild_id": guild, "name": c.name, "permission_overwrites": []any{}}
	if c.kind == forumKind {
		out["available_tags"], out["flags"] = append([]forumTag{}, c.tags...), 0
		if c.required {
			out["flags"] = 1 << 4
		}
	}
	if c.parent != "" {
		out["parent_id"], out["owner_id"] = c.parent, c.owner
		out["thread_metadata"] = map[string]any{"archived": c.archived, "locked": c.locked}
		delete(out, "permission_overwrites")
	} else if c.denied != 0 {
		out["permission_overwrites"] = []any{map[string]any{"id": guild, "type": 0, "allow": "0", "deny": fmt.Sprint(c.denied)}}
	}
	return out
}

// json is the message as the API returns it. Only the answer to a post bears the nonce; component ids are kept or
// counted out, as Discord does.
func (m *message) json(fresh bool) map[string]any {
	out := map[string]any{
		"id": m.id, "channel_id": m.channel, "content": m.body.Content, "flags": m.body.Flags, "type": 0,
		"author":     map[string]any{"id": m.author, "username": "briefbot", "bot": true},
		"components": numbered(m.body.Components), "embeds": []any{}, "mentions": []any{}, "attachments": m.attachments(),
		"timestamp": m.made.UTC().Format(time.RFC3339Nano), "edited_timestamp": nil,
	}
	if fresh && m.nonce != "" {
		out["nonce"] = m.nonce
	}
	return out
}

// Message is one message as people see it.
type Message struct {
	ID, Channel string // the channel is the thread's id for a message in a thread
	Thread      string // the message on which the thread hangs; empty in a channel
	ThreadName  string
	Text        string
	Links       []string // in the text, then those of buttons
	Labels      []string // of the buttons
	Pings       int      // notifications that it set off
	Edited      bool
	Images      []Image
}

// Seen returns what everybody sees in a channel and its threads, oldest first.
func (s *Server) Seen(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, c := range s.channels {
		if c.id != channel && c.parent != channel {
			continue
		}
		for _, m := range c.messages {
			if m.ephemeral == "" && !m.loading {
				out = append(out, m.seen(c))
			}
		}
	}
	slices.SortFunc(out, func(a, b Message) int {
		if less(a.ID, b.ID) {
			return -1
		}
		return 1
	})
	return out
}

func (m *message) seen(c *channel) Message {
	labels, links := m.body.buttons()
	out := Message{ID: m.id, Channel: m.channel, Text: m.text.Visible, Links: append(slices.Clone(m.text.Links), links...),
		Labels: labels, Pings: m.pings, Edited: m.edited, Images: m.body.images()}
	if c.parent != "" {
		out.Thread, out.ThreadName = c.id, c.name
	}
	return out
}

func (s *Server) member() map[string]any {
	return map[string]any{"user": map[string]any{"id": s.bot}, "roles": []string{}}
}

func (s *Server) roles() []any {
	return []any{map[string]any{"id": s.config.Guild, "name": "@everyone", "permissions": fmt.Sprint(int64(permAll))}}
}

// segments splits a path.
func segments(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }
