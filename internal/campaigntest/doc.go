// Package campaigntest kills, stops and starves the real program around its digests, thousands of times if asked, and compares what
// people on Slack and Discord saw with the ledger: nothing lost, nothing twice, nothing out of order.
//
// A short campaign is part of the tests. The long one, whose counts stand in docs/reliability.md, is
//
//	go test ./internal/campaigntest -run Campaign -kills 2000 -timeout 3h -v
package campaigntest
