package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"commonroom/models/db"
	"commonroom/models/moderation"
)

// said puts a thread of two posts by the person of a role into a space.
func (w *town) said(t *testing.T, spaceID int64, role string) (target moderation.Target) {
	t.Helper()
	target = moderation.Target{Kind: moderation.OnPost, SpaceID: spaceID, SubjectID: w.people[role].ID}
	err := w.db.Write(t.Context(), func(tx *db.Tx) (err error) {
		target.ThreadID, err = db.Value[int64](t.Context(), tx, `
			INSERT INTO threads (space_id, kind, title, slug, author_id, published, last_post_at, last_post_by, made_at, published_at, post_count)
			VALUES ($1, 'discussion', 'Titlecanary', 'titlecanary', $2, TRUE, $3, $2, $3, $3, 2) RETURNING id`,
			spaceID, target.SubjectID, tx.Now)
		for number := 1; number <= 2 && err == nil; number++ {
			target.PostID, err = db.Value[int64](t.Context(), tx, `
				INSERT INTO posts (thread_id, number, author_id, body, html, renderer, edited_at, made_at)
				VALUES ($1, $2, $3, 'Bodycanary', '<p>Bodycanary</p>', 1, $4, $4) RETURNING id`,
				target.ThreadID, number, target.SubjectID, tx.Now)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return target
}

// act has the committee act without its page.
func (w *town) act(t *testing.T, d moderation.Decision) {
	t.Helper()
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := moderation.Record(t.Context(), tx, w.people["committee"], d)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *town) rows(t *testing.T, table string) int {
	t.Helper()
	n, err := db.Value[int](t.Context(), w.db, `SELECT count(*) FROM `+table)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAVisitorReportsAPublicPost(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	post := w.said(t, w.board(t, "interoperability"), "other")
	link := fmt.Sprint("/report?post=", post.PostID)
	status, page := w.get(t, "visitor", link)
	wrong(t, "the form", status, http.StatusOK, page)
	for _, want := range []string{"Titlecanary", "Your e-mail address", `name="post"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the form does not have %q", want)
		}
	}
	fields := url.Values{"post": {fmt.Sprint(post.PostID)}, "reason": {"spam"}, "words": {"  "}, "contact": {"ann@example.org"}}
	status, _, page = w.post(t, "visitor", "/report", fields)
	wrong(t, "without words", status, http.StatusUnprocessableEntity, page)
	if !strings.Contains(page, "Tell us what is wrong.") || !strings.Contains(page, "ann@example.org") || !strings.Contains(page, "Error: ") {
		t.Error("the form does not come back with what was written and what is wrong")
	}
	fields.Set("words", "It sells <b>something</b>.\nTwice.")
	for range 2 { // pressed twice
		status, to, page := w.post(t, "visitor", "/report", fields)
		wrong(t, "with words", status, http.StatusSeeOther, page)
		if want := fmt.Sprint("/report/thanks?post=", post.PostID); to != want {
			t.Errorf("leads to %s, want %s", to, want)
		}
	}
	if n := w.rows(t, "reports"); n != 1 {
		t.Errorf("got %d reports, want 1", n)
	}
	status, page = w.get(t, "visitor", fmt.Sprint("/report/thanks?post=", post.PostID))
	wrong(t, "the thanks", status, http.StatusOK, page)
	if !strings.Contains(page, fmt.Sprint("/posts/", post.PostID)) {
		t.Error("the thanks do not lead back")
	}
	_, page = w.get(t, "committee", "/reports")
	for _, want := range []string{"Post 2 by The other", "It sells &lt;b&gt;something&lt;/b&gt;.<br>", "ann@example.org", "Somebody who is not signed in"} {
		if !strings.Contains(page, want) {
			t.Errorf("the committee does not read %q", want)
		}
	}
}

func TestAPastedAddressOfOursIsAReportOfThePost(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	post := w.said(t, w.board(t, "interoperability"), "other")
	status, _, page := w.post(t, "visitor", "/report", url.Values{
		"page": {fmt.Sprintf("http://%s/posts/%d", w.addr, post.PostID)}, "reason": {"spam"}, "words": {"It sells."}})
	wrong(t, "the report", status, http.StatusSeeOther, page)
	got, err := db.Value[int64](t.Context(), w.db, `SELECT coalesce(post_id, 0) FROM reports`)
	if err != nil || got != post.PostID {
		t.Errorf("the report is about post %d, %v, want %d", got, err, post.PostID)
	}
}

func TestAReportGivesNothingAway(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	secret := w.said(t, w.group, "insider")
	for _, role := range append([]string{"visitor"}, roles...) {
		if role == "insider" || role == "facilitator" {
			continue
		}
		status, there := w.get(t, role, fmt.Sprint("/report?post=", secret.PostID))
		wrong(t, role, status, http.StatusNotFound, there)
		if _, missing := w.get(t, role, "/report?post=999999"); there != missing && strings.Contains(there, "canary") {
			t.Errorf("%s is shown more than nothing", role)
		}
		status, _, page := w.post(t, role, "/report", url.Values{"thread": {fmt.Sprint(secret.ThreadID)}, "reason": {"spam"}, "words": {"It is."}})
		wrong(t, role+" reporting", status, http.StatusNotFound, page)
	}
}

func TestVisitorsOfOneAddressHaveALimit(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(c *Config) { c.Limits.ReportsADay = 2 })
	send := func(role string, n int) int {
		status, _, _ := w.post(t, role, "/report", url.Values{
			"page": {fmt.Sprint("/about?", n)}, "reason": {"spam"}, "words": {"It sells."}, "key": {fmt.Sprintf("form-number-%08d", n)}})
		return status
	}
	for n, want := range []int{303, 303, 429, 429} {
		if got := send("visitor", n); got != want {
			t.Errorf("report %d: got %d, want %d", n, got, want)
		}
	}
	if got := send("visitor", 1); got != 303 {
		t.Errorf("the same form again: got %d, want 303", got)
	}
	if got := send("member", 1); got != 303 {
		t.Errorf("a member at the same address: got %d, want 303", got)
	}
	w.later(25 * time.Hour)
	if got := send("visitor", 9); got != 303 {
		t.Errorf("the next day: got %d, want 303", got)
	}
}

func TestTheCommitteeClosesAReport(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	post := w.said(t, w.board(t, "questions"), "other")
	status, _, page := w.post(t, "member", "/report", url.Values{"post": {fmt.Sprint(post.PostID)}, "reason": {"off topic"}, "words": {""}})
	wrong(t, "the report", status, http.StatusSeeOther, page)
	status, page = w.get(t, "committee", "/reports/1")
	wrong(t, "reading it", status, http.StatusOK, page)
	for _, want := range []string{fmt.Sprintf("/posts/%d/hide", post.PostID), "The member", `action="/reports/1/close"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the report does not have %q", want)
		}
	}
	status, _, page = w.post(t, "committee", "/reports/1/close", url.Values{"outcome": {""}})
	wrong(t, "without an outcome", status, http.StatusUnprocessableEntity, page)
	status, to, page := w.post(t, "committee", "/reports/1/close", url.Values{"outcome": {"The post was moved."}})
	wrong(t, "with an outcome", status, http.StatusSeeOther, page)
	if to != "/reports" {
		t.Errorf("leads to %s", to)
	}
	status, _, page = w.post(t, "committee", "/reports/1/close", url.Values{"outcome": {"Once more."}})
	wrong(t, "once more", status, http.StatusConflict, page)
	if _, page = w.get(t, "committee", "/reports"); !strings.Contains(page, "No report is waiting") {
		t.Error("the empty list does not say what it is for")
	}
	if _, page = w.get(t, "committee", "/reports?state=closed"); !strings.Contains(page, "The post was moved.") {
		t.Error("the closed report does not say how")
	}
	for role, want := range map[string]int{"visitor": 401, "member": 403, "administrator": 403, "ex_committee": 403} {
		status, page := w.get(t, role, "/reports/1")
		wrong(t, role, status, want, page)
	}
}

func TestTheLogNamesNobodyAndLeadsNowhere(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, board := range []string{"interoperability", "questions"} {
		post := w.said(t, w.board(t, board), "other")
		w.act(t, moderation.Decision{Verb: moderation.Hide, Target: post, Rule: 3, Reason: "It is about <another> subject."})
	}
	for _, role := range append([]string{"visitor"}, roles...) {
		status, page := w.get(t, role, "/committee/log")
		wrong(t, role, status, http.StatusOK, page)
		if !strings.Contains(page, "A reply in Interoperability was hidden under rule 3: It is about &lt;another&gt; subject.") {
			t.Errorf("%s does not read what was done", role)
		}
		_, list, _ := strings.Cut(page, "<h1")
		list, _, _ = strings.Cut(list, "</main>")
		for _, never := range []string{"The other", "/members/", "canary", "/threads/", "/posts/"} {
			if strings.Contains(list, never) {
				t.Errorf("%s reads %q in the log", role, never)
			}
		}
		named := strings.Contains(list, "The committee")
		if want := w.people[role].IsMember(); named != want {
			t.Errorf("%s is told the name of who acted: %v, want %v", role, named, want)
		}
	}
}

func TestTheCodeOfConductHasAnAnchorForEachRule(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	status, page := w.get(t, "visitor", "/conduct")
	wrong(t, "the code", status, http.StatusOK, page)
	for n := 1; n <= 7; n++ {
		if !strings.Contains(page, fmt.Sprintf(`id="rule-%d"`, n)) {
			t.Errorf("rule %d has no anchor", n)
		}
	}
}

func TestAnIPv6NetworkIsOneAddress(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{
		{"192.0.2.7", "192.0.2.7"}, {"::ffff:192.0.2.7", "192.0.2.7"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"}, {"fe80::1%eth0", "fe80::/64"}, {"nonsense", ""},
	} {
		if got := network(c[0]); got != c[1] {
			t.Errorf("%s counts as %q, want %q", c[0], got, c[1])
		}
	}
}

func TestTheCommitteesPagesTakeFewQueries(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	fill := func(n int) {
		for i := range n {
			post := w.said(t, w.board(t, "interoperability"), "other")
			w.act(t, moderation.Decision{Verb: moderation.Hide, Target: post, Rule: 3, Reason: "It is about another subject."})
			w.post(t, "other", "/report", url.Values{"post": {fmt.Sprint(post.PostID)}, "reason": {"spam"}, "key": {fmt.Sprintf("report-number-%d-%d", n, i)}})
		}
	}
	w.get(t, "committee", "/about") // notes that the session is in use
	pages := []struct{ role, path, want string }{
		{"visitor", "/committee", "2"},
		{"visitor", "/committee/members", "1"},
		{"visitor", "/committee/log", "1"},
		{"visitor", "/conduct", "1"},
		{"visitor", "/help/members", "0"},
		{"committee", "/committee", ""},
		{"committee", "/reports", ""},
		{"committee", "/reports/1", ""},
	}
	fill(1)
	first := make([]string, len(pages))
	for i, p := range pages {
		first[i] = w.queries(t, p.role, p.path)
		if p.want != "" && first[i] != p.want {
			t.Errorf("%s takes %s queries, want %s", p.path, first[i], p.want)
		}
	}
	fill(15)
	for i, p := range pages {
		if got := w.queries(t, p.role, p.path); got != first[i] {
			t.Errorf("%s takes %s queries with more on it, %s before", p.path, got, first[i])
		}
	}
}

func TestAMembersProfileIsReportedInOneStep(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	_, page := w.get(t, "member", "/members/other")
	if !strings.Contains(page, `href="/report?member=other"`) {
		t.Error("the profile has no link to report it")
	}
	if _, page = w.get(t, "other", "/members/other"); strings.Contains(page, "/report?member=") {
		t.Error("one's own profile has a link to report it")
	}
	status, page := w.get(t, "member", "/report?member=other")
	wrong(t, "the form", status, http.StatusOK, page)
	status, _, page = w.post(t, "member", "/report", url.Values{"member": {"other"}, "reason": {"harassment"}, "words": {""}})
	wrong(t, "the report", status, http.StatusSeeOther, page)
	if _, page = w.get(t, "committee", "/reports"); !strings.Contains(page, "The profile of The other") {
		t.Error("the committee does not read it")
	}
}
