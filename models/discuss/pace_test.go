package discuss

import (
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
	"commonroom/models/moderation"
)

func TestAThreadThatHasCooledAsksFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread, document := s.thread(s.bob, "interoperability", "Hello"), s.document()
	year := 365 * 24 * time.Hour
	for _, c := range []struct {
		says   string
		after  time.Duration
		in     Thread
		revive bool
		want   models.Kind
	}{
		{"a year later to the moment", year, thread, false, ""},
		{"a moment more than a year after that", year + time.Millisecond, thread, false, models.KindInvalid},
		{"once somebody says that they mean to", 0, thread, true, ""},
		{"then it is a thread like others", time.Hour, thread, false, ""},
		{"a comment on an old document", 2 * year, document, false, ""},
	} {
		s.later(c.after)
		_, err := s.Reply(ctx, s.ann, c.in.ID, NewReply{Body: "words", Revive: c.revive, Key: key()})
		wantKind(t, c.says, err, c.want)
		if c.want != "" && models.ProblemsOf(err).For("revive") == "" {
			t.Errorf("%s: the box to tick is not named: %v", c.says, err)
		}
	}
}

// decides has the committee do something about a thread.
func (s *site) decides(verb moderation.Verb, t Thread, change func(in *moderation.NewDecision)) error {
	s.t.Helper()
	in := moderation.NewDecision{Reason: "It is heated.", Key: key()}
	if change != nil {
		change(&in)
	}
	_, err := s.Decide(ctx, s.carol, verb, t.ID, in)
	return err
}

func TestInSlowModeEachMemberWaits(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread, other := s.thread(s.bob, "interoperability", "Hello"), s.thread(s.bob, "interoperability", "Other")
	wantKind(t, "no pause that there is", s.decides(moderation.Slow, thread, func(in *moderation.NewDecision) { in.Pause = 7 }), models.KindInvalid)
	wantKind(t, "slow", s.decides(moderation.Slow, thread, func(in *moderation.NewDecision) { in.Pause = 60 }), "")
	wantKind(t, "slow again", s.decides(moderation.Slow, thread, func(in *moderation.NewDecision) { in.Pause = 60 }), models.KindConflict)
	post := func(by member.Member, to Thread) error {
		_, err := s.Reply(ctx, by, to.ID, NewReply{Body: "words", Key: key()})
		return err
	}
	s.later(time.Hour)
	wantKind(t, "the first", post(s.ann, thread), "")
	s.later(59 * time.Minute)
	wantKind(t, "the second, too soon", post(s.ann, thread), models.KindLimited)
	wantKind(t, "another member", post(s.bob, thread), "")
	wantKind(t, "the same member elsewhere", post(s.ann, other), "")
	wantKind(t, "the committee", post(s.carol, thread), "")
	wantKind(t, "the committee, too soon", post(s.carol, thread), models.KindLimited)
	s.later(time.Minute)
	wantKind(t, "the second, in time", post(s.ann, thread), "")
	wantKind(t, "the usual pace", s.decides(moderation.Unslow, thread, nil), "")
	wantKind(t, "the third, at once", post(s.ann, thread), "")
	wantKind(t, "no slow mode to end", s.decides(moderation.Unslow, thread, nil), models.KindConflict)
}

func TestAPinEndsWithItsLastDay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	short, long := s.thread(s.bob, "interoperability", "Short"), s.thread(s.bob, "interoperability", "Long")
	until := func(day string) func(in *moderation.NewDecision) {
		return func(in *moderation.NewDecision) { in.Until = day }
	}
	wantKind(t, "no day", s.decides(moderation.Pin, short, until("soon")), models.KindInvalid)
	wantKind(t, "yesterday", s.decides(moderation.Pin, short, until("2026-05-03")), models.KindInvalid)
	wantKind(t, "today", s.decides(moderation.Pin, short, until("2026-05-04")), "")
	wantKind(t, "without an end", s.decides(moderation.Pin, long, nil), "")
	pinned := func() int {
		b, err := s.Board(ctx, s.visitor, s.space("interoperability"), "", "")
		if err != nil {
			t.Fatal(err)
		}
		return len(b.Pinned)
	}
	for _, c := range []struct {
		at   time.Time
		want int
	}{
		{time.Date(2026, 5, 4, 22, 59, 59, 0, time.UTC), 2}, // London's day goes on until 23:00 here
		{time.Date(2026, 5, 4, 23, 0, 0, 0, time.UTC), 1},
		{time.Date(2036, 5, 4, 23, 0, 0, 0, time.UTC), 1},
	} {
		dbtest.At(s.db, c.at)
		for range 2 { // the second finds nothing to do
			if err := s.EndPins(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if got := pinned(); got != c.want {
			t.Errorf("at %v %d are pinned, want %d", c.at, got, c.want)
		}
	}
	if n := s.acts(activity.PinEnded); n != 1 {
		t.Errorf("%d pins ended, want 1", n)
	}
}

func TestAPinAndItsLastDayGoWithAThreadThatMoves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.bob, "interoperability", "Hello")
	last := models.DayOf(morning.AddDate(0, 0, 9))
	wantKind(t, "pinned", s.decides(moderation.Pin, thread, func(in *moderation.NewDecision) { in.Until = string(last) }), "")
	wantKind(t, "moved", s.decides(moderation.Move, thread, func(in *moderation.NewDecision) { in.ToSpace = s.space("questions").ID }), "")
	if got := s.again(thread); !got.Pinned || got.Until != last || got.Space.Slug != "questions" {
		t.Errorf("in %s it is pinned: %t, until %s", got.Space.Slug, got.Pinned, got.Until)
	}
}
