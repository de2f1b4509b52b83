package discordtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Message flags.
const (
	flagNoEmbeds   = 1 << 2
	flagEphemeral  = 1 << 6
	flagLoading    = 1 << 7
	flagSilent     = 1 << 12
	flagComponents = 1 << 15
)

// body is a message as a bot sends it.
type body struct {
	Content      string          `json:"content"`
	Embeds       []embed         `json:"embeds"`
	Components   []component     `json:"components"`
	Flags        int             `json:"flags"`
	Nonce        json.RawMessage `json:"nonce"`
	EnforceNonce bool            `json:"enforce_nonce"`
	Mentions     json.RawMessage `json:"allowed_mentions"`
	Attachments  []attached      `json:"attachments"`
	Reference    struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
}

type embed struct {
	Title       string `json:"title"`
	URL         string `json:"url"`
	Description string `json:"description"`
	Footer      struct {
		Text string `json:"text"`
	} `json:"footer"`
	Author struct {
		Name string `json:"name"`
	} `json:"author"`
	Fields []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"fields"`
}

type component struct {
	Type       int             `json:"type"`
	ID         int             `json:"id,omitempty"`
	Content    string          `json:"content,omitempty"`
	Divider    *bool           `json:"divider,omitempty"`
	Spacing    int             `json:"spacing,omitempty"`
	Style      int             `json:"style,omitempty"`
	Label      string          `json:"label,omitempty"`
	CustomID   string          `json:"custom_id,omitempty"`
	URL        string          `json:"url,omitempty"`
	Items      json.RawMessage `json:"items,omitempty"`
	File       json.RawMessage `json:"file,omitempty"`
	Components []component     `json:"components,omitempty"`

	Placeholder string   `json:"placeholder,omitempty"`
	Options     []option `json:"options,omitempty"`
}

// option is one thing to choose in a select menu.
type option struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
}

// count is the stricter of code points and UTF-16 units.
func count(s string) int { return max(utf8.RuneCountInString(s), len(utf16.Encode([]rune(s)))) }

// parseBody refuses what Discord refuses.
func parseBody(raw []byte, fresh bool) (body, error) {
	var b body
	if !utf8.Valid(raw) {
		return b, trouble{400, 50109, "The request body contains invalid JSON.", ""}
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, trouble{400, 50109, "The request body contains invalid JSON.", ""}
	}
	if b.Flags&^(flagNoEmbeds|flagEphemeral|flagSilent|flagComponents) != 0 {
		return b, invalid("flags: not allowed here")
	}
	if err := checkMentions(b.Mentions); err != nil {
		return b, err
	}
	if b.Flags&flagComponents != 0 {
		if b.Content != "" || len(b.Embeds) > 0 {
			return b, invalid("content: the flag IS_COMPONENTS_V2 excludes content and embeds")
		}
		return b, b.checkComponents()
	}
	if fresh && b.Content == "" && len(b.Embeds) == 0 && len(b.Components) == 0 {
		return b, trouble{400, 50006, "Cannot send an empty message", ""}
	}
	if count(b.Content) > 2000 {
		return b, invalid("content: must be 2000 or fewer in length")
	}
	for _, c := range b.Components {
		if c.Type != 1 {
			return b, invalid("components: type %d needs the flag IS_COMPONENTS_V2", c.Type)
		}
	}
	if err := checkEmbeds(b.Embeds); err != nil {
		return b, err
	}
	return b, checkRows(b.Components)
}

func checkMentions(raw json.RawMessage) error {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var m struct {
		Parse []string `json:"parse"`
	}
	if json.Unmarshal(raw, &m) != nil {
		return invalid("allowed_mentions: not a mapping")
	}
	for _, p := range m.Parse {
		if p != "roles" && p != "users" && p != "everyone" {
			return invalid("allowed_mentions.parse: %q", p)
		}
	}
	return nil
}

func checkEmbeds(embeds []embed) error {
	if len(embeds) > 10 {
		return invalid("embeds: must be 10 or fewer in length")
	}
	total := 0
	for _, e := range embeds {
		texts := []struct {
			name  string
			s     string
			limit int
		}{{"title", e.Title, 256}, {"description", e.Description, 4096}, {"footer", e.Footer.Text, 2048}, {"author", e.Author.Name, 256}}
		if len(e.Fields) > 25 {
			return invalid("embeds.fields: must be 25 or fewer in length")
		}
		for _, f := range e.Fields {
			if f.Name == "" || f.Value == "" || count(f.Name) > 256 || count(f.Value) > 1024 {
				return invalid("embeds.fields: 1 to 256 and 1 to 1024")
			}
			total += count(f.Name) + count(f.Value)
		}
		for _, t := range texts {
			if count(t.s) > t.limit {
				return invalid("embeds.%s: must be %d or fewer in length", t.name, t.limit)
			}
			total += count(t.s)
		}
	}
	if total > 6000 {
		return invalid("embeds: Embed size exceeds maximum size of 6000")
	}
	return nil
}

// state is what must hold over a whole message of components.
type state struct {
	components, text int
	ids              map[int]bool
	custom           map[string]bool
}

func (b *body) checkComponents() error {
	if len(b.Components) == 0 {
		return trouble{400, 50006, "Cannot send an empty message", ""}
	}
	st := state{ids: map[int]bool{}, custom: map[string]bool{}}
	for _, c := range b.Components {
		if c.Type != 1 && c.Type != 9 && c.Type != 10 && c.Type != 12 && c.Type != 13 && c.Type != 14 && c.Type != 17 {
			return invalid("components: type %d is not allowed at the top", c.Type)
		}
		if err := st.check(c, b); err != nil {
			return err
		}
	}
	switch {
	case st.components > 40:
		return invalid("components: The total number of components must not exceed 40")
	case st.text > 4000:
		return invalid("components: The total displayable text must not exceed 4000")
	}
	return nil
}

func (st *state) check(c component, b *body) error {
	st.components++
	if c.ID < 0 || c.ID > 1<<31-1 || c.ID != 0 && st.ids[c.ID] {
		return invalid("components.id: %d is out of range or there twice", c.ID)
	}
	st.ids[c.ID] = true
	switch c.Type {
	case 1:
		if err := checkRow(c, st.custom); err != nil {
			return err
		}
		st.components += len(c.Components)
		return nil
	case 10:
		if n := count(c.Content); n < 1 || n > 4000 {
			return invalid("components.content: must be between 1 and 4000 in length")
		}
		st.text += count(c.Content)
	case 12:
		return checkGallery(c, b)
	case 13:
		return checkFile(c, b)
	case 14:
		if c.Spacing < 0 || c.Spacing > 2 {
			return invalid("components.spacing: Value must be one of (1, 2)")
		}
	case 17:
		if len(c.Components) == 0 {
			return invalid("components: a container is empty")
		}
		for _, inner := range c.Components {
			if inner.Type == 17 {
				return invalid("components: a container in a container")
			}
			if err := st.check(inner, b); err != nil {
				return err
			}
		}
	default:
		return invalid("components: type %d is not known here", c.Type)
	}
	return nil
}

func checkGallery(c component, b *body) error {
	items := c.gallery()
	if len(items) < 1 || len(items) > 10 {
		return invalid("components.items: must be between 1 and 10 in length")
	}
	for _, it := range items {
		if count(it.Description) > 1024 {
			return invalid("components.items.description: must be 1024 or fewer in length")
		}
		name, attached := strings.CutPrefix(it.Media.URL, "attachment://")
		known := !attached
		for _, a := range b.Attachments {
			known = known || a.Filename == name
		}
		if !known {
			return invalid("components.items.media: no attachment %q", name)
		}
	}
	return nil
}

func checkRows(rows []component) error {
	if len(rows) > 5 {
		return invalid("components: must be 5 or fewer in length")
	}
	custom := map[string]bool{}
	for _, r := range rows {
		if err := checkRow(r, custom); err != nil {
			return err
		}
	}
	return nil
}

func checkRow(row component, custom map[string]bool) error {
	if len(row.Components) < 1 || len(row.Components) > 5 {
		return invalid("components: a row holds 1 to 5 buttons")
	}
	if row.Components[0].Type == 3 {
		return checkMenu(row, custom)
	}
	for _, c := range row.Components {
		switch {
		case c.Type != 2:
			return invalid("components: only buttons, or one menu, are known here")
		case c.Label == "" || count(c.Label) > 80:
			return invalid("components.label: must be between 1 and 80 in length")
		case c.Style == 5:
			if u, err := url.Parse(c.URL); err != nil || u.Host == "" || count(c.URL) > 512 || c.CustomID != "" {
				return invalid("components.url: not a well formed URL, or longer than 512")
			}
		case c.Style < 1 || c.Style > 4 || c.URL != "" || c.CustomID == "" || count(c.CustomID) > 100:
			return invalid("components.custom_id: must be between 1 and 100 in length")
		case custom[c.CustomID]:
			return invalid("components.custom_id: Component custom id cannot be duplicated")
		}
		custom[c.CustomID] = true
	}
	return nil
}

// checkMenu checks a row that holds a select menu.
func checkMenu(row component, custom map[string]bool) error {
	c := row.Components[0]
	switch {
	case len(row.Components) != 1:
		return invalid("components: a menu stands alone in its row")
	case c.CustomID == "" || count(c.CustomID) > 100 || custom[c.CustomID]:
		return invalid("components.custom_id: must be between 1 and 100 in length, and not duplicated")
	case count(c.Placeholder) > 150:
		return invalid("components.placeholder: must be 150 or fewer in length")
	case len(c.Options) < 1 || len(c.Options) > 25:
		return invalid("components.options: must be between 1 and 25 in length")
	}
	custom[c.CustomID] = true
	values := map[string]bool{}
	for _, o := range c.Options {
		switch {
		case count(o.Label) < 1 || count(o.Label) > 100 || count(o.Value) < 1 || count(o.Value) > 100 || count(o.Description) > 100:
			return invalid("components.options: labels and values must be between 1 and 100 in length")
		case values[o.Value]:
			return invalid("components.options: the value %q is already used", o.Value)
		}
		values[o.Value] = true
	}
	return nil
}

// nonce reads a string or a number.
func (b *body) nonce() (string, error) {
	if len(b.Nonce) == 0 || string(b.Nonce) == "null" {
		return "", nil
	}
	var s string
	if json.Unmarshal(b.Nonce, &s) != nil {
		if _, err := strconv.ParseInt(string(b.Nonce), 10, 64); err != nil {
			return "", invalid("nonce: neither text nor number")
		}
		s = string(b.Nonce)
	}
	if count(s) > 25 {
		return "", invalid("nonce: must be 25 or fewer in length")
	}
	return s, nil
}

// texts returns every text of the message in which mentions are alive or that people read, top to bottom.
func (b *body) texts() []string {
	var out []string
	var walk func([]component)
	walk = func(cs []component) {
		for _, c := range cs {
			if c.Content != "" {
				out = append(out, c.Content)
			}
			walk(c.Components)
		}
	}
	if b.Content != "" {
		out = append(out, b.Content)
	}
	for _, e := range b.Embeds {
		out = append(out, e.Title, e.Description)
		for _, f := range e.Fields {
			out = append(out, f.Name, f.Value)
		}
		out = append(out, e.Footer.Text)
	}
	walk(b.Components)
	return out
}

func (b *body) read() Text {
	var all Text
	for i, s := range b.texts() {
		t := Read(s)
		if i > 0 {
			all.Visible += "\n"
		}
		all.Visible += t.Visible
		all.Links = append(all.Links, t.Links...)
	}
	return all
}

// What Discord's servers take for mentions, whatever markup stands around them.
var (
	everyone = regexp.MustCompile(`@(everyone|here)\b`)
	userTag  = regexp.MustCompile(`<@!?\d+>`)
	roleTag  = regexp.MustCompile(`<@&\d+>`)
)

// pings counts the notifications that the message sets off. Without allowed_mentions, or with its parse left out or
// null, everything notifies.
func (b *body) pings() int {
	var allowed struct {
		Parse   *[]string `json:"parse"`
		Replied bool      `json:"replied_user"`
	}
	parse := []string{"everyone", "users", "roles"}
	if len(b.Mentions) > 0 && json.Unmarshal(b.Mentions, &allowed) == nil && allowed.Parse != nil {
		parse = *allowed.Parse
	}
	n := 0
	if b.Reference.MessageID != "" && (len(b.Mentions) == 0 || allowed.Replied) {
		n++ // a reply notifies whom it replies to, unless it says that it does not
	}
	alive := *b
	alive.Embeds = nil // embeds never notify
	for _, s := range alive.texts() {
		for _, kind := range parse {
			n += len(map[string]*regexp.Regexp{"everyone": everyone, "users": userTag, "roles": roleTag}[kind].FindAllString(s, -1))
		}
	}
	return n
}

// buttons returns the labels and the addresses of the buttons, and the labels of what menus offer.
func (b *body) buttons() (labels, links []string) {
	for _, c := range b.pressable() {
		for _, o := range c.Options {
			labels = append(labels, o.Label)
		}
		if c.Type == 3 {
			continue
		}
		labels = append(labels, c.Label)
		if c.URL != "" {
			links = append(links, c.URL)
		}
	}
	return labels, links
}

func (b *body) pressable() []component {
	var out []component
	var walk func([]component)
	walk = func(cs []component) {
		for _, c := range cs {
			if c.Type == 2 || c.Type == 3 {
				out = append(out, c)
			}
			walk(c.Components)
		}
	}
	walk(b.Components)
	return out
}

// numbered returns the components with an id each.
func numbered(cs []component) []component {
	next := 0
	var walk func([]component) []component
	walk = func(in []component) []component {
		out := make([]component, len(in))
		for i, c := range in {
			if next++; c.ID == 0 {
				c.ID = next
			}
			c.Components = walk(c.Components)
			out[i] = c
		}
		return out
	}
	return walk(cs)
}

func (c component) String() string { return fmt.Sprintf("component of type %d", c.Type) }

// CheckMessage returns why Discord would refuse a message's body, as JSON; nil when it would take it.
func CheckMessage(raw []byte) error {
	b, err := parseBody(raw, true)
	if err != nil {
		return err
	}
	_, err = b.nonce()
	return err
}

// ReadMessage returns what people see of a message's body, and how many it would notify.
func ReadMessage(raw []byte) (Text, int) {
	b, err := parseBody(raw, true)
	if err != nil {
		return Text{}, 0
	}
	return b.read(), b.pings()
}
