package moderation_test

import (
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/moderation"
)

func TestWhoMayActOnWhat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		says, who, where string
		want             models.Kind
	}{
		{"the committee acts on a public board", "chair", "public", ""},
		{"the committee acts on a members' board", "chair", "members", ""},
		{"the committee has no power in a private space", "chair", "private", models.KindNotFound},
		{"a member does not act", "reader", "public", models.KindForbidden},
		{"who left the committee does not act", "former-chair", "public", models.KindForbidden},
		{"an insider does not act in their group by this door", "insider", "private", models.KindForbidden},
		{"a visitor signs in first", "visitor", "public", models.KindSignIn},
	} {
		before := s.count(`SELECT count(*) FROM actions`)
		err := s.record(c.who, moderation.Decision{Verb: moderation.Hide, Target: s.reply(c.where), Rule: 3, Reason: "Off the subject."})
		if got := models.KindOf(err); got != c.want {
			t.Errorf("%s: got %q (%v), want %q", c.says, got, err, c.want)
		}
		if made := s.count(`SELECT count(*) FROM actions`) > before; made != (c.want == "") {
			t.Errorf("%s: an action was recorded: %v", c.says, made)
		}
	}
}

func TestThePowerEndsWithTheTerm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d := moderation.Decision{Verb: moderation.Hide, Target: s.reply("public"), Rule: 3, Reason: "Off the subject."}
	dbtest.At(s.db, time.Date(2027, 12, 31, 23, 59, 59, 0, time.UTC))
	s.ok(s.record("chair", d))
	dbtest.At(s.db, time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC))
	wantKind(t, s.record("chair", d), models.KindForbidden)
}

func TestNobodyDecidesAboutTheirOwnWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	own := s.whole("public")
	own.SubjectID = s.people["chair"].ID
	for verb, want := range map[moderation.Verb]models.Kind{
		moderation.Hide: models.KindForbidden, moderation.Restore: models.KindForbidden,
		moderation.Lock: models.KindForbidden, moderation.Unlock: models.KindForbidden,
		moderation.Pin: "", moderation.Unpin: "", moderation.Move: "",
	} {
		d := moderation.Decision{Verb: verb, Target: own, Rule: 3, Reason: "Off the subject.", ToSpaceID: s.spaces["members"]}
		if got := models.KindOf(s.record("chair", d)); got != want {
			t.Errorf("%s: got %q, want %q", verb, got, want)
		}
	}
}

func TestACoAuthorDoesNotDecideAboutTheSharedDocument(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.write(func(tx *db.Tx) {
		_, err := db.Exec(ctx, tx, `INSERT INTO thread_authors (thread_id, member_id) VALUES ($1, $2)`, s.thread["practice"], s.people["chair"].ID)
		s.ok(err)
	})
	d := moderation.Decision{Verb: moderation.Hide, Target: s.whole("practice"), Rule: 3, Reason: "Off the subject."}
	wantKind(t, s.record("chair", d), models.KindForbidden)
	s.ok(s.record("treasurer", d))
}

func TestWhatADecisionHasToSay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		says, field string
		d           moderation.Decision
	}{
		{"hiding wants a rule", "rule", moderation.Decision{Verb: moderation.Hide, Reason: "Why."}},
		{"locking wants a rule", "rule", moderation.Decision{Verb: moderation.Lock, Reason: "Why."}},
		{"the rule is one of the code", "rule", moderation.Decision{Verb: moderation.Hide, Rule: 99, Reason: "Why."}},
		{"restoring wants no rule", "", moderation.Decision{Verb: moderation.Restore, Reason: "Why."}},
		{"everything wants a reason", "reason", moderation.Decision{Verb: moderation.Pin, Reason: " \n "}},
		{"a reason has an end", "reason", moderation.Decision{Verb: moderation.Pin, Reason: strings.Repeat("a", 501)}},
		{"a move has somewhere to go", "to_space", moderation.Decision{Verb: moderation.Move, Reason: "Why."}},
		{"a move goes elsewhere", "to_space", moderation.Decision{Verb: moderation.Move, Reason: "Why.", ToSpaceID: s.spaces["public"]}},
		{"a move does not go into a private space", "to_space", moderation.Decision{Verb: moderation.Move, Reason: "Why.", ToSpaceID: s.spaces["private"]}},
		{"a reason does not name the person", "reason", moderation.Decision{Verb: moderation.Pin, Reason: "author canary, again"}},
		{"nor by their handle", "reason", moderation.Decision{Verb: moderation.Pin, Reason: "As author wrote."}},
		{"nor mentions anybody", "reason", moderation.Decision{Verb: moderation.Pin, Reason: "Asked by @reader."}},
		{"nor links the words", "reason", moderation.Decision{Verb: moderation.Pin, Reason: "See /posts/12"}},
		{"nothing said is two faults in the order of the form", "rule", moderation.Decision{Verb: moderation.Hide}},
		{"a part of a longer word is no name", "", moderation.Decision{Verb: moderation.Pin, Reason: "By what authority? Ask authors."}},
	} {
		c.d.Target = s.whole("public")
		err := s.record("chair", c.d)
		switch {
		case c.field == "" && err != nil:
			t.Errorf("%s: got %v", c.says, err)
		case c.field != "" && models.ProblemsOf(err).For(c.field) == "":
			t.Errorf("%s: got %v, want a problem with %s", c.says, err, c.field)
		case c.field != "" && models.ProblemsOf(err)[0].Field != c.field:
			t.Errorf("%s: got %v, want %s to be said first", c.says, err, c.field)
		}
	}
}

func TestThePersonConcernedIsToldOfTheAct(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ok(s.record("chair", moderation.Decision{Verb: moderation.Hide, Target: s.reply("public"), Rule: 3, Reason: "Off the subject."}))
	n := s.count(`SELECT count(*) FROM activity a
		WHERE a.verb = 'acted' AND a.detail = 'hide' AND a.by_id = $1 AND a.member_id = $2 AND a.post_id = $3`,
		s.people["chair"].ID, s.people["author"].ID, s.post["public"])
	if n != 1 {
		t.Errorf("got %d activity rows, want 1", n)
	}
}
