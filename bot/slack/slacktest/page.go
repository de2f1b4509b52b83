package slacktest

import (
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed page.html
var pageHTML string

var page = template.Must(template.New("page").Funcs(template.FuncMap{"pair": pair, "home": func(parts []pagePart) pageMessage { return pageMessage{Parts: parts} }}).Parse(pageHTML))

// pageData is what the page shows: one channel with its threads opened.
type pageData struct {
	Channels []*channel
	Channel  *channel
	Messages []pageMessage
	Commands []string
	Note     string

	Home      bool // the app's home tab in place of a channel
	HomeParts []pagePart
	Shortcuts []Shortcut
	Form      *Form // the dialogue that is open; nil for none
}

type pageMessage struct {
	TS, Who, Letter, Clock string
	Bot, Private, Edited   bool
	Parts                  []pagePart
	Replies                []pageMessage
}

type pagePart struct {
	Kind    string
	File    string // of a picture
	Alt     string
	Spans   []pageSpan
	Buttons []Button
}

type pageSpan struct {
	Text, Link, Class string
}

// pair is what the template of one message gets.
func pair(m pageMessage, channel string, shortcuts []Shortcut) paired {
	return paired{m, channel, shortcuts}
}

type paired struct {
	M         pageMessage
	Channel   string
	Shortcuts []Shortcut
}

// servePage shows what people would see, with a line to type in.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("channel")
	s.mu.Lock()
	if s.channels[id] == nil {
		id = News
	}
	data := pageData{Shortcuts: s.options.Shortcuts, Home: r.URL.Query().Has("home"), Channel: s.channels[id], Commands: s.options.Commands, Note: r.URL.Query().Get("note")}
	for _, c := range s.channels {
		data.Channels = append(data.Channels, c)
	}
	if h := s.homes[person("you")]; h != nil && data.Home {
		data.HomeParts = s.shown(h.shown).Parts
	}
	if f := s.forms[person("you")]; f != nil {
		open := *f
		data.Form = &open
	}
	slices.SortFunc(data.Channels, func(a, b *channel) int { return strings.Compare(a.Name, b.Name) })
	all := append(slices.Clone(s.messages), s.private...)
	slices.SortFunc(all, func(a, b *Message) int { return int(micros(a.TS) - micros(b.TS)) })
	for _, m := range all {
		if m.Channel != id || m.ThreadTS != "" {
			continue
		}
		shown := s.shown(m)
		for _, reply := range all {
			if reply.Channel == id && reply.ThreadTS == m.TS {
				shown.Replies = append(shown.Replies, s.shown(reply))
			}
		}
		data.Messages = append(data.Messages, shown)
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'")
	_ = page.Execute(w, data)
}

func (s *Server) shown(m *Message) pageMessage {
	at := time.UnixMicro(micros(m.TS)).In(s.options.Zone)
	out := pageMessage{TS: m.TS, Who: m.User, Clock: at.Format("3:04 PM"), Bot: m.User == BotUser, Private: m.For != "", Edited: m.Edited}
	if out.Bot {
		out.Who = "briefbot"
	}
	out.Letter = strings.ToUpper(out.Who[:1])
	for _, p := range m.View.parts {
		shown := pagePart{Kind: p.kind, Buttons: p.buttons, File: p.image.file, Alt: p.image.Alt}
		for _, sp := range p.spans {
			shown.Spans = append(shown.Spans, pageSpan{Text: sp.text, Link: sp.link, Class: sp.class()})
		}
		out.Parts = append(out.Parts, shown)
	}
	return out
}

func (sp span) class() string {
	var out []string
	for name, on := range map[string]bool{
		"b": sp.bold, "i": sp.italic, "s": sp.strike, "c": sp.code, "ping": sp.ping, "gap": sp.gap,
	} {
		if on {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// serveType lets whoever looks at the page type a slash command, or a message that mentions the bot.
func (s *Server) serveType(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	channel, line := r.FormValue("channel"), strings.TrimSpace(r.FormValue("line"))
	var err error
	if rest, ok := strings.CutPrefix(line, "@briefbot"); ok {
		_, err = s.Mention(ctx, "you", channel, "", rest)
	} else if strings.HasPrefix(line, "/") {
		slash, text, _ := strings.Cut(line, " ")
		_, err = s.Type(ctx, "you", channel, slash, text)
	} else if line != "" {
		s.Say("you", channel, escape(line))
	}
	s.showAgain(w, r, channel, err)
}

func (s *Server) servePress(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	if r.FormValue("id") != "" {
		_, err := s.pressHome(ctx, "you", func(b Button) bool { return b.ID() == r.FormValue("id") })
		s.showHome(w, r, err)
		return
	}
	_, err := s.Press(ctx, "you", r.FormValue("channel"), r.FormValue("ts"), r.FormValue("label"))
	s.showAgain(w, r, r.FormValue("channel"), err)
}

// serveSubmit sends off the dialogue that is open before whoever looks at the page, or closes it.
func (s *Server) serveSubmit(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	channel := r.FormValue("channel")
	if r.FormValue("close") != "" {
		s.CloseForm("you")
		s.showAgain(w, r, channel, nil)
		return
	}
	values := map[string]string{}
	for name := range r.PostForm {
		if label, ok := strings.CutPrefix(name, "field "); ok {
			values[label] = strings.Join(r.PostForm[name], ",")
		}
	}
	_, flaws, err := s.Submit(ctx, "you", values)
	if len(flaws) == 0 && channel == "" {
		s.showHome(w, r, err)
		return
	}
	s.showAgain(w, r, channel, err)
}

// serveHome opens the home tab of whoever looks at the page.
func (s *Server) serveHome(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	_, err := s.OpenHome(ctx, "you")
	s.showHome(w, r, err)
}

func (s *Server) showHome(w http.ResponseWriter, r *http.Request, err error) {
	note := ""
	if err != nil {
		note = err.Error()
	}
	http.Redirect(w, r, "/?home&note="+template.URLQueryEscaper(note), http.StatusSeeOther)
}

// serveChoose lets whoever looks at the page choose a shortcut on a message.
func (s *Server) serveChoose(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	_, err := s.Choose(ctx, "you", r.FormValue("channel"), r.FormValue("ts"), r.FormValue("name"))
	s.showAgain(w, r, r.FormValue("channel"), err)
}

func (s *Server) showAgain(w http.ResponseWriter, r *http.Request, channel string, err error) {
	note := ""
	if err != nil {
		note = err.Error()
	}
	address := "/?channel=" + template.URLQueryEscaper(channel) + "&note=" + template.URLQueryEscaper(note) +
		"&at=" + strconv.FormatInt(s.options.Now().UnixNano(), 36) + "#end"
	http.Redirect(w, r, address, http.StatusSeeOther)
}
