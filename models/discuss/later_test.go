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
	"commonroom/models/poll"
)

// tomorrow at nine, London's, is when the threads of these tests come out.
var tomorrow = Later{LaterDay: "2026-05-05"}

// scheduled starts a thread that comes out tomorrow at nine.
func (s *site) scheduled(by member.Member, board string) Thread {
	s.t.Helper()
	t, err := s.Start(ctx, by, NewThread{Board: board, Title: "What did you change this month?", Tags: "habits", Body: "Tell us, @bob.", Key: key(), Later: tomorrow})
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

// isOut tells whether a member finds the thread, by its page and on its board.
func (s *site) isOut(by member.Member, t Thread) bool {
	s.t.Helper()
	_, err := s.Thread(ctx, by, t.ID)
	board, failed := s.Board(ctx, by, t.Space, "", "")
	if failed != nil {
		s.t.Fatal(failed)
	}
	listed := false
	for _, other := range board.Threads {
		listed = listed || other.ID == t.ID
	}
	if (err == nil) != listed {
		s.t.Errorf("the page says %v, and it is on the board: %t", err, listed)
	}
	return listed
}

func TestAScheduledThreadComesOutOnceAtItsTime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	waits := s.scheduled(s.ann, "questions")
	list, err := s.Scheduled(ctx, s.ann)
	nine := time.Date(2026, 5, 5, 8, 0, 0, 0, time.UTC)
	if err != nil || len(list) != 1 || list[0].Due == nil || !list[0].Due.Equal(nine) {
		t.Fatalf("got %+v, %v, want one that is due at %v", list, err, nine)
	}
	if others, err := s.Scheduled(ctx, s.bob); err != nil || len(others) != 0 {
		t.Errorf("somebody else has %+v scheduled, %v", others, err)
	}
	s.later(23*time.Hour - time.Millisecond)
	if err := s.LetOutDue(ctx); err != nil || s.isOut(s.bob, waits) || s.acts(activity.ThreadStarted) != 0 {
		t.Fatalf("it is out before its time, %v", err)
	}
	s.later(time.Hour)
	atOnce(10, func(int) {
		if err := s.LetOutDue(ctx); err != nil {
			t.Error(err)
		}
	})
	if !s.isOut(s.bob, waits) || s.acts(activity.ThreadStarted) != 1 {
		t.Errorf("out: %t, started %d times, want once", s.isOut(s.bob, waits), s.acts(activity.ThreadStarted))
	}
	out := s.again(waits)
	posts, err := s.Posts(ctx, s.bob, out, 1)
	if err != nil || len(posts) != 1 || !posts[0].Made.Equal(s.db.Now()) || !out.Out.Equal(s.db.Now()) || !out.LastPost.Equal(s.db.Now()) {
		t.Errorf("it is dated %v with %+v, want the moment it came out; %v", out.Out, posts, err)
	}
	if list, err := s.Scheduled(ctx, s.ann); err != nil || len(list) != 0 {
		t.Errorf("it still waits: %+v, %v", list, err)
	}
}

func TestFiftyTimesPublishedAtOnceIsOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	waits := s.scheduled(s.ann, "questions")
	s.later(24 * time.Hour)
	atOnce(50, func(i int) {
		if i%2 == 0 {
			if err := s.LetOutDue(ctx); err != nil {
				t.Error(err)
			}
		} else if _, err := s.PublishNow(ctx, s.ann, waits.ID, key()); err != nil {
			wantKind(t, "publishing what is out", err, models.KindConflict)
		}
	})
	if n := s.acts(activity.ThreadStarted); n != 1 {
		t.Errorf("it came out %d times", n)
	}
}

func TestWhatWasChangedBeforeItCameOutIsNoHistory(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	waits := s.scheduled(s.ann, "questions")
	posts, err := s.Posts(ctx, s.ann, waits, 1)
	if err != nil {
		t.Fatal(err)
	}
	s.later(time.Hour)
	p, err := s.Edit(ctx, s.ann, posts[0].ID, EditPost{Body: "Tell all of us.", Version: 1, Key: key()})
	if err != nil || !p.Post.Edited {
		t.Fatalf("got %+v, %v", p.Post, err)
	}
	if _, err := s.PublishNow(ctx, s.ann, waits.ID, key()); err != nil {
		t.Fatal(err)
	}
	p, err = s.Post(ctx, s.bob, posts[0].ID)
	if n := s.count(`SELECT count(*) FROM post_revisions`); err != nil || p.Post.Edited || p.Post.Body != "Tell all of us." || n != 0 {
		t.Errorf("readers get %+v with %d revisions, %v", p.Post, n, err)
	}
}

func TestAnAuthorChangesTheTimeOrPutsItAside(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	waits := s.scheduled(s.ann, "questions")
	if _, err := s.Schedule(ctx, s.ann, waits.ID, NewTime{Later: Later{LaterDay: "2026-05-08", LaterTime: "18:30"}, Key: key()}); err != nil {
		t.Fatal(err)
	}
	s.later(24 * time.Hour)
	if err := s.LetOutDue(ctx); err != nil || s.isOut(s.bob, waits) {
		t.Errorf("it comes out at its first time, %v", err)
	}
	if _, err := s.PutAside(ctx, s.ann, waits.ID, key()); err != nil {
		t.Fatal(err)
	}
	s.later(30 * 24 * time.Hour)
	list, err := s.Scheduled(ctx, s.ann)
	if failed := s.LetOutDue(ctx); failed != nil || err != nil || s.isOut(s.bob, waits) || len(list) != 1 || list[0].Due != nil {
		t.Errorf("what was put aside is out, or lost: %+v, %v, %v", list, err, failed)
	}
}

