package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"commonroom/cmd/bench/corpus"
	"commonroom/models/db"
)

// run measures everything.
type run struct {
	library
	Posts    []corpus.Size `default:"10000,1000000" help:"The sizes of the sites, in posts (${default})."`
	Rounds   int           `default:"5" help:"How often each row is measured, in turn with bare Fiber (${default})."`
	Requests int           `default:"200" help:"How many requests each round has at least (${default})."`
	Replies  int           `default:"500" help:"How many replies are written to see what indexing them costs; 0 for none (${default})."`
	Reindex  bool          `help:"Make the index anew first."`
}

// Run makes what is missing, measures, prints and keeps.
func (c run) Run(ctx context.Context) error {
	var sites []shelved
	for _, size := range c.Posts { // before anything is kept to one core
		s, err := c.site(ctx, size, c.Reindex)
		if err != nil {
			return err
		}
		sites = append(sites, s)
	}
	servers, load, pinned := apart()
	if err := stayOn(load); err != nil {
		return err
	}
	r := newReport(pinned)
	r.Sites = sites
	for _, s := range sites {
		if err := c.measure(ctx, s, servers, r); err != nil {
			return err
		}
	}
	r.print(os.Stdout)
	file, err := r.keep(filepath.Join(c.Data, "runs"))
	fmt.Println("\nKept in", file)
	return err
}

// measure adds what one site costs to the report.
func (c run) measure(ctx context.Context, s shelved, core int, r *report) error {
	if err := signInto(ctx, s); err != nil {
		return err
	}
	if err := c.pages(ctx, s, core, r); err != nil {
		return err
	}
	if c.Replies == 0 {
		return nil
	}
	p, err := measurePosting(ctx, s, c.Replies)
	r.Posting = append(r.Posting, p)
	return err
}

func signInto(ctx context.Context, s shelved) error {
	d, err := db.Open(s.url())
	if err != nil {
		return err
	}
	return errors.Join(signIn(ctx, d), d.Close())
}

// pages starts both servers on one core and measures all targets of a site.
func (c run) pages(ctx context.Context, s shelved, core int, r *report) (err error) {
	fmt.Fprintf(os.Stderr, "measuring %d posts\n", s.Posts)
	site, err := startChild(core, "serve", "--database", s.url())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, site.end()) }()
	bare, err := startChild(core, "bare")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bare.end()) }()
	if err := newClient(site.address, "").ready(ctx); err != nil {
		return err
	}
	all, err := interleave(ctx, targets(s.Posts), server{site.address, site.cpu}, server{bare.address, bare.cpu}, c.Rounds, c.Requests)
	if err != nil {
		return err
	}
	r.add(all)
	r.Memory = append(r.Memory, memory{s.Posts, site.rss()})
	return nil
}

// slowestNamed is how many pages are named at the end.
const slowestNamed = 10

// add adds a site's rows, with one for each sort of person that has all searches together.
func (r *report) add(all []*measured) {
	var queries []*measured
	for _, who := range []string{visitor, member} {
		var mixed []*measured
		for _, m := range all {
			if m.Who != who {
				continue
			}
			r.Rows = append(r.Rows, m.row())
			if m.isMixed() {
				mixed = append(mixed, m)
			}
		}
		if len(mixed) > 0 {
			r.Rows = append(r.Rows, together("all searches", mixed).row())
			queries = slices.Concat(queries, mixed)
		}
	}
	r.Slowest = append(r.Slowest, slowest(queries, slowestNamed)...)
}
