package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"time"

	"commonroom/cmd/bench/corpus"
	"commonroom/models/db"
)

// target is one row of the table: pages that are asked for in turn.
type target struct {
	Posts corpus.Size `json:"posts"`
	Who   string      `json:"who"`
	What  string      `json:"what"`
	paths []string
	token string // of the session, for a member
}

// Who asks.
const (
	visitor = "visitor"
	member  = "member"
)

// token is the session of the member as whom the load reads: the first, who is in a third of the
// private groups.
const token = "the-member-of-the-benchmark"

// signIn opens the session, or keeps it open.
func signIn(ctx context.Context, d *db.DB) error {
	sum := sha256.Sum256([]byte(token))
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			INSERT INTO sessions (token_hash, member_id, device, address, keep, made_at, seen_at, confirmed_at)
			VALUES ($1, 1, 'bench', '', TRUE, $2, $2, $2)
			ON CONFLICT (token_hash) DO UPDATE SET made_at = excluded.made_at, seen_at = excluded.seen_at`,
			hex.EncodeToString(sum[:]), tx.Now)
		return err
	})
}

// targets are what is measured on a site: each kind of query, and some pages to hold them to.
func targets(size corpus.Size) (list []target) {
	thread := corpus.LongPath(size) + "?page=2"
	for _, who := range []string{visitor, member} {
		for _, kind := range append([]string{corpus.Misspelt}, corpus.Kinds...) {
			list = append(list, target{Posts: size, Who: who, What: kind, paths: searches(size, kind)})
		}
		list = append(list,
			target{Posts: size, Who: who, What: "thread page", paths: []string{thread}},
			target{Posts: size, Who: who, What: "board page", paths: []string{"/boards/interoperability"}})
	}
	for i := range list {
		if list[i].Who == member {
			list[i].token = token
		}
	}
	return list
}

// isMixed tells whether a target is of the mixed set of queries.
func (t target) isMixed() bool { return slices.Contains(corpus.Kinds, t.What) }

func searches(size corpus.Size, kind string) (paths []string) {
	for _, q := range corpus.Queries(size) {
		if q.Kind == kind {
			paths = append(paths, "/search?q="+url.QueryEscape(q.Text))
		}
	}
	return paths
}

// timing is how long one page took, at the client.
type timing struct {
	path string
	took time.Duration
}
