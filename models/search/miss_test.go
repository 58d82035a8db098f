package search

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

// misses has somebody look for words in vain.
func (s *site) misses(by member.Member, text string) {
	s.Note(by, Query{Text: text}, Results{Query: understand(Query{Text: text}).Query})
}

// shown are the words that the committee sees, with how often they were looked for.
func (s *site) shown() (list []string) {
	s.t.Helper()
	all, err := s.Missed(ctx, s.carol)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, m := range all {
		list = append(list, fmt.Sprintf("%s %d %s", m.Words, m.Times, m.LastDay))
	}
	return list
}

func TestWhatIsNotFoundIsShownOnceThreeMembersHaveLookedForIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range 4 { // one member alone, day after day
		s.misses(s.people[0], "Bed  Board")
		s.counted()
		s.later(24 * time.Hour)
	}
	s.misses(s.people[1], `bed "board"`)
	s.misses(s.people[1], "bed board")
	s.counted()
	if got := s.shown(); len(got) != 0 {
		t.Errorf("after two members the committee reads %q", got)
	}
	if n := s.value(`SELECT count(*) FROM search_misses WHERE words = 'bed board' AND first_mark > 0 AND second_mark > 0`); n != 1 {
		t.Errorf("%v rows hold two marks, want 1", n)
	}
	s.misses(s.people[2], "bed bôard")
	s.counted()
	if got := s.shown(); len(got) != 1 || got[0] != "bed board 6 2026-05-08" {
		t.Errorf("after three the committee reads %q", got)
	}
	if n := s.value(`SELECT count(*) FROM search_misses WHERE first_mark <> 0 OR second_mark <> 0 OR key_mark <> 0`); n != 0 {
		t.Error("the marks of those who looked for it are still there")
	}
	s.misses(s.people[3], "bed board")
	s.counted()
	if got := s.shown(); len(got) != 1 || got[0] != "bed board 7 2026-05-08" {
		t.Errorf("after four the committee reads %q", got)
	}
}

func TestThreeMembersAtOnceAreEnough(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, m := range s.people[:3] {
		s.misses(m, "bed board")
	}
	s.misses(s.people[0], "discharge lounge")
	s.counted()
	if got := s.shown(); len(got) != 1 || got[0] != "bed board 3 2026-05-04" {
		t.Errorf("the committee reads %q", got)
	}
}

// A key that is made anew at each start must not make three members of one.
func TestWithAnotherKeyCountingMembersBeginsAnew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i := range 5 {
		s.MarkWith(fmt.Append(nil, "the key of start ", i))
		s.misses(s.people[0], "bed board")
		s.counted()
		s.later(24 * time.Hour)
	}
	if got := s.shown(); len(got) != 0 {
		t.Errorf("one member is taken for three: %q", got)
	}
	s.MarkWith([]byte(apart))
	for _, m := range s.people[:3] {
		s.misses(m, "bed board")
		s.counted()
	}
	if got := s.shown(); len(got) != 1 {
		t.Errorf("three members under one key are not enough: %q", got)
	}
}

func TestMarksTellOfNobody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	share := map[int64]int{}
	for id := range int64(700) {
		share[s.mark(member.Member{ID: id + 1}, "bed board")]++
	}
	for mark, n := range share {
		if mark < 1 || mark > marks || n < 2 {
			t.Errorf("%d of 700 members have the mark %d", n, mark)
		}
	}
	same := 0
	for id := range int64(700) {
		if s.mark(member.Member{ID: id + 1}, "bed board") == s.mark(member.Member{ID: id + 1}, "beds") {
			same++
		}
	}
	if same > 50 {
		t.Errorf("%d of 700 members have the same mark for other words", same)
	}
}

