package discuss

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
)

func TestAThreadBeginsWithItsFirstPost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	got, err := s.Start(ctx, s.ann, NewThread{
		Board: "interoperability", Title: "  Who  uses FHIR? ", Summary: "In one line", Tags: "FHIR, records, fhir",
		Body: "Ask @bob and @nobody.", Key: key(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Title != "Who uses FHIR?" || got.Posts != 1 || got.Path() != fmt.Sprintf("/threads/%d/who-uses-fhir", got.ID) || TagNames(got.Tags) != "FHIR, records" {
		t.Errorf("got %+v", got)
	}
	posts, err := s.Posts(ctx, s.visitor, got, 1)
	if err != nil || len(posts) != 1 || posts[0].Number != 1 || posts[0].Author.Name != "Ann" {
		t.Fatalf("got %+v, %v", posts, err)
	}
	if html := posts[0].HTML; !strings.Contains(html, `href="/members/bob"`) || strings.Contains(html, "/members/nobody") {
		t.Errorf("only a member's handle is a link, got %s", html)
	}
	if n := s.count(`SELECT count(*) FROM post_mentions WHERE member_id = $1`, s.bob.ID); n != 1 {
		t.Errorf("bob is mentioned %d times", n)
	}
	if n := s.acts(activity.ThreadStarted); n != 1 {
		t.Errorf("%d rows of activity", n)
	}
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "welcome", "Hello")
	inside := s.thread(s.insider, "rotas", "Ours")
	open := s.thread(s.ann, "interoperability", "Open")
	applicant := member.Member{ID: s.bob.ID, State: member.Applicant}
	long := strings.Repeat("a ", 10_001)
	for _, c := range []struct {
		name string
		by   member.Member
		in   Thread
		body string
		want models.Kind
	}{
		{"nothing written", s.ann, thread, "  \n", models.KindInvalid},
		{"too long", s.ann, thread, long + long, models.KindInvalid},
		{"a patient's number", s.ann, thread, "Patient NHS number 999 000 0018 again", models.KindInvalid},
		{"a visitor in a public thread", s.visitor, open, "words", models.KindSignIn},
		{"a visitor in a members' thread", s.visitor, thread, "words", models.KindSignIn},
		{"a visitor in a private thread", s.visitor, inside, "words", models.KindNotFound},
		{"an applicant in a public thread", applicant, open, "words", models.KindForbidden},
		{"an applicant in a members' thread", applicant, thread, "words", models.KindForbidden},
		{"an outsider in a private thread", s.bob, inside, "words", models.KindNotFound},
		{"the committee in a private thread", s.carol, inside, "words", models.KindNotFound},
		{"no such thread", s.bob, Thread{ID: 999}, "words", models.KindNotFound},
	} {
		_, err := s.Reply(ctx, c.by, c.in.ID, NewReply{Body: c.body, Key: key()})
		wantKind(t, c.name, err, c.want)
	}
	_, err := s.Reply(ctx, s.bob, thread.ID, NewReply{Body: "words", ReplyTo: 7, Key: key()})
	wantKind(t, "an answer to no post", err, models.KindInvalid)
	if n := s.count(`SELECT count(*) FROM posts`); n != 3 {
		t.Errorf("there are %d posts, want the three first ones", n)
	}
	for board, want := range map[string]models.Kind{
		"": models.KindInvalid, "practices": models.KindInvalid, "rotas": models.KindNotFound, "nowhere": models.KindNotFound,
	} {
		_, err := s.Start(ctx, s.ann, NewThread{Board: board, Title: "Title", Body: "words", Key: key()})
		wantKind(t, "start in "+board, err, want)
	}
	_, err = s.Start(ctx, s.ann, NewThread{Key: key()})
	for _, field := range []string{"board", "title", "body"} {
		if problems := models.ProblemsOf(err); problems.For(field) == "" {
			t.Errorf("all empty fields are named at once: %s is not in %v", field, problems)
		}
	}
}

func TestTheSameFormSentTwentyTimesIsOnePost(t *testing.T) {
	t.Parallel()
	s := limitedSite(t, models.DefaultLimits())
	thread := s.thread(s.ann, "welcome", "Hello")
	s.later(time.Hour)
	in := NewReply{Body: "Once only", Key: key()}
	ids := make([]int64, 20)
	atOnce(20, func(i int) {
		p, err := s.Reply(ctx, s.ann, thread.ID, in)
		if err != nil {
			t.Errorf("reply %d: %v", i, err)
		}
		ids[i] = p.Post.ID
	})
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("several posts: %v", ids)
		}
	}
	if got := s.again(thread); got.Posts != 2 || s.acts(activity.Replied) != 1 {
		t.Errorf("%d posts and %d rows of activity, want 2 and 1", got.Posts, s.acts(activity.Replied))
	}
	start := NewThread{Board: "welcome", Title: "Once", Body: "Once only", Key: key()}
	atOnce(20, func(i int) {
		if _, err := s.Start(ctx, s.bob, start); err != nil {
			t.Errorf("start %d: %v", i, err)
		}
	})
	if n := s.count(`SELECT count(*) FROM threads`); n != 2 {
		t.Errorf("%d threads, want 2", n)
	}
}

