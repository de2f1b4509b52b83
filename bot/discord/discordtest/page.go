package discordtest

import (
	"context"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
)

//go:embed page.html
var pageText string

// page shows the channels roughly as a client does.
var page = template.Must(template.New("page").Parse(pageText))

type pageChannel struct {
	ID, Name string
	Messages []pageMessage
}

// pageForm is the dialogue that is open before whoever looks at the page.
type pageForm struct {
	Form
	Channels []pageChannel // to choose from
}

type pageMessage struct {
	ID, Channel              string
	Author, Time, ThreadName string
	Bot, Edited, Private     bool
	Boxes                    []pageBox
	Thread                   []pageMessage
	Offered                  []string // message commands, for messages of the bot
}

// pageBox is a container with its accent, or what stands outside of any.
type pageBox struct {
	Framed bool
	Blocks []pageBlock
}

// pageBlock is one component; one of the fields is set.
type pageBlock struct {
	Rule     string // the class of a separator
	HTML     template.HTML
	Pictures []picture
	Buttons  []pageButton
	Menu     *pageMenu
}

// pageMenu is a select menu with what it offers.
type pageMenu struct {
	Placeholder string
	Options     []option
}

type pageButton struct{ Label, URL string }

// visitor is whoever looks at the page: somebody who manages the server.
var visitor = Person{Name: "you", Admin: true}

// servePage shows all channels with their threads.
func (s *Server) servePage(w http.ResponseWriter) {
	var form *pageForm
	if f, ok := s.OpenForm(visitor); ok {
		form = &pageForm{Form: f}
	}
	s.mu.Lock()
	var view []pageChannel
	for _, c := range s.channels {
		if c.parent == "" {
			view = append(view, pageChannel{c.id, c.name, s.view(c)})
		}
	}
	s.mu.Unlock()
	slices.SortFunc(view, func(a, b pageChannel) int { return len(b.Messages) - len(a.Messages) })
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if form != nil {
		form.Channels = view
	}
	_ = page.Execute(w, struct { // the client went away
		Channels []pageChannel
		Form     *pageForm
	}{view, form})
}

// serveType lets whoever looks at the page type a slash command, or a message that mentions the bot. What goes wrong is said in plain text.
func (s *Server) serveType(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	channel, line, you := r.FormValue("channel"), strings.TrimSpace(r.FormValue("line")), visitor
	s.mu.Lock()
	known := s.channels[channel] != nil
	s.mu.Unlock()
	var err error
	switch rest, mention := strings.CutPrefix(line, "@briefbot"); {
	case !known:
		err = errors.New("no such channel")
	case mention:
		_, err = s.Mention(ctx, you, channel, strings.TrimSpace(rest))
	case strings.HasPrefix(line, "/"):
		_, err = s.Ask(ctx, you, channel, line[1:])
	case line != "":
		s.Say(you, channel, line)
	}
	seeAgain(w, r, err)
}

// seeAgain shows the page anew, or in plain text what went wrong.
func seeAgain(w http.ResponseWriter, r *http.Request, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// servePress lets whoever looks at the page press a button, or choose in a menu.
func (s *Server) servePress(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	_, err := s.Press(ctx, visitor, r.FormValue("channel"), r.FormValue("message"), r.FormValue("label"))
	seeAgain(w, r, err)
}

// serveSubmit sends off the dialogue that is open before whoever looks at the page, or closes it.
func (s *Server) serveSubmit(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	if r.FormValue("close") != "" {
		s.CloseForm(visitor)
		seeAgain(w, r, nil)
		return
	}
	values := map[string]string{}
	for name := range r.PostForm {
		if label, ok := strings.CutPrefix(name, "field "); ok {
			values[label] = strings.Join(r.PostForm[name], ",")
		}
	}
	_, err := s.Submit(ctx, visitor, values)
	seeAgain(w, r, err)
}

// onMessages returns the names of the message commands. The lock must be held.
func (s *Server) onMessages() []string {
	var out []string
	for _, c := range s.offered() {
		if c.Type == typeMessage {
			out = append(out, c.Name)
		}
	}
	return out
}

// serveChoose lets whoever looks at the page choose a message command on a message.
func (s *Server) serveChoose(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	_, err := s.Choose(ctx, visitor, r.FormValue("channel"), r.FormValue("message"), r.FormValue("name"))
	seeAgain(w, r, err)
}

func (s *Server) view(c *channel) []pageMessage {
	if c.kind == forumKind {
		return s.viewForum(c)
	}
	var out []pageMessage
	for _, m := range c.messages {
		pm := pageMessage{ID: m.id, Channel: c.id, Author: "briefbot", Bot: m.author == s.bot, Time: m.made.Format("02/01/2006 15:04"),
			Private: m.ephemeral != "", Edited: m.edited, Boxes: m.body.boxes()}
		if !pm.Bot {
			pm.Author = "somebody"
		} else if !pm.Private {
			pm.Offered = s.onMessages()
		}
		if t := s.channels[m.id]; t != nil && t != c { // a forum's first message bears the id of its own thread
			pm.ThreadName, pm.Thread = t.name, s.view(t)
		}
		out = append(out, pm)
	}
	return out
}

// viewForum shows each post of a forum as its first message with what follows it, oldest first.
func (s *Server) viewForum(forum *channel) []pageMessage {
	var out []pageMessage
	for _, post := range s.channels {
		if post.parent != forum.id {
			continue
		}
		if list := s.view(post); len(list) > 0 { // the first message may have been deleted, and others with it
			first := list[0]
			first.ThreadName, first.Thread = post.name, list[1:]
			out = append(out, first)
		}
	}
	slices.SortFunc(out, func(a, b pageMessage) int {
		if less(a.Channel, b.Channel) {
			return -1
		}
		return 1
	})
	return out
}

// boxes lays a message out from top to bottom.
func (b *body) boxes() []pageBox {
	var out []pageBox
	if texts := (&body{Content: b.Content, Embeds: b.Embeds}).texts(); len(texts) > 0 {
		var plain pageBox
		for _, t := range texts {
			plain.Blocks = append(plain.Blocks, pageBlock{HTML: html(t)})
		}
		out = append(out, plain)
	}
	for _, c := range b.Components {
		if c.Type == 17 {
			box := pageBox{Framed: true}
			for _, inner := range c.Components {
				box.Blocks = append(box.Blocks, b.block(inner))
			}
			out = append(out, box)
			continue
		}
		out = append(out, pageBox{Blocks: []pageBlock{b.block(c)}})
	}
	return out
}

func (b *body) block(c component) pageBlock {
	switch c.Type {
	case 1:
		var row pageBlock
		if menu := c.Components[0]; menu.Type == 3 {
			return pageBlock{Menu: &pageMenu{menu.Placeholder, menu.Options}}
		}
		for _, button := range c.Components {
			row.Buttons = append(row.Buttons, pageButton{button.Label, button.URL})
		}
		return row
	case 12:
		return pageBlock{Pictures: b.pictures(c)}
	case 14:
		if c.Divider != nil && !*c.Divider {
			return pageBlock{Rule: "bare"}
		}
		return pageBlock{Rule: "line"}
	}
	return pageBlock{HTML: html(c.Content)}
}
