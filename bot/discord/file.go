package discord

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"briefbot/bot"
)

// fileOption is what the option of a command is called that takes a file.
const fileOption = "file"

// fileLimit is how long somebody's file is waited for.
const fileLimit = 20 * time.Second

// sent is a file that somebody sent with a command, as the interaction describes it.
type sent struct {
	Filename string `json:"filename"`
	Size     int    `json:"size"`
	URL      string `json:"url"`
}

// attached returns the file that an interaction brings; nil when it brings none.
func (a *Adapter) attached(ctx context.Context, it interaction) *bot.Attached {
	_, options := it.path()
	for _, o := range options {
		if o.Type != optionFile {
			continue
		}
		if f, ok := it.Data.Resolved.Attachments[o.text()]; ok {
			return a.download(ctx, f)
		}
		return &bot.Attached{Problem: bot.FileUnreadable}
	}
	return nil
}

// download reads a file from where Discord keeps those of messages, and from nowhere else. No token goes there.
func (a *Adapter) download(ctx context.Context, f sent) *bot.Attached {
	out := &bot.Attached{Name: bot.CleanLine(f.Filename)}
	if f.Size > bot.MaxFile {
		out.Problem = bot.FileLarge
		return out
	}
	out.Problem = bot.FileUnreadable
	if !a.keeps(f.URL) {
		a.log.Warn("discord: a file was not read: its address does not lead to Discord")
		return out
	}
	ctx, cancel := context.WithTimeout(ctx, fileLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.URL, nil)
	if err != nil {
		return out
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if a.opts.HTTP != nil {
		client.Transport = a.opts.HTTP.Transport
	}
	resp, err := client.Do(req)
	if err != nil {
		a.log.Warn("discord: a file could not be read")
		return out
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(io.LimitReader(resp.Body, bot.MaxFile+1))
	switch {
	case err != nil || resp.StatusCode != http.StatusOK:
		a.log.Warn("discord: a file could not be read", "status", resp.StatusCode)
	case len(content) > bot.MaxFile:
		out.Problem = bot.FileLarge
	default:
		out.Content, out.Problem = content, ""
	}
	return out
}

// keeps reports whether an address is one where Discord keeps files, or of where the API was redirected.
func (a *Adapter) keeps(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.User != nil {
		return false
	}
	if a.opts.APIURL != "" {
		api, err := url.Parse(a.opts.APIURL)
		return err == nil && u.Host == api.Host && u.Scheme == api.Scheme
	}
	return u.Scheme == "https" && (u.Host == "cdn.discordapp.com" || u.Host == "media.discordapp.net")
}

// attachFile adds a file to a message.
func (p *payload) attachFile(f bot.File, ending string) string {
	name := bot.FileName(f.Name, ending)
	p.image, p.kind = f.Content, f.Type
	p.Attachments = []attachment{{ID: "0", Filename: name}}
	return name
}
