package draft_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/member"
	"commonroom/models/practice"
	"commonroom/models/project"
)

func TestADraftIsFoundOnAnotherDevice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	phone := s.opens(s.ann, s.thread, nil)
	phone.writes("Half a")
	if k := phone.writes("Half a post"); k.Outcome != draft.Saved || k.Seq != 2 {
		t.Errorf("saved again: %+v", k)
	}
	list, err := s.In(ctx, s.ann, draft.Place{Form: draft.Reply, ID: s.thread.ID})
	if err != nil || len(list) != 1 {
		t.Fatalf("the drafts in the thread: %v, %v", list, err)
	}
	d := list[0]
	if d.ThreadTitle != "Rotas" || d.ThreadKind != "discussion" || !d.Open() || d.Words(20) != "Half a post" {
		t.Errorf("the draft: %+v", d)
	}
	desk := s.opens(s.ann, s.thread, &d)
	if k := desk.writes("Half a post, finished"); k.Outcome != draft.Saved || k.ID != d.ID {
		t.Errorf("the desk: %+v", k)
	}
	s.want("one draft", s.ann, "Half a post, finished")
	s.want("nobody else has it", s.bob)
}

func TestSeveralDraftsStandInOneThread(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, words := range []string{"One", "Two", "Three"} {
		s.opens(s.ann, s.thread, nil).writes(words)
	}
	s.want("three windows", s.ann, "Three", "Two", "One")
}

// A window that was left open does not know what was written elsewhere since. Nothing is
// overwritten: it is told, and both texts stay.
func TestAStaleWindowOverwritesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	phone := s.opens(s.ann, s.thread, nil)
	phone.writes("From the phone")
	desk := s.opens(s.ann, s.thread, &s.drafts(s.ann)[0])
	first := desk.writes("From the desk")

	k := phone.writes("From the phone again")
	if k.Outcome != draft.Apart || k.Other != first.ID || k.ID == first.ID {
		t.Errorf("the phone is told %+v", k)
	}
	s.want("both texts stay", s.ann, "From the phone again", "From the desk")
	if k := phone.writes("From the phone, on and on"); k.Outcome != draft.Saved {
		t.Errorf("and goes on in its own: %+v", k)
	}
	s.want("both are still there", s.ann, "From the phone, on and on", "From the desk")
}

// An answer that is lost on the way makes neither a second draft nor a conflict with oneself, and
// what arrives late does not put old words back.
func TestAWindowIsNeverInItsOwnWay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.opens(s.ann, s.thread, nil)
	w.form.Turn = 1
	w.sends("The answer")
	w.form.Turn = 2
	if k := w.sends("The answer is lost"); k.Outcome != draft.Saved || k.Seq != 2 {
		t.Errorf("after a lost answer: %+v", k)
	}
	w.form.Turn = 1
	w.sends("The answer")
	s.want("what came late changes nothing", s.ann, "The answer is lost")

	desk := s.opens(s.ann, s.thread, &s.drafts(s.ann)[0])
	desk.writes("From the desk")
	for range 3 { // three times, as one whose answers are lost
		w.form.Turn = 3
		w.sends("From the first")
	}
	s.want("kept apart once", s.ann, "From the first", "From the desk")
}

func TestADraftIsGoneWhenItIsPosted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.opens(s.ann, s.thread, nil).writes("Another one")
	w := s.opens(s.ann, s.thread, nil)
	w.writes("To be posted")
	for range 2 {
		if _, err := s.talk.Reply(ctx, s.ann, s.thread.ID, w.reply()); err != nil {
			t.Fatal(err)
		}
	}
	s.want("the other stays", s.ann, "Another one")
	if k := w.writes("To be posted, and more"); k.Outcome != draft.Sent {
		t.Errorf("what a form sends after it was posted: %+v", k)
	}
	s.want("it does not come back", s.ann, "Another one")

	phone := s.opens(s.ann, s.thread, nil)
	phone.writes("From the phone")
	desk := s.opens(s.ann, s.thread, &s.drafts(s.ann)[0])
	desk.sends("From the phone, finished")
	if _, err := s.talk.Reply(ctx, s.ann, s.thread.ID, desk.reply()); err != nil {
		t.Fatal(err)
	}
	s.want("finished elsewhere", s.ann, "Another one")
	if k := phone.writes("From the phone, after all"); k.Outcome != draft.Gone {
		t.Errorf("the phone is told %+v", k)
	}
	s.want("and its words are kept", s.ann, "From the phone, after all", "Another one")
}

// Whoever posts from a stale window has not seen what the draft says by now.
func TestWhatWasSavedElsewhereOutlivesTheStaleWindowsPost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	phone := s.opens(s.ann, s.thread, nil)
	phone.writes("From the phone")
	s.opens(s.ann, s.thread, &s.drafts(s.ann)[0]).writes("From the desk, much longer")
	if _, err := s.talk.Reply(ctx, s.ann, s.thread.ID, phone.reply()); err != nil {
		t.Fatal(err)
	}
	s.want("the desk's words", s.ann, "From the desk, much longer")
}

