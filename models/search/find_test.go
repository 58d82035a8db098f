package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/member"
	"commonroom/models/search"
)

func TestWordsAreUnderstoodAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	fig := p.thread(p.ann, "questions", "Fig trees", "An elderberry grows beside the organisation.").Path()
	plum := p.thread(p.bob, "welcome", "Plum stones", "The elderberry and the quince, side by side. Café.").Path()
	well := p.thread(p.bob, "welcome", "Being well", "Well-being for A&E and R&D.").Path()
	cases := []struct {
		says, text string
		want       []string
	}{
		{"every word has to be there", "elderberry fig", []string{fig}},
		{"a form of a word", "elderberries", []string{fig, plum}},
		{"the American spelling", "organization", []string{fig}},
		{"without the accent", "cafe", []string{plum}},
		{"in capitals", "ELDERBERRY FIG", []string{fig}},
		{"either of two", "fig OR plum", []string{fig, plum}},
		{"either of two, and a third", "fig OR plum quince", []string{plum}},
		{"without a word", "elderberry -fig", []string{plum}},
		{"without a phrase", `elderberry -"side by side"`, []string{fig}},
		{"a phrase", `"elderberry and the quince"`, []string{plum}},
		{"a phrase in another order", `"quince elderberry"`, nil},
		{"a phrase that is never closed", `"plum stones`, []string{plum}},
		{"typographic quotes", "“plum stones”", []string{plum}},
		{"a word with a hyphen", "well-being", []string{well}},
		{"a word with an ampersand", "a&e", []string{well}},
		{"the beginning of a last word", "elderb", []string{fig, plum}},
		{"the beginning of a word that is over", "elderb ", nil},
		{"stopwords say nothing", "the fig of the", []string{fig}},
		{"stopwords alone find nothing", "the of and", nil},
		{"nothing finds nothing", "  ", nil},
		{"an operator without a value is a word", "fig:", []string{fig}},
		{"an operator that there is not is words", "colour:fig", nil},
		{"OR at the beginning says nothing", "OR fig", []string{fig}},
		{"and so it does at the end", "fig OR", []string{fig}},
		{"a minus alone says nothing", "fig - ", []string{fig}},
	}
	for _, c := range cases {
		p.finds(c.says, p.ann, c.text, c.want...)
	}
}

