package member_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/member"
)

func edit(p member.Profile, n int) member.EditProfile {
	return member.EditProfile{Name: p.Name, JobTitle: "Lead nurse", Organisation: "Leeds", Version: p.Version, Key: key(n)}
}

func TestSavingAProfile(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	in := member.EditProfile{
		Name: "  Ann  Ward-Lee ", JobTitle: "Lead nurse for informatics", Organisation: "Leeds", Region: "North", About: "I like *forms*.",
		Perspectives: []string{"nursing-and-midwifery", "data-and-analysis", "data-and-analysis"}, Version: ann.Version, Key: key(1),
	}
	if err := h.SaveProfile(ctx, ann, in); err != nil {
		t.Fatal(err)
	}
	p, err := h.Profile(ctx, h.signIn("ben", "ben@trust.example").Member, "ann-ward")
	if err != nil || p.Name != "Ann Ward-Lee" || p.JobTitle != "Lead nurse for informatics" || p.Organisation != "Leeds" || p.Region != "North" || p.Version != ann.Version+1 {
		t.Errorf("got %+v, %v", p, err)
	}
	if p.About != "I like *forms*." || !strings.Contains(p.AboutHTML, "<em>forms</em>") {
		t.Errorf("got %q, %q", p.About, p.AboutHTML)
	}
	if got := fmt.Sprint(p.Perspectives); got != "[{nursing-and-midwifery Nursing and midwifery} {data-and-analysis Data and analysis}]" {
		t.Errorf("got %s", got)
	}
}

func TestAProfileThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	for field, change := range map[string]func(*member.EditProfile){
		"name":         func(in *member.EditProfile) { in.Name = " " },
		"job_title":    func(in *member.EditProfile) { in.JobTitle = strings.Repeat("x", 121) },
		"organisation": func(in *member.EditProfile) { in.Organisation = "999 000 0018, NHS number" },
		"about":        func(in *member.EditProfile) { in.About = "NHS number 999 000 0018" },
		"perspectives": func(in *member.EditProfile) { in.Perspectives = []string{"a", "b", "c", "d"} },
		"key":          func(in *member.EditProfile) { in.Key = "" },
	} {
		in := edit(member.Profile{Member: ann}, 1)
		change(&in)
		if err := h.SaveProfile(ctx, ann, in); models.ProblemsOf(err).For(field) == "" {
			t.Errorf("%s: got %v", field, err)
		}
	}
	in := edit(member.Profile{Member: ann}, 1)
	in.Perspectives = []string{"astrology"}
	wantSaid(t, h.SaveProfile(ctx, ann, in), "Choose from the list")
	if p, err := h.Own(ctx, ann); err != nil || p.Version != ann.Version || p.JobTitle != "" {
		t.Errorf("something was saved: %+v, %v", p, err)
	}
}

func TestOfFiftyEditsOfOneVersionOneWins(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	var all sync.WaitGroup
	var mu sync.Mutex
	kinds := map[models.Kind]int{}
	for i := range 50 {
		all.Go(func() {
			err := h.SaveProfile(ctx, ann, edit(member.Profile{Member: ann}, i))
			mu.Lock()
			defer mu.Unlock()
			kinds[models.KindOf(err)]++
		})
	}
	all.Wait()
	if kinds[""] != 1 || kinds[models.KindConflict] != 49 {
		t.Errorf("got %v", kinds)
	}
}

func TestTheWelcome(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	ben := h.signIn("ben", "ben@trust.example").Member
	for _, handle := range []string{"", "a", "Ann", "ann ward", "-ann", "ann-", "ann--ward", "änn", "admin", "committee", strings.Repeat("a", 41), ben.Handle, "ann%0a"} {
		err := h.Welcome(ctx, ann, member.Welcome{Handle: handle})
		if models.ProblemsOf(err).For("handle") == "" {
			t.Errorf("%q: got %v", handle, err)
		}
	}
	wantKind(t, h.Welcome(ctx, ann, member.Welcome{Handle: "ann", Perspectives: []string{"medical", "x"}}), models.KindInvalid)
	if err := h.Welcome(ctx, ann, member.Welcome{Handle: "ann", Perspectives: []string{"medical"}}); err != nil {
		t.Fatal(err)
	}
	p, err := h.Own(ctx, ann)
	if err != nil || p.Handle != "ann" || !p.Welcomed || len(p.Perspectives) != 1 {
		t.Errorf("got %+v, %v", p, err)
	}
	wantKind(t, h.Welcome(ctx, ann, member.Welcome{Handle: "ann2"}), models.KindConflict)
	if err := h.Welcome(ctx, ben, member.Welcome{Handle: ben.Handle}); err != nil {
		t.Errorf("keeping the handle one was given: %v", err)
	}
}

