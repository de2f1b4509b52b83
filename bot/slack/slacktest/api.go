package slacktest

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// answer is the outcome of a method: fields beside ok, or a refusal.
type answer struct {
	Error    string      `json:"error,omitempty"`
	Needed   string      `json:"needed,omitempty"`
	Provided string      `json:"provided,omitempty"`
	Team     string      `json:"team,omitempty"`
	TeamID   string      `json:"team_id,omitempty"`
	User     string      `json:"user,omitempty"`
	UserID   string      `json:"user_id,omitempty"`
	Bot      string      `json:"bot_id,omitempty"`
	URL      string      `json:"url,omitempty"`
	Channel  string      `json:"channel,omitempty"`
	TS       string      `json:"ts,omitempty"`
	Private  string      `json:"message_ts,omitempty"`
	Text     string      `json:"text,omitempty"`
	Message  *wire       `json:"message,omitempty"`
	Messages []wire      `json:"messages,omitempty"`
	More     bool        `json:"has_more,omitempty"`
	Meta     *answerMeta `json:"response_metadata,omitempty"`
	Upload   string      `json:"upload_url,omitempty"`
	FileID   string      `json:"file_id,omitempty"`
	Files    []fileTitle `json:"files,omitempty"`

	retry int          // seconds; with Error "ratelimited", HTTP 429
	info  *channelInfo // answers instead of all the others
	open  string       // the direct conversation that was opened; likewise
	who   *userInfo    // likewise
	users []string     // likewise, when it is not nil
}

// channelInfo is a channel as conversations.info describes it.
type channelInfo struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Private  bool   `json:"is_private"`
	Archived bool   `json:"is_archived"`
	Member   bool   `json:"is_member"`
}

// userInfo is a person as users.info describes them.
type userInfo struct {
	ID     string `json:"id"`
	Team   string `json:"team_id"`
	Name   string `json:"name"`
	Admin  bool   `json:"is_admin"`
	Owner  bool   `json:"is_owner"`
	TZ     string `json:"tz,omitempty"`
	Locale string `json:"locale,omitempty"`
}

type answerMeta struct {
	Cursor   string   `json:"next_cursor"`
	Messages []string `json:"messages,omitempty"`
}

// MarshalJSON adds ok, and error as a null-free pair.
func (a answer) MarshalJSON() ([]byte, error) {
	type plain answer
	if a.users != nil {
		return json.Marshal(struct {
			OK    bool     `json:"ok"`
			Users []string `json:"users"`
		}{true, a.users})
	}
	if a.who != nil {
		return json.Marshal(struct {
			OK   bool      `json:"ok"`
			User *userInfo `json:"user"`
		}{true, a.who})
	}
	if a.open != "" {
		return json.Marshal(struct {
			OK      bool              `json:"ok"`
			Channel map[string]string `json:"channel"`
		}{true, map[string]string{"id": a.open}})
	}
	if a.info != nil {
		return json.Marshal(struct {
			OK      bool         `json:"ok"`
			Channel *channelInfo `json:"channel"`
		}{true, a.info})
	}
	return json.Marshal(struct {
		OK bool `json:"ok"`
		plain
	}{a.Error == "", plain(a)})
}

// method is one of the Web API, called with the lock held.
type method struct {
	token  string // "bot" or "app"
	scopes []string
	call   func(*Server, url.Values) answer
}

