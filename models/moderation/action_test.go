package moderation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/moderation"
)

func TestAnActionIsToldInASentence(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		d    moderation.Decision
		want string
	}{
		{moderation.Decision{Verb: moderation.Hide, Rule: 3, Target: s.reply("public")}, "A reply in The public room was hidden under rule 3: Why."},
		{moderation.Decision{Verb: moderation.Restore, Target: s.reply("public")}, "A reply in The public room was shown again: Why."},
		{moderation.Decision{Verb: moderation.Lock, Rule: 2, Target: s.whole("members")}, "A thread in The members room was closed to replies under rule 2: Why."},
		{moderation.Decision{Verb: moderation.Unlock, Target: s.whole("members")}, "A thread in The members room was opened to replies again: Why."},
		{moderation.Decision{Verb: moderation.Pin, Target: s.whole("members")}, "A thread in The members room was pinned: Why."},
		{moderation.Decision{Verb: moderation.Unpin, Target: s.whole("members")}, "A thread in The members room was unpinned: Why."},
		{moderation.Decision{Verb: moderation.Move, Target: s.whole("members"), ToSpaceID: s.spaces["public"]},
			"A thread in The members room was moved to The public room: Why."},
		{moderation.Decision{Verb: moderation.Hide, Rule: 1, Target: s.whole("practice")}, "A practice in The public room was hidden under rule 1: Why."},
		{moderation.Decision{Verb: moderation.Hide, Rule: 1, Target: s.reply("practice")}, "A comment in The public room was hidden under rule 1: Why."},
	} {
		c.d.Reason = "Why."
		s.ok(s.record("chair", c.d))
		page, err := s.mod.Log(ctx, s.people["visitor"], "")
		s.ok(err)
		if got := page.Items[0].Sentence(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
		dbtest.At(s.db, s.db.Now().Add(time.Second))
	}
}

func TestTheLogTellsOfActsAndNeverOfPeople(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ok(s.record("chair", moderation.Decision{Verb: moderation.Hide, Rule: 3, Target: s.reply("public"), Reason: "Off the subject."}))
	for who, signed := range map[string]string{
		"visitor": "the committee", "applicant": "the committee", "suspended": "the committee",
		"reader": "CHAIR Canary", "author": "CHAIR Canary",
	} {
		page, err := s.mod.Log(ctx, s.people[who], "")
		s.ok(err)
		all := fmt.Sprintf("%+v", page)
		for _, never := range []string{"AUTHOR", "author", "Title canary", "Body canary", "title-canary"} {
			if strings.Contains(all, never) {
				t.Errorf("%s reads %q in the log", who, never)
			}
		}
		if got := page.Items[0]; got.Signed() != signed || got.PostID != 0 {
			t.Errorf("%s reads that %s acted on post %d, want %s and none", who, got.Signed(), got.PostID, signed)
		}
	}
}

func TestTheLogLeavesPrivateSpacesOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.write(func(tx *db.Tx) { // an act of another release, or of another kind of moderator
		for _, spaces := range [][2]string{{"private", "public"}, {"public", "private"}} {
			_, err := db.Exec(ctx, tx, `
				INSERT INTO actions (by_id, verb, target, thread_id, space_id, to_space_id, subject_id, reason, made_at)
				VALUES ($1, 'move', 'thread', $2, $3, $4, $5, 'Secret.', $6)`,
				s.people["chair"].ID, s.thread["private"], s.spaces[spaces[0]], s.spaces[spaces[1]], s.people["author"].ID, tx.Now)
			s.ok(err)
		}
	})
	for who := range s.people {
		page, err := s.mod.Log(ctx, s.people[who], "")
		s.ok(err)
		if len(page.Items) != 0 {
			t.Errorf("%s reads %s", who, page.Items[0].Sentence())
		}
	}
}

func TestTheLogIsWalkedWhileTheCommitteeActs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	act := func(n int) {
		s.ok(s.record("chair", moderation.Decision{Verb: moderation.Pin, Target: s.whole("public"), Reason: fmt.Sprint("Act ", n)}))
	}
	for n := range 60 {
		act(n)
	}
	seen, cursor := map[string]int{}, ""
	for {
		page, err := s.mod.Log(ctx, s.people["visitor"], cursor)
		s.ok(err)
		for _, a := range page.Items {
			seen[a.Reason]++
		}
		if cursor = page.Next; cursor == "" {
			break
		}
		dbtest.At(s.db, s.db.Now().Add(time.Second))
		act(1000)
	}
	if len(seen) != 60 {
		t.Errorf("met %d acts, want the 60 that were there at the start", len(seen))
	}
	for reason, times := range seen {
		if times != 1 {
			t.Errorf("%s was met %d times", reason, times)
		}
	}
	_, err := s.mod.Log(ctx, s.people["visitor"], "nonsense")
	wantKind(t, err, models.KindNotFound)
}

func TestWhoReadsWhySomethingIsHidden(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ok(s.record("chair", moderation.Decision{Verb: moderation.Hide, Rule: 3, Target: s.reply("members"), Reason: "Off the subject."}))
	for who, want := range map[string]int{
		"author": 1, "chair": 1, "treasurer": 1,
		"reader": 0, "former-chair": 0, "applicant": 0, "visitor": 0, "suspended": 0,
	} {
		list, err := s.mod.ActionsOn(ctx, s.people[who], s.thread["members"])
		s.ok(err)
		if len(list) != want {
			t.Errorf("%s reads %d actions, want %d", who, len(list), want)
		}
		if len(list) > 0 && (list[0].PostID != s.post["members"] || list[0].By != "CHAIR Canary") {
			t.Errorf("%s reads %+v", who, list[0])
		}
	}
}

func TestTheRulesAreNumberedData(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	rules, err := s.mod.Rules(ctx)
	s.ok(err)
	for i, r := range rules {
		if r.Number != i+1 || r.Title == "" || r.Body == "" {
			t.Errorf("rule %d is %+v", i+1, r)
		}
	}
	r, err := s.mod.Rule(ctx, 3)
	s.ok(err)
	if r.Path() != "/conduct#rule-3" || r.Words() != "3. Keep to the subject" {
		t.Errorf("rule 3 is %q at %s", r.Words(), r.Path())
	}
	_, err = s.mod.Rule(ctx, 99)
	wantKind(t, err, models.KindNotFound)
}
