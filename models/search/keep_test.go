package search

import (
	"slices"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/member"
)

// also is what else is looked for when somebody types the text.
func (s *site) also(text string) []string {
	s.t.Helper()
	r, err := s.Find(ctx, s.people[0], Query{Text: text})
	if err != nil {
		s.t.Fatal(err)
	}
	return r.Also
}

func (s *site) lineOf(expression string) Line {
	s.t.Helper()
	list, err := s.Lines(ctx, s.carol)
	if err != nil {
		s.t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(l Line) bool { return slices.Contains(expressionsIn(l.Words), expression) })
	if i < 0 {
		s.t.Fatalf("no line has %q", expression)
	}
	return list[i]
}

// What comes with the site obeys the rules that the committee is held to.
func TestTheFirstLinesObeyTheRules(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	list, err := s.Lines(ctx, s.carol)
	if err != nil || len(list) < 90 {
		t.Fatalf("%d lines, %v", len(list), err)
	}
	in := map[string]string{}
	for _, l := range list {
		if text, err := tidied(l.Words); err != nil || text != l.Words {
			t.Errorf("%q: %v", l.Words, err)
		}
		for _, e := range expressionsIn(l.Words) {
			stems := strings.Join(stemsOf(e), " ")
			if other := in[stems]; other != "" {
				t.Errorf("%q stands in %q and in %q", e, other, l.Words)
			}
			in[stems] = l.Words
		}
	}
}

func TestSearchKnowsTheLanguageOfTheField(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for text, want := range map[string]string{
		"EPR":                                "electronic patient record",
		"electronic patient records":         "EPR",
		"A&E":                                "emergency department",
		"accident and emergency waits":       "A&E",
		"integrated care systems":            "ICS",
		"chief clinical information office":  "",
		"chief clinical information officer": "CCIO",
		"snomed":                             "SNOMED CT",
		"fhir":                               "fast healthcare interoperability resources",
		"dspt":                               "data security and protection toolkit",
		"DCB 0129":                           "DCB0129",
		"e-prescribing":                      "EPMA",
		"single sign on":                     "SSO",
		"wi-fi at home":                      "wifi",
		"hand over":                          "handover",
		"outpatient":                         "OPD",
		"IT":                                 "information technology",
		"it":                                 "",
		"hospital at home":                   "virtual ward",
		`"EPR"`:                              "",
	} {
		if got := s.also(text); want == "" && len(got) > 0 || want != "" && !slices.Contains(got, want) {
			t.Errorf("%q: also searching for %q, want %q", text, got, want)
		}
	}
}

func TestTheCommitteeKeepsTheWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other := New(s.db) // another node
	if len(s.also("bed board")) != 0 {
		t.Fatal("there is such a line already")
	}
	if err := s.AddLine(ctx, s.carol, EditLine{Words: "bed board ,  patient flow board,", Key: key()}); err != nil {
		t.Fatal(err)
	}
	if got := s.also("bed boards"); !slices.Equal(got, []string{"patient flow board"}) {
		t.Errorf("also searching for %q", got)
	}
	if r, err := other.Find(ctx, s.people[0], Query{Text: "bed board"}); err != nil || len(r.Also) != 1 {
		t.Errorf("another node also searches for %q, %v", r.Also, err)
	}
	l := s.lineOf("bed board")
	if l.Words != "bed board, patient flow board" || l.By != "carol" || !l.At.Equal(morning) || l.Version != 1 {
		t.Errorf("got %+v", l)
	}
	s.later(time.Hour)
	if err := s.ChangeLine(ctx, s.carol, l.ID, EditLine{Words: "bed board, site view", Version: 1, Key: key()}); err != nil {
		t.Fatal(err)
	}
	if got := s.also("bed board"); !slices.Equal(got, []string{"site view"}) {
		t.Errorf("after the change also searching for %q", got)
	}
	was, err := s.RemoveLine(ctx, s.carol, l.ID, EditLine{Version: 2, Key: key()})
	if err != nil || was.Words != "bed board, site view" || len(s.also("bed board")) != 0 {
		t.Errorf("removed %+v, %v; also searching for %q", was, err, s.also("bed board"))
	}
	if err := s.AddLine(ctx, s.carol, EditLine{Words: was.Words, Key: key()}); err != nil || len(s.also("bed board")) != 1 {
		t.Errorf("it cannot be added again: %v", err)
	}
	for verb, want := range map[activity.Verb]float64{activity.WordsAdded: 2, activity.WordsChanged: 1, activity.WordsRemoved: 1} {
		if got := s.value(`SELECT count(*) FROM activity WHERE verb = $1 AND by_id = $2`, verb, s.carol.ID); got != want {
			t.Errorf("%v rows say %s, want %v", got, verb, want)
		}
	}
}

func TestALineSentTwiceIsOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	in := EditLine{Words: "bed board, site view", Key: key()}
	for range 2 {
		if err := s.AddLine(ctx, s.carol, in); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.value(`SELECT count(*) FROM search_same WHERE words = $1`, in.Words); n != 1 {
		t.Errorf("%v lines, want 1", n)
	}
}

func TestALineIsRefusedInPlainWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct{ words, says string }{
		{"", "Enter words that mean the same."},
		{"bed board", "at least two"},
		{"bed board, " + strings.Repeat("very ", 12) + "long", "at most 60 characters"},
		{"one, two, three, four, five, six, seven, eight, nine, ten, eleven", "at most 10"},
		{"bed board, and the", "leaves “and the” out"},
		{"bed board, beds boards", "“bed board” and “beds boards” are the same"},
		{"bed board, Electronic Patient Records", "stands on another line already: “EPR, electronic patient record"},
		{"bed board, 999 000 0018", "NHS number"},
	} {
		err := s.AddLine(ctx, s.carol, EditLine{Words: c.words, Key: key()})
		if got := models.ProblemsOf(err).For("words"); !strings.Contains(got, c.says) {
			t.Errorf("%q: got %q (%v), want %q", c.words, got, err, c.says)
		}
	}
	l := s.lineOf("EPR")
	if err := s.ChangeLine(ctx, s.carol, l.ID, EditLine{Words: "EPR, electronic patient record", Version: 1, Key: key()}); err != nil {
		t.Errorf("a line is in its own way: %v", err)
	}
}

func TestOfTwoChangesOfALineOneWins(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	l := s.lineOf("RTT")
	if err := s.ChangeLine(ctx, s.carol, l.ID, EditLine{Words: "RTT, referral to treatment", Version: l.Version, Key: key()}); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "a second change", s.ChangeLine(ctx, s.carol, l.ID, EditLine{Words: "RTT, waiting time", Version: l.Version, Key: key()}), models.KindConflict)
	_, err := s.RemoveLine(ctx, s.carol, l.ID, EditLine{Version: l.Version, Key: key()})
	wantKind(t, "a removal", err, models.KindConflict)
	if got := s.lineOf("RTT"); got.Words != "RTT, referral to treatment" || got.Version != 2 {
		t.Errorf("the line says %+v", got)
	}
}

func TestOnlyTheCommitteeKeepsTheWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	l := s.lineOf("RTT")
	for _, c := range []struct {
		by   member.Member
		want models.Kind
	}{{s.people[0], models.KindForbidden}, {member.Member{}, models.KindSignIn}, {member.Member{ID: s.carol.ID, State: member.Suspended, Terms: s.carol.Terms}, models.KindForbidden}} {
		_, err := s.Lines(ctx, c.by)
		wantKind(t, "list", err, c.want)
		_, err = s.Line(ctx, c.by, l.ID)
		wantKind(t, "read", err, c.want)
		wantKind(t, "add", s.AddLine(ctx, c.by, EditLine{Words: "bed board, site view", Key: key()}), c.want)
		wantKind(t, "change", s.ChangeLine(ctx, c.by, l.ID, EditLine{Words: "RTT, waiting", Version: 1, Key: key()}), c.want)
		_, err = s.RemoveLine(ctx, c.by, l.ID, EditLine{Version: 1, Key: key()})
		wantKind(t, "remove", err, c.want)
	}
	_, err := s.Line(ctx, s.carol, 799999999)
	wantKind(t, "a line that is not there", err, models.KindNotFound)
	_, err = s.RemoveLine(ctx, s.carol, 799999999, EditLine{Key: key()})
	wantKind(t, "removing one", err, models.KindNotFound)
}

// Another node sees a change when what it keeps is no longer fresh.
func TestAnotherNodeSeesTheChangeSoon(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other := New(s.db)
	if _, err := other.sames(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.AddLine(ctx, s.carol, EditLine{Words: "bed board, site view", Key: key()}); err != nil {
		t.Fatal(err)
	}
	other.same.until = time.Now().Add(-time.Millisecond)
	if r, err := other.Find(ctx, s.people[0], Query{Text: "bed board"}); err != nil || len(r.Also) != 1 {
		t.Errorf("also searching for %q, %v", r.Also, err)
	}
	if fresh > 10*time.Second {
		t.Errorf("it may take %s", fresh)
	}
}

func TestOnlyAWholeNameIsMarked(t *testing.T) {
	t.Parallel()
	p := plan{asked: understand(Query{Text: "EPR"})}
	p.clauses = []clause{p.widened(p.clauses, newSame([]string{"EPR, electronic patient record"})["epr"])}
	m := p.marker()
	text := "A patient asked for an electronic patient record. The EPR has no record of it."
	var marked []string
	for _, s := range m.spots(text) {
		marked = append(marked, text[s.Start:s.End])
	}
	if want := []string{"electronic", "patient", "record", "EPR"}; !slices.Equal(marked, want) {
		t.Errorf("marked %q, want %q", marked, want)
	}
	if typed, other := m.called(m.spots("The EPR")), m.called(m.spots("An electronic patient record")); typed != 1 || other != 0 {
		t.Errorf("a text with the typed name calls it so to %v, one with another to %v", typed, other)
	}
}
