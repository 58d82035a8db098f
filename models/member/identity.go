package member

import (
	"context"
	"time"

	"commonroom/models"
	"commonroom/models/activity"
	"commonroom/models/db"
)

// Identity is one OAuth or OIDC login of a person.
type Identity struct {
	ID       int64
	Provider string // our name for it
	Email    string // as the provider last gave it
	Trusted  bool
	Name     string
	Linked   time.Time
	Used     time.Time // the last sign-in with it
}

const identityCols = `i.id, i.provider, i.email, i.trusted, i.name, i.linked_at, i.used_at`

func (i *Identity) fields() []any {
	return []any{&i.ID, &i.Provider, &i.Email, &i.Trusted, &i.Name, &i.Linked, &i.Used}
}

// mostIdentities is how many logins one person may link: more than anybody has, few enough to
// be read on one screen.
const mostIdentities = 10

// Identities lists the logins of by, the oldest first.
func (s *Store) Identities(ctx context.Context, by Member) (list []Identity, err error) {
	defer models.Wrap(&err, "list the sign-ins of %d", by.ID)
	return db.All(ctx, s.db, (*Identity).fields, `
		SELECT `+identityCols+` FROM identities i WHERE i.member_id = $1 ORDER BY i.linked_at, i.id LIMIT 100`, by.ID)
}

// Confirm notes that the person of a session has just proved again who they are, and gives the
// session a new token. A login of anybody else is refused.
func (s *Store) Confirm(ctx context.Context, by Member, session Session, in Login) (token string, err error) {
	defer models.Wrap(&err, "confirm session %d", session.ID)
	err = s.settle(ctx, in, "confirmed", func(tx *db.Tx) (int64, error) {
		owner, err := ownerOf(ctx, tx, in)
		if err != nil {
			return by.ID, err
		}
		if owner == 0 || owner != by.ID {
			return by.ID, refuse("confirmed-as-another", models.Forbidden("That is not a sign-in of yours. Choose one that is linked to your place."))
		}
		if err := useIdentity(ctx, tx, in); err != nil {
			return by.ID, err
		}
		token, err = renew(ctx, tx, by, session.ID)
		return by.ID, err
	})
	return token, err
}

// Link adds a login to the person by, who must have signed in a moment ago. One that belongs to
// an applicant moves: a member who once signed in the wrong way has made a second person of
// themselves, and puts that right by proving to be both. One of another member is refused.
func (s *Store) Link(ctx context.Context, by Member, session Session, in Login) (err error) {
	defer models.Wrap(&err, "link a sign-in to %d", by.ID)
	if in.Issuer == "" || in.Subject == "" {
		return errNoIdentity
	}
	return s.settle(ctx, in, "linked", func(tx *db.Tx) (int64, error) {
		if err := fresh(ctx, tx, by, session.ID); err != nil {
			return by.ID, err
		}
		owner, err := ownerOf(ctx, tx, in)
		switch {
		case err != nil:
			return by.ID, err
		case owner == by.ID:
			return by.ID, useIdentity(ctx, tx, in)
		case owner != 0:
			return by.ID, moveIdentity(ctx, tx, by, owner, in)
		}
		return by.ID, link(ctx, tx, by, in)
	})
}

// link adds an identity nobody has. An applicant who so shows an address on the roll takes
// their place.
func link(ctx context.Context, tx *db.Tx, by Member, in Login) error {
	n, err := db.Value[int](ctx, tx, `SELECT count(*) FROM identities i WHERE i.member_id = $1`, by.ID)
	if err != nil {
		return err
	}
	if n >= mostIdentities {
		return refuse("too-many", models.Forbidden("You have linked ten ways to sign in. Remove one you no longer use first."))
	}
	if err := insertIdentity(ctx, tx, by.ID, in); err != nil {
		return err
	}
	if err := activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.Linked, MemberID: by.ID, Detail: in.Provider}); err != nil {
		return err
	}
	if by.State != Applicant {
		return nil
	}
	p, err := placeFor(ctx, tx, in)
	if err != nil || !p.isFree() {
		return err
	}
	return takePlace(ctx, tx, by.ID, p)
}

