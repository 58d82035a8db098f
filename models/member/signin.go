package member

import (
	"context"
	"errors"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
)

// Login is what a provider has just proved about the person at the keyboard. Who they are is
// Issuer and Subject; the rest is only what the provider says of them.
type Login struct {
	Issuer   string
	Subject  string
	Provider string // our name for the provider
	Email    string
	Trusted  bool // the provider's word that the address is theirs is good
	Name     string

	Device  string // what the browser calls itself, for the list of sessions
	Address string // the network address, for the security log
	Keep    bool   // "keep me signed in on this device"
	Old     string // the token that this browser had until now, if any: it ends
}

// Outcome is what came of a sign-in.
type Outcome struct {
	Token  string // for the browser's cookie; a new one each time
	Member Member
	First  bool          // nobody had signed in with this identity before
	Age    time.Duration // how long the browser is to keep the token: 0 is until it is closed
}

// What is said to those who cannot be signed in.
var (
	errEntryTaken = models.Forbidden("The place that belongs to this e-mail address is already taken. If it is yours, sign in as you did before, then link this sign-in under Settings, Ways to sign in.")
	errFormer     = models.Forbidden("This membership has ended, so it can no longer be used to sign in. If you want to come back, write to the committee.")
)

// SignIn opens a session for the person a provider has vouched for. A known identity is its
// member, whatever has become of the e-mail address. A new one with a trusted address on the
// roll becomes a member at once if the place is free; where it is taken the answer is no, never
// a second member. Anybody else becomes an applicant.
func (s *Store) SignIn(ctx context.Context, in Login) (out Outcome, err error) {
	defer models.Wrap(&err, "sign in with %q", in.Provider)
	if in.Issuer == "" || in.Subject == "" {
		return Outcome{}, errNoIdentity
	}
	err = s.settle(ctx, in, "signed-in", func(tx *db.Tx) (id int64, err error) {
		if out, err = arrive(ctx, tx, in); err != nil {
			return out.Member.ID, err
		}
		if err := endToken(ctx, tx, in.Old); err != nil {
			return 0, err
		}
		out.Age = Session{Keep: in.Keep}.Age()
		out.Token, err = openSession(ctx, tx, out.Member.ID, in.Device, in.Address, in.Keep)
		return out.Member.ID, err
	})
	if err != nil {
		return Outcome{}, err
	}
	return out, nil
}

// arrive finds or makes the person behind a login.
func arrive(ctx context.Context, tx *db.Tx, in Login) (out Outcome, err error) {
	place, err := placeFor(ctx, tx, in)
	if err != nil {
		return out, err
	}
	id, err := ownerOf(ctx, tx, in)
	if err != nil {
		return out, err
	}
	if out.First = id == 0; out.First {
		id, err = newcomer(ctx, tx, in, place)
	} else {
		err = comesBack(ctx, tx, id, in, place)
	}
	if err != nil {
		return Outcome{Member: Member{ID: id}}, err
	}
	out.Member, err = Of(ctx, tx, id)
	return out, err
}

// newcomer makes a person of a login nobody has used before: a member if a place on the roll
// waits for them, otherwise an applicant.
func newcomer(ctx context.Context, tx *db.Tx, in Login, p place) (int64, error) {
	if p.isTaken() {
		return 0, refuse("roll-entry-taken", errEntryTaken)
	}
	name := shownName(in)
	if p.isFree() {
		name = p.Name
	}
	id, err := insertPerson(ctx, tx, name)
	if err != nil {
		return 0, err
	}
	if err := insertIdentity(ctx, tx, id, in); err != nil {
		return 0, err
	}
	if p.isFree() {
		return id, takePlace(ctx, tx, id, p)
	}
	return id, apply(ctx, tx, id)
}

// comesBack notes that a known identity is in use again. An applicant whom the roll has come
// to know since they applied takes their place.
func comesBack(ctx context.Context, tx *db.Tx, id int64, in Login, p place) error {
	state, err := db.Value[State](ctx, tx, `SELECT m.state FROM members m WHERE m.id = $1`, id)
	if err != nil {
		return err
	}
	if state == Former {
		return refuse("former-member", errFormer)
	}
	if err := useIdentity(ctx, tx, in); err != nil {
		return err
	}
	if state == Applicant && p.isFree() {
		return takePlace(ctx, tx, id, p)
	}
	return nil
}

// insertPerson adds a person who has no place yet.
func insertPerson(ctx context.Context, tx *db.Tx, name string) (int64, error) {
	handle, err := freeHandle(ctx, tx, name)
	if err != nil {
		return 0, err
	}
	return db.Value[int64](ctx, tx, `
		INSERT INTO members (handle, name, name_key, search_key, state, joined_at, admitted_at)
		VALUES ($1, $2, $3, $3, 'applicant', $4, $4)
		RETURNING id`, handle, name, fold(name), tx.Now)
}

// apply opens the application of a person who is not on the roll.
func apply(ctx context.Context, tx *db.Tx, id int64) error {
	if _, err := db.Exec(ctx, tx, `INSERT INTO applications (member_id, made_at) VALUES ($1, $2)`, id, tx.Now); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{By: id, Verb: activity.Applied, MemberID: id})
}

// takePlace gives a person the place that waits for them on the roll, under the name it has
// there.
func takePlace(ctx context.Context, tx *db.Tx, id int64, p place) error {
	if err := claim(ctx, tx, id, p); err != nil {
		return err
	}
	m, err := Of(ctx, tx, id)
	if err != nil {
		return err
	}
	m.Name = p.Name
	_, err = db.Exec(ctx, tx, `
		UPDATE members SET name = $2, name_key = $3, search_key = $4 WHERE id = $1`, id, m.Name, fold(m.Name), m.searchKey())
	if err != nil {
		return err
	}
	if err := decide(ctx, tx, id, Confirmed, 0, "On the roll"); err != nil {
		return err
	}
	return activity.Record(ctx, tx, activity.Entry{By: id, Verb: activity.Joined, MemberID: id})
}

// errNoIdentity is ours: whoever calls has let a login through that proves nothing.
var errNoIdentity = errors.New("a login without an issuer or a subject")
