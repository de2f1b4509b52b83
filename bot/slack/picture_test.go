package slack_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

// dot returns a PNG of one pixel; with n, one of other bytes.
func dot(n int) []byte {
	raw, _ := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
	return append(raw, make([]byte, n)...)
}

func chart(n int) bot.Message {
	return bot.Message{Title: "Chart", Image: &bot.Image{Name: "share of alibaba/阿里.png", Alt: "Shares by quarter", PNG: dot(n), Drawing: "36 % ▇▇█ 37 %"}}
}

// postOnce posts, and fails the test when that made more than one request that could create a message.
func postOnce(t *testing.T, r *rig, a *slack.Adapter, key string, m bot.Message) error {
	t.Helper()
	before := r.Requests("chat.postMessage")
	_, err := a.Post(context.Background(), address(slacktest.News), bottest.Key(key), m)
	if n := r.Requests("chat.postMessage") - before; n > 1 {
		t.Errorf("a post made %d requests", n)
	}
	return err
}

// TestPictureWaitsForItsFile: Slack refuses a picture until it has looked at the file. That is no failure of the message: the
// next attempt shows the same file, which is uploaded once.
func TestPictureWaitsForItsFile(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{Scan: 1})
	a := r.new(quiet())
	err := postOnce(t, r, a, "k", chart(0))
	var pe *bot.PostError
	if !errors.As(err, &pe) || pe.Class != bot.NotSent || pe.Reason != "file_not_ready" || pe.RetryAfter < time.Second {
		t.Fatalf("the first attempt: %v, want not sent and a time to wait", err)
	}
	if n := len(r.Messages(slacktest.News)); n != 0 {
		t.Fatalf("%d messages after a refusal", n)
	}
	if err := postOnce(t, r, a, "k", chart(0)); err != nil {
		t.Fatal(err)
	}
	all := r.Messages(slacktest.News)
	if len(all) != 1 || len(all[0].View.Images) != 1 || !bytes.Equal(all[0].View.Images[0].PNG, dot(0)) {
		t.Fatalf("%d messages: %+v", len(all), all)
	}
	if err := postOnce(t, r, a, "other", chart(0)); err != nil {
		t.Fatal(err)
	}
	if n := r.Files(); n != 1 {
		t.Errorf("the same picture was uploaded %d times", n)
	}
	if err := postOnce(t, r, a, "third", chart(1)); !errors.As(err, &pe) || pe.Reason != "file_not_ready" || r.Files() != 2 {
		t.Errorf("another picture: %v, %d files", err, r.Files())
	}
}

// TestPictureNeverReady: after three refusals the message goes out with the picture in words.
func TestPictureNeverReady(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{Scan: 1000})
	a := r.new(quiet())
	for try := range 3 {
		if err := postOnce(t, r, a, "k", chart(0)); bot.ClassOf(err) != bot.NotSent || err == nil {
			t.Fatalf("attempt %d: %v", try, err)
		}
	}
	if err := postOnce(t, r, a, "k", chart(0)); err != nil {
		t.Fatal(err)
	}
	all := r.Messages(slacktest.News)
	if len(all) != 1 || len(all[0].View.Images) != 0 || !strings.Contains(all[0].View.Text, "36 % ▇▇█ 37 %\nShares by quarter") {
		t.Fatalf("%+v", all)
	}
}

// TestPictureNotUploaded: whatever keeps the upload from succeeding, the message goes out at once, with the picture in words.
func TestPictureNotUploaded(t *testing.T) {
	for _, method := range []string{"files.getUploadURLExternal", "upload", "files.completeUploadExternal"} {
		for _, kind := range []slacktest.Kind{slacktest.ServerBefore, slacktest.RateLimited} {
			t.Run(fmt.Sprint(method, kind), func(t *testing.T) {
				r := newRig(t, slack.Socket, slacktest.Options{})
				var logged bytes.Buffer
				a := r.new(slog.New(slog.NewTextHandler(&logged, nil)))
				r.Fail(method, kind, 1, time.Second)
				if err := postOnce(t, r, a, "k", chart(0)); err != nil {
					t.Fatal(err)
				}
				all := r.Messages(slacktest.News)
				if len(all) != 1 || len(all[0].View.Images) != 0 || !strings.Contains(all[0].View.Text, "Shares by quarter") {
					t.Fatalf("%+v", all)
				}
				if log := logged.String(); !strings.Contains(log, "a picture is said in words") || strings.Contains(log, "/upload/") {
					t.Errorf("log: %s", log)
				}
				if err := postOnce(t, r, a, "next", chart(0)); err != nil || len(r.Messages(slacktest.News)[1].View.Images) != 1 {
					t.Errorf("the next post has no picture: %v", err)
				}
			})
		}
	}
}

// TestPictureInAnswerForAll: an answer waits for its file too.
func TestPictureInAnswerForAll(t *testing.T) {
	t.Parallel()
	r := newRig(t, slack.Socket, slacktest.Options{Scan: 1})
	log := quiet()
	a := r.new(log)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	served := make(chan error, 1)
	go func() { served <- a.Serve(ctx, bottest.NewSamples(0).Router(t, log)) }()
	defer func() { cancel(); <-served }()
	if err := r.Connected(ctx); err != nil {
		t.Fatal(err)
	}
	for _, ask := range []func() (slacktest.Answer, error){
		func() (slacktest.Answer, error) { return r.Type(ctx, "ada", slacktest.News, "/brief", "gallery") },
		func() (slacktest.Answer, error) { return r.Mention(ctx, "ada", slacktest.News, "", "gallery") },
	} {
		answer, err := ask()
		if err != nil || answer.Private || len(answer.View.Images) != 1 {
			t.Errorf("%v: %+v", err, answer)
		}
	}
}