var methods = map[string]method{
	"auth.test":                    {token: "bot", call: (*Server).authTest},
	"apps.connections.open":        {token: "app", call: (*Server).openConnection},
	"chat.postMessage":             {token: "bot", scopes: []string{"chat:write"}, call: (*Server).postMessage},
	"chat.postEphemeral":           {token: "bot", scopes: []string{"chat:write"}, call: (*Server).postEphemeral},
	"chat.update":                  {token: "bot", scopes: []string{"chat:write"}, call: (*Server).update},
	"conversations.history":        {token: "bot", call: (*Server).history},
	"conversations.replies":        {token: "bot", call: (*Server).replies},
	"files.getUploadURLExternal":   {token: "bot", scopes: []string{"files:write"}, call: (*Server).uploadURL},
	"files.completeUploadExternal": {token: "bot", scopes: []string{"files:write"}, call: (*Server).completeUpload},
	"users.info":                   {token: "bot", scopes: []string{"users:read"}, call: (*Server).who},
	"conversations.open":           {token: "bot", scopes: []string{"im:write"}, call: (*Server).converse},
	"views.publish":                {token: "bot", call: (*Server).publish},
	"views.open":                   {token: "bot", call: (*Server).openView},
	"usergroups.users.list":        {token: "bot", scopes: []string{"usergroups:read"}, call: (*Server).groupMembers},
	"conversations.info":           {token: "bot", scopes: []string{"channels:read"}, call: (*Server).describe},
}

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		http.Error(w, "body", http.StatusBadRequest)
		return
	}
	values, err := url.ParseQuery(string(body))
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		values, err = jsonValues(body)
	}
	if err != nil || r.Method != http.MethodPost {
		values = r.URL.Query()
	}
	s.mu.Lock()
	s.requests[name]++
	s.mu.Unlock()
	f := s.fault(name)
	if f.before(w) {
		return
	}
	s.mu.Lock()
	out := s.run(name, token(r, values), values)
	scopes := strings.Join(s.granted(), ",")
	s.mu.Unlock()
	if f.after(w) {
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-OAuth-Scopes", scopes)
	if out.retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(out.retry))
		w.WriteHeader(http.StatusTooManyRequests)
	}
	_ = json.NewEncoder(w).Encode(out)
}

// jsonValues reads arguments that are sent as a JSON object: texts as they are, anything else as JSON.
func jsonValues(body []byte) (url.Values, error) {
	var fields map[string]json.RawMessage
	err := json.Unmarshal(body, &fields)
	out := url.Values{}
	for name, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		out.Set(name, text)
	}
	return out, err
}

func token(r *http.Request, values url.Values) string {
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return bearer
	}
	return values.Get("token")
}

