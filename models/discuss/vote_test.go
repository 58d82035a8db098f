package discuss

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/poll"
)

// asked starts a thread with a poll of three options, and gives the post that asks it.
func (s *site) asked(board string, sort poll.Sort, secret string) Placed {
	s.t.Helper()
	t, err := s.Start(ctx, s.ann, NewThread{Board: board, Title: "Where do we meet?", Body: "Say where.", Key: key(),
		NewPoll: poll.NewPoll{Options: "Leeds\nYork\nBath", How: string(sort), Secret: secret, Closes: "2026-05-18"}})
	if err != nil {
		s.t.Fatal(err)
	}
	posts, err := s.Posts(ctx, s.ann, t, 1)
	if err != nil || len(posts) != 1 || !posts[0].Polled || !t.Polled {
		s.t.Fatalf("got %+v of %+v, %v", posts, t, err)
	}
	return Placed{Thread: t, Post: posts[0]}
}

// seen is the poll as somebody reads it.
func (s *site) seen(by member.Member, p Placed) poll.Seen {
	s.t.Helper()
	polls, err := s.Polls(ctx, by, p.Post)
	if err != nil {
		s.t.Fatal(err)
	}
	return polls[p.Post.ID]
}

// votes casts a vote: options, or of a ranking the place of each.
func (s *site) votes(by member.Member, p Placed, choice ...string) {
	s.t.Helper()
	in := poll.NewVote{Choice: choice, Key: key()}
	if s.seen(by, p).Sort == poll.Ranked {
		in = poll.NewVote{Place: choice, Key: key()}
	}
	if _, err := s.Vote(ctx, by, p.Post.ID, in); err != nil {
		s.t.Fatal(err)
	}
}

// stands says what each option has: how many chose it, put it first, and its points.
func stands(p poll.Poll) string {
	var list []string
	for _, o := range p.Options {
		list = append(list, fmt.Sprintf("%s %d/%d/%d", o.Words, o.Chosen, o.Firsts, o.Points))
	}
	return strings.Join(list, ", ")
}

func TestVotesAreCountedAsTheyAreCastChangedAndTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.asked("welcome", poll.Ranked, "no")
	s.votes(s.ann, p, "1", "2", "3")
	s.votes(s.bob, p, "2", "1", "")
	s.votes(s.carol, p, "", "", "1")
	if got, want := stands(s.seen(s.bob, p).Poll), "Leeds 2/1/5, York 2/1/5, Bath 2/1/4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	s.votes(s.carol, p, "1", "2", "")
	seen := s.seen(s.carol, p)
	if got, want := stands(seen.Poll), "Leeds 3/2/8, York 3/1/7, Bath 1/0/1"; got != want || seen.Poll.Voters != 3 || !slices.Equal(seen.Mine, poll.Vote{1, 2}) {
		t.Errorf("after a change: got %s of %d, mine %v, want %s", got, seen.Poll.Voters, seen.Mine, want)
	}
	if _, err := s.Vote(ctx, s.carol, p.Post.ID, poll.NewVote{TakeBack: "yes", Key: key()}); err != nil {
		t.Fatal(err)
	}
	seen = s.seen(s.carol, p)
	if got, want := stands(seen.Poll), "Leeds 2/1/5, York 2/1/5, Bath 1/0/1"; got != want || seen.Poll.Voters != 2 || len(seen.Mine) != 0 {
		t.Errorf("after it was taken back: got %s of %d, mine %v, want %s", got, seen.Poll.Voters, seen.Mine, want)
	}
	if n := s.acts(activity.Voted); n != 5 {
		t.Errorf("%d rows of activity, want 5", n)
	}
	if n := s.count(`SELECT count(*) FROM activity WHERE verb = 'voted' AND detail <> ''`); n != 0 {
		t.Error("the record says more of a vote than that there was one")
	}
}

func TestFiftyVotesAtOnceAreOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.asked("welcome", poll.Multiple, "no")
	same := poll.NewVote{Choice: []string{"1", "3"}, Key: key()}
	atOnce(50, func(i int) {
		in := same
		if i%2 == 0 {
			in.Key = key() // another tab of the same member
		}
		if _, err := s.Vote(ctx, s.bob, p.Post.ID, in); err != nil {
			t.Errorf("vote %d: %v", i, err)
		}
	})
	seen := s.seen(s.bob, p)
	if got, want := stands(seen.Poll), "Leeds 1/1/3, York 0/0/0, Bath 1/1/3"; got != want || seen.Poll.Voters != 1 {
		t.Errorf("got %s of %d, want %s of 1", got, seen.Poll.Voters, want)
	}
	if n := s.acts(activity.Voted); n != 1 {
		t.Errorf("%d rows of activity, want 1", n)
	}
	atOnce(50, func(i int) {
		in := poll.NewVote{Choice: []string{fmt.Sprint(i%3 + 1)}, Key: key()}
		if _, err := s.Vote(ctx, s.bob, p.Post.ID, in); err != nil {
			t.Errorf("vote %d: %v", i, err)
		}
	})
	seen, all := s.seen(s.bob, p), 0
	for _, o := range seen.Options {
		all += o.Chosen
	}
	if all != 1 || len(seen.Mine) != 1 || seen.Poll.Voters != 1 || !strings.Contains(stands(seen.Poll), seen.Options[seen.Mine[0]-1].Words+" 1/1/3") {
		t.Errorf("fifty different votes of one member: %s of %d, mine %v", stands(seen.Poll), seen.Poll.Voters, seen.Mine)
	}
}

func TestWhoMayNotVoteIsToldWhy(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	inside := s.asked("welcome", poll.Single, "no")
	public := s.asked("interoperability", poll.Single, "no")
	plain := s.said(s.ann, public.Thread, "No poll here")
	one := func() poll.NewVote { return poll.NewVote{Choice: []string{"1"}, Key: key()} }
	for _, c := range []struct {
		name string
		by   member.Member
		post int64
		want models.Kind
	}{
		{"a visitor of a public poll", s.visitor, public.Post.ID, models.KindSignIn},
		{"a visitor of a members' poll", s.visitor, inside.Post.ID, models.KindSignIn},
		{"an applicant", member.Member{ID: s.bob.ID, State: member.Applicant}, public.Post.ID, models.KindForbidden},
		{"a post without a poll", s.bob, plain.Post.ID, models.KindNotFound},
		{"no such post", s.bob, 999, models.KindNotFound},
	} {
		_, err := s.Vote(ctx, c.by, c.post, one())
		wantKind(t, c.name, err, c.want)
	}
	for change, back := range map[string]string{
		`UPDATE threads SET locked = TRUE`:  `UPDATE threads SET locked = FALSE`,
		`UPDATE posts SET hidden = TRUE`:    `UPDATE posts SET hidden = FALSE`,
		`UPDATE posts SET withdrawn = TRUE`: `UPDATE posts SET withdrawn = FALSE`,
	} {
		s.set(change)
		_, err := s.Vote(ctx, s.ann, public.Post.ID, one())
		wantKind(t, change, err, models.KindForbidden)
		s.set(back)
	}
	s.votes(s.bob, public, "2")
	s.later(15 * 24 * time.Hour)
	_, err := s.Vote(ctx, s.ann, public.Post.ID, one())
	wantKind(t, "when it has closed", err, models.KindForbidden)
	_, err = s.Vote(ctx, s.bob, public.Post.ID, poll.NewVote{TakeBack: "yes", Key: key()})
	wantKind(t, "taking it back when it has closed", err, models.KindForbidden)
}

// set changes rows, as nobody on the site could.
func (s *site) set(query string, args ...any) {
	s.t.Helper()
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, query, args...)
		return err
	})
}

