package main

import (
	"context"
	"errors"

	"commonroom/cmd/site"
)

// serve runs the site until it is told to stop.
type serve struct{ site.Settings }

// Run serves until ctx ends.
func (c serve) Run(ctx context.Context) error {
	s, err := site.Open(ctx, c.Settings)
	if err != nil {
		return err
	}
	return errors.Join(s.Serve(ctx, c.Log()), s.Close())
}