func TestManyRepliesAtOnceAreNumberedWithoutAGap(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "welcome", "Hello")
	atOnce(50, func(i int) {
		by := []member.Member{s.ann, s.bob, s.carol}[i%3]
		if _, err := s.Reply(ctx, by, thread.ID, NewReply{Body: fmt.Sprint("reply ", i), Key: key()}); err != nil {
			t.Errorf("reply %d: %v", i, err)
		}
	})
	thread = s.again(thread)
	if thread.Posts != 51 || thread.Pages() != 3 {
		t.Fatalf("%d posts on %d pages, want 51 on 3", thread.Posts, thread.Pages())
	}
	want, said := 1, map[string]bool{}
	for page := range thread.Pages() {
		posts, err := s.Posts(ctx, s.bob, thread, page+1)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range posts {
			if p.Number != want {
				t.Fatalf("post %d stands where %d should", p.Number, want)
			}
			want++
			said[p.Body] = true
		}
	}
	if want != 52 || len(said) != 51 {
		t.Errorf("read %d posts with %d texts, want 51 of each", want-1, len(said))
	}
	for _, page := range []int{0, -1, 4} {
		_, err := s.Posts(ctx, s.bob, thread, page)
		wantKind(t, fmt.Sprint("page ", page), err, models.KindNotFound)
	}
}

func TestNobodyRepliesWhereTheCommitteeSaysStop(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	locked, hidden := s.thread(s.ann, "welcome", "Locked"), s.thread(s.ann, "welcome", "Hidden")
	s.write(func(tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `UPDATE threads SET locked = TRUE WHERE id = $1`, locked.ID); err != nil {
			return err
		}
		_, err := db.Exec(ctx, tx, `UPDATE threads SET hidden = TRUE WHERE id = $1`, hidden.ID)
		return err
	})
	for _, c := range []struct {
		name string
		by   member.Member
		in   Thread
		want models.Kind
	}{
		{"a member in a locked thread", s.bob, locked, models.KindForbidden},
		{"the committee in a locked thread", s.carol, locked, models.KindForbidden},
		{"the author in their hidden thread", s.ann, hidden, models.KindForbidden},
		{"the committee in a hidden thread", s.carol, hidden, models.KindForbidden},
		{"a member in a hidden thread", s.bob, hidden, models.KindNotFound},
	} {
		_, err := s.Reply(ctx, c.by, c.in.ID, NewReply{Body: "words", Key: key()})
		wantKind(t, c.name, err, c.want)
	}
}

func TestLimitsComeAfterTheKey(t *testing.T) {
	t.Parallel()
	s := limitedSite(t, models.DefaultLimits())
	thread := s.thread(s.ann, "welcome", "Hello")
	in := NewReply{Body: "words", Key: key()}
	_, err := s.Reply(ctx, s.ann, thread.ID, in)
	wantKind(t, "a post at once after another", err, models.KindLimited)
	if e, ok := err.(interface{ Unwrap() error }); !ok || !strings.Contains(e.Unwrap().Error(), "in 5 seconds") {
		t.Errorf("it says how long to wait, got %v", err)
	}
	s.later(5 * time.Second)
	if _, err := s.Reply(ctx, s.ann, thread.ID, in); err != nil {
		t.Errorf("after five seconds: %v", err)
	}
	if _, err := s.Reply(ctx, s.ann, thread.ID, in); err != nil {
		t.Errorf("the same form again, at once: %v", err)
	}
	_, err = s.Start(ctx, s.ann, NewThread{Board: "welcome", Title: "Too soon", Body: "words", Key: key()})
	wantKind(t, "a second thread within 15 seconds", err, models.KindLimited)
	s.later(10 * time.Second)
	s.thread(s.ann, "welcome", "In time")
}

