package store

import (
	"context"
	"time"
)

// At returns the message of the ledger that stands at an address of a workspace; false when the ledger knows of none. Edits of it are not it.
func (d *Deliveries) At(ctx context.Context, workspace, address string) (Delivery, bool, error) {
	if address == "" {
		return Delivery{}, false, nil
	}
	return one(ctx, d.db, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries d WHERE d.address = $2 AND d.address <> '' AND d.workspace = $1 AND d.edits = ''
		ORDER BY d.planned, d.key LIMIT 1`, workspace, address)
}

// Open returns the drafts of a workspace whose runs are due after a moment, the next first.
func (s *Drafts) Open(ctx context.Context, workspace string, now time.Time) ([]Draft, error) {
	return all(ctx, s.db, scanDraft, `SELECT `+draftColumns+` FROM drafts WHERE workspace = $1 AND due > $2 ORDER BY due, id`, workspace, millis(now))
}
