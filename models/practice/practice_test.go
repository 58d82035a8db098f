package practice_test

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
	"commonroom/models/practice"
	"commonroom/models/prose"
)

var ctx = context.Background()

// library is a site with a few people and the board Practices.
type library struct {
	*practice.Store
	db     *db.DB
	talk   *discuss.Store
	people map[string]member.Member
}

func newLibrary(t *testing.T) library {
	t.Helper()
	d := dbtest.Open(t)
	l := library{practice.New(d, models.Limits{}), d, discuss.New(d, models.Limits{}), map[string]member.Member{"visitor": {}}}
	err := d.Write(ctx, func(tx *db.Tx) (err error) {
		for name, state := range map[string]member.State{
			"ann": member.Confirmed, "ben": member.Confirmed, "committee": member.Confirmed, "administrator": member.Confirmed,
			"applicant": member.Applicant, "suspended": member.Suspended,
		} {
			if l.people[name], err = membertest.Insert(ctx, tx, member.Member{Handle: name, Name: "The " + name, State: state}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	l.seat("committee", member.Term{Committee: true, From: "2010-01-01", Until: models.Forever})
	l.seat("administrator", member.Term{Administers: true, From: "2010-01-01", Until: models.Forever})
	return l
}

func (l library) seat(name string, term member.Term) {
	m := l.people[name]
	m.Terms = []member.Term{term}
	l.people[name] = m
}

func (l library) write(t *testing.T, by, title string) practice.Practice {
	t.Helper()
	p, err := l.Write(ctx, l.people[by], practice.NewPractice{
		Board: "practices", Title: title, Summary: "In short.", Tags: "Service desk, Small changes", Body: "What we did.", Key: rand.Text()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (l library) publish(t *testing.T, by, title string) practice.Practice {
	t.Helper()
	p, err := l.Publish(ctx, l.people[by], l.write(t, by, title).ID)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// as is the practice as an edit would begin from it, with another text.
func as(p practice.Practice, body string) practice.EditPractice {
	return practice.EditPractice{Title: p.Title, Summary: p.Summary, Tags: discuss.TagNames(p.Tags), Body: body, Version: p.Version, Key: rand.Text()}
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

func TestADraftIsItsAuthorsAlone(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	p := l.write(t, "ann", "The canary")
	if _, err := l.Edit(ctx, l.people["ann"], p.ID, as(p, "What we did, in a second version.")); err != nil {
		t.Fatal(err)
	}
	for who, by := range l.people {
		if who == "ann" {
			continue
		}
		_, err := l.Practice(ctx, by, p.ID)
		wantKind(t, who+" reads it", err, models.KindNotFound)
		_, err = l.Edit(ctx, by, p.ID, as(p, "Mine now."))
		wantKind(t, who+" edits it", err, models.KindNotFound)
		_, err = l.Publish(ctx, by, p.ID)
		wantKind(t, who+" publishes it", err, models.KindNotFound)
		_, err = l.History(ctx, by, p.ID)
		wantKind(t, who+" reads its history", err, models.KindNotFound)
		_, err = l.Revision(ctx, by, p.ID, 1)
		wantKind(t, who+" reads its first version", err, models.KindNotFound)
		want(t, who+" finds it", l.all(t, by), "")
	}
	mine, err := l.Drafts(ctx, l.people["ann"])
	if err != nil || len(mine) != 1 || mine[0].ID != p.ID {
		t.Errorf("its author's drafts: got %v, %v", mine, err)
	}
}

// all is everything that lists show somebody.
func (l library) all(t *testing.T, by member.Member) string {
	t.Helper()
	page, err1 := l.List(ctx, by, practice.Filter{}, "")
	tagged, err2 := l.List(ctx, by, practice.Filter{Tag: "service-desk"}, "")
	drafts, err3 := l.Drafts(ctx, by)
	tags, err4 := l.Tags(ctx, by)
	years, err5 := l.Months(ctx, by)
	if err := models.Check(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	seen := ""
	for _, list := range [][]discuss.Thread{page.Items, tagged.Items, drafts} {
		for _, p := range list {
			seen += p.Title + " "
		}
	}
	if len(tags)+len(years) > 0 {
		seen += fmt.Sprint(tags, years)
	}
	return seen
}

func TestNobodyEditsAnothersPractice(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	p := l.publish(t, "ann", "Floor walking")
	for who, by := range l.people {
		if who == "ann" {
			continue
		}
		_, err := l.Edit(ctx, by, p.ID, as(p, "Mine now."))
		wantKind(t, who+" edits it", err, models.KindForbidden)
		_, err = l.Publish(ctx, by, p.ID)
		wantKind(t, who+" publishes it", err, models.KindForbidden)
	}
	now, err := l.Practice(ctx, member.Member{}, p.ID)
	if err != nil || now.Body != p.Body || now.Version != 1 {
		t.Errorf("got %q at version %d, %v", now.Body, now.Version, err)
	}
	if err := l.talk.AddAuthor(ctx, l.people["ann"], p.ID, discuss.NewAuthor{Handle: "ben", Key: rand.Text()}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Edit(ctx, l.people["ben"], p.ID, as(p, "Ours now.")); err != nil {
		t.Errorf("a co-author edits it: %v", err)
	}
}

func TestWhatTheCommitteeHasHiddenStaysAsItIs(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	p := l.publish(t, "ann", "Floor walking")
	err := l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE threads SET hidden = TRUE WHERE id = $1`, p.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Edit(ctx, l.people["ann"], p.ID, as(p, "Harmless."))
	wantKind(t, "its author edits it", err, models.KindForbidden)
}

func TestOfFiftyEditsOfOneVersionOneWins(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	p := l.publish(t, "ann", "Floor walking")
	var won atomic.Int64
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() {
			_, err := l.Edit(ctx, l.people["ann"], p.ID, as(p, fmt.Sprintf("Version of editor %d.", n)))
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
	history, err := l.History(ctx, l.people["ann"], p.ID)
	if err != nil || len(history) != 2 {
		t.Errorf("history: got %d versions, %v", len(history), err)
	}
}

func TestOneFormSentTwentyTimesMakesOnePractice(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	in := practice.NewPractice{Board: "practices", Title: "Once", Body: "Only once.", Key: rand.Text()}
	ids := make(chan int64, 20)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			p, err := l.Write(ctx, l.people["ann"], in)
			if err != nil {
				t.Error(err)
			}
			ids <- p.ID
		})
	}
	all.Wait()
	first := <-ids
	for range 19 {
		want(t, "id", <-ids, first)
	}
	drafts, err := l.Drafts(ctx, l.people["ann"])
	if err != nil || len(drafts) != 1 {
		t.Errorf("got %d drafts, %v", len(drafts), err)
	}
}

func TestAStaleEditIsToldWhatDiffers(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	p := l.publish(t, "ann", "Floor walking")
	if _, err := l.Edit(ctx, l.people["ann"], p.ID, as(p, "What we did first.")); err != nil {
		t.Fatal(err)
	}
	in := as(p, "What we tried.")
	_, err := l.Edit(ctx, l.people["ann"], p.ID, in)
	wantKind(t, "the second edit", err, models.KindConflict)
	now, err := l.Practice(ctx, l.people["ann"], p.ID)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "difference", now.Against(in), []prose.Part{{Name: "Text", Changes: []prose.Change{
		{Kind: prose.Same, Text: "What we "}, {Kind: prose.Removed, Text: "did first"}, {Kind: prose.Added, Text: "tried"}, {Kind: prose.Same, Text: "."}}}})
	in.Version = now.Version
	if now, err = l.Edit(ctx, l.people["ann"], p.ID, in); err != nil || now.Body != in.Body || now.Version != 3 {
		t.Errorf("saved on top: got %q at version %d, %v", now.Body, now.Version, err)
	}
}

// The order in which tags are typed says nothing: it is no difference between two versions.
func TestTheOrderOfTagsIsNoDifference(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	p := l.write(t, "ann", "Floor walking") // tagged in the other order
	in := as(p, "What we tried.")
	in.Tags = "Small changes , Service desk"
	if parts := p.Against(in); len(parts) != 1 || parts[0].Name != "Text" {
		t.Errorf("before saving: got %v, want the text alone", parts)
	}
	if _, err := l.Edit(ctx, l.people["ann"], p.ID, in); err != nil {
		t.Fatal(err)
	}
	first, err := l.Revision(ctx, l.people["ann"], p.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	second, err := l.Revision(ctx, l.people["ann"], p.ID, 2)
	if parts := second.Since(first); err != nil || len(parts) != 1 || parts[0].Name != "Text" {
		t.Errorf("in the history: got %v, %v; want the text alone", parts, err)
	}
}

func TestSavingTheSameWordsMakesNoVersion(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	p := l.write(t, "ann", "Floor walking")
	now, err := l.Edit(ctx, l.people["ann"], p.ID, as(p, p.Body))
	if err != nil || now.Version != 1 {
		t.Errorf("got version %d, %v", now.Version, err)
	}
}

func TestHistoryBeginsForOthersWithWhatWasPublished(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	p := l.write(t, "ann", "Floor walking")
	p, _ = l.Edit(ctx, l.people["ann"], p.ID, as(p, "A second draft."))
	p, _ = l.Publish(ctx, l.people["ann"], p.ID)
	want(t, "edited", p.Edited(), false)
	in := as(p, "After it was published.")
	in.Note = "What changed"
	p, err := l.Edit(ctx, l.people["ann"], p.ID, in)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "edited", p.Edited(), true)
	for who, versions := range map[string]string{"ann": "3 2 1 ", "visitor": "3 2 ", "committee": "3 2 "} {
		history, err := l.History(ctx, l.people[who], p.ID)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range history {
			got += fmt.Sprint(r.Version, " ")
		}
		want(t, who+" reads versions", got, versions)
	}
	_, err = l.Revision(ctx, l.people["ben"], p.ID, 1)
	wantKind(t, "another member reads the first draft", err, models.KindNotFound)
	latest, err := l.Revision(ctx, l.people["ben"], p.ID, 3)
	if err != nil || latest.Note != "What changed" || latest.By.Name != "The ann" {
		t.Errorf("the latest: got %+v, %v", latest, err)
	}
	earlier, _ := l.Revision(ctx, l.people["ann"], p.ID, 1)
	if d := latest.Since(earlier); len(d) != 1 || d[0].Name != "Text" {
		t.Errorf("difference: %+v", d)
	}
}

func TestPublishingHappensOnce(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	dbtest.At(l.db, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	p := l.publish(t, "ann", "Floor walking")
	dbtest.At(l.db, time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC))
	again, err := l.Publish(ctx, l.people["ann"], p.ID)
	if err != nil || !again.Out.Equal(p.Out) || again.PublishedDay != "2026-03-01" {
		t.Errorf("got %v, %s, %v", again.Out, again.PublishedDay, err)
	}
	n, err := db.Value[int](ctx, l.db, `SELECT count(*) FROM activity WHERE verb = 'published'`)
	if err != nil || n != 1 {
		t.Errorf("recorded %d times, %v", n, err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	good := practice.NewPractice{Board: "practices", Title: "Floor walking", Body: "What we did."}
	for _, c := range []struct {
		says  string
		by    string
		spoil func(*practice.NewPractice)
		kind  models.Kind
		field string
	}{
		{"no title", "ann", func(in *practice.NewPractice) { in.Title = " " }, models.KindInvalid, "title"},
		{"no text", "ann", func(in *practice.NewPractice) { in.Body = "" }, models.KindInvalid, "body"},
		{"a text too long", "ann", func(in *practice.NewPractice) { in.Body = strings.Repeat("a", 20_001) }, models.KindInvalid, "body"},
		{"a summary too long", "ann", func(in *practice.NewPractice) { in.Summary = strings.Repeat("a", 301) }, models.KindInvalid, "summary"},
		{"six tags", "ann", func(in *practice.NewPractice) { in.Tags = "a,b,c,d,e,f" }, models.KindInvalid, "tags"},
		{"a patient's number", "ann", func(in *practice.NewPractice) { in.Body = "NHS number 999 000 0018" }, models.KindInvalid, "body"},
		{"no key", "ann", func(in *practice.NewPractice) { in.Key = "" }, models.KindInvalid, "key"},
		{"a board that is not there", "ann", func(in *practice.NewPractice) { in.Board = "nowhere" }, models.KindNotFound, ""},
		{"a board for discussions", "ann", func(in *practice.NewPractice) { in.Board = "questions" }, models.KindInvalid, "board"},
		{"no board", "ann", func(in *practice.NewPractice) { in.Board = "" }, models.KindInvalid, "board"},
		{"a visitor", "visitor", func(*practice.NewPractice) {}, models.KindSignIn, ""},
		{"an applicant", "applicant", func(*practice.NewPractice) {}, models.KindForbidden, ""},
		{"a suspended member", "suspended", func(*practice.NewPractice) {}, models.KindForbidden, ""},
	} {
		in := good
		in.Key = rand.Text()
		c.spoil(&in)
		_, err := l.Write(ctx, l.people[c.by], in)
		wantKind(t, c.says, err, c.kind)
		if c.field != "" && models.ProblemsOf(err).For(c.field) == "" {
			t.Errorf("%s: no problem with %s but %v", c.says, c.field, err)
		}
	}
	n, err := db.Value[int](ctx, l.db, `SELECT (SELECT count(*) FROM threads) + (SELECT count(*) FROM tags) + (SELECT count(*) FROM activity)`)
	if err != nil || n != 0 {
		t.Errorf("%d rows stayed behind, %v", n, err)
	}
}

func TestStartingKeepsToTheLimits(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	l.Store = practice.New(l.db, models.DefaultLimits())
	ann := l.people["ann"]
	ann.Admitted = l.db.Now().AddDate(-1, 0, 0)
	l.people["ann"] = ann
	l.write(t, "ann", "The first")
	_, err := l.Write(ctx, ann, practice.NewPractice{Board: "practices", Title: "The second", Body: "At once.", Key: rand.Text()})
	wantKind(t, "a second at once", err, models.KindLimited)
}

func TestAnOlderRenderingIsMadeAnew(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	p := l.publish(t, "ann", "Floor walking")
	err := l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE practices SET html = 'old', renderer = 0`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, done := range []int{1, 0} {
		n, err := l.Rerender(ctx)
		if err != nil || n != done {
			t.Errorf("got %d, %v, want %d", n, err, done)
		}
	}
	now, err := l.Practice(ctx, member.Member{}, p.ID)
	if err != nil || now.HTML != p.HTML || now.Version != p.Version {
		t.Errorf("got %q at version %d, %v", now.HTML, now.Version, err)
	}
}
