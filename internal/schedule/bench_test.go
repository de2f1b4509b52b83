package schedule

import (
	"testing"
	"time"

	"github.com/robfig/cron/v3"
)

var benchmarked = []struct{ name, expr string }{
	{"daily", "0 9 * * *"}, {"weekdays", "30 8 * * 1-5"}, {"hourly", "0 * * * *"}, {"leapday", "0 9 29 2 *"},
}

// BenchmarkNext sets our next run beside the parser's own, which is wrong but the usual measure.
func BenchmarkNext(b *testing.B) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		b.Fatal(err)
	}
	from := time.Date(2026, 3, 1, 0, 0, 0, 0, paris)
	for _, c := range benchmarked {
		p := plan(b, c.expr, "Europe/Paris")
		b.Run(c.name+"/ours", func(b *testing.B) {
			at := from
			for b.Loop() {
				run, ok := p.Next(at)
				if at = run.Instant; !ok || at.Year() > 2060 {
					at = from
				}
			}
		})
		b.Run(c.name+"/walk", func(b *testing.B) {
			c := p.cursor(from)
			for b.Loop() {
				if run, ok := c.next(); !ok || run.Instant.Year() > 2060 {
					c = p.cursor(from)
				}
			}
		})
		spec, err := cron.ParseStandard(c.expr)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.name+"/robfig", func(b *testing.B) {
			at := from
			for b.Loop() {
				if at = spec.Next(at); at.IsZero() || at.Year() > 2060 {
					at = from
				}
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for _, expr := range []string{"0 9 * * 1-5", "weekdays 9:00 Europe/Paris", "每周一至周五上午九点半"} {
		b.Run(expr, func(b *testing.B) {
			for b.Loop() {
				if _, err := Parse(expr); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
