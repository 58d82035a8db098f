package moderation_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/moderation"
)

var ctx = context.Background()

// noon is when the tests play, unless one moves the clock.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// site is a site with people and, in a public, a members' and a private space, one thread of
// two posts by "author", and a practice in the public one.
type site struct {
	t      testing.TB
	db     *db.DB
	mod    *moderation.Store
	people map[string]member.Member
	spaces map[string]int64
	thread map[string]int64 // by space; "practice" is the practice
	post   map[string]int64 // the second post of the thread
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{
		t: t, db: dbtest.Open(t), people: map[string]member.Member{"visitor": {}},
		spaces: map[string]int64{}, thread: map[string]int64{}, post: map[string]int64{},
	}
	dbtest.At(s.db, noon)
	limits := models.DefaultLimits()
	limits.ReportsADay = 4
	s.mod = moderation.New(s.db, limits)
	s.write(func(tx *db.Tx) {
		for _, name := range []string{"author", "reader", "chair", "treasurer", "former-chair", "insider"} {
			s.join(tx, name, member.Confirmed)
		}
		s.join(tx, "applicant", member.Applicant)
		s.join(tx, "suspended", member.Suspended)
		s.seat(tx, "chair", "2026-01-01", "2027-12-31")
		s.seat(tx, "treasurer", "2026-01-01", "2027-12-31")
		s.seat(tx, "former-chair", "2024-01-01", "2025-12-31")
		for _, readers := range []string{"public", "members", "private"} {
			s.furnish(tx, readers)
		}
		s.thread["practice"], s.post["practice"] = s.start(tx, s.spaces["public"], "practice")
	})
	return s
}

func (s *site) write(act func(tx *db.Tx)) {
	s.t.Helper()
	err := s.db.Write(ctx, func(tx *db.Tx) error { act(tx); return nil })
	s.ok(err)
}

func (s *site) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) insert(tx *db.Tx, query string, args ...any) int64 {
	s.t.Helper()
	id, err := db.Value[int64](ctx, tx, query, args...)
	s.ok(err)
	return id
}

func (s *site) join(tx *db.Tx, name string, state member.State) {
	m, err := membertest.Insert(ctx, tx, member.Member{Handle: name, Name: strings.ToUpper(name) + " Canary", State: state})
	s.ok(err)
	s.people[name] = m
}

func (s *site) seat(tx *db.Tx, name string, from, until models.Day) {
	m := s.people[name]
	s.insert(tx, `
		INSERT INTO terms (member_id, office_id, from_day, until_day, how, recorded_at)
		SELECT $1, o.id, $2, $3, 'elected', $4 FROM offices o WHERE o.slug = 'chair' RETURNING id`, m.ID, from, until, tx.Now)
	m.Terms = []member.Term{{Office: "Chair", Committee: true, From: from, Until: until}}
	s.people[name] = m
}

func (s *site) furnish(tx *db.Tx, readers string) {
	kind := "board"
	if readers == "private" {
		kind = "group"
	}
	id := s.insert(tx, `
		INSERT INTO spaces (kind, slug, name, purpose, readers, holds, position, made_at)
		VALUES ($1, $2, $3, '', $4, 'discussion', 9, $5) RETURNING id`, kind, "the-"+readers, "The "+readers+" room", readers, tx.Now)
	s.spaces[readers] = id
	s.thread[readers], s.post[readers] = s.start(tx, id, "discussion")
	if readers != "private" {
		return
	}
	for _, name := range []string{"author", "insider"} {
		_, err := db.Exec(ctx, tx, `
			INSERT INTO space_members (space_id, member_id, role, joined_at) VALUES ($1, $2, 'member', $3)`, id, s.people[name].ID, tx.Now)
		s.ok(err)
	}
}

func (s *site) start(tx *db.Tx, spaceID int64, kind string) (thread, second int64) {
	author := s.people["author"].ID
	thread = s.insert(tx, `
		INSERT INTO threads (space_id, kind, title, slug, author_id, published, last_post_at, last_post_by, made_at, published_at, post_count)
		VALUES ($1, $2, 'Title canary', 'title-canary', $3, TRUE, $4, $3, $4, $4, 2) RETURNING id`, spaceID, kind, author, tx.Now)
	_, err := db.Exec(ctx, tx, `INSERT INTO thread_authors (thread_id, member_id) VALUES ($1, $2)`, thread, author)
	s.ok(err)
	for number := 1; number <= 2; number++ {
		second = s.insert(tx, `
			INSERT INTO posts (thread_id, number, author_id, body, html, renderer, edited_at, made_at)
			VALUES ($1, $2, $3, 'Body canary', '<p>Body canary</p>', 1, $4, $4) RETURNING id`, thread, number, author, tx.Now)
	}
	return thread, second
}

// reply is the second post of the thread in a space, as a target.
func (s *site) reply(where string) moderation.Target {
	t := s.whole(where)
	t.Kind, t.PostID = moderation.OnPost, s.post[where]
	return t
}

// whole is the thread in a space, as a target.
func (s *site) whole(where string) moderation.Target {
	spaceID, ok := s.spaces[where]
	if !ok {
		spaceID = s.spaces["public"]
	}
	return moderation.Target{Kind: moderation.OnThread, ThreadID: s.thread[where], SpaceID: spaceID, SubjectID: s.people["author"].ID}
}

func (s *site) record(who string, d moderation.Decision) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { _, err := moderation.Record(ctx, tx, s.people[who], d); return err })
}

func (s *site) count(query string, args ...any) int {
	s.t.Helper()
	n, err := db.Value[int](ctx, s.db, query, args...)
	s.ok(err)
	return n
}

// key makes a form's key from a word.
func key(word string) string { return fmt.Sprintf("%-20s", word) }

func wantKind(t testing.TB, err error, want models.Kind) {
	t.Helper()
	if got := models.KindOf(err); got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}
