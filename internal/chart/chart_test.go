package chart

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// TestGolden compares each sample with the picture that somebody looked at. Other processors may round a curve otherwise, so a
// pixel may differ a little, and a few pixels in a thousand more.
func TestGolden(t *testing.T) {
	for name, p := range samples {
		t.Run(name, func(t *testing.T) {
			got, err := p.PNG()
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".png")
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if off, all := compare(t, got, want); off*1000 > all {
				t.Errorf("%d of %d pixels differ; run with -update and look at %s", off, all, path)
			}
			if again, err := p.PNG(); err != nil || !bytes.Equal(got, again) {
				t.Errorf("the second time the bytes differ (%v)", err)
			}
			if len(got) > 100_000 {
				t.Errorf("%d bytes", len(got))
			}
		})
	}
}

func decode(t testing.TB, raw []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// compare counts the pixels in which one of the colours differs by more than 12 of 255.
func compare(t testing.TB, got, want []byte) (off, all int) {
	t.Helper()
	a, b := decode(t, got), decode(t, want)
	if a.Bounds() != b.Bounds() {
		t.Fatalf("size %v, want %v", a.Bounds(), b.Bounds())
	}
	box := a.Bounds()
	for y := range box.Dy() {
		for x := range box.Dx() {
			r0, g0, b0, _ := a.At(x, y).RGBA()
			r1, g1, b1, _ := b.At(x, y).RGBA()
			if max(apart(r0, r1), apart(g0, g1), apart(b0, b1)) > 12*257 {
				off++
			}
		}
	}
	return off, box.Dx() * box.Dy()
}

func apart(a, b uint32) uint32 { return max(a, b) - min(a, b) }

func TestImage(t *testing.T) {
	got, err := Image("share", share(Dark))
	if err != nil || got.Name != "share.png" || got.Alt != share(Dark).Alt() || got.Drawing != share(Dark).Text() || decode(t, got.PNG) == nil {
		t.Errorf("%v, %+v", err, got)
	}
	if got, err := Image("none", Trend{}); err == nil || got != nil {
		t.Errorf("nothing to draw: %v, %v", got, err)
	}
}

// TestSeveralAtOnce: pictures share nothing but the font and used pixels.
func TestSeveralAtOnce(t *testing.T) {
	want, err := share(Light).PNG()
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			if i%2 == 0 {
				_, _ = vendors(Dark).PNG() // leaves other pixels behind
			}
			if got, err := share(Light).PNG(); err != nil || !bytes.Equal(got, want) {
				t.Errorf("another picture came out: %v", err)
			}
		})
	}
	group.Wait()
}

func BenchmarkPNG(b *testing.B) {
	for _, name := range []string{"trend-en-light", "trend-zh-dark", "trend-crowd-light", "ranking-en-light"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var took []time.Duration
			for b.Loop() {
				begin := time.Now()
				if _, err := samples[name].PNG(); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(begin))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
