package config

import (
	"fmt"
	"log/slog"
)

// hidden is what every printing of a secret shows.
const hidden = "[secret]"

// Secret is a value that must not be seen: a token, a password, a database address.
//
// In the config file it is written env:NAME, file:/path, or as it is. Whatever prints it, formats it, logs it or
// marshals it shows "[secret]"; only Reveal gives the value.
type Secret struct {
	value *string // behind a pointer, so that not even %v of an unexported field prints it
}

// NewSecret hides a value; the empty string gives a secret that is not set.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal returns the value, empty when the secret is not set.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet reports whether there is a value.
func (s Secret) IsSet() bool { return s.value != nil }

// Equal reports whether two secrets hold the same value.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String returns "[secret]", or nothing when the secret is not set.
func (s Secret) String() string {
	if s.value == nil {
		return ""
	}
	return hidden
}

// Format writes what String returns, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// GoString returns what String returns, for %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue returns what String returns, for slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText writes what String returns, so that JSON and YAML show no more.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the value as it is.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
