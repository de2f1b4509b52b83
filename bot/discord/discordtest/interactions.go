package discordtest

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"
)

// interaction is something that a person asked.
type interaction struct {
	id, token, user, channel string
	kind                     int // 2 command, 3 button, 4 completion, 5 dialogue
	under                    *message
	form                     *Form // that opened in answer
	asked, answered          time.Time
	deferred                 bool
	deferredPrivate          bool
	original                 *message // the first answer, once it is shown
	shown                    []*message
	choices                  []choice
	refused                  []string // answers that were not accepted
}

// begin makes an interaction and the event that tells the bot.
func (s *Server) begin(kind int, channelID string, user Person, data map[string]any, under *message) (*interaction, map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it := &interaction{id: s.id(), token: "interaction-token-" + rand.Text(), user: user.id(), channel: channelID, kind: kind, under: under, asked: time.Now()}
	s.interactions[it.token] = it
	event := map[string]any{
		"id": it.id, "application_id": s.config.Application, "type": kind, "token": it.token, "version": 1,
		"guild_id": s.config.Guild, "channel_id": channelID, "locale": user.locale(), "guild_locale": "en-US",
		"app_permissions": "309237763072", "data": data, "context": 0, "entitlements": []any{}, "attachment_size_limit": 10485760,
		"authorizing_integration_owners": map[string]string{"0": s.config.Guild},
		"member": map[string]any{
			"user":        map[string]any{"id": it.user, "username": user.Name, "global_name": user.Name, "discriminator": "0", "avatar": nil},
			"permissions": user.permissions(), "roles": append([]string{}, user.Roles...), "nick": nil, "joined_at": "2024-01-01T00:00:00Z", "deaf": false, "mute": false,
		},
	}
	if c := s.channels[channelID]; c != nil {
		event["channel"] = c.json(s.config.Guild)
	}
	if c := s.channels[channelID]; c != nil && c.kind == directKind { // nothing of a server
		event["user"] = event["member"].(map[string]any)["user"]
		event["context"] = 1
		delete(event, "member")
		delete(event, "guild_id")
		delete(event, "guild_locale")
	}
	if under != nil {
		event["message"] = under.json(false)
	}
	return it, event
}

// callback takes the first answer.
func (s *Server) callback(id, token string, raw []byte) error {
	it := s.interactions[token]
	switch {
	case it == nil || it.id != id || it.answered.IsZero() && time.Since(it.asked) > s.config.Deadline:
		return trouble{http.StatusNotFound, 10062, "Unknown interaction", ""}
	case !it.answered.IsZero():
		return trouble{http.StatusBadRequest, 40060, "Interaction has already been acknowledged.", ""}
	}
	var c struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if json.Unmarshal(raw, &c) != nil {
		return invalid("not an answer")
	}
	err := s.take(it, c.Type, c.Data)
	if err != nil {
		it.refused = append(it.refused, err.Error())
		return err
	}
	it.answered = time.Now()
	s.check(http.MethodPost, "/interactions/{interaction_id}/{interaction_token}/callback", raw)
	return nil
}

func (s *Server) take(it *interaction, kind int, data json.RawMessage) error {
	switch {
	case it.kind == 4 && kind == 8:
		var d struct {
			Choices *[]choice `json:"choices"`
		}
		if json.Unmarshal(data, &d) != nil || d.Choices == nil || len(*d.Choices) > 25 {
			return invalid("data.choices: must be a list of 25 or fewer in length")
		}
		for _, ch := range *d.Choices {
			if count(ch.Name) < 1 || count(ch.Name) > 100 || count(ch.Value) < 1 || count(ch.Value) > 100 {
				return invalid("data.choices: must be between 1 and 100 in length")
			}
		}
		it.choices = *d.Choices
	case it.kind == 4:
		return invalid("type: a completion is answered with 8")
	case kind == 9:
		return s.openForm(it, data)
	case kind == 4:
		b, err := parseBody(data, true)
		if err != nil {
			return err
		}
		s.show(it, b, b.Flags&flagEphemeral != 0)
	case kind == 5:
		var d struct {
			Flags int `json:"flags"`
		}
		_ = json.Unmarshal(data, &d) // data may be absent
		if d.Flags&^flagEphemeral != 0 {
			return invalid("data.flags: only EPHEMERAL")
		}
		it.deferred, it.deferredPrivate = true, d.Flags&flagEphemeral != 0
		s.show(it, body{Content: "is thinking…"}, it.deferredPrivate).loading = true
	default:
		return invalid("type: %d is not known here", kind)
	}
	return nil
}

