package search

import (
	"math"
	"testing"
	"time"

	"commonroom/models/member"
)

func TestHeatIsTheSumOfAllTimesWithTheLateOnesWorthMore(t *testing.T) {
	t.Parallel()
	at := heatBegan.Add(40 * halfLifeOfHeat)
	twice := warmer(warmer(0, 1, at), 1, at)
	if want := warmer(0, 2, at); math.Abs(twice-want) > 1e-9 {
		t.Errorf("one and one time are %v, want the heat of two, %v", twice, want)
	}
	// Two times are worth one that is a half-life later.
	if later := warmer(0, 1, at.Add(halfLifeOfHeat)); math.Abs(twice-later) > 1e-9 {
		t.Errorf("two times are %v, and one a half-life later is %v", twice, later)
	}
	if before := warmer(0, 1, heatBegan.AddDate(-5, 0, 0)); before <= 0 {
		t.Errorf("a clock that is far back makes a heat of %v, which says never", before)
	}
	hot := warmer(0, 1_000_000, at)
	if again := warmer(hot, 1, at.Add(time.Hour)); again <= hot {
		t.Errorf("after a million times one more is lost: %v and %v", hot, again)
	}
}

func TestTheOrderByHeatStaysWhileBothGrowOld(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	old, young, other := s.thread("discussion", "Who is on call?"), s.thread("discussion", "Which EPR?"), s.thread("discussion", "Why not?")
	for _, m := range s.people[:3] {
		s.Read(m, old)
	}
	s.counted()
	s.later(2 * halfLifeOfHeat)
	s.Read(s.people[0], young)
	s.counted()
	if s.heat(young) <= s.heat(old) {
		t.Error("three times two half-lives ago count more than one time now")
	}
	if s.heat(other) != 0 {
		t.Error("a question that nobody read is warm")
	}
	s.later(time.Hour)
	s.Read(s.people[1], old)
	s.Read(s.people[2], old)
	s.counted()
	if s.heat(old) <= s.heat(young) {
		t.Error("two further times do not bring the old question back up")
	}
}

func TestOneMemberCountsOnceADay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.thread("discussion", "Who is on call?")
	for range 5 {
		s.Read(s.people[0], id)
		s.counted()
	}
	once := s.heat(id)
	if want := warmer(0, 1, morning); once != want {
		t.Errorf("five times by one member make %v, want %v", once, want)
	}
	s.later(24 * time.Hour)
	s.Read(s.people[0], id)
	s.counted()
	if s.heat(id) <= once+0.9 {
		t.Error("the next day does not count")
	}
}

func TestOnlyMembersWarmAndOnlyQuestionsGetWarm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	asks, tells, practice := s.thread("discussion", "Who is on call?"), s.thread("discussion", "How we cut the queue"), s.thread("practice", "Who is on call?")
	for _, by := range []member.Member{{}, {ID: s.people[0].ID, State: member.Applicant}, {ID: s.people[0].ID, State: member.Suspended}} {
		s.Read(by, asks)
		s.Note(by, Query{Text: "on call"}, Results{Total: 1, Hits: []Hit{{Kind: Discussion, ThreadID: asks}}})
	}
	s.counted()
	if s.heat(asks) != 0 {
		t.Error("somebody who is no member warms a question")
	}
	s.Read(s.people[0], tells)
	s.Read(s.people[0], practice)
	s.Read(s.people[0], 799999999)
	s.counted()
	if s.heat(tells) != 0 || s.heat(practice) != 0 {
		t.Error("what asks nothing is warm")
	}
}

func TestASearchThatLeadsToAQuestionCountsLikeARead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first, second := s.thread("discussion", "Who is on call?"), s.thread("discussion", "Which EPR?")
	r := Results{Total: 2, Hits: []Hit{{Kind: Reply, ThreadID: first}, {Kind: Discussion, ThreadID: second}}}
	s.Note(s.people[0], Query{Text: "on call"}, r)
	s.Note(s.people[0], Query{Text: "on call again"}, r)
	s.Note(s.people[1], Query{Text: "on call", From: "a later page"}, r)
	s.Note(s.people[1], Query{Text: "on call"}, Results{Query: Query{Sort: "new"}, Total: 2, Hits: r.Hits})
	s.counted()
	if got, want := s.heat(first), warmer(0, 1, morning); got != want || s.heat(second) != 0 {
		t.Errorf("the first hit has %v, want %v; the second has %v", got, want, s.heat(second))
	}
	s.Read(s.people[0], first)
	s.counted()
	if got, want := s.heat(first), warmer(0, 2, morning); math.Abs(got-want) > 1e-9 {
		t.Errorf("found and read: %v, want %v", got, want)
	}
}

func TestCountingWritesOnlyWhereThereIsSomethingToCount(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	done := s.db.Committed()
	s.counted()
	select {
	case <-done:
		t.Error("nothing was read, and something was written")
	default:
	}
	s.Read(s.people[0], s.thread("discussion", "Who is on call?"))
	done = s.db.Committed()
	s.counted()
	select {
	case <-done:
	default:
		t.Error("what was read was not written")
	}
}

func TestTheMemoryOfReadingIsBounded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for id := range int64(3 * mostRead) {
		s.Read(s.people[0], id+1)
	}
	if read, _ := s.tally.take("2026-05-04"); len(read) != mostRead {
		t.Errorf("%d threads wait to be written down, want %d", len(read), mostRead)
	}
	for id := range int64(mostTurns) {
		s.tally.first(turn{by: 9, threadID: id}, "2026-05-04")
	}
	if len(s.tally.turns) > mostTurns {
		t.Errorf("%d turns of one day are kept, want at most %d", len(s.tally.turns), mostTurns)
	}
	s.later(24 * time.Hour)
	s.counted()
	if len(s.tally.turns) > 0 {
		t.Error("who read what yesterday is still known")
	}
}
