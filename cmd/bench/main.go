// Command bench is the ruler: it makes sites of any size, serves them in a process of its own,
// asks for pages one after the other, and prints what each cost. `make bench` runs it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"commonroom/models"
)

// commands are what it can do. The last two are the processes that it measures: copies of itself.
type commands struct {
	Run     run     `cmd:"" default:"withargs" help:"Measure the pages over HTTP, and print one table. This is what is done unless told otherwise."`
	Find    find    `cmd:"" help:"Measure searching without HTTP, by kind of query, and name the slowest."`
	Compare compare `cmd:"" help:"Print two kept runs side by side."`
	Serve   serve   `cmd:"" hidden:""`
	Bare    bare    `cmd:"" hidden:""`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	command := kong.Parse(&c,
		kong.Name("bench"),
		kong.Description("What the pages cost, measured on made-up sites of any size."),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// unlimited are the limits that are measured under: nobody waits. What a search costs is measured
// here, and not how often one person may search.
var unlimited = models.Limits{ThreadsADay: 1 << 30, ReportsADay: 1 << 30}
