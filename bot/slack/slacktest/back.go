package slacktest

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// back is a response_url: five uses within thirty minutes.
type back struct {
	id      string
	user    string
	channel string
	under   *Message // the message whose button was pressed; nil for a slash command
	born    time.Time
	uses    int
	first   *Message // the first message that came by it
	last    *Message // the last
	seen    *Message // the last that was returned of a dialogue
}

func (s *Server) newBack(user, channel string, under *Message) *back {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := &back{id: random() + random(), user: user, channel: channel, under: under, born: s.options.Now()}
	s.back[b.id] = b
	return b
}

func (b *back) url(s *Server) string { return s.URL + "/response/" + b.id }

// ResponseURLs returns all that were given out: secrets of the people who asked.
func (s *Server) ResponseURLs() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, b := range s.back {
		out = append(out, b.url(s))
	}
	return out
}

func (s *Server) serveBack(w http.ResponseWriter, r *http.Request) {
	f := s.fault("response_url")
	if f.before(w) {
		return
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var in struct {
		Text     string          `json:"text"`
		Blocks   json.RawMessage `json:"blocks"`
		Type     string          `json:"response_type"`
		ThreadTS string          `json:"thread_ts"`
		Replace  bool            `json:"replace_original"`
		Links    *bool           `json:"unfurl_links"`
		Media    *bool           `json:"unfurl_media"`
	}
	if err != nil || json.Unmarshal(raw, &in) != nil {
		refuse(w, http.StatusBadRequest, answer{Error: "invalid_payload"})
		return
	}
	s.mu.Lock()
	b := s.back[r.PathValue("id")]
	switch {
	case b == nil:
		s.mu.Unlock()
		refuse(w, http.StatusNotFound, answer{Error: "no_service"})
		return
	case s.options.Now().Sub(b.born) > 30*time.Minute:
		s.mu.Unlock()
		refuse(w, http.StatusNotFound, answer{Error: "expired_url"})
		return
	case b.uses >= 5:
		s.mu.Unlock()
		refuse(w, http.StatusNotFound, answer{Error: "used_url"})
		return
	}
	m := &Message{Channel: b.channel, User: BotUser, Text: in.Text, Blocks: in.Blocks, ThreadTS: in.ThreadTS, Mrkdwn: true, from: b}
	m.Unfurled = in.Type == "in_channel" && (in.Links == nil || *in.Links || in.Media == nil || *in.Media)
	if in.Type != "in_channel" {
		m.For = b.user
	}
	bad := check(m)
	if bad.Error == "" {
		bad = s.checkFiles(m)
	}
	if bad.Error != "" {
		s.mu.Unlock()
		refuse(w, http.StatusBadRequest, bad)
		return
	}
	b.uses++
	if in.Replace {
		s.complain("replace_original on a response_url")
	}
	s.keep(m)
	if b.last = m; b.first == nil {
		b.first = m
	}
	s.stir()
	s.mu.Unlock()
	if f.after(w) {
		return
	}
	if b.under == nil {
		_, _ = io.WriteString(w, "ok")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"ok":true}`)
}

func refuse(w http.ResponseWriter, status int, a answer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(a)
}