func TestNewMembersWaitLonger(t *testing.T) {
	t.Parallel()
	s := limitedSite(t, models.DefaultLimits())
	thread := s.thread(s.newbie, "welcome", "Hello")
	post := func() error {
		_, err := s.Reply(ctx, s.newbie, thread.ID, NewReply{Body: "words", Key: key()})
		return err
	}
	s.later(29 * time.Second)
	wantKind(t, "a post after 29 seconds", post(), models.KindLimited)
	s.later(time.Second)
	wantKind(t, "a post after 30 seconds", post(), "")
	_, err := s.Start(ctx, s.newbie, NewThread{Board: "welcome", Title: "Second", Body: "words", Key: key()})
	wantKind(t, "a thread after 30 seconds", err, models.KindLimited)
	s.later(24 * time.Hour)
	s.thread(s.newbie, "welcome", "Next day")
	s.later(5 * time.Second)
	wantKind(t, "a post after 5 seconds, no longer new", post(), "")
}

func TestTwentyThreadsADay(t *testing.T) {
	t.Parallel()
	s := limitedSite(t, models.DefaultLimits())
	for i := range 20 {
		s.thread(s.ann, "welcome", fmt.Sprint("Thread ", i))
		s.later(time.Minute)
	}
	in := NewThread{Board: "welcome", Title: "One more", Body: "words", Key: key()}
	_, err := s.Start(ctx, s.ann, in)
	wantKind(t, "the 21st", err, models.KindLimited)
	s.later(24*time.Hour - 21*time.Minute)
	_, err = s.Start(ctx, s.ann, in)
	wantKind(t, "the 21st a minute before a day has passed since the first", err, models.KindLimited)
	s.later(time.Minute)
	if _, err := s.Start(ctx, s.ann, in); err != nil {
		t.Errorf("a day after the first: %v", err)
	}
}

func TestAClockThatWasWrongKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	s := limitedSite(t, models.DefaultLimits())
	s.later(72 * time.Hour)
	thread := s.thread(s.ann, "welcome", "Hello")
	s.later(-72 * time.Hour)
	s.said(s.ann, thread, "back in time")
}

func TestAPostNamesAtMostTwenty(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.ann, "welcome", "Hello")
	body := ""
	s.write(func(tx *db.Tx) error {
		for i := range maxMentions + 1 {
			body += " @" + s.admit(tx, fmt.Sprint("person-", i)).Handle
		}
		return nil
	})
	_, err := s.Reply(ctx, s.ann, thread.ID, NewReply{Body: body, Key: key()})
	wantKind(t, "21 names", err, models.KindInvalid)
	p := s.said(s.ann, thread, strings.TrimPrefix(body, " @person-0"))
	if n := s.count(`SELECT count(*) FROM post_mentions WHERE post_id = $1`, p.Post.ID); n != maxMentions {
		t.Errorf("%d are named, want %d", n, maxMentions)
	}
}

// TestATagLooksLikeItsSlug: whoever first uses a slug names the tag for everybody, so a name in
// a draft or a private room must not be able to stand on a public page.
func TestATagLooksLikeItsSlug(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"秘密", "FHIR 💩", "FHIR <b>", "FHIR!!!", "a\"b", "***", "untitled", "FHIR secret_word"} {
		if _, err := NewHeading("A title", "", name); models.ProblemsOf(err).For("tags") == "" {
			t.Errorf("%q: got %v", name, err)
		}
	}
	for _, name := range []string{"data quality", "Café", "A&E", "C#", "R 4.5", "SNOMED CT", "Zoë's list", "e-mail / post"} {
		if h, err := NewHeading("A title", "", name); err != nil || len(h.Tags) != 1 || h.Tags[0].Name != name {
			t.Errorf("%q: got %+v, %v", name, h.Tags, err)
		}
	}
}
