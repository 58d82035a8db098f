package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"commonroom/cmd/site"
)

// roll is what can be done with the list of people entitled to a place.
type roll struct {
	Import rollImport `cmd:"" help:"Add the people of a CSV file to the roll, all or none of them."`
}

type rollImport struct {
	site.Database
	File string `arg:"" type:"existingfile" help:"A CSV file whose first line is name,e-mails,cohort; several addresses have a space between."`
}

// Run imports. Every line that is wrong is named.
func (c rollImport) Run(ctx context.Context) (err error) {
	s, err := site.Beside(ctx, site.Settings{Database: c.Database})
	if err != nil {
		return err
	}
	defer s.Close()
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	report, err := s.Members.ImportRoll(ctx, file)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: nothing was imported\n", c.File)
		return err
	}
	fmt.Printf("%d added, %d updated, %d unchanged\n", report.Added, report.Updated, report.Unchanged)
	return nil
}
