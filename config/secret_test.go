package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"
)

func TestSecretIsNeverPrinted(t *testing.T) {
	const value = "xoxb-do-not-show"
	s := NewSecret(value)
	type holder struct {
		Token  Secret
		hidden Secret
		Ptr    *Secret
	}
	h := holder{Token: s, hidden: s, Ptr: &s}
	var printed strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%10.3s"} {
		fmt.Fprintf(&printed, verb+"\n", s)
		fmt.Fprintf(&printed, verb+"\n", h)
		fmt.Fprintf(&printed, verb+"\n", []Secret{s})
		fmt.Fprintf(&printed, verb+"\n", map[string]Secret{"a": s})
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", s, "holder", h, "any", slog.AnyValue(&s))
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "secret", s, "holder", h)
	asJSON, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	asYAML, err := yaml.Marshal(map[string]Secret{"token": s})
	if err != nil {
		t.Fatal(err)
	}
	all := printed.String() + log.String() + string(asJSON) + string(asYAML) + fmt.Errorf("config: %v", s).Error()
	for _, part := range []string{value, fmt.Sprintf("%x", value), "do-not"} {
		if strings.Contains(all, part) {
			t.Errorf("%q was printed:\n%s", part, all)
		}
	}
	if !strings.Contains(all, hidden) {
		t.Error("nothing says that there is a secret")
	}
}

func TestSecretValues(t *testing.T) {
	var none Secret
	if none.IsSet() || none.Reveal() != "" || none.String() != "" || !none.Equal(NewSecret("")) {
		t.Error("a secret that is not set is not empty")
	}
	s := NewSecret("a")
	if !s.IsSet() || s.Reveal() != "a" || s.String() != hidden || !s.Equal(NewSecret("a")) || s.Equal(none) {
		t.Errorf("a secret: %q", s.Reveal())
	}
	var u Secret
	if err := u.UnmarshalText([]byte("b")); err != nil || u.Reveal() != "b" {
		t.Errorf("unmarshalled: %q, %v", u.Reveal(), err)
	}
}

func TestConfigPrintsNoSecret(t *testing.T) {
	c, err := Parse([]byte(Example), "example.yaml", append(exampleEnviron, "BRIEFBOT_DATABASE_URL=postgres://bot:hunter2@db/x"))
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprintf("%v %+v %#v %s", c, c, *c, asJSON)
	for _, secret := range []string{"xapp-1-A", "xoxb-1-B", "abc.def.ghi", "hunter2"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s is printed", secret)
		}
	}
}

// TestErrorsShowNoSecret plants tokens in every setting and misspelt key, beside mistakes, and looks for them in the error.
func TestErrorsShowNoSecret(t *testing.T) {
	keys := []string{"bot_token", "app_token", "signing_secret", "token", "url", "bot_tokn", "secrt", "mode", "api_url", "command", "apptoken", "pasword"}
	tokens := []string{"xoxb-2147483705-Zm9vYmFyYmF6", "xapp-1-A02-7abcdefabcdef", "xoxe.xoxp-1-Mi0yLTE2MDk",
		"MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs", "0123456789abcdef0123456789abcdef"}
	styles := []string{"%s: %s\n", "%s: \"%s\"\n", "%s: '%s'\n", "%s: [%s]\n", "%s: {a: %s}\n", "%s: |\n    %s\n", "%s:\n    - %s\n", "%s %s\n", "%s: \"%s\n", "%s: %s: x\n", "%s:%s\n"}
	rapid.Check(t, func(t *rapid.T) {
		token := rapid.SampledFrom(tokens).Draw(t, "token")
		var b strings.Builder
		b.WriteString("language: klingon\n")
		for _, section := range []string{"slack", "discord", "database"} {
			b.WriteString(section + ":\n")
			for range rapid.IntRange(1, 3).Draw(t, "lines") {
				b.WriteString("  " + fmt.Sprintf(rapid.SampledFrom(styles).Draw(t, "style"), rapid.SampledFrom(keys).Draw(t, "key"), token))
			}
		}
		c, err := Parse([]byte(b.String()), "briefbot.yaml", nil)
		if err == nil {
			t.Fatalf("klingon was taken: %+v", c)
		}
		if strings.Contains(err.Error(), token) || strings.Contains(fmt.Sprintf("%#v", err), token) {
			t.Fatalf("the token is shown:\n%s\n%v", b.String(), err)
		}
	})
}
