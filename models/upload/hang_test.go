package upload_test

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/practice"
	"commonroom/models/project"
)

func TestAFileIsItsOwnersAloneUntilItHangsOnAPost(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	u := s.adds(s.ann, 8)
	s.see("before", u, map[string]models.Kind{"ann": "", "bob": gone, "carol": gone, "visitor": gone})
	s.starts(s.ann, "interoperability", "Look: "+u.Markdown("The board"))
	s.see("in public", u, map[string]models.Kind{"ann": "", "bob": "", "carol": "", "visitor": ""})
}

func TestAFileIsReadByWhoeverReadsWhatItHangsOn(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	u := s.adds(s.ann, 8)
	s.starts(s.ann, "welcome", u.Markdown("The board"))
	s.see("for members", u, map[string]models.Kind{"ann": "", "bob": "", "visitor": models.KindSignIn})

	u = s.adds(s.insider, 9)
	s.starts(s.insider, "rotas", u.Markdown("The board"))
	s.see("in the group", u, map[string]models.Kind{"insider": "", "bob": gone, "carol": gone, "visitor": gone})
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE space_members SET here = FALSE`)
		return err
	})
	s.see("left the group", u, map[string]models.Kind{"insider": gone})
}

func TestWhenAPostGoesItsFileGoes(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	u := s.adds(s.ann, 8)
	p := s.starts(s.ann, "interoperability", u.Markdown("The board"))
	if _, err := s.discuss.Withdraw(ctx, s.ann, p.Post.ID); err != nil {
		t.Fatal(err)
	}
	s.see("withdrawn", u, map[string]models.Kind{"ann": "", "bob": gone, "carol": gone, "visitor": gone})
	if _, err := s.discuss.PutBack(ctx, s.ann, p.Post.ID); err != nil {
		t.Fatal(err)
	}
	s.see("put back", u, map[string]models.Kind{"bob": "", "visitor": ""})
	s.hides(p)
	s.see("hidden", u, map[string]models.Kind{"ann": "", "bob": gone, "carol": "", "visitor": gone})
}

func TestNobodyHangsUpAFileOfAnothers(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	theirs := s.adds(s.insider, 8)
	for says, in := range map[string]string{
		"one that is not shown to them": theirs.Markdown("x"),
		"one that is not there":         "![x](/files/99/x-8x8.png)",
	} {
		_, err := s.discuss.Start(ctx, s.bob, discuss.NewThread{Board: "interoperability", Title: "Mine", Body: in, Key: rand.Text()})
		if models.KindOf(err) != models.KindInvalid || !strings.Contains(fmt.Sprint(models.ProblemsOf(err)), "is not there any more") {
			t.Errorf("%s: got %v", says, err)
		}
	}
	s.starts(s.insider, "rotas", theirs.Markdown("x"))
	s.write(func(tx *db.Tx) error { // bob joins, and carries it outside
		_, err := db.Exec(ctx, tx, `
			INSERT INTO space_members (space_id, member_id, role, here, joined_at)
			SELECT space_id, $1, 'member', TRUE, joined_at FROM space_members`, s.bob.ID)
		return err
	})
	s.starts(s.bob, "interoperability", "As they say: "+theirs.Markdown("x"))
	s.see("named outside", theirs, map[string]models.Kind{"bob": "", "ann": gone, "visitor": gone})
}

func TestAPictureTakenOutOfAPostIsGoneUnlessItsHistoryShowsIt(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	slip, kept, last := s.adds(s.ann, 8), s.adds(s.ann, 9), s.adds(s.ann, 10)
	p := s.starts(s.ann, "interoperability", slip.Markdown("x"))
	p = s.edits(s.ann, p, kept.Markdown("x"))
	s.see("changed at once", slip, map[string]models.Kind{"ann": "", "bob": gone})
	s.later(time.Hour)
	s.edits(s.ann, p, last.Markdown("x"))
	s.see("changed later", kept, map[string]models.Kind{"bob": ""})
	s.see("changed later", last, map[string]models.Kind{"bob": ""})
}

func TestAPictureInADraftIsItsAuthorsAloneAndStaysSoIfItWasNeverPublished(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	early, late := s.adds(s.ann, 8), s.adds(s.ann, 9)
	p, err := s.practices.Write(ctx, s.ann, practice.NewPractice{Board: "practices", Title: "Ward boards", Body: early.Markdown("x"), Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	s.see("a draft", early, map[string]models.Kind{"ann": "", "bob": gone})
	_, err = s.practices.Edit(ctx, s.ann, p.ID, practice.EditPractice{Title: "Ward boards", Body: late.Markdown("x"), Version: p.Version, Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	if p, err = s.practices.Publish(ctx, s.ann, p.ID); err != nil {
		t.Fatal(err)
	}
	s.see("only in a version before it was published", early, map[string]models.Kind{"ann": "", "bob": gone, "carol": gone, "visitor": gone})
	s.see("published", late, map[string]models.Kind{"ann": "", "bob": "", "visitor": ""})
	_, err = s.practices.Edit(ctx, s.ann, p.ID, practice.EditPractice{Title: "Ward boards", Body: "No picture any more.", Version: p.Version, Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	s.see("in the history that all may read", late, map[string]models.Kind{"bob": "", "visitor": ""})
}

func TestAProjectLetsGoOfAPictureThatItShowsNoMore(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	aim, problem := s.adds(s.ann, 8), s.adds(s.ann, 9)
	in := project.NewProject{Board: "projects", Title: "Top calls", Aim: aim.Markdown("x"), Problem: problem.Markdown("x"), Key: rand.Text()}
	p, err := s.projects.Start(ctx, s.ann, in)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = s.projects.Publish(ctx, s.ann, p.ID); err != nil {
		t.Fatal(err)
	}
	s.see("published", aim, map[string]models.Kind{"bob": ""})
	edit := in.Edit()
	edit.Aim, edit.Version, edit.Key = "No calls.", p.Version, rand.Text()
	if _, err = s.projects.Edit(ctx, s.ann, p.ID, edit); err != nil {
		t.Fatal(err)
	}
	s.see("taken out", aim, map[string]models.Kind{"ann": "", "bob": gone})
	s.see("still shown", problem, map[string]models.Kind{"bob": ""})
}

func TestATextTakesTenFilesAndNoMore(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	var all []string
	for side := range 11 {
		all = append(all, s.adds(s.ann, 8+side).Markdown("x"))
	}
	s.starts(s.ann, "interoperability", strings.Join(slices.Concat(all[:10], all[:3]), "\n"))
	_, err := s.discuss.Start(ctx, s.ann, discuss.NewThread{Board: "interoperability", Title: "More", Body: strings.Join(all, "\n"), Key: rand.Text()})
	if got, want := models.ProblemsOf(err).For("body"), "Use at most 10 files in one text. There are 11 now."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What was changed before a thread came out is nobody's history: neither are its files.
func TestAFileTakenOutBeforeAThreadComesOutIsNotShown(t *testing.T) {
	t.Parallel()
	s := newSite(t, models.Limits{})
	out, stays := s.adds(s.ann, 8), s.adds(s.ann, 9)
	thread, err := s.discuss.Start(ctx, s.ann, discuss.NewThread{Board: "interoperability", Title: "Top calls", Key: rand.Text(),
		Body: out.Markdown("The wrong board") + "\n\n" + stays.Markdown("The board"), Later: discuss.Later{LaterDay: string(models.DayOf(s.db.Now().AddDate(0, 0, 7)))}})
	if err != nil {
		t.Fatal(err)
	}
	s.later(time.Hour)
	s.edits(s.ann, s.first(s.ann, thread), stays.Markdown("The board"))
	if _, err := s.discuss.PublishNow(ctx, s.ann, thread.ID, rand.Text()); err != nil {
		t.Fatal(err)
	}
	s.see("what was taken out", out, map[string]models.Kind{"ann": "", "bob": gone, "carol": gone, "visitor": gone})
	s.see("what stayed", stays, map[string]models.Kind{"bob": "", "visitor": ""})
}
