package chart

import "image/color"

// Theme is a set of colours.
type Theme int

// The themes, named for their background.
const (
	Light Theme = iota
	Dark
)

// palette is the inks of a theme. Each text ink has a contrast of at least 4.5:1 on the background (WCAG 2.2, 1.4.3), and the
// series' colours stay apart under the three kinds of colour blindness; a test computes both.
type palette struct {
	back   color.RGBA
	text   color.RGBA
	muted  color.RGBA // quieter text
	grid   color.RGBA
	zero   color.RGBA // the line from which all values are measured
	dim    color.RGBA // bars that do not stand out
	series [6]color.RGBA
}

var palettes = [...]palette{
	Light: {
		back: hex(0xffffff), text: hex(0x1b1f24), muted: hex(0x57606a), grid: hex(0xe3e6ea), zero: hex(0x8b949e), dim: hex(0x8491a1),
		series: [6]color.RGBA{hex(0x1373d9), hex(0xb06100), hex(0x106861), hex(0x7f009a), hex(0x9d331b), hex(0x0e3111)},
	},
	Dark: {
		back: hex(0x1e2126), text: hex(0xe9ecf0), muted: hex(0xa5adb8), grid: hex(0x353a42), zero: hex(0x707985), dim: hex(0x747f8d),
		series: [6]color.RGBA{hex(0x88aeff), hex(0xff6700), hex(0x45eba7), hex(0xe882b6), hex(0xe9c212), hex(0xf4ffff)},
	},
}

func (t Theme) palette() palette {
	if t < 0 || int(t) >= len(palettes) {
		t = Light
	}
	return palettes[t]
}

// inks are all colours of the palette that something is drawn with.
func (p palette) inks() []color.RGBA {
	return append([]color.RGBA{p.text, p.muted, p.grid, p.zero, p.dim}, p.series[:]...)
}

func hex(rgb uint32) color.RGBA {
	return color.RGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
}