// show puts an answer into the channel, for all or for the asker alone.
func (s *Server) show(it *interaction, b body, private bool) *message {
	m := s.say(s.channels[it.channel], b)
	if private {
		m.ephemeral = it.user
	}
	if it.original == nil {
		it.original = m
	}
	it.shown = append(it.shown, m)
	return m
}

// webhook takes edits of the first answer, its deletion, and follow-ups.
func (s *Server) webhook(method, app, token string, rest []string, raw []byte, files map[string][]byte) (int, any, error) {
	it := s.interactions[token]
	switch {
	case app != s.config.Application || it == nil || it.answered.IsZero():
		return 0, nil, trouble{http.StatusNotFound, 10015, "Unknown Webhook", ""}
	case time.Since(it.asked) > s.config.TokenLife:
		return 0, nil, trouble{http.StatusUnauthorized, 50027, "Invalid Webhook Token", ""}
	case len(rest) == 0 && method == http.MethodPost:
		return s.followUp(it, raw, files)
	case len(rest) != 2 || rest[0] != "messages" || rest[1] != "@original":
		return 0, nil, trouble{http.StatusNotFound, 0, "404: Not Found", ""}
	case it.original == nil:
		return 0, nil, trouble{http.StatusNotFound, 10008, "Unknown Message", ""}
	case method == http.MethodDelete:
		s.remove(it.original)
		it.shown, it.original, it.deferred = it.shown[1:], nil, false
		return http.StatusNoContent, nil, nil
	case method == http.MethodGet:
		return http.StatusOK, it.original.json(false), nil
	case method != http.MethodPatch:
		return 0, nil, trouble{http.StatusMethodNotAllowed, 0, "405: Method Not Allowed", ""}
	}
	b, err := parseBody(raw, false)
	if err == nil {
		err = s.attach(it.channel, &b, files)
	}
	if err != nil {
		it.refused = append(it.refused, err.Error())
		return 0, nil, err
	}
	s.check(method, "/webhooks/{webhook_id}/{webhook_token}/messages/@original", raw)
	it.original.fill(b)
	it.original.edited = !it.original.loading
	it.original.loading, it.deferred = false, false
	return http.StatusOK, it.original.json(false), nil
}

// followUp shows a further message. The first one after a notice that an answer is on its way takes the notice's place, and is
// as private as the notice was.
func (s *Server) followUp(it *interaction, raw []byte, files map[string][]byte) (int, any, error) {
	b, err := parseBody(raw, true)
	if err == nil {
		err = s.attach(it.channel, &b, files)
	}
	if err != nil {
		it.refused = append(it.refused, err.Error())
		return 0, nil, err
	}
	s.check(http.MethodPost, "/webhooks/{webhook_id}/{webhook_token}", raw)
	if it.deferred && it.original != nil {
		it.deferred = false
		it.original.fill(b)
		it.original.loading = false
		return http.StatusOK, it.original.json(false), nil
	}
	m := s.show(it, b, b.Flags&flagEphemeral != 0)
	return http.StatusOK, m.json(false), nil
}

func (s *Server) remove(gone *message) {
	c := s.channels[gone.channel]
	for i, m := range c.messages {
		if m == gone {
			c.messages = append(c.messages[:i:i], c.messages[i+1:]...)
			return
		}
	}
}
