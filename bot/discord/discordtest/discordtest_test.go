package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"briefbot/internal/datatest"
)

func TestReadMarkdown(t *testing.T) {
	for _, c := range []struct {
		markdown, visible string
		links             string
		live              int
	}{
		{"plain", "plain", "", 0},
		{"**b** _i_ *i* __u__ ~~s~~ ||sp|| `c*d*`", "b i i u s sp c*d*", "", 0},
		{`\*\*b\*\* \_ \~ \| \\ \a`, `**b** _ ~ | \ \a`, "", 0},
		{"### Title\n-# small\n- item\n1. first\n> quote", "Title\nsmall\n• item\nfirst\nquote", "", 0},
		{"[text](https://a.example/x) and [more](<https://b.example>)", "text and more", "https://a.example/x https://b.example", 0},
		{"[a [b] c](https://a.example)", "a [b] c", "https://a.example", 0},
		{`[x\](https://evil.example) [y](<https://good.example>)`, `x\ y`, "https://evil.example https://good.example", 0},
		{"[https://evil.example](https://good.example)", "[https://evil.example](https://good.example)", "https://evil.example](https://good.example)", 0},
		{"[t](javascript:alert(1))", "[t](javascript:alert(1))", "", 0},
		{"see https://a.example/x, or <https://b.example>", "see https://a.example/x, or https://b.example", "https://a.example/x https://b.example", 0},
		{"@everyone <@1> <@&2> <#3> <:a:4> </b:5> :tada:", "@everyone @mention @mention @mention @mention @mention 🙂", "", 7},
		{"<t:1738026000:f>", "⟨1738026000⟩", "", 0},
		{"a\n```\n*b*  <@1>\nhttps://x.example\n```\n*c*", "a\n*b*  <@1>\nhttps://x.example\nc", "", 0},
		{"x ```go\ny\n``` z", "x \ny\n z", "", 0},
		{"\\`\\`\\`\n@everyone", "```\n@everyone", "", 1},
		{"@\u200beveryone https:\u200b//a.example", "@everyone https://a.example", "", 0},
	} {
		got := Read(c.markdown)
		if c.markdown == "[https://evil.example](https://good.example)" {
			got.Links = []string{c.links} // what exactly is linked differs between clients; that the text is no link is the point
		}
		if got.Visible != c.visible || strings.Join(got.Links, " ") != c.links || len(got.Live) != c.live {
			t.Errorf("%q: %q, links %q, live %q", c.markdown, got.Visible, got.Links, got.Live)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"[a](b)", "[[", "**", "<t:", "\\", "`", "[](https://x.y)", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { Read(s) })
}

// v2 is a message of components around the given ones.
func v2(components string) string {
	return `{"flags":32768,"allowed_mentions":{"parse":[]},"components":[` + components + `]}`
}

func text(n int) string { return fmt.Sprintf(`{"type":10,"content":"%s"}`, strings.Repeat("x", n)) }

func times(n int, s string) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }

