package config

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/token"
)

// Words that settings may take.
var (
	languages = []string{"en", "fr", "zh"}
	levels    = []string{"debug", "info", "warn", "error"}
	formats   = []string{"text", "json"}
	layouts   = []string{"threaded", "stories", "compact"}
	threads   = []string{"threads", "inline", "off"}
	empties   = []string{"silent", "line"}
	silences  = []string{"post", "drop"}
	calendars = []string{"all", "weekdays", "cn-workdays"}
)

// wrong reports a mistake in a setting's value, where it stands: in the file, or in the environment.
func (r *reader) wrong(path, format string, args ...any) {
	if r.broken[path] {
		return
	}
	r.problems = append(r.problems, r.place(path, fmt.Sprintf(format, args...)))
}

// warn records an oddity that does not stop the program.
func (r *reader) warn(path, format string, args ...any) {
	r.cfg.Warnings = append(r.cfg.Warnings, r.place(path, fmt.Sprintf(format, args...)))
}

// place makes a problem at a setting, or at the nearest section above it that the file has.
func (r *reader) place(path, text string) Problem {
	if name := r.from[path]; name != "" {
		return Problem{Path: name, Text: redact(text)}
	}
	return r.problem(r.nearestPlace(path), path, text)
}

func (r *reader) nearestPlace(path string) *token.Token {
	for p := path; p != ""; p = p[:max(0, strings.LastIndexAny(p, ".["))] {
		if at := r.at[p]; at != nil {
			return at
		}
	}
	return nil
}

// validate checks every value that the tree allowed.
func (r *reader) validate() {
	c := r.cfg
	r.oneOf("language", c.Language, languages)
	r.zone("timezone", c.Timezone)
	for i, o := range c.Operators {
		r.operator(fmt.Sprintf("operators[%d]", i), o)
	}
	for i, c := range r.cfg.Notices {
		r.channel(fmt.Sprintf("notices[%d]", i), c)
	}
	r.database(c.Database)
	r.oneOf("log.level", c.Log.Level, levels)
	r.oneOf("log.format", c.Log.Format, formats)
	r.listen("http.listen", c.HTTP.Listen)
	r.slack(c.Slack)
	r.discord(c.Discord)
	r.fetch(c.Fetch)
	r.sources(c.Sources)
	r.digest("digest", c.Digest)
	r.jitter("digest.jitter", c.Digest.Jitter)
	r.schedules(c.Schedules)
}

func (r *reader) oneOf(path, value string, known []string) {
	if !slices.Contains(known, value) {
		r.wrong(path, "%q is not one of %s%s", value, strings.Join(known, ", "), hint(value, known))
	}
}

