package project_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/member/membertest"
	"commonroom/models/project"
)

var ctx = context.Background()

// desk is a site with a few people and the board Projects.
type desk struct {
	*project.Store
	db     *db.DB
	talk   *discuss.Store
	people map[string]member.Member
}

func newDesk(t *testing.T) desk {
	t.Helper()
	d := dbtest.Open(t)
	s := desk{project.New(d, models.Limits{}), d, discuss.New(d, models.Limits{}), map[string]member.Member{"visitor": {}}}
	err := d.Write(ctx, func(tx *db.Tx) (err error) {
		for name, state := range map[string]member.State{"ann": member.Confirmed, "ben": member.Confirmed,
			"committee": member.Confirmed, "applicant": member.Applicant, "suspended": member.Suspended} {
			m := member.Member{Handle: name, Name: "The " + name, State: state}
			if name == "committee" {
				m.Terms = membertest.OnCommittee()
			}
			if s.people[name], err = membertest.Insert(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func form(title string) project.NewProject {
	return project.NewProject{Board: "projects", Title: title, Summary: "In short.", Tags: "Service desk",
		Aim: "Answer **half** the calls within 30 seconds.", Problem: "42 % were unhappy.\n\n# Why\n\nNobody had asked.",
		Organisation: "Northmoor Community Care", Team: "Tom and the desk", Status: "running", Key: rand.Text()}
}

func (s desk) start(t *testing.T, by, title string) project.Project {
	t.Helper()
	p, err := s.Start(ctx, s.people[by], form(title))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (s desk) publish(t *testing.T, by, title string) project.Project {
	t.Helper()
	p, err := s.Publish(ctx, s.people[by], s.start(t, by, title).ID)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// as is an edit that begins from the project as it is.
func as(p project.Project, aim string) project.EditProject {
	in := form(p.Title).Edit()
	in.Aim, in.Version = aim, p.Version
	return in
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func wantKind(t *testing.T, what string, err error, kind models.Kind) {
	t.Helper()
	if models.KindOf(err) != kind {
		t.Errorf("%s: got %v, want %s", what, err, kind)
	}
}

func TestAProjectIsStartedEditedAndPublished(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	p := s.start(t, "ann", "A better service desk")
	want(t, "fields", []any{p.Title, p.Organisation, p.Team, p.Status.Word(), p.Published, p.Version}, "[A better service desk Northmoor Community Care Tom and the desk Under way false 1]")
	if !strings.Contains(p.AimHTML, "<strong>half</strong>") || !strings.Contains(p.ProblemHTML, "<h3") {
		t.Errorf("got %q and %q", p.AimHTML, p.ProblemHTML)
	}
	in := as(p, "Answer all of them.")
	in.Status = "finished"
	p, err := s.Edit(ctx, s.people["ann"], p.ID, in)
	if err != nil || p.Status != project.Finished || p.Aim != in.Aim || p.Version != 2 {
		t.Errorf("edited: got %+v, %v", p, err)
	}
	dbtest.At(s.db, s.db.Now().Add(time.Hour))
	p, err = s.Publish(ctx, s.people["ann"], p.ID)
	if err != nil || !p.Published || p.Edited() || !p.Out.Equal(s.db.Now()) {
		t.Errorf("published: got %+v, %v", p, err)
	}
	out := p.Out
	dbtest.At(s.db, s.db.Now().Add(time.Hour))
	if p, err = s.Publish(ctx, s.people["ann"], p.ID); err != nil || !p.Out.Equal(out) {
		t.Errorf("published again: got %v, %v", p.Out, err)
	}
	p, err = s.Edit(ctx, s.people["ann"], p.ID, as(p, "Answer most of them."))
	if err != nil || !p.Edited() {
		t.Errorf("edited again: got %+v, %v", p, err)
	}
}

func TestADraftIsItsAuthorsAlone(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	p := s.start(t, "ann", "The canary")
	for who, by := range s.people {
		if who == "ann" {
			continue
		}
		_, err := s.Project(ctx, by, p.ID)
		wantKind(t, who+" reads it", err, models.KindNotFound)
		_, err = s.Edit(ctx, by, p.ID, as(p, "Mine now."))
		wantKind(t, who+" edits it", err, models.KindNotFound)
		_, err = s.Publish(ctx, by, p.ID)
		wantKind(t, who+" publishes it", err, models.KindNotFound)
		page, err1 := s.List(ctx, by, project.Filter{}, "")
		drafts, err2 := s.Drafts(ctx, by)
		if err1 != nil || err2 != nil || len(page.Items)+len(drafts) > 0 {
			t.Errorf("%s finds %v %v, %v %v", who, page.Items, drafts, err1, err2)
		}
	}
	drafts, err := s.Drafts(ctx, s.people["ann"])
	if err != nil || len(drafts) != 1 {
		t.Errorf("its author's drafts: got %v, %v", drafts, err)
	}
}

func TestNobodyEditsAnothersProject(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	p := s.publish(t, "ann", "A better service desk")
	for who, by := range s.people {
		if who == "ann" {
			continue
		}
		_, err := s.Edit(ctx, by, p.ID, as(p, "Mine now."))
		wantKind(t, who+" edits it", err, models.KindForbidden)
		_, err = s.Publish(ctx, by, p.ID)
		wantKind(t, who+" publishes it", err, models.KindForbidden)
	}
	if err := s.talk.AddAuthor(ctx, s.people["ann"], p.ID, discuss.NewAuthor{Handle: "ben", Key: rand.Text()}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Edit(ctx, s.people["ben"], p.ID, as(p, "Ours now.")); err != nil {
		t.Errorf("a co-author edits it: %v", err)
	}
}

func TestWhatTheCommitteeHasHiddenStaysAsItIs(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	p := s.publish(t, "ann", "Hidden")
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE threads SET hidden = TRUE WHERE id = $1`, p.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Edit(ctx, s.people["ann"], p.ID, as(p, "Harmless."))
	if models.KindOf(err) != models.KindForbidden {
		t.Errorf("its author edits it: %v", err)
	}
	err = s.talk.AddAuthor(ctx, s.people["ann"], p.ID, discuss.NewAuthor{Handle: "ben", Key: rand.Text()})
	if models.KindOf(err) != models.KindForbidden {
		t.Errorf("its author names another: %v", err)
	}
	if got, err := s.Project(ctx, s.people["ann"], p.ID); err != nil || got.Title != "Hidden" {
		t.Errorf("it reads %q, %v", got.Title, err)
	}
}

func TestOfFiftyEditsOfOneVersionOneWins(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	p := s.publish(t, "ann", "A better service desk")
	var won atomic.Int64
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() {
			_, err := s.Edit(ctx, s.people["ann"], p.ID, as(p, fmt.Sprintf("Aim of editor %d.", n)))
			switch models.KindOf(err) {
			case "":
				won.Add(1)
			case models.KindConflict:
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	want(t, "edits saved", won.Load(), 1)
	now, err := s.Project(ctx, s.people["ann"], p.ID)
	if err != nil {
		t.Fatal(err)
	}
	parts := now.Against(as(p, "Another aim."))
	if now.Version != 2 || len(parts) != 1 || parts[0].Name != "Aim" {
		t.Errorf("version %d, parts %v", now.Version, parts)
	}
}

func TestPeersComment(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	p := s.start(t, "ann", "A better service desk")
	say := func(by string) error {
		_, err := s.talk.Reply(ctx, s.people[by], p.ID, discuss.NewReply{Body: "Well done.", Key: rand.Text()})
		return err
	}
	wantKind(t, "a comment on another's draft", say("ben"), models.KindNotFound)
	wantKind(t, "a comment on one's own draft", say("ann"), models.KindForbidden)
	if _, err := s.Publish(ctx, s.people["ann"], p.ID); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "a comment on what is published", say("ben"), "")
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	for _, c := range []struct {
		says  string
		by    string
		spoil func(*project.NewProject)
		kind  models.Kind
		field string
	}{
		{"no title", "ann", func(in *project.NewProject) { in.Title = "" }, models.KindInvalid, "title"},
		{"a team of too many words", "ann", func(in *project.NewProject) { in.Team = strings.Repeat("a ", 301) }, models.KindInvalid, "team"},
		{"a patient's number in the aim", "ann", func(in *project.NewProject) { in.Aim = "NHS number 999 000 0018" }, models.KindInvalid, "aim"},
		{"a patient's number in the team", "ann", func(in *project.NewProject) { in.Team = "NHS number 999 000 0018" }, models.KindInvalid, "team"},
		{"a status that is none", "ann", func(in *project.NewProject) { in.Status = "abandoned" }, models.KindInvalid, "status"},
		{"no key", "ann", func(in *project.NewProject) { in.Key = "" }, models.KindInvalid, "key"},
		{"no board", "ann", func(in *project.NewProject) { in.Board = "" }, models.KindInvalid, "board"},
		{"a board for practices", "ann", func(in *project.NewProject) { in.Board = "practices" }, models.KindInvalid, "board"},
		{"a board that is not there", "ann", func(in *project.NewProject) { in.Board = "nowhere" }, models.KindNotFound, ""},
		{"a visitor", "visitor", func(*project.NewProject) {}, models.KindSignIn, ""},
		{"an applicant", "applicant", func(*project.NewProject) {}, models.KindForbidden, ""},
		{"a suspended member", "suspended", func(*project.NewProject) {}, models.KindForbidden, ""},
	} {
		in := form("A better service desk")
		c.spoil(&in)
		_, err := s.Start(ctx, s.people[c.by], in)
		wantKind(t, c.says, err, c.kind)
		if c.field != "" && models.ProblemsOf(err).For(c.field) == "" {
			t.Errorf("%s: no problem with %s but %v", c.says, c.field, err)
		}
	}
	in := form("")
	in.Board = ""
	_, refused := s.Start(ctx, s.people["ann"], in)
	if problems := models.ProblemsOf(refused); problems.For("board") == "" || problems.For("title") == "" {
		t.Errorf("all that is missing is said at once; got %v", problems)
	}
	n, err := db.Value[int](ctx, s.db, `SELECT (SELECT count(*) FROM threads) + (SELECT count(*) FROM tags) + (SELECT count(*) FROM activity)`)
	if err != nil || n != 0 {
		t.Errorf("%d rows stayed behind, %v", n, err)
	}
}

func TestOneLineBeginsAProjectAndMoreIsAskedForBeforeOthersReadIt(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	ann := s.people["ann"]
	p, err := s.Start(ctx, ann, project.NewProject{Board: "projects", Title: "Fewer forms", Key: rand.Text()})
	if err != nil || p.Status != project.Planned || p.Published {
		t.Fatalf("got %v, %v; want a planned draft", p, err)
	}
	_, err = s.Publish(ctx, ann, p.ID)
	problems := models.ProblemsOf(err)
	if problems.For("aim") == "" || problems.For("aim") == problems.For("problem") {
		t.Errorf("each empty field says what goes into it, all at once; got %v", err)
	}
	whole := project.EditProject{Title: "Fewer forms", Aim: "Half of them.", Problem: "Nine forms.", Status: "planned", Version: p.Version, Key: rand.Text()}
	if p, err = s.Edit(ctx, ann, p.ID, whole); err != nil {
		t.Fatal(err)
	}
	if p, err = s.Publish(ctx, ann, p.ID); err != nil || !p.Published {
		t.Fatalf("got %v, %v; want it published", p, err)
	}
	whole.Aim, whole.Version, whole.Key = "", p.Version, rand.Text()
	_, err = s.Edit(ctx, ann, p.ID, whole)
	wantKind(t, "a published project without an aim", err, models.KindInvalid)
}

func TestWalkingTheListWhileOthersPublish(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	dbtest.At(s.db, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) // the same moment for all: ids break the tie
	before := map[int64]bool{}
	for n := range 45 {
		before[s.publish(t, "ann", fmt.Sprintf("Project %d", n)).ID] = true
	}
	seen, pages, cursor := map[int64]int{}, 0, ""
	for {
		page, err := s.List(ctx, member.Member{}, project.Filter{Status: project.Running, Tag: "service-desk"}, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Items {
			seen[p.ID]++
		}
		pages++
		s.publish(t, "ben", fmt.Sprintf("Meanwhile %d", pages))
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	want(t, "pages", pages, 3)
	want(t, "projects met", len(seen), len(before))
	for id, n := range seen {
		if !before[id] || n != 1 {
			t.Errorf("project %d was met %d times", id, n)
		}
	}
	none, err := s.List(ctx, member.Member{}, project.Filter{Status: project.Stopped}, "")
	if err != nil || len(none.Items) != 0 {
		t.Errorf("stopped ones: got %v, %v", none.Items, err)
	}
	_, err = project.NewFilter("abandoned", "")
	wantKind(t, "a filter that is none", err, models.KindNotFound)
	var n db.Counter
	if _, err := s.List(db.Counting(ctx, &n), s.people["ann"], project.Filter{}, ""); err != nil || n.Queries() != 1 {
		t.Errorf("%d queries, %v", n.Queries(), err)
	}
}

func TestAnOlderRenderingIsMadeAnew(t *testing.T) {
	t.Parallel()
	s := newDesk(t)
	p := s.publish(t, "ann", "A better service desk")
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE projects SET aim_html = 'old', problem_html = 'old', renderer = 0`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, done := range []int{1, 0} {
		n, err := s.Rerender(ctx)
		if err != nil || n != done {
			t.Errorf("got %d, %v, want %d", n, err, done)
		}
	}
	now, err := s.Project(ctx, member.Member{}, p.ID)
	if err != nil || now.AimHTML != p.AimHTML || now.ProblemHTML != p.ProblemHTML || now.Version != p.Version {
		t.Errorf("got %q and %q at version %d, %v", now.AimHTML, now.ProblemHTML, now.Version, err)
	}
}
