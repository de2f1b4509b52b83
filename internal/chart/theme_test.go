package chart

import (
	"fmt"
	"image/color"
	"math"
	"testing"
)

// linear undoes the gamma of sRGB.
func linear(c color.RGBA) [3]float64 {
	var out [3]float64
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		f := float64(v) / 255
		if out[i] = f / 12.92; f > 0.04045 {
			out[i] = math.Pow((f+0.055)/1.055, 2.4)
		}
	}
	return out
}

// contrast is that of WCAG 2.2.
func contrast(a, b color.RGBA) float64 {
	light := func(c color.RGBA) float64 {
		l := linear(c)
		return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
	}
	high, low := math.Max(light(a), light(b)), math.Min(light(a), light(b))
	return (high + 0.05) / (low + 0.05)
}

func TestContrast(t *testing.T) {
	if got := contrast(hex(0xffffff), hex(0x767676)); math.Abs(got-4.54) > 0.01 { // the textbook's example
		t.Fatalf("contrast of #767676 on white: %.2f", got)
	}
	for theme, p := range palettes {
		texts := map[string]color.RGBA{"text": p.text, "muted": p.muted}
		for i, c := range p.series {
			texts[fmt.Sprint("series ", i)] = c
		}
		for name, c := range texts {
			if got := contrast(c, p.back); got < 4.5 {
				t.Errorf("theme %d, %s: contrast %.2f, want 4.5", theme, name, got)
			}
		}
		for name, c := range map[string]color.RGBA{"zero line": p.zero, "dim bars": p.dim} { // what is not text: 3:1 (1.4.11)
			if got := contrast(c, p.back); got < 3 {
				t.Errorf("theme %d, %s: contrast %.2f, want 3", theme, name, got)
			}
		}
	}
}

// blindness turns linear colours into what people see who lack a kind of cone (Machado, Oliveira and Fernandes, 2009,
// severity 1).
var blindness = map[string][3][3]float64{
	"none":   {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan": {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritan": {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// lab turns a linear colour into OKLab (Ottosson, 2020), where distances are about those that people see.
func lab(c [3]float64) [3]float64 {
	for i := range c {
		c[i] = math.Max(0, math.Min(1, c[i]))
	}
	l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
	m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
	s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// TestSeriesStayApart: any two of the first colours must be seen apart by everybody who sees colours, at 0.08 in OKLab, four
// times what is just noticeable.
func TestSeriesStayApart(t *testing.T) {
	for theme, p := range palettes {
		for kind, m := range blindness {
			var seen [][3]float64
			for _, c := range p.series {
				l, out := linear(c), [3]float64{}
				for i := range 3 {
					out[i] = m[i][0]*l[0] + m[i][1]*l[1] + m[i][2]*l[2]
				}
				seen = append(seen, lab(out))
			}
			for i := range seen {
				for j := range i {
					d := math.Hypot(math.Hypot(seen[i][0]-seen[j][0], seen[i][1]-seen[j][1]), seen[i][2]-seen[j][2])
					if d < 0.08 {
						t.Errorf("theme %d, %s: series %d and %d are %.3f apart", theme, kind, j, i, d)
					}
				}
			}
		}
	}
}

func TestRamps(t *testing.T) {
	for theme, p := range palettes {
		colors := ramps(p)
		if len(colors) > 256 || colors[0] != p.back {
			t.Errorf("theme %d: %d colours, the first %v", theme, len(colors), colors[0])
		}
		q := quantizer{colors: colors, known: map[uint32]uint8{}}
		for _, ink := range append(p.inks(), p.back) {
			i := q.nearest(uint32(ink.R)<<16 | uint32(ink.G)<<8 | uint32(ink.B))
			if colors[i] != ink {
				t.Errorf("theme %d: ink %v becomes %v", theme, ink, colors[i])
			}
		}
	}
}
