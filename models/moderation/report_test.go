package moderation_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/moderation"
)

// about a post of the site, with a reason and nothing else.
func (s *site) reportOf(where string) moderation.NewReport {
	return moderation.NewReport{Post: s.post[where], Reason: "spam", Words: "Look.", Key: key("report " + where)}
}

func (s *site) open(who string) (list []moderation.Report) {
	s.t.Helper()
	page, err := s.mod.Reports(ctx, s.people[who], moderation.Open, "")
	s.ok(err)
	return page.Items
}

func TestWhoMayReportWhat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.write(func(tx *db.Tx) {
		_, err := db.Exec(ctx, tx, `UPDATE posts SET hidden = TRUE WHERE id = $1`, s.post["practice"])
		s.ok(err)
	})
	for i, c := range []struct {
		says, who string
		in        moderation.NewReport
		want      models.Kind
	}{
		{"a visitor reports a public post", "visitor", moderation.NewReport{Post: s.post["public"]}, ""},
		{"a visitor reports a public thread", "visitor", moderation.NewReport{Thread: s.thread["public"]}, ""},
		{"a visitor knows no members' post", "visitor", moderation.NewReport{Post: s.post["members"]}, models.KindNotFound},
		{"a visitor knows no profiles", "visitor", moderation.NewReport{Member: "author"}, models.KindNotFound},
		{"an applicant reports a public post", "applicant", moderation.NewReport{Post: s.post["public"]}, ""},
		{"a suspended member reports a public post", "suspended", moderation.NewReport{Post: s.post["public"]}, ""},
		{"a suspended member knows no members' post", "suspended", moderation.NewReport{Post: s.post["members"]}, models.KindNotFound},
		{"a member reports a members' post", "reader", moderation.NewReport{Post: s.post["members"]}, ""},
		{"a member reports a profile", "reader", moderation.NewReport{Member: "author"}, ""},
		{"a member knows no post of a private space", "reader", moderation.NewReport{Post: s.post["private"]}, models.KindNotFound},
		{"the committee neither", "chair", moderation.NewReport{Post: s.post["private"]}, models.KindNotFound},
		{"an insider reports a post of theirs", "insider", moderation.NewReport{Post: s.post["private"]}, ""},
		{"a hidden post is there for nobody else", "reader", moderation.NewReport{Post: s.post["practice"]}, models.KindNotFound},
		{"no such post", "reader", moderation.NewReport{Post: 999999}, models.KindNotFound},
		{"a page anywhere", "visitor", moderation.NewReport{Page: "https://elsewhere.example/x"}, ""},
	} {
		c.in.Reason, c.in.Words, c.in.Key = "other", "It is wrong.", key(fmt.Sprint("form ", i))
		_, err := s.mod.File(ctx, s.people[c.who], c.in)
		if got := models.KindOf(err); got != c.want {
			t.Errorf("%s: got %q (%v), want %q", c.says, got, err, c.want)
		}
	}
}

func TestWhatAReportHasToSay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		says, who, field string
		change           func(*moderation.NewReport)
	}{
		{"a member's reason is enough", "reader", "", func(in *moderation.NewReport) { in.Words = "" }},
		{"but for something else", "reader", "words", func(in *moderation.NewReport) { in.Words, in.Reason = "", "other" }},
		{"a visitor's is not", "visitor", "words", func(in *moderation.NewReport) { in.Words = "" }},
		{"a reason is one of ours", "reader", "reason", func(in *moderation.NewReport) { in.Reason = "because" }},
		{"a reason is needed", "reader", "reason", func(in *moderation.NewReport) { in.Reason = "" }},
		{"words have an end", "reader", "words", func(in *moderation.NewReport) { in.Words = strings.Repeat("a", 2001) }},
		{"patient data goes nowhere", "reader", "words", func(in *moderation.NewReport) { in.Words = "NHS number 999 000 0018" }},
		{"an e-mail address is one", "visitor", "contact", func(in *moderation.NewReport) { in.Contact = "Ann <ann@example.org>" }},
		{"a visitor may leave one", "visitor", "", func(in *moderation.NewReport) { in.Contact = "ann@example.org" }},
		{"something is reported", "visitor", "page", func(in *moderation.NewReport) { in.Post = 0 }},
		{"but with a message", "visitor", "", func(in *moderation.NewReport) { in.Post, in.Reason = 0, "other" }},
		{"the form has its key", "reader", "key", func(in *moderation.NewReport) { in.Key = "" }},
	} {
		in := s.reportOf("public")
		in.Key = key(c.says)
		c.change(&in)
		_, err := s.mod.File(ctx, s.people[c.who], in)
		switch {
		case c.field == "" && err != nil:
			t.Errorf("%s: got %v", c.says, err)
		case c.field != "" && models.ProblemsOf(err).For(c.field) == "":
			t.Errorf("%s: got %v, want a problem with %s", c.says, err, c.field)
		}
	}
}

