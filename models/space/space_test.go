package space_test

import (
	"context"
	"fmt"
	"testing"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/space"
)

var ctx = context.Background()

// site is a site with one person of each sort and, in each of three spaces, one thread of
// each state, written by the person "author".
type site struct {
	db     *db.DB
	people map[string]member.Member
	spaces map[string]int64
}

func newSite(t *testing.T) site {
	t.Helper()
	s := site{db: dbtest.Open(t), people: map[string]member.Member{"visitor": {}}, spaces: map[string]int64{}}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		for name, state := range map[string]member.State{
			"author": member.Confirmed, "member": member.Confirmed, "committee": member.Confirmed, "ex_committee": member.Confirmed,
			"insider": member.Confirmed, "ex_insider": member.Confirmed, "facilitator": member.Confirmed,
			"applicant": member.Applicant, "suspended": member.Suspended,
		} {
			m, err := membertest.Insert(ctx, tx, member.Member{Handle: name, State: state})
			if err != nil {
				return err
			}
			s.people[name] = m
		}
		return s.furnish(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	s.seat("committee", "2020-01-01", models.Forever)
	s.seat("ex_committee", "2020-01-01", "2021-01-01")
	return s
}

func (s site) seat(name string, from, until models.Day) {
	m := s.people[name]
	m.Terms = []member.Term{{Committee: true, From: from, Until: until}}
	s.people[name] = m
}

func (s site) furnish(tx *db.Tx) error {
	for readers, kind := range map[string]string{"public": "board", "members": "board", "private": "group"} {
		id, err := db.Value[int64](ctx, tx, `
			INSERT INTO spaces (kind, slug, name, purpose, readers, holds, position, made_at)
			VALUES ($1, $2, $2, '', $3, 'discussion', 9, $4) RETURNING id`, kind, "the-"+readers, readers, tx.Now)
		if err != nil {
			return err
		}
		s.spaces[readers] = id
		for _, state := range []string{"plain", "draft", "hidden"} {
			if err := s.start(tx, id, readers+" "+state, state); err != nil {
				return err
			}
		}
	}
	for name, role := range map[string]string{"author": "member", "insider": "member", "ex_insider": "member", "facilitator": "facilitator"} {
		_, err := db.Exec(ctx, tx, `
			INSERT INTO space_members (space_id, member_id, role, here, joined_at) VALUES ($1, $2, $3, $4, $5)`,
			s.spaces["private"], s.people[name].ID, role, name != "ex_insider", tx.Now)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s site) start(tx *db.Tx, spaceID int64, title, state string) error {
	author := s.people["author"].ID
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO threads (space_id, kind, title, slug, author_id, published, hidden, last_post_at, last_post_by, made_at, published_at)
		VALUES ($1, 'discussion', $2, $2, $3, $4, $5, $6, $3, $6, $6) RETURNING id`,
		spaceID, title, author, state != "draft", state == "hidden", tx.Now)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `INSERT INTO thread_authors (thread_id, member_id) VALUES ($1, $2)`, id, author)
	return err
}

func (s site) seen(t *testing.T, who string) string {
	t.Helper()
	titles, err := db.Values[string](ctx, s.db, `
		SELECT t.title FROM threads t JOIN spaces s ON s.id = t.space_id WHERE `+space.Sees+` ORDER BY t.title`,
		space.As(s.people[who], s.db.Now())...)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(titles)
}

func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for who, want := range map[string]string{
		"visitor":      "[public plain]",
		"applicant":    "[public plain]",
		"suspended":    "[public plain]",
		"member":       "[members plain public plain]",
		"ex_committee": "[members plain public plain]",
		"ex_insider":   "[members plain public plain]",
		"committee":    "[members hidden members plain public hidden public plain]",
		"insider":      "[members plain private plain public plain]",
		"facilitator":  "[members plain private hidden private plain public plain]",
		"author": "[members draft members hidden members plain private draft private hidden private plain " +
			"public draft public hidden public plain]",
	} {
		if got := s.seen(t, who); got != want {
			t.Errorf("%s sees %s, want %s", who, got, want)
		}
	}
}

func TestAnAuthorWhoLeftAGroupSeesNothingOfIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE space_members SET here = FALSE WHERE member_id = $1`, s.people["author"].ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "[members draft members hidden members plain public draft public hidden public plain]"
	if got := s.seen(t, "author"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestASuspendedFacilitatorReadsNothingOfTheGroup(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	m := s.people["facilitator"]
	m.State = member.Suspended
	s.people["facilitator"] = m
	if got, want := s.seen(t, "facilitator"), "[public plain]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWhereOneMayWrite(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		who, where string
		want       models.Kind
	}{
		{"visitor", "public", models.KindSignIn},
		{"visitor", "members", models.KindSignIn},
		{"visitor", "private", models.KindNotFound},
		{"applicant", "members", models.KindForbidden},
		{"applicant", "private", models.KindNotFound},
		{"applicant", "public", models.KindForbidden},
		{"suspended", "public", models.KindForbidden},
		{"member", "members", ""},
		{"member", "private", models.KindNotFound},
		{"committee", "private", models.KindNotFound},
		{"insider", "private", ""},
		{"ex_insider", "private", models.KindNotFound},
	} {
		_, err := space.Writable(ctx, s.db, s.people[c.who], s.spaces[c.where])
		if got := models.KindOf(err); got != c.want {
			t.Errorf("%s writing in %s: got %q, want %q", c.who, c.where, got, c.want)
		}
	}
}

func TestAPrivateSpaceIsAbsentFromTheListOfOutsiders(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	names := func(who string) (names []string) {
		list, err := space.New(s.db).Spaces(ctx, s.people[who], "discussion")
		if err != nil {
			t.Fatal(err)
		}
		for _, sp := range list {
			names = append(names, sp.Slug)
		}
		return names
	}
	if got := fmt.Sprint(names("visitor")); got != "[interoperability the-public]" {
		t.Errorf("a visitor is shown %s", got)
	}
	if got := fmt.Sprint(names("insider")); got != "[welcome questions interoperability the-public the-members the-private]" &&
		got != "[welcome questions interoperability the-members the-public the-private]" {
		t.Errorf("an insider is shown %s", got)
	}
}
