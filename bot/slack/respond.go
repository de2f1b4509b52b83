package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// maxUses is how often Slack lets one response_url be used, within 30 minutes.
const maxUses = 5

// respond answers through the response_url, which is a secret: it appears in no error.
func (a *Adapter) respond(ctx context.Context, q asked, m bot.Message) error {
	r, err := a.answer(ctx, m)
	if err != nil {
		return err
	}
	quiet := false
	kind := slack.ResponseTypeInChannel
	if m.Private {
		kind = slack.ResponseTypeEphemeral
	}
	raw, err := json.Marshal(slack.WebhookMessage{
		Text: r.Text, Blocks: &slack.Blocks{BlockSet: r.Blocks}, ResponseType: kind,
		ThreadTimestamp: q.thread, UnfurlLinks: &quiet, UnfurlMedia: &quiet,
	})
	if err != nil {
		return a.refuse("answer", "no_json", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, q.back, bytes.NewReader(raw))
	if err != nil {
		return a.refuse("answer", "bad_response_url", errors.New("the response_url is no URL"))
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := a.caller.Do(req)
	if err != nil {
		return a.postError("answer", err)
	}
	defer resp.Body.Close()
	if err := outcome(resp); err != nil {
		return a.unready(r, a.postError("answer", err))
	}
	return nil
}

// answer renders an answer. A picture is shown only to all: a file that is in no channel is nobody's to see but the bot's, and
// Slack has no way to share one in a message for one person.
func (a *Adapter) answer(ctx context.Context, m bot.Message) (rendered, error) {
	file := ""
	if !m.Private {
		file = a.upload(ctx, m.Image)
	}
	r, err := render(m, "", file)
	if err != nil {
		return rendered{}, a.refuse("answer", "no_text", err)
	}
	return r, nil
}

// outcome reads what a response_url says: "ok", or JSON as the Web API's, or a bare code such as used_url.
func outcome(resp *http.Response) error {
	text, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	var answer slack.SlackResponse
	isJSON := json.Unmarshal(text, &answer) == nil
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return &slack.RateLimitedError{RetryAfter: time.Duration(max(seconds, 1)) * time.Second}
	case isJSON && !answer.Ok && answer.Error != "":
		return answer.Err()
	case resp.StatusCode != http.StatusOK:
		return slack.StatusCodeError{Code: resp.StatusCode, Status: resp.Status}
	case err != nil:
		return err
	case isJSON && answer.Ok || strings.TrimSpace(string(text)) == "ok" || len(text) == 0:
		return nil
	default:
		return errors.New("the response_url answered neither yes nor no")
	}
}

// mentioned answers a mention: in its thread for all to see, since the mention is; what did not work out, to the person alone.
func (a *Adapter) mentioned(ctx context.Context, q asked, m bot.Message) error {
	r, err := a.answer(ctx, m)
	if err != nil {
		return err
	}
	options := []slack.MsgOption{
		slack.MsgOptionText(r.Text, false), slack.MsgOptionDisableMarkdown(), slack.MsgOptionBlocks(r.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
	if !m.Private || q.inside {
		options = append(options, slack.MsgOptionTS(q.thread))
	}
	if m.Private {
		_, err = a.api.PostEphemeralContext(ctx, q.from.Channel, q.user.ID, options...)
	} else {
		_, _, err = a.api.PostMessageContext(ctx, q.from.Channel, options...)
	}
	if err != nil {
		return a.unready(r, a.postError("answer in "+q.from.Channel, err))
	}
	return nil
}

// sameHost reports whether a response_url leads to Slack, or to where the API was redirected.
func (a *Adapter) sameHost(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return false
	}
	api, err := url.Parse(a.options.APIURL)
	if err == nil && u.Host == api.Host && u.Scheme == api.Scheme {
		return true
	}
	host := strings.ToLower(u.Hostname())
	return u.Scheme == "https" && (host == "slack.com" || strings.HasSuffix(host, ".slack.com") || strings.HasSuffix(host, ".slack-gov.com"))
}