func TestAnAddressOfOursIsKnownForWhatItIs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	post := fmt.Sprint("/posts/", s.post["public"])
	thread := fmt.Sprintf("/threads/%d/title-canary?page=1", s.thread["public"])
	for _, c := range []struct{ who, page, want string }{
		{"visitor", post, "post"},
		{"visitor", thread, "thread"},
		{"visitor", thread + "#post-2", "post"},
		{"visitor", thread + "#post-9", "page"},
		{"visitor", "https://elsewhere.example" + post, "page"},
		{"visitor", "//elsewhere.example" + post, "page"},
		{"visitor", fmt.Sprint("/posts/", s.post["members"]), "page"},
		{"reader", fmt.Sprint("/posts/", s.post["members"]), "post"},
		{"visitor", "/members/author", "page"},
		{"reader", "/members/author", "member"},
		{"reader", fmt.Sprint("/practices/", s.thread["practice"]), "thread"},
		{"reader", "/posts/99999999999999999999", "page"},
		{"reader", "not an address %zz", "page"},
	} {
		a, err := s.mod.About(ctx, s.people[c.who], moderation.NewReport{Page: c.page})
		s.ok(err)
		if a.Kind != c.want || a.Page != c.page {
			t.Errorf("%s pasting %s: got a %s of %s, want a %s", c.who, c.page, a.Kind, a.Page, c.want)
		}
	}
}

func TestFiftyReportsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			in := s.reportOf("public")
			in.Key = key(fmt.Sprint("press ", i))
			if _, err := s.mod.File(ctx, s.people["reader"], in); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := s.count(`SELECT count(*) FROM reports`); n != 1 {
		t.Errorf("got %d reports, want 1", n)
	}
	if n := s.count(`SELECT count(*) FROM activity WHERE verb = 'reported'`); n != 1 {
		t.Errorf("got %d activity rows, want 1", n)
	}
}

func TestAVisitorsFormCountsOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range 3 {
		_, err := s.mod.File(ctx, s.people["visitor"], s.reportOf("public"))
		s.ok(err)
	}
	if n := s.count(`SELECT count(*) FROM reports`); n != 1 {
		t.Errorf("got %d reports, want 1", n)
	}
}

func TestReportsHaveALimitADay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	file := func(n int) error {
		_, err := s.mod.File(ctx, s.people["reader"], moderation.NewReport{
			Page: fmt.Sprint("https://elsewhere.example/", n), Reason: "spam", Key: key(fmt.Sprint("form ", n))})
		return err
	}
	for n := range 4 {
		s.ok(file(n))
	}
	wantKind(t, file(4), models.KindLimited)
	s.ok(file(3)) // the same form again is no further report
	dbtest.At(s.db, noon.Add(24*time.Hour))
	s.ok(file(5))
}

func TestAClockPutRightLetsPeopleReport(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	file := func(n int) error {
		_, err := s.mod.File(ctx, s.people["reader"], moderation.NewReport{
			Page: fmt.Sprint("https://elsewhere.example/", n), Reason: "spam", Key: key(fmt.Sprint("form ", n))})
		return err
	}
	dbtest.At(s.db, noon.Add(72*time.Hour))
	for n := range 4 {
		s.ok(file(n))
	}
	dbtest.At(s.db, noon)
	for n := range 4 {
		s.ok(file(10 + n))
	}
	wantKind(t, file(14), models.KindLimited)
}

