package discord

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"briefbot/bot"
)

// maxAlt is the most characters of a picture's words where they are shown.
const maxAlt = 400

// drawing says a picture in words: its drawing as a block of code, its words below.
func drawing(image bot.Image) string {
	var parts []string
	if s := image.Drawing; s != "" {
		// Nothing in a block of code is markup but its end; a grave accent of full width looks like one and is none.
		parts = append(parts, "```\n"+strings.ReplaceAll(s, "```", "｀｀｀")+"\n```")
	}
	if s := bot.Cut(image.Alt, maxAlt); s != "" {
		parts = append(parts, "-# "+escape(s))
	}
	return strings.Join(parts, "\n")
}

// inWords returns the message with its picture said in words, and what is to be said instead of its file.
func inWords(m bot.Message) bot.Message {
	if m.File != nil {
		file := *m.File
		file.Content = nil
		m.File = &file
	}
	if m.Image != nil {
		image := *m.Image
		image.PNG = nil
		m.Image = &image
	}
	return m
}

// plainFor is how long a channel that refused a picture gets none. An admin may have allowed it by then.
const plainFor = time.Hour

// maySend returns the message as the channel takes it, as far as is known.
func (a *Adapter) maySend(channel string, m bot.Message) bot.Message {
	if until, ok := a.plain.Load(channel); ok && time.Now().Before(until.(time.Time)) {
		return inWords(m)
	}
	return m
}

// withoutPicture turns the refusal of a message with a picture into one that is worth another attempt, which will say the
// picture in words. Nothing was posted: the bot may not attach files there, or the file is too large.
func (a *Adapter) withoutPicture(channel string, p payload, x *exchange, err error) error {
	var pe *bot.PostError
	code := x.refusal().Code
	if p.image == nil || !errors.As(err, &pe) || code != missingPermissions && code != tooLarge && x.status != http.StatusRequestEntityTooLarge {
		return err
	}
	a.plain.Store(channel, time.Now().Add(plainFor))
	a.log.Warn("discord: a picture is refused and said in words for an hour: allow Attach Files", "channel", channel, "code", code)
	pe.Class, pe.Reason, pe.RetryAfter = bot.NotSent, "no_pictures", time.Second
	return err
}