func TestWhoChoseWhatInASecretPollIsDeletedWhenItHasClosed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	secret, open := s.asked("welcome", poll.Single, "yes"), s.asked("welcome", poll.Single, "no")
	for i, by := range []member.Member{s.ann, s.bob, s.carol} {
		s.votes(by, secret, fmt.Sprint(i/2+1))
		s.votes(by, open, fmt.Sprint(i/2+1))
	}
	votes := func(p Placed) int { return s.count(`SELECT count(*) FROM poll_votes WHERE post_id = $1`, p.Post.ID) }
	polls := poll.New(s.db)
	s.later(14*24*time.Hour - time.Hour)
	if err := polls.Seal(ctx); err != nil || votes(secret) != 3 {
		t.Fatalf("before it closes %d votes are kept, %v", votes(secret), err)
	}
	if seen := s.seen(s.ann, secret); seen.Shows(seen.Mine, s.db.Now()) || len(seen.Who) != 0 {
		t.Error("it says how it stands before it has closed")
	}
	s.later(24 * time.Hour)
	atOnce(5, func(int) {
		if err := polls.Seal(ctx); err != nil {
			t.Error(err)
		}
	})
	if votes(secret) != 0 || votes(open) != 3 || s.acts(activity.PollSealed) != 1 {
		t.Errorf("%d votes of the secret poll are kept and %d of the open one, sealed %d times, want 0, 3 and once",
			votes(secret), votes(open), s.acts(activity.PollSealed))
	}
	seen := s.seen(s.ann, secret)
	if got, want := stands(seen.Poll), "Leeds 2/2/6, York 1/1/3, Bath 0/0/0"; got != want || len(seen.Mine) != 0 || len(seen.Who) != 0 || seen.Poll.Voters != 3 {
		t.Errorf("the totals are %s with %v and %v, want %s and nobody's vote", got, seen.Mine, seen.Who, want)
	}
	for who, want := range map[string]int{"visitor": 0, "member": 3} {
		by := map[string]member.Member{"visitor": s.visitor, "member": s.insider}[who]
		if got := s.seen(by, open); len(got.Who) != want {
			t.Errorf("the %s is told of %d voters of an open poll, want %d", who, len(got.Who), want)
		}
	}
}

func TestBesideAnOptionStandAFewNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.asked("welcome", poll.Single, "no")
	s.write(func(tx *db.Tx) error {
		for i := range 30 {
			by := s.admit(tx, fmt.Sprintf("voter%02d", i))
			on, err := poll.Of(ctx, tx, p.Post.ID)
			if err != nil {
				return err
			}
			if _, err := poll.Cast(ctx, tx, by, on, poll.Vote{1 + i/29}); err != nil {
				return err
			}
		}
		return nil
	})
	s.votes(s.bob, p, "3")
	by := map[int]int{}
	for _, v := range s.seen(s.bob, p).Who {
		by[v.Number]++
	}
	if by[1] != 25 || by[2] != 1 || by[3] != 1 {
		t.Errorf("got names by option %v, want 25, 1 and 1", by)
	}
}

// Who has voted is forgotten with what they chose, so a poll that opened again would count them twice.
func TestASealedPollStaysClosedWhenTheClockIsSetBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.asked("welcome", poll.Single, "yes")
	for _, by := range []member.Member{s.ann, s.bob, s.carol} {
		s.votes(by, p, "1")
	}
	before := s.db.Now()
	s.later(30 * 24 * time.Hour)
	if err := poll.New(s.db).Seal(ctx); err != nil {
		t.Fatal(err)
	}
	s.later(-30 * 24 * time.Hour)
	_, err := s.Vote(ctx, s.bob, p.Post.ID, poll.NewVote{Choice: []string{"1"}, Key: key()})
	if models.KindOf(err) != models.KindForbidden {
		t.Errorf("voting once more: %v", err)
	}
	if seen := s.seen(s.bob, p); seen.Poll.Voters != 3 || seen.Poll.Open(before) {
		t.Errorf("three voted, and now the poll has %d voters, open: %t", seen.Poll.Voters, seen.Poll.Open(before))
	}
}
