package handlers

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/discuss"
	"commonroom/models/draft"
	"commonroom/models/feed"
	"commonroom/models/mark"
	"commonroom/models/member"
	"commonroom/models/moderation"
	"commonroom/models/notify"
	"commonroom/models/practice"
	"commonroom/models/project"
	"commonroom/models/ribbon"
	"commonroom/models/search"
	"commonroom/models/space"
	"commonroom/models/upload"
)

// town is a whole site with its database and one signed-in person of every role of the
// authorisation matrix, for tests that knock at its doors as those people.
type town struct {
	*site
	db      *db.DB
	people  map[string]member.Member
	cookies map[string]string
	files   string // where the bytes of files lie
	group   int64  // a private space with an insider and a facilitator
}

// noWaiting are limits that no test meets by accident.
var noWaiting = models.Limits{ThreadsADay: 10_000, ReportsADay: 10_000, SignInsABrowser: 10_000, SignInsAnAddress: 10_000}

// storesOn gives the models kept in d, with the files in a directory.
func storesOn(d *db.DB, limits models.Limits, files string) Stores {
	return Stores{
		Members:    member.New(d),
		Spaces:     space.New(d),
		Discuss:    discuss.New(d, limits),
		Drafts:     draft.New(d),
		Marks:      mark.New(d),
		Moderation: moderation.New(d, limits),
		Practices:  practice.New(d, limits),
		Projects:   project.New(d, limits),
		Search:     search.New(d),
		Notices:    notify.New(d),
		Feeds:      feed.New(d),
		Ribbons:    ribbon.New(d),
		Uploads:    upload.New(d, limits, files),
	}
}

// roles are the columns of the matrix but for the visitor, who is nobody, and "other", who is
// one more member.
var roles = []string{"applicant", "member", "other", "insider", "facilitator", "committee", "officer", "assessor",
	"administrator", "suspended", "ex_insider", "ex_committee"}

