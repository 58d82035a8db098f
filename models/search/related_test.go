package search

import (
	"slices"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/index"
	"commonroom/models/member"
)

// opens makes a discussion on a board, and has it found.
func (s *site) opens(board, title string) (id int64) {
	s.t.Helper()
	s.write(func(tx *db.Tx) (err error) {
		id, err = db.Value[int64](ctx, tx, `
			INSERT INTO threads (space_id, kind, title, slug, author_id, published, last_post_at, last_post_by, made_at, published_at)
			SELECT x.id, 'discussion', $2, 'x', $3, TRUE, $4, $3, $4, $4 FROM spaces x WHERE x.slug = $1 RETURNING id`, board, title, s.people[0].ID, tx.Now)
		if err != nil {
			return err
		}
		if _, err := db.Exec(ctx, tx, `INSERT INTO thread_authors (thread_id, member_id) VALUES ($1, $2)`, id, s.people[0].ID); err != nil {
			return err
		}
		return index.Put(ctx, tx, index.Thread(id))
	})
	return id
}

// related are the threads related to one, for somebody who reads it.
func (s *site) related(by member.Member, id int64, text string) (ids []int64) {
	s.t.Helper()
	hits, err := s.Related(ctx, by, id, text)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids
}

func TestWhatIsRelatedIsKeptAndStillOnlyWhatMayBeRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const text = "Gazebo letters in spring"
	read := s.opens("interoperability", text)
	public, members := s.opens("interoperability", "Spring letters"), s.opens("questions", "Gazebo letters")
	var nobody member.Member
	check := func(when string, by member.Member, want ...int64) {
		t.Helper()
		got := s.related(by, read, text)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", when, got, want)
		}
	}
	check("a visitor", nobody, public)
	check("a member", s.people[1], public, members)
	third := s.opens("interoperability", "Letters from a gazebo in spring")
	check("kept for a while", s.people[1], public, members)
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE threads SET hidden = TRUE WHERE id = $1`, members)
		return err
	})
	check("hidden meanwhile", s.people[1], public)
	dbtest.At(s.db, morning.Add(keptRelated+time.Second))
	check("looked for again", s.people[1], public, third)
	check("looked for again for a visitor", nobody, public, third)
}

func TestWhatIsKeptOfRelatedThingsIsBounded(t *testing.T) {
	t.Parallel()
	var r related
	for id := range int64(3 * mostRelated) {
		r.keep(relatedTo{threadID: id}, nil, morning)
	}
	if len(r.kept) > mostRelated {
		t.Errorf("%d are kept", len(r.kept))
	}
}
