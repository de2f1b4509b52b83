package campaigntest

import "testing"

// TestCampaignAgainstEmulate runs the campaign with a Slack that others wrote, over HTTP.
func TestCampaignAgainstEmulate(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, otherSlack(t), "", 1, usual, 1)
	c := campaign{kills: *kills, spoilt: 0.05}
	if testing.Short() {
		c.kills = min(c.kills, 8)
	}
	w.verdict(c.run(w))
}