// granted returns the scopes of the bot token, sorted. The lock must be held.
func (s *Server) granted() []string {
	var out []string
	for name := range s.scopes {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// run checks the caller and calls the method.
func (s *Server) run(name, token string, values url.Values) answer {
	m, ok := methods[name]
	want := s.BotToken
	if m.token == "app" {
		want = s.AppToken
	}
	switch {
	case !ok:
		return answer{Error: "unknown_method"}
	case token == "":
		return answer{Error: "not_authed"}
	case s.refusals[token] != "":
		return answer{Error: s.refusals[token]}
	case token != want && (token == s.AppToken || token == s.BotToken):
		return answer{Error: "not_allowed_token_type"}
	case token != want:
		return answer{Error: "invalid_auth"}
	}
	for _, scope := range m.scopes {
		if !s.scopes[scope] {
			return s.lacks(scope)
		}
	}
	return m.call(s, values)
}

func (s *Server) lacks(scope string) answer {
	return answer{Error: "missing_scope", Needed: scope, Provided: strings.Join(s.granted(), ",")}
}

func (s *Server) authTest(url.Values) answer {
	return answer{Team: "Stand-in", TeamID: Team, User: "briefbot", UserID: BotUser, Bot: BotID, URL: "https://standin.slack.com/"}
}

func (s *Server) openConnection(url.Values) answer {
	if len(s.sockets) >= 10 {
		return answer{Error: "too_many_websockets"}
	}
	ticket := random()
	s.tickets[ticket] = true
	return answer{URL: "ws" + strings.TrimPrefix(s.URL, "http") + "/link?ticket=" + ticket}
}

// place returns why the bot may not write in a channel; empty when it may.
func (s *Server) place(id string) string {
	c := s.channels[id]
	switch {
	case c == nil, c.Private && !c.Member:
		return "channel_not_found"
	case c.Archived:
		return "is_archived"
	case c.Lock:
		return "restricted_action"
	case !c.Member && !s.scopes["chat:write.public"]:
		return "not_in_channel"
	}
	return ""
}

// draft reads a message from the arguments and refuses what Slack refuses.
func (s *Server) draft(v url.Values) (*Message, answer) {
	m := &Message{Channel: v.Get("channel"), User: BotUser, Text: v.Get("text"), ThreadTS: v.Get("thread_ts")}
	m.Mrkdwn = v.Get("mrkdwn") != "false"
	m.Unfurled = v.Get("unfurl_links") != "false" || v.Get("unfurl_media") != "false"
	if b := v.Get("blocks"); b != "" {
		m.Blocks = json.RawMessage(b)
	}
	if meta := v.Get("metadata"); meta != "" {
		m.Metadata = json.RawMessage(meta)
	}
	if v.Get("reply_broadcast") == "true" {
		s.complain("reply_broadcast in %s", m.Channel)
	}
	if v.Get("link_names") != "" || v.Get("parse") == "full" {
		s.complain("link_names or parse=full in %s: plain @names would ping", m.Channel)
	}
	if bad := check(m); bad.Error != "" {
		return m, bad
	}
	return m, s.checkFiles(m)
}

func (s *Server) postMessage(v url.Values) answer {
	m, bad := s.draft(v)
	if code := s.place(m.Channel); code != "" {
		return answer{Error: code}
	}
	if bad.Error != "" {
		return bad
	}
	if code := s.thread(m); code != "" {
		return answer{Error: code}
	}
	now := s.options.Now()
	if s.options.Paced && now.Sub(s.posted[m.Channel]) < time.Second {
		return answer{Error: "ratelimited", retry: 1}
	}
	s.posted[m.Channel] = now
	s.keep(m)
	w := s.wire(m, true)
	return answer{Channel: m.Channel, TS: m.TS, Message: &w}
}

// thread checks where a reply is to stand. Slack posts a reply to a message that is gone into the channel itself.
func (s *Server) thread(m *Message) string {
	if m.ThreadTS == "" {
		return ""
	}
	parent := s.find(m.Channel, m.ThreadTS)
	switch {
	case parent == nil:
		m.ThreadTS = ""
	case parent.ThreadTS != "":
		return "cannot_reply_to_message"
	}
	return ""
}

func (s *Server) postEphemeral(v url.Values) answer {
	m, bad := s.draft(v)
	if code := s.place(m.Channel); code != "" {
		return answer{Error: code}
	}
	if bad.Error != "" {
		return bad
	}
	if m.For = v.Get("user"); m.For == "" {
		return answer{Error: "user_not_in_channel"}
	}
	if m.Metadata != nil {
		s.complain("metadata on an ephemeral message is dropped")
		m.Metadata = nil
	}
	s.keep(m)
	return answer{Private: m.TS}
}

func (s *Server) update(v url.Values) answer {
	m, bad := s.draft(v)
	old := s.find(m.Channel, v.Get("ts"))
	switch {
	case s.channels[m.Channel] == nil:
		return answer{Error: "channel_not_found"}
	case old == nil:
		return answer{Error: "message_not_found"}
	case old.User != BotUser:
		return answer{Error: "cant_update_message"}
	case bad.Error != "":
		return bad
	}
	old.Text, old.Blocks, old.Edited = m.Text, m.Blocks, true
	if m.Metadata != nil {
		old.Metadata = m.Metadata
	}
	old.View = s.view(old)
	s.stir()
	return answer{Channel: old.Channel, TS: old.TS, Text: old.Text}
}

// mayRead returns the refusal to show a channel's history.
func (s *Server) mayRead(id string) answer {
	c := s.channels[id]
	if c == nil || c.Private && !c.Member {
		return answer{Error: "channel_not_found"}
	}
	scope := "channels:history"
	if c.With != "" {
		scope = "im:history"
	}
	if !s.scopes[scope] {
		return s.lacks(scope)
	}
	if !c.Member {
		return answer{Error: "not_in_channel"}
	}
	return answer{}
}

func (s *Server) history(v url.Values) answer {
	if bad := s.mayRead(v.Get("channel")); bad.Error != "" {
		return bad
	}
	var found []*Message
	for _, m := range slices.Backward(s.messages) { // newest first, as Slack does
		if m.Channel == v.Get("channel") && m.ThreadTS == "" && within(m.TS, v) {
			found = append(found, m)
		}
	}
	return s.page(found, v)
}

// Administer has people of these names administer the workspace.
func (s *Server) Administer(names ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options.Admins = append(s.options.Admins, names...)
}

// who answers users.info.
func (s *Server) who(v url.Values) answer {
	name, err := hex.DecodeString(strings.TrimPrefix(v.Get("user"), "U"))
	if err != nil || len(name) == 0 {
		return answer{Error: "user_not_found"}
	}
	admin := slices.Contains(s.options.Admins, string(name))
	return answer{who: &userInfo{ID: v.Get("user"), Team: Team, Name: string(name), Admin: admin, TZ: s.options.Zones[string(name)], Locale: s.options.Locales[string(name)]}}
}

// Direct returns the channel of the bot's conversation with a person of that name; empty while there is none.
func (s *Server) Direct(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		if c.With == person(name) {
			return c.ID
		}
	}
	return ""
}

// Leave has a person of that name leave the workspace: nothing can be posted to them any more.
func (s *Server) Leave(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		if c.With == person(name) {
			c.Archived = true
		}
	}
}