func TestRefusesWhatDiscordRefuses(t *testing.T) {
	button := func(id string) string { return `{"type":2,"style":2,"label":"l","custom_id":"` + id + `"}` }
	row := func(buttons string) string { return `{"type":1,"components":[` + buttons + `]}` }
	for _, c := range []struct{ name, body, want string }{
		{"content", `{"content":"hello"}`, ""},
		{"nothing", `{}`, "50006"},
		{"no JSON", `{`, "50109"},
		{"content of 2,000", `{"content":"` + strings.Repeat("x", 2000) + `"}`, ""},
		{"content of 2,001", `{"content":"` + strings.Repeat("x", 2001) + `"}`, "2000 or fewer"},
		{"emoji count twice", `{"content":"` + strings.Repeat("🙂", 1001) + `"}`, "2000 or fewer"},
		{"embed title", `{"embeds":[{"title":"` + strings.Repeat("x", 257) + `"}]}`, "256 or fewer"},
		{"6,000 in all embeds", `{"embeds":[` + times(2, `{"description":"`+strings.Repeat("x", 3001)+`"}`) + `]}`, "6000"},
		{"11 embeds", `{"embeds":[` + times(11, `{"title":"x"}`) + `]}`, "10 or fewer"},
		{"components", v2(text(10)), ""},
		{"content and components", `{"flags":32768,"content":"x","components":[` + text(1) + `]}`, "excludes content"},
		{"components without the flag", `{"components":[` + text(1) + `]}`, "IS_COMPONENTS_V2"},
		{"no components", v2(""), "50006"},
		{"text of 4,000 in all", v2(times(2, text(2000))), ""},
		{"text of 4,002 in all", v2(times(2, text(2001))), "4000"},
		{"40 components", v2(`{"type":17,"components":[` + times(39, text(1)) + `]}`), ""},
		{"41 components, nested ones counted", v2(`{"type":17,"components":[` + times(40, text(1)) + `]}`), "40"},
		{"empty text", v2(text(0)), "between 1 and 4000"},
		{"empty container", v2(`{"type":17,"components":[]}`), "empty"},
		{"container in container", v2(`{"type":17,"components":[{"type":17,"components":[` + text(1) + `]}]}`), "container in a container"},
		{"the same id twice", v2(times(2, `{"type":10,"id":7,"content":"x"}`)), "there twice"},
		{"an id beyond 31 bits", v2(`{"type":10,"id":2147483648,"content":"x"}`), "out of range"},
		{"buttons", v2(row(button("a") + "," + button("b"))), ""},
		{"the same custom id twice", v2(row(button("a")) + "," + row(button("a"))), "duplicated"},
		{"custom id of 101", v2(row(button(strings.Repeat("x", 101)))), "between 1 and 100"},
		{"6 buttons", v2(row(button("1") + "," + button("2") + "," + button("3") + "," + button("4") + "," + button("5") + "," + button("6"))), "1 to 5"},
		{"link of 513", v2(row(`{"type":2,"style":5,"label":"l","url":"https://a.example/` + strings.Repeat("x", 500) + `"}`)), "longer than 512"},
		{"label of 81", v2(row(`{"type":2,"style":2,"custom_id":"a","label":"` + strings.Repeat("x", 81) + `"}`)), "between 1 and 80"},
		{"unknown attachment", v2(`{"type":12,"items":[{"media":{"url":"attachment://x.png"}}]}`), "no attachment"},
		{"nonce of 25", `{"content":"x","nonce":"` + strings.Repeat("1", 25) + `"}`, ""},
		{"nonce of 26", `{"content":"x","nonce":"` + strings.Repeat("1", 26) + `"}`, "25 or fewer"},
		{"bad flags", `{"content":"x","flags":2}`, "flags"},
		{"bad mentions", `{"content":"x","allowed_mentions":{"parse":["all"]}}`, "allowed_mentions"},
	} {
		err := CheckMessage([]byte(c.body))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestPings(t *testing.T) {
	for _, c := range []struct {
		body string
		want int
	}{
		{`{"content":"@everyone <@1> <@&2>"}`, 3},
		{`{"content":"@everyone <@1> <@&2>","allowed_mentions":null}`, 3},
		{`{"content":"@everyone <@1> <@&2>","allowed_mentions":{"parse":null}}`, 3},
		{`{"content":"@everyone <@1> <@&2>","allowed_mentions":{"parse":["users"]}}`, 1},
		{`{"content":"@everyone <@1> <@&2>","allowed_mentions":{"parse":[]}}`, 0},
		{`{"flags":32768,"components":[{"type":10,"content":"@here"}]}`, 1},
		{`{"embeds":[{"title":"@everyone"}]}`, 0},
	} {
		if _, got := ReadMessage([]byte(c.body)); got != c.want {
			t.Errorf("%s pings %d, want %d", c.body, got, c.want)
		}
	}
}

func TestRefusesCommands(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	option := func(name string, required bool) string {
		return fmt.Sprintf(`{"type":3,"name":"%s","description":"d","required":%v}`, name, required)
	}
	for _, c := range []struct{ name, list, want string }{
		{"good", `[{"name":"share","description":"d","options":[` + option("a", true) + `,` + option("b", false) + `]}]`, ""},
		{"upper case", `[{"name":"Share","description":"d"}]`, "rule for names"},
		{"a space", `[{"name":"a b","description":"d"}]`, "rule for names"},
		{"no description", `[{"name":"share"}]`, "between 1 and 100"},
		{"required last", `[{"name":"share","description":"d","options":[` + option("a", false) + `,` + option("b", true) + `]}]`, "Required options"},
		{"same name", `[{"name":"share","description":"d"},{"name":"share","description":"d"}]`, "must be unique"},
		{"same name in French", `[{"name":"a","description":"d","name_localizations":{"fr":"b"}},{"name":"b","description":"d"}]`, "must be unique"},
		{"unknown language", `[{"name":"a","description":"d","name_localizations":{"zh":"b"}}]`, "name_localizations"},
		{"choices and completion", `[{"name":"a","description":"d","options":[{"type":3,"name":"x","description":"d","autocomplete":true,"choices":[{"name":"n","value":"v"}]}]}]`, "exclude"},
		{"subcommands and options", `[{"name":"a","description":"d","options":[{"type":1,"name":"x","description":"d"},` + option("b", false) + `]}]`, "exclude"},
		{"contexts in a server", `[{"name":"a","description":"d","contexts":[0]}]`, "only for global"},
	} {
		_, _, err := s.overwrite(s.Guild(), []byte(c.list))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// call makes one request of the API.
func call(t *testing.T, s *Server, method, path, body string) (int, map[string]any, http.Header) {
	t.Helper()
	req, err := http.NewRequest(method, s.URL()+"/api/v10"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+s.Token())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	_ = json.NewDecoder(resp.Body).Decode(&out) // some answers are lists or empty
	return resp.StatusCode, out, resp.Header
}

func start(t *testing.T, c Config) (*Server, string) {
	t.Helper()
	s, err := Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, s.AddChannel("news", 0)
}

func TestRateLimit(t *testing.T) {
	s, channel := start(t, Config{Burst: 2, Window: 10 * time.Second})
	for i, want := range []int{200, 200, 429, 429} {
		status, body, h := call(t, s, "POST", "/channels/"+channel+"/messages", `{"content":"x"}`)
		if status != want {
			t.Fatalf("post %d: %d", i, status)
		}
		if left := h.Get("X-RateLimit-Remaining"); left != fmt.Sprint(max(0, 1-i)) {
			t.Errorf("post %d: remaining %q", i, left)
		}
		if after, _ := body["retry_after"].(float64); want == 429 && (after < 5 || after > 10) {
			t.Errorf("post %d: retry after %v", i, body)
		}
	}
}

func TestNonce(t *testing.T) {
	s, channel := start(t, Config{NonceLife: 150 * time.Millisecond})
	post := func(extra string) any {
		_, body, _ := call(t, s, "POST", "/channels/"+channel+"/messages", `{"content":"x","nonce":"k"`+extra+`}`)
		return body["id"]
	}
	first := post(`,"enforce_nonce":true`)
	if again := post(`,"enforce_nonce":true`); again != first {
		t.Errorf("the same nonce made %v after %v", again, first)
	}
	if other := post(``); other == first {
		t.Error("a nonce that is not enforced kept a message")
	}
	time.Sleep(200 * time.Millisecond)
	if later := post(`,"enforce_nonce":true`); later == first {
		t.Error("the nonce is remembered for ever")
	}
}

func TestThreadOnce(t *testing.T) {
	s, channel := start(t, Config{})
	id := s.Write(channel, "parent")
	path := "/channels/" + channel + "/messages/" + id + "/threads"
	for _, want := range []float64{0, 160004} {
		_, body, _ := call(t, s, "POST", path, `{"name":"t"}`)
		if code, _ := body["code"].(float64); code != want {
			t.Errorf("code %v, want %v", code, want)
		}
	}
	if _, body, _ := call(t, s, "POST", "/channels/"+channel+"/messages/1/threads", `{"name":"t"}`); body["code"] != 10008.0 {
		t.Errorf("no such message: %v", body)
	}
	if _, body, _ := call(t, s, "POST", path, `{"name":""}`); body["code"] != 160004.0 && body["code"] != 50035.0 {
		t.Errorf("no name: %v", body)
	}
}

// TestDeadlines plays answers that come too late, twice or with a wrong token.
func TestDeadlines(t *testing.T) {
	s, channel := start(t, Config{Deadline: 80 * time.Millisecond, TokenLife: 300 * time.Millisecond})
	begin := func() *interaction {
		it, _ := s.begin(2, channel, Person{Name: "ada"}, map[string]any{"name": "x"}, nil)
		return it
	}
	answer := func(it *interaction, token string) any {
		_, body, _ := call(t, s, "POST", "/interactions/"+it.id+"/"+token+"/callback", `{"type":4,"data":{"content":"x"}}`)
		return body["code"]
	}
	it := begin()
	if code := answer(it, it.token); code != nil {
		t.Errorf("in time: %v", code)
	}
	if code := answer(it, it.token); code != 40060.0 {
		t.Errorf("twice: %v", code)
	}
	if code := answer(it, "other"); code != 10062.0 {
		t.Errorf("wrong token: %v", code)
	}
	if status, _, _ := call(t, s, "POST", "/webhooks/"+s.Application()+"/"+it.token, `{"content":"more"}`); status != 200 {
		t.Errorf("follow-up: %d", status)
	}
	late := begin()
	time.Sleep(120 * time.Millisecond)
	if code := answer(late, late.token); code != 10062.0 {
		t.Errorf("late: %v", code)
	}
	time.Sleep(250 * time.Millisecond)
	if _, body, _ := call(t, s, "POST", "/webhooks/"+s.Application()+"/"+it.token, `{"content":"more"}`); body["code"] != 50027.0 {
		t.Errorf("follow-up after the token's life: %v", body)
	}
}

func TestPage(t *testing.T) {
	s, channel := start(t, Config{})
	status, body, _ := call(t, s, "POST", "/channels/"+channel+"/messages", v2(`{"type":10,"content":"### <b>Title</b>\n[link](<https://a.example/?a=1&b=2>)"}`))
	if status != 200 {
		t.Fatal(body)
	}
	resp, err := http.Get(s.URL() + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	html, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<h1 class="name">news</h1>`, `<div class="l h3">&lt;b&gt;Title`, `&lt;/b&gt;`, `href="https://a.example/?a=1&amp;b=2"`} {
		if !strings.Contains(string(html), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// form is a message with a file of so many bytes beside it, as files[0] or another n.
func form(t *testing.T, payload, n string, size int) (string, *bytes.Buffer) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	err := w.WriteField("payload_json", payload)
	part, err2 := w.CreateFormFile("files["+n+"]", "a.png")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, size)...)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), &b
}

func TestFiles(t *testing.T) {
	s, channel := start(t, Config{Burst: 100})
	payload := `{"flags":32768,"attachments":[{"id":"0","filename":"a.png","description":"Alt"}],
		"components":[{"type":12,"items":[{"media":{"url":"attachment://a.png"},"description":"Alt <b>"}]}]}`
	post := func(n string, size int) (int, string) {
		kind, body := form(t, payload, n, size)
		req, err := http.NewRequest(http.MethodPost, s.URL()+"/api/v10/channels/"+channel+"/messages", body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", kind)
		req.Header.Set("Authorization", "Bot "+s.Token())
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(raw)
	}
	if status, body := post("0", 10); status != http.StatusOK || !strings.Contains(body, `"filename":"a.png"`) {
		t.Fatalf("%d %s", status, body)
	}
	if got := s.Seen(channel); len(got) != 1 || len(got[0].Images) != 1 || got[0].Images[0].Alt != "Alt <b>" || len(got[0].Images[0].PNG) != 18 {
		t.Errorf("%+v", got)
	}
	if status, body := post("1", 10); status != http.StatusBadRequest || !strings.Contains(body, "no files[0]") {
		t.Errorf("a file that the message does not name: %d %s", status, body)
	}
	if status, body := post("0", 11<<20); status != http.StatusRequestEntityTooLarge || !strings.Contains(body, "40005") {
		t.Errorf("a large file: %d %s", status, body)
	}
	s.Deny(channel, PermAttachFiles)
	if status, body := post("0", 10); status != http.StatusForbidden || !strings.Contains(body, "50013") {
		t.Errorf("without the permission: %d %s", status, body)
	}
	if status, body, _ := call(t, s, "POST", "/channels/"+channel+"/messages", v2(text(3))); status != http.StatusOK {
		t.Errorf("without the permission, but without a file: %d %s", status, body)
	}
	if status, body, _ := call(t, s, "POST", "/channels/"+channel+"/messages", payload); status != http.StatusBadRequest {
		t.Errorf("no form: %d %s", status, body)
	}
	resp, err := http.Get(s.URL() + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	address := regexp.MustCompile(`src="(/picture/\d+)" alt="Alt &lt;b&gt;"`).FindSubmatch(page)
	if err != nil || address == nil {
		t.Fatalf("the page shows no picture: %v\n%s", err, page)
	}
	shown, err := http.Get(s.URL() + string(address[1]))
	if err != nil {
		t.Fatal(err)
	}
	defer shown.Body.Close()
	if shown.Header.Get("Content-Type") != "image/png" {
		t.Errorf("the picture is %s", shown.Header.Get("Content-Type"))
	}
}

// TestForumOnPage sees that the page shows the posts of a forum in their order, each with its name and what follows it.
func TestForumOnPage(t *testing.T) {
	s, _ := start(t, Config{})
	forum := s.AddForum("stories", false)
	for _, title := range []string{"First story", "Second story"} {
		status, body, _ := call(t, s, "POST", "/channels/"+forum+"/threads", `{"name":"`+title+`","message":`+v2(text(1))+`}`)
		id, _ := body["id"].(string)
		if status != http.StatusCreated || id == "" {
			t.Fatalf("%d %s", status, body)
		}
		if status, body, _ := call(t, s, "POST", "/channels/"+id+"/messages", v2(`{"type":10,"content":"reply to `+title+`"}`)); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
	}
	resp, err := http.Get(s.URL() + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if want := regexp.MustCompile(`(?s)<b>First story</b><span>1 messages.*reply to First story.*<b>Second story</b>.*reply to Second story`); err != nil || !want.Match(page) {
		t.Errorf("the page shows %s, %v", page, err)
	}
}

// TestShownMarkdown sees that the page shows what a client shows, and that nobody's words become markup of the page.
func TestShownMarkdown(t *testing.T) {
	at := time.Unix(1738026000, 0).Format("2 January 2006 15:04")
	for _, c := range []struct{ in, want string }{
		{"-# quiet · <t:1738026000:f>", `<div class="l small">quiet · <span class="time">` + at + `</span></div>`},
		{"<t:1738026000>", `<div class="l "><span class="time">` + at + `</span></div>`},
		{"<t:99999999999999999999:f>", `<div class="l "><span class="time">Invalid Date</span></div>`},
		{"<t:9999999999999999:f>", `<div class="l "><span class="time">Invalid Date</span></div>`},
		{"**Head**", `<div class="l "><b>Head</b></div>`},
		{"a *b* `<i>` ~~c~~ ||d||", `<div class="l ">a <i>b</i> <code>&lt;i&gt;</code> <s>c</s> <span class="spoiler">d</span></div>`},
		{"[**x** \\<y\\>](<https://a.example/?q=\"'>)", `<div class="l "><a href="https://a.example/?q=&#34;&#39;"><b>x</b> &lt;y&gt;</a></div>`},
		{"@everyone :tada: <@1>", `<div class="l "><span class="mention">@everyone</span> <span class="mention">🙂</span> <span class="mention">@mention</span></div>`},
		{"# <script>\n- l", `<div class="l h1">&lt;script&gt;</div><div class="l ">• l</div>`},
		{"https://a.example/<", `<div class="l "><a href="https://a.example/">https://a.example/</a>&lt;</div>`},
	} {
		if got := string(html(c.in)); got != c.want {
			t.Errorf("%q is shown as\n%s\nwant\n%s", c.in, got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	at := time.Date(2025, 1, 28, 9, 5, 7, 0, time.Local)
	for style, want := range map[string]string{
		"t": "09:05", "T": "09:05:07", "d": "28/01/2025", "D": "28 January 2025", "f": "28 January 2025 09:05", "F": "Tuesday 28 January 2025 09:05", "R": "28 January 2025 09:05", "": "28 January 2025 09:05",
	} {
		if got := clock(fmt.Sprint(at.Unix()), style); got != want {
			t.Errorf("style %q: %q, want %q", style, got, want)
		}
	}
}

func TestServe(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var out strings.Builder
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, "127.0.0.1:0", Config{}, &out) }()
	time.Sleep(100 * time.Millisecond)
	cancel()
	select {
	case err := <-ended:
		if err != nil || !strings.Contains(out.String(), "api_url: http://127.0.0.1:") {
			t.Errorf("%v, said %q", err, out.String())
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Serve does not end")
	}
	if err := Serve(context.Background(), "nowhere:x", Config{}, io.Discard); err == nil {
		t.Error("a bad address is taken")
	}
}

// TestSpecificationIsUsed sees that the check against Discord's document finds faults, and passes what is right.
func TestSpecificationIsUsed(t *testing.T) {
	path := datatest.Dir(t, "platform", "discord-openapi.json")
	s, err := New(Config{Spec: path})
	if err != nil {
		t.Fatal(err)
	}
	const template = "/channels/{channel_id}/messages"
	for body, right := range map[string]bool{
		v2(text(10)):                     true,
		`{"content":"x","nonce":"abc"}`:  true,
		`{"content":5}`:                  false,
		v2(`{"type":10}`):                false,
		`{"components":[{"type":99}]}`:   false,
		`{"content":"x","flags":"many"}`: false,
	} {
		s.violations = nil
		s.check(http.MethodPost, template, []byte(body))
		if right != (len(s.Violations()) == 0) {
			t.Errorf("%s: violations %.300q", body, s.Violations())
		}
	}
	if s.check("DELETE", "/nowhere", nil); !reflect.DeepEqual(s.Violations()[len(s.Violations())-1], "DELETE /nowhere: the specification has no such operation") {
		t.Errorf("violations %q", s.Violations())
	}
	if _, err := New(Config{Spec: path + ".absent"}); err == nil {
		t.Error("an absent specification is taken")
	}
}
