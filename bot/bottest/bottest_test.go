package bottest_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"briefbot/bot/bottest"
)

// variable names the defect with which the suite runs in a process of its own.
const variable = "BOTTEST_DEFECT"

func TestSuiteAcceptsAnHonestAdapter(t *testing.T) {
	bottest.Run(t, func(*testing.T) bottest.Platform {
		return (&world{defect: os.Getenv(variable)}).platform()
	})
}

// A suite is worth what it refuses: each defect must make the check fail that is there for it.
func TestSuiteRefusesDefects(t *testing.T) {
	if os.Getenv(variable) != "" {
		t.Skip("this process plays a defect")
	}
	for _, c := range []struct{ defect, check string }{
		{"posts twice", "post"},
		{"replies in the channel", "post in a thread"},
		{"loses lines", "a long message in parts"},
		{"finds only what it remembers", "find by key"},
		{"finds anywhere", "find by key"},
		{"edit posts again", "edit"},
		{"wrong classes", "refused post"},
		{"wrong classes", "cut connection"},
		{"wrong classes", "broken before acceptance"},
		{"wrong classes", "unreachable"},
		{"repeats by itself", "rate limit"},
		{"repeats by itself", "broken after acceptance"},
		{"token in an error", "rate limit"},
		{"token in the log", "post"},
		{"private answers are public", "private and public answers"},
		{"no acknowledgement", "slow command"},
		{"runs twice", "slow command"},
		{"button is never public", "button"},
		{"buttons of lines are lost", "buttons of lines"},
		{"chosen on the channel", "something to do with a message"},
		{"what is chosen is for all", "something to do with a message"},
		{"the page stays as it was", "home page"},
		{"buttons of pages show nothing", "home page"},
		{"no proposals", "completion"},
		{"mentions are answered in private", "mention"},
		{"mentions are answered outside the thread", "mention"},
		{"mentions are answered twice", "mention"},
		{"stays offline", "dropped connection"},
		{"abandons answers", "clean stop"},
		{"leaves a goroutine", "clean stop"},
		{"stop is an error", "clean stop"},
		{"pings", "hostile posts"},
		{"markup", "hostile posts"},
		{"links in texts", "hostile posts"},
		{"pings", "hostile answers"},
	} {
		t.Run(c.defect+" fails "+c.check, func(t *testing.T) {
			pattern := "^TestSuiteAcceptsAnHonestAdapter$/^" + strings.ReplaceAll(c.check, " ", "_") + "$"
			cmd := exec.Command(os.Args[0], "-test.run="+pattern, "-test.v")
			cmd.Env = append(os.Environ(), variable+"="+c.defect)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "--- FAIL: TestSuiteAcceptsAnHonestAdapter/"+strings.ReplaceAll(c.check, " ", "_")) {
				t.Errorf("the suite accepts it (%v):\n%s", err, out)
			}
		})
	}
}
