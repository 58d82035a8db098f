package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"commonroom/cmd/bench/corpus"
)

// report is one run, as it is kept.
type report struct {
	When    time.Time   `json:"when"`
	Commit  string      `json:"commit"`
	Machine string      `json:"machine"`
	Cores   string      `json:"cores"`
	Limits  string      `json:"limits"`
	Sites   []shelved   `json:"sites"`
	Rows    []row       `json:"rows"`
	Memory  []memory    `json:"memory"`
	Posting []posting   `json:"posting"`
	Slowest []slowQuery `json:"slowest"`
}

// row is one line of the table. Times are in microseconds.
type row struct {
	target
	Requests int     `json:"requests"`
	P50      float64 `json:"p50_us"`
	P99      float64 `json:"p99_us"`
	Max      float64 `json:"max_us"`
	First    float64 `json:"first_max_us"`      // the slowest before anything was warm
	Rate     float64 `json:"requests_a_second"` // of a server kept busy
	CPU      float64 `json:"cpu_us"`            // of the server, a request; the median of the rounds
	Bytes    int     `json:"bytes"`             // of a page
	Bare     float64 `json:"bare_cpu_us"`       // of bare Fiber sending as many bytes
	Share    float64 `json:"share"`             // of the limit: what bare Fiber takes against what we take; the median of the pairs
}

// memory is what the server had in memory after the load.
type memory struct {
	Posts corpus.Size `json:"posts"`
	Bytes int64       `json:"rss_bytes"`
}

// slowQuery is one of the slowest pages: the median of all times it was asked for.
type slowQuery struct {
	target
	Path string  `json:"path"`
	Took float64 `json:"median_us"`
}

func us(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// row sums a target up.
func (m *measured) row() row {
	r := row{target: m.target, Requests: len(m.timings)}
	took, first := sorted(m.timings), sorted(m.first)
	r.P50, r.P99, r.Max = us(quantile(took, 0.5)), us(quantile(took, 0.99)), us(quantile(took, 1))
	r.First = us(quantile(first, 1))
	var cpu, bare, share, rate []float64
	for i, site := range m.site {
		a, b := us(site.perRequest()), us(m.bare[i].perRequest())
		cpu, bare, rate = append(cpu, a), append(bare, b), append(rate, float64(site.requests)/site.wall.Seconds())
		if a > 0 {
			share = append(share, b/a)
		}
		r.Bytes = site.pageSize()
	}
	r.Rate, r.CPU, r.Bare, r.Share = median(rate), median(cpu), median(bare), median(share)
	return r
}

// sorted gives the times alone, the shortest first.
func sorted(timings []timing) []time.Duration {
	took := make([]time.Duration, len(timings))
	for i, t := range timings {
		took[i] = t.took
	}
	slices.Sort(took)
	return took
}

// slowest names the pages that take longest, by their medians.
func slowest(all []*measured, n int) (list []slowQuery) {
	for _, m := range all {
		times := map[string][]float64{}
		for _, t := range m.timings {
			times[t.path] = append(times[t.path], us(t.took))
		}
		for path, took := range times {
			list = append(list, slowQuery{m.target, path, median(took)})
		}
	}
	slices.SortFunc(list, func(a, b slowQuery) int { return cmp.Or(cmp.Compare(b.Took, a.Took), cmp.Compare(a.Path, b.Path)) })
	return list[:min(n, len(list))]
}

// newReport begins one, with all that its figures depend on.
func newReport(pinned bool) *report {
	r := &report{
		When:    time.Now().UTC(),
		Commit:  commit(),
		Machine: fmt.Sprintf("%s, %d cores, %s", processor(), runtime.NumCPU(), runtime.Version()),
		Cores:   "server and load wherever the system put them",
		Limits:  "as many searches as anybody likes",
	}
	if pinned {
		r.Cores = "server and load on a core each"
	}
	return r
}

// commit is what is checked out, with a plus if there is more than that.
func commit() string {
	id, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	changed, _ := exec.Command("git", "status", "--porcelain", "--untracked-files=no").Output()
	if len(changed) > 0 {
		return strings.TrimSpace(string(id)) + "+"
	}
	return strings.TrimSpace(string(id))
}

// print writes the run for a person.
func (r *report) print(w io.Writer) {
	fmt.Fprintf(w, "\n%s, commit %s, on %s; %s; %s.\n", r.When.Format(time.DateTime), r.Commit, r.Machine, r.Cores, r.Limits)
	fmt.Fprintf(w, "ms: at the client, one request after the other; first: the slowest page before anything was warm.\n")
	fmt.Fprintf(w, "µs: of the processor for one request, of %d connections at once; bare: Fiber sending as many bytes; share: bare against ours.\n\n", atOnce)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "posts\twho\twhat\trequests\tp50 ms\tp99 ms\tmax ms\tfirst ms\t1/s\tCPU µs\tbytes\tbare µs\tshare\t")
	for _, l := range r.Rows {
		fmt.Fprintf(t, "%d\t%s\t%s\t%d\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\t%.0f\t%d\t%.0f\t%.3f\t\n",
			l.Posts, l.Who, l.What, l.Requests, l.P50/1000, l.P99/1000, l.Max/1000, l.First/1000, l.Rate, l.CPU, l.Bytes, l.Bare, l.Share)
	}
	_ = t.Flush()
	r.printSites(w)
	if len(r.Slowest) > 0 {
		fmt.Fprintln(w, "\nThe slowest searches, by their medians:")
	}
	for _, s := range r.Slowest {
		fmt.Fprintf(w, "  %.2f ms  %d posts, %s, %s: %s\n", s.Took/1000, s.Posts, s.Who, s.What, s.Path)
	}
}

