package facts_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/starter"
)

// anyFact draws a fact with anything that the store may hold.
func anyFact(t *rapid.T) briefs.Fact {
	text := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[a-z –é云"\\<&]{0,12}`))
	q := func(label string) briefs.Quantity {
		out := briefs.Quantity{Unit: text.Draw(t, label+" unit"), Bound: rapid.SampledFrom([]briefs.Bound{briefs.Exact, briefs.About}).Draw(t, label+" bound"), Scale: rapid.IntRange(0, 18).Draw(t, label+" scale")}
		n := func(what string) briefs.Decimal {
			return briefs.DecimalOf(rapid.Int64Range(-1e17, 1e17).Draw(t, what), uint8(rapid.IntRange(0, 18).Draw(t, what+" places")))
		}
		switch rapid.IntRange(0, 2).Draw(t, label+" sort") {
		case 0:
			out.Value = n("value")
		case 1:
			if out.Low, out.High = n("low"), n("high"); !out.IsRange() { // a range from a number to itself is none
				out.Low, out.High = briefs.Decimal{}, briefs.Decimal{}
			}
		default:
			out.Word = "word " + text.Draw(t, "word")
		}
		return out
	}
	start := briefs.Date{Year: rapid.IntRange(1990, 2100).Draw(t, "year"), Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 365).Draw(t, "day"))
	f := briefs.Fact{
		ID: "F" + text.Draw(t, "id"), Subject: text.Draw(t, "subject"), Metric: text.Draw(t, "metric"), Label: text.Draw(t, "label"), Market: text.Draw(t, "market"),
		Scope: text.Draw(t, "scope"), Geography: text.Draw(t, "geography"), Quantity: q("quantity"),
		Period: briefs.Period{Start: start, End: start.AddDays(rapid.IntRange(1, 400).Draw(t, "days")), Kind: briefs.Range, Label: text.Draw(t, "period label")},
		Nature: rapid.SampledFrom([]briefs.Nature{briefs.Reported, briefs.Rumour}).Draw(t, "nature"), Unnamed: rapid.Bool().Draw(t, "unnamed"),
		Status: rapid.SampledFrom([]briefs.Status{briefs.Usual, briefs.Break, briefs.Redefined}).Draw(t, "status"),
		Known:  briefs.Span{From: start.UTC().Add(time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "since")))},
		Review: rapid.SampledFrom([]briefs.Review{briefs.Approved, briefs.Rejected}).Draw(t, "review"),
		Rank:   rapid.SampledFrom([]briefs.Rank{briefs.Normal, briefs.Preferred, briefs.Deprecated}).Draw(t, "rank"), Reason: text.Draw(t, "reason"), Row: text.Draw(t, "row"),
	}
	if rapid.Bool().Draw(t, "closed") {
		f.Known.To = f.Known.From.Add(24 * time.Hour)
	}
	if rapid.Bool().Draw(t, "cited") {
		f.As = []briefs.Quantity{q("as")}
	}
	for range rapid.IntRange(0, 2).Draw(t, "sources") {
		f.Sources = append(f.Sources, briefs.Source{
			Publisher: text.Draw(t, "publisher"), ReportedVia: text.Draw(t, "via"), Title: text.Draw(t, "title"), URL: text.Draw(t, "url"), Outlet: text.Draw(t, "outlet"),
			Published: rapid.SampledFrom([]briefs.Date{{}, start}).Draw(t, "published"), Dated: text.Draw(t, "dated"),
		})
	}
	return f
}

// TestDecodeIsEncodeBackwards: every fact comes back as it was, also the way that the usual reader of JSON takes, whatever was read before.
func TestDecodeIsEncodeBackwards(t *testing.T) {
	var d facts.Decoder
	rapid.Check(t, func(t *rapid.T) {
		want := anyFact(t)
		text, err := facts.Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		var got briefs.Fact
		if err := d.Decode(text, &got); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		var s facts.Shape
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		usual, err := s.Fact()
		if err != nil || !reflect.DeepEqual(usual, got) {
			t.Fatalf("%s: read as %+v, by the usual reader as %+v (%v)", text, got, usual, err)
		}
		if !want.Quantity.IsRange() && want.Quantity.Word == "" && !reflect.DeepEqual(got, want) {
			t.Fatalf("%s:\n%s", text, cmp.Diff(want, got, cmp.AllowUnexported(briefs.Decimal{})))
		}
	})
}

// FuzzDecode: what the quick reader takes, the usual one takes alike.
func FuzzDecode(f *testing.F) {
	s, err := config.LoadStarter()
	if err != nil {
		f.Fatal(err)
	}
	list, err := starter.Facts(s)
	if err != nil {
		f.Fatal(err)
	}
	for _, x := range list[:60] {
		text, err := facts.Encode(x)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var d facts.Decoder
		var got briefs.Fact
		err := d.Decode(text, &got)
		var shape facts.Shape
		usualErr := json.Unmarshal(text, &shape)
		var usual briefs.Fact
		if usualErr == nil {
			usual, usualErr = shape.Fact()
		}
		if (err == nil) != (usualErr == nil) || err == nil && !reflect.DeepEqual(got, usual) {
			t.Fatalf("%q: %+v, %v; by the usual reader %+v, %v", text, got, err, usual, usualErr)
		}
	})
}