// newTown builds a site. Change may alter how it is configured; extra are routes of the test's own.
func newTown(t *testing.T, change func(*Config), extra ...route) *town {
	t.Helper()
	d := dbtest.Open(t)
	w := &town{db: d, files: t.TempDir(), people: map[string]member.Member{"visitor": {}}, cookies: map[string]string{}}
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return w.settle(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	w.site = openOn(t, storesOn(d, noWaiting, w.files), func(c *Config) {
		c.Limits = noWaiting
		c.Now = d.Now
		c.Count = func(ctx context.Context) (context.Context, func() int64) {
			var n db.Counter
			return db.Counting(ctx, &n), n.Queries
		}
		if change != nil {
			change(c)
		}
	}, extra...)
	return w
}

func (w *town) settle(ctx context.Context, tx *db.Tx) (err error) {
	w.group, err = db.Value[int64](ctx, tx, `
		INSERT INTO spaces (kind, slug, name, purpose, readers, holds, position, made_at)
		VALUES ('group', 'rotas', 'Rotas', 'A peer group.', 'private', 'discussion', 1, $1) RETURNING id`, tx.Now)
	if err != nil {
		return err
	}
	for _, role := range roles {
		if err := w.admit(ctx, tx, role); err != nil {
			return err
		}
	}
	return nil
}

// admit makes the person of a role: named after it, with a place, a term or a seat in the
// group as the role says, and signed in.
func (w *town) admit(ctx context.Context, tx *db.Tx, role string) error {
	state := member.Confirmed
	switch role {
	case "applicant":
		state = member.Applicant
	case "suspended":
		state = member.Suspended
	}
	handle := strings.ReplaceAll(role, "_", "-")
	long := tx.Now.AddDate(-1, 0, 0)
	id, err := db.Value[int64](ctx, tx, `
		INSERT INTO members (handle, name, name_key, job_title, organisation, search_key, state, welcomed, joined_at, admitted_at)
		VALUES ($1, $2, $3, 'Analyst', 'Example Trust', $3, $4, TRUE, $5, $5) RETURNING id`,
		handle, "The "+handle, "the "+handle, state, long)
	if err != nil {
		return err
	}
	if state == member.Applicant {
		if _, err := db.Exec(ctx, tx, `INSERT INTO applications (member_id, made_at) VALUES ($1, $2)`, id, long); err != nil {
			return err
		}
	}
	if err := w.empower(ctx, tx, role, id); err != nil {
		return err
	}
	if w.people[role], err = member.Of(ctx, tx, id); err != nil {
		return err
	}
	return w.signIn(ctx, tx, role)
}

func (w *town) empower(ctx context.Context, tx *db.Tx, role string, id int64) error {
	office := map[string]string{"committee": "member", "ex_committee": "member", "officer": "election-officer",
		"assessor": "accreditation-assessor", "administrator": "administrator"}[role]
	if office != "" {
		until := models.Forever
		if role == "ex_committee" {
			until = models.DayOf(tx.Now.AddDate(0, 0, -1))
		}
		_, err := db.Exec(ctx, tx, `
			INSERT INTO terms (member_id, office_id, from_day, until_day, how, recorded_at)
			SELECT $1, id, '2020-01-01', $3, 'elected', $4 FROM offices WHERE slug = $2`, id, office, until, tx.Now)
		return err
	}
	seat := map[string]string{"insider": "member", "ex_insider": "member", "facilitator": "facilitator"}[role]
	if seat == "" {
		return nil
	}
	_, err := db.Exec(ctx, tx, `
		INSERT INTO space_members (space_id, member_id, role, here, joined_at) VALUES ($1, $2, $3, $4, $5)`,
		w.group, id, seat, role != "ex_insider", tx.Now)
	return err
}

// signIn opens a session as if the person had just signed in.
func (w *town) signIn(ctx context.Context, tx *db.Tx, role string) error {
	token := rand.Text()
	sum := sha256.Sum256([]byte(token))
	w.cookies[role] = "local-session=" + token
	_, err := db.Exec(ctx, tx, `
		INSERT INTO sessions (token_hash, member_id, device, address, keep, made_at, seen_at, confirmed_at)
		VALUES ($1, $2, 'a test', '127.0.0.1', FALSE, $3, $3, $3)`, hex.EncodeToString(sum[:]), w.people[role].ID, tx.Now)
	return err
}

// signsInAgain opens another session for a role, once the one it had is over.
func (w *town) signsInAgain(t *testing.T, role string) func(tx *db.Tx) error {
	t.Helper()
	return func(tx *db.Tx) error { return w.signIn(t.Context(), tx, role) }
}

// get asks for a page as the person of a role.
func (w *town) get(t *testing.T, role, path string) (status int, page string) {
	t.Helper()
	res, page := w.ask(t, http.MethodGet, path, "", w.as(role)...)
	return res.StatusCode, page
}

// post sends a form as the person of a role, and gives the status, where it leads to, and the
// page if it leads nowhere. A form without a key is given one.
func (w *town) post(t *testing.T, role, path string, fields url.Values) (status int, location, page string) {
	t.Helper()
	if !fields.Has("key") {
		fields.Set("key", newKey())
	}
	res, page := w.ask(t, http.MethodPost, path, fields.Encode(), w.as(role)...)
	return res.StatusCode, res.Header.Get("Location"), page
}

func (w *town) as(role string) []string {
	fields := []string{"Sec-Fetch-Site", "same-origin"}
	if cookie := w.cookies[role]; cookie != "" {
		fields = append(fields, "Cookie", cookie)
	}
	return fields
}

// later moves the town's clock on from where it stands now.
func (w *town) later(by time.Duration) { dbtest.At(w.db, w.db.Now().Add(by)) }

// board is the id of a board by its slug.
func (w *town) board(t *testing.T, slug string) int64 {
	t.Helper()
	id, err := db.Value[int64](t.Context(), w.db, `SELECT id FROM spaces WHERE slug = $1`, slug)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// wrong fails a test that got another status than it should, with the page's first heading.
func wrong(t *testing.T, what string, got, want int, page string) {
	t.Helper()
	if got == want {
		return
	}
	_, rest, _ := strings.Cut(page, "<h1")
	heading, _, _ := strings.Cut(rest, "</h1>")
	t.Errorf("%s: got %d, want %d (%s)", what, got, want, heading)
}
