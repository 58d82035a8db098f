package main

import (
	"context"
	"crypto/rand"

	"commonroom/models/draft"
)

// begin leaves on a desk what somebody has begun to write and not sent yet.
func (d *decorator) begin(ctx context.Context) error {
	d.ago(0.2)
	_, err := d.Drafts.Save(ctx, d.people["grace"], draft.Unsent{
		Place: draft.Place{Form: draft.Thread}, Key: rand.Text(),
		Fields: draft.Fields{
			"board": {"questions"}, "title": {"What do you show on the wall of a bed meeting?"}, "tags": {"flow"}, "sort": {"question"},
			"body": {"Ours has one chart and nothing else on it. I would like to hear what happened where\n\n- you added a second one\n- "},
		},
	})
	return err
}
