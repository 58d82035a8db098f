package main

import (
	"context"
	"fmt"

	"commonroom/cmd/site"
)

// rerender makes the stored pages of all texts anew after a new version renders them otherwise.
type rerender struct{ site.Database }

// Run renders what an older renderer made. It may be stopped and started again.
func (c rerender) Run(ctx context.Context) error {
	s, err := site.Beside(ctx, site.Settings{Database: c.Database})
	if err != nil {
		return err
	}
	defer s.Close()
	for _, kind := range []struct {
		name string
		do   func(context.Context) (int, error)
	}{
		{"posts", s.Discuss.Rerender},
		{"practices", s.Practices.Rerender},
		{"projects", s.Projects.Rerender},
		{"profiles", s.Members.Rerender},
	} {
		count, err := kind.do(ctx)
		fmt.Println(kind.name+":", count)
		if err != nil {
			return err
		}
	}
	return nil
}
