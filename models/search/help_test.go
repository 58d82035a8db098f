package search

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
)

var ctx = context.Background()

// morning is where the clock stands in these tests.
var morning = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// site is a store with a few members and one of the committee.
type site struct {
	*Store
	t      *testing.T
	people []member.Member // five members
	carol  member.Member   // of the committee
}

func newSite(t *testing.T) *site {
	t.Helper()
	d := dbtest.Open(t)
	dbtest.At(d, morning)
	s := &site{Store: New(d), t: t}
	s.MarkWith([]byte(apart))
	s.write(func(tx *db.Tx) error {
		for _, handle := range strings.Fields("ann bob dan eve fay carol") {
			m, err := membertest.Insert(ctx, tx, member.Member{Handle: handle, Name: handle, State: member.Confirmed, Admitted: morning.AddDate(-1, 0, 0)})
			if err != nil {
				return err
			}
			s.people = append(s.people, m)
		}
		return nil
	})
	s.carol, s.people = s.people[5], s.people[:5]
	s.carol.Terms = membertest.OnCommittee()
	return s
}

// apart is a key by which no two of the few members here share a mark.
const apart = "a key for tests"

func (s *site) write(act func(tx *db.Tx) error) {
	s.t.Helper()
	if err := s.db.Write(ctx, act); err != nil {
		s.t.Fatal(err)
	}
}

// thread makes a thread of a kind and gives its number.
func (s *site) thread(kind, title string) (id int64) {
	s.t.Helper()
	board := map[string]string{"discussion": "interoperability", "practice": "practices"}[kind]
	s.write(func(tx *db.Tx) (err error) {
		id, err = db.Value[int64](ctx, tx, `
			INSERT INTO threads (space_id, kind, title, slug, author_id, published, last_post_at, last_post_by, made_at, published_at, asks)
			SELECT s.id, $2, $3, 'slug', $4, TRUE, $5, $4, $5, $5, $6 FROM spaces s WHERE s.slug = $1 RETURNING id`, board, kind, title, s.people[0].ID, tx.Now,
			kind == "discussion" && strings.HasSuffix(title, "?"))
		return err
	})
	return id
}

// later moves the clock on.
func (s *site) later(by time.Duration) { dbtest.At(s.db, s.db.Now().Add(by)) }

// counted writes down what was noted.
func (s *site) counted() {
	s.t.Helper()
	if err := s.Count(ctx); err != nil {
		s.t.Fatal(err)
	}
}

// value is one number of the database.
func (s *site) value(query string, args ...any) float64 {
	s.t.Helper()
	v, err := db.Value[float64](ctx, s.db, query, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

func (s *site) heat(id int64) float64 {
	s.t.Helper()
	return s.value(`SELECT heat FROM threads WHERE id = $1`, id)
}

func key() string { return rand.Text() }

func wantKind(t *testing.T, what string, err error, want models.Kind) {
	t.Helper()
	if got := models.KindOf(err); got != want {
		t.Errorf("%s: got %q (%v), want %q", what, got, err, want)
	}
}
