package mark

import (
	"crypto/rand"
	"math"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/notify"
)

// notes has somebody bookmark a post with a note.
func (s *site) notes(by member.Member, p discuss.Placed, note, remind string) {
	s.t.Helper()
	if _, err := s.Note(ctx, by, p.Post.ID, EditBookmark{Note: note, Remind: remind, Key: rand.Text()}); err != nil {
		s.t.Fatal(err)
	}
}

// kept is what somebody keeps.
func (s *site) kept(by member.Member) []Bookmark {
	s.t.Helper()
	page, err := s.Bookmarks(ctx, by, "")
	if err != nil {
		s.t.Fatal(err)
	}
	return page.Items
}

func TestFiftyBookmarksAtOnceAreOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.bob, "Worth keeping.")
	s.atOnce(func() error { _, err := s.Keep(ctx, s.ann, p.Post.ID); return err })
	if rows, acts := s.count(`SELECT count(*) FROM bookmarks`), s.acts(activity.Bookmarked); rows != 1 || acts != 1 {
		t.Errorf("fifty bookmarks of one member at one post made %d rows and %d acts", rows, acts)
	}
	in := EditBookmark{Note: "Ask bob.", Version: 1, Key: rand.Text()}
	s.atOnce(func() error { _, err := s.Note(ctx, s.ann, p.Post.ID, in); return err })
	if list := s.kept(s.ann); len(list) != 1 || list[0].Note != "Ask bob." || list[0].Version != 2 {
		t.Errorf("fifty times the same note leave %+v", list)
	}
	s.atOnce(func() error { return s.Drop(ctx, s.ann, p.Post.ID) })
	if acts := s.acts(activity.BookmarkRemoved); acts != 1 || len(s.kept(s.ann)) != 0 {
		t.Errorf("fifty times removed is %d acts and leaves %v", acts, s.kept(s.ann))
	}
}

// A number that no page of ours ever had is no version.
func TestAVersionThatNeverWasIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.bob, "Worth keeping.")
	for _, version := range []int64{-1, math.MinInt64, math.MaxInt64} {
		_, err := s.Note(ctx, s.ann, p.Post.ID, EditBookmark{Note: "Ask bob.", Version: version, Key: rand.Text()})
		if models.KindOf(err) != models.KindInvalid {
			t.Errorf("from version %d: %v", version, err)
		}
	}
	if list := s.kept(s.ann); len(list) != 0 {
		t.Errorf("it is kept: %+v", list)
	}
}

func TestABookmarkIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.bob, "Worth keeping.")
	s.notes(s.ann, p, "Between us.", "")
	if list := s.kept(s.bob); len(list) != 0 {
		t.Errorf("bob is shown what ann keeps: %v", list)
	}
	b, err := s.Bookmark(ctx, s.bob, p.Post.ID)
	if err != nil || b.Version != 0 || b.Note != "" {
		t.Errorf("bob is shown %+v (%v)", b, err)
	}
	_, err = s.Keep(ctx, s.visitor, p.Post.ID)
	wantKind(t, "a visitor", err, models.KindSignIn)
	s.hide(p)
	if list := s.kept(s.ann); len(list) != 0 {
		t.Errorf("ann is shown what was hidden since: %v", list)
	}
	_, err = s.Keep(ctx, s.ann, p.Post.ID)
	wantKind(t, "keeping what one does not see", err, models.KindNotFound)
	wantKind(t, "removing it all the same", s.Drop(ctx, s.ann, p.Post.ID), "")
	wantKind(t, "removing what one neither keeps nor sees", s.Drop(ctx, s.ann, p.Post.ID), models.KindNotFound)
}

func TestAnOlderNoteDoesNotReplaceANewerOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.bob, "Worth keeping.")
	s.notes(s.ann, p, "First.", "")
	_, err := s.Note(ctx, s.ann, p.Post.ID, EditBookmark{Note: "Second.", Key: rand.Text()})
	wantKind(t, "a note begun before there was one", err, models.KindConflict)
	if _, err := s.Keep(ctx, s.ann, p.Post.ID); err != nil || s.kept(s.ann)[0].Note != "First." {
		t.Errorf("pressing Save again changes the note to %v (%v)", s.kept(s.ann), err)
	}
	if err := s.Drop(ctx, s.ann, p.Post.ID); err != nil {
		t.Fatal(err)
	}
	_, err = s.Note(ctx, s.ann, p.Post.ID, EditBookmark{Note: "Third.", Version: 1, Key: rand.Text()})
	wantKind(t, "a note to what was removed meanwhile", err, "")
}

func TestWhatANoteMayHold(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.bob, "Worth keeping.")
	for _, c := range []struct {
		says         string
		note, remind string
		want         models.Kind
	}{
		{"a patient's number", "See 999 000 0018.", "", models.KindInvalid},
		{"more than fits", string(make([]rune, MaxNote+1)), "", models.KindInvalid},
		{"no day", "", "soon", models.KindInvalid},
		{"yesterday", "", "2026-05-03", models.KindInvalid},
		{"in six years", "", "2032-05-04", models.KindInvalid},
		{"today", "", "2026-05-04", ""},
	} {
		_, err := s.Note(ctx, s.ann, p.Post.ID, EditBookmark{Note: c.note, Remind: c.remind, Key: rand.Text()})
		wantKind(t, c.says, err, c.want)
	}
}

func TestAReminderComesOnceOnItsDayInLondon(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	notices := notify.New(s.db)
	p := s.said(s.bob, "Worth keeping.")
	s.notes(s.ann, p, "Ask bob.", "2026-05-06")
	told := func(at time.Time) int {
		t.Helper()
		dbtest.At(s.db, at)
		s.atOnce(func() error { return s.Remind(ctx) })
		if err := notices.Deliver(ctx); err != nil {
			t.Fatal(err)
		}
		return s.count(`SELECT count(*) FROM notices WHERE kind = 'reminded' AND member_id = $1`, s.ann.ID)
	}
	midnight := time.Date(2026, 5, 5, 23, 0, 0, 0, time.UTC) // in London it is summer
	if n := told(midnight.Add(-time.Millisecond)); n != 0 {
		t.Errorf("ann is reminded %d times the day before", n)
	}
	if n := told(midnight); n != 1 {
		t.Errorf("ann is reminded %d times on the day", n)
	}
	if n := told(midnight.AddDate(0, 0, 1)); n != 1 {
		t.Errorf("ann is reminded %d times by the day after", n)
	}
	list, err := notices.Newest(ctx, s.ann, 1)
	if err != nil || len(list) != 1 || list[0].Text() != "You wanted to come back to post 2 in “Who has done this?”" || list[0].Path() != p.Path() {
		t.Errorf("the notice is %+v (%v)", list, err)
	}
	if n := s.count(`SELECT count(*) FROM notices WHERE member_id <> $1 AND kind = 'reminded'`, s.ann.ID); n != 0 {
		t.Errorf("%d others are told", n)
	}
	if b := s.kept(s.ann)[0]; b.Remind != "" || b.Note != "Ask bob." {
		t.Errorf("afterwards the bookmark is %+v", b)
	}
}
