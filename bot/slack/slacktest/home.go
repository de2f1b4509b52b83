package slacktest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
)

// maxView is the most bytes of a view.
const maxView = 250_000

// home is what somebody's home tab shows.
type home struct {
	id    string
	seq   int // one more each time it is published
	shown *Message
}

// Shortcut is something that the app offers on messages, as its manifest says it.
type Shortcut struct{ Callback, Name string }

// LintHome returns what is wrong with the view of a home tab, in Slack's manner.
func LintHome(raw json.RawMessage) []string {
	var view struct {
		Type   string          `json:"type"`
		Blocks json.RawMessage `json:"blocks"`
	}
	if json.Unmarshal(raw, &view) != nil || view.Type != "home" {
		return []string{"[ERROR] must be a home view [json-pointer:/view/type]"}
	}
	l := &linter{}
	if chars(string(raw)) > maxView {
		l.bad("/view", "too large")
	}
	l.keys("/view", raw, "type", "blocks", "private_metadata", "callback_id", "external_id")
	return append(l.problems, lint(view.Blocks, 100, maxView)...)
}

// publish answers views.publish.
func (s *Server) publish(v url.Values) answer {
	user := v.Get("user_id")
	if user == "" {
		return answer{Error: "invalid_arguments"}
	}
	raw := v.Get("view")
	if chars(raw) > maxView {
		return answer{Error: "view_too_large"}
	}
	if problems := LintHome(json.RawMessage(raw)); len(problems) > 0 {
		return answer{Error: "invalid_arguments", Meta: &answerMeta{Messages: problems}}
	}
	var view struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	_ = json.Unmarshal([]byte(raw), &view) // it was read just now
	h := s.homes[user]
	if h == nil {
		h = &home{id: "V" + random()}
		s.homes[user] = h
	}
	h.seq++
	h.shown = &Message{TS: h.id, User: BotUser, Blocks: view.Blocks, For: user}
	h.shown.View = s.view(h.shown)
	s.stir()
	return answer{}
}

// Home returns what somebody's home tab shows; false when nothing was published there.
func (s *Server) Home(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.homes[person(user)]
	if h == nil {
		return View{}, false
	}
	return h.shown.View, true
}

// OpenHome has somebody open the app's home tab, and waits until it is published anew.
func (s *Server) OpenHome(ctx context.Context, user string) (View, error) {
	return s.openTab(ctx, user, "home")
}

// OpenMessages has somebody open the other tab of the app, of which nothing is to come.
func (s *Server) OpenMessages(user string) error {
	_, err := s.deliver(s.opened(user, "messages"))
	return err
}

func (s *Server) openTab(ctx context.Context, user, tab string) (View, error) {
	before, open := s.published(user), s.form(person(user))
	if _, err := s.deliver(s.opened(user, tab)); err != nil {
		return View{}, err
	}
	return s.republished(ctx, user, before, open)
}

// opened is the event of opening a tab.
func (s *Server) opened(user, tab string) delivery {
	type inner struct {
		Type    string `json:"type"`
		User    string `json:"user"`
		Channel string `json:"channel"`
		Tab     string `json:"tab"`
		EventTS string `json:"event_ts"`
	}
	s.mu.Lock()
	stamp := s.stamp()
	s.mu.Unlock()
	raw, err := json.Marshal(struct {
		Type    string `json:"type"`
		Team    string `json:"team_id"`
		App     string `json:"api_app_id"`
		EventID string `json:"event_id"`
		Time    int64  `json:"event_time"`
		Event   inner  `json:"event"`
	}{"event_callback", Team, AppID, "Ev" + random(), s.options.Now().Unix(), inner{"app_home_opened", person(user), "D" + person(user)[1:], tab, stamp}})
	if err != nil {
		panic(err) // our own values
	}
	return delivery{kind: "events_api", payload: raw, path: "/slack/events", body: string(raw), retried: true}
}

func (s *Server) published(user string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h := s.homes[person(user)]; h != nil {
		return h.seq
	}
	return 0
}

