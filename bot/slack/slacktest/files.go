package slacktest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// file is an upload. Until somebody shares it, it is the bot's own.
type file struct {
	id, name, ticket string
	length           int
	content          []byte
	complete         bool
	theirs           bool // a person's: to read it takes the token and the scope files:read
	scans            int  // how many messages that show it are yet to be refused
}

// fileTitle and slackFile are the two forms in which JSON names a file.
type fileTitle struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
}

type slackFile struct {
	ID  string `json:"id"`
	URL string `json:"url"`
}

// Files returns how many uploads are complete.
func (s *Server) Files() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, f := range s.files {
		if f.complete {
			n++
		}
	}
	return n
}

// File returns the content of the newest complete upload of a name; nil when there is none.
func (s *Server) File(name string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.files {
		if f.complete && f.name == name {
			return f.content
		}
	}
	return nil
}

// Upload keeps a file that a person sends, and returns how an event describes it.
func (s *Server) upload(name string, content []byte) map[string]any {
	f := &file{id: "F0" + strings.ToUpper(random()[:9]), name: name, length: len(content), content: content, complete: true, theirs: true}
	s.files[f.id] = f
	return map[string]any{"id": f.id, "name": name, "size": len(content), "mimetype": "text/xml", "url_private_download": s.URL + "/file/" + f.id}
}

// uploadURL answers files.getUploadURLExternal.
func (s *Server) uploadURL(v url.Values) answer {
	length, err := strconv.Atoi(v.Get("length"))
	switch {
	case err != nil || length <= 0 || v.Get("filename") == "":
		return answer{Error: "missing_argument"}
	case chars(v.Get("alt_txt")) > 1000:
		return answer{Error: "alt_txt_too_large"}
	}
	f := &file{id: "F0" + strings.ToUpper(random()[:9]), name: v.Get("filename"), ticket: random(), length: length, scans: s.options.Scan}
	s.files[f.id] = f
	return answer{Upload: s.URL + "/upload/" + f.ticket, FileID: f.id}
}

// serveUpload takes a file's content, as it is or as a form.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	f := s.fault("upload")
	if f.before(w) {
		return
	}
	var content io.Reader = r.Body
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		part, _, err := r.FormFile("file")
		if err != nil {
			http.Error(w, "no file", http.StatusBadRequest)
			return
		}
		defer part.Close()
		content = part
	}
	raw, err := io.ReadAll(io.LimitReader(content, 20<<20))
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, known := range s.files {
		if known.ticket == r.PathValue("ticket") && known.content == nil && err == nil && len(raw) == known.length {
			known.content = raw
			_, _ = fmt.Fprintf(w, "OK - %d", len(raw))
			return
		}
	}
	http.Error(w, "no such upload, or not of the length that was announced", http.StatusBadRequest)
}

// completeUpload answers files.completeUploadExternal. With a channel it would make a message of its own.
func (s *Server) completeUpload(v url.Values) answer {
	var named []fileTitle
	if json.Unmarshal([]byte(v.Get("files")), &named) != nil || len(named) == 0 {
		return answer{Error: "invalid_arguments"}
	}
	to := s.channels[v.Get("channel_id")]
	switch {
	case v.Get("channel_id") != "" && to == nil:
		return answer{Error: "channel_not_found"}
	case to != nil && to.With == "" || v.Get("channels") != "":
		s.complain("an upload was shared in a channel: that makes a message without a key")
	}
	for _, n := range named {
		f := s.files[n.ID]
		if f == nil || f.content == nil {
			return answer{Error: "file_not_found"}
		}
		f.complete = true
		if to != nil {
			s.keep(&Message{Channel: to.ID, User: BotUser, Text: f.name})
		}
	}
	return answer{Files: named}
}

// checkFiles refuses a message with a picture whose file Slack does not know, has not looked at yet, or does not take for a
// picture. A file that is in no channel cannot be shown to one person. The lock must be held.
func (s *Server) checkFiles(m *Message) answer {
	var blocks []block
	if m.Blocks == nil || json.Unmarshal(m.Blocks, &blocks) != nil {
		return answer{}
	}
	for i, b := range blocks {
		if b.Type != "image" || b.File == nil {
			continue
		}
		if m.For != "" {
			s.complain("a picture in a message for one person shows nothing")
		}
		f := s.files[b.File.ID]
		waiting := f != nil && f.complete && f.scans > 0
		if waiting {
			f.scans--
		}
		if f == nil || !f.complete || waiting || http.DetectContentType(f.content) != "image/png" {
			text := fmt.Sprintf("[ERROR] invalid slack file [json-pointer:/blocks/%d/slack_file]", i)
			return answer{Error: "invalid_blocks", Meta: &answerMeta{Messages: []string{text}}}
		}
	}
	return answer{}
}

// has reports whether the token has a scope.
func (s *Server) has(scope string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.scopes[scope]
}

// serveFile shows a picture on the page.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files[r.PathValue("id")]
	s.mu.Unlock()
	if f == nil || !f.complete {
		http.NotFound(w, r)
		return
	}
	if f.theirs && (r.Header.Get("Authorization") != "Bearer "+s.BotToken || !s.has("files:read")) {
		http.Error(w, "sign in", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", http.DetectContentType(f.content))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(f.content)
}
