package handlers

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestWhoReachesWhichPageOfPeople(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	pages := []string{"/sign-in", "/join", "/committee/applicants", "/welcome", "/settings/profile", "/settings/sessions", "/settings/sign-ins", "/members", "/members/insider"}
	for role, want := range map[string]string{
		"visitor":       "[200 401 401 401 401 401 401 401 401]",
		"applicant":     "[200 200 403 303 200 200 200 403 403]",
		"member":        "[200 403 403 303 200 200 200 200 200]",
		"committee":     "[200 403 200 303 200 200 200 200 200]",
		"administrator": "[200 403 200 303 200 200 200 200 200]",
		"ex_committee":  "[200 403 403 303 200 200 200 200 200]",
		"suspended":     "[200 403 403 403 403 403 403 403 403]",
	} {
		var got []int
		for _, path := range pages {
			status, _ := w.get(t, role, path)
			got = append(got, status)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: got %v, want %s", role, got, want)
		}
	}
}

func TestAMembersPageShowsOnlyPostsItsReaderMayRead(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	thread := w.starts(t, "other", "questions", "Who has tried this?")
	w.replies(t, "other", thread, "A reply of mine")
	w.publishes(t, "other", "practice", "Floor walking")
	w.writes(t, "other", "practice", "A draft of mine")
	status, page := w.get(t, "member", "/members/other")
	wrong(t, "the page", status, 200, page)
	for _, part := range []string{"The other", "Analyst, Example Trust", "Who has tried this?", "A reply of mine", "Practices and projects", "Floor walking"} {
		if !strings.Contains(page, part) {
			t.Errorf("%q is missing", part)
		}
	}
	if strings.Contains(page, "A draft of mine") {
		t.Error("somebody else's draft stands on their page")
	}
	if status, _ := w.get(t, "member", "/members/applicant"); status != 404 {
		t.Errorf("an applicant's page answers %d", status)
	}
	_, absent := w.get(t, "member", "/members/nobody")
	_, applicant := w.get(t, "member", "/members/applicant")
	if strings.ReplaceAll(absent, "nobody", "X") != strings.ReplaceAll(applicant, "applicant", "X") {
		t.Error("an applicant and nobody are told apart")
	}
}

func TestTheDirectoryFindsAndSaysWhenItFindsNobody(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for q, want := range map[string]string{"insider": "The ex-insider", "nobody at all": "No member fits these words", "<b>": "No member fits these words"} {
		status, page := w.get(t, "member", "/members?q="+url.QueryEscape(q))
		wrong(t, q, status, 200, page)
		if !strings.Contains(page, want) || strings.Contains(page, "<b>") || strings.Contains(page, "The applicant") {
			t.Errorf("%q: %q is missing, or too much is there", q, want)
		}
	}
	if status, _ := w.get(t, "member", "/members?from=nonsense"); status != 404 {
		t.Errorf("a page that is none answers %d", status)
	}
}

func TestAProfileIsSavedOnceAndNeverOverAnother(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	version := fmt.Sprint(w.people["member"].Version)
	fields := func() url.Values {
		return url.Values{"name": {"Mo Ember"}, "job_title": {"Data lead"}, "about": {"I like *charts*."}, "perspectives": {"medical", "data-and-analysis"}, "version": {version}}
	}
	bad := fields()
	bad.Set("name", " ")
	status, _, page := w.post(t, "member", "/settings/profile", bad)
	wrong(t, "without a name", status, 422, page)
	if !strings.Contains(page, "I like *charts*.</textarea>") || !strings.Contains(page, "Error: My profile") {
		t.Error("the words are lost, or the title does not tell")
	}
	twice := fields()
	for range 2 {
		status, to, page := w.post(t, "member", "/settings/profile", twice)
		wrong(t, "saving", status, 303, page)
		if to != "/members/member" {
			t.Errorf("leads to %s", to)
		}
	}
	late := fields()
	late.Set("about", "I like *tables*.")
	late.Set("perspectives", "medical")
	status, _, page = w.post(t, "member", "/settings/profile", late)
	wrong(t, "an old version", status, 409, page)
	has(t, page, "I like *tables*.</textarea>", "This profile has changed since you opened it", "<h3>About you</h3>", "</span>charts<", "</span>tables<",
		"<h3>Where you speak from</h3>", "What is saved now", "<span>I like *charts*.</span>")
	hasNot(t, page, "<h3>Your name</h3>")
	unknown := fields()
	unknown.Set("state", "member")
	status, _, page = w.post(t, "applicant", "/settings/profile", unknown)
	wrong(t, "an unknown field", status, 422, page)

	_, page = w.get(t, "other", "/members/member")
	for _, part := range []string{"Mo Ember", "<em>charts</em>", "Medical; Data and analysis"} {
		if !strings.Contains(page, part) {
			t.Errorf("%q is missing on the page of the member", part)
		}
	}
}

func TestPagesOfPeopleTakeFewQueriesHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	pages := []struct{ role, path, want string }{
		// Two find out who asks, one counts their notices.
		{"member", "/members", "4"},
		{"member", "/members/other", "8"},
		{"committee", "/committee/applicants", "5"},
		{"member", "/settings/profile", "7"},
		{"member", "/settings/sessions", "4"},
		{"member", "/settings/sign-ins", "4"},
		{"applicant", "/join", "4"},
		{"visitor", "/sign-in", "0"},
	}
	for round := range 2 {
		for _, p := range pages {
			if got := w.queries(t, p.role, p.path); got != p.want {
				t.Errorf("round %d: %s takes %s queries, want %s", round, p.path, got, p.want)
			}
		}
		thread := w.starts(t, "other", "questions", "A thread")
		for range 5 {
			w.replies(t, "other", thread, "A reply")
		}
	}
}

func TestSettingsAreKeptByNobody(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	for _, path := range []string{"/settings/profile", "/settings/sessions", "/settings/sign-ins", "/sign-in"} {
		res, _ := w.ask(t, "GET", path, "", w.as("member")...)
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
	}
}

func TestEveryFieldOfTheFormsOfPeopleHasItsLabel(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	ids, fors := regexp.MustCompile(`<(?:input|textarea|select)[^>]* id="([^"]+)"`), regexp.MustCompile(` for="([^"]+)"`)
	for path, role := range map[string]string{"/settings/profile": "member", "/join": "applicant", "/members": "member", "/sign-in": "visitor"} {
		_, page := w.get(t, role, path)
		labels := map[string]bool{}
		for _, m := range fors.FindAllStringSubmatch(page, -1) {
			labels[m[1]] = true
		}
		for _, m := range ids.FindAllStringSubmatch(page, -1) {
			if !labels[m[1]] {
				t.Errorf("%s: %s has no label", path, m[1])
			}
		}
	}
}

func TestAProfileChangedInAnotherWindowIsSavedOnTop(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	save := func(name, version string) (int, string) {
		status, _, page := w.post(t, "member", "/settings/profile", url.Values{
			"name": {name}, "job_title": {""}, "organisation": {""}, "region": {""}, "about": {""}, "version": {version},
		})
		return status, page
	}
	status, page := save("Ann Ward", "1")
	wrong(t, "the first window", status, 303, page)
	status, page = save("Ann Ward-Smith", "1")
	wrong(t, "the second window", status, 409, page)
	for _, want := range []string{"changed since you opened this page", `value="Ann Ward-Smith"`, `name="version" value="2"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	status, page = save("Ann Ward-Smith", "2")
	wrong(t, "saved on top", status, 303, page)
}
