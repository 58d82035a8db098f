package discuss

import (
	"fmt"
	"slices"
	"testing"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/moderation"
)

// question starts a question.
func (s *site) question(by member.Member, board string) Thread {
	s.t.Helper()
	t, err := s.Start(ctx, by, NewThread{Board: board, Title: "Who has done this?", Sort: SortQuestion, Body: "We have not.", Key: key()})
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

// answers marks a post as the answer.
func (s *site) answers(by member.Member, p Placed) {
	s.t.Helper()
	if _, err := s.MarkAnswer(ctx, by, p.Post.ID); err != nil {
		s.t.Fatal(err)
	}
}

func TestFiftyMarkingsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	q := s.question(s.ann, "questions")
	p := s.said(s.bob, q, "We have.")
	mark := func(int) {
		if _, err := s.MarkAnswer(ctx, s.ann, p.Post.ID); err != nil {
			t.Error(err)
		}
	}
	atOnce(50, mark)
	if got := s.again(q); got.Answer != 2 || got.Stands() != StateAnswered || got.StateVersion != 2 {
		t.Errorf("after fifty markings the answer is %d, it stands at %q, in version %d", got.Answer, got.Stands(), got.StateVersion)
	}
	if n := s.acts(activity.AnswerMarked); n != 1 {
		t.Errorf("fifty markings are %d acts", n)
	}
	atOnce(50, func(int) {
		if _, err := s.UnmarkAnswer(ctx, s.ann, p.Post.ID); err != nil {
			t.Error(err)
		}
	})
	if got, n := s.again(q), s.acts(activity.AnswerUnmarked); got.Answer != 0 || got.Stands() != StateOpen || n != 1 {
		t.Errorf("unmarked fifty times, the answer is %d, it stands at %q, and that was %d acts", got.Answer, got.Stands(), n)
	}
}

func TestWhoAskedAndTheCommitteeMarkTheAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	q, talk, room := s.question(s.ann, "questions"), s.thread(s.ann, "welcome", "Hello"), s.question(s.insider, "rotas")
	first, reply := s.post(q, 1), s.said(s.bob, q, "We have.")
	hello, within, gone := s.said(s.bob, talk, "Hello."), s.said(s.insider, room, "Within."), s.said(s.bob, q, "Gone.")
	if _, err := s.Withdraw(ctx, s.bob, gone.Post.ID); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		says string
		by   member.Member
		post Placed
		want models.Kind
	}{
		{"a visitor", s.visitor, reply, models.KindForbidden},
		{"who answered", s.bob, reply, models.KindForbidden},
		{"the question itself", s.ann, first, models.KindForbidden},
		{"in a talk that asks nothing", s.ann, hello, models.KindForbidden},
		{"what was withdrawn", s.ann, gone, models.KindForbidden},
		{"who asked in a group", s.insider, within, ""},
		{"the committee in a group that it cannot see", s.carol, within, models.KindNotFound},
		{"who asked", s.ann, reply, ""},
		{"the committee", s.carol, reply, ""},
	} {
		_, err := s.MarkAnswer(ctx, c.by, c.post.Post.ID)
		if c.by.IsVisitor() {
			c.want = models.KindSignIn
		}
		wantKind(t, c.says, err, c.want)
	}
}

