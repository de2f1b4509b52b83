package slacktest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrNoCommand says that nobody registered the slash command: the client does not send it.
var ErrNoCommand = fmt.Errorf("slacktest: not a valid command")

// Answer is what a person gets.
type Answer struct {
	Message
	Private bool
	Ack     time.Duration // from asking to the acknowledgement
	Form    *Form         // a dialogue that opened in the place of a message; nil for none
}

// person returns somebody's id, made from the name.
func person(name string) string { return "U" + strings.ToUpper(hex.EncodeToString([]byte(name))) }

// Person returns the id of a person of that name.
func Person(name string) string { return person(name) }

// escape is what Slack does to typed text before it sends it to an app.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// Type has a person type a slash command such as "/brief" with a text in a channel, and waits for the first answer.
func (s *Server) Type(ctx context.Context, user, channel, slash, text string) (Answer, error) {
	if !slices.Contains(s.options.Commands, strings.TrimPrefix(slash, "/")) {
		return Answer{}, ErrNoCommand
	}
	b := s.newBack(person(user), channel, nil)
	return s.ask(ctx, b, s.typed(user, channel, slash, text, b))
}

// typed is what an app is told of a slash command.
func (s *Server) typed(user, channel, slash, text string, b *back) delivery {
	s.mu.Lock()
	trigger := s.trigger(person(user))
	s.mu.Unlock()
	fields := map[string]string{
		"token": "legacy", "team_id": Team, "team_domain": "standin", "channel_id": channel, "channel_name": s.name(channel),
		"user_id": person(user), "user_name": user, "command": slash, "text": escape(strings.TrimSpace(text)),
		"api_app_id": AppID, "is_enterprise_install": "false", "response_url": b.url(s), "trigger_id": trigger,
	}
	form := url.Values{}
	for k, v := range fields {
		form.Set(k, v)
	}
	payload, err := json.Marshal(fields)
	if err != nil {
		panic(err) // our own values
	}
	return delivery{kind: "slash_commands", payload: payload, path: "/slack/commands", body: form.Encode()}
}

// Press has a person press the button with the label under a message, which is visible to all or to that person.
func (s *Server) Press(ctx context.Context, user, channel, ts, label string) (Answer, error) {
	s.mu.Lock()
	m := s.find(channel, ts)
	for _, p := range s.private {
		if p.TS == ts && p.Channel == channel && p.For == person(user) {
			m = p
		}
	}
	if m == nil {
		s.mu.Unlock()
		return Answer{}, fmt.Errorf("slacktest: %s sees no message %s in %s", user, ts, channel)
	}
	i := slices.IndexFunc(m.View.Buttons, func(b Button) bool { return b.Label == label })
	if i < 0 {
		s.mu.Unlock()
		return Answer{}, fmt.Errorf("slacktest: no button %q under %s", label, ts)
	}
	payload := s.interaction(m, m.View.Buttons[i], user)
	s.mu.Unlock()
	b := s.newBack(person(user), channel, m)
	payload.Response = b.url(s)
	raw, err := json.Marshal(payload)
	if err != nil {
		return Answer{}, err
	}
	return s.ask(ctx, b, delivery{
		kind: "interactive", payload: raw, path: "/slack/interactions", body: url.Values{"payload": {string(raw)}}.Encode(),
	})
}

type named struct {
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
	User   string `json:"username,omitempty"`
	Domain string `json:"domain,omitempty"`
	Team   string `json:"team_id,omitempty"`
}

