package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseAddress(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Address
	}{
		{"slack:T024BE7LD/C2147483705", Address{"slack", "T024BE7LD", "C2147483705", ""}},
		{"slack:T024BE7LD/C2147483705/1355517523.000005", Address{"slack", "T024BE7LD", "C2147483705", "1355517523.000005"}},
		{"discord:@me/302094807046684672", Address{"discord", "@me", "302094807046684672", ""}},
	} {
		got, err := ParseAddress(c.in)
		if err != nil || got != c.want || got.String() != c.in {
			t.Errorf("ParseAddress(%q) = %+v, %v", c.in, got, err)
		}
	}
	for _, bad := range []string{"", ":", "slack", "slack:", "slack:T1", "slack:T1/", "slack:/C1", ":T1/C1", "slack:T1/C1/", "slack:T1/C1/1/2",
		"slack:T 1/C1", "slack:T1/C1:2", "sl ack:T1/C1", "a/b:T1/C1", "slack:T1/C\u00a01", "slack:T1/C\u200b1", "slack:T1/\xff", "slack:T1/C\x001"} {
		if got, err := ParseAddress(bad); err == nil {
			t.Errorf("ParseAddress(%q) = %+v, want an error", bad, got)
		} else if !strings.Contains(err.Error(), "want platform:workspace/channel") {
			t.Errorf("ParseAddress(%q): %v does not say what to write", bad, err)
		}
	}
}

func TestAddressRoundTrip(t *testing.T) {
	part := rapid.StringMatching(`[A-Za-z0-9@._#-]{1,24}`)
	rapid.Check(t, func(t *rapid.T) {
		a := Address{part.Draw(t, "platform"), part.Draw(t, "workspace"), part.Draw(t, "channel"), ""}
		if rapid.Bool().Draw(t, "in a message") {
			a.Message = part.Draw(t, "message")
		}
		type holder struct{ At, None Address }
		b, err := json.Marshal(holder{At: a})
		if err != nil {
			t.Fatal(err)
		}
		var back holder
		if err := json.Unmarshal(b, &back); err != nil || back.At != a || !back.None.IsZero() {
			t.Fatalf("%s became %+v, %v", b, back, err)
		}
		if p := a.Place(); p.Message != "" || p.Channel != a.Channel || a.IsZero() {
			t.Fatalf("the place of %s is %s", a, p)
		}
	})
}

func TestClassOf(t *testing.T) {
	refused := &PostError{Class: Refused, Reason: "channel_not_found", Err: errors.New("slack: post to slack:T1/C1: channel_not_found")}
	for _, c := range []struct {
		err  error
		want Class
	}{
		{refused, Refused},
		{fmt.Errorf("delivery: %w", refused), Refused},
		{&PostError{Class: NotSent, RetryAfter: time.Second, Err: io.EOF}, NotSent},
		{&PostError{Err: io.EOF}, Unknown},
		{io.EOF, Unknown},
	} {
		if got := ClassOf(c.err); got != c.want {
			t.Errorf("ClassOf(%v) = %v, want %v", c.err, got, c.want)
		}
	}
	if !errors.Is(&PostError{Err: io.EOF}, io.EOF) {
		t.Error("the cause is lost")
	}
	for want, err := range map[string]error{
		"refused: slack: post to slack:T1/C1: channel_not_found": refused,
		"not sent: 50013": &PostError{Class: NotSent, Reason: "50013"},
		"unknown: EOF":    &PostError{Err: io.EOF},
		"Nothing on x.":   &UserError{Message: Message{Lead: "Nothing on x."}},
	} {
		if err.Error() != want {
			t.Errorf("%q, want %q", err.Error(), want)
		}
	}
}
