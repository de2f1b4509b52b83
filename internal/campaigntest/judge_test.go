package campaigntest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/internal/store"
)

// sight is a message as people see it.
type sight struct{ id, parent, text string }

// sights returns what people see in a channel and its threads, oldest first.
func (w *world) sights(place string) []sight {
	var out []sight
	channel := place[strings.LastIndex(place, "/")+1:]
	if strings.HasPrefix(place, "slack:") {
		return w.slack.sights(channel)
	}
	for _, m := range w.discord.Seen(channel) {
		out = append(out, sight{m.ID, m.Thread, m.Text})
	}
	return out
}

// verdict is what a campaign found.
type verdict struct {
	Runs, Messages                                       int
	Lost, Doubled, OutOfOrder, Misplaced, Held, Headless int
	Found, Again                                         int // settled by looking back, and sent once more after that
	complaints                                           []string
}

func (v *verdict) note(count *int, format string, args ...any) {
	*count++
	if len(v.complaints) < 10 {
		v.complaints = append(v.complaints, fmt.Sprintf(format, args...))
	}
}

// bad is how much went wrong.
func (v *verdict) bad() int { return v.Lost + v.Doubled + v.OutOfOrder + v.Misplaced + v.Headless }

// judge compares what people see in the channels with what the ledger says was sent.
func (w *world) judge(places []string) verdict {
	v := verdict{Runs: len(w.runs)}
	for _, place := range places {
		w.judgePlace(place, &v)
	}
	return v
}

func (w *world) judgePlace(place string, v *verdict) {
	seen := w.sights(place)
	at := map[string]int{}
	for i, s := range seen {
		at[s.id] = i
	}
	claimed := make([]bool, len(seen))
	var rows []store.Delivery
	for _, d := range w.rows {
		if d.Place == place {
			rows = append(rows, d)
		}
	}
	slices.SortFunc(rows, func(a, b store.Delivery) int {
		return cmp.Or(cmp.Compare(a.Nominal, b.Nominal), cmp.Compare(a.Part, b.Part))
	})
	last := map[string]int{} // by run: where its part before stands
	for _, d := range rows {
		v.Messages++
		v.Again += d.Again
		if strings.HasPrefix(d.Reason, "found:") {
			v.Found++
		}
		i, there := at[messageOf(d.Address)]
		switch {
		case d.State == store.Held:
			v.note(&v.Held, "%s in %s, part %d is held: %s", d.Nominal, place, d.Part, d.Reason)
			if i := w.unclaimed(seen, claimed, d); i >= 0 {
				claimed[i] = true // it did arrive: an admin will see that
			}
			continue
		case !there:
			v.note(&v.Lost, "%s in %s, part %d (%q) is sent at %q and nobody sees it", d.Nominal, place, d.Part, d.Reason, d.Address)
			continue
		}
		claimed[i] = true
		if before, ok := last[d.Nominal]; ok && i < before {
			v.note(&v.OutOfOrder, "%s in %s: part %d stands before the part before it", d.Nominal, place, d.Part)
		}
		last[d.Nominal] = i
		if parent := messageOf(w.rows[d.Parent].Address); seen[i].parent != parent || !strings.Contains(seen[i].text, title(d)) {
			v.note(&v.Misplaced, "%s in %s: part %d stands under %q, want %q", d.Nominal, place, d.Part, seen[i].parent, parent)
		}
	}
	var all strings.Builder
	for i, s := range seen {
		if !claimed[i] {
			v.note(&v.Doubled, "%s: people see a message that the ledger does not know: %.80q", place, s.text)
		}
		all.WriteString(s.text)
	}
	if v.Held > 0 {
		return // what is held is not there to be read
	}
	for _, event := range w.events {
		if !strings.Contains(all.String(), event) {
			v.note(&v.Headless, "%s: nobody was told of %s", place, event)
		}
	}
}

// unclaimed returns where a held message is to be seen after all; -1 when it is not.
func (w *world) unclaimed(seen []sight, claimed []bool, d store.Delivery) int {
	for i, s := range seen {
		if !claimed[i] && (s.parent == "") == (d.Part == 0) && strings.Contains(s.text, title(d)) {
			return i
		}
	}
	return -1
}

func title(d store.Delivery) string {
	var m bot.Message
	_ = json.Unmarshal(d.Payload, &m) // an empty title is everywhere
	return m.Title
}

func messageOf(address string) string {
	return must(bot.ParseAddress(cmp.Or(address, "x:x/x"))).Message
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// review looks for secrets and panics in what the program logged, and at the platforms' complaints.
func (w *world) review() {
	w.t.Helper()
	log := w.log.String()
	for _, secret := range append(w.discord.Secrets(), w.slack.secrets...) {
		if secret != "" && strings.Contains(log, secret) {
			w.t.Error("a secret is in the log")
		}
	}
	for line := range strings.Lines(log) {
		if strings.Contains(line, "panic") || strings.Contains(line, "delivery held") && !strings.Contains(line, " do=") {
			w.t.Errorf("in the log: %s", line)
		}
	}
	bad := w.discord.Violations()
	if w.slack.own != nil {
		bad = append(bad, w.slack.own.Complaints()...)
	}
	if len(bad) > 0 {
		w.t.Errorf("the platforms complain: %q", bad[:min(len(bad), 5)])
	}
}

// sorted orders messages by their ids, which are times.
func sorted(list []sight) []sight {
	slices.SortFunc(list, func(a, b sight) int { return cmp.Compare(a.id, b.id) })
	return list
}
