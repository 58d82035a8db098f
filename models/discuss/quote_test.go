package discuss

import (
	"fmt"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/member"
)

func TestAQuotationNamesItsAuthorAndLeadsToThePost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.bob, "interoperability", "Hello")
	p := s.said(s.ann, thread, "> **Bob** in [post 1](/posts/1):\n>\n> The first post\n\nI *do*.\n\n- one")
	want := fmt.Sprintf("> **Ann** in [post 2](/posts/%d):\n>\n> I *do*.\n>\n> - one", p.Post.ID)
	if got := p.Post.Quote(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	p = s.said(s.ann, thread, "> nothing of my own")
	if got, want := p.Post.Quote(), fmt.Sprintf("> **Ann** in [post 3](/posts/%d):", p.Post.ID); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWhoMayQuoteAPost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.said(s.ann, s.thread(s.bob, "interoperability", "Hello"), "words")
	change := func(act func(p *Placed)) Placed {
		other := p
		act(&other)
		return other
	}
	for _, c := range []struct {
		says string
		by   member.Member
		p    Placed
		want models.Kind
	}{
		{"a member quotes another", s.bob, p, ""},
		{"a visitor signs in first", s.visitor, p, models.KindSignIn},
		{"nobody quotes where the thread is closed", s.bob, change(func(p *Placed) { p.Thread.Locked = true }), models.KindForbidden},
		{"nobody quotes what is hidden", s.carol, change(func(p *Placed) { p.Post.Hidden = true }), models.KindForbidden},
		{"nobody quotes what is withdrawn, not even its author", s.ann, change(func(p *Placed) { p.Post.Withdrawn = true }), models.KindForbidden},
	} {
		wantKind(t, c.says, c.p.CanQuote(c.by), c.want)
	}
}

// Under the Chatham House rule what was said may be used, and who said it may not.
func TestAQuotationStaysWhereNoMorePeopleReadIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	inGroup := s.thread(s.insider, "rotas", "Ours")
	amongMembers := s.thread(s.ann, "welcome", "Hello")
	open := s.thread(s.ann, "interoperability", "Open")
	quote := func(t Thread) string {
		list, err := s.Posts(ctx, s.insider, t, 1)
		if err != nil || len(list) == 0 {
			s.t.Fatal(err)
		}
		return list[0].Quote() + "\n\nI agree."
	}
	for _, c := range []struct {
		says     string
		from, to Thread
		by       member.Member
		want     models.Kind
	}{
		{"within a group", inGroup, inGroup, s.insider, ""},
		{"from a group to members", inGroup, amongMembers, s.insider, models.KindInvalid},
		{"from a group to everybody", inGroup, open, s.insider, models.KindInvalid},
		{"from members to everybody", amongMembers, open, s.insider, models.KindInvalid},
		{"from members into a group", amongMembers, inGroup, s.insider, ""},
		{"from everybody to members", open, amongMembers, s.insider, ""},
		{"among members", amongMembers, amongMembers, s.bob, ""},
		{"of what the writer cannot read, they are told nothing", inGroup, open, s.bob, ""},
	} {
		body := quote(c.from)
		_, err := s.Reply(ctx, c.by, c.to.ID, NewReply{Body: body, Key: key()})
		wantKind(t, "a reply "+c.says, err, c.want)
		_, err = s.Start(ctx, c.by, NewThread{Board: c.to.Space.Slug, Title: "Quoted", Body: body, Key: key()})
		wantKind(t, "a thread "+c.says, err, c.want)
		p := s.said(c.by, c.to, "Before.")
		_, err = s.edit(c.by, p, body)
		wantKind(t, "an edit "+c.says, err, c.want)
	}
	post := s.said(s.insider, inGroup, "A word among us.")
	if _, err := s.Reply(ctx, s.insider, open.ID, NewReply{Body: fmt.Sprintf("See [there](/posts/%d).", post.Post.ID), Key: key()}); err != nil {
		t.Errorf("a link without words or name is refused: %v", err)
	}
}

func TestAPostKnowsWhatAnswersIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.bob, "interoperability", "Hello")
	answer := func(to int) Placed {
		s.later(time.Minute)
		p, err := s.Reply(ctx, s.ann, thread.ID, NewReply{Body: fmt.Sprint("to ", to), ReplyTo: to, Key: key()})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for range perReplies + 1 {
		answer(1)
	}
	answer(2)
	gone, hidden := answer(2), answer(2)
	if _, err := s.Withdraw(ctx, s.ann, gone.Post.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DecidePost(ctx, s.carol, "hide", hidden.Post.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	for _, by := range []member.Member{s.visitor, s.carol, s.ann} {
		list, err := s.Posts(ctx, by, s.again(thread), 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := []Replies{list[0].Replies, list[1].Replies, list[2].Replies}; got[0] != (Replies{26, 2}) || got[1] != (Replies{1, 28}) || got[2] != (Replies{}) {
			t.Errorf("%s reads of %v", by.Name, got)
		}
		p, first, next, err := s.RepliesTo(ctx, by, list[0].ID, 0)
		if err != nil || p.Post.Number != 1 || len(first) != perReplies || next != 26 || first[0].Number != 2 {
			t.Errorf("%s reads %d answers, then after %d (%v)", by.Name, len(first), next, err)
		}
		if _, rest, next, err := s.RepliesTo(ctx, by, list[0].ID, next); err != nil || len(rest) != 1 || rest[0].Number != 27 || next != 0 {
			t.Errorf("%s reads %d more (%v)", by.Name, len(rest), err)
		}
	}
}