func TestAnAnswerThatIsGoneAnswersNobody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	q := s.question(s.ann, "questions")
	p := s.said(s.bob, q, "We have.")
	s.answers(s.ann, p)
	if _, err := s.DecidePost(ctx, s.carol, moderation.Hide, p.Post.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	if got := s.again(q); got.Answer != 0 || got.Stands() != StateOpen {
		t.Errorf("hidden, the answer is %d, and the question %q", got.Answer, got.Stands())
	}
	if _, err := s.DecidePost(ctx, s.carol, moderation.Restore, p.Post.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	if got := s.again(q); got.Answer != 2 || got.Stands() != StateAnswered {
		t.Errorf("shown again, the answer is %d, and the question %q", got.Answer, got.Stands())
	}
}

func TestTopQuestionsHaveTheMarkedAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	q := s.question(s.ann, "questions")
	s.said(s.bob, q, "Me too.")
	p := s.said(s.carol, q, "We have, with a form.")
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE threads SET heat = 9 WHERE id = $1`, q.ID)
		return err
	})
	want := func(number int, marked bool) {
		t.Helper()
		list, err := s.TopQuestions(ctx, s.bob, 0, 5)
		if err != nil || len(list) != 1 || list[0].Answer == nil {
			t.Fatal(list, err)
		}
		if a := list[0].Answer; a.Number != number || a.Marked != marked {
			t.Errorf("the answer is post %d, marked: %t; want %d, %t", a.Number, a.Marked, number, marked)
		}
	}
	want(2, false)
	s.answers(s.ann, p)
	want(3, true)
}

func TestADiscussionIsSettledInOneLine(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	talk := s.thread(s.ann, "welcome", "Which form?")
	settle := func(by member.Member, in EditState) error {
		in.Key = key()
		_, err := s.Settle(ctx, by, talk.ID, in)
		return err
	}
	wantKind(t, "a stranger", settle(s.bob, EditState{State: StateOpen, Version: 1}), models.KindForbidden)
	wantKind(t, "a state of one's own", settle(s.ann, EditState{State: "closed", Version: 1}), models.KindInvalid)
	wantKind(t, "decided, and not what", settle(s.ann, EditState{State: StateDecided, Version: 1}), models.KindInvalid)
	wantKind(t, "answered, and not what", settle(s.ann, EditState{State: StateAnswered, Version: 1}), models.KindInvalid)
	wantKind(t, "a patient's number", settle(s.ann, EditState{State: StateOpen, Outcome: "999 000 0018", Version: 1}), models.KindInvalid)
	wantKind(t, "its author", settle(s.ann, EditState{State: StateDecided, Outcome: "The blue one.", Version: 1}), "")
	wantKind(t, "an older form", settle(s.carol, EditState{State: StateOpen, Version: 1}), models.KindConflict)
	if got := s.again(talk); got.Stands() != StateDecided || got.Outcome != "The blue one." || got.Version != talk.Version {
		t.Errorf("it stands at %q: %q", got.Stands(), got.Outcome)
	}
	in := EditState{State: StateOpen, Version: 2, Key: key()}
	atOnce(50, func(int) {
		if _, err := s.Settle(ctx, s.carol, talk.ID, in); err != nil {
			t.Error(err)
		}
	})
	if got, n := s.again(talk), s.acts(activity.Settled); got.Stands() != StateOpen || got.StateVersion != 3 || n != 2 {
		t.Errorf("settled fifty times at once: %q in version %d, with %d acts in all", got.Stands(), got.StateVersion, n)
	}
	doc := s.document()
	_, err := s.Settle(ctx, s.ann, doc.ID, EditState{State: StateOpen, Version: 1, Key: key()})
	wantKind(t, "a practice", err, models.KindForbidden)
	if _, err := s.Decide(ctx, s.carol, moderation.Lock, talk.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "its author where it is closed", settle(s.ann, EditState{State: StateOpen, Version: 3}), models.KindForbidden)
	wantKind(t, "the committee where it is closed", settle(s.carol, EditState{State: StateOpen, Version: 3}), "")
}

func TestALongThreadIsSummedUp(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	q := s.question(s.ann, "questions")
	for i := 2; i <= 60; i++ {
		s.said(s.bob, q, fmt.Sprint("Post ", i))
	}
	if _, err := s.Summary(ctx, s.bob, s.thread(s.ann, "welcome", "Short").ID); models.KindOf(err) != models.KindNotFound {
		t.Errorf("a short thread has a summary: %v", err)
	}
	s.write(func(tx *db.Tx) error { // the higher the number, the more reactions; 60 is hidden
		_, err := db.Exec(ctx, tx, `UPDATE posts SET thanks = number WHERE thread_id = $1 AND number > 30`, q.ID)
		return err
	})
	hidden := s.post(q, 60)
	if _, err := s.DecidePost(ctx, s.carol, moderation.Hide, hidden.Post.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	s.answers(s.ann, s.post(q, 7))
	sum, err := s.Summary(ctx, s.bob, q.ID)
	if err != nil || sum.Marked == nil || sum.Marked.Number != 7 {
		t.Fatalf("the answer is %+v (%v)", sum.Marked, err)
	}
	var numbers []int
	for _, p := range sum.Posts {
		numbers = append(numbers, p.Number)
	}
	if want := []int{50, 51, 52, 53, 54, 55, 56, 57, 58, 59}; !slices.Equal(numbers, want) {
		t.Errorf("the most reacted are %v, want %v", numbers, want)
	}
}
