package discuss

import (
	"fmt"
	"strings"
	"testing"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/member"
)

func TestTheCommitteeSaysWhatThreadsOnABoardBeginWith(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	board := s.space("questions")
	save := func(body string, version int64) error {
		_, err := s.SaveTemplate(ctx, s.carol, "questions", EditTemplate{Body: body, Version: version, Key: key()})
		return err
	}
	if err := save("## What we tried\n", 0); err != nil {
		t.Fatal(err)
	}
	if body, err := s.Skeleton(ctx, board); err != nil || body != "## What we tried" {
		t.Errorf("got %q, %v", body, err)
	}
	wantKind(t, "a change that began before the last", save("## What we saw", 0), models.KindConflict)
	wantKind(t, "a text that is no skeleton", save(strings.Repeat("word ", 401), 1), models.KindInvalid)
	wantKind(t, "a patient's number", save("NHS number 999 000 0018", 1), models.KindInvalid)
	_, err := s.Start(ctx, s.ann, NewThread{Board: "questions", Title: "Title", Body: " ## What we tried \n", Key: key()})
	if wantKind(t, "a post that is the template", err, models.KindInvalid); models.ProblemsOf(err).For("body") == "" {
		t.Errorf("the field is not named in %v", err)
	}
	if err := save("", 1); err != nil {
		t.Fatal(err)
	}
	if body, err := s.Skeleton(ctx, board); err != nil || body != "" {
		t.Errorf("a board whose template was emptied begins with %q, %v", body, err)
	}
	if n := s.acts(activity.TemplateSaved); n != 2 {
		t.Errorf("%d rows of activity, want 2", n)
	}
}

func TestOfFiftyChangesOfATemplateOneWins(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	won := make([]bool, 50)
	atOnce(50, func(i int) {
		_, err := s.SaveTemplate(ctx, s.carol, "questions", EditTemplate{Body: fmt.Sprint("## Heading ", i), Key: key()})
		if won[i] = err == nil; err != nil {
			wantKind(t, "a change that came later", err, models.KindConflict)
		}
	})
	n := 0
	for _, w := range won {
		if w {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d changes of one version were saved, want 1", n)
	}
}

func TestWhoMayNotChangeATemplate(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		name  string
		by    member.Member
		board string
		want  models.Kind
	}{
		{"a member", s.ann, "questions", models.KindForbidden},
		{"a visitor", s.visitor, "interoperability", models.KindSignIn},
		{"the committee in a group", s.carol, "rotas", models.KindNotFound},
		{"the committee, of practices", s.carol, "practices", models.KindForbidden},
		{"no such board", s.carol, "nowhere", models.KindNotFound},
	} {
		_, err := s.SaveTemplate(ctx, c.by, c.board, EditTemplate{Body: "## What we tried", Key: key()})
		wantKind(t, c.name, err, c.want)
		_, err = s.Template(ctx, c.by, c.board)
		wantKind(t, c.name+" reading it", err, c.want)
	}
}