func TestFiltersLeaveOut(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE members SET cohort_number = 3 WHERE id = $1`, p.bob.ID)
		return err
	})
	dbtest.At(p.db, time.Date(2019, 2, 14, 12, 0, 0, 0, time.UTC))
	old := p.practice(p.ann, "An old quince", "Stewed.").Path()
	dbtest.At(p.db, time.Date(2024, 12, 31, 23, 59, 0, 0, time.UTC)) // London's last minute of the year
	eve := p.thread(p.bob, "questions", "A quince at midnight", "Cold.").Path()
	dbtest.At(p.db, morning)
	tagged, err := p.talk.Start(ctx, p.ann, discuss.NewThread{Board: "welcome", Title: "Fruit", Tags: "Data quality, soft fruit", Body: "A quince.", Key: key()})
	p.can(err)
	now := tagged.Path()
	said := post(p.reply(p.bob, tagged, "My quince.").Post.ID)
	cases := []struct {
		says, text string
		want       []string
	}{
		{"nothing is left out", "quince", []string{old, eve, now}},
		{"a kind", "quince kind:practice", []string{old}},
		{"replies alone", "kind:reply quince", []string{said}},
		{"a kind that there is not", "quince kind:pear", nil},
		{"a board", "quince board:welcome", []string{now}},
		{"an author", "quince author:@bob", []string{eve, said}},
		{"an author in capitals", "quince author:Bob", []string{eve, said}},
		{"an author by name", `quince author:"the BOB"`, []string{eve, said}},
		{"the first words of a name", "quince author:the", []string{old, eve, now}},
		{"the beginning of a word of a name", "quince author:th", nil},
		{"an author that there is not", "quince author:nobody", nil},
		{"a kind as one says it of several", "quince kind:Practices", []string{old}},
		{"replies as one says it", "kind:replies quince", []string{said}},
		{"a board in capitals", "quince board:Welcome", []string{now}},
		{"a tag", "quince tag:data-quality", []string{now}},
		{"a tag in words", `quince tag:"Data Quality"`, []string{now}},
		{"a cohort", "quince cohort:3", []string{eve, said}},
		{"a cohort that is none is left out of the question", "quince cohort:x", []string{old, eve, now}},
		{"before a year", "quince before:2020", []string{old}},
		{"before a month", "quince before:2019-02", nil},
		{"before a day", "quince before:2019-02-15", []string{old}},
		{"that day is not before it", "quince before:2019-02-14", nil},
		{"after a day begins with it", "quince after:2019-02-14 before:2019-02-15", []string{old}},
		{"after a year", "quince after:2025", []string{now}},
		{"from the last day of a year", "quince after:2024-12-31 before:2025-01", []string{eve}},
		{"between", "quince after:2019-03 before:2026", []string{eve}},
		{"a date that is none is left out of the question", "quince after:yesterday", []string{old, eve, now}},
		{"before what it is after", "quince after:2025 before:2024", nil},
		{"in the title", "quince in:title", []string{old, eve}},
		{"all at once", "quince author:ann board:welcome tag:soft-fruit after:2026 kind:discussion", []string{now}},
		{"a filter without words", "author:bob", []string{eve, said, "/members/bob"}},
	}
	for _, c := range cases {
		p.finds(c.says, p.ann, c.text, c.want...)
	}
	r, err := p.search.Find(ctx, p.ann, search.Query{Text: "quince tag:soft-fruit after:never", Kind: "discussion"})
	if err != nil || r.Query.Text != "quince" || r.Query.Tag != "soft-fruit" || r.Query.Kind != "discussion" || r.Query.After != "" || len(r.Notes) != 1 {
		t.Errorf("what was understood is %+v, with the notes %v, %v", r.Query, r.Notes, err)
	}
	if got := p.find(p.ann, search.Query{Text: "quince", Thread: tagged.ID}); !slices.Equal(got, []string{now, said}) && !slices.Equal(got, []string{said, now}) {
		t.Errorf("within the thread is found %v", got)
	}
}

func TestNobodyIsToldOfWhatTheyMayNotRead(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	secret := p.thread(p.insider, "rotas", "Elderberry rota", "The quince of the group.")
	p.reply(p.insider, secret, "Medlars for the night.")
	inside := p.thread(p.ann, "welcome", "Apricots", "For members: apricots and walnuts.")
	p.finds("the group's own", p.insider, "quince", secret.Path())
	for _, by := range []member.Member{p.visitor, p.ann, p.carol} {
		for _, text := range []string{"elderberry", "elderb", "quince", "medlar", "quinse", "board:rotas", "board:rotas quince", "elderberry OR quince",
			"elderberry medlars", "author:insider quince", "tag:rota"} {
			r, err := p.search.Find(ctx, by, search.Query{Text: text})
			if err != nil || r.Total != 0 || len(r.Facets) != 0 || r.Near != "" {
				t.Errorf("%q tells %d of %v, facets %v, nearest %q, %v", text, r.Total, by.Handle, r.Facets, r.Near, err)
			}
		}
		if list, err := p.search.Suggest(ctx, by, "elderb"); err != nil || len(list) != 0 {
			t.Errorf("%s is suggested %v, %v", by.Handle, list, err)
		}
		if hits, err := p.search.Similar(ctx, by, "Elderberry rota, quince, medlars", 0); err != nil || len(hits) != 0 {
			t.Errorf("%s is told of the similar %v, %v", by.Handle, hits, err)
		}
	}
	for _, text := range []string{"apricot", "walnuts medlars"} {
		if r, err := p.search.Find(ctx, p.visitor, search.Query{Text: text}); err != nil || r.Total != 0 || len(r.Facets) != 0 || r.Near != "" {
			t.Errorf("%q tells a visitor of %d things for members, %v, nearest %q, %v", text, r.Total, r.Facets, r.Near, err)
		}
	}
	p.finds("what is for members", p.ann, "apricot", inside.Path())
	if got := p.find(p.ann, search.Query{Text: "walnuts medlars", Any: true}); !slices.Equal(got, []string{inside.Path()}) {
		t.Errorf("any of two words, one of them of the group alone, finds %v", got)
	}
	p.write(func(tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE space_members SET here = FALSE`)
		return err
	})
	p.finds("what they wrote in a group they have left", p.insider, "quince")
}

func TestTheNearestSpellingIsOffered(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.thread(p.ann, "questions", "Discharge summaries", "A discharge in the morning, with tablets.")
	for typed, want := range map[string]string{
		"dishcarge": "discharge", "Dischrage tablets": "Discharge tablets", "tabelts in the morning": "tablets in the morning",
		"discharge": "", "zzzzzz": "", "the": "",
	} {
		r, err := p.search.Find(ctx, p.ann, search.Query{Text: typed})
		if err != nil || r.Near != want {
			t.Errorf("%q: did you mean %q, want %q, %v", typed, r.Near, want, err)
		}
	}
}

