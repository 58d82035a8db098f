package main

import (
	"context"
	"fmt"

	"commonroom/cmd/site"
)

// migrate brings the database up to date without serving, as before a new version starts.
type migrate struct{ site.Database }

// Run migrates.
func (c migrate) Run(ctx context.Context) error {
	s, err := site.Open(ctx, site.Settings{Database: c.Database})
	if err != nil {
		return err
	}
	fmt.Println(c.Shown(), "is up to date")
	return s.Close()
}
