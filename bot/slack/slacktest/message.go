package slacktest

import (
	"encoding/json"
	"slices"
)

// Message is one message as Slack keeps it.
type Message struct {
	Channel  string
	TS       string
	ThreadTS string // of the first message of the thread it stands in; empty in the channel itself
	User     string
	Text     string // the fallback, as sent
	Blocks   json.RawMessage
	Metadata json.RawMessage
	Mrkdwn   bool
	Unfurled bool   // link previews were not switched off
	For      string // the only person who sees it; empty for all
	Edited   bool
	View     View // what people see

	from *back // the response_url that it came by
}

// Messages returns what is visible to all in a channel and its threads, oldest first.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copies(s.messages, func(m *Message) bool { return m.Channel == channel })
}

// Private returns what only that person sees, oldest first.
func (s *Server) Private(user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copies(s.private, func(m *Message) bool { return m.For == user })
}

func copies(from []*Message, keep func(*Message) bool) []Message {
	var out []Message
	for _, m := range from {
		if keep(m) {
			out = append(out, *m)
		}
	}
	return out
}

// find returns a visible message. The lock must be held.
func (s *Server) find(channel, ts string) *Message {
	i := slices.IndexFunc(s.messages, func(m *Message) bool { return m.Channel == channel && m.TS == ts })
	if i < 0 {
		return nil
	}
	return s.messages[i]
}

// Say has a person write a message, as a plain one without blocks, and returns its timestamp.
func (s *Server) Say(user, channel, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &Message{Channel: channel, User: user, Text: text, Mrkdwn: true}
	s.keep(m)
	return m.TS
}

// Forge shows a message by anybody with any metadata and blocks, as another app could post it.
func (s *Server) Forge(channel, user, metadata, blocks string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep(&Message{Channel: channel, User: user, Text: "forged", Metadata: json.RawMessage(metadata), Blocks: json.RawMessage(blocks)})
}

// Forget drops the metadata of a message.
func (s *Server) Forget(channel, ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.find(channel, ts); m != nil {
		m.Metadata = nil
	}
}

// Remove deletes a visible message. The replies in its thread stay.
func (s *Server) Remove(channel, ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = slices.DeleteFunc(s.messages, func(m *Message) bool { return m.Channel == channel && m.TS == ts })
	s.stir()
}

// keep gives a message its timestamp and shows it. The lock must be held.
func (s *Server) keep(m *Message) {
	m.TS = s.stamp()
	m.View = s.view(m)
	if m.For != "" {
		s.private = append(s.private, m)
	} else {
		s.messages = append(s.messages, m)
	}
	s.stir()
}

// wire is a message as the history shows it.
type wire struct {
	Type       string          `json:"type"`
	User       string          `json:"user"`
	BotID      string          `json:"bot_id,omitempty"`
	AppID      string          `json:"app_id,omitempty"`
	Text       string          `json:"text"`
	TS         string          `json:"ts"`
	ThreadTS   string          `json:"thread_ts,omitempty"`
	ReplyCount int             `json:"reply_count,omitempty"`
	Team       string          `json:"team"`
	Blocks     json.RawMessage `json:"blocks,omitempty"`
	Metadata   json.RawMessage `json:"metadata,omitempty"`
	Edited     *edited         `json:"edited,omitempty"`
}

type edited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

// wire returns the message for the history. The lock must be held.
func (s *Server) wire(m *Message, withMetadata bool) wire {
	w := wire{Type: "message", User: m.User, Text: m.Text, TS: m.TS, ThreadTS: m.ThreadTS, Team: Team, Blocks: m.Blocks}
	if m.User == BotUser {
		w.BotID, w.AppID = BotID, AppID
	}
	if withMetadata {
		w.Metadata = m.Metadata
	}
	if m.Edited {
		w.Edited = &edited{User: m.User, TS: m.TS}
	}
	for _, reply := range s.messages {
		if reply.Channel == m.Channel && reply.ThreadTS == m.TS {
			w.ReplyCount++
			w.ThreadTS = m.TS
		}
	}
	return w
}
