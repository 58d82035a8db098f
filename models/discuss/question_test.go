package discuss

import (
	"testing"

	"commonroom/models"
)

func TestWhoStartsADiscussionSaysWhetherItIsAQuestion(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		name, title, sort string
		want              bool
	}{
		{"chosen as a question, without a mark", "Stuck with the label printer", SortQuestion, true},
		{"chosen as a discussion, with a mark", "Who would have thought?", SortDiscussion, false},
		{"nothing chosen, and the title asks", "Who is on call?", "", true},
		{"nothing chosen, and the title tells", "How we cut the queue", "", false},
	} {
		got, err := s.Start(ctx, s.ann, NewThread{Board: "questions", Title: c.title, Sort: c.sort, Body: "words", Key: key()})
		if err != nil {
			t.Fatal(err)
		}
		if got.Asks != c.want {
			t.Errorf("%s: a question: %t, want %t", c.name, got.Asks, c.want)
		}
	}
	_, err := s.Start(ctx, s.ann, NewThread{Board: "questions", Title: "Title", Sort: "riddle", Body: "words", Key: key()})
	if wantKind(t, "a sort that there is not", err, models.KindInvalid); models.ProblemsOf(err).For("sort") == "" {
		t.Errorf("the field is not named in %v", err)
	}
	board, err := s.Board(ctx, s.ann, s.space("questions"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	asks := 0
	for _, listed := range board.Threads {
		if listed.Asks {
			asks++
		}
	}
	if len(board.Threads) != 4 || asks != 2 {
		t.Errorf("the board lists %d threads with %d questions, want 4 with 2", len(board.Threads), asks)
	}
}