func TestWhoMayReadProfilesAndTheDirectory(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	eve := h.signIn("eve", "").Member
	suspended := ann
	suspended.State = member.Suspended
	for _, c := range []struct {
		who  string
		by   member.Member
		want models.Kind
	}{
		{"a visitor", member.Member{}, models.KindSignIn},
		{"an applicant", eve, models.KindForbidden},
		{"a suspended member", suspended, models.KindForbidden},
		{"a member", ann, ""},
	} {
		_, err := h.Profile(ctx, c.by, "ann-ward")
		_, err2 := h.Find(ctx, c.by, "", "")
		if models.KindOf(err) != c.want || models.KindOf(err2) != c.want {
			t.Errorf("%s: got %v, %v; want %q", c.who, err, err2, c.want)
		}
	}
	_, err := h.Profile(ctx, ann, eve.Handle)
	wantKind(t, err, models.KindNotFound)
	_, err2 := h.Profile(ctx, ann, "nobody-at-all")
	if fmt.Sprint(models.ProblemsOf(err)) != fmt.Sprint(models.ProblemsOf(err2)) {
		t.Errorf("an applicant and nobody are told apart: %v, %v", err, err2)
	}
}

func TestSuspendedAndVisitorsEditNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	wantKind(t, h.SaveProfile(ctx, member.Member{}, member.EditProfile{}), models.KindSignIn)
	ann.State = member.Suspended
	wantKind(t, h.SaveProfile(ctx, ann, member.EditProfile{}), models.KindForbidden)
	wantKind(t, h.Welcome(ctx, ann, member.Welcome{}), models.KindForbidden)
}

func TestFindingMembers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	h.signIn("zoe", "zoe@trust.example")
	h.signIn("ben", "ben@trust.example")
	h.signIn("eve", "")
	if err := h.SaveProfile(ctx, ann, member.EditProfile{Name: "Ann Ward", JobTitle: "Lead nurse", Organisation: "100% Health", Version: ann.Version, Key: key(1)}); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{
		"":                       "[Ann Ward Ben Okafor Zoë O'Neill]",
		"zoe":                    "[Zoë O'Neill]",
		"ZOË neill":              "[Zoë O'Neill]",
		"nurse WARD":             "[Ann Ward]",
		"nurse okafor":           "[]",
		"100%":                   "[Ann Ward]",
		"%":                      "[Ann Ward]",
		"_":                      "[]",
		`\`:                      "[]",
		"' OR 1=1":               "[]",
		"Provider's":             "[]",
		strings.Repeat("é", 300): "[]",
	} {
		page, err := h.Find(ctx, ann, q, "")
		var names []string
		for _, m := range page.Items {
			names = append(names, m.Name)
		}
		if got := fmt.Sprint(names); err != nil || got != want {
			t.Errorf("%q: got %s, %v; want %s", q, got, err, want)
		}
	}
}

func TestTheDirectoryIsWalkedOnceEach(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var file strings.Builder
	file.WriteString("name,e-mails,cohort\n")
	for i := range 120 {
		fmt.Fprintf(&file, "Person %d,p%d@x.example,1\n", i%7, i) // many namesakes
	}
	if _, err := h.load(file.String()); err != nil {
		t.Fatal(err)
	}
	for i := range 120 {
		h.signIn(fmt.Sprint(i), fmt.Sprintf("p%d@x.example", i))
	}
	by := h.signIn("ann", "ann@hospital.example").Member
	seen, cursor, pages := map[int64]int{}, "", 0
	for {
		var n db.Counter
		page, err := h.Find(db.Counting(ctx, &n), by, "", cursor)
		if err != nil || n.Queries() != 1 {
			t.Fatalf("%v, %d queries", err, n.Queries())
		}
		for _, m := range page.Items {
			seen[m.ID]++
		}
		pages++
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if pages != 3 || len(seen) != 121 {
		t.Errorf("%d pages with %d members", pages, len(seen))
	}
	for _, bad := range []string{"x", "!!", "MA", "MC4A"} {
		_, err := h.Find(ctx, by, "", bad)
		wantKind(t, err, models.KindNotFound)
	}
}

func TestHandlesOfMembersOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.signIn("ann", "ann@hospital.example").Member
	eve := h.signIn("eve", "").Member
	got, err := member.Handles(ctx, h.db, []string{"ann-ward", eve.Handle, "nobody"})
	if err != nil || len(got) != 1 || got["ann-ward"] != ann.ID {
		t.Errorf("got %v, %v", got, err)
	}
}