func TestWhatHasSomeOfTheWordsIsShownWhereNothingHasAll(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	two := p.thread(p.ann, "questions", "Quinces and figs", "Both.").Path()
	one := p.thread(p.ann, "questions", "Plums", "With a quince.").Path()
	r, err := p.search.Find(ctx, p.ann, search.Query{Text: "quince fig medlar"})
	if err != nil || !r.Wider || len(r.Hits) != 2 || r.Hits[0].Path() != two || r.Hits[1].Path() != one {
		t.Errorf("got %v, wider %t, %v", r.Hits, r.Wider, err)
	}
	if r, err = p.search.Find(ctx, p.ann, search.Query{Text: "quince fig", Any: true}); err != nil || r.Wider || len(r.Hits) != 2 {
		t.Errorf("any of the words finds %v, wider %t, %v", r.Hits, r.Wider, err)
	}
}

// Pages are walked while others write: no thread is shown twice, and every one that was there is
// shown.
func TestEveryHitIsOnOnePage(t *testing.T) {
	t.Parallel()
	for _, sort := range []string{"", "new"} {
		t.Run("sort "+sort, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			var want []string
			for i := range 37 {
				dbtest.At(p.db, morning.Add(time.Duration(i)*time.Hour))
				thread := p.thread(p.ann, "questions", fmt.Sprintf("Quince number %d", i), strings.Repeat("Quince and more. ", i%5+1))
				for range i % 3 {
					p.reply(p.bob, thread, "A quince of mine.")
				}
				want = append(want, thread.Path())
			}
			var got []string
			q := search.Query{Text: "quince", Sort: sort}
			for page := range 9 {
				r, err := p.search.Find(ctx, p.ann, q)
				p.can(err)
				for _, h := range r.Hits {
					got = append(got, fmt.Sprintf("/threads/%d", h.ThreadID))
				}
				p.thread(p.bob, "welcome", fmt.Sprintf("A new quince %d", page), "Just now.")
				if q.From = r.Next; q.From == "" {
					break
				}
			}
			seen := map[string]int{}
			for _, path := range got {
				seen[path]++
			}
			for _, path := range want {
				short := path[:strings.LastIndexByte(path, '/')]
				if seen[short] != 1 {
					t.Errorf("%s is shown %d times", path, seen[short])
				}
			}
			if q.From != "" || len(got) < 37 {
				t.Errorf("%d hits in all, and another page at %q", len(got), q.From)
			}
		})
	}
}

func TestTheNewestComeFirstWhenAskedFor(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	first := p.practice(p.ann, "Quince quince", "Quince, quince, quince.").Path()
	dbtest.At(p.db, morning.Add(time.Hour))
	second := p.thread(p.ann, "questions", "Something else", "With one quince.")
	dbtest.At(p.db, morning.Add(2*time.Hour))
	said := p.reply(p.bob, p.thread(p.ann, "questions", "Fruit", "None."), "Quince?")
	if got, want := p.find(p.ann, search.Query{Text: "quince", Sort: "new"}), []string{post(said.Post.ID), second.Path(), first}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := p.find(p.ann, search.Query{Text: "quince"}); got[0] != first {
		t.Errorf("the best comes at %v", got)
	}
}

func TestAPassageShowsTheWordsMarked(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.thread(p.ann, "questions", "Quinces & co", strings.Repeat("A long beginning about nothing at all. ", 90)+
		"Then the **Quince** <script>alert(1)</script> & the medlar appear. "+strings.Repeat("And an end. ", 30))
	r, err := p.search.Find(ctx, p.ann, search.Query{Text: "quince medlar"})
	if err != nil || len(r.Hits) != 1 {
		t.Fatalf("%v, %v", r.Hits, err)
	}
	var marked []string
	for _, piece := range slices.Concat(r.Hits[0].Title, r.Hits[0].Passage) {
		if piece.Marked {
			marked = append(marked, piece.Text)
		}
	}
	if text := r.Hits[0].Passage.Text(); !slices.Equal(marked, []string{"Quinces", "Quince", "medlar"}) || !strings.Contains(text, "the Quince ") || len(text) > 300 {
		t.Errorf("the passage is %q with %v marked", text, marked)
	}
}

