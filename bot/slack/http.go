package slack

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// maxRequest bounds the body of a request from Slack, in bytes. A pressed button's holds the message under it.
const maxRequest = 1 << 20

// Paths of Handler, as they stand in the app's manifest.
const (
	PathCommands     = "/slack/commands"
	PathInteractions = "/slack/interactions"
	PathEvents       = "/slack/events"
)

// Handler returns the HTTP endpoints that Slack calls in HTTP mode. It refuses whatever is not signed with the signing
// secret, and answers 503 while Serve does not run, so that Slack delivers again.
func (a *Adapter) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+PathCommands, a.signed(a.commandHTTP))
	mux.HandleFunc("GET "+PathCommands, a.sslCheck) // Slack may check the certificate this way
	mux.HandleFunc("POST "+PathInteractions, a.signed(a.interactionHTTP))
	mux.HandleFunc("POST "+PathEvents, a.signed(a.eventHTTP))
	return mux
}

// signed reads the body and verifies its signature before anything else looks at it.
func (a *Adapter) signed(next func(http.ResponseWriter, []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			http.Error(w, "the body is too large", http.StatusRequestEntityTooLarge)
		case err != nil:
			http.Error(w, "the body did not arrive", http.StatusBadRequest)
		case !a.genuine(r.Header, body):
			// The library's error is dropped unseen: in some versions it held the right signature.
			a.log.Warn("slack: a request is not signed by Slack", "path", r.URL.Path)
			http.Error(w, "the signature is missing, old or wrong", http.StatusUnauthorized)
		default:
			next(w, body)
		}
	}
}

// genuine verifies the v0 signature over the raw body, at most five minutes old.
func (a *Adapter) genuine(header http.Header, body []byte) bool {
	if a.options.SigningSecret == "" {
		return false
	}
	verifier, err := slack.NewSecretsVerifier(header, a.options.SigningSecret)
	if err != nil {
		return false
	}
	if _, err := verifier.Write(body); err != nil {
		return false
	}
	return verifier.Ensure() == nil
}

func (a *Adapter) sslCheck(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("ssl_check") != "1" {
		http.Error(w, "want POST", http.StatusMethodNotAllowed)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// form reads a form body with the library's own readers.
func form(body []byte) (*http.Request, error) {
	values, err := url.ParseQuery(string(body))
	return &http.Request{Method: http.MethodPost, Form: values, PostForm: values}, err
}

func (a *Adapter) commandHTTP(w http.ResponseWriter, body []byte) {
	r, err := form(body)
	if err != nil {
		http.Error(w, "the body is no form", http.StatusBadRequest)
		return
	}
	if r.PostForm.Get("ssl_check") == "1" {
		w.WriteHeader(http.StatusOK)
		return
	}
	c, err := slack.SlashCommandParse(r)
	if err != nil || c.Command == "" || c.TeamID == "" || c.ChannelID == "" || c.UserID == "" {
		http.Error(w, "the form is no slash command", http.StatusBadRequest)
		return
	}
	d := a.desk.Load()
	if d == nil {
		notReady(w)
		return
	}
	a.accept(w, d.command(c), true)
}

func (a *Adapter) interactionHTTP(w http.ResponseWriter, body []byte) {
	r, err := form(body)
	if err != nil {
		http.Error(w, "the body is no form", http.StatusBadRequest)
		return
	}
	c, err := slack.InteractionCallbackParse(r)
	if err != nil {
		http.Error(w, "the form holds no interaction", http.StatusBadRequest)
		return
	}
	d := a.desk.Load()
	if d == nil {
		notReady(w)
		return
	}
	q, ok := d.interaction(c)
	a.accept(w, q, ok)
}

func (a *Adapter) eventHTTP(w http.ResponseWriter, body []byte) {
	var outer struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if json.Unmarshal(body, &outer) != nil {
		http.Error(w, "the body is no JSON object", http.StatusBadRequest)
		return
	}
	if outer.Type == "url_verification" {
		w.Header().Set("Content-Type", mime.FormatMediaType("text/plain", map[string]string{"charset": "utf-8"}))
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = io.WriteString(w, bot.Cut(outer.Challenge, 1000))
		return
	}
	q, ok := a.event(body)
	a.accept(w, q, ok)
}

// accept acknowledges with a 200, when the desk says so: empty, for answers go elsewhere, but for what is said in a dialogue.
func (a *Adapter) accept(w http.ResponseWriter, q asked, ok bool) {
	d := a.desk.Load()
	if d == nil {
		notReady(w)
		return
	}
	acked := make(chan bool, 1)
	a.ask(d, q, ok, func(taken bool) { acked <- taken })
	if !<-acked {
		notReady(w)
		return
	}
	if body := q.said.take(); body != nil {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body)
		return
	}
	w.WriteHeader(http.StatusOK)
}

func notReady(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	http.Error(w, "not ready; deliver again", http.StatusServiceUnavailable)
}
