package discuss

import (
	"fmt"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
)

func heading(title string, version int64) EditHeading {
	return EditHeading{Title: title, Summary: "In a line.", Tags: "rotas, FHIR", Version: version, Key: key()}
}

func TestAnAuthorChangesTheTitleAndItsHistoryTells(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "interoperability", "Hello")
	s.later(time.Minute)
	if _, err := s.Retitle(ctx, s.ann, thread.ID, heading("Hello all", 1)); err != nil {
		t.Fatal(err)
	}
	if got := s.again(thread); got.Retitled || got.Title != "Hello all" || got.Slug != "hello-all" || TagNames(got.Tags) != "FHIR, rotas" {
		t.Errorf("a slip mended within the silent minutes: %+v", got)
	}
	s.later(time.Hour)
	if _, err := s.Retitle(ctx, s.ann, thread.ID, heading("Who writes rotas?", 2)); err != nil {
		t.Fatal(err)
	}
	s.later(time.Minute)
	if _, err := s.Retitle(ctx, s.ann, thread.ID, heading("Who writes rotas?", 3)); err != nil { // says what is there
		t.Fatal(err)
	}
	got, list, err := s.Retitlings(ctx, s.visitor, thread.ID)
	if err != nil || !got.Retitled || len(list) != 1 || list[0].Version != 2 || !list[0].At.Equal(morning.Add(61*time.Minute)) {
		t.Fatalf("got %+v of %+v, %v", list, got, err)
	}
	if parts := list[0].Parts; len(parts) != 1 || parts[0].Name != "Title" || parts[0].Earlier() != "Hello all" {
		t.Errorf("it tells of %+v", parts)
	}
	back, err := s.EarlierHeading(ctx, s.ann, thread.ID, 2)
	if err != nil || back.Title != "Hello all" || back.Tags != "FHIR, rotas" {
		t.Errorf("back to %+v, %v", back, err)
	}
	if n := s.acts(activity.HeadingChanged); n != 2 {
		t.Errorf("%d rows of activity, want 2", n)
	}
}

func TestOnlyItsAuthorChangesATitle(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	open := s.thread(s.ann, "interoperability", "Open")
	inside := s.thread(s.insider, "rotas", "Ours")
	document := s.document()
	for _, c := range []struct {
		says   string
		by     member.Member
		thread Thread
		want   models.Kind
	}{
		{"another member", s.bob, open, models.KindForbidden},
		{"the committee", s.carol, open, models.KindForbidden},
		{"a visitor", s.visitor, open, models.KindSignIn},
		{"an outsider of a private group", s.ann, inside, models.KindNotFound},
		{"an author of a document, which has a form of its own", s.ann, document, models.KindForbidden},
		{"an author without a title", s.ann, open, models.KindInvalid},
	} {
		in := heading("Mine now", 1)
		if c.want == models.KindInvalid {
			in.Title = " "
		}
		_, err := s.Retitle(ctx, c.by, c.thread.ID, in)
		wantKind(t, c.says, err, c.want)
	}
	for _, change := range []string{`UPDATE threads SET hidden = TRUE`, `UPDATE threads SET hidden = FALSE, locked = TRUE`} {
		s.write(func(tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, change)
			return err
		})
		_, err := s.Retitle(ctx, s.ann, open.ID, heading("Mine now", 1))
		wantKind(t, change, err, models.KindForbidden)
	}
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE threads SET hidden = TRUE`)
		return err
	})
	_, _, err := s.Retitlings(ctx, s.ann, open.ID)
	wantKind(t, "the history of a hidden thread", err, models.KindNotFound)
}

func TestOfManyTitlesForOneVersionOneWins(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "interoperability", "Hello")
	s.later(time.Hour)
	errs := make([]error, 50)
	atOnce(50, func(i int) { _, errs[i] = s.Retitle(ctx, s.ann, thread.ID, heading(fmt.Sprint("Title ", i), 1)) })
	won := 0
	for i, err := range errs {
		if err == nil {
			won++
			continue
		}
		wantKind(t, fmt.Sprint("title ", i), err, models.KindConflict)
	}
	if n := s.count(`SELECT count(*) FROM thread_revisions`); won != 1 || n != 1 || s.acts(activity.HeadingChanged) != 1 {
		t.Errorf("%d won, %d stand in the history, %d are recorded: want one of each", won, n, s.acts(activity.HeadingChanged))
	}
}