func (r *report) printSites(w io.Writer) {
	const mega = 1 << 20
	fmt.Fprintln(w)
	for _, s := range r.Sites {
		fmt.Fprintf(w, "%d posts: text %d MB, database without the index %d MB, index %d MB (%.2f × the text); made in %.0f s, indexed in %.0f s.\n",
			s.Posts, s.Text/mega, s.Plain/mega, s.Index/mega, s.share(), s.Filled, s.Indexed)
	}
	for _, m := range r.Memory {
		fmt.Fprintf(w, "%d posts: the server has %d MB in memory after the load.\n", m.Posts, m.Bytes/mega)
	}
	for _, p := range r.Posting {
		fmt.Fprintf(w, "%d posts: a reply takes %.0f µs (%.0f of CPU); to index it, %.0f µs (%.0f of CPU).\n", p.Posts, p.Whole, p.WholeCPU, p.Index, p.IndexCPU)
	}
}

// keep writes the run where it can be compared with others.
func (r *report) keep(folder string) (file string, err error) {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return "", err
	}
	raw, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return "", err
	}
	file = filepath.Join(folder, r.When.Format("20060102-150405")+"-"+r.Commit+".json")
	return file, os.WriteFile(file, raw, 0o600)
}

// compare shows two kept runs side by side.
type compare struct {
	Before string `arg:"" type:"existingfile" help:"The run to compare with."`
	After  string `arg:"" type:"existingfile" help:"The run that is compared."`
}

// Run prints the rows that both have.
func (c compare) Run() error {
	before, err := readReport(c.Before)
	if err != nil {
		return err
	}
	after, err := readReport(c.After)
	if err != nil {
		return err
	}
	return printComparison(os.Stdout, before, after)
}

func readReport(file string) (r report, err error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(raw, &r)
}

func printComparison(w io.Writer, before, after report) error {
	fmt.Fprintf(w, "%s → %s\n", before.Commit, after.Commit)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "posts\twho\twhat\tp50 ms\tp99 ms\tCPU µs\tshare\t")
	for _, a := range after.Rows {
		i := slices.IndexFunc(before.Rows, func(b row) bool { return b.Posts == a.Posts && b.Who == a.Who && b.What == a.What })
		if i < 0 {
			continue
		}
		b := before.Rows[i]
		fmt.Fprintf(t, "%d\t%s\t%s\t%.2f → %.2f\t%.2f → %.2f\t%.0f → %.0f\t%.3f → %.3f\t\n",
			a.Posts, a.Who, a.What, b.P50/1000, a.P50/1000, b.P99/1000, a.P99/1000, b.CPU, a.CPU, b.Share, a.Share)
	}
	return t.Flush()
}