// hint is didYouMean without the list, for texts that have it already. Languages are known by their names and tags.
func hint(value string, known []string) string {
	low := strings.ToLower(value)
	switch {
	case strings.HasPrefix(low, "chin") || strings.ContainsAny(value, "中汉漢"):
		low = "zh"
	case len(low) > 2:
		low = low[:2]
	}
	if slices.Contains(known, low) {
		return "; did you mean " + low + "?"
	}
	if near := nearest(value, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

func (r *reader) zone(path, name string) {
	if _, err := time.LoadLocation(name); err == nil && name != "" && name != "Local" {
		return
	}
	r.wrong(path, "unknown time zone %q%s", name, zoneHint(name))
}

var (
	slackUser    = regexp.MustCompile(`^slack:[TE][A-Z0-9]{2,}/[UW][A-Z0-9]{2,}$`)
	discordUser  = regexp.MustCompile(`^discord:(?:[0-9]{15,20}/)?[0-9]{15,20}$`)
	slackPlace   = regexp.MustCompile(`^slack:[TE][A-Z0-9]{2,}/[CGD][A-Z0-9]{2,}$`)
	discordPlace = regexp.MustCompile(`^discord:[0-9]{15,20}/[0-9]{15,20}$`)
	consolePlace = regexp.MustCompile(`^console:[\w.-]+/[\w.-]+$`)
	commandName  = regexp.MustCompile(`^[-_\p{L}\p{N}]{1,32}$`)
	snowflake    = regexp.MustCompile(`^[0-9]{15,20}$`)
	hexKey       = regexp.MustCompile(`^[0-9a-fA-F]{64}$`)
	cronField    = regexp.MustCompile(`^[0-9*,/?LW#-]+$`)
)

func (r *reader) operator(path, id string) {
	if !slackUser.MatchString(id) && !discordUser.MatchString(id) {
		r.wrong(path, "%q is no person; write slack:TEAM/USER such as slack:T024BE7LD/U2147483697, or discord:USER with the user's number", id)
	}
}

func (r *reader) channel(path, address string) {
	switch {
	case slackPlace.MatchString(address), discordPlace.MatchString(address), consolePlace.MatchString(address):
	case strings.HasPrefix(address, "slack:"):
		r.wrong(path, "%q is no Slack channel; write slack:TEAM/CHANNEL with their ids, such as slack:T024BE7LD/C2147483705", address)
	case strings.HasPrefix(address, "discord:"):
		r.wrong(path, "%q is no Discord channel; write discord:SERVER/CHANNEL with their numbers", address)
	default:
		r.wrong(path, "%q is no address; write slack:TEAM/CHANNEL or discord:SERVER/CHANNEL", address)
	}
}

func (r *reader) database(d Database) {
	if u := d.URL.Reveal(); u != "" && !strings.HasPrefix(u, "postgres://") && !strings.HasPrefix(u, "postgresql://") {
		r.wrong("database.url", "should begin with postgres://; for a SQLite file use database.path")
	}
	if d.Path == "" && !d.URL.IsSet() {
		r.wrong("database.path", "is empty; name a file, such as briefbot.db")
	}
}

func (r *reader) listen(path, address string) {
	if address == "" {
		return
	}
	host, port, err := net.SplitHostPort(address)
	if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n == 0 && port != "0" {
		r.wrong(path, "%q is no address to listen on; write host:port, such as 127.0.0.1:8080 or :8080", address)
		return
	}
	if strings.ContainsAny(host, " /") {
		r.wrong(path, "%q is no host; write host:port without http://", host)
	}
}

// web checks an address and returns it when it is one.
func (r *reader) web(path, address string) *url.URL {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https"):
		r.wrong(path, "%q is no web address; write it with https:// and the host", address)
		return nil
	case u.User != nil:
		r.wrong(path, "an address with a user name or password is not allowed")
		return nil
	}
	return u
}

func (r *reader) endpoint(path, address string) {
	if address == "" {
		return
	}
	if u := r.web(path, address); u != nil && u.Scheme == "http" && !loopback(u.Hostname()) {
		r.warn(path, "sends tokens over http without encryption; use https")
	}
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func (r *reader) fetch(f Fetch) {
	if f.Contact != "" && !strings.Contains(f.Contact, "://") {
		if a, err := mail.ParseAddress(f.Contact); err != nil || a.Address != f.Contact {
			r.wrong("fetch.contact", "%q is neither a web nor a mail address", f.Contact)
		}
	} else if f.Contact != "" {
		r.web("fetch.contact", f.Contact)
	}
	if f.Interval < 5*time.Minute && !f.AllowLoopback {
		r.wrong("fetch.interval", "%v is too short; publishers block readers that come more often than every 5m", f.Interval)
	}
	if f.Interval <= 0 || f.Interval > 24*time.Hour {
		r.wrong("fetch.interval", "%v is out of range; write 5m to 24h", f.Interval)
	}
	r.between("fetch.parallel", f.Parallel, 1, 64)
	if len(f.Ports) == 0 {
		r.wrong("fetch.ports", "is empty, so that nothing could be fetched; write [80, 443]")
	}
	for i, p := range f.Ports {
		r.between(fmt.Sprintf("fetch.ports[%d]", i), p, 1, 65535)
	}
}

func (r *reader) between(path string, n, low, high int) {
	if n < low || n > high {
		r.wrong(path, "%d is out of range; write %d to %d", n, low, high)
	}
}

func (r *reader) sources(s Sources) {
	seen := map[string]int{}
	for i, src := range s.Add {
		path := fmt.Sprintf("sources.add[%d]", i)
		r.source(path, src)
		if first, twice := seen[src.URL]; twice && src.URL != "" {
			r.wrong(path+".url", "is the address of sources.add[%d] too; keep one", first)
		}
		seen[src.URL] = i
	}
	if !s.Starter && len(s.Add) == 0 {
		r.warn("sources.starter", "is off and no source is added: there will be nothing to read until sources are added from the chat")
	}
}

func (r *reader) source(path string, s Source) {
	if strings.TrimSpace(s.Name) == "" {
		r.wrong(path+".name", "is missing; write the outlet's name")
	}
	switch {
	case s.URL == "":
		r.wrong(path+".url", "is missing; write the feed's address")
	default:
		if u := r.web(path+".url", s.URL); u != nil {
			r.feedHost(path+".url", u)
		}
	}
	if s.Language != "" {
		r.oneOf(path+".language", s.Language, languages)
	}
	if s.Zone != "" {
		r.zone(path+".zone", s.Zone)
	}
	if s.Pages != "" {
		r.oneOf(path+".pages", s.Pages, []string{"on", "off"})
	}
	if _, given := r.at[path+".weight"]; given {
		r.between(path+".weight", s.Weight, 1, 5)
	}
}

func (r *reader) feedHost(path string, u *url.URL) {
	if loopback(u.Hostname()) && !r.cfg.Fetch.AllowLoopback {
		r.wrong(path, "is on this machine; set fetch.allow_loopback: true for a trial")
	}
	port := map[string]int{"http": 80, "https": 443}[u.Scheme]
	if p := u.Port(); p != "" {
		port, _ = strconv.Atoi(p) // url.Parse took digits only
	}
	if !slices.Contains(r.cfg.Fetch.Ports, port) {
		r.wrong(path, "uses port %d, which fetch.ports does not allow", port)
	}
}
