package discuss

import (
	"fmt"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/moderation"
)

// walk reads all pages of a board, with an act between each two.
func (s *site) walk(slug string, between func()) (titles []string) {
	s.t.Helper()
	in := s.space(slug)
	for cursor := ""; ; between() {
		b, err := s.Board(ctx, s.bob, in, "", cursor)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, t := range append(b.Pinned, b.Threads...) {
			titles = append(titles, t.Title)
		}
		if cursor = b.Next; cursor == "" {
			return titles
		}
	}
}

func TestWalkingABoardWhileOthersPost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var threads []Thread
	for i := range 80 {
		if i%3 == 0 {
			s.later(time.Second) // the others have the same moment: the id decides
		}
		threads = append(threads, s.thread(s.ann, "welcome", fmt.Sprint("Thread ", i)))
	}
	if _, err := s.Decide(ctx, s.carol, moderation.Pin, threads[7].ID, moderation.NewDecision{Reason: "Read first.", Key: key()}); err != nil {
		t.Fatal(err)
	}
	moved := map[string]bool{}
	n := 0
	seen := map[string]int{}
	for _, title := range s.walk("welcome", func() {
		n++
		s.later(time.Minute)
		s.thread(s.bob, "welcome", fmt.Sprint("New ", n))
		s.said(s.bob, threads[n], "up")    // on a page still to come
		s.said(s.bob, threads[79-n], "up") // on a page already read
		moved[threads[n].Title], moved[threads[79-n].Title] = true, true
	}) {
		seen[title]++
	}
	for _, thread := range threads {
		if got := seen[thread.Title]; got > 1 || got == 0 && !moved[thread.Title] {
			t.Errorf("%s is met %d times", thread.Title, got)
		}
	}
	for title, n := range seen {
		if n > 1 {
			t.Errorf("%s is met %d times", title, n)
		}
	}
	if len(seen) < 70 {
		t.Errorf("only %d threads are met", len(seen))
	}
}

func TestPinnedThreadsStandAboveTheFirstPageOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.thread(s.ann, "welcome", "First")
	for i := range perBoard + 1 {
		s.later(time.Second)
		s.thread(s.ann, "welcome", fmt.Sprint("Thread ", i))
	}
	if _, err := s.Decide(ctx, s.carol, moderation.Pin, first.ID, moderation.NewDecision{Reason: "Read first.", Key: key()}); err != nil {
		t.Fatal(err)
	}
	b, err := s.Board(ctx, s.bob, s.space("welcome"), "", "")
	if err != nil || len(b.Pinned) != 1 || b.Pinned[0].Title != "First" || len(b.Threads) != perBoard || b.Threads[0].Title != fmt.Sprint("Thread ", perBoard) {
		t.Fatalf("the first page is %+v, %v", b, err)
	}
	b, err = s.Board(ctx, s.bob, s.space("welcome"), "", b.Next)
	if err != nil || len(b.Pinned) != 0 || len(b.Threads) != 1 || b.Next != "" {
		t.Errorf("the second page is %+v, %v", b, err)
	}
}

func TestListsShowWhatTheReaderMayRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.thread(s.insider, "rotas", "Private")
	s.later(time.Minute)
	s.thread(s.insider, "welcome", "Members")
	s.later(time.Minute)
	s.thread(s.insider, "interoperability", "Public")
	applicant := member.Member{ID: s.bob.ID, State: member.Applicant}
	for _, c := range []struct {
		name string
		by   member.Member
		want string
	}{
		{"a visitor", s.visitor, "[Public]"},
		{"an applicant", applicant, "[Public]"},
		{"a member", s.bob, "[Public Members]"},
		{"the committee", s.carol, "[Public Members]"},
		{"an insider", s.insider, "[Public Members Private]"},
	} {
		list, err := s.Newest(ctx, c.by, Discussion, 10)
		if err != nil {
			t.Fatal(err)
		}
		var newest, posts []string
		for _, thread := range list {
			newest = append(newest, thread.Title)
		}
		page, err := s.PostsOf(ctx, c.by, s.insider.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Items {
			posts = append(posts, p.Thread.Title)
		}
		latest, err := s.Latest(ctx, c.by)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(newest) != c.want || fmt.Sprint(posts) != c.want || len(latest) != len(newest) {
			t.Errorf("%s: newest %v, posts %v, latest of %d spaces, want %s", c.name, newest, posts, len(latest), c.want)
		}
	}
}

func TestTheLatestOfASpaceMayBePinned(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	pinned := s.thread(s.ann, "welcome", "Pinned")
	other := s.thread(s.ann, "welcome", "Other")
	if _, err := s.Decide(ctx, s.carol, moderation.Pin, pinned.ID, moderation.NewDecision{Reason: "Read first.", Key: key()}); err != nil {
		t.Fatal(err)
	}
	for _, thread := range []Thread{other, pinned, other} {
		s.later(time.Minute)
		s.said(s.bob, thread, "words")
		latest, err := s.Latest(ctx, s.bob)
		if err != nil || latest[thread.Space.ID].ID != thread.ID {
			t.Errorf("the latest is %q, want %q (%v)", latest[thread.Space.ID].Title, thread.Title, err)
		}
	}
}