type interaction struct {
	Type      string `json:"type"`
	Trigger   string `json:"trigger_id"`
	App       string `json:"api_app_id"`
	Response  string `json:"response_url"`
	Team      named  `json:"team"`
	User      named  `json:"user"`
	Channel   named  `json:"channel"`
	Message   *wire  `json:"message,omitempty"`
	Container struct {
		Type      string `json:"type"`
		TS        string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts,omitempty"`
		Channel   string `json:"channel_id"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	State   json.RawMessage `json:"state"`
	Actions []pressedButton `json:"actions"`
}

type pressedButton struct {
	Type     string     `json:"type"`
	ActionID string     `json:"action_id"`
	BlockID  string     `json:"block_id"`
	Value    string     `json:"value"`
	Text     textObject `json:"text"`
	TS       string     `json:"action_ts"`
}

// interaction is what an app is told of a pressed button: text comes back escaped. The lock must be held.
func (s *Server) interaction(m *Message, b Button, user string) *interaction {
	p := &interaction{
		Type: "block_actions", Trigger: s.trigger(person(user)), App: AppID, Team: named{ID: Team, Domain: "standin"},
		User:  named{ID: person(user), Name: user, User: user, Team: Team},
		State: json.RawMessage(`{"values":{}}`),
	}
	if c := s.channels[m.Channel]; c != nil { // a view stands in none
		p.Channel = named{ID: c.ID, Name: c.Name}
	}
	p.Container.Type, p.Container.TS, p.Container.Channel = "message", m.TS, m.Channel
	p.Container.ThreadTS, p.Container.Ephemeral = m.ThreadTS, m.For != ""
	if m.For == "" {
		w := s.wire(m, false)
		p.Message, p.Container.ThreadTS = &w, w.ThreadTS
	}
	p.Actions = []pressedButton{{
		Type: "button", ActionID: b.actionID, BlockID: b.blockID, Value: escape(b.value), TS: s.stamp(),
		Text: textObject{Type: "plain_text", Text: escape(b.Label)},
	}}
	return p
}

// Mention has a person write to the bot in a channel, or in a thread of it, and waits for the first answer.
func (s *Server) Mention(ctx context.Context, user, channel, thread, text string) (Answer, error) {
	return s.MentionWith(ctx, user, channel, thread, text, "", nil)
}

// MentionWith is Mention with a file of that name beside it.
func (s *Server) MentionWith(ctx context.Context, user, channel, thread, text, name string, content []byte) (Answer, error) {
	s.mu.Lock()
	var files []map[string]any
	if name != "" {
		files = append(files, s.upload(name, content))
	}
	m := &Message{Channel: channel, ThreadTS: thread, User: person(user), Text: "<@" + BotUser + "> " + escape(text), Mrkdwn: true}
	s.keep(m)
	from := m.TS
	s.mu.Unlock()
	type inner struct {
		Type     string           `json:"type"`
		User     string           `json:"user"`
		Text     string           `json:"text"`
		TS       string           `json:"ts"`
		ThreadTS string           `json:"thread_ts,omitempty"`
		Channel  string           `json:"channel"`
		EventTS  string           `json:"event_ts"`
		Files    []map[string]any `json:"files,omitempty"`
	}
	raw, err := json.Marshal(struct {
		Type    string `json:"type"`
		Team    string `json:"team_id"`
		App     string `json:"api_app_id"`
		EventID string `json:"event_id"`
		Time    int64  `json:"event_time"`
		Event   inner  `json:"event"`
	}{"event_callback", Team, AppID, "Ev" + random(), s.options.Now().Unix(),
		inner{"app_mention", m.User, m.Text, m.TS, thread, channel, m.TS, files}})
	if err != nil {
		return Answer{}, err
	}
	ack, err := s.deliver(delivery{kind: "events_api", payload: raw, path: "/slack/events", body: string(raw), retried: true})
	if err != nil {
		return Answer{}, err
	}
	var got *Message
	err = s.until(ctx, func() bool {
		for _, list := range [][]*Message{s.messages, s.private} {
			for _, r := range list {
				inThread := r.ThreadTS == from || thread != "" && r.ThreadTS == thread
				if r.Channel == channel && r.User == BotUser && micros(r.TS) > micros(from) && (r.For == "" && inThread || r.For == m.User) {
					got = r
					return true
				}
			}
		}
		return false
	})
	if err != nil {
		return Answer{Ack: ack}, fmt.Errorf("slacktest: no answer to the mention: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return Answer{Message: *got, Private: got.For != "", Ack: ack}, nil
}

// delivery is something to hand to the app, over a socket or as a request.
type delivery struct {
	kind, path, body string
	payload          json.RawMessage
	retried          bool // Slack tries again when it is not acknowledged
}

// ask delivers and waits for the first message through the response_url.
func (s *Server) ask(ctx context.Context, b *back, d delivery) (Answer, error) {
	open := s.form(b.user)
	ack, err := s.deliver(d)
	if err != nil {
		return Answer{Ack: ack}, err
	}
	if err := s.until(ctx, func() bool { return b.first != nil || s.forms[b.user] != open }); err != nil {
		return Answer{Ack: ack}, fmt.Errorf("slacktest: acknowledged, but no answer: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.first == nil {
		return Answer{Ack: ack, Private: true, Form: s.forms[b.user]}, nil
	}
	b.seen = b.first
	return Answer{Message: *b.first, Private: b.first.For != "", Ack: ack}, nil
}

// Twice makes the next so many deliveries come more than once: the same envelope again, then anew as a retry.
func (s *Server) Twice(times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.double += times
}

// Again delivers the last delivery anew, as a retry, and returns how long the acknowledgement took.
func (s *Server) Again() (time.Duration, error) {
	s.mu.Lock()
	d := s.latest
	s.mu.Unlock()
	return s.once(d, random(), 1)
}

func (s *Server) deliver(d delivery) (time.Duration, error) {
	s.mu.Lock()
	s.latest = d
	double := s.double > 0
	if double {
		s.double--
	}
	s.mu.Unlock()
	id := random()
	ack, err := s.once(d, id, 0)
	for n := 1; err != nil && d.retried && n <= 3; n++ {
		ack, err = s.once(d, random(), n)
	}
	if double && err == nil {
		_, again := s.once(d, id, 0)
		_, anew := s.once(d, random(), 1)
		if err := errors.Join(again, anew); err != nil {
			return ack, fmt.Errorf("slacktest: the repeated delivery: %w", err)
		}
	}
	return ack, err
}

func (s *Server) once(d delivery, id string, attempt int) (time.Duration, error) {
	s.mu.Lock()
	s.deliveries++
	base := s.handlerURL
	s.mu.Unlock()
	if base == "" {
		return s.overSocket(d.kind, id, d.payload, attempt)
	}
	req, err := s.Signed(base+d.path, d.body)
	if err != nil {
		return 0, err
	}
	if attempt > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(attempt))
		req.Header.Set("X-Slack-Retry-Reason", "http_timeout")
	}
	begin := time.Now()
	client := http.Client{Timeout: Deadline}
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		return Deadline, ErrTimeout
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return time.Since(begin), ErrDispatch
	}
	took := time.Since(begin)
	said, err := io.ReadAll(io.LimitReader(resp.Body, 20<<10))
	if err != nil {
		return took, ErrDispatch
	}
	s.mu.Lock()
	s.said = said
	s.mu.Unlock()
	return took, nil
}

// tell delivers, and returns what came with the acknowledgement.
func (s *Server) tell(d delivery) (time.Duration, json.RawMessage, error) {
	s.mu.Lock()
	s.said = nil
	s.mu.Unlock()
	ack, err := s.deliver(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	return ack, s.said, err
}

// Signed returns a request with the body, a form or JSON, signed as Slack signs.
func (s *Server) Signed(address, body string) (*http.Request, error) {
	req, err := http.NewRequest(http.MethodPost, address, bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasPrefix(body, "{") {
		req.Header.Set("Content-Type", "application/json")
	}
	s.Sign(req.Header, body, s.options.Now())
	return req, nil
}

// Sign sets the headers of a signature made at that time.
func (s *Server) Sign(h http.Header, body string, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(s.SigningSecret))
	mac.Write([]byte("v0:" + stamp + ":" + body))
	h.Set("X-Slack-Request-Timestamp", stamp)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

func (s *Server) name(channel string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[channel]; c != nil {
		return c.Name
	}
	return ""
}
