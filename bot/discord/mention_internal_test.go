package discord

import "testing"

func TestLineTo(t *testing.T) {
	for _, c := range []struct {
		content, want string
		ok            bool
	}{
		{"<@7> share alibaba", "share alibaba", true},
		{"<@!7>  share\n alibaba ", "share alibaba", true},
		{"share alibaba <@7>", "share alibaba", true},
		{"<@7>", "", true},
		{"<@7> share <@8> <@&9> <#10> <:tada:11> <a:wave:12> alibaba", "share alibaba", true},
		{"<@7>份额 阿里云", "份额 阿里云", true},
		{"<@77> share", "", false},
		{"share alibaba", "", false},
		{"@briefbot share", "", false},
	} {
		if got, ok := lineTo("7", c.content); got != c.want || ok != c.ok {
			t.Errorf("%q: %q, %v; want %q, %v", c.content, got, ok, c.want, c.ok)
		}
	}
}