func TestAMembersPostsAreWalked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	thread := s.thread(s.bob, "welcome", "Hello")
	for i := range perProfile + 5 {
		s.said(s.ann, thread, fmt.Sprint("reply ", i)) // all at one moment
	}
	seen := map[string]bool{}
	for cursor, pages := "", 0; ; pages++ {
		page, err := s.PostsOf(ctx, s.bob, s.ann.ID, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Items {
			if seen[p.Post.Body] {
				t.Errorf("%s is met twice", p.Post.Body)
			}
			seen[p.Post.Body] = true
		}
		s.said(s.ann, thread, fmt.Sprint("meanwhile ", pages))
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	for i := range perProfile + 5 {
		if !seen[fmt.Sprint("reply ", i)] {
			t.Errorf("reply %d is not met", i)
		}
	}
}

func TestListsTakeOneQueryEach(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i := range 30 {
		s.said(s.ann, s.thread(s.ann, "welcome", fmt.Sprint("Thread ", i)), "words")
	}
	in, thread := s.space("welcome"), s.thread(s.ann, "welcome", "Last")
	for name, c := range map[string]struct {
		want int64
		read func() error
	}{
		"a board": {2, func() error { _, err := s.Board(counted, s.bob, in, "", ""); return err }},
		"a thread": {2, func() error {
			t, err := s.Thread(counted, s.bob, thread.ID)
			if err == nil {
				_, err = s.Posts(counted, s.bob, t, 1)
			}
			return err
		}},
		"the newest":       {1, func() error { _, err := s.Newest(counted, s.bob, Discussion, 10); return err }},
		"the latest":       {1, func() error { _, err := s.Latest(counted, s.bob); return err }},
		"a member's":       {1, func() error { _, err := s.PostsOf(counted, s.bob, s.ann.ID, ""); return err }},
		"a document's own": {1, func() error { _, err := s.Authors(counted, thread); return err }},
	} {
		before := counter.Queries()
		if err := c.read(); err != nil {
			t.Fatal(err)
		}
		if got := counter.Queries() - before; got != c.want {
			t.Errorf("%s takes %d queries, want %d", name, got, c.want)
		}
	}
}

var (
	counter db.Counter
	counted = db.Counting(ctx, &counter)
)

func TestDocumentsHaveSeveralAuthors(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc, plain := s.document(), s.thread(s.ann, "welcome", "Hello")
	add := func(by member.Member, t Thread, handle string) error {
		return s.AddAuthor(ctx, by, t.ID, NewAuthor{Handle: handle, Key: key()})
	}
	remove := func(by member.Member, handle string) error {
		return s.RemoveAuthor(ctx, by, doc.ID, NewAuthor{Handle: handle})
	}
	wantKind(t, "somebody adds themselves", add(s.bob, doc, "bob"), models.KindForbidden)
	wantKind(t, "the committee adds somebody", add(s.carol, doc, "bob"), models.KindForbidden)
	wantKind(t, "a visitor", add(s.visitor, doc, "bob"), models.KindSignIn)
	wantKind(t, "to a discussion", add(s.ann, plain, "bob"), models.KindForbidden)
	wantKind(t, "nobody of that name", add(s.ann, doc, "zoe"), models.KindInvalid)
	wantKind(t, "the maker adds bob", add(s.ann, doc, " @Bob"), "")
	wantKind(t, "and again", add(s.ann, doc, "bob"), "")
	wantKind(t, "bob adds carol", add(s.bob, doc, "carol"), "")
	list, err := s.Authors(ctx, doc)
	if err != nil || len(list) != 3 || list[0].Name != "Ann" {
		t.Errorf("the authors are %+v, %v", list, err)
	}
	if n := s.acts(activity.AuthorAdded); n != 2 {
		t.Errorf("%d additions are recorded, want 2", n)
	}
	wantKind(t, "the maker is taken off", remove(s.bob, "ann"), models.KindInvalid)
	wantKind(t, "who is none", remove(s.bob, "insider"), models.KindInvalid)
	wantKind(t, "bob takes himself off", remove(s.bob, "bob"), "")
	wantKind(t, "bob is no author any more", remove(s.bob, "carol"), models.KindForbidden)
	if n := s.acts(activity.AuthorRemoved); n != 1 {
		t.Errorf("%d removals are recorded, want 1", n)
	}
}

func TestACoAuthorMustReadTheSpace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	inside := s.thread(s.insider, "rotas", "Ours")
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE threads SET kind = 'practice' WHERE id = $1`, inside.ID)
		return err
	})
	err := s.AddAuthor(ctx, s.insider, inside.ID, NewAuthor{Handle: "bob", Key: key()})
	wantKind(t, "an outsider", err, models.KindInvalid)
}
