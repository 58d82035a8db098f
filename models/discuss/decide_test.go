package discuss

import (
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/member"
	"commonroom/models/moderation"
)

func TestAHiddenPostIsGoneForAllButItsAuthorAndTheCommittee(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.bob, "interoperability", "Hello")
	s.later(time.Hour)
	p := s.said(s.ann, thread, "Words beside the point")
	if _, err := s.DecidePost(ctx, s.carol, moderation.Hide, p.Post.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		by   member.Member
		sees bool
	}{{s.visitor, false}, {s.bob, false}, {s.insider, false}, {s.ann, true}, {s.carol, true}} {
		posts, err := s.Posts(ctx, c.by, s.again(thread), 1)
		if err != nil || len(posts) != 2 {
			t.Fatalf("got %d posts, %v", len(posts), err)
		}
		got := posts[1]
		if seen := got.Body != "" || got.HTML != "" || got.Author.Name != "" || got.Author.ID != 0; seen != c.sees || !got.Hidden {
			t.Errorf("%s sees %+v", c.by.Name, got)
		}
		_, err = s.Post(ctx, c.by, p.Post.ID)
		if (err == nil) != c.sees {
			t.Errorf("%s follows the permalink: %v", c.by.Name, err)
		}
		list, err := s.PostsOf(ctx, c.by, s.ann.ID, "")
		if err != nil || (len(list.Items) == 1) != c.sees {
			t.Errorf("%s finds it among ann's: %d, %v", c.by.Name, len(list.Items), err)
		}
	}
	if got := s.again(thread); got.LastBy != "Bob" {
		t.Errorf("lists say the last post is by %s", got.LastBy)
	}
	_, err := s.History(ctx, s.carol, p.Post.ID, 0)
	wantKind(t, "its history", err, models.KindNotFound)
	restore := moderation.NewDecision{Reason: "We were wrong.", Key: key()}
	if _, err := s.DecidePost(ctx, s.carol, moderation.Restore, p.Post.ID, restore); err != nil {
		t.Fatal(err)
	}
	if got := s.again(thread); got.LastBy != "Ann" {
		t.Errorf("restored, the last post is by %s", got.LastBy)
	}
	if s.acts(activity.Acted) != 2 || s.count(`SELECT count(*) FROM actions`) != 2 {
		t.Error("not each act is recorded")
	}
}

func TestWhoMayDecide(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	open, own, inside := s.thread(s.ann, "interoperability", "Open"), s.thread(s.carol, "welcome", "Own"), s.thread(s.insider, "rotas", "Ours")
	past := s.carol
	past.Terms = []member.Term{{Committee: true, From: "2020-01-01", Until: "2026-05-03"}}
	insider := s.insider
	insider.Terms = s.carol.Terms
	admin := s.bob
	admin.Terms = []member.Term{{Administers: true, From: "2020-01-01", Until: models.Forever}}
	for _, c := range []struct {
		name string
		by   member.Member
		on   Thread
		verb moderation.Verb
		want models.Kind
	}{
		{"a visitor", s.visitor, open, moderation.Hide, models.KindSignIn},
		{"the author", s.ann, open, moderation.Hide, models.KindForbidden},
		{"an administrator", admin, open, moderation.Hide, models.KindForbidden},
		{"the day after the term", past, open, moderation.Hide, models.KindForbidden},
		{"the committee on their own", s.carol, own, moderation.Lock, models.KindForbidden},
		{"the committee in a private group", s.carol, inside, moderation.Hide, models.KindNotFound},
		{"the committee in their own private group", insider, inside, moderation.Hide, models.KindForbidden},
		{"what is not hidden", s.carol, open, moderation.Restore, models.KindConflict},
		{"what is no act", s.carol, open, "burn", models.KindNotFound},
		{"the committee pins their own", s.carol, own, moderation.Pin, ""},
		{"the committee", s.carol, open, moderation.Hide, ""},
	} {
		_, err := s.Decide(ctx, c.by, c.verb, c.on.ID, under(3))
		wantKind(t, c.name, err, c.want)
	}
	if n := s.count(`SELECT count(*) FROM actions`); n != 2 {
		t.Errorf("%d acts are recorded, want the two that were done", n)
	}
}

func TestADecisionWithoutItsRuleOrReasonChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "interoperability", "Open")
	for name, in := range map[string]moderation.NewDecision{
		"no rule":      {Reason: "Because.", Key: key()},
		"no such rule": {Rule: 99, Reason: "Because.", Key: key()},
		"no reason":    {Rule: 3, Key: key()},
	} {
		for _, verb := range []moderation.Verb{moderation.Hide, moderation.Lock} {
			_, err := s.Decide(ctx, s.carol, verb, thread.ID, in)
			wantKind(t, string(verb)+" with "+name, err, models.KindInvalid)
		}
	}
	if got := s.again(thread); got.Hidden || got.Locked || s.acts(activity.Acted) != 0 {
		t.Errorf("something was done: %+v", got)
	}
}

func TestManyDecisionsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "interoperability", "Open")
	atOnce(20, func(i int) {
		if _, err := s.Decide(ctx, s.carol, moderation.Hide, thread.ID, under(3)); err != nil && models.KindOf(err) != models.KindConflict {
			t.Errorf("decision %d: %v", i, err)
		}
	})
	if n := s.count(`SELECT count(*) FROM actions`); n != 1 {
		t.Errorf("%d acts are recorded", n)
	}
}

func TestAThreadMovesOnlyWhereItBelongs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	members, public, practice := s.thread(s.ann, "welcome", "For members"), s.thread(s.ann, "interoperability", "Open"), s.document()
	for _, c := range []struct {
		name string
		t    Thread
		to   string
		want models.Kind
	}{
		{"to another members' board", members, "questions", ""},
		{"members' words to a public board", members, "interoperability", models.KindInvalid},
		{"to where it is", public, "interoperability", models.KindInvalid},
		{"to a private group", public, "rotas", models.KindInvalid},
		{"to a board of practices", public, "practices", models.KindInvalid},
		{"a practice to a board of threads", practice, "interoperability", models.KindInvalid},
		{"public words to a members' board", public, "welcome", ""},
	} {
		in := moderation.NewDecision{Reason: "It belongs there.", ToSpace: s.space(c.to).ID, Key: key()}
		_, err := s.Decide(ctx, s.carol, moderation.Move, c.t.ID, in)
		wantKind(t, c.name, err, c.want)
		if got := s.again(c.t).Space.Slug; (got == c.to) != (c.want == "" || c.to == c.t.Space.Slug) {
			t.Errorf("%s: it stands in %s", c.name, got)
		}
	}
	_, err := s.Decide(ctx, s.carol, moderation.Move, public.ID, moderation.NewDecision{Reason: "Why not.", ToSpace: 999, Key: key()})
	wantKind(t, "to no board", err, models.KindInvalid)
	_, err = s.Thread(ctx, s.visitor, public.ID)
	wantKind(t, "a visitor after it moved to members", err, models.KindSignIn)
}

func TestAHiddenThreadTakesItsPostsAlong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "interoperability", "Open")
	p := s.said(s.bob, thread, "words")
	if _, err := s.Decide(ctx, s.carol, moderation.Hide, thread.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	for _, by := range []member.Member{s.visitor, s.bob} {
		_, err := s.Thread(ctx, by, thread.ID)
		wantKind(t, "the thread", err, models.KindNotFound)
		_, err = s.Post(ctx, by, p.Post.ID)
		wantKind(t, "its post", err, models.KindNotFound)
		_, err = s.Posts(ctx, by, thread, 1)
		if posts, _ := s.Posts(ctx, by, thread, 1); len(posts) != 0 {
			t.Errorf("its page gives %d posts (%v)", len(posts), err)
		}
		board, err := s.Board(ctx, by, thread.Space, "", "")
		if err != nil || len(board.Threads) != 0 {
			t.Errorf("its board lists %d, %v", len(board.Threads), err)
		}
	}
	if list, _ := s.Newest(ctx, s.carol, Discussion, 5); len(list) != 0 {
		t.Error("it is among the newest")
	}
}
