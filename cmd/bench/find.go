package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"slices"
	"text/tabwriter"
	"time"

	"commonroom/cmd/bench/corpus"
	"commonroom/models/db"
	people "commonroom/models/member"
	"commonroom/models/search"
)

// find measures the model alone, for whoever makes searching faster.
type find struct {
	library
	Posts      corpus.Size `default:"1000000" help:"The size of the site, in posts (${default})."`
	Rounds     int         `default:"5" help:"How often each query is put (${default})."`
	Kind       string      `help:"Only queries of this kind, such as \"pair\"."`
	Query      []string    `sep:"none" help:"Only these queries, in place of the usual ones."`
	Reindex    bool        `help:"Make the index anew first."`
	CPUProfile string      `name:"cpuprofile" type:"path" placeholder:"FILE" help:"Write a profile of the measured rounds, for go tool pprof."`
}

// Run puts every query, as a visitor and as a member.
func (c find) Run(ctx context.Context) (err error) {
	s, err := c.site(ctx, c.Posts, c.Reindex)
	if err != nil {
		return err
	}
	d, err := db.Open(s.url())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	by, err := people.New(d).Member(ctx, 1)
	if err != nil {
		return err
	}
	store, queries := search.New(d), c.queries()
	if _, err := ask(ctx, store, by, queries, 1); err != nil { // to make it warm
		return err
	}
	stop, err := profile(c.CPUProfile)
	if err != nil {
		return err
	}
	defer stop()
	for _, by := range []people.Member{{}, by} {
		found, err := ask(ctx, store, by, queries, c.Rounds)
		if err != nil {
			return err
		}
		who := visitor
		if !by.IsVisitor() {
			who = member
		}
		printFound(os.Stdout, fmt.Sprintf("%d posts, %s", c.Posts, who), found)
	}
	return nil
}

func (c find) queries() []corpus.Query {
	if len(c.Query) > 0 {
		var list []corpus.Query
		for _, text := range c.Query {
			list = append(list, corpus.Query{Kind: "yours", Text: text})
		}
		return list
	}
	return slices.DeleteFunc(corpus.Queries(c.Posts), func(q corpus.Query) bool { return c.Kind != "" && q.Kind != c.Kind })
}

// profile begins to write one, if a file is named.
func profile(file string) (stop func(), err error) {
	if file == "" {
		return func() {}, nil
	}
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close()
	}, nil
}

// found is a query with the times it took, and how many hits its first page had.
type found struct {
	corpus.Query
	took []time.Duration
	cpu  []time.Duration // of the processor: what is left when the machine has other things to do
	hits int
}

func ask(ctx context.Context, store *search.Store, by people.Member, queries []corpus.Query, rounds int) ([]found, error) {
	all := make([]found, len(queries))
	for range rounds {
		for i, q := range queries {
			began, cpu := time.Now(), cpuOf(os.Getpid())
			results, err := store.Find(ctx, by, search.Query{Text: q.Text})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q.Text, err)
			}
			f := &all[i]
			f.Query, f.hits = q, len(results.Hits)
			f.took, f.cpu = append(f.took, time.Since(began)), append(f.cpu, cpuOf(os.Getpid())-cpu)
		}
	}
	return all, nil
}

// middle is the median of some times, in milliseconds.
func middle(times []time.Duration) float64 { return within(times, 0.5) }

// within is the time that a share of some times is within, in milliseconds.
func within(times []time.Duration, share float64) float64 {
	return us(quantile(slices.Sorted(slices.Values(times)), share)) / 1000
}

// printFound prints a line for each kind, one for all, and the slowest queries by name.
func printFound(w io.Writer, title string, all []found) {
	took, cpu, kinds := map[string][]time.Duration{}, map[string][]time.Duration{}, []string{}
	for _, f := range all {
		if took[f.Kind] == nil {
			kinds = append(kinds, f.Kind)
		}
		for _, kind := range []string{f.Kind, "all"} {
			took[kind], cpu[kind] = append(took[kind], f.took...), append(cpu[kind], f.cpu...)
		}
	}
	fmt.Fprintf(w, "\n%s\n", title)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "kind\tsearches\tp50 ms\tp99 ms\tmax ms\tCPU p50 ms\tCPU p99 ms\tCPU max ms\t")
	for _, kind := range append(kinds, "all") {
		fmt.Fprintf(t, "%s\t%d\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t\n", kind, len(took[kind]),
			middle(took[kind]), within(took[kind], 0.99), within(took[kind], 1),
			middle(cpu[kind]), within(cpu[kind], 0.99), within(cpu[kind], 1))
	}
	_ = t.Flush()
	fmt.Fprintln(w, "The slowest, by the median of their processor time:")
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(middle(b.cpu), middle(a.cpu)) })
	for _, f := range all[:min(slowestNamed, len(all))] {
		fmt.Fprintf(w, "  %.2f ms  %s: %s (%d hits on the page)\n", middle(f.cpu), f.Kind, f.Text, f.hits)
	}
}