func TestAThreadOrAChangeThatIsSentThrowsItsDraftAway(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	post, err := s.talk.Reply(ctx, s.ann, s.thread.ID, discuss.NewReply{Body: "Before.", Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	keep := func(p draft.Place, key string) {
		t.Helper()
		if _, err := s.Save(ctx, s.ann, draft.Unsent{Place: p, Key: key, Fields: draft.Fields{"body": {"Words"}}}); err != nil {
			t.Fatal(err)
		}
	}
	key := rand.Text()
	keep(draft.Place{Form: draft.Thread}, key)
	if _, err := s.talk.Start(ctx, s.ann, discuss.NewThread{Board: "welcome", Title: "Words", Body: "Words", Key: key}); err != nil {
		t.Fatal(err)
	}
	s.want("a thread", s.ann)
	key = rand.Text()
	keep(draft.Place{Form: draft.Post, ID: post.Post.ID}, key)
	if _, err := s.talk.Edit(ctx, s.ann, post.Post.ID, discuss.EditPost{Body: "Words", Version: 9, Key: key}); models.KindOf(err) != models.KindConflict {
		t.Fatal(err)
	}
	s.want("a change that was not taken", s.ann, "Words")
	if _, err := s.talk.Edit(ctx, s.ann, post.Post.ID, discuss.EditPost{Body: "Words", Version: 1, Key: key}); err != nil {
		t.Fatal(err)
	}
	s.want("a change", s.ann)
}

func TestADocumentThatIsSavedThrowsItsDraftAway(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	practices, projects := practice.New(s.db, models.Limits{}), project.New(s.db, models.Limits{})
	var made practice.Practice
	var begun project.Project
	for _, c := range []struct {
		says string
		form func() draft.Place
		send func(key string) error
	}{
		{"a practice", func() draft.Place { return draft.Place{Form: draft.Practice} }, func(key string) (err error) {
			made, err = practices.Write(ctx, s.ann, practice.NewPractice{Board: "practices", Title: "Words", Body: "Words", Key: key})
			return err
		}},
		{"a change of it", func() draft.Place { return draft.Place{Form: draft.Practice, ID: made.ID} }, func(key string) error {
			_, err := practices.Edit(ctx, s.ann, made.ID, practice.EditPractice{Title: "Other words", Body: "Words", Version: made.Version, Key: key})
			return err
		}},
		{"a project", func() draft.Place { return draft.Place{Form: draft.Project} }, func(key string) (err error) {
			begun, err = projects.Start(ctx, s.ann, project.NewProject{Board: "projects", Title: "Words", Key: key})
			return err
		}},
		{"a change of that", func() draft.Place { return draft.Place{Form: draft.Project, ID: begun.ID} }, func(key string) error {
			_, err := projects.Edit(ctx, s.ann, begun.ID, project.EditProject{Title: "Other words", Status: "planned", Version: begun.Version, Key: key})
			return err
		}},
	} {
		key := rand.Text()
		if _, err := s.Save(ctx, s.ann, draft.Unsent{Place: c.form(), Key: key, Fields: draft.Fields{"body": {c.says}}}); err != nil {
			t.Fatal(err)
		}
		s.want(c.says+", before", s.ann, c.says)
		if err := c.send(key); err != nil {
			t.Fatalf("%s: %v", c.says, err)
		}
		s.want(c.says+", once it is saved", s.ann)
	}
}

func TestFiftySavesAtOnceMakeOneDraft(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	form := s.opens(s.ann, s.thread, nil).form
	form.Fields = draft.Fields{"body": {"The same words"}}
	atOnce(50, func(int) {
		if _, err := s.Save(ctx, s.ann, form); err != nil {
			t.Error(err)
		}
	})
	s.want("one draft", s.ann, "The same words")
	if d := s.drafts(s.ann)[0]; d.Seq != 1 {
		t.Errorf("it was saved %d times", d.Seq)
	}
}

func TestADraftIsItsWritersAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	room := s.start("rotas")
	s.opens(s.bob, room, nil).writes("In the room")
	d := s.drafts(s.bob)[0]
	if _, err := s.Draft(ctx, s.ann, d.ID); models.KindOf(err) != models.KindNotFound {
		t.Errorf("another's draft: %v", err)
	}
	if err := s.Remove(ctx, s.ann, d.ID); models.KindOf(err) != models.KindNotFound {
		t.Errorf("throw another's draft away: %v", err)
	}
	theirs := s.opens(s.ann, s.thread, &d)
	if k := theirs.writes("On another's draft"); k.Outcome != draft.Gone {
		t.Errorf("saving into another's draft: %+v", k)
	}
	s.want("which stays as it is", s.bob, "In the room")

	s.leave(s.bob)
	got := s.drafts(s.bob)[0]
	if got.ThreadTitle != "" || got.Open() || got.Fields.Get("body") != "In the room" {
		t.Errorf("after leaving the room: %+v", got)
	}
	if err := s.Remove(ctx, s.bob, d.ID); err != nil {
		t.Error(err)
	}
	s.want("thrown away", s.bob)
}

func TestSomeThingsAreNotKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	room := s.start("rotas")
	in := func(id int64) draft.Place { return draft.Place{Form: draft.Reply, ID: id} }
	many := draft.Fields{"body": {strings.Repeat("é", 60_001)}}
	for _, c := range []struct {
		name   string
		by     member.Member
		place  draft.Place
		fields draft.Fields
		want   models.Kind
	}{
		{"by a visitor", member.Member{}, in(s.thread.ID), draft.Fields{"body": {"Words"}}, models.KindSignIn},
		{"by an applicant", member.Member{ID: s.ann.ID, State: member.Applicant}, in(s.thread.ID), draft.Fields{"body": {"Words"}}, models.KindForbidden},
		{"by a suspended member", member.Member{ID: s.ann.ID, State: member.Suspended}, in(s.thread.ID), draft.Fields{"body": {"Words"}}, models.KindForbidden},
		{"in a room one is not in", s.ann, in(room.ID), draft.Fields{"body": {"Words"}}, models.KindNotFound},
		{"in a thread that is not there", s.ann, in(4040), draft.Fields{"body": {"Words"}}, models.KindNotFound},
		{"of another's post", s.ann, draft.Place{Form: draft.Post, ID: 1}, draft.Fields{"body": {"Words"}}, models.KindNotFound},
		{"of what is no practice", s.bob, draft.Place{Form: draft.Practice, ID: s.thread.ID}, draft.Fields{"body": {"Words"}}, models.KindNotFound},
		{"with a patient's number", s.ann, in(s.thread.ID), draft.Fields{"body": {"NHS number 999 000 0018"}}, models.KindInvalid},
		{"with one in another field", s.ann, in(s.thread.ID), draft.Fields{"body": {"Words"}, "title": {"NHS number 999 000 0018"}}, models.KindInvalid},
		{"that is too long", s.ann, in(s.thread.ID), many, models.KindInvalid},
		{"of nothing", s.ann, in(s.thread.ID), draft.Fields{"body": {" \n"}, "board": {"welcome"}}, ""},
	} {
		_, err := s.Save(ctx, c.by, draft.Unsent{Place: c.place, Key: rand.Text(), Fields: c.fields})
		if got := models.KindOf(err); got != c.want {
			t.Errorf("a draft %s: got %q (%v), want %q", c.name, got, err, c.want)
		}
	}
	s.want("nothing was kept", s.ann)
}

