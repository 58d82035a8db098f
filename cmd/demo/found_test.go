package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"commonroom/cmd/site"
	"commonroom/handlers"
	"commonroom/models"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/search"
)

// sample is the demo's content in a site of its own, without a server.
func sample(t *testing.T) *site.Site {
	t.Helper()
	ctx := t.Context()
	here, err := url.Parse("http://localhost:3000")
	if err != nil {
		t.Fatal(err)
	}
	settings := site.Settings{PublicURL: here, Files: t.TempDir(), Limits: models.Limits{ThreadsADay: 100, ReportsADay: 100}}
	settings.Database.Database = dbtest.URL(t)
	s, err := site.Open(ctx, settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := furnish(ctx, s, "http://idp.example"); err != nil {
		t.Fatal(err)
	}
	server, err := handlers.New(handlers.Config{PublicURL: here, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}, s.Stores)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Describe(ctx, server); err != nil {
		t.Fatal(err)
	}
	return s
}

// asker is the member who asks, by the word the tables have for them.
func asker(t *testing.T, s *site.Site, who string) member.Member {
	t.Helper()
	if askers[who] == "" {
		return member.Member{}
	}
	p, err := s.Members.Profile(t.Context(), member.Member{ID: 1, State: member.Confirmed}, askers[who])
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Members.Member(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// names is what a hit may be called in the table.
func names(h search.Hit) []string {
	switch h.Kind {
	case search.Person:
		return []string{"@" + h.Author.Handle}
	case search.Page:
		return []string{h.Path()}
	case search.Reply:
		return []string{h.Title.Text(), fmt.Sprintf("%s#%d", h.Title.Text(), h.Number)}
	}
	return []string{h.Title.Text(), h.Title.Text() + "#1"}
}

// place is where among the hits the target stands, from 1; 0 if it does not.
func place(hits []search.Hit, target string) int {
	for i, h := range hits {
		for _, name := range names(h) {
			if name == target {
				return i + 1
			}
		}
	}
	return 0
}

func find(ctx context.Context, t *testing.T, s *site.Site, by member.Member, text string) search.Results {
	t.Helper()
	r, err := s.Search.Find(ctx, by, search.Query{Text: text})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

func TestASearchFindsFirstWhatAMemberExpects(t *testing.T) {
	t.Parallel()
	s := sample(t)
	people := map[string]member.Member{}
	for who := range askers {
		people[who] = asker(t, s, who)
	}
	for _, c := range cases(t) {
		r := find(t.Context(), t, s, people[c.who], c.query)
		at := place(r.Hits, c.target)
		if c.target == nothing && len(r.Hits) == 0 || at > 0 && at <= c.rank {
			continue
		}
		var first []string
		for _, h := range r.Hits[:min(len(r.Hits), 4)] {
			first = append(first, string(h.Kind)+" "+strings.Join(names(h), "|"))
		}
		t.Errorf("%s (%s): %q stands at %d, not at %d or before; wider %t\n\t%s", c.query, c.who, c.target, at, c.rank, r.Wider, strings.Join(first, "\n\t"))
	}
}

func TestASlipOfTheHandIsUnderstood(t *testing.T) {
	t.Parallel()
	s := sample(t)
	for _, m := range misspellings(t) {
		r := find(t.Context(), t, s, asker(t, s, m.who), m.query)
		if want := strings.TrimSuffix(m.meant, nothing); r.Near != want {
			t.Errorf("%s (%s): did you mean %q, want %q", m.query, m.who, r.Near, m.meant)
		}
	}
}
