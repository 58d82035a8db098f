package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"commonroom/cmd/site"
	"commonroom/models/practice"
)

// imports is what can be brought in from elsewhere.
type imports struct {
	Practices importPractices `cmd:"" help:"Publish the practices of a folder of Markdown files, at the dates they say. Run again, it updates what has changed."`
}

type importPractices struct {
	site.Database
	Dir string `arg:"" type:"existingdir" help:"Each file begins with title, author (an e-mail address on the roll), date and tags between two lines of three hyphens."`
}

// errRefused is said when some files were not imported; each was named with its reason.
var errRefused = errors.New("some files were refused; the others are in")

// Run imports, and says of each file what it did with it.
func (c importPractices) Run(ctx context.Context) error {
	s, err := site.Beside(ctx, site.Settings{Database: c.Database})
	if err != nil {
		return err
	}
	defer s.Close()
	folder, err := os.OpenRoot(c.Dir) // a link in it leads nowhere else
	if err != nil {
		return err
	}
	defer folder.Close()
	done, err := s.Practices.Import(ctx, folder.FS())
	var refused error
	for _, file := range done {
		fmt.Println(file)
		if file.Outcome == practice.Refused {
			refused = errRefused
		}
	}
	if len(done) == 0 && err == nil {
		return fmt.Errorf("there are no .md files in %s", c.Dir)
	}
	return errors.Join(err, refused)
}
