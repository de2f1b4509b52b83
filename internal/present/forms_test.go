package present

import (
	"reflect"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/internal/settings"
)

// TestFormsFit holds every form in every language against what platforms show: nothing of it may be cut, and what stands in it must be
// among what can be chosen.
func TestFormsFit(t *testing.T) {
	s := settings.Schedule{
		When: "every weekday 9:00, 13:00 and 18:00", Zone: "America/Argentina/ComodRivadavia", Language: "zh", Topics: []string{"prices", "chips"},
		MaxStories: 30, Layout: "compact", Empty: "line", Draft: "20m",
	}
	for _, lang := range bot.Languages() {
		v := In(lang, time.UTC)
		for name, f := range map[string]*bot.Form{
			"new": v.NewScheduleForm("schedule add", nil, "C0000000", "America/Argentina/ComodRivadavia"), "edit": v.ScheduleForm("schedule edit", map[string]string{"schedule": "a name of forty characters that is long"}, s, "C0000000"),
			"more": v.ScheduleDetailsForm("schedule more", map[string]string{"proposal": "k7q2xma"}, s), "source": v.SourceForm("source add", nil), "filter": v.FilterForm("filter fill", "prices", "price or 降价"),
		} {
			got, ok := bot.Message{Form: f}.Dialogue()
			if !ok || !reflect.DeepEqual(got, *f) {
				t.Errorf("%s in %s is shown as %+v, want %+v", name, lang, got, *f)
			}
			labels := map[string]bool{}
			for _, x := range f.Fields {
				if labels[x.Label] {
					t.Errorf("%s in %s asks twice for %q", name, lang, x.Label)
				}
				labels[x.Label] = true
				known := len(x.Choices) == 0 || x.Value == ""
				for _, c := range x.Choices {
					known = known || c.Value == x.Value
				}
				if !known {
					t.Errorf("%s in %s: %q is none of what can be chosen for %s", name, lang, x.Value, x.Label)
				}
			}
		}
	}
}
