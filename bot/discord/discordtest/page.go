package discordtest

import (
	"html/template"
	"net/http"
	"slices"
)

// page shows the channels roughly as a client does.
var page = template.Must(template.New("page").Parse(`<!doctype html><meta charset="utf-8"><title>Discord stand-in</title>
<style>
body{background:#313338;color:#dbdee1;font:16px/1.4 "gg sans","Noto Sans","Noto Sans CJK SC",sans-serif;margin:0;padding:24px}
h1{font-size:16px;color:#f2f3f5}.m{display:flex;gap:14px;margin:14px 0;max-width:760px}.a{width:40px;height:40px;border-radius:50%;background:#5865f2;flex:none}
.w{font-weight:600;color:#f2f3f5}.t{color:#949ba4;font-size:12px;margin-left:8px}.c{background:#2b2d31;border-radius:6px;border-left:4px solid #2f6fde;padding:12px 16px;margin-top:4px}
.p{white-space:pre-wrap}.p h3{margin:0 0 4px;font-size:19px;color:#f2f3f5}.s{color:#949ba4;font-size:13px}.c hr{border:0;border-top:1px solid #3f4147;margin:10px 0}
a{color:#00a8fc;text-decoration:none}.b{display:inline-block;background:#4e5058;color:#fff;border-radius:4px;padding:4px 14px;margin:8px 8px 0 0;font-size:14px}
.e{color:#949ba4;font-size:12px}.th{margin-left:54px;border-left:2px solid #4e5058;padding-left:16px}.n{color:#949ba4}
</style>{{range .}}<h1># {{.Name}}</h1>{{range .Messages}}{{template "m" .}}{{end}}{{end}}
{{define "m"}}<div class="m"><div class="a"></div><div style="flex:1"><span class="w">briefbot</span><span class="t">{{.Time}}{{if .Edited}} (edited){{end}}</span>
<div class="c">{{range .Blocks}}{{if .Rule}}<hr>{{end}}<div class="p">{{.HTML}}</div>{{end}}{{range .Labels}}<span class="b">{{.}}</span>{{end}}</div>
{{if .Private}}<div class="e">Only {{.Private}} can see this</div>{{end}}</div></div>
{{if .Thread}}<div class="th"><span class="n">Thread: {{.ThreadName}}</span>{{range .Thread}}{{template "m" .}}{{end}}</div>{{end}}{{end}}`))

type pageChannel struct {
	Name     string
	Messages []pageMessage
}

type pageMessage struct {
	Time, Private, ThreadName string
	Edited                    bool
	Blocks                    []pageBlock
	Labels                    []string
	Thread                    []pageMessage
}

type pageBlock struct {
	Rule bool
	HTML template.HTML
}

// servePage shows all channels with their threads.
func (s *Server) servePage(w http.ResponseWriter) {
	s.mu.Lock()
	var view []pageChannel
	for _, c := range s.channels {
		if c.parent == "" {
			view = append(view, pageChannel{c.name, s.view(c)})
		}
	}
	s.mu.Unlock()
	slices.SortFunc(view, func(a, b pageChannel) int { return len(b.Messages) - len(a.Messages) })
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, view) // the client went away
}

func (s *Server) view(c *channel) []pageMessage {
	var out []pageMessage
	for _, m := range c.messages {
		labels, _ := m.body.buttons()
		pm := pageMessage{Time: m.made.Format("15:04"), Private: m.ephemeral, Edited: m.edited, Labels: labels}
		for i, t := range m.body.texts() {
			pm.Blocks = append(pm.Blocks, pageBlock{i > 0, html(t)})
		}
		if t := s.channels[m.id]; t != nil {
			pm.ThreadName, pm.Thread = t.name, s.view(t)
		}
		out = append(out, pm)
	}
	return out
}
