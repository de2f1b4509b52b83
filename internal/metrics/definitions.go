package metrics

import "slices"

// Definition is a metric as the reference in the docs lists it.
type Definition struct {
	Name   string
	Kind   string // gauge, counter or histogram
	Labels []string
	Help   string
}

var (
	defDeliveries = Definition{"briefbot_deliveries", "gauge", []string{"platform", "state"},
		"Messages in the ledger that all instances share: planned, claimed and unknown are still to be sent or settled; refused and held need somebody; sent are those planned in the last 24 hours."}
	defOldest = Definition{"briefbot_deliveries_oldest_seconds", "gauge", nil,
		"Age of the oldest message that is still to be sent or settled; 0 when there is none."}
	defUnfinished = Definition{"briefbot_runs_unfinished", "gauge", nil, "Runs of schedules that began and have not ended."}
	defDatabase   = Definition{"briefbot_database_up", "gauge", nil, "1 when the figures above could be read from the database; they are absent otherwise."}
	defInstances  = Definition{"briefbot_instances", "gauge", nil, "Processes that share the database and were seen in the last 30 seconds."}
	defLeaders    = Definition{"briefbot_leaders", "gauge", nil, "1 when one of the instances leads, by the database; 0 when none does."}
	defSteps      = Definition{"briefbot_deliveries_settled_total", "counter", []string{"platform", "state"},
		"What became of messages that this process posted or looked for: sent, refused, held; planned (to be tried again); unknown (to be looked for)."}
	defDelays   = Definition{"briefbot_delivery_seconds", "histogram", []string{"platform"}, "From when a message was planned until the platform had it."}
	defRuns     = Definition{"briefbot_runs_total", "counter", []string{"outcome"}, "Runs of schedules that ended: posted, empty or missed."}
	defLateness = Definition{"briefbot_digest_lateness_seconds", "histogram", nil, "From when a digest was due until all its messages were planned for posting."}
	defCommands = Definition{"briefbot_commands_total", "counter", []string{"platform", "command", "outcome"},
		"Commands answered: ok; refused (arguments that do not fit, nothing found), denied (rights), failed (the log says why), unknown (no such command, which is then none)."}
	defAnswers = Definition{"briefbot_command_seconds", "histogram", []string{"platform"}, "How long commands took until their answer was ready."}
	defClaims  = Definition{"briefbot_deliveries_taken_total", "counter", []string{"platform", "result"},
		"Commands and buttons that a platform delivered: first; answered or in hand (repeated, and left alone); failed (the database did not tell in time)."}
	defFetches    = Definition{"briefbot_feed_fetches_total", "counter", []string{"class"}, "Fetches of feeds by how they went; see the command sources."}
	defFetchTimes = Definition{"briefbot_feed_fetch_seconds", "histogram", nil, "How long fetches of feeds took, reading included."}
	defArticles   = Definition{"briefbot_articles_total", "counter", []string{"language"}, "New articles kept and placed into stories by this process."}
	defStories    = Definition{"briefbot_stories_total", "counter", nil, "Stories that these articles opened."}
	defErrors     = Definition{"briefbot_database_errors_total", "counter", nil, "Statements of the database that failed."}
	defLeader     = Definition{"briefbot_leader", "gauge", nil, "1 while this process leads: it reads feeds, groups stories and composes digests."}
	defTerms      = Definition{"briefbot_leader_terms_total", "counter", nil, "How often this process began to lead."}
	defBuild      = Definition{"briefbot_build_info", "gauge", []string{"go", "version"}, "Always 1; the labels name the release."}
)

// Definitions lists the metrics of briefbot, in the order of the reference. Those of the Go runtime and of the process come beside.
func Definitions() []Definition {
	return slices.Clone([]Definition{
		defDeliveries, defOldest, defUnfinished, defInstances, defLeaders, defDatabase, defSteps, defDelays, defRuns, defLateness,
		defCommands, defAnswers, defClaims, defFetches, defFetchTimes, defArticles, defStories, defErrors, defLeader, defTerms, defBuild,
	})
}
