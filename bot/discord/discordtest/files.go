package discordtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// attached is a file of a message, as the body names it and as it came beside it.
type attached struct {
	ID          string `json:"id"` // the n of files[n]
	Filename    string `json:"filename"`
	Description string `json:"description"`

	content []byte
	stored  string // the id that it gets
}

// Image is a picture as people see it.
type Image struct {
	Alt string // what a screen reader says
	PNG []byte
}

// picture is one on the page.
type picture struct {
	ID, Alt string
	content []byte
}

// galleryItem is one of a media gallery.
type galleryItem struct {
	Media struct {
		URL string `json:"url"`
	} `json:"media"`
	Description string `json:"description"`
}

// gallery returns the items of a media gallery.
func (c component) gallery() []galleryItem {
	var items []galleryItem
	if json.Unmarshal(c.Items, &items) != nil {
		return nil
	}
	return items
}

// readBody returns the JSON of a request, and of a form its files by the n of files[n].
func readBody(w http.ResponseWriter, r *http.Request) (raw []byte, files map[string][]byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		raw, err = io.ReadAll(r.Body)
		return raw, nil, err
	}
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return nil, nil, err
	}
	files = map[string][]byte{}
	for name, headers := range r.MultipartForm.File {
		n, ok := strings.CutPrefix(name, "files[")
		if !ok || len(headers) != 1 {
			return nil, nil, fmt.Errorf("a form with %d files %q", len(headers), name)
		}
		f, err := headers[0].Open()
		if err != nil {
			return nil, nil, err
		}
		content, err := io.ReadAll(f)
		_ = f.Close() // of memory
		if err != nil {
			return nil, nil, err
		}
		files[strings.TrimSuffix(n, "]")] = content
	}
	if len(files) == 0 {
		return nil, nil, fmt.Errorf("a form without files")
	}
	return []byte(r.FormValue("payload_json")), files, nil
}

// attach joins a message's files to what it says of them, where the bot may attach any.
func (s *Server) attach(channel string, b *body, files map[string][]byte) error {
	if len(files) > 0 {
		if _, err := s.at(channel, PermAttachFiles); err != nil {
			return err
		}
	}
	for i := range b.Attachments {
		a := &b.Attachments[i]
		content, ok := files[a.ID]
		switch {
		case !ok:
			return invalid("attachments: no files[%s]", a.ID)
		case count(a.Description) > 1024:
			return invalid("attachments.description: must be 1024 or fewer in length")
		case len(content) > 10<<20:
			return trouble{http.StatusRequestEntityTooLarge, 40005, "Request entity too large", ""}
		}
		a.content, a.stored = content, s.id()
	}
	return nil
}

// checkFile refuses a file that the message does not bring.
func checkFile(c component, b *body) error {
	var f struct {
		URL string `json:"url"`
	}
	name, ok := "", false
	if json.Unmarshal(c.File, &f) == nil {
		name, ok = strings.CutPrefix(f.URL, "attachment://")
	}
	if !ok || !slices.ContainsFunc(b.Attachments, func(a attached) bool { return a.Filename == name }) {
		return invalid("components.file.url: must be the attachment://name of one of the attachments")
	}
	return nil
}

// Files returns the names and contents of the files of a message, but for pictures.
func (s *Server) Files(channel, messageID string) map[string][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string][]byte{}
	if c := s.channels[channel]; c != nil {
		if m := c.find(messageID); m != nil {
			for _, a := range m.body.Attachments {
				if !strings.HasSuffix(a.Filename, ".png") {
					out[a.Filename] = a.content
				}
			}
		}
	}
	return out
}

// upload gives a file to the option of a command that takes one.
func (s *Server) upload(line string, data map[string]any, name string, content []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, at, err := s.path(strings.Fields(line))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(at.command.Options, func(o registered) bool { return o.Type == 11 })
	if i < 0 {
		return fmt.Errorf("%w: it takes no file", ErrCannotType)
	}
	id := s.id()
	s.theirs[id] = content
	inner := data
	for { // to the command itself
		list, _ := inner["options"].([]map[string]any)
		if len(list) == 0 || list[0]["type"].(int) > 2 {
			inner["options"] = append(list, map[string]any{"type": 11, "name": at.command.Options[i].Name, "value": id})
			break
		}
		inner = list[0]
	}
	data["resolved"] = map[string]any{"attachments": map[string]any{id: map[string]any{
		"id": id, "filename": name, "size": len(content), "url": s.URL() + "/attachment/" + id, "proxy_url": s.URL() + "/attachment/" + id, "content_type": "text/xml",
	}}}
	return nil
}

// serveAttachment hands out a file that a person sent.
func (s *Server) serveAttachment(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	content, ok := s.theirs[strings.TrimPrefix(r.URL.Path, "/attachment/")]
	if r.Header.Get("Authorization") != "" {
		s.violations = append(s.violations, "a token was sent to where files are kept")
	}
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(content)
}

// pictures returns those of a gallery.
func (b *body) pictures(c component) []picture {
	var out []picture
	for _, it := range c.gallery() {
		name, _ := strings.CutPrefix(it.Media.URL, "attachment://")
		for _, a := range b.Attachments {
			if a.Filename == name {
				out = append(out, picture{ID: a.stored, Alt: it.Description, content: a.content})
			}
		}
	}
	return out
}

// images returns all that are shown.
func (b *body) images() []Image {
	var out []Image
	var walk func([]component)
	walk = func(cs []component) {
		for _, c := range cs {
			for _, p := range b.pictures(c) {
				out = append(out, Image{Alt: p.Alt, PNG: p.content})
			}
			walk(c.Components)
		}
	}
	walk(b.Components)
	return out
}

// attachments is what the API says of a message's files.
func (m *message) attachments() []any {
	out := []any{}
	for _, a := range m.body.Attachments {
		out = append(out, map[string]any{"id": a.stored, "filename": a.Filename, "description": a.Description, "size": len(a.content),
			"url": "https://cdn.example.com/" + a.stored, "proxy_url": "https://cdn.example.com/" + a.stored, "content_type": "image/png"})
	}
	return out
}

// servePicture shows one on the page.
func (s *Server) servePicture(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimPrefix(r.URL.Path, "/picture/")
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		for _, m := range c.messages {
			for _, a := range m.body.Attachments {
				if a.stored == id {
					w.Header().Set("Content-Type", http.DetectContentType(a.content))
					w.Header().Set("X-Content-Type-Options", "nosniff")
					_, _ = w.Write(a.content) // the client went away
					return
				}
			}
		}
	}
	http.NotFound(w, r)
}