func TestNobodyIsToldThatTheyWereReported(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, err := s.mod.File(ctx, s.people["reader"], s.reportOf("public"))
	s.ok(err)
	if n := s.count(`SELECT count(*) FROM activity WHERE member_id = $1`, s.people["author"].ID); n != 0 {
		t.Errorf("%d activity rows concern the author", n)
	}
}

func TestWhoReadsTheReports(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, where := range []string{"public", "members"} {
		_, err := s.mod.File(ctx, s.people["reader"], s.reportOf(where))
		s.ok(err)
	}
	_, err := s.mod.File(ctx, s.people["insider"], s.reportOf("private"))
	s.ok(err)
	if got := s.open("chair"); len(got) != 2 {
		t.Errorf("the chair reads %d reports, want those of the public and the members' board", len(got))
	}
	if n, err := s.mod.OpenReports(ctx, s.people["chair"]); n != 2 || err != nil {
		t.Errorf("the chair is told of %d, %v", n, err)
	}
	for who, want := range map[string]models.Kind{
		"visitor": models.KindSignIn, "reader": models.KindForbidden, "former-chair": models.KindForbidden, "applicant": models.KindForbidden,
	} {
		_, err := s.mod.Reports(ctx, s.people[who], moderation.Open, "")
		wantKind(t, err, want)
	}
}

func TestNobodyReadsOrDecidesAReportAboutThemselves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.write(func(tx *db.Tx) {
		_, err := db.Exec(ctx, tx, `UPDATE posts SET author_id = $1 WHERE id = $2`, s.people["chair"].ID, s.post["public"])
		s.ok(err)
		_, err = db.Exec(ctx, tx, `INSERT INTO thread_authors (thread_id, member_id) VALUES ($1, $2)`, s.thread["practice"], s.people["chair"].ID)
		s.ok(err)
	})
	var ids []int64
	for i, in := range []moderation.NewReport{{Post: s.post["public"]}, {Member: "chair"}, {Thread: s.thread["practice"]}} {
		in.Reason, in.Key = "spam", key(fmt.Sprint("form ", i))
		id, err := s.mod.File(ctx, s.people["reader"], in)
		s.ok(err)
		ids = append(ids, id)
	}
	if got := s.open("chair"); len(got) != 0 {
		t.Errorf("the chair reads %s", got[0].About.Words())
	}
	if got := s.open("treasurer"); len(got) != 3 {
		t.Errorf("the treasurer reads %d reports, want 3", len(got))
	}
	for i, id := range ids {
		in := moderation.CloseReport{Outcome: "Nothing in it.", Key: key(fmt.Sprint("close ", i))}
		wantKind(t, s.mod.Close(ctx, s.people["chair"], id, in), models.KindNotFound)
		s.ok(s.mod.Close(ctx, s.people["treasurer"], id, in))
	}
}

func TestAnAddressPastedByAStrangerIsKeptFromTheOneItIsAbout(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.write(func(tx *db.Tx) {
		for _, query := range []string{`UPDATE posts SET author_id = $1 WHERE id = $2`, `UPDATE threads SET author_id = $1 WHERE id = $2`} {
			id := s.post["members"]
			if strings.Contains(query, "threads") {
				id = s.thread["members"]
			}
			_, err := db.Exec(ctx, tx, query, s.people["chair"].ID, id)
			s.ok(err)
		}
	})
	pages := []string{
		"/members/chair",
		fmt.Sprint("/posts/", s.post["members"]),
		fmt.Sprint("/threads/", s.thread["members"]),
		fmt.Sprintf("/threads/%d/title#post-2", s.thread["members"]),
	}
	for i, page := range pages {
		in := moderation.NewReport{Page: page, Reason: "spam", Words: "Look at this.", Key: key(fmt.Sprint("form ", i))}
		id, err := s.mod.File(ctx, s.people["visitor"], in)
		s.ok(err)
		if _, err := s.mod.Report(ctx, s.people["chair"], id); models.KindOf(err) != models.KindNotFound {
			t.Errorf("%s: the chair reads a report about themselves: %v", page, err)
		}
		r, err := s.mod.Report(ctx, s.people["treasurer"], id)
		s.ok(err)
		if r.About.Kind != moderation.OnPage || r.About.Words() != page || r.About.Path() != "" {
			t.Errorf("%s: the treasurer reads of %+v", page, r.About)
		}
	}
}

