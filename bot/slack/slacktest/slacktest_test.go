package slacktest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func start(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// call calls a method with a token and pairs of arguments.
func (s *Server) call(t *testing.T, method, token string, pairs ...string) (answer, int) {
	t.Helper()
	form := url.Values{"token": {token}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	resp, err := http.PostForm(s.APIURL+method, form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return a, resp.StatusCode
}

func TestWebAPI(t *testing.T) {
	s := start(t, Options{})
	parent, _ := s.call(t, "chat.postMessage", s.BotToken, "channel", News, "text", "parent")
	reply, _ := s.call(t, "chat.postMessage", s.BotToken, "channel", News, "text", "reply", "thread_ts", parent.TS)
	if parent.TS == "" || reply.TS <= parent.TS || reply.Message.ThreadTS != parent.TS {
		t.Fatalf("%+v, %+v", parent, reply)
	}
	theirs := s.Say("ada", News, "mine")
	for _, c := range []struct {
		method, token, want string
		pairs               []string
	}{
		{"auth.test", "", "not_authed", nil},
		{"auth.test", "xoxb-other", "invalid_auth", nil},
		{"auth.test", s.AppToken, "not_allowed_token_type", nil},
		{"auth.test", s.BotToken, "", nil},
		{"apps.connections.open", s.BotToken, "not_allowed_token_type", nil},
		{"apps.connections.open", s.AppToken, "", nil},
		{"users.list", s.BotToken, "unknown_method", nil},
		{"chat.postMessage", s.BotToken, "no_text", []string{"channel", News}},
		{"chat.postMessage", s.BotToken, "channel_not_found", []string{"channel", "C404", "text", "x"}},
		{"chat.postMessage", s.BotToken, "msg_too_long", []string{"channel", News, "text", strings.Repeat("x", 40_001)}},
		{"chat.postMessage", s.BotToken, "invalid_blocks", []string{"channel", News, "text", "x", "blocks", "[]"}},
		{"chat.postMessage", s.BotToken, "invalid_blocks", []string{"channel", News, "text", "x", "blocks", "{"}},
		{"chat.postMessage", s.BotToken, "invalid_metadata_format", []string{"channel", News, "text", "x", "metadata", `{"event_type":"x"}`}},
		{"chat.postMessage", s.BotToken, "cannot_reply_to_message", []string{"channel", News, "text", "x", "thread_ts", reply.TS}},
		{"chat.postEphemeral", s.BotToken, "user_not_in_channel", []string{"channel", News, "text", "x"}},
		{"chat.update", s.BotToken, "message_not_found", []string{"channel", News, "text", "x", "ts", "1.000001"}},
		{"chat.update", s.BotToken, "cant_update_message", []string{"channel", News, "text", "x", "ts", theirs}},
		{"chat.update", s.BotToken, "", []string{"channel", News, "text", "new", "ts", parent.TS}},
		{"conversations.history", s.BotToken, "not_in_channel", []string{"channel", Lobby}},
		{"conversations.history", s.BotToken, "invalid_cursor", []string{"channel", News, "cursor", "x"}},
		{"conversations.replies", s.BotToken, "thread_not_found", []string{"channel", News, "ts", "1.000001"}},
	} {
		if a, status := s.call(t, c.method, c.token, c.pairs...); a.Error != c.want || status != http.StatusOK {
			t.Errorf("%s %q: %q (%d), want %q", c.method, c.pairs, a.Error, status, c.want)
		}
	}
	all, _ := s.call(t, "conversations.history", s.BotToken, "channel", News)
	if len(all.Messages) != 2 || all.Messages[0].Text != "mine" || all.Messages[1].Text != "new" || all.Messages[1].ReplyCount != 1 {
		t.Errorf("history %+v", all.Messages)
	}
	after, _ := s.call(t, "conversations.history", s.BotToken, "channel", News, "oldest", parent.TS)
	same, _ := s.call(t, "conversations.history", s.BotToken, "channel", News, "oldest", parent.TS, "inclusive", "1")
	if len(after.Messages) != 1 || len(same.Messages) != 2 {
		t.Errorf("after the parent %d messages, from it %d; want 1 and 2", len(after.Messages), len(same.Messages))
	}
	thread, _ := s.call(t, "conversations.replies", s.BotToken, "channel", News, "ts", parent.TS, "limit", "1")
	rest, _ := s.call(t, "conversations.replies", s.BotToken, "channel", News, "ts", parent.TS, "cursor", thread.Meta.Cursor)
	if !thread.More || thread.Messages[0].Text != "new" || rest.More || len(rest.Messages) != 1 || rest.Messages[0].Text != "reply" {
		t.Errorf("thread %+v, then %+v", thread, rest)
	}
	if n := s.Requests("chat.postMessage"); n != 9 {
		t.Errorf("%d requests counted, want 9", n)
	}
}

// TestUploads makes one mistake at a time.
func TestUploads(t *testing.T) {
	s := start(t, Options{Scan: 1})
	content := "\x89PNG\r\n\x1a\n and more"
	upload := func(content string, announced int) answer {
		a, _ := s.call(t, "files.getUploadURLExternal", s.BotToken, "filename", "a.png", "length", fmt.Sprint(announced))
		resp, err := http.Post(a.Upload, "application/octet-stream", strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if want := map[bool]int{true: http.StatusOK, false: http.StatusBadRequest}[len(content) == announced]; resp.StatusCode != want {
			t.Errorf("%d bytes where %d were announced: status %d", len(content), announced, resp.StatusCode)
		}
		return a
	}
	show := func(id string) string {
		a, _ := s.call(t, "chat.postMessage", s.BotToken, "channel", News, "text", "x",
			"blocks", `[{"type":"image","alt_text":"alt","slack_file":{"id":"`+id+`"}}]`)
		if a.Error == "invalid_blocks" && a.Meta.Messages[0] != "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]" {
			t.Errorf("%q", a.Meta.Messages)
		}
		return a.Error
	}
	complete := func(id string) string {
		a, _ := s.call(t, "files.completeUploadExternal", s.BotToken, "files", `[{"id":"`+id+`"}]`)
		return a.Error
	}
	good, short, text := upload(content, len(content)), upload(content, 5), upload("text", 4)
	for _, step := range []struct{ what, got, want string }{
		{"unknown", show("F0UNKNOWN99"), "invalid_blocks"},
		{"not complete", show(good.FileID), "invalid_blocks"},
		{"complete", complete(good.FileID), ""},
		{"not looked at", show(good.FileID), "invalid_blocks"},
		{"ready", show(good.FileID), ""},
		{"of another length", complete(short.FileID), "file_not_found"},
		{"text", complete(text.FileID), ""},
		{"text not looked at", show(text.FileID), "invalid_blocks"},
		{"text is no picture", show(text.FileID), "invalid_blocks"},
	} {
		if step.got != step.want {
			t.Errorf("%s: %q, want %q", step.what, step.got, step.want)
		}
	}
	if got := s.Messages(News); len(got) != 1 || len(got[0].View.Images) != 1 || got[0].View.Images[0].Alt != "alt" || string(got[0].View.Images[0].PNG) != content {
		t.Errorf("%+v", got)
	}
	s.Grant("chat:write")
	if a, _ := s.call(t, "files.getUploadURLExternal", s.BotToken, "filename", "a", "length", "1"); a.Error != "missing_scope" || a.Needed != "files:write" {
		t.Errorf("without the scope: %+v", a)
	}
	s.Grant()
	for want, pairs := range map[string][]string{
		"missing_argument": {"filename", "a", "length", "0"}, "alt_txt_too_large": {"filename", "a", "length", "1", "alt_txt", strings.Repeat("x", 1001)},
	} {
		if a, _ := s.call(t, "files.getUploadURLExternal", s.BotToken, pairs...); a.Error != want {
			t.Errorf("%q: %q, want %q", pairs, a.Error, want)
		}
	}
}

// TestLint sets one thing wrong at a time; at its limit, it is right.
func TestLint(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	plain := func(n int) string { return fmt.Sprintf(`{"type":"plain_text","text":%q}`, x(n)) }
	header := func(n int) string { return `{"type":"header","text":` + plain(n) + `}` }
	button := func(id, label, value, link int) string {
		s := fmt.Sprintf(`{"type":"button","action_id":%q,"text":%s,"value":%q`, x(id), plain(label), x(value))
		if link > 0 {
			s += fmt.Sprintf(`,"url":"https://e.org/%s"`, x(link))
		}
		return `{"type":"actions","elements":[` + s + `}]}`
	}
	rich := func(elements string) string {
		return `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[` + elements + `]}]}`
	}
	image := func(fields string) string { return `{"type":"image",` + fields + `}` }
	many := func(s string, n int) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }
	for _, c := range []struct {
		name, good, bad string
	}{
		{"number of blocks", many(`{"type":"divider"}`, 50), many(`{"type":"divider"}`, 51)},
		{"no blocks", `{"type":"divider"}`, ``},
		{"header", header(150), header(151)},
		{"empty header", header(1), header(0)},
		{"header's kind of text", header(1), `{"type":"header","text":{"type":"mrkdwn","text":"x"}}`},
		{"header in UTF-16", `{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat("👍", 75) + `"}}`,
			`{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat("👍", 76) + `"}}`},
		{"section", `{"type":"section","text":` + plain(3000) + `}`, `{"type":"section","text":` + plain(3001) + `}`},
		{"fields", `{"type":"section","fields":[` + many(plain(200), 10) + `]}`, `{"type":"section","fields":[` + many(plain(200), 11) + `]}`},
		{"field", `{"type":"section","fields":[` + plain(2000) + `]}`, `{"type":"section","fields":[` + plain(2001) + `]}`},
		{"context", `{"type":"context","elements":[` + many(plain(1), 10) + `]}`, `{"type":"context","elements":[` + many(plain(1), 11) + `]}`},
		{"button's label", button(1, 75, 0, 0), button(1, 76, 0, 0)},
		{"button's value", button(1, 1, 2000, 0), button(1, 1, 2001, 0)},
		{"button's id", button(255, 1, 0, 0), button(256, 1, 0, 0)},
		{"button's address", button(1, 1, 0, 2986), button(1, 1, 0, 2987)},
		{"block id", `{"type":"divider","block_id":"` + x(255) + `"}`, `{"type":"divider","block_id":"` + x(256) + `"}`},
		{"block ids", `{"type":"divider","block_id":"a"},{"type":"divider","block_id":"b"}`, `{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}`},
		{"empty rich text", rich(`{"type":"text","text":"x"}`), rich(`{"type":"text","text":""}`)},
		{"link", rich(`{"type":"link","url":"https://e.org/","text":"x"}`), rich(`{"type":"link","url":"javascript:x","text":"x"}`)},
		{"element", rich(`{"type":"text","text":"x"}`), rich(`{"type":"button","text":"x"}`)},
		{"additional property", rich(`{"type":"text","text":"x"}`), rich(`{"type":"text","text":"x","colour":"red"}`)},
		{"null", header(1), `{"type":"header","block_id":null,"text":` + plain(1) + `}`},
		{"block's kind", `{"type":"divider"}`, `{"type":"rainbow"}`},
		{"alternative text", image(`"alt_text":"` + x(2000) + `","slack_file":{"id":"F012345678"}`), image(`"alt_text":"` + x(2001) + `","slack_file":{"id":"F012345678"}`)},
		{"no alternative text", image(`"alt_text":"x","slack_file":{"id":"F012345678"}`), image(`"slack_file":{"id":"F012345678"}`)},
		{"file's id", image(`"alt_text":"x","slack_file":{"id":"F012345678"}`), image(`"alt_text":"x","slack_file":{"id":"https://x.example"}`)},
		{"file twice", image(`"alt_text":"x","slack_file":{"url":"https://x.example"}`), image(`"alt_text":"x","slack_file":{"id":"F012345678","url":"https://x.example"}`)},
		{"picture twice", image(`"alt_text":"x","image_url":"https://x.example"`), image(`"alt_text":"x","image_url":"https://x.example","slack_file":{"id":"F012345678"}`)},
		{"no picture", image(`"alt_text":"x","image_url":"https://x.example"`), image(`"alt_text":"x"`)},
		{"in all", many(`{"type":"section","text":`+plain(2750)+`}`, 4), many(`{"type":"section","text":`+plain(2751)+`}`, 4)},
	} {
		if problems := Lint(json.RawMessage("[" + c.good + "]")); len(problems) != 0 {
			t.Errorf("%s at its limit: %q", c.name, problems)
		}
		if problems := Lint(json.RawMessage("[" + c.bad + "]")); len(problems) == 0 || !strings.HasPrefix(problems[0], "[ERROR] ") {
			t.Errorf("%s beyond its limit: %q", c.name, problems)
		}
	}
}

func TestMrkdwn(t *testing.T) {
	now := time.Date(2025, 1, 28, 12, 0, 0, 0, time.UTC)
	r := &reader{zone: time.FixedZone("", 8*3600), now: now}
	for _, c := range []struct {
		in, want string
		links    string
		pings    int
	}{
		{"plain & simple", "plain & simple", "", 0},
		{"*b* _i_ ~s~ `c`", "b i s c", "", 0},
		{"2*3*4 snake_case_name", "2*3*4 snake_case_name", "", 0},
		{"&lt;!channel&gt; &amp;amp;", "<!channel> &amp;", "", 0},
		{"<!channel> <!here> <!everyone> <@U1> <!subteam^S1|@g>", "@channel @here @everyone @U1 @subteam^S1", "", 5},
		{"<#C1|news>", "#news", "", 0},
		{"<https://e.org/?a=1&amp;b=2|label>", "label", "https://e.org/?a=1&b=2", 0},
		{"see https://e.org/x now", "see https://e.org/x now", "https://e.org/x", 0},
		{":tada: 10:30:15", emoji + " 10" + emoji + "15", "", 0},
		{"<!date^1738026000^{date_short_pretty} {time}|then>", "Today 9:00 AM", "", 0},
		{"<!date^1737939600^{date_short_pretty}|then>", "Yesterday", "", 0},
		{"<!date^1392734382^{date_num}|then>", "2014-02-18", "", 0},
		{"<!date^x^{date}|then>", "then", "", 0},
	} {
		v := View{}
		got := v.add(part{spans: r.text(textObject{Text: c.in}, false)})
		if got != c.want || strings.Join(v.Links, " ") != c.links || v.Pings != c.pings {
			t.Errorf("%q reads %q, links %q, %d pings; want %q, %q, %d", c.in, got, v.Links, v.Pings, c.want, c.links, c.pings)
		}
	}
	v := View{}
	if got := v.add(part{spans: r.text(textObject{Text: "*x* <!here>"}, true)}); got != "*x* @here" || v.Pings != 1 {
		t.Errorf("without markup: %q, %d pings", got, v.Pings)
	}
}

func TestResponseURL(t *testing.T) {
	now := time.Now()
	s := start(t, Options{Now: func() time.Time { return now }})
	use := func(b *back, body string) (int, string) {
		t.Helper()
		resp, err := http.Post(b.url(s), "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(text)
	}
	b := s.newBack("U1", News, nil)
	if status, text := use(b, `{"text":""}`); status != 400 || !strings.Contains(text, "no_text") {
		t.Errorf("an empty one: %d %s", status, text)
	}
	for n := 1; n <= 6; n++ {
		status, text := use(b, fmt.Sprintf(`{"text":"%d","response_type":"in_channel","unfurl_links":false,"unfurl_media":false}`, n))
		if n <= 5 && text != "ok" || n == 6 && (status != 404 || !strings.Contains(text, "used_url")) {
			t.Errorf("use %d: %d %s", n, status, text)
		}
	}
	old := s.newBack("U1", News, nil)
	now = now.Add(31 * time.Minute)
	if status, text := use(old, `{"text":"x"}`); status != 404 || !strings.Contains(text, "expired_url") {
		t.Errorf("after half an hour: %d %s", status, text)
	}
	fresh := s.newBack("U1", News, nil)
	use(fresh, `{"text":"for U1"}`)
	if n := len(s.Messages(News)); n != 5 {
		t.Errorf("%d messages for all, want 5", n)
	}
	if p := s.Private("U1"); len(p) != 1 || p[0].Text != "for U1" || p[0].Unfurled {
		t.Errorf("for U1: %+v", p)
	}
}

func TestSocketManners(t *testing.T) {
	s := start(t, Options{Commands: []string{"brief"}})
	opened, _ := s.call(t, "apps.connections.open", s.AppToken)
	conn, _, err := websocket.DefaultDialer.Dial(opened.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var greeting struct{ Type string }
	if err := conn.ReadJSON(&greeting); err != nil || greeting.Type != "hello" {
		t.Fatalf("%+v, %v", greeting, err)
	}
	if _, resp, err := websocket.DefaultDialer.Dial(opened.URL, nil); err == nil || resp.StatusCode != http.StatusForbidden {
		t.Error("a ticket is good twice")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.Connected(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Type(ctx, "ada", News, "/other", ""); !errors.Is(err, ErrNoCommand) {
		t.Errorf("an unknown command: %v", err)
	}
	begin := time.Now()
	if _, err := s.Type(ctx, "ada", News, "/brief", "x"); !errors.Is(err, ErrTimeout) || time.Since(begin) < Deadline {
		t.Errorf("never acknowledged: %v after %v", err, time.Since(begin))
	}
	for _, text := range []string{`{"envelope_id":"nobody's"}`, "x", `{"envelope_id":"` + strings.Repeat("x", 21<<10) + `"}`} {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for len(s.Complaints()) < 3 && ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	if c := s.Complaints(); len(c) != 3 {
		t.Errorf("complaints %q", c)
	}
	_ = conn.Close()
	if err := s.until(ctx, func() bool { return len(s.sockets) == 0 }); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Type(ctx, "ada", News, "/brief", "x"); !errors.Is(err, ErrDispatch) {
		t.Errorf("without a connection: %v", err)
	}
}

func TestPage(t *testing.T) {
	s := start(t, Options{Commands: []string{"brief"}})
	s.call(t, "chat.postMessage", s.BotToken, "channel", News, "text", "x", "blocks", `[
		{"type":"header","text":{"type":"plain_text","text":"Title <b>"}},
		{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://e.org/?a=1&b=2","text":"Head<script>line","style":{"bold":true}}]}]},
		{"type":"context","elements":[{"type":"plain_text","text":"Outlet"}]},
		{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Press me"}}]}]`)
	read := func(path string, form url.Values) string {
		t.Helper()
		resp, err := http.Get(s.URL + path)
		if form != nil {
			resp, err = http.PostForm(s.URL+path, form)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d, %v", path, resp.StatusCode, err)
		}
		return string(text)
	}
	text := read("/?channel="+News, nil)
	for _, want := range []string{
		`<div class="header"><span class="">Title &lt;b&gt;</span></div>`, `<a href="https://e.org/?a=1&amp;b=2" class="b" rel="noreferrer">Head&lt;script&gt;line</a>`,
		`<div class="quiet"><span class="">Outlet</span></div>`, `value="Press me"`, "# china-cloud",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %s:\n%s", want, text[strings.Index(text, `class="list"`):])
		}
	}
	if strings.Contains(text, "<script>") {
		t.Error("a headline's script is live")
	}
	text = read("/type", url.Values{"channel": {News}, "line": {"hello <all>"}})
	if !strings.Contains(text, "hello &lt;all&gt;") {
		t.Error("what was typed is not there")
	}
	if text = read("/type", url.Values{"channel": {News}, "line": {"/brief x"}}); !strings.Contains(text, "dispatch_failed") {
		t.Error("nobody says that the app is not connected")
	}
	ts := s.Messages(News)[0].TS
	if text = read("/press", url.Values{"channel": {News}, "ts": {ts}, "label": {"Press me"}}); !strings.Contains(text, "dispatch_failed") {
		t.Error("nobody says that the press went nowhere")
	}
}

func TestServe(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	running := make(chan *Server, 1)
	go func() { ended <- Serve(ctx, "127.0.0.1:0", Options{}, func(s *Server) { running <- s }) }()
	s := <-running
	resp, err := http.Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := Serve(ctx, "256.0.0.1:x", Options{}, nil); err == nil {
		t.Error("it listens on no address")
	}
}

func TestFaultsAreTaken(t *testing.T) {
	s := start(t, Options{})
	s.Fail("chat.postMessage", ServerAfter, 1, 0)
	form := url.Values{"token": {s.BotToken}, "channel": {News}, "text": {"x"}}
	resp, err := http.PostForm(s.APIURL+"chat.postMessage", form)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusBadGateway || len(s.Messages(News)) != 1 {
		t.Errorf("accepted, then 502: %d, %d messages", resp.StatusCode, len(s.Messages(News)))
	}
	s.Fail("chat.postMessage", CutAfter, 1, 0)
	s.Fail("chat.postMessage", TruncateAfter, 1, 0)
	for range 2 {
		resp, err := http.PostForm(s.APIURL+"chat.postMessage", form)
		if err != nil {
			continue
		}
		if _, err = io.Copy(&bytes.Buffer{}, resp.Body); err == nil {
			t.Error("a spoiled answer came whole")
		}
		_ = resp.Body.Close()
	}
	s.Fail("chat.postMessage", InternalError, 1, 0)
	if a, _ := s.call(t, "chat.postMessage", s.BotToken, "channel", News, "text", "x"); a.Error != "internal_error" {
		t.Errorf("%+v", a)
	}
	if n := len(s.Messages(News)); n != 4 {
		t.Errorf("%d messages, want 4", n)
	}
}
