package campaigntest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"briefbot/bot/slack/slacktest"
)

// slackSide is a Slack: our own stand-in, or one that others wrote.
type slackSide struct {
	own      *slacktest.Server // nil for another one
	url      string
	team     string
	channels []string
	settings string // of the config
	secrets  []string
	bearer   string // token that it wants in a header, where the library sends it in the body
	sights   func(channel string) []sight
	direct   bool // without a proxy before it: answers go back where Slack says, which has to be where its API is
}

func ownSlack(t testing.TB) slackSide {
	t.Helper()
	s, err := slacktest.Start(slacktest.Options{Commands: []string{"brief"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return slackSide{
		own: s, url: s.URL, team: slacktest.Team, channels: []string{slacktest.News, slacktest.Random},
		settings: fmt.Sprintf("bot_token: %q, app_token: %q", s.BotToken, s.AppToken), secrets: []string{s.BotToken, s.AppToken, s.SigningSecret},
		sights: func(channel string) []sight {
			var out []sight
			for _, m := range s.Messages(channel) {
				out = append(out, sight{m.TS, m.ThreadTS, m.View.Text})
			}
			return out
		},
	}
}

// emulateVariable names the program of the npm package emulate, a Web API of Slack that others wrote.
const emulateVariable = "BRIEFBOT_EMULATE"

// otherSlack starts the Slack of emulate, which has no sockets.
func otherSlack(t testing.TB) slackSide {
	t.Helper()
	program := os.Getenv(emulateVariable)
	if program == "" {
		t.Skip(emulateVariable + " does not name the program of the npm package emulate")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	var out bytes.Buffer
	cmd := exec.Command(program, "start", "--service", "slack", "--port", fmt.Sprint(port))
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = &out, &out, &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait() // it says "killed"
	})
	other := slackSide{
		url: fmt.Sprintf("http://127.0.0.1:%d", port), team: "T000000001", channels: []string{"C000000001", "C000000002"},
		bearer: "xoxb-emulated-token", settings: `mode: http, bot_token: "xoxb-emulated-token", signing_secret: "emulated-secret"`, secrets: []string{"xoxb-emulated-token", "emulated-secret"},
	}
	other.sights = func(channel string) []sight {
		var all []sight
		for _, m := range other.read(t, "conversations.history", url.Values{"channel": {channel}}) {
			all = append(all, m.sight(""))
			for _, reply := range other.read(t, "conversations.replies", url.Values{"channel": {channel}, "ts": {m.TS}}) {
				if reply.TS != m.TS {
					all = append(all, reply.sight(m.TS))
				}
			}
		}
		return sorted(all)
	}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if resp, err := http.Get(other.url); err == nil {
			resp.Body.Close()
			return other
		}
		if time.Now().After(deadline) {
			t.Fatalf("emulate does not answer: %s", out.String())
		}
	}
}

type emulated struct {
	TS     string          `json:"ts"`
	Text   string          `json:"text"`
	Blocks json.RawMessage `json:"blocks"`
}

func (m emulated) sight(parent string) sight {
	var blocks any
	_ = json.Unmarshal(m.Blocks, &blocks) // a message may have none
	return sight{m.TS, parent, strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(m.Text + texts(blocks))}
}

// texts returns all texts in decoded JSON.
func texts(v any) string {
	switch v := v.(type) {
	case string:
		return "\n" + v
	case []any:
		var out strings.Builder
		for _, e := range v {
			out.WriteString(texts(e))
		}
		return out.String()
	case map[string]any:
		var out strings.Builder
		for _, e := range v {
			out.WriteString(texts(e))
		}
		return out.String()
	}
	return ""
}

// read reads all pages of a conversation.
func (s slackSide) read(t testing.TB, method string, args url.Values) []emulated {
	t.Helper()
	var all []emulated
	args.Set("limit", "200")
	for {
		req, err := http.NewRequest(http.MethodPost, s.url+"/api/"+method, strings.NewReader(args.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+s.secrets[0])
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var page struct {
			OK       bool       `json:"ok"`
			Messages []emulated `json:"messages"`
			Meta     struct {
				Cursor string `json:"next_cursor"`
			} `json:"response_metadata"`
		}
		err = json.NewDecoder(resp.Body).Decode(&page)
		resp.Body.Close()
		if err != nil || !page.OK {
			t.Fatalf("%s: %v", method, err)
		}
		all = append(all, page.Messages...)
		if page.Meta.Cursor == "" {
			return all
		}
		args.Set("cursor", page.Meta.Cursor)
	}
}
