// Command commonroom serves the site, and does what whoever runs it has to do now and then.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"commonroom/models"
)

// commands are what can be done, one file each.
type commands struct {
	Serve    serve    `cmd:"" help:"Serve the site. Brings the database up to date first."`
	Migrate  migrate  `cmd:"" help:"Bring the database up to date and stop."`
	Config   config   `cmd:"" help:"Print every setting of serve as it is in force, secrets hidden."`
	Grant    grant    `cmd:"" help:"Give a member an office or the administrator role, or end a term."`
	Roll     roll     `cmd:"" help:"The list of people entitled to a place."`
	Import   imports  `cmd:"" help:"Bring in what was written elsewhere."`
	Reindex  reindex  `cmd:"" help:"Make the search index anew, while the server runs."`
	Rerender rerender `cmd:"" help:"Make the pages of all texts anew that an older version made."`
}

const description = `Commonroom is a place for a community to talk and to share what worked.

Every flag may be set in the environment instead: --public-url is COMMONROOM_PUBLIC_URL. A secret may be kept in a file that COMMONROOM_…_FILE names.`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	parser, err := newParser(&c, ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, "commonroom:", err)
		os.Exit(1)
	}
	command, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "commonroom:", plain(err))
		os.Exit(1)
	}
}

// plain gives an error in the words meant for people, where it has some: each thing that is to
// be mended on a line of its own.
func plain(err error) string {
	problems := models.ProblemsOf(err)
	if problems == nil {
		return err.Error()
	}
	var lines []string
	for _, p := range problems {
		lines = append(lines, strings.TrimPrefix(p.Field+": "+p.Message, ": "))
	}
	return strings.Join(lines, "\n")
}

// newParser reads flags and the environment into c. Run methods are given ctx.
func newParser(c *commands, ctx context.Context) (*kong.Kong, error) {
	env, err := readEnvironment(os.Environ())
	if err != nil {
		return nil, err
	}
	parser, err := kong.New(c,
		kong.Name("commonroom"),
		kong.Description(description),
		kong.ShortUsageOnError(),
		kong.Resolvers(env),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		return nil, err
	}
	return parser, env.known(parser.Model)
}
