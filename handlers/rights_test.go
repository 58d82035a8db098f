package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
)

// write changes the town behind everybody's back, as a command of the server's keeper or an act
// of somebody else does.
func (w *town) write(t *testing.T, query string, args ...any) {
	t.Helper()
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := db.Exec(t.Context(), tx, query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// visit is one request, and what it answers before a change and after.
type visit struct {
	method, path  string
	before, after int
}

// visits knocks at each door with {} standing for a token.
func (w *town) visits(t *testing.T, role, token string, list []visit, after bool) {
	t.Helper()
	for _, x := range list {
		path, want, status, page := addressOf(x.path, thing{token: token}), x.before, 0, ""
		if after {
			want = x.after
		}
		if x.method == http.MethodPost {
			status, _, page = w.post(t, role, path, url.Values{"body": {"Some words."}})
		} else {
			status, page = w.get(t, role, path)
		}
		wrong(t, fmt.Sprintf("%s %s, after the change %t", x.method, path, after), status, want, page)
	}
}

// What is taken away is gone at the very next request: there is no cache of who may do what, and
// a session that is open keeps nothing open.
func TestRightsEndAtOnce(t *testing.T) {
	t.Parallel()
	inside := []visit{{"GET", "/notices", 200, 401}, {"GET", "/members", 200, 401}, {"GET", "/threads/:id/top-calls", 200, 401}, {"POST", "/threads/:id/replies", 303, 401}}
	cases := []struct {
		name, role string
		at         spot // where the thread stands that they read
		change     string
		visits     []visit
	}{
		{"a suspended member sees what a visitor sees", "member", inMembers, `UPDATE members SET state = 'suspended' WHERE id = $1`, []visit{
			{"GET", "/members", 200, 403}, {"GET", "/threads/:id/top-calls", 200, 403}, {"POST", "/threads/:id/replies", 303, 403},
			{"GET", "/threads/new", 200, 403}, {"GET", "/settings/profile", 200, 403}, {"GET", "/notices", 200, 200}}},
		{"one who has left is a visitor", "member", inMembers, `UPDATE members SET state = 'former' WHERE id = $1`, inside},
		{"a session that was ended opens nothing", "member", inMembers, `DELETE FROM sessions WHERE member_id = $1`, inside},
		{"who was taken out of a group finds nothing of it", "insider", inPrivate, `UPDATE space_members SET here = FALSE WHERE member_id = $1`, []visit{
			{"GET", "/threads/:id/top-calls", 200, 404}, {"POST", "/threads/:id/replies", 303, 404}, {"GET", "/boards/rotas", 200, 404},
			{"GET", "/threads/new?board=rotas", 200, 404}, {"GET", "/report?thread=:id", 200, 404}, {"GET", "/members", 200, 200}}},
		{"a suspended facilitator finds nothing of it either", "facilitator", inPrivate, `UPDATE members SET state = 'suspended' WHERE id = $1`, []visit{
			{"GET", "/threads/:id/top-calls", 200, 404}, {"GET", "/boards/rotas", 200, 404}}},
		{"a term that was ended gives no power", "committee", inPublic.hid(), `UPDATE terms SET until_day = '2020-12-31' WHERE member_id = $1`, []visit{
			{"GET", "/threads/:id/top-calls", 200, 404}, {"GET", "/reports", 200, 403}, {"GET", "/threads/:id/restore", 200, 403},
			{"GET", "/committee/applicants", 200, 403}}},
		{"a suspended committee member has no power", "committee", inPublic.hid(), `UPDATE members SET state = 'suspended' WHERE id = $1`, []visit{
			{"GET", "/threads/:id/top-calls", 200, 404}, {"GET", "/reports", 200, 403}, {"GET", "/threads/:id/restore", 200, 403}}},
		{"an administrator who is one no more admits nobody", "administrator", inPublic, `DELETE FROM terms WHERE member_id = $1`, []visit{
			{"GET", "/committee/applicants", 200, 403}}},
		{"who is no author any more reads no draft", "other", inPublic.unsaid(), `DELETE FROM thread_authors WHERE member_id = $1`, []visit{
			{"GET", "/practices/:id/top-calls", 200, 404}, {"GET", "/practices/:id/edit", 200, 404}}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := walkTown(t)
			th := w.makes(t, tc.at)
			w.visits(t, tc.role, th.token, tc.visits, false)
			w.write(t, tc.change, w.people[tc.role].ID)
			w.visits(t, tc.role, th.token, tc.visits, true)
		})
	}
}

// makes has another member make a thread at a spot, or a practice where it is a draft.
func (w *town) makes(t *testing.T, at spot) (th thing) {
	t.Helper()
	what := discussion
	if at.draft {
		what = practiceOf
	}
	err := w.db.Write(t.Context(), func(tx *db.Tx) (err error) {
		th, err = what(t.Context(), tx, w, at, w.people["other"].ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// A page that the browser has kept is asked for again each time, and not confirmed to somebody
// who may no longer read it.
func TestAKeptPageIsNotConfirmedToWhoMayNotReadIt(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	w.makes(t, inPrivate)
	path := "/boards/rotas"
	res, _ := w.ask(t, "GET", path, "", w.as("insider")...)
	tag := append(w.as("insider"), "If-None-Match", res.Header.Get("ETag"))
	if again, _ := w.ask(t, "GET", path, "", tag...); again.StatusCode != http.StatusNotModified {
		t.Fatalf("the page that they have: got %d, want 304", again.StatusCode)
	}
	w.write(t, `UPDATE space_members SET here = FALSE WHERE member_id = $1`, w.people["insider"].ID)
	if again, page := w.ask(t, "GET", path, "", tag...); again.StatusCode != http.StatusNotFound {
		wrong(t, "after they left", again.StatusCode, http.StatusNotFound, page)
	}
}

func TestASessionRunsOut(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		after time.Duration
		keep  bool
		want  int
	}{
		{"in use all day", 11 * time.Hour, false, 200},
		{"left alone overnight", 13 * time.Hour, false, 401},
		{"kept, and left alone for a fortnight", 14 * 24 * time.Hour, true, 200},
		{"kept, and left alone for a month", 31 * 24 * time.Hour, true, 401},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, nil)
			w.write(t, `UPDATE sessions SET keep = $1`, tc.keep)
			w.later(tc.after)
			status, page := w.get(t, "member", "/notices")
			wrong(t, tc.name, status, tc.want, page)
		})
	}
}

// Authority is a term: it begins and ends with a day in London, in summer too, by the clock alone.
func TestTheCommitteesPowerEndsAtMidnight(t *testing.T) {
	t.Parallel()
	minute := time.Minute
	for _, tc := range []struct {
		name   string
		moment time.Time
		want   int
	}{
		{"the minute before the term", models.Day("2027-03-01").Start().Add(-minute), 403},
		{"the first minute", models.Day("2027-03-01").Start(), 200},
		{"23:59 on the last day, in summer time", models.Day("2027-07-01").Start().Add(-minute), 200},
		{"midnight after it", models.Day("2027-07-01").Start(), 403},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := walkTown(t)
			th := w.makes(t, inPublic)
			w.write(t, `UPDATE terms SET from_day = '2027-03-01', until_day = '2027-06-30' WHERE member_id = $1`, w.people["committee"].ID)
			w.at(t, tc.moment, "committee")
			for _, path := range []string{"/reports", "/committee/applicants", "/threads/" + th.token + "/hide"} {
				status, page := w.get(t, "committee", path)
				wrong(t, tc.name+": "+path, status, tc.want, page)
			}
			want := map[int]int{200: 303, 403: 403}[tc.want]
			status, _, page := w.post(t, "committee", "/threads/"+th.token+"/hide", url.Values{"rule": {"3"}, "reason": {"Off the subject."}, "to_space": {"0"}})
			wrong(t, tc.name+": hiding", status, want, page)
		})
	}
}

