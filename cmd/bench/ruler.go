package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"
	"golang.org/x/sync/errgroup"
)

// tryFor is how long a server is waited for.
const tryFor = 30 * time.Second

// client asks one server over one connection that stays open: what a request takes is what the
// server takes, and a turn around the machine's own network.
type client struct {
	http     fasthttp.HostClient
	request  fasthttp.Request
	response fasthttp.Response
}

func newClient(address, token string) *client {
	c := &client{http: fasthttp.HostClient{Addr: address, MaxConns: 1, ReadBufferSize: 1 << 16, ReadTimeout: tryFor}}
	c.request.SetHost(address)
	if token != "" {
		c.request.Header.SetCookie("local-session", token)
	}
	return c
}

// get asks for a page, and tells how long that took and how many bytes it has.
func (c *client) get(path string) (took time.Duration, bytes int, err error) {
	c.request.SetRequestURI("http://" + c.http.Addr + path)
	began := time.Now()
	err = c.http.Do(&c.request, &c.response)
	took = time.Since(began)
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %w", path, err)
	}
	if status := c.response.StatusCode(); status != fasthttp.StatusOK {
		return 0, 0, fmt.Errorf("%s: answered with %d", path, status)
	}
	return took, len(c.response.Body()), nil
}

// ready waits until the server answers.
func (c *client) ready(ctx context.Context) error {
	for end := time.Now().Add(tryFor); ; time.Sleep(10 * time.Millisecond) {
		_, _, err := c.get("/readyz")
		if err == nil || time.Now().After(end) || ctx.Err() != nil {
			return err
		}
	}
}

// server is a process that is measured, or in a test this very one.
type server struct {
	address string
	cpu     func() time.Duration
}

// inTurn asks for all paths one after the other, again and again until there are at least so
// many requests. It tells how long each took, with nobody else in the way.
func (s server) inTurn(ctx context.Context, paths []string, token string, requests int) (all []timing, err error) {
	c := newClient(s.address, token)
	defer c.http.CloseIdleConnections()
	if _, _, err := c.get(paths[0]); err != nil { // opens the connection
		return nil, err
	}
	for len(all) < requests {
		for _, path := range paths {
			took, _, err := c.get(path)
			if err := errors.Join(err, ctx.Err()); err != nil {
				return nil, err
			}
			all = append(all, timing{path, took})
		}
	}
	return all, nil
}

// atOnce is how many connections ask at the same time when the processor is watched: enough that
// it has always something to do. A server that waits between two requests spends more on waiting
// than on a small page.
const atOnce = 16

// load is what a number of requests cost a server that was kept busy.
type load struct {
	requests  int
	bytes     int64
	cpu, wall time.Duration
}

// perRequest is the processor time for one page.
func (l load) perRequest() time.Duration { return l.cpu / time.Duration(max(l.requests, 1)) }

func (l load) pageSize() int { return int(l.bytes) / max(l.requests, 1) }

func (l load) plus(other load) load {
	return load{l.requests + other.requests, l.bytes + other.bytes, l.cpu + other.cpu, l.wall + other.wall}
}

// busy keeps the server busy with at least so many requests, the paths in turn.
func (s server) busy(ctx context.Context, paths []string, token string, requests int) (l load, err error) {
	l.requests = (requests + len(paths) - 1) / len(paths) * len(paths)
	clients := make([]*client, min(atOnce, l.requests))
	for i := range clients {
		clients[i] = newClient(s.address, token)
		defer clients[i].http.CloseIdleConnections()
		if _, _, err := clients[i].get(paths[0]); err != nil {
			return l, err
		}
	}
	var next, bytes atomic.Int64
	var group errgroup.Group
	wall, cpu := time.Now(), s.cpu()
	for _, c := range clients {
		group.Go(func() error {
			for i := next.Add(1) - 1; i < int64(l.requests); i = next.Add(1) - 1 {
				_, n, err := c.get(paths[i%int64(len(paths))])
				if err := errors.Join(err, ctx.Err()); err != nil {
					return err
				}
				bytes.Add(int64(n))
			}
			return nil
		})
	}
	err = group.Wait()
	l.wall, l.cpu, l.bytes = time.Since(wall), s.cpu()-cpu, bytes.Load()
	return l, err
}

// measured is a target with all its rounds: those of the site, and those of bare Fiber that were
// run in between, sending as many bytes.
type measured struct {
	target
	first   []timing // before everything is warm
	timings []timing
	site    []load
	bare    []load
}

// pair runs one round against the site and then one against bare Fiber.
func (m *measured) pair(ctx context.Context, site, bare server, requests int) error {
	timings, err := site.inTurn(ctx, m.paths, m.token, requests)
	if err != nil {
		return err
	}
	a, err := site.busy(ctx, m.paths, m.token, requests)
	if err != nil {
		return err
	}
	b, err := bare.busy(ctx, []string{"/" + strconv.Itoa(a.pageSize())}, "", timesBare*requests)
	if err != nil {
		return err
	}
	m.timings = append(m.timings, timings...)
	m.site, m.bare = append(m.site, a), append(m.bare, b)
	return nil
}

// timesBare is how many requests of bare Fiber there are for one of ours: each is so short that it
// takes more of them to see what they cost.
const timesBare = 10

// interleave measures all targets: once to make them warm, then round by round, each target in
// turn, so that what disturbs the machine for a while disturbs all alike.
func interleave(ctx context.Context, list []target, site, bare server, rounds, requests int) (all []*measured, err error) {
	for _, t := range list {
		m := &measured{target: t}
		if m.first, err = site.inTurn(ctx, t.paths, t.token, 1); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	for range rounds {
		for _, m := range all {
			if err := m.pair(ctx, site, bare, requests); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// together makes one target of several: what was asked for, as one mixed set.
func together(what string, parts []*measured) *measured {
	m := &measured{target: target{Posts: parts[0].Posts, Who: parts[0].Who, What: what}}
	m.site, m.bare = make([]load, len(parts[0].site)), make([]load, len(parts[0].bare))
	for _, part := range parts {
		m.first, m.timings = append(m.first, part.first...), append(m.timings, part.timings...)
		for i := range part.site {
			m.site[i], m.bare[i] = m.site[i].plus(part.site[i]), m.bare[i].plus(part.bare[i])
		}
	}
	return m
}

// quantile gives the time within which a share of the requests was answered.
func quantile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// median is the middle of a few values.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	if n := len(sorted); n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[len(sorted)/2]
}