func TestWhoMayNotScheduleAndWhen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	waits, out := s.scheduled(s.ann, "questions"), s.thread(s.ann, "questions", "Out")
	at := func() NewTime { return NewTime{Later: Later{LaterDay: "2026-05-08"}, Key: key()} }
	for _, c := range []struct {
		name string
		by   member.Member
		id   int64
		want models.Kind
	}{
		{"another member", s.bob, waits.ID, models.KindNotFound},
		{"the committee", s.carol, waits.ID, models.KindNotFound},
		{"a thread that is out", s.ann, out.ID, models.KindConflict},
		{"another's thread that is out", s.bob, out.ID, models.KindForbidden},
	} {
		_, err := s.Schedule(ctx, c.by, c.id, at())
		wantKind(t, c.name, err, c.want)
		_, err = s.PublishNow(ctx, c.by, c.id, key())
		wantKind(t, c.name+", publishing", err, c.want)
		_, err = s.PutAside(ctx, c.by, c.id, key())
		wantKind(t, c.name+", putting aside", err, c.want)
	}
	for name, c := range map[string]struct {
		in    Later
		field string
	}{
		"a day that is over":  {Later{LaterDay: "2026-05-03"}, "later_day"},
		"a time that is over": {Later{LaterDay: "2026-05-04", LaterTime: "09:59"}, "later_day"},
		"no day":              {Later{LaterDay: "soon"}, "later_day"},
		"no time":             {Later{LaterDay: "2026-05-08", LaterTime: "25:00"}, "later_time"},
		"too far off":         {Later{LaterDay: "2027-06-01"}, "later_day"},
	} {
		_, err := s.Start(ctx, s.ann, NewThread{Board: "questions", Title: "Title", Body: "words", Key: key(), Later: c.in})
		if models.ProblemsOf(err).For(c.field) == "" {
			t.Errorf("%s: %s is not named in %v", name, c.field, err)
		}
	}
	_, err := s.Start(ctx, s.ann, NewThread{Board: "questions", Title: "Title", Body: "words", Key: key(), Later: Later{LaterDay: "2026-05-10"},
		NewPoll: poll.NewPoll{Options: "a\nb", Closes: "2026-05-09"}})
	if models.ProblemsOf(err).For("poll_closes") == "" {
		t.Errorf("a poll that closes before it is out: %v", err)
	}
}

func TestOnlySoManyThreadsOfOneMemberWait(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range mostScheduled {
		s.scheduled(s.ann, "questions")
	}
	_, err := s.Start(ctx, s.ann, NewThread{Board: "questions", Title: "One more", Body: "words", Key: key(), Later: tomorrow})
	if wantKind(t, "one more", err, models.KindInvalid); !strings.Contains(models.ProblemsOf(err).For("later_day"), "10 threads") {
		t.Errorf("got %v", err)
	}
	if n := s.count(`SELECT count(*) FROM threads`); n != mostScheduled {
		t.Errorf("there are %d threads, want %d", n, mostScheduled)
	}
}

func TestWhatItsAuthorMayNotPostAnyMoreStaysADraft(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	left, suspended, withdrawn := s.scheduled(s.insider, "rotas"), s.scheduled(s.bob, "questions"), s.scheduled(s.ann, "questions")
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE space_members SET here = FALSE`)
		return err
	})
	s.set(`UPDATE members SET state = 'suspended' WHERE id = $1`, s.bob.ID)
	s.set(`UPDATE posts SET withdrawn = TRUE WHERE thread_id = $1`, withdrawn.ID)
	s.later(24 * time.Hour)
	if err := s.LetOutDue(ctx); err != nil {
		t.Fatal(err)
	}
	if n := s.count(`SELECT count(*) FROM threads WHERE published`); n != 0 || s.acts(activity.ThreadHeldBack) != 3 {
		t.Errorf("%d of %v came out and %d were held back", n, []int64{left.ID, suspended.ID, withdrawn.ID}, s.acts(activity.ThreadHeldBack))
	}
}

// Whoever puts threads aside day after day cannot fill a board with them at once.
func TestThreadsPutAsideComeOutNoFasterThanOthersAreStarted(t *testing.T) {
	t.Parallel()
	s := limitedSite(t, models.DefaultLimits())
	var aside []Thread
	for range 22 {
		waits := s.scheduled(s.ann, "questions")
		if _, err := s.PutAside(ctx, s.ann, waits.ID, key()); err != nil {
			t.Fatal(err)
		}
		aside = append(aside, waits)
		s.later(time.Minute)
		if len(aside) == 11 {
			s.set(`UPDATE threads SET made_at = $1`, morning.AddDate(0, -1, 0)) // as if begun over weeks
		}
	}
	publish := func(t Thread) error {
		_, err := s.PublishNow(ctx, s.ann, t.ID, key())
		return err
	}
	s.later(time.Hour)
	wantKind(t, "the first", publish(aside[0]), "")
	wantKind(t, "another at once", publish(aside[1]), models.KindLimited)
	for n, waits := range aside[1:20] {
		s.later(15 * time.Second)
		wantKind(t, fmt.Sprint("number ", n+2), publish(waits), "")
	}
	s.later(time.Minute)
	wantKind(t, "the 21st in a day", publish(aside[20]), models.KindLimited)
	s.later(24 * time.Hour)
	wantKind(t, "a day later", publish(aside[20]), "")
}
