package slack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// give hands a file to who asked, in the bot's conversation with them: an answer to a slash command carries none. It needs the scopes
// files:write and im:write.
func (a *Adapter) give(ctx context.Context, user string, f bot.File) error {
	ctx, cancel := context.WithTimeout(ctx, uploadLimit)
	defer cancel()
	opened, _, _, err := a.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err != nil {
		return a.hush(err)
	}
	name := bot.FileName(f.Name, path.Ext(f.Name))
	place, err := a.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: name, FileSize: len(f.Content)})
	if err != nil {
		return a.hush(err)
	}
	if place.FileID == "" || !a.sameHost(place.UploadURL) {
		return errors.New("files.getUploadURLExternal named no file, or an address that is not Slack's")
	}
	if err := a.api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: place.UploadURL, Reader: bytes.NewReader(f.Content), Filename: name}); err != nil {
		return a.hush(err)
	}
	_, err = a.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
		Files: []slack.FileSummary{{ID: place.FileID, Title: name}}, Channel: opened.ID,
	})
	if err != nil {
		return a.hush(err)
	}
	return nil
}

// handed gives the file of an answer, and returns the answer with what is to be said of that.
func (a *Adapter) handed(ctx context.Context, q asked, m bot.Message) bot.Message {
	if m.File == nil {
		return m
	}
	said := m.File.Sent
	if err := a.give(ctx, q.user.ID, *m.File); err != nil {
		a.log.Warn("slack: a file could not be given", "code", q.code, "error", err)
		said = m.File.Instead
	}
	m.Sections = append(m.Sections, bot.Section{Lines: []bot.Line{{Text: said}}})
	m.File = nil
	return m
}

// sent is a file beside a message, as an event describes it.
type sent struct {
	Name string `json:"name"`
	Size int    `json:"size"`
	URL  string `json:"url_private_download"`
}

// download reads a file that somebody sent, with the bot's token and from Slack alone. It needs the scope files:read.
func (a *Adapter) download(ctx context.Context, f sent) *bot.Attached {
	out := &bot.Attached{Name: bot.CleanLine(f.Name), Problem: bot.FileUnreadable}
	if f.Size > bot.MaxFile {
		out.Problem = bot.FileLarge
		return out
	}
	content, err := a.fetch(ctx, f.URL)
	switch {
	case err != nil:
		a.log.Warn("slack: a file could not be read; does the bot have the scope files:read?", "error", a.hush(err))
	case len(content) > bot.MaxFile:
		out.Problem = bot.FileLarge
	default:
		out.Content, out.Problem = content, ""
	}
	return out
}

func (a *Adapter) fetch(ctx context.Context, address string) ([]byte, error) {
	if !a.sameHost(address) {
		return nil, errors.New("its address does not lead to Slack")
	}
	ctx, cancel := context.WithTimeout(ctx, uploadLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("its address is none")
	}
	req.Header.Set("Authorization", "Bearer "+a.options.BotToken)
	resp, err := a.caller.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("HTTP status %d", resp.StatusCode)
	}
	return io.ReadAll(io.LimitReader(resp.Body, bot.MaxFile+1))
}
