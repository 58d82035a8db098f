package search_test

import (
	"fmt"
	"slices"
	"testing"

	"commonroom/models/discuss"
	"commonroom/models/mark"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/search"
)

// asks has somebody start a question.
func (p *place) asks(by member.Member, title, body string) discuss.Thread {
	p.Helper()
	t, err := p.talk.Start(ctx, by, discuss.NewThread{Board: "welcome", Title: title, Sort: discuss.SortQuestion, Body: body, Key: key()})
	p.can(err)
	return t
}

func TestWhatIsAnsweredIsFound(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	open, solved := p.asks(p.ann, "Where do quinces grow?", "A quince."), p.asks(p.ann, "Who eats quinces?", "A quince.")
	p.reply(p.bob, open, "In a quince orchard.")
	p.reply(p.bob, solved, "Quince eaters.")
	said := p.reply(p.bob, solved, "All who like quince.")
	answer := fmt.Sprint("/posts/", said.Post.ID)
	p.finds("before", p.bob, "quince is:answered")
	p.finds("what waits", p.bob, "is:unanswered", solved.Path(), open.Path())

	_, err := p.talk.MarkAnswer(ctx, p.ann, said.Post.ID)
	p.can(err)
	p.finds("what still waits", p.bob, "is:unanswered", open.Path())
	p.finds("all questions", p.bob, "is:question", solved.Path(), open.Path())
	p.finds("the question", p.bob, "quince is:answered kind:discussion", solved.Path())
	p.finds("its answer", p.bob, "quince IS:Answered kind:reply", answer)
	p.finds("without words", p.bob, "is:answered kind:reply", answer)
	p.finds("a visitor, of a board for members", p.visitor, "quince is:answered")

	p.decidePost(moderation.Hide, said.Post.ID)
	p.finds("while the answer is hidden", p.bob, "quince is:answered")
	p.decidePost(moderation.Restore, said.Post.ID)
	p.finds("shown again", p.bob, "quince is:answered kind:discussion", solved.Path())
	_, err = p.talk.UnmarkAnswer(ctx, p.ann, said.Post.ID)
	p.can(err)
	p.finds("unmarked", p.bob, "quince is:answered")

	_, err = p.talk.Settle(ctx, p.ann, open.ID, discuss.EditState{State: discuss.StateDecided, Outcome: "Nowhere but in a medlar orchard.", Version: 1, Key: key()})
	p.can(err)
	p.finds("what was decided", p.bob, "is:decided", open.Path())
	p.finds("what waits no more", p.bob, "is:unanswered", solved.Path())
	p.finds("by the words of it", p.bob, "medlar", open.Path())
}

func TestWhatHelpedComesBeforeWhatFitsAlike(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	first, second := p.asks(p.ann, "Who mends bicycles?", "We need a bicycle mended."), p.asks(p.ann, "Who sells bicycles?", "We need a bicycle sold.")
	helped, other := p.reply(p.bob, first, "A bicycle shop."), p.reply(p.bob, second, "A bicycle shop.")
	replies := func() []string { return p.find(p.ann, search.Query{Text: "bicycle shop kind:reply"}) }
	path := func(of discuss.Placed) string { return fmt.Sprint("/posts/", of.Post.ID) }
	want := func(says string, list ...string) {
		t.Helper()
		if got := replies(); !slices.Equal(got, list) {
			t.Errorf("%s: got %v, want %v", says, got, list)
		}
	}
	want("the newer of two that are alike", path(other), path(helped))
	for _, by := range []member.Member{p.ann, p.carol} {
		_, err := mark.New(p.db).React(ctx, by, helped.Post.ID, discuss.Thanks)
		p.can(err)
	}
	want("the one that two members thanked for", path(helped), path(other))
	_, err := p.talk.MarkAnswer(ctx, p.ann, other.Post.ID)
	p.can(err)
	want("the one marked as the answer", path(other), path(helped))
	if got := p.find(p.ann, search.Query{Text: "bicycle kind:discussion"}); len(got) != 2 || got[0] != second.Path() {
		t.Errorf("of two questions the one with an answer comes first: %v", got)
	}
}
