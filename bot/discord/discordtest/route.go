package discordtest

import (
	"net/http"
)

// route answers one request of the API.
func (s *Server) route(r *http.Request, path string, raw []byte, files map[string][]byte) (int, any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := segments(path)
	app := len(p) > 1 && p[0] == "applications"
	if app && p[1] != s.config.Application && p[1] != "@me" {
		return 0, nil, trouble{http.StatusForbidden, 20012, "You are not authorized to perform this action on this application", ""}
	}
	switch is := func(method string, pattern ...string) bool { return r.Method == method && matches(p, pattern) }; {
	case is("GET", "gateway"), is("GET", "gateway", "bot"):
		return http.StatusOK, map[string]any{"url": "ws://" + r.Host + "/socket", "shards": 1,
			"session_start_limit": map[string]int{"total": 1000, "remaining": 1000 - s.identifies, "reset_after": 0, "max_concurrency": 1}}, nil
	case is("GET", "users", "@me"):
		return http.StatusOK, map[string]any{"id": s.bot, "username": "briefbot", "bot": true}, nil
	case is("GET", "users", "@me", "guilds"):
		return http.StatusOK, []any{map[string]any{"id": s.config.Guild, "name": "stand-in", "owner": false, "permissions": "0"}}, nil
	case is("GET", "applications", "@me"):
		return http.StatusOK, map[string]any{"id": s.config.Application, "name": "briefbot", "verify_key": s.PublicKey(),
			"interactions_endpoint_url": s.endpoint}, nil
	case is("GET", "applications", "*", "commands"):
		return http.StatusOK, s.listed(""), nil
	case is("PUT", "applications", "*", "commands"):
		return s.overwrite("", raw)
	case app && len(p) == 5 && p[2] == "guilds" && p[4] == "commands":
		return s.guildCommands(r.Method, p[3], raw)
	case is("POST", "users", "@me", "channels"):
		return s.converse(raw)
	case is("GET", "channels", "*"):
		c, err := s.at(p[1], 0)
		if err != nil {
			return 0, nil, err
		}
		return http.StatusOK, c.json(s.config.Guild), nil
	case is("GET", "channels", "*", "messages"):
		return s.list(p[1], r.URL.Query())
	case is("POST", "channels", "*", "messages"):
		return s.post(p[1], raw, files)
	case is("PATCH", "channels", "*", "messages", "*"):
		return s.edit(p[1], p[3], raw, files)
	case is("POST", "channels", "*", "messages", "*", "threads"):
		return s.startThread(p[1], p[3], raw)
	case is("POST", "channels", "*", "threads"):
		return s.forumPost(p[1], raw)
	case is("PATCH", "channels", "*"):
		return s.open(p[1], raw)
	case is("GET", "channels", "*", "messages", "*"):
		return s.one(p[1], p[3])
	case is("GET", "guilds", "*", "threads", "active"):
		return http.StatusOK, s.threadsOf("", false), nil
	case is("GET", "channels", "*", "threads", "archived", "public"):
		return http.StatusOK, s.threadsOf(p[1], true), nil
	case is("GET", "guilds", "*", "roles"):
		return http.StatusOK, s.roles(), nil
	case is("GET", "guilds", "*", "members", "*"):
		return http.StatusOK, s.member(), nil
	case is("POST", "interactions", "*", "*", "callback"):
		return http.StatusNoContent, nil, s.callback(p[1], p[2], raw)
	case len(p) >= 3 && p[0] == "webhooks":
		return s.webhook(r.Method, p[1], p[2], p[3:], raw, files)
	}
	return 0, nil, trouble{http.StatusNotFound, 0, "404: Not Found", ""}
}

func matches(path, pattern []string) bool {
	if len(path) != len(pattern) {
		return false
	}
	for i, p := range pattern {
		if p != "*" && p != path[i] {
			return false
		}
	}
	return true
}

func (s *Server) guildCommands(method, guild string, raw []byte) (int, any, error) {
	switch {
	case guild != s.config.Guild:
		return 0, nil, trouble{http.StatusForbidden, 50001, "Missing Access", ""}
	case method == http.MethodGet:
		return http.StatusOK, s.listed(guild), nil
	case method == http.MethodPut:
		return s.overwrite(guild, raw)
	}
	return 0, nil, trouble{http.StatusMethodNotAllowed, 0, "405: Method Not Allowed", ""}
}
