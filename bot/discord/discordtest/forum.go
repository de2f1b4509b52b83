package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Kinds of channels.
const (
	textKind   = 0
	threadKind = 11
	forumKind  = 15
)

// AddForum makes a forum that offers tags, and returns its id. Where a tag is required, posts without one are refused.
func (s *Server) AddForum(name string, required bool, tags ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &channel{id: s.id(), name: name, kind: forumKind, required: required}
	for _, t := range tags {
		c.tags = append(c.tags, forumTag{ID: s.id(), Name: t})
	}
	s.channels[c.id] = c
	return c.id
}

type forumTag struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Moderated bool   `json:"moderated"`
}

// Archive puts a thread to sleep, as Discord does after some days; a locked one is not woken by posts.
func (s *Server) Archive(thread string, locked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[thread].archived, s.channels[thread].locked = true, locked
}

// Tags returns the names of the tags that a post of a forum bears.
func (s *Server) Tags(thread string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[thread]
	if c == nil || s.channels[c.parent] == nil {
		return nil
	}
	var out []string
	for _, t := range s.channels[c.parent].tags {
		if slices.Contains(c.applied, t.ID) {
			out = append(out, t.Name)
		}
	}
	return out
}

// forumPost makes a thread with its first message.
func (s *Server) forumPost(id string, raw []byte) (int, any, error) {
	c, err := s.at(id, PermSend)
	if err != nil {
		return 0, nil, err
	}
	if c.kind != forumKind {
		return 0, nil, trouble{http.StatusBadRequest, 50024, "Cannot execute action on this channel type", ""}
	}
	var b struct {
		Name    string          `json:"name"`
		Minutes int             `json:"auto_archive_duration"`
		Applied []string        `json:"applied_tags"`
		Message json.RawMessage `json:"message"`
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return 0, nil, invalid("%v", err)
	}
	known := func(tag string) bool {
		return slices.ContainsFunc(c.tags, func(t forumTag) bool { return t.ID == tag })
	}
	switch {
	case count(b.Name) < 1 || count(b.Name) > 100:
		return 0, nil, invalid("name: must be between 1 and 100 in length")
	case !slices.Contains([]int{0, 60, 1440, 4320, 10080}, b.Minutes):
		return 0, nil, invalid("auto_archive_duration: value must be one of (60, 1440, 4320, 10080)")
	case len(b.Applied) > 5 || slices.ContainsFunc(b.Applied, func(t string) bool { return !known(t) }):
		return 0, nil, invalid("applied_tags: at most 5 of the channel's")
	case c.required && len(b.Applied) == 0:
		return 0, nil, trouble{http.StatusBadRequest, 40067, "A tag is required to create a forum post in this channel", ""}
	}
	body, err := parseBody(b.Message, true)
	if err != nil {
		return 0, nil, err
	}
	s.check(http.MethodPost, "/channels/{channel_id}/threads", raw)
	t := &channel{id: s.id(), name: b.Name, parent: id, kind: threadKind, applied: b.Applied, owner: s.bot}
	s.channels[t.id] = t
	m := s.say(t, body)
	m.id = t.id // as Discord has it: the first message bears the id of its thread
	out := t.json(s.config.Guild)
	out["message"] = m.json(true)
	return http.StatusCreated, out, nil
}

// threadsOf lists the threads that are archived, or those that are not, of one channel or of all.
func (s *Server) threadsOf(parent string, archived bool) any {
	list := []any{}
	for _, c := range s.channels {
		if c.kind == threadKind && c.archived == archived && (parent == "" || c.parent == parent) {
			list = append(list, c.json(s.config.Guild))
		}
	}
	return map[string]any{"threads": list, "members": []any{}, "has_more": false}
}

// open changes a thread: the stand-in knows of waking it alone.
func (s *Server) open(id string, raw []byte) (int, any, error) {
	c, err := s.at(id, PermThreadSend)
	if err != nil {
		return 0, nil, err
	}
	var b struct {
		Archived *bool `json:"archived"`
	}
	if json.Unmarshal(raw, &b) != nil || b.Archived == nil || c.kind != threadKind {
		return 0, nil, invalid("archived: wanted")
	}
	if c.locked {
		return 0, nil, trouble{http.StatusForbidden, 160005, "Thread is locked", ""}
	}
	c.archived = *b.Archived
	return http.StatusOK, c.json(s.config.Guild), nil
}

// one returns a single message.
func (s *Server) one(id, messageID string) (int, any, error) {
	c, err := s.at(id, PermReadHistory)
	if err != nil {
		return 0, nil, err
	}
	m := c.find(messageID)
	if m == nil {
		return 0, nil, trouble{http.StatusNotFound, 10008, "Unknown Message", ""}
	}
	return http.StatusOK, m.json(false), nil
}

// awake wakes a thread that is posted to, unless it is locked.
func (c *channel) awake() error {
	if c.locked {
		return trouble{http.StatusForbidden, 160005, "Thread is locked", ""}
	}
	c.archived = false
	return nil
}

// Channels returns the ids of the channels that are not threads.
func (s *Server) Channels() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for id, c := range s.channels {
		if c.parent == "" {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}