// converse answers conversations.open for one person.
func (s *Server) converse(v url.Values) answer {
	who := v.Get("users")
	name, err := hex.DecodeString(strings.TrimPrefix(who, "U"))
	if err != nil || len(name) == 0 {
		return answer{Error: "user_not_found"}
	}
	for _, c := range s.channels {
		if c.With == who {
			return answer{open: c.ID}
		}
	}
	c := &channel{ID: "D" + strings.ToUpper(hex.EncodeToString(name)), Name: string(name), Member: true, With: who}
	s.channels[c.ID] = c
	return answer{open: c.ID}
}

// Group makes a user group of people of these names, in place of what it was.
func (s *Server) Group(id string, names ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.groups[id] = []string{}
	for _, n := range names {
		s.groups[id] = append(s.groups[id], person(n))
	}
}

// groupMembers answers usergroups.users.list.
func (s *Server) groupMembers(v url.Values) answer {
	users, ok := s.groups[v.Get("usergroup")]
	if !ok {
		return answer{Error: "no_such_subteam"}
	}
	return answer{users: users}
}

// describe answers conversations.info. A private channel that the bot is not in does not exist for it.
func (s *Server) describe(v url.Values) answer {
	c := s.channels[v.Get("channel")]
	if c == nil || c.Private && !c.Member {
		return answer{Error: "channel_not_found"}
	}
	return answer{info: &channelInfo{ID: c.ID, Name: c.Name, Private: c.Private, Archived: c.Archived, Member: c.Member}}
}

func (s *Server) replies(v url.Values) answer {
	if bad := s.mayRead(v.Get("channel")); bad.Error != "" {
		return bad
	}
	parent := s.find(v.Get("channel"), v.Get("ts"))
	if parent == nil {
		return answer{Error: "thread_not_found"}
	}
	found := []*Message{parent}
	for _, m := range s.messages {
		if m.Channel == parent.Channel && m.ThreadTS == parent.TS && within(m.TS, v) {
			found = append(found, m)
		}
	}
	return s.page(found, v)
}

// within compares timestamps as Slack does: exclusive unless asked otherwise.
func within(ts string, v url.Values) bool {
	at, oldest, latest := micros(ts), micros(v.Get("oldest")), micros(v.Get("latest"))
	if v.Get("inclusive") == "1" {
		return at >= oldest && (latest == 0 || at <= latest)
	}
	return at > oldest && (latest == 0 || at < latest)
}

func micros(ts string) int64 {
	seconds, part, _ := strings.Cut(ts, ".")
	n, _ := strconv.ParseInt(seconds, 10, 64)
	f, _ := strconv.ParseInt((part + "000000")[:6], 10, 64)
	return n*1e6 + f
}

func (s *Server) page(found []*Message, v url.Values) answer {
	limit, _ := strconv.Atoi(v.Get("limit"))
	most := s.options.Page
	if most == 0 {
		most = 200
	}
	if limit <= 0 || limit > most {
		limit = most
	}
	start := 0
	if cursor := v.Get("cursor"); cursor != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(cursor, "at:"))
		if err != nil || n > len(found) || n < 0 {
			return answer{Error: "invalid_cursor"}
		}
		start = n
	}
	end := min(start+limit, len(found))
	out := answer{Meta: &answerMeta{}}
	for _, m := range found[start:end] {
		out.Messages = append(out.Messages, s.wire(m, v.Get("include_all_metadata") == "1"))
	}
	if end < len(found) {
		out.More, out.Meta.Cursor = true, fmt.Sprintf("at:%d", end)
	}
	return out
}
