package discord

import "encoding/json"

// Message flags, component types and button styles of Discord's API.
const (
	flagNoEmbeds   = 1 << 2
	flagPrivate    = 1 << 6
	flagComponents = 1 << 15

	typeRow       = 1
	typeButton    = 2
	typeSelect    = 3
	typeText      = 10
	typeGallery   = 12
	typeFile      = 13
	typeSeparator = 14
	typeContainer = 17

	stylePlain = 2
	styleLink  = 5
)

// silent is the allowed_mentions of everything that the bot says: nobody. It has no other value, so no request can
// leave with another one or, as null, with Discord's default of everybody.
type silent struct{}

// MarshalJSON writes the empty list of kinds that may be notified.
func (silent) MarshalJSON() ([]byte, error) { return []byte(`{"parse":[]}`), nil }

// payload is the body of every request that creates or changes a message: posts, edits, answers and follow-ups.
type payload struct {
	AllowedMentions silent       `json:"allowed_mentions"`
	Components      []component  `json:"components"`
	Flags           int          `json:"flags"`
	Attachments     []attachment `json:"attachments,omitzero"` // empty, not absent, takes pictures away
	Nonce           string       `json:"nonce,omitempty"`
	EnforceNonce    bool         `json:"enforce_nonce,omitempty"`
	Reference       *reference   `json:"message_reference,omitempty"`

	image []byte   // the one attachment's content
	kind  string   // its content type; empty: a picture's
	words *payload // the same without the picture, for where it is refused; nil without one
}

// reference makes a message a reply. One whose message is gone is a message all the same.
type reference struct {
	MessageID string `json:"message_id"`
	MustExist bool   `json:"fail_if_not_exists"`
}

type component struct {
	Type       int         `json:"type"`
	ID         int         `json:"id,omitempty"`
	Accent     int         `json:"accent_color,omitempty"`
	Content    string      `json:"content,omitempty"`
	Divider    *bool       `json:"divider,omitempty"`
	Spacing    int         `json:"spacing,omitempty"`
	Style      int         `json:"style,omitempty"`
	Label      string      `json:"label,omitempty"`
	CustomID   string      `json:"custom_id,omitempty"`
	URL        string      `json:"url,omitempty"`
	Items      []item      `json:"items,omitempty"`
	File       *media      `json:"file,omitempty"`
	Components []component `json:"components,omitempty"`

	Placeholder string   `json:"placeholder,omitempty"`
	Options     []option `json:"options,omitempty"`
}

// option is one thing to choose in a select menu.
type option struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default,omitempty"`
}

type item struct {
	Media       media  `json:"media"`
	Description string `json:"description,omitempty"`
}

type media struct {
	URL string `json:"url"`
}

type attachment struct {
	ID          string `json:"id"` // the n of files[n]
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"`
}

// callback is the first answer to an interaction.
type callback struct {
	Type int             `json:"type"`
	Data json.RawMessage `json:"data,omitempty"`
}

// Types of callbacks.
const (
	answerPong     = 1
	answerMessage  = 4
	answerDeferred = 5
	answerComplete = 8
	answerDialogue = 9
)
