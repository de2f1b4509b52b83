package discordtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Say has a person write a message into a channel or thread, and returns its id. The bot hears of it where it asked for messages; as
// Discord does without the privileged intent, its content is told only where it mentions the bot.
func (s *Server) Say(who Person, channel, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &message{id: s.id(), channel: channel, author: who.id(), body: body{Content: text}, text: Read(text), made: time.Now()}
	s.channels[channel].messages = append(s.channels[channel].messages, m)
	s.tell(m, who, false)
	return m.id
}

// Repeat delivers a message once more, as after a resume that went wrong.
func (s *Server) Repeat(who Person, channel, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.channels[channel].find(id); m != nil {
		s.tell(m, who, false)
	}
}

// SayAsBot is Say of another bot.
func (s *Server) SayAsBot(who Person, channel, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &message{id: s.id(), channel: channel, author: who.id(), body: body{Content: text}, text: Read(text), made: time.Now()}
	s.channels[channel].messages = append(s.channels[channel].messages, m)
	s.tell(m, who, true)
	return m.id
}

// tell sends a message to the sessions that asked for them. The lock must be held.
func (s *Server) tell(m *message, who Person, isBot bool) {
	event := m.json(false)
	event["guild_id"] = s.config.Guild
	event["author"] = map[string]any{"id": who.id(), "username": who.Name, "global_name": who.Name, "bot": isBot}
	event["member"] = map[string]any{"nick": nil, "roles": []string{}}
	mentioned := strings.Contains(m.body.Content, "<@"+s.bot+">") || strings.Contains(m.body.Content, "<@!"+s.bot+">")
	if mentioned {
		event["mentions"] = []any{map[string]any{"id": s.bot, "username": "briefbot", "bot": true}}
	} else {
		event["content"] = ""
	}
	for _, ss := range s.sessions {
		if ss.intents&intentMessages != 0 && ss.at != nil && !s.zombie {
			ss.send("MESSAGE_CREATE", encode(event))
		}
	}
}

// Mention has a person mention the bot in a channel or thread, with a text after it, and waits for the answer: the bot's first message
// in the message's thread or, where none can be started, in reply to it.
func (s *Server) Mention(ctx context.Context, who Person, channel, text string) (Answer, error) {
	asked := time.Now()
	id := s.Say(who, channel, "<@"+s.bot+"> "+text)
	tick := time.NewTicker(3 * time.Millisecond)
	defer tick.Stop()
	for {
		if a, ok := s.replied(channel, id); ok {
			a.First = time.Since(asked)
			return a, nil
		}
		select {
		case <-ctx.Done():
			return Answer{}, fmt.Errorf("%w to the mention: %w", ErrNoAnswer, ctx.Err())
		case <-tick.C:
		}
	}
}

// replied looks for the bot's answer to a message.
func (s *Server) replied(channel, id string) (Answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, place := range []string{id, channel} {
		c := s.channels[place]
		if c == nil {
			continue
		}
		i := slices.IndexFunc(c.messages, func(m *message) bool {
			here := place == id || c.parent != "" && less(id, m.id) || m.body.Reference.MessageID == id
			return m.author == s.bot && here && m.ephemeral == ""
		})
		if i >= 0 {
			return Answer{Message: c.messages[i].seen(c)}, true
		}
	}
	return Answer{}, false
}