func TestADraftIsNotEmptiedByChance(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.opens(s.ann, s.thread, nil)
	k := w.writes("Words")
	if got := w.writes(""); got.Outcome != draft.Nothing || got.ID != k.ID {
		t.Errorf("an empty form: %+v", got)
	}
	s.want("the words stay", s.ann, "Words")
}

func TestNobodyHasDraftsWithoutEnd(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var w *window
	for range draft.Most {
		w = s.opens(s.ann, s.thread, nil)
		w.writes("Words")
	}
	form := s.opens(s.ann, s.thread, nil).form
	form.Fields = draft.Fields{"body": {"One more"}}
	if _, err := s.Save(ctx, s.ann, form); models.KindOf(err) != models.KindInvalid {
		t.Errorf("one more: %v", err)
	}
	w.writes("The last one goes on")
}

func TestADraftIsSweptAfterHalfAYear(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	old := s.opens(s.ann, s.thread, nil)
	old.writes("Left alone")
	kept := s.opens(s.ann, s.thread, nil)
	kept.writes("Gone on with")
	s.later(100 * 24 * time.Hour)
	kept.writes("Gone on with since")
	s.later(80*24*time.Hour - time.Minute)
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	s.want("within half a year", s.ann, "Gone on with since", "Left alone")
	s.later(2 * time.Minute)
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	s.want("after it", s.ann, "Gone on with since")
}

func TestAPlaceIsWrittenOneWay(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{"reply-41": true, "thread": true, "post-9": true, "practice": true, "practice-5": true, "project": true,
		"reply": false, "post": false, "thread-3": false, "reply-0": false, "reply--1": false, "reply-041": false, "settings": false, "": false, "reply-x": false} {
		p, err := draft.ParsePlace(text)
		if (err == nil) != ok || ok && p.String() != text {
			t.Errorf("%q: got %v, %v", text, p, err)
		}
	}
}
