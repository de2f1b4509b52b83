package slack

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

const (
	uploadLimit  = 15 * time.Second // for the three requests of an upload
	uploadPause  = time.Hour        // after a refusal that only an admin can end
	maxAltUpload = 900              // of 1,000 characters beside an uploaded file
	fileTries    = 3                // after so many refusals a picture is said in words
	fileWait     = 2 * time.Second  // between them: Slack looks at a new file before it lets it be shown
)

// upload gives a picture to Slack, as a file that is in no channel yet, and returns the file's id. It makes no message: the
// picture appears with the one that names the file. When Slack does not take it, the id is empty, and the message says the
// picture in words. The same picture is uploaded once.
func (a *Adapter) upload(ctx context.Context, image *bot.Image) string {
	if image == nil || len(image.PNG) == 0 || time.Now().Unix() < a.noFiles.Load() {
		return ""
	}
	sum := sha256.Sum256(image.PNG)
	digest := hex.EncodeToString(sum[:])
	id := a.files.get(digest)
	if id == "" {
		ctx, cancel := context.WithTimeout(ctx, uploadLimit)
		defer cancel()
		var err error
		if id, err = a.send(ctx, image); err != nil {
			a.notUploaded(err)
			return ""
		}
		a.files.put(digest, id)
	}
	if len(a.refused.get(id)) >= fileTries {
		return ""
	}
	return id
}

// send makes the three requests of an upload.
func (a *Adapter) send(ctx context.Context, image *bot.Image) (string, error) {
	name := fileName(image.Name)
	place, err := a.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{
		FileName: name, FileSize: len(image.PNG), AltTxt: bot.Cut(bot.CleanLine(image.Alt), maxAltUpload),
	})
	if err != nil {
		return "", err
	}
	if place.FileID == "" || !a.sameHost(place.UploadURL) {
		return "", errors.New("files.getUploadURLExternal named no file, or an address that is not Slack's")
	}
	err = a.api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: place.UploadURL, Reader: bytes.NewReader(image.PNG), Filename: name})
	if err != nil {
		return "", err
	}
	_, err = a.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{Files: []slack.FileSummary{{ID: place.FileID, Title: name}}})
	return place.FileID, err
}

// notUploaded notes why, and for how long not to ask again.
func (a *Adapter) notUploaded(err error) {
	switch code(err) {
	case "missing_scope", "no_permission", "not_allowed_token_type", "file_uploads_disabled":
		a.noFiles.Store(time.Now().Add(uploadPause).Unix())
	}
	a.log.Warn("slack: a picture is said in words, since it could not be uploaded", "error", a.hush(err))
}

// unready turns Slack's refusal of a picture's file into one that is worth another attempt. Nothing was posted, and a little
// later the file may do; if it never does, the picture is said in words.
func (a *Adapter) unready(r rendered, err error) error {
	var pe *bot.PostError
	if r.file == "" || !errors.As(err, &pe) || pe.Reason != "invalid_blocks" {
		return err
	}
	a.refused.put(r.file, a.refused.get(r.file)+"x")
	pe.Class, pe.Reason, pe.RetryAfter = bot.NotSent, "file_not_ready", fileWait
	return err
}

// fileName is a picture's name in characters that every system takes.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return -1
	}, strings.TrimSuffix(name, ".png"))
	if name == "" {
		name = "picture"
	}
	return name[:min(len(name), 60)] + ".png"
}