func TestWhatMayBeAboutAPersonIsNotCounted(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"an NHS number":                   "999 000 0018 discharge",
		"one without its check digit":     "9990000123",
		"nine figures":                    "patient 123 456 789",
		"a date of birth":                 "smith 03/07/1961",
		"figures apart by commas":         "943,476,5919",
		"figures apart by operators":      "943 OR 476 AND 5919",
		"figures apart by quotes":         `9434 "765919"`,
		"figures of another width":        "９９９００００１２３",
		"an e-mail address":               "ann.ward@trust.example",
		"a long text":                     "the man in bed nine who fell on Sunday night",
		"a very long word":                strings.Repeat("bed", 40),
		"nothing that is looked for":      "and the",
		"marks that nobody sees":          "bed\u202eboard",
		"words of one author":             "author:ann bed board",
		"words in one board":              "bed board:welcome",
		"words after a day":               "bed after:2025",
		"words in a title":                "bed in:title",
		"characters that are not letters": "???",
	} {
		r := Results{Query: understand(Query{Text: text}).Query}
		if got, ok := countable(Query{Text: text}, r); ok {
			t.Errorf("%s is counted: %q", name, got)
		}
	}
	for text, want := range map[string]string{
		"Bed Board":             "bed board",
		"DCB0129 DCB0160":       "dcb0129 dcb0160",
		"ISO 27001 in 2026":     "iso 27001 2026",
		`Who has a "bed café"?`: "bed cafe",
	} {
		if got, ok := countable(Query{Text: text}, Results{Query: understand(Query{Text: text}).Query}); !ok || got != want {
			t.Errorf("%q is counted as %q (%t), want %q", text, got, ok, want)
		}
	}
}

func TestOnlyMembersSearchesAreCounted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i := range int64(5) {
		s.misses(member.Member{}, "bed board")
		s.misses(member.Member{ID: 100 + i, State: member.Applicant}, "bed board")
	}
	found := Results{Query: Query{Text: "bed board"}, Total: 1, Hits: []Hit{{Kind: Page}}}
	for _, m := range s.people {
		s.Note(m, Query{Text: "bed board"}, found)
	}
	s.counted()
	if n := s.value(`SELECT count(*) FROM search_misses`); n != 0 {
		t.Errorf("%v rows of searches that nobody missed anything in", n)
	}
	for _, m := range s.people[:3] {
		s.Note(m, Query{Text: "bed board"}, Results{Query: Query{Text: "bed board"}, Total: 4, Wider: true, Hits: []Hit{{ThreadID: 4}}})
	}
	s.counted()
	if got := s.shown(); len(got) != 1 {
		t.Errorf("what has only some of the words is no miss: %q", got)
	}
}

func TestTheCommitteeDismissesWhatItHasDealtWith(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, m := range s.people[:3] {
		s.misses(m, "bed board")
	}
	s.misses(s.people[0], "discharge lounge")
	s.counted()
	id := int64(s.value(`SELECT id FROM search_misses WHERE words = 'bed board'`))
	waiting := int64(s.value(`SELECT id FROM search_misses WHERE words = 'discharge lounge'`))
	wantKind(t, "a member", s.Dismiss(ctx, s.people[0], id), models.KindForbidden)
	wantKind(t, "a visitor", s.Dismiss(ctx, member.Member{}, id), models.KindSignIn)
	wantKind(t, "one that is not shown", s.Dismiss(ctx, s.carol, waiting), models.KindNotFound)
	wantKind(t, "one that is not there", s.Dismiss(ctx, s.carol, 799999999), models.KindNotFound)
	for range 2 {
		if err := s.Dismiss(ctx, s.carol, id); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.value(`SELECT count(*) FROM activity WHERE verb = $1 AND detail = 'bed board'`, activity.MissDismissed); n != 1 {
		t.Errorf("%v rows of activity, want 1", n)
	}
	s.later(24 * time.Hour)
	for _, m := range s.people {
		s.misses(m, "bed board")
	}
	s.counted()
	if got := s.shown(); len(got) != 0 {
		t.Errorf("what was dismissed is back: %q", got)
	}
	_, err := s.Missed(ctx, s.people[0])
	wantKind(t, "a member who reads the list", err, models.KindForbidden)
}

func TestMissesAreForgottenAfterAYear(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, m := range s.people[:3] {
		s.misses(m, "bed board")
	}
	s.counted()
	s.later(200 * 24 * time.Hour)
	s.misses(s.people[0], "discharge lounge")
	s.counted()
	s.later(170 * 24 * time.Hour)
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if n := s.value(`SELECT count(*) FROM search_misses`); n != 1 || len(s.shown()) != 0 {
		t.Errorf("%v rows are left, want the one of this year", n)
	}
}

func TestMissesThatFewLookForAreBounded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			INSERT INTO search_misses (words, state, times, last_day) SELECT 'words ' || i, 'counting', 1, '2026-05-04' FROM n`, mostCounting+10)
		return err
	})
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if n := s.value(`SELECT count(*) FROM search_misses`); n != mostCounting {
		t.Errorf("%v rows are left, want %d", n, mostCounting)
	}
}
