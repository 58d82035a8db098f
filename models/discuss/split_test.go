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

// talks makes a discussion of bob's with posts 2 to n by ann and bob in turn, each of which answers
// the one before it.
func (s *site) talks(board, title string, n int) Thread {
	s.t.Helper()
	t := s.thread(s.bob, board, title)
	for i := 2; i <= n; i++ {
		s.later(time.Minute)
		by := s.ann
		if i%2 == 1 {
			by = s.bob
		}
		if _, err := s.Reply(ctx, by, t.ID, NewReply{Body: fmt.Sprint(title, " ", i), ReplyTo: i - 1, Key: key()}); err != nil {
			s.t.Fatal(err)
		}
	}
	return s.again(t)
}

func (s *site) splitting(numbers ...int) NewSplit {
	return NewSplit{Posts: numbers, ToSpace: s.space("interoperability").ID, Title: "Something else", Reason: "It is another subject.", Key: key()}
}

// told writes a page of a thread as somebody reads it: each number with the body of its post and what
// it answers, or where the post has gone.
func (s *site) told(by member.Member, t Thread, page int) string {
	s.t.Helper()
	now, err := s.Thread(ctx, by, t.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	list, err := s.Posts(ctx, by, now, page)
	if err != nil {
		s.t.Fatal(err)
	}
	var lines []string
	for _, p := range list {
		line := fmt.Sprintf("%d %s", p.Number, p.Body)
		if p.ReplyTo > 0 {
			line += fmt.Sprintf(" >%d", p.ReplyTo)
		}
		if p.Moved != nil {
			line = fmt.Sprintf("%d to %s", p.Number, p.Moved.Path)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// numbered tells whether the numbers of every thread go from 1 to its count without a gap, each given
// once, to a post or to a place.
func (s *site) numbered() {
	s.t.Helper()
	bad := s.count(`
		SELECT count(*) FROM threads t
		WHERE t.post_count <> (SELECT count(*) FROM (
			SELECT p.number FROM posts p WHERE p.thread_id = t.id
			UNION
			SELECT x.number FROM post_places x WHERE x.thread_id = t.id) n WHERE n.number BETWEEN 1 AND t.post_count)
			OR t.post_count <> (SELECT count(*) FROM posts p WHERE p.thread_id = t.id) + (SELECT count(*) FROM post_places x WHERE x.thread_id = t.id)`)
	if bad > 0 {
		s.t.Errorf("%d threads have a gap, or a number twice", bad)
	}
}

func TestPostsLeaveTheirPlacesAndKeepTheirAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	from := s.talks("interoperability", "Talk", 6)
	fourth, err := s.Posts(ctx, s.visitor, from, 1)
	if err != nil {
		t.Fatal(err)
	}
	s.later(time.Hour)
	made, err := s.Split(ctx, s.carol, from.ID, s.splitting(3, 4, 6))
	if err != nil {
		t.Fatal(err)
	}
	if made.Title != "Something else" || made.Author.ID != s.bob.ID || made.Posts != 3 || !made.Made.Equal(morning.Add(2*time.Minute)) || made.LastBy != "Ann" {
		t.Errorf("the new thread is %+v", made)
	}
	if got, want := s.told(s.visitor, made, 1), "1 Talk 3\n2 Talk 4 >1\n3 Talk 6"; got != want {
		t.Errorf("the new thread reads\n%s\nwant\n%s", got, want)
	}
	want := fmt.Sprintf("1 The first post of Talk\n2 Talk 2 >1\n3 to %s\n4 to %s\n5 Talk 5 >4\n6 to %s", made.PostPath(1), made.PostPath(2), made.PostPath(3))
	if got := s.told(s.visitor, from, 1); got != want {
		t.Errorf("the old thread reads\n%s\nwant\n%s", got, want)
	}
	if p, err := s.Post(ctx, s.visitor, fourth[3].ID); err != nil || p.Path() != made.PostPath(2) {
		t.Errorf("the address of post 4 leads to %s, %v", p.Path(), err)
	}
	if got := s.again(from); got.Posts != 6 || got.LastBy != "Bob" || !got.LastPost.Equal(morning.Add(4*time.Minute)) {
		t.Errorf("of the old thread lists say %+v", got)
	}
	if p := s.said(s.ann, from, "And on"); p.Post.Number != 7 {
		t.Errorf("the next post is number %d, want 7", p.Post.Number)
	}
	s.numbered()
}

func TestASplitIsRecordedAndTold(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	from := s.talks("interoperability", "Talk", 5)
	made, err := s.Split(ctx, s.carol, from.ID, s.splitting(3, 4, 5))
	if err != nil {
		t.Fatal(err)
	}
	if n := s.count(`SELECT count(*) FROM actions WHERE verb = 'split' AND thread_id = $1 AND from_thread_id = $2 AND subject_id = $3`, made.ID, from.ID, s.bob.ID); n != 1 {
		t.Errorf("%d actions are recorded, want 1", n)
	}
	if n := s.count(`SELECT count(*) FROM activity WHERE verb = 'acted' AND member_id = $1 AND thread_id = $2`, s.bob.ID, made.ID); n != 1 {
		t.Errorf("the author of the first post is told %d times", n)
	}
	if n := s.count(`SELECT count(*) FROM activity WHERE verb = 'posts-moved' AND member_id = $1 AND thread_id = $2 AND action_id = (SELECT max(id) FROM actions)`, s.ann.ID, made.ID); n != 1 || s.acts(activity.PostsMoved) != 1 {
		t.Errorf("the other author is told %d times, and %d are told", n, s.acts(activity.PostsMoved))
	}
}

func TestReadersGoOnWherePostsWent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	from, into := s.talks("interoperability", "Talk", 6), s.talks("interoperability", "Other", 3)
	s.write(func(tx *db.Tx) error {
		for id, read := range map[int64][2]int{s.ann.ID: {5, 3}, s.carol.ID: {2, 1}, s.newbie.ID: {6, -1}} {
			for i, thread := range []Thread{from, into} {
				if read[i] < 0 {
					continue
				}
				_, err := db.Exec(ctx, tx, `
					INSERT INTO ribbons (member_id, thread_id, read_to, follow, moved_at) VALUES ($1, $2, $3, 'watching', $4)
					ON CONFLICT (member_id, thread_id) DO UPDATE SET read_to = excluded.read_to, follow = 'watching'`, id, thread.ID, read[i], tx.Now)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	made, err := s.Split(ctx, s.carol, from.ID, s.splitting(2, 4, 6))
	if err != nil {
		t.Fatal(err)
	}
	readTo := func(m member.Member, t Thread) int {
		return s.count(`SELECT coalesce((SELECT r.read_to FROM ribbons r WHERE r.member_id = $1 AND r.thread_id = $2 AND r.follow = 'watching'), -1)`, m.ID, t.ID)
	}
	for _, c := range []struct {
		by   member.Member
		want int
	}{{s.ann, 2}, {s.carol, 1}, {s.newbie, 3}} {
		if got := readTo(c.by, made); got != c.want {
			t.Errorf("%s has read to %d of the new thread, want %d", c.by.Name, got, c.want)
		}
	}
	if _, err := s.Merge(ctx, s.carol, made.ID, NewMerge{Into: into.Path(), Reason: "The same.", Key: key()}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		by   member.Member
		want int
	}{{s.ann, 5}, {s.carol, 1}, {s.newbie, 0}} {
		if got := readTo(c.by, into); got != c.want {
			t.Errorf("%s has read to %d of the thread that was joined, want %d", c.by.Name, got, c.want)
		}
	}
}

func TestWhoMaySplitWhat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	open, members := s.talks("interoperability", "Talk", 4), s.talks("welcome", "Hello", 3)
	inside := s.thread(s.insider, "rotas", "Ours")
	s.said(s.insider, inside, "words")
	hidden := s.talks("interoperability", "Hidden", 3)
	gone, err := s.Posts(ctx, s.visitor, hidden, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.DecidePost(ctx, s.carol, "hide", gone[1].ID, under(3)); err != nil {
		t.Fatal(err)
	}
	change := func(act func(in *NewSplit), numbers ...int) NewSplit {
		in := s.splitting(numbers...)
		act(&in)
		return in
	}
	for _, c := range []struct {
		says string
		by   member.Member
		from Thread
		in   NewSplit
		want models.Kind
	}{
		{"a member", s.bob, open, s.splitting(2), models.KindForbidden},
		{"a visitor", s.visitor, open, s.splitting(2), models.KindSignIn},
		{"the committee in a private group", s.carol, inside, s.splitting(2), models.KindNotFound},
		{"no post", s.carol, open, s.splitting(), models.KindInvalid},
		{"the post that opens it", s.carol, open, s.splitting(1, 2), models.KindInvalid},
		{"a post that is not there", s.carol, open, s.splitting(2, 9), models.KindInvalid},
		{"a hidden post first", s.carol, hidden, s.splitting(2, 3), models.KindInvalid},
		{"from members to everybody", s.carol, members, s.splitting(2), models.KindInvalid},
		{"to a board of practices", s.carol, open, change(func(in *NewSplit) { in.ToSpace = s.space("practices").ID }, 2), models.KindInvalid},
		{"to no board", s.carol, open, change(func(in *NewSplit) { in.ToSpace = 0 }, 2), models.KindInvalid},
		{"without a title", s.carol, open, change(func(in *NewSplit) { in.Title = " " }, 2), models.KindInvalid},
		{"without a reason", s.carol, open, change(func(in *NewSplit) { in.Reason = "" }, 2), models.KindInvalid},
		{"among members", s.carol, members, change(func(in *NewSplit) { in.ToSpace = s.space("questions").ID }, 2), ""},
		{"the committee", s.carol, open, s.splitting(2, 3), ""},
		{"what has gone already", s.carol, open, s.splitting(3), models.KindInvalid},
	} {
		before := s.count(`SELECT count(*) FROM threads`)
		_, err := s.Split(ctx, c.by, c.from.ID, c.in)
		wantKind(t, c.says, err, c.want)
		if made := s.count(`SELECT count(*) FROM threads`) - before; (made == 1) != (c.want == "") {
			t.Errorf("%s: %d threads were made", c.says, made)
		}
	}
	s.numbered()
}

func TestOfManySplitsOfOnePostOneHappens(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	from := s.talks("interoperability", "Talk", 4)
	errs := make([]error, 50)
	atOnce(50, func(i int) { _, errs[i] = s.Split(ctx, s.carol, from.ID, s.splitting(2, 3)) })
	won := 0
	for i, err := range errs {
		if err == nil {
			won++
			continue
		}
		wantKind(t, fmt.Sprint("split ", i), err, models.KindInvalid)
	}
	if n := s.count(`SELECT count(*) FROM actions`); won != 1 || n != 1 || s.count(`SELECT count(*) FROM threads`) != 2 {
		t.Errorf("%d happened, %d are recorded", won, n)
	}
	s.numbered()
}

func TestAMovedPostIsFoundWhereItStands(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	from := s.talks("interoperability", "Talk", 4)
	made, err := s.Split(ctx, s.carol, from.ID, s.splitting(3, 4))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(ctx, s.carol, made.ID, NewMerge{Into: from.Path(), Reason: "Back again.", Key: key()}); err != nil {
		t.Fatal(err)
	}
	if got, want := s.told(s.visitor, from, 1), fmt.Sprintf("1 The first post of Talk\n2 Talk 2 >1\n3 to %s\n4 to %s\n5 Talk 3\n6 Talk 4 >5", from.PostPath(5), from.PostPath(6)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	s.numbered()
}
