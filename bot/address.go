package bot

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Address names a place on a platform: a channel, or one message in it.
//
// Its text form is "platform:workspace/channel" or "platform:workspace/channel/message", for example
// "slack:T024BE7LD/C2147483705/1355517523.000005" or "discord:197038439483310086/302094807046684672".
type Address struct {
	Platform  string
	Workspace string // a Slack team or a Discord server; never empty, "@me" for Discord's direct messages
	Channel   string
	Message   string // empty for the channel itself
}

// ParseAddress reads the text form of an address.
func ParseAddress(s string) (Address, error) {
	platform, rest, ok := strings.Cut(s, ":")
	parts := strings.Split(rest, "/")
	if !ok || len(parts) < 2 || len(parts) > 3 {
		return Address{}, fmt.Errorf("address %q: want platform:workspace/channel, such as slack:T0123/C0456", Cut(s, 100))
	}
	for _, p := range append(parts, platform) {
		if !addressPart(p) {
			return Address{}, fmt.Errorf("address %q: a part is empty or holds a space or colon; want platform:workspace/channel", Cut(s, 100))
		}
	}
	a := Address{Platform: platform, Workspace: parts[0], Channel: parts[1]}
	if len(parts) == 3 {
		a.Message = parts[2]
	}
	return a, nil
}

func addressPart(s string) bool {
	return s != "" && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || hidden(r) || r == ':' || r == '/'
	})
}

// String returns the text form; empty for the zero address.
func (a Address) String() string {
	if a.IsZero() {
		return ""
	}
	s := a.Platform + ":" + a.Workspace + "/" + a.Channel
	if a.Message != "" {
		s += "/" + a.Message
	}
	return s
}

// Place returns the address of the channel that holds the message.
func (a Address) Place() Address {
	a.Message = ""
	return a
}

// IsZero reports whether the address names nothing.
func (a Address) IsZero() bool { return a == Address{} }

// MarshalText writes the text form.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the text form; nothing is the zero address.
func (a *Address) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*a = Address{}
		return nil
	}
	parsed, err := ParseAddress(string(b))
	if err == nil {
		*a = parsed
	}
	return err
}