// at moves the clock to a moment and signs a person in then.
func (w *town) at(t *testing.T, moment time.Time, role string) {
	t.Helper()
	dbtest.At(w.db, moment)
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error { return w.signIn(context.Background(), tx, role) }); err != nil {
		t.Fatal(err)
	}
}

// The committee has no power in a private space, and a seat there, which lets them read it, adds
// none.
func TestASeatInAGroupAddsNoPowerOfTheCommittee(t *testing.T) {
	t.Parallel()
	w := walkTown(t)
	plain, hidden := w.makes(t, inPrivate), w.makes(t, inPrivate.hid())
	w.write(t, `INSERT INTO space_members (space_id, member_id, role, joined_at) VALUES ($1, $2, 'member', $3)`,
		w.group, w.people["committee"].ID, w.db.Now())
	for path, want := range map[string]int{
		"/threads/" + plain.token + "/top-calls":  200,
		"/threads/" + hidden.token + "/top-calls": 404,
		"/threads/" + plain.token + "/hide":       403,
		"/threads/" + hidden.token + "/restore":   404,
		"/report?thread=" + plain.token:           200,
		"/report?thread=" + hidden.token:          404,
	} {
		status, page := w.get(t, "committee", path)
		wrong(t, path, status, want, page)
	}
}

// Everybody has notices, and each form about them names numbers that anybody can write.
func TestNobodyMarksAnothersNoticesRead(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil)
	w.write(t, `INSERT INTO activity (at, verb, member_id) SELECT $1, 'admitted', id FROM members`, w.db.Now())
	if err := w.Notices.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	status, _, page := w.post(t, "member", "/notices/read", url.Values{"up_to": {"1000"}, "key": {}})
	wrong(t, "marking mine read", status, http.StatusSeeOther, page)
	unread, err := db.Value[int](t.Context(), w.db, `SELECT count(*) FROM notices WHERE NOT read`)
	if err != nil || unread != len(roles)-1 {
		t.Errorf("got %d unread notices (%v), want those of all %d others", unread, err, len(roles)-1)
	}
}
