package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"commonroom/models/db"
	spelling "commonroom/models/words"
)

// question makes a discussion that asks something, with a post by who asks.
func (w *town) question(t *testing.T, readers, title string, heat float64) (id int64) {
	t.Helper()
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		th, err := discussion(t.Context(), tx, w, spot{readers: readers}, w.people["other"].ID)
		if err != nil {
			return err
		}
		id = number(th.token)
		_, err = db.Exec(t.Context(), tx, `UPDATE threads SET title = $2, asks = $4, heat = $3 WHERE id = $1`, id, title, heat, spelling.Asks(title))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// reply adds a post with words in it.
func (w *town) reply(t *testing.T, threadID int64, role, words string, hidden bool) {
	t.Helper()
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		id, err := makePost(t.Context(), tx, threadID, hidden, w.people[role].ID)
		if err != nil {
			return err
		}
		_, err = db.Exec(t.Context(), tx, `UPDATE posts SET body = $2 WHERE id = $1`, id, words)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// inOrder fails unless the parts stand in the text one after the other.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		at := strings.Index(text, part)
		if at < 0 {
			t.Errorf("%q is not there, or too early, in %s", part, text)
			return
		}
		text = text[at+len(part):]
	}
}

func TestTopQuestionsStandByHeatWithTheirAnswers(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	warm, hot := w.question(t, "public", "Who is on call?", 50), w.question(t, "public", "Which record?", 51)
	w.question(t, "public", "Is it cold?", 0)
	w.question(t, "public", "We tell what we did", 60)
	w.reply(t, hot, "other", "I ask once more", false)
	w.reply(t, hot, "member", "The committee hid this", true)
	w.reply(t, hot, "insider", "**Ours** is the one", false)
	w.reply(t, hot, "member", "A later answer", false)
	_, page := w.get(t, "visitor", "/questions")
	inOrder(t, page, "Which record?", "Ours is the one", "#post-4", "4 replies", "Who is on call?", "No answer yet")
	for _, not := range []string{"Is it cold?", "We tell what we did", "I ask once more", "The committee hid this", "A later answer", "The insider"} {
		if strings.Contains(page, not) {
			t.Errorf("%q is on the page", not)
		}
	}
	_, page = w.get(t, "committee", "/questions?board=interoperability")
	inOrder(t, page, "Top questions: Interoperability", "Which record?", "Ours is the one", "Who is on call?")
	if _, page := w.get(t, "visitor", "/boards/interoperability"); !strings.Contains(page, `href="/questions?board=interoperability"`) {
		t.Error("the board does not lead to its top questions")
	}
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := db.Exec(t.Context(), tx, `UPDATE threads SET hidden = TRUE WHERE id = $1`, warm)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"visitor", "other", "committee"} {
		if _, page := w.get(t, role, "/questions"); strings.Contains(page, "Who is on call?") {
			t.Errorf("the %s finds a hidden question among the top", role)
		}
	}
}

func TestAPrivateQuestionIsAmongTheTopOfItsReadersAlone(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.reply(t, w.question(t, "private", "What do we do inside?", 99), "insider", "Inside words", false)
	w.reply(t, w.question(t, "members", "What do members do?", 98), "member", "Members’ words", false)
	for _, role := range append([]string{"other"}, columns...) {
		_, page := w.get(t, role, "/questions")
		inside := role == "insider" || role == "facilitator"
		if got := strings.Contains(page, "inside?") || strings.Contains(page, "Inside words") || strings.Contains(page, "Rotas"); got != inside {
			t.Errorf("the %s finds what is private: %t", role, got)
		}
		if got := strings.Contains(page, "What do members do?"); got != w.people[role].IsMember() {
			t.Errorf("the %s finds what is for members: %t", role, got)
		}
	}
}

func TestWhoeverOpensAQuestionWarmsIt(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	id := w.question(t, "public", "Who is on call?", 0)
	path := "/threads/" + fmt.Sprint(id) + "/top-calls"
	heat := func() float64 {
		t.Helper()
		if err := w.Search.Count(t.Context()); err != nil {
			t.Fatal(err)
		}
		h, err := db.Value[float64](t.Context(), w.db, `SELECT heat FROM threads WHERE id = $1`, id)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	for _, c := range []struct {
		name, role, method string
		header             []string
		warms              bool
	}{
		{"a visitor", "visitor", "GET", nil, false},
		{"an applicant", "applicant", "GET", nil, false},
		{"somebody suspended", "suspended", "GET", nil, false},
		{"a HEAD", "member", "HEAD", nil, false},
		{"a page fetched ahead", "member", "GET", []string{"Sec-Purpose", "prefetch;prerender"}, false},
		{"the same by an older browser", "member", "GET", []string{"Purpose", "prefetch"}, false},
		{"a member", "member", "GET", nil, true},
		{"the member again", "member", "GET", nil, false},
		{"another member", "other", "GET", nil, true},
	} {
		before := heat()
		res, page := w.ask(t, c.method, path, "", append(w.as(c.role), c.header...)...)
		wrong(t, c.name, res.StatusCode, http.StatusOK, page)
		if warmed := heat() > before; warmed != c.warms {
			t.Errorf("%s warms the question: %t, want %t", c.name, warmed, c.warms)
		}
	}
}

func TestTheFormAsksWhatSortOfDiscussionItIs(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	chosen := func(sort string) string { return `value="` + sort + `" checked` }
	for _, c := range []struct{ name, query, chosen string }{
		{"nothing is said", "", ""},
		{"the link says it", "?sort=question", "question"},
		{"the title that the link brings asks", "?title=Who+is+on+call%3F", "question"},
		{"the title tells", "?title=How+we+cut+the+queue", ""},
	} {
		_, page := w.get(t, "member", "/threads/new"+c.query)
		for _, sort := range []string{"question", "discussion"} {
			if got := strings.Contains(page, chosen(sort)); got != (sort == c.chosen) {
				t.Errorf("%s: %s is chosen: %t", c.name, sort, got)
			}
		}
	}
	in := url.Values{"board": {"interoperability"}, "title": {"Stuck with the label printer"}, "sort": {"question"}, "body": {""}}
	status, _, page := w.post(t, "member", "/threads", in)
	if wrong(t, "a form without words", status, http.StatusUnprocessableEntity, page); !strings.Contains(page, chosen("question")) {
		t.Error("what was chosen is lost")
	}
	in.Set("body", "It jams.")
	status, path, page := w.post(t, "member", "/threads", in)
	wrong(t, "a question", status, http.StatusSeeOther, page)
	for _, where := range []string{path, "/boards/interoperability"} {
		if _, page := w.get(t, "visitor", where); !strings.Contains(page, "<span>Question</span>") {
			t.Errorf("%s does not say that it is a question", where)
		}
	}
}