func TestFacetsCountWhatIsFound(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.practice(p.ann, "Quince", "Stewed.")
	thread := p.thread(p.ann, "questions", "Quince?", "Yes.")
	p.reply(p.bob, thread, "A quince.")
	p.thread(p.insider, "rotas", "Quince", "For us alone.")
	r, err := p.search.Find(ctx, p.ann, search.Query{Text: "quince"})
	var got []string
	for _, f := range r.Facets {
		got = append(got, fmt.Sprint(f.Kind, f.Space.Slug, f.Count))
	}
	if want := []string{"practice1", "discussion1", "reply1", "questions2", "practices1"}; err != nil || !slices.Equal(got, want) || r.Total != 3 || r.More {
		t.Errorf("got %v, want %v; %d in all, %v", got, want, r.Total, err)
	}
}

func TestWhatIsSimilarIsAboutTheSame(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for i := range 12 {
		p.thread(p.ann, "questions", fmt.Sprintf("Number %d about the weather", i), "Rain on the ward.")
	}
	same := p.thread(p.bob, "questions", "Smartcards lost at the night shift", "Smartcards.")
	hits, err := p.search.Similar(ctx, p.ann, "We lose smartcards every night. What do you do?", 0)
	if err != nil || len(hits) != 1 || hits[0].Path() != same.Path() {
		t.Errorf("got %v, %v", hits, err)
	}
	if hits, err = p.search.Similar(ctx, p.ann, "We lose smartcards every night.", same.ID); err != nil || len(hits) != 0 {
		t.Errorf("a thread is similar to itself: %v, %v", hits, err)
	}
}

func TestTitlesTagsAndMembersAreSuggested(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	tagged, err := p.talk.Start(ctx, p.ann, discuss.NewThread{Board: "welcome", Title: "Elderberry wine", Tags: "Elderflower", Body: "A glass.", Key: key()})
	p.can(err)
	p.can(p.members.SaveProfile(ctx, p.bob, member.EditProfile{Name: "Elder Brown", JobTitle: "matron", Version: 1, Key: key()}))
	list, err := p.search.Suggest(ctx, p.ann, "elder")
	want := []search.Suggestion{
		{Kind: search.Discussion, Text: "Elderberry wine", More: tagged.Space.Name, Path: tagged.Path()},
		{Kind: search.Person, Text: "Elder Brown", More: "matron", Path: "/members/bob"},
		{Kind: search.Tag, Text: "Elderflower", Path: "/tags/elderflower"},
	}
	if err != nil || !slices.Equal(list, want) {
		t.Errorf("got %+v, %v", list, err)
	}
	if list, err = p.search.Suggest(ctx, p.visitor, "elder"); err != nil || len(list) != 0 {
		t.Errorf("a visitor is suggested %+v, %v", list, err)
	}
	if list, err = p.search.Suggest(ctx, p.ann, ""); err != nil || len(list) != 0 {
		t.Errorf("nothing typed suggests %+v, %v", list, err)
	}
}

// Nothing that can be typed is an error, on either database.
func FuzzFind(f *testing.F) {
	for _, text := range []string{
		"", `"`, `-"`, "a OR", "OR OR OR", `"a" OR -b`, "tag:", `tag:"x`, "after:2019-99", "before:0000", "cohort:99999999999999999999", "author:@", "kind:practice",
		"NEAR(a b)", "a AND NOT (b", "words:fig", "^fig", "=pp", "~fig", "'; DROP TABLE posts", `\`, "a\x00b", "\xff\xfe", "ﬁg", "🍏 🍎", "日本語", "a:*", "a <-> b & !c | d",
		strings.Repeat("fig ", 200), strings.Repeat(`"fig plum" OR `, 60), "in:title", "-fig", `fig -"plum`, "fig*", "c++ c# a&e v2.1 10,000",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := newPlace(t)
		p.thread(p.ann, "questions", "Figs", "A fig and a plum.")
		for _, q := range []search.Query{{Text: text}, {Text: "fig", Tag: text}, {Text: "fig", Author: text}, {Text: "fig", After: text, Before: text},
			{Text: "fig", Board: text, Kind: text}, {Text: "fig", From: text, Sort: text}, {Text: text, Any: true}} {
			if _, err := p.search.Find(ctx, p.ann, q); err != nil {
				t.Errorf("%+v: %v", q, err)
			}
		}
		if _, err := p.search.Suggest(ctx, p.ann, text); err != nil {
			t.Errorf("suggest %q: %v", text, err)
		}
		if _, err := p.search.Similar(ctx, p.ann, text, 0); err != nil {
			t.Errorf("similar to %q: %v", text, err)
		}
	})
}
