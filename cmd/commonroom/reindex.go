package main

import (
	"context"
	"fmt"

	"commonroom/cmd/site"
)

// reindex makes the index that search looks in anew.
type reindex struct{ site.Database }

// Run makes it a piece at a time, beside a running server. It may be stopped and started again.
func (c reindex) Run(ctx context.Context) error {
	s, err := site.Beside(ctx, site.Settings{Database: c.Database})
	if err != nil {
		return err
	}
	defer s.Close()
	tenth := int64(-1)
	err = s.Reindex(ctx, func(done, of int64) {
		if now := done * 10 / max(of, 1); now > tenth {
			tenth = now
			fmt.Printf("%d of %d\n", done, of)
		}
	})
	if err == nil {
		fmt.Println("The search index has been made anew.")
	}
	return err
}
