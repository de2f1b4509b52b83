package bottest

import (
	"bytes"
	"encoding/base64"
	"strings"

	"briefbot/bot"
)

// dot is a PNG of one pixel.
var dot, _ = base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")

// drawn are the lines of a sample's drawing, whose spaces matter.
var drawn = []string{"alpha     ▁▂▃▄ 36 %", "beta  two ▄▃▂▁ <9 & `6`"}

// pictured is a message with a picture.
func pictured(name string) bot.Message {
	return bot.Message{
		Title: "Picture " + name, Lead: "A line before.", Footer: "A line after.", Thread: "Pictures", Language: "en",
		Image: &bot.Image{Name: "trend.png", Alt: "Alt text *" + name + "* & <all> of it", PNG: dot, Drawing: strings.Join(drawn, "\n")},
	}
}

// shows checks that a picture, or what stands in its place, came with the text of a message of that name.
func (s *suite) shows(text string, images []Image, name string, picture bool) {
	s.Helper()
	m := pictured(name)
	inOrder(s.T, text, m.Title, "A line before.", "A line after.")
	if !picture {
		if len(images) != 0 {
			s.Errorf("%s: there is a picture although none can be shown", name)
		}
		inOrder(s.T, text, append(append([]string{}, drawn...), m.Image.Alt)...)
		return
	}
	switch {
	case len(images) != 1:
		s.Errorf("%s: %d pictures, want 1", name, len(images))
	case images[0].Alt != m.Image.Alt:
		s.Errorf("%s: the alternative text is %q, want %q", name, images[0].Alt, m.Image.Alt)
	case !bytes.Equal(images[0].PNG, dot):
		s.Errorf("%s: the picture has other bytes than were given", name)
	case strings.Contains(text, drawn[0]):
		s.Errorf("%s: both the picture and its drawing are shown", name)
	}
}

func checkPicture(s *suite) {
	able := s.p.NoPictures != nil
	parent := s.post(s.p.Channel, "first", pictured("one"))
	s.post(s.p.Channel, "second", pictured("two")) // the same bytes again
	s.post(parent, "reply", pictured("of a reply"))
	for _, name := range []string{"one", "two", "of a reply"} {
		got := s.once("Picture " + name)
		s.shows(got.Text, got.Images, name, able)
	}
	if at, err := s.find(s.p.Channel, "first"); err != nil || at != parent {
		s.Errorf("Find: %s, %v, want %s", at, err, parent)
	}
	ctx, cancel := s.timeout()
	defer cancel()
	for range 2 {
		if err := s.keep(s.adapter.Edit(ctx, parent, Key("first"), pictured("anew"))); err != nil {
			s.Fatalf("edit: %v", err)
		}
	}
	got := s.once("Picture anew")
	s.shows(got.Text, got.Images, "anew", able)
	if err := s.keep(s.adapter.Edit(ctx, parent, Key("first"), bot.Message{Lead: "No more picture."})); err != nil {
		s.Fatalf("edit: %v", err)
	}
	if got := s.once("No more picture."); len(got.Images) != 0 {
		s.Errorf("the picture is still there after an edit that has none")
	}
}

// checkPictureRefused: a message whose picture is refused is posted all the same, once, with the picture in words.
func checkPictureRefused(s *suite) {
	if s.p.NoPictures == nil {
		s.Skip("the platform shows no pictures")
	}
	s.p.NoPictures()
	s.post(s.p.Channel, "refused", pictured("refused"))
	got := s.once("Picture refused")
	s.shows(got.Text, got.Images, "refused", false)
	n := s.requests(func() { s.post(s.p.Channel, "again", pictured("again")) })
	got = s.once("Picture again")
	s.shows(got.Text, got.Images, "again", false)
	if n != 1 {
		s.Errorf("the second post made %d requests: that pictures are refused is not remembered", n)
	}
	s.serve()
	for line, name := range map[string]string{"picture": "of the answer", "gallery": "for all"} {
		a := s.ask("ada", line)
		s.shows(a.Text, a.Images, name, false)
	}
}

func checkPictureAnswer(s *suite) {
	s.serve()
	able := s.p.NoPictures != nil
	a := s.ask("ada", "picture")
	s.shows(a.Text, a.Images, "of the answer", able && !s.p.OpenPictures)
	if !a.Private {
		s.Error("the answer is not private")
	}
	a = s.ask("ada", "gallery")
	s.shows(a.Text, a.Images, "for all", able)
	if a.Private {
		s.Error("the answer for all is private")
	}
	if got := s.once("Picture for all"); len(got.Images) != len(a.Images) {
		s.Errorf("the channel sees %d pictures, the asker %d", len(got.Images), len(a.Images))
	}
}