// republished waits until somebody's home tab was published anew, or a dialogue opens in its place.
func (s *Server) republished(ctx context.Context, user string, before int, open *Form) (View, error) {
	err := s.until(ctx, func() bool {
		h := s.homes[person(user)]
		return h != nil && h.seq > before || s.forms[person(user)] != open
	})
	if err != nil {
		return View{}, fmt.Errorf("slacktest: acknowledged, but the home tab stays as it is: %w", err)
	}
	v, _ := s.Home(user)
	return v, nil
}

// PressHome has somebody press a button of their home tab, the first with that label, and waits until the tab is published anew.
func (s *Server) PressHome(ctx context.Context, user, label string) (View, error) {
	return s.pressHome(ctx, user, func(b Button) bool { return b.Label == label })
}

func (s *Server) pressHome(ctx context.Context, user string, which func(Button) bool) (View, error) {
	s.mu.Lock()
	h := s.homes[person(user)]
	i := -1
	if h != nil {
		i = slices.IndexFunc(h.shown.View.Buttons, which)
	}
	if i < 0 {
		s.mu.Unlock()
		return View{}, fmt.Errorf("slacktest: no such button on the home tab of %s", user)
	}
	payload := s.interaction(h.shown, h.shown.View.Buttons[i], user)
	before, open := h.seq, s.forms[person(user)]
	s.mu.Unlock()
	raw, err := json.Marshal(onView{
		Type: payload.Type, Trigger: payload.Trigger, App: payload.App, Team: payload.Team, User: payload.User, State: payload.State, Actions: payload.Actions,
		Container: viewContainer{"view", h.id}, View: viewRef{h.id, Team, "home"},
	})
	if err != nil {
		return View{}, err
	}
	if _, err := s.deliver(interactive(raw)); err != nil {
		return View{}, err
	}
	return s.republished(ctx, user, before, open)
}

// onView is what an app is told of a button of a view: there is no channel, no message and no response_url.
type onView struct {
	Type      string          `json:"type"`
	Trigger   string          `json:"trigger_id"`
	App       string          `json:"api_app_id"`
	Team      named           `json:"team"`
	User      named           `json:"user"`
	Container viewContainer   `json:"container"`
	View      viewRef         `json:"view"`
	State     json.RawMessage `json:"state"`
	Actions   []pressedButton `json:"actions"`
}

type viewContainer struct {
	Type string `json:"type"`
	View string `json:"view_id"`
}

type viewRef struct {
	ID   string `json:"id"`
	Team string `json:"team_id"`
	Type string `json:"type"`
}

func interactive(raw []byte) delivery {
	return delivery{kind: "interactive", payload: raw, path: "/slack/interactions", body: url.Values{"payload": {string(raw)}}.Encode()}
}

// Choose has somebody choose a shortcut, by its name, on a message, also inside a thread, and waits for the first answer.
func (s *Server) Choose(ctx context.Context, user, channel, ts, name string) (Answer, error) {
	i := slices.IndexFunc(s.options.Shortcuts, func(c Shortcut) bool { return c.Name == name })
	s.mu.Lock()
	m := s.find(channel, ts)
	var on wire
	if m != nil {
		on = s.wire(m, false)
	}
	s.mu.Unlock()
	if i < 0 || m == nil {
		return Answer{}, fmt.Errorf("slacktest: no shortcut %q or no message %s in %s", name, ts, channel)
	}
	b := s.newBack(person(user), channel, m)
	s.mu.Lock()
	trigger := s.trigger(person(user))
	s.mu.Unlock()
	raw, err := json.Marshal(struct {
		Type     string `json:"type"`
		Callback string `json:"callback_id"`
		Trigger  string `json:"trigger_id"`
		App      string `json:"api_app_id"`
		TS       string `json:"message_ts"`
		ActionTS string `json:"action_ts"`
		Response string `json:"response_url"`
		Team     named  `json:"team"`
		User     named  `json:"user"`
		Channel  named  `json:"channel"`
		Message  wire   `json:"message"`
	}{"message_action", s.options.Shortcuts[i].Callback, trigger, AppID, ts, ts, b.url(s), named{ID: Team, Domain: "standin"},
		named{ID: person(user), Name: user, User: user, Team: Team}, named{ID: channel, Name: s.name(channel)}, on})
	if err != nil {
		return Answer{}, err
	}
	return s.ask(ctx, b, interactive(raw))
}
