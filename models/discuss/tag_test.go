package discuss

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/ribbon"
)

// tagged starts a discussion with tags.
func (s *site) tagged(by member.Member, board, title, tags string) Thread {
	s.t.Helper()
	s.later(time.Minute)
	t, err := s.Start(ctx, by, NewThread{Board: board, Title: title, Tags: tags, Body: "The first post of " + title, Key: key()})
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

func titlesOf(list []Thread) (titles []string) {
	for _, t := range list {
		titles = append(titles, t.Title)
	}
	return titles
}

func TestTheTagsOfWhatSomebodyMayRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tagged(s.ann, "interoperability", "Public", "FHIR, open")
	s.tagged(s.ann, "welcome", "Members", "FHIR, ours")
	s.tagged(s.insider, "rotas", "Private", "FHIR, secret")
	hidden := s.tagged(s.ann, "interoperability", "Hidden", "gone")
	if _, err := s.Decide(ctx, s.carol, moderation.Hide, hidden.ID, under(3)); err != nil {
		t.Fatal(err)
	}
	s.write(func(tx *db.Tx) error {
		h, err := NewHeading("A draft", "", "draft")
		if err == nil {
			_, err = Open(ctx, tx, s.ann, Opening{Space: s.space("practices").ID, Kind: Practice, Heading: h})
		}
		return err
	})
	for _, c := range []struct {
		name string
		by   member.Member
		want string
	}{
		{"a visitor", s.visitor, "[fhir open] [fhir:1 open:1] [Public]"},
		{"a member, whose draft does not count", s.ann, "[fhir open ours] [fhir:2 open:1 ours:1] [Members Public]"},
		{"the committee", s.carol, "[fhir open ours] [fhir:2 open:1 ours:1] [Members Public]"},
		{"an insider", s.insider, "[fhir open ours secret] [fhir:3 open:1 ours:1 secret:1] [Private Members Public]"},
	} {
		list, next, err := s.Subjects(ctx, c.by, "")
		if err != nil || next != "" {
			t.Fatal(next, err)
		}
		var slugs, uses []string
		for _, g := range list {
			slugs = append(slugs, g.Slug)
		}
		used, err := s.Used(ctx, c.by)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range used {
			uses = append(uses, fmt.Sprint(u.Slug, ":", u.Threads))
		}
		g, err := s.Subject(ctx, c.by, "fhir")
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.Tagged(ctx, c.by, g, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%v %v %v", slugs, uses, titlesOf(page.Items)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	for _, c := range []struct {
		name, slug string
		by         member.Member
		want       models.Kind
	}{
		{"a visitor, of members", "ours", s.visitor, models.KindSignIn},
		{"a visitor, of the private room", "secret", s.visitor, models.KindNotFound},
		{"a member, of the private room", "secret", s.bob, models.KindNotFound},
		{"the committee, of what is hidden", "gone", s.carol, models.KindNotFound},
		{"its author, of a draft", "draft", s.ann, models.KindNotFound},
		{"anybody, of none", "nothing", s.ann, models.KindNotFound},
	} {
		_, err := s.Subject(ctx, c.by, c.slug)
		wantKind(t, c.name, err, c.want)
	}
}

func TestThePageOfATagIsWalkedByWhenThingsCameOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	draft := s.document()
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE threads SET published = FALSE WHERE id = $1`, draft.ID)
		return err
	})
	var want []string
	for i := range 2*perTag + 3 {
		want = append(want, s.tagged(s.ann, "questions", fmt.Sprint("Thread ", i), "service desk").Title)
	}
	s.later(time.Hour)
	s.write(func(tx *db.Tx) error { return Publish(ctx, tx, s.ann, draft) })
	want = append(want, draft.Title)
	slices.Reverse(want)
	g, err := s.Subject(ctx, s.bob, "service-desk")
	if err != nil {
		t.Fatal(err)
	}
	var met []string
	for cursor := ""; ; {
		page, err := s.Tagged(ctx, s.bob, g, "", cursor)
		if err != nil {
			t.Fatal(err)
		}
		met = append(met, titlesOf(page.Items)...)
		if cursor = page.Next; cursor == "" {
			break
		}
		s.tagged(s.bob, "questions", "Meanwhile", "service desk") // is not met, and moves nothing
	}
	if !slices.Equal(met, want) {
		t.Errorf("met are %v, want %v", met, want)
	}
	page, err := s.Tagged(ctx, s.bob, g, Practice, "")
	if err != nil || !slices.Equal(titlesOf(page.Items), []string{draft.Title}) {
		t.Errorf("of the practices %v are met, %v", titlesOf(page.Items), err)
	}
	if n := s.count(`SELECT count(*) FROM thread_tags x JOIN threads t ON t.id = x.thread_id WHERE x.out_at <> t.published_at`); n != 0 {
		t.Errorf("%d tags have another date than their thread", n)
	}
}

func TestTagsAreLeafedThroughByTheAlphabet(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var want, met []string
	for i := range perSubjects + 5 {
		slug := fmt.Sprintf("tag-%03d", i)
		s.tagged(s.ann, "questions", "About "+slug, slug)
		want = append(want, slug)
	}
	for behind, pages := "", 0; ; pages++ {
		list, next, err := s.Subjects(ctx, s.bob, behind)
		if err != nil || pages > 2 {
			t.Fatal(pages, err)
		}
		for _, g := range list {
			met = append(met, g.Slug)
		}
		if behind = next; behind == "" {
			break
		}
	}
	if !slices.Equal(met, want) {
		t.Errorf("met are %v", met)
	}
}

func TestTheCommitteeSaysWhatATagIsFor(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tagged(s.ann, "questions", "Bundles", "fhir")
	edit := func(name, description string, version int64) EditSubject {
		return EditSubject{Name: name, Description: description, Version: version, Key: key()}
	}
	if err := s.Describe(ctx, s.carol, "fhir", edit("FHIR", "Messages between systems.", 1)); err != nil {
		t.Fatal(err)
	}
	if g, err := s.Subject(ctx, s.bob, "fhir"); err != nil || g.Name != "FHIR" || g.Description != "Messages between systems." || g.Version != 2 {
		t.Errorf("it is %+v, %v", g, err)
	}
	for _, c := range []struct {
		name string
		by   member.Member
		in   EditSubject
		want models.Kind
	}{
		{"by an old version", s.carol, edit("FHIR", "Other words.", 1), models.KindConflict},
		{"another name", s.carol, edit("FHIR messages", "", 2), models.KindInvalid},
		{"no name", s.carol, edit(" ", "", 2), models.KindInvalid},
		{"two names", s.carol, edit("FHIR, HL7", "", 2), models.KindInvalid},
		{"a patient's number", s.carol, edit("FHIR", "Ask 999 000 0018.", 2), models.KindInvalid},
		{"a member", s.bob, edit("FHIR", "", 2), models.KindForbidden},
		{"a visitor", s.visitor, edit("FHIR", "", 2), models.KindSignIn},
	} {
		wantKind(t, c.name, s.Describe(ctx, c.by, "fhir", c.in), c.want)
	}
	wantKind(t, "a tag that is not there", s.Describe(ctx, s.carol, "none", edit("None", "", 1)), models.KindNotFound)
	same := edit("FHIR", "Said fifty times at once.", 2)
	atOnce(50, func(int) {
		if err := s.Describe(ctx, s.carol, "fhir", same); err != nil {
			t.Error(err)
		}
	})
	if n := s.acts(activity.TagDescribed); n != 2 {
		t.Errorf("it is recorded %d times, want 2", n)
	}
}

func TestATagIsOnlyWrittenOtherwise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		was, now string
		same     bool
	}{
		{"data quality", "Data quality", true},
		{"cafe", "Café", true},
		{"data quality", "data-quality ", false},
		{"it", "IT", false}, // search keeps the one and leaves the other out
		{"FHIR", "HL7", false},
	} {
		tags, err := newTags(c.was)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Subject{Tag: tags[0]}).sameAs(c.now); got != c.same {
			t.Errorf("%q for %q: got %t", c.now, c.was, got)
		}
	}
}

func TestWhatIsNewInFollowedTags(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	marks := ribbon.New(s.db)
	choose := func(slug string, how ribbon.Follow) {
		t.Helper()
		if err := marks.ChooseTag(ctx, s.bob, slug, how); err != nil {
			t.Fatal(err)
		}
	}
	wants := func(what string, want ...string) {
		t.Helper()
		list, err := s.InFollowedTags(ctx, s.bob, 5)
		if got := titlesOf(list); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v (%v), want %v", what, got, err, want)
		}
	}
	first := s.tagged(s.ann, "questions", "First", "FHIR")
	s.tagged(s.ann, "questions", "Second", "FHIR, rotas")
	s.tagged(s.bob, "questions", "Own", "FHIR")
	s.tagged(s.insider, "rotas", "Private", "FHIR")
	wants("before anything is followed")
	choose("fhir", ribbon.Following)
	wants("followed", "Second", "First")
	choose("rotas", ribbon.Muted)
	wants("with another tag muted", "First")
	if err := marks.Read(ctx, s.bob, first.ID, 1); err != nil {
		t.Fatal(err)
	}
	wants("opened")
	choose("rotas", ribbon.None)
	wants("with nothing muted", "Second")
	s.later(followedFor)
	wants("a month later")
}
