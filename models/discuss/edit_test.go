package discuss

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// edit changes a post of by's, starting from what it says now.
func (s *site) edit(by member.Member, p Placed, body string) (Placed, error) {
	s.t.Helper()
	now, err := s.Post(ctx, by, p.Post.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.Edit(ctx, by, p.Post.ID, EditPost{Body: body, Version: now.Post.Version, Key: key()})
}

func TestAnEditIsSilentForFiveMinutes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		after   time.Duration
		visible bool
	}{
		{"at once", 0, false},
		{"at five minutes", 5 * time.Minute, false},
		{"a moment later", 5*time.Minute + time.Millisecond, true},
		{"the next year", 366 * 24 * time.Hour, true},
		{"once a clock is right that was three days ahead", -72 * time.Hour, true},
	} {
		s := newSite(t)
		p := s.said(s.ann, s.thread(s.bob, "interoperability", "Hello"), "Ring the ward at nine.")
		s.later(c.after)
		got, err := s.edit(s.ann, p, "Ring the ward at ten.")
		if err != nil {
			t.Fatal(err)
		}
		if got.Post.Edited != c.visible || got.Post.Version != 2 || !strings.Contains(got.Post.HTML, "ten") {
			t.Errorf("%s: got %+v", c.name, got.Post)
		}
		if n := s.count(`SELECT count(*) FROM post_revisions`); (n == 1) != c.visible {
			t.Errorf("%s: %d revisions", c.name, n)
		}
		if s.acts(activity.PostEdited) != 1 {
			t.Errorf("%s: the edit is not recorded", c.name)
		}
	}
}

func TestAHistoryTellsEachChange(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.ann, s.thread(s.bob, "interoperability", "Hello"), "one")
	for i := 2; i <= 13; i++ {
		s.later(time.Hour)
		if _, err := s.edit(s.ann, p, fmt.Sprint("number ", i)); err != nil {
			t.Fatal(err)
		}
	}
	h, err := s.History(ctx, s.visitor, p.Post.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Changes) != perHistory || h.First != nil || h.Older == 0 {
		t.Fatalf("the first page has %d changes, older %d", len(h.Changes), h.Older)
	}
	want := fmt.Sprint([]prose.Change{{Kind: prose.Same, Text: "number "}, {Kind: prose.Removed, Text: "12"}, {Kind: prose.Added, Text: "13"}})
	if got := fmt.Sprint(h.Changes[0].Words); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !h.Changes[0].At.Equal(morning.Add(12 * time.Hour)) {
		t.Errorf("the latest change is of %v", h.Changes[0].At)
	}
	h, err = s.History(ctx, s.visitor, p.Post.ID, h.Older)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Changes) != 2 || h.First == nil || h.First.Body != "one" || !h.First.At.Equal(morning) || h.Older != 0 {
		t.Errorf("the last page has %d changes and begins with %+v", len(h.Changes), h.First)
	}
}

