package ribbon_test

import (
	"testing"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/ribbon"
)

func TestARibbonMovesOnAndNeverBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.start(s.ann, "welcome")
	s.said(s.ann, thread, 9)
	for _, c := range []struct {
		name     string
		to, want int
	}{
		{"the first posts", 4, 4},
		{"further on", 7, 7},
		{"back", 2, 7},
		{"beyond the end", 99, 10},
		{"opening it again", 0, 10},
	} {
		s.read(s.bob, thread, c.to)
		s.want(c.name, s.bob, thread, c.want, ribbon.None)
	}
	s.want("whoever wrote them", s.ann, thread, 10, ribbon.Following)
}

func TestOpeningADocumentWithoutCommentsLeavesAMark(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.start(s.ann, "welcome")
	if got := s.mark(s.bob, thread); got != (ribbon.Ribbon{}) || got.New != 0 {
		t.Errorf("before it is opened the mark is %+v, with %d new", got, got.New)
	}
	s.read(s.bob, thread, 0)
	s.want("opened", s.bob, thread, 0, ribbon.None)
	if got := s.mark(s.bob, thread).New; got != 1 {
		t.Errorf("%d posts are new, want 1", got)
	}
}

func TestNobodyLeavesAMarkInWhatTheyMayNotSee(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	private, open := s.start(s.insider, "rotas"), s.start(s.ann, "interoperability")
	for name, c := range map[string]struct {
		by     member.Member
		thread discuss.Thread
		want   models.Kind
	}{
		"an outsider in a private room": {s.bob, private, models.KindNotFound},
		"a visitor":                     {s.visitor, open, models.KindSignIn},
		"an applicant":                  {s.applicant, open, models.KindForbidden},
	} {
		s.read(c.by, c.thread, 1)
		if got := models.KindOf(s.Choose(ctx, c.by, c.thread.ID, ribbon.Watching)); got != c.want {
			t.Errorf("%s: choosing is answered with %q, want %q", name, got, c.want)
		}
		if got := s.mark(c.by, c.thread); got.ThreadID != 0 {
			t.Errorf("%s: there is a mark %+v", name, got)
		}
	}
	if n := s.count(`SELECT count(*) FROM ribbons`); n != 2 {
		t.Errorf("there are %d ribbons, want those of the two who wrote", n)
	}
	if got := models.KindOf(s.Choose(ctx, s.bob, open.ID, "shouting")); got != models.KindInvalid {
		t.Errorf("a way to follow that there is not: got %q", got)
	}
}

func TestWhoPostsHasReadUpToThereUnlessOthersCameBetween(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.start(s.ann, "welcome")
	s.read(s.bob, thread, 1)
	s.said(s.bob, thread, 1)
	s.want("an answer to what was read", s.bob, thread, 2, ribbon.Following)
	s.said(s.ann, thread, 2)
	s.said(s.bob, thread, 1)
	s.want("others came between", s.bob, thread, 2, ribbon.Following)
}

func TestPostingFollowsUnlessSomethingElseWasChosen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ chosen, want ribbon.Follow }{
		{ribbon.None, ribbon.Following},
		{ribbon.Following, ribbon.Following},
		{ribbon.Watching, ribbon.Watching},
		{ribbon.Muted, ribbon.Muted},
	} {
		s := newSite(t)
		thread := s.start(s.ann, "welcome")
		s.read(s.bob, thread, 1)
		s.choose(s.bob, thread, c.chosen)
		s.said(s.bob, thread, 1)
		s.want("chosen before: "+string(c.chosen), s.bob, thread, 2, c.want)
	}
}

func TestFiftyIdenticalChoicesHaveOneEffect(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.start(s.ann, "welcome")
	s.said(s.ann, thread, 49)
	atOnce(50, func(i int) {
		if err := s.Choose(ctx, s.bob, thread.ID, ribbon.Watching); err != nil {
			t.Error(err)
		}
		if err := s.Read(ctx, s.bob, thread.ID, i+1); err != nil {
			t.Error(err)
		}
	})
	s.want("afterwards", s.bob, thread, 50, ribbon.Watching)
	if n := s.count(`SELECT count(*) FROM activity WHERE verb = 'followed'`); n != 1 {
		t.Errorf("%d choices are recorded, want 1", n)
	}
}

func TestMarksOfAPageTakeOneQueryAndAVisitorNone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var ids []int64
	for range 30 {
		thread := s.start(s.ann, "interoperability")
		s.read(s.bob, thread, 1)
		ids = append(ids, thread.ID)
	}
	for _, c := range []struct {
		by            member.Member
		marks         int
		queries, asks int64
	}{{s.bob, 30, 1, 30}, {s.visitor, 0, 0, 30}, {s.bob, 0, 0, 0}} {
		var counter db.Counter
		marks, err := s.Of(db.Counting(ctx, &counter), c.by, ids[:c.asks]...)
		if err != nil || len(marks) != c.marks || counter.Queries() != c.queries {
			t.Errorf("%s has %d marks in %d threads by %d queries, %v", c.by.Name, len(marks), c.asks, counter.Queries(), err)
		}
	}
}