// moveIdentity takes an identity over from an applicant, who is gone once it was their last.
func moveIdentity(ctx context.Context, tx *db.Tx, by Member, owner int64, in Login) error {
	state, err := db.Value[State](ctx, tx, `SELECT m.state FROM members m WHERE m.id = $1`, owner)
	if err != nil {
		return err
	}
	if state != Applicant || !by.IsMember() {
		return refuse("linked-to-another", models.Forbidden("That sign-in belongs to somebody else's place, so it cannot be linked to yours."))
	}
	_, err = db.Exec(ctx, tx, `
		UPDATE identities SET member_id = $1, linked_at = $2, used_at = $2
		WHERE issuer = $3 AND subject = $4`, by.ID, tx.Now, in.Issuer, in.Subject)
	if err != nil {
		return err
	}
	left, err := db.Value[int](ctx, tx, `SELECT count(*) FROM identities i WHERE i.member_id = $1`, owner)
	if err != nil {
		return err
	}
	if left == 0 {
		if err := decide(ctx, tx, owner, Former, by.ID, "Linked to the place of a member"); err != nil {
			return err
		}
	}
	return activity.Record(ctx, tx, activity.Entry{By: by.ID, Verb: activity.Linked, MemberID: by.ID, Detail: in.Provider})
}

// Unlink removes a login of by, never the last one, and ends every other session: whoever held
// that login may have one open. It wants a fresh sign-in, as linking does.
func (s *Store) Unlink(ctx context.Context, by Member, session Session, id int64) (err error) {
	defer models.Wrap(&err, "unlink sign-in %d", id)
	return s.settle(ctx, Login{}, "unlinked", func(tx *db.Tx) (int64, error) {
		if err := fresh(ctx, tx, by, session.ID); err != nil {
			return by.ID, err
		}
		n, err := db.Exec(ctx, tx, `DELETE FROM identities WHERE id = $1 AND member_id = $2`, id, by.ID)
		if err == nil && n == 0 {
			err = models.NotFound("no such sign-in")
		}
		if err != nil {
			return by.ID, err
		}
		left, err := db.Value[int](ctx, tx, `SELECT count(*) FROM identities i WHERE i.member_id = $1`, by.ID)
		if err == nil && left == 0 {
			err = models.Forbidden("This is the only way you can sign in. Link another one before you remove it.")
		}
		if err != nil {
			return by.ID, err
		}
		return by.ID, endOthers(ctx, tx, by.ID, session.ID)
	})
}

// ownerOf tells whose identity a login is: 0 when nobody has used it before.
func ownerOf(ctx context.Context, q db.Queryer, in Login) (int64, error) {
	id, err := db.Value[int64](ctx, q, `
		SELECT i.member_id FROM identities i WHERE i.issuer = $1 AND i.subject = $2`, in.Issuer, in.Subject)
	if models.KindOf(err) == models.KindNotFound {
		return 0, nil
	}
	return id, err
}

func insertIdentity(ctx context.Context, tx *db.Tx, id int64, in Login) error {
	_, err := db.Exec(ctx, tx, `
		INSERT INTO identities (member_id, issuer, subject, provider, email, email_key, trusted, name, linked_at, used_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
		id, in.Issuer, in.Subject, in.Provider, in.Email, models.EmailKey(in.Email), in.Trusted, shownName(in), tx.Now)
	return err
}

// useIdentity keeps what the provider says now. It changes nothing about the member.
func useIdentity(ctx context.Context, tx *db.Tx, in Login) error {
	_, err := db.Exec(ctx, tx, `
		UPDATE identities SET provider = $3, email = $4, email_key = $5, trusted = $6, name = $7, used_at = $8
		WHERE issuer = $1 AND subject = $2`,
		in.Issuer, in.Subject, in.Provider, in.Email, models.EmailKey(in.Email), in.Trusted, shownName(in), tx.Now)
	return err
}