func TestOnlyItsAuthorEditsAPost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	open := s.thread(s.bob, "interoperability", "Open")
	inside := s.said(s.insider, s.thread(s.insider, "rotas", "Ours"), "words")
	p := s.said(s.ann, open, "words")
	gone := s.insider
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE space_members SET here = FALSE WHERE member_id = $1`, gone.ID)
		return err
	})
	for _, c := range []struct {
		name string
		by   member.Member
		post Placed
		want models.Kind
	}{
		{"another member", s.bob, p, models.KindForbidden},
		{"the committee", s.carol, p, models.KindForbidden},
		{"a visitor", s.visitor, p, models.KindSignIn},
		{"the author, suspended", member.Member{ID: s.ann.ID, State: member.Suspended}, p, models.KindForbidden},
		{"an outsider of a private group", s.ann, inside, models.KindNotFound},
		{"the author who left the group", gone, inside, models.KindNotFound},
	} {
		_, err := s.Edit(ctx, c.by, c.post.Post.ID, EditPost{Body: "mine now", Version: 1, Key: key()})
		wantKind(t, c.name+" edits", err, c.want)
		_, err = s.Withdraw(ctx, c.by, c.post.Post.ID)
		wantKind(t, c.name+" withdraws", err, c.want)
	}
	if n := s.count(`SELECT count(*) FROM posts WHERE version <> 1`); n != 0 {
		t.Errorf("%d posts have changed", n)
	}
}

func TestOfManyEditsOfOneVersionOneWins(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.ann, s.thread(s.bob, "welcome", "Hello"), "words")
	s.later(time.Hour)
	errs := make([]error, 50)
	atOnce(50, func(i int) {
		_, errs[i] = s.Edit(ctx, s.ann, p.Post.ID, EditPost{Body: fmt.Sprint("version of ", i), Version: 1, Key: key()})
	})
	won := -1
	for i, err := range errs {
		if err == nil && won < 0 {
			won = i
			continue
		}
		wantKind(t, fmt.Sprint("edit ", i), err, models.KindConflict)
	}
	got, err := s.Post(ctx, s.ann, p.Post.ID)
	if err != nil || won < 0 || got.Post.Body != fmt.Sprint("version of ", won) || got.Post.Version != 2 {
		t.Errorf("got %q of version %d (%v), want that of %d", got.Post.Body, got.Post.Version, err, won)
	}
	if n := s.count(`SELECT count(*) FROM post_revisions`); n != 1 || s.acts(activity.PostEdited) != 1 {
		t.Errorf("%d revisions and %d rows of activity, want one of each", n, s.acts(activity.PostEdited))
	}
}

func TestAnEditNamesWhomItNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.ann, s.thread(s.bob, "welcome", "Hello"), "Ask @bob.")
	if _, err := s.edit(s.ann, p, "Ask @carol."); err != nil {
		t.Fatal(err)
	}
	bob := s.count(`SELECT count(*) FROM post_mentions WHERE member_id = $1`, s.bob.ID)
	carol := s.count(`SELECT count(*) FROM post_mentions WHERE member_id = $1`, s.carol.ID)
	if bob != 0 || carol != 1 {
		t.Errorf("bob is named %d times and carol %d, want 0 and 1", bob, carol)
	}
}

func TestWhatTheCommitteeHasStoppedStaysAsItIs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for what, change := range map[string]string{
		"a hidden post": `UPDATE posts SET hidden = TRUE`, "a locked thread": `UPDATE threads SET locked = TRUE`,
		"a hidden thread": `UPDATE threads SET hidden = TRUE`, "a withdrawn post": `UPDATE posts SET withdrawn = TRUE`,
	} {
		p := s.said(s.ann, s.thread(s.ann, "welcome", "Hello"), "words")
		s.write(func(tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, change)
			return err
		})
		_, err := s.edit(s.ann, p, "other words")
		wantKind(t, what, err, models.KindForbidden)
		if _, err := s.Withdraw(ctx, s.ann, p.Post.ID); err != nil {
			t.Errorf("%s cannot be withdrawn: %v", what, err)
		}
		s.write(func(tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `UPDATE threads SET locked = FALSE, hidden = FALSE`)
			return err
		})
	}
}

func TestAWithdrawnPostLeavesItsPlace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.bob, "interoperability", "Hello")
	s.later(time.Hour)
	p := s.said(s.ann, thread, "Words I regret")
	s.later(time.Hour)
	for range 2 { // the second changes nothing
		if _, err := s.Withdraw(ctx, s.ann, p.Post.ID); err != nil {
			t.Fatal(err)
		}
	}
	if s.acts(activity.PostWithdrawn) != 1 {
		t.Error("withdrawing twice is recorded twice")
	}
	for _, c := range []struct {
		by   member.Member
		want string
	}{{s.visitor, ""}, {s.bob, ""}, {s.carol, ""}, {s.ann, "Words I regret"}} {
		posts, err := s.Posts(ctx, c.by, s.again(thread), 1)
		if err != nil || len(posts) != 2 {
			t.Fatalf("got %d posts, %v", len(posts), err)
		}
		if got := posts[1]; got.Body != c.want || !got.Withdrawn || got.Author.Name != "Ann" {
			t.Errorf("%s reads %+v", c.by.Name, got)
		}
	}
	if got := s.again(thread); got.Posts != 2 || got.LastBy != "Bob" || !got.LastPost.Equal(morning) {
		t.Errorf("the thread still counts it as its last: %+v", got)
	}
	_, err := s.History(ctx, s.ann, p.Post.ID, 0)
	wantKind(t, "its history", err, models.KindNotFound)
	back, err := s.PutBack(ctx, s.ann, p.Post.ID)
	if err != nil || back.Post.Withdrawn || back.Post.Body != "Words I regret" {
		t.Errorf("put back: %+v, %v", back.Post, err)
	}
	if got := s.again(thread); got.LastBy != "Ann" {
		t.Errorf("the last post is by %s", got.LastBy)
	}
}

func TestPostsAreRenderedAnew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.bob, "welcome", "Hello")
	for i := range perRerender + 20 {
		s.said(s.ann, thread, fmt.Sprint("**reply** to @bob ", i))
	}
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE posts SET html = 'old', renderer = 0`)
		return err
	})
	n, err := s.Rerender(ctx)
	if err != nil || n != perRerender+21 {
		t.Errorf("rendered %d, %v", n, err)
	}
	if n := s.count(`SELECT count(*) FROM posts WHERE html = 'old' OR version <> 1 OR edited`); n != 0 {
		t.Errorf("%d posts are old, or look edited", n)
	}
	if n := s.count(`SELECT count(*) FROM posts WHERE html LIKE '%/members/bob%'`); n != perRerender+20 {
		t.Errorf("%d posts link whom they name", n)
	}
	if n, err := s.Rerender(ctx); n != 0 || err != nil {
		t.Errorf("a second time: %d, %v", n, err)
	}
}