func TestAReportIsClosedOnceWithItsOutcome(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id, err := s.mod.File(ctx, s.people["reader"], s.reportOf("public"))
	s.ok(err)
	shut := func(who, outcome, k string) error {
		return s.mod.Close(ctx, s.people[who], id, moderation.CloseReport{Outcome: outcome, Key: key(k)})
	}
	wantKind(t, shut("reader", "Mine.", "a"), models.KindForbidden)
	if got := models.ProblemsOf(shut("chair", " ", "b")).For("outcome"); got == "" {
		t.Error("a report was closed without an outcome")
	}
	s.ok(shut("chair", "The post is hidden.", "c"))
	s.ok(shut("chair", "The post is hidden.", "c")) // the same form twice
	wantKind(t, shut("treasurer", "Nothing in it.", "d"), models.KindConflict)

	page, err := s.mod.Reports(ctx, s.people["chair"], moderation.Closed, "")
	s.ok(err)
	if len(page.Items) != 1 || len(s.open("chair")) != 0 {
		t.Fatalf("got %d closed and %d open reports", len(page.Items), len(s.open("chair")))
	}
	r := page.Items[0]
	if r.Outcome != "The post is hidden." || r.ClosedBy != "CHAIR Canary" || !r.ClosedAt.Equal(noon) || r.Reporter != "READER Canary" {
		t.Errorf("got %+v", r)
	}
	n := s.count(`SELECT count(*) FROM activity WHERE verb = 'report-closed' AND member_id = $1`, s.people["reader"].ID)
	if n != 1 {
		t.Errorf("the one who reported is told %d times", n)
	}
	again := s.reportOf("public")
	again.Key = key("again")
	second, err := s.mod.File(ctx, s.people["reader"], again)
	if s.ok(err); second == id {
		t.Error("a closed report swallowed a new one")
	}
}

func TestWhatAReportIsAboutInWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a           moderation.About
		words, path string
	}{
		{moderation.About{Kind: "post", PostID: 7, Number: 3, Author: "Ann Ward", Title: "Top calls"}, "Post 3 by Ann Ward in “Top calls”", "/posts/7"},
		{moderation.About{Kind: "thread", ThreadID: 4, Thread: "practice", Author: "Ann Ward", Title: "Top calls"}, "“Top calls” by Ann Ward", "/practices/4"},
		{moderation.About{Kind: "thread", ThreadID: 4, Thread: "discussion", Author: "Ann Ward", Title: "Top calls"}, "“Top calls” by Ann Ward", "/threads/4"},
		{moderation.About{Kind: "member", Author: "Ann Ward", Handle: "ann"}, "The profile of Ann Ward", "/members/ann"},
		{moderation.About{Kind: "page", Page: "javascript:alert(1)"}, "javascript:alert(1)", ""},
	} {
		if c.a.Words() != c.words || c.a.Path() != c.path {
			t.Errorf("got %q at %q, want %q at %q", c.a.Words(), c.a.Path(), c.words, c.path)
		}
	}
}

func TestACommitteeMemberInAGroupHasNoMorePowerThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.write(func(tx *db.Tx) {
		_, err := db.Exec(ctx, tx, `
			INSERT INTO space_members (space_id, member_id, role, joined_at) VALUES ($1, $2, 'facilitator', $3)`,
			s.spaces["private"], s.people["chair"].ID, tx.Now)
		s.ok(err)
	})
	id, err := s.mod.File(ctx, s.people["insider"], s.reportOf("private"))
	s.ok(err)
	if got := s.open("chair"); len(got) != 0 {
		t.Errorf("the chair reads %s", got[0].About.Words())
	}
	if n, err := s.mod.OpenReports(ctx, s.people["chair"]); n != 0 || err != nil {
		t.Errorf("the chair is told of %d, %v", n, err)
	}
	_, err = s.mod.Report(ctx, s.people["chair"], id)
	wantKind(t, err, models.KindNotFound)
	d := moderation.Decision{Verb: moderation.Hide, Target: s.reply("private"), Rule: 3, Reason: "Off the subject."}
	wantKind(t, s.record("chair", d), models.KindNotFound)
}
