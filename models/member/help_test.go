package member_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"commonroom/models"
	"commonroom/models/db"
	"commonroom/models/db/dbtest"
	"commonroom/models/member"
)

var ctx = context.Background()

// start is a Tuesday morning in London, in winter, when its clocks show UTC.
var start = time.Date(2026, 1, 20, 9, 0, 0, 0, time.UTC)

// house is a database with a small roll.
type house struct {
	t  *testing.T
	db *db.DB
	*member.Store
}

const rollFile = `name,e-mails,cohort
Ann Ward,ann@hospital.example ann.ward@home.example,3
Ben Okafor,ben@trust.example,4
Zoë O'Neill,zoe@trust.example,1
`

func newHouse(t *testing.T) house {
	t.Helper()
	d := dbtest.Open(t)
	dbtest.At(d, start)
	h := house{t, d, member.New(d)}
	if _, err := h.ImportRoll(ctx, strings.NewReader(rollFile)); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h house) at(moment time.Time) { dbtest.At(h.db, moment) }

// login is what the provider "entra" says of the person with a subject.
func login(subject, email string) member.Login {
	return member.Login{
		Issuer: "https://issuer.example", Subject: subject, Provider: "entra", Email: email, Trusted: email != "",
		Name: "Provider's " + subject, Device: "Firefox on Linux", Address: "192.0.2.7",
	}
}

func (h house) signIn(subject, email string) member.Outcome {
	h.t.Helper()
	out, err := h.SignIn(ctx, login(subject, email))
	if err != nil {
		h.t.Fatalf("sign in as %s: %v", subject, err)
	}
	return out
}

// who is the person a token stands for now.
func (h house) who(token string) (member.Member, member.Session) {
	h.t.Helper()
	by, session, err := h.Current(ctx, token)
	if err != nil {
		h.t.Fatal(err)
	}
	return by, session
}

// officer signs a person of the roll in and gives them an office, from a day to a day.
func (h house) officer(subject, email, office string, from, until models.Day) member.Member {
	h.t.Helper()
	m := h.signIn(subject, email).Member
	if _, err := h.Grant(ctx, member.NewTerm{Who: m.Handle, Office: office, From: from, Until: until}); err != nil {
		h.t.Fatal(err)
	}
	by, _ := h.who(h.signIn(subject, email).Token)
	return by
}

func (h house) count(query string, args ...any) int {
	h.t.Helper()
	n, err := db.Value[int](ctx, h.db, `SELECT count(*) FROM `+query, args...)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// log is the security log, one line for each row.
func (h house) log() string {
	h.t.Helper()
	lines, err := db.Values[string](ctx, h.db, `
		SELECT l.event || ' ' || l.provider || ' ' || l.reason || ' ' || l.address FROM security_log l ORDER BY l.id`)
	if err != nil {
		h.t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func wantKind(t *testing.T, err error, want models.Kind) {
	t.Helper()
	if got := models.KindOf(err); got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func wantSaid(t *testing.T, err error, part string) {
	t.Helper()
	if said := fmt.Sprint(models.ProblemsOf(err)); !strings.Contains(said, part) {
		t.Errorf("got %v, want %q in it", err, part)
	}
}

func key(n int) string { return fmt.Sprintf("a-form-of-its-own-%d", n) }
